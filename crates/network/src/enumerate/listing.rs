//! How ways go on, choice by choice.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use landbridge_model::{
    Corridor, Gauge, OnDemand, Pattern, PlaceId, Schedule, Service, ServiceId, Step, StepKind, WaitReason,
};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use super::NotListed;
use super::front::{Matters, Phase, Pool, Spot, Sum};
use super::legs::{self, Leg};
use super::track::Track;
use crate::pricer::Pricer;
use crate::verify::course::{Course, TimedHop};
use crate::verify::rules::{NoTime, Rider, Rules, other};
use crate::verify::{Question, Totals, Vector, spread_of};

type Place<'a> = &'a PlaceId;

/// What legs depend on: service, place, gauge.
type Beginning<'a> = (&'a ServiceId, Place<'a>, Option<Gauge>);

/// Listing under way.
pub(super) struct Listing<'a, P> {
    rules: Rules<'a>,
    question: &'a Question,
    pricer: &'a P,
    limit: usize,
    /// Choices that may still be looked at.
    budget: usize,
    /// Last minute.
    end: Instant,
    matters: Matters,
    riders: Vec<Rider<'a>>,
    /// Trains by service: when each calls at its stops. Found once.
    trains: BTreeMap<&'a ServiceId, Option<Rc<Trains<'a>>>>,
    /// Legs by where they begin. Found once.
    legs: BTreeMap<Beginning<'a>, Rc<[Leg<'a>]>>,
    pool: Pool<'a>,
    found: BTreeSet<Vector>,
}

/// A scheduled service's way, and its trains.
#[derive(Clone, Debug)]
struct Trains<'a> {
    course: Course<'a>,
    calls: Vec<Vec<Instant>>,
}

impl<'a, P: Pricer> Listing<'a, P> {
    pub(super) fn new(corridor: &'a Corridor, question: &'a Question, pricer: &'a P, limit: usize) -> Self {
        let rules = Rules::of(corridor, question.shipment.clearance);
        let classes = question.shipment.classes();
        let admitted = |service: &&Service| {
            question.services.as_ref().is_none_or(|asked| asked.contains(&service.id))
                && question.equipment.contains(&service.equipment)
                && classes.iter().all(|class| service.carries.contains(class))
        };
        let services = corridor.services.values().filter(admitted);
        let riders = services.filter_map(|service| rules.rider(service)).collect();
        let end = question.shipment.ready.after(question.horizon);
        Self {
            rules,
            question,
            pricer,
            limit,
            budget: limit,
            end: end.unwrap_or(Instant::from_epoch_minutes(i64::MAX)),
            matters: Matters::of(question),
            riders,
            trains: BTreeMap::new(),
            legs: BTreeMap::new(),
            pool: Pool::default(),
            found: BTreeSet::new(),
        }
    }

    pub(super) fn list(mut self) -> Result<Vec<Vector>, NotListed> {
        let shipment = &self.question.shipment;
        let Some(origin) = self.rules.place(&shipment.origin) else { return Ok(Vec::new()) };
        if shipment.origin == shipment.destination {
            return Ok(Vec::new());
        }
        self.pool.push(shipment.ready, Spot::Origin, Sum::default());
        while let Some((at, spot, sum)) = self.pool.pop() {
            self.look()?;
            if at > self.end || self.is_hopeless(at, sum) {
                continue;
            }
            match spot {
                Spot::Origin => self.board_all(at, &origin.id, None, sum)?,
                Spot::Landed { place, service } => {
                    let Some(rider) = self.rider(service) else { continue };
                    if *place == shipment.destination {
                        self.unload(at, place, rider, sum)?;
                    }
                    self.board_all(at, place, Some(rider), sum)?;
                }
                Spot::Aboard { place, service, gauge, phase } => {
                    let Some(rider) = self.rider(service) else { continue };
                    let Pattern::OnDemand(on_demand) = &rider.service.pattern else { continue };
                    self.go_on(at, rider, on_demand, (place, gauge, phase), sum)?;
                }
            }
        }
        Ok(self.found.into_iter().collect())
    }

