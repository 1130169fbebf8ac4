//! Bounds that need no linear program: places, deck length, mass, and what only some decks can take.

use std::collections::BTreeSet;

use crate::columns::Certificate;
use crate::instance::{Instance, UNLIMITED};
use crate::pricing::Multipliers;

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
    /// Mass.
    Mass,
    /// All of them at once, by the best mix of patterns.
    Patterns,
}

/// All simple certificates, the plainest first.
pub(crate) fn simple(instance: &Instance) -> Vec<(Resource, Certificate)> {
    let all = u64::MAX;
    let mut found = vec![
        (Resource::Places, places(instance, all)),
        (Resource::DeckLength, deck_length(instance, all)),
        (Resource::Mass, mass(instance)),
    ];
    // Sets of decks that some vehicles cannot leave, and the unions of two such sets.
    let own: BTreeSet<u64> = instance.classes.iter().map(|class| class.decks).collect();
    let mut sets = own.clone();
    for first in own.iter().take(32) {
        sets.extend(own.iter().take(32).map(|second| first | second));
    }
    let every = own.iter().fold(0, |all, set| all | set);
    for set in sets.into_iter().filter(|set| *set != every) {
        let decks: Vec<usize> = (0..instance.bays.len()).filter(|deck| set >> deck & 1 == 1).collect();
        found.push((Resource::PlacesOf(decks.clone()), places(instance, set)));
        found.push((Resource::DeckLengthOf(decks), deck_length(instance, set)));
    }
    found.into_iter().filter(|(_, certificate)| certificate.capacity > 0).collect()
}

fn bound_to(instance: &Instance, set: u64) -> impl Iterator<Item = (usize, u32, u32)> {
    let inside = move |decks: u64| decks & !set == 0;
    let classes = instance.classes.iter().enumerate();
    classes
        .filter(move |(_, class)| inside(class.decks))
        .map(|(idx, class)| (idx, class.span, class.quantity))
}

fn certificate(instance: &Instance, weights: Vec<i64>, capacity: i128) -> Certificate {
    let multipliers = Multipliers { decks: vec![0; instance.bays.len()], ..Multipliers::default() };
    Certificate { weights, capacity, multipliers }
}

// Deck by deck the shortest vehicles that may stand there; each deck may count the same vehicles.
fn places(instance: &Instance, set: u64) -> Certificate {
    let mut weights = vec![0; instance.classes.len()];
    for (idx, _, _) in bound_to(instance, set) {
        weights[idx] = 1;
    }
    let mut capacity = 0_i64;
    for (deck, bay) in instance.bays.iter().enumerate() {
        let mut room = bay.length;
        // Classes run from the longest to the shortest.
        let here: Vec<(usize, u32, u32)> =
            bound_to(instance, set).filter(|(idx, _, _)| instance.classes[*idx].on(deck)).collect();
        for (_, span, quantity) in here.iter().rev() {
            let count = (room / (*span).max(1)).min(*quantity);
            room -= count * span;
            capacity = capacity.saturating_add(i64::from(count));
        }
    }
    let multipliers = Multipliers { decks: vec![0; instance.bays.len()], ..Multipliers::default() };
    Certificate { weights, capacity: i128::from(capacity.min(instance.places)), multipliers }
}

fn deck_length(instance: &Instance, set: u64) -> Certificate {
    let mut weights = vec![0; instance.classes.len()];
    for (idx, span, _) in bound_to(instance, set) {
        weights[idx] = i64::from(span);
    }
    let bays = instance.bays.iter().enumerate();
    let capacity = bays.filter(|(deck, _)| set >> deck & 1 == 1).map(|(_, bay)| i128::from(bay.length)).sum();
    certificate(instance, weights, capacity)
}

fn mass(instance: &Instance) -> Certificate {
    let weights = instance.classes.iter().map(|class| class.mass).collect();
    let decks: i128 = instance.bays.iter().map(|bay| i128::from(bay.payload)).sum();
    let capacity = decks.min(i128::from(instance.payload));
    certificate(instance, weights, capacity.min(i128::from(UNLIMITED)))
}
