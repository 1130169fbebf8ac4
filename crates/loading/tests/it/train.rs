//! Wagons into trains.

use std::collections::BTreeSet;

use landbridge_loading::{
    AxleLoad, Consist, StopUnits, TrainError, TrainLimits, TrainPlan, Wagon, loading_order, marshal,
    obstructions, plan, trains, wagons,
};
use landbridge_model::{Equipment, EquipmentKind, HandlingKind, LoadedUnit};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{cars, jsq};

/// A wagon for a stop: length in mm, mass in kg.
pub(crate) fn wagon_of(stop: usize, number: usize, length: u64, mass: u64) -> Wagon {
    Wagon {
        stop,
        number,
        unit: LoadedUnit { equipment: "jsq6".parse().unwrap(), decks: Vec::new() },
        handling: HandlingKind::Ramp,
        length: Millimetres::new(length),
        gross_mass: Kilograms::new(mass),
        heaviest_axle: None,
    }
}

/// For each stop so many equal wagons.
fn alike(numbers: &[usize]) -> Vec<Wagon> {
    let of_stop = |(stop, n): (usize, &usize)| {
        (0..*n).map(|number| wagon_of(stop, number, 26_030, 55_000)).collect::<Vec<_>>()
    };
    numbers.iter().enumerate().flat_map(of_stop).collect()
}

pub(crate) fn labels(stops: usize) -> Vec<String> {
    (0..stops).map(|stop| format!("stop {stop}")).collect()
}

fn at_most(units_max: u32) -> TrainLimits {
    TrainLimits { units_max: Some(units_max), ..TrainLimits::default() }
}

/// Panics where a plan of trains breaks a limit, loses a wagon or blocks one.
pub(crate) fn assert_keeps_limits(wagons: &[Wagon], limits: &TrainLimits, plan: &TrainPlan) {
    let key = |wagon: &Wagon| (wagon.stop, wagon.number);
    let asked: Vec<_> = {
        let mut all: Vec<_> = wagons.iter().map(key).collect();
        all.sort_unstable();
        all
    };
    let mut found: Vec<_> =
        plan.trains.iter().flat_map(|train| &train.wagons).chain(&plan.left).map(key).collect();
    found.sort_unstable();
    assert_eq!(found, asked, "every wagon once");
    let mut blocks = 0;
    for train in &plan.trains {
        let n = u32::try_from(train.wagons.len()).unwrap();
        assert!(n > 0, "no empty train");
        let length: u64 = train.wagons.iter().map(|w| w.length.get()).sum();
        let mass: u64 = train.wagons.iter().map(|w| w.gross_mass.get()).sum();
        assert_eq!((train.length.get(), train.gross_mass.get()), (length, mass));
        assert!(limits.units_max.is_none_or(|max| n <= max), "wagons");
        let locomotive = limits.locomotive_length.map_or(0, Millimetres::get);
        assert!(limits.length_max.is_none_or(|max| length + locomotive <= max.get()), "length");
        let locomotive = limits.locomotive_mass.map_or(0, Kilograms::get);
        assert!(limits.gross_max.is_none_or(|max| mass + locomotive <= max.get()), "mass");
        assert!(!limits.full_only || n >= limits.units_min, "only full trains");
        assert_eq!(train.missing, limits.units_min.saturating_sub(n));
        assert!(train.wagons.windows(2).all(|pair| pair[0].stop >= pair[1].stop), "first stop at the rear");
        assert!(obstructions(train).is_empty());
        blocks += train.wagons.iter().map(|w| w.stop).collect::<BTreeSet<_>>().len();
    }
    assert_eq!(blocks, plan.blocks as usize);
    assert!(plan.lower_bound as usize <= plan.trains.len());
    assert!(plan.left_at_least as usize <= plan.left.len());
    assert!(plan.blocks_at_least <= plan.blocks);
    assert!(limits.full_only || plan.left.is_empty());
    let short = plan.trains.iter().any(|train| train.missing > 0);
    assert_eq!(plan.shortfall.is_some(), short || !plan.left.is_empty());
}

