//! From lines and equipment to the packing problem.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use landbridge_model::{Deck, Equipment, EquipmentKind, ShipmentLine, VehicleId, VehicleModel};
use landbridge_units::{Kilograms, Millimetres};

use super::{Bay, Class, Group, Instance, Kind, Problem, Row, Rules, UNLIMITED};
use crate::error::LoadError;
use crate::refusal::{axle_reserve, fits_deck, takes};
use crate::unit::finds_place;

/// Longest dimension planned with: 100 km, far beyond the lane metres of a ship.
const DIMENSION_MAX: u32 = 100_000_000;
/// Largest mass planned with: a million tonnes.
const MASS_MAX: u32 = 1_000_000_000;
/// Decks that fit the bit set of a class.
const DECKS_MAX: usize = 64;
/// Vehicles that one plan places.
const VEHICLES_MAX: u64 = 5_000_000;
/// Vehicles of the largest stack that is planned with.
pub(crate) const STACK_MAX: u32 = 64;

/// Equipment to load, and what its units are paid and counted as.
#[derive(Clone, Debug)]
pub(crate) struct Source<'a> {
    /// Each with its group.
    pub(crate) equipment: Vec<(&'a Equipment, usize)>,
    pub(crate) groups: Vec<Group>,
}

/// What makes a row: length and mass, largest first; the decks of each kind; where rules look at it, the height; the
/// model itself where it may be stacked, as a stack is of one model.
type Alike<'a> = (Reverse<u32>, Reverse<i64>, Vec<u64>, u32, Option<&'a VehicleId>);

impl Problem {
    /// Reads lines and equipment; every vehicle in it fits at least one unit by itself.
    ///
    /// # Errors
    /// If a dimension, mass or number is out of range, or the last of the equipment refuses a model too.
    pub(crate) fn read(lines: &[ShipmentLine], source: &Source<'_>) -> Result<Self, LoadError> {
        let count: u64 = lines.iter().map(|line| u64::from(line.quantity)).sum();
        if count > VEHICLES_MAX {
            return Err(LoadError::TooManyVehicles { count, max: VEHICLES_MAX });
        }
        for (equipment, _) in &source.equipment {
            check_equipment(equipment)?;
        }
        let mut known: BTreeMap<&VehicleId, &VehicleModel> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.quantity > 0) {
            check_vehicle(&line.vehicle)?;
            let first = known.entry(&line.vehicle.id).or_insert(&line.vehicle);
            let size = |v: &VehicleModel| (v.length, v.width, v.height, v.kerb_mass, v.chassis.saddle_pitch);
            if size(first) != size(&line.vehicle) {
                return Err(LoadError::ModelTwice { vehicle: line.vehicle.id.clone() });
            }
        }
        Ok(Self::build(lines, source))
    }

    fn build(lines: &[ShipmentLine], source: &Source<'_>) -> Self {
        let mut kinds: Vec<Kind> = source
            .equipment
            .iter()
            .map(|(equipment, group)| Kind { group: *group, instance: empty(equipment) })
            .collect();
        let heavy: Vec<bool> = source
            .equipment
            .iter()
            .zip(&kinds)
            .map(|((equipment, _), kind)| mass_can_bind(&kind.instance, lines, equipment))
            .collect();
        let low = kinds.iter().any(|kind| kind.instance.bays.iter().any(|bay| !bay.low.is_empty()));
        let stacked = source.equipment.iter().any(|(equipment, _)| equipment.stowage.saddle_max.is_some());
        let mut alike: BTreeMap<Alike<'_>, (&VehicleModel, BTreeMap<VehicleId, u32>)> = BTreeMap::new();
        for line in lines.iter().filter(|line| line.quantity > 0) {
            let vehicle = &line.vehicle;
            let decks: Vec<u64> =
                source.equipment.iter().map(|(equipment, _)| decks_for(line, equipment)).collect();
            let mass = if heavy.contains(&true) { mass(vehicle.kerb_mass) } else { 0 };
            let height = if low { length(vehicle.height) } else { 0 };
            let stackable = vehicle.chassis.saddle_pitch.filter(|_| stacked).map(|_| &vehicle.id);
            let key = (Reverse(length(vehicle.length)), Reverse(mass), decks, height, stackable);
            let (_, models) = alike.entry(key).or_insert_with(|| (vehicle, BTreeMap::new()));
            let number = models.entry(vehicle.id.clone()).or_insert(0);
            *number = number.saturating_add(line.quantity);
        }
        let mut rows = Vec::with_capacity(alike.len());
        let mut lengths = Vec::with_capacity(alike.len());
        for (row, ((_, _, decks, _, _), (vehicle, models))) in alike.into_iter().enumerate() {
            for (idx, (equipment, _)) in source.equipment.iter().enumerate() {
                if decks[idx] == 0 {
                    continue;
                }
                let instance = &mut kinds[idx].instance;
                let lone = Class {
                    row,
                    stack: 1,
                    span: length(vehicle.length).saturating_add(instance.gap),
                    mass: if heavy[idx] { mass(with_lashing(vehicle.kerb_mass, equipment)) } else { 0 },
                    height: length(vehicle.height),
                    decks: decks[idx],
                };
                let stacks = stacks(&lone, vehicle, equipment, instance);
                instance.classes.push(lone);
                instance.classes.extend(stacks);
            }
            lengths.push(length(vehicle.length));
            let quantity = models.values().fold(0, |sum: u32, n| sum.saturating_add(*n));
            rows.push(Row { quantity, models: models.into_iter().collect() });
        }
        for kind in &mut kinds {
            // Stable: rows keep their order within stacks of one size.
            kind.instance.classes.sort_by_key(|class| class.stack);
        }
        Self { rows, kinds, groups: source.groups.clone(), lengths }
    }
}

