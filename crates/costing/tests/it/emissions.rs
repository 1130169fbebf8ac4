//! Emissions, with the arithmetic by hand.

use landbridge_costing::{CostError, Costing, EmissionKind, EmissionSheet, Level};
use landbridge_model::{Amount, Corridor, GaugeMethod, Itinerary, Trace};

use crate::fixture::{Way, by_boxes, by_train, cars_261, corridor, loads, p, usual_loads};

fn sheet(corridor: &Corridor, way: &Itinerary) -> EmissionSheet {
    let (shipment, loads) = (cars_261(), usual_loads());
    let sheet = Costing::new(corridor, &shipment, &loads).emission_sheet(way).unwrap();
    assert!(sheet.total.sums_hold());
    sheet
}

fn grams(sheet: &EmissionSheet) -> Vec<u64> {
    sheet.items.iter().map(|item| item.amount.get()).collect()
}

/// The amounts of the parts with a label, anywhere in a trace.
fn amounts(trace: &Trace, label: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![trace];
    while let Some(trace) = open.pop() {
        if trace.label == label {
            found.push(trace.amount.to_string());
        }
        open.extend(trace.parts());
    }
    found
}

#[test]
fn a_full_car_train() {
    // 29 wagons x 38 t + 261 x 1.55 t = 1,102 + 404.55 = 1,506.55 t gross.
    // 12.9 + (10.8 - 12.9) x 6.55 / 500 = 12.87249 Wh per gross tkm.
    // 1,506.55 t x 3,434 km x 12.87249 Wh x 0.5366 kg/kWh = 35,735,270.4 g.
    // Back empty: 1,102 t; 16.6 + (12.9 - 16.6) x 102 / 500 = 15.8452 Wh;
    // 1,102 x 3,434 x 15.8452 x 0.5366 = 32,175,868.5 g.
    let corridor = corridor();
    let sheet = sheet(&corridor, &by_train(&corridor));
    let kinds: Vec<_> = sheet.items.iter().map(|item| item.kind).collect();
    assert_eq!(kinds, [EmissionKind::Carriage, EmissionKind::EmptyReturn]);
    assert_eq!(amounts(&sheet.items[0].trace, "specific energy"), ["12.87249 Wh/gross tkm"]);
    assert_eq!(amounts(&sheet.items[1].trace, "specific energy"), ["15.8452 Wh/gross tkm"]);
    assert_eq!(amounts(&sheet.items[0].trace, "empty mass of the units"), ["1,102,000 kg"]);
    assert_eq!(amounts(&sheet.items[0].trace, "mass of the vehicles"), ["404,550 kg"]);
    assert_eq!(grams(&sheet), exact_by_hand());
    // About 137 kg a car before the empty return, as planned.
    assert_eq!(sheet.items[0].amount.get() / 261, 136_916);
    let facts = sheet.total.facts();
    for fact in [
        "emission/grid-CN/value",
        "emission/rail-electric-1500/value",
        "equipment/jsq6/empty_return",
        "equipment/jsq6/tare_kg",
        "link/CN-A_CN-B_rail/km",
        "order/order-cs55/quantity",
        "vehicle/cs55/kerb_kg",
    ] {
        assert!(facts.contains_key(fact), "{fact}");
    }
}

/// The same products in whole numbers: kg, m, 10^-5 Wh, 10^-4 kg/kWh.
fn exact_by_hand() -> Vec<u64> {
    let round = |value: u128, per: u128| {
        let (whole, rest) = (value / per, value % per);
        u64::try_from(whole + u128::from(2 * rest > per)).unwrap()
    };
    let loaded = round(1_506_550 * 3_434_000 * 1_287_249 * 5_366, 1_000 * 1_000 * 100_000 * 10_000);
    let empty = round(1_102_000 * 3_434_000 * 1_584_520 * 5_366, 1_000 * 1_000 * 100_000 * 10_000);
    vec![loaded, empty]
}

