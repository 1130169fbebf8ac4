//! Bounds that need no linear program: places, deck length, mass, and what only some decks can take.

use std::collections::BTreeSet;

use super::columns::{Certificate, Range};
use super::pricing::Multipliers;
use crate::problem::{Instance, Kind, Problem, UNLIMITED};

/// What a bound counts.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Resource {
    /// Vehicles on places.
    Places,
    /// Deck length of all decks.
    DeckLength,
    /// Deck length that only some vehicles need: those that fit no other deck. Indices into the equipment's decks.
    DeckLengthOf(Vec<usize>),
    /// Places on decks that only some vehicles need. Indices into the equipment's decks.
    PlacesOf(Vec<usize>),
    /// Places between the low parts of decks, for vehicles too high to stand under them.
    PlacesBetween,
    /// Mass.
    Mass,
    /// All of them at once, by the best mix of patterns.
    Patterns,
}

/// The best of the simple certificates, the plainest of equals.
pub(crate) fn best_simple(problem: &Problem, quantities: &[u32], range: &Range) -> (Resource, Certificate) {
    let nothing = vec![0; quantities.len()];
    let mut best = (Resource::Places, certificate(problem, nothing, vec![1; problem.kinds.len()]));
    for (resource, certificate) in simple(problem) {
        if certificate.bound(problem, quantities, range) > best.1.bound(problem, quantities, range) {
            best = (resource, certificate);
        }
    }
    best
}

fn simple(problem: &Problem) -> Vec<(Resource, Certificate)> {
    let all = u64::MAX;
    let mut found = vec![(Resource::Places, places(problem, all)), (Resource::Mass, mass(problem))];
    found.extend(deck_length(problem, all).map(|certificate| (Resource::DeckLength, certificate)));
    // Sets of decks that some vehicles cannot leave, and the unions of two such sets; decks of one kind only.
    if let [kind] = problem.kinds.as_slice() {
        let instance = &kind.instance;
        let own: BTreeSet<u64> = instance.classes.iter().map(|class| class.decks).collect();
        let mut sets = own.clone();
        for first in own.iter().take(32) {
            sets.extend(own.iter().take(32).map(|second| first | second));
        }
        let every = own.iter().fold(0, |all, set| all | set);
        for set in sets.into_iter().filter(|set| *set != every) {
            let decks: Vec<usize> = (0..instance.bays.len()).filter(|deck| set >> deck & 1 == 1).collect();
            found.push((Resource::PlacesOf(decks.clone()), places(problem, set)));
            found.extend(
                deck_length(problem, set).map(|certificate| (Resource::DeckLengthOf(decks), certificate)),
            );
        }
    }
    found.extend(between(problem).into_iter().map(|certificate| (Resource::PlacesBetween, certificate)));
    found.retain(|(_, certificate)| certificate.capacities.iter().any(|capacity| *capacity > 0));
    found
}

// Rows all of whose classes stay within a set of decks.
fn inside(instance: &Instance, rows: usize, set: u64) -> Vec<bool> {
    let mut inside = vec![true; rows];
    for class in &instance.classes {
        inside[class.row] &= class.decks & !set == 0;
    }
    inside
}

fn certificate(problem: &Problem, weights: Vec<i64>, capacities: Vec<i128>) -> Certificate {
    let none =
        |kind: &Kind| Multipliers { decks: vec![0; kind.instance.bays.len()], ..Multipliers::default() };
    Certificate {
        weights,
        rents: vec![0; problem.groups.len()],
        capacities,
        multipliers: problem.kinds.iter().map(none).collect(),
    }
}

