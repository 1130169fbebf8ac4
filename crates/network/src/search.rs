//! The search: all itineraries between which arrival, cost and CO2e leave a choice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;

use landbridge_model::{Itinerary, Place, PlaceId, ServiceId};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::boarding::{Alighting, Boarding};
use crate::bounds::Bounds;
use crate::error::{Blocked, RouteError};
use crate::graph::{Node, Way};
use crate::label::{Label, Open, Rank, Spot, Standing, Via};
use crate::legs::Legs;
use crate::motion::Mover;
use crate::network::{Carrier, Network};
use crate::pricer::Pricer;
use crate::query::Query;
use crate::riding::{Move, Passed};
use crate::routes::{Route, Routes};
use crate::runs::{Avoid, Run};
use crate::spots::{SpotId, Spots};
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
/// labels per spot. Three things keep the labels few:
///
/// - lower bounds of what lies ahead of each spot, by time, cost and CO2e, from one search backwards by each:
///   a label that with its bounds is worse than a finished way is dropped;
/// - a few searches in haste, each for the best way by one weighted sum of the three with one label per spot, so
///   that there are finished ways to compare with from the start;
/// - trains that with bounds are too late or too dear are neither boarded nor priced.
///
/// A label is a few numbers and how it came from its parent; steps are made again for the ways answered only. Legs
/// are kept as a tree of links, so that each is priced once in each period of prices.
///
/// The number of labels can grow exponentially in the worst case, as the number of Pareto-optimal ways itself can;
/// with `L` labels, fronts of size `F` and `D` finished ways the work is O(L (F + D + log L)), with the bounds'
/// O(E log V) before.
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
        bounds: Bounds::default(),
        spots: Spots::default(),
        legs: Legs::default(),
        finished: Vec::new(),
        haste: None,
        moves: BTreeMap::new(),
        passed: BTreeMap::new(),
        boardings: BTreeMap::new(),
        waits: BTreeMap::new(),
        runs: BTreeMap::new(),
        rides: BTreeMap::new(),
        usable: Vec::new(),
        blocked: BTreeSet::new(),
        reached: BTreeSet::from([origin]),
        late: BTreeSet::new(),
        exhausted: false,
    };
    search.usable = search.usable_carriers();
    if query.options.bounds {
        search.bounds = Bounds::of(&search);
    }
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
    queue: BinaryHeap<Reverse<Rank>>,
    pub(crate) bounds: Bounds,
    pub(crate) spots: Spots,
    pub(crate) legs: Legs,
    /// Finished ways, those found in haste among them.
    finished: Vec<Finished>,
    /// Set while good ways are looked for in haste.
    haste: Option<Haste>,
    /// Links by spot.
    pub(crate) moves: BTreeMap<SpotId, Rc<[Move]>>,
    /// What passing a border or a place with hours comes to, by spot, number of the move and minute.
    pub(crate) passed: BTreeMap<((SpotId, usize), Instant), Option<Passed>>,
    pub(crate) boardings: BTreeMap<SpotId, Rc<[Boarding]>>,
    /// Prices of waits by place, carrier waited for, period and length.
    pub(crate) waits: BTreeMap<(Node, usize, i64, Minutes), Tally>,
    /// Runs by carrier.
    pub(crate) runs: BTreeMap<usize, Rc<Vec<Run>>>,
    /// Where one can get, by carrier, run and stop boarded.
    pub(crate) rides: BTreeMap<(usize, usize, usize), Rc<Vec<Alighting>>>,
    pub(crate) usable: Vec<usize>,
    pub(crate) blocked: BTreeSet<Blocked>,
    reached: BTreeSet<Node>,
    late: BTreeSet<usize>,
    exhausted: bool,
}

/// A finished way, as others are compared with it.
#[derive(Clone, Copy, Debug)]
struct Finished {
    standing: Standing,
    /// Found in haste: it makes worse ways superfluous, but none that is as good.
    hasty: bool,
    label: usize,
}

/// A search for one good way: by one sum of arrival, cost and CO2e, and with one label for each spot.
#[derive(Clone, Copy, Debug)]
struct Haste {
    /// Its number, from one.
    round: usize,
    /// What arrival, cost and CO2e weigh.
    weights: [i128; 3],
    /// Whether it has found its way.
    done: bool,
}

/// What weighs how much in each search in haste: each criterion alone with the others to break ties, all three
/// together, each somewhat more than the others, and two mixtures of arrival and cost.
const WEIGHTS: [[i128; 3]; 9] = [
    [1_000, 1, 1],
    [1, 1_000, 1],
    [1, 1, 1_000],
    [1, 1, 1],
    [4, 1, 1],
    [1, 4, 1],
    [1, 1, 4],
    [16, 4, 1],
    [4, 16, 1],
];

