//! Legs on demand under construction. Ways share their beginnings, so legs are kept as a tree of links: each is
//! measured once, and priced once in each period of prices.

use std::collections::BTreeMap;

use landbridge_model::{Country, Electrified, Step};
use landbridge_units::{Instant, Minutes};

use crate::graph::{Node, Way};
use crate::leg::OpenLeg;
use crate::network::Network;
use crate::toll::Tally;

/// Number of a leg.
pub(crate) type LegId = usize;

/// All legs begun.
#[derive(Debug, Default)]
pub(crate) struct Legs {
    legs: Vec<Leg>,
    /// Legs by carrier, the leg they lengthen (none: a new one) and link, with the direction of travel.
    numbers: BTreeMap<(usize, Option<LegId>, Way), LegId>,
}

#[derive(Debug)]
pub(crate) struct Leg {
    carrier: usize,
    parent: Option<LegId>,
    way: Way,
    minutes: i64,
    pub(crate) from: Node,
    /// Metres by country and electrification, sorted: what the price of a leg may depend on.
    metres: Vec<((Country, Option<Electrified>), u64)>,
    /// The price is not lower, whenever it begins.
    pub(crate) least: Tally,
    /// Its price, by period.
    prices: Vec<(i64, Tally)>,
}

impl Legs {
    pub(crate) fn get(&self, leg: LegId) -> &Leg {
        &self.legs[leg]
    }

    pub(crate) fn price(&self, leg: LegId, period: i64) -> Option<Tally> {
        self.legs[leg].prices.iter().rev().find(|(known, _)| *known == period).map(|(_, price)| *price)
    }

    pub(crate) fn learn(&mut self, leg: LegId, period: i64, price: Tally) {
        self.legs[leg].prices.push((period, price));
    }

    /// The leg that is `parent` (none: nothing yet) with one more link, if it was made before.
    pub(crate) fn known(&self, carrier: usize, parent: Option<LegId>, way: Way) -> Option<LegId> {
        self.numbers.get(&(carrier, parent, way)).copied()
    }

    /// Makes that leg. `least` is what the link adds to its price at least.
    pub(crate) fn add(
        &mut self,
        network: &Network,
        carrier: usize,
        parent: Option<LegId>,
        (way, minutes): (Way, i64),
        least: Tally,
    ) -> LegId {
        let number = self.legs.len();
        self.numbers.insert((carrier, parent, way), number);
        let link = network.graph.link(way.edge);
        let start = network.graph.start_of(way).unwrap_or(way.to);
        let (from, mut metres, before) = match parent.map(|parent| &self.legs[parent]) {
            Some(leg) => (leg.from, leg.metres.clone(), leg.least),
            None => (start, Vec::new(), Tally::default()),
        };
        let key = (link.country, link.electrified);
        match metres.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => metres[at].1 = metres[at].1.saturating_add(link.length.get()),
            Err(at) => metres.insert(at, (key, link.length.get())),
        }
        let least = before.saturating(least);
        self.legs.push(Leg { carrier, parent, way, minutes, from, metres, least, prices: Vec::new() });
        number
    }

    /// Whether no stretch of one leg is longer than in the other.
    pub(crate) fn nowhere_longer(&self, one: LegId, other: LegId) -> bool {
        if one == other {
            return true;
        }
        let (one, other) = (&self.legs[one].metres, &self.legs[other].metres);
        let mut theirs = other.iter();
        one.iter().all(|(key, own)| {
            theirs
                .find(|(known, _)| known >= key)
                .is_some_and(|(known, metres)| known == key && own <= metres)
        })
    }

    /// The step a leg is, if it ended now.
    pub(crate) fn step(&self, network: &Network, leg: LegId, start: Instant) -> Option<Step> {
        let mut links = Vec::new();
        let mut next = Some(leg);
        while let Some(id) = next {
            links.push(&self.legs[id]);
            next = self.legs[id].parent;
        }
        let mut open: Option<OpenLeg> = None;
        let mut now = start;
        for leg in links.into_iter().rev() {
            let end = now.after(Minutes::new(leg.minutes))?;
            let to = &network.graph.place(leg.way.to).id;
            let from = &network.graph.place(network.graph.start_of(leg.way)?).id;
            open.get_or_insert_with(|| OpenLeg::begin(from, now)).grow(
                network.section(leg.way),
                end,
                to.clone(),
            );
            now = end;
        }
        Some(open?.close(&network.carriers[self.legs[leg].carrier]))
    }
}
