//! The front of two remaining criteria: a staircase, searched by halving.

use super::Front;
use crate::cost::Cost;

/// Steps sorted by the second criterion, so that the third falls strictly.
pub(crate) struct Staircase<C> {
    steps: Vec<(C, C)>,
}

impl<C> Default for Staircase<C> {
    fn default() -> Self {
        Self { steps: Vec::new() }
    }
}

impl<C: Cost, const K: usize> Front<C, K> for Staircase<C> {
    #[inline]
    fn covers(&mut self, costs: &[C; K]) -> bool {
        let (x, y) = pair(costs);
        // Of the steps no further right, the last is the lowest.
        let right = self.steps.partition_point(|step| step.0 <= x);
        right.checked_sub(1).and_then(|last| self.steps.get(last)).is_some_and(|step| step.1 <= y)
    }

    fn insert(&mut self, costs: &[C; K]) {
        Front::<C, K>::admit(self, costs);
    }

    #[inline]
    fn admit(&mut self, costs: &[C; K]) -> bool {
        let (x, y) = pair(costs);
        let from = self.steps.partition_point(|step| step.0 < x);
        let before = from.checked_sub(1).and_then(|last| self.steps.get(last));
        let covered = |step: &(C, C)| step.1 <= y;
        if before.is_some_and(covered)
            || self.steps.get(from).is_some_and(|step| step.0 == x && covered(step))
        {
            return false;
        }
        let leaving = self.steps[from..].iter().take_while(|step| step.1 >= y).count();
        if leaving == 0 {
            self.steps.insert(from, (x, y));
        } else {
            self.steps[from] = (x, y);
            if leaving > 1 {
                self.steps.drain(from + 1..from + leaving);
            }
        }
        true
    }
}

#[inline]
fn pair<C: Cost, const K: usize>(costs: &[C; K]) -> (C, C) {
    (costs.get(1).copied().unwrap_or_default(), costs.get(2).copied().unwrap_or_default())
}
