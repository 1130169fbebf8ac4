//! What the lint finds, and that it keeps quiet otherwise.

use landbridge_costing::{CODES, lint};
use landbridge_model::{
    Basis, ChargeBase, ChargeKind, Corridor, Frequent, Item, Mode, Pattern, Schedule, Severity, Stop, Tariff,
    TariffOn, Validity, VehicleClass,
};
use landbridge_units::Minutes;

use crate::fixture::{calculation, charge, corridor_with, day, dec, freight, fx, p, period, tariff, vehicle};

/// A corridor without fault: freight everywhere, and a grid factor for each electrified line.
fn sound() -> Corridor {
    corridor_with([freight(Basis::VehicleKm, "CNY", "1")])
}

fn found(corridor: &Corridor) -> Vec<(&'static str, String)> {
    lint(corridor).into_iter().map(|issue| (issue.code.code, issue.message)).collect()
}

fn loading(id: &str) -> Tariff {
    tariff(id, Item::Loading, TariffOn::Load, Basis::Vehicle, "CNY", "1")
}

#[test]
fn a_sound_corridor_has_no_issue() {
    assert_eq!(found(&sound()), []);
}

#[test]
fn codes_are_sorted_unique_and_explained() {
    assert!(CODES.windows(2).all(|pair| pair[0].code < pair[1].code));
    assert!(CODES.iter().all(|code| code.code.starts_with("T2") && code.code.len() == 4));
    assert!(CODES.iter().all(|code| !code.explanation.is_empty() && !code.example.is_empty()));
}

#[test]
fn tariffs_that_can_tie() {
    let ties = |a: Tariff, b: Tariff| {
        let mut corridor = sound();
        corridor.tariffs.extend([a, b]);
        found(&corridor).into_iter().filter(|(code, _)| *code == "T201").count()
    };
    assert_eq!(ties(loading("a"), loading("b")), 1);
    // Fewer conditions, other items, other events, other days do not tie.
    assert_eq!(ties(loading("a"), Tariff { modes: vec![Mode::Rail], ..loading("b") }), 0);
    assert_eq!(ties(loading("a"), Tariff { item: Item::Stuffing, ..loading("b") }), 0);
    assert_eq!(ties(loading("a"), Tariff { on: TariffOn::Unload, ..loading("b") }), 0);
    let (may, june) = (period("2023-05-01", "2023-05-31"), period("2023-06-01", "2023-06-30"));
    let dated = |id: &str, validity| Tariff { validity, ..loading(id) };
    assert_eq!(ties(dated("a", may), dated("b", june)), 0);
    assert_eq!(ties(dated("a", may), dated("b", period("2023-05-31", "2023-06-30"))), 1);
    // Different conditions, as many: a tie only if some service or place has both.
    let rail = Tariff { modes: vec![Mode::Rail], ..loading("a") };
    assert_eq!(ties(rail.clone(), Tariff { equipment: vec![p("carrier")], ..loading("b") }), 0);
    assert_eq!(ties(rail, Tariff { equipment: vec![p("jsq6")], ..loading("b") }), 1);
    let here = Tariff { places: vec![p("CN-A")], ..loading("a") };
    assert_eq!(ties(here.clone(), Tariff { countries: vec![p("KZ")], ..loading("b") }), 0);
    assert_eq!(ties(here, Tariff { countries: vec![p("CN")], ..loading("b") }), 1);
}

