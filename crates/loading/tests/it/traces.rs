//! The number of units explains itself.

use std::sync::Arc;

use landbridge_loading::{plan, trace};
use landbridge_model::{Amount, LowPart};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{cars, jsq, row};

#[test]
fn units_rest_on_dimensions_and_limits() {
    let mut lines = [cars("suv", 4_515, 1_680, 200), cars("off-roader", 4_760, 1_903, 56)];
    lines[0].rows = vec![row("order", "o-1", &[("quantity", 150)]), row("order", "o-2", &[("quantity", 50)])];
    let mut equipment = jsq();
    equipment.row = row("equipment", "jsq6", &[("gap_mm", 250), ("payload_kg", 22_000)]);
    let plan = plan(&lines, &equipment).unwrap();
    let trace = trace(&lines, &equipment, &[], &plan);
    assert_eq!(trace.amount, Amount::Count(26, "wagons".to_owned()));
    let facts = trace.facts();
    let ids: Vec<&str> = facts.keys().map(String::as_str).collect();
    for id in [
        "equipment/jsq6/gap_mm",
        "equipment/jsq6/payload_kg",
        "deck/wagon~deck1/height_mm",
        "vehicle/suv/length_mm",
        "vehicle/off-roader/kerb_kg",
        "order/o-1/quantity",
        "order/o-2/quantity",
    ] {
        assert!(ids.contains(&id), "{id} in {ids:?}");
    }
    assert!(!ids.contains(&"equipment/jsq6/vehicles_max"), "not in the row, so no fact");
    let given = trace.parts().iter().find(|part| part.label == "number of off-roader").unwrap();
    assert_eq!(given.amount, Amount::Count(56, "vehicles".to_owned()));
    let landbridge_model::Why::Found(method, _) = &trace.why else { panic!("found by a plan") };
    assert!(method.contains("proven the fewest"), "{method}");
}

#[test]
fn an_open_gap_is_told() {
    let lines = [cars("suv", 4_515, 1_680, 20)];
    let mut plan = plan(&lines, &jsq()).unwrap();
    plan.lower_bound = 1;
    let trace = trace(&lines, &jsq(), &[], &plan);
    let landbridge_model::Why::Found(method, _) = &trace.why else { panic!("found by a plan") };
    assert!(method.contains("at least 1 are needed, whether fewer than 2 do is open"), "{method}");
}

#[test]
fn rules_of_standing_are_facts_too() {
    let mut lines = [cars("suv", 4_515, 1_680, 20)];
    let mut model = (*lines[0].vehicle).clone();
    model.wheelbase = Some(Millimetres::new(2_700));
    model.chassis.ground_clearance = Some(Millimetres::new(180));
    let values = [("length_mm", 4_515), ("wheelbase_mm", 2_700), ("ground_clearance_mm", 180)];
    model.row = row("vehicle", "suv", &values);
    lines[0].vehicle = Arc::new(model);
    let mut unit = jsq();
    unit.stowage.supports = Some(Millimetres::new(18_000));
    unit.stowage.ends_difference_max = Some(Kilograms::new(10_000));
    unit.stowage.lashing = Kilograms::new(20);
    let values = [
        ("supports_mm", 18_000),
        ("ends_difference_max_kg", 10_000),
        ("lashing_kg", 20),
        ("ramp_permille", 150),
    ];
    unit.row = row("equipment", "jsq6", &values);
    let part =
        LowPart { from: Millimetres::ZERO, to: Millimetres::new(3_000), height: Millimetres::new(1_700) };
    unit.decks[0].low = vec![part];
    let mut setting = unit.clone();
    setting.id = "jsq6-high".parse().unwrap();
    setting.setting_of = Some(unit.id.clone());
    setting.row = row("equipment", "jsq6-high", &[("setting_of", 0), ("gap_mm", 250)]);
    let plan = plan(&lines, &unit).unwrap();
    let ids = |settings: &[&landbridge_model::Equipment], unit: &landbridge_model::Equipment| {
        let trace = trace(&lines, unit, settings, &plan);
        let labels: Vec<String> = trace.parts().iter().map(|part| part.label.clone()).collect();
        (trace.facts().keys().cloned().collect::<Vec<_>>(), labels)
    };
    let (facts, labels) = ids(&[&setting], &unit);
    for id in [
        "equipment/jsq6/supports_mm",
        "equipment/jsq6/ends_difference_max_kg",
        "equipment/jsq6/lashing_kg",
        "equipment/jsq6-high/setting_of",
        "equipment/jsq6-high/gap_mm",
    ] {
        assert!(facts.iter().any(|known| known == id), "{id} in {facts:?}");
    }
    assert!(labels.iter().any(|label| label.contains("clear height of deck ")), "{labels:?}");
    let chassis = |facts: &[String]| facts.iter().filter(|id| id.ends_with("ground_clearance_mm")).count();
    assert_eq!(chassis(&facts), 0, "without a slope the clearance is no matter");
    unit.stowage.ramp_permille = Some(150);
    let (facts, _) = ids(&[], &unit);
    assert_eq!(chassis(&facts), 1);
    assert!(facts.contains(&"equipment/jsq6/ramp_permille".to_owned()), "{facts:?}");
    assert!(!facts.iter().any(|id| id.starts_with("equipment/jsq6-high/")), "{facts:?}");
}
