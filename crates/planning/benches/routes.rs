//! How long a planner waits for routes on the shipped corridor.
//!
//! Targets on one core: the network built in 5 ms, a full Pareto set under 1 ms, a month of days under 20 ms.

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge_model::OrderId;
use landbridge_network::Network;
use landbridge_planning::{RouteFilter, Study};
use landbridge_scenario::{load, shipped};

fn routes(c: &mut Criterion) {
    let files = shipped("chongqing-central-asia").expect("the corridor is shipped");
    let corridor = load(&files, &[]).corridor.expect("it loads");
    c.bench_function("build the network", |b| b.iter(|| Network::build(&corridor)));
    let study = Study::new(&corridor);
    for order in ["jsq-256", "hongyan-100"] {
        let id = order.parse::<OrderId>().expect("an id");
        let shipment = corridor.shipments(&id).into_iter().next().expect("the order is shipped");
        c.bench_function(&format!("{order}: first question"), |b| {
            b.iter_batched(
                || study.shipment(shipment.clone()).expect("it can be loaded"),
                |asked| asked.routes(&RouteFilter::default()).map(|routes| routes.routes.len()),
                criterion::BatchSize::SmallInput,
            );
        });
        let asked = study.shipment(shipment).expect("it can be loaded");
        c.bench_function(&format!("{order}: asked again"), |b| {
            b.iter(|| asked.routes(&RouteFilter::default()).map(|routes| routes.routes.len()));
        });
    }
}

criterion_group!(benches, routes);
criterion_main!(benches);
