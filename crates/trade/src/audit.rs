//! The audit: every statement on its own, then every group of statements that share figures.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{
    Amount, ExchangeRate, Growth, PublishedFigure, Relation, RelationKind, StatisticId, Trace,
};

use crate::book::Book;
use crate::claim::{Claim, Outcome, is_binding, outcome};
use crate::conversion;
use crate::derivation::refutation;
use crate::error::TradeError;
use crate::figure::Known;
use crate::finding::{Account, Finding, Implied, Subject, Verdict};
use crate::group::{Group, groups};
use crate::grown::{grown_account, growth_claims};
use crate::growth;
use crate::interval::Interval;
use crate::minimal::all_minimal;
use crate::number::exact_text;
use crate::packing;
use crate::relation;

const METHOD: &str = "exact interval arithmetic over what the printed numbers can stand for";

/// What the true value behind a printed figure can be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds {
    /// By its own printing alone.
    pub printed: Interval,
    /// With everything else that is printed, under any reading not refuted. The exact hull where only sums,
    /// growths, shares of fixed percentages and equal figures take part and nothing is counted, else it may be
    /// wider than need be. Equal to `printed` where the statements are contradictory.
    pub tightened: Interval,
    /// Unit of both, as printed.
    pub unit: String,
}

/// The outcome of an audit.
#[derive(Clone, Debug)]
pub struct Audit {
    /// One finding for each growth, each relation, and each group of two or more of them; sorted by id.
    pub findings: Vec<Finding>,
    /// Bounds of every figure that could be read.
    pub bounds: BTreeMap<StatisticId, Bounds>,
    /// The worst verdict of all findings.
    pub verdict: Verdict,
}

/// Audits published figures: which of them can be true together, given how they were rounded?
///
/// Each growth and relation is decided alone. Then all that share figures are decided together: for each choice
/// of readings, branch and bound over an exact simplex. [`Verdict::Consistent`] and [`Verdict::Ambiguous`] rest on
/// values that satisfy every statement and were checked against each; [`Verdict::Contradictory`] on a refutation
/// of every choice. Conversions are held against the exchange rates of their months and bind no figures, since
/// nobody printed those rates with them.
///
/// Statements that cannot be computed (an unknown figure, unlike units, a base that may be zero) are
/// [`Verdict::Undecided`] and say why; [`crate::lint`] reports their rows. The order of the input means nothing.
#[must_use]
pub fn audit(
    figures: &BTreeMap<StatisticId, PublishedFigure>,
    growths: &[Growth],
    relations: &[Relation],
    exchange: &[ExchangeRate],
) -> Audit {
    let book = Book::new(figures);
    let mut findings: Vec<Finding> = growths.iter().map(|growth| grown(&book, growth)).collect();
    findings.extend(relations.iter().map(|relation| related(&book, relation, exchange)));

    let mut bounds: BTreeMap<StatisticId, Bounds> = book
        .known()
        .map(|known| {
            let bounds = Bounds {
                printed: known.printed.clone(),
                tightened: known.printed.clone(),
                unit: known.figure.unit.clone(),
            };
            (known.id().clone(), bounds)
        })
        .collect();
    for group in groups(&book, growths, relations) {
        let Ok(outcome) = outcome(&book, &group.claims, true) else { continue };
        for (id, hull) in &outcome.hulls {
            if let (Ok(known), Some(bounds)) = (book.get(id), bounds.get_mut(*id)) {
                bounds.tightened = known.in_printed_unit(hull);
            }
        }
        if group.statements > 1 {
            findings.push(grouped(&book, &group, &outcome));
        }
    }
    findings.sort_by(|a, b| (&a.id, a.subject, &a.what).cmp(&(&b.id, b.subject, &b.what)));
    let verdict = findings.iter().map(|finding| finding.verdict).max().unwrap_or(Verdict::Consistent);
    Audit { findings, bounds, verdict }
}

fn finding(id: String, subject: Subject, what: String, verdict: Verdict, account: Account) -> Finding {
    let trace = Trace::found(what.clone(), Amount::Text(verdict.name().to_owned()), METHOD, account.facts);
    Finding {
        id,
        subject,
        what,
        verdict,
        statement: account.statement,
        working: account.working,
        implied: account.implied,
        contradictions: Vec::new(),
        trace,
    }
}