fn marshalled(wagons: &[Wagon], stops: usize, limits: &TrainLimits) -> TrainPlan {
    let plan = marshal(wagons.to_vec(), &labels(stops), limits).unwrap();
    assert_keeps_limits(wagons, limits, &plan);
    plan
}

#[test]
fn number_of_wagons_binds() {
    let plan = marshalled(&alike(&[56]), 1, &at_most(29));
    assert_eq!(plan.trains.len(), 2);
    assert!(plan.is_best_by_stops());
    assert_eq!(plan.bound_reason, "number: 56 wagons, at most 29 in a train: 1.93, so 2 trains");
}

#[test]
fn length_binds_with_the_locomotive() {
    // 850 m of loop take 31 wagons behind a locomotive of 22 m, and 32 without one.
    let limits = TrainLimits {
        length_max: Some(Millimetres::new(850_000)),
        locomotive_length: Some(Millimetres::new(22_000)),
        ..TrainLimits::default()
    };
    let plan = marshalled(&alike(&[32]), 1, &limits);
    assert_eq!((plan.trains.len(), plan.lower_bound), (2, 2));
    assert_eq!(
        plan.bound_reason,
        "length: 32 wagons are 832.960 m long, a train has 828.000 m for them: 1.00, so 2 trains"
    );
    let alone = TrainLimits { locomotive_length: None, ..limits };
    assert_eq!(marshalled(&alike(&[32]), 1, &alone).trains.len(), 1);
}

#[test]
fn gross_mass_binds() {
    let limits = TrainLimits { gross_max: Some(Kilograms::new(1_000_000)), ..at_most(29) };
    let plan = marshalled(&alike(&[37]), 1, &limits);
    // 18 wagons of 55 t are 990 t.
    assert_eq!((plan.trains.len(), plan.lower_bound), (3, 3));
    assert!(plan.bound_reason.starts_with("gross mass: "), "{}", plan.bound_reason);
}

#[test]
fn mixed_masses_use_every_tonne() {
    // Two trains of 300 t: 150 + 100 + 50 each, however they are listed.
    let masses = [150, 150, 100, 100, 50, 50];
    let all: Vec<Wagon> =
        masses.iter().enumerate().map(|(number, t)| wagon_of(0, number, 20_000, t * 1_000)).collect();
    let limits = TrainLimits { gross_max: Some(Kilograms::new(300_000)), ..TrainLimits::default() };
    let plan = marshalled(&all, 1, &limits);
    assert_eq!(plan.trains.len(), 2);
    assert!(plan.is_optimal());
}

#[test]
fn a_bound_that_only_a_search_proves() {
    // 34 t are two trains of 17 t, but no wagons weigh 17 t together.
    let masses = [7, 7, 7, 5, 4, 4];
    let all: Vec<Wagon> =
        masses.iter().enumerate().map(|(number, t)| wagon_of(0, number, 20_000, t * 1_000)).collect();
    let limits = TrainLimits { gross_max: Some(Kilograms::new(17_000)), ..TrainLimits::default() };
    let plan = marshalled(&all, 1, &limits);
    assert_eq!((plan.trains.len(), plan.lower_bound), (3, 3));
    assert_eq!(plan.bound_reason, "all ways to divide 6 wagons among trains were tried");
}

#[test]
fn full_trains_are_spread() {
    let limits = TrainLimits { units_min: 25, ..at_most(29) };
    for full_only in [false, true] {
        let plan = marshalled(&alike(&[20, 20, 12]), 3, &TrainLimits { full_only, ..limits });
        let sizes: Vec<usize> = plan.trains.iter().map(|train| train.wagons.len()).collect();
        assert!(sizes.iter().all(|n| (25..=29).contains(n)), "{sizes:?}");
        assert_eq!(sizes.len(), 2);
        // Three stops in two trains that share wagons of one: four blocks.
        assert_eq!((plan.blocks, plan.shortfall.as_ref()), (4, None));
        assert!(plan.is_best_by_stops());
    }
}

