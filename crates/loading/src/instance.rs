//! The shipment and the equipment as a packing problem in plain integers.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use landbridge_model::{Equipment, EquipmentKind, ShipmentLine, VehicleId, VehicleModel};
use landbridge_units::{Kilograms, Millimetres};

use crate::error::LoadError;
use crate::refusal::{axle_reserve, fits_deck, refusals};

/// Longest dimension planned with: 100 km, far beyond the lane metres of a ship.
const DIMENSION_MAX: u32 = 100_000_000;
/// Largest mass planned with: a million tonnes.
const MASS_MAX: u32 = 1_000_000_000;
/// Decks that fit the bit set of a class.
const DECKS_MAX: usize = 64;
/// Vehicles that one plan places.
const VEHICLES_MAX: u64 = 5_000_000;
/// Stands for "no limit"; sums of masses stay far below.
pub(crate) const UNLIMITED: i64 = i64::MAX / 8;

/// Vehicles that are interchangeable: same span, same decks and, where mass can bind, same mass.
#[derive(Clone, Debug)]
pub(crate) struct Class {
    /// Length and one gap. With a deck's length and one gap, `sum of spans <= bay` says that they fit.
    pub(crate) span: u32,
    /// Kerb mass in kilograms; 0 where no mass limit can bind.
    pub(crate) mass: i64,
    /// Bit set of decks it may stand on; never empty.
    pub(crate) decks: u64,
    /// Vehicles of the class.
    pub(crate) quantity: u32,
    /// The models, sorted by id, with their numbers.
    pub(crate) models: Vec<(VehicleId, u32)>,
}

impl Class {
    /// Whether it may stand on a deck.
    pub(crate) fn on(&self, deck: usize) -> bool {
        self.decks >> deck & 1 == 1
    }
}

/// What makes a class: span and mass, largest first, and the set of decks.
type Kind = (Reverse<u32>, Reverse<i64>, u64);

/// A deck as a bay of spans.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bay {
    /// Length and one gap.
    pub(crate) length: u32,
    /// Mass it may carry in kilograms.
    pub(crate) payload: i64,
}

/// The packing problem: classes into units of bays.
#[derive(Clone, Debug)]
pub(crate) struct Instance {
    /// Sorted by span, longest first, then mass, then decks: independent of ids and of the order of lines.
    pub(crate) classes: Vec<Class>,
    /// Decks in the order of the equipment.
    pub(crate) bays: Vec<Bay>,
    /// Mass a unit may carry in kilograms.
    pub(crate) payload: i64,
    /// Vehicles a unit may carry.
    pub(crate) places: i64,
}

impl Instance {
    /// Reads lines and equipment; every vehicle in it fits at least one deck of a unit by itself.
    pub(crate) fn new(lines: &[ShipmentLine], equipment: &Equipment) -> Result<Self, LoadError> {
        let count: u64 = lines.iter().map(|line| u64::from(line.quantity)).sum();
        if count > VEHICLES_MAX {
            return Err(LoadError::TooManyVehicles { count, max: VEHICLES_MAX });
        }
        check_equipment(equipment)?;
        let mut known: BTreeMap<&VehicleId, &VehicleModel> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.quantity > 0) {
            check_vehicle(&line.vehicle)?;
            let first = known.entry(&line.vehicle.id).or_insert(&line.vehicle);
            let size = |v: &VehicleModel| (v.length, v.width, v.height, v.kerb_mass);
            if size(first) != size(&line.vehicle) {
                return Err(LoadError::ModelTwice { vehicle: line.vehicle.id.clone() });
            }
        }
        let refusals = refusals(lines, equipment);
        if !refusals.is_empty() {
            return Err(LoadError::Refused { equipment: equipment.id.clone(), refusals });
        }
        Ok(Self::build(lines, equipment))
    }

    fn build(lines: &[ShipmentLine], equipment: &Equipment) -> Self {
        let gap = length(equipment.gap);
        let bays: Vec<Bay> = equipment
            .decks
            .iter()
            .map(|deck| Bay {
                length: length(deck.length).saturating_add(gap),
                payload: deck.payload.map_or(UNLIMITED, mass),
            })
            .collect();
        let payload = [equipment.payload, axle_reserve(equipment)]
            .into_iter()
            .flatten()
            .map(|limit| mass(limit).min(UNLIMITED))
            .min()
            .unwrap_or(UNLIMITED);
        let places = equipment.vehicles_max.map_or(UNLIMITED, i64::from);
        let mut instance = Self { classes: Vec::new(), bays, payload, places };
        let mass_binds = instance.mass_can_bind(lines, gap);
        let mut groups: BTreeMap<Kind, BTreeMap<VehicleId, u32>> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.quantity > 0) {
            let span = length(line.vehicle.length).saturating_add(gap);
            let decks = equipment
                .decks
                .iter()
                .enumerate()
                .filter(|(_, deck)| fits_deck(line, deck))
                .fold(0, |set, (idx, _)| set | 1_u64 << idx);
            let mass = if mass_binds { mass(line.vehicle.kerb_mass) } else { 0 };
            let key = (Reverse(span), Reverse(mass), decks);
            let number = groups.entry(key).or_default().entry(line.vehicle.id.clone()).or_insert(0);
            *number = number.saturating_add(line.quantity);
        }
        instance.classes = groups
            .into_iter()
            .map(|((span, mass, decks), models)| Class {
                span: span.0,
                mass: mass.0,
                decks,
                quantity: models.values().fold(0, |sum, n| sum.saturating_add(*n)),
                models: models.into_iter().collect(),
            })
            .collect();
        instance
    }

    // Whether the heaviest vehicle on every place the shortest one leaves would be too heavy. Where not, models
    // that differ only in mass are one class.
    fn mass_can_bind(&self, lines: &[ShipmentLine], gap: u32) -> bool {
        let vehicles = || lines.iter().filter(|line| line.quantity > 0).map(|line| &line.vehicle);
        let shortest = vehicles().map(|v| i64::from(length(v.length).saturating_add(gap))).min().unwrap_or(1);
        let heaviest = vehicles().map(|v| mass(v.kerb_mass)).max().unwrap_or(0);
        let on = |bay: &Bay| (i64::from(bay.length) / shortest.max(1)).min(self.places);
        let total = self.bays.iter().map(on).sum::<i64>().min(self.places);
        total.saturating_mul(heaviest) > self.payload
            || self.bays.iter().any(|bay| on(bay).saturating_mul(heaviest) > bay.payload)
    }

    /// Numbers of vehicles, by class.
    pub(crate) fn quantities(&self) -> Vec<u32> {
        self.classes.iter().map(|class| class.quantity).collect()
    }
}

