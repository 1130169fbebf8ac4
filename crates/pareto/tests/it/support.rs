//! Small graphs by hand and by chance, and the slow ways to search them.

use landbridge_pareto::{Arc, Bounds, Graph, Path, baseline};
use proptest::prelude::*;

/// A graph of `nodes` from a list of arcs.
pub(crate) fn graph<const K: usize>(nodes: u32, arcs: &[Arc<K>]) -> Graph<K> {
    Graph::from_arcs(nodes, arcs.iter().copied()).unwrap()
}

/// Arcs of a random multigraph: parallel arcs, loops, zero weights and equal labels are all likely.
pub(crate) fn arcs<const K: usize>(
    nodes: u32,
    most: usize,
    heaviest: u32,
) -> impl Strategy<Value = Vec<Arc<K>>> {
    let arc = (0..nodes, 0..nodes, prop::collection::vec(0..=heaviest, K))
        .prop_map(|(from, to, weights)| Arc { from, to, weights: std::array::from_fn(|k| weights[k]) });
    prop::collection::vec(arc, 0..most)
}

/// Arcs of a long thin graph, where most nodes leave no choice.
pub(crate) fn chains<const K: usize>() -> impl Strategy<Value = (u32, Vec<Arc<K>>)> {
    let rung = (prop::collection::vec(0_u32..9, K), prop::collection::vec(0_u32..9, K), 0_u32..4, 0_u32..12);
    prop::collection::vec(rung, 2..14).prop_map(|rungs| {
        let mut arcs = Vec::new();
        let nodes = u32::try_from(rungs.len()).unwrap();
        for (at, (there, back, ways, jump)) in (0_u32..).zip(rungs) {
            let mut add = |from: u32, to: u32, weights: &[u32]| {
                arcs.push(Arc { from, to: to % nodes, weights: std::array::from_fn(|k| weights[k]) });
            };
            add(at, at + 1, &there);
            if ways > 0 {
                add((at + 1) % nodes, at, &back);
            }
            if ways == 3 {
                add(at, at + jump, &back);
            }
        }
        (nodes, arcs)
    })
}

/// All simple paths between two nodes, by walking every way there is.
pub(crate) fn simple_paths<const K: usize>(graph: &Graph<K>, source: u32, target: u32) -> Vec<Path<K>> {
    let mut done = Vec::new();
    let mut open = vec![(source, vec![source], Vec::new(), [0_u64; K])];
    while let Some((at, seen, arcs, costs)) = open.pop() {
        if at == target {
            done.push(Path { costs, arcs });
            continue;
        }
        for link in graph.leaving(at) {
            if seen.contains(&link.node) {
                continue;
            }
            let mut seen = seen.clone();
            seen.push(link.node);
            let mut arcs: Vec<u32> = arcs.clone();
            arcs.push(link.arc);
            let costs = std::array::from_fn(|k| costs[k] + u64::from(link.weights[k]));
            open.push((link.node, seen, arcs, costs));
        }
    }
    done
}

/// Whether `a` is at most `b` in every criterion.
pub(crate) fn covers<const K: usize>(a: &[u64; K], b: &[u64; K]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b)
}

/// The vectors no other one covers, sorted, each once.
pub(crate) fn minimal<const K: usize>(vectors: impl IntoIterator<Item = [u64; K]>) -> Vec<[u64; K]> {
    let mut all: Vec<[u64; K]> = vectors.into_iter().collect();
    all.sort_unstable();
    all.dedup();
    all.iter().filter(|b| !all.iter().any(|a| a != *b && covers(a, b))).copied().collect()
}

/// Cost vectors of paths.
pub(crate) fn vectors<const K: usize>(paths: &[Path<K>]) -> Vec<[u64; K]> {
    paths.iter().map(|path| path.costs).collect()
}

/// Checks that a path leads from source to target and costs what it says.
pub(crate) fn check_path<const K: usize>(graph: &Graph<K>, path: &Path<K>, source: u32, target: u32) {
    assert_eq!(graph.total(&path.arcs), Some(path.costs), "{path:?}");
    let ends = path.arcs.first().zip(path.arcs.last());
    let ends = ends.map_or((source, source), |(first, last)| {
        (graph.arc(*first).unwrap().from, graph.arc(*last).unwrap().to)
    });
    assert_eq!(ends, (source, target), "{path:?}");
}

/// Most labels a best-first search with exact bounds and one dropped criterion may expand: vectors that are
/// minimal at their node and whose bound no other vector of the target improves on.
pub(crate) fn needed<const K: usize>(graph: &Graph<K>, source: u32, target: u32) -> u64 {
    let bounds = Bounds::to(graph, target);
    let fronts = baseline::label_correcting_all(graph, source).unwrap();
    let goal = &fronts[target as usize];
    let mut count = 0;
    for (node, front) in (0..graph.nodes()).zip(&fronts) {
        let Some(left) = bounds.at(node).filter(|_| node != target) else { continue };
        for costs in front {
            let bound: [u64; K] = std::array::from_fn(|k| costs[k] + left[k]);
            if !goal.iter().any(|end| *end != bound && covers(end, &bound)) {
                count += 1;
            }
        }
    }
    count
}
