//! What a printed figure can stand for.

use landbridge_model::Amount;
use landbridge_model::{FactRef, PublishedFigure, Qualifier, StatisticId, Trace};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::error::TradeError;
use crate::interval::Interval;
use crate::number::{printed, rational};
use crate::unit::Unit;

/// The true values a figure can stand for, in its printed unit, with `v` its number and `r` its rounding step:
///
/// | qualifier | interval | why |
/// |---|---|---|
/// | `exact` | v - r/2 to v + r/2 | rounded to the nearest; both ends, since conventions differ on ties |
/// | `about` | v - r to v + r | a word of caution: one step to either side |
/// | `nearly` | v - r to v | below the number, but not by more than a step |
/// | `over` | v and more | the text sets no upper end, and one made up could refute a true statement |
///
/// A figure that counts things keeps only the whole numbers of the interval and, unless it is printed as
/// negative, only those from zero: 4,119 vehicles is exactly 4,119. Where no whole number is left (an average of
/// 2.5 cars), the interval stays as it is.
///
/// # Errors
/// [`TradeError::NoStep`] where the rounding step is not more than zero.
pub fn printed_interval(figure: &PublishedFigure) -> Result<Interval, TradeError> {
    Known::new(figure).map(|known| known.printed)
}

/// A figure with its unit read and its interval computed.
#[derive(Clone, Debug)]
pub(crate) struct Known<'a> {
    pub(crate) figure: &'a PublishedFigure,
    pub(crate) unit: Unit,
    /// In the printed unit.
    pub(crate) printed: Interval,
    /// The true value is a whole number of single units.
    pub(crate) whole: bool,
}

impl<'a> Known<'a> {
    pub(crate) fn new(figure: &'a PublishedFigure) -> Result<Self, TradeError> {
        let (value, step) = (rational(figure.value), rational(figure.rounding));
        if !step.is_positive() {
            return Err(TradeError::NoStep { id: figure.id.clone(), step: figure.rounding.to_string() });
        }
        let (low, high) = match figure.qualifier {
            Qualifier::Exact => {
                let reach = step / BigRational::from_integer(2.into());
                (value.clone() - &reach, Some(value + reach))
            }
            Qualifier::About => (value.clone() - &step, Some(value + step)),
            Qualifier::Nearly => (value.clone() - step, Some(value)),
            Qualifier::Over => (value, None),
        };
        let unit = Unit::parse(&figure.unit);
        // The low end never exceeds the high end here.
        let raw = Interval::new(Some(low), high).unwrap_or(Interval::ALL);
        let (printed, whole) = match whole_part(figure, &unit, &raw) {
            Some(printed) => (printed, true),
            None => (raw, false),
        };
        Ok(Self { figure, unit, printed, whole })
    }

    pub(crate) const fn id(&self) -> &'a StatisticId {
        &self.figure.id
    }

    /// The interval in single units: CNY for a figure in M CNY.
    pub(crate) fn single(&self) -> Interval {
        self.printed.scale(&self.unit.multiple())
    }

    /// An interval in single units, in the printed unit.
    pub(crate) fn in_printed_unit(&self, single: &Interval) -> Interval {
        single.scale(&self.unit.multiple().recip())
    }

    /// The figure is not printed as negative.
    pub(crate) fn is_non_negative(&self) -> bool {
        !self.figure.value.is_sign_negative() || self.figure.value.is_zero()
    }

    /// `850 M CNY`, `over 60.6 %`.
    pub(crate) fn words(&self) -> String {
        let number = format!("{} {}", printed(self.figure.value), self.figure.unit);
        match self.figure.qualifier {
            Qualifier::Exact => number,
            other => format!("{other} {number}"),
        }
    }

    /// One line of working: what the printed number can stand for.
    pub(crate) fn line(&self) -> String {
        format!(
            "{}: {}, printed to a step of {}, is {}",
            self.figure.what,
            self.words(),
            printed(self.figure.rounding),
            self.printed.with_unit(&self.figure.unit)
        )
    }

    /// The fact, for a trace.
    pub(crate) fn trace(&self) -> Trace {
        Trace::fact(
            self.figure.what.clone(),
            Amount::Decimal(self.figure.value, self.figure.unit.clone()),
            FactRef::new(&self.figure.row, "value"),
        )
    }

    /// Refuses a figure that may be zero as a divisor.
    pub(crate) fn as_divisor(&self) -> Result<Interval, TradeError> {
        let single = self.single();
        if single.contains_zero() {
            let range = self.printed.with_unit(&self.figure.unit);
            return Err(TradeError::MayBeZero { id: self.id().clone(), range });
        }
        Ok(single)
    }
}

/// The whole numbers of single things, back in the printed unit.
fn whole_part(figure: &PublishedFigure, unit: &Unit, raw: &Interval) -> Option<Interval> {
    if !unit.is_count() {
        return None;
    }
    let mut single = raw.scale(&unit.multiple());
    if !rational(figure.value).is_negative() {
        single = single.intersect(&Interval::at_least(BigRational::zero()))?;
    }
    Some(single.whole()?.scale(&unit.multiple().recip()))
}

#[cfg(test)]
pub(crate) mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use landbridge_model::{Row, Tier, ValueBasis};

    use super::*;

    pub(crate) fn row(table: &str, id: &str) -> Arc<Row> {
        Arc::new(Row {
            table: table.to_owned(),
            id: id.to_owned(),
            file: "trade/test.toml".into(),
            line: 1,
            values: BTreeMap::new(),
            tier: Tier::Published,
            assumed: BTreeSet::new(),
            sources: Vec::new(),
            note: None,
        })
    }

    pub(crate) fn figure(id: &str, value: &str, unit: &str, step: &str) -> PublishedFigure {
        PublishedFigure {
            id: id.parse().unwrap(),
            what: id.to_owned(),
            reporter: String::new(),
            partner: String::new(),
            flow: "export".to_owned(),
            basis: ValueBasis::Unknown,
            category: String::new(),
            period: "2023".to_owned(),
            value: value.parse().unwrap(),
            unit: unit.to_owned(),
            qualifier: Qualifier::Exact,
            rounding: step.parse().unwrap(),
            printed: format!("{value} {unit}"),
            row: row("figure", id),
        }
    }

    #[test]
    fn words_open_and_close_the_interval() {
        for (qualifier, expected) in [
            (Qualifier::Exact, "59.95 to 60.05"),
            (Qualifier::About, "59.9 to 60.1"),
            (Qualifier::Nearly, "59.9 to 60"),
            (Qualifier::Over, "at least 60"),
        ] {
            let figure = PublishedFigure { qualifier, ..figure("x", "60", "%", "0.1") };
            assert_eq!(printed_interval(&figure).unwrap().to_string(), expected);
        }
    }

    #[test]
    fn things_come_whole() {
        let text = |value, unit, step| printed_interval(&figure("x", value, unit, step)).unwrap().to_string();
        assert_eq!(text("4119", "vehicles", "1"), "4,119");
        assert_eq!(text("203000", "vehicles", "1000"), "202,500 to 203,500");
        assert_eq!(text("20.9", "k vehicles", "0.1"), "20.85 to 20.95");
        assert_eq!(text("0", "trains", "1"), "0");
        assert_eq!(text("2.5", "vehicles", "0.1"), "2.45 to 2.55");
        assert_eq!(text("-3", "vehicles", "1"), "-3");
    }

    #[test]
    fn a_step_of_nothing_is_refused() {
        let error = printed_interval(&figure("x", "1", "%", "0")).unwrap_err();
        assert_eq!(error.to_string(), "`x` is printed to a step of 0, which is not more than zero");
    }
}
