//! Larger instances against the baseline.

use landbridge_pareto::{Factors, Graph, Options, baseline, generate, k_best, pareto};

use crate::support::{check_path, needed, vectors};

fn agrees<const K: usize>(graph: &Graph<K>, source: u32, target: u32) {
    let answer = pareto(graph, source, target, &Options::default()).unwrap();
    let slow = baseline::label_correcting(graph, source, target).unwrap();
    assert_eq!(vectors(&answer.paths), vectors(&slow));
    assert!(answer.paths.len() > 10, "{} paths", answer.paths.len());
    assert!(answer.expansions <= needed(graph, source, target));
    for path in &answer.paths {
        check_path(graph, path, source, target);
    }
    let again = pareto(graph, source, target, &Options::default()).unwrap();
    assert_eq!(answer, again);
}

#[test]
fn a_road_graph_agrees_with_the_baseline() {
    let graph = generate::road_like(900, 5).unwrap();
    agrees(&graph, 0, 899);
}

#[test]
fn multimodal_graphs_agree_with_the_baseline() {
    agrees(&generate::multimodal::<2>(120, 4, 1).unwrap(), 0, 119);
    agrees(&generate::multimodal::<3>(60, 3, 2).unwrap(), 0, 59);
    agrees(&generate::multimodal::<4>(30, 3, 3).unwrap(), 0, 29);
    agrees(&generate::multimodal::<5>(20, 2, 4).unwrap(), 0, 19);
    agrees(&generate::multimodal::<6>(16, 2, 5).unwrap(), 0, 15);
}

#[test]
fn the_shortest_paths_of_a_road_graph_do_not_get_shorter() {
    let graph = generate::road_like(2_500, 6).unwrap();
    let paths = k_best(&graph, 0, 2_499, Factors::only(1), 300).unwrap();
    assert_eq!(paths.len(), 300);
    assert!(paths.is_sorted_by_key(|path| path.costs[1]));
    let best = pareto(&graph, 0, 2_499, &Options::default()).unwrap();
    assert_eq!(best.paths.iter().map(|path| path.costs[1]).min(), Some(paths[0].costs[1]));
}
