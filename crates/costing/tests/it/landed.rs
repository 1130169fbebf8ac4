//! Duty, taxes and fees, with the arithmetic by hand.

use landbridge_costing::{CostError, LandedCost, Outcome, convert, landed_cost};
use landbridge_model::{
    Amount, BaseUnit, Charge, ChargeBase, ChargeKind, ChargePer, Corridor, Powertrain, Trace, Validity,
    VehicleModel,
};
use landbridge_units::Money;

use crate::fixture::{calculation, charge, corridor, day, dec, money, p, period, row_with, vehicle};

use ChargeBase as On;
use ChargeKind as Kind;

fn mci(year: &str, amount: &str) -> BaseUnit {
    BaseUnit {
        id: p(&format!("KZ-MCI-{year}")),
        unit: "MCI".to_owned(),
        country: p("KZ"),
        amount: dec(amount),
        currency: p("KZT"),
        validity: period(&format!("{year}-01-01"), &format!("{year}-12-31")),
        row: row_with("base_unit", &format!("KZ-MCI-{year}"), &[("amount", amount)]),
    }
}

fn percent(id: &str, kind: Kind, percent: &str, base: &[On]) -> Charge {
    Charge { percent: Some(dec(percent)), base: base.to_vec(), ..charge(id, kind) }
}

fn corridor_of(charges: Vec<Charge>, steps: &[Kind]) -> Corridor {
    let mut corridor = corridor();
    corridor.charges = charges;
    corridor.charges.sort_by(|a, b| a.id.cmp(&b.id));
    corridor.calculations = vec![calculation(steps)];
    corridor.base_units = vec![mci("2023", "3450"), mci("2026", "4325")];
    corridor
}

fn asked(value: Money) -> Trace {
    Trace::given("customs value", Amount::Money(value), "asked")
}

fn land(corridor: &Corridor, vehicle: &VehicleModel, date: &str) -> Result<LandedCost, CostError> {
    let value = money("100000", "CNY");
    let landed = landed_cost(corridor, vehicle, 0, p("KZ"), day(date), value, asked(value))?;
    assert!(landed.known_total.sums_hold());
    Ok(landed)
}

fn cs55() -> VehicleModel {
    vehicle("cs55", 1_550, Some(1_500), None)
}

fn known(outcome: &Outcome) -> (Money, &Trace) {
    match outcome {
        Outcome::Known { amount, trace } => (*amount, trace),
        other => panic!("{other:?}"),
    }
}

fn reason(outcome: &Outcome) -> &str {
    match outcome {
        Outcome::Unknown { reason, .. } => reason,
        other => panic!("{other:?}"),
    }
}

fn utilisation() -> Charge {
    Charge {
        cc_over: Some(1_000),
        cc_upto: Some(2_000),
        amount: Some(dec("50")),
        unit: Some("MCI".to_owned()),
        coefficient: Some(dec("3.5")),
        base: Vec::new(),
        ..charge("kz-utilisation", Kind::Utilisation)
    }
}

#[test]
fn utilisation_fee_of_2026() {
    // 50 x 4,325 x 3.5 = 756,875 KZT, as printed for 2026.
    let mut corridor = corridor_of(vec![utilisation()], &[Kind::Utilisation]);
    corridor.base_currency = p("KZT");
    let value = money("5000000", "KZT");
    let landed = landed_cost(&corridor, &cs55(), 0, p("KZ"), day("2026-03-01"), value, asked(value)).unwrap();
    assert_eq!(known(&landed.steps[0].outcome).0, money("756875", "KZT"));
    assert!(landed.complete);
    assert_eq!(landed.known_total.amount, Amount::Money(money("756875", "KZT")));
    let facts: Vec<_> = landed.known_total.facts().into_keys().collect();
    assert_eq!(
        facts,
        ["base_unit/KZ-MCI-2026/amount", "charge/kz-utilisation/amount", "charge/kz-utilisation/coefficient"]
    );
}

#[test]
fn the_base_unit_is_of_the_day_and_converted() {
    // 50 x 3,450 x 3.5 = 603,750 KZT = 1,341.666... USD = 9,391.666... CNY.
    let corridor = corridor_of(vec![utilisation()], &[Kind::Utilisation]);
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    let (amount, trace) = known(&landed.steps[0].outcome);
    assert_eq!(amount, money("9391.67", "CNY"));
    assert_eq!(trace.parts()[0].amount.to_string(), "603750 KZT");
    assert!(trace.facts().contains_key("fx/fx-KZT-USD-2023-01-01/rate"));
    // 2024 has no base unit.
    let mut later = corridor.clone();
    later.exchange = vec![crate::fixture::fx("CNY", "KZT", Validity::ALWAYS, "0.015")];
    let landed = land(&later, &cs55(), "2024-05-14").unwrap();
    assert_eq!(reason(&landed.steps[0].outcome), "MCI of KZ is not recorded for 2024-05-14");
    assert!(!landed.complete);
    assert_eq!(landed.known_total.amount, Amount::Money(money("0", "CNY")));
}

