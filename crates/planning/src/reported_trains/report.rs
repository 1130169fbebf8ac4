//! A reported train: a row of `evidence/events.csv`.

use std::sync::Arc;

use landbridge_model::{Corridor, Evidence, PlaceId, Row};

use crate::means::Means;
use crate::place_names::place_named;

/// A reported train, barge or block of containers: a row of `evidence/events.csv`.
#[derive(Clone, Debug)]
pub struct ReportedTrain {
    /// The row.
    pub row: Arc<Row>,
    /// Its date as printed.
    pub date: String,
    /// Where it began, as printed.
    pub origin: String,
    /// The place of the corridor where it began.
    pub origin_place: Option<PlaceId>,
    /// Where it went, as printed.
    pub destination: String,
    /// What carried it.
    pub means: Means,
    /// Vehicles stated.
    pub vehicles: Option<u32>,
    /// Whether there were more than stated.
    pub more: bool,
    /// Units stated.
    pub units: Option<u32>,
}

impl ReportedTrain {
    /// All rows of `evidence/events.csv`, by id.
    #[must_use]
    pub fn all(corridor: &Corridor) -> Vec<Self> {
        let rows = corridor.evidence.get("events").into_iter().flat_map(|rows| rows.values());
        rows.map(|row| Self::read(corridor, row)).collect()
    }

    /// Reads a row.
    #[must_use]
    pub fn read(corridor: &Corridor, row: &Evidence) -> Self {
        let number = |column: &str| row.get(column).parse().ok().filter(|n| *n > 0);
        let origin = row.get("origin").to_owned();
        let origin_place = match row.get("origin_place") {
            "" => place_named(corridor, &origin),
            id => id.parse().ok().filter(|id| corridor.places.contains_key(id)),
        };
        Self {
            row: Arc::clone(&row.row),
            date: row.get("date").to_owned(),
            origin,
            origin_place,
            destination: row.get("destination").to_owned(),
            means: Means::read(corridor, row),
            vehicles: number("vehicles"),
            more: row.get("vehicles_qualifier") == "over",
            units: number("units"),
        }
    }

    /// `E01 2023-05-14 Chongqing Yuzui - Kazakhstan`.
    #[must_use]
    pub fn name(&self) -> String {
        let to = if self.destination.is_empty() { "?" } else { &self.destination };
        format!("{} {} {} - {to}", self.row.id, self.date, self.origin)
    }
}
