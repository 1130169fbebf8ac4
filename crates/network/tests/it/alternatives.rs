//! The best few by a criterion, beside every choice of services searched by itself.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{EquipmentId, ServiceId, StepKind};
use landbridge_network::{
    Criteria, Criterion, Diversity, Filter, Network, Query, Route, SearchOptions, Via, diverse, likeness,
    pareto,
};
use proptest::prelude::*;

use crate::laws::{self, recipes};

fn services(route: &Route) -> Vec<ServiceId> {
    let boarded = route.itinerary.steps().iter().filter_map(|step| match &step.kind {
        StepKind::Load { service, .. } | StepKind::Transload { service, .. } => Some(service.clone()),
        _ => None,
    });
    boarded.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Each of the `k` best goes by other services; none that a search restricted to its services finds is better; and
    /// whatever services a search is restricted to, it finds nothing better than the last of the `k` that is not
    /// among them.
    #[test]
    fn the_best_few_are_the_best(recipe in recipes(), number in 1..6_usize, which in 0..4_usize) {
        let criterion = [Criterion::Arrival, Criterion::Cost, Criterion::Co2e, Criterion::Handlings][which];
        let corridor = laws::build(&recipe);
        let (shipment, prices) = (laws::shipment(&recipe, &corridor), laws::prices(&recipe, &corridor));
        let (network, _) = Network::build(&corridor);
        let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
        let options = SearchOptions {
            criteria: Criteria::only(criterion),
            horizon: laws::HORIZON,
            max_handlings: Some(5),
            ..SearchOptions::default()
        };
        let ask = |filter: &Filter, alternatives: usize| {
            let options = SearchOptions { alternatives, ..options };
            let query = Query { shipment: &shipment, equipment: &equipment, filter, options, watch: None };
            pareto(&network, &query, &prices).inspect(|routes| assert!(routes.complete))
        };
        let Ok(routes) = ask(&Filter::default(), number) else { return Ok(()) };
        let best = routes.best(criterion, number);
        let value = |route: &Route| route.vector().get(criterion);
        prop_assert!(best.windows(2).all(|pair| value(pair[0]) <= value(pair[1])));
        let sequences: BTreeSet<Vec<ServiceId>> = best.iter().map(|route| services(route)).collect();
        prop_assert_eq!(sequences.len(), best.len());

        let names: Vec<ServiceId> = corridor.services.keys().cloned().collect();
        let last = best.last().map(|route| value(route)).filter(|_| best.len() == number);
        for bits in 1..1_u32 << names.len() {
            let set: BTreeSet<ServiceId> =
                names.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, id)| id.clone()).collect();
            let via = set.iter().cloned().map(Via::Service).collect();
            let filter = Filter { services: Some(set.clone()), via, ..Filter::default() };
            let only = ask(&filter, 1).ok().and_then(|routes| routes.best(criterion, 1).first().map(|x| value(x)));
            let mut own = best.iter().filter(|route| services(route).into_iter().collect::<BTreeSet<_>>() == set);
            match (only, own.next()) {
                (Some(only), Some(first)) => prop_assert_eq!(only, value(first), "{:?}", set),
                (Some(only), None) => prop_assert!(last.is_some_and(|last| last <= only), "{:?}", set),
                (None, found) => prop_assert!(found.is_none(), "{:?}", set),
            }
        }
    }

    /// What is chosen keeps what was asked, and does not depend on the order of the pool.
    #[test]
    fn chosen_ways_differ(recipe in recipes(), number in 1..5_usize, alike in 0..1_001_u32, stretch in 0..2_000_u32) {
        let corridor = laws::build(&recipe);
        let (shipment, prices) = (laws::shipment(&recipe, &corridor), laws::prices(&recipe, &corridor));
        let (network, _) = Network::build(&corridor);
        let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
        let options = SearchOptions {
            horizon: laws::HORIZON,
            max_handlings: Some(4),
            alternatives: 4,
            ..SearchOptions::default()
        };
        let filter = Filter::default();
        let query = Query { shipment: &shipment, equipment: &equipment, filter: &filter, options, watch: None };
        let Ok(routes) = pareto(&network, &query, &prices) else { return Ok(()) };
        let asked = Diversity {
            number,
            first: Criterion::Cost,
            stretch_permille: BTreeMap::from([(Criterion::Cost, stretch)]),
            alike_permille: alike,
        };
        let chosen = diverse(&routes.routes, &asked);
        prop_assert!(!chosen.is_empty() && chosen.len() <= number);
        let cheapest = routes.cheapest().unwrap().cost_minor;
        prop_assert_eq!(chosen[0].cost_minor, cheapest);
        for (n, one) in chosen.iter().enumerate() {
            prop_assert!(i128::from(one.cost_minor) * 1_000 <= i128::from(cheapest) * i128::from(1_000 + stretch));
            for other in chosen.iter().skip(n + 1) {
                prop_assert!(likeness(one, other).permille() <= alike);
            }
        }
        let mut turned = routes.routes.clone();
        turned.reverse();
        let again: Vec<Route> = diverse(&turned, &asked).into_iter().cloned().collect();
        prop_assert!(again.iter().eq(chosen.iter().copied()));
    }
}
