//! Which charge applies to a vehicle, and its amounts in the currency of the law.

use chrono::NaiveDate;
use landbridge_model::{
    Amount, BaseUnit, Charge, ChargeKind, Corridor, Country, FactRef, Trace, VehicleModel,
};
use landbridge_units::{Currency, Decimal};

use crate::error::{CostError, out_of_range};
use crate::exact::Exact;

/// What is asked: a vehicle, a country, a day.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'q> {
    pub(crate) corridor: &'q Corridor,
    pub(crate) vehicle: &'q VehicleModel,
    pub(crate) built_age_years: u32,
    pub(crate) country: Country,
    pub(crate) date: NaiveDate,
}

/// A part of a charge, exact, in its own currency.
#[derive(Clone, Debug)]
pub(crate) struct Component {
    pub(crate) value: Exact,
    pub(crate) currency: Currency,
    pub(crate) trace: Trace,
}

/// A component, or why it is not known.
pub(crate) type Found = Result<Component, String>;

fn matches(question: &Question<'_>, charge: &Charge) -> bool {
    let vehicle = question.vehicle;
    charge.country == question.country
        && charge.validity.contains(question.date)
        && (charge.hs.is_empty() || charge.hs.iter().any(|prefix| vehicle.hs.is_under(prefix)))
        && (charge.classes.is_empty() || charge.classes.contains(&vehicle.class))
        && (charge.kinds.is_empty() || charge.kinds.contains(&vehicle.kind))
        && (charge.powertrains.is_empty() || charge.powertrains.contains(&vehicle.powertrain))
        && charge.cc_over.is_none_or(|over| vehicle.engine_cc.is_some_and(|cc| cc > over))
        && charge.cc_upto.is_none_or(|upto| vehicle.engine_cc.is_some_and(|cc| cc <= upto))
        && charge.age_max_years.is_none_or(|most| question.built_age_years <= most)
}

/// The charge of a kind with the most conditions.
pub(crate) fn of_kind<'q>(
    question: &Question<'q>,
    kind: ChargeKind,
) -> Result<Option<&'q Charge>, CostError> {
    let mut best: Option<&Charge> = None;
    let mut tied: Option<&Charge> = None;
    for charge in question.corridor.charges.iter().filter(|charge| charge.kind == kind) {
        if !matches(question, charge) {
            continue;
        }
        match best.map(|best| charge.specificity().cmp(&best.specificity())) {
            None | Some(std::cmp::Ordering::Greater) => (best, tied) = (Some(charge), None),
            Some(std::cmp::Ordering::Equal) => tied = tied.or(Some(charge)),
            Some(std::cmp::Ordering::Less) => {}
        }
    }
    match (best, tied) {
        (Some(first), Some(second)) => Err(CostError::TwoCharges {
            first: first.id.clone(),
            second: second.id.clone(),
            kind,
            date: question.date,
        }),
        (best, _) => Ok(best),
    }
}

/// A ban, if one applies; any of several will do.
pub(crate) fn ban<'q>(question: &Question<'q>) -> Option<&'q Charge> {
    question
        .corridor
        .charges
        .iter()
        .find(|charge| charge.kind == ChargeKind::Ban && matches(question, charge))
}

/// The amount per cc, if the charge has one.
pub(crate) fn per_cc(question: &Question<'_>, charge: &Charge) -> Result<Option<Found>, CostError> {
    let Some(rate) = charge.per_cc else { return Ok(None) };
    let Some(currency) = charge.currency else {
        return Ok(Some(Err(format!("the currency of the amount per cc is not recorded: {}", charge.what))));
    };
    let Some(cc) = question.vehicle.engine_cc else {
        return Ok(Some(Err(format!("{} has no cylinder capacity on file", question.vehicle.id))));
    };
    let value = Exact::from(rate).times(Exact::whole(cc)).ok_or(out_of_range("a charge"))?;
    let parts = vec![
        Trace::fact(
            "cylinder capacity",
            Amount::Decimal(Decimal::from(cc), "cc".to_owned()),
            FactRef::new(&question.vehicle.row, "engine_cc"),
        ),
        Trace::fact(
            "rate",
            Amount::Decimal(rate, format!("{currency} per cc")),
            FactRef::new(&charge.row, "per_cc"),
        ),
    ];
    let amount = Amount::Decimal(value.shown(), currency.to_string());
    let trace = Trace::formula("by cylinder capacity", amount, "cylinder capacity × rate", parts);
    Ok(Some(Ok(Component { value, currency, trace })))
}

/// The fixed amount, in money or in base units, if the charge has one.
pub(crate) fn fixed(question: &Question<'_>, charge: &Charge) -> Result<Option<Found>, CostError> {
    let Some(amount) = charge.amount else { return Ok(None) };
    let range = out_of_range("a charge");
    let mut value = Exact::from(amount);
    let fact = |label: &str, value: Decimal, unit: String, column: &str| {
        Trace::fact(label, Amount::Decimal(value, unit), FactRef::new(&charge.row, column))
    };
    let mut parts = Vec::new();
    let mut words = vec!["amount"];
    let currency = match &charge.unit {
        Some(name) => {
            let Some(unit) = base_unit(question, name)? else {
                let reason = format!("{name} of {} is not recorded for {}", charge.country, question.date);
                return Ok(Some(Err(reason)));
            };
            value = value.times(unit.amount.into()).ok_or(range.clone())?;
            parts.push(fact("amount", amount, name.clone(), "amount"));
            parts.push(Trace::fact(
                name.as_str(),
                Amount::Decimal(unit.amount, format!("{} per {name}", unit.currency)),
                FactRef::new(&unit.row, "amount"),
            ));
            words.push("base unit");
            unit.currency
        }
        None => {
            let Some(currency) = charge.currency else {
                let reason = format!("the currency of the amount is not recorded: {}", charge.what);
                return Ok(Some(Err(reason)));
            };
            parts.push(fact("amount", amount, currency.to_string(), "amount"));
            currency
        }
    };
    if let Some(coefficient) = charge.coefficient {
        value = value.times(coefficient.into()).ok_or(range)?;
        parts.push(fact("coefficient", coefficient, String::new(), "coefficient"));
        words.push("coefficient");
    }
    let shown = Amount::Decimal(value.shown(), currency.to_string());
    let trace = Trace::formula("fixed amount", shown, words.join(" × "), parts);
    Ok(Some(Ok(Component { value, currency, trace })))
}

fn base_unit<'q>(question: &Question<'q>, name: &str) -> Result<Option<&'q BaseUnit>, CostError> {
    let mut of_day = question.corridor.base_units.iter().filter(|unit| {
        unit.country == question.country && unit.unit == name && unit.validity.contains(question.date)
    });
    match (of_day.next(), of_day.next()) {
        (Some(first), Some(second)) => Err(CostError::TwoBaseUnits {
            first: first.id.clone(),
            second: second.id.clone(),
            date: question.date,
        }),
        (only, _) => Ok(only),
    }
}
