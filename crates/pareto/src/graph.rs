//! The graph every search runs on: directed, parallel arcs kept apart, K weights per arc.

use thiserror::Error;

/// One arc as the caller lists it.
///
/// Its position in that list is its id, and paths are reported as lists of such ids.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Arc<const K: usize> {
    /// Node the arc leaves.
    pub from: u32,
    /// Node the arc enters.
    pub to: u32,
    /// What taking the arc adds to each criterion, in whatever unit the caller counts that criterion.
    pub weights: [u32; K],
}

/// An arc as seen from one of its ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Link<const K: usize> {
    /// The node at the other end.
    pub node: u32,
    /// Id of the arc.
    pub arc: u32,
    /// Weights of the arc.
    pub weights: [u32; K],
}

/// A frozen directed multigraph with `K` non-negative integer weights on each arc.
///
/// Adjacency is stored as flat arrays in both directions, each link with its weights beside it, so that a
/// search reads memory in order.
/// Parallel arcs, zero weights and loops are all allowed; a loop can never improve a path and every search
/// passes over it.
///
/// Memory: `20 + 12 K` bytes per arc and 8 bytes per node.
#[derive(Clone, Debug)]
pub struct Graph<const K: usize> {
    arcs: Vec<Arc<K>>,
    outgoing: Adjacency<u32>,
    incoming: Adjacency<Link<K>>,
}

/// Why arcs do not make a graph.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum GraphError {
    /// An arc names a node the graph does not have.
    #[error("arc {arc} names node {node}, the graph has {nodes} nodes counted from 0")]
    NodeOutOfRange {
        /// Position of the arc.
        arc: u32,
        /// The node it names.
        node: u32,
        /// How many nodes there are.
        nodes: u32,
    },
    /// More nodes than ids can number.
    #[error("{nodes} nodes, at most {max} are supported")]
    TooManyNodes {
        /// How many were asked for.
        nodes: u32,
        /// How many are supported.
        max: u32,
    },
    /// More arcs than ids can number.
    #[error("more than {max} arcs")]
    TooManyArcs {
        /// How many are supported.
        max: u32,
    },
}

/// Ids stay below this, so that all larger values are free for marks such as "none".
const MAX_IDS: u32 = 1 << 31;

impl<const K: usize> Graph<K> {
    /// Freezes arcs into a graph with nodes `0..nodes`.
    ///
    /// # Errors
    /// A node out of range, or more than 2^31 nodes or arcs.
    pub fn from_arcs(nodes: u32, arcs: impl IntoIterator<Item = Arc<K>>) -> Result<Self, GraphError> {
        if nodes > MAX_IDS {
            return Err(GraphError::TooManyNodes { nodes, max: MAX_IDS });
        }
        let mut list = Vec::new();
        for (arc, position) in arcs.into_iter().zip(0_u32..) {
            if position >= MAX_IDS {
                return Err(GraphError::TooManyArcs { max: MAX_IDS });
            }
            for node in [arc.from, arc.to] {
                if node >= nodes {
                    return Err(GraphError::NodeOutOfRange { arc: position, node, nodes });
                }
            }
            list.push(arc);
        }
        let outgoing = Adjacency::collect(nodes, &list, |arc| arc.from, |id, _| id);
        let incoming = Adjacency::collect(
            nodes,
            &list,
            |arc| arc.to,
            |id, arc| Link { node: arc.from, arc: id, weights: arc.weights },
        );
        Ok(Self { arcs: list, outgoing, incoming })
    }

    /// Number of nodes; they are `0..nodes`.
    #[must_use]
    pub fn nodes(&self) -> u32 {
        self.outgoing.nodes()
    }

    /// All arcs, the arc with id `i` at position `i`.
    #[must_use]
    pub fn arcs(&self) -> &[Arc<K>] {
        &self.arcs
    }

    /// The arc with this id, if there is one.
    #[must_use]
    pub fn arc(&self, id: u32) -> Option<&Arc<K>> {
        self.arcs.get(id as usize)
    }