fn cannot_say(id: &StatisticId, subject: Subject, what: String, error: &TradeError) -> Finding {
    let account = Account { statement: format!("This cannot be checked: {error}."), ..Account::default() };
    finding(id.to_string(), subject, what, Verdict::Undecided, account)
}

fn related(book: &Book<'_>, relation: &Relation, exchange: &[ExchangeRate]) -> Finding {
    let found = match &relation.kind {
        RelationKind::Packing { .. } => packing::check(relation).map(|(v, a)| (v, a, false)),
        RelationKind::Conversion { .. } => {
            book.members(relation).and_then(|members| match members.as_slice() {
                [left, right] => {
                    conversion::check(relation, left, right, exchange).map(|(v, a)| (v, a, true))
                }
                _ => Err(TradeError::Members { id: relation.id.clone(), expected: "two figures" }),
            })
        }
        _ => bound(book, relation).map(|(v, a)| (v, a, true)),
    };
    match found {
        Ok((verdict, account, figures)) => {
            let mut finding =
                finding(relation.id.to_string(), Subject::Relation, relation.what.clone(), verdict, account);
            if verdict == Verdict::Contradictory && figures {
                let members = book.members(relation).unwrap_or_default();
                let set = members.iter().map(|known| known.id().clone()).chain([relation.id.clone()]);
                finding.contradictions = match only(book, relation) {
                    Some(core) => core,
                    None => vec![set.collect()],
                };
            }
            finding
        }
        Err(error) => cannot_say(&relation.id, Subject::Relation, relation.what.clone(), &error),
    }
}

/// The minimal contradictory sets of a binding relation.
fn only(book: &Book<'_>, relation: &Relation) -> Option<Vec<Vec<StatisticId>>> {
    if !is_binding(relation) {
        return None;
    }
    let cores = all_minimal(book, &claims_of(book, relation)?).ok()?;
    Some(cores.iter().map(|core| core.iter().map(|claim| claim.id().clone()).collect()).collect())
}

fn claims_of<'a>(book: &Book<'a>, relation: &'a Relation) -> Option<Vec<Claim<'a>>> {
    let members = book.members(relation).ok()?;
    let ids: BTreeSet<&StatisticId> = members.iter().map(|known| known.id()).collect();
    Some(ids.into_iter().map(Claim::Figure).chain([Claim::Relation(relation)]).collect())
}

fn bound(book: &Book<'_>, relation: &Relation) -> Result<(Verdict, Account), TradeError> {
    let members = book.members(relation)?;
    let mut account = relation::account(relation, &members)?;
    if !is_binding(relation) {
        return Ok((Verdict::Consistent, account));
    }
    let claims = claims_of(book, relation).unwrap_or_default();
    let outcome = outcome(book, &claims, true)?;
    for known in &members {
        if let Some(hull) = outcome.hulls.get(known.id()) {
            let hull = known.in_printed_unit(hull);
            if hull != known.printed {
                let label = format!("{}, given the others", known.figure.what);
                account.implied.push(Implied::new(label, hull, known.figure.unit.clone()));
            }
        }
    }
    let verdict = verdict_of(&outcome);
    match verdict {
        Verdict::Contradictory if !account.refuted => {
            account.statement.push_str(" No values within the printed precision satisfy all of it.");
        }
        Verdict::Undecided => account.statement.push_str(" Whether all of it can be true was not decided."),
        _ => {}
    }
    if let [(_, values), ..] = outcome.possible.as_slice() {
        account.working.push(witness(book, values));
    }
    Ok((verdict, account))
}

fn verdict_of(outcome: &Outcome<'_>) -> Verdict {
    match (outcome.possible.len(), outcome.undecided.is_empty() && !outcome.too_many) {
        (0, true) => Verdict::Contradictory,
        (1, true) => Verdict::Consistent,
        (0 | 1, false) => Verdict::Undecided,
        (_, _) => Verdict::Ambiguous,
    }
}

