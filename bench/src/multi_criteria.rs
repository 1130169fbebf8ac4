//! All Pareto-optimal paths between two nodes of a static graph, against a textbook label-correcting search.

use std::error::Error;
use std::fs::File;
use std::io::BufReader;

use landbridge_pareto::dimacs::{self, Column};
use landbridge_pareto::generate::{multimodal, road_like};
use landbridge_pareto::{Bounds, Graph, Options, baseline, pareto};
use serde_json::{Value, json};

use crate::clock::{per_second, repeated, timed};

/// Crossings along one side of the road-like graph, which is then about the size of the DIMACS graph of New York.
pub(crate) const SIDE: u32 = 514;

/// Two crossings on a diagonal around the middle of a road-like graph, so many streets apart in both directions.
pub(crate) fn ends(side: u32, apart: u32) -> (u32, u32) {
    let near = (side - apart) / 2;
    let far = near + apart;
    (near * side + near, far * side + far)
}

pub(crate) fn run(quick: bool, runs: usize) -> Result<Value, Box<dyn Error>> {
    let mut rows = Vec::new();
    let road = road_like(SIDE * SIDE, 1)?;
    let streets: &[u32] = if quick { &[40, 60] } else { &[40, 60, 80, 100] };
    for &apart in streets {
        rows.push(row(&format!("road, {apart} streets apart"), &road, ends(SIDE, apart), runs)?);
    }
    drop(road);
    rows.push(row("multimodal, 500 places", &multimodal::<3>(500, 4, 1)?, (0, 499), runs)?);
    if !quick {
        rows.push(row("multimodal, 1,000 places", &multimodal::<3>(1000, 4, 2)?, (0, 999), runs)?);
        rows.push(row("multimodal, 2,000 places", &multimodal::<3>(2000, 4, 3)?, (0, 1999), runs)?);
    }
    rows.push(row("multimodal, 200 places", &multimodal::<4>(200, 4, 1)?, (0, 199), runs)?);
    if !quick {
        rows.push(row("multimodal, 500 places", &multimodal::<4>(500, 2, 1)?, (0, 499), runs)?);
    }
    Ok(Value::Array(rows))
}

/// Instances small enough for the textbook search.
pub(crate) fn run_small(quick: bool, runs: usize) -> Result<Value, Box<dyn Error>> {
    let road = |name: &str, side: u32| -> Result<Value, Box<dyn Error>> {
        let graph = road_like(side * side, 5)?;
        compared(name, &graph, (0, side * side - 1), runs)
    };
    let mut rows = vec![road("road, 400 crossings", 20)?, road("road, 900 crossings", 30)?];
    if !quick {
        rows.push(road("road, 3,600 crossings", 60)?);
    }
    rows.push(compared("multimodal, 100 places", &multimodal::<3>(100, 3, 2)?, (0, 99), runs)?);
    if !quick {
        rows.push(compared("multimodal, 500 places", &multimodal::<3>(500, 3, 2)?, (0, 499), runs)?);
    }
    rows.push(compared("multimodal, 60 places", &multimodal::<4>(60, 4, 1)?, (0, 59), runs)?);
    if !quick {
        rows.push(compared("multimodal, 150 places", &multimodal::<4>(150, 3, 1)?, (0, 149), runs)?);
    }
    Ok(Value::Array(rows))
}

/// Road graphs in DIMACS files, one per criterion, and a file with two nodes per line, counted from 1.
pub(crate) fn run_dimacs(files: &[String], pairs: &str, runs: usize) -> Result<Value, Box<dyn Error>> {
    let mut columns = Vec::new();
    for file in files {
        let reader = BufReader::new(File::open(file).map_err(|error| format!("{file}: {error}"))?);
        columns.push(dimacs::read(reader).map_err(|error| format!("{file}: {error}"))?);
    }
    let text = std::fs::read_to_string(pairs).map_err(|error| format!("{pairs}: {error}"))?;
    let mut asked = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let mut ends = line.split_whitespace().map(str::parse::<u32>);
        match (ends.next(), ends.next()) {
            (Some(Ok(from @ 1..)), Some(Ok(to @ 1..))) => asked.push((from - 1, to - 1)),
            _ => return Err(format!("{pairs}: `{line}` is not two nodes counted from 1").into()),
        }
    }
    match columns.len() {
        2 => answer_dimacs::<2>(columns, &asked, runs),
        3 => answer_dimacs::<3>(columns, &asked, runs),
        4 => answer_dimacs::<4>(columns, &asked, runs),
        5 => answer_dimacs::<5>(columns, &asked, runs),
        6 => answer_dimacs::<6>(columns, &asked, runs),
        count => Err(format!("{count} files after --dimacs, two to six are needed").into()),
    }
}

