//! Landed cost: duty, taxes and fees on a vehicle, in the order in which its country calculates.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use landbridge_model::{
    Amount, Charge, ChargeBase, ChargeKind, ChargePer, Corridor, Country, FactRef, Trace, VehicleModel,
};
use landbridge_units::{Currency, Decimal, Money};

use crate::charge::{self, Component, Question};
use crate::error::{CostError, out_of_range};
use crate::exact::Exact;
use crate::exchange::Exchange;

/// What a country charges on one vehicle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandedCost {
    /// The country.
    pub country: Country,
    /// The day of the declaration.
    pub date: NaiveDate,
    /// Currency of all amounts: the base currency.
    pub currency: Currency,
    /// A ban if there is one, then the steps in the country's order.
    pub steps: Vec<LandedStep>,
    /// Sum of the known charges, without the customs value: a lower bound unless `complete`.
    pub known_total: Trace,
    /// Whether every step is known and nothing forbids the import.
    pub complete: bool,
}

/// One step of a calculation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LandedStep {
    /// What kind of charge.
    pub kind: ChargeKind,
    /// What it comes to.
    pub outcome: Outcome,
}

/// What a step comes to. Unknown is never nought.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// It is known, and may be nil.
    Known {
        /// In the base currency.
        amount: Money,
        /// Why.
        trace: Trace,
    },
    /// It is not known.
    Unknown {
        /// Why not.
        reason: String,
        /// The fact that says so, if one does.
        fact: Option<FactRef>,
    },
    /// The vehicle must not be imported.
    Banned {
        /// What the ban says.
        what: String,
        /// The fact that says so.
        fact: FactRef,
    },
}

/// Duty, taxes and fees on one vehicle of a model, `built_age_years` old, declared in a country on a date at a
/// customs value. Each charge is computed exactly in its own currency and rounded half-even once, to the minor
/// unit of the base currency; percentages of earlier charges are taken of these rounded amounts. A charge per
/// declaration is charged in full, as if the vehicle were declared alone.
///
/// # Errors
/// If the country has no order of calculation, two charges or base units match equally, or the customs value
/// cannot be converted. A charge that cannot be computed for other reasons is [`Outcome::Unknown`].
pub fn landed_cost(
    corridor: &Corridor,
    vehicle: &VehicleModel,
    built_age_years: u32,
    country: Country,
    date: NaiveDate,
    customs_value: Money,
    customs_value_trace: Trace,
) -> Result<LandedCost, CostError> {
    let currency = corridor.base_currency;
    let order = corridor
        .calculations
        .iter()
        .find(|calculation| calculation.country == country)
        .ok_or(CostError::NoCalculation { country })?;
    let (value, value_trace) = convert(corridor, customs_value, currency, date, customs_value_trace)?;
    let question = Question { corridor, vehicle, built_age_years, country, date };
    let mut reckoning = Reckoning {
        question: &question,
        exchange: Exchange::new(&corridor.exchange),
        bases: BTreeMap::from([(ChargeBase::CustomsValue, Ok((value, value_trace)))]),
    };

    let mut steps = Vec::new();
    if let Some(ban) = charge::ban(&question) {
        let fact = FactRef::new(&ban.row, "kind");
        let outcome = Outcome::Banned { what: ban.what.clone(), fact };
        steps.push(LandedStep { kind: ChargeKind::Ban, outcome });
    }
    for kind in order.steps.iter().copied().filter(|kind| *kind != ChargeKind::Ban) {
        let outcome = match charge::of_kind(&question, kind)? {
            Some(charge) => reckoning.outcome(charge)?,
            None => unknown("no charge is recorded"),
        };
        reckoning.remember(kind, &outcome);
        steps.push(LandedStep { kind, outcome });
    }

    let mut total = Money::zero(currency);
    let mut parts = Vec::new();
    for step in &steps {
        if let Outcome::Known { amount, trace } = &step.outcome {
            total = total.plus(*amount)?;
            parts.push(trace.clone());
        }
    }
    let complete = steps.iter().all(|step| matches!(step.outcome, Outcome::Known { .. }));
    let label = if complete { "duty, taxes and fees" } else { "duty, taxes and fees, known parts only" };
    let known_total = Trace::sum(label, Amount::Money(total), parts);
    Ok(LandedCost { country, date, currency, steps, known_total, complete })
}

/// An amount in another currency at the rate of a day, rounded half-even to its minor unit, with the trace of the
/// conversion on top of the amount's own. Unchanged where the currencies are one.
///
/// # Errors
/// If there is no rate on that day, or the amount is out of range.
pub fn convert(
    corridor: &Corridor,
    amount: Money,
    to: Currency,
    date: NaiveDate,
    trace: Trace,
) -> Result<(Money, Trace), CostError> {
    let rate = Exchange::new(&corridor.exchange).rate(amount.currency(), to, date)?;
    if rate.is_identity() {
        return Ok((amount, trace));
    }
    let converted = rate.convert(amount)?;
    let label = format!("{} in {to}", trace.label);
    let formula = format!("amount × exchange rate, rounded half-even to the minor unit of {to}");
    Ok((converted, Trace::formula(label, Amount::Money(converted), formula, vec![trace, rate.trace()])))
}

fn unknown(reason: impl Into<String>) -> Outcome {
    Outcome::Unknown { reason: reason.into(), fact: None }
}

