//! Laws of limits, via, thinning, alternatives, profiles and partial answers, on random small corridors.

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use landbridge_model::{Corridor, EquipmentId, Itinerary, PlaceId, Shipment, StepKind};
use landbridge_network::{
    Criterion, Filter, Network, Plan, Progress, Query, Route, RouteError, Routes, SearchOptions, Vector, Via,
};
use landbridge_units::{GramsCo2e, Minutes};
use proptest::prelude::*;

use crate::kit::{NoTariff, Prices, id};
use crate::laws::{build, prices, recipes, shipment};

const HORIZON: Minutes = Minutes::new(18 * 1_440);

fn options() -> SearchOptions {
    SearchOptions { horizon: HORIZON, ..SearchOptions::default() }
}

fn asked(
    corridor: &Corridor,
    shipment: &Shipment,
    prices: &Prices,
    filter: &Filter,
    options: SearchOptions,
) -> Vec<Route> {
    match ask(corridor, shipment, prices, filter, options) {
        Ok(routes) => routes.routes,
        Err(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }) => Vec::new(),
        Err(other) => panic!("{other}"),
    }
}

fn ask(
    corridor: &Corridor,
    shipment: &Shipment,
    prices: &Prices,
    filter: &Filter,
    options: SearchOptions,
) -> Result<Routes, RouteError<NoTariff>> {
    let (network, _) = Network::build(corridor);
    let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
    let query = Query { shipment, equipment: &equipment, filter, options, watch: None };
    landbridge_network::pareto(&network, &query, prices)
}

fn vectors(routes: &[Route]) -> Vec<(i64, i64, u64)> {
    let triple = |route: &Route| {
        let vector = route.vector();
        (vector.arrival.epoch_minutes(), vector.cost_minor, vector.co2e.get())
    };
    routes.iter().map(triple).collect()
}

