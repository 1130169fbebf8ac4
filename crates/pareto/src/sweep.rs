//! Dijkstra's search backwards from a target, stopped and taken up again at will.

use crate::cost::index;
use crate::graph::Graph;
use crate::queue::{Keyed, Queue};

/// Distance of a node from which the target cannot be reached.
pub const NEVER: u64 = u64::MAX;

/// Distances the queue's first rung is laid out for; a guess, and a wrong one costs little.
const RANGE: u64 = 1 << 20;

/// Mark of a node without a next arc.
pub(crate) const NO_ARC: u32 = u32::MAX;

/// Distances to one target under one weight per arc, known for all nodes up to a growing radius.
///
/// A query that stays in one region never pays for the rest of the graph.
pub(crate) struct Sweep {
    distance: Vec<u64>,
    next_arc: Vec<u32>,
    queue: Queue<Reached>,
    radius: u64,
    done: bool,
}

#[derive(Clone, Copy)]
struct Reached {
    distance: u64,
    node: u32,
}

impl Keyed for Reached {
    type Key = u64;

    #[inline]
    fn key(&self) -> u64 {
        self.distance
    }

    #[inline]
    fn lead(&self) -> u64 {
        self.distance
    }
}

impl Sweep {
    /// Starts at `target`; nothing is known yet.
    pub(crate) fn new(nodes: u32, target: u32) -> Self {
        let mut distance = vec![NEVER; nodes as usize];
        let mut queue = Queue::new(0, RANGE);
        if let Some(start) = distance.get_mut(target as usize) {
            *start = 0;
            queue.push(Reached { distance: 0, node: target });
        }
        Self { distance, next_arc: vec![NO_ARC; nodes as usize], queue, radius: 0, done: false }
    }

    /// The distance of a node if it is final, searching on until it is.
    #[inline]
    pub(crate) fn settle<const K: usize>(
        &mut self,
        graph: &Graph<K>,
        node: u32,
        weight: impl Fn(&[u32; K]) -> u64,
    ) -> u64 {
        if !self.is_final(node) {
            self.run_until(graph, Some(node), weight);
        }
        self.distance[node as usize]
    }

    /// Searches the rest of the graph.
    pub(crate) fn finish<const K: usize>(&mut self, graph: &Graph<K>, weight: impl Fn(&[u32; K]) -> u64) {
        self.run_until(graph, None, weight);
    }

    /// Distances; final ones if the sweep is finished.
    pub(crate) fn into_distances(self) -> Vec<u64> {
        self.distance
    }

    /// Distance of a node that has been settled.
    #[inline]
    pub(crate) fn distance(&self, node: u32) -> u64 {
        self.distance[node as usize]
    }

    /// First arc of a shortest path from a settled node.
    #[inline]
    pub(crate) fn next_arc(&self, node: u32) -> u32 {
        self.next_arc[node as usize]
    }

    #[inline]
    fn is_final(&self, node: u32) -> bool {
        self.done || self.distance[node as usize] <= self.radius
    }

    fn run_until<const K: usize>(
        &mut self,
        graph: &Graph<K>,
        wanted: Option<u32>,
        weight: impl Fn(&[u32; K]) -> u64,
    ) {
        while let Some(Reached { distance, node }) = self.queue.pop(|_| true) {
            if self.distance[node as usize] != distance {
                continue;
            }
            for link in graph.entering(node) {
                let through = distance.saturating_add(weight(&link.weights));
                let known = &mut self.distance[link.node as usize];
                if through < *known {
                    *known = through;
                    self.next_arc[link.node as usize] = link.arc;
                    self.queue.push(Reached { distance: through, node: link.node });
                }
            }
            self.radius = distance;
            if wanted == Some(node) {
                return;
            }
        }
        self.done = true;
    }
}

/// As many sweeps as criteria, for one target.
pub(crate) struct Sweeps<const K: usize> {
    sweeps: [Sweep; K],
}

impl<const K: usize> Sweeps<K> {
    pub(crate) fn new(nodes: u32, target: u32) -> Self {
        Self { sweeps: std::array::from_fn(|_| Sweep::new(nodes, target)) }
    }