#[test]
fn what_fills_no_train_stays_with_the_smallest_fix() {
    let limits = TrainLimits { units_min: 25, full_only: true, ..at_most(29) };
    let wagons = alike(&[22, 18]);
    let plan = marshalled(&wagons, 2, &limits);
    assert_eq!((plan.trains.len(), plan.left.len(), plan.left_at_least), (1, 11, 11));
    let shortfall = plan.shortfall.clone().unwrap();
    assert_eq!((shortfall.missing, shortfall.proven), (Some(10), true));
    assert_eq!(
        shortfall.reason,
        "40 wagons need 2 trains, and 2 full trains of at least 25 would be 50: 10 wagons more \
         (number: 40 wagons, at most 29 in a train: 1.37, so 2 trains)"
    );
    assert!(plan.is_optimal());
    // The fix is enough.
    let fixed = marshalled(&alike(&[32, 18]), 2, &limits);
    assert_eq!((fixed.trains.len(), fixed.left.len()), (2, 0));
    // Without the rule a short train runs.
    let all = marshalled(&wagons, 2, &TrainLimits { full_only: false, ..limits });
    assert_eq!((all.trains.len(), all.left.len()), (2, 0));
    assert_eq!(all.shortfall.unwrap().missing, Some(10));
}

#[test]
fn too_few_for_any_train() {
    let limits = TrainLimits { units_min: 25, full_only: true, ..at_most(29) };
    let plan = marshalled(&alike(&[24]), 1, &limits);
    assert_eq!((plan.trains.len(), plan.left.len()), (0, 24));
    assert_eq!(plan.shortfall.as_ref().unwrap().missing, Some(1));
    assert!(plan.is_optimal());
    let none = marshalled(&[], 1, &limits);
    assert_eq!((none.trains.len(), none.shortfall), (0, None));
}

#[test]
fn limits_may_prevent_full_trains() {
    // Six heavy wagons fit three to a train; four make a full one.
    let all: Vec<Wagon> = (0..6).map(|number| wagon_of(0, number, 20_000, 100_000)).collect();
    let limits = TrainLimits {
        units_min: 4,
        units_max: Some(6),
        full_only: true,
        gross_max: Some(Kilograms::new(350_000)),
        ..TrainLimits::default()
    };
    let plan = marshalled(&all, 1, &limits);
    assert_eq!((plan.trains.len(), plan.left.len(), plan.left_at_least), (0, 6, 6));
    let shortfall = plan.shortfall.unwrap();
    assert!(shortfall.proven);
    // By number alone: two trains of at least four.
    assert_eq!(shortfall.missing, Some(2));
}

#[test]
fn stops_stay_together() {
    // Two trains of ten: 4 + 6 and 3 + 7 share no train.
    let plan = marshalled(&alike(&[4, 3, 7, 6]), 4, &at_most(10));
    assert_eq!((plan.trains.len(), plan.blocks), (2, 4));
    assert!(plan.is_best_by_stops());
    // With 5 + 5 + 5 + 3 one stop has to be split.
    let plan = marshalled(&alike(&[8, 7, 5]), 3, &at_most(10));
    assert_eq!((plan.trains.len(), plan.blocks), (2, 4));
    assert!(plan.is_best_by_stops());
}

#[test]
fn many_stops_and_wagons() {
    let numbers: Vec<usize> = (0..12).map(|stop| 20 + stop * 7).collect();
    let wagons = alike(&numbers);
    let plan = marshalled(&wagons, 12, &TrainLimits { units_min: 20, full_only: true, ..at_most(29) });
    assert!(plan.is_optimal(), "{} {}", plan.trains.len(), plan.bound_reason);
    assert!(plan.left.is_empty());
}

