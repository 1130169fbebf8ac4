//! Single derivations for reports: an exact interval and the trace of where it comes from.

use landbridge_model::{Amount, Growth, PublishedFigure, Reading, Trace};

use crate::error::TradeError;
use crate::figure::Known;
use crate::growth::{self, growth_factor};
use crate::interval::Interval;
use crate::relation::{per_piece, percentage};

/// The share of a part in a whole, in per cent.
///
/// # Errors
/// The two are in unlike units, the whole may be zero, or a figure has no rounding step.
pub fn share_of_total(
    part: &PublishedFigure,
    whole: &PublishedFigure,
) -> Result<(Interval, Trace), TradeError> {
    let (part, whole) = (Known::new(part)?, Known::new(whole)?);
    if !part.unit.is_like(&whole.unit) {
        return Err(TradeError::UnlikeUnits {
            left: part.id().clone(),
            left_unit: part.figure.unit.clone(),
            right: whole.id().clone(),
            right_unit: whole.figure.unit.clone(),
        });
    }
    let share = percentage(&part, &whole)?;
    let label = format!("share of {} in {}", part.figure.what, whole.figure.what);
    let trace = derived(label, &share, "%", "100 x part / whole", vec![part.trace(), whole.trace()]);
    Ok((share, trace))
}

/// Value per piece, in the value's single unit: CNY for a value in M CNY.
///
/// # Errors
/// The value is not money, the count may be zero, or a figure has no rounding step.
pub fn unit_value(value: &PublishedFigure, count: &PublishedFigure) -> Result<(Interval, Trace), TradeError> {
    let (value, count) = (Known::new(value)?, Known::new(count)?);
    if value.unit.currency().is_none() {
        return Err(TradeError::WrongUnit {
            id: value.id().clone(),
            unit: value.figure.unit.clone(),
            expected: "an amount of money",
        });
    }
    let (each, unit) = per_piece(&value, &count)?;
    let label = format!("{} per {}", value.figure.what, count.figure.what);
    let trace = derived(label, &each, &unit, "value / count", vec![value.trace(), count.trace()]);
    Ok((each, trace))
}

/// The figure of the base period a growth implies, in the unit of the figure that grew.
///
/// # Errors
/// The growth is about another figure, has two readings and none was chosen, is no positive multiple, or no base
/// fits ([`TradeError::NoMultiple`]).
pub fn implied_base(
    growth: &Growth,
    figure: &PublishedFigure,
    reading: Reading,
) -> Result<(Interval, Trace), TradeError> {
    if growth.figure != figure.id {
        return Err(TradeError::UnknownFigure { id: growth.figure.clone() });
    }
    let known = Known::new(figure)?;
    let factor = growth_factor(growth, reading)?;
    let none = || TradeError::NoMultiple { id: growth.id.clone(), reading: reading.word() };
    let base = known.in_printed_unit(&growth::implied_base(&known, &factor).ok_or_else(none)?);
    let words = growth::words(growth, reading);
    let label = format!("base of {}, if {words}", figure.what);
    let formula = format!("figure / ({factor})");
    let trace = derived(label, &base, &figure.unit, &formula, vec![known.trace(), growth::trace(growth)]);
    Ok((base, trace))
}

fn derived(label: String, interval: &Interval, unit: &str, formula: &str, parts: Vec<Trace>) -> Trace {
    let exact = interval.single().is_some().then(|| interval.low_decimal(6)).flatten();
    // A decimal only where it is the number itself.
    let amount = match exact {
        Some(value) if interval.single() == Some(&crate::number::rational(value)) => {
            Amount::Decimal(value, unit.to_owned())
        }
        _ => Amount::Text(interval.with_unit(unit)),
    };
    Trace::formula(label, amount, format!("{formula}, each end rounded outwards"), parts)
}

#[cfg(test)]
mod tests {
    use landbridge_model::GrowthUnit;

    use super::*;
    use crate::figure::tests::figure;
    use crate::growth::tests::growth;

    #[test]
    fn each_row_knows_its_facts() {
        let (value, count) =
            (figure("value", "490", "M CNY", "10"), figure("count", "4119", "vehicles", "1"));
        let (each, trace) = unit_value(&value, &count).unwrap();
        assert_eq!(each.with_unit("CNY"), "117,747 to 120,175 CNY");
        assert_eq!(trace.amount.to_string(), "117,747 to 120,175 CNY/vehicle");
        assert_eq!(trace.facts().len(), 2);

        let all = figure("all", "850", "M CNY", "10");
        assert_eq!(share_of_total(&value, &all).unwrap().0.with_unit("%"), "56.72 to 58.58 %");
        assert!(matches!(share_of_total(&value, &count), Err(TradeError::UnlikeUnits { .. })));
        assert!(matches!(unit_value(&count, &value), Err(TradeError::WrongUnit { .. })));
        let nothing = figure("none", "0", "vehicles", "1");
        assert!(matches!(unit_value(&value, &nothing), Err(TradeError::MayBeZero { .. })));
    }

    #[test]
    fn a_base_that_is_one_number_is_a_number() {
        let count = figure("count", "4119", "vehicles", "1");
        let up = growth("up", "count", "17.8", GrowthUnit::Times, "0.1");
        let (_, trace) = implied_base(&up, &count, Reading::By).unwrap();
        assert_eq!(trace.amount, Amount::Decimal(219.into(), "vehicles".to_owned()));
        assert!(matches!(implied_base(&up, &count, Reading::Unknown), Err(TradeError::NoReading { .. })));
        let other = figure("other", "1", "vehicles", "1");
        assert!(matches!(implied_base(&up, &other, Reading::By), Err(TradeError::UnknownFigure { .. })));
    }
}
