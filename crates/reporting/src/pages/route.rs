//! The page that answers a question for routes: what was asked, all routes found, and the best of them in full.

use landbridge_model::{Amount, StepKind, Trace};
use landbridge_network::Route;
use landbridge_planning::{
    Criterion, Pick, Picked, PlanningError, Quote, RouteQuestion, Routes, ShipmentStudy, Via,
};
use landbridge_units::Money;

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::order_tables::{
    conditions_table, cost_table, distance_cell, emission_table, key_figures_of, steps_table,
};
use crate::pages::parts::{
    either_side, equipment_name, local_time, place_name, service_name, services_words,
};

/// The routes of a shipment: all of them in one table, and those the question picks with every leg and step.
///
/// # Errors
/// If a price is missing.
pub fn routes_page(
    study: &ShipmentStudy<'_>,
    question: &RouteQuestion,
    routes: &Routes,
) -> Result<Page, PlanningError> {
    let corridor = study.study().corridor();
    let asked = study.shipment();
    let picked = question.picked(routes);
    let mut blocks = Vec::new();
    blocks.extend(asked_words(study, question).map(Block::Text));
    let heading = match question.pick {
        Pick::Best(_) => "Best routes",
        Pick::Diverse(_) => "Routes that differ",
        _ => "All routes found",
    };
    blocks.push(Block::Heading(heading.to_owned()));
    blocks.push(Block::Table(found_table(study, question, routes, &picked)?));
    if wants(question, Criterion::Spread) {
        blocks.push(Block::Text(SPREAD_WORDS.to_owned()));
    }
    for Picked { why, route } in &picked {
        let quote = study.quote(route)?;
        let prefix = format!("{}-", key_of(why));
        blocks.push(Block::Heading(format!("Route: {why}")));
        let mut key = key_figures_of(study, None, &quote, &prefix)?;
        key.push("handlings", vec![Cell::text("handlings"), Cell::text(route.handlings.to_string())]);
        if wants(question, Criterion::Spread) {
            key.push("spread", vec![Cell::text("give or take"), Cell::text(give_or_take(route.spread))]);
        }
        blocks.push(Block::Table(key));
        let several = |trace: &Trace| !matches!(trace.amount, Amount::Count(..=1, _));
        if quote.departures.as_ref().is_some_and(several) {
            blocks.push(Block::Text(
                "The vehicles fill more than one departure: money and CO2e are of all of them, times are those of the first."
                    .to_owned(),
            ));
        }
        blocks.push(Block::Table(legs_table(study, &quote, &prefix)));
        blocks.push(Block::Table(steps_table(study, &quote, &prefix)));
        blocks.push(Block::Table(cost_table(study, &quote, &prefix)));
        blocks.push(Block::Table(emission_table(study, &quote, &prefix)));
    }
    let conditions = conditions_table(study, "");
    if !conditions.rows.is_empty() {
        blocks.push(Block::Heading("Conditions".to_owned()));
        blocks.push(Block::Table(conditions));
    }
    let banned = if study.import_rules().iter().any(|hit| hit.blocking) {
        " The country of destination does not admit these vehicles; see the conditions."
    } else {
        ""
    };
    Ok(Page {
        slug: format!("route-{}", key_of(asked.destination.as_str())),
        title: title(study),
        summary: format!(
            "Ready {}{}; {}.{banned}",
            if question.ready_latest { "at the latest " } else { "" },
            local_time(corridor, &asked.origin, asked.ready),
            proof(question, routes)
        ),
        blocks,
    })
}

const SPREAD_WORDS: &str = "Give or take is one standard deviation of the time from ready to unloaded: the square root \
                            of the variances of its steps, as if they were independent. A step of which no range is known \
                            adds nothing to it, so that a route of which little is known looks steadier than it is.";

/// `256 vehicles, Chongqing Yuzui to Almaty-1`.
pub(crate) fn title(study: &ShipmentStudy<'_>) -> String {
    let (corridor, asked) = (study.study().corridor(), study.shipment());
    format!(
        "{} vehicles, {} to {}",
        asked.vehicles(),
        place_name(corridor, &asked.origin),
        place_name(corridor, &asked.destination)
    )
}

