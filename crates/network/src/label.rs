//! Partial ways, and when one makes another superfluous.

use std::rc::Rc;

use landbridge_model::Gauge;
use landbridge_units::Instant;

use crate::graph::{Node, Way};
use crate::legs::LegId;
use crate::spots::SpotId;
use crate::toll::Tally;

/// Where a partial way stands. Partial ways at one spot have the same choices ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// At the origin, on no service.
    Origin,
    /// On a service on demand, which can go on.
    Aboard { place: Node, carrier: usize, gauge: Option<Gauge>, phase: Phase },
    /// On a service that has come to where the vehicles leave it.
    Landed { place: Node, carrier: usize },
    /// Unloaded at the destination.
    Delivered,
}

/// What a service on demand has behind it. It matters for what lies ahead: vehicles leave it only after it has
/// moved, and a leg that is still open is priced together with what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Loaded, not moved.
    Loaded,
    /// Moved; the last leg has ended.
    Between,
    /// On a leg.
    OnLeg,
    /// Moved, and just passed from one gauge to the other.
    Regauged,
}

/// How a partial way came from its parent: enough to make the steps again, which are not kept.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Via {
    /// It begins.
    Start,
    /// Boarded a service on demand.
    Request { carrier: usize },
    /// Rode a train: which run, from which stop to which.
    Train { carrier: usize, run: usize, from: usize, to: usize },
    /// Travelled a link on demand.
    Link { carrier: usize, way: Way, minutes: i64 },
    /// Changed gauge.
    GaugeChange { carrier: usize },
    /// Came to the end of a ride on demand.
    Landing { carrier: usize },
    /// Unloaded.
    Unloading { carrier: usize },
}

/// A leg that may still grow, and when it began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Open {
    pub(crate) leg: LegId,
    pub(crate) start: Instant,
}

/// A partial way.
#[derive(Clone, Debug)]
pub(crate) struct Label {
    /// The partial way it continues.
    pub(crate) parent: Option<usize>,
    pub(crate) via: Via,
    pub(crate) spot: SpotId,
    pub(crate) at: Instant,
    /// Of all steps but the open leg.
    pub(crate) sum: Tally,
    pub(crate) handlings: u32,
    /// Services boarded, in order, by their number.
    pub(crate) rides: Rc<[usize]>,
    pub(crate) open: Option<Open>,
    /// Whether another label has made it superfluous.
    pub(crate) dead: bool,
}

/// Order in which labels are looked at; the number makes it total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    /// What goes before time when good ways are looked for in haste; else nothing.
    pub(crate) key: i128,
    at: Instant,
    sum: Tally,
    handlings: u32,
    rides: Rc<[usize]>,
    pub(crate) label: usize,
}

impl Label {
    pub(crate) fn rank(&self, key: i128, label: usize) -> Rank {
        let (at, sum, handlings) = (self.at, self.sum, self.handlings);
        Rank { key, at, sum, handlings, rides: Rc::clone(&self.rides), label }
    }

    pub(crate) fn standing(&self) -> Standing {
        let (at, sum, handlings) = (self.at, self.sum, self.handlings);
        Standing { at, sum, handlings, open: self.open }
    }
}

/// What of a label is compared, side by side in the front of its spot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) at: Instant,
    pub(crate) sum: Tally,
    pub(crate) handlings: u32,
    pub(crate) open: Option<Open>,
}

impl Standing {
    /// Whether `self` is not worse than `other` in arrival, cost, CO2e and handlings.
    pub(crate) fn not_worse(&self, other: &Self) -> bool {
        self.at <= other.at
            && self.sum.cost <= other.sum.cost
            && self.sum.co2 <= other.sum.co2
            && self.handlings <= other.handlings
    }

    /// Whether all of these are equal.
    pub(crate) fn ties(&self, other: &Self) -> bool {
        self.at == other.at && self.sum == other.sum && self.handlings == other.handlings
    }
}
