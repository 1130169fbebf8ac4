//! The k shortest loopless paths under one weight per arc.

use std::cmp::Reverse;
use std::collections::{BTreeSet, BinaryHeap};

use crate::answer::{Path, SearchError};
use crate::graph::{Graph, Link};
use crate::search::check;
use crate::sweep::{NEVER, NO_ARC, Sweep};

/// How much each criterion counts in a path's length: the sum of factor times cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Factors<const K: usize>(pub [u32; K]);

impl<const K: usize> Factors<K> {
    /// Counts one criterion and no other.
    #[must_use]
    pub fn only(criterion: usize) -> Self {
        Self(std::array::from_fn(|k| u32::from(k == criterion)))
    }

    /// Length of an arc with these weights, or of a path with these costs.
    #[must_use]
    pub fn length(&self, weights: &[u32; K]) -> u64 {
        let parts =
            self.0.iter().zip(weights).map(|(&factor, &weight)| u64::from(factor) * u64::from(weight));
        parts.fold(0, u64::saturating_add)
    }
}

/// The `k` shortest paths without a repeated node, shortest first; fewer if there are no more.
///
/// Paths that differ in one of two parallel arcs are different paths.
/// Among paths of equal length the order is fixed but arbitrary.
///
/// # Example
/// ```
/// use landbridge_pareto::{Arc, Factors, Graph, k_best};
/// let arcs = [[900, 200], [1500, 90], [1600, 95]].map(|weights| Arc { from: 0, to: 1, weights });
/// let graph = Graph::from_arcs(2, arcs).unwrap();
/// let fastest = k_best(&graph, 0, 1, Factors::only(1), 2).unwrap();
/// assert_eq!(fastest[0].costs, [1500, 90]);
/// assert_eq!(fastest[1].costs, [1600, 95]);
/// ```
///
/// # Errors
/// An unknown node, an unsupported number of criteria, or factors so large that a path's length may not fit
/// 64 bits.
///
/// # Complexity
/// One backward search; then per path at most one forward search for each of its nodes, of which few are run:
/// a branch is searched only when its lower bound comes up, and not at all if the best way on from there
/// does not touch the path so far.
///
/// # Source
/// Yen, Finding the k shortest loopless paths in a network (1971); Lawler's partition (1972); postponed
/// searches as in Kurz and Mutzel, A sidetrack-based algorithm for finding the k shortest simple paths (2016).
pub fn k_best<const K: usize>(
    graph: &Graph<K>,
    source: u32,
    target: u32,
    factors: Factors<K>,
    k: usize,
) -> Result<Vec<Path<K>>, SearchError> {
    check(graph, &[source, target])?;
    let longest = graph.arcs().iter().map(|arc| factors.length(&arc.weights)).max().unwrap_or(0);
    if longest.checked_mul(u64::from(graph.nodes())).is_none_or(|total| total == NEVER) {
        return Err(SearchError::CostOverflow);
    }
    if k == 0 {
        return Ok(Vec::new());
    }
    let mut sweep = Sweep::new(graph.nodes(), target);
    sweep.finish(graph, |weights| factors.length(weights));
    let nodes = graph.nodes() as usize;
    let mut search = Search {
        graph,
        source,
        target,
        factors,
        sweep,
        blocked: vec![0; nodes],
        reached: vec![(0, 0, NO_ARC); nodes],
        stamp: 0,
        paths: Vec::new(),
        branches: Vec::new(),
        open: BTreeSet::new(),
    };
    search.run(k);
    Ok(search.paths)
}

/// All paths that follow an earlier one up to some node and leave it by other arcs than those named.
struct Branch {
    /// The path followed, by its place in the answer, and how many of its arcs.
    path: usize,
    at: usize,
    /// Length of these arcs.
    prefix_length: u64,
    /// Arcs that must not follow, sorted.
    excluded: Vec<u32>,
    /// The shortest of these paths, once it is known.
    arcs: Option<Vec<u32>>,
}

struct Search<'g, const K: usize> {
    graph: &'g Graph<K>,
    source: u32,
    target: u32,
    factors: Factors<K>,
    sweep: Sweep,
    /// Nodes of the current prefix carry the current stamp.
    blocked: Vec<u32>,
    /// Stamp, length from the branching node, and last arc.
    reached: Vec<(u32, u64, u32)>,
    stamp: u32,
    /// The answer so far, shortest first.
    paths: Vec<Path<K>>,
    branches: Vec<Branch>,
    /// Branches by length of their shortest path; those where it is only a lower bound come first.
    open: BTreeSet<(u64, bool, usize)>,
}

