//! Re-verifies a load plan from the rules alone. Shares no code with the planner.

use std::collections::BTreeMap;

use landbridge_model::{
    DeckId, Equipment, EquipmentKind, LoadPlan, LoadedDeck, ShipmentLine, VehicleId, VehicleModel,
};
use thiserror::Error;

/// A rule that a load plan breaks. Units are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LoadViolation {
    /// More or fewer vehicles of a model than the shipment has.
    #[error("{vehicle}: {placed} placed, {ordered} in the shipment")]
    WrongCount {
        /// The model.
        vehicle: VehicleId,
        /// Vehicles placed.
        placed: u64,
        /// Vehicles of the shipment.
        ordered: u64,
    },
    /// The plan names equipment other than it is checked against.
    #[error("plan is for {found}, not for {expected}")]
    OtherEquipment {
        /// In the plan.
        found: String,
        /// Checked against.
        expected: String,
    },
    /// A deck that the equipment does not have, or has once and the plan twice.
    #[error("unit {unit}: deck {deck} is not a deck of the equipment, or stands there twice")]
    UnknownDeck {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
    },
    /// A vehicle of a class that the equipment does not take.
    #[error("unit {unit}: {vehicle} is of a class that the equipment does not take")]
    ClassNotCarried {
        /// The unit.
        unit: usize,
        /// The model.
        vehicle: VehicleId,
    },
    /// Reaches beyond the end of the deck.
    #[error("unit {unit}, deck {deck}: {vehicle} reaches {excess_mm} mm beyond the deck")]
    BeyondDeck {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// The model.
        vehicle: VehicleId,
        /// Millimetres too far.
        excess_mm: u64,
    },
    /// Stands closer to the vehicle before it than the gap.
    #[error("unit {unit}, deck {deck}: {vehicle} stands {missing_mm} mm too close to the vehicle before it")]
    TooClose {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// The model.
        vehicle: VehicleId,
        /// Millimetres missing.
        missing_mm: u64,
    },
    /// Higher than the deck.
    #[error("unit {unit}, deck {deck}: {vehicle} is {excess_mm} mm too high")]
    TooHigh {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// The model.
        vehicle: VehicleId,
        /// Millimetres too high.
        excess_mm: u64,
    },
    /// Wider than the deck.
    #[error("unit {unit}, deck {deck}: {vehicle} is {excess_mm} mm too wide")]
    TooWide {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// The model.
        vehicle: VehicleId,
        /// Millimetres too wide.
        excess_mm: u64,
    },
    /// Vehicles on a deck are too heavy for it.
    #[error("unit {unit}, deck {deck}: {excess_kg} kg too heavy")]
    DeckTooHeavy {
        /// The unit.
        unit: usize,
        /// The deck.
        deck: DeckId,
        /// Kilograms too heavy.
        excess_kg: u64,
    },
    /// Vehicles are too heavy for the unit.
    #[error("unit {unit}: {excess_kg} kg above its payload")]
    UnitTooHeavy {
        /// The unit.
        unit: usize,
        /// Kilograms too heavy.
        excess_kg: u64,
    },
    /// Gross mass over axles times axle load.
    #[error("unit {unit}: gross mass {excess_kg} kg above what its axles carry")]
    AxlesTooHeavy {
        /// The unit.
        unit: usize,
        /// Kilograms too heavy.
        excess_kg: u64,
    },
    /// More vehicles than the equipment takes.
    #[error("unit {unit}: {placed} vehicles, at most {max} are taken")]
    TooMany {
        /// The unit.
        unit: usize,
        /// Vehicles placed.
        placed: u64,
        /// Vehicles taken.
        max: u64,
    },
    /// A unit with nothing on it.
    #[error("unit {unit} is empty")]
    EmptyUnit {
        /// The unit.
        unit: usize,
    },
    /// A battery vehicle charged higher than the equipment takes.
    #[error("{vehicle} is charged to {charged} %, at most {max} % is taken")]
    ChargedTooHigh {
        /// The model.
        vehicle: VehicleId,
        /// Its charge.
        charged: u32,
        /// The most that is taken.
        max: u32,
    },
    /// The plan claims a bound above its own number of units.
    #[error("lower bound {bound} is above the {units} units of the plan")]
    BoundAbovePlan {
        /// The bound.
        bound: u32,
        /// The units.
        units: u32,
    },
}

/// Checks a load plan, ours or anybody's, against the shipment and the equipment. Empty means that it holds.
#[must_use]
pub fn check_load(lines: &[ShipmentLine], equipment: &Equipment, plan: &LoadPlan) -> Vec<LoadViolation> {
    let models: BTreeMap<&VehicleId, &VehicleModel> =
        lines.iter().map(|line| (&line.vehicle.id, line.vehicle.as_ref())).collect();
    let mut found = Vec::new();
    if plan.equipment != equipment.id {
        found.push(LoadViolation::OtherEquipment {
            found: plan.equipment.to_string(),
            expected: equipment.id.to_string(),
        });
    }
    if plan.lower_bound > plan.n_units() {
        found.push(LoadViolation::BoundAbovePlan { bound: plan.lower_bound, units: plan.n_units() });
    }
    check_counts(lines, plan, &mut found);
    check_charge(lines, equipment, &mut found);
    for (idx, unit) in plan.units.iter().enumerate() {
        let unit_no = idx + 1;
        let mut seen: Vec<&DeckId> = Vec::new();
        let (mut mass, mut count) = (0_u64, 0_u64);
        for loaded in &unit.decks {
            let deck_mass = check_deck(unit_no, loaded, equipment, &models, &seen, &mut found);
            seen.push(&loaded.deck);
            mass = mass.saturating_add(deck_mass);
            count += loaded.vehicles.len() as u64;
        }
        check_unit(unit_no, mass, count, equipment, &mut found);
    }
    found
}

