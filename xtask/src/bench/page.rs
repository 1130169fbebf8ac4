//! The page of the benchmarks: tables with ratios, and what is missed.

mod loading;

use std::fmt::Write as _;

use serde_json::Value;

pub(crate) use loading::{contradiction, replaced as with_loading};

/// The page, from the results of one run.
pub(crate) fn render(results: &Value) -> String {
    let mut page = String::new();
    introduction(&mut page, results);
    let measured = &results["measured"];
    targets(&mut page, measured);
    multi_criteria(&mut page, measured);
    textbook(&mut page, measured);
    elsewhere(&mut page);
    single_criterion(&mut page, measured, results);
    k_best(&mut page, measured, results);
    corridor(&mut page, measured);
    timetabled(&mut page, measured);
    page.push_str(&loading::section(results));
    page.push_str(REPEAT);
    page
}

fn introduction(page: &mut String, results: &Value) {
    page.push_str(INTRODUCTION);
    if results["quick"] == true {
        page.push_str("This is a quick run with the smaller instances only.\n");
    }
    page.push_str("\n| | version |\n|---|---|\n");
    let mut line = |name: &str, version: &str| {
        let _ = writeln!(page, "| {name} | {version} |");
    };
    line("machine", text(&results["machine"]));
    line("compiler", text(&results["rustc"]));
    line("`pathfinding` (Rust)", text(&results["pathfinding"]));
    if let Some(reason) = results["no_peers"].as_str() {
        line("Python peers", &format!("not in this run: {reason}"));
        return;
    }
    let peers = &results["peers"];
    line("Python", text(&peers["python"]));
    for peer in ["networkx", "rustworkx"] {
        let version = peers[peer]["version"].as_str().map(str::to_owned);
        let missing = || format!("not in this run: {}", text(&peers[peer]["missing"]));
        line(&format!("`{peer}` (Python)"), &version.unwrap_or_else(missing));
    }
}

/// What was to be reached, and what is.
fn targets(page: &mut String, measured: &Value) {
    page.push_str("\n## Targets\n\n| target, on one core | measured | |\n|---|---|---|\n");
    let mut line = |target: &str, measured: &str, met: bool| {
        let _ = writeln!(page, "| {target} | {measured} | {} |", if met { "met" } else { "**missed**" });
    };
    let up_to_a_million =
        list(&measured["multi_criteria"]).iter().filter(|row| float(&row["expansions"]) <= 1e6);
    let slowest =
        up_to_a_million.map(|row| float(&row["expansions_per_second"]) / 1e6).fold(f64::INFINITY, f64::min);
    line(
        "1.3 million expansions per second in queries of up to a million",
        &format!("slowest {slowest:.1} million"),
        slowest >= 1.3,
    );
    for row in list(&measured["corridor"]) {
        let (Some(under), Some(all)) = (row["under_target"].as_u64(), row["times"].as_u64()) else {
            continue;
        };
        line(
            &format!("corridor: {} in {}", text(&row["question"]), time(float(&row["target_seconds"]))),
            &format!("{under} of {all} times, median {}", time(float(&row["median_seconds"]))),
            under == all,
        );
    }
    // That nothing gets there is quickly said and does not count.
    let rows = list(&measured["timetabled"]).iter().filter(|row| row["ended"] != "unreachable");
    let rows: Vec<&Value> = rows.collect();
    let all = rows.len();
    for (what, seconds) in [
        ("plan made ready and its first Pareto set", "prepared_and_first_seconds"),
        ("first Pareto set of a plan", "first_seconds"),
        ("Pareto set asked again of a plan", "again_seconds"),
    ] {
        let under = rows.iter().filter(|row| float(&row[seconds]) < 0.1).count();
        let median = time(median(rows.iter().map(|row| float(&row[seconds])).collect()));
        line(
            &format!("a million departures a year: {what} in 100 ms"),
            &format!("{under} of {all} pairs of places, median {median}"),
            under == all,
        );
    }
    let steps = bytes_per_departure(list(&measured["timetabled_size"]));
    if let (Some(least), Some(most)) =
        (steps.iter().copied().reduce(f64::min), steps.iter().copied().reduce(f64::max))
    {
        line(
            "its memory linear in departures",
            &format!("{least:.0} to {most:.0} bytes for each departure more"),
            most < least * 1.25,
        );
    }
    page.push_str("\nThose of loading are in its section.\n");
}

