//! Whole sheets: totals, shares, and the fast path beside them.

use landbridge_costing::{CostError, Costing, allocate};
use landbridge_model::{Amount, Basis, Corridor, GaugeMethod, Item, Itinerary, Tariff, TariffOn, Why};
use landbridge_units::{Money, Rounding};

use crate::fixture::{
    Way, cars_261, corridor_with, dec, freight, line, money, p, row_with, shipment, tariff, usual_loads,
    vehicle,
};

/// A tariff for everything.
pub(crate) fn tariffs() -> Vec<Tariff> {
    let on = |id: &str, item, on, basis, currency, rate| tariff(id, item, on, basis, currency, rate);
    use Item::{
        BorderFee, Carrying, Declaration, Freight, Insurance, Loading, Storage, Transload, Unloading,
    };
    vec![
        Tariff { per_unit: Some(dec("680")), ..freight(Basis::UnitKm, "CNY", "2.754") },
        Tariff {
            countries: vec![p("KZ")],
            ..on("freight-kz", Freight, TariffOn::Leg, Basis::VehicleKm, "USD", "0.2337")
        },
        on("loading", Loading, TariffOn::Load, Basis::Vehicle, "CNY", "80.105"),
        on("unloading", Unloading, TariffOn::Unload, Basis::Unit, "USD", "12.3"),
        on("transload", Transload, TariffOn::Transload, Basis::Unit, "KZT", "17000.5"),
        on("border", BorderFee, TariffOn::Border, Basis::Shipment, "USD", "40.005"),
        on("lift", Transload, TariffOn::GaugeChange, Basis::Unit, "USD", "60"),
        on("storage", Storage, TariffOn::Wait, Basis::VehicleDay, "KZT", "333"),
        on("declaration", Declaration, TariffOn::Shipment, Basis::Declaration, "CNY", "200"),
        on("insurance", Insurance, TariffOn::Shipment, Basis::ValuePercent, "USD", "0.2"),
        on("carrying", Carrying, TariffOn::Shipment, Basis::ValuePercentYear, "USD", "12"),
    ]
}

pub(crate) fn everything(corridor: &Corridor) -> Itinerary {
    Way::from(corridor, "CN-A", "2023-05-14")
        .wait("boxes", 6_000)
        .load("boxes")
        .leg("boxes", &["CN-A_CN-B_rail", "CN-B_KZ-B_rail"], 7_000)
        .border("gate-rail", "CN", "boxes", true)
        .border("gate-rail", "KZ", "boxes", true)
        .gauge_change("boxes", GaugeMethod::ContainerTransload)
        .transload("boxes", "road")
        .leg("road", &["KZ-B_KZ-C_road"], 700)
        .unload("road")
        .itinerary()
}

#[test]
fn steps_and_shipment_add_up_to_the_total() {
    let corridor = corridor_with(tariffs());
    let (shipment, loads) = (cars_261(), usual_loads());
    let costing = Costing::new(&corridor, &shipment, &loads);
    let sheet = costing.cost_sheet(&everything(&corridor)).unwrap();
    let ids: Vec<_> = sheet.items.iter().map(|item| (item.step, item.tariff.as_str())).collect();
    let expected = [
        (Some(0), "storage"),
        (Some(1), "loading"),
        (Some(2), "freight"),
        (Some(3), "border"),
        (Some(4), "border"),
        (Some(5), "lift"),
        (Some(6), "transload"),
        (Some(7), "freight-kz"),
        (Some(8), "unloading"),
        (None, "declaration"),
        (None, "insurance"),
        (None, "carrying"),
    ];
    assert_eq!(ids, expected);
    let all = Money::sum(sheet.items.iter().map(|item| &item.amount), p("CNY")).unwrap();
    let of_steps: Vec<_> = sheet.items.iter().filter(|item| item.step.is_some()).map(|i| i.amount).collect();
    assert_eq!(sheet.total_money(), all);
    assert_eq!(sheet.transport_money(), Money::sum(&of_steps, p("CNY")).unwrap());
    assert_eq!(sheet.transport.amount, Amount::Money(sheet.transport_money()));
    assert_eq!(sheet.total.parts()[0], sheet.transport);
    assert!(sheet.total.sums_hold() && sheet.per_vehicle.sums_hold());
    assert_eq!(sheet.transport.parts()[1].label, "step 2, loading at A, boxes");
    assert_eq!(sheet.transport.parts()[2].label, "step 3, leg A to B, boxes");
}

#[test]
fn the_fast_path_is_the_traced_one() {
    let corridor = corridor_with(tariffs());
    let (shipment, loads) = (cars_261(), usual_loads());
    let costing = Costing::new(&corridor, &shipment, &loads);
    let way = everything(&corridor);
    let (sheet, emissions) = (costing.cost_sheet(&way).unwrap(), costing.emission_sheet(&way).unwrap());
    for (idx, step) in way.steps().iter().enumerate() {
        let (cost, grams) = costing.price_step(step).unwrap();
        let items: Vec<_> = sheet.items.iter().filter(|i| i.step == Some(idx)).map(|i| i.amount).collect();
        assert_eq!(cost, Money::sum(&items, p("CNY")).unwrap(), "step {idx}");
        let of_step = emissions.items.iter().filter(|item| item.step == idx);
        assert_eq!(grams.get(), of_step.map(|item| item.amount.get()).sum::<u64>(), "step {idx}");
    }
}

