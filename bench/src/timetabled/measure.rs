//! How long a shipment waits for its routes on a large timetabled network, and what the network takes in memory.

use std::collections::BTreeSet;
use std::error::Error;
use std::process::Command;

use landbridge_model::{Corridor, Pattern};
use landbridge_network::{Filter, Network, Plan, Query, RouteError, SearchOptions};
use serde_json::{Value, json};

use super::{Random, Rates, corridor, place_id, shipment};
use crate::clock::{Times, repeated, timed};

/// Places along one side of the grid.
const SIDE: u64 = 100;

/// Daily trains that make a million departures a year.
const TRAINS: u64 = 2_740;

/// Shipments asked for.
const PAIRS: usize = 20;

/// A second run of a search this long would tell nothing new.
const LONG: f64 = 2.0;

pub(crate) fn run(quick: bool, runs: usize) -> Result<Value, Box<dyn Error>> {
    let corridor = corridor(SIDE, TRAINS, 7);
    let (network, _) = Network::build(&corridor);
    let equipment: BTreeSet<_> = corridor.equipment.keys().cloned().collect();
    let filter = Filter::default();
    let mut rows = Vec::new();
    for (from, to) in pairs(&corridor, if quick { 3 } else { PAIRS }) {
        let shipment = shipment(place_id(from.0, from.1), place_id(to.0, to.1));
        let ready = (shipment.ready, shipment.ready);
        let options = SearchOptions::default();
        let query =
            Query { shipment: &shipment, equipment: &equipment, filter: &filter, options, watch: None };
        // What a shipment waits for: its plan, which knows nothing yet, and the first question.
        let cold = || -> Result<_, Box<dyn Error>> {
            let (prepared, plan) = timed(|| Plan::new(&network, query, &Rates, ready));
            let plan = plan.map_err(|error| error.to_string())?;
            let (first, answer) = timed(|| plan.routes());
            Ok((prepared, first, plan, answer))
        };
        let (prepared, once, plan, answer) = cold()?;
        let (mut made, mut first) = (vec![prepared], vec![once]);
        let times = if once > LONG { 1 } else { runs.min(5) };
        for _ in 1..times {
            let (prepared, once, ..) = cold()?;
            made.push(prepared);
            first.push(once);
        }
        let whole = made.iter().zip(&first).map(|(made, first)| made + first).collect();
        let mut row = json!({
            "pair": format!("({}, {}) to ({}, {})", from.0, from.1, to.0, to.1),
            "steps_apart": from.0.abs_diff(to.0) + from.1.abs_diff(to.1),
            "prepared_seconds": Times::of(made).median(),
            "first_seconds": Times::of(first).median(),
            "prepared_and_first_seconds": Times::of(whole).median(),
            "again_seconds": repeated(times, || plan.routes()).0.median(),
            "routes": 0,
            "labels": null,
            "ended": "complete",
        });
        match answer {
            Ok(answer) => {
                row["routes"] = answer.routes.len().into();
                row["labels"] = answer.labels.into();
                if !answer.complete {
                    row["ended"] = "out of labels".into();
                }
            }
            // That nothing gets there is an answer too.
            Err(RouteError::Unreachable { .. }) => row["ended"] = "unreachable".into(),
            Err(error) => return Err(error.to_string().into()),
        }
        rows.push(row);
    }
    Ok(Value::Array(rows))
}

/// Pairs of places drawn from those that a train leaves and those that one ends or stops at.
fn pairs(corridor: &Corridor, count: usize) -> Vec<((u64, u64), (u64, u64))> {
    let (mut left, mut reached) = (BTreeSet::new(), BTreeSet::new());
    for service in corridor.services.values() {
        let Pattern::Scheduled(schedule) = &service.pattern else { continue };
        let stops = || schedule.stops.iter().map(|stop| &stop.place);
        left.extend(stops().rev().skip(1));
        reached.extend(stops().skip(1));
    }
    let mut random = Random(11);
    let mut found = Vec::new();
    while found.len() < count {
        let (from, to) = ((random.below(SIDE), random.below(SIDE)), (random.below(SIDE), random.below(SIDE)));
        if left.contains(&place_id(from.0, from.1)) && reached.contains(&place_id(to.0, to.1)) && from != to {
            found.push((from, to));
        }
    }
    found
}

/// What networks of half, once and twice as many departures take, each built by a process of its own.
pub(crate) fn run_sizes(quick: bool) -> Result<Value, Box<dyn Error>> {
    let trains: &[u64] = if quick { &[TRAINS] } else { &[TRAINS / 2, TRAINS, TRAINS * 2] };
    let own = std::env::current_exe()?;
    let mut rows = Vec::new();
    for trains in trains {
        let output = Command::new(&own).args(["--size-of", &trains.to_string()]).output()?;
        if !output.status.success() {
            return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
        }
        rows.push(serde_json::from_slice(&output.stdout)?);
    }
    Ok(Value::Array(rows))
}

/// Builds one network in this process, in which nothing was built before.
pub(crate) fn size_of(trains: u64, runs: usize) -> Result<Value, Box<dyn Error>> {
    let empty = resident_kib()?;
    let corridor = corridor(SIDE, trains, 7);
    let read = resident_kib()?;
    let (first, network) = timed(|| Network::build(&corridor));
    let built = resident_kib()?;
    let (times, _) = repeated(runs.min(3), || Network::build(&corridor));
    drop(network);
    Ok(json!({
        "places": corridor.places.len(),
        "daily_trains": trains,
        "departures": trains * 365,
        "first_build_seconds": first,
        "build_seconds": times.median(),
        "corridor_kib": read.saturating_sub(empty),
        "network_kib": built.saturating_sub(read),
    }))
}

/// Resident memory of this process, as Linux tells it.
fn resident_kib() -> Result<u64, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).ok_or("no resident set size")?;
    Ok(line.trim().trim_end_matches("kB").trim().parse()?)
}
