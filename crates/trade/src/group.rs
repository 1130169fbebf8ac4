//! Which statements share figures and have to be decided together.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Growth, Relation, StatisticId};

use crate::book::Book;
use crate::claim::{Claim, is_binding};
use crate::error::TradeError;
use crate::growth::{growth_factor, readings};
use crate::interval::Interval;

/// Statements that share figures.
pub(crate) struct Group<'a> {
    /// Figures, growths, relations; each sorted by id.
    pub(crate) claims: Vec<Claim<'a>>,
    /// Growths and relations among them.
    pub(crate) statements: usize,
    /// The first figure.
    pub(crate) first: &'a StatisticId,
}

/// All groups of binding statements, the statements of each in order.
pub(crate) fn groups<'a>(
    book: &Book<'a>,
    growths: &'a [Growth],
    relations: &'a [Relation],
) -> Vec<Group<'a>> {
    let mut stated: Vec<(Claim<'a>, Vec<&'a StatisticId>)> = Vec::new();
    for growth in growths {
        if let Some(figures) = binds(book, growth) {
            stated.push((Claim::Growth(growth), figures));
        }
    }
    for relation in relations.iter().filter(|relation| is_binding(relation)) {
        if let Ok(members) = book.members(relation) {
            stated.push((Claim::Relation(relation), members.iter().map(|known| known.id()).collect()));
        }
    }
    stated.sort_by_key(|(claim, _)| (matches!(claim, Claim::Relation(_)), claim.id()));

    // Merge statements into groups by their figures; the group of a figure is the smallest statement index.
    let mut group_of: Vec<usize> = (0..stated.len()).collect();
    let mut seen: BTreeMap<&StatisticId, usize> = BTreeMap::new();
    for (n, (_, figures)) in stated.iter().enumerate() {
        for figure in figures {
            let other = group_of[*seen.entry(figure).or_insert(n)];
            let own = group_of[n];
            let (keep, drop) = (own.min(other), own.max(other));
            for group in &mut group_of {
                if *group == drop {
                    *group = keep;
                }
            }
        }
    }
    let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (n, group) in group_of.iter().enumerate() {
        members.entry(*group).or_default().push(n);
    }
    members
        .into_values()
        .filter_map(|statements| {
            let figures: BTreeSet<&StatisticId> =
                statements.iter().flat_map(|n| stated[*n].1.iter().copied()).collect();
            let first = *figures.first()?;
            let claims = figures
                .into_iter()
                .map(Claim::Figure)
                .chain(statements.iter().map(|n| stated[*n].0))
                .collect();
            Some(Group { claims, statements: statements.len(), first })
        })
        .collect()
}

/// The figures a growth binds; `None` where it can be computed by itself or not at all. Without a printed base it
/// binds its figure only if that is counted and not yet one number, or may be negative: any other figure grew
/// from some base, whatever its true value is.
fn binds<'a>(book: &Book<'a>, growth: &'a Growth) -> Option<Vec<&'a StatisticId>> {
    let (figure, base) = book.grown(growth).ok()?;
    if readings(growth).iter().any(|r| matches!(growth_factor(growth, *r), Err(TradeError::NoStep { .. }))) {
        return None;
    }
    if let Some(base) = base {
        return Some(vec![figure.id(), base.id()]);
    }
    let open = figure.whole && figure.printed.single().is_none();
    let negative = !Interval::non_negative().contains_all(&figure.printed);
    let zero = figure.printed.contains_zero();
    (open || negative || zero).then(|| vec![figure.id()])
}
