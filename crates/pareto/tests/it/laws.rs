//! Laws that hold for every graph.

use std::ops::ControlFlow;

use landbridge_pareto::{Arc, Factors, Graph, Options, Progress, baseline, k_best, pareto, pareto_all};
use proptest::prelude::*;

use crate::support::{arcs, chains, check_path, covers, graph, minimal, needed, simple_paths, vectors};

/// The set between node 0 and every node, against every simple path and against the baseline.
fn same_set<const K: usize>(nodes: u32, arcs: &[Arc<K>]) {
    let graph = graph(nodes, arcs);
    let reach = pareto_all(&graph, 0, &Options::default()).unwrap();
    assert!(reach.complete);
    for target in 0..nodes {
        let answer = pareto(&graph, 0, target, &Options::default()).unwrap();
        assert!(answer.complete);
        for path in &answer.paths {
            check_path(&graph, path, 0, target);
        }
        let brute = minimal(vectors(&simple_paths(&graph, 0, target)));
        assert_eq!(vectors(&answer.paths), brute);
        assert_eq!(vectors(&baseline::label_correcting(&graph, 0, target).unwrap()), brute);
        assert_eq!(reach.front(target).collect::<Vec<_>>(), brute);
        for path in reach.paths(target) {
            check_path(&graph, &path, 0, target);
        }
    }
    let fronts = baseline::label_correcting_all(&graph, 0).unwrap();
    let labels: usize = fronts.iter().map(Vec::len).sum();
    assert_eq!(reach.expansions, u64::try_from(labels).unwrap());
}

