//! Whether the vehicles of a unit can stand at all, for the check of bounds: all orders of each deck are tried. Shares
//! no code with what stows units in plans.

use landbridge_model::{Deck, Equipment};

/// A vehicle or stack on a deck: length, height, mass.
pub(crate) type Piece = (i128, i128, i128);

/// Pieces on a deck up to which orders are tried.
const PIECES_MAX: usize = 7;
/// Combinations of the decks' orders that are tried.
const COMBINATIONS_MAX: usize = 100_000;

/// `false` only if no order lets the pieces of all decks stand. Where that is not decided, they are taken to stand.
pub(crate) fn can_stand(decks: &[Vec<Piece>], equipment: &Equipment) -> bool {
    let stowage = &equipment.stowage;
    let masses: Vec<i128> = decks.iter().map(|pieces| pieces.iter().map(|piece| piece.2).sum()).collect();
    if let (Some(most), Some((lowest, above))) = (stowage.top_heavy_max, masses.split_first())
        && above.iter().sum::<i128>() > lowest + i128::from(most.get())
    {
        return false;
    }
    let gap = i128::from(equipment.gap.get());
    let mut open = false;
    // Twice the moments with all pieces to one end and to the other, by order; one sum after the other.
    let mut reach: Vec<(i128, i128)> = vec![(0, 0)];
    for (pieces, deck) in decks.iter().zip(&equipment.decks) {
        if pieces.len() > PIECES_MAX {
            open = true;
            continue;
        }
        let moments = moments(pieces, deck, gap);
        if moments.is_empty() {
            return false;
        }
        open |= !deck.low.is_empty();
        if reach.len().saturating_mul(moments.len()) > COMBINATIONS_MAX {
            open = true;
            continue;
        }
        reach = reach.iter().flat_map(|(a, b)| moments.iter().map(move |(c, d)| (a + c, b + d))).collect();
        reach.sort_unstable();
        reach.dedup();
    }
    match (stowage.supports, stowage.ends_difference_max) {
        (Some(supports), Some(most)) if !open => {
            let limit = i128::from(supports.get()) * i128::from(most.get());
            reach.iter().any(|(low, high)| *low <= limit && *high >= -limit)
        }
        _ => true,
    }
}

// For each order in which the pieces fit, twice the moment about the middle with all of them as far to the beginning
// and as far to the end as they go.
fn moments(pieces: &[Piece], deck: &Deck, gap: i128) -> Vec<(i128, i128)> {
    let length = i128::from(deck.length.get());
    let low: Vec<(i128, i128, i128)> = deck
        .low
        .iter()
        .map(|part| (i128::from(part.from.get()), i128::from(part.to.get()), i128::from(part.height.get())))
        .collect();
    let mirrored: Vec<(i128, i128, i128)> =
        low.iter().rev().map(|(from, to, height)| (length - to, length - from, *height)).collect();
    let mut order: Vec<usize> = (0..pieces.len()).collect();
    let mut found = Vec::new();
    loop {
        let forward = order.iter().map(|idx| pieces[*idx]);
        let backward = order.iter().rev().map(|idx| pieces[*idx]);
        if let (Some(left), Some(right)) =
            (pushed(forward, &low, length, gap), pushed(backward, &mirrored, length, gap))
        {
            found.push((left, -right));
        }
        if !next_order(&mut order) {
            break;
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

// Twice the moment of pieces pushed to the beginning one after the other; `None` if they do not fit.
fn pushed(
    pieces: impl Iterator<Item = Piece>,
    low: &[(i128, i128, i128)],
    length: i128,
    gap: i128,
) -> Option<i128> {
    let (mut front, mut moment) = (0, 0);
    for (long, high, mass) in pieces {
        // Parts come in order, so one pass clears them all.
        for (from, to, height) in low {
            if high > *height && front < *to && front + long > *from {
                front = *to;
            }
        }
        if front + long > length {
            return None;
        }
        moment += mass * (2 * front + long - length);
        front += long + gap;
    }
    Some(moment)
}

// The next permutation in lexical order; whether there was one.
fn next_order(order: &mut [usize]) -> bool {
    let Some(at) = order.windows(2).rposition(|pair| pair[0] < pair[1]) else { return false };
    let pivot = order[at];
    let Some(swap) = order.iter().rposition(|idx| *idx > pivot) else { return false };
    order.swap(at, swap);
    order[at + 1..].reverse();
    true
}
