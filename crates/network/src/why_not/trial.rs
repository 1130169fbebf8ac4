//! Trying a question with some of its levers pulled.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::ops::ControlFlow;

use landbridge_model::Shipment;
use landbridge_units::{Instant, Minutes};

use crate::criteria::{Criteria, Criterion};
use crate::error::RouteError;
use crate::latest::latest;
use crate::network::Network;
use crate::pareto::{LONGEST_HORIZON, pareto};
use crate::plan::ahead::Backwards;
use crate::plan::prepared::{Outcome, Prepared};
use crate::pricer::Pricer;
use crate::query::{Filter, Progress, Query, SearchOptions};
use crate::routes::Routes;
use crate::search::{Search, wanted};
use crate::why_not::WhyNotOptions;
use crate::why_not::levers::{Lever, hastens_trains};
use crate::why_not::minimal_sets::Set;

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
pub(crate) struct Asked {
    pub(crate) filter: Filter,
    pub(crate) options: SearchOptions,
    pub(crate) shipment: Shipment,
    /// Last instant to arrive.
    pub(crate) end: Instant,
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

    pub(crate) fn pulled(&self, set: &Set, lever: &Lever) -> bool {
        set.iter().any(|idx| self.levers.get(*idx) == Some(lever))
    }

    /// The question once levers are pulled, amounts as far as they go.
    pub(crate) fn asked(&self, set: &Set) -> Outcome<Asked, P> {
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
        let backwards = Backwards::of(&prepared);
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
    pub(crate) fn latest(&self, asked: &Asked) -> Result<Option<Instant>, Stop<P::Error>> {
        self.latest_between(asked, asked.shipment.ready, self.query.shipment.ready)
    }

    pub(crate) fn latest_between(
        &self,
        asked: &Asked,
        first: Instant,
        last: Instant,
    ) -> Result<Option<Instant>, Stop<P::Error>> {
        let criteria = Criteria::only(Criterion::Arrival);
        let query = asked.query(&self.query, SearchOptions { criteria, ..asked.options });
        let Some(prepared) = self.prepare(&query, (first, asked.end))? else { return Ok(None) };
        let backwards = Backwards::of(&prepared);
        let steady = asked.options.max_cost_minor.is_none();
        latest((first, last), steady, |ready| self.search(&prepared, &backwards, ready, asked))
    }

    pub(crate) fn count(&self, labels: usize) {
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
    pub(crate) fn query<'q>(&'q self, base: &Query<'q>, options: SearchOptions) -> Query<'q> {
        Query { shipment: &self.shipment, filter: &self.filter, options, ..*base }
    }
}
