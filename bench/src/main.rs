//! Measures the searches side by side with their peers and prints what they took.
//!
//! ```text
//! landbridge-bench [--json] [--quick] [--runs N] [--export FOLDER] [TASK …]
//! landbridge-bench [--json] [--runs N] --dimacs dist.gr time.gr [third.gr …] --pairs FILE
//! ```
//!
//! Without a task all are run. `cargo xtask bench` runs this, adds peers in Python and writes `docs/benchmarks.md`.

mod clock;
mod table;

mod corridor;
mod k_best;
mod loading;
mod multi_criteria;
mod single_criterion;
mod timetabled;

use std::error::Error;
use std::path::PathBuf;

use serde_json::{Map, Value};
use timetabled::measure;

const TASKS: [&str; 6] =
    ["multi-criteria", "single-criterion", "k-best", "corridor", "timetabled", "loading"];

#[expect(clippy::print_stdout, reason = "a benchmark prints what it measured")]
fn main() -> Result<(), Box<dyn Error>> {
    let args = Args::parse(std::env::args().skip(1))?;
    if let Some(trains) = args.size_of {
        println!("{}", measure::size_of(trains, args.runs)?);
        return Ok(());
    }
    if let Some(part) = &args.loading_part {
        println!("{}", loading::part(part, args.runs)?);
        return Ok(());
    }
    let results = run(&args)?;
    if args.json {
        println!("{:#}", Value::Object(results));
    } else {
        for (name, rows) in &results {
            println!("{}", table::text(name, rows));
        }
    }
    Ok(())
}

/// Results by name, in the order of the tasks.
fn run(args: &Args) -> Result<Map<String, Value>, Box<dyn Error>> {
    let mut results = Map::new();
    let (quick, runs, export) = (args.quick, args.runs, args.export.as_deref());
    if !args.dimacs.is_empty() {
        let pairs = args.pairs.as_deref().ok_or("--dimacs needs --pairs FILE")?;
        results.insert("dimacs".into(), multi_criteria::run_dimacs(&args.dimacs, pairs, runs)?);
        return Ok(results);
    }
    if args.wants("multi-criteria") {
        results.insert("multi_criteria".into(), multi_criteria::run(quick, runs)?);
        results.insert("textbook".into(), multi_criteria::run_small(quick, runs)?);
    }
    if args.wants("single-criterion") {
        results.insert("single_criterion".into(), single_criterion::run(runs, export)?);
    }
    if args.wants("k-best") {
        results.insert("k_best".into(), k_best::run(quick, runs, export)?);
    }
    if args.wants("corridor") {
        let (waits, size) = corridor::run(quick, runs)?;
        results.insert("corridor".into(), waits);
        results.insert("corridor_size".into(), size);
    }
    if args.wants("timetabled") {
        results.insert("timetabled_size".into(), measure::run_sizes(quick)?);
        results.insert("timetabled".into(), measure::run(quick, runs)?);
    }
    if args.wants("loading") {
        results.extend(loading::run(quick, runs)?);
        if let Some(folder) = export {
            loading::export(folder, quick)?;
        }
    }
    Ok(results)
}

struct Args {
    json: bool,
    quick: bool,
    /// How often a thing is done; the median is kept.
    runs: usize,
    /// Where to write graphs and questions for peers that are no crates.
    export: Option<PathBuf>,
    dimacs: Vec<String>,
    pairs: Option<String>,
    /// Builds one timetabled network with so many daily trains and prints what it takes.
    size_of: Option<u64>,
    /// Plans one part of the loading benchmark and prints what it takes.
    loading_part: Option<String>,
    tasks: Vec<String>,
}

impl Args {
    fn parse(words: impl Iterator<Item = String>) -> Result<Self, Box<dyn Error>> {
        let mut args = Self {
            json: false,
            quick: false,
            runs: 7,
            export: None,
            dimacs: Vec::new(),
            pairs: None,
            size_of: None,
            loading_part: None,
            tasks: Vec::new(),
        };
        let mut words = words.peekable();
        while let Some(word) = words.next() {
            let mut value = || words.next().ok_or_else(|| format!("{word} needs a value"));
            match word.as_str() {
                "--json" => args.json = true,
                "--quick" => args.quick = true,
                "--runs" => args.runs = value()?.parse()?,
                "--export" => args.export = Some(value()?.into()),
                "--pairs" => args.pairs = Some(value()?),
                "--size-of" => args.size_of = Some(value()?.parse()?),
                "--loading-part" => args.loading_part = Some(value()?),
                "--dimacs" => {
                    while let Some(file) = words.next_if(|word| !word.starts_with("--")) {
                        args.dimacs.push(file);
                    }
                }
                task if TASKS.contains(&task) => args.tasks.push(word),
                _ => return Err(format!("`{word}` is none of the tasks {TASKS:?}").into()),
            }
        }
        if args.quick {
            args.runs = args.runs.min(3);
        }
        Ok(args)
    }

    fn wants(&self, task: &str) -> bool {
        self.tasks.is_empty() || self.tasks.iter().any(|asked| asked == task)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> Result<Args, Box<dyn Error>> {
        Args::parse(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn files_end_at_the_next_option() {
        let args = parsed("--dimacs a.gr b.gr --pairs p --json").unwrap();
        assert_eq!(args.dimacs, ["a.gr", "b.gr"]);
        assert!(args.json && args.pairs.as_deref() == Some("p"));
    }

    #[test]
    fn tasks_are_known() {
        let args = parsed("k-best --quick").unwrap();
        assert!(args.wants("k-best") && !args.wants("corridor") && args.runs == 3);
        assert!(parsed("sorting").is_err());
        assert!(parsed("--runs").is_err());
    }
}