/// The one in the middle, of two the later; not a number where there is none.
fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds.get(seconds.len() / 2).copied().unwrap_or(f64::NAN)
}

fn multi_criteria(page: &mut String, measured: &Value) {
    page.push_str(MULTI_CRITERIA);
    let rows = list(&measured["multi_criteria"]);
    page.push_str(
        "\n| instance | arcs | criteria | solutions | expansions | time | million expansions per second |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for row in rows {
        let rate = float(&row["expansions_per_second"]) / 1e6;
        let instance = text(&row["instance"]);
        let _ = writeln!(
            page,
            "| {instance} | {} | {} | {} | {} | {} | {rate:.1} |",
            count(&row["arcs"]),
            count(&row["criteria"]),
            count(&row["solutions"]),
            count(&row["expansions"]),
            time(float(&row["seconds"])),
        );
    }
}

fn textbook(page: &mut String, measured: &Value) {
    page.push_str(TEXTBOOK);
    page.push_str(
        "\n| instance | criteria | solutions | expansions | needed at most | time | textbook | ratio |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for row in list(&measured["textbook"]) {
        let (ours, theirs) = (float(&row["seconds"]), float(&row["textbook_seconds"]));
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            text(&row["instance"]),
            count(&row["criteria"]),
            count(&row["solutions"]),
            count(&row["expansions"]),
            count(&row["needed"]),
            time(ours),
            time(theirs),
            times(theirs / ours),
        );
    }
}

/// Published-code peers that no index offers, measured once on the DIMACS graph: solutions, seconds.
const ELSEWHERE: [(&str, &str, &str, &str); 7] = [
    ("New York, short", "619", "0.39 s", "0.33 s"),
    ("New York, middle", "3,871", "2.05 s", "2.07 s"),
    ("New York, long", "6,080", "4.15 s", "4.71 s"),
    ("New York, hard", "14,980", "21.96 s", "27.5 s"),
    ("multimodal, 1,000 places, 3 criteria", "668", "0.096 s", "0.119 s"),
    ("multimodal, 2,000 places, 3 criteria", "1,289", "1.22 s", "2.37 s"),
    ("multimodal, 200 places, 4 criteria", "1,622", "0.065 s", "0.096 s"),
];

fn elsewhere(page: &mut String) {
    page.push_str(ELSEWHERE_TEXT);
    page.push_str("\n| instance | solutions | T-MDA | NAMOA\\*dr-lazy |\n|---|---|---|---|\n");
    for (instance, solutions, tmda, namoa) in ELSEWHERE {
        let _ = writeln!(page, "| {instance} | {solutions} | {tmda} | {namoa} |");
    }
}

fn single_criterion(page: &mut String, measured: &Value, results: &Value) {
    page.push_str(SINGLE_CRITERION);
    page.push_str(
        "\n| question | this workspace | `pathfinding` | ratio | `rustworkx` | ratio | `networkx` | ratio |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    for row in list(&measured["single_criterion"]) {
        let question = text(&row["question"]);
        let ours = float(&row["seconds"]);
        let _ = write!(page, "| {question} | {}", time(ours));
        let python = |peer: &str| float(&results["peers"][peer]["seconds"][question]);
        for theirs in [float(&row["pathfinding_seconds"]), python("rustworkx"), python("networkx")] {
            let _ = write!(page, " | {} | {}", time(theirs), times(theirs / ours));
        }
        page.push_str(" |\n");
    }
}

