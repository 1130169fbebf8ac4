//! Riding: how a service on demand goes on, and how a way ends.

use landbridge_model::{Gauge, HandlingAct, Step, StepKind};
use landbridge_units::Instant;

use crate::error::RouteError;
use crate::graph::Node;
use crate::label::{Label, Phase, Spot};
use crate::leg::absorb;
use crate::motion::{Event, standing};
use crate::network::Course;
use crate::pricer::Pricer;
use crate::search::{Outcome, Search};
use crate::toll::Tally;

impl<P: Pricer> Search<'_, P> {
    /// What a service on demand can do where it is: end, go on over a link, change gauge.
    pub(crate) fn go_on(
        &mut self,
        label: usize,
        node: Node,
        carrier: usize,
        gauge: Option<Gauge>,
        phase: Phase,
    ) -> Outcome<(), P> {
        let who = self.carrier(carrier);
        let Course::Roaming(roaming) = &who.course else { return Ok(()) };
        let moved = phase != Phase::Loaded;
        if moved && phase != Phase::Regauged && self.handles(node, carrier) {
            let steps: Vec<Step> = self.labels[label].open.iter().map(|leg| leg.close(who)).collect();
            let sum = self.toll.add(self.labels[label].sum, &steps)?;
            let spot = Spot::Landed { place: node, carrier };
            let at = self.labels[label].at;
            self.push(Label { reached: Vec::new(), open: None, ..self.next(label, spot, at, sum, steps) })?;
        }
        for (way, minutes) in roaming.arcs.get(&node).map_or(&[][..], Vec::as_slice) {
            let link = self.network.graph.link(way.edge);
            let there = (way.to, gauge);
            let border = self.network.borders.get(&way.edge).map(|border| &border.id);
            if self.labels[label].reached.contains(&there)
                || self.query.avoid_places.contains(&self.place(way.to).id)
                || border.is_some_and(|id| self.query.avoid_crossings.contains(id))
            {
                continue;
            }
            if gauge.is_some_and(|gauge| !link.gauges.contains(&gauge)) {
                self.note_gauge(node, carrier);
                continue;
            }
            let mut events = Vec::new();
            let at = self.labels[label].at;
            let Some(at) = self.mover(carrier).pass(*way, *minutes, at, &mut events) else {
                self.note_for_ever(node, carrier);
                continue;
            };
            let mut reached = self.labels[label].reached.clone();
            reached.push(there);
            self.continue_ride(label, carrier, way.to, gauge, at, events, reached, None)?;
        }
        if roaming.stopped_by_gauge.contains(&node) {
            self.note_gauge(node, carrier);
        }
        if roaming.changes_gauge && phase != Phase::Regauged {
            let mut events = Vec::new();
            let at = self.labels[label].at;
            if let Some(at) = self.mover(carrier).change_gauge(self.place(node), at, &mut events) {
                let other = gauge.map(|gauge| match gauge {
                    Gauge::Standard => Gauge::Broad,
                    Gauge::Broad => Gauge::Standard,
                });
                let reached = self.labels[label].reached.clone();
                let phase = Some(Phase::Regauged);
                self.continue_ride(label, carrier, node, other, at, events, reached, phase)?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one label, said once")]
    fn continue_ride(
        &mut self,
        label: usize,
        carrier: usize,
        place: Node,
        gauge: Option<Gauge>,
        at: Instant,
        events: Vec<Event>,
        reached: Vec<(Node, Option<Gauge>)>,
        phase: Option<Phase>,
    ) -> Outcome<(), P> {
        let mut open = self.labels[label].open.clone();
        let mut steps = Vec::new();
        for event in events {
            absorb(&mut open, event, self.carrier(carrier), &mut steps);
        }
        let sum = self.toll.add(self.labels[label].sum, &steps)?;
        let phase = phase.unwrap_or(if open.is_some() { Phase::OnLeg } else { Phase::Between });
        let spot = Spot::Aboard { place, carrier, gauge, phase };
        self.push(Label { reached, open, ..self.next(label, spot, at, sum, steps) })
    }

    fn next(&self, label: usize, spot: Spot, at: Instant, sum: Tally, steps: Vec<Step>) -> Label {
        Label {
            parent: Some(label),
            spot,
            at,
            sum,
            handlings: self.labels[label].handlings,
            rides: self.labels[label].rides.clone(),
            steps,
            ride: None,
            open: None,
            reached: Vec::new(),
            dead: false,
        }
    }

    pub(crate) fn unload(&mut self, label: usize, node: Node, carrier: usize) -> Outcome<(), P> {
        let place = self.place(node);
        if self.query.avoid_places.contains(&place.id) {
            return Ok(());
        }
        let service = &self.carrier(carrier).service;
        let time = self.network.handlings.unload(&service.equipment, &place.id).map_err(|missing| {
            RouteError::NoHandlingTime {
                act: HandlingAct::Unload,
                equipment: missing.equipment.clone(),
                place: place.id.clone(),
            }
        })?;
        let at = self.labels[label].at;
        let done = self.later(at, time.duration, node)?;
        let kind = StepKind::Unload { service: service.id.clone(), equipment: service.equipment.clone() };
        let steps = vec![standing(kind, place, at, done, time.rows)];
        let sum = self.toll.add(self.labels[label].sum, &steps)?;
        let handlings = self.labels[label].handlings.saturating_add(1);
        self.push(Label { handlings, ..self.next(label, Spot::Delivered, done, sum, steps) })
    }
}
