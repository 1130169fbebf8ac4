//! The number of units explains itself.

use landbridge_loading::{plan, trace};
use landbridge_model::Amount;

use crate::build::{cars, jsq, row};

#[test]
fn units_rest_on_dimensions_and_limits() {
    let mut lines = [cars("suv", 4_515, 1_680, 200), cars("off-roader", 4_760, 1_903, 56)];
    lines[0].rows = vec![row("order", "o-1", &[("quantity", 150)]), row("order", "o-2", &[("quantity", 50)])];
    let mut equipment = jsq();
    equipment.row = row("equipment", "jsq6", &[("gap_mm", 250), ("payload_kg", 22_000)]);
    let plan = plan(&lines, &equipment).unwrap();
    let trace = trace(&lines, &equipment, &plan);
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
    let trace = trace(&lines, &jsq(), &plan);
    let landbridge_model::Why::Found(method, _) = &trace.why else { panic!("found by a plan") };
    assert!(method.contains("at least 1 are needed, whether fewer than 2 do is open"), "{method}");
}
