//! One amount in two currencies: which exchange rate does it imply, and is that one of the period?

use landbridge_model::{Amount, ExchangeRate, FactRef, Relation, RelationKind, Trace};
use landbridge_units::{Currency, Decimal};
use num_rational::BigRational;
use num_traits::Signed;

use crate::error::TradeError;
use crate::figure::Known;
use crate::finding::{Account, Implied, Verdict};
use crate::interval::Interval;
use crate::number::{Towards, hundred, places_for, printed, rational, text};

/// Rates that would fit are named up to this many.
const FITTING_MAX: usize = 6;

/// Holds the rate implied by the two figures against the exchange rates of the months.
///
/// The rates of the period are taken as one range from the lowest to the highest, each as far as its last digit
/// is rounded: averages of months say where a rate was, not which day's rate a statistician took.
pub(crate) fn check(
    relation: &Relation,
    left: &Known<'_>,
    right: &Known<'_>,
    exchange: &[ExchangeRate],
) -> Result<(Verdict, Account), TradeError> {
    let RelationKind::Conversion { rates: (from, to), .. } = &relation.kind else {
        return Err(TradeError::Members { id: relation.id.clone(), expected: "to be a conversion" });
    };
    let months = || TradeError::Months { id: relation.id.clone(), from: from.clone(), to: to.clone() };
    let (first, last) = (month(from).ok_or_else(months)?, month(to).ok_or_else(months)?);
    if last < first {
        return Err(months());
    }
    let (Some(counted), Some(per)) = (left.unit.currency(), right.unit.currency()) else {
        return Err(TradeError::WrongUnit {
            id: left.id().clone(),
            unit: left.figure.unit.clone(),
            expected: "an amount of money",
        });
    };
    let unit = format!("{counted}/{per}");
    let may_be_zero = || TradeError::MayBeZero {
        id: right.id().clone(),
        range: right.printed.with_unit(&right.figure.unit),
    };
    let divisor = right.as_divisor()?;
    let implied = left.single().div(&divisor).ok_or_else(may_be_zero)?;
    let quotes = quotes(exchange, counted, per);
    let period: Vec<&Quote<'_>> = quotes.iter().filter(|q| q.first <= last && first <= q.last).collect();
    let missing: Vec<String> = (first..=last)
        .filter(|m| !period.iter().any(|q| q.first <= *m && *m <= q.last))
        .map(month_text)
        .collect();

    let mut account = Account {
        working: vec![
            left.line(),
            right.line(),
            format!(
                "implied rate: ({}) / ({}), that is {}, or {implied} {unit}",
                left.printed.with_unit(&left.figure.unit),
                right.printed.with_unit(&right.figure.unit),
                implied.exact_text()
            ),
        ],
        implied: vec![Implied::new("implied exchange rate", implied.clone(), unit.clone())],
        facts: [left.trace(), right.trace()].into_iter().chain(period.iter().map(|q| q.trace())).collect(),
        ..Account::default()
    };
    for quote in &period {
        account.working.push(format!("{}: {} {unit}", quote.rate.validity, quote.printed_text()));
    }
    if !missing.is_empty() {
        let named = missing.iter().take(12).cloned().collect::<Vec<_>>().join(", ");
        let more = missing.len().saturating_sub(12);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        account.working.push(format!("no rate for {named}{more}"));
    }
    let says = format!("{} for {} is {implied} {unit}", left.words(), right.words());
    let span = if from == to { from.clone() } else { format!("{from} to {to}") };
    let Some(range) = period.iter().map(|q| q.range.clone()).reduce(|hull, range| hull.hull(&range)) else {
        account.statement = format!("{says}; there is no exchange rate of {span} to hold that against.");
        return Ok((Verdict::Undecided, account));
    };
    let averages = match period.as_slice() {
        [only] => format!("the average of {span} is {}", only.printed_text()),
        _ => format!("the averages of {span} lie between {}", span_text(&period)),
    };
    let Some(gap) = implied.gap(&range) else {
        account.statement = format!("{says}; {averages}, so such a rate occurred.");
        return Ok((Verdict::Consistent, account));
    };
    let too_high = matches!((implied.low(), range.high()), (Some(low), Some(high)) if low > high);
    let near = if too_high { range.high() } else { range.low() };
    let share = near.filter(|near| near.is_positive()).map(|near| {
        let share = &gap * hundred() / near;
        format!(" or {} %", text(&share, places_for(&share).min(2), Towards::Below))
    });
    let miss = format!(
        "at least {}{} too {}",
        text(&gap, places_for(&gap), Towards::Below),
        share.unwrap_or_default(),
        if too_high { "high" } else { "low" }
    );
    let fitting: Vec<String> = quotes
        .iter()
        .filter(|q| q.range.gap(&implied).is_none())
        .take(FITTING_MAX)
        .map(|q| format!("{} ({})", q.printed_text(), q.rate.validity))
        .collect();
    account.working.push(if fitting.is_empty() {
        "no other exchange rate on file fits".to_owned()
    } else {
        format!("exchange rates on file that would fit: {}", fitting.join(", "))
    });
    if missing.is_empty() {
        account.statement =
            format!("{says}; {averages}, so it was converted at a rate {miss} for the period.");
        Ok((Verdict::Contradictory, account))
    } else {
        account.statement =
            format!("{says}; {averages}, which is {miss}, but not every month of the period has a rate.");
        Ok((Verdict::Undecided, account))
    }
}

