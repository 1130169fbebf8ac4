//! The steps of a way, made again from how each partial way came from the one before.

use landbridge_model::{Step, WaitReason};
use landbridge_units::Minutes;

use crate::label::{Label, Spot, Via};
use crate::leg::{OpenLeg, absorb};
use crate::network::Course;
use crate::pricer::Pricer;
use crate::search::{Outcome, Search};

impl<P: Pricer> Search<'_, P> {
    /// All steps from the origin to where a label stands.
    pub(crate) fn steps_of(&self, label: usize) -> Outcome<Vec<Step>, P> {
        let mut chain = Vec::new();
        let mut next = Some(label);
        while let Some(idx) = next {
            chain.push(idx);
            next = self.labels[idx].parent;
        }
        let mut steps = Vec::new();
        let mut open = None;
        for idx in chain.into_iter().rev() {
            let label = &self.labels[idx];
            if let Some(parent) = label.parent {
                self.retrace(&self.labels[parent], label, &mut open, &mut steps)?;
            }
        }
        Ok(steps)
    }

    fn retrace(
        &self,
        before: &Label,
        label: &Label,
        open: &mut Option<OpenLeg>,
        steps: &mut Vec<Step>,
    ) -> Outcome<(), P> {
        let (place, from) = match self.spots.get(before.spot).spot {
            Spot::Origin | Spot::Delivered => (self.origin, None),
            Spot::Landed { place, carrier } => (place, Some(carrier)),
            Spot::Aboard { place, carrier, .. } => (place, Some(carrier)),
        };
        let mut events = Vec::new();
        match label.via {
            Via::Start => {}
            Via::Request { carrier } => {
                let Course::Roaming(roaming) = &self.carrier(carrier).course else { return Ok(()) };
                let service = &self.carrier(carrier).service;
                let handling = self.handling(place, from, carrier)?;
                let begin = self.later(before.at, roaming.wait, place)?;
                let reason = WaitReason::Request(service.id.clone());
                steps.extend(self.wait_and_handle(
                    place,
                    before.at,
                    begin,
                    reason,
                    &handling,
                    &service.row,
                )?);
            }
            Via::Train { carrier, run, from: stop, to } => {
                let service = &self.carrier(carrier).service;
                let Some(run) = self.runs.get(&carrier).and_then(|runs| runs.get(run)) else { return Ok(()) };
                let (Some(boarded), Some(left)) = (run.calls.get(stop), run.calls.get(to)) else {
                    return Ok(());
                };
                let handling = self.handling(place, from, carrier)?;
                let back = Minutes::new(handling.1.duration.get().saturating_neg());
                let begin = self.later(boarded.at, back, place)?;
                let reason = WaitReason::Departure(service.id.clone());
                steps.extend(self.wait_and_handle(
                    place,
                    before.at,
                    begin,
                    reason,
                    &handling,
                    &service.row,
                )?);
                let mut ride = None;
                for event in run.events.get(boarded.events..left.events).unwrap_or_default() {
                    absorb(&mut ride, event.clone(), self.carrier(carrier), steps);
                }
                steps.extend(ride.map(|leg| leg.close(self.carrier(carrier))));
            }
            Via::Link { carrier, way, minutes } => {
                // It was passed before, so it can be.
                let _ = self.mover(carrier).pass(way, minutes, before.at, &mut events);
                for event in events {
                    absorb(open, event, self.carrier(carrier), steps);
                }
            }
            Via::GaugeChange { carrier } => {
                let _ = self.mover(carrier).change_gauge(self.place(place), before.at, &mut events);
                for event in events {
                    absorb(open, event, self.carrier(carrier), steps);
                }
            }
            Via::Landing { carrier } => {
                steps.extend(open.take().map(|leg| leg.close(self.carrier(carrier))));
            }
            Via::Unloading { carrier } => {
                let (kind, time) = self.unloading(place, carrier)?;
                let place = self.place(place);
                steps.push(crate::motion::standing(kind, place, before.at, label.at, time.rows));
            }
        }
        Ok(())
    }
}
