//! What can be done where: spots a partial way can stand at, and the moves between them.

use std::cell::Cell;
use std::sync::Arc;

use landbridge_model::Gauge;

use crate::ground::graph::Node;
use crate::plan::chains::Chain;
use crate::plan::gates::GateId;
use crate::plan::toll::ItemId;

/// Number of a spot.
pub(crate) type SpotId = usize;

/// Where a partial way can stand. Partial ways at one spot have the same choices ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) place: Node,
    pub(crate) stance: Stance,
    /// What has been touched of what every way is to touch, a bit each.
    pub(crate) touched: u16,
}

/// How it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Stance {
    /// On the ground, come by some service, or a train of the same equipment; by none at the origin.
    Ground { from: Option<usize> },
    /// On a service on demand.
    Aboard { carrier: usize, gauge: Option<Gauge>, phase: Phase },
    /// Unloaded for good.
    Delivered,
}

/// What a service on demand has behind it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Loaded, not moved.
    Loaded,
    /// At the end of a leg that nothing but a gate, a change of gauge or landing ends.
    Ended,
    /// Just through a gate.
    Between,
    /// Just passed from one gauge to the other.
    Regauged,
}

/// Numbers of spots: by place, and there in the order of how and with what touched one stands. Places have few.
#[derive(Debug, Default)]
pub(crate) struct Numbers(Vec<Vec<(Stance, u16, SpotId)>>);

impl Numbers {
    /// The number of a spot.
    pub(crate) fn get(&self, spot: &Spot) -> Option<SpotId> {
        let there = self.0.get(spot.place.index())?;
        there.get(position(there, spot).ok()?).map(|(.., number)| *number)
    }

    /// The number of a spot; the next one if it has none.
    pub(crate) fn get_or_give(&mut self, spot: &Spot, next: SpotId) -> SpotId {
        let place = spot.place.index();
        if self.0.len() <= place {
            self.0.resize_with(place + 1, Vec::new);
        }
        let there = &mut self.0[place];
        match position(there, spot) {
            Ok(known) => there[known].2,
            Err(new) => {
                there.insert(new, (spot.stance, spot.touched, next));
                next
            }
        }
    }
}

fn position(there: &[(Stance, u16, SpotId)], spot: &Spot) -> Result<usize, usize> {
    there.binary_search_by(|(stance, touched, _)| (stance, touched).cmp(&(&spot.stance, &spot.touched)))
}

/// The least a move adds: minutes, cost, grams, handlings, spread.
pub(crate) type Least = [i64; 5];

/// Something that can be done at a spot.
#[derive(Debug)]
pub(crate) struct Move {
    pub(crate) what: What,
    /// Where it leads; of a train, where its first ride leads.
    pub(crate) to: SpotId,
    pub(crate) least: Least,
}

/// What is done.
#[derive(Debug)]
pub(crate) enum What {
    /// Wait for a service on demand, and be loaded.
    Request { carrier: usize, loading: Loading },
    /// Be loaded onto a train, some time before it leaves, and ride it.
    Train { carrier: usize, stop: usize, lead: i64, loading: Loading, rides: Vec<Prospect> },
    /// A leg with the gates at its ends.
    Leg(Box<Leg>),
    /// From one gauge to the other.
    Regauge { carrier: usize, minutes: i64, item: ItemId, spread: u64 },
    /// Off a service on demand, which has come to its end.
    Land,
    /// Unloaded, where every way ends.
    Unload { carrier: usize, minutes: i64, item: ItemId, spread: u64 },
}

/// Loading or transloading.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Loading {
    pub(crate) minutes: i64,
    pub(crate) item: ItemId,
    pub(crate) spread: u64,
}

/// A stop where the vehicles may leave a train.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Prospect {
    pub(crate) stop: usize,
    pub(crate) to: SpotId,
    pub(crate) least: Least,
}

/// A leg of a service on demand.
#[derive(Debug)]
pub(crate) struct Leg {
    pub(crate) carrier: usize,
    pub(crate) before: Option<GateId>,
    /// The chains of a place, and which of them.
    pub(crate) chains: Arc<[Chain]>,
    pub(crate) number: usize,
    pub(crate) after: Option<GateId>,
    /// Made when its price is first asked for.
    pub(crate) item: Cell<Option<ItemId>>,
}

impl Leg {
    pub(crate) fn chain(&self) -> &Chain {
        &self.chains[self.number]
    }
}

/// All spots that can be come to, with their moves.
#[derive(Debug, Default)]
pub(crate) struct Moves {
    pub(crate) spots: Vec<Spot>,
    /// Moves of each spot: where they begin; one more than there are spots.
    pub(crate) first: Vec<usize>,
    pub(crate) moves: Vec<Move>,
}

impl Moves {
    pub(crate) fn of(&self, spot: SpotId) -> std::ops::Range<usize> {
        self.first[spot]..self.first[spot + 1]
    }
}

impl Move {
    /// The service that moves.
    pub(crate) fn carrier(&self) -> Option<usize> {
        match &self.what {
            What::Request { carrier, .. }
            | What::Train { carrier, .. }
            | What::Regauge { carrier, .. }
            | What::Unload { carrier, .. } => Some(*carrier),
            What::Leg(leg) => Some(leg.carrier),
            What::Land => None,
        }
    }
}
