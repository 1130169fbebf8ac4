//! Trains as pieces of one long row of wagons.

use super::items::{Items, Sums};
use super::limits::Room;

/// Steps of one cut; longer rows are cut as soon as a train is full.
const STEPS_MAX: usize = 5_000_000;

/// Cost of a cut, first things first: trains, short trains, stops per train.
pub(super) type Cost = (usize, usize, usize);

/// The best cut of a row, in which each stop's wagons stand together, into trains: fewest trains, then fewest short
/// ones, then fewest stops per train. With `full`, no train is short; `None` where that cannot be.
///
/// Dynamic programming over the end of the last train, O(wagons * wagons in a train).
pub(super) fn cut(items: &Items, room: &Room, row: &[usize], full: bool) -> Option<(Cost, Vec<Vec<usize>>)> {
    if row.len().saturating_mul(row.len().min(room.units)) > STEPS_MAX {
        return if full { None } else { Some(next_fit(items, room, row)) };
    }
    let mut best: Vec<Option<(Cost, usize)>> = vec![None; row.len() + 1];
    best[0] = Some(((0, 0, 0), 0));
    for end in 1..=row.len() {
        let (mut sums, mut stops, mut last) = (Sums::default(), 0, usize::MAX);
        for begin in (0..end).rev() {
            let item = &items.items[row[begin]];
            sums = sums.with(item);
            if !sums.fits(room) {
                break;
            }
            if item.stop != last {
                (last, stops) = (item.stop, stops + 1);
            }
            let short = sums.units < room.least;
            let Some((before, _)) = best[begin] else { continue };
            if full && short {
                continue;
            }
            let cost = (before.0 + 1, before.1 + usize::from(short), before.2 + stops);
            if best[end].is_none_or(|(known, _)| cost < known) {
                best[end] = Some((cost, begin));
            }
        }
    }
    let (cost, _) = best[row.len()]?;
    let mut trains = Vec::new();
    let mut end = row.len();
    while end > 0 {
        let (_, begin) = best[end]?;
        trains.push(row[begin..end].to_vec());
        end = begin;
    }
    trains.reverse();
    Some((cost, trains))
}

fn next_fit(items: &Items, room: &Room, row: &[usize]) -> (Cost, Vec<Vec<usize>>) {
    let mut trains: Vec<Vec<usize>> = Vec::new();
    let mut sums = Sums::default();
    let mut cost = (0, 0, 0);
    let mut last = usize::MAX;
    for idx in row {
        let item = &items.items[*idx];
        let more = sums.with(item);
        match trains.last_mut().filter(|_| more.fits(room)) {
            Some(train) => {
                train.push(*idx);
                sums = more;
                cost.2 += usize::from(item.stop != last);
            }
            None => {
                trains.push(vec![*idx]);
                sums = Sums::default().with(item);
                cost = (cost.0 + 1, 0, cost.2 + 1);
            }
        }
        last = item.stop;
    }
    cost.1 = trains.iter().filter(|train| train.len() < room.least).count();
    (cost, trains)
}

/// The wagons of a stop with heavy and light ones in turn, so that pieces of the row weigh alike.
pub(super) fn mixed(of_stop: &[usize]) -> Vec<usize> {
    let half = of_stop.len().div_ceil(2);
    let (heavy, light) = of_stop.split_at(half);
    let mut light = light.iter().rev();
    heavy.iter().flat_map(|idx| std::iter::once(idx).chain(light.next())).copied().collect()
}
