//! What an itinerary comes to in each criterion, and which of two is better.

use std::collections::BTreeSet;

use landbridge_model::{
    Clearance, Corridor, EquipmentId, HandlingAct, Itinerary, Pattern, Step, StepKind, WaitReason,
};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::criteria::Criterion;
use crate::pricer::StepPrice;

use super::rules::Rules;

/// The totals of an itinerary, by all criteria.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    /// When it ends.
    pub arrival: Instant,
    /// Sum of the prices of its steps, in minor units.
    pub cost_minor: i64,
    /// Sum of the CO2e of its steps.
    pub co2e: GramsCo2e,
    /// Loadings, transloads and unloadings.
    pub handlings: u32,
    /// Sum of the variances of its steps, in square minutes.
    pub spread: u64,
}

impl Totals {
    /// Adds up the steps of an itinerary. `None` where a sum leaves its range.
    #[must_use]
    pub fn of(corridor: &Corridor, itinerary: &Itinerary, prices: &[StepPrice]) -> Option<Self> {
        let mut totals = Self {
            arrival: itinerary.end(),
            cost_minor: 0,
            co2e: GramsCo2e::ZERO,
            handlings: u32::try_from(itinerary.n_handlings()).ok()?,
            spread: 0,
        };
        for price in prices {
            totals.cost_minor = totals.cost_minor.checked_add(price.cost_minor)?;
            totals.co2e = totals.co2e.checked_add(price.co2e)?;
        }
        for step in itinerary.steps() {
            totals.spread = totals.spread.checked_add(spread_of(corridor, step)?)?;
        }
        Some(totals)
    }

    /// The totals that count.
    #[must_use]
    pub fn by(&self, criteria: &BTreeSet<Criterion>) -> Marks {
        let asked = |criterion| criteria.contains(&criterion);
        Marks {
            arrival: asked(Criterion::Arrival).then_some(self.arrival),
            cost_minor: asked(Criterion::Cost).then_some(self.cost_minor),
            co2e: asked(Criterion::Co2e).then_some(self.co2e),
            handlings: asked(Criterion::Handlings).then_some(self.handlings),
            spread: asked(Criterion::Spread).then_some(self.spread),
        }
    }
}

/// Totals in the criteria that were asked for; `None` in the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Marks {
    /// See [`Totals::arrival`].
    pub arrival: Option<Instant>,
    /// See [`Totals::cost_minor`].
    pub cost_minor: Option<i64>,
    /// See [`Totals::co2e`].
    pub co2e: Option<GramsCo2e>,
    /// See [`Totals::handlings`].
    pub handlings: Option<u32>,
    /// See [`Totals::spread`].
    pub spread: Option<u64>,
}

impl Marks {
    /// Whether it is at least as good in every criterion. Equal vectors cover each other.
    #[must_use]
    pub fn covers(&self, other: &Self) -> bool {
        self.arrival <= other.arrival
            && self.cost_minor <= other.cost_minor
            && self.co2e <= other.co2e
            && self.handlings <= other.handlings
            && self.spread <= other.spread
    }
}

/// `arrival 2023-05-14T10:00Z, cost 1200, CO2e 3 g CO2e`, by the criteria that count.
impl std::fmt::Display for Marks {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [
            self.arrival.map(|at| format!("arrival {at}")),
            self.cost_minor.map(|minor| format!("cost {minor} minor units")),
            self.co2e.map(|grams| grams.to_string()),
            self.handlings.map(|n| format!("{n} handlings")),
            self.spread.map(|spread| format!("spread {spread} min2")),
        ];
        f.pad(&parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
    }
}

