//! Each basis once, with the arithmetic by hand. 261 cars of 1.55 t worth 15,000 USD each, 7 CNY for a dollar.

use landbridge_costing::{CostError, CostSheet, Costing, Level};
use landbridge_model::{Amount, Basis, Item, Itinerary, Tariff, TariffOn, Trace};

use crate::fixture::{
    Way, by_boxes, by_train, cars_261, corridor_with, dec, freight, line, loads, money, p, shipment, tariff,
    usual_loads, vehicle,
};

fn sheet(
    tariffs: impl IntoIterator<Item = Tariff>,
    way: impl Fn(&landbridge_model::Corridor) -> Itinerary,
) -> CostSheet {
    let corridor = corridor_with(tariffs);
    let (shipment, loads) = (cars_261(), usual_loads());
    let sheet = Costing::new(&corridor, &shipment, &loads).cost_sheet(&way(&corridor)).unwrap();
    assert!(sheet.total.sums_hold());
    sheet
}

#[track_caller]
fn costs(sheet: &CostSheet, cny: &str) {
    assert_eq!(sheet.total_money(), money(cny, "CNY"));
    assert_eq!(sheet.total.amount, Amount::Money(money(cny, "CNY")));
}

/// A second tariff on the free-of-charge leg, so that the first can be seen alone.
fn free_leg() -> Tariff {
    freight(Basis::VehicleKm, "CNY", "0")
}

#[test]
fn vehicle_km() {
    // 261 x 3,434 km x 0.75 CNY = 672,205.50 CNY.
    costs(&sheet([freight(Basis::VehicleKm, "CNY", "0.75")], by_train), "672205.50");
}

#[test]
fn unit_km_with_a_fixed_part_in_each_country() {
    // 76 boxes: China 76 x (680 + 3,441 x 2.754) = 76 x 10,156.514 = 771,895.064, rounded 771,895.06;
    // Kazakhstan 76 x (680 + 350.5 x 2.754) = 76 x 1,645.277 = 125,041.052, rounded 125,041.05.
    let tariff = Tariff { per_unit: Some(dec("680")), ..freight(Basis::UnitKm, "CNY", "2.754") };
    let sheet = sheet([tariff], by_boxes);
    let amounts: Vec<_> = sheet.items.iter().map(|item| item.amount).collect();
    assert_eq!(amounts, [money("771895.06", "CNY"), money("125041.05", "CNY")]);
    costs(&sheet, "896936.11");
}

#[test]
fn train_km_counts_trains() {
    // 76 boxes at 50 a train are 2 trains: 2 x 3,791.5 km x 40 CNY = 303,320 CNY.
    costs(&sheet([freight(Basis::TrainKm, "CNY", "40")], by_boxes), "303320");
    // 29 wagons are one train: 3,434 x 40 = 137,360 CNY.
    costs(&sheet([freight(Basis::TrainKm, "CNY", "40")], by_train), "137360");
}

#[test]
fn tonne_km_is_of_the_vehicles() {
    // 261 x 1.55 t = 404.55 t; x 3,434 km = 1,389,224.7 tkm; x 0.1551 CNY = 215,468.75097, rounded 215,468.75.
    costs(&sheet([freight(Basis::TonneKm, "CNY", "0.1551")], by_train), "215468.75");
}

#[test]
fn vehicles_and_units() {
    let on_load = |basis, rate| tariff("loading", Item::Loading, TariffOn::Load, basis, "CNY", rate);
    let way = |corridor: &_| Way::from(corridor, "CN-A", "2023-05-14").load("train").itinerary();
    costs(&sheet([on_load(Basis::Vehicle, "80")], way), "20880"); // 261 x 80
    costs(&sheet([on_load(Basis::Unit, "350.5")], way), "10164.50"); // 29 x 350.5
}

