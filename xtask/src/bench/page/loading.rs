//! The section on loading, which stands by itself: it can be measured and written anew while the rest of the page stays.

use std::fmt::Write as _;

use serde_json::Value;

use super::{count, float, list, mebibytes, text, time, times};

/// The heading, by which the section is found again.
const HEADING: &str = "\n## Loading\n";
/// The section it stands before.
const NEXT: &str = "\n## How to repeat\n";

/// A page with this section of new results, and all else as it was.
pub(crate) fn replaced(page: &str, results: &Value) -> Result<String, String> {
    let (before, rest) = match page.split_once(HEADING) {
        Some((before, rest)) => {
            let end = rest.find("\n## ").ok_or("docs/benchmarks.md ends with its section on loading")?;
            (before, rest.get(end..).unwrap_or_default())
        }
        None => {
            let start = page.find(NEXT).ok_or("docs/benchmarks.md does not say how to repeat it")?;
            page.split_at(start)
        }
    };
    Ok(format!("{before}{}{rest}", section(results)))
}

/// The section, between two others.
pub(super) fn section(results: &Value) -> String {
    let mut page = format!("{HEADING}{INTRODUCTION}");
    let measured = &results["measured"];
    if results["quick"] == true {
        page.push_str(
            "This is a quick run: smaller instances, fewer of them, and less time for the peers.\n",
        );
    }
    versions(&mut page, results);
    targets(&mut page, measured);
    sizes(&mut page, measured);
    peers(&mut page, measured, results);
    varied(&mut page, measured);
    page
}

/// What two programs say of one instance must go together: no cost below the other's bound.
pub(crate) fn contradiction(results: &Value) -> Option<String> {
    list(&results["peers_loading"]["answers"]).iter().find_map(|answer| {
        let instance = text(&answer["instance"]);
        let ours = instance_of(&results["measured"], instance)?;
        let below = |cost: &Value, bound: &Value| cost.as_u64() < bound.as_u64() && cost.is_u64();
        (below(&ours["cost"], &answer["bound"]) || below(&answer["cost"], &ours["bound"])).then(|| {
            format!(
                "{instance}: {} with a bound of {} here, {} with a bound of {} by {}",
                count(&ours["cost"]),
                count(&ours["bound"]),
                count(&answer["cost"]),
                count(&answer["bound"]),
                text(&answer["peer"]),
            )
        })
    })
}

fn versions(page: &mut String, results: &Value) {
    page.push_str("\n| | version |\n|---|---|\n");
    let mut line = |name: &str, version: &str| {
        let _ = writeln!(page, "| {name} | {version} |");
    };
    line("machine", text(&results["machine"]));
    line("compiler", text(&results["rustc"]));
    if let Some(reason) = results["no_peers_loading"].as_str() {
        line("OR-Tools and HiGHS", &format!("not in this run: {reason}"));
        return;
    }
    for (package, name) in
        [("ortools", "OR-Tools (`ortools`, Python)"), ("highspy", "HiGHS (`highspy`, Python)")]
    {
        let version = results["peers_loading"]["versions"][package].as_str();
        line(name, version.unwrap_or("not in this run: it could not be installed"));
    }
}

