//! Names that are asked for and have to exist, with those that were perhaps meant.

use std::collections::BTreeSet;

use landbridge_model::{Corridor, Country, CrossingId, PlaceId, ServiceId};

use crate::failure::Failure;

pub(crate) fn known_place(corridor: &Corridor, place: &PlaceId) -> Result<(), Failure> {
    known("place", place.as_str(), corridor.places.keys().map(PlaceId::as_str))
}

pub(crate) fn known_crossing(corridor: &Corridor, crossing: &CrossingId) -> Result<(), Failure> {
    known("crossing", crossing.as_str(), corridor.crossings.keys().map(CrossingId::as_str))
}

pub(crate) fn known_service(corridor: &Corridor, service: &ServiceId) -> Result<(), Failure> {
    known("service", service.as_str(), corridor.services.keys().map(ServiceId::as_str))
}

pub(crate) fn known_operator(corridor: &Corridor, operator: &str) -> Result<(), Failure> {
    let operators: BTreeSet<&str> =
        corridor.services.values().map(|service| service.operator.as_str()).collect();
    known("operator", operator, operators.iter().copied())
}

/// A country that no place lies in cannot be avoided either: most likely it is mistyped. There are few, so that all
/// are named.
pub(crate) fn known_country(corridor: &Corridor, country: Country) -> Result<(), Failure> {
    let countries: BTreeSet<Country> = corridor.places.values().map(|place| place.country).collect();
    if countries.contains(&country) {
        return Ok(());
    }
    let all: Vec<&str> = countries.iter().map(Country::code).collect();
    Err(Failure::unanswered(format!(
        "error: no place in `{country}` in the corridor\n  there are places in {}",
        all.join(", ")
    )))
}

fn known<'a>(kind: &str, asked: &str, all: impl Iterator<Item = &'a str> + Clone) -> Result<(), Failure> {
    if all.clone().any(|id| id == asked) {
        return Ok(());
    }
    let meant = alike(asked, all);
    Err(Failure::unanswered(format!("error: no {kind} `{asked}` in the corridor{meant}")))
}

/// The ids that look most like what was asked for, as a second line.
pub(crate) fn alike<'a>(asked: &str, known: impl Iterator<Item = &'a str>) -> String {
    let asked = asked.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .map(|id| {
            let lower = id.to_lowercase();
            let within = lower.contains(&asked) || asked.contains(&lower);
            let far = if within { 0 } else { strsim::damerau_levenshtein(&asked, &lower) };
            // An id in another order of its words, or with one of them, is further than a slip of the pen.
            let parts =
                |text: &str| text.split('-').filter(|part| part.len() > 3).any(|part| lower.contains(part));
            (if far > 2 && parts(&asked) { 3 } else { far }, id)
        })
        .filter(|(distance, _)| *distance <= 3)
        .collect();
    found.sort_unstable();
    let ids: Vec<&str> = found.into_iter().take(5).map(|(_, id)| id).collect();
    if ids.is_empty() { String::new() } else { format!("\n  did you mean {}?", ids.join(", ")) }
}
