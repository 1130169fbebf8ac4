//! Laws on random small corridors: the judge accepts what the search finds, misses no corruption, and lists the same.

use std::collections::BTreeSet;

use landbridge_model::{Corridor, Itinerary, Shipment, Step, StepKind, WaitReason};
use landbridge_network::{
    Certificate, Criteria, Criterion, Filter, Flaw, Marks, Network, NotListed, Pricer, Query, Question,
    RouteError, SearchOptions, Totals, Verified, enumerate, pareto, verify, verify_complete,
};
use landbridge_units::Minutes;
use proptest::prelude::*;

use crate::kit::{Prices, id};
use crate::laws::{build, prices, recipes, shipment};

const RIDES: u32 = 3;
const HORIZON: Minutes = Minutes::new(18 * 1_440);
const LIMIT: usize = 60_000;

fn question(corridor: &Corridor, shipment: &Shipment) -> Question {
    let equipment = corridor.equipment.keys().cloned().collect();
    let mut question = Question::new(shipment.clone(), equipment, HORIZON);
    question.max_handlings = Some(RIDES + 1);
    question
}

/// What the search answers, as a certificate; without ways where there are none.
fn searched(corridor: &Corridor, shipment: &Shipment, pricer: &Prices) -> Certificate {
    answered(corridor, question(corridor, shipment), pricer)
}

fn answered(corridor: &Corridor, question: Question, pricer: &Prices) -> Certificate {
    let (network, _) = Network::build(corridor);
    let filter = Filter {
        services: question.services.clone(),
        avoid_crossings: question.avoid_crossings.clone(),
        avoid_places: question.avoid_places.clone(),
        ..Filter::default()
    };
    let criteria: Vec<Criterion> = question.criteria.iter().copied().collect();
    let options = SearchOptions {
        horizon: HORIZON,
        max_handlings: question.max_handlings,
        criteria: Criteria::of(&criteria).unwrap(),
        ..SearchOptions::default()
    };
    let query = Query {
        shipment: &question.shipment,
        equipment: &question.equipment,
        filter: &filter,
        options,
        watch: None,
    };
    let routes = match pareto(&network, &query, pricer) {
        Ok(routes) => routes.routes,
        Err(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }) => Vec::new(),
        Err(other) => panic!("{other}"),
    };
    let ways =
        routes.into_iter().map(|route| certified(corridor, route.itinerary, pricer)).collect::<Vec<_>>();
    Certificate::of(question, ways)
}

fn certified(
    corridor: &Corridor,
    itinerary: Itinerary,
    pricer: &Prices,
) -> (Itinerary, Vec<landbridge_network::StepPrice>, Totals) {
    let prices: Vec<_> = itinerary.steps().iter().map(|step| pricer.price(step).unwrap()).collect();
    let totals = Totals::of(corridor, &itinerary, &prices).unwrap();
    (itinerary, prices, totals)
}

/// Whether an answer was found right and complete, or there was too much to list.
fn complete(judged: Result<Verified, Vec<Flaw>>) -> Result<(), TestCaseError> {
    match judged {
        Ok(verified) => prop_assert!(verified.complete),
        Err(flaws) => {
            let too_many = NotListed::TooMany { limit: LIMIT }.to_string();
            let passed_over = flaws.iter().all(|flaw| flaw.to_string().contains(&too_many));
            prop_assert!(passed_over, "{:#?}", flaws);
        }
    }
    Ok(())
}

/// All steps from one on, so many minutes later.
fn shift(steps: &mut [Step], minutes: i64) {
    for step in steps {
        step.start = step.start.after(Minutes::new(minutes)).unwrap();
        step.end = step.end.after(Minutes::new(minutes)).unwrap();
    }
}