#[test]
fn services_without_freight() {
    let mut corridor = sound();
    corridor.tariffs[0].countries = vec![p("CN")];
    let issues = lint(&corridor);
    assert!(issues.iter().all(|issue| issue.code.code == "T202" && issue.code.severity == Severity::Error));
    let rows: Vec<_> = issues.iter().map(|issue| issue.row.id.as_str()).collect();
    assert_eq!(rows, ["boxes", "drive", "road"]);
    assert_eq!(
        issues[0].message,
        "boxes (rack-40, rail) carries car in KZ and has no freight tariff on 2023-01-01"
    );

    // A gap of one day, and a class that no tariff takes.
    let mut corridor = sound();
    corridor.services.retain(|id, _| id.as_str() == "train");
    corridor.tariffs[0].validity = period("2023-01-01", "2023-06-30");
    let later = Tariff { validity: period("2023-07-02", "2023-12-31"), ..corridor.tariffs[0].clone() };
    corridor.tariffs.push(Tariff { id: p("later"), ..later });
    assert!(found(&corridor)[0].1.ends_with("has no freight tariff on 2023-07-01"));
    let service = corridor.services.get_mut("train").unwrap();
    service.carries.push(VehicleClass::Truck);
    corridor.tariffs.truncate(1);
    corridor.tariffs[0].validity = Validity::ALWAYS;
    corridor.tariffs[0].classes = vec![VehicleClass::Car];
    assert_eq!(found(&corridor).len(), 1);
}

#[test]
fn a_scheduled_service_is_asked_for_on_its_days_only() {
    let mut corridor = sound();
    let stop = |place: &str| Stop {
        place: p(place),
        run: Minutes::ZERO,
        run_low: None,
        run_high: None,
        via: Vec::new(),
    };
    let schedule = Schedule {
        departs: chrono::NaiveTime::MIN,
        days: vec![chrono::Weekday::Sun],
        validity: period("2023-05-01", "2023-05-31"),
        also: vec![day("2023-08-01")],
        except: Vec::new(),
        cutoff: Minutes::ZERO,
        units_max: None,
        units_min: None,
        stops: vec![stop("CN-A"), stop("CN-B")],
    };
    corridor.services.retain(|id, _| id.as_str() == "train");
    corridor.services.get_mut("train").unwrap().pattern = Pattern::Scheduled(schedule);
    corridor.tariffs[0].validity = period("2023-05-01", "2023-05-31");
    assert!(found(&corridor)[0].1.ends_with("has no freight tariff on 2023-08-01"));
    corridor.tariffs[0].validity = period("2023-05-01", "2023-08-01");
    assert_eq!(found(&corridor), []);
}

#[test]
fn a_frequent_service_is_asked_for_in_its_period_only() {
    let mut corridor = sound();
    let stop = |place: &str| Stop {
        place: p(place),
        run: Minutes::ZERO,
        run_low: None,
        run_high: None,
        via: Vec::new(),
    };
    let frequent = Frequent {
        every: Minutes::new(720),
        validity: period("2023-05-01", "2023-05-31"),
        cutoff: Minutes::ZERO,
        units_max: None,
        units_min: None,
        stops: vec![stop("CN-A"), stop("CN-B")],
    };
    corridor.services.retain(|id, _| id.as_str() == "train");
    corridor.services.get_mut("train").unwrap().pattern = Pattern::Frequent(frequent);
    corridor.tariffs[0].validity = period("2023-05-02", "2023-05-31");
    assert!(found(&corridor)[0].1.ends_with("has no freight tariff on 2023-05-01"));
    corridor.tariffs[0].validity = period("2023-05-01", "2023-05-31");
    assert_eq!(found(&corridor), []);
}

#[test]
fn currencies_without_a_rate() {
    let mut corridor = sound();
    corridor.tariffs.push(Tariff { currency: p("UZS"), ..loading("a") });
    assert_eq!(found(&corridor), [("T203", "UZS has no exchange rate to CNY on 2023-01-01".to_owned())]);
    // By USD, but with a gap.
    corridor.exchange.push(fx("UZS", "USD", period("2023-01-01", "2023-02-28"), "11300"));
    corridor.exchange.push(fx("UZS", "USD", period("2023-03-02", "2023-12-31"), "11400"));
    assert_eq!(found(&corridor), [("T203", "UZS has no exchange rate to CNY on 2023-03-01".to_owned())]);
    corridor.exchange[3].validity = period("2023-03-01", "2023-12-31");
    assert_eq!(found(&corridor), []);
    // Vehicle values count only where a tariff asks for them.
    corridor.vehicles.insert(p("x"), vehicle("x", 1_000, None, Some("1")).into());
    corridor.exchange.retain(|rate| rate.currency == p("UZS"));
    corridor.tariffs.retain(|tariff| tariff.currency == p("CNY"));
    assert_eq!(found(&corridor), []);
    let insurance = tariff("insurance", Item::Insurance, TariffOn::Shipment, Basis::ValuePercent, "CNY", "1");
    corridor.tariffs.push(insurance);
    assert_eq!(found(&corridor), [("T203", "USD has no exchange rate to CNY on 2023-01-01".to_owned())]);
}

