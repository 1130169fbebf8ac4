//! Which tariff prices what.

use landbridge_costing::{CostError, CostItem, Costing};
use landbridge_model::{Basis, Corridor, GaugeMethod, Item, Itinerary, Mode, Tariff, TariffOn, VehicleClass};

use crate::fixture::{
    Way, by_boxes, by_train, cars_261, corridor_with, day, freight, line, loads, p, shipment, tariff,
    usual_loads, vehicle,
};

fn items(corridor: &Corridor, way: &Itinerary) -> Result<Vec<CostItem>, CostError> {
    let (shipment, loads) = (cars_261(), usual_loads());
    Costing::new(corridor, &shipment, &loads).cost_sheet(way).map(|sheet| sheet.items)
}

fn charged(corridor: &Corridor, way: &Itinerary) -> Vec<String> {
    items(corridor, way).unwrap().iter().map(|item| item.tariff.to_string()).collect()
}

fn loading(id: &str) -> Tariff {
    tariff(id, Item::Loading, TariffOn::Load, Basis::Vehicle, "CNY", "1")
}

#[test]
fn more_conditions_win_and_no_match_costs_nothing() {
    let corridor = corridor_with([
        loading("any"),
        Tariff { modes: vec![Mode::Rail], ..loading("rail") },
        Tariff { modes: vec![Mode::Rail], equipment: vec![p("jsq6")], ..loading("jsq") },
        Tariff { places: vec![p("KZ-C")], ..loading("elsewhere") },
    ]);
    let load = |service: &str| Way::from(&corridor, "CN-A", "2023-05-14").load(service).itinerary();
    assert_eq!(charged(&corridor, &load("train")), ["jsq"]);
    assert_eq!(charged(&corridor, &load("boxes")), ["rail"]);
    assert_eq!(charged(&corridor, &load("road")), ["any"]);
    let unload = Way::from(&corridor, "CN-A", "2023-05-14").unload("road").itinerary();
    assert_eq!(charged(&corridor, &unload), Vec::<String>::new());
}

#[test]
fn every_condition_is_heard() {
    // Each tariff matches but for one condition.
    let misses: [fn(&mut Tariff); 8] = [
        |t| t.modes = vec![Mode::Road],
        |t| t.equipment = vec![p("rack-40")],
        |t| t.from_equipment = vec![p("rack-40")],
        |t| t.countries = vec![p("KZ")],
        |t| t.places = vec![p("CN-B")],
        |t| t.crossings = vec![p("gate-rail")],
        |t| t.services = vec![p("boxes")],
        |t| t.classes = vec![VehicleClass::Truck],
    ];
    for (idx, miss) in misses.iter().enumerate() {
        let mut only = loading("only");
        miss(&mut only);
        let corridor = corridor_with([only]);
        let way = Way::from(&corridor, "CN-A", "2023-05-14").load("train").itinerary();
        assert!(charged(&corridor, &way).is_empty(), "condition {idx}");
    }
    let all = Tariff {
        modes: vec![Mode::Road, Mode::Rail],
        equipment: vec![p("jsq6")],
        countries: vec![p("CN")],
        places: vec![p("CN-A")],
        services: vec![p("train")],
        classes: vec![VehicleClass::Car],
        ..loading("all")
    };
    let corridor = corridor_with([all]);
    let way = Way::from(&corridor, "CN-A", "2023-05-14").load("train").itinerary();
    assert_eq!(charged(&corridor, &way), ["all"]);
}

#[test]
fn a_tie_names_both() {
    let corridor = corridor_with([
        Tariff { modes: vec![Mode::Rail], ..loading("b") },
        Tariff { countries: vec![p("CN")], ..loading("a") },
        loading("c"),
    ]);
    let way = Way::from(&corridor, "CN-A", "2023-05-14").load("train").itinerary();
    let error = items(&corridor, &way).unwrap_err();
    let expected =
        CostError::TwoTariffs { first: p("a"), second: p("b"), item: Item::Loading, date: day("2023-05-14") };
    assert_eq!(error, expected);
    assert_eq!(error.code(), "T201");
}

