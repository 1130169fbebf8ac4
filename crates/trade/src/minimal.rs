//! Which of the statements already exclude each other.
//!
//! Deletion: leave out claims; what stays contradictory without them does not need them. First large pieces are
//! tried, then smaller ones, then single claims, until every claim left is needed: leaving out any one of them
//! makes the rest no longer provably contradictory. Growths go first, since each with an open reading doubles the
//! work and a set without one is easier to follow; then relations, then figures.
//! A group of n claims costs about 2n decisions, and n more for each further pass over single claims.
//! Literature: J. Chinneck, "Feasibility and Infeasibility in Optimization", 2008, on the deletion filter for
//! irreducible infeasible sets; A. Zeller and R. Hildebrandt, "Simplifying and isolating failure-inducing input",
//! 2002, on the pieces.

use crate::book::Book;
use crate::claim::{Claim, outcome};
use crate::error::TradeError;

/// Sets reported for one group at most.
const SETS_MAX: usize = 4;

/// Whether the claims are proven contradictory.
pub(crate) fn is_contradictory<'a>(book: &Book<'a>, claims: &[Claim<'a>]) -> Result<bool, TradeError> {
    Ok(outcome(book, claims, false)?.is_contradictory())
}

/// A smallest set in the sense of inclusion; the claims handed must be contradictory.
pub(crate) fn minimal<'a>(book: &Book<'a>, claims: &[Claim<'a>]) -> Result<Vec<Claim<'a>>, TradeError> {
    let mut left = claims.to_vec();
    left.sort_by_key(|claim| order(claim));
    let mut piece = left.len().div_ceil(2);
    loop {
        let before = left.len();
        let mut from = 0;
        while from < left.len() {
            let to = (from + piece).min(left.len());
            let without: Vec<Claim<'a>> = left[..from].iter().chain(&left[to..]).copied().collect();
            if is_contradictory(book, &without)? {
                left = without;
            } else {
                from = to;
            }
        }
        if piece > 1 {
            piece = piece.div_ceil(2);
        } else if left.len() == before {
            break;
        }
    }
    // In the order figures, growths, relations for the reader.
    left.sort_by_key(|claim| (order(claim) + 1) % 3);
    Ok(left)
}

/// Growths before relations before figures.
const fn order(claim: &Claim<'_>) -> u8 {
    match claim {
        Claim::Growth(_) => 0,
        Claim::Relation(_) => 1,
        Claim::Figure(_) => 2,
    }
}

/// Minimal sets that share no growth or relation, so that each names another mistake.
pub(crate) fn all_minimal<'a>(
    book: &Book<'a>,
    claims: &[Claim<'a>],
) -> Result<Vec<Vec<Claim<'a>>>, TradeError> {
    let mut rest = claims.to_vec();
    let mut found = Vec::new();
    while found.len() < SETS_MAX && is_contradictory(book, &rest)? {
        let core = minimal(book, &rest)?;
        let stated = |claim: &Claim<'_>| !matches!(claim, Claim::Figure(_));
        let used: Vec<_> = core.iter().filter(|claim| stated(claim)).map(Claim::id).collect();
        if used.is_empty() {
            break;
        }
        rest.retain(|claim| !stated(claim) || !used.contains(&claim.id()));
        found.push(core);
    }
    Ok(found)
}