/// A partial way about to be kept, one step further than its parent.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Next {
    pub(crate) spot: SpotId,
    pub(crate) at: Instant,
    pub(crate) sum: Tally,
    pub(crate) open: Option<Open>,
    pub(crate) via: Via,
    /// The service boarded, if one was.
    pub(crate) boards: Option<usize>,
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

    fn start(&mut self) {
        if self.labels.len() >= self.query.options.max_labels {
            self.exhausted = true;
            return;
        }
        let spot = self.spots.number(Spot::Origin, &self.bounds);
        let label = Label {
            parent: None,
            via: Via::Start,
            spot,
            at: self.query.shipment.ready,
            sum: Tally::default(),
            handlings: 0,
            rides: Rc::from([]),
            open: None,
            dead: false,
        };
        self.queue.push(Reverse(label.rank(0, self.labels.len())));
        self.labels.push(label);
    }

    fn run(&mut self) -> Outcome<(), P> {
        if self.query.options.bounds {
            for (idx, weights) in WEIGHTS.into_iter().enumerate() {
                self.haste = Some(Haste { round: idx + 1, weights, done: false });
                self.start();
                self.work_off()?;
                self.queue.clear();
            }
            self.haste = None;
        }
        self.start();
        self.work_off()
    }

    fn work_off(&mut self) -> Outcome<(), P> {
        while let Some(Reverse(rank)) = self.queue.pop() {
            if self.exhausted || self.haste.is_some_and(|haste| haste.done) {
                break;
            }
            let (dead, spot) = (self.labels[rank.label].dead, self.labels[rank.label].spot);
            if dead {
                continue;
            }
            if let Some(haste) = self.haste {
                let known = self.spots.get_mut(spot);
                if known.seen == haste.round {
                    continue;
                }
                known.seen = haste.round;
            }
            match self.spots.get(spot).spot {
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
                Spot::Delivered => {
                    if let Some(haste) = &mut self.haste {
                        haste.done = true;
                        let standing = self.labels[rank.label].standing();
                        self.finished.push(Finished { standing, hasty: true, label: rank.label });
                    }
                }
            }
        }
        Ok(())
    }

    /// Whether good ways are looked for in haste.
    pub(crate) fn hasty(&self) -> bool {
        self.haste.is_some()
    }

    /// Whether some way has come to its end.
    pub(crate) fn has_finished(&self) -> bool {
        !self.finished.is_empty()
    }

    /// Whether whatever comes of a partial way is worse than a finished way: steps only add, and those ahead add
    /// what the bounds say. `handlings` are those so far, if a handling is still ahead.
    ///
    /// `sum` has the least of an open leg in it.
    pub(crate) fn hopeless(&self, spot: SpotId, at: Instant, sum: Tally, handlings: Option<u32>) -> bool {
        if self.finished.is_empty() {
            return false;
        }
        let ahead = self.spots.get(spot).ahead;
        let at = at.epoch_minutes().saturating_add(ahead.minutes);
        let sum = sum.saturating(Tally { cost: ahead.cost, co2: ahead.co2 });
        self.finished.iter().any(|done| {
            let (arrival, theirs) = (done.standing.at.epoch_minutes(), done.standing.sum);
            if self.query.options.cheapest_only && theirs.cost < sum.cost {
                return true;
            }
            let no_worse = arrival <= at && theirs.cost <= sum.cost && theirs.co2 <= sum.co2;
            let better = || arrival < at || theirs.cost < sum.cost || theirs.co2 < sum.co2;
            // Of equal ways that with fewer handlings is wanted.
            let fewer = || !done.hasty && handlings.is_some_and(|so_far| done.standing.handlings <= so_far);
            no_worse && (better() || fewer())
        })
    }

    /// A sum with the least of the open leg, if there is one.
    fn with_open(&self, sum: Tally, open: Option<Open>) -> Tally {
        open.map_or(sum, |open| sum.saturating(self.legs.get(open.leg).least))
    }

    /// Keeps a partial way unless another covers it, and drops those it covers.
    pub(crate) fn push(&mut self, parent: usize, next: Next) -> Outcome<(), P> {
        if next.at > self.end {
            if let Some(carrier) = next.boards.or_else(|| self.labels[parent].rides.last().copied()) {
                self.late.insert(carrier);
            }
            return Ok(());
        }
        let mut delivered = false;
        match self.spots.get(next.spot).spot {
            Spot::Landed { place, .. } | Spot::Aboard { place, .. } => {
                self.reached.insert(place);
            }
            Spot::Origin => {}
            Spot::Delivered => delivered = true,
        }
        let handled = u32::from(next.boards.is_some() || delivered);
        let handlings = self.labels[parent].handlings.saturating_add(handled);
        let so_far = (!delivered).then_some(handlings);
        if self.hopeless(next.spot, next.at, self.with_open(next.sum, next.open), so_far) {
            return Ok(());
        }
        if let Some(haste) = self.haste
            && self.spots.get(next.spot).seen == haste.round
        {
            return Ok(());
        }
        let mut rides = Rc::clone(&self.labels[parent].rides);
        if let Some(carrier) = next.boards {
            rides = rides.iter().copied().chain([carrier]).collect();
        }
        let Next { spot, at, sum, open, via, .. } = next;
        let label = Label { parent: Some(parent), via, spot, at, sum, handlings, rides, open, dead: false };
        if let Some(haste) = self.haste {
            let key = self.key(haste, &label);
            return self.keep(label, key);
        }
        let Some(covered) = self.compare(&label, delivered)? else { return Ok(()) };
        let standing = label.standing();
        let idx = self.labels.len();
        self.keep(label, 0)?;
        if self.exhausted {
            return Ok(());
        }
        for idx in &covered {
            self.labels[*idx].dead = true;
        }
        let front = &mut self.spots.get_mut(spot).front;
        if !covered.is_empty() {
            front.retain(|(_, known)| !covered.contains(known));
        }
        front.push((standing, idx));
        if delivered {
            self.finished.retain(|known| !covered.contains(&known.label));
            self.finished.push(Finished { standing, hasty: false, label: idx });
        }
        Ok(())
    }

    fn keep(&mut self, label: Label, key: i128) -> Outcome<(), P> {
        if self.labels.len() >= self.query.options.max_labels {
            self.exhausted = true;
            return Ok(());
        }
        self.queue.push(Reverse(label.rank(key, self.labels.len())));
        self.labels.push(label);
        Ok(())
    }

    /// What a search in haste goes by: each criterion, with what lies ahead, in parts of what the whole way takes
    /// at least.
    fn key(&mut self, haste: Haste, label: &Label) -> i128 {
        let start = self.spots.number(Spot::Origin, &self.bounds);
        let whole = self.spots.get(start).ahead;
        let ahead = self.spots.get(label.spot).ahead;
        let sum = self.with_open(label.sum, label.open);
        let sum = sum.saturating(Tally { cost: ahead.cost, co2: ahead.co2 });
        let minutes = label.at.since(self.query.shipment.ready).get().saturating_add(ahead.minutes);
        let part = |value: i128, whole: i128| value.saturating_mul(1_000_000) / whole.max(1);
        let parts = [
            part(minutes.into(), whole.minutes.into()),
            part(sum.cost.into(), whole.cost.into()),
            part(sum.co2.into(), whole.co2.into()),
        ];
        parts
            .iter()
            .zip(haste.weights)
            .fold(0, |key: i128, (part, weight)| key.saturating_add(part.saturating_mul(weight)))
    }

    /// Compares a label with the front of its spot: `None` if another covers it, else those it covers.
    ///
    /// One covers another that it is not worse than in anything: arrival, handlings, CO2e, its open leg, and cost
    /// after paying for the wait until the other. Of two that are equal in everything the first by service ids
    /// stays.
    fn compare(&self, label: &Label, delivered: bool) -> Outcome<Option<Vec<usize>>, P> {
        let strict = self.query.options.same_instant_only && !delivered;
        let own = label.standing();
        let mut covered = Vec::new();
        for (other, idx) in &self.spots.get(label.spot).front {
            let there = &self.labels[*idx];
            if other.not_worse(&own) && self.covers((other, there), (&own, label), strict) {
                if other.sum.cost.saturating_add(self.wait_bound(other, &own, delivered)?) <= own.sum.cost {
                    return Ok(None);
                }
            } else if own.not_worse(other)
                && self.covers((&own, label), (other, there), strict)
                && own.sum.cost.saturating_add(self.wait_bound(other, &own, delivered)?) <= other.sum.cost
            {
                covered.push(*idx);
            }
        }
        Ok(Some(covered))
    }

    /// Whether a label covers another that it is not worse than, but for what waiting costs.
    fn covers(&self, (a, label): (&Standing, &Label), (b, other): (&Standing, &Label), strict: bool) -> bool {
        let (nowhere_longer, somewhere_shorter) = match (a.open, b.open) {
            (Some(a), Some(b)) if a.leg == b.leg => (true, false),
            (Some(a), Some(b)) => {
                (self.legs.nowhere_longer(a.leg, b.leg), !self.legs.nowhere_longer(b.leg, a.leg))
            }
            (None, None) => (true, false),
            _ => (false, false),
        };
        nowhere_longer
            && (somewhere_shorter || !a.ties(b) || label.rides <= other.rides)
            && (!strict || self.comparable_at_once(label, other))
            && (self.toll.waiting_is_free() || self.may_go_wherever(label, other))
    }

    /// Whether the ride of the first label has been nowhere that the other's has not: a ride on demand reaches no
    /// place twice, so only then can the first go wherever the other can. Where waiting is free no way gains from
    /// a place that the first has been at before; where it costs, a longer way round may save the wait.
    fn may_go_wherever(&self, label: &Label, other: &Label) -> bool {
        self.rode_through(label).all(|there| self.rode_through(other).any(|x| x == there))
    }

    /// Whether the two may be compared although prices and times may depend on anything: same minute, same open
    /// leg, and no place closed to the first that is open to the other.
    fn comparable_at_once(&self, label: &Label, other: &Label) -> bool {
        label.at == other.at && label.open == other.open && self.may_go_wherever(label, other)
    }

    /// The most that waiting costs from the instant of one label to that of another. Who has arrived waits no more.
    fn wait_bound(&self, a: &Standing, b: &Standing, delivered: bool) -> Outcome<i64, P> {
        if delivered {
            return Ok(0);
        }
        self.toll.wait_bound(b.at.since(a.at).get().saturating_abs())
    }

    pub(crate) fn handles(&mut self, node: Node, carrier: usize) -> bool {
        let able = self.can_handle(node, carrier);
        if !able {
            let kind = self.carrier(carrier).equipment.handling;
            let (service, place) = (self.carrier(carrier).service.id.clone(), self.place(node).id.clone());
            self.blocked.insert(Blocked::Handling { service, place, kind });
        }
        able
    }

    pub(crate) fn can_handle(&self, node: Node, carrier: usize) -> bool {
        self.place(node).handles.contains(&self.carrier(carrier).equipment.handling)
    }

    /// Whether a way leads over a crossing or to a place that is to be avoided.
    pub(crate) fn avoids(&self, way: Way) -> bool {
        let border = self.network.borders.get(&way.edge).map(|border| &border.id);
        self.query.avoid_places.contains(&self.place(way.to).id)
            || border.is_some_and(|id| self.query.avoid_crossings.contains(id))
    }

    pub(crate) fn sum(&self, sum: Tally, price: Tally, node: Node) -> Outcome<Tally, P> {
        sum.plus(price).ok_or_else(|| RouteError::OutOfRange { place: self.place(node).id.clone() })
    }

    pub(crate) fn note_late(&mut self, carrier: usize) {
        self.late.insert(carrier);
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
        // Handlings were kept apart for the sake of ties; they are no criterion of the answer. What was found in
        // haste comes last among equals: it is there only in case prices that follow the calendar hid it.
        let mut best = self.finished.clone();
        best.sort_by_key(|done| {
            let standing = done.standing;
            let rides = Rc::clone(&self.labels[done.label].rides);
            (standing.at, standing.sum, done.hasty, standing.handlings, rides)
        });
        let mut kept: Vec<Finished> = Vec::new();
        for done in best {
            let beaten = kept.iter().any(|other| {
                let (a, b) = (other.standing, done.standing);
                a.at <= b.at && a.sum.cost <= b.sum.cost && a.sum.co2 <= b.sum.co2
            });
            if !beaten {
                kept.push(done);
            }
        }
        if kept.is_empty() && !self.exhausted {
            let (origin, destination) =
                (self.query.shipment.origin.clone(), self.query.shipment.destination.clone());
            let reached = self.reached.iter().map(|node| self.place(*node).id.clone()).collect();
            let late: BTreeSet<ServiceId> =
                self.late.iter().map(|carrier| self.carrier(*carrier).service.id.clone()).collect();
            let blocked = self.blocked;
            return Err(if late.is_empty() {
                RouteError::Unreachable { origin, destination, reached, blocked }
            } else {
                RouteError::NoDepartureInHorizon { origin, destination, horizon, reached, late, blocked }
            });
        }
        let mut routes = Vec::with_capacity(kept.len());
        for Finished { standing, label, .. } in kept {
            let out_of_range = || RouteError::OutOfRange { place: self.query.shipment.destination.clone() };
            // Steps follow each other by construction; the check is the model's own.
            let itinerary = Itinerary::new(self.steps_of(label)?).map_err(|_| out_of_range())?;
            let (cost_minor, co2e) = (standing.sum.cost, GramsCo2e::new(standing.sum.co2));
            routes.push(Route { itinerary, cost_minor, co2e });
        }
        Ok(Routes { routes, complete: !self.exhausted, labels: self.labels.len() })
    }
}
