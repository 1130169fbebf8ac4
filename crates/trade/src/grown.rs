//! Growth statements, one at a time, in words.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Growth, GrowthUnit, Reading, StatisticId};

use crate::book::Book;
use crate::claim::{Claim, Readings, model};
use crate::decide::{Decision, decide};
use crate::error::TradeError;
use crate::figure::Known;
use crate::finding::{Account, Implied, Verdict};
use crate::growth::{self, growth_factor, implied_base, readings};
use crate::interval::Interval;
use crate::number::{hundred, integer, places_for, printed as number_text};
use crate::relation::gap_text;

/// The claims of one growth: its figures and itself.
pub(crate) fn growth_claims(growth: &Growth) -> Vec<Claim<'_>> {
    let figures: BTreeSet<&StatisticId> = std::iter::once(&growth.figure).chain(&growth.base).collect();
    figures.into_iter().map(Claim::Figure).chain([Claim::Growth(growth)]).collect()
}

/// Verdict and account of one growth with its figures, reading by reading.
pub(crate) fn grown_account(book: &Book<'_>, growth: &Growth) -> Result<(Verdict, Account), TradeError> {
    let (figure, base) = book.grown(growth)?;
    let mut account =
        Account { working: vec![figure.line()], facts: vec![figure.trace()], ..Account::default() };
    if let Some(base) = base {
        account.working.push(base.line());
        account.facts.push(base.trace());
    }
    account.facts.push(growth::trace(growth));

    let claims = growth_claims(growth);
    let (mut possible, mut undecided, mut said) = (0_usize, 0_usize, Vec::new());
    for reading in readings(growth) {
        let chosen: Readings<'_> = BTreeMap::from([(&growth.id, *reading)]);
        let model = model(book, &claims, &chosen)?;
        let decision = decide(&model.system);
        match decision {
            Decision::Consistent(_) => possible += 1,
            Decision::Undecided => undecided += 1,
            Decision::Contradictory => {}
        }
        said.push(read(&mut account, growth, *reading, figure, base, &decision));
    }
    let verdict = match (possible, undecided) {
        (0, 0) => Verdict::Contradictory,
        (1, 0) => Verdict::Consistent,
        (0 | 1, _) => Verdict::Undecided,
        _ => Verdict::Ambiguous,
    };
    account.statement = match base {
        Some(base) => format!("{} from {}: {}.", figure.words(), base.words(), said.join("; ")),
        None => format!("{}: {}.", figure.words(), said.join("; ")),
    };
    Ok((verdict, account))
}

/// What one reading of a growth comes to, as a clause; its arithmetic goes to the account.
fn read(
    account: &mut Account,
    growth: &Growth,
    reading: Reading,
    figure: &Known<'_>,
    base: Option<&Known<'_>>,
    decision: &Decision,
) -> String {
    let words = growth::words(growth, reading);
    let Ok(factor) = growth_factor(growth, reading) else {
        return format!("{words} is no multiple of a base");
    };
    account.working.push(format!(
        "{words}, printed to a step of {}: {} times the base",
        number_text(growth.rounding),
        factor
    ));
    let unit = &figure.figure.unit;
    let implied = implied_base(figure, &factor).map(|base| figure.in_printed_unit(&base));
    match &implied {
        Some(implied) => {
            account.working.push(format!(
                "base: ({}) / ({factor}) is {}",
                figure.printed.with_unit(unit),
                implied.with_unit(unit)
            ));
            account.implied.push(Implied::new(format!("base if {words}"), implied.clone(), unit.clone()));
        }
        None => account.working.push(format!("base: no number of {unit} grows like that")),
    }
    let Some(base) = base else {
        return match &implied {
            Some(implied) => format!("if {words}, the base was {}", implied.with_unit(unit)),
            None => format!("no base can have {words}"),
        };
    };
    let undone = if *decision == Decision::Undecided { " (not decided)" } else { "" };
    let Some(printed) = base.as_divisor().ok().and_then(|base| figure.single().div(&base)) else {
        return format!("{words} cannot be set against a base that may be zero{undone}");
    };
    let percent = growth.unit == GrowthUnit::Percent;
    let in_words = |ratio: &Interval| {
        let ratio = match (growth.unit, reading) {
            (GrowthUnit::Doubled, _) | (_, Reading::To) => ratio.clone(),
            _ => ratio.sub(&Interval::exactly(integer(1))),
        };
        if percent { ratio.scale(&hundred()) } else { ratio }
    };
    let (computed, stated) = (in_words(&printed), in_words(&factor));
    let unit = if percent { "%" } else { "times" };
    account.working.push(format!("from the two figures: {}", computed.with_unit(unit)));
    account.implied.push(Implied::new(
        format!("growth {reading}, from the two figures"),
        computed.clone(),
        unit,
    ));
    match (decision, computed.gap(&stated)) {
        (Decision::Contradictory, Some(gap)) => {
            let places = places_for(&gap);
            format!(
                "the two figures make it {}, but {words} is {}, {} apart",
                computed.finer(places, unit),
                stated.finer(places, unit),
                gap_text(&gap, if percent { "percentage points" } else { "times" })
            )
        }
        (Decision::Contradictory, None) => format!("{words} fits no true values of the two figures"),
        _ => format!("the two figures make it {}, which fits {words}{undone}", computed.with_unit(unit)),
    }
}
