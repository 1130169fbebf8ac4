//! Routes and places reached as GeoJSON (RFC 7946), for maps: longitude before latitude, lines cut at the
//! antimeridian, one feature a line.

use std::fmt::Write as _;

use landbridge_model::{Amount, Coordinate, Corridor, PlaceId, Section, Step, StepKind, Trace};
use landbridge_planning::{
    Picked, PlanningError, Quote, ReachDay, RouteQuestion, Routes, ShipmentStudy, in_days,
};
use landbridge_units::{Decimal, GramsCo2e, Instant, Metres, Minutes};
use serde_json::{Map, Value, json};

use crate::json::FORMAT_VERSION;
use crate::pages::order_tables::step_cost;
use crate::pages::parts::{equipment_name, local_time, place_name, service_name, services_words, step_words};
use crate::pages::profile::ready_day;
use crate::pages::reach::{days_by_place, quoted};

/// Degrees are kept in ten-millionths.
const PER_DEGREE: i64 = 10_000_000;
/// Half the way round the Earth.
const HALF_TURN: i64 = 180 * PER_DEGREE;

/// The routes that a question picks, for each of several shipments: a line for each leg, a point for each handling,
/// border and change of gauge; waits are told apart by their times alone and are left out.
///
/// # Errors
/// If a price is missing.
pub fn route_geojson(
    corridor: &Corridor,
    answers: &[(&ShipmentStudy<'_>, &RouteQuestion, &Routes)],
) -> Result<String, PlanningError> {
    let mut features = Vec::new();
    for (study, question, routes) in answers {
        for Picked { why, route } in question.picked(routes) {
            let quote = study.quote(route)?;
            for idx in 0..quote.itinerary.steps().len() {
                features.extend(step_feature(study, &quote, &why, idx));
            }
        }
    }
    Ok(collection(corridor, &features))
}

/// The places that shipments reach, each a point with its earliest arrival, lowest transport cost and least CO2e.
///
/// # Errors
/// If a price is missing.
pub fn reach_geojson<'d, 's: 'd>(
    corridor: &Corridor,
    days: impl Iterator<Item = &'d ReachDay<'s>>,
) -> Result<String, PlanningError> {
    let mut features = Vec::new();
    for day in days {
        for reached in quoted(day)? {
            let place = &reached.place;
            let mut properties = place_properties(&day.study, corridor, place);
            let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
            let end = reached.fastest.itinerary.end();
            put("arrival_utc", utc(end));
            put("arrival_local", local(corridor, place, end));
            put("days", amount(&in_days(&reached.fastest.duration)));
            put("fastest_by", json!(services_words(&reached.fastest.itinerary)));
            let cost = reached.cheapest.transport_per_vehicle(&reached.study)?;
            put("transport_per_vehicle", amount(&cost));
            put("currency", json!(corridor.base_currency.to_string()));
            put("cheapest_by", json!(services_words(&reached.cheapest.itinerary)));
            put("co2e_kg_per_vehicle", amount(&reached.greenest.emissions.per_vehicle));
            put("greenest_by", json!(services_words(&reached.greenest.itinerary)));
            put("refused", json!(reached.refused()));
            features.push(feature(point(corridor, place), properties));
        }
    }
    Ok(collection(corridor, &features))
}

/// The places that each of several shipments reaches, each a point with the days to its earliest arrival by ready
/// day.
#[must_use]
pub fn reach_days_geojson(corridor: &Corridor, shipments: &[Vec<ReachDay<'_>>]) -> String {
    let mut features = Vec::new();
    for days in shipments {
        let Some(first) = days.first() else { continue };
        let ready: Vec<String> = days.iter().map(|day| ready_day(&day.study)).collect();
        for (place, by_day) in days_by_place(days) {
            let by_day: Map<String, Value> = ready
                .iter()
                .zip(&by_day)
                .map(|(day, days)| (day.clone(), days.as_deref().map_or(Value::Null, number)))
                .collect();
            let mut properties = place_properties(&first.study, corridor, &place);
            properties.insert("days_by_ready_day".to_owned(), Value::Object(by_day));
            features.push(feature(point(corridor, &place), properties));
        }
    }
    collection(corridor, &features)
}

/// A step as a feature; `None` for a wait.
fn step_feature(study: &ShipmentStudy<'_>, quote: &Quote, why: &str, idx: usize) -> Option<Value> {
    let corridor = study.study().corridor();
    let step = quote.itinerary.steps().get(idx)?;
    let mut properties = Map::new();
    let mut put = |key: &str, value: Value| properties.insert(key.to_owned(), value);
    put("shipment", json!(study.shipment().name));
    put("route", json!(why));
    put("step", json!(idx.saturating_add(1)));
    put("what", json!(step_words(corridor, &step.kind)));
    let geometry = match &step.kind {
        StepKind::Wait { .. } => return None,
        StepKind::Leg { service, equipment, mode, sections } => {
            put("kind", json!("leg"));
            put("mode", json!(mode.word()));
            put("service", json!(service.as_str()));
            put("service_name", json!(service_name(corridor, service)));
            put("equipment", json!(equipment.as_str()));
            put("equipment_name", json!(equipment_name(corridor, equipment)));
            put("from", json!(step.from.as_str()));
            put("to", json!(step.to.as_str()));
            let length = Metres::new(sections.iter().map(|section| section.length.get()).sum());
            put("km", decimal(length.km()));
            line(corridor, step, sections)
        }
        StepKind::Border { crossing, .. } => {
            put("kind", json!("border"));
            put("crossing", json!(crossing.as_str()));
            point(corridor, &step.from)
        }
        StepKind::GaugeChange { .. } => {
            put("kind", json!("gauge_change"));
            point(corridor, &step.from)
        }
        _ => {
            put("kind", json!("handling"));
            point(corridor, &step.from)
        }
    };
    if step.from == step.to {
        put("place", json!(step.from.as_str()));
        put("place_name", json!(place_name(corridor, &step.from)));
    }
    put("start_utc", utc(step.start));
    put("end_utc", utc(step.end));
    put("start_local", local(corridor, &step.from, step.start));
    put("end_local", local(corridor, &step.to, step.end));
    put("hours", decimal(hours(step.duration())));
    put("cost", step_cost(quote, idx).map_or_else(|| json!(0), |cost| amount(&cost)));
    put("currency", json!(corridor.base_currency.to_string()));
    let mut grams = quote.emissions.items.iter().filter(|item| item.step == idx);
    let grams = grams.try_fold(GramsCo2e::ZERO, |sum, item| sum.checked_add(item.amount));
    put("co2e_kg", grams.map_or(Value::Null, kilograms));
    Some(feature(geometry, properties))
}

fn place_properties(study: &ShipmentStudy<'_>, corridor: &Corridor, place: &PlaceId) -> Map<String, Value> {
    let mut properties = Map::new();
    properties.insert("shipment".to_owned(), json!(study.shipment().name));
    properties.insert("ready_utc".to_owned(), utc(study.shipment().ready));
    properties.insert("place".to_owned(), json!(place.as_str()));
    properties.insert("place_name".to_owned(), json!(place_name(corridor, place)));
    if let Some(known) = corridor.places.get(place) {
        properties.insert("country".to_owned(), json!(known.country.code()));
    }
    properties
}

fn feature(geometry: Value, properties: Map<String, Value>) -> Value {
    json!({ "type": "Feature", "geometry": geometry, "properties": properties })
}

/// A collection with one feature a line, so that a change of one shows as one line.
fn collection(corridor: &Corridor, features: &[Value]) -> String {
    let mut out = String::from("{\n  \"type\": \"FeatureCollection\",\n");
    let _ = writeln!(out, "  \"format_version\": {FORMAT_VERSION},");
    let _ = writeln!(out, "  \"corridor\": {},", json!(corridor.id));
    let lines: Vec<String> = features.iter().map(|feature| format!("    {feature}")).collect();
    if lines.is_empty() {
        out.push_str("  \"features\": []\n}\n");
    } else {
        let _ = writeln!(out, "  \"features\": [\n{}\n  ]\n}}", lines.join(",\n"));
    }
    out
}

/// A point; no geometry for a place of which nobody knows where it is.
fn point(corridor: &Corridor, place: &PlaceId) -> Value {
    corridor
        .places
        .get(place)
        .and_then(|place| place.at)
        .map_or(Value::Null, |at| json!({ "type": "Point", "coordinates": position(at) }))
}

/// The line of a leg through the places of its links; no geometry for fewer than two that are known.
fn line(corridor: &Corridor, step: &Step, sections: &[Section]) -> Value {
    let mut places: Vec<&PlaceId> = vec![&step.from];
    for section in sections {
        let (Some(link), Some(here)) = (corridor.links.get(&section.link), places.last()) else { continue };
        places.push(if link.from == **here { &link.to } else { &link.from });
    }
    let points: Vec<Coordinate> =
        places.into_iter().filter_map(|place| corridor.places.get(place)?.at).collect();
    let parts: Vec<Vec<Value>> =
        cut(&points).iter().map(|part| part.iter().copied().map(position).collect()).collect();
    match parts.as_slice() {
        [] => Value::Null,
        [only] => json!({ "type": "LineString", "coordinates": only }),
        several => json!({ "type": "MultiLineString", "coordinates": several }),
    }
}

/// A line in parts none of which crosses the antimeridian: where two points are more than half a turn apart, the
/// short way between them leads across it, and both sides end there (RFC 7946, 3.1.9). Latitudes in between are
/// taken to lie on a straight line in degrees.
fn cut(points: &[Coordinate]) -> Vec<Vec<Coordinate>> {
    let mut parts: Vec<Vec<Coordinate>> = Vec::new();
    let mut part: Vec<Coordinate> = Vec::new();
    for at in points {
        if let Some(before) = part.last().copied()
            && (at.lon_e7 - before.lon_e7).abs() > HALF_TURN
        {
            let side = if before.lon_e7 > 0 { HALF_TURN } else { -HALF_TURN };
            let to_edge = (side - before.lon_e7).abs();
            let across = to_edge + (side + at.lon_e7).abs();
            let rise = i128::from(at.lat_e7 - before.lat_e7) * i128::from(to_edge);
            let rise = rise.checked_div(i128::from(across)).and_then(|rise| i64::try_from(rise).ok());
            let lat_e7 = before.lat_e7 + rise.unwrap_or(0);
            part.push(Coordinate { lat_e7, lon_e7: side });
            parts.push(std::mem::take(&mut part));
            part.push(Coordinate { lat_e7, lon_e7: -side });
        }
        part.push(*at);
    }
    parts.push(part);
    parts.retain(|part| part.len() > 1);
    parts
}

fn position(at: Coordinate) -> Value {
    json!([decimal(Decimal::new(at.lon_e7, 7)), decimal(Decimal::new(at.lat_e7, 7))])
}

/// RFC 3339, in UTC.
fn utc(at: Instant) -> Value {
    at.to_utc().map_or(Value::Null, |at| json!(at.format("%Y-%m-%dT%H:%M:%SZ").to_string()))
}

/// Local time with its offset, in RFC 3339.
fn local(corridor: &Corridor, place: &PlaceId, at: Instant) -> Value {
    let text = local_time(corridor, place, at);
    let parts: Vec<&str> = text.split(' ').collect();
    match parts.as_slice() {
        [day, time, offset] => json!(format!("{day}T{time}:00{offset}")),
        _ => utc(at),
    }
}

fn hours(duration: Minutes) -> Decimal {
    duration.hours().round_dp(4)
}

fn kilograms(grams: GramsCo2e) -> Value {
    decimal(Decimal::from(grams.get()) / Decimal::from(1_000))
}

/// The number of a figure, without its unit.
fn amount(trace: &Trace) -> Value {
    match &trace.amount {
        Amount::Money(money) => decimal(money.to_decimal()),
        Amount::Emission(grams) => kilograms(*grams),
        Amount::Decimal(value, _) => decimal(*value),
        other => json!(other.to_string()),
    }
}

/// A decimal as a JSON number with the digits it prints with.
fn decimal(value: Decimal) -> Value {
    number(&value.normalize().to_string())
}

fn number(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|_| json!(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(lat: i64, lon: i64) -> Coordinate {
        Coordinate { lat_e7: lat * PER_DEGREE, lon_e7: lon * PER_DEGREE }
    }

    #[test]
    fn a_line_is_cut_where_it_crosses_the_antimeridian() {
        assert_eq!(cut(&[at(43, 131), at(50, 140)]), [[at(43, 131), at(50, 140)]]);
        let east = cut(&[at(40, 140), at(50, 170), at(40, -170), at(37, -122)]);
        assert_eq!(
            east,
            [[at(40, 140), at(50, 170), at(45, 180)], [at(45, -180), at(40, -170), at(37, -122)]]
        );
        let west = cut(&[at(40, -170), at(50, 170)]);
        assert_eq!(west, [[at(40, -170), at(45, -180)], [at(45, 180), at(50, 170)]]);
        assert!(cut(&[at(1, 1)]).is_empty() && cut(&[]).is_empty());
    }

    #[test]
    fn on_the_antimeridian_itself_nothing_divides_by_zero() {
        let parts = cut(&[at(10, 180), at(20, -180)]);
        assert_eq!(parts.len(), 2, "{parts:?}");
    }

    #[test]
    fn numbers_keep_their_digits() {
        assert_eq!(decimal(Decimal::new(1_067_612_345, 7)).to_string(), "106.7612345");
        assert_eq!(decimal(Decimal::new(-500_000_000, 7)).to_string(), "-50");
        assert_eq!(kilograms(GramsCo2e::new(79_161_812)).to_string(), "79161.812");
    }
}
