//! Trains of like mass or length, for wagons where pieces of a row do not do.

use std::cmp::Reverse;

use super::items::{Items, Sums};
use super::limits::Room;

/// Exchanges that are looked at when stops are brought together.
const EXCHANGES_MAX: usize = 400_000;
/// Rounds of exchanges.
const ROUNDS_MAX: usize = 50;

/// What wagons are dealt out by.
#[derive(Clone, Copy, Debug)]
pub(super) enum Measure {
    Mass,
    Length,
}

/// Deals wagons, the largest first, each to the train that has least so far among those it fits; then fills up short
/// trains and brings stops together. `None` where a wagon fits no train, or a train stays empty.
///
/// # Source
/// Graham, "Bounds on multiprocessing timing anomalies", 1969 (longest processing time first).
pub(super) fn balance(
    items: &Items,
    room: &Room,
    which: &[usize],
    trains: usize,
    measure: Measure,
) -> Option<Vec<Vec<usize>>> {
    let size = |idx: usize| {
        let item = &items.items[idx];
        match measure {
            Measure::Mass => (item.mass, item.length),
            Measure::Length => (item.length, item.mass),
        }
    };
    let mut order = which.to_vec();
    order.sort_by_key(|idx| (Reverse(size(*idx)), *idx));
    let mut loads: Vec<(Sums, Vec<usize>)> = vec![(Sums::default(), Vec::new()); trains];
    for idx in order {
        let item = &items.items[idx];
        let open = loads.iter_mut().filter(|(sums, _)| sums.with(item).fits(room));
        let (sums, train) = open.min_by_key(|(sums, _)| match measure {
            Measure::Mass => (sums.mass, sums.length),
            Measure::Length => (sums.length, sums.mass),
        })?;
        *sums = sums.with(item);
        train.push(idx);
    }
    fill_up(items, room, &mut loads);
    bring_together(items, room, &mut loads);
    loads.iter().all(|(sums, _)| sums.units > 0).then(|| loads.into_iter().map(|(_, train)| train).collect())
}

// Moves the lightest wagon that fits from a train with wagons to spare into the shortest train.
fn fill_up(items: &Items, room: &Room, loads: &mut [(Sums, Vec<usize>)]) {
    for _ in 0..loads.len().saturating_mul(room.least.min(items.len())) {
        let Some(to) = (0..loads.len()).min_by_key(|train| loads[*train].0.units) else { return };
        if loads[to].0.units >= room.least {
            return;
        }
        let spare = (0..loads.len()).filter(|train| loads[*train].0.units > room.least);
        let moves = spare.flat_map(|from| (0..loads[from].1.len()).map(move |at| (from, at)));
        let fit = moves.filter(|(from, at)| {
            let idx = loads[*from].1[*at];
            loads[to].0.with(&items.items[idx]).fits(room)
        });
        let key = |from: usize, at: usize| {
            let item = &items.items[loads[from].1[at]];
            (item.mass, item.length, from, at)
        };
        let Some((from, at)) = fit.min_by_key(|(from, at)| key(*from, *at)) else { return };
        let idx = loads[from].1.swap_remove(at);
        loads[from].0 = loads[from].0.without(&items.items[idx]);
        loads[to].0 = loads[to].0.with(&items.items[idx]);
        loads[to].1.push(idx);
    }
}

// Exchanges two wagons where that raises the sum of squares of wagons per stop and train, which is largest where
// each stop has a train of its own.
fn bring_together(items: &Items, room: &Room, loads: &mut [(Sums, Vec<usize>)]) {
    let mut counts = vec![vec![0_usize; items.stops]; loads.len()];
    for (train, (_, wagons)) in loads.iter().enumerate() {
        for idx in wagons {
            counts[train][items.items[*idx].stop] += 1;
        }
    }
    let mut looked = 0;
    for _ in 0..ROUNDS_MAX {
        let mut better = false;
        for one in 0..loads.len() {
            for two in one + 1..loads.len() {
                for a in 0..loads[one].1.len() {
                    for b in 0..loads[two].1.len() {
                        looked += 1;
                        if looked > EXCHANGES_MAX {
                            return;
                        }
                        better |= exchange(items, room, loads, &mut counts, (one, a), (two, b));
                    }
                }
            }
        }
        if !better {
            return;
        }
    }
}

fn exchange(
    items: &Items,
    room: &Room,
    loads: &mut [(Sums, Vec<usize>)],
    counts: &mut [Vec<usize>],
    (one, a): (usize, usize),
    (two, b): (usize, usize),
) -> bool {
    let (from, to) = (loads[one].1[a], loads[two].1[b]);
    let (x, y) = (items.items[from], items.items[to]);
    // (p-1)^2 + (q+1)^2 and so on, without what stays the same.
    let gain = counts[two][x.stop] + counts[one][y.stop] + 2;
    let loss = counts[one][x.stop] + counts[two][y.stop];
    if x.stop == y.stop || gain <= loss {
        return false;
    }
    let first = loads[one].0.without(&x).with(&y);
    let second = loads[two].0.without(&y).with(&x);
    if !first.fits(room) || !second.fits(room) {
        return false;
    }
    (loads[one].0, loads[two].0) = (first, second);
    (loads[one].1[a], loads[two].1[b]) = (to, from);
    counts[one][x.stop] -= 1;
    counts[two][x.stop] += 1;
    counts[two][y.stop] -= 1;
    counts[one][y.stop] += 1;
    true
}
