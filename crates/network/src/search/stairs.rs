//! Fronts of two criteria, where a third goes before them in order: staircases.

use std::cell::Cell;

/// Pairs none of which covers another, by rising first and falling second number.
///
/// Labels come in the order of arrival, so that of those before only the other two criteria count: dimensionality
/// reduction. Whether a pair is covered is found by halving, O(log n).
///
/// # Source
/// Pulido, F.-J., Mandow, L., Pérez-de-la-Cruz, J.-L.: Dimensionality reduction in multiobjective shortest path
/// search. Computers & Operations Research 64 (2015), 60-70.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stairs(Vec<(i64, i64)>);

impl Stairs {
    /// Whether some pair is not more in either.
    pub(crate) fn covers(&self, (a, b): (i64, i64)) -> bool {
        let next = self.0.partition_point(|(first, _)| *first <= a);
        // Of those that are not more in the first the last is the least in the second.
        next.checked_sub(1).is_some_and(|last| self.0[last].1 <= b)
    }

    /// Whether some pair is not more in either than any point that is not less in either than `least` and lies where
    /// `within` says. What lies there has all above it with it, so that the corners between the pairs decide. The
    /// corner found `open` last is tried first.
    pub(crate) fn covers_all(
        &self,
        (a, b): (i64, i64),
        open: &Cell<usize>,
        within: impl Fn((i64, i64)) -> bool,
    ) -> bool {
        // The corner after a pair; beyond the last there is room for whatever is more in the first.
        let corner = |pair: usize| {
            let first = self.0.get(pair + 1).map_or(i64::MAX, |(first, _)| first.saturating_sub(1));
            Some((first, self.0.get(pair)?.1.saturating_sub(1)))
        };
        if let Some((first, second)) = corner(open.get())
            && first >= a
            && second >= b
            && (first == i64::MAX || within((first, second)))
        {
            return false;
        }
        let next = self.0.partition_point(|(first, _)| *first <= a);
        let Some(begin) = next.checked_sub(1) else { return false };
        let mut pair = begin;
        while let Some((first, second)) = corner(pair)
            && second >= b
        {
            if first == i64::MAX || within((first, second)) {
                open.set(pair);
                return false;
            }
            pair += 1;
        }
        true
    }

    /// Adds a pair that is not covered; pairs it covers leave.
    pub(crate) fn add(&mut self, (a, b): (i64, i64)) {
        let begin = self.0.partition_point(|(first, _)| *first < a);
        let covered = self.0[begin..].iter().take_while(|(_, second)| *second >= b).count();
        self.0.splice(begin..begin + covered, [(a, b)]);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn stairs_are_the_plain_front(pairs in prop::collection::vec((0..12_i64, 0..12_i64), 0..40)) {
            let (mut stairs, mut all) = (Stairs::default(), Vec::new());
            for pair in pairs {
                let covered = all.iter().any(|(a, b): &(i64, i64)| *a <= pair.0 && *b <= pair.1);
                prop_assert_eq!(stairs.covers(pair), covered);
                if !covered {
                    stairs.add(pair);
                }
                all.push(pair);
                prop_assert!(stairs.0.windows(2).all(|pair| pair[0].0 < pair[1].0 && pair[0].1 > pair[1].1));
            }
        }
    }
}