fn targets(page: &mut String, measured: &Value) {
    page.push_str("\n| target | measured | |\n|---|---|---|\n");
    let mut line = |target: &str, measured: &str, met: bool| {
        let _ = writeln!(page, "| {target} | {measured} | {} |", if met { "met" } else { "**missed**" });
    };
    // The median counts: the machine is shared.
    for row in list(&measured["loading"]) {
        let (target, instances) = (float(&row["target_seconds"]), &row["instances"]);
        if !target.is_finite() {
            continue;
        }
        let median = float(&row["median_seconds"]);
        line(
            &format!("{} planned and proven in {}", size(row), time(target)),
            &format!(
                "{} of {} proven, median {}, worst {}",
                count(&row["proven"]),
                count(instances),
                time(median),
                time(float(&row["worst_seconds"])),
            ),
            row["proven"] == *instances && median < target,
        );
    }
    if let [all, ..] = list(&measured["loading_varied"]) {
        let (instances, kept) = (all["instances"].as_u64(), all["proven_in_a_second"].as_u64());
        let enough = instances.zip(kept).is_some_and(|(all, kept)| kept * 1_000 >= all * 995);
        let unmeasured = instances.unwrap_or(0).saturating_sub(all["measured"].as_u64().unwrap_or(0));
        let without = match unmeasured {
            0 => String::new(),
            _ => format!("; {} not measured", count(&unmeasured.into())),
        };
        line(
            "99.5 % of varied shipments proven within a second each, the rest within one unit of the bound",
            &format!(
                "{} of {} proven within a second, largest gap {}{without}",
                count(&all["proven_in_a_second"]),
                count(&all["instances"]),
                count(&all["largest_gap"]),
            ),
            enough && all["largest_gap"].as_u64() <= Some(1),
        );
    }
    let rows = list(&measured["loading"]).iter().chain(list(&measured["loading_varied"]));
    let most = rows.filter_map(|row| row["peak_kib"].as_u64()).max();
    let megabytes = most.map_or(u64::MAX, |kib| kib * 1_024 / 1_000_000);
    line("memory under 200 MB throughout", &mebibytes(&most.into()), megabytes < 200);
}

fn sizes(page: &mut String, measured: &Value) {
    page.push_str(SIZES);
    page.push_str(
        "\n| vehicles / models | instances | proven | bound proven again | median | worst | most memory |\n\
         |---|---|---|---|---|---|---|\n",
    );
    for row in list(&measured["loading"]) {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} |",
            size(row),
            count(&row["instances"]),
            counted(&row["proven"]),
            counted(&row["rechecked"]),
            time(float(&row["median_seconds"])),
            time(float(&row["worst_seconds"])),
            mebibytes(&row["peak_kib"]),
        );
    }
}

fn peers(page: &mut String, measured: &Value, results: &Value) {
    let peers = &results["peers_loading"];
    if !peers.is_object() {
        return;
    }
    page.push_str(PEERS);
    let _ = writeln!(
        page,
        "Each had {:.0} s, of which it took what is shown; a ratio above a number is of a peer that ended without a proof.",
        float(&peers["seconds"]),
    );
    page.push_str(
        "\n| instance | by | cost | bound | proven | time | ratio | most memory |\n|---|---|---|---|---|---|---|---|\n",
    );
    let mut last = "";
    for answer in list(&peers["answers"]) {
        let instance = text(&answer["instance"]);
        let ours = instance_of(measured, instance).unwrap_or(&Value::Null);
        if instance != last {
            last = instance;
            own_row(page, instance, ours, measured);
            let first_fit = count(&peers["first_fit_decreasing"][instance]);
            let _ = writeln!(page, "| | first fit decreasing | {first_fit} | - | - | - | - | - |");
        }
        let proven = proof(answer);
        let ratio = times(float(&answer["seconds"]) / float(&ours["seconds"]));
        let _ = writeln!(
            page,
            "| | {} | {} | {} | {proven} | {} | {}{ratio} | {} |",
            program(answer),
            answer["missing"].as_str().map_or_else(|| count(&answer["cost"]), str::to_owned),
            count(&answer["bound"]),
            time(float(&answer["seconds"])),
            if proven == "yes" || ratio == "-" { "" } else { "> " },
            mebibytes(&answer["peak_kib"]),
        );
    }
}

fn own_row(page: &mut String, instance: &str, ours: &Value, measured: &Value) {
    let row = list(&measured["loading"])
        .iter()
        .find(|row| list(&row["each"]).iter().any(|each| each["instance"] == instance))
        .unwrap_or(&Value::Null);
    let _ = writeln!(
        page,
        "| {} | this workspace | {} | {} | {} | {} | {} | {} |",
        size(row),
        counted(&ours["cost"]),
        count(&ours["bound"]),
        proof(ours),
        time(float(&ours["seconds"])),
        if ours["cost"].is_u64() { "1" } else { "-" },
        mebibytes(&row["peak_kib"]),
    );
}

