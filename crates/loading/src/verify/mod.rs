//! Judges loaded units, ours or anybody's, by the rules alone. It shares no code with the planner: it reads the
//! lines, the equipment and the places, and recomputes everything else.
//!
//! Exact integers throughout; of equal input the answer is the same. Work is proportional to the number of vehicles
//! placed, but for sorting and for looking up a model by its id.

mod charge;
mod count;
mod deck;
mod fleet;
mod order;
mod unit;
mod vehicle;
mod violation;

use std::collections::BTreeMap;

use landbridge_model::{Equipment, LoadedUnit, ShipmentLine, VehicleId, VehicleModel};

pub use fleet::{FleetClaim, verify_fleet, verify_plan};
pub use order::verify_order;
pub use violation::{RampPart, Spot, Violation};

/// Models of the shipment by id. Lines of one id are of one model; the first of them counts.
type Models<'a> = BTreeMap<&'a VehicleId, &'a VehicleModel>;

/// Every rule that loaded units break, against the shipment and all kinds of equipment that units may name. Empty
/// means that they hold.
///
/// Each rule is judged by itself, so that one wrong place can break several: a vehicle moved back may stand too
/// close, reach beyond the deck and make an end too heavy. Only where one statement contains another is the weaker
/// left out: no end is named where the axles are overloaded as a whole, and of a stack of unlike trucks not where
/// each should stand.
///
/// What is not known of a vehicle or of the equipment is no rule. The charge is known of lines, not of single
/// vehicles; where the lines of a model differ, the vehicles that are charged less are taken to stand where less is
/// allowed.
///
/// # Sources
/// The meaning of each rule is that of `docs/formats.md`, `equipment.toml`.
#[must_use]
pub fn verify(lines: &[ShipmentLine], equipment: &[&Equipment], units: &[LoadedUnit]) -> Vec<Violation> {
    let mut models = Models::new();
    for line in lines {
        models.entry(&line.vehicle.id).or_insert(&line.vehicle);
    }
    let mut found = Vec::new();
    count::verify_counts(lines, units, &mut found);
    charge::verify_charges(lines, equipment, units, &mut found);
    for (idx, loaded) in units.iter().enumerate() {
        unit::verify_unit(idx + 1, loaded, equipment, &models, &mut found);
    }
    found
}

/// The equipment that a unit names.
fn named<'a>(equipment: &[&'a Equipment], unit: &LoadedUnit) -> Option<&'a Equipment> {
    equipment.iter().find(|kind| kind.id == unit.equipment).copied()
}

/// By how much a value is above its limit.
fn above(value: u128, limit: u128) -> Option<u64> {
    let excess = value.checked_sub(limit).filter(|excess| *excess > 0)?;
    Some(u64::try_from(excess).unwrap_or(u64::MAX))
}
