//! The bound as something that can be checked: weights of models, and the most a unit can weigh.

use std::collections::BTreeMap;

use landbridge_model::{Deck, DeckId, Equipment, EquipmentId, EquipmentKind, VehicleId};

use super::columns::Certificate;
use super::pricing::Multipliers;
use super::simple::Resource;
use crate::problem::Problem;
use crate::search::{Case, Solution};

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
    /// The proof of a plan of one kind of equipment.
    pub(crate) fn new(problem: &Problem, equipment: &Equipment, solution: &Solution) -> Self {
        let certificate = &solution.cases[0].certificate;
        let quantities = problem.quantities();
        let units = u32::try_from(solution.bound()).unwrap_or(u32::MAX);
        let total = u128::try_from(certificate.total(&quantities)).unwrap_or(0);
        let capacity = certificate.capacities.first().copied().unwrap_or(1);
        let capacity = u128::try_from(capacity).unwrap_or(1).max(1);
        let weighed: u64 = problem
            .rows
            .iter()
            .zip(&certificate.weights)
            .filter(|(_, weight)| **weight > 0)
            .map(|(row, _)| u64::from(row.quantity))
            .sum();
        let reason = if equipment.kind == EquipmentKind::OwnWheels {
            format!("each of {units} vehicles drives itself")
        } else {
            reason(equipment, &solution.resource, weighed, total, capacity, units)
        };
        Self {
            units,
            resource: solution.resource.clone(),
            weights: weights(problem, certificate),
            capacity,
            reason,
            multipliers: certificate.multipliers.first().cloned().unwrap_or_default(),
        }
    }
}

/// Why no plan over several kinds of equipment costs less: every plan has some number of units of each offer, these
/// numbers lie in one of the cases, and in each case no plan costs less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetProof {
    /// Cost of any plan at least.
    pub cost: u64,
    /// Ranges of numbers of units that together hold every plan.
    pub cases: Vec<FleetCase>,
    /// The same in words with numbers.
    pub reason: String,
}

/// Plans that have so many units of each offer, and why none of them costs less.
///
/// Each model has a weight, and no unit of a kind can hold more weight than its capacity. The units that every plan
/// of the case has are paid for and hold what they can. Of further units that are limited, each may hold its `rent`
/// for nothing. What all vehicles weigh beyond that must be held by units that each cost something, at best at the
/// least ratio of cost to capacity beyond rent.
///
/// # Source
/// Weak duality of the linear program over loading patterns; Farley, "A note on bounding a class of linear
/// programming problems", 1990.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetCase {
    /// Units of each offer at least.
    pub least: Vec<u32>,
    /// Units of each offer at most; `None` is no limit.
    pub most: Vec<Option<u32>>,
    /// Weight of one vehicle of each model.
    pub weights: BTreeMap<VehicleId, u64>,
    /// The equipment with its settings, offer by offer, each with what a unit of it can weigh at most.
    pub kinds: Vec<KindProof>,
}

/// What a unit of one kind of equipment can weigh.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KindProof {
    /// The equipment.
    pub equipment: EquipmentId,
    /// The most that a unit can weigh.
    pub capacity: u128,
    /// What it may weigh for nothing; the same for all settings of a unit.
    pub rent: u64,
    /// Hints for the check. Any values are safe.
    pub(crate) multipliers: Multipliers,
}

impl FleetProof {
    /// The proof of a plan of several kinds of equipment.
    pub(crate) fn new(problem: &Problem, equipment: &[&Equipment], solution: &Solution) -> Self {
        let cost = solution.bound();
        let vehicles: u64 = problem.rows.iter().map(|row| u64::from(row.quantity)).sum();
        let reason = format!(
            "patterns: weighted by the share of a unit's cost that each model takes up at best, {vehicles} vehicles \
             cost {cost} at least{}",
            match solution.cases.len() {
                1 => String::new(),
                cases => format!(", in each of {cases} cases of numbers of units"),
            }
        );
        let cases = solution.cases.iter().map(|case| FleetCase::new(problem, equipment, case)).collect();
        Self { cost, cases, reason }
    }
}

