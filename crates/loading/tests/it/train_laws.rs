//! What must hold for all wagons and trains, with trying everything as the oracle.

use std::collections::BTreeSet;

use landbridge_loading::{TrainLimits, TrainPlan, Wagon, marshal};
use landbridge_units::{Kilograms, Millimetres};
use proptest::prelude::*;

use crate::train::{assert_keeps_limits, labels, wagon_of};

const STOPS: usize = 3;

/// Few wagons, short and light enough for every train of `limits`.
fn few(most: usize) -> impl Strategy<Value = Vec<Wagon>> {
    let wagon = (0..STOPS, 1_u64..=4, 1_u64..=6);
    prop::collection::vec(wagon, 0..=most).prop_map(|wagons| {
        let all = wagons.into_iter().enumerate();
        all.map(|(number, (stop, length, mass))| wagon_of(stop, number, length, mass)).collect()
    })
}

fn limits() -> impl Strategy<Value = TrainLimits> {
    let units = prop_oneof![Just(None), (1_u32..=5).prop_map(Some)];
    let length = prop_oneof![Just(None), (5_u64..=12).prop_map(Some)];
    let mass = prop_oneof![Just(None), (7_u64..=16).prop_map(Some)];
    let locomotive = prop_oneof![Just(None), Just(Some(1_u64))];
    (units, 0_u32..=4, any::<bool>(), length, mass, locomotive).prop_map(
        |(units_max, units_min, full_only, length, mass, locomotive)| TrainLimits {
            units_max,
            units_min: units_min.min(units_max.unwrap_or(u32::MAX)),
            full_only,
            length_max: length.map(Millimetres::new),
            gross_max: mass.map(Kilograms::new),
            locomotive_length: locomotive.map(Millimetres::new),
            locomotive_mass: locomotive.map(Kilograms::new),
            axle_load: None,
        },
    )
}

/// Wagons left, trains, short trains, blocks.
type Score = (usize, usize, usize, usize);

fn score(plan: &TrainPlan) -> Score {
    let short = plan.trains.iter().filter(|train| train.missing > 0).count();
    (plan.left.len(), plan.trains.len(), short, plan.blocks as usize)
}

/// The best score by trying every division.
fn best(wagons: &[Wagon], limits: &TrainLimits) -> Score {
    let mut best = (usize::MAX, 0, 0, 0);
    grow(wagons, limits, 0, &mut Vec::new(), 0, &mut best);
    best
}

fn grow(
    wagons: &[Wagon],
    limits: &TrainLimits,
    at: usize,
    trains: &mut Vec<Vec<usize>>,
    left: usize,
    best: &mut Score,
) {
    let Some(_) = wagons.get(at) else {
        let short = |train: &&Vec<usize>| train.len() < limits.units_min as usize;
        let short = trains.iter().filter(short).count();
        if limits.full_only && short > 0 {
            return;
        }
        let stops = |train: &Vec<usize>| train.iter().map(|w| wagons[*w].stop).collect::<BTreeSet<_>>().len();
        *best = (*best).min((left, trains.len(), short, trains.iter().map(stops).sum()));
        return;
    };
    if limits.full_only && limits.units_min > 1 {
        grow(wagons, limits, at + 1, trains, left + 1, best);
    }
    for train in 0..=trains.len() {
        if train == trains.len() {
            trains.push(Vec::new());
        }
        trains[train].push(at);
        let length: u64 = trains[train].iter().map(|w| wagons[*w].length.get()).sum();
        let mass: u64 = trains[train].iter().map(|w| wagons[*w].gross_mass.get()).sum();
        let length = length + limits.locomotive_length.map_or(0, Millimetres::get);
        let mass = mass + limits.locomotive_mass.map_or(0, Kilograms::get);
        if limits.units_max.is_none_or(|max| trains[train].len() <= max as usize)
            && limits.length_max.is_none_or(|max| length <= max.get())
            && limits.gross_max.is_none_or(|max| mass <= max.get())
        {
            grow(wagons, limits, at + 1, trains, left, best);
        }
        trains[train].pop();
        if trains[train].is_empty() {
            trains.pop();
        }
    }
}

