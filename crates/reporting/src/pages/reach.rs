//! Pages of what a shipment reaches: every place where the vehicles can be unloaded, on one day or on each of many.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Amount, PlaceId, Trace};
use landbridge_planning::{
    PlanningError, Quote, ReachDay, RouteQuestion, Routes, SearchOptions, ShipmentStudy, in_days,
};
use landbridge_units::Money;

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::parts::{local_time, place_name, services_words};
use crate::pages::profile::ready_day;
use crate::pages::route::asked_words;

/// One place with the earliest, the cheapest and the greenest way to it.
pub(crate) struct Reached<'s> {
    pub(crate) place: PlaceId,
    /// The shipment with this place as its destination.
    pub(crate) study: ShipmentStudy<'s>,
    pub(crate) fastest: Quote,
    pub(crate) cheapest: Quote,
    pub(crate) greenest: Quote,
}

impl Reached<'_> {
    /// Why the country of the place does not admit the vehicles; empty if it does.
    pub(crate) fn refused(&self) -> String {
        let reasons: BTreeSet<&str> = self
            .study
            .import_rules()
            .iter()
            .filter(|hit| hit.blocking)
            .map(|hit| hit.reason.as_str())
            .collect();
        reasons.into_iter().collect::<Vec<_>>().join("; ")
    }
}

/// Quotes of all places reached on a day, by place.
///
/// # Errors
/// If a price is missing.
pub(crate) fn quoted<'s>(day: &ReachDay<'s>) -> Result<Vec<Reached<'s>>, PlanningError> {
    let mut all = Vec::new();
    for (place, routes) in &day.reached {
        let study = day.study.to(place);
        let (Some(fastest), Some(cheapest), Some(greenest)) =
            (routes.fastest(), routes.cheapest(), routes.greenest())
        else {
            continue;
        };
        let (fastest, cheapest, greenest) =
            (study.quote(fastest)?, study.quote(cheapest)?, study.quote(greenest)?);
        all.push(Reached { place: place.clone(), study, fastest, cheapest, greenest });
    }
    Ok(all)
}

/// All places that a shipment reaches, with the earliest arrival, the lowest transport cost and the least CO2e.
///
/// # Errors
/// If a price is missing.
pub fn reach_page(question: &RouteQuestion, day: &ReachDay<'_>) -> Result<Page, PlanningError> {
    let (corridor, asked) = (day.study.study().corridor(), day.study.shipment());
    let mut table = Table::new(
        "places",
        &[
            ("place", "place", false),
            ("name", "name", false),
            ("arrives", "earliest (local)", false),
            ("takes", "takes", true),
            ("fastest", "by services", false),
            ("transport", "cheapest per vehicle", true),
            ("cheapest", "by services", false),
            ("co2e", "least CO2e per vehicle", true),
            ("greenest", "by services", false),
        ],
    );
    let mut refused: Vec<String> = Vec::new();
    for reached in quoted(day)? {
        let mark = match reached.refused() {
            reason if reason.is_empty() => "",
            reason => {
                refused.push(format!("{}: {reason}", reached.place));
                " *"
            }
        };
        table.push(
            reached.place.as_str(),
            vec![
                Cell::text(format!("{}{mark}", reached.place)),
                Cell::text(place_name(corridor, &reached.place)),
                Cell::text(local_time(corridor, &reached.place, reached.fastest.itinerary.end())),
                Cell::figure(&reached.fastest.duration),
                Cell::text(services_words(&reached.fastest.itinerary)),
                Cell::figure(&reached.cheapest.transport_per_vehicle(&reached.study)?),
                Cell::text(services_words(&reached.cheapest.itinerary)),
                Cell::figure(&reached.greenest.emissions.per_vehicle),
                Cell::text(services_words(&reached.greenest.itinerary)),
            ],
        );
    }
    let mut blocks: Vec<Block> = reach_words(&day.study, question).map(Block::Text).into_iter().collect();
    blocks.push(Block::Table(table));
    if !refused.is_empty() {
        blocks.push(Block::Heading("* Not admitted by the country of destination".to_owned()));
        blocks.push(Block::List(refused));
    }
    blocks.extend(missed_words(&day.study, &[day.reached.keys()]));
    let ended = day.reached.values().filter(|routes| !routes.complete).count();
    let proof = if ended == 0 {
        "each figure is the best there is"
    } else {
        "some searches ended within their budget, and better may exist"
    };
    Ok(Page {
        slug: format!("reach-{}", key_of(&asked.name)),
        title: format!("{} vehicles from {}", asked.vehicles(), place_name(corridor, &asked.origin)),
        summary: format!(
            "Ready {}; {} places are reached, and {proof}; cost is transport, step by step.",
            local_time(corridor, &asked.origin, asked.ready),
            day.reached.len()
        ),
        blocks,
    })
}

