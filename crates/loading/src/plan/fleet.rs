//! Several kinds of equipment side by side, each with its settings, its cost and its number: the least cost.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, EquipmentId, LoadedUnit, ShipmentLine, VehicleId};

use super::arrange::arrange;
use crate::bound::FleetProof;
use crate::error::LoadError;
use crate::problem::{Group, Problem, Source};
use crate::refusal::{refusals, takes};
use crate::search::{Control, cost, solve};

/// Largest cost of a unit, so that sums over all units of all plans stay exact.
const COST_MAX: u64 = 1 << 40;

/// Equipment that may be loaded, with its settings.
#[derive(Clone, Debug)]
pub struct Offer<'a> {
    /// The equipment.
    pub unit: &'a Equipment,
    /// The same unit with its racks or decks set otherwise.
    pub settings: Vec<&'a Equipment>,
    /// What a unit costs, in minor units of any one currency, or 1 to count units; at least 1.
    pub cost: u64,
    /// How many there are; `None` for as many as are needed.
    pub available: Option<u32>,
}

/// A plan over several kinds of equipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FleetPlan {
    /// Units, each with its equipment. Equal units stand together.
    pub units: Vec<LoadedUnit>,
    /// What they cost together.
    pub cost: u64,
    /// No plan costs less. 0 where vehicles are left behind, as then nothing is claimed.
    pub lower_bound: u64,
    /// Why, in words with numbers.
    pub bound_reason: String,
    /// Vehicles for which no units were left; empty for a whole plan.
    pub left_behind: BTreeMap<VehicleId, u32>,
    /// What proves the bound.
    pub proof: FleetProof,
}

impl FleetPlan {
    /// Whether all vehicles are placed and the bound proves that no plan costs less.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.left_behind.is_empty() && self.cost <= self.lower_bound
    }

    /// Number of units.
    #[must_use]
    pub fn n_units(&self) -> usize {
        self.units.len()
    }
}

/// A plan of the least cost found over several kinds of equipment, each vehicle in a unit that takes it, with a
/// lower bound. `control` limits the work, tells of progress, and may stop the search: what is returned then is the
/// best plan so far with its bound.
///
/// # Errors
/// If no offer takes a model ([`LoadError::Refused`], by the first offer), an offer costs nothing or more than 2^40,
/// there is no offer, or a dimension, mass or number is out of range.
pub fn plan_fleet(
    lines: &[ShipmentLine],
    offers: &[Offer<'_>],
    control: &mut Control<'_>,
) -> Result<FleetPlan, LoadError> {
    let first = offers.first().ok_or(LoadError::NoOffer)?;
    let mut equipment = Vec::new();
    for (group, offer) in offers.iter().enumerate() {
        if offer.cost == 0 || offer.cost > COST_MAX {
            return Err(LoadError::Cost {
                equipment: offer.unit.id.clone(),
                cost: offer.cost,
                max: COST_MAX,
            });
        }
        equipment.push((offer.unit, group));
        equipment.extend(offer.settings.iter().map(|setting| (*setting, group)));
    }
    let mut ids: Vec<&EquipmentId> = equipment.iter().map(|(equipment, _)| &equipment.id).collect();
    ids.sort();
    if let Some(pair) = ids.windows(2).find(|pair| pair[0] == pair[1]) {
        return Err(LoadError::OfferedTwice { equipment: pair[0].clone() });
    }
    let groups = offers
        .iter()
        .map(|offer| Group {
            cost: offer.cost,
            // More than there are vehicles is no limit.
            available: offer.available.filter(|units| *units < u32::MAX),
        })
        .collect();
    let source = Source { equipment, groups };
    let problem = Problem::read(lines, &source)?;
    let homeless: Vec<ShipmentLine> = lines
        .iter()
        .filter(|line| line.quantity > 0 && !source.equipment.iter().any(|(e, _)| takes(line, e)))
        .cloned()
        .collect();
    if !homeless.is_empty() {
        let equipment = first.unit.id.clone();
        return Err(LoadError::Refused { equipment, refusals: refusals(&homeless, first.unit) });
    }
    let solution = solve(&problem, control);
    let all: Vec<&Equipment> = source.equipment.iter().map(|(equipment, _)| *equipment).collect();
    let units = arrange(&problem, &all, &solution.packing)
        .ok_or_else(|| LoadError::Unstowed { equipment: first.unit.id.clone() })?;
    let proof = FleetProof::new(&problem, &all, &solution);
    let left_behind = left_behind(lines, &units);
    let whole = left_behind.is_empty();
    Ok(FleetPlan {
        cost: cost(&problem, &solution.packing),
        lower_bound: if whole { proof.cost } else { 0 },
        bound_reason: if whole { proof.reason.clone() } else { "units are too few".to_owned() },
        units,
        left_behind,
        proof,
    })
}

fn left_behind(lines: &[ShipmentLine], units: &[LoadedUnit]) -> BTreeMap<VehicleId, u32> {
    let mut left: BTreeMap<VehicleId, u32> = BTreeMap::new();
    for line in lines {
        let number = left.entry(line.vehicle.id.clone()).or_insert(0);
        *number = number.saturating_add(line.quantity);
    }
    for placed in units.iter().flat_map(|unit| &unit.decks).flat_map(|deck| &deck.vehicles) {
        if let Some(number) = left.get_mut(&placed.vehicle) {
            *number = number.saturating_sub(1);
        }
    }
    left.retain(|_, number| *number > 0);
    left
}
