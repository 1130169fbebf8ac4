//! Which of the statements already exclude each other.
//!
//! Deletion: leave out one claim after the other; what stays contradictory without a claim does not need it. The
//! passes repeat until every claim left is needed, so that leaving out any one of them makes the rest no longer
//! provably contradictory. A group of n claims costs at most n decisions per pass, and every pass but the last
//! removes a claim. Literature: J. Chinneck, "Feasibility and Infeasibility in Optimization", 2008, on the
//! deletion filter for irreducible infeasible sets.

use crate::book::Book;
use crate::claim::{Claim, outcome};
use crate::error::TradeError;

/// Whether the claims are proven contradictory.
pub(crate) fn is_contradictory<'a>(book: &Book<'a>, claims: &[Claim<'a>]) -> Result<bool, TradeError> {
    Ok(outcome(book, claims, false)?.is_contradictory())
}

/// A smallest set in the sense of inclusion; the claims handed must be contradictory.
pub(crate) fn minimal<'a>(book: &Book<'a>, claims: &[Claim<'a>]) -> Result<Vec<Claim<'a>>, TradeError> {
    let mut left = claims.to_vec();
    loop {
        let before = left.len();
        // From the back: claims are in the order figures, growths, relations, and without its relation a figure
        // falls away at once.
        let mut i = left.len();
        while i > 0 {
            i -= 1;
            let mut without = left.clone();
            without.remove(i);
            if is_contradictory(book, &without)? {
                left = without;
            }
        }
        if left.len() == before {
            return Ok(left);
        }
    }
}

/// Minimal sets that share no growth or relation, so that each names another mistake.
pub(crate) fn all_minimal<'a>(
    book: &Book<'a>,
    claims: &[Claim<'a>],
) -> Result<Vec<Vec<Claim<'a>>>, TradeError> {
    let mut rest = claims.to_vec();
    let mut found = Vec::new();
    while is_contradictory(book, &rest)? {
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
