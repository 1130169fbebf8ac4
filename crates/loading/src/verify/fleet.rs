//! What a plan claims of itself, and how many units there are.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, LoadPlan, LoadedUnit, ShipmentLine};

use super::{Violation, verify};
use crate::plan::Offer;

/// What a plan with several kinds of units claims.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FleetClaim {
    /// The cost of its units.
    pub cost: u64,
    /// No plan costs less than this. Judged is only that the plan itself does not.
    pub bound: u64,
}

/// [`verify`] for units of several kinds, with their number against what is available and the claim of their cost.
#[must_use]
pub fn verify_fleet(
    lines: &[ShipmentLine],
    offers: &[Offer<'_>],
    units: &[LoadedUnit],
    claim: FleetClaim,
) -> Vec<Violation> {
    let mut found = Vec::new();
    let mut kinds: Vec<&Equipment> = Vec::new();
    let mut numbers = BTreeMap::new();
    for unit in units {
        *numbers.entry(&unit.equipment).or_insert(0_u64) += 1;
    }
    let mut cost = 0_u128;
    for offer in offers {
        strange_settings(offer.unit, &offer.settings, &mut found);
        let mut used = 0_u64;
        for kind in std::iter::once(offer.unit).chain(offer.settings.iter().copied()) {
            // A kind that is offered twice is used and paid as it is offered first.
            if !kinds.iter().any(|known| known.id == kind.id) {
                kinds.push(kind);
                used += numbers.get(&kind.id).copied().unwrap_or(0);
            }
        }
        cost += u128::from(used) * u128::from(offer.cost);
        if let Some(available) = offer.available.map(u64::from).filter(|available| used > *available) {
            let equipment = offer.unit.id.clone();
            found.push(Violation::TooFewAvailable { equipment, used, available });
        }
    }
    if cost != u128::from(claim.cost) {
        found.push(Violation::WrongCost { claimed: claim.cost, actual: cost });
    }
    if u128::from(claim.bound) > cost {
        found.push(Violation::BoundAboveCost { bound: claim.bound, cost });
    }
    found.extend(verify(lines, &kinds, units));
    found
}

/// [`verify`] for a plan of one kind of unit and its settings, with what the plan says of itself.
#[must_use]
pub fn verify_plan(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    settings: &[&Equipment],
    plan: &LoadPlan,
) -> Vec<Violation> {
    let mut found = Vec::new();
    if plan.equipment != equipment.id {
        let (found_id, expected) = (plan.equipment.clone(), equipment.id.clone());
        found.push(Violation::OtherEquipment { found: found_id, expected });
    }
    strange_settings(equipment, settings, &mut found);
    if plan.lower_bound > plan.n_units() {
        found.push(Violation::BoundAbovePlan { bound: plan.lower_bound, units: plan.n_units() });
    }
    let kinds: Vec<&Equipment> = std::iter::once(equipment).chain(settings.iter().copied()).collect();
    found.extend(verify(lines, &kinds, &plan.units));
    found
}

fn strange_settings(unit: &Equipment, settings: &[&Equipment], found: &mut Vec<Violation>) {
    for setting in settings.iter().filter(|setting| setting.setting_of.as_ref() != Some(&unit.id)) {
        found.push(Violation::NotASetting { setting: setting.id.clone(), unit: unit.id.clone() });
    }
}