#[test]
fn wagons_that_fit_no_train_are_refused() {
    let one = |length, mass| {
        marshal(
            vec![wagon_of(0, 0, length, mass)],
            &labels(1),
            &TrainLimits {
                length_max: Some(Millimetres::new(100_000)),
                gross_max: Some(Kilograms::new(100_000)),
                ..TrainLimits::default()
            },
        )
    };
    let error = one(100_001, 50_000).unwrap_err();
    assert_eq!(error.code(), "W265");
    assert_eq!(
        error.to_string(),
        "a wagon jsq6 of 100,001 mm is 1 mm longer than a train may be beyond its locomotive"
    );
    assert_eq!(one(50_000, 100_007).unwrap_err().code(), "W266");
    assert_eq!(one(0, 50_000).unwrap_err().code(), "W269");
    assert!(one(100_000, 100_000).is_ok());
    let mut wagon = wagon_of(0, 0, 26_030, 60_000);
    let load = AxleLoad { max: Kilograms::new(18_000), speed_kmh: Some(120) };
    let limits = TrainLimits { axle_load: Some(load), ..TrainLimits::default() };
    let error = marshal(vec![wagon.clone()], &labels(1), &limits).unwrap_err();
    assert_eq!(error.code(), "W264");
    wagon.heaviest_axle = Some(Kilograms::new(18_500));
    let error = marshal(vec![wagon.clone()], &labels(1), &limits).unwrap_err();
    assert_eq!(error.code(), "W267");
    assert_eq!(
        error.to_string(),
        "a wagon jsq6 has 18,500 kg on an axle, 500 kg more than the 18,000 kg allowed at 120 km/h"
    );
    wagon.stop = 1;
    assert_eq!(marshal(vec![wagon], &labels(1), &limits).unwrap_err().code(), "W260");
}

#[test]
fn limits_that_contradict_each_other_are_refused() {
    let with = |limits: TrainLimits| marshal(Vec::new(), &labels(1), &limits).unwrap_err().code();
    assert_eq!(with(at_most(0)), "W268");
    assert_eq!(with(TrainLimits { units_min: 30, ..at_most(29) }), "W268");
    let short = TrainLimits {
        gross_max: Some(Kilograms::new(100_000)),
        locomotive_mass: Some(Kilograms::new(138_000)),
        ..TrainLimits::default()
    };
    assert_eq!(with(short), "W268");
    let many = vec![wagon_of(0, 0, 20_000, 20_000); 20_001];
    assert_eq!(marshal(many, &labels(1), &TrainLimits::default()).unwrap_err().code(), "W269");
}

fn car_wagon() -> Equipment {
    let mut wagon = jsq();
    wagon.length = Some(Millimetres::new(26_030));
    wagon.tare = Some(Kilograms::new(38_500));
    wagon.axles = Some(4);
    wagon.axle_load_max = Some(Kilograms::new(18_000));
    wagon.units_per_train_max = Some(29);
    wagon
}

#[test]
fn gross_mass_and_axles_of_loaded_units() {
    let lines = [cars("cs55", 4_515, 1_680, 11)];
    let mut wagon = car_wagon();
    let loaded = plan(&lines, &wagon).unwrap();
    let models: Vec<_> = lines.iter().map(|line| &*line.vehicle).collect();
    let stops = |units| [StopUnits { label: "Almaty".to_owned(), units }];
    wagon.stowage.lashing = Kilograms::new(12);
    let found = wagons(&stops(&loaded.units), &[&wagon], &models).unwrap();
    // A wagon with one car and one with ten.
    assert_eq!(found[0].gross_mass, Kilograms::new(38_500 + 1_512));
    assert_eq!(found[1].gross_mass, Kilograms::new(38_500 + 15_120));
    assert_eq!(found[1].heaviest_axle, Some(Kilograms::new(13_405)));
    // The one car stands at the beginning, 10,242.5 mm from the middle: with supports 17.5 m apart that end
    // carries 40,012/2 + 1,512*10,242.5/17,500 = 20,890.95 kg on two axles.
    wagon.stowage.supports = Some(Millimetres::new(17_500));
    let found = wagons(&stops(&loaded.units), &[&wagon], &models).unwrap();
    assert_eq!(found[0].heaviest_axle, Some(Kilograms::new(10_446)));

    let without = |change: fn(&mut Equipment)| {
        let mut wagon = car_wagon();
        change(&mut wagon);
        trains(&stops(&loaded.units), &[&wagon], &models, &TrainLimits::default()).unwrap_err()
    };
    assert_eq!(without(|w| w.length = None).code(), "W262");
    assert_eq!(without(|w| w.tare = None).code(), "W263");
    assert_eq!(without(|w| w.kind = EquipmentKind::Container).code(), "W263");
    assert_eq!(without(|w| w.kind = EquipmentKind::RoadCarrier).code(), "W261");
    assert_eq!(without(|w| w.id = "other".parse().unwrap()).code(), "W260");
    assert_eq!(without(|w| w.decks.clear()).code(), "W260");
    assert_eq!(without(|w| w.length = Some(Millimetres::new(u64::MAX))).code(), "W269");
    let unknown = trains(&stops(&loaded.units), &[&wagon], &[], &TrainLimits::default()).unwrap_err();
    assert!(matches!(unknown, TrainError::UnknownVehicle { .. }));
}

