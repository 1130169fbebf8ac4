//! The front of two remaining criteria: a staircase, searched by halving.

use super::Front;
use crate::cost::Cost;

/// Steps sorted by the second criterion, so that the third falls strictly.
///
/// The two are kept apart: a search halves the first list and looks into the second once.
pub(crate) struct Staircase<C> {
    along: Vec<C>,
    height: Vec<C>,
}

impl<C> Default for Staircase<C> {
    fn default() -> Self {
        Self { along: Vec::new(), height: Vec::new() }
    }
}

impl<C: Cost, const K: usize> Front<C, K> for Staircase<C> {
    #[inline]
    fn covers(&mut self, costs: &[C; K]) -> bool {
        let (x, y) = pair(costs);
        // Of the steps no further right, the last is the lowest.
        let right = self.along.partition_point(|&step| step <= x);
        right.checked_sub(1).and_then(|last| self.height.get(last)).is_some_and(|&step| step <= y)
    }

    fn insert(&mut self, costs: &[C; K]) {
        let (x, y) = pair(costs);
        let from = self.along.partition_point(|&step| step < x);
        let covered = self.height[from..].iter().take_while(|&&step| step >= y).count();
        if covered == 0 {
            self.along.insert(from, x);
            self.height.insert(from, y);
        } else {
            self.along[from] = x;
            self.height[from] = y;
            self.along.drain(from + 1..from + covered);
            self.height.drain(from + 1..from + covered);
        }
    }
}

#[inline]
fn pair<C: Cost, const K: usize>(costs: &[C; K]) -> (C, C) {
    (costs.get(1).copied().unwrap_or_default(), costs.get(2).copied().unwrap_or_default())
}