    fn look(&mut self) -> Result<(), NotListed> {
        self.budget = self.budget.checked_sub(1).ok_or(NotListed::TooMany { limit: self.limit })?;
        Ok(())
    }

    fn rider(&self, service: &ServiceId) -> Option<Rider<'a>> {
        self.riders.iter().copied().find(|rider| rider.service.id == *service)
    }

    /// The vector of a way that ends so.
    fn vector(&self, arrival: Instant, sum: Sum) -> Vector {
        Totals {
            arrival,
            cost_minor: sum.cost,
            co2e: GramsCo2e::new(sum.grams),
            handlings: sum.handlings,
            spread: sum.spread,
        }
        .by(&self.question.criteria)
    }

    /// Whether a finished way is at least as good already: what is still to come only adds.
    fn is_hopeless(&self, at: Instant, sum: Sum) -> bool {
        let now = self.vector(at, sum);
        self.found.iter().any(|known| known.covers(&now))
    }

    fn finish(&mut self, at: Instant, sum: Sum) {
        if at > self.end || self.is_hopeless(at, sum) {
            return;
        }
        let vector = self.vector(at, sum);
        self.found.retain(|known| !vector.covers(known));
        self.found.insert(vector);
    }

    /// A sum with the prices of steps.
    fn add(&self, mut sum: Sum, steps: &[Step]) -> Result<Sum, NotListed> {
        for step in steps {
            let place = || step.from.clone();
            let price = self
                .pricer
                .price(step)
                .map_err(|error| NotListed::NoPrice { place: place(), message: error.to_string() })?;
            if price.cost_minor < 0 {
                return Err(NotListed::NegativePrice { place: place(), cost_minor: price.cost_minor });
            }
            let handling = matches!(
                step.kind,
                StepKind::Load { .. } | StepKind::Unload { .. } | StepKind::Transload { .. }
            );
            let more = spread_of(self.rules.corridor, step).map(|spread| Sum {
                cost: price.cost_minor,
                grams: price.co2e.get(),
                handlings: u32::from(handling),
                spread,
            });
            sum = more
                .and_then(|more| sum.plus(more, self.matters))
                .ok_or_else(|| NotListed::OutOfRange { place: place() })?;
        }
        Ok(sum)
    }

    fn later(at: Instant, by: Minutes, place: &PlaceId) -> Result<Instant, NotListed> {
        at.after(by).ok_or_else(|| NotListed::OutOfRange { place: place.clone() })
    }

    fn unload(&mut self, at: Instant, place: Place<'a>, rider: Rider<'a>, sum: Sum) -> Result<(), NotListed> {
        let takes = self.rules.unloading_time(&rider.equipment.id, place).map_err(missing)?;
        let end = Self::later(at, takes, place)?;
        let (service, equipment) = (rider.service.id.clone(), rider.equipment.id.clone());
        let sum = self.add(sum, &[standing(StepKind::Unload { service, equipment }, place, at, end)])?;
        if self.question.max_handlings.is_none_or(|most| sum.handlings <= most) {
            self.finish(end, sum);
        }
        Ok(())
    }

    /// Every service that can be boarded at a place, the one left included.
    fn board_all(
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
                Pattern::OnDemand(on_demand) => {
                    self.request(at, place, from, (rider, on_demand), sum)?;
                }
                Pattern::Scheduled(schedule) => {
                    self.catch(at, place, from, (rider, schedule), sum)?;
                }
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
                Pattern::Scheduled(_) => WaitReason::Departure(service.clone()),
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
        let begin = Self::later(at, on_demand.wait, place)?;
        let end = Self::later(begin, takes, place)?;
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
            let ready = Self::later(at, schedule.cutoff.max(takes), place)?;
            for calls in &trains.calls {
                let Some(call) = calls.get(stop).filter(|call| **call >= ready && **call <= self.end) else {
                    continue;
                };
                self.look()?;
                let begin = Self::later(*call, Minutes::new(takes.get().saturating_neg()), place)?;
                let sum = self.board((at, begin, *call), place, from, rider, sum)?;
                self.ride(&trains.course, rider, (stop, *call), sum)?;
            }
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
            let course = rules.course(rider, schedule)?;
            let ready = (question.shipment.ready, question.horizon);
            let days = rules.days(schedule, &course, ready, end);
            let calls = days.into_iter().map(|day| rules.calls(rider, schedule, &course, day)).collect();
            Some(Rc::new(Trains { course, calls }))
        };
        self.trains.entry(&rider.service.id).or_insert_with(find).clone()
    }

    /// What a service on demand can do where it is: land, go over a leg, change gauge.
    fn go_on(
        &mut self,
        at: Instant,
        rider: Rider<'a>,
        on_demand: &OnDemand,
        (place, gauge, phase): (Place<'a>, Option<Gauge>, Phase),
        sum: Sum,
    ) -> Result<(), NotListed> {
        let service = &rider.service.id;
        let here = self.rules.place(place);
        let moved = matches!(phase, Phase::Gated | Phase::Open);
        if moved && here.is_some_and(|here| rider.is_handled_at(here)) {
            self.pool.push(at, Spot::Landed { place, service }, sum);
        }
        for leg in self.legs(rider, on_demand, place, gauge)?.iter() {
            self.look()?;
            // Without a gate before it, it would have been part of the leg before.
            if phase == Phase::Open && !leg.gate_before {
                continue;
            }
            self.take(at, rider, leg, gauge, sum)?;
        }
        if let Some(gauge) = gauge.filter(|_| phase != Phase::Regauged && rider.may_change_gauge(on_demand))
            && let Some(step) = self.rules.gauge_change_at(rider, place, at)
        {
            let sum = self.add(sum, std::slice::from_ref(&step))?;
            let spot = Spot::Aboard { place, service, gauge: Some(other(gauge)), phase: Phase::Regauged };
            self.pool.push(step.end, spot, sum);
        }
        Ok(())
    }

    /// A leg with the gates before and after it.
    fn take(
        &mut self,
        at: Instant,
        rider: Rider<'a>,
        leg: &Leg<'a>,
        gauge: Option<Gauge>,
        sum: Sum,
    ) -> Result<(), NotListed> {
        let (Some(first), Some(last)) = (leg.hops.first(), leg.hops.last()) else { return Ok(()) };
        let Some(before) = self.rules.before(rider, *first, at) else { return Ok(()) };
        let Some(arrives) = before.end.after(leg.minutes) else { return Ok(()) };
        let Some(after) = self.rules.after(rider, *last, arrives) else { return Ok(()) };
        let mut track = Track::new(rider);
        track.gate(&before, first.from);
        track.run(&leg.hops, before.end, arrives);
        track.gate(&after, last.to);
        let sum = self.add(sum, &track.steps())?;
        let phase = if leg.gate_after { Phase::Gated } else { Phase::Open };
        let spot = Spot::Aboard { place: &last.to.id, service: &rider.service.id, gauge, phase };
        self.pool.push(after.end, spot, sum);
        Ok(())
    }

    fn legs(
        &mut self,
        rider: Rider<'a>,
        on_demand: &OnDemand,
        place: Place<'a>,
        gauge: Option<Gauge>,
    ) -> Result<Rc<[Leg<'a>]>, NotListed> {
        let key = (&rider.service.id, place, gauge);
        if let Some(known) = self.legs.get(&key) {
            return Ok(Rc::clone(known));
        }
        let (rules, question) = (&self.rules, self.question);
        let legs = legs::best(rules, question, rider, on_demand, (place, gauge), &mut self.budget)
            .ok_or(NotListed::TooMany { limit: self.limit })?;
        let legs: Rc<[Leg<'_>]> = legs.into();
        self.legs.insert(key, Rc::clone(&legs));
        Ok(legs)
    }
}

fn standing(kind: StepKind, place: &PlaceId, start: Instant, end: Instant) -> Step {
    Step { kind, from: place.clone(), to: place.clone(), start, end, because: Vec::new() }
}

fn missing(NoTime { act, equipment, place }: NoTime) -> NotListed {
    NotListed::NoHandlingTime { act, equipment, place }
}
