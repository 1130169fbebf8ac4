//! Whether a vehicle can leave at its stop.

use landbridge_model::{DeckId, Stowage, WayOut};

use super::plan::StopUnit;

/// A vehicle that cannot leave at its stop without moving another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    /// Index of the unit.
    pub unit: usize,
    /// The deck.
    pub deck: DeckId,
    /// Index of the vehicle on its deck.
    pub vehicle: usize,
    /// Index of one that goes further and stands in its way.
    pub by: usize,
}

/// Every vehicle that another stands in the way of; empty where each stop is emptied without moving others.
///
/// With `one_end` vehicles leave over the end of the deck, so the last to leave stands at its beginning; with
/// `drive_through` they are driven on over its end and off over its beginning, so the first to leave stands there.
/// Whatever the way out, a truck leaves a saddle stack after those that ride on it.
#[must_use]
pub fn blocked(units: &[StopUnit], stowage: &Stowage) -> Vec<Blocked> {
    let mut found = Vec::new();
    for (unit, loaded) in units.iter().enumerate() {
        for (deck, stops) in loaded.unit.decks.iter().zip(&loaded.stops) {
            let saddled = |idx: usize| deck.vehicles.get(idx).is_some_and(|placed| placed.saddled);
            for (vehicle, stop) in stops.iter().enumerate() {
                let mut further = stops.iter().enumerate().filter(|(_, other)| *other > stop);
                let by = further.find(|(other, _)| match stowage.way_out {
                    WayOut::OneEnd => *other > vehicle,
                    WayOut::DriveThrough => {
                        *other < vehicle || (*other > vehicle && (vehicle + 1..=*other).all(saddled))
                    }
                    WayOut::Any => *other > vehicle && (vehicle + 1..=*other).all(saddled),
                });
                if let Some((by, _)) = by {
                    found.push(Blocked { unit, deck: deck.deck.clone(), vehicle, by });
                }
            }
        }
    }
    found
}