/// Days to the earliest arrival at every place, for each of several days on which the shipment may be ready.
#[must_use]
pub fn reach_days_page(question: &RouteQuestion, days: &[ReachDay<'_>]) -> Page {
    let Some(first) = days.first() else {
        return Page {
            slug: "reach".to_owned(),
            title: "No day to be ready on".to_owned(),
            summary: "The calendar ends.".to_owned(),
            blocks: Vec::new(),
        };
    };
    let (corridor, asked) = (first.study.study().corridor(), first.study.shipment());
    let ready: Vec<String> = days.iter().map(|day| ready_day(&day.study)).collect();
    // The year and month of the first day stand in the summary.
    let heads: Vec<String> =
        ready.iter().map(|day| day.get(5..).unwrap_or(day.as_str()).to_owned()).collect();
    let mut columns = vec![("place", "place", false), ("name", "name", false)];
    columns.extend(ready.iter().zip(&heads).map(|(day, head)| (day.as_str(), head.as_str(), true)));
    let mut table = Table::new("days", &columns);
    for (place, by_day) in days_by_place(days) {
        let mut cells = vec![Cell::text(place.as_str()), Cell::text(place_name(corridor, &place))];
        cells.extend(by_day.iter().map(|days| Cell::text(days.as_deref().unwrap_or("-"))));
        table.push(place.as_str(), cells);
    }
    let mut blocks: Vec<Block> = reach_words(&first.study, question).map(Block::Text).into_iter().collect();
    blocks.push(Block::Heading("Days to the earliest arrival by ready day".to_owned()));
    blocks.push(Block::Table(table));
    let reached: Vec<_> = days.iter().map(|day| day.reached.keys()).collect();
    blocks.extend(missed_words(&first.study, &reached));
    let last = ready.last().cloned().unwrap_or_default();
    Page {
        slug: format!("reach-days-{}", key_of(&asked.name)),
        title: format!(
            "{} vehicles from {}: days by ready day",
            asked.vehicles(),
            place_name(corridor, &asked.origin)
        ),
        summary: format!(
            "Ready on each day from {} to {last}, first minute local time; days from ready to unloaded, to a tenth, \
             half-even.",
            ready.first().cloned().unwrap_or_default()
        ),
        blocks,
    }
}

/// Days to the earliest arrival, by place and day; `None` where a place is not reached.
pub(crate) fn days_by_place(days: &[ReachDay<'_>]) -> BTreeMap<PlaceId, Vec<Option<String>>> {
    let places: BTreeSet<&PlaceId> = days.iter().flat_map(|day| day.reached.keys()).collect();
    let of = |place: &PlaceId, day: &ReachDay<'_>| day.reached.get(place).and_then(days_to);
    places.into_iter().map(|place| (place.clone(), days.iter().map(|day| of(place, day)).collect())).collect()
}

fn days_to(routes: &Routes) -> Option<String> {
    let time = Amount::Time(routes.fastest()?.itinerary.duration());
    match in_days(&Trace::given("takes", time, "")).amount {
        Amount::Decimal(days, _) => Some(format!("{days:.1}")),
        _ => None,
    }
}

/// What is asked for beyond the places at all; `None` for nothing.
fn reach_words(study: &ShipmentStudy<'_>, question: &RouteQuestion) -> Option<String> {
    let options = question.options();
    let unlimited = RouteQuestion::by(
        question.criteria(),
        question.filter.clone(),
        SearchOptions { max_cost_minor: None, ..options },
    );
    let mut parts: Vec<String> = asked_words(study, &unlimited).into_iter().collect();
    let vehicles = i64::try_from(study.shipment().vehicles()).unwrap_or(i64::MAX);
    if let Some(each) = options.max_cost_minor.and_then(|most| most.checked_div(vehicles)) {
        let each = Money::from_minor(each, study.study().corridor().base_currency);
        parts.push(format!("Transport for {each} per vehicle at most."));
    }
    if options.horizon != SearchOptions::default().horizon {
        parts.push(format!("Unloaded within {} days.", options.horizon.get() / 1_440));
    }
    (!parts.is_empty()).then(|| parts.join(" "))
}

/// Places that could unload some vehicles and are not reached on any day.
fn missed_words<'p>(
    study: &ShipmentStudy<'_>,
    reached: &[impl Iterator<Item = &'p PlaceId> + Clone],
) -> Option<Block> {
    let (corridor, origin) = (study.study().corridor(), &study.shipment().origin);
    let reached: BTreeSet<&PlaceId> = reached.iter().flat_map(Clone::clone).collect();
    let missed: Vec<String> = corridor
        .places
        .values()
        .filter(|place| !place.handles.is_empty() && place.id != *origin && !reached.contains(&place.id))
        .map(|place| place.id.to_string())
        .collect();
    (!missed.is_empty()).then(|| Block::Text(format!("Not reached: {}.", missed.join(", "))))
}