#[test]
fn declarations_and_shipments_are_one() {
    let whole = |basis| tariff("whole", Item::Declaration, TariffOn::Shipment, basis, "USD", "30.55");
    // 30.55 USD x 7 = 213.85 CNY.
    costs(&sheet([free_leg(), whole(Basis::Declaration)], by_train), "213.85");
    costs(&sheet([free_leg(), whole(Basis::Shipment)], by_train), "213.85");
}

#[test]
fn value_is_converted_exactly() {
    // 261 x 15,000 USD = 3,915,000 USD; 0.2 % = 7,830 USD = 54,810 CNY, whatever the tariff's currency.
    for currency in ["USD", "CNY", "KZT"] {
        let insurance =
            tariff("insurance", Item::Insurance, TariffOn::Shipment, Basis::ValuePercent, currency, "0.2");
        costs(&sheet([free_leg(), insurance], by_train), "54810");
    }
}

#[test]
fn capital_is_bound_by_the_minute() {
    // 3,915,000 USD x 12 % x 6,630 min / 525,600 min = 5,926.130... USD; x 7 = 41,482.910... CNY.
    let carrying =
        tariff("carrying", Item::Carrying, TariffOn::Shipment, Basis::ValuePercentYear, "USD", "12");
    costs(&sheet([free_leg(), carrying], by_train), "41482.91");
}

#[test]
fn values_in_two_currencies_are_added_in_the_tariffs() {
    // 10 x 15,000 USD + 5 x 210,000 CNY (30,000 USD) = 300,000 USD; 0.5 % = 1,500 USD = 10,500 CNY.
    let mut other = vehicle("uni-v", 1_400, Some(1_500), None);
    other.value = Some(money("210000", "CNY"));
    let shipment =
        shipment(vec![line(vehicle("cs55", 1_550, Some(1_500), Some("15000")), 10), line(other, 5)]);
    let insurance =
        tariff("insurance", Item::Insurance, TariffOn::Shipment, Basis::ValuePercent, "USD", "0.5");
    let corridor = corridor_with([free_leg(), insurance]);
    let loads = usual_loads();
    let sheet = Costing::new(&corridor, &shipment, &loads).cost_sheet(&by_train(&corridor)).unwrap();
    costs(&sheet, "10500");
    assert!(sheet.total.facts().contains_key("fx/fx-CNY-USD-2023-01-01/rate"));
}

#[test]
fn the_minimum_is_in_the_tariffs_currency_and_in_the_trace() {
    // 29 units x 10 USD = 290 USD, below 400 USD = 2,800 CNY.
    let fee = |minimum| Tariff {
        minimum: Some(dec(minimum)),
        ..tariff("fee", Item::Loading, TariffOn::Load, Basis::Unit, "USD", "10")
    };
    let way = |corridor: &_| Way::from(corridor, "CN-A", "2023-05-14").load("train").itinerary();
    let below = sheet([fee("400")], way);
    costs(&below, "2800");
    costs(&sheet([fee("100")], way), "2030");
    assert!(below.total.facts().contains_key("tariff/fee/minimum"));
}

#[test]
fn each_item_is_rounded_half_even_once() {
    // These lie a 28th digit beside 0.025 / 7: no digit may be lost before the rounding.
    const BELOW: &str = "0.0035714285714285714285714285";
    const ABOVE: &str = "0.0035714285714285714285714286";
    // 1 vehicle x 0.005 USD x 7 = 0.035 CNY, to 0.04. Rounding in dollars first would give 0.00.
    let shipment = shipment(vec![line(vehicle("cs55", 1_550, Some(1_500), None), 1)]);
    let loads = loads(&[("jsq6", 1)]);
    for (rate, fen) in [("0.005", 4), ("0.00071", 0), ("0.0015", 1), (BELOW, 2), (ABOVE, 3)] {
        let fee = tariff("fee", Item::Loading, TariffOn::Load, Basis::Vehicle, "USD", rate);
        let corridor = corridor_with([fee]);
        let way = Way::from(&corridor, "CN-A", "2023-05-14").load("train").itinerary();
        let (cost, _) = Costing::new(&corridor, &shipment, &loads).price_step(&way.steps()[0]).unwrap();
        assert_eq!(cost.minor(), fen, "{rate}");
    }
}

