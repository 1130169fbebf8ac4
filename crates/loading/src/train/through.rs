//! Drive-through loading: vehicles drive through a string of coupled wagons, deck by deck.

use landbridge_model::{DeckId, HandlingKind, LoadedDeck, VehicleId};
use landbridge_units::Millimetres;

use super::consist::Consist;

/// One deck of a string of wagons that are loaded as one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckLine {
    /// Which wagons, counted from the locomotive: `first..=last`.
    pub wagons: std::ops::RangeInclusive<usize>,
    /// Which deck, counted from the lowest.
    pub level: usize,
    /// Vehicles in the order in which they drive in.
    pub loading: Vec<Through>,
}

/// A vehicle on a deck line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Through {
    /// Its wagon, counted from the locomotive.
    pub wagon: usize,
    /// Its deck.
    pub deck: DeckId,
    /// Its place on the deck, counted from the end that faces the locomotive.
    pub place: usize,
    /// The model.
    pub vehicle: VehicleId,
    /// Distance of its front from the beginning of the deck.
    pub position: Millimetres,
    /// Where it is set down.
    pub stop: usize,
}

/// A wagon that cannot be set down without moving others.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Obstruction {
    /// The wagon, counted from the locomotive.
    pub wagon: usize,
    /// Where it is to be set down.
    pub stop: usize,
    /// Wagons behind it that go further.
    pub wagons_behind: Vec<usize>,
    /// Vehicles that go further and stand on the same deck line between its vehicles and the ramp at the rear.
    pub vehicles_behind: usize,
}

/// The order in which vehicles drive onto a train from a ramp at its rear: on each deck of each string, the first in
/// goes to the far end, next to the locomotive.
///
/// Decks begin at the end that faces the locomotive. A string is a run of wagons that follow each other, are loaded
/// over a ramp and have equally many decks; where a train has several strings, each is loaded before they are coupled.
/// Wagons loaded by crane are in no string.
#[must_use]
pub fn loading_order(consist: &Consist) -> Vec<DeckLine> {
    let mut lines = Vec::new();
    for (first, last) in strings(consist) {
        let decks = consist.wagons.get(first).map_or(0, |wagon| wagon.unit.decks.len());
        for level in 0..decks {
            let mut loading = Vec::new();
            for (idx, wagon) in consist.wagons.iter().enumerate().take(last + 1).skip(first) {
                let Some(deck) = wagon.unit.decks.get(level) else { continue };
                loading.extend(in_order(deck).into_iter().map(|place| {
                    let placed = &deck.vehicles[place];
                    Through {
                        wagon: idx,
                        deck: deck.deck.clone(),
                        place,
                        vehicle: placed.vehicle.clone(),
                        position: placed.position,
                        stop: wagon.stop,
                    }
                }));
            }
            lines.push(DeckLine { wagons: first..=last, level, loading });
        }
    }
    lines
}

// Places by position: a plan from elsewhere may list vehicles in another order.
fn in_order(deck: &LoadedDeck) -> Vec<usize> {
    let mut places: Vec<usize> = (0..deck.vehicles.len()).collect();
    places.sort_by_key(|place| (deck.vehicles[*place].position, *place));
    places
}

fn strings(consist: &Consist) -> Vec<(usize, usize)> {
    let mut strings: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<usize> = None;
    for (idx, wagon) in consist.wagons.iter().enumerate() {
        if wagon.handling != HandlingKind::Ramp {
            open = None;
            continue;
        }
        let decks = wagon.unit.decks.len();
        match strings.last_mut().filter(|_| open == Some(decks)) {
            Some((_, last)) => *last = idx,
            None => {
                strings.push((idx, idx));
                open = Some(decks);
            }
        }
    }
    strings
}

/// Every wagon of a consist that cannot be set down at its stop without moving others; empty where all can.
///
/// A stop takes off the rear of the train, so nothing that goes further may stand behind a wagon that is set down.
/// This reads the consist alone and also judges one that was put together elsewhere.
#[must_use]
pub fn obstructions(consist: &Consist) -> Vec<Obstruction> {
    let strings = strings(consist);
    let mut found = Vec::new();
    for (idx, wagon) in consist.wagons.iter().enumerate() {
        let goes_further = |other: usize| consist.wagons.get(other).is_some_and(|w| w.stop > wagon.stop);
        let wagons_behind: Vec<usize> =
            (idx + 1..consist.wagons.len()).filter(|other| goes_further(*other)).collect();
        if wagons_behind.is_empty() {
            continue;
        }
        let last =
            strings.iter().find(|(first, last)| (*first..=*last).contains(&idx)).map(|(_, last)| *last);
        let levels = wagon.unit.decks.iter().enumerate().filter(|(_, deck)| !deck.vehicles.is_empty());
        let on_line = |level: usize| -> usize {
            let behind = wagons_behind.iter().filter(|other| last.is_some_and(|last| **other <= last));
            behind
                .filter_map(|other| consist.wagons[*other].unit.decks.get(level))
                .map(|d| d.vehicles.len())
                .sum()
        };
        let vehicles_behind = levels.map(|(level, _)| on_line(level)).sum();
        found.push(Obstruction { wagon: idx, stop: wagon.stop, wagons_behind, vehicles_behind });
    }
    found
}
