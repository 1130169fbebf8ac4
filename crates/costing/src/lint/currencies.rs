//! Currencies that cannot be turned into the base currency.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::NaiveDate;
use landbridge_model::{Basis, Corridor, Issue, Row, Validity};
use landbridge_units::Currency;

use super::{NO_RATE, within};
use crate::exchange::Exchange;

/// One issue per currency, at the first row that cannot be converted on some day it applies.
pub(super) fn rates(corridor: &Corridor) -> Vec<Issue> {
    let exchange = Exchange::new(&corridor.exchange);
    let mut missing: BTreeMap<Currency, (&Arc<Row>, NaiveDate)> = BTreeMap::new();
    // Most rows share their currency and period with many others.
    let mut whole: BTreeSet<(Currency, Option<NaiveDate>, Option<NaiveDate>)> = BTreeSet::new();
    for (currency, validity, row) in uses(corridor) {
        let Some(period) = within(validity, corridor.horizon) else { continue };
        if currency == corridor.base_currency
            || missing.contains_key(&currency)
            || !whole.insert((currency, period.from(), period.to()))
        {
            continue;
        }
        if let Some(day) = first_day_without(&exchange, currency, corridor.base_currency, period) {
            missing.insert(currency, (row, day));
        }
    }
    missing
        .into_iter()
        .map(|(currency, (row, day))| Issue {
            code: &NO_RATE,
            row: Arc::clone(row),
            column: None,
            message: format!("{currency} has no exchange rate to {} on {day}", corridor.base_currency),
            hint: Some(format!(
                "fill the gap in fx.csv with a rate of {currency} on that day, to {} or by way of USD",
                corridor.base_currency
            )),
        })
        .collect()
}

/// Each row that gives an amount in a currency, with the period in which it can be asked for.
fn uses(corridor: &Corridor) -> Vec<(Currency, Validity, &Arc<Row>)> {
    let mut uses: Vec<(Currency, Validity, &Arc<Row>)> = Vec::new();
    uses.extend(corridor.tariffs.iter().map(|tariff| (tariff.currency, tariff.validity, &tariff.row)));
    for charge in &corridor.charges {
        uses.extend(charge.currency.map(|currency| (currency, charge.validity, &charge.row)));
    }
    uses.extend(corridor.base_units.iter().map(|unit| (unit.currency, unit.validity, &unit.row)));
    let by_value = |basis| matches!(basis, Basis::ValuePercent | Basis::ValuePercentYear);
    for tariff in corridor.tariffs.iter().filter(|tariff| by_value(tariff.basis)) {
        for vehicle in corridor.vehicles.values() {
            uses.extend(vehicle.value.map(|value| (value.currency(), tariff.validity, &vehicle.row)));
        }
    }
    uses
}

/// Rates change only where one begins or ends, so a gap begins with the period or on the day after an end.
fn first_day_without(
    exchange: &Exchange<'_>,
    currency: Currency,
    base: Currency,
    period: Validity,
) -> Option<NaiveDate> {
    let turns = exchange.turning_days().flat_map(|day| [Some(day), day.succ_opt()]).flatten();
    let mut days: Vec<NaiveDate> =
        period.from().into_iter().chain(turns).filter(|day| period.contains(*day)).collect();
    if days.is_empty() {
        days.extend(period.to());
    }
    days.sort_unstable();
    days.into_iter().find(|day| exchange.rate(currency, base, *day).is_err())
}
