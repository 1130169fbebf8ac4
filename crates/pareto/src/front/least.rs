//! The front of one remaining criterion: the least value so far.

use super::Front;
use crate::cost::Cost;

/// For one or two criteria.
pub(crate) struct Least<C> {
    least: Option<C>,
}

impl<C> Default for Least<C> {
    fn default() -> Self {
        Self { least: None }
    }
}

impl<C: Cost, const K: usize> Front<C, K> for Least<C> {
    #[inline]
    fn covers(&mut self, costs: &[C; K]) -> bool {
        // With a single criterion nothing remains, and any member covers.
        self.least.is_some_and(|least| costs.get(1).is_none_or(|&cost| least <= cost))
    }

    #[inline]
    fn insert(&mut self, costs: &[C; K]) {
        self.least = Some(costs.get(1).copied().unwrap_or_default());
    }
}
