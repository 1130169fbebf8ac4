//! Measures searches and prints what they took.
#![expect(
    clippy::print_stdout,
    clippy::expect_used,
    reason = "a benchmark talks to the terminal, and ends where it cannot run"
)]

mod timetabled;

use std::collections::BTreeSet;
use std::time::Instant;

use landbridge_network::{Filter, Network, Plan, Query, SearchOptions};

fn main() {
    let t = Instant::now();
    let corridor = timetabled::corridor(100, 2_740, 7);
    println!("corridor {:?}", t.elapsed());
    let t = Instant::now();
    let (network, issues) = Network::build(&corridor);
    println!("network {:?} issues {}", t.elapsed(), issues.len());
    let equipment: BTreeSet<_> = corridor.equipment.keys().cloned().collect();
    let filter = Filter::default();
    for (from, to) in [((10, 10), (30, 30)), ((20, 20), (70, 70)), ((5, 50), (95, 50)), ((90, 90), (10, 10))]
    {
        let shipment =
            timetabled::shipment(timetabled::place_id(from.0, from.1), timetabled::place_id(to.0, to.1));
        let query = Query {
            shipment: &shipment,
            equipment: &equipment,
            filter: &filter,
            options: SearchOptions::default(),
            watch: None,
        };
        for _ in 0..2 {
            let t = Instant::now();
            let plan = Plan::new(&network, query, &timetabled::Rates, (shipment.ready, shipment.ready))
                .expect("a plan");
            let prepared = t.elapsed();
            let t = Instant::now();
            match plan.routes() {
                Ok(routes) => println!(
                    "{from:?} {to:?} prepared {prepared:?} search {:?} routes {} labels {}",
                    t.elapsed(),
                    routes.routes.len(),
                    routes.labels
                ),
                Err(error) => println!("{from:?} {to:?} {error}"),
            }
        }
    }
}
