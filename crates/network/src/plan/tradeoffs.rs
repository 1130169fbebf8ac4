//! How far what is ahead can trade one sum for another: the least of weighted sums.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use crate::plan::ahead::{Backwards, NEVER};
use crate::plan::moves::SpotId;

/// Directions in which two sums are weighed against each other.
pub(crate) const DIRECTIONS: usize = 5;

/// Weights are no larger than this, so that weighted sums fit.
const MOST: i64 = 1 << 12;

/// Weights of two sums, and the least of the weighted sum from each spot to an end.
#[derive(Debug)]
pub(crate) struct Tradeoffs {
    pub(crate) weights: Vec<(i64, i64)>,
    pub(crate) least: Vec<[i64; DIRECTIONS]>,
}

/// A weighted sum; what does not fit is beyond any way.
pub(crate) fn weighed((x, y): (i64, i64), (a, b): (i64, i64)) -> i64 {
    x.saturating_mul(a).saturating_add(y.saturating_mul(b))
}

impl Tradeoffs {
    /// Weighs two criteria against each other, in directions that touch the ways from a spot that are best by some
    /// weights.
    ///
    /// A way whose cost and CO2e are each no less than the least possible may still be out of reach, since what is
    /// cheap is rarely clean. The least of weighted sums of the two tells: for each pair of weights a line in the
    /// plane of both sums that nothing lies below. Weights are those of the sides of the hull of what can be reached
    /// from `start`: between two corners of it the line through both.
    ///
    /// # Source
    /// Aneja, Y. P., Nair, K. P. K.: Bicriteria transportation problem. Management Science 25 (1979), 73-78.
    /// Ehrgott, M., Gandibleux, X.: Bound sets for biobjective combinatorial optimization problems. Computers &
    /// Operations Research 34 (2007), 2674-2694.
    pub(crate) fn of(backwards: &Backwards, end: SpotId, start: SpotId, criteria: [usize; 2]) -> Self {
        let mut own = Self { weights: Vec::new(), least: vec![[0; DIRECTIONS]; backwards.spots()] };
        let mut sweep = Sweep::new(backwards.spots());
        let ends = [(MOST, 1), (1, MOST)].map(|weights| {
            sweep.run(backwards, end, criteria, weights);
            own.take(&sweep, weights);
            sweep.sums[start]
        });
        if sweep.best[start] >= NEVER {
            return own;
        }
        let mut sides = std::collections::VecDeque::from([(ends[0], ends[1])]);
        while let Some((left, right)) = sides.pop_front() {
            if own.weights.len() == DIRECTIONS {
                break;
            }
            let (a, b) = (left.1.saturating_sub(right.1), right.0.saturating_sub(left.0));
            if a <= 0 || b <= 0 {
                continue;
            }
            let weights = scaled(a, b);
            sweep.run(backwards, end, criteria, weights);
            own.take(&sweep, weights);
            let corner = sweep.sums[start];
            if corner != left && corner != right {
                sides.push_back((left, corner));
                sides.push_back((corner, right));
            }
        }
        own
    }

    fn take(&mut self, sweep: &Sweep, weights: (i64, i64)) {
        let place = self.weights.len();
        self.weights.push(weights);
        for (least, best) in self.least.iter_mut().zip(&sweep.best) {
            least[place] = *best;
        }
    }
}

/// Two weights of about this proportion, small enough.
fn scaled(a: i64, b: i64) -> (i64, i64) {
    let shift = (64 - a.max(b).leading_zeros()).saturating_sub(MOST.trailing_zeros());
    ((a >> shift).max(1), (b >> shift).max(1))
}

/// The least weighted sums, with the two sums of a way that has them.
struct Sweep {
    best: Vec<i64>,
    sums: Vec<(i64, i64)>,
    queue: BinaryHeap<Reverse<(i64, SpotId)>>,
}

impl Sweep {
    fn new(spots: usize) -> Self {
        Self { best: vec![NEVER; spots], sums: vec![(0, 0); spots], queue: BinaryHeap::new() }
    }

    fn run(&mut self, backwards: &Backwards, end: SpotId, criteria: [usize; 2], weights: (i64, i64)) {
        self.best.fill(NEVER);
        self.best[end] = 0;
        self.sums[end] = (0, 0);
        self.queue.push(Reverse((0, end)));
        while let Some(Reverse((far, spot))) = self.queue.pop() {
            if far > self.best[spot] {
                continue;
            }
            let sums = self.sums[spot];
            for (before, least) in backwards.into(spot) {
                let own = criteria.map(|criterion| least[criterion].max(0));
                let through = far.saturating_add(weighed(weights, (own[0], own[1]))).min(NEVER - 1);
                if through < self.best[*before] {
                    self.best[*before] = through;
                    self.sums[*before] = (sums.0.saturating_add(own[0]), sums.1.saturating_add(own[1]));
                    self.queue.push(Reverse((through, *before)));
                }
            }
        }
    }
}
