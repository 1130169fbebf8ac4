//! The part of the graph a query touches, renumbered and with chains of nodes drawn together.

use crate::cost::{Cost, covers};
use crate::graph::{Graph, Link};
use crate::sweep::Sweeps;

const NONE: u32 = u32::MAX;
/// Longest chain drawn into one road.
const CHAIN: usize = 4096;
/// Nodes with more roads than this are not searched for roads that another one makes needless.
const COMPARED: usize = 64;

/// One or several arcs in a row without a choice between them.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Road<C, const K: usize> {
    /// Local number of the node it leads to.
    pub(crate) head: u32,
    /// If not 0, this is no road but stands before so many to the same head, with the least of their weights.
    pub(crate) group: u32,
    /// Where its arcs start and end in the list of all of them.
    via: (u32, u32),
    /// What it adds to the bounds of a label, in the search's order of criteria.
    pub(crate) weights: [C; K],
}

/// Numbers nodes in the order in which the search reaches them, and prepares a node's roads when the first
/// label leaves it.
///
/// Weights are reduced: the least cost still to pay after the road, less that before it, is added, so that
/// a label carries the bound of the whole path and never looks at bounds again.
/// A node where a path has only one way on (without turning back) is passed through: its labels would all
/// be extended anyway, and are compared where the chain ends.
pub(crate) struct Local<'g, C, const K: usize> {
    graph: &'g Graph<K>,
    order: [usize; K],
    target: Option<u32>,
    local_of: Vec<u32>,
    global_of: Vec<u32>,
    spans: Vec<(u32, u32)>,
    roads: Vec<Road<C, K>>,
    via: Vec<u32>,
}

/// A road's reduced weight is too large for the numbers in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TooLarge;

impl<'g, C: Cost, const K: usize> Local<'g, C, K> {
    /// An empty part; `order[p]` is the caller's criterion the search has at place `p`.
    pub(crate) fn new(graph: &'g Graph<K>, order: [usize; K], target: Option<u32>) -> Self {
        Self {
            graph,
            order,
            target,
            local_of: vec![NONE; graph.nodes() as usize],
            global_of: Vec::new(),
            spans: Vec::new(),
            roads: Vec::new(),
            via: Vec::new(),
        }
    }

    /// Local number of a node, given on first sight.
    pub(crate) fn number(&mut self, node: u32) -> u32 {
        let known = self.local_of[node as usize];
        if known != NONE {
            return known;
        }
        // There are no more local numbers than nodes.
        let number = u32::try_from(self.global_of.len()).unwrap_or(NONE);
        self.local_of[node as usize] = number;
        self.global_of.push(node);
        self.spans.push((NONE, NONE));
        number
    }

    /// Nodes numbered so far.
    pub(crate) fn len(&self) -> usize {
        self.global_of.len()
    }

    /// The graph's number of a local node.
    pub(crate) fn node(&self, local: u32) -> u32 {
        self.global_of[local as usize]
    }

    /// Roads leaving a local node, if they are prepared.
    #[inline]
    pub(crate) fn span(&self, local: u32) -> Option<std::ops::Range<usize>> {
        let (start, end) = self.spans[local as usize];
        (start != NONE).then_some(start as usize..end as usize)
    }

    #[inline]
    pub(crate) fn roads(&self, span: std::ops::Range<usize>) -> &[Road<C, K>] {
        &self.roads[span]
    }

    /// Arcs of a road in order.
    pub(crate) fn arcs(&self, road: u32) -> &[u32] {
        let (start, end) = self.roads[road as usize].via;
        &self.via[start as usize..end as usize]
    }

    /// Prepares the roads leaving a local node.
    ///
    /// With a target, only roads from which it can be reached are kept, and bounds come from `sweeps`;
    /// without one every arc is a road, and weights stay as they are.
    pub(crate) fn prepare(&mut self, local: u32, sweeps: Option<&mut Sweeps<K>>) -> Result<(), TooLarge> {
        let node = self.node(local);
        let start = self.roads.len();
        match sweeps {
            Some(sweeps) => {
                self.prepare_guided(node, sweeps)?;
                self.group(start)?;
            }
            None => self.prepare_plain(node)?,
        }
        let end = self.roads.len();
        self.spans[local as usize] = (number(start)?, number(end)?);
        Ok(())
    }

