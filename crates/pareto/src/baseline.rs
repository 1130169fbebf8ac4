//! A textbook label-correcting search: the slow way that is easy to believe, for tests and benchmarks.

use std::collections::VecDeque;

use crate::answer::{Path, SearchError};
use crate::graph::Graph;
use crate::search::check;

const NONE: usize = usize::MAX;

/// The Pareto set between two nodes, found without bounds, order or limits.
///
/// Labels wait in a first-in first-out queue; each new one is compared with all others at its node, both
/// ways.
///
/// # Errors
/// An unknown node or an unsupported number of criteria.
///
/// # Source
/// Guerriero and Musmanno, Label correcting methods to solve multicriteria shortest path problems (2001),
/// label selection.
pub fn label_correcting<const K: usize>(
    graph: &Graph<K>,
    source: u32,
    target: u32,
) -> Result<Vec<Path<K>>, SearchError> {
    check(graph, &[source, target])?;
    let forest = grow(graph, source);
    let mut paths: Vec<Path<K>> = forest.fronts[target as usize]
        .iter()
        .map(|&label| Path { costs: forest.labels[label].costs, arcs: forest.arcs_to(label) })
        .collect();
    paths.sort_unstable();
    Ok(paths)
}

/// The cost vectors of the Pareto sets from one node to every node, each sorted.
///
/// # Errors
/// As [`label_correcting`].
pub fn label_correcting_all<const K: usize>(
    graph: &Graph<K>,
    source: u32,
) -> Result<Vec<Vec<[u64; K]>>, SearchError> {
    check(graph, &[source])?;
    let forest = grow(graph, source);
    let costs = |front: &Vec<usize>| {
        let mut costs: Vec<[u64; K]> = front.iter().map(|&label| forest.labels[label].costs).collect();
        costs.sort_unstable();
        costs
    };
    Ok(forest.fronts.iter().map(costs).collect())
}

struct Forest<const K: usize> {
    labels: Vec<Label<K>>,
    /// Labels of each node that none of the others covers.
    fronts: Vec<Vec<usize>>,
}

struct Label<const K: usize> {
    costs: [u64; K],
    node: u32,
    parent: usize,
    arc: u32,
    alive: bool,
}

fn grow<const K: usize>(graph: &Graph<K>, source: u32) -> Forest<K> {
    let mut forest = Forest { labels: Vec::new(), fronts: vec![Vec::new(); graph.nodes() as usize] };
    let mut queue = VecDeque::new();
    forest.offer(Label { costs: [0; K], node: source, parent: NONE, arc: 0, alive: true }, &mut queue);
    while let Some(parent) = queue.pop_front() {
        let Label { costs, node, alive, .. } = forest.labels[parent];
        if !alive {
            continue;
        }
        for link in graph.leaving(node) {
            let mut next = costs;
            for (cost, &weight) in next.iter_mut().zip(&link.weights) {
                *cost = cost.saturating_add(u64::from(weight));
            }
            forest.offer(
                Label { costs: next, node: link.node, parent, arc: link.arc, alive: true },
                &mut queue,
            );
        }
    }
    forest
}

impl<const K: usize> Forest<K> {
    fn offer(&mut self, label: Label<K>, queue: &mut VecDeque<usize>) {
        let front = &mut self.fronts[label.node as usize];
        if front.iter().any(|&other| covers(&self.labels[other].costs, &label.costs)) {
            return;
        }
        for &other in front.iter() {
            if covers(&label.costs, &self.labels[other].costs) {
                self.labels[other].alive = false;
            }
        }
        front.retain(|&other| self.labels[other].alive);
        front.push(self.labels.len());
        queue.push_back(self.labels.len());
        self.labels.push(label);
    }

    fn arcs_to(&self, label: usize) -> Vec<u32> {
        let mut arcs = Vec::new();
        let mut at = label;
        while let Some(label) = self.labels.get(at).filter(|label| label.parent != NONE) {
            arcs.push(label.arc);
            at = label.parent;
        }
        arcs.reverse();
        arcs
    }
}

fn covers<const K: usize>(a: &[u64; K], b: &[u64; K]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b)
}