// Deck by deck the shortest pieces that may stand there; each deck may count the same vehicles.
fn places(problem: &Problem, set: u64) -> Certificate {
    let single = problem.kinds.len() == 1;
    let mut weights = vec![1; problem.rows.len()];
    let capacities = problem
        .kinds
        .iter()
        .map(|kind| {
            let instance = &kind.instance;
            let bound = inside(instance, problem.rows.len(), if single { set } else { u64::MAX });
            if single {
                for (weight, bound) in weights.iter_mut().zip(&bound) {
                    *weight = i64::from(*bound);
                }
            }
            let mut capacity = 0_i64;
            for (deck, bay) in instance.bays.iter().enumerate() {
                let here = instance.classes.iter().filter(|class| class.on(deck) && bound[class.row]);
                // Vehicles by the millimetres that each of them takes up.
                let mut here: Vec<(u32, u32, u32)> = here
                    .map(|class| {
                        let number = problem.rows[class.row].quantity / class.stack;
                        (class.span / class.stack, class.stack, number)
                    })
                    .collect();
                here.sort_unstable();
                let mut room = bay.length;
                let stacked = here.iter().any(|(_, stack, _)| *stack > 1);
                for (each, stack, number) in here {
                    // Rounded up where a stack could be cut by the end of the deck.
                    let fit = if stacked { room.div_ceil(each.max(1)) } else { room / each.max(1) };
                    let count = fit.min(number.saturating_mul(stack));
                    room = room.saturating_sub(count.saturating_mul(each));
                    capacity = capacity.saturating_add(i64::from(count));
                }
            }
            i128::from(capacity.min(instance.places))
        })
        .collect();
    certificate(problem, weights, capacities)
}

// Vehicles higher than some low part stand clear of it: each stretch of a deck holds so many of the shortest of them.
fn between(problem: &Problem) -> Vec<Certificate> {
    let [kind] = problem.kinds.as_slice() else { return Vec::new() };
    let instance = &kind.instance;
    // A stack is as high as its trucks and takes up less for each; what it holds is not told here.
    if instance.classes.iter().any(|class| class.stack > 1) {
        return Vec::new();
    }
    let clear: BTreeSet<u32> =
        instance.bays.iter().flat_map(|bay| bay.low.iter().map(|(_, _, height)| *height)).collect();
    let mut found = Vec::new();
    for clear in clear {
        let mut weights = vec![0; problem.rows.len()];
        let mut capacity = 0_i64;
        let high = || instance.classes.iter().filter(|class| class.height > clear);
        for class in high() {
            weights[class.row] = 1;
        }
        for (deck, bay) in instance.bays.iter().enumerate() {
            let Some(shortest) = high().filter(|class| class.on(deck)).map(|class| class.span).min() else {
                continue;
            };
            let mut from = 0;
            let ends =
                bay.low.iter().filter(|(_, _, height)| *height <= clear).map(|(from, to, _)| (*from, *to));
            // The last stretch ends with the deck; the length of a bay has its gap already.
            for (end, next) in ends.chain([(bay.length.saturating_sub(instance.gap), 0)]) {
                let stretch = end.saturating_sub(from).saturating_add(instance.gap);
                capacity = capacity.saturating_add(i64::from(stretch / shortest.max(1)));
                from = next;
            }
        }
        found.push(certificate(problem, weights, vec![i128::from(capacity.min(instance.places))]));
    }
    found
}

// By length and the shortest gap of all kinds; none with stacks, in which vehicles take up less.
fn deck_length(problem: &Problem, set: u64) -> Option<Certificate> {
    let gap = problem.kinds.iter().map(|kind| kind.instance.gap).min()?;
    let mut weights = vec![0; problem.rows.len()];
    for kind in &problem.kinds {
        let bound = inside(&kind.instance, problem.rows.len(), set);
        for class in &kind.instance.classes {
            if class.stack > 1 {
                return None;
            }
            if bound[class.row] {
                weights[class.row] = i64::from(class.span - kind.instance.gap + gap);
            }
        }
    }
    let single = problem.kinds.len() == 1;
    let capacities = problem.kinds.iter().map(|kind| {
        let bays = kind.instance.bays.iter().enumerate();
        bays.filter(|(deck, _)| !single || set >> deck & 1 == 1).map(|(_, bay)| i128::from(bay.length)).sum()
    });
    let capacities = capacities.collect();
    Some(certificate(problem, weights, capacities))
}

fn mass(problem: &Problem) -> Certificate {
    // Lashing may differ by kind; where mass cannot bind it is not counted.
    let mut weights = vec![i64::MAX; problem.rows.len()];
    for class in problem.kinds.iter().flat_map(|kind| &kind.instance.classes) {
        weights[class.row] = weights[class.row].min(class.mass / i64::from(class.stack));
    }
    let capacity = |kind: &Kind| {
        let decks: i128 = kind.instance.bays.iter().map(|bay| i128::from(bay.payload)).sum();
        decks.min(i128::from(kind.instance.payload)).min(i128::from(UNLIMITED))
    };
    let capacities = problem.kinds.iter().map(capacity).collect();
    certificate(problem, weights, capacities)
}