/// Vehicles and models, and whether the equipment is mixed.
fn size(row: &Value) -> String {
    let Some(first) = list(&row["each"]).first() else { return text(&row["size"]).to_owned() };
    let mixed = if row["size"] == "mixed" { ", mixed equipment" } else { "" };
    format!("{} / {}{mixed}", count(&first["vehicles"]), count(&first["models"]))
}

fn program(answer: &Value) -> String {
    let name = match text(&answer["peer"]) {
        "cp-sat" => "CP-SAT",
        "arc flow" => "arc flow, HiGHS",
        other => other,
    };
    let arcs =
        answer["arcs"].as_u64().map(|_| format!(", {} arcs", count(&answer["arcs"]))).unwrap_or_default();
    let threads = answer["threads"].as_u64().filter(|threads| *threads > 1);
    format!("{name}{arcs}{}", threads.map(|threads| format!(", {threads} threads")).unwrap_or_default())
}

/// Whether a cost is down to its bound.
fn proof(answer: &Value) -> &'static str {
    match (answer["cost"].as_u64(), answer["bound"].as_u64()) {
        (Some(cost), Some(bound)) if cost <= bound => "yes",
        (Some(_), _) => "no",
        (None, _) => "-",
    }
}

fn varied(page: &mut String, measured: &Value) {
    page.push_str(VARIED);
    page.push_str(
        "\n| kind | instances | proven | of these within 1 s | bound proven again | largest gap, units | median | 99 % within | worst |\n\
         |---|---|---|---|---|---|---|---|---|\n",
    );
    let rows = list(&measured["loading_kinds"]).iter().chain(list(&measured["loading_varied"]));
    for row in rows {
        if row["measured"] == 0 {
            let (kind, instances) = (text(&row["kind"]), count(&row["instances"]));
            let _ = writeln!(page, "| {kind} | {instances} | not measured | - | - | - | - | - | - |");
            continue;
        }
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} | {} | {} | {} | {} | {} |",
            text(&row["kind"]),
            count(&row["instances"]),
            count(&row["proven"]),
            count(&row["proven_in_a_second"]),
            count(&row["rechecked"]),
            count(&row["largest_gap"]),
            time(float(&row["median_seconds"])),
            time(float(&row["seconds_of_99_percent"])),
            time(float(&row["worst_seconds"])),
        );
    }
}

/// Our results on an instance.
fn instance_of<'a>(measured: &'a Value, instance: &str) -> Option<&'a Value> {
    let mut each = list(&measured["loading"]).iter().flat_map(|row| list(&row["each"]));
    each.find(|each| each["instance"] == instance)
}

/// A number that is there once it is measured.
fn counted(value: &Value) -> String {
    if value.is_u64() { count(value) } else { "not measured".to_owned() }
}

const INTRODUCTION: &str = "
Vehicles onto wagons, containers and carriers in the fewest units, from lines to plan and proof, through `landbridge_loading`.
*Proven* is a plan with as many units as its lower bound.
Every plan goes through the checker of `landbridge_planning`, which knows the rules only, and a plan that breaks one ends the run.
Every bound is proven again by `check_bound`, which shares no code with the planner and gives up after fixed work.
";

const SIZES: &str = "
### By size

Generated models of cars, lengths from 3.6 to 5.1 m, one in four too tall for the upper deck, on double-deck wagons of 24.6 m with a payload of each deck.
A wagon carries what its decks carry together: a tighter limit of both decks would make the arc-flow model a hundred times as large; the varied shipments below have such limits.
Each size runs in a process of its own; its memory is the most that was resident, checks included.
";

const PEERS: &str = "
### Against CP-SAT and an arc-flow model

