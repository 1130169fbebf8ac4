//! Trains of like mass or length, for wagons where pieces of a row do not do.

use std::cmp::Reverse;

use super::cut::mixed;
use super::items::{Items, Sums};
use super::limits::Room;

/// Exchanges that are looked at when stops are brought together.
pub(super) const EXCHANGES_MAX: usize = 400_000;
/// Moves that are looked at when short trains are filled up.
const MOVES_MAX: usize = 10_000_000;
/// Pairs that are looked at when loads are levelled.
const LEVELS_MAX: usize = 10_000_000;
/// Smallest trains that the largest exchanges with.
const LEVEL_WITH: usize = 6;
/// Rounds of exchanges.
const ROUNDS_MAX: usize = 50;

/// How wagons are first given to trains.
#[derive(Clone, Copy, Debug)]
pub(super) enum Deal {
    /// One row of all wagons in pieces of like mass, so that stops stay together.
    Pieces,
    /// The heaviest first, each to the lightest train.
    Mass,
    /// The longest first, each to the shortest train.
    Length,
}

/// So many trains of like mass or length: wagons are given out, loads levelled by exchanges where a limit is broken,
/// short trains filled up, and stops brought together. `None` where limits stay broken or a train empty.
///
/// # Source
/// Graham, "Bounds on multiprocessing timing anomalies", 1969 (longest processing time first).
pub(super) fn balance(
    items: &Items,
    room: &Room,
    which: &[usize],
    trains: usize,
    deal: Deal,
) -> Option<Vec<Vec<usize>>> {
    let mut loads = match deal {
        Deal::Pieces => pieces(items, which, trains),
        Deal::Mass => dealt(items, room, which, trains, |sums| (sums.mass, sums.length))?,
        Deal::Length => dealt(items, room, which, trains, |sums| (sums.length, sums.mass))?,
    };
    if let Deal::Length = deal {
        level(items, room, &mut loads, |sums| sums.length, |sums| sums.mass <= room.mass);
    } else {
        level(items, room, &mut loads, |sums| sums.mass, |sums| sums.length <= room.length);
    }
    if !loads.iter().all(|(sums, _)| sums.fits(room) && sums.units > 0) {
        return None;
    }
    fill_up(items, room, &mut loads);
    bring_together(items, room, &mut loads);
    Some(loads.into_iter().map(|(_, train)| train).collect())
}

type Load = (Sums, Vec<usize>);

/// How good it is, the smaller train, and places of wagons in the larger and, unless one only moves, in the smaller.
type Exchange = ((u64, bool), usize, usize, Option<usize>);

// Heavy and light wagons of a stop in turn, cut where the mass passes a whole share of the total.
fn pieces(items: &Items, which: &[usize], trains: usize) -> Vec<Load> {
    let of_stop = which.chunk_by(|a, b| items.items[*a].stop == items.items[*b].stop);
    let row: Vec<usize> = of_stop.flat_map(mixed).collect();
    let total = u128::from(Sums::of(items, &row).mass).max(1);
    let mut loads: Vec<Load> = vec![(Sums::default(), Vec::new()); trains];
    let mut before = 0_u128;
    for idx in row {
        let item = &items.items[idx];
        // The piece in which the middle of the wagon lies.
        let middle = 2 * before + u128::from(item.mass);
        before += u128::from(item.mass);
        let share = middle * u128::try_from(trains).unwrap_or(1) / (2 * total);
        let train = usize::try_from(share).unwrap_or(usize::MAX).min(trains.saturating_sub(1));
        if let Some((sums, wagons)) = loads.get_mut(train) {
            *sums = sums.with(item);
            wagons.push(idx);
        }
    }
    loads
}

