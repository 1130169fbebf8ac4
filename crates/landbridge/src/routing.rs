//! `route` and `reach`: from the arguments to a question, and from its answer to what is printed.

use std::io::Write;

use chrono::NaiveTime;
use landbridge_model::{Corridor, Shipment};
use landbridge_network::MOST_VIA;
use landbridge_planning::{
    Criterion, Pick, RouteFilter, RouteQuestion, Routes, SearchOptions, ShipmentStudy, Study, Via,
};
use landbridge_reporting::{
    Page, profile_page, reach_days_geojson, reach_days_page, reach_geojson, reach_page, route_geojson,
    route_map, routes_page, time_space,
};
use landbridge_units::{Currency, Decimal, Instant, Minutes, Money};

use crate::args::{Format, Global};
use crate::commands::{open, print, print_pages};
use crate::failure::Failure;
use crate::known::{known_country, known_crossing, known_operator, known_place, known_service};
use crate::refusal::{all_there_is, local, local_origin, refusal, what_there_is};
use crate::route_args::{Choice, Deadline, Drawing, Limits, Reach, Route};
use crate::shipments::shipments;

const MINUTES_PER_DAY: i64 = 1_440;

pub(crate) fn route(global: &Global, asked: &Route, out: &mut dyn Write) -> Result<u8, Failure> {
    if asked.drawing.is_some() && global.format != Format::Svg {
        return Err(Failure::misunderstood("error: --drawing is drawn with --format svg"));
    }
    let by_day = asked.each_day.is_some() || asked.until.is_some();
    if by_day && matches!(global.format, Format::Geojson | Format::Svg) {
        return Err(Failure::misunderstood(
            "error: routes by ready day are printed as text, json, csv or markdown",
        ));
    }
    let corridor = open(global)?;
    let filter = filter(&corridor, &asked.choice)?;
    let limits = limits(corridor.base_currency, &asked.limits, asked.choice.max_handlings)?;
    let mut criteria = asked.criteria.clone();
    if by_day {
        // These are named for each day, whatever else is compared.
        criteria.extend([Criterion::Cost, Criterion::Arrival]);
    }
    let mut question = RouteQuestion::by(&criteria, filter, limits);
    if let Some(number) = asked.best {
        question.pick = Pick::Best(usize::try_from(number).unwrap_or(usize::MAX));
    }
    if let Some(number) = asked.diverse {
        question.pick = Pick::Diverse(usize::try_from(number).unwrap_or(usize::MAX));
    }
    let study = Study::new(&corridor);
    let wanted =
        shipments(&corridor, &asked.mix, asked.ends.origin.as_ref(), asked.ends.destination.as_ref())?;
    if by_day {
        let pages = wanted
            .into_iter()
            .map(|shipment| by_ready_day(&study, shipment, &question, asked))
            .collect::<Result<Vec<_>, _>>()?;
        return print_pages(global, &corridor, &pages, out);
    }
    let mut answers = Vec::new();
    for shipment in wanted {
        answers.push(answer(&study, shipment, &question, asked)?);
    }
    for (_, question, routes) in &answers {
        if routes.routes.is_empty() && !routes.complete {
            return Err(Failure::unanswered(format!(
                "error: the search ended at {} labels before it found a route; raise --max-labels, or ask for less at once",
                question.options().max_labels
            )));
        }
    }
    if asked.verify {
        verify(&answers)?;
        if global.format == Format::Text {
            print(
                out,
                "Judged by the corridor alone: every route feasible, timed and priced right, none as good as another.\n\n",
            )?;
        }
    }
    match global.format {
        Format::Geojson => {
            let answers: Vec<_> =
                answers.iter().map(|(study, question, routes)| (study, question, routes)).collect();
            print(out, &route_geojson(&corridor, &answers)?)?;
            Ok(0)
        }
        Format::Svg => {
            let [(study, question, routes)] = answers.as_slice() else {
                return Err(Failure::misunderstood(format!(
                    "error: the order has {} shipments and a drawing shows one; name origin and destination instead",
                    answers.len()
                )));
            };
            let svg = match asked.drawing.unwrap_or(Drawing::Map) {
                Drawing::Map => route_map(study, question, routes).to_svg(),
                Drawing::TimeSpace => time_space(study, question, routes).to_svg(),
            };
            print(out, &svg)?;
            Ok(0)
        }
        Format::Text | Format::Json | Format::Csv | Format::Markdown => {
            let pages = answers
                .iter()
                .map(|(study, question, routes)| routes_page(study, question, routes))
                .collect::<Result<Vec<_>, _>>()?;
            print_pages(global, &corridor, &pages, out)
        }
    }
}

