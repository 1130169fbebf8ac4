//! Shortest distances by one criterion on the road-like graph, against `pathfinding`; the same graph and questions
//! are written out for peers in other languages.

use std::collections::BTreeMap;
use std::error::Error;
use std::fmt::Write as _;
use std::path::Path;

use landbridge_pareto::generate::road_like;
use landbridge_pareto::{Arc, Graph, NEVER, Options, distances_to, pareto};
use pathfinding::prelude::{dijkstra, dijkstra_all};
use serde_json::{Value, json};

use crate::clock::repeated;
use crate::multi_criteria::{SIDE, ends};

/// Streets between the two ends of the question.
const APART: u32 = 200;

/// A graph with the first criterion of another.
pub(crate) fn first_only<const K: usize>(graph: &Graph<K>) -> Result<Graph<1>, Box<dyn Error>> {
    let arcs = graph.arcs().iter().map(|arc| {
        let [first, ..] = arc.weights.as_slice() else {
            return Arc { from: arc.from, to: arc.to, weights: [0] };
        };
        Arc { from: arc.from, to: arc.to, weights: [*first] }
    });
    Ok(Graph::from_arcs(graph.nodes(), arcs)?)
}

/// Successors as `pathfinding` wants them.
pub(crate) fn successors(graph: &Graph<1>) -> impl Fn(&u32) -> Vec<(u32, u64)> {
    |&node| graph.leaving(node).map(|link| (link.node, u64::from(link.weights[0]))).collect()
}

pub(crate) fn run(runs: usize, export: Option<&Path>) -> Result<Value, Box<dyn Error>> {
    let graph = first_only(&road_like(SIDE * SIDE, 1)?)?;
    let (source, target) = ends(SIDE, APART);

    let (ours, answer) = repeated(runs, || pareto(&graph, source, target, &Options::default()));
    let distance = answer?.paths.first().ok_or("the graph is in one piece")?.costs[0];
    let (theirs, answer) = repeated(runs, || dijkstra(&source, successors(&graph), |node| *node == target));
    let (_, length) = answer.ok_or("the graph is in one piece")?;
    agree("one distance", distance, length)?;
    let one = json!({
        "question": "one distance",
        "nodes": graph.nodes(),
        "arcs": graph.arcs().len(),
        "seconds": ours.median(),
        "pathfinding_seconds": theirs.median(),
    });

    // Each street leads both ways at the same length, so distances to a node are distances from it.
    let (ours, all) = repeated(runs, || distances_to(&graph, source, |weights| u64::from(weights[0])));
    let total: u64 = all.iter().filter(|&&distance| distance != NEVER).sum();
    let (theirs, reached) = repeated(runs, || dijkstra_all(&source, successors(&graph)));
    let reached: BTreeMap<u32, u64> = reached.into_iter().map(|(node, (_, length))| (node, length)).collect();
    agree("one to all", total, reached.values().sum())?;
    let all = json!({
        "question": "one to all",
        "nodes": graph.nodes(),
        "arcs": graph.arcs().len(),
        "seconds": ours.median(),
        "pathfinding_seconds": theirs.median(),
    });

    if let Some(folder) = export {
        write_graph(folder, "road", &graph)?;
        let question = json!({
            "nodes": graph.nodes(), "source": source, "target": target, "distance": distance, "total": total,
        });
        std::fs::write(folder.join("road.json"), question.to_string())?;
    }
    Ok(Value::Array(vec![one, all]))
}

fn agree(question: &str, ours: u64, theirs: u64) -> Result<(), Box<dyn Error>> {
    if ours == theirs { Ok(()) } else { Err(format!("{question}: {ours} here, {theirs} there").into()) }
}

/// `from,to,length` line by line.
pub(crate) fn write_graph(folder: &Path, name: &str, graph: &Graph<1>) -> Result<(), Box<dyn Error>> {
    let mut text = String::new();
    for arc in graph.arcs() {
        writeln!(text, "{},{},{}", arc.from, arc.to, arc.weights[0])?;
    }
    std::fs::create_dir_all(folder)?;
    std::fs::write(folder.join(format!("{name}.csv")), text)?;
    Ok(())
}