The first instance of each size, and one with three kinds of equipment at costs, as `bench/peers_loading.py` models them; cost is the number of units, or what they cost together.
CP-SAT decides how many vehicles of each model stand on each deck of each wagon, wagons in order, and starts from first fit decreasing.
In the arc-flow model (Brandão and Pedroso, 2016) a loaded wagon is a path through a compressed graph; HiGHS solves it, and where it finds no better plan its answer is that of first fit decreasing.
Time includes building the model, in Python; no program's cost lies below another's bound, or the run ends.
";

const VARIED: &str = "
### Varied shipments

20 to 1,000 vehicles of 3 to 40 models on equipment of varied size and limits, each planned once.
A gap is what a plan has more than its bound.
";

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn results() -> Value {
        json!({
            "machine": "2 cores", "rustc": "rustc 1",
            "measured": {
                "loading": [{
                    "size": "256 / 12", "instances": 1, "proven": 1, "rechecked": 1, "median_seconds": 0.001,
                    "worst_seconds": 0.001, "peak_kib": 7_000, "target_seconds": 0.002,
                    "each": [{
                        "instance": "256-12-1", "vehicles": 256, "models": 12, "units": 25, "cost": 25, "bound": 25,
                        "seconds": 0.001,
                    }],
                }],
                "loading_kinds": [{"kind": "mixed", "instances": 4, "measured": 0}],
                "loading_varied": [{
                    "kind": "all", "instances": 20, "measured": 16, "proven": 16, "proven_in_a_second": 16,
                    "rechecked": 16, "largest_gap": 0, "peak_kib": 300_000,
                }],
            },
            "peers_loading": {
                "seconds": 30.0, "versions": {"ortools": "9", "highspy": null},
                "first_fit_decreasing": {"256-12-1": 26},
                "answers": [{
                    "instance": "256-12-1", "peer": "cp-sat", "threads": 2, "cost": 26, "bound": 24,
                    "seconds": 30.0, "peak_kib": 100_000,
                }],
            },
        })
    }

    #[test]
    fn what_is_not_proven_and_not_measured_is_told() {
        let section = section(&results());
        for line in [
            "| 256 / 12 planned and proven in 2.0 ms | 1 of 1 proven, median 1.0 ms, worst 1.0 ms | met |",
            "| 16 of 20 proven within a second, largest gap 0; 4 not measured | **missed** |",
            "| memory under 200 MB throughout | 293.0 MiB | **missed** |",
            "| 256 / 12 | this workspace | 25 | 25 | yes | 1.0 ms | 1 | 6.8 MiB |",
            "| | first fit decreasing | 26 | - | - | - | - | - |",
            "| | CP-SAT, 2 threads | 26 | 24 | no | 30 s | > 30000 | 97.7 MiB |",
            "| mixed | 4 | not measured | - | - | - | - | - | - |",
            "| HiGHS (`highspy`, Python) | not in this run: it could not be installed |",
        ] {
            assert!(section.contains(line), "{line}\n{section}");
        }
    }

    #[test]
    fn a_bound_above_a_cost_is_a_contradiction() {
        let mut results = results();
        assert_eq!(contradiction(&results), None);
        results["peers_loading"]["answers"][0]["cost"] = 24.into();
        assert!(contradiction(&results).is_some_and(|said| said.starts_with("256-12-1: 25")));
        results["peers_loading"]["answers"][0]["cost"] = Value::Null;
        assert_eq!(contradiction(&results), None);
        results["peers_loading"]["answers"][0]["bound"] = 26.into();
        assert!(contradiction(&results).is_some());
    }

    #[test]
    fn the_rest_of_the_page_stays() {
        let page = "# A\n\n## B\n\nb\n\n## How to repeat\n\nso\n";
        let once = replaced(page, &results()).unwrap();
        assert!(
            once.starts_with("# A\n\n## B\n\nb\n\n## Loading\n")
                && once.ends_with("\n\n## How to repeat\n\nso\n")
        );
        assert_eq!(replaced(&once, &results()).unwrap(), once);
        assert!(replaced("# A\n", &results()).is_err());
    }
}
