//! How ways go on, choice by choice.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use landbridge_model::{Corridor, Gauge, OnDemand, Pattern, PlaceId, Service, ServiceId, Step, StepKind};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use super::NotListed;
use super::boarding::Trains;
use super::front::{Matters, Phase, Pool, Spot, Sum};
use super::legs::{self, Leg};
use super::track::Track;
use crate::pricer::Pricer;
use crate::verify::rules::{NoTime, Rider, Rules, other};
use crate::verify::{Marks, Question, Totals, spread_of};

pub(super) type Place<'a> = &'a PlaceId;

/// What legs depend on: service, place, gauge.
type Beginning<'a> = (&'a ServiceId, Place<'a>, Option<Gauge>);

/// Listing under way.
pub(super) struct Listing<'a, P> {
    pub(super) rules: Rules<'a>,
    pub(super) question: &'a Question,
    pricer: &'a P,
    limit: usize,
    /// Choices that may still be looked at.
    budget: usize,
    /// Last minute.
    pub(super) end: Instant,
    matters: Matters,
    pub(super) riders: Vec<Rider<'a>>,
    /// Trains by service: when each calls at its stops. Found once.
    pub(super) trains: BTreeMap<&'a ServiceId, Option<Rc<Trains<'a>>>>,
    /// Legs by where they begin. Found once.
    legs: BTreeMap<Beginning<'a>, Rc<[Leg<'a>]>>,
    pub(super) pool: Pool<'a>,
    found: BTreeSet<Marks>,
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

    pub(super) fn list(mut self) -> Result<Vec<Marks>, NotListed> {
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

    pub(super) fn look(&mut self) -> Result<(), NotListed> {
        self.budget = self.budget.checked_sub(1).ok_or(NotListed::TooMany { limit: self.limit })?;
        Ok(())
    }

    fn rider(&self, service: &ServiceId) -> Option<Rider<'a>> {
        self.riders.iter().copied().find(|rider| rider.service.id == *service)
    }

    /// The vector of a way that ends so.
    fn vector(&self, arrival: Instant, sum: Sum) -> Marks {
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
    pub(super) fn add(&self, mut sum: Sum, steps: &[Step]) -> Result<Sum, NotListed> {
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

    fn unload(&mut self, at: Instant, place: Place<'a>, rider: Rider<'a>, sum: Sum) -> Result<(), NotListed> {
        let takes = self.rules.unloading_time(&rider.equipment.id, place).map_err(missing)?;
        let end = later(at, takes, place)?;
        let (service, equipment) = (rider.service.id.clone(), rider.equipment.id.clone());
        let sum = self.add(sum, &[standing(StepKind::Unload { service, equipment }, place, at, end)])?;
        if self.question.max_handlings.is_none_or(|most| sum.handlings <= most) {
            self.finish(end, sum);
        }
        Ok(())
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

pub(super) fn later(at: Instant, by: Minutes, place: &PlaceId) -> Result<Instant, NotListed> {
    at.after(by).ok_or_else(|| NotListed::OutOfRange { place: place.clone() })
}

pub(super) fn standing(kind: StepKind, place: &PlaceId, start: Instant, end: Instant) -> Step {
    Step { kind, from: place.clone(), to: place.clone(), start, end, because: Vec::new() }
}

pub(super) fn missing(NoTime { act, equipment, place }: NoTime) -> NotListed {
    NotListed::NoHandlingTime { act, equipment, place }
}