/// Has the routes judged by who shares no code with the search.
fn verify(answers: &[Answer<'_>]) -> Result<(), Failure> {
    for (study, question, routes) in answers {
        let options = question.options();
        // Alternatives are worse than others on purpose: each is judged by itself.
        let alone =
            |route: &landbridge_planning::Route| Routes { routes: vec![route.clone()], ..routes.clone() };
        let parts = if options.alternatives > 1 {
            routes.routes.iter().map(alone).collect()
        } else {
            vec![routes.clone()]
        };
        for part in parts {
            if let Err(flaws) = study.judge(&question.filter, options, &part)? {
                let flaws: Vec<String> = flaws.iter().map(|flaw| format!("  {flaw}")).collect();
                return Err(Failure::unanswered(format!(
                    "error: the answer does not stand up to the judge\n{}",
                    flaws.join("\n")
                )));
            }
        }
    }
    Ok(())
}

type Answer<'s> = (ShipmentStudy<'s>, RouteQuestion, Routes);

/// A day of which the corridor knows nothing is not asked about.
fn within_data(corridor: &Corridor, shipment: &Shipment) -> Result<(), Failure> {
    let day = corridor.local_date(&shipment.origin, shipment.ready);
    let known = day.is_none_or(|day| corridor.horizon.contains(day));
    if known {
        return Ok(());
    }
    let ends = [corridor.horizon.from(), corridor.horizon.to()];
    let [from, to] = ends.map(|end| end.map_or_else(|| "ever".to_owned(), |day| day.to_string()));
    Err(Failure::unanswered(format!(
        "error: the corridor's data are for {from} to {to}, and the vehicles are ready on {}",
        day.map_or_else(String::new, |day| day.to_string())
    )))
}

/// The routes of a shipment; with a deadline and no day to be ready on, from the latest minute that will do.
fn answer<'s>(
    study: &'s Study<'s>,
    shipment: Shipment,
    question: &RouteQuestion,
    asked: &Route,
) -> Result<Answer<'s>, Failure> {
    within_data(study.corridor(), &shipment)?;
    let mut study = study.shipment(shipment)?;
    let mut question = question.clone();
    if let Some(by) = asked.arrive_by {
        let by = instant_of(&study, by)?;
        let free = asked.mix.depart.is_none() && asked.mix.order.is_none();
        if free {
            study = latest(&study, &question, by)?;
        }
        question = within(&question, by);
        question.ready_latest = free;
    }
    match study.answer(&question) {
        Ok(routes) => Ok((study, question, routes)),
        Err(error) => Err(refusal(&study, &question, error)),
    }
}

/// The shipment ready at the latest minute at which it can be, no sooner than the day of the question.
fn latest<'s>(
    study: &ShipmentStudy<'s>,
    question: &RouteQuestion,
    by: Instant,
) -> Result<ShipmentStudy<'s>, Failure> {
    let horizon = question.options().horizon;
    let back = by.after(Minutes::new(horizon.get().saturating_neg())).unwrap_or(by);
    let first = study.shipment().ready.max(back);
    if let Some(ready) = study.latest_ready(question, (first, by.max(first)), by)? {
        return Ok(study.ready(ready));
    }
    Err(match all_there_is(&study.ready(first), question) {
        Ok(routes) => Failure::unanswered(format!(
            "error: not unloaded by {} however early: ready on the day of the question, {}\n  {}\n  --as-of DATE or \
             --depart DATE asks from an earlier day",
            local(study, by),
            local_origin(study, first),
            what_there_is(study, &routes)
        )),
        Err(error) => refusal(study, question, error),
    })
}

