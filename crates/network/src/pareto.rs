//! Asking: the Pareto set of a shipment, on one day or on each of many, to one place or to all.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Itinerary, PlaceId, ServiceId};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::criteria::{Criteria, Criterion};
use crate::error::RouteError;
use crate::ground::graph::Node;
use crate::latest::latest;
use crate::network::Network;
use crate::plan::ahead::Backwards;
use crate::plan::moves::Stance;
use crate::plan::prepared::{Outcome, Prepared};
use crate::pricer::Pricer;
use crate::query::{Query, SearchOptions};
use crate::routes::{Route, Routes};
use crate::search::label::Standing;
use crate::search::{Search, wanted};

/// No horizon reaches further; it keeps a mistyped one from counting days to the end of the calendar.
pub(crate) const LONGEST_HORIZON: Minutes = Minutes::new(10 * 366 * 24 * 60);

/// All Pareto-optimal ways of a shipment: no other way is at least as good in every criterion asked for, and better
/// in one.
///
/// The ways compared are all sequences of services, each boarded as soon as it can be (a service on demand) or at
/// any of its departures within the horizon (a scheduled one). Between two gates (a border side, a place with hours,
/// a change of gauge, a handling) a service on demand takes the best chains of links only: those that no other
/// undercuts in running time and in metres of each country and kind of line. A way may pass a place again; that pays
/// only where waiting costs more than driving.
///
/// The answer is exact under the contract of [`Pricer`]; where waiting costs something, labels are kept unless the
/// earlier one is cheaper even after paying for the difference at the dearest place. With
/// [`same_instant_only`](crate::SearchOptions::same_instant_only) it is exact without conditions.
///
/// # Method
/// The network is first made ready for the shipment: a graph of spots (place, service or equipment, gauge) and
/// moves (a boarding, a leg with the gates at its ends, a change of gauge, a train ride), each with the least it can
/// take. Multi-criteria label setting over it, in the order of what each label comes to with a lower bound of what
/// is ahead (NAMOA*), one front of labels per spot, and everything dropped that a finished way is as good as. A search
/// that becomes long learns nearer bounds: earliest arrivals with the waits for trains, and how cost and CO2e can be
/// traded. Prices are asked for once per move and period of prices, and only where they can matter.
///
/// The number of labels can grow exponentially in the worst case, as the number of Pareto-optimal ways itself can;
/// with `L` labels, fronts of size `F` and `D` finished ways the work is O(L (F + D + log L)), with the bounds'
/// O(E log V) for each criterion before.
///
/// # Source
/// Martins, E. Q. V.: On a multicriteria shortest path problem. EJOR 16 (1984), 236-245.
/// Mandow, L., Pérez de la Cruz, J. L.: Multiobjective A* search with consistent heuristics. JACM 57 (2010), 27.
/// Pyrga, Schulz, Wagner, Zaroliagis: Efficient models for timetable information in public transportation
/// systems. ACM JEA 12 (2008).
///
/// # Errors
/// See [`RouteError`].
pub fn pareto<P: Pricer>(
    network: &Network,
    query: &Query<'_>,
    pricer: &P,
) -> Result<Routes, RouteError<P::Error>> {
    Plan::new(network, *query, pricer, (query.shipment.ready, query.shipment.ready))?.routes()
}

/// A network made ready for one shipment, on which several questions can be asked at little cost: the same from
/// other days, or to other places.
pub struct Plan<'a, P: Pricer> {
    prepared: Prepared<'a, P>,
    backwards: Backwards,
}

impl<P: Pricer> std::fmt::Debug for Plan<'_, P> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Plan")
            .field("spots", &self.prepared.moves.spots.len())
            .field("moves", &self.prepared.moves.moves.len())
            .finish_non_exhaustive()
    }
}

