//! How services are boarded, and where trains take the vehicles.

use std::rc::Rc;

use landbridge_model::{Frequent, OnDemand, Pattern, Schedule, StepKind, WaitReason};
use landbridge_units::{Instant, Minutes};

use super::NotListed;
use super::front::{Phase, Spot, Sum};
use super::listing::{Listing, Place, later, missing, standing};
use super::track::Track;
use crate::pricer::Pricer;
use crate::verify::course::{Course, TimedHop};
use crate::verify::planned;
use crate::verify::rules::Rider;

/// A scheduled service's way, and when its trains call at its stops.
#[derive(Clone, Debug)]
pub(super) struct Trains<'a> {
    course: Course<'a>,
    calls: Vec<Vec<Instant>>,
}

impl<'a, P: Pricer> Listing<'a, P> {
    /// Every service that can be boarded at a place, the one left included.
    pub(super) fn board_all(
        &mut self,
        at: Instant,
        place: Place<'a>,
        from: Option<Rider<'a>>,
        sum: Sum,
    ) -> Result<(), NotListed> {
        // This handling, and the unloading at the end.
        let full = self.question.max_handlings.is_some_and(|most| sum.handlings.saturating_add(2) > most);
        if full || self.question.avoid_places.contains(place) {
            return Ok(());
        }
        for rider in self.riders.clone() {
            if !self.rules.place(place).is_some_and(|place| rider.is_handled_at(place)) {
                continue;
            }
            match &rider.service.pattern {
                // From a service on demand to itself nothing is gained.
                Pattern::OnDemand(_) if from.is_some_and(|from| from.service.id == rider.service.id) => {}
                Pattern::OnDemand(on_demand) => {
                    self.request(at, place, from, (rider, on_demand), sum)?;
                }
                Pattern::Scheduled(schedule) => {
                    self.catch(at, place, from, (rider, schedule), sum)?;
                }
                Pattern::Frequent(frequent) => self.wait_for(at, place, from, (rider, frequent), sum)?,
            }
        }
        Ok(())
    }

    /// The wait for a service, the handling, and what both add. The handling ends last.
    fn board(
        &self,
        (at, begin, end): (Instant, Instant, Instant),
        place: Place<'a>,
        from: Option<Rider<'a>>,
        rider: Rider<'a>,
        sum: Sum,
    ) -> Result<Sum, NotListed> {
        let (service, equipment) = (rider.service.id.clone(), rider.equipment.id.clone());
        let mut steps = Vec::new();
        if begin > at {
            let reason = match rider.service.pattern {
                Pattern::OnDemand(_) => WaitReason::Request(service.clone()),
                _ => WaitReason::Departure(service.clone()),
            };
            steps.push(standing(StepKind::Wait { reason }, place, at, begin));
        }
        let kind = match from {
            None => StepKind::Load { service, equipment },
            Some(from) => StepKind::Transload {
                from_service: from.service.id.clone(),
                from_equipment: from.equipment.id.clone(),
                service,
                equipment,
            },
        };
        steps.push(standing(kind, place, begin, end));
        self.add(sum, &steps)
    }

    fn boarding_time(
        &self,
        from: Option<Rider<'a>>,
        rider: Rider<'a>,
        place: Place<'a>,
    ) -> Result<Minutes, NotListed> {
        let from = from.map(|from| &from.equipment.id);
        self.rules.boarding_time(from, &rider.equipment.id, place).map_err(missing)
    }

