//! Places by the names that reports use for them.

use std::collections::BTreeSet;

use landbridge_model::{Corridor, Country, PlaceId};

/// The one place a report means: that with this id or this English name, else the only one whose name begins with
/// these words (Almaty for Almaty-1). `None` where no place or more than one is meant.
pub(crate) fn place_named(corridor: &Corridor, text: &str) -> Option<PlaceId> {
    if let Some(place) = text.trim().parse::<PlaceId>().ok().and_then(|id| corridor.places.get(&id)) {
        return Some(place.id.clone());
    }
    let asked = words(text);
    only(matching(corridor, &asked, true)).or_else(|| only(matching(corridor, &asked, false)))
}

/// Every place a report may mean when it names a point on the way: a rail station and a road post of one name are
/// both met by a way through either. A country stands for all its places.
pub(crate) fn places_named(corridor: &Corridor, text: &str) -> BTreeSet<PlaceId> {
    let text = text.trim();
    let is_country = |country: Country| country.code() == text || country.name() == text;
    let of_country: BTreeSet<PlaceId> = corridor
        .places
        .values()
        .filter(|place| is_country(place.country))
        .map(|place| place.id.clone())
        .collect();
    if !of_country.is_empty() {
        return of_country;
    }
    let by_id = text.parse::<PlaceId>().ok().filter(|id| corridor.places.contains_key(id));
    by_id.into_iter().chain(matching(corridor, &words(text), false)).collect()
}

/// Words of a name in lower case.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// Places whose name, without what stands in brackets, is these words or begins with them.
fn matching(corridor: &Corridor, asked: &[String], whole: bool) -> Vec<PlaceId> {
    if asked.is_empty() {
        return Vec::new();
    }
    let fits = |name: &str| {
        let own = words(name.split('(').next().unwrap_or_default());
        if whole { own == asked } else { own.starts_with(asked) }
    };
    corridor.places.values().filter(|place| fits(&place.name_en)).map(|place| place.id.clone()).collect()
}

fn only(mut places: Vec<PlaceId>) -> Option<PlaceId> {
    let first = places.pop();
    if places.is_empty() { first } else { None }
}