    /// Exact least cost from a node to the target in each criterion, or nothing where there is no way.
    #[inline]
    pub(crate) fn settle(&mut self, graph: &Graph<K>, node: u32) -> Option<[u64; K]> {
        let mut bound = [0; K];
        for (k, (sweep, bound)) in self.sweeps.iter_mut().zip(&mut bound).enumerate() {
            *bound = sweep.settle(graph, node, |weights| u64::from(weights[k]));
            // The same nodes reach the target under every criterion.
            if *bound == NEVER {
                return None;
            }
        }
        Some(bound)
    }

    /// Cost of the path that is best in criterion `k`, from a settled node.
    pub(crate) fn best_path_total(&self, graph: &Graph<K>, from: u32, target: u32, k: usize) -> [u64; K] {
        let mut total = [0_u64; K];
        let mut node = from;
        while node != target {
            let Some(arc) = graph.arc(self.sweeps[k].next_arc(node)) else { break };
            for (sum, &weight) in total.iter_mut().zip(&arc.weights) {
                *sum = sum.saturating_add(u64::from(weight));
            }
            node = arc.to;
        }
        total
    }
}

/// Lower bounds on what is left to pay, for one target: exact least costs per node and criterion.
///
/// They are what makes a best-first search goal-directed, and they answer at once whether the target can be
/// reached from a node and what the cheapest, the fastest … way there costs.
///
/// # Example
/// ```
/// use landbridge_pareto::{Arc, Bounds, Graph};
/// let arcs = [Arc { from: 0, to: 1, weights: [5, 1] }, Arc { from: 0, to: 1, weights: [2, 9] }];
/// let bounds = Bounds::to(&Graph::from_arcs(3, arcs).unwrap(), 1);
/// assert_eq!(bounds.at(0), Some([2, 1]));
/// assert_eq!(bounds.at(2), None);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bounds<const K: usize> {
    target: u32,
    by_node: Vec<[u64; K]>,
}

impl<const K: usize> Bounds<K> {
    /// One backward search per criterion over the whole graph.
    ///
    /// A target the graph does not have is reached from nowhere.
    /// Sums stop at `u64::MAX`, which no path of 2^31 arcs with 32-bit weights reaches.
    ///
    /// # Complexity
    /// `O(K (m + n log n))` time, `8 K` bytes per node.
    /// # Source
    /// Dijkstra, A note on two problems in connexion with graphs (1959).
    #[must_use]
    pub fn to(graph: &Graph<K>, target: u32) -> Self {
        let mut by_node = vec![[NEVER; K]; graph.nodes() as usize];
        for k in 0..K {
            let distances = distances_to(graph, target, |weights| u64::from(weights[k]));
            for (bound, distance) in by_node.iter_mut().zip(distances) {
                bound[k] = distance;
            }
        }
        Self { target, by_node }
    }

    /// The node these bounds lead to.
    #[must_use]
    pub fn target(&self) -> u32 {
        self.target
    }

    /// Least cost from a node to the target in each criterion, or nothing where there is no way.
    #[must_use]
    pub fn at(&self, node: u32) -> Option<[u64; K]> {
        let bound = self.by_node.get(index(u64::from(node)))?;
        bound.iter().all(|&cost| cost != NEVER).then_some(*bound)
    }
}

/// Exact least cost from every node to `target`, [`NEVER`] where there is no way.
///
/// The weight of an arc is computed from its `K` weights, so that one graph serves many combinations;
/// sums saturate at [`NEVER`].
///
/// # Example
/// ```
/// use landbridge_pareto::{Arc, Graph, NEVER, distances_to};
/// let graph = Graph::from_arcs(3, [Arc { from: 0, to: 1, weights: [2, 3] }]).unwrap();
/// assert_eq!(distances_to(&graph, 1, |w| u64::from(w[0]) + 10 * u64::from(w[1])), [32, 0, NEVER]);
/// ```
#[must_use]
pub fn distances_to<const K: usize>(
    graph: &Graph<K>,
    target: u32,
    weight: impl Fn(&[u32; K]) -> u64,
) -> Vec<u64> {
    let mut sweep = Sweep::new(graph.nodes(), target);
    sweep.finish(graph, weight);
    sweep.into_distances()
}
