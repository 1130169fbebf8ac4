//! State of charge of vehicles with a traction battery.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, LoadedUnit, ShipmentLine, VehicleId};

use super::{Spot, Violation, named};

/// A limit with the place it holds for: unit, deck and vehicle of the deck, from 0.
type Limit = (u32, usize, usize, usize);

/// Charges are known of lines, limits of places. Who can be paired at all can be paired in order: the less charged
/// with the places that allow less.
pub(super) fn verify_charges(
    lines: &[ShipmentLine],
    equipment: &[&Equipment],
    units: &[LoadedUnit],
    found: &mut Vec<Violation>,
) {
    let Some(strictest) = equipment.iter().filter_map(|kind| kind.soc_max_percent).min() else { return };
    let mut charges: BTreeMap<&VehicleId, Vec<(u32, u64)>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0 && line.vehicle.powertrain.is_new_energy()) {
        // A charge that is not known is no rule.
        let charge = (line.soc_percent.unwrap_or(0), u64::from(line.quantity));
        charges.entry(&line.vehicle.id).or_default().push(charge);
    }
    charges.retain(|_, lines| lines.iter().any(|(charged, _)| *charged > strictest));
    let mut limits: BTreeMap<&VehicleId, Vec<Limit>> = BTreeMap::new();
    for (unit_idx, unit) in units.iter().enumerate() {
        let limit = named(equipment, unit).and_then(|kind| kind.soc_max_percent).unwrap_or(u32::MAX);
        for (deck_idx, deck) in unit.decks.iter().enumerate() {
            for (idx, placed) in deck.vehicles.iter().enumerate() {
                if charges.contains_key(&placed.vehicle) {
                    limits.entry(&placed.vehicle).or_default().push((limit, unit_idx, deck_idx, idx));
                }
            }
        }
    }
    for (vehicle, mut charges) in charges {
        let mut limits = limits.remove(vehicle).unwrap_or_default();
        limits.sort_unstable();
        charges.sort_unstable();
        let mut limits = limits.into_iter();
        for (charged, number) in charges {
            let number = usize::try_from(number).unwrap_or(usize::MAX);
            for (max, unit, deck, idx) in limits.by_ref().take(number) {
                let loaded = units.get(unit).and_then(|unit| unit.decks.get(deck));
                if let Some(loaded) = loaded.filter(|_| charged > max) {
                    let at = Spot {
                        unit: unit + 1,
                        deck: loaded.deck.clone(),
                        place: idx + 1,
                        vehicle: vehicle.clone(),
                    };
                    found.push(Violation::ChargedTooHigh { at, charged, max });
                }
            }
        }
    }
}
