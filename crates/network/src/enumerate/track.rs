//! Steps of a service on its way, as they will be priced: links joined to legs until something ends them.

use landbridge_model::{Place, Step, StepKind};
use landbridge_units::Instant;

use crate::verify::gates::Gate;
use crate::verify::passage::Passage;
use crate::verify::rules::{Hop, Rider, Rules};

/// Steps so far.
#[derive(Clone, Debug)]
pub(super) struct Track<'a> {
    rider: Rider<'a>,
    steps: Vec<Step>,
    /// Whether the next link lengthens the last leg.
    joins: bool,
}

impl<'a> Track<'a> {
    pub(super) fn new(rider: Rider<'a>) -> Self {
        Self { rider, steps: Vec::new(), joins: false }
    }

    /// The steps, if it ended now.
    pub(super) fn steps(&self) -> Vec<Step> {
        self.steps.clone()
    }

    /// A link with all that happens before and after it.
    pub(super) fn pass(&mut self, rules: &Rules<'a>, hop: Hop<'a>, passage: &Passage<'a>) {
        if let Some(change) = &passage.change {
            self.steps.push(change.clone());
            self.joins = false;
        }
        if rules.cuts_before(self.rider, hop) {
            self.joins = false;
        }
        self.gate(&passage.before, hop.from);
        self.run(&[hop], passage.before.end, passage.arrives);
        if rules.cuts_after(self.rider, hop) {
            self.joins = false;
        }
        self.gate(&passage.after, hop.to);
    }

    /// What is stood for at a gate.
    pub(super) fn gate(&mut self, gate: &Gate<'_>, place: &Place) {
        self.steps.extend(gate.stands.iter().map(|stand| stand.step(place, self.rider)));
    }

    /// Links travelled one after the other.
    pub(super) fn run(&mut self, hops: &[Hop<'a>], start: Instant, end: Instant) {
        let (Some(first), Some(last)) = (hops.first(), hops.last()) else { return };
        let own = hops.iter().map(Hop::section);
        let open = self.steps.last_mut().filter(|_| self.joins);
        if let Some(Step { kind: StepKind::Leg { sections, .. }, to, end: ends, .. }) = open {
            sections.extend(own);
            *to = last.to.id.clone();
            *ends = end;
        } else {
            let service = self.rider.service;
            self.steps.push(Step {
                kind: StepKind::Leg {
                    service: service.id.clone(),
                    equipment: service.equipment.clone(),
                    mode: service.mode,
                    sections: own.collect(),
                },
                from: first.from.id.clone(),
                to: last.to.id.clone(),
                start,
                end,
                because: vec![std::sync::Arc::clone(&service.row)],
            });
        }
        self.joins = true;
    }
}
