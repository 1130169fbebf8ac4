//! Re-verifies an itinerary from the rules alone. Shares no code with the search.

use chrono::NaiveDate;
use landbridge_model::{
    Corridor, CrossingId, EquipmentId, Gauge, HandlingKind, Itinerary, Link, LinkId, Mode, Pattern, PlaceId,
    RuleId, ServiceId, Shipment, Step, StepKind,
};
use landbridge_units::Instant;
use thiserror::Error;

/// A rule that an itinerary breaks. Steps are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ItineraryViolation {
    /// Does not begin or end where the shipment does, or begins before it is ready.
    #[error("does not lead from {origin} to {destination}, or begins before the shipment is ready")]
    WrongEnds {
        /// Origin of the shipment.
        origin: PlaceId,
        /// Destination of the shipment.
        destination: PlaceId,
    },
    /// Names something that the corridor does not have.
    #[error("step {step} names something unknown")]
    Unknown {
        /// The step.
        step: usize,
    },
    /// The links of a leg do not join.
    #[error("step {step}: link {link} does not continue the leg")]
    BrokenLeg {
        /// The step.
        step: usize,
        /// The link.
        link: LinkId,
    },
    /// A link of another mode, or of a country or crossing that the service does not serve.
    #[error("step {step}: {service} does not run over {link}")]
    NotServed {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
        /// The link.
        link: LinkId,
    },
    /// Gauges change within a leg without a gauge change or transload.
    #[error("step {step}: gauge changes at {link} without a gauge change")]
    GaugeBreak {
        /// The step.
        step: usize,
        /// The link.
        link: LinkId,
    },
    /// Handled where the place cannot.
    #[error("step {step}: {place} does not handle {equipment}")]
    NotHandled {
        /// The step.
        step: usize,
        /// The place.
        place: PlaceId,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// The service does not take a vehicle class of the shipment.
    #[error("step {step}: {service} does not take every vehicle of the shipment")]
    NotCarried {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
    },
    /// A scheduled service boarded on a day it does not run.
    #[error("step {step}: {service} does not leave on {day}")]
    DoesNotRun {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
        /// Local day at its first stop.
        day: NaiveDate,
    },
    /// Enters a crossing under an embargo or closure.
    #[error("step {step}: {crossing} is shut by {rule}")]
    Shut {
        /// The step.
        step: usize,
        /// The crossing.
        crossing: CrossingId,
        /// The embargo or closure.
        rule: RuleId,
    },
    /// Crosses a border link without having stood for its steps.
    #[error("step {step}: crosses {link} without the steps of {crossing}")]
    StepsMissing {
        /// The step.
        step: usize,
        /// The link.
        link: LinkId,
        /// The crossing.
        crossing: CrossingId,
    },
    /// Changes equipment without a transload.
    #[error("step {step}: goes on with {equipment} without having been loaded onto it")]
    NotLoaded {
        /// The step.
        step: usize,
        /// The equipment.
        equipment: EquipmentId,
    },
}