impl FleetCase {
    fn new(problem: &Problem, equipment: &[&Equipment], case: &Case) -> Self {
        let certificate = &case.certificate;
        let kinds = equipment.iter().enumerate().map(|(kind, equipment)| KindProof {
            equipment: equipment.id.clone(),
            capacity: u128::try_from(certificate.capacities[kind]).unwrap_or(0),
            rent: u64::try_from(certificate.rents[problem.kinds[kind].group]).unwrap_or(0),
            multipliers: certificate.multipliers[kind].clone(),
        });
        Self {
            least: case.range.least.clone(),
            most: case.range.most.iter().map(|most| (*most < u32::MAX).then_some(*most)).collect(),
            weights: weights(problem, certificate),
            kinds: kinds.collect(),
        }
    }
}

// Lines of one model may be in two rows, as with different states of charge: the lighter weight counts for both.
fn weights(problem: &Problem, certificate: &Certificate) -> BTreeMap<VehicleId, u64> {
    let mut weights = BTreeMap::new();
    for (row, weight) in problem.rows.iter().zip(&certificate.weights) {
        let weight = u64::try_from(*weight).unwrap_or(0);
        for (vehicle, _) in &row.models {
            weights
                .entry(vehicle.clone())
                .and_modify(|known: &mut u64| *known = weight.min(*known))
                .or_insert(weight);
        }
    }
    weights
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

/// What one unit of a kind is called.
fn singular(kind: EquipmentKind) -> &'static str {
    match kind {
        EquipmentKind::Wagon => "wagon",
        EquipmentKind::Container => "container",
        EquipmentKind::RoadCarrier => "carrier",
        EquipmentKind::Vessel => "vessel",
        EquipmentKind::OwnWheels => "vehicle on own wheels",
    }
}

/// A number of units with what they are called.
pub(crate) fn counted(kind: EquipmentKind, units: u64) -> String {
    if units == 1 { format!("1 {}", singular(kind)) } else { format!("{units} {}", plural(kind)) }
}

/// Decks as sentences name them: `deck lower`, `decks lower and upper`.
pub(crate) fn deck_words<'d>(decks: impl IntoIterator<Item = &'d Deck>) -> String {
    let decks: Vec<&DeckId> = decks.into_iter().map(|deck| &deck.id).collect();
    match decks.as_slice() {
        [only] => only.in_words(),
        several => {
            let names: Vec<&str> = several.iter().map(|deck| deck.as_str()).collect();
            format!("decks {}", names.join(" and "))
        }
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
    let units = counted(equipment.kind, u64::from(units));
    let ratio = hundredths(total, capacity);
    let on = |decks: &[usize]| deck_words(decks.iter().filter_map(|deck| equipment.decks.get(*deck)));
    let need = match resource {
        Resource::Places => format!("places: {vehicles} vehicles, at most {capacity} in a unit"),
        Resource::PlacesOf(decks) => {
            format!("places on {}: {vehicles} vehicles fit no other, at most {capacity} in a unit", on(decks))
        }
        Resource::PlacesBetween => format!(
            "places between low parts: {vehicles} vehicles are too high to stand under them, at most {capacity} in a \
             unit"
        ),
        Resource::DeckLength => format!(
            "deck length: {vehicles} vehicles need {} with gaps, a unit has {}",
            metres(total),
            metres(capacity)
        ),
        Resource::DeckLengthOf(decks) => format!(
            "length of {}: {vehicles} vehicles that fit no other need {} with gaps, a unit has {}",
            on(decks),
            metres(total),
            metres(capacity)
        ),
        Resource::Mass => format!("mass: {vehicles} vehicles weigh {total} kg, a unit carries {capacity} kg"),
        Resource::Patterns => {
            return format!(
                "patterns: weighted by the share of a unit that each model takes up at best, {vehicles} vehicles \
                 come to {ratio} units and no loadable unit to more than one, so {units}"
            );
        }
    };
    format!("{need}: {ratio}, so {units}")
}

// Rounded down, with two digits; what is cut off is why the bound is rounded up, and is told where nothing else is
// left of it.
fn hundredths(total: u128, capacity: u128) -> String {
    let (hundred, capacity) = (total.saturating_mul(100), capacity.max(1));
    let hundredths = hundred / capacity;
    let just = if hundredths % 100 == 0 && hundred % capacity > 0 { "just over " } else { "" };
    format!("{just}{}.{:02}", hundredths / 100, hundredths % 100)
}

fn metres(millimetres: u128) -> String {
    format!("{}.{:03} m", millimetres / 1_000, millimetres % 1_000)
}
