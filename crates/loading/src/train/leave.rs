//! First divisions: the best of several ways, and which wagons stay behind where only full trains leave.

use std::cmp::Reverse;

use super::balance::{Deal, balance};
use super::cut::cut;
use super::group::{by_groups, steps_of};
use super::items::{Division, Items, Sums};
use super::least::{Carried, least_by_sums};
use super::limits::Room;

/// Numbers of wagons left behind that are tried above the least.
const TRIES_MAX: usize = 64;
/// Steps of all of them.
const STEPS_MAX: usize = 60_000_000;
/// Numbers of trains that are tried above the least.
const TRAINS_MAX: usize = 8;

/// The best division found of these wagons; with `full`, no train is short.
pub(super) fn divide(items: &Items, room: &Room, which: &[usize], full: bool) -> Option<Division> {
    let mut found: Vec<Vec<Vec<usize>>> = Vec::new();
    let keeps = |trains: &Vec<Vec<usize>>| !full || trains.iter().all(|train| train.len() >= room.least);
    found.extend(by_groups(items, room, which, full));
    found.extend(cut(items, room, which, full).map(|(_, trains)| trains));
    let most = found.iter().map(Vec::len).min().unwrap_or(which.len());
    let least = least_by_sums(Sums::of(items, which), room).max(1);
    for trains in least..=most.min(least.saturating_add(TRAINS_MAX)) {
        let dealt = [Deal::Pieces, Deal::Mass, Deal::Length]
            .into_iter()
            .filter_map(|deal| balance(items, room, which, trains, deal))
            .filter(keeps);
        let before = found.len();
        found.extend(dealt);
        if found.len() > before {
            break;
        }
    }
    let divisions = found.into_iter().map(|trains| Division { trains, left: Vec::new() });
    divisions.min_by_key(|division| division.score(items, room))
}

/// The best division found in which only full trains leave: as many wagons as possible, then as few trains.
pub(super) fn divide_full(items: &Items, room: &Room) -> Division {
    let all: Vec<usize> = (0..items.len()).collect();
    let nothing_leaves = Division { trains: Vec::new(), left: all.clone() };
    if items.len() < room.least.max(1) {
        return nothing_leaves;
    }
    let least = Carried::new(items, room).least_left(room);
    let mut steps = 0_usize;
    for left in least..=(items.len() - room.least).min(least.saturating_add(TRIES_MAX)) {
        let mut best: Option<Division> = None;
        for order in orders(items) {
            let (behind, leaving) = order.split_at(left.min(order.len()));
            let mut leaving = leaving.to_vec();
            leaving.sort_unstable();
            // One look is always taken.
            if steps > STEPS_MAX {
                break;
            }
            steps = steps.saturating_add(steps_of(leaving.len(), items.stops, room));
            let Some(division) = divide(items, room, &leaving, true) else { continue };
            let division = Division { left: behind.to_vec(), ..division };
            let better = |known: &Division| division.score(items, room) < known.score(items, room);
            if best.as_ref().is_none_or(better) {
                best = Some(division);
            }
            if left == 0 {
                break;
            }
        }
        if let Some(best) = best {
            return best;
        }
    }
    nothing_leaves
}

// In which order wagons are chosen to stay: those of one stop first, the smallest stops first after it; or the
// heaviest, or the longest.
fn orders(items: &Items) -> Vec<Vec<usize>> {
    let all: Vec<usize> = (0..items.len()).collect();
    let mut orders = Vec::new();
    for victim in (0..items.stops.min(16)).rev() {
        let mut order = all.clone();
        // Ranks of stops fall with their number of wagons.
        order.sort_by_key(|idx| (items.items[*idx].stop != victim, Reverse(items.items[*idx].stop), *idx));
        orders.push(order);
    }
    let mut heaviest = all.clone();
    heaviest.sort_by_key(|idx| (Reverse(items.items[*idx].mass), *idx));
    let mut longest = all;
    longest.sort_by_key(|idx| (Reverse(items.items[*idx].length), *idx));
    orders.extend([heaviest, longest]);
    orders
}