    /// Arcs leaving a node, in order of their ids; none for a node the graph does not have.
    pub fn leaving(&self, node: u32) -> impl ExactSizeIterator<Item = Link<K>> + '_ {
        self.outgoing.of(node).iter().map(|&id| {
            let arc = &self.arcs[id as usize];
            Link { node: arc.to, arc: id, weights: arc.weights }
        })
    }

    /// Arcs entering a node, in order of their ids; none for a node the graph does not have.
    #[must_use]
    pub fn entering(&self, node: u32) -> &[Link<K>] {
        self.incoming.of(node)
    }

    /// What a list of arcs adds up to, or nothing if an id is unknown or the arcs do not join head to tail.
    #[must_use]
    pub fn total(&self, arcs: &[u32]) -> Option<[u64; K]> {
        let mut at = None;
        let mut total = [0_u64; K];
        for &id in arcs {
            let arc = self.arc(id)?;
            if at.is_some_and(|node| node != arc.from) {
                return None;
            }
            at = Some(arc.to);
            for (sum, &weight) in total.iter_mut().zip(&arc.weights) {
                *sum = sum.checked_add(u64::from(weight))?;
            }
        }
        Some(total)
    }
}

/// Items grouped by node, flat.
#[derive(Clone, Debug)]
struct Adjacency<T> {
    starts: Vec<u32>,
    items: Vec<T>,
}

impl<T> Adjacency<T> {
    /// Groups arcs by a node in two passes (counting sort), keeping the order of ids within a node.
    fn collect<const K: usize>(
        nodes: u32,
        arcs: &[Arc<K>],
        node_of: impl Fn(&Arc<K>) -> u32,
        item: impl Fn(u32, &Arc<K>) -> T,
    ) -> Self {
        let mut starts = vec![0_u32; nodes as usize + 1];
        for arc in arcs {
            starts[node_of(arc) as usize + 1] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        let mut next = starts.clone();
        let mut order = vec![0_u32; arcs.len()];
        for (arc, id) in arcs.iter().zip(0_u32..) {
            let slot = &mut next[node_of(arc) as usize];
            order[*slot as usize] = id;
            *slot += 1;
        }
        let items = order.into_iter().map(|id| item(id, &arcs[id as usize])).collect();
        Self { starts, items }
    }

    fn nodes(&self) -> u32 {
        // The constructor took the count as `u32`.
        u32::try_from(self.starts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    fn of(&self, node: u32) -> &[T] {
        let node = node as usize;
        match (self.starts.get(node), self.starts.get(node + 1)) {
            (Some(&start), Some(&end)) => &self.items[start as usize..end as usize],
            _ => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn arc(from: u32, to: u32, weight: u32) -> Arc<1> {
        Arc { from, to, weights: [weight] }
    }

    #[test]
    fn adjacency_keeps_the_order_of_ids() {
        let graph = Graph::from_arcs(3, [arc(2, 0, 1), arc(0, 1, 2), arc(0, 1, 3), arc(0, 0, 4)]).unwrap();
        assert_eq!(graph.leaving(0).map(|link| link.arc).collect::<Vec<_>>(), [1, 2, 3]);
        assert_eq!(graph.entering(1).iter().map(|link| link.arc).collect::<Vec<_>>(), [1, 2]);
        assert_eq!(graph.leaving(1).len(), 0);
        assert_eq!(graph.leaving(9).len(), 0);
        assert!(graph.entering(9).is_empty());
    }

    #[test]
    fn a_missing_node_is_named() {
        let error = Graph::from_arcs(2, [arc(0, 1, 1), arc(1, 2, 1)]).unwrap_err();
        assert_eq!(error, GraphError::NodeOutOfRange { arc: 1, node: 2, nodes: 2 });
        assert_eq!(error.to_string(), "arc 1 names node 2, the graph has 2 nodes counted from 0");
    }

    #[test]
    fn too_many_nodes_are_refused_before_memory_is_asked_for() {
        let error = Graph::<1>::from_arcs(u32::MAX, []).unwrap_err();
        assert_eq!(error, GraphError::TooManyNodes { nodes: u32::MAX, max: 1 << 31 });
    }

    #[test]
    fn totals_need_arcs_that_join() {
        let graph = Graph::from_arcs(3, [arc(0, 1, 5), arc(1, 2, 6), arc(0, 2, 7)]).unwrap();
        assert_eq!(graph.total(&[0, 1]), Some([11]));
        assert_eq!(graph.total(&[0, 2]), None);
        assert_eq!(graph.total(&[9]), None);
        assert_eq!(graph.total(&[]), Some([0]));
    }

    #[test]
    fn an_empty_graph_is_a_graph() {
        let graph = Graph::<3>::from_arcs(0, []).unwrap();
        assert_eq!(graph.nodes(), 0);
    }
}