#[test]
fn a_class_of_the_shipment_outside_the_list_excludes_the_tariff() {
    let cars_only = Tariff { classes: vec![VehicleClass::Car], ..loading("cars") };
    let both = Tariff { classes: vec![VehicleClass::Car, VehicleClass::Truck], ..loading("both") };
    let corridor = corridor_with([cars_only, Tariff { item: Item::Stuffing, ..both }]);
    let mut truck = vehicle("genlyon", 9_000, Some(12_000), None);
    truck.class = VehicleClass::Truck;
    let mixed = shipment(vec![line(vehicle("cs55", 1_550, Some(1_500), None), 1), line(truck, 1)]);
    let loads = loads(&[("jsq6", 1)]);
    let way = Way::from(&corridor, "CN-A", "2023-05-14").load("train").itinerary();
    let sheet = Costing::new(&corridor, &mixed, &loads).cost_sheet(&way).unwrap();
    let charged: Vec<_> = sheet.items.iter().map(|item| item.tariff.as_str()).collect();
    assert_eq!(charged, ["both"]);
}

#[test]
fn a_leg_is_priced_in_each_country_and_never_free() {
    let china = Tariff { countries: vec![p("CN")], ..freight(Basis::VehicleKm, "CNY", "1") };
    let corridor = corridor_with([china.clone()]);
    let error = items(&corridor, &by_boxes(&corridor)).unwrap_err();
    assert!(matches!(error, CostError::NoFreight { country, .. } if country == p("KZ")));
    assert!(items(&corridor, &by_train(&corridor)).is_ok());

    let kazakhstan = Tariff { id: p("z"), countries: vec![p("KZ")], ..freight(Basis::VehicleKm, "USD", "1") };
    let corridor = corridor_with([china, kazakhstan]);
    let countries: Vec<_> =
        items(&corridor, &by_boxes(&corridor)).unwrap().iter().map(|i| i.country).collect();
    assert_eq!(countries, [Some(p("CN")), Some(p("KZ"))]);
}

#[test]
fn a_leg_without_sections_is_an_error() {
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "1")]);
    let way = Way::from(&corridor, "CN-A", "2023-05-14").leg("train", &[], 60).itinerary();
    assert_eq!(
        items(&corridor, &way).unwrap_err(),
        CostError::EmptyLeg { service: p("train"), place: p("CN-A") }
    );
}

#[test]
fn a_transload_knows_both_kinds_of_equipment() {
    let to = |id: &str| tariff(id, Item::Transload, TariffOn::Transload, Basis::Vehicle, "CNY", "1");
    let corridor = corridor_with([
        to("any"),
        Tariff { from_equipment: vec![p("jsq6")], ..to("from-jsq") },
        Tariff { from_equipment: vec![p("jsq6")], equipment: vec![p("own-wheels")], ..to("jsq-to-wheels") },
    ]);
    let way =
        |from: &str, to: &str| Way::from(&corridor, "CN-B", "2023-05-14").transload(from, to).itinerary();
    assert_eq!(charged(&corridor, &way("train", "road")), ["from-jsq"]);
    assert_eq!(charged(&corridor, &way("train", "drive")), ["jsq-to-wheels"]);
    assert_eq!(charged(&corridor, &way("boxes", "road")), ["any"]);
}

