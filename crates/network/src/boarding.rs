//! Boarding: which services can be taken where a partial way stands, and where their trains lead.

use std::cell::RefCell;
use std::rc::Rc;
use std::sync::Arc;

use chrono::Days;
use landbridge_model::{Gauge, Row, Step, StepKind, WaitReason};
use landbridge_units::{Instant, Minutes};

use crate::calendar;
use crate::error::RouteError;
use crate::graph::Node;
use crate::handling::{HandlingTime, Missing};
use crate::label::{Phase, Spot, Via};
use crate::leg::{OpenLeg, absorb};
use crate::motion::standing;
use crate::network::{Course, Roaming, Timetable};
use crate::pricer::Pricer;
use crate::runs::{self, Call, Run};
use crate::search::{Next, Outcome, Search};
use crate::spots::SpotId;
use crate::toll::Tally;

/// Where a train ride can end.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Alighting {
    pub(crate) spot: SpotId,
    pub(crate) stop: usize,
    pub(crate) at: Instant,
    pub(crate) sum: Tally,
}

/// A service that can be boarded where a partial way stands, with the handling that comes first.
#[derive(Debug)]
pub(crate) struct Boarding {
    carrier: usize,
    handling: (StepKind, HandlingTime),
    /// Price of the handling, by period.
    prices: RefCell<Vec<(i64, Tally)>>,
    /// Where it is boarded: a stop of a timetable, or gauges to set out on.
    at: BoardedAt,
}

/// A stop where the vehicles may leave a train, before it is known what the ride costs.
#[derive(Clone, Copy, Debug)]
struct Prospect {
    stop: usize,
    spot: SpotId,
    least: Tally,
}

#[derive(Debug)]
enum BoardedAt {
    Stop(usize, Vec<Prospect>),
    Gauges(Vec<SpotId>),
}

