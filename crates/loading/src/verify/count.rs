//! Every vehicle of the shipment is placed exactly once.

use std::collections::BTreeMap;

use landbridge_model::{LoadedUnit, ShipmentLine, VehicleId};

use super::{Spot, Violation};

pub(super) fn verify_counts(lines: &[ShipmentLine], units: &[LoadedUnit], found: &mut Vec<Violation>) {
    // Placed and ordered.
    let mut counts: BTreeMap<&VehicleId, (u64, u64)> = BTreeMap::new();
    for line in lines {
        let ordered = &mut counts.entry(&line.vehicle.id).or_default().1;
        *ordered = ordered.saturating_add(u64::from(line.quantity));
    }
    let mut strange = Vec::new();
    for (idx, unit) in units.iter().enumerate() {
        for deck in &unit.decks {
            for (place, placed) in deck.vehicles.iter().enumerate() {
                match counts.get_mut(&placed.vehicle) {
                    Some((count, _)) => *count += 1,
                    None => strange.push(Violation::UnknownVehicle {
                        at: Spot {
                            unit: idx + 1,
                            deck: deck.deck.clone(),
                            place: place + 1,
                            vehicle: placed.vehicle.clone(),
                        },
                    }),
                }
            }
        }
    }
    for (vehicle, (placed, ordered)) in counts {
        if placed != ordered {
            found.push(Violation::WrongCount { vehicle: vehicle.clone(), placed, ordered });
        }
    }
    found.append(&mut strange);
}
