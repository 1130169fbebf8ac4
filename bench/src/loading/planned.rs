//! One instance from lines to plan and proof, held to the rules.

use std::error::Error;

use landbridge_loading::{
    Control, FleetClaim, Offer, check_bound, check_fleet_bound, plan_fleet, plan_with_proof, verify_fleet,
};
use landbridge_planning::check_load;

use super::Instance;
use crate::clock::timed;

/// What a plan comes to. Costs are numbers of units where units cost one.
pub(super) struct Planned {
    pub(super) seconds: f64,
    pub(super) units: u64,
    pub(super) cost: u64,
    pub(super) bound: u64,
    /// Whether the bound was proven again by code that shares nothing with the planner. That gives up after fixed
    /// work, so where it was not, nothing is said against the bound.
    pub(super) rechecked: bool,
    /// Cost of the dearest unit offered, in which gaps are told.
    dearest: u64,
}

impl Planned {
    pub(super) fn is_proven(&self) -> bool {
        self.cost <= self.bound
    }

    /// Whether it is proven within a second.
    pub(super) fn is_in_time(&self) -> bool {
        self.is_proven() && self.seconds <= 1.0
    }

    /// Units between the plan and its bound, rounded up.
    pub(super) fn gap(&self) -> u64 {
        self.cost.saturating_sub(self.bound).div_ceil(self.dearest.max(1))
    }
}

/// Plans once; `None` where that is not measured. A plan that breaks a rule is an error.
pub(super) fn planned(instance: &Instance) -> Result<Option<Planned>, Box<dyn Error>> {
    let [offer] = instance.offers.as_slice() else { return fleet(instance) };
    let (seconds, answer) = timed(|| plan_with_proof(&instance.lines, &offer.unit));
    let (plan, proof) = answer.map_err(|error| format!("{}: {error}", instance.name))?;
    if let Some(violation) = check_load(&instance.lines, &offer.unit, &plan).first() {
        return Err(format!("{}: {violation}", instance.name).into());
    }
    let rechecked = check_bound(&instance.lines, &offer.unit, &proof);
    let (units, bound) = (u64::from(plan.n_units()), u64::from(plan.lower_bound));
    Ok(Some(Planned { seconds, units, cost: units, bound, rechecked, dearest: 1 }))
}

/// Several kinds of equipment at their costs.
fn fleet(instance: &Instance) -> Result<Option<Planned>, Box<dyn Error>> {
    let offers: Vec<Offer<'_>> = instance
        .offers
        .iter()
        .map(|offer| Offer {
            unit: &offer.unit,
            settings: Vec::new(),
            cost: offer.cost,
            available: offer.available,
        })
        .collect();
    let (seconds, answer) = timed(|| plan_fleet(&instance.lines, &offers, &mut Control::new()));
    let plan = answer.map_err(|error| format!("{}: {error}", instance.name))?;
    let claim = FleetClaim { cost: plan.cost, bound: plan.lower_bound };
    if let Some(violation) = verify_fleet(&instance.lines, &offers, &plan.units, claim).first() {
        return Err(format!("{}: {violation}", instance.name).into());
    }
    let rechecked = check_fleet_bound(&instance.lines, &offers, &plan.proof);
    let dearest = offers.iter().map(|offer| offer.cost).max().unwrap_or(1);
    let (units, bound) = (u64::try_from(plan.n_units())?, plan.lower_bound);
    Ok(Some(Planned { seconds, units, cost: plan.cost, bound, rechecked, dearest }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gap_in_costs_is_told_in_units() {
        let planned =
            Planned { seconds: 0.0, units: 3, cost: 7_400, bound: 5_000, rechecked: true, dearest: 2_300 };
        assert_eq!((planned.is_proven(), planned.gap()), (false, 2));
    }
}
