//! All best paths between two nodes of a DIMACS road graph.
//!
//! ```text
//! cargo run --release -p landbridge-pareto --example dimacs -- dist.gr time.gr [third.gr …] --from 1 --to 1000
//! ```
//!
//! One to six `.gr` files of the same arcs, one per criterion; nodes are counted from 1, as in the files.
//! `--epsilon PERMILLE` thins the answer, `--paths` lists the cost vectors.
#![expect(clippy::print_stdout, reason = "an example shows its answer")]

use std::error::Error;
use std::fs::File;
use std::io::BufReader;
use std::time::Instant;

use landbridge_pareto::dimacs::{self, Column};
use landbridge_pareto::{Options, pareto};

fn main() -> Result<(), Box<dyn Error>> {
    let question = Question::parse(std::env::args().skip(1))?;
    let mut columns = Vec::new();
    for file in &question.files {
        let reader = BufReader::new(File::open(file).map_err(|error| format!("{file}: {error}"))?);
        columns.push(dimacs::read(reader).map_err(|error| format!("{file}: {error}"))?);
    }
    match columns.len() {
        1 => answer::<1>(&question, columns),
        2 => answer::<2>(&question, columns),
        3 => answer::<3>(&question, columns),
        4 => answer::<4>(&question, columns),
        5 => answer::<5>(&question, columns),
        6 => answer::<6>(&question, columns),
        count => Err(format!("{count} files, one to six are needed").into()),
    }
}

struct Question {
    files: Vec<String>,
    from: u32,
    to: u32,
    epsilon_permille: u32,
    paths: bool,
}

impl Question {
    fn parse(mut words: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut question = Self { files: Vec::new(), from: 0, to: 0, epsilon_permille: 0, paths: false };
        while let Some(word) = words.next() {
            let mut number = || -> Result<u32, Box<dyn Error>> {
                let text = words.next().ok_or_else(|| format!("{word} needs a number"))?;
                Ok(text.parse().map_err(|error| format!("{word} {text}: {error}"))?)
            };
            match word.as_str() {
                "--from" => question.from = number()?,
                "--to" => question.to = number()?,
                "--epsilon" => question.epsilon_permille = number()?,
                "--paths" => question.paths = true,
                _ => question.files.push(word),
            }
        }
        if question.from == 0 || question.to == 0 {
            return Err("--from and --to name nodes, counted from 1".into());
        }
        Ok(question)
    }
}

#[expect(clippy::disallowed_methods, reason = "an example shows how long it took; no result depends on it")]
fn answer<const K: usize>(question: &Question, columns: Vec<Column>) -> Result<(), Box<dyn Error>> {
    let columns: [Column; K] = columns.try_into().map_err(|_| "one file per criterion")?;
    let graph = dimacs::combine(columns)?;
    println!("{} nodes, {} arcs, {K} criteria", graph.nodes(), graph.arcs().len());
    let options = Options { epsilon_permille: question.epsilon_permille, ..Options::default() };
    let clock = Instant::now();
    let answer = pareto(&graph, question.from - 1, question.to - 1, &options)?;
    let seconds = clock.elapsed().as_secs_f64();
    println!(
        "{} solutions, {} expansions, {} labels generated, {} at once, {seconds:.4} seconds",
        answer.paths.len(),
        answer.expansions,
        answer.generated,
        answer.peak_labels
    );
    if question.paths {
        for path in &answer.paths {
            println!("{:?} over {} arcs", path.costs, path.arcs.len());
        }
    }
    Ok(())
}