/// `true together, for example: a = 530 M CNY, b = …`.
fn witness(book: &Book<'_>, values: &BTreeMap<&StatisticId, num_rational::BigRational>) -> String {
    let named: Vec<String> = values
        .iter()
        .filter_map(|(id, value)| {
            let known = book.get(id).ok()?;
            let value = exact_text(&(value / known.unit.multiple()));
            Some(format!("{id} = {value} {}", known.figure.unit).trim_end().to_owned())
        })
        .collect();
    format!("true together, for example: {}", named.join(", "))
}

fn grown(book: &Book<'_>, growth: &Growth) -> Finding {
    let what = match book.grown(growth) {
        Ok((figure, _)) => format!("{}: {}", figure.figure.what, growth::words(growth, growth.reading)),
        Err(_) => growth::words(growth, growth.reading),
    };
    match grown_account(book, growth) {
        Ok((verdict, account)) => {
            let mut finding = finding(growth.id.to_string(), Subject::Growth, what, verdict, account);
            if verdict == Verdict::Contradictory {
                let cores = all_minimal(book, &growth_claims(growth)).unwrap_or_default();
                finding.contradictions =
                    cores.iter().map(|core| core.iter().map(|claim| claim.id().clone()).collect()).collect();
            }
            finding
        }
        Err(error) => cannot_say(&growth.id, Subject::Growth, what, &error),
    }
}

fn grouped(book: &Book<'_>, group: &Group<'_>, outcome: &Outcome<'_>) -> Finding {
    let figures: Vec<&Known<'_>> = group
        .claims
        .iter()
        .filter_map(|claim| match claim {
            Claim::Figure(id) => book.get(id).ok(),
            _ => None,
        })
        .collect();
    let stated: Vec<String> = group
        .claims
        .iter()
        .filter(|claim| !matches!(claim, Claim::Figure(_)))
        .map(|claim| format!("`{}`", claim.id()))
        .collect();
    let what = format!("{} statements about {} figures: {}", stated.len(), figures.len(), stated.join(", "));
    let mut account = Account {
        working: figures.iter().map(|known| known.line()).collect(),
        facts: figures.iter().map(|known| known.trace()).collect(),
        ..Account::default()
    };
    for claim in &group.claims {
        if let Claim::Growth(growth) = claim {
            account.facts.push(growth::trace(growth));
        }
    }
    let verdict = verdict_of(outcome);
    let mut contradictions = Vec::new();
    match verdict {
        Verdict::Consistent => {
            account.statement = format!("All {} statements can be true together.", stated.len());
        }
        Verdict::Ambiguous => {
            account.statement = format!(
                "All {} statements can be true together under {} different readings.",
                stated.len(),
                outcome.possible.len()
            );
        }
        Verdict::Undecided => {
            account.statement = if outcome.too_many {
                format!("The {} statements have too many readings to look at.", stated.len())
            } else {
                format!("Whether all {} statements can be true together was not decided.", stated.len())
            };
        }
        Verdict::Contradictory => {
            let cores = all_minimal(book, &group.claims).unwrap_or_default();
            let named = |core: &Vec<Claim<'_>>| {
                core.iter().map(|claim| format!("`{}`", claim.id())).collect::<Vec<_>>().join(", ")
            };
            let sets: Vec<String> = cores.iter().map(named).collect();
            account.statement = format!(
                "Not all {} statements can be true: {} already exclude each other.",
                stated.len(),
                sets.join("; and ")
            );
            for core in &cores {
                account.working.push(format!("of {}:", named(core)));
                account.working.extend(refutation(book, core).unwrap_or_default());
                contradictions.push(core.iter().map(|claim| claim.id().clone()).collect());
            }
        }
    }
    for (chosen, values) in &outcome.possible {
        if !chosen.is_empty() {
            let named: Vec<String> =
                chosen.iter().map(|(id, reading)| format!("`{id}` as `{reading}`")).collect();
            account.working.push(format!("reading {}:", named.join(", ")));
        }
        account.working.push(witness(book, values));
    }
    for known in &figures {
        if let Some(hull) = outcome.hulls.get(known.id()) {
            let hull = known.in_printed_unit(hull);
            if hull != known.printed {
                let label = format!("{}, given the others", known.figure.what);
                account.implied.push(Implied::new(label, hull, known.figure.unit.clone()));
            }
        }
    }
    let mut finding = finding(format!("group~{}", group.first), Subject::Group, what, verdict, account);
    finding.contradictions = contradictions;
    finding
}
