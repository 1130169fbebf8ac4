//! Input at the edges of what is allowed, and beyond.

use landbridge_pareto::{
    Arc, Bounds, Factors, Graph, NEVER, Options, SearchError, distances_to, k_best, pareto, pareto_all,
};

use crate::support::graph;

fn arc<const K: usize>(from: u32, to: u32, weights: [u32; K]) -> Arc<K> {
    Arc { from, to, weights }
}

#[test]
fn an_unknown_node_is_named() {
    let graph = graph(2, &[arc(0, 1, [1, 1])]);
    let error = SearchError::UnknownNode { node: 7, nodes: 2 };
    assert_eq!(pareto(&graph, 0, 7, &Options::default()).unwrap_err(), error);
    assert_eq!(pareto(&graph, 7, 0, &Options::default()).unwrap_err(), error);
    assert_eq!(pareto_all(&graph, 7, &Options::default()).unwrap_err(), error);
    assert_eq!(k_best(&graph, 0, 7, Factors::only(0), 1).unwrap_err(), error);
    assert_eq!(error.to_string(), "node 7 is not in the graph, which has 2 nodes counted from 0");
}

#[test]
fn seven_criteria_are_refused() {
    let graph = graph(2, &[arc(0, 1, [1; 7])]);
    let error = pareto(&graph, 0, 1, &Options::default()).unwrap_err();
    assert_eq!(error.to_string(), "7 criteria, 1 to 6 are supported");
    let none = Graph::<0>::from_arcs(1, []).unwrap();
    assert!(pareto(&none, 0, 0, &Options::default()).is_err());
    assert!(pareto_all(&none, 0, &Options::default()).is_err());
}

#[test]
fn an_unreachable_target_has_an_empty_complete_answer() {
    let graph = graph(3, &[arc(0, 1, [1, 1]), arc(2, 1, [1, 1])]);
    let answer = pareto(&graph, 0, 2, &Options::default()).unwrap();
    assert!(answer.complete && answer.paths.is_empty());
    assert!(k_best(&graph, 0, 2, Factors::only(0), 3).unwrap().is_empty());
    assert_eq!(pareto_all(&graph, 0, &Options::default()).unwrap().front(2).len(), 0);
}

#[test]
fn staying_is_a_path_without_arcs() {
    let graph = graph(2, &[arc(0, 0, [0, 0]), arc(0, 1, [0, 0]), arc(1, 0, [0, 0])]);
    let answer = pareto(&graph, 0, 0, &Options::default()).unwrap();
    assert_eq!(answer.paths.len(), 1);
    assert!(answer.paths[0].arcs.is_empty());
    assert_eq!(k_best(&graph, 0, 0, Factors::only(0), 5).unwrap(), answer.paths);
}

#[test]
fn the_heaviest_arcs_add_up() {
    let arcs: Vec<Arc<2>> = (0..9).map(|node| arc(node, node + 1, [u32::MAX, u32::MAX])).collect();
    let graph = graph(10, &arcs);
    let total = u64::from(u32::MAX) * 9;
    let answer = pareto(&graph, 0, 9, &Options::default()).unwrap();
    assert_eq!(answer.paths[0].costs, [total, total]);
    assert_eq!(Bounds::to(&graph, 9).at(0), Some([total, total]));
    let reach = pareto_all(&graph, 0, &Options::default()).unwrap();
    assert_eq!(reach.front(9).next(), Some([total, total]));
}

#[test]
fn factors_that_may_overflow_are_refused() {
    let graph = graph(3, &[arc(0, 1, [u32::MAX, 1]), arc(1, 2, [1, 1])]);
    let error = k_best(&graph, 0, 2, Factors([u32::MAX, 0]), 1).unwrap_err();
    assert_eq!(error, SearchError::CostOverflow);
}

#[test]
fn bounds_are_absent_where_there_is_no_way() {
    let graph = graph(3, &[arc(0, 1, [4, 6])]);
    let bounds = Bounds::to(&graph, 1);
    assert_eq!(
        (bounds.at(0), bounds.at(1), bounds.at(2), bounds.at(3)),
        (Some([4, 6]), Some([0, 0]), None, None)
    );
    assert_eq!(bounds.target(), 1);
    assert_eq!(distances_to(&graph, 9, |w| u64::from(w[0])), [NEVER, NEVER, NEVER]);
}

#[test]
fn a_ring_that_is_never_left_ends() {
    // From node 1 the only ways on lead round and round; the target hangs on node 0.
    let ring = [
        arc(0, 1, [1, 2, 3]),
        arc(1, 2, [0, 0, 0]),
        arc(2, 3, [0, 0, 0]),
        arc(3, 1, [0, 0, 0]),
        arc(0, 4, [1, 1, 1]),
    ];
    let answer = pareto(&graph(5, &ring), 0, 4, &Options::default()).unwrap();
    assert_eq!(answer.paths.len(), 1);
}

#[test]
fn a_long_chain_needs_no_stack() {
    let arcs: Vec<Arc<2>> = (0..200_000).map(|node| arc(node, node + 1, [1, 2])).collect();
    let graph = graph(200_001, &arcs);
    let answer = pareto(&graph, 0, 200_000, &Options::default()).unwrap();
    assert_eq!(answer.paths[0].costs, [200_000, 400_000]);
    assert_eq!(answer.paths[0].arcs.len(), 200_000);
    assert_eq!(k_best(&graph, 0, 200_000, Factors::only(1), 2).unwrap().len(), 1);
}