/// Places a way passes, links' ends included.
fn passed(corridor: &Corridor, itinerary: &Itinerary) -> BTreeSet<PlaceId> {
    let mut places = BTreeSet::new();
    for step in itinerary.steps() {
        places.extend([step.from.clone(), step.to.clone()]);
        if let StepKind::Leg { sections, .. } = &step.kind {
            for section in sections {
                let link = &corridor.links[&section.link];
                places.extend([link.from.clone(), link.to.clone()]);
            }
        }
    }
    places
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// A limit keeps of the front what is within it, and lets nothing else in.
    #[test]
    fn limits_cut_the_front(recipe in recipes(), pick in any::<prop::sample::Index>(), wait in 0..2_i64) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = wait;
        let everything = Filter::default();
        let all = asked(&corridor, &shipment, &prices, &everything, options());
        prop_assume!(!all.is_empty());
        let chosen = all[pick.index(all.len())].vector();
        let kept = |holds: &dyn Fn(&Vector) -> bool| {
            vectors(&all.iter().filter(|route| holds(&route.vector())).cloned().collect::<Vec<_>>())
        };
        let limited = |options| vectors(&asked(&corridor, &shipment, &prices, &everything, options));
        let options = options();
        prop_assert_eq!(
            limited(SearchOptions { max_cost_minor: Some(chosen.cost_minor), ..options }),
            kept(&|vector| vector.cost_minor <= chosen.cost_minor)
        );
        prop_assert_eq!(
            limited(SearchOptions { arrive_by: Some(chosen.arrival), ..options }),
            kept(&|vector| vector.arrival <= chosen.arrival)
        );
        prop_assert_eq!(
            limited(SearchOptions { max_co2e: Some(chosen.co2e), ..options }),
            kept(&|vector| vector.co2e <= chosen.co2e)
        );
        if let Some(less) = chosen.co2e.get().checked_sub(1) {
            let less = GramsCo2e::new(less);
            prop_assert_eq!(
                limited(SearchOptions { max_co2e: Some(less), ..options }),
                kept(&|vector| vector.co2e <= less)
            );
        }
    }

    /// Every way answered touches what it is to touch, and every best way that does so anyway is answered.
    #[test]
    fn via_is_touched(recipe in recipes(), place in 1..4_usize) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let place: PlaceId = id(["CN-A", "CN-B", "KZ-C", "KZ-D"][place]);
        let filter = Filter { via: vec![Via::Place(place.clone())], ..Filter::default() };
        let all = asked(&corridor, &shipment, &prices, &Filter::default(), options());
        let forced = asked(&corridor, &shipment, &prices, &filter, options());
        for route in &forced {
            prop_assert!(passed(&corridor, &route.itinerary).contains(&place));
        }
        let forced = vectors(&forced);
        for route in all.iter().filter(|route| passed(&corridor, &route.itinerary).contains(&place)) {
            prop_assert!(forced.contains(&vectors(std::slice::from_ref(route))[0]));
        }
        let all = vectors(&all);
        for way in &forced {
            prop_assert!(all.iter().any(|best| best.0 <= way.0 && best.1 <= way.1 && best.2 <= way.2));
        }
    }

    #[test]
    fn thinning_keeps_its_guarantee(recipe in recipes(), epsilon in 1..800_u32) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let everything = Filter::default();
        let all = asked(&corridor, &shipment, &prices, &everything, options());
        let thinned = SearchOptions { epsilon_permille: epsilon, ..options() };
        let some = vectors(&asked(&corridor, &shipment, &prices, &everything, thinned));
        let zero = shipment.ready.epoch_minutes();
        let near = |kept: i128, exact: i128| kept * 1_000 <= exact * (1_000 + i128::from(epsilon));
        prop_assert!(some.len() <= all.len());
        for exact in vectors(&all) {
            let covered = some.iter().any(|kept| {
                near((kept.0 - zero).into(), (exact.0 - zero).into())
                    && near(kept.1.into(), exact.1.into())
                    && near(kept.2.into(), exact.2.into())
            });
            prop_assert!(covered, "nothing near {:?}", exact);
        }
    }

    /// The front stays where alternatives are asked for as well.
    #[test]
    fn alternatives_hold_the_front(recipe in recipes(), number in 2..5_usize) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let everything = Filter::default();
        let all = asked(&corridor, &shipment, &prices, &everything, options());
        let more = SearchOptions { alternatives: number, ..options() };
        let more = vectors(&asked(&corridor, &shipment, &prices, &everything, more));
        for best in vectors(&all) {
            prop_assert!(more.contains(&best));
        }
    }

    /// A plan asked for many days, and to all places, says what each question alone says.
    #[test]
    fn a_profile_is_its_days(recipe in recipes(), step in 300..3_000_i64) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let (network, _) = Network::build(&corridor);
        let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
        let everything = Filter::default();
        let query =
            Query { shipment: &shipment, equipment: &equipment, filter: &everything, options: options(), watch: None };
        let days: Vec<_> = (0..4).map(|n| shipment.ready.after(Minutes::new(n * step)).unwrap()).collect();
        let plan = Plan::new(&network, query, &prices, (days[0], days[3])).unwrap();
        for (ready, answer) in plan.profile(&days) {
            let alone = Shipment { ready, ..shipment.clone() };
            let alone = vectors(&asked(&corridor, &alone, &prices, &everything, options()));
            prop_assert_eq!(vectors(&answer.map(|routes| routes.routes).unwrap_or_default()), alone);
        }
        let reached = plan.reach(shipment.ready).unwrap();
        for (place, routes) in &reached {
            let alone = Shipment { destination: place.clone(), ..shipment.clone() };
            let alone = asked(&corridor, &alone, &prices, &everything, options());
            prop_assert_eq!(vectors(&routes.routes), vectors(&alone));
        }
    }

    /// The latest start is the latest to the minute.
    #[test]
    fn a_minute_later_is_too_late(recipe in recipes(), days in 1..12_i64) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let (network, _) = Network::build(&corridor);
        let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
        let everything = Filter::default();
        let query =
            Query { shipment: &shipment, equipment: &equipment, filter: &everything, options: options(), watch: None };
        let last = shipment.ready.after(Minutes::new(10 * 1_440)).unwrap();
        let plan = Plan::new(&network, query, &prices, (shipment.ready, last)).unwrap();
        let deadline = shipment.ready.after(Minutes::new(days * 1_440)).unwrap();
        let in_time = |ready| {
            let alone = Shipment { ready, ..shipment.clone() };
            let routes = asked(&corridor, &alone, &prices, &everything, options());
            routes.iter().any(|route| route.itinerary.end() <= deadline)
        };
        match plan.latest_start((shipment.ready, last), deadline).unwrap() {
            Some(latest) => {
                prop_assert!(in_time(latest));
                let next = latest.after(Minutes::new(1)).unwrap();
                prop_assert!(latest == last || !in_time(next));
            }
            None => prop_assert!(!in_time(shipment.ready)),
        }
    }

    /// Whoever ends a search, by a budget or by a word, gets ways that are real.
    #[test]
    fn partial_answers_are_sound(recipe in recipes(), max_labels in 0..60_usize) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let everything = Filter::default();
        let all = vectors(&asked(&corridor, &shipment, &prices, &everything, options()));
        let budget = SearchOptions { max_labels, ..options() };
        let Ok(some) = ask(&corridor, &shipment, &prices, &everything, budget) else { return Ok(()) };
        prop_assert!(some.labels <= max_labels);
        let complete = some.complete;
        let some = vectors(&some.routes);
        if complete {
            prop_assert_eq!(&some, &all);
        }
        for way in &some {
            prop_assert!(all.iter().any(|best| best.0 <= way.0 && best.1 <= way.1 && best.2 <= way.2));
        }
    }
}

