//! Drawings of one route: on the map of the corridor, and in time and space.

use std::collections::BTreeSet;

use chrono::NaiveTime;
use landbridge_model::{Corridor, Itinerary, PlaceId, StepKind};
use landbridge_planning::{Picked, RouteQuestion, Routes, ShipmentStudy};
use landbridge_units::Instant;

use crate::pages::network::{degrees, map, mark};
use crate::pages::order_drawings::line_class;
use crate::pages::parts::{place_name, step_words};
use crate::pages::route::title;
use crate::svg::{LegClass, MapChart, MapLine, MapPlace, TimeDistance, TimeLeg};

/// The route that the question picks first on the map of the corridor, with the places where something happens.
#[must_use]
pub fn route_map(study: &ShipmentStudy<'_>, question: &RouteQuestion, routes: &Routes) -> MapChart {
    let corridor = study.study().corridor();
    let Some((why, itinerary)) = first_picked(question, routes) else { return MapChart::default() };
    let mut chart = map(corridor);
    let named = happenings(itinerary);
    for place in &mut chart.places {
        place.emphasis = false;
    }
    // Names are given room in the order of the way.
    let along: Vec<MapPlace> = named
        .iter()
        .filter_map(|id| {
            let place = corridor.places.get(*id)?;
            let (lat, lon) = degrees(corridor, id)?;
            let (label, kind) = (place.name_en.clone(), mark(place.kind));
            Some(MapPlace { label, lat, lon, kind, emphasis: true })
        })
        .collect();
    let elsewhere =
        chart.places.into_iter().filter(|place| along.iter().all(|known| known.label != place.label));
    chart.places = along.iter().cloned().chain(elsewhere).collect();
    for step in itinerary.steps() {
        let StepKind::Leg { mode, sections, .. } = &step.kind else { continue };
        let mut here = &step.from;
        for section in sections {
            let Some(link) = corridor.links.get(&section.link) else { continue };
            let to = if link.from == *here { &link.to } else { &link.from };
            if let (Some(from), Some(end)) = (degrees(corridor, here), degrees(corridor, to)) {
                let class = line_class(*mode, std::slice::from_ref(section), corridor);
                chart.lines.push(MapLine { points: vec![from, end], class, emphasised: true });
            }
            here = to;
        }
    }
    chart.title = format!("{}: {why}", title(study));
    chart.desc = format!(
        "{} over {} km; lines are straight between places",
        itinerary.duration(),
        itinerary.length().km().normalize()
    );
    chart
}

/// The route that the question picks first, distance against time: every step is drawn, numbered and listed with its
/// times, local and UTC.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "drawing only")]
pub fn time_space(study: &ShipmentStudy<'_>, question: &RouteQuestion, routes: &Routes) -> TimeDistance {
    let corridor = study.study().corridor();
    let Some((why, itinerary)) = first_picked(question, routes) else { return TimeDistance::default() };
    let start = itinerary.start();
    let hours = |at: Instant| at.since(start).get() as f64 / 60.0;
    let (mut km, mut places, mut legs, mut list) = (0.0, Vec::new(), Vec::new(), Vec::new());
    let origin = &study.shipment().origin;
    places.push((0.0, place_name(corridor, origin)));
    for step in itinerary.steps() {
        let from_km = km;
        let class = match &step.kind {
            StepKind::Leg { mode, sections, .. } => {
                km += sections.iter().map(|section| section.length.get() as f64 / 1_000.0).sum::<f64>();
                places.push((km, place_name(corridor, &step.to)));
                LegClass::Move(line_class(*mode, sections, corridor))
            }
            StepKind::Border { .. } | StepKind::GaugeChange { .. } => LegClass::Border,
            StepKind::Wait { .. } => LegClass::Dwell,
            _ => LegClass::Handling,
        };
        legs.push(TimeLeg {
            from_h: hours(step.start),
            to_h: hours(step.end),
            from_km,
            to_km: km,
            class,
            label: short_words(&step.kind).to_owned(),
        });
        // A leg begins where the row before it ends.
        let to = if step.to == step.from { "" } else { "\u{2192} " };
        let place = format!("{to}{}", place_name(corridor, &step.to));
        list.push(vec![
            step_words(corridor, &step.kind),
            place,
            local_short(corridor, &step.from, step.start),
            local_short(corridor, &step.to, step.end),
            utc_short(step.start),
            utc_short(step.end),
            step.duration().to_string(),
        ]);
    }
    let heads = ["step", "where", "begins, local", "ends, local", "begins, UTC", "ends, UTC", "takes"];
    let offset = local_short(corridor, origin, start).get(11..).map_or_else(String::new, str::to_owned);
    let year = start.to_utc().map_or_else(String::new, |at| at.format("%Y").to_string());
    let days = (itinerary.duration().get() / 1_440 / 14).saturating_add(1);
    let ticks = |place: Option<&PlaceId>| -> Vec<(f64, String)> {
        midnights(corridor, place, start, itinerary.end(), days)
            .into_iter()
            .map(|(at, day)| (hours(at), day))
            .collect()
    };
    TimeDistance {
        title: format!("{}: {why}", title(study)),
        desc: format!(
            "{} from ready to unloaded over {} km",
            itinerary.duration(),
            itinerary.length().km().normalize()
        ),
        places,
        legs,
        x_ticks: ticks(None),
        x_label: format!("{year}, midnights UTC"),
        top_ticks: ticks(Some(origin)),
        top_label: format!("{year}, midnights at {}{offset}", place_name(corridor, origin)),
        list_heads: heads.map(str::to_owned).to_vec(),
        list,
    }
}

