//! Every load plan and every itinerary of the shipped orders passes the checkers, which share no code with the
//! planners; and the trains are what the facts allow.

use landbridge::open_shipped;
use landbridge_planning::{RouteFilter, SearchOptions, Study, check_itinerary, check_load_with_settings};

#[test]
fn plans_and_routes_of_all_orders_hold() {
    let (corridor, _) = open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens");
    let study = Study::new(&corridor);
    let mut checked = (0, 0);
    for order in corridor.order_ids() {
        for shipment in corridor.shipments(&order) {
            let name = shipment.name.clone();
            let studied = study.shipment(shipment).expect("loads");
            for (id, plan) in &studied.loads().plans {
                let known = corridor.equipment.values();
                let lines = &studied.shipment().lines;
                let violations = check_load_with_settings(lines, &corridor.equipment[id], known, plan);
                assert!(violations.is_empty(), "{name} on {id}: {violations:?}");
                checked.0 += 1;
            }
            let routes =
                studied.routes(&RouteFilter::default()).unwrap_or_else(|error| panic!("{name}: {error}"));
            assert!(routes.complete, "{name}");
            let everything = RouteFilter::default();
            let judged = studied.judge(&everything, SearchOptions::default(), &routes).expect("prices");
            match judged {
                Ok(verified) => assert_eq!(verified.itineraries, routes.routes.len()),
                Err(flaws) => panic!("{name}: {flaws:?}"),
            }
            for route in &routes.routes {
                let violations = check_itinerary(&corridor, studied.shipment(), &route.itinerary);
                assert!(violations.is_empty(), "{name}: {violations:?}");
                checked.1 += 1;
            }
        }
    }
    assert!(checked.0 > 100 && checked.1 > 50, "{checked:?}");
}

#[test]
fn the_256_cars_stand_on_26_to_29_wagons() {
    let (corridor, _) = open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens");
    let study = Study::new(&corridor);
    let shipment = corridor.shipments(&"jsq-256".parse().expect("an id")).remove(0);
    assert_eq!(shipment.vehicles(), 256);
    let studied = study.shipment(shipment).expect("loads");
    let plan = &studied.loads().plans[&"jsq6".parse::<landbridge_model::EquipmentId>().expect("an id")];
    assert!((26..=29).contains(&plan.n_units()), "{} wagons", plan.n_units());
    assert!(plan.is_optimal(), "{} wagons, at least {}", plan.n_units(), plan.lower_bound);
}

#[test]
fn settings_of_a_unit_are_used_priced_and_shown() {
    let (mut corridor, _) = open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens");
    let jsq: landbridge_model::EquipmentId = "jsq6".parse().expect("an id");
    let shipment = corridor.shipments(&"jsq-256".parse().expect("an id")).remove(0);
    // All cars off-roaders of 1,903 mm, which the upper deck of 1,800 mm does not take.
    let tank =
        &corridor.vehicles[&"great-wall-tank-300".parse::<landbridge_model::VehicleId>().expect("an id")];
    let mut lines = vec![shipment.lines[0].clone(), shipment.lines[1].clone()];
    (lines[0].vehicle, lines[0].quantity) = (std::sync::Arc::clone(tank), 100);
    let shipment = landbridge_model::Shipment { lines, ..shipment };
    let alone = Study::new(&corridor).shipment(shipment.clone()).expect("loads").loads().plans[&jsq].clone();
    let mut raised = corridor.equipment[&jsq].clone();
    raised.id = "jsq6-raised".parse().expect("an id");
    raised.setting_of = Some(jsq.clone());
    raised.decks[1].height = landbridge_units::Millimetres::new(1_950);
    raised.decks[0].height = landbridge_units::Millimetres::new(1_700);
    corridor.equipment.insert(raised.id.clone(), raised.clone());
    let study = Study::new(&corridor);
    let studied = study.shipment(shipment).expect("loads");
    let plan = &studied.loads().plans[&jsq];
    let violations = check_load_with_settings(
        &studied.shipment().lines,
        &corridor.equipment[&jsq],
        corridor.equipment.values(),
        plan,
    );
    assert!(violations.is_empty(), "{violations:?}");
    assert!(plan.n_units() <= alone.n_units());
    assert!(plan.bound_reason.contains("patterns over 2 settings"), "{}", plan.bound_reason);
    assert_eq!(studied.loads().binds(&corridor.equipment[&jsq]).as_deref(), Some("what fits together"));
    assert!(studied.loads().why_not_fewer(studied.shipment(), &corridor.equipment[&jsq]).is_none());
    let facts = studied.loads().traces[&jsq].facts();
    assert!(facts.keys().any(|id| id.contains("jsq6")), "{facts:?}");
    // Of 100 that stand on one deck of each setting only, none is refused, and costs count units of both alike.
    let routes = studied.routes(&RouteFilter::default()).expect("routes");
    let everything = RouteFilter::default();
    let judged = studied.judge(&everything, SearchOptions::default(), &routes).expect("prices");
    assert!(judged.is_ok(), "{judged:?}");
    let page = landbridge_reporting::loads_page(&corridor, studied.shipment(), studied.loads(), true);
    assert!(landbridge_reporting::text(&page).contains("jsq6"));
}

#[test]
fn the_order_book_totals_what_was_published() {
    let (corridor, _) = open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens");
    let book: u64 = corridor
        .orders
        .iter()
        .filter(|line| line.order.as_str().starts_with("book-"))
        .map(|line| u64::from(line.quantity))
        .sum();
    assert_eq!(book, 4_119);
    let states: std::collections::BTreeSet<_> = corridor
        .orders
        .iter()
        .filter_map(|line| corridor.places.get(&line.destination))
        .map(|place| place.country.code().to_owned())
        .collect();
    assert_eq!(states.into_iter().collect::<Vec<_>>(), ["KG", "KZ", "TJ", "TM", "UZ"]);
}
