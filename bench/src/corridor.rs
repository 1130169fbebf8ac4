//! How long a planner waits for routes on the shipped corridor, over every shipment of its order book.

use std::error::Error;

use landbridge_model::{Corridor, Shipment};
use landbridge_network::{Network, SearchOptions};
use landbridge_planning::{PlanningError, RouteFilter, Study};
use landbridge_scenario::{load, shipped};
use landbridge_units::{Instant, Minutes};
use serde_json::{Value, json};

use crate::clock::{Times, repeated, timed};

/// Days of a profile.
const DAYS: i64 = 31;

/// Times by question, and how much was asked.
pub(crate) fn run(quick: bool, runs: usize) -> Result<(Value, Value), Box<dyn Error>> {
    let outcome = load(&shipped("chongqing-central-asia")?, &[]);
    let corridor = outcome.corridor.ok_or("the shipped corridor has errors")?;
    let (build, _) = repeated(runs.max(10), || Network::build(&corridor));
    let study = Study::new(&corridor);
    let mut waits = Waits::default();
    let shipments = shipments(&corridor);
    let every = if quick { 10 } else { 1 };
    for shipment in shipments.iter().step_by(every) {
        waits.ask(&study, shipment, runs)?;
    }
    let size = json!([{
        "orders": corridor.order_ids().len(),
        "shipments": shipments.len(),
        "asked": waits.asked,
        "without_a_route": waits.without,
        "routes_median": waits.routes.get(waits.routes.len() / 2),
        "routes_most": waits.routes.last(),
    }]);
    let rows = json!([
        row("network built", build, Some(0.005)),
        row(
            "vehicles loaded, plan made ready, Pareto set asked: all for the first time",
            waits.first.into(),
            None
        ),
        row("plan made ready, prices known", waits.ready.into(), None),
        row("plan made ready and its first Pareto set", waits.both.into(), Some(0.001)),
        row("first Pareto set of a plan", waits.fresh.into(), Some(0.001)),
        row("Pareto set asked again of a plan", waits.again.into(), Some(0.001)),
        row("first Pareto sets of a plan, on 31 days", waits.month.into(), Some(0.020)),
        row("Pareto sets of 31 days asked again of a plan", waits.month_again.into(), Some(0.020)),
    ]);
    Ok((rows, size))
}

fn shipments(corridor: &Corridor) -> Vec<Shipment> {
    corridor.order_ids().iter().flat_map(|order| corridor.shipments(order)).collect()
}

/// Seconds per shipment, each the median of some runs but for the first question.
#[derive(Default)]
struct Waits {
    first: Vec<f64>,
    ready: Vec<f64>,
    /// The plan and the first question to it, and that question without the plan.
    both: Vec<f64>,
    fresh: Vec<f64>,
    again: Vec<f64>,
    month: Vec<f64>,
    month_again: Vec<f64>,
    /// Sizes of the Pareto sets, sorted.
    routes: Vec<usize>,
    asked: usize,
    without: usize,
}

impl Waits {
    fn ask(&mut self, study: &Study<'_>, shipment: &Shipment, runs: usize) -> Result<(), Box<dyn Error>> {
        let filter = RouteFilter::default();
        let options = SearchOptions::default();
        let ready = shipment.ready;
        self.asked += 1;
        let (first, answer) = timed(|| -> Result<_, PlanningError> {
            let asked = study.shipment(shipment.clone())?;
            let routes = asked.routes(&filter)?.routes.len();
            Ok((asked, routes))
        });
        let (asked, routes) = match answer {
            Err(error) if error.is_no_route() => {
                self.without += 1;
                return Ok(());
            }
            answer => answer?,
        };
        self.first.push(first);
        let place = self.routes.partition_point(|&other| other < routes);
        self.routes.insert(place, routes);

        let make_ready = || asked.plan(&filter, options, (ready, ready), None, |_| Ok(()));
        self.ready.push(repeated(runs, make_ready).0.median());
        let mut fresh = Vec::new();
        let (both, answer) = repeated(runs, || {
            asked.plan(&filter, options, (ready, ready), None, |plan| {
                let (first, answer) = timed(|| plan.routes());
                fresh.push(first);
                answer
            })
        });
        answer?;
        self.both.push(both.median());
        self.fresh.push(Times::of(fresh).median());
        let again = asked.plan(&filter, options, (ready, ready), None, |plan| {
            plan.routes()?;
            Ok(repeated(runs, || plan.routes()).0.median())
        })?;
        self.again.push(again);

        let days = month(ready);
        let until = days.last().copied().unwrap_or(ready);
        let runs = runs.min(5);
        let mut fresh = Vec::new();
        for _ in 0..runs {
            let first = asked
                .plan(&filter, options, (ready, until), None, |plan| Ok(timed(|| plan.profile(&days)).0))?;
            fresh.push(first);
        }
        self.month.push(Times::of(fresh).median());
        let again = asked.plan(&filter, options, (ready, until), None, |plan| {
            drop(plan.profile(&days));
            Ok(repeated(runs, || plan.profile(&days)).0.median())
        })?;
        self.month_again.push(again);
        Ok(())
    }
}

/// The same minute of each day of a month.
fn month(first: Instant) -> Vec<Instant> {
    (0..DAYS).filter_map(|day| first.after(Minutes::new(day * 24 * 60))).collect()
}

impl From<Vec<f64>> for Times {
    fn from(seconds: Vec<f64>) -> Self {
        Self::of(seconds)
    }
}

fn row(question: &str, times: Times, target: Option<f64>) -> Value {
    json!({
        "question": question,
        "times": times.count(),
        "median_seconds": times.median(),
        "seconds_of_90_percent": times.at(90),
        "worst_seconds": times.worst(),
        "target_seconds": target,
        "under_target": target.map(|target| times.under(target)),
    })
}
