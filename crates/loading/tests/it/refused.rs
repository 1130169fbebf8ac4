//! What equipment does not take, and what the planner is told.

use std::sync::Arc;

use landbridge_loading::{LoadError, Rule, plan, refusals};
use landbridge_model::{Powertrain, ShipmentLine, VehicleClass, VehicleModel};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{cars, jsq};

fn changed(change: impl Fn(&mut VehicleModel)) -> ShipmentLine {
    let mut line = cars("x", 4_500, 1_700, 1);
    change(Arc::make_mut(&mut line.vehicle));
    line
}

fn told(line: ShipmentLine) -> Vec<String> {
    refusals(&[line], &jsq()).iter().map(ToString::to_string).collect()
}

#[test]
fn each_rule_names_its_excess() {
    assert_eq!(told(changed(|_| ())), [""; 0]);
    assert_eq!(
        told(changed(|v| v.class = VehicleClass::Truck)),
        ["x is of class truck, which is not carried on wagon"]
    );
    assert_eq!(
        told(changed(|v| v.length = Millimetres::new(25_300))),
        ["x is 300 mm longer than deck deck0 (25,000 mm) on wagon"]
    );
    assert_eq!(
        told(changed(|v| v.width = Millimetres::new(3_001))),
        ["x is 1 mm wider than deck deck0 (3,000 mm) on wagon"]
    );
    assert_eq!(
        told(changed(|v| v.height = Millimetres::new(2_000))),
        ["x is 50 mm higher than deck deck0 (1,950 mm) on wagon"]
    );
    assert_eq!(
        told(changed(|v| v.kerb_mass = Kilograms::new(22_500))),
        ["x is 500 kg heavier than the payload (22,000 kg) on wagon"]
    );
}

#[test]
fn deck_payload_and_axles_are_looked_at() {
    let mut equipment = jsq();
    equipment.tare = Some(Kilograms::new(38_500));
    equipment.axles = Some(4);
    equipment.axle_load_max = Some(Kilograms::new(10_000));
    equipment.decks[0].payload = Some(Kilograms::new(1_200));
    equipment.decks[1].payload = Some(Kilograms::new(1_300));
    let line = changed(|v| v.kerb_mass = Kilograms::new(1_600));
    let rules: Vec<Rule> = refusals(&[line], &equipment).into_iter().map(|refusal| refusal.rule).collect();
    let kg = Kilograms::new;
    assert_eq!(
        rules,
        [
            Rule::TooHeavyForDeck { deck: "deck1".parse().unwrap(), limit: kg(1_300), excess: kg(300) },
            Rule::AxleLoad { limit: kg(1_500), excess: kg(100) },
        ]
    );
}

#[test]
fn charge_counts_only_for_batteries() {
    let mut equipment = jsq();
    equipment.soc_max_percent = Some(65);
    let charged = |powertrain, percent| {
        let mut line = changed(|v| v.powertrain = powertrain);
        line.soc_percent = percent;
        refusals(&[line], &equipment)
    };
    let over = charged(Powertrain::Bev, Some(80));
    assert_eq!(over[0].to_string(), "x is charged to 80 %, 65 % is the most taken on wagon");
    assert!(charged(Powertrain::Bev, Some(65)).is_empty());
    assert!(charged(Powertrain::Ice, Some(80)).is_empty());
    assert!(charged(Powertrain::Bev, None).is_empty(), "not stated is not refused here");
}

#[test]
fn the_error_says_why_in_one_line() {
    let lines: Vec<ShipmentLine> = (0..5).map(|idx| cars(&format!("van{idx}"), 4_500, 2_000, 2)).collect();
    let error = plan(&lines, &jsq()).unwrap_err();
    let LoadError::Refused { refusals, .. } = &error else { panic!("{error}") };
    assert_eq!(refusals.len(), 5);
    let text = error.to_string();
    assert!(text.starts_with("equipment wagon cannot take the shipment: van0 is 50 mm higher"), "{text}");
    assert!(text.ends_with("; and 2 more"), "{text}");
}