#[test]
fn per_vehicle_names_its_rounding_and_shares_add_up() {
    // 672,205.50 CNY for 261 cars is 2,575.5 each; with a declaration of 0.01 CNY it does not divide.
    let cent = tariff("cent", Item::Declaration, TariffOn::Shipment, Basis::Declaration, "CNY", "0.01");
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "0.75"), cent]);
    let two = shipment(vec![
        line(vehicle("cs55", 1_550, Some(1_500), None), 61),
        line(vehicle("uni-v", 1_400, Some(1_500), None), 200),
    ]);
    let loads = usual_loads();
    let sheet =
        Costing::new(&corridor, &two, &loads).cost_sheet(&crate::fixture::by_train(&corridor)).unwrap();
    assert_eq!(sheet.per_vehicle.amount, Amount::Money(money("2575.50", "CNY")));
    let Why::Formula(formula, parts) = &sheet.per_vehicle.why else { panic!() };
    assert_eq!(formula, "total / vehicles, rounded half-even to the minor unit of CNY");
    assert_eq!(parts[0], sheet.total);

    let shares = allocate(&sheet, &two).unwrap();
    let amounts: Vec<_> = shares.iter().map(|share| share.amount).collect();
    assert_eq!(amounts, [money("157105.51", "CNY"), money("515100", "CNY")]);
    assert_eq!(shares[0].each, [(money("2575.51", "CNY"), 1), (money("2575.50", "CNY"), 60)]);
    assert_eq!(Money::sum(&amounts, p("CNY")).unwrap(), sheet.total_money());
    assert!(shares[0].trace(&sheet).facts().contains_key("tariff/freight/rate"));
}

#[test]
fn lines_from_several_orders_cite_them_all() {
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "0.75")]);
    let mut two = cars_261();
    let row = |id: &str, n: &str| row_with("order", id, &[("quantity", n)]);
    two.lines[0].rows = vec![row("o-1", "200"), row("o-2", "61")];
    let loads = usual_loads();
    let way = crate::fixture::by_train(&corridor);
    let facts = |shipment: &_| {
        let sheet = Costing::new(&corridor, shipment, &loads).cost_sheet(&way).unwrap();
        assert!(sheet.total.sums_hold());
        sheet.total.facts().into_keys().filter(|id| id.starts_with("order/")).collect::<Vec<_>>()
    };
    assert_eq!(facts(&two), ["order/o-1/quantity", "order/o-2/quantity"]);
    // A quantity that the order book does not say is the question's.
    two.lines[0].rows = vec![row("o-1", "200")];
    assert!(facts(&two).is_empty());
    two.lines[0].rows = Vec::new();
    assert!(facts(&two).is_empty());
}

#[test]
fn a_shipment_without_vehicles_has_no_sheet() {
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "0.75")]);
    let (empty, loads) = (shipment(Vec::new()), usual_loads());
    let costing = Costing::new(&corridor, &empty, &loads);
    let way = crate::fixture::by_train(&corridor);
    let error = CostError::NoVehicles { shipment: "test shipment".to_owned() };
    assert_eq!(costing.cost_sheet(&way).unwrap_err(), error);
    assert_eq!(costing.emission_sheet(&way).unwrap_err(), error);
    let sheet = Costing::new(&corridor, &cars_261(), &loads).cost_sheet(&way).unwrap();
    assert_eq!(allocate(&sheet, &empty).unwrap_err(), error);
}

#[test]
fn what_the_corridor_does_not_have_is_named() {
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "0.75")]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let way = Way::from(&corridor, "CN-A", "2023-05-14").load("train").itinerary();
    let mut without = corridor.clone();
    without.services.clear();
    let error = Costing::new(&without, &shipment, &loads).price_step(&way.steps()[0]).unwrap_err();
    assert_eq!(error, CostError::UnknownService { service: p("train") });
    without.places.clear();
    let error = Costing::new(&without, &shipment, &loads).price_step(&way.steps()[0]).unwrap_err();
    assert_eq!(error, CostError::UnknownPlace { place: p("CN-A") });
}

#[test]
fn money_is_rounded_as_the_formula_says() {
    let corridor = corridor_with(tariffs());
    let (shipment, loads) = (cars_261(), usual_loads());
    let sheet = Costing::new(&corridor, &shipment, &loads).cost_sheet(&everything(&corridor)).unwrap();
    // 261 x 80.105 = 20,907.405, half-even to 20,907.40.
    let loading = sheet.items.iter().find(|item| item.tariff.as_str() == "loading").unwrap();
    let exact = dec("80.105") * dec("261");
    assert_eq!(loading.amount, Money::from_decimal(exact, p("CNY"), Rounding::HalfEven).unwrap());
    assert_eq!(loading.amount, money("20907.40", "CNY"));
    let Why::Formula(formula, _) = &loading.trace.why else { panic!() };
    assert_eq!(formula, "vehicles × rate, rounded half-even to the minor unit of CNY");
    // 76 x 17,000.5 KZT is for containers; the transload is to 33 carriers: 33 x 17,000.5 / 450 x 7 =
    // 8,726.9233..., to 8,726.92.
    let transload = sheet.items.iter().find(|item| item.tariff.as_str() == "transload").unwrap();
    assert_eq!(transload.amount, money("8726.92", "CNY"));
    let Why::Formula(formula, _) = &transload.trace.why else { panic!() };
    assert_eq!(formula, "(units × rate) × exchange rate, rounded half-even to the minor unit of CNY");
}
