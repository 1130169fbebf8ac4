//! Exchange: direct, inverse, or crossed by US dollar.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use landbridge_model::{Amount, ExchangeRate, FactRef, Trace};
use landbridge_units::{Currency, Money};

use crate::error::{CostError, out_of_range};
use crate::exact::Exact;

/// The currency crossed by where a pair has no rate of its own.
const CROSS: &str = "USD";

/// The exchange rates of a corridor, by pair.
#[derive(Clone, Debug)]
pub struct Exchange<'a> {
    /// (of which there is one, counted) to the series, sorted by first day.
    series: BTreeMap<(Currency, Currency), Vec<&'a ExchangeRate>>,
    cross: Option<Currency>,
}

/// A rate of one day between two currencies, exact, with the rates it rests on.
#[derive(Clone, Debug)]
pub struct Rate<'a> {
    from: Currency,
    to: Currency,
    date: NaiveDate,
    value: Exact,
    /// None for a currency to itself, one, or two by way of the cross currency.
    legs: Vec<Leg<'a>>,
}

#[derive(Clone, Copy, Debug)]
struct Leg<'a> {
    rate: &'a ExchangeRate,
    inverse: bool,
}

impl<'a> Exchange<'a> {
    /// Sorts the rates of a corridor.
    #[must_use]
    pub fn new(rates: &'a [ExchangeRate]) -> Self {
        let mut series: BTreeMap<_, Vec<&ExchangeRate>> = BTreeMap::new();
        for rate in rates {
            series.entry((rate.per, rate.currency)).or_default().push(rate);
        }
        for rates in series.values_mut() {
            rates.sort_by(|a, b| (a.validity.from(), &a.id).cmp(&(b.validity.from(), &b.id)));
        }
        Self { series, cross: CROSS.parse().ok() }
    }

    /// Units of `to` for one unit of `from` on a day: the pair's own rate, else its inverse, else both currencies
    /// against USD.
    ///
    /// # Errors
    /// [`CostError::NoRate`] where none of the three exists on that day.
    pub fn rate(&self, from: Currency, to: Currency, date: NaiveDate) -> Result<Rate<'a>, CostError> {
        let legs = if from == to {
            Some(Vec::new())
        } else {
            self.leg(from, to, date).map(|leg| vec![leg]).or_else(|| {
                let cross = self.cross?;
                Some(vec![self.leg(from, cross, date)?, self.leg(cross, to, date)?])
            })
        };
        let legs = legs.ok_or(CostError::NoRate { from, to, date })?;
        let value = legs.iter().try_fold(Exact::ONE, |value, leg| {
            let rate = Exact::from(leg.rate.rate);
            if leg.inverse { value.over(rate) } else { value.times(rate) }
        });
        let value = value.ok_or_else(|| out_of_range("an exchange rate"))?;
        Ok(Rate { from, to, date, value, legs })
    }

    fn leg(&self, from: Currency, to: Currency, date: NaiveDate) -> Option<Leg<'a>> {
        let of = |pair, inverse| self.on_day(pair, date).map(|rate| Leg { rate, inverse });
        of((from, to), false).or_else(|| of((to, from), true))
    }

    fn on_day(&self, pair: (Currency, Currency), date: NaiveDate) -> Option<&'a ExchangeRate> {
        let series = self.series.get(&pair)?;
        let begun = series.partition_point(|rate| rate.validity.from().is_none_or(|from| from <= date));
        series.get(..begun)?.iter().rev().find(|rate| rate.validity.contains(date)).copied()
    }

    /// The greatest rate of any day, for upper bounds; `None` where there is no rate on any day.
    pub(crate) fn greatest(&self, from: Currency, to: Currency, days: &[NaiveDate]) -> Option<Exact> {
        let mut greatest: Option<Exact> = None;
        for day in days.iter().copied().chain(self.turning_days()) {
            if let Ok(rate) = self.rate(from, to, day) {
                greatest = match greatest {
                    Some(known) => Some(known.greater(rate.value)?),
                    None => Some(rate.value),
                };
            }
        }
        greatest
    }

    /// Days on which some rate begins or ends: between them no rate changes.
    pub(crate) fn turning_days(&self) -> impl Iterator<Item = NaiveDate> + '_ {
        self.series.values().flatten().flat_map(|rate| [rate.validity.from(), rate.validity.to()]).flatten()
    }
}

impl Rate<'_> {
    /// The exact rate.
    pub(crate) fn exact(&self) -> Exact {
        self.value
    }

    /// Whether both currencies are one.
    #[must_use]
    pub fn is_identity(&self) -> bool {
        self.legs.is_empty()
    }

    /// An amount of the first currency in the second, rounded half-even to its minor unit.
    ///
    /// # Errors
    /// Another currency than the first, or out of range.
    pub fn convert(&self, amount: Money) -> Result<Money, CostError> {
        if amount.currency() != self.from {
            return Err(landbridge_units::MoneyError::UnlikeCurrencies {
                left: amount.currency(),
                right: self.from,
            }
            .into());
        }
        let value =
            Exact::from(amount).times(self.value).ok_or_else(|| out_of_range("an amount converted"))?;
        Ok(value.money(self.to)?)
    }

    /// The rate down to the rates of the corridor; how it was inverted or crossed stands in the formula.
    #[must_use]
    pub fn trace(&self) -> Trace {
        let label = format!("exchange rate {} to {} on {}", self.from, self.to, self.date);
        let unit = format!("{} per {}", self.to, self.from);
        let parts: Vec<Trace> = self.legs.iter().map(Leg::trace).collect();
        let words = match self.legs.as_slice() {
            [] => {
                let amount = Amount::Decimal(landbridge_units::Decimal::ONE, unit);
                return Trace::given(label, amount, "a currency in itself");
            }
            [Leg { inverse: false, .. }] => return single(parts, &label),
            [only] => format!("1 / ({})", only.unit()),
            legs => {
                let factor = |leg: &Leg<'_>| match leg.inverse {
                    true => format!("1 / ({})", leg.unit()),
                    false => format!("({})", leg.unit()),
                };
                format!("by USD: {}", legs.iter().map(factor).collect::<Vec<_>>().join(" × "))
            }
        };
        let formula = format!("{words}; computed with the exact fraction, shown to 10 places");
        Trace::formula(label, Amount::Decimal(self.value.shown(), unit), formula, parts)
    }
}

/// The only part, under the label of the whole.
fn single(parts: Vec<Trace>, label: &str) -> Trace {
    match parts.into_iter().next() {
        Some(part) => Trace { label: label.to_owned(), ..part },
        None => Trace::given(label, Amount::Text("no rate".to_owned()), "no rate"),
    }
}

impl Leg<'_> {
    fn unit(&self) -> String {
        format!("{} per {}", self.rate.currency, self.rate.per)
    }

    fn trace(&self) -> Trace {
        let label = format!("{}, {}", self.unit(), self.rate.validity);
        let amount = Amount::Decimal(self.rate.rate, self.unit());
        Trace::fact(label, amount, FactRef::new(&self.rate.row, "rate"))
    }
}
