//! What a vehicle keeps or breaks wherever it stands in a unit: class and ramps.

use landbridge_model::{Equipment, EquipmentKind, HandlingKind, Moves, VehicleModel};
use landbridge_units::Millimetres;

use super::{RampPart, Spot, Violation, above};

/// On its own wheels a vehicle may be of any make but must be of a class; ramps are there for equipment only.
pub(super) fn verify_vehicle(
    at: &Spot,
    model: &VehicleModel,
    equipment: &Equipment,
    found: &mut Vec<Violation>,
) {
    if !equipment.carries.contains(&model.class) {
        let equipment = equipment.id.clone();
        found.push(Violation::ClassNotCarried { at: at.clone(), class: model.class, equipment });
    }
    if equipment.kind == EquipmentKind::OwnWheels || equipment.handling != HandlingKind::Ramp {
        return;
    }
    if model.chassis.moves != Moves::Itself {
        found.push(Violation::NotDriven { at: at.clone(), equipment: equipment.id.clone() });
    }
    let (Some(slope), Some(clearance)) = (equipment.stowage.ramp_permille, model.chassis.ground_clearance)
    else {
        return;
    };
    let (slope, clearance) = (u128::from(slope), u128::from(clearance.get()));
    let overhang = model.chassis.front_overhang.max(model.chassis.rear_overhang);
    // Where the slope begins the whole overhang hangs over it; where it ends the floor is lowest in its middle, a
    // quarter of the wheelbase times the slope below where it was.
    let parts = [(RampPart::Overhang, overhang, 1_000), (RampPart::Floor, model.wheelbase, 4_000)];
    for (part, length, divisor) in parts {
        let Some(length) = length else { continue };
        let needed = (u128::from(length.get()) * slope).div_ceil(divisor);
        if let Some(missing) = above(needed, clearance) {
            found.push(Violation::TouchesRamp { at: at.clone(), part, missing: Millimetres::new(missing) });
        }
    }
}
