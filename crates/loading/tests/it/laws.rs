//! What must hold for every shipment.

use landbridge_loading::{check_bound, plan, plan_with_proof};
use landbridge_model::{Equipment, ShipmentLine};
use landbridge_units::{Kilograms, Millimetres};
use proptest::prelude::*;

use crate::build::{jsq, wagon, weighed};
use crate::rules::{assert_keeps_rules, fewest_units};

/// Small wagons of one or two decks, with or without limits of mass and number.
fn small_wagon() -> impl Strategy<Value = Equipment> {
    let deck = (8_u64..=20, 3_u64..=6);
    let payload = prop_oneof![Just(None), (8_u64..40).prop_map(Some)];
    let deck_payload = prop_oneof![2 => Just(None), 1 => (8_u64..30).prop_map(Some)];
    let places = prop_oneof![2 => Just(None), 1 => (1_u32..5).prop_map(Some)];
    let axle = prop_oneof![2 => Just(None), 1 => (4_u64..12).prop_map(Some)];
    (prop::collection::vec((deck, deck_payload), 1..=2), 0_u64..=2, payload, places, axle).prop_map(
        |(decks, gap, payload, places, axle)| {
            let sizes: Vec<(u64, u64)> = decks.iter().map(|(size, _)| *size).collect();
            let mut equipment = wagon(&sizes, gap);
            for (deck, (_, payload)) in equipment.decks.iter_mut().zip(&decks) {
                deck.payload = payload.map(Kilograms::new);
            }
            equipment.payload = payload.map(Kilograms::new);
            equipment.vehicles_max = places;
            equipment.axles = Some(4);
            equipment.tare = Some(Kilograms::new(8));
            equipment.axle_load_max = axle.map(Kilograms::new);
            equipment
        },
    )
}

/// A few models small enough for every small wagon.
fn few_cars(most: u32) -> impl Strategy<Value = Vec<ShipmentLine>> {
    let model = (2_u64..=8, 1_u64..=6, 1_u64..=8, 1_u32..=most);
    prop::collection::vec(model, 1..=4).prop_map(|models| {
        let line = |(idx, (length, height, mass, n)): (usize, (u64, u64, u64, u32))| {
            weighed(&format!("m{idx}"), length, height, mass, n)
        };
        models.into_iter().enumerate().map(line).collect()
    })
}

/// Drops models that the wagon cannot take.
fn admitted(lines: Vec<ShipmentLine>, equipment: &Equipment) -> Vec<ShipmentLine> {
    let refused = landbridge_loading::refusals(&lines, equipment);
    lines.into_iter().filter(|line| refused.iter().all(|r| r.vehicle != line.vehicle.id)).collect()
}

fn number(lines: &[ShipmentLine]) -> u32 {
    lines.iter().map(|line| line.quantity).sum()
}

/// Cars of the corridor's sizes.
fn many_cars() -> impl Strategy<Value = Vec<ShipmentLine>> {
    let model = (3_300_u64..=5_400, 1_430_u64..=1_940, 900_u64..=2_600, 1_u32..=40);
    prop::collection::vec(model, 1..=12).prop_map(|models| {
        let line = |(idx, (length, height, mass, n)): (usize, (u64, u64, u64, u32))| {
            weighed(&format!("m{idx}"), length, height, mass, n)
        };
        models.into_iter().enumerate().map(line).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trying_everything_finds_nothing_better(equipment in small_wagon(), lines in few_cars(3)) {
        let lines = admitted(lines, &equipment);
        prop_assume!(number(&lines) <= 7);
        let (plan, proof) = plan_with_proof(&lines, &equipment).unwrap();
        assert_keeps_rules(&lines, &equipment, &plan);
        let fewest = fewest_units(&lines, &equipment);
        prop_assert!(plan.lower_bound <= fewest, "bound {} above {fewest}: {}", plan.lower_bound, plan.bound_reason);
        prop_assert_eq!(plan.n_units(), fewest);
        prop_assert!(check_bound(&lines, &equipment, &proof), "{:?}", proof);
    }

    #[test]
    fn one_vehicle_more_never_lowers_the_bound(equipment in small_wagon(), lines in few_cars(9), which in 0_usize..4) {
        let mut lines = admitted(lines, &equipment);
        prop_assume!(!lines.is_empty());
        let before = plan(&lines, &equipment).unwrap();
        let which = which % lines.len();
        lines[which].quantity += 1;
        let after = plan(&lines, &equipment).unwrap();
        prop_assert!(before.lower_bound <= after.lower_bound, "{before:?} {after:?}");
    }

    #[test]
    fn longer_decks_never_need_more(equipment in small_wagon(), lines in few_cars(9), longer in 1_u64..6) {
        let lines = admitted(lines, &equipment);
        let short = plan(&lines, &equipment).unwrap();
        let mut stretched = equipment.clone();
        for deck in &mut stretched.decks {
            deck.length = Millimetres::new(deck.length.get() + longer);
        }
        let long = plan(&lines, &stretched).unwrap();
        prop_assert!(long.lower_bound <= short.n_units());
        if short.is_optimal() && long.is_optimal() {
            prop_assert!(long.n_units() <= short.n_units());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn wagons_keep_the_rules_and_the_bound_is_checked(lines in many_cars(), payload in 12_000_u64..24_000) {
        let mut equipment = jsq();
        equipment.payload = Some(Kilograms::new(payload));
        let (plan, proof) = plan_with_proof(&lines, &equipment).unwrap();
        assert_keeps_rules(&lines, &equipment, &plan);
        prop_assert!(plan.n_units() <= plan.lower_bound + 1, "{} {}", plan.n_units(), plan.bound_reason);
        prop_assert!(check_bound(&lines, &equipment, &proof), "{:?}", proof);
    }

    #[test]
    fn order_and_names_change_nothing(lines in many_cars(), turn in 0_usize..12, split in 0_u32..5) {
        let equipment = jsq();
        let first = plan_with_proof(&lines, &equipment).unwrap();
        let mut moved = lines.clone();
        let by = turn % moved.len();
        moved.rotate_left(by);
        // One line cut in two is the same shipment.
        let mut piece = moved[0].clone();
        piece.quantity = piece.quantity.min(split);
        moved[0].quantity -= piece.quantity;
        moved.push(piece);
        prop_assert_eq!(&plan_with_proof(&moved, &equipment).unwrap(), &first);

        let count = lines.len();
        let renamed: Vec<ShipmentLine> = lines.iter().enumerate().map(|(idx, line)| {
            let v = &line.vehicle;
            weighed(&format!("n{:02}", count - idx), v.length.get(), v.height.get(), v.kerb_mass.get(), line.quantity)
        }).collect();
        let other = plan(&renamed, &equipment).unwrap();
        prop_assert_eq!(other.n_units(), first.0.n_units());
        prop_assert_eq!(other.lower_bound, first.0.lower_bound);
    }
}
