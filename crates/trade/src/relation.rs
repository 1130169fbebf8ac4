//! Relations between figures, one at a time, in words: sums, shares, unit values, figures for one quantity.
//!
//! The verdict on a relation comes from the exact decision; this module shows the arithmetic behind it.

use landbridge_model::{Relation, RelationKind};
use num_rational::BigRational;
use num_traits::Zero;

use crate::error::TradeError;
use crate::figure::Known;
use crate::finding::{Account, Implied};
use crate::interval::Interval;
use crate::number::{Towards, hundred, places_for, text};

/// The account of a relation over its members, in the order [`crate::book::Book::members`] gives them.
pub(crate) fn account(relation: &Relation, members: &[&Known<'_>]) -> Result<Account, TradeError> {
    let mut account = Account {
        working: members.iter().map(|known| known.line()).collect(),
        facts: members.iter().map(|known| known.trace()).collect(),
        ..Account::default()
    };
    match (&relation.kind, members) {
        (RelationKind::Sum { complete, .. }, [total, parts @ ..]) => {
            sum(&mut account, total, parts, *complete)
        }
        (RelationKind::Share { .. }, [whole, part, percent @ ..]) => {
            share(&mut account, whole, part, percent.first().copied());
        }
        (RelationKind::UnitValue { .. }, [value, count]) => unit_value(&mut account, value, count)?,
        (RelationKind::Same(_), all) => same(&mut account, all),
        _ => {}
    }
    Ok(account)
}

/// The rest of a total after its parts, in the total's unit and before it is known not to be negative.
fn rest(total: &Known<'_>, parts: &[&Known<'_>]) -> (Interval, Interval) {
    let parts = parts
        .iter()
        .map(|part| total.in_printed_unit(&part.single()))
        .fold(Interval::exactly(BigRational::zero()), |sum, part| sum.add(&part));
    let rest = total.printed.sub(&parts);
    (parts, rest)
}

fn sum(account: &mut Account, total: &Known<'_>, parts: &[&Known<'_>], complete: bool) {
    let unit = &total.figure.unit;
    let (added, rest) = rest(total, parts);
    let terms = |end: fn(&Interval) -> Option<&BigRational>| {
        let terms: Option<Vec<String>> = parts
            .iter()
            .map(|part| end(&total.in_printed_unit(&part.single())).map(crate::number::exact_text))
            .collect();
        terms.map(|terms| terms.join(" + "))
    };
    if let Some(low) = terms(Interval::low) {
        account.working.push(format!("parts, at least: {low} = {}", end_text(added.low())));
    }
    if let Some(high) = terms(Interval::high) {
        account.working.push(format!("parts, at most: {high} = {}", end_text(added.high())));
    }
    account.working.push(format!("total less parts: {}", rest.with_unit(unit)));
    let (added_text, total_text) = (added.with_unit(unit), total.printed.with_unit(unit));
    let demanded = if complete { Interval::exactly(BigRational::zero()) } else { Interval::non_negative() };
    if let Some(gap) = rest.gap(&demanded) {
        let gap = gap_text(&gap, unit);
        account.refuted = true;
        account.statement = if added.gap(&total.printed).is_some() {
            format!("The parts come to {added_text}, the total to {total_text}: {gap} apart.")
        } else {
            format!("The parts come to {added_text} and exceed the total of {total_text} by {gap}.")
        };
    } else if complete {
        account.statement =
            format!("The parts come to {added_text}, the total is {total_text}: the two meet.");
    } else if let Some(left) = rest.intersect(&demanded) {
        account.statement = format!(
            "The parts come to {added_text} of a total of {total_text}, which leaves {} for the rest.",
            left.with_unit(unit)
        );
        account.implied.push(Implied::new("rest of the total", left, unit.clone()));
    }
}

