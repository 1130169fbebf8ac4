//! What two sums can still come to from every spot to an end: all that no other rest undercuts in both.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::plan::ahead::Backwards;
use crate::plan::moves::SpotId;

/// More rests for a spot, by the average, are not looked for.
const MOST_EACH: usize = 64;

/// The fronts of two sums from every spot to an end.
#[derive(Debug)]
pub(crate) struct Rests {
    fronts: Vec<Vec<(i64, i64)>>,
}

impl Rests {
    /// The fronts of what moves take at least, from the end backwards; `None` where they are too many to be of use.
    ///
    /// In the order of the first sum, and of the second where that is equal, a rest is part of the front of its spot
    /// if it is less in the second than the last one that was: one comparison each.
    ///
    /// # Source
    /// Hernandez, C. et al.: Simple and efficient bi-objective search algorithms via fast dominance checks.
    /// Artificial Intelligence 314 (2023), 103807.
    pub(crate) fn of(backwards: &Backwards, end: SpotId, criteria: [usize; 2]) -> Option<Self> {
        let mut fronts: Vec<Vec<(i64, i64)>> = vec![Vec::new(); backwards.spots()];
        let mut left = backwards.spots().saturating_mul(MOST_EACH);
        let mut queue = BinaryHeap::from([Reverse((0_i64, 0_i64, end))]);
        while let Some(Reverse((a, b, spot))) = queue.pop() {
            if fronts[spot].last().is_some_and(|(_, known)| *known <= b) {
                continue;
            }
            left = left.checked_sub(1)?;
            fronts[spot].push((a, b));
            for (before, least) in backwards.into(spot) {
                let [more_a, more_b] = criteria.map(|criterion| least[criterion].max(0));
                let (a, b) = (a.saturating_add(more_a), b.saturating_add(more_b));
                if fronts[*before].last().is_none_or(|(_, known)| *known > b) {
                    queue.push(Reverse((a, b, *before)));
                }
            }
        }
        Some(Self { fronts })
    }

    /// The front of a spot, by rising first and falling second sum.
    pub(crate) fn from(&self, spot: SpotId) -> &[(i64, i64)] {
        self.fronts.get(spot).map_or(&[], Vec::as_slice)
    }
}