#[test]
fn percentages_are_of_what_came_before() {
    // Duty 15 % of 100,000 = 15,000; fee 6 x 3,450 = 20,700 KZT = 46 USD = 322 CNY;
    // VAT 12 % of 115,322 = 13,838.64; together 29,160.64.
    let fee = Charge {
        amount: Some(dec("6")),
        unit: Some("MCI".to_owned()),
        per: ChargePer::Declaration,
        base: Vec::new(),
        ..charge("kz-fee", Kind::Fee)
    };
    let corridor = corridor_of(
        vec![
            percent("kz-duty", Kind::Duty, "15", &[On::CustomsValue]),
            percent("kz-excise", Kind::Excise, "0", &[]),
            fee,
            percent("kz-vat", Kind::Vat, "12", &[On::CustomsValue, On::Duty, On::Excise, On::Fee]),
        ],
        &[Kind::Duty, Kind::Excise, Kind::Fee, Kind::Vat],
    );
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    let amounts: Vec<_> = landed.steps.iter().map(|step| known(&step.outcome).0.minor()).collect();
    assert_eq!(amounts, [1_500_000, 0, 32_200, 1_383_864]);
    assert_eq!(landed.known_total.amount, Amount::Money(money("29160.64", "CNY")));
    assert!(landed.complete);
}

#[test]
fn a_percentage_and_an_amount_per_cc_add_up() {
    // 15 % of 100,000 CNY + 1,500 cc x 0.4 USD x 7 = 15,000 + 4,200 = 19,200 CNY.
    let duty = Charge {
        per_cc: Some(dec("0.4")),
        currency: Some(p("USD")),
        ..percent("uz-duty", Kind::Duty, "15", &[On::CustomsValue])
    };
    let corridor = corridor_of(vec![duty], &[Kind::Duty]);
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    assert_eq!(known(&landed.steps[0].outcome).0, money("19200", "CNY"));
    let bev = vehicle("bev", 1_900, None, None);
    let landed = land(&corridor, &bev, "2023-05-14").unwrap();
    assert_eq!(reason(&landed.steps[0].outcome), "bev has no cylinder capacity on file");
}

#[test]
fn unknown_is_never_nought_and_spreads_to_what_rests_on_it() {
    let corridor = corridor_of(
        vec![
            Charge { unknown: true, ..charge("kz-excise", Kind::Excise) },
            percent("kz-vat", Kind::Vat, "12", &[On::CustomsValue, On::Excise]),
            percent("kz-nil", Kind::Registration, "0", &[On::Excise]),
        ],
        &[Kind::Duty, Kind::Excise, Kind::Vat, Kind::Registration],
    );
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    assert_eq!(reason(&landed.steps[0].outcome), "no charge is recorded");
    let Outcome::Unknown { fact: Some(fact), .. } = &landed.steps[1].outcome else { panic!() };
    assert_eq!(fact.id(), "charge/kz-excise/unknown");
    assert_eq!(
        reason(&landed.steps[2].outcome),
        "the excise is not known: the value is not known: kz-excise"
    );
    // Nil of an unknown base is nil.
    assert_eq!(known(&landed.steps[3].outcome).0.minor(), 0);
    assert!(!landed.complete);
}

#[test]
fn a_base_part_calculated_later_or_never_is_unknown() {
    let vat = percent("kz-vat", Kind::Vat, "12", &[On::CustomsValue, On::Duty]);
    let duty = percent("kz-duty", Kind::Duty, "15", &[On::CustomsValue]);
    let corridor = corridor_of(vec![vat, duty], &[Kind::Vat, Kind::Duty]);
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    assert_eq!(reason(&landed.steps[0].outcome), "duty is part of the base and is not calculated before");
    let corridor = corridor_of(vec![percent("kz-duty", Kind::Duty, "15", &[])], &[Kind::Duty]);
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    assert_eq!(reason(&landed.steps[0].outcome), "the base of the percentage is not recorded: kz-duty");
}

