//! What a printed growth says about the figure of the base period.
//!
//! Press texts mix "up 17.8 times" and "17.8 times as much". The first reading (`by`) makes the figure 1 + 17.8
//! times its base, the second (`to`) 17.8 times. Per cent likewise: by 8.3 % is a factor of 1.083, to 8.3 % one of
//! 0.083. "Doubled" is a factor of 2 under every reading, rounded as the statement says.

use landbridge_model::{Amount, FactRef, Growth, GrowthUnit, Reading, Trace};
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::error::TradeError;
use crate::figure::Known;
use crate::interval::Interval;
use crate::number::{hundred, printed, rational};

/// The readings a growth statement admits: one where it is settled, else `by` and `to`.
#[must_use]
pub fn readings(growth: &Growth) -> &'static [Reading] {
    match (growth.unit, growth.reading) {
        (GrowthUnit::Doubled, _) | (_, Reading::To) => &[Reading::To],
        (_, Reading::By) => &[Reading::By],
        (_, Reading::Unknown) => &[Reading::By, Reading::To],
    }
}

/// The factors between base and figure that print as the growth does, under a reading. Negative factors are cut
/// off, as a base is more than zero and its figure not less than zero.
///
/// # Errors
/// The rounding step is not positive, the reading is [`Reading::Unknown`] where two are possible, or no factor
/// above zero is left (a fall by more than 100 %).
pub fn growth_factor(growth: &Growth, reading: Reading) -> Result<Interval, TradeError> {
    if !rational(growth.rounding).is_positive() {
        return Err(TradeError::NoStep { id: growth.id.clone(), step: growth.rounding.to_string() });
    }
    let stated = Interval::around(growth.value, growth.rounding);
    let reading = match growth.unit {
        GrowthUnit::Doubled => Reading::To,
        GrowthUnit::Times | GrowthUnit::Percent => reading,
    };
    let ratio = match growth.unit {
        GrowthUnit::Percent => stated.scale(&hundred().recip()),
        GrowthUnit::Times | GrowthUnit::Doubled => stated,
    };
    let factor = match reading {
        Reading::By => ratio.add(&Interval::exactly(BigRational::one())),
        Reading::To => ratio,
        Reading::Unknown => return Err(TradeError::NoReading { id: growth.id.clone() }),
    };
    factor
        .intersect(&Interval::non_negative())
        .filter(|factor| factor.high().is_none_or(Signed::is_positive))
        .ok_or_else(|| TradeError::NoMultiple { id: growth.id.clone(), reading: reading.word() })
}

/// The base figures, in single units, from which the figure grew as printed; `None` where there is none.
///
/// For things that come whole, these are the first and last whole number `b` for which some true value of the
/// figure makes `value / b` (or `(value - b) / b`) print as it does; every whole number between them does as
/// well.
pub(crate) fn implied_base(known: &Known<'_>, factor: &Interval) -> Option<Interval> {
    let figure = known.single().intersect(&Interval::non_negative())?;
    // f1 b <= figure <= f2 b with b > 0: b is at least figure / f2 and at most figure / f1.
    let low = match (figure.low(), factor.high()) {
        (Some(figure), Some(factor)) => figure / factor,
        _ => BigRational::zero(),
    };
    let high = match (figure.high(), factor.low()) {
        (Some(figure), Some(factor)) if factor.is_positive() => Some(figure / factor),
        _ => None,
    };
    if high.as_ref().is_some_and(BigRational::is_zero) {
        return None;
    }
    let base = Interval::new(Some(low), high)?;
    if known.whole { base.intersect(&Interval::at_least(BigRational::one()))?.whole() } else { Some(base) }
}

/// `up by 17.8 times`, `to 120 %`, `doubled`.
pub(crate) fn words(growth: &Growth, reading: Reading) -> String {
    match (growth.unit, reading) {
        (GrowthUnit::Doubled, _) => format!("multiplied by {}", printed(growth.value)),
        (unit, Reading::Unknown) => format!("grown {} {unit}", printed(growth.value)),
        (unit, reading) => format!("grown {reading} {} {unit}", printed(growth.value)),
    }
}

/// The fact, for a trace.
pub(crate) fn trace(growth: &Growth) -> Trace {
    Trace::fact(
        format!("growth: {}", growth.printed),
        Amount::Decimal(growth.value, growth.unit.word().to_owned()),
        FactRef::new(&growth.row, "value"),
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::figure::tests::{figure, row};

    pub(crate) fn growth(id: &str, figure: &str, value: &str, unit: GrowthUnit, step: &str) -> Growth {
        Growth {
            id: id.parse().unwrap(),
            figure: figure.parse().unwrap(),
            value: value.parse().unwrap(),
            unit,
            reading: Reading::Unknown,
            rounding: step.parse().unwrap(),
            printed: format!("{value} {unit}"),
            base: None,
            row: row("growth", id),
        }
    }

    fn base(value: &str, unit: &str, step: &str, growth: &Growth, reading: Reading) -> Option<String> {
        let figure = figure("x", value, unit, step);
        let known = Known::new(&figure).unwrap();
        implied_base(&known, &growth_factor(growth, reading).unwrap()).map(|base| base.to_string())
    }

    #[test]
    fn the_base_of_whole_things_is_whole() {
        let times = growth("g", "x", "17.8", GrowthUnit::Times, "0.1");
        assert_eq!(base("4119", "vehicles", "1", &times, Reading::By).unwrap(), "219");
        assert_eq!(base("4119", "vehicles", "1", &times, Reading::To).unwrap(), "231 to 232");
        // No whole number grows to 7 by a factor near 17.8.
        assert_eq!(base("7", "vehicles", "1", &times, Reading::To), None);
        assert_eq!(base("0", "vehicles", "1", &times, Reading::To), None);
    }

    #[test]
    fn doubling_is_a_factor() {
        let doubled = growth("g", "x", "2", GrowthUnit::Doubled, "1");
        assert_eq!(readings(&doubled), [Reading::To]);
        assert_eq!(base("520", "M CNY", "10", &doubled, Reading::By).unwrap(), "206,000,000 to 350,000,000");
    }

    #[test]
    fn a_fall_below_nothing_is_refused() {
        let fall = growth("g", "x", "-120", GrowthUnit::Percent, "1");
        assert!(matches!(growth_factor(&fall, Reading::By), Err(TradeError::NoMultiple { .. })));
        assert!(matches!(growth_factor(&fall, Reading::Unknown), Err(TradeError::NoReading { .. })));
        // A fall by 100 % may be one by 99.5 %.
        let total = growth("g", "x", "-100", GrowthUnit::Percent, "1");
        assert_eq!(growth_factor(&total, Reading::By).unwrap().to_string(), "0 to 0.005");
        assert_eq!(base("3", "vehicles", "1", &total, Reading::By).unwrap(), "at least 600");
    }
}