#[test]
fn factors_and_masses_that_services_need() {
    for (factor, needed) in [
        ("rail-electric-500", false),
        ("rail-electric-1000", true),
        ("rail-electric-over-2000", true),
        ("grid-CN", true),
        ("diesel-traction-efficiency", true),
        ("road-l-per-100km-own-wheels", true),
        ("road-empty-factor", true),
        ("river-g-per-tkm", true),
        ("sea-g-per-tkm", true),
        ("hub-ramp-kg-per-vehicle", true),
        ("hub-crane-kg-per-t", true),
    ] {
        let mut corridor = sound();
        corridor.factors.remove(factor).unwrap();
        let expected: Vec<_> =
            needed.then(|| ("T204", format!("emission factor {factor} is missing"))).into_iter().collect();
        assert_eq!(found(&corridor), expected);
    }
    let mut corridor = sound();
    corridor.equipment.get_mut("rack-40").unwrap().carrier_tare = None;
    corridor.equipment.get_mut("jsq6").unwrap().tare = None;
    corridor.equipment.get_mut("carrier").unwrap().tare = None;
    let expected =
        [("T207", "jsq6 has no tare_kg".to_owned()), ("T207", "rack-40 has no carrier_tare_kg".to_owned())];
    assert_eq!(found(&corridor), expected);
}

#[test]
fn bases_that_do_not_fit() {
    let misfit = |tariff: Tariff| {
        let mut corridor = sound();
        corridor.tariffs.push(tariff);
        found(&corridor).into_iter().map(|(code, _)| code).collect::<Vec<_>>()
    };
    let on = |on, basis| tariff("x", Item::Storage, on, basis, "CNY", "1");
    assert_eq!(misfit(on(TariffOn::Load, Basis::VehicleKm)), ["T205"]);
    assert_eq!(misfit(on(TariffOn::Wait, Basis::ValuePercent)), ["T205"]);
    assert_eq!(misfit(on(TariffOn::Shipment, Basis::Unit)), ["T205"]);
    assert_eq!(misfit(on(TariffOn::Wait, Basis::UnitDay)), ["T205"]);
    assert_eq!(misfit(Tariff { per_unit: Some(dec("1")), ..on(TariffOn::Load, Basis::Unit) }), ["T205"]);
    assert_eq!(misfit(on(TariffOn::Wait, Basis::VehicleDay)).len(), 0);
    let named = Tariff { equipment: vec![p("jsq6")], ..on(TariffOn::Shipment, Basis::Unit) };
    assert_eq!(misfit(named).len(), 0);
}

#[test]
fn charges_that_can_tie_for_a_vehicle_of_the_corridor() {
    let mut corridor = sound();
    let vat = |id: &str| landbridge_model::Charge {
        percent: Some(dec("12")),
        base: vec![ChargeBase::CustomsValue],
        ..charge(id, ChargeKind::Vat)
    };
    corridor.calculations = vec![calculation(&[ChargeKind::Vat])];
    corridor.charges = vec![vat("a"), vat("b")];
    assert_eq!(found(&corridor), []);
    corridor.vehicles.insert(p("cs55"), vehicle("cs55", 1_550, Some(1_500), None).into());
    assert_eq!(
        found(&corridor),
        [("T206", "charges a and b both match vat (cs55) with 0 conditions".to_owned())]
    );
    // As many conditions, but no vehicle has both.
    corridor.charges[0].cc_upto = Some(1_500);
    corridor.charges[1].cc_over = Some(1_500);
    assert_eq!(found(&corridor), []);
}