impl<'a, P: Pricer> Plan<'a, P> {
    /// Makes a network ready for the shipment of a query, to be ready at some time between the first and the last
    /// of two instants.
    ///
    /// # Errors
    /// See [`RouteError`].
    pub fn new(
        network: &'a Network,
        query: Query<'a>,
        pricer: &'a P,
        (first, last): (Instant, Instant),
    ) -> Result<Self, RouteError<P::Error>> {
        let horizon = query.options.horizon.min(LONGEST_HORIZON);
        let until = last.after(horizon).ok_or(RouteError::BeyondCalendar { at: last })?;
        let (_, counted) = wanted(&query.options);
        let prepared = Prepared::new(network, query, pricer, (first, until), counted[1] || counted[2])?;
        let backwards = Backwards::of(&prepared);
        Ok(Self { prepared, backwards })
    }

    /// The Pareto set of the shipment as the query has it.
    ///
    /// # Errors
    /// See [`RouteError`].
    pub fn routes(&self) -> Result<Routes, RouteError<P::Error>> {
        let shipment = self.prepared.query.shipment;
        self.ask(shipment.ready, &shipment.destination)
    }

    /// The Pareto set of the shipment if it is ready at an instant, for a destination.
    ///
    /// # Errors
    /// See [`RouteError`].
    pub fn ask(&self, ready: Instant, destination: &PlaceId) -> Result<Routes, RouteError<P::Error>> {
        let network = self.prepared.network;
        let node = network.graph.node(destination);
        let node = node.ok_or_else(|| RouteError::UnknownPlace { place: destination.clone() })?;
        if node == self.prepared.origin {
            return Err(RouteError::SamePlace { place: destination.clone() });
        }
        let mut search = self.search(ready, node)?;
        search.run()?;
        if search.finished.is_empty() && !search.exhausted && search.options.bounds {
            // A refusal names all that was reached, also where nothing leads on.
            search = self.search_with(ready, node, SearchOptions { bounds: false, ..search.options })?;
            search.run()?;
        }
        let mut answer = answer(&search, node)?;
        if search.exhausted
            && answer.routes.is_empty()
            && self.prepared.query.options.criteria.iter().count() > 1
        {
            // Better one way for each criterion than none.
            for criterion in self.prepared.query.options.criteria.iter() {
                let alone = SearchOptions { criteria: Criteria::only(criterion), ..search.options };
                let mut search = self.search_with(ready, node, alone)?;
                search.run()?;
                if !search.finished.is_empty() {
                    answer.routes.extend(self::answer(&search, node)?.routes);
                }
            }
            answer.thin(self.prepared.query.options.criteria);
        }
        Ok(answer)
    }

    /// The Pareto sets of the shipment for each of several instants at which it may be ready.
    ///
    /// # Errors
    /// See [`RouteError`]; that nothing reaches the destination is the answer for that instant.
    pub fn profile(&self, ready: &[Instant]) -> Profile<P::Error> {
        let destination = &self.prepared.query.shipment.destination;
        ready.iter().map(|ready| (*ready, self.ask(*ready, destination))).collect()
    }

    /// The latest instant between two at which the shipment may be ready and still be unloaded at its destination
    /// by a deadline within the limits of the query; `None` if there is none.
    ///
    /// Who is ready later is not delivered earlier, so that it is found by halving, to the minute: O(log n) searches
    /// by arrival alone. With a budget who is ready earlier may pay for waiting longer; then days are tried one by
    /// one, and the answer is a minute that will do while the next does not.
    ///
    /// # Errors
    /// See [`RouteError`].
    pub fn latest_start(
        &self,
        (first, last): (Instant, Instant),
        deadline: Instant,
    ) -> Result<Option<Instant>, RouteError<P::Error>> {
        let destination = &self.prepared.query.shipment.destination;
        let node = self.prepared.network.graph.node(destination);
        let node = node.ok_or_else(|| RouteError::UnknownPlace { place: destination.clone() })?;
        let in_time = |ready: Instant| -> Outcome<bool, P> {
            let criteria = Criteria::only(Criterion::Arrival);
            let options = SearchOptions { criteria, ..self.prepared.query.options };
            let mut search = self.search_with(ready, node, options)?;
            search.run()?;
            Ok(search.finished.iter().any(|done| done.at <= deadline))
        };
        latest((first, last), self.prepared.query.options.max_cost_minor.is_none(), in_time)
    }

