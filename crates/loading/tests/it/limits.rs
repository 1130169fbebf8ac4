//! Input at the edge of what is planned, and beyond.

use std::sync::Arc;

use landbridge_loading::{LoadError, plan};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{cars, generated, jsq, wagon};
use crate::rules::assert_keeps_rules;

#[test]
fn a_million_vehicles_return() {
    let lines = generated(1, 1_000_000, 6, 4_300, 5_000);
    let plan = plan(&lines, &jsq()).unwrap();
    assert_eq!(plan.vehicles(), 1_000_000);
    assert!(plan.is_optimal(), "{} {}", plan.n_units(), plan.bound_reason);
}

#[test]
fn absurd_sizes_are_errors() {
    for bad in [0, u64::MAX, u64::MAX / 2, 100_000_001] {
        let mm = Millimetres::new(bad);
        let error = |line| plan(&[line], &jsq()).unwrap_err();
        assert!(matches!(
            error(cars("a", bad, 1_500, 1)),
            LoadError::VehicleDimension { what: "length", .. }
        ));
        assert!(matches!(
            error(cars("a", 4_500, bad, 1)),
            LoadError::VehicleDimension { what: "height", .. }
        ));
        let mut line = cars("a", 4_500, 1_500, 1);
        Arc::make_mut(&mut line.vehicle).width = mm;
        assert!(matches!(error(line), LoadError::VehicleDimension { what: "width", .. }));

        let mut line = cars("a", 4_500, 1_500, 1);
        Arc::make_mut(&mut line.vehicle).kerb_mass = Kilograms::new(if bad == 0 { 0 } else { u64::MAX });
        assert!(matches!(error(line), LoadError::VehicleMass { .. }));

        let with = |change: &dyn Fn(&mut landbridge_model::Equipment)| {
            let mut equipment = jsq();
            change(&mut equipment);
            plan(&[cars("a", 4_500, 1_500, 1)], &equipment).unwrap_err()
        };
        for error in [
            with(&|e| e.decks[0].length = mm),
            with(&|e| e.decks[1].height = mm),
            with(&|e| e.decks[1].width = mm),
        ] {
            assert!(matches!(error, LoadError::DeckDimension { .. }), "{error}");
        }
        if bad > 0 {
            assert!(matches!(with(&|e| e.gap = mm), LoadError::Gap { .. }));
        }
        let kg = Kilograms::new(if bad == 0 { 0 } else { u64::MAX });
        assert!(matches!(with(&|e| e.payload = Some(kg)), LoadError::EquipmentMass { .. }));
        assert!(matches!(with(&|e| e.decks[0].payload = Some(kg)), LoadError::EquipmentMass { .. }));
        assert!(matches!(with(&|e| e.axle_load_max = Some(kg)), LoadError::EquipmentMass { .. }));
        assert!(matches!(with(&|e| e.vehicles_max = Some(0)), LoadError::NoPlaces { .. }));
        assert!(matches!(with(&|e| e.decks.clear()), LoadError::NoDeck { .. }));
    }
}

#[test]
fn one_millimetre_on_a_hundred_kilometres_returns() {
    let toys = [cars("toy", 1, 1, 3_000), cars("model", 7, 2, 3_000), cars("odd", 13, 3, 2_999)];
    let equipment = wagon(&[(100_000_000, 10), (77_777, 2)], 0);
    let plan = plan(&toys, &equipment).unwrap();
    assert_keeps_rules(&toys, &equipment, &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (1, true));
}

#[test]
fn many_models_on_long_decks_return() {
    let lines: Vec<_> = (0..500)
        .map(|idx: u64| cars(&format!("m{idx:03}"), 3_500 + (idx * 37) % 2_000, 1_400 + (idx * 91) % 540, 7))
        .collect();
    let equipment = wagon(&[(25_000, 1_950), (25_000, 1_800)], 250);
    let plan = plan(&lines, &equipment).unwrap();
    assert_keeps_rules(&lines, &equipment, &plan);
}

#[test]
fn too_many_vehicles_are_an_error() {
    let lines = [cars("a", 4_500, 1_500, u32::MAX), cars("b", 4_500, 1_500, u32::MAX)];
    assert!(matches!(plan(&lines, &jsq()), Err(LoadError::TooManyVehicles { .. })));
}

#[test]
fn one_model_has_one_size() {
    let lines = [cars("a", 4_500, 1_500, 1), cars("a", 4_600, 1_500, 1)];
    let error = plan(&lines, &jsq()).unwrap_err();
    assert_eq!(error.to_string(), "a comes with two different sizes or masses");
}

#[test]
fn short_vehicles_on_a_very_long_deck_are_not_undercounted() {
    // Told apart by 65,536 cells, a cell is longer than the vehicle.
    let lines = [cars("cart", 1_000, 10, 200_000)];
    let equipment = wagon(&[(100_000_000, 10)], 0);
    let plan = plan(&lines, &equipment).unwrap();
    assert_eq!((plan.n_units(), plan.lower_bound), (2, 2));
}