/// A kerb mass with what fastens the vehicle.
pub(crate) fn with_lashing(kerb: Kilograms, equipment: &Equipment) -> Kilograms {
    Kilograms::new(kerb.get().saturating_add(equipment.stowage.lashing.get()))
}

/// What payload and axles leave for the vehicles of a unit.
fn axle_limit(equipment: &Equipment) -> i64 {
    [equipment.payload, axle_reserve(equipment)]
        .into_iter()
        .flatten()
        .map(|limit| mass(limit).min(UNLIMITED))
        .min()
        .unwrap_or(UNLIMITED)
}

// The decks of a unit that a vehicle may stand on by itself; none where the equipment refuses it.
fn decks_for(line: &ShipmentLine, equipment: &Equipment) -> u64 {
    if !takes(line, equipment) {
        return 0;
    }
    if equipment.kind == EquipmentKind::OwnWheels {
        return 1;
    }
    let decks = equipment.decks.iter().enumerate();
    decks.filter(|(_, deck)| fits_deck(line, deck, equipment)).fold(0, |set, (idx, _)| set | 1_u64 << idx)
}

// Stacks of two and more of a model that fit some deck.
fn stacks(lone: &Class, vehicle: &VehicleModel, equipment: &Equipment, instance: &Instance) -> Vec<Class> {
    let (Some(most), Some(pitch)) = (equipment.stowage.saddle_max, vehicle.chassis.saddle_pitch) else {
        return Vec::new();
    };
    let mut stacks = Vec::new();
    for stack in 2..=most.min(STACK_MAX) {
        let riders = u64::from(stack - 1);
        let span = u64::from(lone.span).saturating_add(riders.saturating_mul(pitch.get()));
        let mass = lone.mass.saturating_mul(i64::from(stack));
        let decks = equipment.decks.iter().enumerate().fold(0, |set, (idx, deck)| {
            // All trucks of a stack are of one height and stand close, so a low part is in the way of all or none.
            let low = &instance.bays[idx].low;
            let long = u32::try_from(span - u64::from(instance.gap))
                .is_ok_and(|long| finds_place(length(deck.length), low, long, lone.height));
            let high = lone.height <= length(deck.height);
            let strong = deck.payload.is_none_or(|limit| mass <= self::mass(limit));
            if lone.on(idx) && long && high && strong { set | 1_u64 << idx } else { set }
        });
        let heavy = mass > axle_limit(equipment);
        let Ok(span) = u32::try_from(span) else { break };
        if decks == 0 || heavy || equipment.vehicles_max.is_some_and(|places| places < stack) {
            break;
        }
        stacks.push(Class { stack, span, mass, decks, ..lone.clone() });
    }
    stacks
}