#[test]
fn the_shipped_train_of_256_cars() {
    let lines = [cars("cs55", 4_515, 1_680, 200), cars("uni-k", 4_865, 1_695, 56)];
    let wagon = car_wagon();
    let loaded = plan(&lines, &wagon).unwrap();
    let models: Vec<_> = lines.iter().map(|line| &*line.vehicle).collect();
    let stops = [StopUnits { label: "Almaty".to_owned(), units: &loaded.units }];
    let limits = TrainLimits {
        length_max: Some(Millimetres::new(850_000)),
        locomotive_length: Some(Millimetres::new(22_000)),
        ..TrainLimits::of(&wagon)
    };
    assert_eq!((limits.units_max, limits.axle_load.unwrap().max), (Some(29), Kilograms::new(18_000)));
    let plan = trains(&stops, &[&wagon], &models, &limits).unwrap();
    assert_eq!((plan.trains.len(), plan.trains[0].wagons.len()), (1, loaded.units.len()));
    assert_eq!(plan.stops, ["Almaty"]);
}

#[test]
fn vehicles_drive_through_to_the_locomotive() {
    let lines = [cars("a", 4_600, 1_700, 20)];
    let wagon = car_wagon();
    let loaded = plan(&lines, &wagon).unwrap();
    let models: Vec<_> = lines.iter().map(|line| &*line.vehicle).collect();
    let stops = [
        StopUnits { label: "Dostyk".to_owned(), units: &loaded.units[..1] },
        StopUnits { label: "Almaty".to_owned(), units: &loaded.units[1..] },
    ];
    let plan = trains(&stops, &[&wagon], &models, &at_most(29)).unwrap();
    let train = &plan.trains[0];
    assert_eq!(train.blocks(), [(1, 0..1), (0, 1..2)]);
    let lines = loading_order(train);
    assert_eq!(lines.len(), 2, "one line per deck, through both wagons");
    for line in &lines {
        assert_eq!(line.wagons, 0..=1);
        let order: Vec<(usize, usize)> = line.loading.iter().map(|t| (t.wagon, t.place)).collect();
        assert_eq!(order, [0, 1].into_iter().flat_map(|w| (0..5).map(move |p| (w, p))).collect::<Vec<_>>());
        // The last to drive in are the first to leave.
        assert!(line.loading.windows(2).all(|pair| pair[0].stop >= pair[1].stop));
    }
}

#[test]
fn a_train_put_together_elsewhere_is_judged() {
    let units = plan(&[cars("a", 4_600, 1_700, 30)], &car_wagon()).unwrap().units;
    let wagon = |stop: usize, number: usize| Wagon {
        unit: units[number].clone(),
        ..wagon_of(stop, number, 26_030, 55_000)
    };
    let good = Consist::new(vec![wagon(0, 0), wagon(1, 1), wagon(0, 2)], 0);
    assert!(obstructions(&good).is_empty());
    let bad = Consist { wagons: vec![wagon(0, 0), wagon(1, 1), wagon(0, 2)], ..good };
    let found = obstructions(&bad);
    assert_eq!(found.len(), 1);
    assert_eq!(
        (found[0].wagon, found[0].wagons_behind.as_slice(), found[0].vehicles_behind),
        (0, &[1][..], 10)
    );
    // A wagon loaded by crane cuts the string in two, and no vehicle drives past it.
    let mut crane = bad.clone();
    crane.wagons[1].handling = HandlingKind::Crane;
    assert_eq!(
        loading_order(&crane).iter().map(|line| line.wagons.clone()).collect::<Vec<_>>(),
        [0..=0, 0..=0, 2..=2, 2..=2]
    );
    assert_eq!(obstructions(&crane)[0].vehicles_behind, 0);
}