/// A calculation under way: what later steps take their percentages of.
struct Reckoning<'q> {
    question: &'q Question<'q>,
    exchange: Exchange<'q>,
    /// Parts of a base, or why a part is not known.
    bases: BTreeMap<ChargeBase, Result<(Money, Trace), String>>,
}

impl Reckoning<'_> {
    fn remember(&mut self, kind: ChargeKind, outcome: &Outcome) {
        let base = match kind {
            ChargeKind::Duty => ChargeBase::Duty,
            ChargeKind::Excise => ChargeBase::Excise,
            ChargeKind::Fee => ChargeBase::Fee,
            _ => return,
        };
        let part = match outcome {
            Outcome::Known { amount, trace } => Ok((*amount, trace.clone())),
            Outcome::Unknown { reason, .. } => Err(format!("the {kind} is not known: {reason}")),
            Outcome::Banned { what, .. } => Err(what.clone()),
        };
        self.bases.insert(base, part);
    }

    fn outcome(&self, charge: &Charge) -> Result<Outcome, CostError> {
        if charge.unknown {
            let reason = format!("the value is not known: {}", charge.what);
            let fact = Some(FactRef::new(&charge.row, "unknown"));
            return Ok(Outcome::Unknown { reason, fact });
        }
        let mut components = Vec::new();
        if let Some(percent) = charge.percent {
            match self.percentage(charge, percent)? {
                Ok(component) => components.push(component),
                Err(reason) => return Ok(unknown(reason)),
            }
        }
        for component in [charge::per_cc(self.question, charge)?, charge::fixed(self.question, charge)?]
            .into_iter()
            .flatten()
        {
            match component {
                Ok(component) => components.push(component),
                Err(reason) => return Ok(unknown(reason)),
            }
        }
        if components.is_empty() {
            return Ok(unknown(format!("neither a percentage nor an amount is recorded: {}", charge.what)));
        }
        self.add_up(charge, components)
    }

    /// The sum of the components in the base currency, rounded once.
    fn add_up(&self, charge: &Charge, components: Vec<Component>) -> Result<Outcome, CostError> {
        let base = self.question.corridor.base_currency;
        let mut sum = Exact::ZERO;
        let mut parts = Vec::new();
        let mut rates: BTreeMap<Currency, Trace> = BTreeMap::new();
        for component in components {
            let rate = match self.exchange.rate(component.currency, base, self.question.date) {
                Ok(rate) => rate,
                Err(error @ CostError::NoRate { .. }) => return Ok(unknown(error.to_string())),
                Err(error) => return Err(error),
            };
            sum = component
                .value
                .times(rate.exact())
                .and_then(|value| sum.plus(value))
                .ok_or(out_of_range("a charge"))?;
            parts.push(component.trace);
            if !rate.is_identity() {
                rates.insert(component.currency, rate.trace());
            }
        }
        let formula = match (parts.len(), rates.is_empty()) {
            (1, true) => "amount",
            (1, false) => "amount × exchange rate",
            (_, true) => "sum of the amounts",
            (_, false) => "sum of the amounts, each at its exchange rate",
        };
        parts.extend(rates.into_values());
        let amount = sum.money(base)?;
        let per = match charge.per {
            ChargePer::Vehicle => "",
            ChargePer::Declaration => ", for a declaration of this vehicle alone",
        };
        let formula = format!("{formula}, rounded half-even to the minor unit of {base}{per}");
        let trace = Trace::formula(charge.what.clone(), Amount::Money(amount), formula, parts);
        Ok(Outcome::Known { amount, trace })
    }

    fn percentage(&self, charge: &Charge, percent: Decimal) -> Result<Result<Component, String>, CostError> {
        let currency = self.question.corridor.base_currency;
        let fact = FactRef::new(&charge.row, "percent");
        let percent_trace = Trace::fact("rate", Amount::Decimal(percent, "%".to_owned()), fact);
        if percent.is_zero() {
            // Nil of whatever base, known or not.
            let trace = Trace::formula(
                "nil",
                Amount::Decimal(Decimal::ZERO, currency.to_string()),
                "0 % of any base",
                vec![percent_trace],
            );
            return Ok(Ok(Component { value: Exact::ZERO, currency, trace }));
        }
        if charge.base.is_empty() {
            return Ok(Err(format!("the base of the percentage is not recorded: {}", charge.what)));
        }
        let mut base = Money::zero(currency);
        let mut parts = Vec::new();
        for part in &charge.base {
            match self.bases.get(part) {
                Some(Ok((amount, trace))) => {
                    base = base.plus(*amount)?;
                    parts.push(trace.clone());
                }
                Some(Err(reason)) => return Ok(Err(reason.clone())),
                None => return Ok(Err(format!("{part} is part of the base and is not calculated before"))),
            }
        }
        let value = Exact::from(percent)
            .times(Exact::from(base))
            .and_then(|product| product.times(Exact::ratio(1, 100)?))
            .ok_or(out_of_range("a charge"))?;
        let base_trace = Trace::sum("base of the percentage", Amount::Money(base), parts);
        let trace = Trace::formula(
            format!("{} % of the base", percent.normalize()),
            Amount::Decimal(value.shown(), currency.to_string()),
            "base × rate / 100",
            vec![base_trace, percent_trace],
        );
        Ok(Ok(Component { value, currency, trace }))
    }
}