    fn request(
        &mut self,
        at: Instant,
        place: Place<'a>,
        from: Option<Rider<'a>>,
        (rider, on_demand): (Rider<'a>, &OnDemand),
        sum: Sum,
    ) -> Result<(), NotListed> {
        if on_demand.km_per_day == 0 || on_demand.wait < Minutes::ZERO {
            return Ok(());
        }
        // Who can go nowhere from here is not asked for.
        let hops = self.rules.hops(place);
        if !hops.into_iter().any(|hop| self.rules.permits(rider, on_demand, hop)) {
            return Ok(());
        }
        let takes = self.boarding_time(from, rider, place)?;
        let begin = later(at, on_demand.wait, place)?;
        let end = later(begin, takes, place)?;
        let sum = self.board((at, begin, end), place, from, rider, sum)?;
        for gauge in rider.gauges(Some(on_demand)) {
            let service = &rider.service.id;
            self.pool.push(end, Spot::Aboard { place, service, gauge, phase: Phase::Loaded }, sum);
        }
        Ok(())
    }

    /// Every train of a service that can still be caught, to every stop after.
    fn catch(
        &mut self,
        at: Instant,
        place: Place<'a>,
        from: Option<Rider<'a>>,
        (rider, schedule): (Rider<'a>, &'a Schedule),
        sum: Sum,
    ) -> Result<(), NotListed> {
        let Some(trains) = self.trains(rider, schedule) else { return Ok(()) };
        let last = trains.course.stops.len().saturating_sub(1);
        for (stop, _) in trains.course.stops.iter().enumerate().filter(|(_, stop)| stop.id == *place) {
            if stop == last {
                continue;
            }
            let takes = self.boarding_time(from, rider, place)?;
            let ready = later(at, schedule.cutoff.max(takes), place)?;
            for calls in &trains.calls {
                let Some(call) = calls.get(stop).filter(|call| **call >= ready && **call <= self.end) else {
                    continue;
                };
                self.look()?;
                let begin = later(*call, Minutes::new(takes.get().saturating_neg()), place)?;
                let sum = self.board((at, begin, *call), place, from, rider, sum)?;
                self.ride(&trains.course, rider, (stop, *call), sum)?;
            }
        }
        Ok(())
    }

    /// A train that runs every so often, when it is planned to come.
    fn wait_for(
        &mut self,
        at: Instant,
        place: Place<'a>,
        from: Option<Rider<'a>>,
        (rider, frequent): (Rider<'a>, &'a Frequent),
        sum: Sum,
    ) -> Result<(), NotListed> {
        let Some(course) = self.rules.course(rider) else { return Ok(()) };
        let last = course.stops.len().saturating_sub(1);
        for (stop, there) in course.stops.iter().enumerate().filter(|(_, stop)| stop.id == *place) {
            if stop == last {
                continue;
            }
            self.look()?;
            let takes = self.boarding_time(from, rider, place)?;
            let earliest = later(at, frequent.cutoff.max(takes), place)?;
            let Some(call) = planned(frequent, there, earliest).filter(|call| *call <= self.end) else {
                continue;
            };
            let begin = later(call, Minutes::new(takes.get().saturating_neg()), place)?;
            let sum = self.board((at, begin, call), place, from, rider, sum)?;
            self.ride(&course, rider, (stop, call), sum)?;
        }
        Ok(())
    }

    /// A train boarded at a stop, to every stop after.
    fn ride(
        &mut self,
        course: &Course<'a>,
        rider: Rider<'a>,
        (stop, call): (usize, Instant),
        sum: Sum,
    ) -> Result<(), NotListed> {
        let mut track = Track::new(rider);
        let mut now = call;
        for (segment, to) in course.segments.iter().zip(course.stops.iter().skip(1)).skip(stop) {
            for TimedHop { hop, minutes, change } in segment {
                self.look()?;
                let avoided = self.question.avoid_places.contains(&hop.to.id)
                    || hop.crossing_id().is_some_and(|id| self.question.avoid_crossings.contains(id));
                let passage = self.rules.pass(rider, *hop, *minutes, *change, now).filter(|_| !avoided);
                let Some(passage) = passage else { return Ok(()) };
                track.pass(&self.rules, *hop, &passage);
                now = passage.after.end;
            }
            if rider.is_handled_at(to) {
                let sum = self.add(sum, &track.steps())?;
                self.pool.push(now, Spot::Landed { place: &to.id, service: &rider.service.id }, sum);
            }
        }
        Ok(())
    }

    /// The trains of a service, found once.
    fn trains(&mut self, rider: Rider<'a>, schedule: &'a Schedule) -> Option<Rc<Trains<'a>>> {
        let (rules, question, end) = (&self.rules, self.question, self.end);
        let find = || {
            let course = rules.course(rider)?;
            let ready = (question.shipment.ready, question.horizon);
            let days = rules.days(schedule, &course, ready, end);
            let calls = days.into_iter().map(|day| rules.calls(rider, schedule, &course, day)).collect();
            Some(Rc::new(Trains { course, calls }))
        };
        self.trains.entry(&rider.service.id).or_insert_with(find).clone()
    }
}
