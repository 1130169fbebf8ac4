//! Legs under construction: links joined until a step ends the leg.

use std::sync::Arc;

use landbridge_model::{PlaceId, Section, Step, StepKind};
use landbridge_units::Instant;

use crate::movement::motion::Event;
use crate::network::Carrier;

/// A leg that may still grow.
#[derive(Clone, Debug)]
pub(crate) struct OpenLeg {
    from: PlaceId,
    to: PlaceId,
    start: Instant,
    end: Instant,
    sections: Vec<Section>,
}

impl OpenLeg {
    pub(crate) fn begin(from: &PlaceId, start: Instant) -> Self {
        Self { from: from.clone(), to: from.clone(), start, end: start, sections: Vec::new() }
    }

    /// The step this leg is, if it ended now.
    pub(crate) fn close(&self, carrier: &Carrier) -> Step {
        let service = &carrier.service;
        Step {
            kind: StepKind::Leg {
                service: service.id.clone(),
                equipment: service.equipment.clone(),
                mode: service.mode,
                sections: self.sections.clone(),
            },
            from: self.from.clone(),
            to: self.to.clone(),
            start: self.start,
            end: self.end,
            because: vec![Arc::clone(&service.row)],
        }
    }

    pub(crate) fn grow(&mut self, section: Section, end: Instant, to: PlaceId) {
        self.sections.push(section);
        self.end = end;
        self.to = to;
    }
}

/// Takes an event in: grows the open leg, or closes it and appends the step.
pub(crate) fn absorb(open: &mut Option<OpenLeg>, event: Event, carrier: &Carrier, steps: &mut Vec<Step>) {
    match event {
        Event::Section { section, start, end, from, to } => {
            open.get_or_insert_with(|| OpenLeg::begin(&from, start)).grow(section, end, to);
        }
        Event::Cut => steps.extend(open.take().map(|leg| leg.close(carrier))),
        Event::Step(step) => {
            steps.extend(open.take().map(|leg| leg.close(carrier)));
            steps.push(step);
        }
    }
}