fn wants(question: &RouteQuestion, criterion: Criterion) -> bool {
    question.criteria().contains(&criterion)
}

/// What a search by the criteria has shown, and what it has not.
fn proof(question: &RouteQuestion, routes: &Routes) -> String {
    let number = match routes.routes.len() {
        1 => "1 route".to_owned(),
        number => format!("{number} routes"),
    };
    if !routes.complete {
        return format!("the search ended within its budget with {number}; others may exist");
    }
    let options = question.options();
    let criteria: Vec<&str> = question.criteria().iter().map(|criterion| words(*criterion)).collect();
    let by = listed(&criteria, "and");
    let is = if routes.routes.len() == 1 { "is" } else { "are" };
    let mut found = match question.pick {
        Pick::Best(wanted) => {
            let first = words(question.first());
            format!("the best by {first}, {wanted} at most, each by other services, of {number} found")
        }
        Pick::Diverse(_) => {
            let first = words(question.first());
            format!(
                "the best by {first} and others that share no more than nine tenths with each other and are at most half \
                 as much again in time and money, chosen of {number} found"
            )
        }
        _ => format!("{number} {is} Pareto-optimal by {by}"),
    };
    if options.epsilon_permille > 0 {
        found = format!(
            "{number} {is} kept, and for every other, one of them is no more than {} % worse in any of {by}",
            per_cent(options.epsilon_permille)
        );
    }
    format!(
        "{found}; the search was complete, and does not put off a start in the hope of a cheaper tariff or exchange rate"
    )
}

fn words(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Arrival => "arrival",
        Criterion::Cost => "transport cost",
        Criterion::Co2e => "CO2e",
        Criterion::Handlings => "handlings",
        Criterion::Spread => "spread of the time",
    }
}

/// `a, b and c`.
fn listed(items: &[&str], and: &str) -> String {
    match items {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
    }
}