fn k_best(page: &mut String, measured: &Value, results: &Value) {
    page.push_str(K_BEST);
    page.push_str(
        "\n| instance | k | this workspace | `pathfinding` | ratio | of its paths, longer than the k shortest |\n\
         |---|---|---|---|---|---|\n",
    );
    let rows = list(&measured["k_best"]);
    for row in rows {
        let (ours, theirs) = (float(&row["seconds"]), float(&row["pathfinding_seconds"]));
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} |",
            text(&row["instance"]),
            count(&row["k"]),
            time(ours),
            time(theirs),
            times(theirs / ours),
            count(&row["pathfinding_too_long"]),
        );
    }
    if rows.iter().any(|row| row["pathfinding_too_long"].as_u64().unwrap_or(0) > 0) {
        page.push_str(TOO_LONG);
    }
    let theirs = float(&results["peers"]["networkx"]["seconds"]["k shortest"]);
    if let (Some(first), true) = (rows.first(), theirs.is_finite()) {
        let ratio = times(theirs / float(&first["seconds"]));
        let _ = writeln!(
            page,
            "\n`networkx.shortest_simple_paths` takes {} for the first row, a ratio of {ratio}, with equal lengths.",
            time(theirs)
        );
    }
}

fn corridor(page: &mut String, measured: &Value) {
    page.push_str(CORRIDOR);
    if let [size, ..] = list(&measured["corridor_size"]) {
        let _ = writeln!(
            page,
            "Its {} orders make {} shipments, of which {} were asked; {} of these cannot be carried, and the others \
             have {} routes in their Pareto set by the median and {} at most.",
            count(&size["orders"]),
            count(&size["shipments"]),
            count(&size["asked"]),
            count(&size["without_a_route"]),
            count(&size["routes_median"]),
            count(&size["routes_most"]),
        );
    }
    page.push_str(
        "\n| what | times | median | 90 % within | worst | target | share under target |\n|---|---|---|---|---|---|---|\n",
    );
    for row in list(&measured["corridor"]) {
        let target = &row["target_seconds"];
        let share = match (row["under_target"].as_u64(), row["times"].as_u64()) {
            (Some(under), Some(all)) if all > 0 => format!("{} %", under * 100 / all),
            _ => "-".to_owned(),
        };
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {share} |",
            text(&row["question"]),
            count(&row["times"]),
            time(float(&row["median_seconds"])),
            time(float(&row["seconds_of_90_percent"])),
            time(float(&row["worst_seconds"])),
            time(float(target)),
        );
    }
}

fn timetabled(page: &mut String, measured: &Value) {
    page.push_str(TIMETABLED);
    page.push_str(
        "\n| daily trains | departures a year | network built | corridor in memory | network in memory |\n\
         |---|---|---|---|---|\n",
    );
    for row in list(&measured["timetabled_size"]) {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} |",
            count(&row["daily_trains"]),
            count(&row["departures"]),
            time(float(&row["build_seconds"])),
            mebibytes(&row["corridor_kib"]),
            mebibytes(&row["network_kib"]),
        );
    }
    let steps: Vec<String> = bytes_per_departure(list(&measured["timetabled_size"]))
        .into_iter()
        .map(|bytes| format!("{bytes:.0}"))
        .collect();
    if !steps.is_empty() {
        let steps = steps.join(", then ");
        let _ =
            writeln!(page, "\nFrom row to row the network grows by {steps} bytes for each departure more.");
    }
    page.push_str(PAIRS);
    page.push_str(
        "\n| from, to | plan made ready | first Pareto set | both | asked again | routes | labels | search ended |\n\
         |---|---|---|---|---|---|---|---|\n",
    );
    let rows = list(&measured["timetabled"]);
    for row in rows {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} |",
            text(&row["pair"]),
            time(float(&row["prepared_seconds"])),
            time(float(&row["first_seconds"])),
            time(float(&row["prepared_and_first_seconds"])),
            time(float(&row["again_seconds"])),
            count(&row["routes"]),
            count(&row["labels"]),
            text(&row["ended"]),
        );
    }
    let searched = rows.iter().filter(|row| row["ended"] != "unreachable");
    let [both, again] = ["prepared_and_first_seconds", "again_seconds"]
        .map(|seconds| searched.clone().map(|row| float(&row[seconds])).collect::<Vec<f64>>());
    let within = rows.iter().filter(|row| row["ended"] != "out of labels").count();
    let worst = |seconds: &[f64]| seconds.iter().copied().reduce(f64::max);
    if let (Some(worst), Some(worst_again)) = (worst(&both), worst(&again)) {
        let _ = writeln!(
            page,
            "\nWith the plan: median {}, worst {}; asked again: median {}, worst {}. \
             {within} of {} searches ended within 2,000,000 labels.",
            time(median(both)),
            time(worst),
            time(median(again)),
            time(worst_again),
            rows.len(),
        );
    }
}