/// Whether its length is a matter of choice: several trains may be waited for.
fn is_free(step: &Step) -> bool {
    matches!(&step.kind, StepKind::Wait { reason: WaitReason::Departure(_) })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_searched_is_judged_right_and_complete(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let certificate = searched(&corridor, &shipment, &prices);
        complete(verify_complete(&corridor, &certificate, &prices, LIMIT))?;
    }

    /// What is to be avoided is avoided by both, and an answer to the question without restrictions is refused.
    #[test]
    fn restrictions_are_understood_alike(recipe in recipes(), place in 0..4_usize, crossing in 0..3_usize) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let free = searched(&corridor, &shipment, &prices);
        let mut question = free.question.clone();
        question.avoid_places.extend(["CN-B", "KZ-C", "KZ-D"].get(place).map(|name| id(name)));
        question.avoid_crossings.extend(["crossing0", "crossing1"].get(crossing).map(|name| id(name)));
        let kept = answered(&corridor, question.clone(), &prices);
        let judged = verify_complete(&corridor, &kept, &prices, LIMIT);
        let too_many = NotListed::TooMany { limit: LIMIT }.to_string();
        let right = judged
            .as_ref()
            .err()
            .is_none_or(|flaws| flaws.iter().all(|flaw| flaw.to_string().contains(&too_many)));
        prop_assert!(right, "{:#?}", judged);
        for way in &free.ways {
            let alone = Certificate { question: question.clone(), ways: vec![way.clone()] };
            let offends = way.itinerary.steps().iter().any(|step| question.avoid_places.contains(&step.to));
            prop_assert!(!offends || verify(&corridor, &alone, &prices).is_err());
        }
    }

    #[test]
    fn what_is_searched_is_judged_right_if_storage_costs(recipe in recipes(), wait in 1..4_i64) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = wait;
        let certificate = searched(&corridor, &shipment, &prices);
        complete(verify_complete(&corridor, &certificate, &prices, LIMIT))?;
    }

    /// Any choice of criteria, with and without storage that costs.
    #[test]
    fn any_criteria_are_searched_exactly(
        recipe in recipes(),
        wait in 0..3_i64,
        chosen in prop::sample::subsequence(Criterion::ALL.to_vec(), 1..=5),
        most in 2..6_u32,
    ) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = wait;
        let mut question = question(&corridor, &shipment);
        question.criteria = chosen.into_iter().collect();
        question.max_handlings = Some(most);
        let certificate = answered(&corridor, question, &prices);
        complete(verify_complete(&corridor, &certificate, &prices, LIMIT))?;
    }

    #[test]
    fn no_other_duration_will_do(recipe in recipes(), pick in any::<prop::sample::Index>(), by in 1..60_i64) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let certificate = searched(&corridor, &shipment, &prices);
        for way in &certificate.ways {
            let mut steps = way.itinerary.steps().to_vec();
            let idx = pick.index(steps.len());
            if is_free(&steps[idx]) {
                continue;
            }
            let by = if steps[idx].duration() > Minutes::new(by) && by % 2 == 0 { -by } else { by };
            steps[idx].end = steps[idx].end.after(Minutes::new(by)).unwrap();
            shift(&mut steps[idx + 1..], by);
            let corrupt = certified(&corridor, Itinerary::new(steps).unwrap(), &prices);
            let corrupt = Certificate::of(certificate.question.clone(), [corrupt]);
            let flaws = verify(&corridor, &corrupt, &prices);
            prop_assert!(
                flaws.as_ref().is_err_and(|flaws| flaws.iter().any(|flaw| flaw.step.is_some())),
                "{:#?}", flaws
            );
        }
    }

    #[test]
    fn no_step_can_be_left_out(recipe in recipes(), pick in any::<prop::sample::Index>()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let certificate = searched(&corridor, &shipment, &prices);
        for way in &certificate.ways {
            let mut steps = way.itinerary.steps().to_vec();
            let idx = pick.index(steps.len());
            if is_free(&steps[idx]) || steps[idx].from != steps[idx].to {
                continue;
            }
            let gone = steps.remove(idx);
            if steps.is_empty() {
                continue;
            }
            shift(&mut steps[idx..], -gone.duration().get());
            let corrupt = certified(&corridor, Itinerary::new(steps).unwrap(), &prices);
            let corrupt = Certificate::of(certificate.question.clone(), [corrupt]);
            prop_assert!(verify(&corridor, &corrupt, &prices).is_err(), "{:?}", gone);
        }
    }

    /// Fewer criteria never need more ways, and every subset's vectors are among those of all.
    #[test]
    fn subsets_of_criteria_agree(recipe in recipes(), chosen in prop::sample::subsequence(Criterion::ALL.to_vec(), 0..5)) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let mut question = question(&corridor, &shipment);
        question.criteria = Criterion::ALL.into();
        let Ok(all) = enumerate(&corridor, &question, &prices, LIMIT) else { return Ok(()) };
        question.criteria = chosen.into_iter().collect();
        let Ok(some) = enumerate(&corridor, &question, &prices, LIMIT) else { return Ok(()) };
        let asked = |criterion| question.criteria.contains(&criterion);
        let seen: BTreeSet<Marks> = all
            .iter()
            .map(|vector| Marks {
                arrival: vector.arrival.filter(|_| asked(Criterion::Arrival)),
                cost_minor: vector.cost_minor.filter(|_| asked(Criterion::Cost)),
                co2e: vector.co2e.filter(|_| asked(Criterion::Co2e)),
                handlings: vector.handlings.filter(|_| asked(Criterion::Handlings)),
                spread: vector.spread.filter(|_| asked(Criterion::Spread)),
            })
            .collect();
        let best: Vec<Marks> = seen
            .iter()
            .filter(|vector| !seen.iter().any(|other| other != *vector && other.covers(vector)))
            .copied()
            .collect();
        prop_assert_eq!(some, best);
    }

    /// No two steps that differ can change places, whatever they are; and nothing panics.
    #[test]
    fn no_two_steps_can_change_places(
        recipe in recipes(),
        one in any::<prop::sample::Index>(),
        other in any::<prop::sample::Index>(),
    ) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let certificate = searched(&corridor, &shipment, &prices);
        for way in &certificate.ways {
            let mut steps = way.itinerary.steps().to_vec();
            let (one, other) = (one.index(steps.len()), other.index(steps.len()));
            if steps[one].kind == steps[other].kind {
                continue;
            }
            let kind = steps[one].kind.clone();
            steps[one].kind = std::mem::replace(&mut steps[other].kind, kind);
            let corrupt = certified(&corridor, Itinerary::new(steps).unwrap(), &prices);
            let corrupt = Certificate::of(certificate.question.clone(), [corrupt]);
            prop_assert!(verify(&corridor, &corrupt, &prices).is_err(), "{} and {}", one, other);
        }
    }

    /// Whatever rows are taken out of the corridor, a way that needs them is refused; nothing panics.
    #[test]
    fn a_corridor_with_holes_is_no_reason_to_panic(recipe in recipes(), pick in any::<prop::sample::Index>()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let certificate = searched(&corridor, &shipment, &prices);
        let mut holes = corridor.clone();
        let mut picked = 0;
        let mut keep = || {
            picked += 1;
            pick.index(picked + 2) > 1
        };
        holes.places.retain(|_, _| keep());
        holes.links.retain(|_, _| keep());
        holes.crossings.retain(|_, _| keep());
        holes.handlings.retain(|_| keep());
        holes.gauge_changes.retain(|_| keep());
        holes.equipment.retain(|_, _| keep());
        for way in &certificate.ways {
            let alone = Certificate { ways: vec![way.clone()], ..certificate.clone() };
            let judged = verify(&holes, &alone, &prices);
            let used = way.itinerary.steps().iter().all(|step| holes.places.contains_key(&step.from));
            prop_assert!(used || judged.is_err());
        }
        let _ = enumerate(&holes, &certificate.question, &prices, 2_000);
    }
}