/// The question with a deadline.
fn within(question: &RouteQuestion, by: Instant) -> RouteQuestion {
    let limits = SearchOptions { arrive_by: Some(by), ..question.options() };
    let mut within = RouteQuestion::by(question.criteria(), question.filter.clone(), limits);
    within.pick = question.pick;
    within
}

fn instant_of(study: &ShipmentStudy<'_>, by: Deadline) -> Result<Instant, Failure> {
    let time = by.time.or_else(|| NaiveTime::from_hms_opt(23, 59, 0)).unwrap_or(NaiveTime::MIN);
    study
        .study()
        .corridor()
        .local_instant(&study.shipment().destination, by.day, time)
        .ok_or_else(|| Failure::misunderstood(format!("error: {} is beyond the calendar", by.day)))
}

fn by_ready_day(
    study: &Study<'_>,
    shipment: Shipment,
    question: &RouteQuestion,
    asked: &Route,
) -> Result<Page, Failure> {
    let study = study.shipment(shipment)?;
    let question = match asked.arrive_by {
        Some(by) => within(question, instant_of(&study, by)?),
        None => question.clone(),
    };
    let number = match asked.until {
        Some(until) => days_until(&study, until)?,
        None => asked.each_day.unwrap_or(1),
    };
    let days = study.profile(&question, &study.ready_days(number))?;
    Ok(profile_page(&study, &question, &days)?)
}

/// Days from the one on which the shipment is ready to another, both counted.
fn days_until(study: &ShipmentStudy<'_>, until: chrono::NaiveDate) -> Result<u32, Failure> {
    let shipment = study.shipment();
    let first = study.study().corridor().local_date(&shipment.origin, shipment.ready);
    let days = first.map_or(0, |first| (until - first).num_days().saturating_add(1));
    match u32::try_from(days) {
        Ok(days @ 1..=366) => Ok(days),
        _ => Err(Failure::misunderstood(format!(
            "error: --until {until} is not within a year after {}, the first day they are ready",
            first.map_or_else(String::new, |day| day.to_string())
        ))),
    }
}

pub(crate) fn reach(global: &Global, asked: &Reach, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    let filter = filter(&corridor, &asked.choice)?;
    let study = Study::new(&corridor);
    // The destination of a shipment plays no part in what it reaches.
    let wanted = shipments(&corridor, &asked.mix, asked.origin.as_ref(), asked.origin.as_ref())?;
    let mut pages = Vec::new();
    let mut answers = Vec::new();
    for mut shipment in wanted {
        if asked.mix.order.is_none() {
            shipment.name = shipment.origin.to_string();
        }
        let limits = reach_limits(&corridor, asked, shipment.vehicles())?;
        // Days alone are asked for: nothing else has to be compared.
        let criteria: &[Criterion] = if asked.each_day.is_some() { &[Criterion::Arrival] } else { &[] };
        let question = RouteQuestion::by(criteria, filter.clone(), limits);
        let studied = study.shipment(shipment)?;
        let ready = match asked.each_day {
            Some(number) => studied.ready_days(number),
            None => vec![studied.shipment().ready],
        };
        let days = studied.reach(&question, &ready)?;
        if asked.each_day.is_some() {
            pages.push(reach_days_page(&question, &days));
        } else {
            for day in &days {
                pages.push(reach_page(&question, day)?);
            }
        }
        answers.push(days);
    }
    if global.format == Format::Geojson {
        let features = if asked.each_day.is_some() {
            reach_days_geojson(&corridor, &answers)
        } else {
            reach_geojson(&corridor, answers.iter().flatten())?
        };
        print(out, &features)?;
        return Ok(0);
    }
    print_pages(global, &corridor, &pages, out)
}