#[test]
fn trains_beyond_the_table_and_below_it() {
    let corridor = corridor();
    let shipment = cars_261();
    let energy = |wagons: usize| {
        let loads = loads(&[("jsq6", wagons)]);
        let costing = Costing::new(&corridor, &shipment, &loads);
        let sheet = costing.emission_sheet(&by_train(&corridor)).unwrap();
        amounts(&sheet.items[0].trace, "specific energy")
    };
    // 15 x 38 + 404.55 = 974.55 t: part of a train of 1,000 t.
    assert_eq!(energy(15), ["16.6 Wh/gross tkm"]);
    // 58 wagons are two trains of 29: (2,204 + 404.55) / 2 = 1,304.275 t each;
    // 16.6 - 3.7 x 304.275 / 500 = 14.348365.
    assert_eq!(energy(58), ["14.348365 Wh/gross tkm"]);
    // One train of 60 long wagons: 2,684.55 t.
    let mut long = corridor.clone();
    long.equipment.get_mut("jsq6").unwrap().units_per_train_max = None;
    let loads = loads(&[("jsq6", 60)]);
    let sheet = Costing::new(&long, &shipment, &loads).emission_sheet(&by_train(&long)).unwrap();
    assert_eq!(amounts(&sheet.items[0].trace, "specific energy"), ["10 Wh/gross tkm"]);
}

#[test]
fn diesel_where_the_wire_is_not_throughout() {
    // 76 x (5.5 + 22.4) t = 2,120.4 t, with 404.55 t of cars 2,524.95 t in 2 trains of 1,262.475 t;
    // 16.6 - 3.7 x 262.475 / 500 = 14.657685 Wh. In Kazakhstan 350.5 km:
    // 2,524.95 x 350.5 x 14.657685 = 12,971,977.6 Wh; / 0.37 / 11.8 x 3.87 = 11,498,294.4 g.
    let corridor = corridor();
    let sheet = sheet(&corridor, &by_boxes(&corridor));
    let labels: Vec<_> = sheet.items.iter().map(|item| item.trace.label.as_str()).collect();
    assert_eq!(
        labels,
        [
            "train, electric, rack-40, China",
            "train, diesel, rack-40, China",
            "train, diesel, rack-40, Kazakhstan"
        ]
    );
    assert_eq!(sheet.items[2].amount.get(), 11_498_294);
    assert!(!sheet.total.facts().contains_key("emission/grid-KZ/value"));
}

#[test]
fn road_with_and_without_empty_kilometres() {
    let corridor = corridor();
    let way = |service: &str| {
        let links = ["CN-B_KZ-B_road", "KZ-B_KZ-C_road"];
        Way::from(&corridor, "CN-B", "2023-05-14").leg(service, &links, 600).itinerary()
    };
    // China 12 km, Kazakhstan 361.5 km, 33 carriers:
    // 0.33 x 0.83 x 3.87 x 1.75 = 1.85498775 kg/km; x 33 x 12 = 734.575149 kg; x 33 x 361.5 = 22,129.0763... kg.
    assert_eq!(grams(&sheet(&corridor, &way("road"))), [734_575, 22_129_076]);
    // 261 cars x 7 l/100 km x 0.83 x 3.87 = 0.224847 kg/km; x 261 x 12 = 704.2208 kg; x 361.5 = 21,214.6517... kg.
    let driven = sheet(&corridor, &way("drive"));
    assert_eq!(grams(&driven), [704_221, 21_214_652]);
    assert!(!driven.total.facts().contains_key("emission/road-empty-factor/value"));
}

#[test]
fn vessels_by_net_tonne_kilometre() {
    let corridor = corridor();
    let way = Way::from(&corridor, "CN-A", "2023-05-14")
        .leg("barge", &["CN-A_CN-P_river"], 5_000)
        .leg("roro", &["CN-P_CN-Q_sea"], 2_000)
        .itinerary();
    // 404.55 t x 1,200 km x 25 g = 12,136,500 g; 404.55 t x 500 km x 35 g = 7,079,625 g.
    assert_eq!(grams(&sheet(&corridor, &way)), [12_136_500, 7_079_625]);
}

