//! How long plans take, how many are proven, and the most memory in use; each size in a process of its own.

use std::error::Error;
use std::process::Command;

use serde_json::{Map, Value, json};

use super::export::mixed;
use super::generate::{KINDS, kind_of, sized, varied};
use super::planned::{Planned, planned};
use crate::clock::Times;

/// So many vehicles of so many models, and seconds in which they are to be planned and proven.
pub(super) struct SizeOf {
    pub(super) vehicles: u64,
    pub(super) models: u64,
    target: Option<f64>,
}

const SIZES: [SizeOf; 5] = [
    SizeOf { vehicles: 256, models: 12, target: None },
    SizeOf { vehicles: 256, models: 24, target: Some(0.002) },
    SizeOf { vehicles: 1_000, models: 24, target: Some(0.010) },
    SizeOf { vehicles: 2_560, models: 40, target: None },
    SizeOf { vehicles: 20_000, models: 60, target: Some(0.5) },
];

/// Instances of each size.
const SEEDS: u64 = 7;
const SEEDS_QUICK: u64 = 2;

/// Instances of the batch; a multiple of twenty.
const VARIED: u64 = 1_000;
const VARIED_QUICK: u64 = 100;

/// What is measured: the sizes, or of a quick run the smaller ones.
pub(super) fn sizes(quick: bool) -> &'static [SizeOf] {
    SIZES.get(..if quick { 3 } else { SIZES.len() }).unwrap_or(&SIZES)
}

/// All of it: rows of sizes, of kinds of the batch, and the batch as a whole.
pub(crate) fn run(quick: bool, runs: usize) -> Result<Map<String, Value>, Box<dyn Error>> {
    let mut rows = Vec::new();
    for size in sizes(quick) {
        let seeds = if quick { SEEDS_QUICK } else { SEEDS };
        let mut row = by_itself(&format!("{}/{}/{seeds}", size.vehicles, size.models), runs)?;
        row["target_seconds"] = size.target.into();
        rows.push(row);
    }
    rows.push(by_itself("mixed", runs)?);
    let batch = by_itself(&format!("{}", if quick { VARIED_QUICK } else { VARIED }), 1)?;
    let mut results = Map::new();
    results.insert("loading".into(), Value::Array(rows));
    results.insert("loading_kinds".into(), batch["kinds"].clone());
    results.insert("loading_varied".into(), json!([batch["all"]]));
    Ok(results)
}