/// Checks an itinerary against the shipment and the corridor. Empty means that it holds.
#[must_use]
pub fn check_itinerary(
    corridor: &Corridor,
    shipment: &Shipment,
    itinerary: &Itinerary,
) -> Vec<ItineraryViolation> {
    let mut found = Vec::new();
    let steps = itinerary.steps();
    let ends = (steps.first().map(|s| &s.from), steps.last().map(|s| &s.to));
    if ends != (Some(&shipment.origin), Some(&shipment.destination)) || itinerary.start() < shipment.ready {
        found.push(ItineraryViolation::WrongEnds {
            origin: shipment.origin.clone(),
            destination: shipment.destination.clone(),
        });
    }
    let mut aboard: Option<(ServiceId, EquipmentId)> = None;
    let mut gauge: Option<Gauge> = None;
    for (idx, step) in steps.iter().enumerate() {
        let no = idx + 1;
        match &step.kind {
            StepKind::Wait { .. } => {}
            StepKind::Load { service, equipment } => {
                handled(corridor, no, &step.from, equipment, &mut found);
                boarded(corridor, shipment, no, step, service, &mut found);
                aboard = Some((service.clone(), equipment.clone()));
                gauge = None;
            }
            StepKind::Unload { equipment, service } => {
                handled(corridor, no, &step.from, equipment, &mut found);
                require(&aboard, service, equipment, no, &mut found);
                aboard = None;
            }
            StepKind::Transload { from_service, from_equipment, service, equipment } => {
                handled(corridor, no, &step.from, from_equipment, &mut found);
                handled(corridor, no, &step.from, equipment, &mut found);
                require(&aboard, from_service, from_equipment, no, &mut found);
                boarded(corridor, shipment, no, step, service, &mut found);
                aboard = Some((service.clone(), equipment.clone()));
                gauge = None;
            }
            StepKind::Border { service, equipment, crossing, first, .. } => {
                require(&aboard, service, equipment, no, &mut found);
                if *first && let Some(rule) = shut(corridor, crossing, service, step.start, &step.from) {
                    found.push(ItineraryViolation::Shut { step: no, crossing: crossing.clone(), rule });
                }
            }
            StepKind::GaugeChange { service, equipment, .. } => {
                require(&aboard, service, equipment, no, &mut found);
                gauge = None;
            }
            StepKind::Leg { service, equipment, mode, sections } => {
                require(&aboard, service, equipment, no, &mut found);
                let links: Vec<&LinkId> = sections.iter().map(|section| &section.link).collect();
                leg(corridor, shipment, no, step, service, *mode, &links, &mut gauge, steps, &mut found);
            }
            _ => found.push(ItineraryViolation::Unknown { step: no }),
        }
    }
    found
}

fn require(
    aboard: &Option<(ServiceId, EquipmentId)>,
    service: &ServiceId,
    equipment: &EquipmentId,
    step: usize,
    found: &mut Vec<ItineraryViolation>,
) {
    let right = aboard.as_ref().is_some_and(|(s, e)| s == service && e == equipment);
    if !right {
        found.push(ItineraryViolation::NotLoaded { step, equipment: equipment.clone() });
    }
}

fn handled(
    corridor: &Corridor,
    step: usize,
    place: &PlaceId,
    equipment: &EquipmentId,
    found: &mut Vec<ItineraryViolation>,
) {
    let kind: Option<HandlingKind> = corridor.equipment.get(equipment).map(|e| e.handling);
    let can = corridor.places.get(place).zip(kind).is_some_and(|(place, kind)| place.handles.contains(&kind));
    if !can {
        found.push(ItineraryViolation::NotHandled {
            step,
            place: place.clone(),
            equipment: equipment.clone(),
        });
    }
}

fn boarded(
    corridor: &Corridor,
    shipment: &Shipment,
    step_no: usize,
    step: &Step,
    service: &ServiceId,
    found: &mut Vec<ItineraryViolation>,
) {
    let Some(known) = corridor.services.get(service) else {
        found.push(ItineraryViolation::Unknown { step: step_no });
        return;
    };
    if !shipment.classes().iter().all(|class| known.carries.contains(class)) {
        found.push(ItineraryViolation::NotCarried { step: step_no, service: service.clone() });
    }
    // A train boarded at its first stop leaves when loading ends; later stops follow from running times.
    if let Pattern::Scheduled(schedule) = &known.pattern
        && schedule.stops.first().is_some_and(|stop| stop.place == step.from)
        && let Some(day) = corridor.local_date(&step.from, step.end)
        && !schedule.runs_on(day)
    {
        found.push(ItineraryViolation::DoesNotRun { step: step_no, service: service.clone(), day });
    }
}

