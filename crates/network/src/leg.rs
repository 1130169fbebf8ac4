//! Legs under construction: links joined until a step ends the leg.

use std::sync::Arc;

use landbridge_model::{Country, Electrified, PlaceId, Section, Step, StepKind};
use landbridge_units::Instant;

use crate::motion::Event;
use crate::network::Carrier;

/// A leg that may still grow.
#[derive(Clone, Debug)]
pub(crate) struct OpenLeg {
    from: PlaceId,
    to: PlaceId,
    start: Instant,
    end: Instant,
    sections: Vec<Section>,
    /// Metres by country and electrification, sorted: what the price of a leg may depend on.
    metres: Vec<((Country, Option<Electrified>), u64)>,
}

impl OpenLeg {
    /// Whether no stretch of this leg is longer than in the other.
    pub(crate) fn nowhere_longer(&self, other: &Self) -> bool {
        self.metres.iter().all(|(key, own)| {
            other.metres.iter().any(|(other_key, theirs)| key == other_key && own <= theirs)
        })
    }

    /// Whether both run over the same links since the same instant.
    pub(crate) fn same_as(&self, other: &Self) -> bool {
        self.start == other.start
            && self.from == other.from
            && self.sections.len() == other.sections.len()
            && self.sections.iter().zip(&other.sections).all(|(a, b)| a.link == b.link)
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

    fn grow(&mut self, section: Section, end: Instant, to: PlaceId) {
        let key = (section.country, section.electrified);
        let length = section.length.get();
        match self.metres.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(at) => {
                if let Some((_, metres)) = self.metres.get_mut(at) {
                    *metres = metres.saturating_add(length);
                }
            }
            Err(at) => self.metres.insert(at, (key, length)),
        }
        self.sections.push(section);
        self.end = end;
        self.to = to;
    }
}

/// Takes an event in: grows the open leg, or closes it and appends the step.
pub(crate) fn absorb(open: &mut Option<OpenLeg>, event: Event, carrier: &Carrier, steps: &mut Vec<Step>) {
    match event {
        Event::Section { section, start, end, from, to } => {
            let leg = open.get_or_insert_with(|| OpenLeg {
                to: from.clone(),
                from,
                start,
                end: start,
                sections: Vec::new(),
                metres: Vec::new(),
            });
            leg.grow(section, end, to);
        }
        Event::Cut => steps.extend(open.take().map(|leg| leg.close(carrier))),
        Event::Step(step) => {
            steps.extend(open.take().map(|leg| leg.close(carrier)));
            steps.push(step);
        }
    }
}
