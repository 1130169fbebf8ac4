//! Searches on generated road-like and multimodal graphs; elements are label expansions, so that the rate is
//! expansions per second.
#![expect(clippy::unwrap_used, reason = "the instances are fixed; a failure should end the run")]

use std::hint::black_box;
use std::time::Duration;

use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use landbridge_pareto::{Bounds, Factors, Graph, Options, baseline, generate, k_best, pareto};

/// Side of the road-like graph, about the size of the DIMACS graph of New York.
const SIDE: u32 = 514;

/// Two crossings on a diagonal, as many streets apart in both directions, around the middle.
fn ends(apart: u32) -> (u32, u32) {
    let near = (SIDE - apart) / 2;
    let far = near + apart;
    (near * SIDE + near, far * SIDE + far)
}

fn measure<const K: usize>(criterion: &mut Criterion, name: &str, graph: &Graph<K>, ends: (u32, u32)) {
    let answer = pareto(graph, ends.0, ends.1, &Options::default()).unwrap();
    let mut group = criterion.benchmark_group(name);
    group.sample_size(10).measurement_time(Duration::from_secs(5));
    group.throughput(Throughput::Elements(answer.expansions));
    group.bench_function(BenchmarkId::from_parameter(answer.paths.len()), |bencher| {
        bencher.iter(|| pareto(black_box(graph), ends.0, ends.1, &Options::default()));
    });
    group.finish();
}

fn roads(criterion: &mut Criterion) {
    let graph = generate::road_like(SIDE * SIDE, 1).unwrap();
    for apart in [40, 60, 80, 100] {
        measure(criterion, "road, solutions", &graph, ends(apart));
    }
    let mut group = criterion.benchmark_group("road, single criterion");
    group.sample_size(10);
    let (source, target) = ends(200);
    group.bench_function("bounds to one target", |bencher| {
        bencher.iter(|| Bounds::to(black_box(&graph), target))
    });
    for k in [10, 100] {
        group.bench_function(BenchmarkId::new("k shortest", k), |bencher| {
            bencher.iter(|| k_best(black_box(&graph), source, target, Factors::only(1), k));
        });
    }
    group.finish();
}

fn multimodal(criterion: &mut Criterion) {
    measure(
        criterion,
        "multimodal 500 places, 3 criteria, solutions",
        &generate::multimodal::<3>(500, 4, 1).unwrap(),
        (0, 499),
    );
    measure(
        criterion,
        "multimodal 1000 places, 3 criteria, solutions",
        &generate::multimodal::<3>(1000, 4, 2).unwrap(),
        (0, 999),
    );
    measure(
        criterion,
        "multimodal 2000 places, 3 criteria, solutions",
        &generate::multimodal::<3>(2000, 4, 3).unwrap(),
        (0, 1999),
    );
    measure(
        criterion,
        "multimodal 200 places, 4 criteria, solutions",
        &generate::multimodal::<4>(200, 4, 1).unwrap(),
        (0, 199),
    );
    measure(
        criterion,
        "multimodal 500 places, 4 criteria, solutions",
        &generate::multimodal::<4>(500, 2, 1).unwrap(),
        (0, 499),
    );
    measure(
        criterion,
        "multimodal 300 places, 5 criteria, solutions",
        &generate::multimodal::<5>(300, 2, 3).unwrap(),
        (0, 299),
    );
}

/// The textbook search on instances small enough for it.
fn textbook(criterion: &mut Criterion) {
    let graph = generate::road_like(900, 5).unwrap();
    let mut group = criterion.benchmark_group("road of 900 crossings");
    group.sample_size(10);
    group.bench_function("label correcting", |bencher| {
        bencher.iter(|| baseline::label_correcting(black_box(&graph), 0, 899));
    });
    group.bench_function("this crate", |bencher| {
        bencher.iter(|| pareto(black_box(&graph), 0, 899, &Options::default()));
    });
    group.finish();
}

criterion_group!(benches, roads, multimodal, textbook);
criterion_main!(benches);