/// Weights near the limits of 32 bits give the same set as small ones.
fn heavy(arcs: &[Arc<3>]) -> Vec<Arc<3>> {
    arcs.iter().map(|arc| Arc { weights: arc.weights.map(|weight| weight * 1_000_000_000), ..*arc }).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

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
    fn five_criteria_equal_brute_force(arcs in arcs::<5>(5, 14, 2)) {
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

    #[test]
    fn sums_beyond_32_bits_change_nothing(arcs in arcs::<3>(5, 14, 4)) {
        same_set(5, &heavy(&arcs));
    }

    #[test]
    fn order_of_arcs_and_names_of_nodes_change_nothing(
        (arcs, shuffled) in arcs::<3>(6, 18, 5).prop_flat_map(|arcs| (Just(arcs.clone()), Just(arcs).prop_shuffle())),
        names in Just([0_u32, 1, 2, 3, 4, 5]).prop_shuffle(),
    ) {
        let name = |node: u32| names[node as usize];
        let renamed: Vec<Arc<3>> =
            shuffled.iter().map(|arc| Arc { from: name(arc.from), to: name(arc.to), weights: arc.weights }).collect();
        let plain = pareto(&graph(6, &arcs), 0, 5, &Options::default()).unwrap();
        let other = pareto(&graph(6, &renamed), name(0), name(5), &Options::default()).unwrap();
        prop_assert_eq!(vectors(&plain.paths), vectors(&other.paths));
    }

    #[test]
    fn permuted_criteria_give_permuted_vectors(
        arcs in arcs::<4>(6, 18, 5),
        order in Just([0_usize, 1, 2, 3]).prop_shuffle(),
    ) {
        let permuted: Vec<Arc<4>> =
            arcs.iter().map(|arc| Arc { weights: order.map(|k| arc.weights[k]), ..*arc }).collect();
        let plain = pareto(&graph(6, &arcs), 0, 5, &Options::default()).unwrap();
        let other = pareto(&graph(6, &permuted), 0, 5, &Options::default()).unwrap();
        let mut expected: Vec<[u64; 4]> = plain.paths.iter().map(|path| order.map(|k| path.costs[k])).collect();
        expected.sort_unstable();
        prop_assert_eq!(expected, vectors(&other.paths));
    }

    #[test]
    fn an_arc_less_never_gives_a_better_path(arcs in arcs::<3>(6, 18, 5), removed in any::<prop::sample::Index>()) {
        prop_assume!(!arcs.is_empty());
        let mut fewer = arcs.clone();
        fewer.remove(removed.index(arcs.len()));
        let all = vectors(&pareto(&graph(6, &arcs), 0, 5, &Options::default()).unwrap().paths);
        for costs in vectors(&pareto(&graph(6, &fewer), 0, 5, &Options::default()).unwrap().paths) {
            prop_assert!(all.iter().any(|other| covers(other, &costs)));
        }
    }

    #[test]
    fn no_more_is_expanded_than_dominance_needs(arcs in arcs::<3>(7, 30, 6)) {
        let graph = graph(7, &arcs);
        let answer = pareto(&graph, 0, 6, &Options::default()).unwrap();
        let most = needed(&graph, 0, 6);
        prop_assert!(answer.expansions <= most, "{} of {}", answer.expansions, most);
    }

    #[test]
    fn no_more_is_expanded_than_dominance_needs_with_four_criteria(arcs in arcs::<4>(7, 30, 4)) {
        let graph = graph(7, &arcs);
        let answer = pareto(&graph, 0, 6, &Options::default()).unwrap();
        prop_assert!(answer.expansions <= needed(&graph, 0, 6));
    }

    #[test]
    fn thinning_keeps_a_path_near_each(arcs in arcs::<3>(6, 24, 60), permille in 0_u32..1500) {
        let graph = graph(6, &arcs);
        let exact = pareto(&graph, 0, 5, &Options::default()).unwrap();
        let options = Options { epsilon_permille: permille, ..Options::default() };
        let thin = pareto(&graph, 0, 5, &options).unwrap();
        prop_assert!(thin.complete);
        prop_assert!(thin.expansions <= exact.expansions);
        let exact = vectors(&exact.paths);
        for path in &thin.paths {
            check_path(&graph, path, 0, 5);
            prop_assert!(exact.contains(&path.costs));
        }
        for costs in exact {
            let near = |kept: &[u64; 3]| {
                kept.iter().zip(&costs).all(|(kept, cost)| kept * 1000 <= cost * u64::from(1000 + permille))
            };
            prop_assert!(vectors(&thin.paths).iter().any(near), "{costs:?} has no path near it");
        }
    }

    #[test]
    fn a_budget_leaves_members_of_the_set(arcs in arcs::<3>(6, 24, 20), expansions in 0_u64..20, labels in 0_u64..20) {
        let graph = graph(6, &arcs);
        let exact = pareto(&graph, 0, 5, &Options::default()).unwrap();
        let all = vectors(&exact.paths);
        let few = [
            Options { max_expansions: Some(expansions), ..Options::default() },
            Options { max_labels: Some(labels), ..Options::default() },
        ];
        for options in few {
            let part = pareto(&graph, 0, 5, &options).unwrap();
            prop_assert!(part.expansions <= exact.expansions);
            prop_assert!(part.paths.iter().all(|path| all.contains(&path.costs)));
            prop_assert!(!part.complete || part.paths == exact.paths);
            if let Some(most) = options.max_expansions {
                prop_assert!(part.expansions <= most);
                prop_assert_eq!(part.complete, exact.expansions <= most);
            }
            if let Some(most) = options.max_labels {
                prop_assert!(part.complete || part.peak_labels > most);
            }
            for path in &part.paths {
                check_path(&graph, path, 0, 5);
            }
        }
    }

    #[test]
    fn the_k_shortest_equal_brute_force(
        arcs in arcs::<2>(6, 20, 5),
        factors in (0_u32..3, 0_u32..3),
        k in 0_usize..12,
    ) {
        let graph = graph(6, &arcs);
        let factors = Factors([factors.0, factors.1]);
        let length = |costs: &[u64; 2]| costs[0] * u64::from(factors.0[0]) + costs[1] * u64::from(factors.0[1]);
        for target in 0..6 {
            let mut brute: Vec<u64> = vectors(&simple_paths(&graph, 0, target)).iter().map(length).collect();
            brute.sort_unstable();
            brute.truncate(k);
            let paths = k_best(&graph, 0, target, factors, k).unwrap();
            prop_assert_eq!(paths.iter().map(|path| length(&path.costs)).collect::<Vec<_>>(), brute);
            for (place, path) in paths.iter().enumerate() {
                check_path(&graph, path, 0, target);
                prop_assert!(!repeats_a_node(&graph, &path.arcs));
                prop_assert!(!paths[..place].iter().any(|other| other.arcs == path.arcs));
            }
        }
    }
}

fn repeats_a_node<const K: usize>(graph: &Graph<K>, arcs: &[u32]) -> bool {
    let mut seen: Vec<u32> = arcs.first().map(|&arc| graph.arcs()[arc as usize].from).into_iter().collect();
    seen.extend(arcs.iter().map(|&arc| graph.arcs()[arc as usize].to));
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    seen.len() < count
}

#[test]
fn the_caller_can_stop_a_search() {
    let road = landbridge_pareto::generate::road_like(2_500, 4).unwrap();
    let target = road.nodes() - 1;
    let exact = vectors(&pareto(&road, 0, target, &Options::default()).unwrap().paths);
    let calls = std::cell::Cell::new(0);
    let stop = |progress: Progress| {
        calls.set(calls.get() + 1);
        if progress.expansions >= 3_000 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let part = pareto(&road, 0, target, &Options { progress: Some(&stop), ..Options::default() }).unwrap();
    assert!(!part.complete);
    assert_eq!(part.expansions, 3_072);
    assert_eq!(calls.get(), 4);
    assert!(part.paths.iter().all(|path| exact.contains(&path.costs)));
    let reach = pareto_all(&road, 0, &Options { progress: Some(&stop), ..Options::default() }).unwrap();
    assert!(!reach.complete);
}