impl<'a, P: Pricer> Search<'a, P> {
    /// Every service that can be boarded where a label stands.
    pub(crate) fn board_all(&mut self, label: usize, node: Node, from: Option<usize>) -> Outcome<(), P> {
        let rides = u32::try_from(self.labels[label].rides.len()).unwrap_or(u32::MAX);
        if rides >= self.query.options.max_rides || self.query.avoid_places.contains(&self.place(node).id) {
            return Ok(());
        }
        for boarding in self.boardings(label, node, from)?.iter() {
            match (&self.carrier(boarding.carrier).course, &boarding.at) {
                (Course::Timetable(timetable), BoardedAt::Stop(stop, prospects)) => {
                    self.board_train(label, node, boarding, timetable, (*stop, prospects))?;
                }
                (Course::Roaming(roaming), BoardedAt::Gauges(spots)) => {
                    self.board_on_demand(label, node, boarding, roaming, spots)?;
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// The services that can be boarded at a spot, in the order of their ids.
    fn boardings(&mut self, label: usize, node: Node, from: Option<usize>) -> Outcome<Rc<[Boarding]>, P> {
        let spot = self.labels[label].spot;
        if let Some(known) = self.boardings.get(&spot) {
            return Ok(Rc::clone(known));
        }
        let mut boardings = Vec::new();
        for carrier in self.usable.clone() {
            // From a service to itself nothing is gained.
            if from == Some(carrier) {
                continue;
            }
            let mut all = Vec::new();
            match &self.carrier(carrier).course {
                Course::Timetable(timetable) => {
                    for (stop, _) in timetable.stops.iter().enumerate().filter(|(_, stop)| **stop == node) {
                        if stop + 1 < timetable.stops.len() && self.handles(node, carrier) {
                            let prospects = self.prospects(carrier, timetable, stop);
                            all.push(BoardedAt::Stop(stop, prospects));
                        }
                    }
                }
                Course::Roaming(roaming) => {
                    if roaming.arcs.contains_key(&node) && self.handles(node, carrier) {
                        let aboard = |gauge: &Option<Gauge>| Spot::Aboard {
                            place: node,
                            carrier,
                            gauge: *gauge,
                            phase: Phase::Loaded,
                        };
                        let spots = roaming.starts.iter().map(|x| self.spots.number(aboard(x), &self.bounds));
                        all.push(BoardedAt::Gauges(spots.collect()));
                    } else if roaming.stopped_by_gauge.contains(&node) {
                        self.note_gauge(node, carrier);
                    }
                }
            }
            for at in all {
                let handling = self.handling(node, from, carrier)?;
                boardings.push(Boarding { carrier, handling, prices: RefCell::default(), at });
            }
        }
        let boardings: Rc<[Boarding]> = boardings.into();
        self.boardings.insert(spot, Rc::clone(&boardings));
        Ok(boardings)
    }

    /// Loading, or transloading from the service before.
    pub(crate) fn handling(
        &self,
        node: Node,
        from: Option<usize>,
        carrier: usize,
    ) -> Outcome<(StepKind, HandlingTime), P> {
        let place = &self.place(node).id;
        let to = &self.carrier(carrier).service;
        let missing = |missing: Missing<'_>| RouteError::NoHandlingTime {
            act: missing.act,
            equipment: missing.equipment.clone(),
            place: place.clone(),
        };
        let (kind, mut time) = match from {
            None => (
                StepKind::Load { service: to.id.clone(), equipment: to.equipment.clone() },
                self.network.handlings.load(&to.equipment, place).map_err(missing)?,
            ),
            Some(from) => {
                let from = &self.carrier(from).service;
                let kind = StepKind::Transload {
                    from_service: from.id.clone(),
                    from_equipment: from.equipment.clone(),
                    service: to.id.clone(),
                    equipment: to.equipment.clone(),
                };
                let time = self
                    .network
                    .handlings
                    .transload(&from.equipment, &to.equipment, place)
                    .map_err(missing)?;
                (kind, time)
            }
        };
        time.rows.push(Arc::clone(&to.row));
        Ok((kind, time))
    }

    /// A wait, if any, and the handling after it.
    pub(crate) fn wait_and_handle(
        &self,
        node: Node,
        at: Instant,
        until: Instant,
        reason: WaitReason,
        (kind, time): &(StepKind, HandlingTime),
        row: &Arc<Row>,
    ) -> Outcome<Vec<Step>, P> {
        let place = self.place(node);
        let mut steps = Vec::new();
        if until > at {
            steps.push(standing(StepKind::Wait { reason }, place, at, until, vec![Arc::clone(row)]));
        }
        let done = self.later(until, time.duration, node)?;
        steps.push(standing(kind.clone(), place, until, done, time.rows.clone()));
        Ok(steps)
    }

    /// The price of those steps on top of a sum.
    fn add_wait_and_handling(
        &mut self,
        mut sum: Tally,
        node: Node,
        at: Instant,
        until: Instant,
        boarding: &Boarding,
    ) -> Outcome<Tally, P> {
        let place = self.place(node);
        if until > at {
            let period = self.toll.period(&place.id, at);
            let key = (node, boarding.carrier, period, until.since(at));
            let price = match self.waits.get(&key) {
                Some(known) => *known,
                None => {
                    let id = self.carrier(boarding.carrier).service.id.clone();
                    let reason = match boarding.at {
                        BoardedAt::Stop(..) => WaitReason::Departure(id),
                        BoardedAt::Gauges(_) => WaitReason::Request(id),
                    };
                    let price = self.toll.price(&standing(
                        StepKind::Wait { reason },
                        place,
                        at,
                        until,
                        Vec::new(),
                    ))?;
                    self.waits.insert(key, price);
                    price
                }
            };
            sum = self.sum(sum, price, node)?;
        }
        let (kind, time) = &boarding.handling;
        let done = self.later(until, time.duration, node)?;
        let period = self.toll.period(&place.id, until);
        let known = boarding.prices.borrow().iter().rev().find(|(known, _)| *known == period).map(|x| x.1);
        let price = match known {
            Some(known) => known,
            None => {
                let price = self.toll.price(&standing(kind.clone(), place, until, done, Vec::new()))?;
                boarding.prices.borrow_mut().push((period, price));
                price
            }
        };
        self.sum(sum, price, node)
    }

    pub(crate) fn later(&self, at: Instant, by: Minutes, node: Node) -> Outcome<Instant, P> {
        at.after(by).ok_or_else(|| RouteError::OutOfRange { place: self.place(node).id.clone() })
    }

    fn board_train(
        &mut self,
        label: usize,
        node: Node,
        boarding: &Boarding,
        timetable: &Timetable,
        (stop, prospects): (usize, &[Prospect]),
    ) -> Outcome<(), P> {
        let carrier = boarding.carrier;
        let duration = boarding.handling.1.duration;
        let lead = timetable.schedule.cutoff.max(duration);
        let (ready, sum) = (self.labels[label].at, self.labels[label].sum);
        let earliest = self.later(ready, lead, node)?;
        let runs = self.runs_of(carrier, timetable)?;
        // Where waiting is free, a later train of the service gains nothing over an earlier one.
        let all = self.query.options.same_instant_only || !self.toll.waiting_is_free();
        let mut caught = false;
        for (run_idx, run) in runs.iter().enumerate() {
            let Some(call) = run.calls.get(stop).filter(|call| call.at >= earliest) else { continue };
            if call.at > self.end {
                break;
            }
            caught = true;
            // Most later trains are too late whatever they and the wait for them cost.
            let late = |prospect: &Prospect| {
                let sum = sum.saturating(prospect.least);
                run.calls.get(prospect.stop).is_none_or(|to| self.hopeless(prospect.spot, to.at, sum, None))
            };
            if self.has_finished() && prospects.iter().all(late) {
                if all && !self.hasty() {
                    continue;
                }
                break;
            }
            let alightings = self.ride(carrier, run_idx, run, timetable, stop)?;
            if alightings.iter().any(|alighting| !self.too_late(sum, alighting)) {
                let back = Minutes::new(duration.get().saturating_neg());
                let begin = self.later(call.at, back, node)?;
                let sum = self.add_wait_and_handling(sum, node, ready, begin, boarding)?;
                for alighting in alightings.iter() {
                    let to = timetable.stops.get(alighting.stop).copied().unwrap_or(node);
                    let sum = self.sum(sum, alighting.sum, to)?;
                    let via = Via::Train { carrier, run: run_idx, from: stop, to: alighting.stop };
                    let (spot, at) = (alighting.spot, alighting.at);
                    self.push(label, Next { spot, at, sum, open: None, via, boards: Some(carrier) })?;
                }
            }
            if !all || self.hasty() {
                break;
            }
        }
        if !caught {
            self.note_late(carrier);
        }
        Ok(())
    }

    /// The stops where the vehicles may leave a train boarded at a stop.
    fn prospects(&mut self, carrier: usize, timetable: &Timetable, from: usize) -> Vec<Prospect> {
        let mut prospects = Vec::new();
        for (stop, place) in timetable.stops.iter().enumerate().skip(from + 1) {
            if self.can_handle(*place, carrier) {
                let spot = self.spots.number(Spot::Landed { place: *place, carrier }, &self.bounds);
                prospects.push(Prospect { stop, spot, least: self.bounds.ride(carrier, from, stop) });
            }
        }
        prospects
    }

    /// Whether a train ride leads to nothing, even if the wait and the handling before it cost nothing.
    fn too_late(&self, sum: Tally, alighting: &Alighting) -> bool {
        let Alighting { spot, at, .. } = *alighting;
        self.hopeless(spot, at, sum.saturating(alighting.sum), None)
    }

    /// The runs of a service that may matter, computed once.
    fn runs_of(&mut self, carrier: usize, timetable: &Timetable) -> Outcome<Rc<Vec<Run>>, P> {
        if let Some(known) = self.runs.get(&carrier) {
            return Ok(Rc::clone(known));
        }
        let ready = self.query.shipment.ready;
        let first_stop = timetable.stops.first().copied().unwrap_or(self.origin);
        let zone = self.place(first_stop).time_zone;
        let day = |at| calendar::local_date(zone, at).ok_or(RouteError::BeyondCalendar { at });
        // A train boarded on its way may have left long before, and have been held up since.
        let running = timetable.schedule.stops.last().map_or(0, |stop| stop.run.get());
        let on_the_way = self.end.since(ready).get().saturating_add(running) / 1_440;
        let back = if timetable.stops.len() > 2 { on_the_way } else { 0 };
        let back = Days::new(u64::try_from(back).unwrap_or(0).saturating_add(1));
        let ready_day = day(ready)?;
        let first = ready_day.checked_sub_days(back).unwrap_or(ready_day);
        let last = day(self.end)?;
        let mover = self.mover(carrier);
        let runs = Rc::new(runs::between(mover, timetable, self.avoid(), first, last));
        if let Some(shut_in) = runs.iter().find(|run| run.calls.len() < timetable.stops.len()) {
            let at = shut_in.calls.len().checked_sub(1).and_then(|last| timetable.stops.get(last));
            self.note_for_ever(at.copied().unwrap_or(first_stop), carrier);
        }
        self.runs.insert(carrier, Rc::clone(&runs));
        Ok(runs)
    }

    /// Where the vehicles can leave a train boarded at a stop, with the steps and their price.
    fn ride(
        &mut self,
        carrier: usize,
        run_idx: usize,
        run: &Run,
        timetable: &Timetable,
        stop: usize,
    ) -> Outcome<Rc<Vec<Alighting>>, P> {
        let key = (carrier, run_idx, stop);
        if let Some(known) = self.rides.get(&key) {
            return Ok(Rc::clone(known));
        }
        let who = self.carrier(carrier);
        let mut alightings = Vec::new();
        let mut open: Option<OpenLeg> = None;
        let mut steps = Vec::new();
        let mut sum = Tally::default();
        let calls = run.calls.iter().zip(&timetable.stops).enumerate().skip(stop);
        let mut before: Option<&Call> = None;
        for (stop, (call, node)) in calls {
            let Some(boarded) = before.replace(call) else { continue };
            if call.avoided > boarded.avoided || call.at > self.end {
                if call.at > self.end {
                    self.note_late(carrier);
                }
                break;
            }
            for event in run.events.get(boarded.events..call.events).unwrap_or_default() {
                absorb(&mut open, event.clone(), who, &mut steps);
            }
            sum = self.toll.add(sum, &steps)?;
            steps.clear();
            if self.handles(*node, carrier) {
                let last = open.as_ref().map(|leg| leg.close(who));
                let sum = self.toll.add(sum, last.as_slice())?;
                let spot = self.spots.number(Spot::Landed { place: *node, carrier }, &self.bounds);
                alightings.push(Alighting { spot, stop, at: call.at, sum });
            }
        }
        let alightings = Rc::new(alightings);
        self.rides.insert(key, Rc::clone(&alightings));
        Ok(alightings)
    }

    fn board_on_demand(
        &mut self,
        label: usize,
        node: Node,
        boarding: &Boarding,
        roaming: &Roaming,
        spots: &[SpotId],
    ) -> Outcome<(), P> {
        let carrier = boarding.carrier;
        let (at, sum) = (self.labels[label].at, self.labels[label].sum);
        let begin = self.later(at, roaming.wait, node)?;
        let sum = self.add_wait_and_handling(sum, node, at, begin, boarding)?;
        let at = self.later(begin, boarding.handling.1.duration, node)?;
        for spot in spots.iter().copied() {
            let via = Via::Request { carrier };
            self.push(label, Next { spot, at, sum, open: None, via, boards: Some(carrier) })?;
        }
        Ok(())
    }
}
