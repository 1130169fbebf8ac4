//! What is answered to whom.

use std::collections::BTreeSet;

use landbridge_model::{BorderStepKind, Corridor, EquipmentId, Mode, Shipment, VehicleClass};
use landbridge_network::{Filter, Network, Query, RouteError, Routes, SearchOptions, pareto};
use landbridge_units::{Instant, Minutes};

use crate::kit::{self, NoTariff, Prices, ask, days, id};

/// By road over a border of its own, or by a cheaper, slower and cleaner train.
fn two_ways() -> (Corridor, Prices) {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "road", "CN-A", "KZ-B", Mode::Road, 500_000);
    kit::link(&mut corridor, "rail", "CN-A", "KZ-B", Mode::Rail, 600_000);
    kit::crossing(&mut corridor, "road-border", "road", &[("q", "CN", BorderStepKind::Queue, 60)]);
    kit::crossing(&mut corridor, "rail-border", "rail", &[("c", "CN", BorderStepKind::Customs, 60)]);
    kit::truck(&mut corridor, "truck");
    kit::train(&mut corridor, "train", "wagon", &[14, 21], &[("CN-A", 0), ("KZ-B", 1_000)]);
    let prices = Prices {
        metre: [("truck".to_owned(), 3), ("train".to_owned(), 1)].into(),
        grams: [("truck".to_owned(), 2), ("train".to_owned(), 1)].into(),
        ..Prices::default()
    };
    (corridor, prices)
}

fn by(routes: &Routes) -> Vec<String> {
    let name = |route: &landbridge_network::Route| route.itinerary.equipment()[0].to_string();
    routes.routes.iter().map(name).collect()
}

#[test]
fn both_ways_are_offered_and_named() {
    let (corridor, prices) = two_ways();
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let routes = ask(&corridor, &shipment, &prices, SearchOptions::default()).unwrap();
    assert!(routes.complete);
    assert_eq!(by(&routes), ["truck", "wagon"]);
    assert_eq!(routes.cheapest().unwrap().cost_minor, 600_000);
    assert_eq!(routes.fastest().unwrap().cost_minor, 1_500_000);
    assert_eq!(routes.greenest().unwrap().co2e.get(), 600_000);
}

#[test]
fn an_embargo_flips_the_answer_at_its_first_and_last_minute() {
    let (mut corridor, prices) = two_ways();
    corridor.services.remove("train");
    kit::embargo(&mut corridor, "stop", "road-border", days("2023-05-14", "2023-05-16"));
    // Loaded in an hour, then at the border at once: CN-A is the border place.
    let late = |day: &str, time: &str| {
        let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", day, time);
        let routes = ask(&corridor, &shipment, &prices, SearchOptions::default()).unwrap();
        routes.routes[0].itinerary.duration().get() - 60 - 60 - 500 - 60
    };
    assert_eq!(late("2023-05-13", "22:59"), 0);
    assert_eq!(late("2023-05-13", "23:00"), 3 * 1_440);
    assert_eq!(late("2023-05-16", "22:59"), 1);
    assert_eq!(late("2023-05-16", "23:00"), 0);
}

#[test]
fn what_is_avoided_or_not_allowed_is_not_used() {
    let (corridor, prices) = two_ways();
    let (network, _) = Network::build(&corridor);
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let all: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
    let everything = Filter::default();
    let query = Query {
        shipment: &shipment,
        equipment: &all,
        filter: &everything,
        options: SearchOptions::default(),
        watch: None,
    };
    let filtered = |filter: &Filter| pareto(&network, &Query { filter, ..query }, &prices);
    for (border, left) in [("road-border", "wagon"), ("rail-border", "truck")] {
        let filter = Filter { avoid_crossings: BTreeSet::from([id(border)]), ..Filter::default() };
        let routes = filtered(&filter).unwrap();
        assert_eq!(by(&routes), [left]);
    }
    let equipment = BTreeSet::from([id("truck")]);
    let routes = pareto(&network, &Query { equipment: &equipment, ..query }, &prices).unwrap();
    assert_eq!(by(&routes), ["truck"]);
    let filter = Filter { services: Some(BTreeSet::from([id("train")])), ..Filter::default() };
    let routes = filtered(&filter).unwrap();
    assert_eq!(by(&routes), ["wagon"]);

    let filter = Filter { avoid_places: BTreeSet::from([id("KZ-B")]), ..Filter::default() };
    let none = filtered(&filter);
    assert!(matches!(none, Err(RouteError::Unreachable { .. })), "{none:?}");
    let filter = Filter { avoid_places: BTreeSet::from([id("CN-A")]), ..Filter::default() };
    assert!(filtered(&filter).is_err());
}

#[test]
fn a_refusal_says_why() {
    let (corridor, prices) = two_ways();
    let mut shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let mut truck = (*shipment.lines[0].vehicle).clone();
    truck.class = VehicleClass::Truck;
    shipment.lines[0].vehicle = truck.into();
    let error = ask(&corridor, &shipment, &prices, SearchOptions::default()).unwrap_err();
    let RouteError::Unreachable { blocked, reached, .. } = &error else { panic!("{error}") };
    assert_eq!(reached.iter().map(|x| x.as_str()).collect::<Vec<_>>(), ["CN-A"]);
    let reasons: Vec<_> = blocked.iter().map(ToString::to_string).collect();
    assert_eq!(reasons, ["service train does not carry truck", "service truck does not carry truck"]);

    let mut forever = corridor.clone();
    forever.services.remove("train");
    kit::closure(&mut forever, "shut", "road-border", days("2023-05-01", ""));
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let error = ask(&forever, &shipment, &prices, SearchOptions::default()).unwrap_err();
    assert!(
        matches!(&error, RouteError::Unreachable { blocked, .. }
        if blocked.iter().any(|x| x.to_string() == "service truck would wait for ever at CN-A")),
        "{error:?}"
    );
}

