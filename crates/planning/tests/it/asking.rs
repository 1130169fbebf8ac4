//! Questions about many days, all places and a deadline agree with asking each day, place and minute alone.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::{Clearance, Corridor, Shipment, ShipmentLine};
use landbridge_planning::{
    Criterion, Pick, RouteFilter, RouteQuestion, SearchOptions, Study, check_itinerary, services_of,
};
use landbridge_scenario::{load, shipped};
use landbridge_units::{Instant, Minutes};

fn corridor() -> Corridor {
    let outcome = load(&shipped("chongqing-central-asia").expect("shipped"), &[]);
    outcome.corridor.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

fn shipment(corridor: &Corridor, vehicle: &str, soc_percent: Option<u32>, ready: &str) -> Shipment {
    let origin = "CN-YUZUI".parse().expect("an id");
    let ready = corridor.local_instant(&origin, ready.parse().expect("a day"), chrono::NaiveTime::MIN);
    let id: landbridge_model::VehicleId = vehicle.parse().expect("an id");
    let vehicle = Arc::clone(&corridor.vehicles[&id]);
    Shipment {
        name: "asked".to_owned(),
        lines: vec![ShipmentLine { vehicle, quantity: 50, soc_percent, built: None, rows: Vec::new() }],
        origin,
        destination: "KZ-ALMATY1".parse().expect("an id"),
        ready: ready.expect("a day"),
        due: None,
        clearance: Clearance::Origin,
    }
}

#[test]
fn a_profile_is_each_day_asked_alone_across_a_change_of_rules() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    // From 30 January 2023 on, cars charged above 65 per cent are not taken by rail in China.
    let asked = study.shipment(shipment(&corridor, "deepal-sl03", Some(80), "2023-01-28")).expect("loads");
    let question = RouteQuestion::default();
    let ready = asked.ready_days(4);
    let days = asked.profile(&question, &ready).expect("a profile");
    assert_eq!(days.len(), 4);
    let mut rail = Vec::new();
    for (day, at) in days.iter().zip(&ready) {
        assert_eq!(day.study.shipment().ready, *at);
        let alone = asked.ready(*at).answer(&question).expect("routes");
        let together = day.routes.as_ref().expect("routes");
        assert_eq!(together.routes, alone.routes, "{at}");
        let by_train = |route: &landbridge_planning::Routes| {
            route.routes.iter().any(|route| services_of(&route.itinerary)[0].as_str().starts_with("jsq"))
        };
        rail.push(by_train(together));
    }
    assert_eq!(rail, [true, true, false, false]);
}

#[test]
fn what_is_reached_is_each_place_asked_alone() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment(&corridor, "changan-cs55plus", None, "2023-05-14")).expect("loads");
    let question = RouteQuestion::default();
    let days = asked.reach(&question, &asked.ready_days(2)).expect("reached");
    assert_eq!(days.len(), 2);
    for day in &days {
        assert!(day.reached.len() > 30, "{}", day.reached.len());
        for (place, routes) in day.reached.iter().step_by(5) {
            let alone = day.study.to(place).answer(&question).expect("routes");
            assert_eq!(routes.routes, alone.routes, "{place}");
        }
    }
}

#[test]
fn a_minute_after_the_latest_is_too_late() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment(&corridor, "changan-cs55plus", None, "2023-05-14")).expect("loads");
    let question = RouteQuestion::default();
    let first = asked.shipment().ready;
    for days in [9, 12, 20] {
        let by = first.after(Minutes::new(days * 1_440)).expect("a day");
        let latest = asked.latest_ready(&question, (first, by), by).expect("an answer").expect("in time");
        let limits = SearchOptions { arrive_by: Some(by), ..SearchOptions::default() };
        let in_time = RouteQuestion::by(&[], RouteFilter::default(), limits);
        assert!(asked.ready(latest).answer(&in_time).is_ok(), "{latest}");
        let later = latest.after(Minutes::new(1)).expect("a minute");
        assert!(asked.ready(later).answer(&in_time).expect_err("too late").is_no_route(), "{later}");
    }
    let soon = first.after(Minutes::new(1_440)).expect("a day");
    assert_eq!(asked.latest_ready(&question, (first, soon), soon).expect("an answer"), None);
}

#[test]
fn the_latest_minute_is_found_across_a_change_of_rules() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment(&corridor, "deepal-sl03", Some(80), "2023-01-20")).expect("loads");
    let question = RouteQuestion::default();
    let first = asked.shipment().ready;
    // Every six hours alone, from the last day to the first, against the answer.
    for days in [17, 19, 21] {
        let by = first.after(Minutes::new(days * 1_440)).expect("a day");
        let limits = SearchOptions { arrive_by: Some(by), ..SearchOptions::default() };
        let in_time = RouteQuestion::by(&[Criterion::Arrival], RouteFilter::default(), limits);
        let latest = asked.latest_ready(&question, (first, by), by).expect("an answer").expect("in time");
        let at = |quarters: i64| first.after(Minutes::new(quarters * 360)).expect("a time");
        let alone: Vec<Instant> =
            (0..=4 * days).map(at).filter(|at| asked.ready(*at).answer(&in_time).is_ok()).collect();
        assert!(alone.iter().all(|at| *at <= latest), "{by}: {latest} against {alone:?}");
        assert!(asked.ready(latest).answer(&in_time).is_ok(), "{latest}");
    }
}

#[test]
fn best_routes_differ_in_services_and_get_no_better() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment(&corridor, "changan-cs55plus", None, "2023-05-14")).expect("loads");
    let mut question = RouteQuestion::by(
        &[Criterion::Cost, Criterion::Arrival],
        RouteFilter::default(),
        SearchOptions::default(),
    );
    question.pick = Pick::Best(6);
    let routes = asked.answer(&question).expect("routes");
    let picked = question.picked(&routes);
    assert_eq!(picked.len(), 6);
    let mut seen = BTreeMap::new();
    for (idx, pick) in picked.iter().enumerate() {
        assert_eq!(pick.why, format!("{} by cost", idx + 1));
        assert!(seen.insert(services_of(&pick.route.itinerary), idx).is_none());
        let violations = check_itinerary(&corridor, asked.shipment(), &pick.route.itinerary);
        assert!(violations.is_empty(), "{violations:?}");
    }
    assert!(picked.windows(2).all(|pair| pair[0].route.cost_minor <= pair[1].route.cost_minor));
    let only = asked.answer(&RouteQuestion::default()).expect("routes");
    assert_eq!(only.cheapest().expect("a route").cost_minor, picked[0].route.cost_minor);
}
