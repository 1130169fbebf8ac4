//! Boarding: which services can be taken where a partial way stands, and where their trains lead.

use std::rc::Rc;
use std::sync::Arc;

use chrono::Days;
use landbridge_model::{Row, Step, StepKind, WaitReason};
use landbridge_units::{Instant, Minutes};

use crate::calendar;
use crate::error::RouteError;
use crate::graph::Node;
use crate::handling::{HandlingTime, Missing};
use crate::label::{Label, Phase, Spot};
use crate::leg::{OpenLeg, absorb};
use crate::motion::standing;
use crate::network::{Course, Roaming, Timetable};
use crate::pricer::Pricer;
use crate::runs::{self, Call, Run};
use crate::search::{Outcome, Search};
use crate::toll::Tally;

/// Where a train ride can end.
#[derive(Debug)]
pub(crate) struct Alighting {
    pub(crate) place: Node,
    pub(crate) at: Instant,
    pub(crate) sum: Tally,
    pub(crate) steps: Rc<Vec<Step>>,
}

impl<'a, P: Pricer> Search<'a, P> {
    /// Every service that can be boarded where a label stands.
    pub(crate) fn board_all(&mut self, label: usize, node: Node, from: Option<usize>) -> Outcome<(), P> {
        let rides = u32::try_from(self.labels[label].rides.len()).unwrap_or(u32::MAX);
        if rides >= self.query.options.max_rides || self.query.avoid_places.contains(&self.place(node).id) {
            return Ok(());
        }
        for carrier in self.usable.clone() {
            // From a service to itself nothing is gained.
            if from == Some(carrier) {
                continue;
            }
            match &self.carrier(carrier).course {
                Course::Timetable(timetable) => {
                    for (stop, _) in timetable.stops.iter().enumerate().filter(|(_, stop)| **stop == node) {
                        if stop + 1 < timetable.stops.len() && self.handles(node, carrier) {
                            self.board_train(label, node, from, carrier, timetable, stop)?;
                        }
                    }
                }
                Course::Roaming(roaming) => {
                    if roaming.arcs.contains_key(&node) && self.handles(node, carrier) {
                        self.board_on_demand(label, node, from, carrier, roaming)?;
                    } else if roaming.stopped_by_gauge.contains(&node) {
                        self.note_gauge(node, carrier);
                    }
                }
            }
        }
        Ok(())
    }

    /// Loading, or transloading from the service before.
    fn handling(
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
    fn wait_and_handle(
        &self,
        node: Node,
        at: Instant,
        until: Instant,
        reason: WaitReason,
        (kind, time): &(StepKind, HandlingTime),
        row: &Arc<Row>,
    ) -> Outcome<(Vec<Step>, Instant), P> {
        let place = self.place(node);
        let mut steps = Vec::new();
        if until > at {
            steps.push(standing(StepKind::Wait { reason }, place, at, until, vec![Arc::clone(row)]));
        }
        let done = self.later(until, time.duration, node)?;
        steps.push(standing(kind.clone(), place, until, done, time.rows.clone()));
        Ok((steps, done))
    }

    pub(crate) fn later(&self, at: Instant, by: Minutes, node: Node) -> Outcome<Instant, P> {
        at.after(by).ok_or_else(|| RouteError::OutOfRange { place: self.place(node).id.clone() })
    }

    fn boarded(&self, label: usize, carrier: usize) -> (Vec<usize>, u32) {
        let mut rides = self.labels[label].rides.clone();
        rides.push(carrier);
        (rides, self.labels[label].handlings.saturating_add(1))
    }

    fn board_train(
        &mut self,
        label: usize,
        node: Node,
        from: Option<usize>,
        carrier: usize,
        timetable: &Timetable,
        stop: usize,
    ) -> Outcome<(), P> {
        let service = &self.carrier(carrier).service;
        let handling = self.handling(node, from, carrier)?;
        let duration = handling.1.duration;
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
            let alightings = self.ride(carrier, run_idx, run, timetable, stop)?;
            if !alightings.is_empty() {
                let back = Minutes::new(duration.get().saturating_neg());
                let begin = self.later(call.at, back, node)?;
                let reason = WaitReason::Departure(service.id.clone());
                let (steps, _) = self.wait_and_handle(node, ready, begin, reason, &handling, &service.row)?;
                let sum = self.toll.add(sum, &steps)?;
                let (rides, handlings) = self.boarded(label, carrier);
                for alighting in alightings.iter() {
                    let total = sum.plus(alighting.sum).ok_or_else(|| RouteError::OutOfRange {
                        place: self.place(alighting.place).id.clone(),
                    })?;
                    self.push(Label {
                        parent: Some(label),
                        spot: Spot::Landed { place: alighting.place, carrier },
                        at: alighting.at,
                        sum: total,
                        handlings,
                        rides: rides.clone(),
                        steps: steps.clone(),
                        ride: Some(Rc::clone(&alighting.steps)),
                        open: None,
                        reached: Vec::new(),
                        dead: false,
                    })?;
                }
            }
            if !all {
                break;
            }
        }
        if !caught {
            self.late.insert(service.id.clone());
        }
        Ok(())
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
        let (mut sum, mut priced) = (Tally::default(), 0);
        let calls = run.calls.iter().zip(&timetable.stops).skip(stop);
        let mut before: Option<&Call> = None;
        for (call, node) in calls {
            let Some(boarded) = before.replace(call) else { continue };
            if call.avoided > boarded.avoided || call.at > self.end {
                if call.at > self.end {
                    self.late.insert(who.service.id.clone());
                }
                break;
            }
            for event in run.events.get(boarded.events..call.events).unwrap_or_default() {
                absorb(&mut open, event.clone(), who, &mut steps);
            }
            sum = self.toll.add(sum, steps.get(priced..).unwrap_or_default())?;
            priced = steps.len();
            if self.handles(*node, carrier) {
                let mut own = steps.clone();
                own.extend(open.as_ref().map(|leg| leg.close(who)));
                let total = self.toll.add(sum, own.get(priced..).unwrap_or_default())?;
                alightings.push(Alighting { place: *node, at: call.at, sum: total, steps: Rc::new(own) });
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
        from: Option<usize>,
        carrier: usize,
        roaming: &Roaming,
    ) -> Outcome<(), P> {
        let service = &self.carrier(carrier).service;
        let handling = self.handling(node, from, carrier)?;
        let at = self.labels[label].at;
        let begin = self.later(at, roaming.wait, node)?;
        let reason = WaitReason::Request(service.id.clone());
        let (steps, done) = self.wait_and_handle(node, at, begin, reason, &handling, &service.row)?;
        let sum = self.toll.add(self.labels[label].sum, &steps)?;
        let (rides, handlings) = self.boarded(label, carrier);
        for gauge in &roaming.starts {
            self.push(Label {
                parent: Some(label),
                spot: Spot::Aboard { place: node, carrier, gauge: *gauge, phase: Phase::Loaded },
                at: done,
                sum,
                handlings,
                rides: rides.clone(),
                steps: steps.clone(),
                ride: None,
                open: None,
                reached: Vec::new(),
                dead: false,
            })?;
        }
        Ok(())
    }
}