#[expect(clippy::too_many_arguments, reason = "the state of the walk, passed on")]
fn leg(
    corridor: &Corridor,
    shipment: &Shipment,
    no: usize,
    step: &Step,
    service: &ServiceId,
    mode: Mode,
    links: &[&LinkId],
    gauge: &mut Option<Gauge>,
    steps: &[Step],
    found: &mut Vec<ItineraryViolation>,
) {
    let mut at = step.from.clone();
    for id in links {
        let Some(link) = corridor.links.get(*id) else {
            found.push(ItineraryViolation::Unknown { step: no });
            return;
        };
        let next = if link.from == at {
            link.to.clone()
        } else if link.to == at {
            link.from.clone()
        } else {
            found.push(ItineraryViolation::BrokenLeg { step: no, link: link.id.clone() });
            return;
        };
        if link.mode != mode || !serves(corridor, service, link) {
            found.push(ItineraryViolation::NotServed {
                step: no,
                service: service.clone(),
                link: link.id.clone(),
            });
        }
        if !link.gauges.is_empty() {
            match gauge {
                Some(current) if !link.gauges.contains(current) => {
                    found.push(ItineraryViolation::GaugeBreak { step: no, link: link.id.clone() });
                }
                // With both gauges laid the wagon keeps what it came on; a fresh start is open until it is not.
                Some(_) => {}
                None if link.gauges.len() == 1 => *gauge = link.gauges.first().copied(),
                None => {}
            }
        }
        if let Some(crossing) = corridor.crossings.values().find(|crossing| crossing.link == link.id)
            && !stood_for(corridor, shipment, crossing, step, steps)
        {
            found.push(ItineraryViolation::StepsMissing {
                step: no,
                link: link.id.clone(),
                crossing: crossing.id.clone(),
            });
        }
        at = next;
    }
    if at != step.to {
        let last = links.last().map(|id| (*id).clone());
        if let Some(link) = last {
            found.push(ItineraryViolation::BrokenLeg { step: no, link });
        }
    }
}

fn serves(corridor: &Corridor, service: &ServiceId, link: &Link) -> bool {
    match corridor.services.get(service).map(|service| &service.pattern) {
        Some(Pattern::OnDemand(on_demand)) => {
            let crossing = corridor.crossings.values().find(|crossing| crossing.link == link.id);
            on_demand.countries.contains(&link.country)
                && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
                && crossing.is_none_or(|crossing| on_demand.crossings.contains(&crossing.id))
        }
        Some(Pattern::Scheduled(_)) => true,
        None => false,
    }
}

/// Whether every step of a crossing that applies on that day appears around the leg that crosses it.
fn stood_for(
    corridor: &Corridor,
    shipment: &Shipment,
    crossing: &landbridge_model::Crossing,
    leg: &Step,
    steps: &[Step],
) -> bool {
    let StepKind::Leg { equipment, .. } = &leg.kind else { return false };
    crossing.steps.iter().all(|wanted| {
        let applies = wanted.clearance.applies_to(shipment.clearance)
            && (wanted.equipment.is_empty() || wanted.equipment.contains(equipment));
        // A step whose validity turns while the train stands may be either of its versions.
        let day = corridor.local_date(&leg.from, leg.start);
        let surely_valid = day.is_some_and(|day| {
            [-2_i64, 0, 2].iter().all(|shift| {
                day.checked_add_signed(chrono::TimeDelta::days(*shift))
                    .is_some_and(|day| wanted.validity.contains(day))
            })
        });
        !applies
            || !surely_valid
            || steps.iter().any(|step| {
                matches!(&step.kind, StepKind::Border { crossing: c, step: s, .. } if *c == crossing.id && *s == wanted.id)
            })
    })
}

fn shut(
    corridor: &Corridor,
    crossing: &CrossingId,
    service: &ServiceId,
    at: Instant,
    place: &PlaceId,
) -> Option<RuleId> {
    let day = corridor.local_date(place, at)?;
    let service = corridor.services.get(service)?;
    let closure = corridor
        .closures
        .iter()
        .find(|closure| closure.crossings.contains(crossing) && closure.validity.contains(day))
        .map(|closure| closure.id.clone());
    closure.or_else(|| {
        corridor
            .embargoes
            .iter()
            .find(|embargo| {
                embargo.crossings.contains(crossing)
                    && embargo.validity.contains(day)
                    && (embargo.modes.is_empty() || embargo.modes.contains(&service.mode))
                    && !embargo.exempt_tags.iter().any(|tag| service.tags.contains(tag))
            })
            .map(|embargo| embargo.id.clone())
    })
}
