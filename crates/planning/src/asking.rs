//! The same shipment on many days, to all places, or as late as a deadline allows.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveTime};
use landbridge_model::{PlaceId, ServiceId};
use landbridge_network::Routes;
use landbridge_units::{Instant, Minutes};

use crate::error::PlanningError;
use crate::route_question::RouteQuestion;
use crate::study::ShipmentStudy;

/// A shipment ready on one of several days, with its routes; that there are none is an answer.
pub struct ReadyDay<'s> {
    /// The shipment, ready then.
    pub study: ShipmentStudy<'s>,
    /// The Pareto set, or why there is none.
    pub routes: Result<Routes, PlanningError>,
}

/// A shipment ready on one of several days, with its routes to every place.
pub struct ReachDay<'s> {
    /// The shipment, ready then.
    pub study: ShipmentStudy<'s>,
    /// The Pareto sets by place; a place that nothing reaches is left out.
    pub reached: BTreeMap<PlaceId, Routes>,
}

impl<'s> ShipmentStudy<'s> {
    /// The Pareto set of the question.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn answer(&self, question: &RouteQuestion) -> Result<Routes, PlanningError> {
        self.routes_by(&question.filter, question.options())
    }

    /// The first minute of the day on which the shipment is ready, and of the days after it, local time at its
    /// origin. Shorter than asked for where the calendar ends.
    #[must_use]
    pub fn ready_days(&self, number: u32) -> Vec<Instant> {
        let (corridor, origin) = (self.study().corridor(), &self.shipment().origin);
        let Some(first) = corridor.local_date(origin, self.shipment().ready) else { return Vec::new() };
        (0..number)
            .map_while(|idx| {
                let day = first.checked_add_days(Days::new(u64::from(idx)))?;
                corridor.local_instant(origin, day, NaiveTime::MIN)
            })
            .collect()
    }

    /// The Pareto sets of the question for each of several instants at which the shipment may be ready, in order.
    ///
    /// The network is made ready once for all days on which the same services take the shipment.
    ///
    /// # Errors
    /// If the network cannot be made ready.
    pub fn profile(
        &self,
        question: &RouteQuestion,
        ready: &[Instant],
    ) -> Result<Vec<ReadyDay<'s>>, PlanningError> {
        let mut days = Vec::with_capacity(ready.len());
        for (season, between) in self.seasons(ready) {
            let answers =
                season.plan(&question.filter, question.options(), bounds(between), None, |plan| {
                    Ok(plan.profile(between))
                })?;
            for (at, routes) in answers {
                days.push(ReadyDay { study: self.ready(at), routes });
            }
        }
        Ok(days)
    }

    /// The Pareto sets of the question to every place where the vehicles can be unloaded, for each of several
    /// instants at which the shipment may be ready, in order. The destination of the shipment plays no part.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn reach(
        &self,
        question: &RouteQuestion,
        ready: &[Instant],
    ) -> Result<Vec<ReachDay<'s>>, PlanningError> {
        let mut days = Vec::with_capacity(ready.len());
        for (season, between) in self.seasons(ready) {
            let found = season.plan(&question.filter, question.options(), bounds(between), None, |plan| {
                between.iter().map(|at| Ok((*at, plan.reach(*at)?))).collect::<Result<Vec<_>, _>>()
            })?;
            for (at, reached) in found {
                days.push(ReachDay { study: self.ready(at), reached });
            }
        }
        Ok(days)
    }

    /// The latest minute between two at which the shipment may be ready to be unloaded at its destination by a
    /// deadline; `None` if it is too late at the first already.
    ///
    /// Who is ready later is not delivered earlier while the same services take the shipment; where rules begin or
    /// end in between, each of the times between their changes is looked at, the latest first.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn latest_ready(
        &self,
        question: &RouteQuestion,
        (first, last): (Instant, Instant),
        deadline: Instant,
    ) -> Result<Option<Instant>, PlanningError> {
        let days = u32::try_from(last.since(first).get().max(0) / 1_440).unwrap_or(u32::MAX);
        let mut looked_at = vec![first];
        let midnights = self.ready(first).ready_days(days.saturating_add(2));
        looked_at.extend(midnights.into_iter().filter(|at| *at > first && *at <= last));
        let seasons = self.seasons(&looked_at);
        let mut end = last;
        for (season, between) in seasons.into_iter().rev() {
            let begin = between.first().copied().unwrap_or(first);
            let latest = season.plan(&question.filter, question.options(), (begin, end), None, |plan| {
                plan.latest_start((begin, end), deadline)
            })?;
            if latest.is_some() {
                return Ok(latest);
            }
            end = begin.after(Minutes::new(-1)).unwrap_or(begin);
        }
        Ok(None)
    }

    /// Instants that follow each other and at which the same services are closed to the shipment, with the shipment
    /// ready at the first of them.
    fn seasons<'r>(&self, ready: &'r [Instant]) -> Vec<(Self, &'r [Instant])> {
        let closed: Vec<BTreeSet<ServiceId>> = ready.iter().map(|at| self.closed_at(*at)).collect();
        let (mut seasons, mut begin) = (Vec::new(), 0);
        for end in 1..=ready.len() {
            if closed.get(end) == closed.get(begin) {
                continue;
            }
            if let Some((first, between)) = ready.get(begin..end).and_then(|all| Some((all.first()?, all))) {
                seasons.push((self.ready(*first), between));
            }
            begin = end;
        }
        seasons
    }
}

/// The first and the last of instants in order; the beginning of the calendar where there are none.
fn bounds(ready: &[Instant]) -> (Instant, Instant) {
    let first = ready.first().copied().unwrap_or(Instant::from_epoch_minutes(0));
    (first, ready.last().copied().unwrap_or(first))
}
