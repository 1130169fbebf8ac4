//! Riding: how a service on demand goes on, and how a way ends.

use std::rc::Rc;

use landbridge_model::{Gauge, HandlingAct, StepKind};
use landbridge_units::Instant;

use crate::bounds::other_gauge;
use crate::error::RouteError;
use crate::graph::{Node, Way};
use crate::handling::HandlingTime;
use crate::label::{Label, Open, Phase, Spot, Via};
use crate::legs::LegId;
use crate::motion::{Event, standing};
use crate::network::{Course, Roaming};
use crate::pricer::Pricer;
use crate::search::{Next, Outcome, Search};
use crate::spots::SpotId;
use crate::toll::Tally;

/// A link a service on demand can take from a spot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Move {
    way: Way,
    minutes: i64,
    /// No border and no opening hours: nothing but running.
    plain: bool,
    on_leg: SpotId,
    between: SpotId,
    /// The leg that begins with it.
    fresh: LegId,
}

/// What passing a link from a minute on comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Passed {
    /// When the link begins, and when all is over.
    start: Instant,
    end: Instant,
    /// Of all but the leg.
    price: Tally,
    /// Whether a leg ends before the link, and after it.
    cut_before: bool,
    cut_after: bool,
}

impl<P: Pricer> Search<'_, P> {
    /// What a service on demand can do where it is: end, go on over a link, change gauge.
    pub(crate) fn go_on(
        &mut self,
        label: usize,
        place: Node,
        carrier: usize,
        gauge: Option<Gauge>,
        phase: Phase,
    ) -> Outcome<(), P> {
        let Course::Roaming(roaming) = &self.carrier(carrier).course else { return Ok(()) };
        let moved = phase != Phase::Loaded;
        let (at, sum, open) = (self.labels[label].at, self.labels[label].sum, self.labels[label].open);
        let mut closed = None;
        if moved && phase != Phase::Regauged && self.handles(place, carrier) {
            let sum = self.closed(sum, open)?;
            closed = Some(sum);
            let spot = self.spots.number(Spot::Landed { place, carrier }, &self.bounds);
            self.push(
                label,
                Next { spot, at, sum, open: None, via: Via::Landing { carrier }, boards: None },
            )?;
        }
        let spot = self.labels[label].spot;
        for (number, hop) in self.moves(spot, place, carrier, gauge, roaming).iter().enumerate() {
            if self.reached_before(label, hop.way.to, gauge) {
                continue;
            }
            let passed = self.pass((spot, number), hop, carrier, at)?;
            let Some(passed) = passed else {
                self.note_for_ever(place, carrier);
                continue;
            };
            let (mut total, mut leg) = (sum, open);
            if passed.cut_before {
                total = match closed {
                    Some(closed) => closed,
                    None => self.closed(sum, open)?,
                };
                closed = Some(total);
                leg = None;
            }
            total = self.sum(total, passed.price, place)?;
            let grown = match leg {
                None => Open { leg: hop.fresh, start: passed.start },
                Some(open) => Open { leg: self.grow(carrier, Some(open.leg), hop.way, hop.minutes), ..open },
            };
            let via = Via::Link { carrier, way: hop.way, minutes: hop.minutes };
            let next = if passed.cut_after {
                let sum = self.closed(total, Some(grown))?;
                Next { spot: hop.between, at: passed.end, sum, open: None, via, boards: None }
            } else {
                Next { spot: hop.on_leg, at: passed.end, sum: total, open: Some(grown), via, boards: None }
            };
            self.push(label, next)?;
        }
        if roaming.stopped_by_gauge.contains(&place) {
            self.note_gauge(place, carrier);
        }
        if roaming.changes_gauge && phase != Phase::Regauged {
            let mut events = Vec::new();
            if let Some(at) = self.mover(carrier).change_gauge(self.place(place), at, &mut events) {
                let mut sum = self.closed(sum, open)?;
                for event in &events {
                    if let Event::Step(step) = event {
                        sum = self.toll.add(sum, std::slice::from_ref(step))?;
                    }
                }
                let spot =
                    Spot::Aboard { place, carrier, gauge: gauge.map(other_gauge), phase: Phase::Regauged };
                let spot = self.spots.number(spot, &self.bounds);
                self.push(
                    label,
                    Next { spot, at, sum, open: None, via: Via::GaugeChange { carrier }, boards: None },
                )?;
            }
        }
        Ok(())
    }

    /// The links that can be taken from a spot.
    fn moves(
        &mut self,
        spot: SpotId,
        place: Node,
        carrier: usize,
        gauge: Option<Gauge>,
        roaming: &Roaming,
    ) -> Rc<[Move]> {
        if let Some(known) = self.moves.get(&spot) {
            return Rc::clone(known);
        }
        let mut moves = Vec::new();
        for (way, minutes) in roaming.arcs.get(&place).map_or(&[][..], Vec::as_slice) {
            if self.avoids(*way) {
                continue;
            }
            let link = self.network.graph.link(way.edge);
            if gauge.is_some_and(|gauge| !link.gauges.contains(&gauge)) {
                self.note_gauge(place, carrier);
                continue;
            }
            let to = |phase| Spot::Aboard { place: way.to, carrier, gauge, phase };
            moves.push(Move {
                way: *way,
                minutes: *minutes,
                plain: !self.network.borders.contains_key(&way.edge)
                    && self.place(place).hours.is_none()
                    && self.place(way.to).hours.is_none(),
                on_leg: self.spots.number(to(Phase::OnLeg), &self.bounds),
                between: self.spots.number(to(Phase::Between), &self.bounds),
                fresh: self.grow(carrier, None, *way, *minutes),
            });
        }
        let moves: Rc<[Move]> = moves.into();
        self.moves.insert(spot, Rc::clone(&moves));
        moves
    }

    fn pass(
        &mut self,
        key: (SpotId, usize),
        hop: &Move,
        carrier: usize,
        at: Instant,
    ) -> Outcome<Option<Passed>, P> {
        if hop.plain {
            let end = at.after(landbridge_units::Minutes::new(hop.minutes));
            let price = Tally::default();
            return Ok(end.map(|end| Passed { start: at, end, price, cut_before: false, cut_after: false }));
        }
        if let Some(known) = self.passed.get(&(key, at)) {
            return Ok(*known);
        }
        let mut events = Vec::new();
        let mut passed = None;
        if let Some(end) = self.mover(carrier).pass(hop.way, hop.minutes, at, &mut events) {
            let mut sum =
                Passed { start: at, end, price: Tally::default(), cut_before: false, cut_after: false };
            let mut travelled = false;
            for event in &events {
                match event {
                    Event::Section { start, .. } => {
                        sum.start = *start;
                        travelled = true;
                        continue;
                    }
                    Event::Step(step) => sum.price = self.toll.add(sum.price, std::slice::from_ref(step))?,
                    Event::Cut => {}
                }
                if travelled {
                    sum.cut_after = true;
                } else {
                    sum.cut_before = true;
                }
            }
            passed = Some(sum);
        }
        self.passed.insert((key, at), passed);
        Ok(passed)
    }

    fn grow(&mut self, carrier: usize, parent: Option<LegId>, way: Way, minutes: i64) -> LegId {
        if let Some(known) = self.legs.known(carrier, parent, way) {
            return known;
        }
        let least = self.section_least(carrier, way, parent.is_none());
        self.legs.add(self.network, carrier, parent, (way, minutes), least)
    }

    /// A sum with the price of an open leg, if there is one.
    fn closed(&mut self, sum: Tally, open: Option<Open>) -> Outcome<Tally, P> {
        let Some(open) = open else { return Ok(sum) };
        let from = self.legs.get(open.leg).from;
        let period = self.toll.period(&self.place(from).id, open.start);
        let price = match self.legs.price(open.leg, period) {
            Some(known) => known,
            None => {
                let range = || RouteError::OutOfRange { place: self.place(from).id.clone() };
                let step = self.legs.step(self.network, open.leg, open.start).ok_or_else(range)?;
                let price = self.toll.price(&step)?;
                self.legs.learn(open.leg, period, price);
                price
            }
        };
        self.sum(sum, price, from)
    }

    /// Whether a ride on demand has been at a place on a gauge before. Where it was boarded does not count.
    fn reached_before(&self, label: usize, to: Node, gauge: Option<Gauge>) -> bool {
        self.rode_through(&self.labels[label]).any(|there| there == (to, gauge))
    }

    /// Where the ride a label is on has come to, the last place first.
    pub(crate) fn rode_through<'s>(
        &'s self,
        label: &'s Label,
    ) -> impl Iterator<Item = (Node, Option<Gauge>)> + 's {
        let mut next = Some(label);
        std::iter::from_fn(move || {
            loop {
                let label = next?;
                let link = match label.via {
                    Via::Link { .. } => true,
                    Via::GaugeChange { .. } => false,
                    _ => return None,
                };
                next = label.parent.map(|parent| &self.labels[parent]);
                if let (true, Spot::Aboard { place, gauge, .. }) = (link, self.spots.get(label.spot).spot) {
                    return Some((place, gauge));
                }
            }
        })
    }

    pub(crate) fn unloading(&self, node: Node, carrier: usize) -> Outcome<(StepKind, HandlingTime), P> {
        let place = self.place(node);
        let service = &self.carrier(carrier).service;
        let time = self.network.handlings.unload(&service.equipment, &place.id).map_err(|missing| {
            RouteError::NoHandlingTime {
                act: HandlingAct::Unload,
                equipment: missing.equipment.clone(),
                place: place.id.clone(),
            }
        })?;
        let kind = StepKind::Unload { service: service.id.clone(), equipment: service.equipment.clone() };
        Ok((kind, time))
    }

    pub(crate) fn unload(&mut self, label: usize, node: Node, carrier: usize) -> Outcome<(), P> {
        let place = self.place(node);
        if self.query.avoid_places.contains(&place.id) {
            return Ok(());
        }
        let (kind, time) = self.unloading(node, carrier)?;
        let at = self.labels[label].at;
        let done = self.later(at, time.duration, node)?;
        let step = standing(kind, place, at, done, time.rows);
        let sum = self.toll.add(self.labels[label].sum, &[step])?;
        let spot = self.spots.number(Spot::Delivered, &self.bounds);
        self.push(
            label,
            Next { spot, at: done, sum, open: None, via: Via::Unloading { carrier }, boards: None },
        )
    }
}