#[test]
fn ramps_and_cranes() {
    let corridor = corridor();
    let from = |at: &str| Way::from(&corridor, at, "2023-05-14");
    // Ramp: 261 x 0.5 kg. Crane: (76 x 5.5 t + 404.55 t) x 1.2 kg = 822.55 x 1.2 = 987.06 kg.
    assert_eq!(grams(&sheet(&corridor, &from("CN-A").load("train").itinerary())), [130_500]);
    assert_eq!(grams(&sheet(&corridor, &from("CN-A").unload("boxes").itinerary())), [987_060]);
    // A transload is an unloading and a loading; what drives itself is not loaded.
    let both = from("CN-B").transload("boxes", "road").itinerary();
    assert_eq!(grams(&sheet(&corridor, &both)), [987_060, 130_500]);
    let driven = from("CN-B").transload("train", "drive").itinerary();
    assert_eq!(grams(&sheet(&corridor, &driven)), [130_500]);
    assert!(grams(&sheet(&corridor, &from("CN-B").load("drive").itinerary())).is_empty());
    // Containers are lifted at a break of gauge; wheelsets are not counted.
    let lifted = from("KZ-B").gauge_change("boxes", GaugeMethod::ContainerTransload).itinerary();
    assert_eq!(grams(&sheet(&corridor, &lifted)), [987_060]);
    let wheels = from("KZ-B").gauge_change("train", GaugeMethod::WheelsetChange).itinerary();
    assert_eq!(sheet(&corridor, &wheels).total_grams().get(), 0);
}

#[test]
fn the_high_level_takes_the_low_end_of_what_divides() {
    let corridor = corridor();
    let (shipment, loads) = (cars_261(), usual_loads());
    let way = Way::from(&corridor, "KZ-B", "2023-05-14").leg("boxes", &["KZ-B_KZ-C_rail"], 600).itinerary();
    let at =
        |level| Costing::new(&corridor, &shipment, &loads).with_level(level).emission_sheet(&way).unwrap();
    let [low, base, high] = [Level::Low, Level::Base, Level::High].map(at);
    assert!(low.total_grams() < base.total_grams() && base.total_grams() < high.total_grams());
    assert!(high.total.facts().contains_key("emission/diesel-traction-efficiency/low"));
    assert!(low.total.facts().contains_key("emission/diesel-traction-efficiency/high"));
}

#[test]
fn per_vehicle_is_rounded_half_even_to_grams() {
    let corridor = corridor();
    let sheet = sheet(&corridor, &Way::from(&corridor, "CN-A", "2023-05-14").load("boxes").itinerary());
    // 987,060 g / 261 = 3,781.839... g.
    assert_eq!(sheet.per_vehicle.amount, Amount::Emission(landbridge_units::GramsCo2e::new(3_782)));
    assert_eq!(sheet.per_vehicle.parts()[0], sheet.total);
}

#[test]
fn what_is_missing_is_named() {
    let mut corridor = corridor();
    let (shipment, loads) = (cars_261(), usual_loads());
    let fails = |corridor: &Corridor| {
        Costing::new(corridor, &shipment, &loads).emission_sheet(&by_boxes(corridor)).unwrap_err()
    };
    corridor.equipment.get_mut("rack-40").unwrap().carrier_tare = None;
    let expected = CostError::NoTare { equipment: p("rack-40"), column: "carrier_tare_kg" };
    assert_eq!(fails(&corridor), expected);
    corridor.equipment.get_mut("rack-40").unwrap().tare = None;
    assert_eq!(fails(&corridor).to_string(), "rack-40 has no carrier_tare_kg");
    corridor = crate::fixture::corridor();
    corridor.factors.remove("grid-CN");
    assert_eq!(fails(&corridor), CostError::NoFactor { factor: "grid-CN".to_owned() });
    assert_eq!(fails(&corridor).code(), "T204");
}
