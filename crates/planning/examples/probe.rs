use std::time::Instant;
use landbridge_model::OrderId;
use landbridge_planning::{RouteFilter, Study};
use landbridge_scenario::{load, shipped};
fn main() {
    let files = shipped("chongqing-central-asia").unwrap();
    let corridor = load(&files, &[]).corridor.unwrap();
    let study = Study::new(&corridor);
    for order in ["jsq-256", "hongyan-100"] {
        let id = order.parse::<OrderId>().unwrap();
        for shipment in corridor.shipments(&id) {
            let asked = study.shipment(shipment).unwrap();
            for _ in 0..10 {
                let t = Instant::now();
                let r = asked.routes(&RouteFilter::default());
                println!("{order} {:?} {} {:?}", asked.shipment().destination, r.as_ref().map(|r| format!("{} routes {} labels", r.routes.len(), r.labels)).unwrap_or_default(), t.elapsed());
            }
        }
    }
}
