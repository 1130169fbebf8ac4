//! Stops in groups that share no train: the more groups, the fewer stops per train.

use super::balance::EXCHANGES_MAX;
use super::cut::{Cost, cut, mixed};
use super::items::{Items, Sums};
use super::least::least_by_sums;
use super::limits::Room;

/// Stops up to which all groups are cut into trains.
const CUT_STOPS_MAX: usize = 8;
/// Steps of cutting them all.
const CUT_STEPS_MAX: usize = 20_000_000;
/// Stops up to which all groupings are counted for the bound.
const BOUND_STOPS_MAX: usize = 11;

fn by_stop(items: &Items, which: &[usize]) -> Vec<Vec<usize>> {
    let mut stops = vec![Vec::new(); items.stops];
    for idx in which {
        stops[items.items[*idx].stop].push(*idx);
    }
    stops.retain(|of_stop: &Vec<usize>| !of_stop.is_empty());
    stops
}

/// The best division into groups of stops, each group cut from one row: fewest trains, short trains, stops per train.
///
/// Where wagons are alike this is the best of all divisions: trains and stops that share wagons form components, and
/// a component of `s` stops and `t` trains has at least `s + t - 1` pairs, which a cut of one row attains.
/// Dynamic programming over sets of stops, O(3^stops).
pub(super) fn by_groups(items: &Items, room: &Room, which: &[usize], full: bool) -> Option<Vec<Vec<usize>>> {
    let stops: Vec<Vec<usize>> = by_stop(items, which).iter().map(|of_stop| mixed(of_stop)).collect();
    if stops.len() > CUT_STOPS_MAX || all_groups(which.len(), stops.len(), room) > CUT_STEPS_MAX {
        return cut(items, room, &stops.concat(), full).map(|(_, trains)| trains);
    }
    let sets = 1_usize << stops.len();
    let row = |set: usize| -> Vec<usize> {
        let inside = stops.iter().enumerate().filter(|(stop, _)| set >> stop & 1 == 1);
        inside.flat_map(|(_, of_stop)| of_stop.iter().copied()).collect()
    };
    let costs: Vec<Option<Cost>> =
        (0..sets).map(|set| cut(items, room, &row(set), full).map(|(cost, _)| cost)).collect();
    let mut best: Vec<Option<(Cost, usize)>> = vec![None; sets];
    best[0] = Some(((0, 0, 0), 0));
    for set in 1..sets {
        let first = 1_usize << set.trailing_zeros();
        let rest = set ^ first;
        // All subsets that hold the first stop.
        let mut sub = rest;
        loop {
            let group = sub | first;
            if let (Some(own), Some((other, _))) = (costs[group], best[set ^ group]) {
                let cost = (own.0 + other.0, own.1 + other.1, own.2 + other.2);
                if best[set].is_none_or(|(known, _)| cost < known) {
                    best[set] = Some((cost, group));
                }
            }
            if sub == 0 {
                break;
            }
            sub = (sub - 1) & rest;
        }
    }
    let mut trains = Vec::new();
    let mut set = sets - 1;
    while set > 0 {
        let (_, group) = best[set]?;
        trains.extend(cut(items, room, &row(group), full)?.1);
        set ^= group;
    }
    Some(trains)
}

fn all_groups(wagons: usize, stops: usize, room: &Room) -> usize {
    wagons.saturating_mul(wagons.min(room.units)).saturating_mul(1 << stops.min(CUT_STOPS_MAX))
}

/// Roughly the steps of dividing so many wagons in all ways but the search.
pub(super) fn steps_of(wagons: usize, stops: usize, room: &Room) -> usize {
    all_groups(wagons, stops, room).min(CUT_STEPS_MAX).saturating_add(EXCHANGES_MAX)
}

/// No division of all wagons into so many trains has fewer stops over all trains.
///
/// With `s` stops, `t` trains and `g` components there are at least `s + t - g` pairs; `g` is at most the number of
/// groups of stops whose least numbers of trains add up to `t` or fewer.
pub(super) fn parts_at_least(items: &Items, room: &Room, trains: usize) -> usize {
    let all: Vec<usize> = (0..items.len()).collect();
    let sums: Vec<Sums> = by_stop(items, &all).iter().map(|of_stop| Sums::of(items, of_stop)).collect();
    let alone: usize = sums.iter().map(|sums| least_by_sums(*sums, room)).sum();
    let plain = alone.max(trains).max(items.stops);
    if sums.len() > BOUND_STOPS_MAX {
        return plain;
    }
    let sets = 1_usize << sums.len();
    let least: Vec<usize> = (0..sets)
        .map(|set| {
            let inside = sums.iter().enumerate().filter(|(stop, _)| set >> stop & 1 == 1);
            let total = inside.fold(Sums::default(), |a, (_, b)| Sums {
                units: a.units + b.units,
                length: a.length.saturating_add(b.length),
                mass: a.mass.saturating_add(b.mass),
            });
            least_by_sums(total, room)
        })
        .collect();
    // For each set and number of groups, the fewest trains.
    let mut fewest: Vec<Vec<usize>> = vec![vec![0]];
    for set in 1..sets {
        let first = 1_usize << set.trailing_zeros();
        let rest = set ^ first;
        let mut of_set: Vec<usize> = vec![usize::MAX; usize::try_from(set.count_ones()).unwrap_or(0) + 1];
        let mut sub = rest;
        loop {
            let group = sub | first;
            for (groups, before) in fewest[set ^ group].iter().enumerate() {
                let total = before.saturating_add(least[group]);
                of_set[groups + 1] = of_set[groups + 1].min(total);
            }
            if sub == 0 {
                break;
            }
            sub = (sub - 1) & rest;
        }
        fewest.push(of_set);
    }
    let groups = fewest.last().and_then(|of_all| of_all.iter().rposition(|fewest| *fewest <= trains));
    plain.max((items.stops + trains).saturating_sub(groups.unwrap_or(0)))
}
