//! When a question about routes has no answer: why, and what would give one.

use landbridge_planning::{
    Change, Criteria, Criterion, PlanningError, RouteQuestion, Routes, SearchOptions, ShipmentStudy,
    ShipmentWhyNot, WhyNotOptions,
};
use landbridge_units::{Decimal, GramsCo2e, Instant, Money};

use crate::failure::Failure;

/// Sets of changes printed.
const MOST_SHOWN: usize = 8;

/// Why there is no route, what there is without limits, and the smallest changes that would give one.
pub(crate) fn refusal(study: &ShipmentStudy<'_>, question: &RouteQuestion, error: PlanningError) -> Failure {
    if !error.is_no_route() {
        return error.into();
    }
    let unlimited = question.is_limited().then(|| all_there_is(study, question).ok()).flatten();
    let mut text = match unlimited {
        Some(routes) => format!(
            "error: no route within the limits of the question\n  without limits: {}",
            what_there_is(study, &routes)
        ),
        None => format!("error: {error}"),
    };
    let criteria = Criteria::only(Criterion::Arrival);
    let options = SearchOptions { criteria, alternatives: 1, epsilon_permille: 0, ..question.options() };
    // A search that fails here has failed before, with the same error.
    if let Ok(why) = study.why_not(&question.filter, options, &WhyNotOptions::default(), None) {
        text.push_str(&remedies(study, &why));
    }
    Failure::unanswered(text)
}

/// Kilograms to the gram.
fn kg(grams: GramsCo2e) -> Decimal {
    (Decimal::from(grams.get()) / Decimal::from(1_000)).normalize()
}

/// The sets of changes, the smallest first, each with what it gives.
fn remedies(study: &ShipmentStudy<'_>, why: &ShipmentWhyNot) -> String {
    let remedies = why.answer.remedies();
    let mut text = String::new();
    if remedies.is_empty() {
        text.push_str("\n  no change that was looked at gives one");
    }
    for remedy in remedies.iter().take(MOST_SHOWN) {
        let words: Vec<String> = remedy.changes.iter().map(|change| words(study, why, change)).collect();
        text.push_str(&format!(
            "\n  would be possible: {}: unloaded {}",
            words.join(" and "),
            local(study, remedy.route.itinerary.end())
        ));
    }
    if remedies.len() > MOST_SHOWN {
        text.push_str(&format!("\n  and by {} other sets of changes", remedies.len() - MOST_SHOWN));
    }
    if let Some(size) = why.answer.complete_to.filter(|_| !remedies.is_empty()) {
        text.push_str(&format!(
            "\n  of {} changes that could matter, all sets of up to {size} that are enough are these; each was tried",
            why.answer.considered
        ));
    }
    for hit in &why.import {
        text.push_str(&format!("\n  whatever the route, {} refuses the import: {}", hit.rule, hit.reason));
    }
    text
}

/// A change in the words of the question: money and times as they were asked for.
fn words(study: &ShipmentStudy<'_>, why: &ShipmentWhyNot, change: &Change) -> String {
    let currency = study.study().corridor().base_currency;
    let money = |minor| Money::from_minor(minor, currency);
    match change {
        Change::Cost { most_minor, more_minor } => {
            format!("a budget of {} ({} more)", money(*most_minor), money(*more_minor))
        }
        Change::Deadline { by, later } => format!("a deadline {later} later, {}", local(study, *by)),
        Change::Ready { from, earlier } => {
            format!("ready {earlier} earlier, {}", local_origin(study, *from))
        }
        Change::Co2e { most, more } => {
            format!("--max-co2e {} ({} kg more)", kg(*most), kg(*more))
        }
        other => why.words(other),
    }
}

/// The routes without limits by all that limits could speak of, whatever was to be compared.
pub(crate) fn all_there_is(
    study: &ShipmentStudy<'_>,
    question: &RouteQuestion,
) -> Result<Routes, PlanningError> {
    let criteria = [Criterion::Arrival, Criterion::Cost, Criterion::Co2e, Criterion::Handlings];
    let limits = SearchOptions { alternatives: 1, epsilon_permille: 0, ..question.unlimited().options() };
    study.answer(&RouteQuestion::by(&criteria, question.filter.clone(), limits))
}

pub(crate) fn what_there_is(study: &ShipmentStudy<'_>, routes: &Routes) -> String {
    let currency = study.study().corridor().base_currency;
    let mut parts = Vec::new();
    if let Some(route) = routes.fastest() {
        parts.push(format!("unloaded {} at the earliest", local(study, route.itinerary.end())));
    }
    if let Some(route) = routes.cheapest() {
        parts.push(format!("transport for {} at least", Money::from_minor(route.cost_minor, currency)));
    }
    if let Some(route) = routes.greenest() {
        parts.push(format!("{} at least", route.co2e.display_kg()));
    }
    if let Some(route) = routes.best(Criterion::Handlings, 1).first() {
        parts.push(format!("{} handlings at least", route.handlings));
    }
    format!("{}, not necessarily by one route", parts.join(", "))
}

/// An instant in local time at the destination.
pub(crate) fn local(study: &ShipmentStudy<'_>, at: Instant) -> String {
    landbridge_reporting::local_time(study.study().corridor(), &study.shipment().destination, at)
}

pub(crate) fn local_origin(study: &ShipmentStudy<'_>, at: Instant) -> String {
    landbridge_reporting::local_time(study.study().corridor(), &study.shipment().origin, at)
}