fn answer_dimacs<const K: usize>(
    columns: Vec<Column>,
    asked: &[(u32, u32)],
    runs: usize,
) -> Result<Value, Box<dyn Error>> {
    let columns: [Column; K] = columns.try_into().map_err(|_| "one file per criterion")?;
    let graph = dimacs::combine(columns)?;
    let row =
        |&(from, to): &(u32, u32)| row(&format!("{} to {}", from + 1, to + 1), &graph, (from, to), runs);
    Ok(Value::Array(asked.iter().map(row).collect::<Result<_, _>>()?))
}

fn row<const K: usize>(
    instance: &str,
    graph: &Graph<K>,
    (source, target): (u32, u32),
    runs: usize,
) -> Result<Value, Box<dyn Error>> {
    let (times, answer) = repeated(runs, || pareto(graph, source, target, &Options::default()));
    let answer = answer?;
    Ok(json!({
        "instance": instance,
        "nodes": graph.nodes(),
        "arcs": graph.arcs().len(),
        "criteria": K,
        "solutions": answer.paths.len(),
        "expansions": answer.expansions,
        "seconds": times.median(),
        "expansions_per_second": per_second(answer.expansions, times.median()),
    }))
}

fn compared<const K: usize>(
    instance: &str,
    graph: &Graph<K>,
    ends: (u32, u32),
    runs: usize,
) -> Result<Value, Box<dyn Error>> {
    let mut row = row(instance, graph, ends, runs)?;
    let (seconds, slow) = timed(|| baseline::label_correcting(graph, ends.0, ends.1));
    let fast = pareto(graph, ends.0, ends.1, &Options::default())?;
    if !fast.paths.iter().map(|path| path.costs).eq(slow?.iter().map(|path| path.costs)) {
        return Err(format!("{instance}: the two searches disagree").into());
    }
    if let Some(row) = row.as_object_mut() {
        row.insert("needed".into(), needed(graph, ends.0, ends.1)?.into());
        row.insert("textbook_seconds".into(), seconds.into());
    }
    Ok(row)
}

/// Vectors that are minimal at their node and whose bound no vector of the target improves on: what a best-first
/// search with exact bounds and one dropped criterion may have to expand.
fn needed<const K: usize>(graph: &Graph<K>, source: u32, target: u32) -> Result<u64, Box<dyn Error>> {
    let bounds = Bounds::to(graph, target);
    let fronts = baseline::label_correcting_all(graph, source)?;
    let goal = fronts.get(target as usize).map(Vec::as_slice).unwrap_or_default();
    let mut count = 0;
    for (node, front) in (0..graph.nodes()).zip(&fronts) {
        let Some(left) = bounds.at(node).filter(|_| node != target) else { continue };
        for costs in front {
            let mut bound = *costs;
            for (cost, left) in bound.iter_mut().zip(left) {
                *cost += left;
            }
            if !goal.iter().any(|end| *end != bound && end.iter().zip(&bound).all(|(a, b)| a <= b)) {
                count += 1;
            }
        }
    }
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dimacs_files_are_run() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, text).unwrap();
            path.display().to_string()
        };
        let distance = file("d.gr", "p sp 2 2\na 1 2 8\na 1 2 5\n");
        let time = file("t.gr", "p sp 2 2\na 1 2 3\na 1 2 9\n");
        let rows = run_dimacs(&[distance.clone(), time], &file("pairs", "1 2\n"), 1).unwrap();
        assert_eq!(rows[0]["solutions"], 2);
        assert!(run_dimacs(&[distance.clone(), distance.clone()], &file("bad", "0 2\n"), 1).is_err());
        assert!(run_dimacs(&[distance], &file("one", "1 2\n"), 1).is_err());
    }

    #[test]
    fn the_two_searches_agree() {
        let graph = road_like(64, 5).unwrap();
        let row = compared("road", &graph, (0, 63), 1).unwrap();
        assert!(row["expansions"].as_u64() <= row["needed"].as_u64());
    }
}
