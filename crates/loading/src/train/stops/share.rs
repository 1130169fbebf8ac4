//! Who goes where: vehicles of the stops onto the places of units.

use std::collections::BTreeMap;

use landbridge_model::{LoadedUnit, VehicleId};

/// For each model, how many vehicles go to each stop.
pub(super) type Demand = BTreeMap<VehicleId, Vec<u32>>;

/// How many of a unit's vehicles go to each stop, by model.
pub(super) type Share = Demand;

/// Shares the places of units among stops, so that few units serve several: first units that one stop fills, then
/// each of the others to the stop that takes most of it, and so on. `None` where the numbers do not add up.
pub(super) fn share(units: &[LoadedUnit], mut demand: Demand, stops: usize) -> Option<Vec<Share>> {
    let counts: Vec<BTreeMap<VehicleId, u32>> = units.iter().map(count).collect();
    let mut shares: Vec<Option<Share>> = vec![None; units.len()];
    for whole in [true, false] {
        for (unit, of_unit) in counts.iter().enumerate() {
            if shares.get(unit).is_none_or(Option::is_some) {
                continue;
            }
            let size: u32 = of_unit.values().sum();
            let mut open = of_unit.clone();
            let mut own = Share::new();
            loop {
                let best =
                    (0..stops).map(|stop| (taken(&open, &demand, stop), stop)).max_by_key(|(n, stop)| {
                        // Of equals, the stop with least to come, so that it is finished.
                        (*n, std::cmp::Reverse((left(&demand, *stop), *stop)))
                    });
                let Some((most, stop)) = best.filter(|(most, _)| *most > 0) else { break };
                if whole && most < size {
                    break;
                }
                for (model, places) in &mut open {
                    let Some(wanted) = demand.get_mut(model).and_then(|of| of.get_mut(stop)) else {
                        continue;
                    };
                    let n = (*places).min(*wanted);
                    *places -= n;
                    *wanted -= n;
                    let row = own.entry(model.clone()).or_insert_with(|| vec![0; stops]);
                    if let Some(slot) = row.get_mut(stop) {
                        *slot += n;
                    }
                }
                open.retain(|_, places| *places > 0);
            }
            if open.is_empty() {
                if let Some(slot) = shares.get_mut(unit) {
                    *slot = Some(own);
                }
            } else if !whole {
                return None;
            }
        }
    }
    shares.into_iter().collect()
}

/// Vehicles of a unit by model.
pub(super) fn count(unit: &LoadedUnit) -> BTreeMap<VehicleId, u32> {
    let mut counts = BTreeMap::new();
    for placed in unit.decks.iter().flat_map(|deck| &deck.vehicles) {
        *counts.entry(placed.vehicle.clone()).or_insert(0) += 1;
    }
    counts
}

fn taken(open: &BTreeMap<VehicleId, u32>, demand: &Demand, stop: usize) -> u32 {
    let wanted = |model: &VehicleId| demand.get(model).and_then(|of| of.get(stop)).copied().unwrap_or(0);
    open.iter().map(|(model, places)| (*places).min(wanted(model))).sum()
}

fn left(demand: &Demand, stop: usize) -> u64 {
    demand.values().filter_map(|of| of.get(stop)).map(|n| u64::from(*n)).sum()
}

/// The stops that a share serves, in the order of the run.
pub(super) fn served(share: &Share) -> Vec<usize> {
    let stops = share.values().map(Vec::len).max().unwrap_or(0);
    let serves = |stop: &usize| share.values().any(|of| of.get(*stop).is_some_and(|n| *n > 0));
    (0..stops).filter(serves).collect()
}
