//! Dates: a tariff holds on its first and last day, in the time zone of the place where the step begins.

use chrono::{NaiveDate, NaiveTime};
use landbridge_costing::{AsOf, CostError, Costing};
use landbridge_model::{Basis, Corridor, Item, Tariff, TariffOn};
use landbridge_units::Instant;

use crate::fixture::{Way, cars_261, corridor_with, day, freight, p, period, tariff, usual_loads};

fn priced(corridor: &Corridor, at: &str, local: (&str, u32, u32)) -> i64 {
    let (shipment, loads) = (cars_261(), usual_loads());
    let time = NaiveTime::from_hms_opt(local.1, local.2, 0).unwrap();
    let start = corridor.local_instant(&p(at), day(local.0), time).unwrap();
    let way = Way::starting(corridor, at, start).load("road").itinerary();
    Costing::new(corridor, &shipment, &loads).price_step(&way.steps()[0]).unwrap().0.minor()
}

#[test]
fn the_day_before_the_first_the_last_the_day_after() {
    let march = Tariff {
        validity: period("2023-03-11", "2023-03-26"),
        ..tariff("loading", Item::Loading, TariffOn::Load, Basis::Vehicle, "CNY", "1")
    };
    let corridor = corridor_with([march]);
    for place in ["CN-A", "KZ-C"] {
        for (date, hour, minute, fen) in [
            ("2023-03-10", 23, 59, 0),
            ("2023-03-11", 0, 0, 26_100),
            ("2023-03-26", 23, 59, 26_100),
            ("2023-03-27", 0, 0, 0),
        ] {
            assert_eq!(
                priced(&corridor, place, (date, hour, minute)),
                fen,
                "{place} {date} {hour}:{minute:02}"
            );
        }
    }
}

#[test]
fn one_instant_has_two_dates() {
    // 2023-03-26 17:00 UTC is 27 March, 01:00 in Shanghai, and 26 March, 23:00 in Almaty (then UTC+6).
    let until = Tariff {
        validity: period("2023-03-11", "2023-03-26"),
        ..tariff("loading", Item::Loading, TariffOn::Load, Basis::Vehicle, "CNY", "1")
    };
    let corridor = corridor_with([until]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let utc = NaiveDate::from_ymd_opt(2023, 3, 26).unwrap().and_hms_opt(17, 0, 0).unwrap().and_utc();
    let price = |at: &str| {
        let way = Way::starting(&corridor, at, Instant::from_utc(utc)).load("road").itinerary();
        Costing::new(&corridor, &shipment, &loads).price_step(&way.steps()[0]).unwrap().0.minor()
    };
    assert_eq!((price("CN-A"), price("KZ-C")), (0, 26_100));
}

#[test]
fn a_quotation_can_freeze_its_day() {
    let until =
        Tariff { validity: period("2023-01-01", "2023-03-31"), ..freight(Basis::VehicleKm, "CNY", "0.7") };
    let corridor = corridor_with([until]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let costing = Costing::new(&corridor, &shipment, &loads);
    let way = crate::fixture::by_train(&corridor);
    let error = costing.cost_sheet(&way).unwrap_err();
    let expected = CostError::NoFreight {
        service: p("train"),
        equipment: p("jsq6"),
        mode: landbridge_model::Mode::Rail,
        country: p("CN"),
        date: day("2023-05-14"),
        place: p("CN-A"),
    };
    assert_eq!(error, expected);
    assert_eq!(error.to_string(), "no freight tariff for train (jsq6, rail) in CN from CN-A on 2023-05-14");
    assert!(costing.with_as_of(AsOf::Day(day("2023-03-31"))).cost_sheet(&way).is_ok());
}

#[test]
fn the_exchange_rate_is_of_the_same_day() {
    let fee = tariff("loading", Item::Loading, TariffOn::Load, Basis::Declaration, "USD", "1");
    let mut corridor = corridor_with([fee]);
    corridor.exchange = vec![
        crate::fixture::fx("CNY", "USD", period("2023-03-01", "2023-03-31"), "6.89"),
        crate::fixture::fx("CNY", "USD", period("2023-04-01", "2023-04-30"), "6.88"),
    ];
    assert_eq!(priced(&corridor, "CN-A", ("2023-03-31", 23, 59)), 689);
    assert_eq!(priced(&corridor, "CN-A", ("2023-04-01", 0, 0)), 688);
}

#[test]
fn a_step_beyond_the_calendar_is_an_error() {
    let corridor = corridor_with([]);
    let (shipment, loads) = (cars_261(), usual_loads());
    let start = Instant::from_epoch_minutes(i64::MAX - 1_000);
    let way = Way::starting(&corridor, "CN-A", start).load("road").itinerary();
    let error = Costing::new(&corridor, &shipment, &loads).price_step(&way.steps()[0]).unwrap_err();
    assert_eq!(error, CostError::NoDate { at: start, place: p("CN-A") });
}