#[test]
fn the_most_specific_charge_wins_and_a_tie_is_an_error() {
    let general = percent("a", Kind::Duty, "15", &[On::CustomsValue]);
    let cars = Charge { hs: vec!["8703".to_owned()], percent: Some(dec("10")), ..general.clone() };
    let cars = Charge { id: p("b"), ..cars };
    let small = Charge { id: p("c"), cc_upto: Some(1_500), percent: Some(dec("5")), ..general.clone() };
    let duty = |charges: Vec<Charge>| land(&corridor_of(charges, &[Kind::Duty]), &cs55(), "2023-05-14");
    let landed = duty(vec![general.clone(), cars.clone()]).unwrap();
    assert_eq!(known(&landed.steps[0].outcome).0, money("10000", "CNY"));
    let error = duty(vec![general, cars.clone(), small]).unwrap_err();
    let expected =
        CostError::TwoCharges { first: p("b"), second: p("c"), kind: Kind::Duty, date: day("2023-05-14") };
    assert_eq!(error, expected);
    assert_eq!(error.to_string(), "charges b and c match duty equally on 2023-05-14");
}

#[test]
fn every_condition_of_a_charge_is_heard() {
    let misses: [fn(&mut Charge); 9] = [
        |c| c.country = p("UZ"),
        |c| c.hs = vec!["8704".to_owned()],
        |c| c.classes = vec![landbridge_model::VehicleClass::Truck],
        |c| c.kinds = vec![landbridge_model::VehicleKind::Van],
        |c| c.powertrains = vec![Powertrain::Diesel],
        |c| c.cc_over = Some(1_500),
        |c| c.cc_upto = Some(1_499),
        |c| c.validity = period("2023-05-15", "2023-12-31"),
        |c| c.age_max_years = Some(2),
    ];
    for (idx, miss) in misses.iter().enumerate() {
        let mut charge = percent("kz-duty", Kind::Duty, "15", &[On::CustomsValue]);
        miss(&mut charge);
        let corridor = corridor_of(vec![charge], &[Kind::Duty]);
        let value = money("100000", "CNY");
        let landed =
            landed_cost(&corridor, &cs55(), 3, p("KZ"), day("2023-05-14"), value, asked(value)).unwrap();
        assert_eq!(reason(&landed.steps[0].outcome), "no charge is recorded", "condition {idx}");
    }
}

#[test]
fn a_ban_comes_first() {
    let ban = Charge { powertrains: vec![Powertrain::Ice], ..charge("kz-ban", Kind::Ban) };
    let duty = percent("kz-duty", Kind::Duty, "15", &[On::CustomsValue]);
    let corridor = corridor_of(vec![ban, duty], &[Kind::Ban, Kind::Duty]);
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    assert!(matches!(&landed.steps[0].outcome, Outcome::Banned { what, .. } if what == "kz-ban"));
    assert_eq!(landed.steps.len(), 2);
    assert!(!landed.complete);
    let bev = land(&corridor, &vehicle("bev", 1_900, None, None), "2023-05-14").unwrap();
    assert!(bev.complete);
}

#[test]
fn a_country_without_order_and_a_value_without_rate_are_errors() {
    let corridor = corridor_of(Vec::new(), &[]);
    let value = money("1", "CNY");
    let land = |country: &str, value: Money, date: &str| {
        landed_cost(&corridor, &cs55(), 0, p(country), day(date), value, asked(value)).unwrap_err()
    };
    assert_eq!(land("UZ", value, "2023-05-14"), CostError::NoCalculation { country: p("UZ") });
    assert!(matches!(land("KZ", money("1", "USD"), "2024-05-14"), CostError::NoRate { .. }));
}

#[test]
fn two_base_units_of_one_day_are_an_error() {
    let mut corridor = corridor_of(vec![utilisation()], &[Kind::Utilisation]);
    corridor.base_units.push(BaseUnit { id: p("again"), ..mci("2023", "3500") });
    let error = land(&corridor, &cs55(), "2023-05-14").unwrap_err();
    assert!(matches!(error, CostError::TwoBaseUnits { .. }));
}

#[test]
fn a_missing_rate_leaves_the_charge_unknown() {
    let fee = Charge {
        amount: Some(dec("100")),
        currency: Some(p("UZS")),
        base: Vec::new(),
        ..charge("fee", Kind::Fee)
    };
    let corridor = corridor_of(vec![fee], &[Kind::Fee]);
    let landed = land(&corridor, &cs55(), "2023-05-14").unwrap();
    assert_eq!(reason(&landed.steps[0].outcome), "no exchange rate from UZS to CNY on 2023-05-14");
}

#[test]
fn conversion_keeps_the_amounts_own_trace() {
    let corridor = corridor();
    let value = money("15000", "USD");
    let (cny, trace) = convert(&corridor, value, p("CNY"), day("2023-05-14"), asked(value)).unwrap();
    assert_eq!(cny, money("105000", "CNY"));
    assert_eq!(trace.parts()[0], asked(value));
    let (same, trace) = convert(&corridor, value, p("USD"), day("2030-05-14"), asked(value)).unwrap();
    assert_eq!((same, trace), (value, asked(value)));
}
