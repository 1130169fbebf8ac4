//! Why orders of the shipped corridor have no route, and which of their routes differ.

use std::sync::Arc;

use landbridge_model::{Corridor, Mode, Shipment};
use landbridge_network::{
    Change, Diversity, Filter, Finding, RouteError, SearchOptions, Via, WhyNotOptions, likeness,
};
use landbridge_planning::{PlanningError, ShipmentStudy, Study};
use landbridge_scenario::{load, shipped};
use landbridge_units::Minutes;

fn corridor() -> Corridor {
    load(&shipped("chongqing-central-asia").expect("shipped"), &[]).corridor.expect("it loads")
}

fn shipment(corridor: &Corridor, order: &str) -> Shipment {
    corridor.shipments(&order.parse().expect("an id")).into_iter().next().expect("a shipment")
}

fn has_route(study: &ShipmentStudy<'_>, filter: &Filter, options: SearchOptions) -> bool {
    match study.routes_by(filter, options) {
        Ok(routes) => !routes.routes.is_empty(),
        Err(PlanningError::Route(RouteError::UnknownVia { .. })) => false,
        Err(error) if error.is_no_route() => false,
        Err(error) => panic!("{error}"),
    }
}

/// Asks, and verifies each remedy by asking again.
fn verified(
    corridor: &Corridor,
    shipment: &Shipment,
    filter: &Filter,
    options: SearchOptions,
    allowed: &WhyNotOptions,
) -> Vec<Vec<String>> {
    let study = Study::new(corridor);
    let asked = study.shipment(shipment.clone()).expect("it can be loaded");
    let why = asked.why_not(filter, options, allowed, None).expect("an answer");
    let made = |changes: &mut dyn Iterator<Item = &Change>| {
        let (mut filter, mut options, mut shipment) = (filter.clone(), options, shipment.clone());
        for change in changes {
            change.make(&mut filter, &mut options, &mut shipment);
        }
        has_route(&asked.ready(shipment.ready), &filter, options)
    };
    let remedies = why.answer.remedies();
    assert!(why.answer.exact && !remedies.is_empty(), "{:?}", why.answer.finding);
    for remedy in remedies {
        let changes = &remedy.changes;
        assert!(made(&mut changes.iter()), "{changes:?}");
        for left_out in changes {
            assert!(!made(&mut changes.iter().filter(|change| *change != left_out)), "{changes:?}");
        }
    }
    remedies.iter().map(|x| x.changes.iter().map(|change| why.words(change)).collect()).collect()
}

#[test]
fn a_deadline_that_cannot_be_kept() {
    let corridor = corridor();
    let shipment = shipment(&corridor, "jsq-256");
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment.clone()).expect("it can be loaded");
    let fastest =
        asked.routes(&Filter::default()).expect("routes").fastest().expect("a route").itinerary.end();
    let by = fastest.after(Minutes::new(-1)).expect("an instant");
    let options = SearchOptions { arrive_by: Some(by), ..SearchOptions::default() };
    let remedies = verified(&corridor, &shipment, &Filter::default(), options, &WhyNotOptions::default());
    assert!(remedies.contains(&vec![format!("arrive by {fastest}, 1 min later")]), "{remedies:?}");
}

#[test]
fn a_charged_battery_is_not_taken_by_rail() {
    let corridor = corridor();
    let mut shipment = shipment(&corridor, "jsq-256");
    let electric = corridor
        .vehicles
        .values()
        .find(|vehicle| vehicle.powertrain.word() == "bev" && vehicle.class.word() == "car");
    shipment.lines.truncate(1);
    shipment.lines[0].vehicle = Arc::clone(electric.expect("an electric car"));
    shipment.lines[0].soc_percent = Some(90);
    let filter = Filter { avoid_modes: [Mode::Road].into(), ..Filter::default() };
    let allowed = WhyNotOptions { changes_max: 2, ..WhyNotOptions::default() };
    let remedies = verified(&corridor, &shipment, &filter, SearchOptions::default(), &allowed);
    assert!(remedies.contains(&vec!["do not avoid road".to_owned()]), "{remedies:?}");
    let in_spite =
        |words: &String| words.contains("in spite of nev-soc:") && words.contains("at most 65 % is taken");
    assert!(remedies.iter().any(|remedy| remedy.iter().any(in_spite)), "{remedies:?}");
}

#[test]
fn a_place_that_is_not_on_the_way() {
    let corridor = corridor();
    let shipment = shipment(&corridor, "jsq-256");
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment.clone()).expect("it can be loaded");
    let via =
        |place: &str| Filter { via: vec![Via::Place(place.parse().expect("an id"))], ..Filter::default() };
    let why = asked.why_not(&via("CN-KHG"), SearchOptions::default(), &WhyNotOptions::default(), None);
    let why = why.expect("an answer");
    match &why.answer.finding {
        // Kashgar can be passed, and is not worth it.
        Finding::Possible { dominated, .. } => assert!(dominated.iter().all(|way| !way.by.is_empty())),
        other => panic!("{other:?}"),
    }
    assert!(why.import.is_empty());
    let filter = via("CN-NOWHERE");
    let unknown =
        verified(&corridor, &shipment, &filter, SearchOptions::default(), &WhyNotOptions::default());
    assert_eq!(unknown, [["do without place CN-NOWHERE"]]);
}

#[test]
fn a_shut_border_and_no_road() {
    let corridor = corridor();
    let shipment = shipment(&corridor, "jsq-256");
    let avoid_crossings = corridor.crossings.keys().cloned().collect();
    let filter = Filter { avoid_crossings, ..Filter::default() };
    let remedies =
        verified(&corridor, &shipment, &filter, SearchOptions::default(), &WhyNotOptions::default());
    assert!(remedies.len() > 1 && remedies.iter().all(|remedy| remedy[0].starts_with("do not avoid")));
}

#[test]
fn alternatives_differ() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let asked = study.shipment(shipment(&corridor, "jsq-256")).expect("it can be loaded");
    let wanted = Diversity::default();
    let options = SearchOptions::default();
    let routes = asked.alternatives(&Filter::default(), options, &wanted).expect("routes");
    assert_eq!(routes.len(), wanted.number);
    for (n, one) in routes.iter().enumerate() {
        for other in &routes[n + 1..] {
            assert!(likeness(one, other).permille() <= wanted.alike_permille);
        }
    }
    let cheapest = asked.cheapest(&Filter::default()).expect("a search").expect("a route");
    assert_eq!(routes[0].cost_minor, cheapest.cost_minor);
    let none = Filter { avoid_modes: [Mode::Rail, Mode::Road].into(), ..Filter::default() };
    let error = asked.alternatives(&none, options, &wanted).expect_err("no route");
    assert!(error.is_no_route());
}