#[test]
fn levels_take_the_ends_of_the_range_and_overrides_beat_them() {
    let tariff = Tariff {
        low: Some(dec("0.55")),
        high: Some(dec("1.00")),
        ..freight(Basis::VehicleKm, "CNY", "0.75")
    };
    let corridor = corridor_with([tariff]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let way = by_train(&corridor);
    let costing = Costing::new(&corridor, &shipment, &loads);
    // 261 x 3,434 = 896,274 vehicle-km.
    for (level, cny, fact) in [
        (Level::Low, "492950.70", "tariff/freight/low"),
        (Level::Base, "672205.50", "tariff/freight/rate"),
        (Level::High, "896274", "tariff/freight/high"),
    ] {
        let sheet = costing.clone().with_level(level).cost_sheet(&way).unwrap();
        costs(&sheet, cny);
        assert!(sheet.total.facts().contains_key(fact), "{fact}");
    }
    let given = costing.with_level(Level::High).with_overrides([(p("freight"), dec("0.5"))].into());
    let sheet = given.cost_sheet(&way).unwrap();
    costs(&sheet, "448137");
    assert!(sheet.total.facts().keys().all(|fact| !fact.starts_with("tariff/")));
}

#[test]
fn what_a_tariff_cannot_count_is_an_error() {
    let corridor = |tariff| corridor_with([free_leg(), tariff]);
    let (mut shipment, loads) = (cars_261(), usual_loads());
    let by_km = corridor(tariff("x", Item::Loading, TariffOn::Load, Basis::TonneKm, "CNY", "1"));
    let way = Way::from(&by_km, "CN-A", "2023-05-14").load("train").itinerary();
    let error = Costing::new(&by_km, &shipment, &loads).cost_sheet(&way).unwrap_err();
    assert!(matches!(error, CostError::BasisMismatch { basis: Basis::TonneKm, on: TariffOn::Load, .. }));

    let by_value =
        corridor(tariff("x", Item::Insurance, TariffOn::Shipment, Basis::ValuePercent, "CNY", "1"));
    shipment.lines.push(line(vehicle("worthless", 1_000, None, None), 1));
    let error = Costing::new(&by_value, &shipment, &loads).cost_sheet(&by_train(&by_value)).unwrap_err();
    assert_eq!(error, CostError::NoGoodsValue { tariff: p("x"), vehicle: p("worthless") });
    // Without a tariff that asks for it, a missing value is no obstacle.
    let plain = corridor_with([free_leg()]);
    assert!(Costing::new(&plain, &shipment, &loads).cost_sheet(&by_train(&plain)).is_ok());

    let no_loads = std::collections::BTreeMap::new();
    let by_unit = corridor_with([freight(Basis::UnitKm, "CNY", "1")]);
    let error = Costing::new(&by_unit, &shipment, &no_loads).cost_sheet(&by_train(&by_unit)).unwrap_err();
    assert_eq!(error, CostError::NoLoadPlan { equipment: p("jsq6") });
    assert_eq!(error.code(), "T250");
}

#[test]
fn the_callers_trace_says_why_so_many_units() {
    let corridor = corridor_with([freight(Basis::UnitKm, "CNY", "1")]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let mine = Trace::found("wagons", Amount::Count(29, "wagons".to_owned()), "packed", Vec::new());
    let costing =
        Costing::new(&corridor, &shipment, &loads).with_load_traces([(p("jsq6"), mine.clone())].into());
    let sheet = costing.cost_sheet(&by_train(&corridor)).unwrap();
    assert_eq!(sheet.items[0].trace.parts()[0], mine);
}

#[test]
fn amounts_beyond_all_range_are_errors() {
    let corridor = corridor_with([freight(Basis::VehicleKm, "CNY", "79228162514264337593543950335")]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let error = Costing::new(&corridor, &shipment, &loads).cost_sheet(&by_train(&corridor)).unwrap_err();
    assert_eq!(error.code(), "T258");
}