/// A part in a fresh process, so that its memory is its own.
fn by_itself(part: &str, runs: usize) -> Result<Value, Box<dyn Error>> {
    let own = std::env::current_exe()?;
    let output = Command::new(own).args(["--loading-part", part, "--runs", &runs.to_string()]).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

/// What such a process does: `VEHICLES/MODELS/SEEDS`, `mixed`, a number of varied instances, or one of them by name.
pub(crate) fn part(part: &str, runs: usize) -> Result<Value, Box<dyn Error>> {
    if part == "mixed" {
        let name = mixed().name;
        return sized_row(&name, &[mixed], runs);
    }
    if let Some(number) = part.strip_prefix("varied-") {
        let number = number.parse()?;
        return sized_row(part, &[|| varied(number)], runs);
    }
    let numbers = part.split('/').map(str::parse).collect::<Result<Vec<u64>, _>>()?;
    match numbers.as_slice() {
        [count] => batch(*count),
        [vehicles, models, seeds] => {
            let instances: Vec<_> =
                (1..=*seeds).map(|seed| move || sized(*vehicles, *models, seed)).collect();
            sized_row(&format!("{vehicles} / {models}"), &instances, runs)
        }
        _ => Err(format!("`{part}` is no part of the loading benchmark").into()),
    }
}

/// Instances of one size, each planned several times.
fn sized_row(
    name: &str,
    instances: &[impl Fn() -> super::Instance],
    runs: usize,
) -> Result<Value, Box<dyn Error>> {
    let (mut all, mut rows) = (Vec::new(), Vec::new());
    for instance in instances {
        let instance = instance();
        let (mut seconds, mut last) = (Vec::new(), None);
        for _ in 0..runs.max(1) {
            last = planned(&instance)?;
            seconds.extend(last.as_ref().map(|planned| planned.seconds));
        }
        all.extend_from_slice(&seconds);
        rows.push(json!({
            "instance": instance.name,
            "vehicles": instance.vehicles(),
            "models": instance.lines.len(),
            "units": last.as_ref().map(|planned| planned.units),
            "cost": last.as_ref().map(|planned| planned.cost),
            "bound": last.as_ref().map(|planned| planned.bound),
            "rechecked": last.as_ref().map(|planned| planned.rechecked),
            "seconds": last.as_ref().map(|_| Times::of(seconds).median()),
        }));
    }
    let proven = rows.iter().filter(|row| row["cost"].is_u64() && row["cost"] == row["bound"]).count();
    let rechecked = rows.iter().filter(|row| row["rechecked"] == true).count();
    let measured = !all.is_empty();
    let times = Times::of(all);
    Ok(json!({
        "size": name,
        "instances": rows.len(),
        "proven": measured.then_some(proven),
        "rechecked": measured.then_some(rechecked),
        "median_seconds": measured.then(|| times.median()),
        "worst_seconds": measured.then(|| times.worst()),
        "peak_kib": peak_kib(),
        "each": rows,
    }))
}

/// What is counted of a kind of the batch, or of all.
#[derive(Default)]
struct Tally {
    instances: u64,
    proven: u64,
    /// Proven, in a second or less.
    in_time: u64,
    /// Their bound proven again, whether met or not.
    rechecked: u64,
    seconds: Vec<f64>,
    largest_gap: u64,
}

impl Tally {
    fn add(&mut self, planned: Option<&Planned>) {
        self.instances += 1;
        let Some(planned) = planned else { return };
        self.proven += u64::from(planned.is_proven());
        self.in_time += u64::from(planned.is_in_time());
        self.rechecked += u64::from(planned.rechecked);
        self.largest_gap = self.largest_gap.max(planned.gap());
        self.seconds.push(planned.seconds);
    }

    fn row(self, name: &str) -> Value {
        let (measured, times) = (self.seconds.len(), Times::of(self.seconds));
        json!({
            "kind": name,
            "instances": self.instances,
            "measured": measured,
            "proven": self.proven,
            "proven_in_a_second": self.in_time,
            "rechecked": self.rechecked,
            "largest_gap": self.largest_gap,
            "median_seconds": (measured > 0).then(|| times.median()),
            "seconds_of_99_percent": (measured > 0).then(|| times.at(99)),
            "worst_seconds": (measured > 0).then(|| times.worst()),
        })
    }
}

fn batch(count: u64) -> Result<Value, Box<dyn Error>> {
    let mut all = Tally::default();
    let mut kinds: Vec<Tally> = KINDS.iter().map(|_| Tally::default()).collect();
    let mut missed = Vec::new();
    for number in 0..count {
        let instance = varied(number);
        let planned = planned(&instance)?;
        if planned.as_ref().is_some_and(|planned| !planned.is_in_time()) {
            missed.push(instance.name);
        }
        all.add(planned.as_ref());
        let kind = kind_of(number);
        for (tally, _) in kinds.iter_mut().zip(KINDS).filter(|(_, (known, _, _))| *known == kind) {
            tally.add(planned.as_ref());
        }
    }
    let kinds: Vec<Value> =
        kinds.into_iter().zip(KINDS).map(|(tally, (_, _, name))| tally.row(name)).collect();
    let mut all = all.row("all");
    all["peak_kib"] = peak_kib().into();
    all["missed"] = missed.into();
    Ok(json!({"kinds": kinds, "all": all}))
}

/// The most resident memory of this process so far, where Linux tells it.
fn peak_kib() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().trim_end_matches("kB").trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_size_is_planned_and_proven() {
        let row = part("60/5/2", 1).unwrap();
        assert_eq!((&row["instances"], &row["proven"]), (&json!(2), &json!(2)));
        assert!(row["each"][0]["units"].as_u64() >= Some(5));
    }

    #[test]
    fn the_batch_counts_what_is_not_measured() {
        let row = part("20", 1).unwrap();
        assert_eq!(row["all"]["instances"], 20);
        assert!(row["all"]["measured"].as_u64() >= Some(16));
        assert_eq!(row["kinds"].as_array().map(Vec::len), Some(KINDS.len()));
    }

    #[test]
    fn parts_are_known() {
        assert!(part("256/12", 1).is_err() && part("large", 1).is_err());
    }
}