#[test]
fn who_watches_can_end_a_search() {
    let mut corridor = crate::kit::corridor();
    for (idx, pair) in ('a'..='q').zip('b'..='r').enumerate() {
        for way in 0..4 {
            let link = format!("l{idx}-{way}");
            let (from, to) = (format!("CN-{}", pair.0), format!("CN-{}", pair.1));
            crate::kit::link(
                &mut corridor,
                &link,
                &from,
                &to,
                landbridge_model::Mode::Road,
                50_000 + 1_000 * way,
            );
        }
    }
    for name in ["one", "two", "three"] {
        crate::kit::truck(&mut corridor, name);
    }
    let mut prices = Prices::default();
    for (name, rate, grams) in [("one", 1, 9), ("two", 5, 5), ("three", 9, 1)] {
        prices.metre.insert(name.to_owned(), rate);
        prices.grams.insert(name.to_owned(), grams);
    }
    let shipment = crate::kit::shipment(&corridor, "CN-a", "CN-r", "2023-05-14", "08:00");
    let (network, _) = Network::build(&corridor);
    let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
    let looked = Cell::new(0);
    let watch = |progress: Progress| {
        looked.set(looked.get() + 1);
        if progress.labels > 3_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let everything = Filter::default();
    let query = Query {
        shipment: &shipment,
        equipment: &equipment,
        filter: &everything,
        options: options(),
        watch: Some(&watch),
    };
    let stopped = landbridge_network::pareto(&network, &query, &prices).unwrap();
    assert!(looked.get() > 0 && !stopped.complete && stopped.labels < 100_000);
    let all = landbridge_network::pareto(&network, &Query { watch: None, ..query }, &prices).unwrap();
    assert!(all.complete && all.labels > 3_000);
    assert!(all.routes.iter().all(|route| route.handlings >= 2 && route.spread == 0));
    let by = |criterion| all.best(criterion, 1)[0].vector();
    assert_eq!(by(Criterion::Cost).cost_minor, all.cheapest().unwrap().cost_minor);
}
