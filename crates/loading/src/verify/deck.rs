//! One deck: lengths, gaps, clear height and width, saddle stacks.

use landbridge_model::{Deck, Equipment, LoadedDeck, PlacedVehicle, VehicleModel};
use landbridge_units::Millimetres;

use super::{Models, Spot, Violation, above};

/// Judges where the vehicles of a deck stand. Vehicles of unknown models have no length, and are passed over.
pub(super) fn verify_deck(
    unit: usize,
    loaded: &LoadedDeck,
    deck: &Deck,
    equipment: &Equipment,
    models: &Models<'_>,
    found: &mut Vec<Violation>,
) {
    // From where on the deck is free of all vehicles so far.
    let mut free_from: Option<u128> = None;
    let mut before: Option<&PlacedVehicle> = None;
    for (idx, placed) in loaded.vehicles.iter().enumerate() {
        let carrier = before.replace(placed);
        let Some(model) = models.get(&placed.vehicle) else { continue };
        let at = || spot(unit, loaded, idx, placed);
        let front = u128::from(placed.position.get());
        let rear = front + u128::from(model.length.get());
        if placed.saddled {
            verify_saddle(at, placed, model, carrier, equipment, found);
        } else if let Some(from) = free_from {
            let needed = from + u128::from(equipment.gap.get());
            if let Some(missing) = above(needed, front) {
                found.push(Violation::TooClose { at: at(), missing: Millimetres::new(missing) });
            }
        }
        free_from = free_from.max(Some(rear));
        if let Some(excess) = above(rear, deck.length.get().into()) {
            found.push(Violation::BeyondDeck { at: at(), excess: Millimetres::new(excess) });
        }
        verify_clearance(at, model, (front, rear), deck, found);
    }
    verify_stacks(unit, loaded, equipment, found);
}

fn spot(unit: usize, loaded: &LoadedDeck, idx: usize, placed: &PlacedVehicle) -> Spot {
    Spot { unit, deck: loaded.deck.clone(), place: idx + 1, vehicle: placed.vehicle.clone() }
}

fn verify_clearance(
    at: impl Fn() -> Spot,
    model: &VehicleModel,
    (front, rear): (u128, u128),
    deck: &Deck,
    found: &mut Vec<Violation>,
) {
    let (height, width) = (u128::from(model.height.get()), u128::from(model.width.get()));
    if let Some(excess) = above(height, deck.height.get().into()) {
        found.push(Violation::TooHigh { at: at(), excess: Millimetres::new(excess) });
    }
    for part in &deck.low {
        let begins = front.max(part.from.get().into());
        let ends = rear.min(part.to.get().into());
        let within = begins < ends;
        if let Some(excess) = above(height, part.height.get().into()).filter(|_| within) {
            let (from, to) = (part.from, part.to);
            found.push(Violation::TooHighForPart { at: at(), from, to, excess: Millimetres::new(excess) });
        }
    }
    if let Some(excess) = above(width, deck.width.get().into()) {
        found.push(Violation::TooWide { at: at(), excess: Millimetres::new(excess) });
    }
}

/// A saddled truck and the one it rides on.
fn verify_saddle(
    at: impl Fn() -> Spot,
    placed: &PlacedVehicle,
    model: &VehicleModel,
    carrier: Option<&PlacedVehicle>,
    equipment: &Equipment,
    found: &mut Vec<Violation>,
) {
    if equipment.stowage.saddle_max.is_none() {
        found.push(Violation::NoSaddles { at: at(), equipment: equipment.id.clone() });
        return;
    }
    if model.chassis.saddle_pitch.is_none() {
        found.push(Violation::NotSaddled { at: at() });
    }
    let Some(carrier) = carrier else {
        found.push(Violation::SaddledOnNothing { at: at() });
        return;
    };
    if carrier.vehicle != placed.vehicle {
        found.push(Violation::SaddledOnAnother { at: at(), below: carrier.vehicle.clone() });
        return;
    }
    let Some(pitch) = model.chassis.saddle_pitch else { return };
    let position = placed.position;
    let expected = Millimetres::new(carrier.position.get().saturating_add(pitch.get()));
    if position != expected {
        let off = Millimetres::new(position.get().abs_diff(expected.get()));
        found.push(Violation::SaddledElsewhere { at: at(), position, expected, off });
    }
}

/// Trucks per stack: a vehicle that is not saddled and the saddled ones that follow it.
fn verify_stacks(unit: usize, loaded: &LoadedDeck, equipment: &Equipment, found: &mut Vec<Violation>) {
    let Some(max) = equipment.stowage.saddle_max.map(u64::from) else { return };
    let mut first = 0_usize;
    for stack in loaded.vehicles.chunk_by(|_, next| next.saddled) {
        let trucks = stack.len() as u64;
        if let Some(lowest) = stack.first().filter(|_| trucks > max && trucks > 1) {
            found.push(Violation::StackTooLarge { at: spot(unit, loaded, first, lowest), trucks, max });
        }
        first += stack.len();
    }
}
