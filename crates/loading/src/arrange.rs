//! From patterns to places: every vehicle on its deck, with its distance from the beginning.

use std::collections::BTreeMap;

use landbridge_model::{
    DeckId, Equipment, LoadedDeck, LoadedUnit, PlacedVehicle, ShipmentLine, VehicleId, VehicleModel,
};
use landbridge_units::Millimetres;

use crate::construct::Packing;
use crate::error::LoadError;
use crate::instance::Instance;

/// A model as units name it: its id and the span it takes up.
type Entry<'a> = (&'a VehicleId, u32);

/// Turns patterns of classes into units of models. On a deck vehicles stand in the order of their ids; units are
/// sorted by what they hold, so that equal ones are neighbours.
pub(crate) fn arrange(instance: &Instance, equipment: &Equipment, packing: &Packing) -> Vec<LoadedUnit> {
    let mut names: BTreeMap<&VehicleId, u32> = BTreeMap::new();
    for class in &instance.classes {
        names.extend(class.models.iter().map(|(vehicle, _)| (vehicle, class.span)));
    }
    let entries: Vec<Entry<'_>> = names.iter().map(|(vehicle, span)| (*vehicle, *span)).collect();
    let mut queues: Vec<Vec<(usize, u32)>> = Vec::new();
    for class in &instance.classes {
        let rank = |vehicle: &VehicleId| entries.partition_point(|(id, _)| *id < vehicle);
        // Taken from the end.
        queues.push(class.models.iter().rev().map(|(vehicle, n)| (rank(vehicle), *n)).collect());
    }
    let mut packing: Vec<_> = packing.iter().collect();
    packing.sort();
    let mut units: Vec<Vec<Vec<usize>>> = Vec::new();
    for (pattern, times) in packing {
        for _ in 0..*times {
            let mut decks = vec![Vec::new(); instance.bays.len()];
            for load in &pattern.loads {
                for _ in 0..load.count {
                    if let (Some(rank), Some(deck)) =
                        (draw(&mut queues, load.class), decks.get_mut(load.deck))
                    {
                        deck.push(rank);
                    }
                }
            }
            for deck in &mut decks {
                deck.sort_unstable();
            }
            units.push(decks);
        }
    }
    units.sort();
    units.into_iter().map(|decks| unit(equipment, &entries, decks)).collect()
}

fn draw(queues: &mut [Vec<(usize, u32)>], class: usize) -> Option<usize> {
    let queue = queues.get_mut(class)?;
    let (rank, left) = queue.last_mut()?;
    let rank = *rank;
    *left -= 1;
    if *left == 0 {
        queue.pop();
    }
    Some(rank)
}

fn unit(equipment: &Equipment, entries: &[Entry<'_>], decks: Vec<Vec<usize>>) -> LoadedUnit {
    let load = |deck: &DeckId, ranks: Vec<usize>| {
        let mut position = 0_u64;
        let mut vehicles = Vec::with_capacity(ranks.len());
        for (vehicle, span) in ranks.iter().filter_map(|rank| entries.get(*rank)) {
            vehicles.push(PlacedVehicle {
                vehicle: (*vehicle).clone(),
                position: Millimetres::new(position),
                saddled: false,
            });
            position += u64::from(*span);
        }
        LoadedDeck { deck: deck.clone(), vehicles }
    };
    let decks = equipment.decks.iter().zip(decks).map(|(deck, ranks)| load(&deck.id, ranks)).collect();
    LoadedUnit { equipment: equipment.id.clone(), decks }
}

/// One unit per vehicle, on the deck `road`; and their number.
pub(crate) fn arrange_own_wheels(
    lines: &[ShipmentLine],
    equipment: &Equipment,
) -> Result<(Vec<LoadedUnit>, u32), LoadError> {
    let mut numbers: BTreeMap<&VehicleId, (u64, &VehicleModel)> = BTreeMap::new();
    for line in lines {
        let entry = numbers.entry(&line.vehicle.id).or_insert((0, &line.vehicle));
        entry.0 += u64::from(line.quantity);
    }
    let count: u64 = numbers.values().map(|(n, _)| n).sum();
    let road: DeckId = match "road".parse() {
        Ok(id) => id,
        // `road` is an id; the branch is here because parsing says it may fail.
        Err(_) => return Ok((Vec::new(), 0)),
    };
    let mut units = Vec::new();
    for (n, vehicle) in numbers.values() {
        for _ in 0..*n {
            let placed =
                PlacedVehicle { vehicle: vehicle.id.clone(), position: Millimetres::ZERO, saddled: false };
            units.push(LoadedUnit {
                equipment: equipment.id.clone(),
                decks: vec![LoadedDeck { deck: road.clone(), vehicles: vec![placed] }],
            });
        }
    }
    let vehicles =
        u32::try_from(count).map_err(|_| LoadError::TooManyVehicles { count, max: u64::from(u32::MAX) })?;
    Ok((units, vehicles))
}
