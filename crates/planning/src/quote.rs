//! A quote: one itinerary with everything it costs, emits and takes, each with its trace.

use landbridge_costing::{CostSheet, EmissionSheet, Level};
use landbridge_model::{Amount, FactRef, Itinerary, Step, StepKind, Trace, WaitReason, Why};
use landbridge_network::Route;

use crate::error::PlanningError;
use crate::study::ShipmentStudy;

/// One way to ship a shipment, priced.
#[derive(Clone, Debug)]
pub struct Quote {
    /// The way.
    pub itinerary: Itinerary,
    /// What it costs.
    pub cost: CostSheet,
    /// What it emits.
    pub emissions: EmissionSheet,
    /// How long it takes from ready to unloaded: the sum of its steps.
    pub duration: Trace,
    /// Time left until the shipment is due; negative where it is late. `None` where it is not due.
    pub slack: Option<Trace>,
    /// Departures of the fullest scheduled service that the units fill: with more than one, times are those of the
    /// first. `None` where no scheduled service limits its units.
    pub departures: Option<Trace>,
}

impl Quote {
    /// What the steps cost for each vehicle: what routes are compared by, without the items of the shipment as a
    /// whole.
    ///
    /// # Errors
    /// If the amount leaves its range.
    pub fn transport_per_vehicle(&self, study: &ShipmentStudy<'_>) -> Result<Trace, PlanningError> {
        study.each("transport per vehicle", self.cost.transport_money(), &self.cost.transport)
    }

    pub(crate) fn of(study: &ShipmentStudy<'_>, route: Route) -> Result<Self, PlanningError> {
        let costing = study.costing(Level::Base);
        let duration = duration(&route.itinerary);
        Ok(Self {
            cost: costing.cost_sheet(&route.itinerary)?,
            emissions: costing.emission_sheet(&route.itinerary)?,
            slack: slack(study, &route.itinerary, &duration),
            departures: departures(study, &route.itinerary),
            duration,
            itinerary: route.itinerary,
        })
    }
}

fn slack(study: &ShipmentStudy<'_>, itinerary: &Itinerary, duration: &Trace) -> Option<Trace> {
    let due = study.shipment().due?;
    let mut parts: Vec<Trace> = Vec::new();
    for row in study.shipment().lines.iter().flat_map(|line| &line.rows) {
        for column in ["ready", "due"] {
            let fact = FactRef::new(row, column);
            let known = parts
                .iter()
                .any(|part| matches!(&part.why, Why::Fact(known) if known.value() == fact.value()));
            if !fact.value().is_empty() && !known {
                parts.push(Trace::fact(column, Amount::Text(fact.value().to_owned()), fact));
            }
        }
    }
    parts.push(duration.clone());
    Some(Trace::formula(
        "time left until due",
        Amount::Time(due.since(itinerary.end())),
        "end of the day due at the destination - arrival",
        parts,
    ))
}

/// Of each scheduled or frequent service used, units over the most that one departure takes, rounded up; the
/// greatest of these.
fn departures(study: &ShipmentStudy<'_>, itinerary: &Itinerary) -> Option<Trace> {
    let corridor = study.study().corridor();
    let mut most: Option<(u32, Trace)> = None;
    for step in itinerary.steps() {
        let StepKind::Leg { service, equipment, .. } = &step.kind else { continue };
        let Some(known) = corridor.services.get(service) else { continue };
        let Some(units_max) = known.pattern.units_max() else { continue };
        let units = study.loads().plans.get(equipment).map_or(0, landbridge_model::LoadPlan::n_units);
        let Some(needed) = (units_max > 0).then(|| units.div_ceil(units_max)) else { continue };
        if most.as_ref().is_none_or(|(known, _)| needed > *known) {
            let limit = Trace::fact(
                format!("most units in a departure of {service}"),
                Amount::Count(i64::from(units_max), "units".to_owned()),
                FactRef::new(&known.row, "units_max"),
            );
            let mut parts: Vec<Trace> = study.units(equipment).cloned().into_iter().collect();
            parts.push(limit);
            let amount = Amount::Count(i64::from(needed), "departures".to_owned());
            most =
                Some((needed, Trace::formula("departures", amount, "units / most units, rounded up", parts)));
        }
    }
    most.map(|(_, trace)| trace)
}

fn duration(itinerary: &Itinerary) -> Trace {
    let steps = itinerary.steps().iter().map(step_duration).collect();
    Trace::sum("ready to unloaded", Amount::Time(itinerary.duration()), steps)
}

pub(crate) fn step_duration(step: &Step) -> Trace {
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
