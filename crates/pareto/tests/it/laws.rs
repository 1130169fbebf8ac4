//! Laws that hold for every graph.

use landbridge_pareto::{Options, baseline, pareto};
use proptest::prelude::*;

use crate::support::{arcs, chains, check_path, graph, minimal, simple_paths, vectors};

fn same_set<const K: usize>(nodes: u32, arcs: &[landbridge_pareto::Arc<K>]) {
    let graph = graph(nodes, arcs);
    for target in 0..nodes {
        let answer = pareto(&graph, 0, target, &Options::default()).unwrap();
        assert!(answer.complete);
        for path in &answer.paths {
            check_path(&graph, path, 0, target);
        }
        let brute = minimal(vectors(&simple_paths(&graph, 0, target)));
        assert_eq!(vectors(&answer.paths), brute);
        assert_eq!(vectors(&baseline::label_correcting(&graph, 0, target).unwrap()), brute);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn one_criterion_equals_brute_force(arcs in arcs::<1>(5, 14, 6)) {
        same_set(5, &arcs);
    }

    #[test]
    fn two_criteria_equal_brute_force(arcs in arcs::<2>(5, 14, 6)) {
        same_set(5, &arcs);
    }

    #[test]
    fn three_criteria_equal_brute_force(arcs in arcs::<3>(5, 14, 4)) {
        same_set(5, &arcs);
    }

    #[test]
    fn four_criteria_equal_brute_force(arcs in arcs::<4>(5, 14, 3)) {
        same_set(5, &arcs);
    }

    #[test]
    fn six_criteria_equal_brute_force(arcs in arcs::<6>(5, 14, 2)) {
        same_set(5, &arcs);
    }

    #[test]
    fn chains_are_drawn_together_without_loss((nodes, arcs) in chains::<3>()) {
        same_set(nodes, &arcs);
    }
}