fn check_counts(lines: &[ShipmentLine], plan: &LoadPlan, found: &mut Vec<LoadViolation>) {
    let mut counts: BTreeMap<VehicleId, (u64, u64)> = BTreeMap::new();
    for line in lines {
        counts.entry(line.vehicle.id.clone()).or_default().1 += u64::from(line.quantity);
    }
    for placed in plan.units.iter().flat_map(|unit| &unit.decks).flat_map(|deck| &deck.vehicles) {
        counts.entry(placed.vehicle.clone()).or_default().0 += 1;
    }
    for (vehicle, (placed, ordered)) in counts {
        if placed != ordered {
            found.push(LoadViolation::WrongCount { vehicle, placed, ordered });
        }
    }
}

fn check_charge(lines: &[ShipmentLine], equipment: &Equipment, found: &mut Vec<LoadViolation>) {
    let Some(max) = equipment.soc_max_percent else { return };
    for line in lines.iter().filter(|line| line.quantity > 0 && line.vehicle.powertrain.is_new_energy()) {
        if let Some(charged) = line.soc_percent.filter(|charged| *charged > max) {
            found.push(LoadViolation::ChargedTooHigh { vehicle: line.vehicle.id.clone(), charged, max });
        }
    }
}

fn check_deck(
    unit: usize,
    loaded: &LoadedDeck,
    equipment: &Equipment,
    models: &BTreeMap<&VehicleId, &VehicleModel>,
    seen: &[&DeckId],
    found: &mut Vec<LoadViolation>,
) -> u64 {
    let mut mass = 0_u64;
    for placed in &loaded.vehicles {
        if let Some(model) = models.get(&placed.vehicle) {
            mass = mass.saturating_add(model.kerb_mass.get());
            if !equipment.carries.contains(&model.class) {
                found.push(LoadViolation::ClassNotCarried { unit, vehicle: placed.vehicle.clone() });
            }
        }
    }
    if equipment.kind == EquipmentKind::OwnWheels {
        return mass;
    }
    let Some(deck) =
        equipment.decks.iter().find(|deck| deck.id == loaded.deck && !seen.contains(&&loaded.deck))
    else {
        found.push(LoadViolation::UnknownDeck { unit, deck: loaded.deck.clone() });
        return mass;
    };
    let mut free_from: Option<u64> = None;
    for placed in &loaded.vehicles {
        let Some(model) = models.get(&placed.vehicle) else { continue };
        let (vehicle, deck_id) = (placed.vehicle.clone(), deck.id.clone());
        let front = placed.position.get();
        if let Some(from) = free_from
            && front < from
        {
            found.push(LoadViolation::TooClose {
                unit,
                deck: deck_id.clone(),
                vehicle: vehicle.clone(),
                missing_mm: from - front,
            });
        }
        let rear = front.saturating_add(model.length.get());
        free_from = Some(rear.saturating_add(equipment.gap.get()));
        let excess = |value: u64, limit: u64| value.checked_sub(limit).filter(|excess| *excess > 0);
        if let Some(excess_mm) = excess(rear, deck.length.get()) {
            found.push(LoadViolation::BeyondDeck {
                unit,
                deck: deck_id.clone(),
                vehicle: vehicle.clone(),
                excess_mm,
            });
        }
        if let Some(excess_mm) = excess(model.height.get(), deck.height.get()) {
            found.push(LoadViolation::TooHigh {
                unit,
                deck: deck_id.clone(),
                vehicle: vehicle.clone(),
                excess_mm,
            });
        }
        if let Some(excess_mm) = excess(model.width.get(), deck.width.get()) {
            found.push(LoadViolation::TooWide { unit, deck: deck_id, vehicle, excess_mm });
        }
    }
    if let Some(excess_kg) = deck.payload.and_then(|limit| mass.checked_sub(limit.get())).filter(|x| *x > 0) {
        found.push(LoadViolation::DeckTooHeavy { unit, deck: deck.id.clone(), excess_kg });
    }
    mass
}

fn check_unit(unit: usize, mass: u64, count: u64, equipment: &Equipment, found: &mut Vec<LoadViolation>) {
    if count == 0 {
        found.push(LoadViolation::EmptyUnit { unit });
    }
    let max = match equipment.kind {
        EquipmentKind::OwnWheels => Some(1),
        _ => equipment.vehicles_max.map(u64::from),
    };
    if let Some(max) = max.filter(|max| count > *max) {
        found.push(LoadViolation::TooMany { unit, placed: count, max });
    }
    if let Some(excess_kg) =
        equipment.payload.and_then(|limit| mass.checked_sub(limit.get())).filter(|x| *x > 0)
    {
        found.push(LoadViolation::UnitTooHeavy { unit, excess_kg });
    }
    if let (Some(axles), Some(limit), Some(tare)) = (equipment.axles, equipment.axle_load_max, equipment.tare)
    {
        let carrier = match equipment.kind {
            EquipmentKind::Container => equipment.carrier_tare.map_or(0, landbridge_units::Kilograms::get),
            _ => 0,
        };
        let gross = mass.saturating_add(tare.get()).saturating_add(carrier);
        let carried = limit.get().saturating_mul(u64::from(axles));
        if let Some(excess_kg) = gross.checked_sub(carried).filter(|x| *x > 0) {
            found.push(LoadViolation::AxlesTooHeavy { unit, excess_kg });
        }
    }
}
