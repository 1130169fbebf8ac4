//! Re-verifies a load plan of one kind of unit: `landbridge_loading::verify`, which shares no code with the planner.

use landbridge_loading::verify_plan;
use landbridge_model::{Equipment, LoadPlan, ShipmentLine};

/// A rule that a load plan breaks.
pub use landbridge_loading::Violation as LoadViolation;

/// Checks a load plan, ours or anybody's, against the shipment and the equipment. Empty means that it holds.
///
/// A unit in a setting of the equipment is refused; [`check_load_with_settings`] takes those too.
#[must_use]
pub fn check_load(lines: &[ShipmentLine], equipment: &Equipment, plan: &LoadPlan) -> Vec<LoadViolation> {
    verify_plan(lines, equipment, &[], plan)
}

/// The same, where units may also be settings of the equipment: those of `known` that are. Any table of equipment
/// will do.
#[must_use]
pub fn check_load_with_settings<'a>(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    known: impl IntoIterator<Item = &'a Equipment>,
    plan: &LoadPlan,
) -> Vec<LoadViolation> {
    let of_it = |kind: &&Equipment| kind.setting_of.as_ref() == Some(&equipment.id);
    let settings: Vec<&Equipment> = known.into_iter().filter(of_it).collect();
    verify_plan(lines, equipment, &settings, plan)
}
