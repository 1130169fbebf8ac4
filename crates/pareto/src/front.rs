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
}