fn reach_limits(corridor: &Corridor, asked: &Reach, vehicles: u64) -> Result<SearchOptions, Failure> {
    let mut options = SearchOptions { max_handlings: asked.choice.max_handlings, ..SearchOptions::default() };
    if let Some(days) = asked.days {
        options.horizon = Minutes::new(i64::from(days) * MINUTES_PER_DAY);
    }
    if let Some(budget) = asked.budget {
        let each = minor_units(budget, corridor.base_currency, "--budget")?;
        let all = i64::try_from(vehicles).ok().and_then(|vehicles| each.checked_mul(vehicles));
        options.max_cost_minor = Some(
            all.ok_or_else(|| Failure::misunderstood(format!("error: --budget {budget} is too large")))?,
        );
    }
    Ok(options)
}

/// What may, must and must not be used, every name of it known.
fn filter(corridor: &Corridor, choice: &Choice) -> Result<RouteFilter, Failure> {
    for place in choice.avoid_place.iter().chain(&choice.via_place) {
        known_place(corridor, place)?;
    }
    for crossing in choice.avoid_crossing.iter().chain(&choice.via_crossing) {
        known_crossing(corridor, crossing)?;
    }
    for service in choice.service.iter().chain(&choice.via_service) {
        known_service(corridor, service)?;
    }
    for operator in &choice.avoid_operator {
        known_operator(corridor, operator)?;
    }
    for country in &choice.avoid_country {
        known_country(corridor, *country)?;
    }
    let mut via: Vec<Via> = choice.via_place.iter().cloned().map(Via::Place).collect();
    via.extend(choice.via_crossing.iter().cloned().map(Via::Crossing));
    via.extend(choice.via_service.iter().cloned().map(Via::Service));
    via.sort();
    via.dedup();
    if via.len() > MOST_VIA {
        return Err(Failure::misunderstood(format!(
            "error: {} places, crossings and services to go through; {MOST_VIA} at most can be asked for",
            via.len()
        )));
    }
    Ok(RouteFilter {
        services: (!choice.service.is_empty()).then(|| choice.service.iter().cloned().collect()),
        avoid_crossings: choice.avoid_crossing.iter().cloned().collect(),
        avoid_places: choice.avoid_place.iter().cloned().collect(),
        avoid_countries: choice.avoid_country.iter().copied().collect(),
        avoid_operators: choice.avoid_operator.iter().cloned().collect(),
        avoid_modes: choice.avoid_mode.iter().copied().collect(),
        via,
        ..RouteFilter::default()
    })
}

fn limits(currency: Currency, limits: &Limits, max_handlings: Option<u32>) -> Result<SearchOptions, Failure> {
    let mut options = SearchOptions {
        max_co2e: limits.max_co2e,
        max_handlings,
        epsilon_permille: limits.epsilon.unwrap_or(0),
        same_instant_only: limits.exact,
        ..SearchOptions::default()
    };
    if let Some(most) = limits.max_cost {
        options.max_cost_minor = Some(minor_units(most, currency, "--max-cost")?);
    }
    if let Some(days) = limits.horizon {
        options.horizon = Minutes::new(i64::from(days) * MINUTES_PER_DAY);
    }
    if let Some(most) = limits.max_labels {
        options.max_labels = usize::try_from(most).unwrap_or(usize::MAX);
    }
    Ok(options)
}

/// An amount of the base currency in minor units; an error where it is finer than these.
fn minor_units(amount: Decimal, currency: Currency, option: &str) -> Result<i64, Failure> {
    let money = Money::from_decimal(amount, currency, landbridge_units::Rounding::Down);
    money.ok().filter(|money| money.to_decimal() == amount).map(Money::minor).ok_or_else(|| {
        Failure::misunderstood(format!(
            "error: {option} {amount} is too large, or finer than a minor unit of {currency}"
        ))
    })
}
