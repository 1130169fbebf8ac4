//! `places.csv`.

use landbridge_model::{Coordinate, Hours, HoursError, OpenSpan, Place, PlaceId, WEEKDAYS};
use landbridge_units::Decimal;

use crate::codes;
use crate::fields::Fields;
use crate::log::{At, Words};
use crate::suggest::did_you_mean;
use crate::tables::settings::time_zone;

pub(crate) fn read(fields: &mut Fields<'_>) -> Option<Place> {
    let id = fields.id::<PlaceId>();
    let name_en = fields.text("name_en");
    let country = fields.country("country");
    if let (Some(id), Some(country)) = (&id, country)
        && id.as_str().split('-').next() != Some(country.code())
    {
        let words = Words::new(format!("`{id}` does not begin with its country, {country}"))
            .expected(format!("{country}-NAME"));
        fields.problem(&codes::N008, "id", words);
    }
    let kind = fields.word("kind");
    let at = coordinate(fields);
    let gauges = fields.words("gauge_mm");
    let handles = fields.words("handles");
    let own_zone = time_zone(fields, "time_zone");
    let zone = own_zone.or_else(|| fields.context.time_zones.get(&country?).copied());
    let hours = hours(fields);
    let unlocode: Option<landbridge_model::UnLocode> = fields.checked("unlocode", &codes::N006);
    if let (Some(code), Some(country)) = (unlocode, country)
        && !code.as_str().starts_with(country.code())
    {
        let words = Words::new(format!("UN/LOCODE {} is not in {country}", code.as_str()));
        fields.problem(&codes::N016, "unlocode", words);
    }
    let esr = fields.checked("esr", &codes::N007);
    let free_days = fields.maybe_count("free_days");
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Place {
        id: id?,
        name_en: name_en?,
        name_zh: fields.maybe_text("name_zh"),
        name_ru: fields.maybe_text("name_ru"),
        country: country?,
        kind: kind?,
        at,
        gauges,
        handles,
        time_zone: zone?,
        hours,
        unlocode,
        esr,
        free_days,
        row: row?,
    })
}

fn coordinate(fields: &mut Fields<'_>) -> Option<Coordinate> {
    let lat = degrees(fields, "lat", 90);
    let lon = degrees(fields, "lon", 180);
    for (given, missing) in [("lat", "lon"), ("lon", "lat")] {
        if fields.has(given) && !fields.has(missing) {
            let words = Words::new(format!("`{given}` without `{missing}`")).expected("both or neither");
            fields.problem(&codes::N003, given, words);
        }
    }
    Some(Coordinate { lat_e7: lat?, lon_e7: lon? })
}

/// Degrees in ten-millionths.
fn degrees(fields: &mut Fields<'_>, column: &str, limit: i64) -> Option<i64> {
    let value = fields.maybe_signed(column)?;
    if value.abs() > Decimal::from(limit) {
        let words = Words::new(format!("`{column}` is {value} degrees"))
            .expected(format!("-{limit} to {limit}"))
            .maybe_hint((column == "lat").then(|| "latitude and longitude may be exchanged".to_owned()));
        fields.problem(&codes::N002, column, words);
        return None;
    }
    let scaled = value.checked_mul(Decimal::from(10_000_000))?;
    // Sources print more digits than a map can show: the eighth is a millimetre.
    landbridge_units::round_to_integer(scaled, landbridge_units::Rounding::HalfEven)
}

/// Opening hours: spans separated by `;`, each reported where it stands.
fn hours(fields: &mut Fields<'_>) -> Option<Hours> {
    let mut spans: Vec<(OpenSpan, At)> = Vec::new();
    let mut whole = true;
    for piece in fields.pieces("hours") {
        let blanks = piece.text.chars().take_while(|c| *c == ' ').count();
        let column = piece.at.column.saturating_add(u32::try_from(blanks).unwrap_or(u32::MAX));
        let at = At { column, ..piece.at };
        match piece.text.trim_matches(' ').parse() {
            Ok(span) => spans.push((span, at)),
            Err(error) => {
                no_span(fields, at, &error);
                whole = false;
            }
        }
    }
    if !whole || spans.is_empty() {
        return None;
    }
    match Hours::new(spans.iter().map(|(span, _)| *span).collect()) {
        Ok(hours) => Some(hours),
        Err(error) => {
            // Of two that overlap, the one that stands later is shown.
            let later = match &error {
                HoursError::Overlap { first, second, .. } => {
                    spans.iter().rev().find(|(span, _)| *span == **first || *span == **second)
                }
                _ => None,
            };
            let at = later.map_or_else(|| fields.at("hours"), |(_, at)| *at);
            let words = Words::new(error.to_string())
                .hint("a weekday stands in one span, or in several that do not share a minute");
            fields.problem_at(&codes::N017, at, words);
            None
        }
    }
}

fn no_span(fields: &mut Fields<'_>, at: At, error: &HoursError) {
    let words = Words::new(error.to_string());
    match error {
        HoursError::Weekday { text } => {
            let known = WEEKDAYS.map(|(word, _)| word);
            let words =
                words.expected(format!("one of {}", known.join(", "))).maybe_hint(did_you_mean(text, known));
            fields.problem_at(&codes::F027, at, words);
        }
        HoursError::WeekdayTwice { .. } => fields.problem_at(&codes::F031, at, words),
        _ => {
            let words = words
                .expected("opening and closing time of one day, such as 08:00-20:00 or mon-fri 08:00-20:00")
                .hint(
                    "around the clock is an empty cell; midnight is 00:00 for opening and 24:00 for closing",
                );
            fields.problem_at(&codes::N005, at, words);
        }
    }
}