    /// The Pareto sets from the origin to every place where the vehicles can be unloaded, by place.
    ///
    /// # Errors
    /// See [`RouteError`]; a place that nothing reaches within the limits is left out.
    pub fn reach(&self, ready: Instant) -> Result<BTreeMap<PlaceId, Routes>, RouteError<P::Error>> {
        let spots = self.prepared.moves.spots.iter();
        let ends: BTreeSet<Node> =
            spots.filter(|spot| spot.stance == Stance::Delivered).map(|spot| spot.place).collect();
        let mut reached = BTreeMap::new();
        for node in ends.into_iter().filter(|node| *node != self.prepared.origin) {
            let place = self.prepared.place(node).id.clone();
            match self.ask(ready, &place) {
                Ok(routes) => {
                    reached.insert(place, routes);
                }
                Err(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }) => {}
                Err(other) => return Err(other),
            }
        }
        Ok(reached)
    }

    fn search(&self, ready: Instant, destination: Node) -> Outcome<Search<'_, 'a, P>, P> {
        self.search_with(ready, destination, self.prepared.query.options)
    }

    fn search_with(
        &self,
        ready: Instant,
        destination: Node,
        mut options: SearchOptions,
    ) -> Outcome<Search<'_, 'a, P>, P> {
        options.horizon = options.horizon.min(LONGEST_HORIZON);
        Search::new(&self.prepared, &self.backwards, options, ready, destination)
    }
}

/// Answers by the instant at which the shipment is ready.
pub type Profile<E> = Vec<(Instant, Result<Routes, RouteError<E>>)>;

/// What a search has found, as itineraries.
fn answer<P: Pricer>(search: &Search<'_, '_, P>, destination: Node) -> Outcome<Routes, P> {
    let prepared = search.prepared;
    let mut kept: Vec<&Standing> = search.finished.iter().collect();
    kept.sort_by_key(|done| (done.at, done.sums, done.handlings, done.label));
    if kept.is_empty() && !search.exhausted {
        return Err(refusal(search, destination));
    }
    let mut routes = Vec::with_capacity(kept.len());
    for done in kept {
        let out_of_range = || RouteError::OutOfRange { place: prepared.place(destination).id.clone() };
        let steps = search.steps_of(done.label)?;
        let (mut cost_minor, mut co2, mut spread) = (0_i64, 0_u64, 0_u64);
        for step in &steps {
            spread = spread.saturating_add(prepared.network.spread_of(step));
        }
        if search.counted[1] && search.counted[2] {
            cost_minor = done.sums[0];
            co2 = u64::try_from(done.sums[1]).unwrap_or(0);
        } else {
            for step in &steps {
                let price = prepared.toll.price(step)?;
                cost_minor = cost_minor.checked_add(price.cost).ok_or_else(out_of_range)?;
                co2 = co2.checked_add(price.co2).ok_or_else(out_of_range)?;
            }
        }
        // Steps follow each other by construction; the check is the model's own.
        let itinerary = Itinerary::new(steps).map_err(|_| out_of_range())?;
        let handlings = done.handlings;
        routes.push(Route { itinerary, cost_minor, co2e: GramsCo2e::new(co2), handlings, spread });
    }
    routes.sort_by_key(Route::vector);
    Ok(Routes { routes, complete: !search.exhausted, labels: search.labels.len() })
}

fn refusal<P: Pricer>(search: &Search<'_, '_, P>, destination: Node) -> RouteError<P::Error> {
    let prepared = search.prepared;
    let origin = prepared.place(prepared.origin).id.clone();
    let destination = prepared.place(destination).id.clone();
    let spots = search.labels.iter().map(|label| prepared.moves.spots[label.spot].place);
    let reached = spots.map(|node| prepared.place(node).id.clone()).collect();
    let late: BTreeSet<ServiceId> =
        search.late.iter().map(|carrier| prepared.carrier(*carrier).service.id.clone()).collect();
    let blocked = prepared.blocked.union(&search.blocked).cloned().collect();
    if late.is_empty() {
        RouteError::Unreachable { origin, destination, reached, blocked }
    } else {
        let horizon = search.options.horizon;
        RouteError::NoDepartureInHorizon { origin, destination, horizon, reached, late, blocked }
    }
}
