//! Sets of truncated cost vectors, asked one question: is this vector covered by one of yours?
//!
//! Labels reach a node in order of their first criterion, so a label is dominated exactly if an earlier one
//! is no worse in all *other* criteria (dimensionality reduction).
//! A front therefore ignores the first criterion and keeps only vectors that are minimal in the others.
//! What is left has `K - 1` dimensions, and the best structure differs: one number, a staircase, or blocks.
//!
//! # Source
//! Pulido, Mandow, Pérez-de-la-Cruz, Dimensionality reduction in multiobjective shortest path search (2015).

mod blocks;
mod least;
mod staircase;

pub(crate) use blocks::Blocks;
pub(crate) use least::Least;
pub(crate) use staircase::Staircase;

/// A set of vectors, compared without their first criterion.
pub(crate) trait Front<C, const K: usize>: Default {
    /// Whether a member is at most `costs` in every criterion but the first.
    fn covers(&mut self, costs: &[C; K]) -> bool;

    /// Whether that is so, told from what is at hand; false says nothing.
    #[inline]
    fn seems_to_cover(&self, _costs: &[C; K]) -> bool {
        false
    }

    /// Adds a vector that is not covered; members it covers leave.
    fn insert(&mut self, costs: &[C; K]);

    /// Adds a vector unless it is covered; tells whether it was added.
    #[inline]
    fn admit(&mut self, costs: &[C; K]) -> bool {
        let new = !self.covers(costs);
        if new {
            self.insert(costs);
        }
        new
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cost::Cost;
    use crate::generate::SplitMix;
    use crate::shadow::Shadow;

    /// Draws vectors, some of them along a surface so that many stay.
    fn draw<const K: usize>(random: &mut SplitMix, most: u32) -> [u32; K] {
        let mut left = most;
        std::array::from_fn(|k| {
            let cost = random.below(left.max(1));
            if k > 0 && random.below(4) > 0 {
                left -= cost;
            }
            if k + 1 == K { left + random.below(3) } else { cost }
        })
    }

    fn agrees<F: Front<u32, K>, const K: usize>(most: u32, seed: u64) {
        let mut random = SplitMix::new(seed);
        let mut front = F::default();
        let mut admitting = F::default();
        let mut shadow = Shadow::<u32, F, K>::new([0; K], [u64::from(most); K]);
        let mut all: Vec<[u32; K]> = Vec::new();
        for _ in 0..2_000 {
            let costs = draw::<K>(&mut random, most);
            let covered = all.iter().any(|member| member.iter().zip(&costs).skip(1).all(|(a, b)| a <= b));
            assert_eq!(front.covers(&costs), covered, "{costs:?}");
            assert_eq!(shadow.covers(&costs), covered, "{costs:?}");
            assert!(covered || !front.seems_to_cover(&costs));
            assert_eq!(admitting.admit(&costs), !covered);
            if !covered {
                front.insert(&costs);
                shadow.insert(&costs);
                all.push(costs);
            }
        }
        assert!(all.iter().all(|member| member.iter().all(|&cost| cost < u32::LIMIT)));
    }

    #[test]
    fn fronts_answer_as_a_plain_list_does() {
        for (most, seed) in [(3, 1), (40, 2), (1_000, 3), (100_000, 4), (500_000_000, 5)] {
            agrees::<Least<u32>, 1>(most, seed);
            agrees::<Least<u32>, 2>(most, seed);
            agrees::<Staircase<u32>, 3>(most, seed);
            agrees::<Blocks<u32, 4>, 4>(most, seed);
            agrees::<Blocks<u32, 5>, 5>(most, seed);
            agrees::<Blocks<u32, 6>, 6>(most, seed);
        }
    }
}
