//! Trying a question with some of its levers pulled.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use landbridge_model::Shipment;
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::ahead::Backwards;
use crate::change::Change;
use crate::criteria::{Criteria, Criterion};
use crate::error::RouteError;
use crate::levers::{Lever, hastens_trains};
use crate::minimal_sets::Set;
use crate::network::Network;
use crate::pareto::{LONGEST_HORIZON, pareto};
use crate::prepared::{Outcome, Prepared};
use crate::pricer::Pricer;
use crate::query::{Filter, Progress, Query, SearchOptions};
use crate::routes::{Route, Routes};
use crate::search::{Search, wanted};
use crate::why_not::{Remedy, WhyNotOptions};

/// Of so many levers all choices are tried.
const FEW: usize = 4;

/// Why trying came to an end.
pub(crate) enum Stop<E: std::error::Error + 'static> {
    /// Something is wrong.
    Error(RouteError<E>),
    /// Whoever watches has had enough, or all searches are used up.
    Halted,
}

impl<E: std::error::Error + 'static> From<RouteError<E>> for Stop<E> {
    fn from(error: RouteError<E>) -> Self {
        Self::Error(error)
    }
}

/// A question that is tried over and over.
pub(crate) struct Trial<'a, P: Pricer> {
    pub(crate) network: &'a Network,
    pub(crate) query: Query<'a>,
    pub(crate) pricer: &'a P,
    pub(crate) options: &'a WhyNotOptions,
    pub(crate) levers: Vec<Lever>,
    /// Whether whoever watches has had enough.
    pub(crate) stopped: &'a Cell<bool>,
    pub(crate) searches: Cell<usize>,
    labels: Cell<usize>,
    /// No more searches than this.
    pub(crate) searches_max: Cell<usize>,
    /// Whether a search ended without having looked at everything.
    pub(crate) cut_short: Cell<bool>,
    /// Whether there is a way, by levers pulled.
    pub(crate) known: RefCell<BTreeMap<Set, bool>>,
    /// Searches that set out when the shipment is ready, made again with others.
    pub(crate) ready_known: RefCell<Vec<(Set, Instant)>>,
}

/// What is asked once levers are pulled.
struct Asked {
    filter: Filter,
    options: SearchOptions,
    shipment: Shipment,
    /// Last instant to arrive.
    end: Instant,
}

impl<'a, P: Pricer> Trial<'a, P> {
    pub(crate) fn new(
        network: &'a Network,
        query: Query<'a>,
        pricer: &'a P,
        options: &'a WhyNotOptions,
        levers: Vec<Lever>,
        stopped: &'a Cell<bool>,
    ) -> Self {
        Self {
            network,
            query,
            pricer,
            options,
            levers,
            stopped,
            searches: Cell::new(0),
            labels: Cell::new(0),
            searches_max: Cell::new(usize::MAX),
            cut_short: Cell::new(false),
            known: RefCell::default(),
            ready_known: RefCell::default(),
        }
    }

    /// The ways of the question as it is.
    pub(crate) fn as_it_is(&self) -> Outcome<Routes, P> {
        let asked = self.asked(&Set::new())?;
        self.count(0);
        pareto(self.network, &asked.query(&self.query, self.query.options), self.pricer)
    }

    /// The ways of the question with everything changed: to learn how far it leads.
    pub(crate) fn with_all(&self) -> Outcome<Routes, P> {
        let asked = self.asked(&(0..self.levers.len()).collect())?;
        self.count(0);
        let options = SearchOptions { criteria: Criteria::only(Criterion::Arrival), ..asked.options };
        pareto(self.network, &asked.query(&self.query, options), self.pricer)
    }

    /// Levers of which more may help less.
    pub(crate) fn hastening(&self) -> Set {
        let hastens = |idx: &usize| self.levers.get(*idx).is_some_and(|x| hastens_trains(self.network, x));
        (0..self.levers.len()).filter(hastens).collect()
    }

