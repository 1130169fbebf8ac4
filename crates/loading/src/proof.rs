//! The bound as something that can be checked: weights of models, and the most a unit can weigh.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, EquipmentKind, LoadPlan, LoadedUnit, ShipmentLine, VehicleId};

use crate::bounds::Resource;
use crate::columns::Certificate;
use crate::instance::Instance;
use crate::pricing::Multipliers;

/// Why no plan has fewer units: each model has a weight, no unit can hold more weight than `capacity`, so at least
/// the total weight over the capacity, rounded up, are needed.
///
/// Length, mass and number of vehicles are such weights; the dual solution of the linear program over loading
/// patterns gives the best ones (a dual feasible function).
///
/// # Source
/// Fekete, Schepers, "New classes of fast lower bounds for bin packing problems", 2001.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// Units that are needed at least.
    pub units: u32,
    /// What the weights count.
    pub resource: Resource,
    /// Weight of one vehicle of each model. `DeckLength` counts millimetres with a gap, `Mass` kilograms.
    pub weights: BTreeMap<VehicleId, u64>,
    /// What a unit can weigh at most.
    pub capacity: u128,
    /// The same in words with numbers.
    pub reason: String,
    /// Hints for the check: prices of shared limits under which the claim is easily seen. Any values are safe.
    pub(crate) multipliers: Multipliers,
}

impl Proof {
    pub(crate) fn new(
        instance: &Instance,
        equipment: &Equipment,
        resource: Resource,
        certificate: &Certificate,
    ) -> Self {
        let quantities = instance.quantities();
        let units = certificate.units(&quantities);
        let mut weights = BTreeMap::new();
        for (class, weight) in instance.classes.iter().zip(&certificate.weights) {
            for (vehicle, _) in &class.models {
                weights.insert(vehicle.clone(), u64::try_from(*weight).unwrap_or(0));
            }
        }
        let total = u128::try_from(certificate.total(&quantities)).unwrap_or(0);
        let capacity = u128::try_from(certificate.capacity).unwrap_or(1).max(1);
        let weighed = instance
            .classes
            .iter()
            .zip(&certificate.weights)
            .filter(|(_, weight)| **weight > 0)
            .map(|(class, _)| u64::from(class.quantity))
            .sum();
        let reason = reason(equipment, &resource, weighed, total, capacity, units);
        let multipliers = certificate.multipliers.clone();
        Self { units, resource, weights, capacity, reason, multipliers }
    }

    /// Vehicles on their own wheels.
    pub(crate) fn one_by_one(lines: &[ShipmentLine], vehicles: u32) -> Self {
        Self {
            units: vehicles,
            resource: Resource::Places,
            weights: lines.iter().map(|line| (line.vehicle.id.clone(), 1)).collect(),
            capacity: 1,
            reason: format!("each of {vehicles} vehicles drives itself"),
            multipliers: Multipliers::default(),
        }
    }

    pub(crate) fn plan(&self, equipment: &Equipment, units: Vec<LoadedUnit>) -> LoadPlan {
        LoadPlan {
            equipment: equipment.id.clone(),
            units,
            lower_bound: self.units,
            bound_reason: self.reason.clone(),
        }
    }
}

/// What units of a kind are called, in the plural.
pub(crate) fn plural(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Wagon => "wagons",
        EquipmentKind::Container => "containers",
        EquipmentKind::RoadCarrier => "carriers",
        EquipmentKind::Vessel => "vessels",
        EquipmentKind::OwnWheels => "vehicles on own wheels",
    }
}

fn reason(
    equipment: &Equipment,
    resource: &Resource,
    vehicles: u64,
    total: u128,
    capacity: u128,
    units: u32,
) -> String {
    if units == 0 {
        return "there are no vehicles".to_owned();
    }
    let what = plural(equipment.kind);
    let ratio = hundredths(total, capacity);
    let on = |decks: &[usize]| {
        let names: Vec<&str> =
            decks.iter().filter_map(|deck| equipment.decks.get(*deck)).map(|deck| deck.id.as_str()).collect();
        names.join(", ")
    };
    let need = match resource {
        Resource::Places => format!("places: {vehicles} vehicles, at most {capacity} in a unit"),
        Resource::PlacesOf(decks) => {
            format!(
                "places on deck {}: {vehicles} vehicles fit no other, at most {capacity} in a unit",
                on(decks)
            )
        }
        Resource::DeckLength => format!(
            "deck length: {vehicles} vehicles need {} with gaps, a unit has {}",
            metres(total),
            metres(capacity)
        ),
        Resource::DeckLengthOf(decks) => format!(
            "length of deck {}: {vehicles} vehicles that fit no other need {} with gaps, a unit has {}",
            on(decks),
            metres(total),
            metres(capacity)
        ),
        Resource::Mass => format!("mass: {vehicles} vehicles weigh {total} kg, a unit carries {capacity} kg"),
        Resource::Patterns => {
            return format!(
                "patterns: weighted by the share of a unit that each model takes up at best, {vehicles} vehicles \
                 come to {ratio} units and no loadable unit to more than one, so {units} {what}"
            );
        }
    };
    format!("{need}: {ratio}, so {units} {what}")
}

// Rounded down, with two digits; what is cut off is why the bound is rounded up.
fn hundredths(total: u128, capacity: u128) -> String {
    let hundredths = total.saturating_mul(100) / capacity.max(1);
    format!("{}.{:02}", hundredths / 100, hundredths % 100)
}

fn metres(millimetres: u128) -> String {
    format!("{}.{:03} m", millimetres / 1_000, millimetres % 1_000)
}