/// Thousandths as per cent: `2.5`.
pub(crate) fn per_cent(permille: u32) -> String {
    match (permille / 10, permille % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

/// What the question asks for beyond the routes at all; `None` for nothing.
pub(crate) fn asked_words(study: &ShipmentStudy<'_>, question: &RouteQuestion) -> Option<String> {
    let (corridor, destination) = (study.study().corridor(), &study.shipment().destination);
    let (filter, options) = (&question.filter, question.options());
    let mut parts: Vec<String> = Vec::new();
    let mut say = |what: &str, items: Vec<String>| {
        if !items.is_empty() {
            parts.push(format!("{what} {}", items.join(", ")));
        }
    };
    say("through", filter.via.iter().map(Via::to_string).collect());
    say("without crossing", filter.avoid_crossings.iter().map(ToString::to_string).collect());
    say("without place", filter.avoid_places.iter().map(ToString::to_string).collect());
    say("not in", filter.avoid_countries.iter().map(|country| country.name().to_owned()).collect());
    say("not with", filter.avoid_operators.iter().cloned().collect());
    say("not by", filter.avoid_modes.iter().map(ToString::to_string).collect());
    let only = filter.services.iter().flatten().map(ToString::to_string).collect();
    say("by no other service than", only);
    let money = |minor| Money::from_minor(minor, corridor.base_currency).to_string();
    say(
        "transport of the shipment for",
        options.max_cost_minor.map(money).into_iter().map(at_most).collect(),
    );
    say("emitting", options.max_co2e.map(|most| at_most(most.display_kg())).into_iter().collect());
    let handlings = |most: u32| at_most(format!("{most} handlings"));
    say("with", options.max_handlings.map(handlings).into_iter().collect());
    say(
        "unloaded by",
        options.arrive_by.map(|by| local_time(corridor, destination, by)).into_iter().collect(),
    );
    (!parts.is_empty()).then(|| format!("Asked: {}.", parts.join("; ")))
}

fn at_most(amount: String) -> String {
    format!("{amount} at most")
}

/// All routes, one a row, in the order of what they come to.
fn found_table(
    study: &ShipmentStudy<'_>,
    question: &RouteQuestion,
    routes: &Routes,
    picked: &[Picked<'_>],
) -> Result<Table, PlanningError> {
    let corridor = study.study().corridor();
    let mut columns = vec![
        ("which", "best by", false),
        ("services", "services", false),
        ("arrives", "arrives (local)", false),
        ("takes", "takes", true),
        ("transport", "transport per vehicle", true),
        ("cost", "all items per vehicle", true),
        ("co2e", "CO2e per vehicle", true),
        ("handlings", "handlings", true),
    ];
    let spread = wants(question, Criterion::Spread);
    if spread {
        columns.push(("spread", "give or take", true));
    }
    let mut table = Table::new("routes", &columns);
    let shown: Vec<&Route> = match question.pick {
        Pick::Best(_) | Pick::Diverse(_) => picked.iter().map(|picked| picked.route).collect(),
        _ => routes.routes.iter().collect(),
    };
    for route in shown {
        let quote = study.quote(route)?;
        let why = picked.iter().find(|picked| picked.route.itinerary == route.itinerary);
        let mut cells = vec![
            Cell::text(why.map_or("", |picked| picked.why.as_str())),
            Cell::text(services_words(&quote.itinerary)),
            Cell::text(local_time(corridor, &study.shipment().destination, quote.itinerary.end())),
            Cell::figure(&quote.duration),
            Cell::figure(&quote.transport_per_vehicle(study)?),
            Cell::figure(&quote.cost.per_vehicle),
            Cell::figure(&quote.emissions.per_vehicle),
            Cell::text(route.handlings.to_string()),
        ];
        if spread {
            cells.push(Cell::text(give_or_take(route.spread)));
        }
        table.push(services_words(&quote.itinerary), cells);
    }
    Ok(table)
}

/// `± 14 h 05 min`; where no step has a range, that says nothing of the time.
fn give_or_take(spread: u64) -> String {
    if spread == 0 { "no range known".to_owned() } else { format!("± {}", either_side(spread)) }
}

/// The legs with their times, local and UTC: what happens between them stands in the table of steps.
fn legs_table(study: &ShipmentStudy<'_>, quote: &Quote, prefix: &str) -> Table {
    let corridor = study.study().corridor();
    let mut table = Table::new(
        format!("{prefix}legs"),
        &[
            ("leg", "leg", false),
            ("equipment", "in", false),
            ("from", "from", false),
            ("departs", "departs (local)", false),
            ("departs-utc", "departs (UTC)", false),
            ("to", "to", false),
            ("arrives", "arrives (local)", false),
            ("arrives-utc", "arrives (UTC)", false),
            ("km", "km", true),
        ],
    );
    for step in quote.itinerary.steps() {
        let StepKind::Leg { service, equipment, mode, .. } = &step.kind else { continue };
        table.push(
            format!("{mode}-{}-{}", step.from, step.to),
            vec![
                Cell::text(format!("{mode}: {}", service_name(corridor, service))),
                Cell::text(equipment_name(corridor, equipment)),
                Cell::text(place_name(corridor, &step.from)),
                Cell::text(local_time(corridor, &step.from, step.start)),
                Cell::text(step.start.to_string()),
                Cell::text(place_name(corridor, &step.to)),
                Cell::text(local_time(corridor, &step.to, step.end)),
                Cell::text(step.end.to_string()),
                distance_cell(&step.kind),
            ],
        );
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_the_question() {
        assert_eq!(listed(&["a", "b", "c"], "and"), "a, b and c");
        assert_eq!((per_cent(25), per_cent(50)), ("2.5".to_owned(), "5".to_owned()));
        assert_eq!(give_or_take(845 * 845), "± 14 h 05 min");
        assert_eq!(give_or_take(0), "no range known");
        assert_eq!(give_or_take(3_601), "± 1 h 01 min", "rounded up");
    }
}
