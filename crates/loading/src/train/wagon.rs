//! Loaded units as a train sees them: length, gross mass, heaviest axle, and where they are set down.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, EquipmentKind, HandlingKind, LoadedUnit, VehicleModel};
use landbridge_units::{Kilograms, Millimetres};

use super::error::TrainError;
use super::limits::TrainLimits;

/// No dimension is longer: 100 km.
const LENGTH_MAX: u64 = 100_000_000;
/// No mass is larger: a million tonnes.
const MASS_MAX: u64 = 1_000_000_000;

/// Loaded units that are set down at one stop.
#[derive(Clone, Debug)]
pub struct StopUnits<'a> {
    /// Name of the stop, for people.
    pub label: String,
    /// The units.
    pub units: &'a [LoadedUnit],
}

/// A loaded wagon, or a container with its share of a flat wagon.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wagon {
    /// Index of the stop where it is set down, in the order of the run.
    pub stop: usize,
    /// Its place among the units of that stop, counted from 0.
    pub number: usize,
    /// What it holds.
    pub unit: LoadedUnit,
    /// How it is loaded: over a ramp, or by crane.
    pub handling: HandlingKind,
    /// Length over couplers.
    pub length: Millimetres,
    /// Mass with vehicles and lashing.
    pub gross_mass: Kilograms,
    /// Mass on the heaviest axle, rounded up; `None` where the number of axles is not known.
    pub heaviest_axle: Option<Kilograms>,
}