    fn prepare_plain(&mut self, node: u32) -> Result<(), TooLarge> {
        let graph = self.graph;
        let start = self.roads.len();
        for link in graph.leaving(node) {
            if link.node == node {
                continue;
            }
            let via = self.via.len();
            self.via.push(link.arc);
            self.add(start, link.node, via, link.weights.map(u64::from))?;
        }
        Ok(())
    }

    fn prepare_guided(&mut self, node: u32, sweeps: &mut Sweeps<K>) -> Result<(), TooLarge> {
        let graph = self.graph;
        let start = self.roads.len();
        let Some(before) = sweeps.settle(graph, node) else { return Ok(()) };
        for link in graph.leaving(node) {
            let via = self.via.len();
            let Some((end, sums)) = self.follow(node, link, sweeps) else {
                self.via.truncate(via);
                continue;
            };
            let Some(after) = sweeps.settle(graph, end) else { continue };
            let reduced =
                std::array::from_fn(|k| (sums[k].saturating_add(after[k])).saturating_sub(before[k]));
            self.add(start, end, via, reduced)?;
        }
        Ok(())
    }

    /// Goes on from an arc while there is no choice and nothing else comes in; nothing if that ends nowhere or where it began.
    fn follow(&mut self, from: u32, first: Link<K>, sweeps: &mut Sweeps<K>) -> Option<(u32, [u64; K])> {
        let graph = self.graph;
        let mut sums = [0_u64; K];
        let mut last = from;
        let mut link = first;
        for length in 1.. {
            self.via.push(link.arc);
            for (sum, &weight) in sums.iter_mut().zip(&link.weights) {
                *sum = sum.saturating_add(u64::from(weight));
            }
            let at = link.node;
            if at == from || sweeps.settle(graph, at).is_none() {
                return None;
            }
            if self.target == Some(at) || length == CHAIN {
                break;
            }
            let mut onward = None;
            for next in graph.leaving(at) {
                if next.node == last || next.node == at || sweeps.settle(graph, next.node).is_none() {
                    continue;
                }
                if onward.is_some() {
                    return Some((at, sums));
                }
                onward = Some(next);
            }
            let next = onward?;
            // Where paths from elsewhere come together one may dominate another: nothing is passed over there.
            let joined = |link: &Link<K>| link.node != last && link.node != next.node && link.node != at;
            if graph.entering(at).iter().any(joined) {
                return Some((at, sums));
            }
            last = at;
            link = next;
        }
        Some((link.node, sums))
    }

    /// Keeps a road unless an equally good one leads to the same node; takes out those it makes needless.
    fn add(&mut self, start: usize, end: u32, via: usize, weights: [u64; K]) -> Result<(), TooLarge> {
        let head = self.number(end);
        let mut costs = [C::default(); K];
        for (cost, &k) in costs.iter_mut().zip(&self.order) {
            *cost = C::from_u64(weights[k]).ok_or(TooLarge)?;
        }
        let rivals = &self.roads[start..];
        if rivals.len() <= COMPARED
            && rivals.iter().any(|rival| rival.head == head && covers(&rival.weights, &costs))
        {
            self.via.truncate(via);
            return Ok(());
        }
        let via = (number(via)?, number(self.via.len())?);
        self.roads.push(Road { head, group: 0, via, weights: costs });
        Ok(())
    }

    /// Puts roads to the same head side by side, and what is least of them before them: where that is no use,
    /// none of them is.
    fn group(&mut self, start: usize) -> Result<(), TooLarge> {
        let mut roads = self.roads.split_off(start);
        roads.sort_by_key(|road| road.head);
        for group in roads.chunk_by(|a, b| a.head == b.head) {
            if let [first, rest @ ..] = group
                && !rest.is_empty()
            {
                let mut least = Road { group: number(group.len())?, ..*first };
                for road in rest {
                    for (least, &weight) in least.weights.iter_mut().zip(&road.weights) {
                        *least = (*least).min(weight);
                    }
                }
                self.roads.push(least);
            }
            self.roads.extend_from_slice(group);
        }
        Ok(())
    }
}

fn number(place: usize) -> Result<u32, TooLarge> {
    u32::try_from(place).map_err(|_| TooLarge)
}
