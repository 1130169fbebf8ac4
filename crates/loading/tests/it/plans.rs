//! Plans for shipments as they occur.

use landbridge_loading::{check_bound, plan, plan_with_proof};
use landbridge_model::{EquipmentKind, HandlingKind, VehicleClass};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{cars, generated, jsq, wagon, weighed};
use crate::rules::assert_keeps_rules;

#[test]
fn realistic_trains_are_proven_optimal() {
    for (vehicles, models) in [(256, 8), (256, 12), (1_000, 8), (1_000, 12)] {
        for seed in 0..5 {
            let lines = generated(seed, vehicles, models, 4_300, 5_000);
            let (plan, proof) = plan_with_proof(&lines, &jsq()).unwrap();
            assert_keeps_rules(&lines, &jsq(), &plan);
            assert!(
                plan.is_optimal(),
                "{vehicles}/{models} seed {seed}: {} {}",
                plan.n_units(),
                plan.bound_reason
            );
            assert!(check_bound(&lines, &jsq(), &proof), "{vehicles}/{models} seed {seed}: {proof:?}");
        }
    }
}

#[test]
fn patterns_beat_first_fit_where_lengths_matter() {
    let mut longer = wagon(&[(24_600, 1_950), (24_600, 1_800)], 250);
    longer.payload = Some(Kilograms::new(22_000));
    for seed in 0..5 {
        let lines = generated(seed, 256, 24, 3_600, 5_100);
        let (plan, proof) = plan_with_proof(&lines, &longer).unwrap();
        assert_keeps_rules(&lines, &longer, &plan);
        assert!(plan.is_optimal(), "seed {seed}: {} {}", plan.n_units(), plan.bound_reason);
        assert!(check_bound(&lines, &longer, &proof), "seed {seed}: {proof:?}");
    }
}

#[test]
fn tall_models_stand_below() {
    // Five lengths of 4,515 mm fit a deck; the tall ones have only the lower deck.
    let lines = [cars("suv", 4_515, 1_680, 5), cars("off-roader", 4_515, 1_903, 15)];
    let plan = plan(&lines, &jsq()).unwrap();
    assert_keeps_rules(&lines, &jsq(), &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (3, true));
    assert_eq!(
        plan.bound_reason,
        "places on deck deck0: 15 vehicles fit no other, at most 5 in a unit: 3.00, so 3 wagons"
    );
}

#[test]
fn mass_is_a_reason_too() {
    let mut equipment = jsq();
    equipment.payload = Some(Kilograms::new(20_000));
    let lines = [weighed("heavy", 4_300, 1_700, 2_300, 27)];
    let plan = plan(&lines, &equipment).unwrap();
    assert_keeps_rules(&lines, &equipment, &plan);
    // Eight weigh 18.4 t, nine 20.7 t.
    assert_eq!(plan.n_units(), 4);
    assert!(plan.is_optimal(), "{}", plan.bound_reason);
}

#[test]
fn equal_models_share_a_wagon() {
    // Names do not matter to a deck: five and five fill one wagon, each deck in the order of names.
    let lines = [cars("b", 4_500, 1_500, 5), cars("a", 4_500, 1_500, 5)];
    let plan = plan(&lines, &jsq()).unwrap();
    assert_eq!(plan.n_units(), 1);
    let decks = &plan.units[0].decks;
    assert_eq!(decks.iter().map(|deck| deck.vehicles.len()).collect::<Vec<_>>(), [5, 5]);
    assert_eq!(decks[0].vehicles[1].position, Millimetres::new(4_750));
}

#[test]
fn own_wheels_are_one_by_one() {
    let mut road = wagon(&[], 0);
    road.kind = EquipmentKind::OwnWheels;
    let lines = [cars("b", 6_950, 3_750, 2), cars("a", 9_900, 3_950, 1)];
    let (plan, proof) = plan_with_proof(&lines, &road).unwrap();
    assert_keeps_rules(&lines, &road, &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (3, true));
    assert!(check_bound(&lines, &road, &proof));
    assert_eq!(plan.bound_reason, "each of 3 vehicles drives itself");
}

#[test]
fn a_vessel_is_decks_of_lane_metres() {
    let mut vessel = wagon(&[(600_000, 2_200), (450_000, 1_900)], 300);
    vessel.kind = EquipmentKind::Vessel;
    vessel.handling = HandlingKind::Ramp;
    vessel.vehicles_max = Some(200);
    let lines = generated(3, 900, 16, 3_800, 5_300);
    let (plan, proof) = plan_with_proof(&lines, &vessel).unwrap();
    assert_keeps_rules(&lines, &vessel, &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (5, true), "{}", plan.bound_reason);
    assert!(check_bound(&lines, &vessel, &proof));
}

#[test]
fn containers_count_the_wagon_beneath() {
    let mut rack = wagon(&[(12_000, 2_000)], 200);
    rack.kind = EquipmentKind::Container;
    rack.carries = vec![VehicleClass::Car];
    rack.tare = Some(Kilograms::new(5_000));
    rack.carrier_tare = Some(Kilograms::new(11_000));
    rack.axles = Some(2);
    rack.axle_load_max = Some(Kilograms::new(9_500));
    let lines = [weighed("sedan", 3_800, 1_500, 1_400, 6)];
    let heavy = plan(&lines, &rack).unwrap();
    assert_keeps_rules(&lines, &rack, &heavy);
    assert_eq!((heavy.n_units(), heavy.is_optimal()), (3, true), "19.0 t less 16.0 t carry two, not three");
    rack.kind = EquipmentKind::RoadCarrier;
    assert_eq!(plan(&lines, &rack).unwrap().n_units(), 2, "no flat wagon beneath a carrier");
}
