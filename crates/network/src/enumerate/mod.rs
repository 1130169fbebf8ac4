//! All ways, listed: the complete answer to a question on a small corridor, for judging one that was searched for.

// In reading order: what is kept, the legs there are, then how ways go on.
mod front;
mod legs;
mod track;

mod boarding;
mod listing;

use landbridge_model::{Corridor, EquipmentId, HandlingAct, PlaceId};
use thiserror::Error;

use crate::pricer::Pricer;
use crate::verify::{Marks, Question};

/// Why ways could not be listed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotListed {
    /// There are too many.
    #[error("more than {limit} choices")]
    TooMany {
        /// How many choices were to be looked at.
        limit: usize,
    },
    /// The pricer has no price.
    #[error("no price at {place}: {message}")]
    NoPrice {
        /// Where the step begins.
        place: PlaceId,
        /// What the pricer says.
        message: String,
    },
    /// The pricer asks for less than nothing.
    #[error("price of {cost_minor} minor units at {place} is negative")]
    NegativePrice {
        /// Where the step begins.
        place: PlaceId,
        /// The price.
        cost_minor: i64,
    },
    /// A handling has no duration.
    #[error("no duration is given to {act} {equipment} at {place}")]
    NoHandlingTime {
        /// What is done.
        act: HandlingAct,
        /// To which equipment.
        equipment: EquipmentId,
        /// Where.
        place: PlaceId,
    },
    /// A time or total leaves its range.
    #[error("a time or total is out of range at {place}")]
    OutOfRange {
        /// Where.
        place: PlaceId,
    },
}

/// The best vectors of all ways, sorted: those that no other covers, in the criteria of the question.
///
/// Ways are followed minute by minute from the origin on: every service, every train, every leg, every handling,
/// however often, until the horizon. Two partial ways are compared only where they stand at the same spot at the same
/// minute; and one that costs more than a finished way already is given up. So the answer is exact for any pricer
/// whose prices are not negative, whatever they depend on. Choices grow with the number of minutes at which something
/// happens: it is meant for small corridors, and looks at no more than `limit` choices. Nothing recurs.
///
/// A shipment that is at its destination already, or an origin that is avoided or unknown, has no way.
///
/// # Errors
/// [`NotListed`] where there are too many choices, or something is missing.
pub fn enumerate<P: Pricer>(
    corridor: &Corridor,
    question: &Question,
    pricer: &P,
    limit: usize,
) -> Result<Vec<Marks>, NotListed> {
    listing::Listing::new(corridor, question, pricer, limit).list()
}
