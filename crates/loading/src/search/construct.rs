//! First plans: unit by unit, the awkward vehicles first.

use crate::problem::{Instance, Problem};
use crate::unit::{Pattern, Room, admits};

/// Units with how often each occurs.
pub(crate) type Packing = Vec<(Pattern, u32)>;

/// What a packing costs.
pub(crate) fn cost(problem: &Problem, packing: &[(Pattern, u32)]) -> u64 {
    packing.iter().fold(0, |sum: u64, (pattern, times)| {
        sum.saturating_add(problem.cost(pattern.kind).saturating_mul(u64::from(*times)))
    })
}

/// The cheapest of several first-fit-decreasing packings of the numbers left, and how many vehicles it leaves
/// behind where units are few; fewer of those count for more than any cost.
///
/// Filling unit by unit from sorted classes gives what first fit decreasing gives vehicle by vehicle, in
/// O(classes * decks) per distinct pattern instead of O(vehicles * units).
///
/// # Source
/// Johnson et al., "Worst-case performance bounds for simple one-dimensional packing algorithms", 1974.
pub(crate) fn construct(problem: &Problem, left: &[u32], available: &[u32]) -> (Packing, u64) {
    let mut best: Option<(Packing, u64)> = None;
    let mut keep = |found: (Packing, u64)| {
        let rank = |(packing, behind): &(Packing, u64)| (*behind, cost(problem, packing));
        if best.as_ref().is_none_or(|known| rank(&found) < rank(known)) {
            best = Some(found);
        }
    };
    for order in 0..ORDERS {
        if let [_] = problem.kinds.as_slice() {
            keep(first_fit(problem, left, available, order, Choice::Only(0)));
            continue;
        }
        for kind in 0..problem.kinds.len() {
            keep(first_fit(problem, left, available, order, Choice::First(kind)));
        }
        keep(first_fit(problem, left, available, order, Choice::Cheapest));
    }
    best.unwrap_or_default()
}

/// Orders of classes that are tried.
const ORDERS: usize = 4;

/// Classes with few decks first, or long ones, or heavy ones, or heavy ones with few decks.
fn in_order(instance: &Instance, order: usize) -> Vec<usize> {
    let classes = &instance.classes;
    // The largest stacks first, within them the longest vehicles.
    let mut by_length: Vec<usize> = (0..classes.len()).collect();
    by_length.sort_by_key(|idx| std::cmp::Reverse(classes[*idx].stack));
    let decks = |idx: &usize| classes[*idx].decks.count_ones();
    let mass = |idx: &usize| std::cmp::Reverse(classes[*idx].mass);
    match order {
        0 => by_length.sort_by_key(decks),
        1 => {}
        2 => {
            by_length.sort_by_key(mass);
            by_length.sort_by_key(decks);
        }
        _ => by_length.sort_by_key(mass),
    }
    by_length
}

/// Which kind the next unit is of.
#[derive(Clone, Copy, Debug)]
enum Choice {
    Only(usize),
    /// This as long as there is any and it takes something, else the cheapest for its load.
    First(usize),
    /// The cheapest for its load, in millimetres of vehicles.
    Cheapest,
}

fn first_fit(
    problem: &Problem,
    left: &[u32],
    available: &[u32],
    order: usize,
    choice: Choice,
) -> (Packing, u64) {
    let orders: Vec<Vec<usize>> = problem.kinds.iter().map(|kind| in_order(&kind.instance, order)).collect();
    let decks: Vec<Vec<usize>> =
        problem.kinds.iter().map(|kind| decks_by_demand(&kind.instance, left)).collect();
    let (mut left, mut available) = (left.to_vec(), available.to_vec());
    let mut packing = Packing::new();
    while left.iter().any(|n| *n > 0) {
        let unit = |kind: usize| {
            let group = problem.kinds[kind].group;
            if available[group] == 0 {
                return None;
            }
            let instance = problem.instance(kind);
            let mut room = Room::new(instance, kind);
            fill(instance, &mut room, &left, &orders[kind], &decks[kind]);
            let pattern = room.into_pattern();
            (!pattern.loads.is_empty()).then_some(pattern)
        };
        let chosen = match choice {
            Choice::Only(kind) => unit(kind),
            Choice::First(kind) => unit(kind).or_else(|| cheapest(problem, &unit)),
            Choice::Cheapest => cheapest(problem, &unit),
        };
        let Some(pattern) = chosen else { break };
        let instance = problem.instance(pattern.kind);
        let group = problem.kinds[pattern.kind].group;
        let times = pattern.times(instance, &left).min(available[group]);
        if times == 0 {
            break;
        }
        pattern.take(instance, &mut left, times);
        if available[group] < u32::MAX {
            available[group] -= times;
        }
        packing.push((pattern, times));
    }
    (packing, left.iter().map(|n| u64::from(*n)).sum())
}

// The unit whose cost per millimetre of vehicles is least.
fn cheapest(problem: &Problem, unit: &dyn Fn(usize) -> Option<Pattern>) -> Option<Pattern> {
    let mut best: Option<(u128, u128, Pattern)> = None;
    for kind in 0..problem.kinds.len() {
        let Some(pattern) = unit(kind) else { continue };
        let classes = &problem.instance(kind).classes;
        let length: u128 = pattern
            .loads
            .iter()
            .map(|load| {
                let class = &classes[load.class];
                // A row counts the same in all kinds: by its vehicles, whatever the stack.
                u128::from(load.count) * u128::from(class.stack) * u128::from(problem.lengths[class.row])
            })
            .sum();
        let cost = u128::from(problem.cost(kind));
        if best.as_ref().is_none_or(|(known, held, _)| cost * held < known * length) {
            best = Some((cost, length.max(1), pattern));
        }
    }
    best.map(|(_, _, pattern)| pattern)
}

/// Decks that fewest classes can use come first, so that the others stay free for who needs them.
pub(crate) fn decks_by_demand(instance: &Instance, left: &[u32]) -> Vec<usize> {
    let mut decks: Vec<usize> = (0..instance.bays.len()).collect();
    let users = |deck: usize| {
        instance.classes.iter().filter(|class| left[class.row] >= class.stack && class.on(deck)).count()
    };
    decks.sort_by_key(|deck| (users(*deck), *deck));
    decks
}

/// Adds vehicles in an order of classes wherever they still fit.
pub(crate) fn fill(instance: &Instance, room: &mut Room, left: &[u32], order: &[usize], decks: &[usize]) {
    let mut left = left.to_vec();
    for idx in order {
        let class = &instance.classes[*idx];
        for deck in decks {
            let wanted = left[class.row] / class.stack;
            let put = if instance.rules.is_none() {
                room.put(instance, *deck, *idx, wanted)
            } else {
                put_one_by_one(instance, room, *deck, *idx, wanted)
            };
            left[class.row] -= put * class.stack;
        }
    }
}

// As long as a place is found for each.
fn put_one_by_one(instance: &Instance, room: &mut Room, deck: usize, class: usize, wanted: u32) -> u32 {
    for done in 0..wanted {
        let before = room.clone();
        if room.put(instance, deck, class, 1) == 0 {
            return done;
        }
        if !admits(instance, room.pattern()) {
            *room = before;
            return done;
        }
    }
    wanted
}
