//! What is wrong with statistics before anybody computes with them.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::{
    Code, Growth, Issue, PublishedFigure, Reading, Relation, RelationKind, Row, StatisticId,
};
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::book::Book;
use crate::code::{Z201, Z202, Z203, Z204, Z205, Z206, Z207, Z208, Z209, Z210, Z211, Z212, Z213, Z214};
use crate::conversion::month;
use crate::error::TradeError;
use crate::figure::Known;
use crate::growth::{growth_factor, readings};
use crate::interval::Interval;
use crate::number::{hundred, printed, rational};
use crate::relation::percentage;
use crate::unit::Unit;

/// Problems of figures, growths and relations, in that order and by id, all at once. What is an error here comes
/// out of [`crate::audit`] as undecided; warnings are audited all the same.
#[must_use]
pub fn lint(
    figures: &BTreeMap<StatisticId, PublishedFigure>,
    growths: &[Growth],
    relations: &[Relation],
) -> Vec<Issue> {
    let book = Book::new(figures);
    let mut issues = Vec::new();
    for figure in figures.values() {
        of_figure(figure, &mut issues);
    }
    let mut growths: Vec<&Growth> = growths.iter().collect();
    growths.sort_by(|a, b| a.id.cmp(&b.id));
    for growth in growths {
        of_growth(&book, growth, &mut issues);
    }
    let mut relations: Vec<&Relation> = relations.iter().collect();
    relations.sort_by(|a, b| a.id.cmp(&b.id));
    for relation in relations {
        of_relation(&book, relation, &mut issues);
    }
    issues
}

fn issue(code: &'static Code, row: &Arc<Row>, column: &str, message: String, hint: Option<&str>) -> Issue {
    Issue {
        code,
        row: Arc::clone(row),
        column: (!column.is_empty()).then(|| column.to_owned()),
        message,
        hint: hint.map(str::to_owned),
    }
}

fn of_figure(figure: &PublishedFigure, issues: &mut Vec<Issue>) {
    let row = &figure.row;
    let unit = Unit::parse(&figure.unit);
    if !unit.is_known() {
        let message = format!("`{}` is in `{}`, which is no known unit", figure.id, figure.unit);
        issues.push(issue(&Z205, row, "unit", message, Some("write `M CNY`, `bn USD`, `vehicles`, `%`")));
    }
    match Known::new(figure) {
        Err(error) => issues.push(issue(&Z202, row, "rounding", error.to_string(), None)),
        Ok(known) => {
            let (value, step) = (rational(figure.value), rational(figure.rounding));
            if !(&value / &step).is_integer() {
                let message = format!(
                    "`{}` is {}, which no rounding to a step of {} gives",
                    figure.id,
                    printed(figure.value),
                    printed(figure.rounding)
                );
                issues.push(issue(
                    &Z203,
                    row,
                    "rounding",
                    message,
                    Some("give the step of the last printed digit"),
                ));
            }
            if unit.is_count() && !known.whole {
                let message = format!(
                    "`{}` is {} {}, but no whole number lies in {}",
                    figure.id,
                    printed(figure.value),
                    figure.unit,
                    known.printed
                );
                issues.push(issue(
                    &Z204,
                    row,
                    "value",
                    message,
                    Some("an average has a unit such as `vehicles/container`"),
                ));
            }
        }
    }
}

fn of_growth(book: &Book<'_>, growth: &Growth, issues: &mut Vec<Issue>) {
    let row = &growth.row;
    match book.grown(growth) {
        Err(error) => {
            let column = if matches!(&error, TradeError::UnknownFigure { id } if *id == growth.figure) {
                "figure"
            } else {
                "base"
            };
            refused(&error, row, column, issues);
        }
        Ok((_, Some(base))) => zero(base, row, "base", issues),
        Ok((_, None)) => {}
    }
    let mut factors = readings(growth).iter().map(|reading| (*reading, growth_factor(growth, *reading)));
    if let Some((_, Err(error @ TradeError::NoStep { .. }))) = factors.clone().next() {
        issues.push(issue(&Z202, row, "rounding", error.to_string(), None));
    } else if factors.all(|(_, factor)| factor.is_err()) {
        let by = if growth.reading == Reading::To { "to" } else { "by" };
        let message = format!(
            "`{}` says grown {by} {} {}, which is no positive multiple of any base",
            growth.id,
            printed(growth.value),
            growth.unit
        );
        issues.push(issue(&Z211, row, "value", message, Some("check its sign, unit and reading")));
    }
}

