//! Storage: days begun beyond the free ones, and its upper bound.

use landbridge_costing::Costing;
use landbridge_model::{Basis, Item, Tariff, TariffOn};
use landbridge_units::{Minutes, Money};
use proptest::prelude::*;

use crate::fixture::{Way, cars_261, corridor_with, dec, fx, p, period, tariff, usual_loads};

const DAY: i64 = 1_440;

fn storage(basis: Basis, currency: &str, rate: &str) -> Tariff {
    tariff("storage", Item::Storage, TariffOn::Wait, basis, currency, rate)
}

fn wait_cost(tariff: Tariff, place: &str, minutes: i64) -> Money {
    let corridor = corridor_with([tariff]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let way = Way::from(&corridor, place, "2023-05-14").wait("train", minutes).itinerary();
    Costing::new(&corridor, &shipment, &loads).price_step(&way.steps()[0]).unwrap().0
}

#[test]
fn a_day_begun_beyond_the_free_days_is_charged() {
    // CN-A leaves two days free. 261 vehicles x 15 CNY = 3,915 CNY a day.
    let by_vehicle = || storage(Basis::VehicleDay, "CNY", "15");
    for (minutes, days) in [(0, 0), (2 * DAY, 0), (2 * DAY + 1, 1), (3 * DAY, 1), (3 * DAY + 1, 2)] {
        assert_eq!(wait_cost(by_vehicle(), "CN-A", minutes).minor(), days * 391_500, "{minutes} min");
    }
    // 29 wagons are waited for: 29 x 100 CNY = 2,900 CNY a day.
    assert_eq!(wait_cost(storage(Basis::UnitDay, "CNY", "100"), "CN-A", 4 * DAY).minor(), 2 * 290_000);
}

#[test]
fn where_storage_is_not_charged_waiting_is_free() {
    assert_eq!(wait_cost(storage(Basis::VehicleDay, "CNY", "15"), "CN-B", 30 * DAY).minor(), 0);
}

#[test]
fn a_minimum_needs_a_day_charged() {
    let with_minimum = || Tariff { minimum: Some(dec("5000")), ..storage(Basis::VehicleDay, "CNY", "15") };
    assert_eq!(wait_cost(with_minimum(), "CN-A", DAY).minor(), 0);
    assert_eq!(wait_cost(with_minimum(), "CN-A", 3 * DAY).minor(), 500_000);
}

#[test]
fn the_free_days_are_in_the_trace() {
    let corridor = corridor_with([storage(Basis::VehicleDay, "CNY", "15")]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let way = Way::from(&corridor, "CN-A", "2023-05-14").wait("train", 4 * DAY).itinerary();
    let sheet = Costing::new(&corridor, &shipment, &loads).cost_sheet(&way).unwrap();
    let facts = sheet.total.facts();
    let ids: Vec<_> = facts.keys().map(String::as_str).collect();
    assert_eq!(ids, ["order/order-cs55/quantity", "place/CN-A/free_days", "tariff/storage/rate"]);
    assert!(sheet.total.sums_hold());
}

proptest! {
    #[test]
    fn no_wait_costs_more_than_its_bound(
        minutes in 0_i64..60 * DAY,
        more in 0_i64..5 * DAY,
        starts_after in 0_i64..200,
        rate in 1_i64..10_000,
        dearer in 0_i64..10_000,
        by_unit in any::<bool>(),
    ) {
        let basis = if by_unit { Basis::UnitDay } else { Basis::VehicleDay };
        let general = Tariff { rate: landbridge_units::Decimal::new(rate, 4), ..storage(basis, "USD", "1") };
        let special = Tariff {
            id: p("special"),
            services: vec![p("train")],
            rate: landbridge_units::Decimal::new(rate + dearer, 4),
            validity: period("2023-03-01", "2023-04-30"),
            ..general.clone()
        };
        let mut corridor = corridor_with([general, special]);
        corridor.exchange = vec![
            fx("CNY", "USD", period("2023-01-01", "2023-03-31"), "6.5"),
            fx("CNY", "USD", period("2023-04-01", "2023-12-31"), "7.5"),
        ];
        let (shipment, loads) = (cars_261(), usual_loads());
        let costing = Costing::new(&corridor, &shipment, &loads);
        let start = crate::fixture::noon("2023-01-01").after(Minutes::new(starts_after * DAY)).unwrap();
        let way = Way::starting(&corridor, "CN-A", start).wait("train", minutes).itinerary();
        let (cost, _) = costing.price_step(&way.steps()[0]).unwrap();
        let bound = costing.max_wait_cost(&p("CN-A"), Minutes::new(minutes)).unwrap();
        prop_assert!(cost.minor() <= bound.minor(), "{cost} > {bound}");
        let longer = costing.max_wait_cost(&p("CN-A"), Minutes::new(minutes + more)).unwrap();
        prop_assert!(bound.minor() <= longer.minor());
        let way = Way::starting(&corridor, "CN-A", start).wait("train", minutes + more).itinerary();
        let (later, _) = costing.price_step(&way.steps()[0]).unwrap();
        let added = costing.max_wait_cost(&p("CN-A"), Minutes::new(more)).unwrap();
        prop_assert!(cost.minor() <= later.minor() && later.minor() - cost.minor() <= added.minor());
    }
}

#[test]
fn the_bound_is_nought_where_nothing_is_charged() {
    let corridor = corridor_with([storage(Basis::VehicleDay, "CNY", "15")]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let costing = Costing::new(&corridor, &shipment, &loads);
    let bound = |place: &str, minutes| costing.max_wait_cost(&p(place), Minutes::new(minutes));
    assert_eq!(bound("CN-B", DAY).unwrap().minor(), 0);
    assert_eq!(bound("CN-A", 0).unwrap().minor(), 0);
    // 261 x 15 CNY and a fen.
    assert_eq!(bound("CN-A", 1).unwrap().minor(), 391_501);
    assert!(bound("CN-X", 1).is_err());
}