/// The variance of a step's duration, in square minutes; nothing where no range is known. `None` where it leaves its
/// range.
pub(crate) fn spread_of(corridor: &Corridor, step: &Step) -> Option<u64> {
    let act = |act: HandlingAct, equipment: &EquipmentId, from: Option<&EquipmentId>| {
        Rules::of(corridor, Clearance::Origin).handling_spread(act, equipment, from, &step.from)
    };
    match &step.kind {
        StepKind::Border { crossing, step: id, .. } => {
            let crossing = corridor.crossings.get(crossing);
            let known = crossing.and_then(|crossing| crossing.steps.iter().find(|known| known.id == *id));
            known.map_or(Some(0), |x| variance(x.duration_low, x.duration, x.duration_high))
        }
        StepKind::GaugeChange { change, .. } => {
            let known = corridor.gauge_changes.iter().find(|known| known.id == *change);
            known.map_or(Some(0), |x| variance(x.duration_low, x.duration, x.duration_high))
        }
        StepKind::Wait { reason: WaitReason::Departure(service) | WaitReason::Request(service) } => {
            match corridor.services.get(service).map(|service| &service.pattern) {
                Some(Pattern::Frequent(frequent)) => variance_of_headway(frequent.every),
                Some(Pattern::OnDemand(asked)) => variance(asked.wait_low, asked.wait, asked.wait_high),
                Some(Pattern::Scheduled(_)) | None => Some(0),
            }
        }
        StepKind::Load { equipment, .. } => act(HandlingAct::Load, equipment, None),
        StepKind::Unload { equipment, .. } => act(HandlingAct::Unload, equipment, None),
        StepKind::Transload { from_equipment, equipment, .. } => {
            act(HandlingAct::Transload, equipment, Some(from_equipment))
        }
        _ => Some(0),
    }
}

/// The variance of a duration of which the lowest, typical and highest value are known, in square minutes, the
/// fraction dropped. A missing end is the typical value. `None` where it leaves 64 bits.
///
/// That of the triangular distribution: `(a2 + b2 + c2 - ab - ac - bc) / 18`.
pub(crate) fn variance(low: Option<Minutes>, typical: Minutes, high: Option<Minutes>) -> Option<u64> {
    let typical = i128::from(typical.get());
    // The formula speaks of differences alone: shifted by the typical value two products fall away.
    let low = low.map_or(0, |low| i128::from(low.get()) - typical);
    let high = high.map_or(0, |high| i128::from(high.get()) - typical);
    let squares = low.checked_mul(low)?.checked_add(high.checked_mul(high)?)?;
    u64::try_from(squares.checked_sub(low.checked_mul(high)?)? / 18).ok()
}

/// The variance of the wait for a service that comes every so many minutes, nobody knows when, in square minutes,
/// the fraction dropped. `None` where it leaves 64 bits.
///
/// That of the uniform distribution: `h2 / 12`.
pub(crate) fn variance_of_headway(every: Minutes) -> Option<u64> {
    let every = i128::from(every.get());
    u64::try_from(every.checked_mul(every)? / 12).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minutes(n: i64) -> Minutes {
        Minutes::new(n)
    }

    #[test]
    fn variances_are_those_of_the_distributions() {
        // (0 + 3600 + 14400 - 0 - 0 - 7200) / 18
        assert_eq!(variance(Some(minutes(0)), minutes(60), Some(minutes(120))), Some(600));
        assert_eq!(variance(None, minutes(60), None), Some(0));
        // A missing end is the typical value: (3600 + 3600 + 14400 - 3600 - 7200 - 7200) / 18
        assert_eq!(variance(None, minutes(60), Some(minutes(120))), Some(200));
        // 7 / 18 and 31 / 18, the fraction dropped.
        assert_eq!(variance(Some(minutes(9)), minutes(10), Some(minutes(12))), Some(0));
        assert_eq!(variance(Some(minutes(9)), minutes(10), Some(minutes(15))), Some(1));
        assert_eq!(variance_of_headway(minutes(1_440)), Some(172_800));
        assert_eq!(variance(Some(minutes(i64::MIN)), minutes(0), Some(minutes(i64::MAX))), None);
    }

    #[test]
    fn only_what_is_asked_counts() {
        let totals = |cost_minor, handlings| Totals {
            arrival: Instant::from_epoch_minutes(5),
            cost_minor,
            co2e: GramsCo2e::ZERO,
            handlings,
            spread: 0,
        };
        let both = BTreeSet::from([Criterion::Cost, Criterion::Handlings]);
        let (a, b) = (totals(3, 2).by(&both), totals(2, 3).by(&both));
        assert!(!a.covers(&b) && !b.covers(&a) && a.covers(&a));
        let cost = BTreeSet::from([Criterion::Cost]);
        assert!(totals(2, 3).by(&cost).covers(&totals(3, 2).by(&cost)));
        assert_eq!(a.to_string(), "cost 3 minor units, 2 handlings");
    }
}