fn marshalled(wagons: &[Wagon], limits: &TrainLimits) -> TrainPlan {
    let plan = marshal(wagons.to_vec(), &labels(STOPS), limits).unwrap();
    assert_keeps_limits(wagons, limits, &plan);
    plan
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trying_everything_finds_nothing_better(wagons in few(7), limits in limits()) {
        let plan = marshalled(&wagons, &limits);
        prop_assert_eq!(score(&plan), best(&wagons, &limits), "{:?}", plan);
        prop_assert!(plan.is_best_by_stops(), "{:?}", plan);
        prop_assert!(plan.shortfall.as_ref().is_none_or(|shortfall| shortfall.proven));
    }

    #[test]
    fn names_and_orders_change_nothing(
        wagons in few(12),
        limits in limits(),
        turn in 0_usize..12,
        stops in Just([0, 1, 2]).prop_shuffle(),
    ) {
        let first = marshalled(&wagons, &limits);
        let mut moved: Vec<Wagon> = wagons
            .iter()
            .map(|wagon| Wagon { stop: stops[wagon.stop], number: 100 - wagon.number, ..wagon.clone() })
            .collect();
        if !moved.is_empty() {
            let by = turn % moved.len();
            moved.rotate_left(by);
        }
        let second = marshalled(&moved, &limits);
        prop_assert_eq!(score(&first), score(&second));
        let bounds = |plan: &TrainPlan| {
            (plan.lower_bound, plan.left_at_least, plan.blocks_at_least, plan.bound_reason.clone())
        };
        prop_assert_eq!(bounds(&first), bounds(&second));
    }

    #[test]
    fn one_wagon_more_never_needs_fewer_trains(wagons in few(9), limits in limits()) {
        let limits = TrainLimits { full_only: false, ..limits };
        let Some((_, fewer)) = wagons.split_last() else { return Ok(()) };
        let (more, fewer) = (marshalled(&wagons, &limits), marshalled(fewer, &limits));
        prop_assert!(fewer.trains.len() <= more.trains.len());
        prop_assert!(fewer.lower_bound <= more.lower_bound);
    }

    #[test]
    fn the_smallest_fix_is_no_larger_than_what_suffices(n in 1_usize..60, max in 2_u32..12, min in 2_u32..12) {
        let limits = TrainLimits {
            units_max: Some(max.max(min)), units_min: max.min(min), full_only: true, ..TrainLimits::default()
        };
        let alike = |n: usize| (0..n).map(|number| wagon_of(0, number, 4, 4)).collect::<Vec<_>>();
        let plan = marshalled(&alike(n), &limits);
        prop_assert!(plan.is_optimal());
        if let Some(missing) = plan.shortfall.and_then(|shortfall| shortfall.missing) {
            let missing = missing as usize;
            prop_assert!(marshalled(&alike(n + missing), &limits).left.is_empty());
            prop_assert!(!marshalled(&alike(n + missing - 1), &limits).left.is_empty());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trains_of_the_corridors_sizes(
        wagons in prop::collection::vec((0_usize..STOPS, 24_000_u64..=26_100, 40_000_u64..=62_000), 1..=150),
        full_only in any::<bool>(),
        gross in 1_300_u64..=1_800,
    ) {
        let all = wagons.into_iter().enumerate();
        let wagons: Vec<Wagon> = all.map(|(number, (stop, length, mass))| wagon_of(stop, number, length, mass)).collect();
        let limits = TrainLimits {
            units_max: Some(29),
            units_min: 20,
            full_only,
            length_max: Some(Millimetres::new(850_000)),
            gross_max: Some(Kilograms::new(gross * 1_000)),
            ..TrainLimits::default()
        };
        let plan = marshalled(&wagons, &limits);
        prop_assert!(plan.trains.len() <= plan.lower_bound as usize + 1, "{} {}", plan.trains.len(), plan.bound_reason);
        if !full_only {
            prop_assert!(plan.is_optimal(), "{} {}", plan.trains.len(), plan.bound_reason);
        }
    }
}