// The equipment without vehicles.
fn empty(equipment: &Equipment) -> Instance {
    let gap = length(equipment.gap);
    if equipment.kind == EquipmentKind::OwnWheels {
        let bay = Bay { length: DIMENSION_MAX.saturating_add(gap), payload: UNLIMITED, low: Vec::new() };
        return Instance {
            classes: Vec::new(),
            bays: vec![bay],
            payload: UNLIMITED,
            places: 1,
            gap,
            rules: None,
        };
    }
    let bays: Vec<Bay> = equipment.decks.iter().map(|deck| bay(deck, gap)).collect();
    let stowage = &equipment.stowage;
    let ends_difference = stowage.supports.and(stowage.ends_difference_max).map(mass);
    let end_twice = stowage.supports.and(axle_reserve(equipment)).map(mass);
    let top_heavy = stowage.top_heavy_max.filter(|_| equipment.decks.len() > 1).map(mass);
    let positions = bays.iter().any(|bay| !bay.low.is_empty())
        || ends_difference.is_some()
        || end_twice.is_some()
        || top_heavy.is_some();
    let rules = positions.then(|| Rules {
        supports: stowage.supports.map_or(1, |mm| i64::from(length(mm).max(1))),
        ends_difference,
        end_twice,
        top_heavy,
    });
    Instance {
        classes: Vec::new(),
        bays,
        payload: axle_limit(equipment),
        places: equipment.vehicles_max.map_or(UNLIMITED, i64::from),
        gap,
        rules,
    }
}

fn bay(deck: &Deck, gap: u32) -> Bay {
    Bay {
        length: length(deck.length).saturating_add(gap),
        payload: deck.payload.map_or(UNLIMITED, mass),
        low: deck.low.iter().map(|part| (length(part.from), length(part.to), length(part.height))).collect(),
    }
}

// Whether the heaviest vehicle on every place the shortest one leaves would be too heavy, or a rule weighs ends or
// decks against each other. Where not, models that differ only in mass are alike.
fn mass_can_bind(instance: &Instance, lines: &[ShipmentLine], equipment: &Equipment) -> bool {
    let weighs = |rules: &Rules| {
        rules.ends_difference.is_some() || rules.end_twice.is_some() || rules.top_heavy.is_some()
    };
    if instance.rules.as_ref().is_some_and(weighs) {
        return true;
    }
    let vehicles = || lines.iter().filter(|line| line.quantity > 0).map(|line| &line.vehicle);
    let shortest = vehicles()
        .map(|v| {
            // A vehicle in a stack takes up its pitch at least.
            let pitch = equipment.stowage.saddle_max.and(v.chassis.saddle_pitch).map(length);
            let span = length(v.length).saturating_add(instance.gap);
            i64::from(pitch.map_or(span, |pitch| pitch.min(span)))
        })
        .min()
        .unwrap_or(1);
    let heaviest = vehicles().map(|v| mass(with_lashing(v.kerb_mass, equipment))).max().unwrap_or(0);
    let on = |bay: &Bay| (i64::from(bay.length) / shortest.max(1)).min(instance.places);
    let total = instance.bays.iter().map(on).sum::<i64>().min(instance.places);
    total.saturating_mul(heaviest) > instance.payload
        || instance.bays.iter().any(|bay| on(bay).saturating_mul(heaviest) > bay.payload)
}

// Both are called after the checks; the fall-back is never taken.
fn length(value: Millimetres) -> u32 {
    u32::try_from(value.get()).unwrap_or(DIMENSION_MAX)
}

fn mass(value: Kilograms) -> i64 {
    i64::try_from(value.get()).unwrap_or(UNLIMITED).min(UNLIMITED)
}

fn check_vehicle(vehicle: &VehicleModel) -> Result<(), LoadError> {
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
    let lashing = equipment.stowage.lashing;
    if lashing > Kilograms::new(u64::from(MASS_MAX)) {
        let (equipment, max) = (equipment.id.clone(), Kilograms::new(u64::from(MASS_MAX)));
        return Err(LoadError::EquipmentMass {
            equipment,
            what: "lashing of a vehicle",
            value: lashing,
            max,
        });
    }
    if let Some(most) = equipment.stowage.saddle_max.filter(|most| *most > STACK_MAX) {
        return Err(LoadError::SaddleStack { equipment: equipment.id.clone(), most, max: STACK_MAX });
    }
    Ok(())
}

fn dimension(value: Millimetres) -> bool {
    (1..=u64::from(DIMENSION_MAX)).contains(&value.get())
}

fn heaviness(value: Kilograms) -> bool {
    (1..=u64::from(MASS_MAX)).contains(&value.get())
}
