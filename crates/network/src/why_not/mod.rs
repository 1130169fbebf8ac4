//! Why there is no way, and what would make one.

pub(crate) mod change;
pub(crate) mod dominated;
pub(crate) mod levers;
pub(crate) mod minimal_sets;
pub(crate) mod trial;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::ops::ControlFlow;

use landbridge_model::{PlaceId, ServiceId};
use landbridge_units::Minutes;

use crate::error::RouteError;
use crate::network::Network;
use crate::plan::prepared::Outcome;
use crate::pricer::Pricer;
use crate::query::{Filter, Progress, Query, Waiver};
use crate::routes::{Route, Routes};
use crate::why_not::change::Change;
use crate::why_not::dominated::{Dominated, why_dominated};
use crate::why_not::levers::Lever;
use crate::why_not::minimal_sets::{MinimalSets, Set};
use crate::why_not::trial::{Stop, Trial};

/// How far changes may go, and how long to look for them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyNotOptions {
    /// All minimal sets of up to so many changes are looked for.
    pub changes_max: usize,
    /// After so many searches no more sets are looked for. Those that make one set, and its amounts, come on top.
    pub searches_max: usize,
    /// No longer horizon than this is proposed.
    pub horizon_max: Minutes,
    /// No earlier start than by this is proposed; zero: none.
    pub earlier_max: Minutes,
    /// What holds whatever is proposed.
    pub fixed: BTreeSet<Waiver>,
    /// Services closed to the shipment for reasons the network does not know; [`Waiver::Service`] opens them.
    pub closed: BTreeSet<ServiceId>,
}

impl Default for WhyNotOptions {
    /// Sets of up to three changes, 1,000 searches, two years ahead, 60 days earlier.
    fn default() -> Self {
        Self {
            changes_max: 3,
            searches_max: 1_000,
            horizon_max: Minutes::new(731 * 24 * 60),
            earlier_max: Minutes::new(60 * 24 * 60),
            fixed: BTreeSet::new(),
            closed: BTreeSet::new(),
        }
    }
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyNot {
    /// What was found.
    pub finding: Finding,
    /// How many changes were considered.
    pub considered: usize,
    /// All minimal sets of up to so many of the changes considered were found; `None` if not even of one.
    pub complete_to: Option<usize>,
    /// Whether every search came to its end; if one did not, a set may be larger, or an amount more, than need be.
    pub exact: bool,
    /// Changes left out because what they open has no price or no duration.
    pub unpriced: Vec<Change>,
    /// How many searches it took.
    pub searches: usize,
}

/// What was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Finding {
    /// There is a way.
    Possible {
        /// The ways.
        routes: Routes,
        /// Each of them with those that dominate it once services, `via` and what is avoided are left open. Empty
        /// where the question has none of these.
        dominated: Vec<Dominated>,
    },
    /// There is none, but for these changes: the smallest sets first.
    Remedies(Vec<Remedy>),
    /// There is none, whatever is changed.
    Impossible {
        /// Places that can be come to with everything changed, the origin included.
        reached: BTreeSet<PlaceId>,
    },
    /// The search ended before anything was found.
    NotKnown,
}

/// A minimal set of changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remedy {
    /// The changes, none of which can be left out, sorted.
    pub changes: Vec<Change>,
    /// A way once they are made: the one that needs these amounts; the earliest where there are none.
    pub route: Route,
}

impl WhyNot {
    /// The remedies, if there are any.
    #[must_use]
    pub fn remedies(&self) -> &[Remedy] {
        match &self.finding {
            Finding::Remedies(remedies) => remedies,
            _ => &[],
        }
    }

    /// Every change that is part of a remedy: the constraints that bind.
    #[must_use]
    pub fn binding(&self) -> BTreeSet<&Change> {
        self.remedies().iter().flat_map(|remedy| &remedy.changes).collect()
    }
}

