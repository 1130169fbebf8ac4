//! From patterns to places: every vehicle on its deck, with its distance from the beginning.

use landbridge_model::{DeckId, Equipment, EquipmentKind, LoadedDeck, LoadedUnit, PlacedVehicle, VehicleId};
use landbridge_units::Millimetres;

use crate::problem::{Instance, Problem};
use crate::search::Packing;
use crate::unit::{Pattern, stow};

/// A vehicle in its place: rank of its id among all, front, and whether it rides on the one before it.
type Placed = (usize, u32, bool);

/// Turns patterns of classes into units of models. Where it does not matter where they stand, vehicles of a deck
/// stand in the order of their ids; units are sorted by equipment, then by what they hold, so that equal ones are
/// neighbours. `None` if a pattern finds no place, as those kept always do.
pub(crate) fn arrange(
    problem: &Problem,
    equipment: &[&Equipment],
    packing: &Packing,
) -> Option<Vec<LoadedUnit>> {
    let mut names: Vec<&VehicleId> =
        problem.rows.iter().flat_map(|row| row.models.iter().map(|(vehicle, _)| vehicle)).collect();
    names.sort();
    names.dedup();
    let rank = |vehicle: &VehicleId| names.partition_point(|id| *id < vehicle);
    // Vehicles of each row by rank, taken from the end.
    let mut queues: Vec<Vec<(usize, u32)>> = problem
        .rows
        .iter()
        .map(|row| row.models.iter().rev().map(|(vehicle, n)| (rank(vehicle), *n)).collect())
        .collect();
    let mut packing: Vec<&(Pattern, u32)> = packing.iter().collect();
    packing.sort();
    let mut units: Vec<(usize, Vec<Vec<Placed>>)> = Vec::new();
    for (pattern, times) in packing {
        let instance = problem.instance(pattern.kind);
        let stowed = stow(instance, pattern).ok()?;
        for _ in 0..*times {
            let decks = stowed.decks.iter().map(|placed| deck(instance, placed, &mut queues)).collect();
            units.push((pattern.kind, decks));
        }
    }
    units.sort();
    Some(units.into_iter().map(|(kind, decks)| unit(equipment[kind], &names, decks)).collect())
}

// Draws a vehicle for each piece. Without rules of place the deck is put in the order of ids, end to end.
fn deck(instance: &Instance, pieces: &[(usize, u32)], queues: &mut [Vec<(usize, u32)>]) -> Vec<Placed> {
    let mut drawn: Vec<(Vec<usize>, usize, u32)> = pieces
        .iter()
        .map(|(class, front)| {
            let kind = &instance.classes[*class];
            (draw(queues, kind.row, kind.stack), *class, *front)
        })
        .collect();
    if instance.rules.is_none() {
        drawn.sort();
        let mut front = 0;
        for (_, class, at) in &mut drawn {
            *at = front;
            front = front.saturating_add(instance.classes[*class].span);
        }
    }
    let mut placed = Vec::new();
    for (vehicles, class, front) in drawn {
        let pitch = pitch(instance, class);
        for (idx, vehicle) in vehicles.into_iter().enumerate() {
            let rider = u32::try_from(idx).unwrap_or(u32::MAX);
            placed.push((vehicle, front.saturating_add(rider.saturating_mul(pitch)), idx > 0));
        }
    }
    placed
}

// What each rider adds to a stack.
fn pitch(instance: &Instance, class: usize) -> u32 {
    let stack = &instance.classes[class];
    let alone = instance.classes.iter().find(|class| class.row == stack.row && class.stack == 1);
    let riders = stack.stack.saturating_sub(1).max(1);
    alone.map_or(0, |alone| stack.span.saturating_sub(alone.span) / riders)
}

// Vehicles of one model, as a stack asks for; a row with riders has models of one size each.
fn draw(queues: &mut [Vec<(usize, u32)>], row: usize, number: u32) -> Vec<usize> {
    let Some(queue) = queues.get_mut(row) else { return Vec::new() };
    let mut drawn = Vec::new();
    for _ in 0..number {
        let Some((rank, left)) = queue.last_mut() else { break };
        drawn.push(*rank);
        *left -= 1;
        if *left == 0 {
            queue.pop();
        }
    }
    drawn
}

fn unit(equipment: &Equipment, names: &[&VehicleId], decks: Vec<Vec<Placed>>) -> LoadedUnit {
    let road: Vec<DeckId> = if equipment.kind == EquipmentKind::OwnWheels {
        "road".parse().into_iter().collect()
    } else {
        equipment.decks.iter().map(|deck| deck.id.clone()).collect()
    };
    let load = |(deck, placed): (DeckId, Vec<Placed>)| LoadedDeck {
        deck,
        vehicles: placed
            .into_iter()
            .filter_map(|(rank, front, saddled)| {
                let vehicle = (*names.get(rank)?).clone();
                Some(PlacedVehicle { vehicle, position: Millimetres::new(u64::from(front)), saddled })
            })
            .collect(),
    };
    LoadedUnit { equipment: equipment.id.clone(), decks: road.into_iter().zip(decks).map(load).collect() }
}
