//! How long a reviewer waits: reading and checking the shipped corridor, and its whole report.
//!
//! Targets: under 20 ms and under 500 ms on a two-core machine.

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge::{check_corridor, full_report, open_shipped};
use landbridge_scenario::{load, shipped};

const CORRIDOR: &str = "chongqing-central-asia";

fn corridor(c: &mut Criterion) {
    let files = shipped(CORRIDOR).expect("the corridor is shipped");
    c.bench_function("load the shipped corridor", |b| b.iter(|| load(&files, &[])));
    c.bench_function("load and check the shipped corridor", |b| b.iter(|| check_corridor(&files, &[])));
    let (opened, _) = open_shipped(CORRIDOR, &[]).expect("the corridor opens");
    let mut slow = c.benchmark_group("report");
    slow.sample_size(10);
    slow.bench_function("the whole report", |b| b.iter(|| full_report(&opened)));
    slow.finish();
}

criterion_group!(benches, corridor);
criterion_main!(benches);