/// Why a question has no way, and the smallest sets of changes that give it one.
///
/// # What is considered
/// Of the question: each thing avoided, each `via`, each service left out of those asked for, the deadline, the
/// budget, the limits on CO2e and on handlings, the horizon, and when the shipment is ready. Of the corridor: each
/// closure, embargo and holiday, the hours of each place, what a place lacks to handle equipment that calls there,
/// and each service that does not take the shipment. Not considered: links, timetables, durations and prices.
///
/// # What is exact
/// A set is a remedy if there is a way with it, and none without any one of its members; both are seen by searches of
/// their own. All such sets of up to [`WhyNot::complete_to`] of the changes considered are given. If the searches
/// run out before one was found, one minimal set of whatever size is given all the same. Where a set holds amounts,
/// each is the least that will do, to the minute, the gram and the minor unit; of several amounts that can be
/// traded for each other, each choice is a remedy of its own. An earlier start is weighed first: the latest that will
/// do, whatever the other amounts; within a budget and where waiting costs something, it is one that will do, where a
/// minute later will not.
///
/// This rests on changes never making a way worse. Three things can:
///
/// - A train that a rule or opening hours no longer hold up on its way may be gone before the vehicles are there. So
///   where a set does not help, it is tried without such changes as well: in all choices of up to four of them; of
///   more, without all, without each, and with each alone.
/// - Where a rule is lifted and the vehicles wait at a dearer place instead, a budget may be broken.
/// - Where a rule or opening hours no longer cut a leg in two, a budget may be broken if one leg costs more than two.
///
/// Remedies are verified all the same, but others may be missing.
///
/// # Method
/// See the crate's `minimal_sets`: implicit hitting sets, with searches by arrival alone as trials.
///
/// # Errors
/// See [`RouteError`]; that nothing reaches the destination, or that something to be touched is not in the network,
/// is what is explained.
pub fn why_not<P: Pricer>(
    network: &Network,
    query: &Query<'_>,
    pricer: &P,
    options: &WhyNotOptions,
) -> Result<WhyNot, RouteError<P::Error>> {
    let stopped = Cell::new(false);
    let relay = |progress: Progress| match query.watch {
        Some(watch) if watch.progress(progress) == ControlFlow::Break(()) => {
            stopped.set(true);
            ControlFlow::Break(())
        }
        _ => ControlFlow::Continue(()),
    };
    let query = Query { watch: Some(&relay), ..*query };
    let levers = levers::levers(network, &query, options);
    let mut trial = Trial::new(network, query, pricer, options, levers, &stopped);
    let finding = match trial.as_it_is() {
        Ok(routes) if routes.routes.is_empty() => Some(Finding::NotKnown),
        Ok(routes) => {
            let dominated = dominated(network, &query, pricer, options)?;
            Some(Finding::Possible { routes, dominated })
        }
        Err(
            RouteError::Unreachable { .. }
            | RouteError::NoDepartureInHorizon { .. }
            | RouteError::UnknownVia { .. },
        ) => None,
        Err(error) => return Err(error),
    };
    let mut unpriced = Vec::new();
    let (finding, complete_to) = match finding {
        Some(finding) => (finding, None),
        None => loop {
            match remedies(&trial) {
                Ok(found) => break found,
                Err(error) => {
                    // What has no price or no duration is no remedy; without it there may be others.
                    let fault = levers::at_fault(network, &trial.levers, &error);
                    if fault.is_empty() {
                        return Err(error);
                    }
                    trial.levers.retain(|lever| !fault.contains(lever));
                    unpriced.extend(fault.into_iter().filter_map(|lever| match lever {
                        Lever::Whole(change) => Some(change),
                        _ => None,
                    }));
                }
            }
        },
    };
    let exact = !trial.cut_short.get() && !stopped.get();
    let (considered, searches) = (trial.levers.len() + unpriced.len(), trial.searches.get());
    Ok(WhyNot { finding, considered, complete_to, exact, unpriced, searches })
}

fn remedies<P: Pricer>(trial: &Trial<'_, P>) -> Outcome<(Finding, Option<usize>), P> {
    // Levers may have been taken off since.
    trial.known.borrow_mut().clear();
    trial.ready_known.borrow_mut().clear();
    let hastening = trial.hastening();
    let mut sets = MinimalSets::new(trial.levers.len(), |set: &Set| trial.helps(set, &hastening));
    trial.searches_max.set(usize::MAX);
    let mut complete_to = None;
    let mut look = || -> Result<bool, Stop<P::Error>> {
        if !sets.all_help()? {
            return Ok(false);
        }
        sets.any()?;
        trial.searches_max.set(trial.searches.get().saturating_add(trial.options.searches_max));
        for size in 0..=trial.options.changes_max.min(trial.levers.len()) {
            sets.of_size(size)?;
            complete_to = (size > 0).then_some(size);
        }
        Ok(true)
    };
    match look() {
        Ok(false) => {
            let reached = match trial.with_all() {
                Err(
                    RouteError::Unreachable { reached, .. }
                    | RouteError::NoDepartureInHorizon { reached, .. },
                ) => reached,
                Err(error) => return Err(error),
                Ok(_) => return Ok((Finding::NotKnown, None)),
            };
            return Ok((Finding::Impossible { reached }, None));
        }
        Ok(true) | Err(Stop::Halted) => {}
        Err(Stop::Error(error)) => return Err(error),
    }
    trial.searches_max.set(usize::MAX);
    let mut remedies = Vec::new();
    for set in sets.into_found() {
        match trial.remedies(&set) {
            Ok(own) => remedies.extend(own),
            Err(Stop::Halted) => {
                complete_to = None;
                break;
            }
            Err(Stop::Error(error)) => return Err(error),
        }
    }
    remedies.sort_by(|a, b| (a.changes.len(), &a.changes).cmp(&(b.changes.len(), &b.changes)));
    let finding = if remedies.is_empty() { Finding::NotKnown } else { Finding::Remedies(remedies) };
    Ok((finding, complete_to))
}

/// What dominates the ways of a question, if it asks for particular ones.
fn dominated<P: Pricer>(
    network: &Network,
    query: &Query<'_>,
    pricer: &P,
    options: &WhyNotOptions,
) -> Outcome<Vec<Dominated>, P> {
    let open = Filter { waive: query.filter.waive.clone(), ..Filter::default() };
    if open == *query.filter {
        return Ok(Vec::new());
    }
    let services = |filter: &Filter| options.open_services(network, filter);
    let open = Filter { services: services(&open), ..open };
    let wanted = Filter { services: services(query.filter), ..query.filter.clone() };
    why_dominated(network, &Query { filter: &open, ..*query }, &wanted, pricer)
}

impl WhyNotOptions {
    /// The services a filter admits, without those that are closed and not opened by it.
    pub(crate) fn open_services(&self, network: &Network, filter: &Filter) -> Option<BTreeSet<ServiceId>> {
        let opened = |id: &ServiceId| filter.waive.contains(&Waiver::Service(id.clone()));
        if self.closed.iter().all(opened) {
            return filter.services.clone();
        }
        let admitted = filter.services.clone().unwrap_or_else(|| network.services());
        Some(admitted.into_iter().filter(|id| !self.closed.contains(id) || opened(id)).collect())
    }
}