fn first_picked<'r>(question: &RouteQuestion, routes: &'r Routes) -> Option<(String, &'r Itinerary)> {
    let Picked { why, route } = question.picked(routes).into_iter().next()?;
    Some((why, &route.itinerary))
}

/// Places where a route begins, ends, or stands for anything but a wait, in its order, each once.
fn happenings(itinerary: &Itinerary) -> Vec<&PlaceId> {
    let mut seen = BTreeSet::new();
    let ends = itinerary.steps().first().map(|step| &step.from).into_iter();
    let ends = ends.chain(itinerary.steps().last().map(|step| &step.to));
    let stands = itinerary
        .steps()
        .iter()
        .filter(|step| !matches!(step.kind, StepKind::Wait { .. } | StepKind::Leg { .. }))
        .map(|step| &step.from);
    ends.chain(stands).filter(|place| seen.insert(*place)).collect()
}

/// What happens, in a word or two: the list has the rest.
fn short_words(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Wait { .. } => "wait",
        StepKind::Load { .. } => "load",
        StepKind::Unload { .. } => "unload",
        StepKind::Transload { .. } => "transload",
        StepKind::Leg { mode, .. } => mode.word(),
        StepKind::Border { .. } => "border",
        StepKind::GaugeChange { .. } => "gauge change",
        _ => "",
    }
}

/// Midnights from one instant to another, local at a place or UTC, every so many days.
fn midnights(
    corridor: &Corridor,
    place: Option<&PlaceId>,
    from: Instant,
    until: Instant,
    every: i64,
) -> Vec<(Instant, String)> {
    let day_of = |at: Instant| match place {
        Some(place) => corridor.local_date(place, at),
        None => at.to_utc().map(|at| at.date_naive()),
    };
    let Some(mut day) = day_of(from) else { return Vec::new() };
    let mut found = Vec::new();
    let most = until.since(from).get() / 1_440 + 2;
    for number in 0..most {
        let at = match place {
            Some(place) => corridor.local_instant(place, day, NaiveTime::MIN),
            None => Some(Instant::from_utc(day.and_time(NaiveTime::MIN).and_utc())),
        };
        let Some(at) = at else { break };
        if at > until {
            break;
        }
        if at >= from && number % every == 0 {
            found.push((at, day.format("%m-%d").to_string()));
        }
        let Some(next) = day.succ_opt() else { break };
        day = next;
    }
    found
}

/// `05-14 18:00 +08:00`.
fn local_short(corridor: &Corridor, place: &PlaceId, at: Instant) -> String {
    let zone = corridor.places.get(place).map(|place| place.time_zone);
    match (zone, at.to_utc()) {
        (Some(zone), Some(utc)) => utc.with_timezone(&zone).format("%m-%d %H:%M %:z").to_string(),
        _ => utc_short(at),
    }
}

/// `05-14 10:00`.
fn utc_short(at: Instant) -> String {
    at.to_utc().map_or_else(|| at.to_string(), |at| at.format("%m-%d %H:%M").to_string())
}