impl<const K: usize> Search<'_, K> {
    fn run(&mut self, k: usize) {
        self.next_stamp();
        self.block(self.source);
        if self.source == self.target {
            self.paths.push(Path { costs: [0; K], arcs: Vec::new() });
            return;
        }
        self.offer(0, 0, 0, Vec::new(), self.source);
        while self.paths.len() < k {
            let Some((_, known, id)) = self.open.pop_first() else { break };
            if !known {
                self.resolve(id);
                continue;
            }
            let arcs = self.branches[id].arcs.take().unwrap_or_default();
            let costs = self.graph.total(&arcs).unwrap_or([0; K]);
            let place = self.paths.len();
            self.paths.push(Path { costs, arcs });
            self.split(id, place);
        }
    }

    /// Adds a branch unless no arc is left to take from `node`; all nodes before it and itself are blocked.
    fn offer(&mut self, path: usize, at: usize, prefix_length: u64, excluded: Vec<u32>, node: u32) {
        if let Some((length, _)) = self.onward(node, &excluded) {
            let total = prefix_length.saturating_add(length);
            self.open.insert((total, false, self.branches.len()));
            self.branches.push(Branch { path, at, prefix_length, excluded, arcs: None });
        }
    }

    /// The best arc to leave a node by, and the length from the node if the rest may go anywhere.
    fn onward(&self, node: u32, excluded: &[u32]) -> Option<(u64, Link<K>)> {
        self.graph
            .leaving(node)
            .filter(|link| !self.is_blocked(link.node) && excluded.binary_search(&link.arc).is_err())
            .filter_map(|link| self.remaining(&link).map(|length| (length, link)))
            .min_by_key(|&(length, link)| (length, link.arc))
    }

    fn remaining(&self, link: &Link<K>) -> Option<u64> {
        let rest = self.sweep.distance(link.node);
        (rest != NEVER).then(|| self.factors.length(&link.weights).saturating_add(rest))
    }

    fn is_blocked(&self, node: u32) -> bool {
        self.blocked[node as usize] == self.stamp
    }

    /// Forgets all marks.
    fn next_stamp(&mut self) {
        if self.stamp == u32::MAX {
            self.blocked.fill(0);
            self.reached.fill((0, 0, NO_ARC));
            self.stamp = 0;
        }
        self.stamp += 1;
    }

    fn block(&mut self, node: u32) {
        self.blocked[node as usize] = self.stamp;
    }

    /// Partitions what is left of a branch after its shortest path, now at `place` in the answer, is taken out.
    fn split(&mut self, id: usize, place: usize) {
        let from = self.branches[id].at;
        let mut excluded = std::mem::take(&mut self.branches[id].excluded);
        self.next_stamp();
        let mut node = self.source;
        let mut length = 0;
        self.block(node);
        for at in 0..self.paths[place].arcs.len() {
            let taken = self.paths[place].arcs[at];
            if at >= from {
                let mut without = std::mem::take(&mut excluded);
                if let Err(gap) = without.binary_search(&taken) {
                    without.insert(gap, taken);
                }
                self.offer(place, at, length, without, node);
            }
            let Some(arc) = self.graph.arc(taken) else { return };
            length += self.factors.length(&arc.weights);
            node = arc.to;
            self.block(node);
        }
    }

    /// Arcs a branch has in common with the path it leaves.
    fn prefix(&self, id: usize) -> &[u32] {
        let branch = &self.branches[id];
        self.paths.get(branch.path).and_then(|path| path.arcs.get(..branch.at)).unwrap_or_default()
    }

    /// Finds the shortest path of a branch, if there is one.
    fn resolve(&mut self, id: usize) {
        self.next_stamp();
        let mut node = self.source;
        self.block(node);
        for at in 0..self.branches[id].at {
            let Some(arc) = self.prefix(id).get(at).and_then(|&arc| self.graph.arc(arc)) else { return };
            node = arc.to;
            self.block(node);
        }
        let Some((length, first)) = self.onward(node, &self.branches[id].excluded) else { return };
        let tail = match self.along_the_tree(first) {
            Some(tail) => Some((length, tail)),
            None => self.detour(node, id),
        };
        if let Some((length, tail)) = tail {
            let mut arcs = self.prefix(id).to_vec();
            arcs.extend(tail);
            let branch = &mut self.branches[id];
            branch.arcs = Some(arcs);
            self.open.insert((branch.prefix_length.saturating_add(length), true, id));
        }
    }

    /// The best way on after an arc, if it does not touch a blocked node: then nothing can be shorter.
    fn along_the_tree(&self, first: Link<K>) -> Option<Vec<u32>> {
        let mut arcs = vec![first.arc];
        let mut node = first.node;
        while node != self.target {
            let next = self.sweep.next_arc(node);
            arcs.push(next);
            node = self.graph.arc(next)?.to;
            if self.is_blocked(node) {
                return None;
            }
        }
        Some(arcs)
    }

    /// A forward search around the blocked nodes, guided by the exact distances without them.
    fn detour(&mut self, from: u32, id: usize) -> Option<(u64, Vec<u32>)> {
        let mut heap = BinaryHeap::new();
        self.reached[from as usize] = (self.stamp, 0, NO_ARC);
        heap.push(Reverse((self.sweep.distance(from), 0_u64, from)));
        while let Some(Reverse((_, length, node))) = heap.pop() {
            if node == self.target {
                return Some((length, self.trace(from)));
            }
            if self.reached[node as usize].1 != length {
                continue;
            }
            for link in self.graph.leaving(node) {
                if self.is_blocked(link.node)
                    || (node == from && self.branches[id].excluded.binary_search(&link.arc).is_ok())
                {
                    continue;
                }
                let rest = self.sweep.distance(link.node);
                if rest == NEVER {
                    continue;
                }
                let through = length.saturating_add(self.factors.length(&link.weights));
                let known = &mut self.reached[link.node as usize];
                if known.0 != self.stamp || through < known.1 {
                    *known = (self.stamp, through, link.arc);
                    heap.push(Reverse((through.saturating_add(rest), through, link.node)));
                }
            }
        }
        None
    }

    fn trace(&self, from: u32) -> Vec<u32> {
        let mut arcs = Vec::new();
        let mut node = self.target;
        while node != from {
            let id = self.reached[node as usize].2;
            let Some(arc) = self.graph.arc(id) else { break };
            arcs.push(id);
            node = arc.from;
        }
        arcs.reverse();
        arcs
    }
}
