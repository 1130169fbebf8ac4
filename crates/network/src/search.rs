//! The search: all itineraries between which arrival, cost and CO2e leave a choice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;

use landbridge_model::{Itinerary, Place, PlaceId, ServiceId, Step};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::boarding::Alighting;
use crate::error::{Blocked, RouteError};
use crate::graph::Node;
use crate::label::{Label, Rank, Spot};
use crate::motion::Mover;
use crate::network::{Carrier, Network};
use crate::pricer::Pricer;
use crate::query::Query;
use crate::routes::{Route, Routes};
use crate::runs::{Avoid, Run};
use crate::toll::{Tally, Toll};

/// No horizon reaches further; it keeps a mistyped one from counting days to the end of the calendar.
const LONGEST_HORIZON: Minutes = Minutes::new(10 * 366 * 24 * 60);

/// All Pareto-optimal ways of a shipment: no other way is at least as early, as cheap and as low in CO2e, and
/// better in one of these.
///
/// The ways compared are all sequences of services, each boarded as soon as it can be (a service on demand) or at
/// any of its departures within the horizon (a scheduled one), where a ride on demand reaches no place twice.
/// The answer is exact under the contract of [`Pricer`] as long as waiting costs nothing; where it does,
/// labels are kept unless the earlier one is cheaper even after paying for the difference at the dearest place.
/// With [`same_instant_only`](crate::SearchOptions::same_instant_only) it is exact without conditions.
///
/// # Method
/// Multi-criteria label setting over spots (place, service, gauge), in the order of time, with one front of
/// labels per spot and pruning by the front at the destination. The number of labels can grow exponentially in
/// the worst case, as the number of Pareto-optimal ways itself can; with `L` labels and fronts of size `F` the
/// work is O(L (F + log L)).
///
/// # Source
/// Martins, E. Q. V.: On a multicriteria shortest path problem. EJOR 16 (1984), 236-245.
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
    let shipment = query.shipment;
    let node = |place: &PlaceId| {
        network.graph.node(place).ok_or_else(|| RouteError::UnknownPlace { place: place.clone() })
    };
    let (origin, destination) = (node(&shipment.origin)?, node(&shipment.destination)?);
    if origin == destination {
        return Err(RouteError::SamePlace { place: shipment.origin.clone() });
    }
    let horizon = query.options.horizon.min(LONGEST_HORIZON);
    let beyond = || RouteError::BeyondCalendar { at: shipment.ready };
    let end = shipment.ready.after(horizon).ok_or_else(beyond)?;
    end.to_utc().ok_or_else(beyond)?;
    shipment.ready.to_utc().ok_or_else(beyond)?;

    let places = network.graph.nodes().map(|node| network.graph.place(node).id.clone());
    let toll = Toll::new(pricer, places, horizon)?;
    let mut search = Search {
        network,
        query,
        toll,
        origin,
        destination,
        end,
        labels: Vec::new(),
        queue: BinaryHeap::new(),
        fronts: BTreeMap::new(),
        runs: BTreeMap::new(),
        rides: BTreeMap::new(),
        usable: Vec::new(),
        blocked: BTreeSet::new(),
        reached: BTreeSet::from([shipment.origin.clone()]),
        late: BTreeSet::new(),
        exhausted: false,
    };
    search.usable = search.usable_carriers();
    search.run()?;
    search.answer(horizon)
}

/// A search under way. How services are boarded is in `boarding.rs`, how they go on in `riding.rs`.
pub(crate) struct Search<'a, P: Pricer> {
    pub(crate) network: &'a Network,
    pub(crate) query: &'a Query<'a>,
    pub(crate) toll: Toll<'a, P>,
    pub(crate) origin: Node,
    pub(crate) destination: Node,
    /// Last instant to arrive.
    pub(crate) end: Instant,
    pub(crate) labels: Vec<Label>,
    pub(crate) queue: BinaryHeap<Reverse<Rank>>,
    pub(crate) fronts: BTreeMap<Spot, Vec<usize>>,
    /// Runs by carrier.
    pub(crate) runs: BTreeMap<usize, Rc<Vec<Run>>>,
    /// Where one can get, by carrier, run and stop boarded.
    pub(crate) rides: BTreeMap<(usize, usize, usize), Rc<Vec<Alighting>>>,
    pub(crate) usable: Vec<usize>,
    pub(crate) blocked: BTreeSet<Blocked>,
    pub(crate) reached: BTreeSet<PlaceId>,
    pub(crate) late: BTreeSet<ServiceId>,
    pub(crate) exhausted: bool,
}

