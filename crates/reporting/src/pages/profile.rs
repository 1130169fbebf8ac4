//! The page of a profile: the cheapest and the fastest route on each of several days on which the shipment may be
//! ready.

use landbridge_model::{Amount, Trace};
use landbridge_network::Route;
use landbridge_planning::{
    PlanningError, Quote, ReadyDay, RouteQuestion, Routes, ShipmentStudy, services_of,
};
use landbridge_units::Minutes;

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::parts::{local_time, place_name, services_words};
use crate::pages::route::{asked_words, per_cent, title};

/// The cheapest and the fastest route for each day on which the shipment may be ready, each with what differs from
/// the day before.
///
/// # Errors
/// If a route cannot be quoted. That a day has no route is said in its row.
pub fn profile_page(
    study: &ShipmentStudy<'_>,
    question: &RouteQuestion,
    days: &[ReadyDay<'_>],
) -> Result<Page, PlanningError> {
    let (corridor, asked) = (study.study().corridor(), study.shipment());
    let mut blocks: Vec<Block> = asked_words(study, question).map(Block::Text).into_iter().collect();
    let cheapest = days_table("cheapest", days, |routes| routes.cheapest())?;
    let fastest = days_table("fastest", days, |routes| routes.fastest())?;
    let same = days.iter().filter_map(|day| day.routes.as_ref().ok()).all(|routes| {
        routes.cheapest().map(|route| &route.itinerary) == routes.fastest().map(|route| &route.itinerary)
    });
    if same {
        blocks.push(Block::Heading("Cheapest, which is also the fastest, by ready day".to_owned()));
        blocks.push(Block::Table(cheapest));
    } else {
        blocks.push(Block::Heading("Cheapest by ready day".to_owned()));
        blocks.push(Block::Table(cheapest));
        blocks.push(Block::Heading("Fastest by ready day".to_owned()));
        blocks.push(Block::Table(fastest));
    }
    let day_of = |day: &ReadyDay<'_>| ready_day(&day.study);
    let span = match (days.first().map(day_of), days.last().map(day_of)) {
        (Some(first), Some(last)) => format!("Ready on each day from {first} to {last}"),
        _ => "No day to be ready on".to_owned(),
    };
    let thinned = question.options().epsilon_permille;
    let without = days.iter().filter(|day| day.routes.is_err()).count();
    let ended = days.iter().filter_map(|day| day.routes.as_ref().ok()).filter(|routes| !routes.complete);
    let mut summary = format!("{span}, first minute local time; cheapest by transport cost");
    if thinned > 0 {
        summary.push_str(&format!(
            "; either may be beaten by up to {} %, as routes are thinned",
            per_cent(thinned)
        ));
    }
    if without > 0 {
        summary.push_str(&format!("; {without} of {} days have no route", days.len()));
    }
    match ended.count() {
        0 => {}
        number => summary.push_str(&format!("; on {number} days the search ended within its budget")),
    }
    Ok(Page {
        slug: format!("profile-{}", key_of(asked.destination.as_str())),
        title: format!("{}: by ready day", title(study)),
        summary: format!(
            "{summary}. Arrivals are local time at {}.",
            place_name(corridor, &asked.destination)
        ),
        blocks,
    })
}

/// The local day on which a shipment is ready.
pub(crate) fn ready_day(study: &ShipmentStudy<'_>) -> String {
    let (corridor, asked) = (study.study().corridor(), study.shipment());
    corridor.local_date(&asked.origin, asked.ready).map_or_else(String::new, |day| day.to_string())
}

fn days_table(
    key: &str,
    days: &[ReadyDay<'_>],
    pick: impl Fn(&Routes) -> Option<&Route>,
) -> Result<Table, PlanningError> {
    let mut table = Table::new(
        key,
        &[
            ("ready", "ready", false),
            ("arrives", "arrives (local)", false),
            ("takes", "takes", true),
            ("transport", "transport per vehicle", true),
            ("cost", "all items per vehicle", true),
            ("co2e", "CO2e per vehicle", true),
            ("services", "services", false),
            ("changed", "against the day before", false),
        ],
    );
    let mut before: Option<Shown> = None;
    for (idx, day) in days.iter().enumerate() {
        let (study, ready) = (&day.study, ready_day(&day.study));
        let route = day.routes.as_ref().ok().and_then(&pick);
        let Some(route) = route else {
            // A price that is missing is not the same as a day without a route.
            let (answer, why) = match &day.routes {
                Err(error) if !error.is_no_route() => ("no answer", error.reason()),
                Err(error) => ("no route", error.reason()),
                Ok(_) => ("no route", "none found".to_owned()),
            };
            let mut cells = vec![Cell::text(&ready), Cell::text(answer)];
            cells.extend((0..5).map(|_| Cell::text("")));
            cells.push(Cell::text(why));
            table.push(ready, cells);
            before = None;
            continue;
        };
        let quote = study.quote(route)?;
        let now = Shown { transport: quote.transport_per_vehicle(study)?, quote };
        let changed = match &before {
            Some(before) => changes(before, &now),
            None if idx == 0 => String::new(),
            None => "a route again".to_owned(),
        };
        let corridor = study.study().corridor();
        table.push(
            ready.clone(),
            vec![
                Cell::text(ready),
                Cell::text(local_time(corridor, &study.shipment().destination, now.quote.itinerary.end())),
                Cell::figure(&now.quote.duration),
                Cell::figure(&now.transport),
                Cell::figure(&now.quote.cost.per_vehicle),
                Cell::figure(&now.quote.emissions.per_vehicle),
                Cell::text(services_words(&now.quote.itinerary)),
                Cell::text(changed),
            ],
        );
        before = Some(now);
    }
    Ok(table)
}

/// A route as its row shows it.
struct Shown {
    quote: Quote,
    /// Transport cost per vehicle.
    transport: Trace,
}

/// What a route differs in from that of the day before: services first, then the arrival, and what a vehicle costs
/// and emits.
fn changes(before: &Shown, now: &Shown) -> String {
    let mut parts: Vec<String> = Vec::new();
    let (old, new) = (&before.quote.itinerary, &now.quote.itinerary);
    if services_of(old) != services_of(new) {
        parts.push("other services".to_owned());
    }
    parts.push(match new.end().since(old.end()).get() {
        0 => "same arrival".to_owned(),
        later if later > 0 => format!("arrives {} later", Minutes::new(later)),
        earlier => format!("arrives {} earlier", Minutes::new(earlier.saturating_neg())),
    });
    parts.extend(more_or_less(&before.transport.amount, &now.transport.amount));
    let co2e = |shown: &Shown| shown.quote.emissions.per_vehicle.amount.clone();
    parts.extend(more_or_less(&co2e(before), &co2e(now)));
    parts.join(", ")
}

/// `+12.50 CNY` or `-3.0 kg CO2e`; `None` for amounts that are equal.
fn more_or_less(old: &Amount, new: &Amount) -> Option<String> {
    match (old, new) {
        (Amount::Money(old), Amount::Money(new)) => match new.minus(*old).ok()? {
            same if same.minor() == 0 => None,
            more if more.minor() > 0 => Some(format!("+{more}")),
            less => Some(less.to_string()),
        },
        (Amount::Emission(old), Amount::Emission(new)) if old != new => match new.checked_sub(*old) {
            Some(more) => Some(format!("+{}", more.display_kg())),
            None => old.checked_sub(*new).map(|less| format!("-{}", less.display_kg())),
        },
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use landbridge_units::{GramsCo2e, Money};

    use super::*;

    #[test]
    fn differences_carry_their_sign() {
        let money = |minor| Amount::Money(Money::from_minor(minor, "CNY".parse().unwrap()));
        assert_eq!(more_or_less(&money(100), &money(1_350)).unwrap(), "+12.50 CNY");
        assert_eq!(more_or_less(&money(1_350), &money(100)).unwrap(), "-12.50 CNY");
        assert_eq!(more_or_less(&money(5), &money(5)), None);
        let grams = |grams| Amount::Emission(GramsCo2e::new(grams));
        assert_eq!(more_or_less(&grams(5_000), &grams(2_000)).unwrap(), "-3.0 kg CO2e");
        assert_eq!(more_or_less(&grams(1), &money(1)), None);
    }
}
