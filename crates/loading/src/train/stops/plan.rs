//! Units for several stops: the fewest, with as few of them mixed as is easily had.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Equipment, EquipmentId, LoadPlan, LoadedUnit, ShipmentLine, VehicleId, VehicleModel};

use super::order::in_order;
use super::share::{Demand, Share, count, served, share};
use super::stow::Models;
use crate::{LoadError, plan, plan_with_proof};

/// The emptiest units of each stop that are given up for mixed ones, at most.
const GIVEN_UP_MAX: usize = 3;

/// Vehicles of several stops in units of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StopPlan {
    /// The equipment.
    pub equipment: EquipmentId,
    /// Names of the stops, in the order of the run.
    pub stops: Vec<String>,
    /// Units; those for the earliest stops first.
    pub units: Vec<StopUnit>,
    /// No plan has fewer units, whether stops stand in each other's way or not.
    pub lower_bound: u32,
    /// Why.
    pub bound_reason: String,
    /// What it takes not to mix stops.
    pub one_stop_per_unit: OneStopPerUnit,
    /// Units whose vehicles were planned anew, stop by stop, as no order was found in which none stands in the way.
    pub separated: u32,
}

/// A loaded unit, and where each of its vehicles is set down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StopUnit {
    /// What stands where.
    pub unit: LoadedUnit,
    /// For each deck and vehicle, in their order, the index of its stop.
    pub stops: Vec<Vec<usize>>,
}

/// The alternative in which each unit serves one stop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OneStopPerUnit {
    /// Units of each stop.
    pub units: Vec<u32>,
    /// No plan has fewer, by stop.
    pub lower_bounds: Vec<u32>,
    /// Units more than the plan with mixed units.
    pub more: u32,
}

impl StopPlan {
    /// Number of units.
    #[must_use]
    pub fn n_units(&self) -> u32 {
        narrow(self.units.len())
    }

    /// Whether the bound proves that no plan has fewer units.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.n_units() <= self.lower_bound
    }

    /// Units that serve more than one stop.
    #[must_use]
    pub fn mixed(&self) -> u32 {
        narrow(self.units.iter().filter(|unit| unit.served().len() > 1).count())
    }

    /// The same without stops.
    #[must_use]
    pub fn load_plan(&self) -> LoadPlan {
        LoadPlan {
            equipment: self.equipment.clone(),
            units: self.units.iter().map(|unit| unit.unit.clone()).collect(),
            lower_bound: self.lower_bound,
            bound_reason: self.bound_reason.clone(),
        }
    }
}

impl StopUnit {
    /// The stops it serves, in the order of the run.
    #[must_use]
    pub fn served(&self) -> Vec<usize> {
        self.stops.iter().flatten().copied().collect::<BTreeSet<_>>().into_iter().collect()
    }
}

/// Vehicles for several stops, in the order of the run, in the fewest units, each deck in an order in which none stands
/// in another's way when it is to leave.
///
/// The bound is that of all vehicles together, with stops left out of account. Without low parts, rules for the ends
/// and saddle stacks any vehicles that fit a deck fit it in any order, so the fewest units for all together are the
/// fewest with stops; the plan is optimal where the packing is. With them an order is searched unit by unit; vehicles of
/// units without one are planned anew by stop, and the bound may then lie below what is possible. If no mixing is
/// needed to attain the number of units, or only that of the emptiest units of each stop, no more is mixed.
///
/// # Errors
/// If the equipment cannot take a model, or a dimension, mass or number is out of range.
pub fn plan_stops(
    stops: &[(String, Vec<ShipmentLine>)],
    equipment: &Equipment,
) -> Result<StopPlan, LoadError> {
    let all: Vec<ShipmentLine> = stops.iter().flat_map(|(_, lines)| lines.iter().cloned()).collect();
    let (merged, _) = plan_with_proof(&all, equipment)?;
    let by_stop: Vec<LoadPlan> =
        stops.iter().map(|(_, lines)| plan(lines, equipment)).collect::<Result<_, _>>()?;
    let job = Job { lines: all, stops: stops.len(), equipment };
    let apart: usize = by_stop.iter().map(|plan| plan.units.len()).sum();
    let target = merged.units.len();
    let mut candidates: Vec<Mix> = Vec::new();
    for given_up in 0..=GIVEN_UP_MAX {
        if apart > target && given_up == 0 {
            continue;
        }
        let mix = job.keep_most(&by_stop, given_up)?;
        let enough = mix.units.len() <= target;
        candidates.push(mix);
        if enough {
            break;
        }
    }
    if candidates.iter().all(|mix| mix.units.len() > target) {
        let demand = job.demand(&stops.iter().map(|(_, lines)| lines.as_slice()).collect::<Vec<_>>());
        candidates.push(job.mix(&merged.units, demand)?);
        if apart > target {
            candidates.push(job.keep_most(&by_stop, 0)?);
        }
    }
    let best = candidates
        .into_iter()
        .min_by_key(|mix| (mix.units.len(), mix.units.iter().filter(|unit| unit.served().len() > 1).count()));
    let Mix { mut units, separated } = best.unwrap_or_default();
    units.sort_by_cached_key(|unit| (unit.served(), unit.clone()));
    let more = narrow(apart).saturating_sub(narrow(units.len()));
    Ok(StopPlan {
        equipment: equipment.id.clone(),
        stops: stops.iter().map(|(label, _)| label.clone()).collect(),
        units,
        lower_bound: merged.lower_bound,
        bound_reason: merged.bound_reason,
        one_stop_per_unit: OneStopPerUnit {
            units: by_stop.iter().map(LoadPlan::n_units).collect(),
            lower_bounds: by_stop.iter().map(|plan| plan.lower_bound).collect(),
            more,
        },
        separated,
    })
}