fn of_relation(book: &Book<'_>, relation: &Relation, issues: &mut Vec<Issue>) {
    let row = &relation.row;
    let column = match &relation.kind {
        RelationKind::Sum { .. } => "sum",
        RelationKind::Share { .. } => "share",
        RelationKind::Conversion { .. } => "conversion",
        RelationKind::Packing { .. } => "packing",
        RelationKind::UnitValue { .. } => "unit_value",
        RelationKind::Same(_) => "same",
    };
    match &relation.kind {
        RelationKind::Conversion { rates: (from, to), .. } if !matches!((month(from), month(to)), (Some(first), Some(last)) if first <= last) =>
        {
            let error = TradeError::Months { id: relation.id.clone(), from: from.clone(), to: to.clone() };
            refused(&error, row, column, issues);
        }
        RelationKind::Packing { per_unit_min: min, per_unit_max: max, .. } if *min == 0 || max < min => {
            let error = TradeError::Packing { id: relation.id.clone(), min: *min, max: *max };
            refused(&error, row, column, issues);
        }
        _ => {}
    }
    let members = match book.members(relation) {
        Ok(members) => members,
        Err(error) => {
            refused(&error, row, column, issues);
            return;
        }
    };
    match (&relation.kind, members.as_slice()) {
        (RelationKind::Share { .. }, [whole, part, percent @ ..]) => {
            zero(whole, row, column, issues);
            let range = percentage(part, whole).ok();
            let stated = percent.first().map(|percent| percent.printed.clone());
            if let Some(range) = range.into_iter().chain(stated).find(is_no_share) {
                let message = format!("`{}` is a share of {range} %", relation.id);
                issues.push(issue(
                    &Z209,
                    row,
                    column,
                    message,
                    Some("a part is between nothing and all of its whole"),
                ));
            }
        }
        (RelationKind::UnitValue { .. } | RelationKind::Conversion { .. }, [_, divisor]) => {
            zero(divisor, row, column, issues);
        }
        _ => {}
    }
}

/// All of the range lies below 0 or above 100 %.
fn is_no_share(range: &Interval) -> bool {
    range.low().is_some_and(|low| *low > hundred()) || range.high().is_some_and(Signed::is_negative)
}

fn zero(divisor: &Known<'_>, row: &Arc<Row>, column: &str, issues: &mut Vec<Issue>) {
    if divisor.printed.contains(&BigRational::zero()) {
        let message =
            format!("`{}` may be zero ({})", divisor.id(), divisor.printed.with_unit(&divisor.figure.unit));
        issues.push(issue(&Z210, row, column, message, None));
    }
}

fn refused(error: &TradeError, row: &Arc<Row>, column: &str, issues: &mut Vec<Issue>) {
    let (code, hint) = match error {
        TradeError::UnknownFigure { .. } => (&Z201, None),
        // The figure's own row is reported already.
        TradeError::NoStep { .. } => return,
        TradeError::UnlikeUnits { left_unit, right_unit, .. } => {
            let both = [left_unit, right_unit].map(|unit| Unit::parse(unit).currency());
            match both {
                [Some(_), Some(_)] => (&Z207, Some("relate two currencies by a `conversion`")),
                _ => (&Z206, None),
            }
        }
        TradeError::WrongUnit { .. } => (&Z208, None),
        TradeError::MayBeZero { .. } => (&Z210, None),
        TradeError::NoMultiple { .. } | TradeError::NoReading { .. } => (&Z211, None),
        TradeError::Months { .. } => (&Z213, None),
        TradeError::Packing { .. } => (&Z214, None),
        TradeError::Members { .. } => (&Z212, None),
    };
    issues.push(issue(code, row, column, error.to_string(), hint));
}