/// The wagons of all stops, in their order.
///
/// Gross mass is tare (of a container also its share of the flat wagon), kerb masses, and lashing for each vehicle.
/// The heaviest axle is the gross mass over all axles; where the distance of the supports is known, the load of the
/// heavier end over half of the axles, with each vehicle's mass in the middle of its extent and decks centred.
///
/// # Errors
/// If equipment, deck or model of a unit is not described, equipment does not run on rails, its length or tare is
/// missing, or a figure is absurd.
pub fn wagons(
    stops: &[StopUnits<'_>],
    equipment: &[&Equipment],
    models: &[&VehicleModel],
) -> Result<Vec<Wagon>, TrainError> {
    let equipment: BTreeMap<&str, &Equipment> = equipment.iter().map(|e| (e.id.as_str(), *e)).collect();
    let models: BTreeMap<&str, &VehicleModel> = models.iter().map(|v| (v.id.as_str(), *v)).collect();
    let mut wagons = Vec::new();
    for (stop, of_stop) in stops.iter().enumerate() {
        for (number, unit) in of_stop.units.iter().enumerate() {
            let known = equipment
                .get(unit.equipment.as_str())
                .ok_or_else(|| TrainError::UnknownEquipment { equipment: unit.equipment.clone() })?;
            wagons.push(wagon(stop, number, unit, known, &models)?);
        }
    }
    Ok(wagons)
}

fn wagon(
    stop: usize,
    number: usize,
    unit: &LoadedUnit,
    equipment: &Equipment,
    models: &BTreeMap<&str, &VehicleModel>,
) -> Result<Wagon, TrainError> {
    let id = || equipment.id.clone();
    let out_of_range = |what: &'static str| TrainError::OutOfRange { equipment: id(), what };
    let no_tare = |what: &'static str| TrainError::NoTare { equipment: id(), what };
    let carrier = match equipment.kind {
        EquipmentKind::Wagon => Kilograms::ZERO,
        EquipmentKind::Container => {
            equipment.carrier_tare.ok_or_else(|| no_tare("share of the flat wagon"))?
        }
        kind => return Err(TrainError::NotOnRails { equipment: id(), kind }),
    };
    let length = equipment.length.ok_or_else(|| TrainError::NoLength { equipment: id() })?;
    let tare = equipment.tare.ok_or_else(|| no_tare("tare"))?;
    let small = |value: u64, max: u64| value <= max;
    if length.get() == 0 || !small(length.get(), LENGTH_MAX) {
        return Err(out_of_range("length"));
    }
    let lashing = equipment.stowage.lashing.get();
    if [tare.get(), carrier.get(), lashing].into_iter().any(|kg| !small(kg, MASS_MAX)) {
        return Err(out_of_range("gross mass"));
    }
    let mut gross = tare.get() + carrier.get();
    // Twice the moment of the load about the middle of the unit, in millimetres times kilograms.
    let mut moment = 0_i128;
    for loaded in &unit.decks {
        let deck = equipment
            .decks
            .iter()
            .find(|deck| deck.id == loaded.deck)
            .ok_or_else(|| TrainError::UnknownDeck { equipment: id(), deck: loaded.deck.clone() })?;
        for placed in &loaded.vehicles {
            let vehicle = models
                .get(placed.vehicle.as_str())
                .ok_or_else(|| TrainError::UnknownVehicle { vehicle: placed.vehicle.clone() })?;
            let extent = [placed.position, vehicle.length, deck.length];
            if extent.into_iter().any(|mm| !small(mm.get(), LENGTH_MAX)) {
                return Err(out_of_range("position"));
            }
            let mass = vehicle.kerb_mass.get().saturating_add(lashing);
            gross = gross.saturating_add(mass);
            if !small(gross, MASS_MAX) {
                return Err(out_of_range("gross mass"));
            }
            let middle = 2 * i128::from(placed.position.get()) + i128::from(vehicle.length.get());
            moment += i128::from(mass) * (middle - i128::from(deck.length.get()));
        }
    }
    Ok(Wagon {
        stop,
        number,
        unit: unit.clone(),
        handling: equipment.handling,
        length,
        gross_mass: Kilograms::new(gross),
        heaviest_axle: heaviest_axle(equipment, gross, moment.unsigned_abs()),
    })
}

// An end carries gross/2 + moment/supports on axles/2; `moment` is given twice.
fn heaviest_axle(equipment: &Equipment, gross: u64, moment: u128) -> Option<Kilograms> {
    let axles = u128::from(equipment.axles?);
    let (mass, parts) = match equipment.stowage.supports.filter(|supports| supports.get() > 0) {
        Some(supports) => {
            let supports = u128::from(supports.get());
            (u128::from(gross) * supports + moment, axles * supports)
        }
        None => (u128::from(gross), axles),
    };
    if parts == 0 {
        return None;
    }
    u64::try_from(mass.div_ceil(parts)).ok().map(Kilograms::new)
}

/// Whether each wagon may go in a train by itself.
pub(super) fn check(wagons: &[Wagon], stops: usize, limits: &TrainLimits) -> Result<(), TrainError> {
    let room = limits.room()?;
    for wagon in wagons {
        let equipment = || wagon.unit.equipment.clone();
        if wagon.stop >= stops {
            return Err(TrainError::UnknownStop { stop: wagon.stop, stops });
        }
        let (length, gross) = (wagon.length, wagon.gross_mass);
        for (value, max, what) in
            [(length.get(), LENGTH_MAX, "length"), (gross.get(), MASS_MAX, "gross mass")]
        {
            if value == 0 || value > max {
                return Err(TrainError::OutOfRange { equipment: equipment(), what });
            }
        }
        if length.get() > room.length {
            let excess = Millimetres::new(length.get() - room.length);
            return Err(TrainError::TooLong { equipment: equipment(), length, excess });
        }
        if gross.get() > room.mass {
            let excess = Kilograms::new(gross.get() - room.mass);
            return Err(TrainError::TooHeavy { equipment: equipment(), gross, excess });
        }
        if let Some(load) = limits.axle_load {
            let axle = wagon.heaviest_axle.ok_or_else(|| TrainError::NoAxles { equipment: equipment() })?;
            if let Some(excess) = axle.checked_sub(load.max).filter(|kg| *kg > Kilograms::ZERO) {
                let (max, speed_kmh) = (load.max, load.speed_kmh);
                return Err(TrainError::AxleTooHeavy {
                    equipment: equipment(),
                    axle,
                    max,
                    speed_kmh,
                    excess,
                });
            }
        }
    }
    Ok(())
}