/// An exchange rate of the pair asked for, turned round where it is quoted the other way.
struct Quote<'a> {
    rate: &'a ExchangeRate,
    range: Interval,
    value: BigRational,
    first: i64,
    last: i64,
}

impl Quote<'_> {
    fn printed_text(&self) -> String {
        if self.value == rational(self.rate.rate) { printed(self.rate.rate) } else { self.range.to_string() }
    }

    fn trace(&self) -> Trace {
        let unit = format!("{}/{}", self.rate.currency, self.rate.per);
        Trace::fact(
            format!("exchange rate, {}", self.rate.validity),
            Amount::Decimal(self.rate.rate, unit),
            FactRef::new(&self.rate.row, "rate"),
        )
    }
}

fn quotes(exchange: &[ExchangeRate], counted: Currency, per: Currency) -> Vec<Quote<'_>> {
    let mut quotes: Vec<Quote<'_>> = exchange
        .iter()
        .filter_map(|rate| {
            let value = rational(rate.rate);
            let printed = Interval::around(rate.rate, Decimal::new(1, rate.rate.scale()));
            if !printed.low().is_some_and(Signed::is_positive) {
                return None;
            }
            let (range, value) = if (rate.currency, rate.per) == (counted, per) {
                (printed, value)
            } else if (rate.currency, rate.per) == (per, counted) {
                (printed.recip()?, value.recip())
            } else {
                return None;
            };
            let first = rate.validity.from().map_or(i64::MIN, |day| day_month(&day.to_string()));
            let last = rate.validity.to().map_or(i64::MAX, |day| day_month(&day.to_string()));
            Some(Quote { rate, range, value, first, last })
        })
        .collect();
    quotes.sort_by(|a, b| (a.first, a.last, &a.rate.id).cmp(&(b.first, b.last, &b.rate.id)));
    quotes
}

fn span_text(period: &[&Quote<'_>]) -> String {
    let least = period.iter().min_by(|a, b| a.value.cmp(&b.value));
    let most = period.iter().max_by(|a, b| a.value.cmp(&b.value));
    match (least, most) {
        (Some(least), Some(most)) => format!("{} and {}", least.printed_text(), most.printed_text()),
        _ => String::new(),
    }
}

/// Months since year 0 of `YYYY-MM`.
pub(crate) fn month(text: &str) -> Option<i64> {
    let (year, month) = text.split_once('-')?;
    let digits = |text: &str, n| text.len() == n && text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year, 4) || !digits(month, 2) {
        return None;
    }
    let (year, month): (i64, i64) = (year.parse().ok()?, month.parse().ok()?);
    (1..=12).contains(&month).then_some(year * 12 + month - 1)
}

