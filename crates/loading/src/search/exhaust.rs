//! The last word on small shipments: all numbers of vehicles left, by dynamic programming over all loadable units.

use std::collections::BTreeSet;

use super::construct::Packing;
use crate::problem::Problem;
use crate::unit::{Pattern, Room, admits};

/// Numbers of vehicles and units left, times loadable units.
const STEPS_MAX: usize = 4_000_000;
/// Loadable units.
const PATTERNS_MAX: usize = 3_000;

/// The cheapest packing of all vehicles; `None` if there is none, or the shipment is too large to try everything.
///
/// `f(left) = min over units holding a vehicle of the first row left: cost + f(left - unit)`, with the units left of
/// each limited group as part of what is left.
pub(crate) fn exhaust(problem: &Problem) -> Option<Packing> {
    let quantities = problem.quantities();
    let vehicles: u64 = quantities.iter().map(|n| u64::from(*n)).sum();
    // Digits of what is left: vehicles by row, then units by limited group.
    let mut digits: Vec<usize> = Vec::new();
    for n in &quantities {
        digits.push(usize::try_from(*n).ok()?);
    }
    let mut digit_of = vec![None; problem.groups.len()];
    for (group, own) in problem.groups.iter().enumerate() {
        if let Some(units) = own.available {
            digit_of[group] = Some(digits.len());
            // More units than vehicles are never used.
            digits.push(usize::try_from(u64::from(units).min(vehicles)).ok()?);
        }
    }
    let mut strides = Vec::with_capacity(digits.len());
    let mut states = 1_usize;
    for digit in &digits {
        strides.push(states);
        states = states.checked_mul(digit + 1).filter(|states| *states <= STEPS_MAX)?;
    }
    let mut units: Vec<Unit> = Vec::new();
    for kind in 0..problem.kinds.len() {
        for pattern in loadable(problem, kind, &quantities)? {
            let mut takes: Vec<(usize, usize)> = Vec::new();
            for (row, n) in pattern.totals(problem.instance(kind)) {
                takes.push((row, usize::try_from(n).ok()?));
            }
            takes.extend(digit_of[problem.kinds[kind].group].map(|digit| (digit, 1)));
            let step = takes.iter().map(|(digit, n)| strides[*digit] * n).sum();
            units.push(Unit { cost: problem.cost(kind), takes, step, pattern });
        }
    }
    if units.len() > PATTERNS_MAX || states.saturating_mul(units.len()) > STEPS_MAX {
        return None;
    }
    let rows = quantities.len();
    let mut least: Vec<Option<(u64, usize)>> = vec![None; states];
    let mut left = vec![0_usize; digits.len()];
    for state in 0..states {
        let first = (0..rows).find(|row| left[*row] > 0);
        least[state] = match first {
            None => Some((0, usize::MAX)),
            Some(first) => units
                .iter()
                .enumerate()
                .filter(|(_, unit)| unit.takes[0].0 == first)
                .filter(|(_, unit)| unit.takes.iter().all(|(digit, n)| left[*digit] >= *n))
                .filter_map(|(idx, unit)| {
                    let (rest, _) = least[state - unit.step]?;
                    Some((rest.checked_add(unit.cost)?, idx))
                })
                .min(),
        };
        for (own, most) in left.iter_mut().zip(&digits) {
            if *own < *most {
                *own += 1;
                break;
            }
            *own = 0;
        }
    }
    let mut packing = Packing::new();
    let mut state = states - 1;
    while let Some((_, idx)) = least[state] {
        let Some(unit) = units.get(idx) else { return Some(packing) };
        packing.push((unit.pattern.clone(), 1));
        state -= unit.step;
    }
    None
}

/// A loadable unit as a step between numbers left.
struct Unit {
    cost: u64,
    /// Digits with how much it takes of each; rows in order first.
    takes: Vec<(usize, usize)>,
    step: usize,
    pattern: Pattern,
}

/// All combinations of vehicles that can stand in a unit of a kind; `None` where they are too many.
fn loadable(problem: &Problem, kind: usize, quantities: &[u32]) -> Option<Vec<Pattern>> {
    let instance = problem.instance(kind);
    let places: Vec<(usize, usize)> = (0..instance.bays.len())
        .flat_map(|deck| (0..instance.classes.len()).map(move |class| (deck, class)))
        .filter(|(deck, class)| instance.classes[*class].on(*deck))
        .collect();
    let mut known: BTreeSet<Vec<(usize, u32)>> = BTreeSet::new();
    let mut found = Vec::new();
    // Pieces are added in the order of places, so that each combination comes once.
    let mut stack = vec![(Room::new(instance, kind), 0_usize)];
    let mut steps = 0;
    while let Some((room, from)) = stack.pop() {
        steps += 1;
        if steps > 20 * PATTERNS_MAX {
            return None;
        }
        for (at, (deck, class)) in places.iter().enumerate().skip(from) {
            let mut more = room.clone();
            if more.put(instance, *deck, *class, 1) == 0 {
                continue;
            }
            let totals = more.pattern().totals(instance);
            if totals.iter().any(|(row, n)| *n > quantities[*row]) {
                continue;
            }
            if !known.contains(&totals) && admits(instance, more.pattern()) {
                known.insert(totals);
                found.push(more.pattern().clone());
            }
            stack.push((more, at));
        }
    }
    Some(found)
}
