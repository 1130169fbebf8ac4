//! The k shortest loopless paths, against Yen's algorithm in `pathfinding`.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::path::Path;

use landbridge_pareto::generate::{multimodal, road_like};
use landbridge_pareto::{Arc, Factors, Graph, Path as Route, k_best};
use pathfinding::prelude::yen;
use serde_json::{Value, json};

use crate::clock::{repeated, timed};
use crate::multi_criteria::{SIDE, ends};
use crate::single_criterion::{first_only, successors, write_graph};

/// Crossings along one side of the smaller road-like graph.
const SMALL: u32 = 100;

pub(crate) fn run(quick: bool, runs: usize, export: Option<&Path>) -> Result<Value, Box<dyn Error>> {
    let small = first_only(&road_like(SMALL * SMALL, 1)?)?;
    let near = ends(SMALL, 30);
    let mut rows = Vec::new();
    let (row, lengths) = row("road, 10,000 crossings, 30 streets apart", &small, near, 10, runs)?;
    rows.push(row);
    if let Some(folder) = export {
        write_graph(folder, "k_best", &small)?;
        let question =
            json!({"nodes": small.nodes(), "source": near.0, "target": near.1, "lengths": lengths});
        std::fs::write(folder.join("k_best.json"), question.to_string())?;
    }
    let services = single(&first_only(&multimodal::<3>(1000, 4, 2)?)?)?;
    rows.push(self::row("multimodal, 1,000 places", &services, (0, 999), 10, runs)?.0);
    if !quick {
        rows.push(self::row("road, 10,000 crossings, 30 streets apart", &small, near, 100, runs)?.0);
        rows.push(self::row("multimodal, 1,000 places", &services, (0, 999), 100, runs)?.0);
        let road = first_only(&road_like(SIDE * SIDE, 1)?)?;
        let name = "road, 264,196 crossings, 60 streets apart";
        rows.push(self::row(name, &road, ends(SIDE, 60), 10, runs)?.0);
    }
    Ok(Value::Array(rows))
}

fn row(
    instance: &str,
    graph: &Graph<1>,
    (source, target): (u32, u32),
    k: usize,
    runs: usize,
) -> Result<(Value, Vec<u64>), Box<dyn Error>> {
    let (ours, paths) = repeated(runs, || k_best(graph, source, target, Factors([1]), k));
    let paths = paths?;
    if !paths.iter().all(|path| is_loopless(graph, path, source, target)) {
        return Err(format!("{instance}: a path is none").into());
    }
    let lengths: Vec<u64> = paths.iter().map(|path| path.costs[0]).collect();
    let (theirs, paths) = timed(|| yen(&source, successors(graph), |node| *node == target, k));
    let other: Vec<u64> = paths.into_iter().map(|(_, length)| length).collect();
    // A path found here and not there shows that the peer's answer is not the k shortest; the other way round it
    // would be this one that is wrong.
    if other.len() > lengths.len() || other.iter().zip(&lengths).any(|(theirs, ours)| theirs < ours) {
        return Err(format!("{instance}: of the {k} shortest paths some were not found").into());
    }
    let equal = other.iter().zip(&lengths).filter(|(theirs, ours)| theirs == ours).count();
    let row = json!({
        "instance": instance,
        "k": k,
        "seconds": ours.median(),
        "pathfinding_seconds": theirs,
        "pathfinding_too_long": lengths.len() - equal,
    });
    Ok((row, lengths))
}

/// Whether a path costs what it says and leads from one node to another without meeting a node twice.
fn is_loopless(graph: &Graph<1>, path: &Route<1>, source: u32, target: u32) -> bool {
    let mut seen = BTreeSet::from([source]);
    let arcs = || path.arcs.iter().filter_map(|&id| graph.arc(id));
    graph.total(&path.arcs) == Some(path.costs)
        && arcs().next().is_some_and(|arc| arc.from == source)
        && arcs().next_back().is_some_and(|arc| arc.to == target)
        && arcs().all(|arc| seen.insert(arc.to))
}

/// Without parallel arcs, of which the shortest stays: Yen's algorithm there tells paths apart by their nodes.
fn single(graph: &Graph<1>) -> Result<Graph<1>, Box<dyn Error>> {
    let mut shortest: BTreeMap<(u32, u32), u32> = BTreeMap::new();
    for arc in graph.arcs() {
        let known = shortest.entry((arc.from, arc.to)).or_insert(arc.weights[0]);
        *known = arc.weights[0].min(*known);
    }
    let arcs = shortest.into_iter().map(|((from, to), weight)| Arc { from, to, weights: [weight] });
    Ok(Graph::from_arcs(graph.nodes(), arcs)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_find_paths_of_equal_length() {
        let graph = single(&first_only(&multimodal::<3>(40, 3, 1).unwrap()).unwrap()).unwrap();
        let (_, lengths) = row("multimodal", &graph, (0, 39), 10, 1).unwrap();
        assert_eq!(lengths.len(), 10);
        assert!(lengths.is_sorted());
    }
}
