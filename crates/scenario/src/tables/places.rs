//! `places.csv`.

use landbridge_model::{Coordinate, Hours, Place, PlaceId};
use landbridge_units::Decimal;

use crate::codes;
use crate::fields::{Fields, clock};
use crate::log::Words;
use crate::tables::settings::time_zone;
use crate::text::shorten;

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

fn hours(fields: &mut Fields<'_>) -> Option<Hours> {
    let text = fields.maybe_text("hours");
    if text.is_empty() {
        return None;
    }
    let hours = text.split_once('-').and_then(|(opens, closes)| {
        let hours = Hours { opens: clock(opens)?, closes: clock(closes)? };
        (hours.opens < hours.closes).then_some(hours)
    });
    if hours.is_none() {
        let words = Words::new(format!("`{}` are no opening hours", shorten(&text)))
            .expected("opening and closing time of one day, such as 08:00-20:00")
            .hint("around the clock is an empty cell");
        fields.problem(&codes::N005, "hours", words);
    }
    hours
}