// Both are called after the checks; the fall-back is never taken.
fn length(value: Millimetres) -> u32 {
    u32::try_from(value.get()).unwrap_or(DIMENSION_MAX)
}

fn mass(value: Kilograms) -> i64 {
    i64::try_from(value.get()).unwrap_or(UNLIMITED)
}

pub(crate) fn check_vehicle(vehicle: &VehicleModel) -> Result<(), LoadError> {
    for (what, value) in [("length", vehicle.length), ("width", vehicle.width), ("height", vehicle.height)] {
        if !dimension(value) {
            let (vehicle, max) = (vehicle.id.clone(), Millimetres::new(u64::from(DIMENSION_MAX)));
            return Err(LoadError::VehicleDimension { vehicle, what, value, max });
        }
    }
    if !heaviness(vehicle.kerb_mass) {
        let (vehicle, value) = (vehicle.id.clone(), vehicle.kerb_mass);
        return Err(LoadError::VehicleMass { vehicle, value, max: Kilograms::new(u64::from(MASS_MAX)) });
    }
    Ok(())
}

fn check_equipment(equipment: &Equipment) -> Result<(), LoadError> {
    let max = Millimetres::new(u64::from(DIMENSION_MAX));
    if equipment.decks.is_empty() && equipment.kind != EquipmentKind::OwnWheels {
        return Err(LoadError::NoDeck { equipment: equipment.id.clone() });
    }
    if equipment.decks.len() > DECKS_MAX {
        let (equipment, decks) = (equipment.id.clone(), equipment.decks.len());
        return Err(LoadError::TooManyDecks { equipment, decks, max: DECKS_MAX });
    }
    if equipment.vehicles_max == Some(0) {
        return Err(LoadError::NoPlaces { equipment: equipment.id.clone() });
    }
    if equipment.gap > max {
        return Err(LoadError::Gap { equipment: equipment.id.clone(), value: equipment.gap, max });
    }
    for deck in &equipment.decks {
        for (what, value) in [("length", deck.length), ("height", deck.height), ("width", deck.width)] {
            if !dimension(value) {
                let (equipment, deck) = (equipment.id.clone(), deck.id.clone());
                return Err(LoadError::DeckDimension { equipment, deck, what, value, max });
            }
        }
    }
    let decks = equipment.decks.iter().map(|deck| ("payload of a deck", deck.payload));
    let unit = [("payload", equipment.payload), ("most load on an axle", equipment.axle_load_max)];
    for (what, value) in unit.into_iter().chain(decks) {
        if let Some(value) = value
            && !heaviness(value)
        {
            let (equipment, max) = (equipment.id.clone(), Kilograms::new(u64::from(MASS_MAX)));
            return Err(LoadError::EquipmentMass { equipment, what, value, max });
        }
    }
    Ok(())
}

fn dimension(value: Millimetres) -> bool {
    (1..=u64::from(DIMENSION_MAX)).contains(&value.get())
}

fn heaviness(value: Kilograms) -> bool {
    (1..=u64::from(MASS_MAX)).contains(&value.get())
}