pub(crate) type Outcome<T, P> = Result<T, RouteError<<P as Pricer>::Error>>;

impl<'a, P: Pricer> Search<'a, P> {
    pub(crate) fn place(&self, node: Node) -> &'a Place {
        self.network.graph.place(node)
    }

    pub(crate) fn carrier(&self, idx: usize) -> &'a Carrier {
        &self.network.carriers[idx]
    }

    pub(crate) fn avoid(&self) -> Avoid<'a> {
        Avoid { places: self.query.avoid_places, crossings: self.query.avoid_crossings }
    }

    pub(crate) fn mover(&self, carrier: usize) -> Mover<'a> {
        Mover {
            network: self.network,
            carrier: self.carrier(carrier),
            clearance: self.query.shipment.clearance,
        }
    }

    /// Services the question admits; the others are noted with the reason.
    fn usable_carriers(&mut self) -> Vec<usize> {
        let classes = self.query.shipment.classes();
        for (service, code) in &self.network.unusable {
            self.blocked.insert(Blocked::Defect { service: service.clone(), code: code.code });
        }
        let mut usable = Vec::new();
        for (idx, carrier) in self.network.carriers.iter().enumerate() {
            let id = || carrier.service.id.clone();
            let mut reasons = Vec::new();
            if self.query.services.is_some_and(|asked| !asked.contains(&carrier.service.id)) {
                reasons.push(Blocked::NotAsked { service: id() });
            }
            if !self.query.equipment.contains(&carrier.service.equipment) {
                reasons.push(Blocked::Equipment { service: id(), equipment: carrier.equipment.id.clone() });
            }
            for class in classes.iter().filter(|class| !carrier.service.carries.contains(class)) {
                reasons.push(Blocked::Class { service: id(), class: *class });
            }
            if reasons.is_empty() {
                usable.push(idx);
            }
            self.blocked.extend(reasons);
        }
        usable
    }

    fn run(&mut self) -> Outcome<(), P> {
        self.push(Label {
            parent: None,
            spot: Spot::Origin,
            at: self.query.shipment.ready,
            sum: Tally::default(),
            handlings: 0,
            rides: Vec::new(),
            steps: Vec::new(),
            ride: None,
            open: None,
            reached: Vec::new(),
            dead: false,
        })?;
        while let Some(Reverse(rank)) = self.queue.pop() {
            if self.exhausted {
                break;
            }
            if self.labels[rank.label].dead {
                continue;
            }
            match self.labels[rank.label].spot {
                Spot::Origin => self.board_all(rank.label, self.origin, None)?,
                Spot::Aboard { place, carrier, gauge, phase } => {
                    self.go_on(rank.label, place, carrier, gauge, phase)?;
                }
                Spot::Landed { place, carrier } => {
                    if place == self.destination {
                        self.unload(rank.label, place, carrier)?;
                    }
                    self.board_all(rank.label, place, Some(carrier))?;
                }
                Spot::Delivered => {}
            }
        }
        Ok(())
    }

    /// Keeps a label unless another covers it, and drops those it covers.
    pub(crate) fn push(&mut self, label: Label) -> Outcome<(), P> {
        if label.at > self.end {
            if let Some(carrier) = label.rides.last() {
                self.late.insert(self.carrier(*carrier).service.id.clone());
            }
            return Ok(());
        }
        match label.spot {
            Spot::Landed { place, .. } | Spot::Aboard { place, .. } => {
                self.reached.insert(self.place(place).id.clone());
            }
            Spot::Origin | Spot::Delivered => {}
        }
        // What is already worse than a finished way cannot become better: steps only add.
        let finished = self.fronts.get(&Spot::Delivered).map_or(&[][..], Vec::as_slice);
        let hopeless = finished.iter().any(|idx| {
            let done = &self.labels[*idx];
            done.at <= label.at
                && done.sum.cost <= label.sum.cost
                && done.sum.co2 <= label.sum.co2
                && done.handlings <= label.handlings
                && (label.spot != Spot::Delivered || done.covers(&label, 0))
        });
        if hopeless {
            return Ok(());
        }
        let strict = self.query.options.same_instant_only && label.spot != Spot::Delivered;
        let mut covered = Vec::new();
        let front = self.fronts.get(&label.spot).cloned().unwrap_or_default();
        for idx in front {
            let other = &self.labels[idx];
            let comparable = |a: &Label, b: &Label| !strict || a.comparable_at_once(b);
            // The bound on waiting is asked for only where the rest is decided.
            if comparable(other, &label) && other.covers(&label, 0) {
                let bound = self.wait_bound(idx, &label)?;
                if self.labels[idx].covers(&label, bound) {
                    return Ok(());
                }
            } else if comparable(&label, other) && label.covers(other, 0) {
                let bound = self.wait_bound(idx, &label)?;
                if label.covers(&self.labels[idx], bound) {
                    covered.push(idx);
                }
            }
        }
        if self.labels.len() >= self.query.options.max_labels {
            self.exhausted = true;
            return Ok(());
        }
        for idx in &covered {
            self.labels[*idx].dead = true;
        }
        let idx = self.labels.len();
        let front = self.fronts.entry(label.spot).or_default();
        front.retain(|known| !covered.contains(known));
        front.push(idx);
        self.queue.push(Reverse(label.rank(idx)));
        self.labels.push(label);
        Ok(())
    }

    /// The most that waiting costs from the instant of one label to that of another. Who has arrived waits no more.
    fn wait_bound(&mut self, known: usize, label: &Label) -> Outcome<i64, P> {
        if label.spot == Spot::Delivered {
            return Ok(0);
        }
        let gap = label.at.since(self.labels[known].at).get();
        self.toll.wait_bound(gap.saturating_abs())
    }

    pub(crate) fn handles(&mut self, node: Node, carrier: usize) -> bool {
        let place = self.place(node);
        let (service, kind) = (&self.carrier(carrier).service.id, self.carrier(carrier).equipment.handling);
        let able = place.handles.contains(&kind);
        if !able {
            let (service, place) = (service.clone(), place.id.clone());
            self.blocked.insert(Blocked::Handling { service, place, kind });
        }
        able
    }

    pub(crate) fn note_gauge(&mut self, node: Node, carrier: usize) {
        let (service, place) = (self.carrier(carrier).service.id.clone(), self.place(node).id.clone());
        self.blocked.insert(Blocked::Gauge { service, place });
    }

    pub(crate) fn note_for_ever(&mut self, node: Node, carrier: usize) {
        let (service, place) = (self.carrier(carrier).service.id.clone(), self.place(node).id.clone());
        self.blocked.insert(Blocked::ForEver { service, place });
    }

    /// The front at the destination as itineraries.
    fn answer(self, horizon: Minutes) -> Outcome<Routes, P> {
        let front = self.fronts.get(&Spot::Delivered).map_or(&[][..], Vec::as_slice);
        // Handlings were kept apart for the sake of ties; they are no criterion of the answer.
        let mut best: Vec<usize> = front.to_vec();
        best.sort_by_key(|idx| {
            let label = &self.labels[*idx];
            (label.at, label.sum, label.handlings, label.rides.clone())
        });
        let mut kept: Vec<usize> = Vec::new();
        for idx in best {
            let label = &self.labels[idx];
            let beaten = kept.iter().any(|other| {
                let other = &self.labels[*other];
                other.at <= label.at && other.sum.cost <= label.sum.cost && other.sum.co2 <= label.sum.co2
            });
            if !beaten {
                kept.push(idx);
            }
        }
        if kept.is_empty() && !self.exhausted {
            let (origin, destination) =
                (self.query.shipment.origin.clone(), self.query.shipment.destination.clone());
            let (reached, late, blocked) = (self.reached, self.late, self.blocked);
            return Err(if late.is_empty() {
                RouteError::Unreachable { origin, destination, reached, blocked }
            } else {
                RouteError::NoDepartureInHorizon { origin, destination, horizon, reached, late, blocked }
            });
        }
        let mut routes = Vec::with_capacity(kept.len());
        for idx in kept {
            let label = &self.labels[idx];
            let out_of_range = || RouteError::OutOfRange { place: self.query.shipment.destination.clone() };
            // Steps follow each other by construction; the check is the model's own.
            let itinerary = Itinerary::new(self.steps_of(idx)).map_err(|_| out_of_range())?;
            routes.push(Route { itinerary, cost_minor: label.sum.cost, co2e: GramsCo2e::new(label.sum.co2) });
        }
        Ok(Routes { routes, complete: !self.exhausted, labels: self.labels.len() })
    }

    fn steps_of(&self, label: usize) -> Vec<Step> {
        let mut chain = Vec::new();
        let mut next = Some(label);
        while let Some(idx) = next {
            chain.push(idx);
            next = self.labels[idx].parent;
        }
        let mut steps = Vec::new();
        for idx in chain.into_iter().rev() {
            let label = &self.labels[idx];
            steps.extend(label.steps.iter().cloned());
            steps.extend(label.ride.iter().flat_map(|ride| ride.iter().cloned()));
        }
        steps
    }
}