#[test]
fn the_horizon_is_named() {
    let (mut corridor, prices) = two_ways();
    corridor.services.remove("truck");
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-15", "08:00");
    let options = SearchOptions { horizon: Minutes::new(3 * 1_440), ..SearchOptions::default() };
    let error = ask(&corridor, &shipment, &prices, options).unwrap_err();
    assert_eq!(error.to_string(), "no way from CN-A to KZ-B within 3 d 00 h; 1 place reached");
    assert!(matches!(&error, RouteError::NoDepartureInHorizon { late, .. } if late.len() == 1));
    assert!(ask(&corridor, &shipment, &prices, SearchOptions::default()).is_ok());
}

#[test]
fn the_label_budget_ends_the_search() {
    let (corridor, prices) = two_ways();
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    for max_labels in 0..12 {
        let options = SearchOptions { max_labels, ..SearchOptions::default() };
        let routes = ask(&corridor, &shipment, &prices, options).unwrap();
        assert!(routes.labels <= max_labels);
        assert!(routes.complete || routes.routes.len() < 3);
    }
    let options = SearchOptions { max_labels: 1, ..SearchOptions::default() };
    assert!(!ask(&corridor, &shipment, &prices, options).unwrap().complete);
}

#[test]
fn missing_and_negative_prices_end_the_search() {
    let (corridor, mut prices) = two_ways();
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let ask = |prices: &Prices| ask(&corridor, &shipment, prices, SearchOptions::default()).unwrap_err();
    prices.metre.insert("truck".into(), i64::MIN);
    assert_eq!(
        ask(&prices),
        RouteError::Pricer { place: id("CN-A"), service: Some(id("truck")), source: NoTariff }
    );
    assert_eq!(ask(&prices).to_string(), "no price at CN-A for service truck");
    prices.metre.insert("truck".into(), -1);
    assert!(matches!(ask(&prices), RouteError::NegativePrice { cost_minor: -500_000, .. }));
    prices.metre.insert("truck".into(), i64::MAX / 500_000);
    prices.handling = i64::MAX / 2;
    assert!(matches!(ask(&prices), RouteError::OutOfRange { .. }));
}

#[test]
fn nonsense_is_an_error_and_no_panic() {
    let (corridor, prices) = two_ways();
    let ask = |shipment: &Shipment| ask(&corridor, shipment, &prices, SearchOptions::default());
    let mut shipment = kit::shipment(&corridor, "CN-A", "KZ-X", "2023-05-14", "08:00");
    assert!(matches!(ask(&shipment), Err(RouteError::UnknownPlace { .. })));
    shipment.destination = id("CN-A");
    assert!(matches!(ask(&shipment), Err(RouteError::SamePlace { .. })));
    shipment.destination = id("KZ-B");
    for at in [i64::MIN, i64::MAX, i64::MAX - 10_000_000, 100_000_000_000_000] {
        shipment.ready = Instant::from_epoch_minutes(at);
        assert!(matches!(ask(&shipment), Err(RouteError::BeyondCalendar { .. })), "{at}");
    }
    let mut unhandled = corridor.clone();
    unhandled.handlings.clear();
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let error = kit::ask(&unhandled, &shipment, &prices, SearchOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "no duration is given to load wagon at CN-A");
}

#[test]
fn of_equal_ways_the_one_with_fewer_handlings_and_the_first_name_is_kept() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-C", Mode::Road, 100_000);
    for handling in &mut corridor.handlings {
        handling.duration = Minutes::ZERO;
    }
    for name in ["zug", "anton", "mitte"] {
        kit::truck(&mut corridor, name);
    }
    let shipment = kit::shipment(&corridor, "CN-A", "CN-C", "2023-05-14", "08:00");
    let routes = ask(&corridor, &shipment, &Prices::default(), SearchOptions::default()).unwrap();
    assert_eq!(routes.routes.len(), 1);
    let steps = kit::brief(routes.routes[0].itinerary.steps(), shipment.ready);
    assert_eq!(steps, ["0 load anton 0", "0 leg a+b 200", "200 unload anton 0"]);
}

/// A fixed part per leg and country: two short legs cost more than one long one, so that a leg is priced whole.
#[test]
fn legs_are_priced_whole() {
    let mut corridor = kit::corridor();
    for (name, from, to) in [("a", "CN-A", "CN-B"), ("b", "CN-B", "CN-C"), ("c", "CN-C", "CN-D")] {
        kit::link(&mut corridor, name, from, to, Mode::Road, 100_000);
    }
    kit::truck(&mut corridor, "truck");
    let shipment = kit::shipment(&corridor, "CN-A", "CN-D", "2023-05-14", "08:00");
    let prices = Prices { leg: 680, ..Prices::default() };
    let routes = ask(&corridor, &shipment, &prices, SearchOptions::default()).unwrap();
    assert_eq!(routes.routes[0].cost_minor, 680);
}
