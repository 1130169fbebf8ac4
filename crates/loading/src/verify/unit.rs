//! One unit: its decks, number of vehicles, masses, and the balance of ends and decks.

use landbridge_model::{DeckId, Equipment, EquipmentKind, LoadedUnit, PlacedVehicle, VehicleModel};
use landbridge_units::Kilograms;

use super::{Models, Spot, Violation, above, deck, named, vehicle};

/// The one deck of a vehicle on its own wheels.
const ROAD: &str = "road";

/// Judges a unit by itself, all but charges.
pub(super) fn verify_unit(
    unit: usize,
    loaded: &LoadedUnit,
    equipment: &[&Equipment],
    models: &Models<'_>,
    found: &mut Vec<Violation>,
) {
    let placed: u64 = loaded.decks.iter().map(|deck| deck.vehicles.len() as u64).sum();
    if placed == 0 {
        found.push(Violation::EmptyUnit { unit });
    }
    let Some(equipment) = named(equipment, loaded) else {
        found.push(Violation::UnknownEquipment { unit, equipment: loaded.equipment.clone() });
        return;
    };
    for deck in &loaded.decks {
        for (idx, placed) in deck.vehicles.iter().enumerate() {
            if let Some(model) = models.get(&placed.vehicle) {
                let vehicle = placed.vehicle.clone();
                let at = Spot { unit, deck: deck.deck.clone(), place: idx + 1, vehicle };
                vehicle::verify_vehicle(&at, model, equipment, found);
            }
        }
    }
    let own_wheels = equipment.kind == EquipmentKind::OwnWheels;
    let max = if own_wheels { Some(1) } else { equipment.vehicles_max.map(u64::from) };
    if let Some(max) = max.filter(|max| placed > *max) {
        found.push(Violation::TooMany { unit, placed, max });
    }
    let mut weight = Weight::default();
    let mut seen: Vec<&DeckId> = Vec::new();
    for loaded in &loaded.decks {
        let twice = seen.contains(&&loaded.deck);
        seen.push(&loaded.deck);
        let known = equipment.decks.iter().enumerate().find(|(_, deck)| deck.id == loaded.deck);
        let is_road = own_wheels && loaded.deck.as_str() == ROAD;
        if twice {
            found.push(Violation::DeckTwice { unit, deck: loaded.deck.clone() });
        } else if known.is_none() && !is_road {
            let (deck, equipment) = (loaded.deck.clone(), equipment.id.clone());
            found.push(Violation::UnknownDeck { unit, deck, equipment });
        }
        let known = known.filter(|_| !twice && !own_wheels);
        let mut mass = 0_u128;
        for placed in &loaded.vehicles {
            let Some(model) = models.get(&placed.vehicle) else { continue };
            let kilograms = u128::from(model.kerb_mass.get()) + u128::from(equipment.stowage.lashing.get());
            mass += kilograms;
            if let Some((_, deck)) = known {
                weight.tilt(kilograms, placed, model, deck.length.get());
            }
        }
        weight.all += mass;
        let Some((idx, deck)) = known else { continue };
        if idx == 0 {
            weight.lowest += mass
        } else {
            weight.above += mass
        }
        deck::verify_deck(unit, loaded, deck, equipment, models, found);
        let limit = deck.payload.map(|limit| u128::from(limit.get()));
        if let Some(excess) = limit.and_then(|limit| above(mass, limit)) {
            let excess = Kilograms::new(excess);
            found.push(Violation::DeckTooHeavy { unit, deck: deck.id.clone(), excess });
        }
    }
    if !own_wheels {
        weight.verify(unit, equipment, found);
    }
}

/// Masses of a unit's vehicles with their lashing, in kilograms.
struct Weight {
    all: u128,
    lowest: u128,
    above: u128,
    /// Twice the moment about the middle, in kilograms times millimetres; `None` beyond counting.
    twice_moment: Option<i128>,
}

impl Default for Weight {
    fn default() -> Self {
        Self { all: 0, lowest: 0, above: 0, twice_moment: Some(0) }
    }
}

impl Weight {
    /// Adds the moment of a vehicle. Its mass acts at the middle of its extent; decks are centred over the unit.
    /// In half millimetres all of it is whole.
    fn tilt(&mut self, kilograms: u128, placed: &PlacedVehicle, model: &VehicleModel, deck: u64) {
        let twice = 2 * i128::from(placed.position.get()) + i128::from(model.length.get()) - i128::from(deck);
        let moment = i128::try_from(kilograms).ok().and_then(|kilograms| kilograms.checked_mul(twice));
        self.twice_moment = self.twice_moment.zip(moment).and_then(|(sum, moment)| sum.checked_add(moment));
    }

    fn verify(&self, unit: usize, equipment: &Equipment, found: &mut Vec<Violation>) {
        let stowage = &equipment.stowage;
        let payload = equipment.payload.map(|limit| u128::from(limit.get()));
        if let Some(excess) = payload.and_then(|limit| above(self.all, limit)) {
            found.push(Violation::UnitTooHeavy { unit, excess: Kilograms::new(excess) });
        }
        let axles = axles(equipment);
        let overloaded = axles.and_then(|(empty, limit)| above(empty + self.all, limit));
        if let Some(excess) = overloaded {
            found.push(Violation::AxlesTooHeavy { unit, excess: Kilograms::new(excess) });
        }
        let top = stowage.top_heavy_max.map(|limit| self.lowest + u128::from(limit.get()));
        if let Some(excess) = top.and_then(|limit| above(self.above, limit)) {
            found.push(Violation::TopHeavy { unit, excess: Kilograms::new(excess) });
        }
        let Some(supports) = stowage.supports.map(|supports| u128::from(supports.get())) else { return };
        let Some(moment) = self.twice_moment.map(i128::unsigned_abs) else {
            found.push(Violation::BeyondCounting { unit });
            return;
        };
        // Ends differ by twice the moment over the distance of the supports. A limit whose product is beyond
        // counting is above every moment that is not.
        let beyond = |kilograms: u128| {
            moment.checked_sub(kilograms.checked_mul(supports)?).filter(|excess| *excess > 0)
        };
        // No supports, no lever: any moment is too much, by all of it.
        let lever = supports.max(1);
        let whole = |excess: u128| Kilograms::new(u64::try_from(excess).unwrap_or(u64::MAX));
        let difference = stowage.ends_difference_max.map(|limit| u128::from(limit.get()));
        if let Some(excess) = difference.and_then(beyond) {
            found.push(Violation::EndsDiffer { unit, excess: whole(excess.div_ceil(lever)) });
        }
        // Half of the mass and of the empty unit, and half of the difference, against half of the axles: all of it
        // doubled, what the axles have left must hold the difference.
        let left = axles.and_then(|(empty, limit)| limit.checked_sub(empty + self.all));
        if let Some(excess) = left.and_then(beyond) {
            found.push(Violation::EndTooHeavy { unit, excess: whole(excess.div_ceil(2 * lever)) });
        }
    }
}

/// The empty mass upon the axles and what they carry, where both are known.
fn axles(equipment: &Equipment) -> Option<(u128, u128)> {
    let (axles, load, tare) = (equipment.axles?, equipment.axle_load_max?, equipment.tare?);
    let carrier = match equipment.kind {
        EquipmentKind::Container => equipment.carrier_tare.unwrap_or(Kilograms::ZERO),
        _ => Kilograms::ZERO,
    };
    let empty = u128::from(tare.get()) + u128::from(carrier.get());
    Some((empty, u128::from(axles) * u128::from(load.get())))
}