fn share(account: &mut Account, whole: &Known<'_>, part: &Known<'_>, percent: Option<&Known<'_>>) {
    let ratio = percentage(part, whole).ok();
    let says = match &ratio {
        Some(ratio) => {
            account.working.push(format!(
                "share: 100 x ({}) / ({}) = {ratio} %",
                part.printed.with_unit(&part.figure.unit),
                whole.printed.with_unit(&whole.figure.unit)
            ));
            account.implied.push(Implied::new("share from part and whole", ratio.clone(), "%"));
            format!("{} of {} is {ratio} %", part.words(), whole.words())
        }
        None => format!("{} of {}, which may be zero", part.words(), whole.words()),
    };
    let Some(percent) = percent else {
        account.refuted = ratio.and_then(|ratio| ratio.low().map(|low| *low > hundred())).unwrap_or(false);
        let tail = if account.refuted { ", more than all of it" } else { "" };
        account.statement = format!("{says}{tail}.");
        return;
    };
    let factor = percent.printed.scale(&hundred().recip());
    let of_whole = part.in_printed_unit(&whole.single().mul(&factor));
    account.working.push(format!(
        "part: {} of ({}) = {}",
        percent.words(),
        whole.printed.with_unit(&whole.figure.unit),
        of_whole.with_unit(&part.figure.unit)
    ));
    account.implied.push(Implied::new("part from share and whole", of_whole, part.figure.unit.clone()));
    if let Some(of_part) = part.single().div(&factor) {
        let of_part = whole.in_printed_unit(&of_part);
        account.working.push(format!(
            "whole: ({}) / ({}) = {}",
            part.printed.with_unit(&part.figure.unit),
            percent.printed.with_unit("%"),
            of_part.with_unit(&whole.figure.unit)
        ));
        account.implied.push(Implied::new("whole from part and share", of_part, whole.figure.unit.clone()));
    }
    let gap = ratio.as_ref().and_then(|ratio| ratio.gap(&percent.printed));
    account.refuted = gap.is_some();
    account.statement = match (gap, ratio.as_ref().and_then(|ratio| ratio.intersect(&percent.printed))) {
        (Some(gap), _) => format!(
            "{} of {} is {}, but printed is {} ({}): {} apart.",
            part.words(),
            whole.words(),
            ratio.as_ref().map_or_else(String::new, |ratio| ratio.finer(places_for(&gap), "%")),
            percent.words(),
            percent.printed.with_unit("%"),
            gap_text(&gap, "percentage points")
        ),
        (None, Some(both)) => format!("{says}; with {} printed it is {both} %.", percent.words()),
        (None, None) => format!("{says}; printed is {}.", percent.words()),
    };
}

/// 100 times part over whole.
pub(crate) fn percentage(part: &Known<'_>, whole: &Known<'_>) -> Result<Interval, TradeError> {
    let divisor = whole.as_divisor()?;
    let zero = || TradeError::MayBeZero {
        id: whole.id().clone(),
        range: whole.printed.with_unit(&whole.figure.unit),
    };
    Ok(part.single().div(&divisor).ok_or_else(zero)?.scale(&hundred()))
}

/// Value over count, and its unit.
pub(crate) fn per_piece(value: &Known<'_>, count: &Known<'_>) -> Result<(Interval, String), TradeError> {
    let divisor = count.as_divisor()?;
    let zero = || TradeError::MayBeZero {
        id: count.id().clone(),
        range: count.printed.with_unit(&count.figure.unit),
    };
    let each = value.single().div(&divisor).ok_or_else(zero)?;
    let piece = count.unit.single();
    let piece = if count.unit.is_count() { piece.strip_suffix('s').unwrap_or(piece) } else { piece };
    let piece = if piece == "boxe" { "box" } else { piece };
    Ok((each, format!("{}/{piece}", value.unit.single())))
}

fn unit_value(account: &mut Account, value: &Known<'_>, count: &Known<'_>) -> Result<(), TradeError> {
    let (each, unit) = per_piece(value, count)?;
    account.working.push(format!(
        "value per piece: ({}) / ({}) = {}, exactly {}",
        value.printed.with_unit(&value.figure.unit),
        count.printed.with_unit(&count.figure.unit),
        each.with_unit(&unit),
        each.exact_text()
    ));
    account.statement = format!("{} for {} is {}.", value.words(), count.words(), each.with_unit(&unit));
    account.implied.push(Implied::new("value per piece", each, unit));
    Ok(())
}

fn same(account: &mut Account, all: &[&Known<'_>]) {
    let Some((first, others)) = all.split_first() else { return };
    let unit = &first.figure.unit;
    let named: Vec<String> = all.iter().map(|known| known.words()).collect();
    let named = named.join(" and ");
    let mut both = first.printed.clone();
    for other in others {
        let there = first.in_printed_unit(&other.printed.scale(&other.unit.multiple()));
        match both.intersect(&there) {
            Some(narrower) => both = narrower,
            None => {
                account.refuted = true;
                let gap = both.gap(&there).unwrap_or_else(BigRational::zero);
                account.working.push(format!(
                    "{} and {} share nothing",
                    both.with_unit(unit),
                    there.with_unit(unit)
                ));
                account.statement = format!(
                    "{named} cannot be one quantity: their ranges are {} apart.",
                    gap_text(&gap, unit)
                );
                return;
            }
        }
    }
    account.working.push(format!("common range: {}", both.with_unit(unit)));
    account.statement = format!("{named} can be one quantity: {}.", both.with_unit(unit));
    account.implied.push(Implied::new("the quantity", both, unit.clone()));
}

fn end_text(end: Option<&BigRational>) -> String {
    end.map_or_else(|| "any number".to_owned(), crate::number::exact_text)
}

/// A distance, rounded down so that it is never overstated.
pub(crate) fn gap_text(gap: &BigRational, unit: &str) -> String {
    let places = crate::number::exact_places(gap, 6).unwrap_or_else(|| places_for(gap));
    let gap = text(gap, places, Towards::Below);
    if unit.is_empty() { gap } else { format!("{gap} {unit}") }
}