    /// Whether there is a way once levers, or some of them, are pulled.
    ///
    /// Of those that may do harm by hastening trains, all choices are tried if there are few. If there are many, all
    /// of them, none, each alone and all but each.
    pub(crate) fn helps(&self, set: &Set, hastening: &Set) -> Result<bool, Stop<P::Error>> {
        if self.has_way(set)? {
            return Ok(true);
        }
        let may: Vec<usize> = set.intersection(hastening).copied().collect();
        let without = |left: &dyn Fn(usize) -> bool| -> Set {
            let left: Set =
                (0..may.len()).filter(|idx| left(*idx)).filter_map(|idx| may.get(idx).copied()).collect();
            set.difference(&left).copied().collect()
        };
        let mut others: Vec<Set> = Vec::new();
        if may.len() <= FEW {
            others.extend((1..1_usize << may.len()).rev().map(|bits| without(&|idx| bits >> idx & 1 == 1)));
        } else {
            others.push(without(&|_| true));
            others.extend((0..may.len()).map(|one| without(&|idx| idx == one)));
            others.extend((0..may.len()).map(|one| without(&|idx| idx != one)));
        }
        for other in others {
            if self.has_way(&other)? {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether there is a way once levers are pulled. What was tried is known.
    fn has_way(&self, set: &Set) -> Result<bool, Stop<P::Error>> {
        if let Some(known) = self.known.borrow().get(set) {
            return Ok(*known);
        }
        let found = self.look(set)?;
        self.known.borrow_mut().insert(set.clone(), found);
        Ok(found)
    }

    fn look(&self, set: &Set) -> Result<bool, Stop<P::Error>> {
        let asked = self.asked(set)?;
        let ready = asked.shipment.ready;
        if self.reaches(&asked, ready)? {
            return Ok(true);
        }
        // Who is ready earlier may pay for waiting longer: a budget can forbid the earliest start and allow a later.
        let paid = asked.options.max_cost_minor.is_some() && self.pulled(set, &Lever::Ready);
        if !paid {
            return Ok(false);
        }
        let unpaid = Asked { options: SearchOptions { max_cost_minor: None, ..asked.options }, ..asked };
        let Some(latest) = self.latest(&unpaid)? else { return Ok(false) };
        let options = SearchOptions { max_cost_minor: self.query.options.max_cost_minor, ..unpaid.options };
        let found = self.reaches(&Asked { options, ..unpaid }, latest)?;
        if found {
            self.ready_known.borrow_mut().push((set.clone(), latest));
        }
        Ok(found)
    }

    /// A minimal set as changes: each amount no more than needed. One remedy for each choice between amounts.
    pub(crate) fn remedies(&self, set: &Set) -> Result<Vec<Remedy>, Stop<P::Error>> {
        let mut asked = self.asked(set)?;
        if self.pulled(set, &Lever::Ready) {
            let Some(latest) = self.latest_within_budget(set, &asked)? else { return Ok(Vec::new()) };
            asked.shipment.ready = latest;
            asked.options.horizon = asked.end.since(latest);
        }
        let axes = [
            (Lever::Deadline, Criterion::Arrival),
            (Lever::Horizon, Criterion::Arrival),
            (Lever::Cost, Criterion::Cost),
            (Lever::Co2e, Criterion::Co2e),
            (Lever::Handlings, Criterion::Handlings),
        ];
        let axes: Vec<Criterion> =
            axes.into_iter().filter(|(lever, _)| self.pulled(set, lever)).map(|(_, axis)| axis).collect();
        let criteria = Criteria::of(&axes).unwrap_or(Criteria::only(Criterion::Arrival));
        let options = SearchOptions { criteria, ..asked.options };
        let routes = match pareto(self.network, &asked.query(&self.query, options), self.pricer) {
            Ok(routes) => routes,
            Err(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }) => {
                return Ok(Vec::new());
            }
            Err(error) => return Err(error.into()),
        };
        self.count(routes.labels);
        if !routes.complete {
            self.cut_short.set(true);
        }
        Ok(routes.routes.into_iter().map(|route| self.remedy(set, route)).collect())
    }

    fn remedy(&self, set: &Set, route: Route) -> Remedy {
        let pulled = set.iter().filter_map(|lever| self.levers.get(*lever));
        let mut changes: Vec<Change> = pulled.filter_map(|lever| self.change(lever, &route)).collect();
        changes.sort();
        Remedy { changes, route }
    }

    /// A lever with its amount; `None` where a way turns out not to need it.
    fn change(&self, lever: &Lever, route: &Route) -> Option<Change> {
        let limits = self.query.options;
        let ready = self.query.shipment.ready;
        let arrival = route.itinerary.end();
        Some(match lever {
            Lever::Whole(change) => change.clone(),
            Lever::Deadline => {
                let later = arrival.since(limits.arrive_by?);
                (later > Minutes::ZERO).then_some(Change::Deadline { by: arrival, later })?
            }
            Lever::Horizon => {
                let length = arrival.since(ready);
                let longer = Minutes::new(length.get().saturating_sub(limits.horizon.get()));
                (longer > Minutes::ZERO).then_some(Change::Horizon { length, longer })?
            }
            Lever::Handlings => {
                let more = route.handlings.checked_sub(limits.max_handlings?).filter(|more| *more > 0)?;
                Change::Handlings { most: route.handlings, more }
            }
            Lever::Co2e => {
                let more = route.co2e.get().checked_sub(limits.max_co2e?.get()).filter(|more| *more > 0)?;
                Change::Co2e { most: route.co2e, more: GramsCo2e::new(more) }
            }
            Lever::Cost => {
                let more = route.cost_minor.checked_sub(limits.max_cost_minor?).filter(|more| *more > 0)?;
                Change::Cost { most_minor: route.cost_minor, more_minor: more }
            }
            Lever::Ready => {
                let from = route.itinerary.start();
                let earlier = ready.since(from);
                (earlier > Minutes::ZERO).then_some(Change::Ready { from, earlier })?
            }
        })
    }

    fn pulled(&self, set: &Set, lever: &Lever) -> bool {
        set.iter().any(|idx| self.levers.get(*idx) == Some(lever))
    }

    /// The question once levers are pulled, amounts as far as they go.
    fn asked(&self, set: &Set) -> Outcome<Asked, P> {
        let mut asked = Asked {
            filter: self.query.filter.clone(),
            options: SearchOptions { alternatives: 1, epsilon_permille: 0, ..self.query.options },
            shipment: self.query.shipment.clone(),
            end: self.query.shipment.ready,
        };
        asked.options.horizon = asked.options.horizon.min(LONGEST_HORIZON);
        let mut ready = asked.shipment.ready;
        for lever in set.iter().filter_map(|idx| self.levers.get(*idx)) {
            match lever {
                Lever::Whole(change) => {
                    change.make(&mut asked.filter, &mut asked.options, &mut asked.shipment);
                }
                Lever::Deadline => asked.options.arrive_by = None,
                Lever::Horizon => asked.options.horizon = self.options.horizon_max.min(LONGEST_HORIZON),
                Lever::Handlings => asked.options.max_handlings = None,
                Lever::Co2e => asked.options.max_co2e = None,
                Lever::Cost => asked.options.max_cost_minor = None,
                Lever::Ready => {
                    let back = Minutes::new(self.options.earlier_max.get().saturating_neg());
                    ready = ready.after(back).ok_or(RouteError::BeyondCalendar { at: ready })?;
                }
            }
        }
        let end = asked.shipment.ready.after(asked.options.horizon);
        asked.end = end.ok_or(RouteError::BeyondCalendar { at: asked.shipment.ready })?;
        asked.shipment.ready = ready;
        asked.options.horizon = asked.end.since(ready);
        asked.filter.services = self.options.open_services(self.network, &asked.filter);
        Ok(asked)
    }

    /// Whether there is a way for a shipment that is ready at an instant: a search by arrival alone, without prices
    /// unless something limits them.
    fn reaches(&self, asked: &Asked, ready: Instant) -> Result<bool, Stop<P::Error>> {
        let options = SearchOptions {
            criteria: Criteria::only(Criterion::Arrival),
            horizon: asked.end.since(ready),
            ..asked.options
        };
        let query = asked.query(&self.query, options);
        let Some(prepared) = self.prepare(&query, (ready, asked.end))? else { return Ok(false) };
        let backwards = Backwards::of(&prepared.moves);
        self.search(&prepared, &backwards, ready, asked)
    }

    fn prepare<'q>(
        &self,
        query: &Query<'q>,
        window: (Instant, Instant),
    ) -> Result<Option<Prepared<'q, P>>, Stop<P::Error>>
    where
        'a: 'q,
    {
        let (_, counted) = wanted(&query.options);
        let (network, pricer): (&'q Network, &'q P) = (self.network, self.pricer);
        match Prepared::new(network, *query, pricer, window, counted[1] || counted[2]) {
            Ok(prepared) => Ok(Some(prepared)),
            // What is not in the network cannot be touched.
            Err(RouteError::UnknownVia { .. }) => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    fn search(
        &self,
        prepared: &Prepared<'_, P>,
        backwards: &Backwards,
        ready: Instant,
        asked: &Asked,
    ) -> Result<bool, Stop<P::Error>> {
        self.may_go_on()?;
        let destination = &asked.shipment.destination;
        let node = self.network.graph.node(destination);
        let node = node.ok_or_else(|| RouteError::UnknownPlace { place: destination.clone() })?;
        let options = SearchOptions { horizon: asked.end.since(ready), ..prepared.query.options };
        let mut search = Search::new(prepared, backwards, options, ready, node)?;
        // Without an end among the spots there is nothing to look for.
        if search.goal.is_some() {
            search.run()?;
        }
        self.count(search.labels.len());
        let found = !search.finished.is_empty();
        if search.exhausted && !found {
            if self.stopped.get() {
                return Err(Stop::Halted);
            }
            self.cut_short.set(true);
        }
        Ok(found)
    }

    /// The latest minute, between the earliest and the one asked for, at which the shipment may be ready.
    fn latest(&self, asked: &Asked) -> Result<Option<Instant>, Stop<P::Error>> {
        self.latest_between(asked, asked.shipment.ready, self.query.shipment.ready)
    }

    fn latest_between(
        &self,
        asked: &Asked,
        first: Instant,
        last: Instant,
    ) -> Result<Option<Instant>, Stop<P::Error>> {
        let criteria = Criteria::only(Criterion::Arrival);
        let query = asked.query(&self.query, SearchOptions { criteria, ..asked.options });
        let Some(prepared) = self.prepare(&query, (first, asked.end))? else { return Ok(None) };
        let backwards = Backwards::of(&prepared.moves);
        let in_time =
            |ready: i64| self.search(&prepared, &backwards, Instant::from_epoch_minutes(ready), asked);
        let (mut early, mut late) = (first.epoch_minutes(), last.epoch_minutes());
        if in_time(late)? {
            return Ok(Some(last));
        }
        if late <= early || !in_time(early)? {
            return Ok(None);
        }
        while late - early > 1 {
            let middle = early + (late - early) / 2;
            if in_time(middle)? { early = middle } else { late = middle }
        }
        Ok(Some(Instant::from_epoch_minutes(early)))
    }

    /// The latest minute at which the shipment may be ready. Within a budget: that without it if it will do, since
    /// none later will; else one that will, where a minute later will not.
    fn latest_within_budget(&self, set: &Set, asked: &Asked) -> Result<Option<Instant>, Stop<P::Error>> {
        if asked.options.max_cost_minor.is_none() {
            return self.latest(asked);
        }
        if let Some((_, known)) = self.ready_known.borrow().iter().find(|(known, _)| known == set) {
            return Ok(Some(*known));
        }
        let unpaid = Asked {
            options: SearchOptions { max_cost_minor: None, ..asked.options },
            filter: asked.filter.clone(),
            shipment: asked.shipment.clone(),
            end: asked.end,
        };
        let Some(latest) = self.latest(&unpaid)? else { return Ok(None) };
        self.latest_between(asked, asked.shipment.ready, latest)
    }

    fn count(&self, labels: usize) {
        self.searches.set(self.searches.get().saturating_add(1));
        self.labels.set(self.labels.get().saturating_add(labels));
    }

    fn may_go_on(&self) -> Result<(), Stop<P::Error>> {
        let progress = Progress { labels: self.labels.get(), waiting: 0, found: 0 };
        let broken =
            || self.query.watch.is_some_and(|watch| watch.progress(progress) == ControlFlow::Break(()));
        if self.stopped.get() || self.searches.get() >= self.searches_max.get() || broken() {
            return Err(Stop::Halted);
        }
        Ok(())
    }
}

impl Asked {
    fn query<'q>(&'q self, base: &Query<'q>, options: SearchOptions) -> Query<'q> {
        Query { shipment: &self.shipment, filter: &self.filter, options, ..*base }
    }
}
