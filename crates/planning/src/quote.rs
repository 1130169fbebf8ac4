//! A quote: one itinerary with everything it costs, emits and takes, each with its trace.

use landbridge_costing::{CostSheet, Costing, EmissionSheet};
use landbridge_model::{Amount, FactRef, Itinerary, Step, StepKind, Trace, WaitReason};
use landbridge_network::Route;

use crate::error::PlanningError;

/// One way to ship a shipment, priced.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The way.
    pub itinerary: Itinerary,
    /// What it costs.
    pub cost: CostSheet,
    /// What it emits.
    pub emissions: EmissionSheet,
    /// How long it takes, door to door: the sum of its steps.
    pub duration: Trace,
}

impl Quote {
    pub(crate) fn of(costing: &Costing<'_>, route: Route) -> Result<Self, PlanningError> {
        Ok(Self {
            cost: costing.cost_sheet(&route.itinerary)?,
            emissions: costing.emission_sheet(&route.itinerary)?,
            duration: duration(&route.itinerary),
            itinerary: route.itinerary,
        })
    }
}

fn duration(itinerary: &Itinerary) -> Trace {
    let steps = itinerary.steps().iter().map(step_duration).collect();
    Trace::sum("door to door", Amount::Time(itinerary.duration()), steps)
}

fn step_duration(step: &Step) -> Trace {
    let amount = Amount::Time(step.duration());
    let (label, formula) = match &step.kind {
        StepKind::Wait { reason } => (format!("wait at {}", step.from), wait_words(reason)),
        StepKind::Load { equipment, .. } => {
            (format!("load {equipment} at {}", step.from), "handling time of the shipment".to_owned())
        }
        StepKind::Unload { equipment, .. } => {
            (format!("unload {equipment} at {}", step.from), "handling time of the shipment".to_owned())
        }
        StepKind::Transload { from_equipment, equipment, .. } => (
            format!("transload {from_equipment} to {equipment} at {}", step.from),
            "handling time of the shipment".to_owned(),
        ),
        StepKind::Leg { mode, .. } => (
            format!("{mode} {} to {}", step.from, step.to),
            "running time by timetable, or length by kilometres per day, up to the minute".to_owned(),
        ),
        StepKind::Border { step: id, .. } => {
            (format!("border step {id}"), "planning duration of the step".to_owned())
        }
        StepKind::GaugeChange { change, .. } => {
            (format!("gauge change {change}"), "planning duration of the gauge change".to_owned())
        }
        _ => ("step".to_owned(), "duration of the step".to_owned()),
    };
    Trace::formula(label, amount, formula, facts_of(step))
}

fn wait_words(reason: &WaitReason) -> String {
    match reason {
        WaitReason::Departure(service) => format!("until {service} departs"),
        WaitReason::Request(service) => format!("until {service} comes, from request to loading"),
        WaitReason::Opening => "until the place opens".to_owned(),
        WaitReason::Holiday(rule) => format!("until holiday {rule} is over"),
        WaitReason::Embargo(rule) => format!("until embargo {rule} is over"),
        WaitReason::Closure(rule) => format!("until closure {rule} is over"),
    }
}

/// The time-giving columns of the rows behind a step, and the lengths of its sections.
fn facts_of(step: &Step) -> Vec<Trace> {
    const TIMES: [&str; 9] =
        ["hours", "departs", "days", "also", "cutoff_h", "km_per_day", "wait_h", "from", "to"];
    let mut facts: Vec<FactRef> = Vec::new();
    for row in &step.because {
        for column in row.values.keys() {
            if TIMES.contains(&column.as_str()) || column.ends_with("run_h") {
                facts.push(FactRef::new(row, column));
            }
        }
    }
    if let StepKind::Leg { sections, .. } = &step.kind {
        facts.extend(sections.iter().map(|section| FactRef::new(&section.row, "km")));
    }
    facts
        .into_iter()
        .map(|fact| {
            let label = format!("{} of {}", fact.column(), fact.row().id);
            Trace::fact(label, Amount::Text(fact.value().to_owned()), fact)
        })
        .collect()
}