// By number alone; what that breaks is levelled later.
fn dealt(
    items: &Items,
    room: &Room,
    which: &[usize],
    trains: usize,
    size: fn(&Sums) -> (u64, u64),
) -> Option<Vec<Load>> {
    let mut order = which.to_vec();
    order.sort_by_key(|idx| (Reverse(size(&Sums::default().with(&items.items[*idx]))), *idx));
    let mut loads: Vec<Load> = vec![(Sums::default(), Vec::new()); trains];
    for idx in order {
        let open = loads.iter_mut().filter(|(sums, _)| sums.units < room.units);
        let (sums, train) = open.min_by_key(|(sums, _)| size(sums))?;
        *sums = sums.with(&items.items[idx]);
        train.push(idx);
    }
    Some(loads)
}

// While a train breaks a limit, exchanges a wagon of the largest with one of the smallest trains, the pair that brings
// both nearest to each other; of equals one for the same stop. The other measure is `kept`.
fn level(
    items: &Items,
    room: &Room,
    loads: &mut [Load],
    size: fn(&Sums) -> u64,
    kept: impl Fn(&Sums) -> bool,
) {
    let of = |idx: usize| size(&Sums::default().with(&items.items[idx]));
    let mut looked = 0_usize;
    while looked < LEVELS_MAX {
        let Some(large) = (0..loads.len())
            .filter(|train| !loads[*train].0.fits(room))
            .max_by_key(|train| (size(&loads[*train].0), Reverse(*train)))
        else {
            return;
        };
        let mut others: Vec<usize> = (0..loads.len()).filter(|train| *train != large).collect();
        others.sort_by_key(|train| (size(&loads[*train].0), *train));
        looked += loads.len();
        let mut best: Option<Exchange> = None;
        for small in others.into_iter().take(LEVEL_WITH) {
            let Some(apart) = size(&loads[large].0).checked_sub(size(&loads[small].0)) else { continue };
            looked += loads[large].1.len() * (loads[small].1.len() + 1);
            for (a, x) in loads[large].1.iter().enumerate() {
                let others = loads[small].1.iter().map(Some).chain([None]);
                for (b, y) in others.enumerate() {
                    let Some(moved) = of(*x).checked_sub(y.map_or(0, |y| of(*y))) else { continue };
                    if moved == 0 || moved >= apart || (y.is_none() && loads[small].0.units >= room.units) {
                        continue;
                    }
                    let same = y.is_some_and(|y| items.items[*x].stop == items.items[*y].stop);
                    // Larger where the difference that is left is smaller.
                    let gain = (apart.min(moved * 2) - (moved * 2).saturating_sub(apart), same);
                    if best.as_ref().is_some_and(|(known, ..)| *known >= gain) {
                        continue;
                    }
                    let (from, to) = exchanged(items, loads, (large, *x), (small, y.copied()));
                    if kept(&from) && kept(&to) {
                        best = Some((gain, small, a, y.map(|_| b)));
                    }
                }
            }
        }
        let Some((_, small, a, b)) = best else { return };
        let x = loads[large].1[a];
        let y = b.map(|b| loads[small].1[b]);
        (loads[large].0, loads[small].0) = exchanged(items, loads, (large, x), (small, y));
        match (b, y) {
            (Some(b), Some(y)) => (loads[large].1[a], loads[small].1[b]) = (y, x),
            _ => {
                loads[large].1.swap_remove(a);
                loads[small].1.push(x);
            }
        }
    }
}

// What two trains hold after an exchange.
fn exchanged(
    items: &Items,
    loads: &[Load],
    (one, x): (usize, usize),
    (two, y): (usize, Option<usize>),
) -> (Sums, Sums) {
    let (first, second) = (loads[one].0.without(&items.items[x]), loads[two].0.with(&items.items[x]));
    match y {
        Some(y) => (first.with(&items.items[y]), second.without(&items.items[y])),
        None => (first, second),
    }
}

// Moves the lightest wagon that fits from a train with wagons to spare into the shortest train.
fn fill_up(items: &Items, room: &Room, loads: &mut [Load]) {
    let rounds = loads.len().saturating_mul(room.least.min(items.len()));
    for _ in 0..rounds.min(MOVES_MAX / items.len().max(1)) {
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
fn bring_together(items: &Items, room: &Room, loads: &mut [Load]) {
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
    loads: &mut [Load],
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
