//! What a search is asked and what it answers.

use std::ops::ControlFlow;

use thiserror::Error;

/// A path with what it costs.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Path<const K: usize> {
    /// Sum of the weights of the arcs, per criterion.
    pub costs: [u64; K],
    /// Ids of the arcs, from source to target; empty if they are the same node.
    pub arcs: Vec<u32>,
}

/// The Pareto set between two nodes, or as much of it as the budget allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer<const K: usize> {
    /// One path per cost vector that no other path improves on, sorted by that vector.
    pub paths: Vec<Path<K>>,
    /// Whether nothing is missing. If false, a budget ended the search or the caller stopped it; the paths are
    /// then still members of the full set, only not all of them.
    pub complete: bool,
    /// Labels that were extended over the arcs leaving their node.
    pub expansions: u64,
    /// Labels that entered the queue.
    pub generated: u64,
    /// Most labels held in memory at once.
    pub peak_labels: u64,
}

/// Limits of a search, and its means to report and to stop.
///
/// The default has no limit and is exact.
#[derive(Clone, Copy, Default)]
pub struct Options<'a> {
    /// Most labels to hold in memory: about `4 K + 16` bytes each, twice that where costs need 64 bits.
    pub max_labels: Option<u64>,
    /// Most labels to expand.
    pub max_expansions: Option<u64>,
    /// Thinning, in parts per thousand; 0 is exact.
    ///
    /// With `e`, every member of the exact Pareto set is matched by a path of the answer whose cost is at most
    /// `1 + e / 1000` times its own in each criterion.
    /// The paths that remain are members of the exact set.
    pub epsilon_permille: u32,
    /// Called about every thousand expansions; to break ends the search with what it has.
    pub progress: Option<&'a dyn Fn(Progress) -> ControlFlow<()>>,
}

impl std::fmt::Debug for Options<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("max_labels", &self.max_labels)
            .field("max_expansions", &self.max_expansions)
            .field("epsilon_permille", &self.epsilon_permille)
            .field("progress", &self.progress.is_some())
            .finish()
    }
}

/// How far a search has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Progress {
    /// Labels expanded so far.
    pub expansions: u64,
    /// Labels waiting in the queue.
    pub waiting: u64,
    /// Paths found so far.
    pub found: u64,
}

/// Why a search did not start or could not go on.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SearchError {
    /// The source or the target is not a node of the graph.
    #[error("node {node} is not in the graph, which has {nodes} nodes counted from 0")]
    UnknownNode {
        /// The node asked for.
        node: u32,
        /// How many nodes there are.
        nodes: u32,
    },
    /// A number of criteria the search is not made for.
    #[error("{criteria} criteria, 1 to 6 are supported")]
    Criteria {
        /// How many there are.
        criteria: usize,
    },
    /// A path's cost does not fit the numbers it is counted in.
    #[error("a path costs 2^61 or more in one criterion")]
    CostOverflow,
    /// More labels than can be numbered.
    #[error("more than 2^32 labels")]
    TooManyLabels,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_shown_without_the_callback() {
        let call = |_: Progress| ControlFlow::Continue(());
        let options = Options { progress: Some(&call), ..Options::default() };
        assert!(format!("{options:?}").contains("progress: true"));
    }
}
