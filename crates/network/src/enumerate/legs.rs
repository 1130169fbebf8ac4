//! The legs a service on demand takes: of all chains of links between two gates only those no other is better than.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Country, Electrified, Gauge, LinkId, OnDemand, PlaceId};
use landbridge_units::Minutes;

use crate::verify::Question;
use crate::verify::rules::{Hop, Rider, Rules, lies, running};

/// A chain of links without a gate in between.
#[derive(Clone, Debug)]
pub(super) struct Leg<'a> {
    pub(super) hops: Vec<Hop<'a>>,
    pub(super) minutes: Minutes,
    /// What prices may depend on.
    metres: BTreeMap<(Country, Option<Electrified>), u64>,
    /// Whether a gate stands before its first link.
    pub(super) gate_before: bool,
    /// Whether a gate stands after its last link.
    pub(super) gate_after: bool,
}

/// What legs must share to be compared: the first link where a gate stands before it, where it ends, and the last
/// link where a gate follows. Gates belong to links. Beginning, service and gauge are given.
type Kin<'a> = (Option<&'a LinkId>, &'a PlaceId, Option<&'a LinkId>);

impl<'a> Leg<'a> {
    fn kin(&self) -> Option<Kin<'a>> {
        let (first, last) = (self.hops.first()?, self.hops.last()?);
        Some((
            self.gate_before.then_some(&first.link.id),
            &last.to.id,
            self.gate_after.then_some(&last.link.id),
        ))
    }

    fn links(&self) -> Vec<&'a LinkId> {
        self.hops.iter().map(|hop| &hop.link.id).collect()
    }

    fn nowhere_longer(&self, other: &Self) -> bool {
        let theirs = |key| other.metres.get(key).copied().unwrap_or(0);
        self.minutes <= other.minutes && self.metres.iter().all(|(key, metres)| *metres <= theirs(key))
    }

    /// Whether it stands in for another of its kin: it is better somewhere and worse nowhere, or equal and the first
    /// by its links.
    fn replaces(&self, other: &Self) -> bool {
        self.nowhere_longer(other) && (!other.nowhere_longer(self) || self.links() < other.links())
    }
}

/// The best legs of a service from a place on a gauge, in the order of their links; `None` beyond `budget` chains.
///
/// Chains reach no place twice, and do not come back to where they begin. All chains are
/// listed, then compared: exponential, and plain.
pub(super) fn best<'a>(
    rules: &Rules<'a>,
    question: &Question,
    rider: Rider<'a>,
    on_demand: &OnDemand,
    (place, gauge): (&'a PlaceId, Option<Gauge>),
    budget: &mut usize,
) -> Option<Vec<Leg<'a>>> {
    let mut chains: Vec<Leg<'a>> = Vec::new();
    // Chains to lengthen, with the places they reach.
    let mut open: Vec<(Leg<'a>, BTreeSet<&'a PlaceId>)> = vec![(
        Leg {
            hops: Vec::new(),
            minutes: Minutes::ZERO,
            metres: BTreeMap::new(),
            gate_before: false,
            gate_after: false,
        },
        BTreeSet::new(),
    )];
    while let Some((chain, reached)) = open.pop() {
        let from = chain.hops.last().map_or(place, |hop| &hop.to.id);
        for hop in rules.hops(from) {
            *budget = budget.checked_sub(1)?;
            let avoided = question.avoid_places.contains(&hop.to.id)
                || hop.crossing_id().is_some_and(|id| question.avoid_crossings.contains(id));
            let usable = rules.permits(rider, on_demand, hop) && lies(hop.link, gauge) && !avoided;
            let gate_before = rules.cuts_before(rider, hop);
            if !usable
                || hop.to.id == *place
                || reached.contains(&hop.to.id)
                || (gate_before && !chain.hops.is_empty())
            {
                continue;
            }
            let Some(minutes) = running(on_demand, hop.link).and_then(|more| chain.minutes.checked_add(more))
            else {
                continue;
            };
            let mut longer = chain.clone();
            if longer.hops.is_empty() {
                longer.gate_before = gate_before;
            }
            longer.hops.push(hop);
            longer.minutes = minutes;
            longer.gate_after = rules.cuts_after(rider, hop);
            let metres = longer.metres.entry((hop.link.country, hop.link.electrified)).or_default();
            *metres = metres.saturating_add(hop.link.length.get());
            if !longer.gate_after {
                let mut reached = reached.clone();
                reached.insert(&hop.to.id);
                open.push((longer.clone(), reached));
            }
            chains.push(longer);
        }
    }
    let mut kin: BTreeMap<Kin<'a>, Vec<Leg<'a>>> = BTreeMap::new();
    for chain in chains {
        kin.entry(chain.kin()?).or_default().push(chain);
    }
    let mut best: Vec<Leg<'a>> = Vec::new();
    for legs in kin.into_values() {
        best.extend(legs.iter().filter(|leg| !legs.iter().any(|other| other.replaces(leg))).cloned());
    }
    best.sort_by_key(Leg::links);
    Some(best)
}
