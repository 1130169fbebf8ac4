//! How much of each resource a plan uses, and which vehicles have no choice of deck.

use std::collections::BTreeMap;

use landbridge_model::{DeckId, Equipment, EquipmentKind, LoadPlan, ShipmentLine, VehicleModel};

use landbridge_units::Decimal;

use super::change::Lever;
use super::floor::{can_stand, unit_mass};
use super::levers::{Answer, Outcome};
use crate::bound::Proof;
use crate::bound::Resource;

/// A resource of units.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Used {
    /// Vehicles.
    Places,
    /// Length of a deck with gaps, in millimetres.
    Length(DeckId),
    /// Mass of a unit with lashing, in kilograms, against the lower of payload and axle load.
    Mass,
    /// Mass on a deck with lashing, in kilograms.
    DeckMass(DeckId),
}

/// How much of a resource a plan uses over all its units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Use {
    /// The resource.
    pub resource: Used,
    /// In use, in the unit of the resource.
    pub used: u128,
    /// What the units offer.
    pub offered: u128,
    /// Whether the bound rests on it. For a bound over patterns: whether more of it by itself might save a unit.
    pub rests: bool,
}

impl Use {
    /// Used of what is offered in per cent, half-even to a tenth; `None` where nothing is offered or the figures are
    /// beyond decimals.
    #[must_use]
    pub fn percent(&self) -> Option<Decimal> {
        let number = |n: u128| Decimal::try_from_i128_with_scale(i128::try_from(n).ok()?, 0).ok();
        let used = number(self.used)?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(used.checked_div(number(self.offered)?)?.round_dp(1))
    }
}

/// Vehicles that may stand on one deck only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OnlyOn {
    /// The deck.
    pub deck: DeckId,
    /// How many of the shipment.
    pub vehicles: u64,
    /// How many of them are too high for every other deck.
    pub too_high: u64,
    /// Whether the bound counts these vehicles on this deck.
    pub rests: bool,
}

/// Vehicles, length and mass by deck.
#[derive(Default)]
struct Load {
    units: u128,
    vehicles: u128,
    length: u128,
    mass: u128,
}

pub(crate) fn uses(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    plan: &LoadPlan,
    proof: &Proof,
    answers: &[Answer],
) -> Vec<Use> {
    if equipment.kind == EquipmentKind::OwnWheels {
        return Vec::new();
    }
    let models: BTreeMap<_, &VehicleModel> =
        lines.iter().map(|line| (&line.vehicle.id, &*line.vehicle)).collect();
    let lashing = equipment.stowage.lashing.get();
    let mut loads: BTreeMap<&DeckId, Load> = BTreeMap::new();
    for loaded in plan.units.iter().flat_map(|unit| &unit.decks) {
        let load = loads.entry(&loaded.deck).or_default();
        load.units += 1;
        for (idx, placed) in loaded.vehicles.iter().enumerate() {
            let Some(vehicle) = models.get(&placed.vehicle) else { continue };
            let alone = vehicle.length.get().saturating_add(if idx > 0 { equipment.gap.get() } else { 0 });
            let length = match vehicle.chassis.saddle_pitch {
                Some(pitch) if placed.saddled => pitch.get(),
                _ => alone,
            };
            load.vehicles += 1;
            load.length += u128::from(length);
            load.mass += u128::from(vehicle.kerb_mass.get().saturating_add(lashing));
        }
    }
    let units = u128::from(plan.n_units());
    let mut found = Vec::new();
    let mut add = |resource: Used, used: u128, offered: u128| {
        let rests = rests(&resource, equipment, proof, answers);
        found.push(Use { resource, used, offered, rests });
    };
    if let Some(most) = equipment.vehicles_max {
        add(Used::Places, loads.values().map(|load| load.vehicles).sum(), units * u128::from(most));
    }
    for deck in &equipment.decks {
        if let Some(load) = loads.get(&deck.id) {
            add(Used::Length(deck.id.clone()), load.length, load.units * u128::from(deck.length.get()));
        }
    }
    if let Some(most) = unit_mass(equipment) {
        add(Used::Mass, loads.values().map(|load| load.mass).sum(), units * u128::from(most));
    }
    for deck in &equipment.decks {
        if let (Some(load), Some(most)) = (loads.get(&deck.id), deck.payload) {
            add(Used::DeckMass(deck.id.clone()), load.mass, load.units * u128::from(most.get()));
        }
    }
    found
}

fn rests(resource: &Used, equipment: &Equipment, proof: &Proof, answers: &[Answer]) -> bool {
    let named = |decks: &[usize], id: &DeckId| {
        decks.iter().filter_map(|deck| equipment.decks.get(*deck)).any(|deck| deck.id == *id)
    };
    let on_decks: Option<u64> = equipment.decks.iter().map(|deck| Some(deck.payload?.get())).sum();
    let by_decks = on_decks.is_some_and(|kg| unit_mass(equipment).is_none_or(|most| kg < most));
    match (&proof.resource, resource) {
        (Resource::Places, Used::Places) | (Resource::DeckLength, Used::Length(_)) => true,
        (Resource::PlacesOf(decks) | Resource::DeckLengthOf(decks), Used::Length(id)) => named(decks, id),
        (Resource::Mass, Used::Mass) => !by_decks,
        (Resource::Mass, Used::DeckMass(_)) => by_decks,
        (
            Resource::Places
            | Resource::DeckLength
            | Resource::PlacesOf(_)
            | Resource::DeckLengthOf(_)
            | Resource::Mass,
            _,
        ) => false,
        _ => answers.iter().any(|answer| {
            let moves = match (&answer.lever, resource) {
                (Lever::Places, Used::Places)
                | (Lever::DecksLonger, Used::Length(_))
                | (Lever::Payload | Lever::AxleLoad, Used::Mass) => true,
                (Lever::DeckLonger(deck), Used::Length(id))
                | (Lever::DeckPayload(deck), Used::DeckMass(id)) => deck == id,
                _ => false,
            };
            moves && !matches!(answer.outcome, Outcome::Never { .. })
        }),
    }
}

pub(crate) fn only_on(lines: &[ShipmentLine], equipment: &Equipment, proof: &Proof) -> Vec<OnlyOn> {
    let decks = &equipment.decks;
    let bound_to: &[usize] = match &proof.resource {
        Resource::PlacesOf(decks) | Resource::DeckLengthOf(decks) => decks,
        _ => &[],
    };
    if decks.len() < 2 {
        return Vec::new();
    }
    let mut found = Vec::new();
    for (idx, deck) in decks.iter().enumerate() {
        let (mut vehicles, mut too_high) = (0_u64, 0_u64);
        for line in lines.iter().filter(|line| line.quantity > 0) {
            let vehicle = &line.vehicle;
            let mut others = decks.iter().enumerate().filter(|(other, _)| *other != idx);
            if !can_stand(vehicle, equipment, deck)
                || others.clone().any(|(_, other)| can_stand(vehicle, equipment, other))
            {
                continue;
            }
            vehicles += u64::from(line.quantity);
            let high = others.all(|(_, other)| {
                vehicle.height.get() > super::floor::clear_height(other, vehicle.length.get())
            });
            too_high += if high { u64::from(line.quantity) } else { 0 };
        }
        if vehicles > 0 {
            let rests = bound_to.contains(&idx);
            found.push(OnlyOn { deck: deck.id.clone(), vehicles, too_high, rests });
        }
    }
    found
}