#[test]
fn a_crossing_is_charged_once_on_each_side() {
    let fee = |id: &str| tariff(id, Item::BorderFee, TariffOn::Border, Basis::Unit, "USD", "50");
    let way = |corridor: &_| {
        let way = Way::from(corridor, "CN-B", "2023-05-14");
        let out = way.border("gate-road", "CN", "road", true).border("gate-road", "CN", "road", false);
        out.border("gate-road", "KZ", "road", true).border("gate-road", "KZ", "road", false).itinerary()
    };
    let corridor = corridor_with([Tariff { crossings: vec![p("gate-road")], ..fee("each-side") }]);
    assert_eq!(charged(&corridor, &way(&corridor)), ["each-side", "each-side"]);
    let corridor = corridor_with([
        Tariff { countries: vec![p("KZ")], ..fee("entry") },
        Tariff { crossings: vec![p("gate-rail")], ..fee("other-gate") },
    ]);
    let found = items(&corridor, &way(&corridor)).unwrap();
    assert_eq!(
        (found[0].tariff.as_str(), found[0].country, found[0].step),
        ("entry", Some(p("KZ")), Some(2))
    );
    assert_eq!(found.len(), 1);
}

#[test]
fn a_gauge_change_is_an_event() {
    let lift = tariff("lift", Item::Transload, TariffOn::GaugeChange, Basis::Unit, "USD", "60");
    let corridor = corridor_with([Tariff { places: vec![p("KZ-B")], ..lift }]);
    let way =
        Way::from(&corridor, "KZ-B", "2023-05-14").gauge_change("boxes", GaugeMethod::ContainerTransload);
    let items = items(&corridor, &way.itinerary()).unwrap();
    // 76 x 60 USD x 7 = 31,920 CNY.
    assert_eq!(items[0].amount.minor(), 3_192_000);
}

#[test]
fn shipment_tariffs_hear_what_the_way_uses() {
    let whole = |id: &str, item, basis| tariff(id, item, TariffOn::Shipment, basis, "CNY", "10");
    let rent = |id: &str, equipment: &str| Tariff {
        equipment: vec![p(equipment)],
        ..whole(id, Item::Rack, Basis::Unit)
    };
    let corridor = corridor_with([
        freight(Basis::VehicleKm, "CNY", "0"),
        rent("rent-rack", "rack-40"),
        rent("rent-carrier", "carrier"),
        rent("rent-jsq", "jsq6"),
        Tariff { countries: vec![p("CN")], ..whole("declare-cn", Item::Declaration, Basis::Declaration) },
        Tariff { countries: vec![p("KZ")], ..whole("declare-kz", Item::Declaration, Basis::Declaration) },
        whole("insure", Item::Insurance, Basis::Shipment),
    ]);
    let by_boxes_and_road = Way::from(&corridor, "CN-A", "2023-05-14")
        .leg("boxes", &["CN-A_CN-B_rail"], 6_000)
        .leg("road", &["CN-B_KZ-B_road", "KZ-B_KZ-C_road"], 1_000)
        .itinerary();
    let found = items(&corridor, &by_boxes_and_road).unwrap();
    let of_shipment: Vec<_> = found.iter().filter(|item| item.step.is_none()).collect();
    let ids: Vec<_> = of_shipment.iter().map(|item| (item.tariff.as_str(), item.amount.minor())).collect();
    // 76 containers and 33 carriers at 10 CNY; a declaration on each side; insurance once.
    let expected = [
        ("rent-carrier", 33_000),
        ("rent-rack", 76_000),
        ("declare-cn", 1_000),
        ("insure", 1_000),
        ("declare-kz", 1_000),
    ];
    assert_eq!(ids, expected);
    // Within one country no import is declared.
    assert_eq!(charged(&corridor, &by_train(&corridor)), ["freight", "rent-jsq", "declare-cn", "insure"]);
}

#[test]
fn units_of_which_equipment_must_be_clear() {
    let whole = tariff("whole", Item::Rack, TariffOn::Shipment, Basis::Unit, "CNY", "10");
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "0"), whole]);
    assert!(items(&corridor, &by_train(&corridor)).is_ok());
    let way = Way::from(&corridor, "CN-A", "2023-05-14")
        .leg("boxes", &["CN-A_CN-B_rail"], 6_000)
        .leg("road", &["CN-B_KZ-B_road"], 1_000)
        .itinerary();
    let error = items(&corridor, &way).unwrap_err();
    assert_eq!(error, CostError::NoEquipment { tariff: p("whole"), on: TariffOn::Shipment });
}