/// What one more departure takes, over each step from row to row.
fn bytes_per_departure(sizes: &[Value]) -> Vec<f64> {
    let steps = sizes.iter().zip(sizes.iter().skip(1));
    steps
        .map(|(less, more)| {
            let departures = float(&more["departures"]) - float(&less["departures"]);
            (float(&more["network_kib"]) - float(&less["network_kib"])) * 1024.0 / departures
        })
        .collect()
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).unwrap_or_default()
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or("-")
}

fn float(value: &Value) -> f64 {
    value.as_f64().unwrap_or(f64::NAN)
}

/// A whole number with commas.
fn count(value: &Value) -> String {
    let Some(number) = value.as_u64() else { return "-".to_owned() };
    let digits = number.to_string();
    let mut text = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

fn mebibytes(kib: &Value) -> String {
    let kib = float(kib);
    if kib.is_finite() { format!("{:.1} MiB", kib / 1024.0) } else { "-".to_owned() }
}

/// Seconds with two or three figures that mean something.
fn time(seconds: f64) -> String {
    let (number, unit) = match seconds {
        _ if !seconds.is_finite() => return "-".to_owned(),
        _ if seconds < 1e-3 => (seconds * 1e6, "µs"),
        _ if seconds < 1.0 => (seconds * 1e3, "ms"),
        _ => (seconds, "s"),
    };
    format!("{} {unit}", figures(number))
}

/// How many times as long.
fn times(ratio: f64) -> String {
    if ratio.is_finite() { figures(ratio) } else { "-".to_owned() }
}

fn figures(number: f64) -> String {
    if number < 10.0 { format!("{number:.1}") } else { format!("{number:.0}") }
}

const INTRODUCTION: &str = "\
# Benchmarks

How long the searches take, beside peers that ran in the same go on the same machine.
Written by `cargo xtask bench`; never edited by hand.

Times are medians of several runs on one core, the slow peers' of fewer.
A ratio is the peer's time divided by ours: above one, we are faster.
The machine was shared with other work while this ran, so read ratios rather than absolute times; from run to run both vary, by a fifth when it is quiet and twofold when it is not.
Building a graph is not counted unless said.
All answers that two programs give are compared, and a difference ends the run unless the page says otherwise.
";

const MULTI_CRITERIA: &str = "
## All Pareto-optimal paths

`landbridge_pareto::pareto` on generated graphs, whole queries with their backward searches.
The road-like graph has 264,196 crossings, three criteria (distance, time, toll) and about the degrees of the DIMACS graph of New York; the multimodal graphs have parallel services of several modes between places.
None of the peers that the ordinary indexes offer searches for the exact Pareto set: `networkx`, `rustworkx` and `pathfinding` know one weight per arc.
So this table has rates instead of ratios, and the next one has a textbook search of our own.
";

const TEXTBOOK: &str = "
### Against a textbook search

`landbridge_pareto::baseline` corrects labels in a queue, without bounds and order (Guerriero and Musmanno, 2001); answers are equal.
*Needed at most* is what a best-first search with exact bounds and one dropped criterion (NAMOA\\*dr, T-MDA) has to expand: vectors that are minimal at their node and whose bound no solution beats.
Fewer is possible because places without a choice are passed through.
";

const ELSEWHERE_TEXT: &str = "
### T-MDA and NAMOA\\*dr-lazy

The authors' C++ programs are in no package index, so they are not in this run and have no ratios here.
They were measured separately on a machine of this class, on the DIMACS graph of New York (264,346 nodes, 730,100 arcs, three criteria) and on multimodal graphs of another generator; sizes and criteria are alike, instances are not the same ones.
To compare on the same files, see the end of this page.
";

const SINGLE_CRITERION: &str = "
## One criterion

Shortest distances on the road-like graph of 264,196 crossings and 742,016 arcs; 200 streets apart for one distance.
`landbridge_pareto::pareto` with one criterion and `distances_to`, against `dijkstra` and `dijkstra_all` of `pathfinding`, `dijkstra_shortest_path_lengths` of `rustworkx`, and `bidirectional_dijkstra` and `single_source_dijkstra_path_length` of `networkx`.
`rustworkx` asks Python for the length of each arc, which is how it is used.
";

const K_BEST: &str = "
## The k shortest loopless paths

`landbridge_pareto::k_best` against `yen` of `pathfinding`.
The multimodal graph is reduced to the cheapest of parallel services, since Yen's algorithm there tells paths apart by their nodes; ours keeps parallel services apart.
`rustworkx` has no k shortest loopless paths.
Our paths are checked one by one: they join, add up, and meet no node twice.
";

const TOO_LONG: &str = "
Where the last column is not nought, `pathfinding` left out shorter paths, so its answer is not the k shortest.
It takes candidates of equal length at once and looks for detours of only one of them before it takes the next.
";

const CORRIDOR: &str = "
## The shipped corridor

Routes by arrival, cost and emissions on Chongqing to Central Asia, with timetables, opening hours, storage and tariffs, through `landbridge_planning`.
No peer answers this question.
The first questions to a plan are asked of one just made, with the vehicles loaded and prices that other plans have asked for known; a question asked again finds what the first one learnt.
";

const TIMETABLED: &str = "
## A large timetabled network

10,000 places on a grid, trains of up to twelve stops on every day of a year, generated; prices by distance and service.
Memory is what the resident set of a fresh process grows by, with the scratch of building.
From row to row there are more trains on each day; places and links stay as they are.
";

const PAIRS: &str = "
Pareto sets by arrival, cost and emissions between pairs of places drawn at random, from those that a train leaves to those that one reaches, with a million departures a year.
The plan of a shipment (what can be done where, and the least that is left to do) is made once for all its questions.
The first question learns what it needs about the timetable; when it is asked again that is known, as in questions from other days.
";

const REPEAT: &str = "
## How to repeat

```text
cargo xtask bench                # all of it; needs python3 and a package index for the Python peers
cargo xtask bench --quick        # smaller instances, fewer runs
cargo xtask bench --no-peers     # without Python
cargo xtask bench --only loading # that section; the others stay as they are
cargo run --release -p landbridge-bench -- k-best corridor
cargo run --release -p landbridge-bench -- --dimacs dist.gr time.gr third.gr --pairs pairs.txt
```

The last runs road graphs in DIMACS files, one file per criterion; `pairs.txt` has two nodes per line, counted from 1.
`cargo bench -p landbridge-pareto` and `cargo bench -p landbridge-planning` give the spread of single timings.
";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_without_peers_says_so() {
        let page = render(&serde_json::json!({
            "quick": true,
            "machine": "2 cores",
            "no_peers": "there is no python3 that makes environments",
            "measured": {
                "multi_criteria": [{
                    "instance": "road", "arcs": 12, "criteria": 3, "solutions": 4, "expansions": 987654,
                    "seconds": 1.0, "expansions_per_second": 987654.0,
                }],
                "single_criterion": [{
                    "question": "one distance", "seconds": 0.0102, "pathfinding_seconds": 0.0204,
                }],
            },
        }));
        assert!(page.contains("| Python peers | not in this run: there is no python3"));
        assert!(page.contains("| road | 12 | 3 | 4 | 987,654 | 1.0 s | 1.0 |"));
        assert!(page.contains("| slowest 1.0 million | **missed** |"));
        assert!(page.contains("| one distance | 10 ms | 20 ms | 2.0 | - | - | - | - |"));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(
            [time(0.000_123), time(0.012_3), time(1.23), time(f64::NAN)],
            ["123 µs", "12 ms", "1.2 s", "-"]
        );
        assert_eq!(count(&1_000_000.into()), "1,000,000");
        assert_eq!(count(&999.into()), "999");
    }
}