#[derive(Debug, Default)]
struct Mix {
    units: Vec<StopUnit>,
    separated: u32,
}

struct Job<'a> {
    lines: Vec<ShipmentLine>,
    stops: usize,
    equipment: &'a Equipment,
}

impl Job<'_> {
    fn models(&self) -> Models<'_> {
        self.lines.iter().map(|line| (&line.vehicle.id, &*line.vehicle)).collect()
    }

    fn demand(&self, by_stop: &[&[ShipmentLine]]) -> Demand {
        let mut demand = Demand::new();
        for (stop, lines) in by_stop.iter().enumerate() {
            for line in lines.iter().filter(|line| line.quantity > 0) {
                let row = demand.entry(line.vehicle.id.clone()).or_insert_with(|| vec![0; self.stops]);
                if let Some(n) = row.get_mut(stop) {
                    *n = n.saturating_add(line.quantity);
                }
            }
        }
        demand
    }

    // Lines of these numbers of vehicles. Charge and year were checked with all lines.
    fn lines_of(&self, numbers: &BTreeMap<VehicleId, u32>) -> Vec<ShipmentLine> {
        let mut known: BTreeMap<&VehicleId, &ShipmentLine> = BTreeMap::new();
        for line in &self.lines {
            known.entry(&line.vehicle.id).or_insert(line);
        }
        let line = |(model, n): (&VehicleId, &u32)| {
            known.get(model).map(|line| ShipmentLine { quantity: *n, ..(*line).clone() })
        };
        numbers.iter().filter_map(line).collect()
    }

    // Units of one stop each, but for the emptiest of each stop, whose vehicles are mixed.
    fn keep_most(&self, by_stop: &[LoadPlan], given_up: usize) -> Result<Mix, LoadError> {
        let models = self.models();
        let length = |unit: &LoadedUnit| -> u64 {
            let vehicles = unit.decks.iter().flat_map(|deck| &deck.vehicles);
            let of = |vehicle: &VehicleModel| vehicle.length.get();
            vehicles.filter_map(|placed| models.get(&placed.vehicle)).map(|vehicle| of(vehicle)).sum()
        };
        let (mut kept, mut demand, mut rest) = (Vec::new(), Demand::new(), BTreeMap::new());
        for (stop, of_stop) in by_stop.iter().enumerate() {
            let mut order: Vec<&LoadedUnit> = of_stop.units.iter().collect();
            // Fullest first; equal ones stay in their order.
            order.sort_by_key(|unit| Reverse((count(unit).values().sum::<u32>(), length(unit))));
            let keep = order.len().saturating_sub(given_up);
            for unit in order.iter().take(keep) {
                kept.push(((*unit).clone(), self.alone(&count(unit), stop)));
            }
            for unit in order.iter().skip(keep) {
                for (model, n) in count(unit) {
                    *rest.entry(model.clone()).or_insert(0) += n;
                    let row = demand.entry(model).or_insert_with(|| vec![0; self.stops]);
                    if let Some(slot) = row.get_mut(stop) {
                        *slot += n;
                    }
                }
            }
        }
        let mut mix = self.ordered(kept)?;
        if !rest.is_empty() {
            let again = plan(&self.lines_of(&rest), self.equipment)?;
            let mixed = self.mix(&again.units, demand)?;
            mix.units.extend(mixed.units);
            mix.separated += mixed.separated;
        }
        Ok(mix)
    }

    fn alone(&self, counts: &BTreeMap<VehicleId, u32>, stop: usize) -> Share {
        let row = |n: u32| (0..self.stops).map(|other| if other == stop { n } else { 0 }).collect();
        counts.iter().map(|(model, n)| (model.clone(), row(*n))).collect()
    }

    fn mix(&self, units: &[LoadedUnit], demand: Demand) -> Result<Mix, LoadError> {
        // Places and vehicles are the same ones, so they always add up.
        let shares = share(units, demand, self.stops).unwrap_or_default();
        self.ordered(units.iter().cloned().zip(shares).collect())
    }

    // Orders each unit; vehicles of those without an order are planned by stop.
    fn ordered(&self, shared: Vec<(LoadedUnit, Share)>) -> Result<Mix, LoadError> {
        let models = self.models();
        let mut mix = Mix::default();
        let mut failed: Vec<BTreeMap<VehicleId, u32>> = vec![BTreeMap::new(); self.stops];
        for (unit, share) in shared {
            let found = in_order(&unit, &share, self.equipment, &models);
            if let Some(found) = found {
                mix.units.push(found);
                continue;
            }
            if let [stop] = &served(&share)[..] {
                // Planned for one stop: nothing better is known.
                let stops = unit.decks.iter().map(|deck| vec![*stop; deck.vehicles.len()]).collect();
                mix.units.push(StopUnit { unit, stops });
                continue;
            }
            mix.separated += 1;
            for (model, of) in share {
                for (numbers, n) in failed.iter_mut().zip(of).filter(|(_, n)| *n > 0) {
                    *numbers.entry(model.clone()).or_insert(0) += n;
                }
            }
        }
        for (stop, numbers) in failed.iter().enumerate().filter(|(_, numbers)| !numbers.is_empty()) {
            for unit in plan(&self.lines_of(numbers), self.equipment)?.units {
                let stops = unit.decks.iter().map(|deck| vec![stop; deck.vehicles.len()]).collect();
                mix.units.push(StopUnit { unit, stops });
            }
        }
        Ok(mix)
    }
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