fn month_text(months: i64) -> String {
    format!("{:04}-{:02}", months.div_euclid(12), months.rem_euclid(12) + 1)
}

/// The month of an ISO date; years outside 0 to 9999 are before or after all months asked for.
fn day_month(day: &str) -> i64 {
    let early = if day.starts_with('-') { i64::MIN } else { i64::MAX };
    day.get(..7).and_then(month).unwrap_or(early)
}

#[cfg(test)]
pub(crate) mod tests {
    use landbridge_model::Validity;

    use super::*;
    use crate::figure::tests::{figure, row};

    pub(crate) fn rate(currency: &str, per: &str, from: &str, to: &str, rate: &str) -> ExchangeRate {
        let id = format!("{currency}-{per}-{from}");
        ExchangeRate {
            id: id.parse().unwrap(),
            currency: currency.parse().unwrap(),
            per: per.parse().unwrap(),
            rate: rate.parse().unwrap(),
            validity: Validity::new(Some(from.parse().unwrap()), Some(to.parse().unwrap())).unwrap(),
            row: row("fx", &id),
        }
    }

    fn relation(from: &str, to: &str) -> Relation {
        Relation {
            id: "r".parse().unwrap(),
            what: "in dollars".to_owned(),
            kind: RelationKind::Conversion {
                left: "l".parse().unwrap(),
                right: "r".parse().unwrap(),
                rates: (from.to_owned(), to.to_owned()),
            },
            row: row("relation", "r"),
        }
    }

    fn verdict(rates: &[ExchangeRate], from: &str, to: &str) -> (Verdict, String) {
        let (left, right) = (figure("l", "850", "M CNY", "10"), figure("r", "120.22", "M USD", "0.01"));
        let (left, right) = (Known::new(&left).unwrap(), Known::new(&right).unwrap());
        let (verdict, account) = check(&relation(from, to), &left, &right, rates).unwrap();
        (verdict, account.statement)
    }

    #[test]
    fn a_rate_of_another_period_is_found_out() {
        let rates = [
            rate("CNY", "USD", "2023-01-01", "2023-01-31", "6.7952"),
            rate("CNY", "USD", "2023-02-01", "2023-02-28", "6.8943"),
        ];
        let (found, text) = verdict(&rates, "2023-01", "2023-02");
        assert_eq!(found, Verdict::Contradictory);
        assert_eq!(
            text,
            "850 M CNY for 120.22 M USD is 7.028 to 7.113 CNY/USD; the averages of 2023-01 to 2023-02 lie between \
             6.7952 and 6.8943, so it was converted at a rate at least 0.134 or 1.94 % too high for the period."
        );
        // A month without a rate could have had any.
        assert_eq!(verdict(&rates, "2023-01", "2023-03").0, Verdict::Undecided);
        assert_eq!(verdict(&rates, "2024-01", "2024-03").0, Verdict::Undecided);
    }

    #[test]
    fn rates_quoted_the_other_way_are_turned_round() {
        let rates = [rate("USD", "CNY", "2023-01-01", "2023-12-31", "0.1413")];
        assert_eq!(verdict(&rates, "2023-01", "2023-04").0, Verdict::Consistent);
        let rates = [rate("USD", "CNY", "2023-01-01", "2023-12-31", "0.15")];
        assert_eq!(verdict(&rates, "2023-01", "2023-04").0, Verdict::Contradictory);
    }

    #[test]
    fn months_are_months() {
        assert_eq!(month("2023-01"), Some(2023 * 12));
        for bad in ["2023", "2023-13", "2023-00", "23-01", "2023-1", "2023-01-01", "+023-01", ""] {
            assert_eq!(month(bad), None, "{bad}");
        }
        assert_eq!(month_text(2023 * 12 + 11), "2023-12");
        assert_eq!(day_month("-0001-05-01"), i64::MIN);
        assert_eq!(day_month("+12345-05-01"), i64::MAX);
    }
}
