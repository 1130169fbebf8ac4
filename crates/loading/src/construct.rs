//! First plans: unit by unit, the awkward vehicles first.

use crate::instance::Instance;
use crate::pattern::{Pattern, Room};

/// Units with how often each occurs.
pub(crate) type Packing = Vec<(Pattern, u32)>;

/// Number of units of a packing.
pub(crate) fn n_units(packing: &[(Pattern, u32)]) -> u32 {
    packing.iter().fold(0, |sum, (_, times)| sum.saturating_add(*times))
}

/// The best of several first-fit-decreasing packings of the numbers left.
///
/// Filling unit by unit from sorted classes gives what first fit decreasing gives vehicle by vehicle, in
/// O(classes * decks) per distinct pattern instead of O(vehicles * units).
///
/// # Source
/// Johnson et al., "Worst-case performance bounds for simple one-dimensional packing algorithms", 1974.
pub(crate) fn construct(instance: &Instance, left: &[u32]) -> Packing {
    let classes = &instance.classes;
    let mut by_freedom: Vec<usize> = (0..classes.len()).collect();
    by_freedom.sort_by_key(|idx| classes[*idx].decks.count_ones());
    let by_length: Vec<usize> = (0..classes.len()).collect();
    let mut by_mass = by_length.clone();
    by_mass.sort_by_key(|idx| std::cmp::Reverse(classes[*idx].mass));
    let mut by_freedom_then_mass = by_mass.clone();
    by_freedom_then_mass.sort_by_key(|idx| classes[*idx].decks.count_ones());
    let mut best: Option<Packing> = None;
    for order in [by_freedom, by_length, by_freedom_then_mass, by_mass] {
        let packing = first_fit(instance, left, &order);
        if best.as_ref().is_none_or(|known| n_units(&packing) < n_units(known)) {
            best = Some(packing);
        }
    }
    best.unwrap_or_default()
}

fn first_fit(instance: &Instance, left: &[u32], order: &[usize]) -> Packing {
    let decks = decks_by_demand(instance, left);
    let mut left = left.to_vec();
    let mut packing = Packing::new();
    while left.iter().any(|n| *n > 0) {
        let mut room = Room::new(instance);
        fill(instance, &mut room, &left, order, &decks);
        let pattern = room.into_pattern();
        let times = pattern.times(&left);
        if times == 0 {
            break;
        }
        pattern.take(&mut left, times);
        packing.push((pattern, times));
    }
    packing
}

/// Decks that fewest classes can use come first, so that the others stay free for who needs them.
pub(crate) fn decks_by_demand(instance: &Instance, left: &[u32]) -> Vec<usize> {
    let mut decks: Vec<usize> = (0..instance.bays.len()).collect();
    let users = |deck: usize| {
        instance.classes.iter().zip(left).filter(|(class, n)| **n > 0 && class.on(deck)).count()
    };
    decks.sort_by_key(|deck| (users(*deck), *deck));
    decks
}

/// Adds vehicles in an order of classes wherever they still fit.
pub(crate) fn fill(instance: &Instance, room: &mut Room, left: &[u32], order: &[usize], decks: &[usize]) {
    for class in order {
        let mut wanted = left[*class];
        for deck in decks {
            wanted -= room.put(instance, *deck, *class, wanted);
        }
    }
}
