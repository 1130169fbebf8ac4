//! The search: all itineraries between which arrival, cost and CO2e leave a choice.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;
use std::sync::Arc;

use chrono::Days;
use landbridge_model::{
    Gauge, HandlingAct, Itinerary, Place, PlaceId, Row, ServiceId, Step, StepKind, WaitReason,
};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::calendar;
use crate::error::{Blocked, RouteError};
use crate::graph::Node;
use crate::handling::{HandlingTime, Missing};
use crate::label::{Label, Phase, Rank, Spot};
use crate::leg::{OpenLeg, absorb};
use crate::motion::{Event, Mover, standing};
use crate::network::{Carrier, Course, Network, Roaming, Timetable};
use crate::pricer::Pricer;
use crate::query::Query;
use crate::routes::{Route, Routes};
use crate::runs::{self, Avoid, Call, Run};
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

/// Where a train ride can end.
#[derive(Debug)]
struct Alighting {
    place: Node,
    at: Instant,
    sum: Tally,
    steps: Rc<Vec<Step>>,
}

struct Search<'a, P: Pricer> {
    network: &'a Network,
    query: &'a Query<'a>,
    toll: Toll<'a, P>,
    origin: Node,
    destination: Node,
    /// Last instant to arrive.
    end: Instant,
    labels: Vec<Label>,
    queue: BinaryHeap<Reverse<Rank>>,
    fronts: BTreeMap<Spot, Vec<usize>>,
    /// Runs by carrier.
    runs: BTreeMap<usize, Rc<Vec<Run>>>,
    /// Where one can get, by carrier, run and stop boarded.
    rides: BTreeMap<(usize, usize, usize), Rc<Vec<Alighting>>>,
    usable: Vec<usize>,
    blocked: BTreeSet<Blocked>,
    reached: BTreeSet<PlaceId>,
    late: BTreeSet<ServiceId>,
    exhausted: bool,
}

type Outcome<T, P> = Result<T, RouteError<<P as Pricer>::Error>>;

impl<'a, P: Pricer> Search<'a, P> {
    fn place(&self, node: Node) -> &'a Place {
        self.network.graph.place(node)
    }

    fn carrier(&self, idx: usize) -> &'a Carrier {
        &self.network.carriers[idx]
    }

    fn avoid(&self) -> Avoid<'a> {
        Avoid { places: self.query.avoid_places, crossings: self.query.avoid_crossings }
    }

    fn mover(&self, carrier: usize) -> Mover<'a> {
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
    fn push(&mut self, label: Label) -> Outcome<(), P> {
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

    fn handles(&mut self, node: Node, carrier: usize) -> bool {
        let place = self.place(node);
        let (service, kind) = (&self.carrier(carrier).service.id, self.carrier(carrier).equipment.handling);
        let able = place.handles.contains(&kind);
        if !able {
            let (service, place) = (service.clone(), place.id.clone());
            self.blocked.insert(Blocked::Handling { service, place, kind });
        }
        able
    }

    /// Every service that can be boarded where a label stands.
    fn board_all(&mut self, label: usize, node: Node, from: Option<usize>) -> Outcome<(), P> {
        let rides = u32::try_from(self.labels[label].rides.len()).unwrap_or(u32::MAX);
        if rides >= self.query.options.max_rides || self.query.avoid_places.contains(&self.place(node).id) {
            return Ok(());
        }
        for carrier in self.usable.clone() {
            // From a service to itself nothing is gained.
            if from == Some(carrier) {
                continue;
            }
            match &self.carrier(carrier).course {
                Course::Timetable(timetable) => {
                    for (stop, _) in timetable.stops.iter().enumerate().filter(|(_, stop)| **stop == node) {
                        if stop + 1 < timetable.stops.len() && self.handles(node, carrier) {
                            self.board_train(label, node, from, carrier, timetable, stop)?;
                        }
                    }
                }
                Course::Roaming(roaming) => {
                    if roaming.arcs.contains_key(&node) && self.handles(node, carrier) {
                        self.board_on_demand(label, node, from, carrier, roaming)?;
                    } else if roaming.stopped_by_gauge.contains(&node) {
                        self.note_gauge(node, carrier);
                    }
                }
            }
        }
        Ok(())
    }

    /// Loading, or transloading from the service before.
    fn handling(
        &self,
        node: Node,
        from: Option<usize>,
        carrier: usize,
    ) -> Outcome<(StepKind, HandlingTime), P> {
        let place = &self.place(node).id;
        let to = &self.carrier(carrier).service;
        let missing = |missing: Missing<'_>| RouteError::NoHandlingTime {
            act: missing.act,
            equipment: missing.equipment.clone(),
            place: place.clone(),
        };
        let (kind, mut time) = match from {
            None => (
                StepKind::Load { service: to.id.clone(), equipment: to.equipment.clone() },
                self.network.handlings.load(&to.equipment, place).map_err(missing)?,
            ),
            Some(from) => {
                let from = &self.carrier(from).service;
                let kind = StepKind::Transload {
                    from_service: from.id.clone(),
                    from_equipment: from.equipment.clone(),
                    service: to.id.clone(),
                    equipment: to.equipment.clone(),
                };
                let time = self
                    .network
                    .handlings
                    .transload(&from.equipment, &to.equipment, place)
                    .map_err(missing)?;
                (kind, time)
            }
        };
        time.rows.push(Arc::clone(&to.row));
        Ok((kind, time))
    }

    /// A wait, if any, and the handling after it.
    fn wait_and_handle(
        &self,
        node: Node,
        at: Instant,
        until: Instant,
        reason: WaitReason,
        (kind, time): &(StepKind, HandlingTime),
        row: &Arc<Row>,
    ) -> Outcome<(Vec<Step>, Instant), P> {
        let place = self.place(node);
        let mut steps = Vec::new();
        if until > at {
            steps.push(standing(StepKind::Wait { reason }, place, at, until, vec![Arc::clone(row)]));
        }
        let done = self.later(until, time.duration, node)?;
        steps.push(standing(kind.clone(), place, until, done, time.rows.clone()));
        Ok((steps, done))
    }

    fn later(&self, at: Instant, by: Minutes, node: Node) -> Outcome<Instant, P> {
        at.after(by).ok_or_else(|| RouteError::OutOfRange { place: self.place(node).id.clone() })
    }

    fn boarded(&self, label: usize, carrier: usize) -> (Vec<usize>, u32) {
        let mut rides = self.labels[label].rides.clone();
        rides.push(carrier);
        (rides, self.labels[label].handlings.saturating_add(1))
    }

    fn board_train(
        &mut self,
        label: usize,
        node: Node,
        from: Option<usize>,
        carrier: usize,
        timetable: &Timetable,
        stop: usize,
    ) -> Outcome<(), P> {
        let service = &self.carrier(carrier).service;
        let handling = self.handling(node, from, carrier)?;
        let duration = handling.1.duration;
        let lead = timetable.schedule.cutoff.max(duration);
        let (ready, sum) = (self.labels[label].at, self.labels[label].sum);
        let earliest = self.later(ready, lead, node)?;
        let runs = self.runs_of(carrier, timetable)?;
        // Where waiting is free, a later train of the service gains nothing over an earlier one.
        let all = self.query.options.same_instant_only || !self.toll.waiting_is_free();
        let mut caught = false;
        for (run_idx, run) in runs.iter().enumerate() {
            let Some(call) = run.calls.get(stop).filter(|call| call.at >= earliest) else { continue };
            if call.at > self.end {
                break;
            }
            caught = true;
            let alightings = self.ride(carrier, run_idx, run, timetable, stop)?;
            if !alightings.is_empty() {
                let back = Minutes::new(duration.get().saturating_neg());
                let begin = self.later(call.at, back, node)?;
                let reason = WaitReason::Departure(service.id.clone());
                let (steps, _) = self.wait_and_handle(node, ready, begin, reason, &handling, &service.row)?;
                let sum = self.toll.add(sum, &steps)?;
                let (rides, handlings) = self.boarded(label, carrier);
                for alighting in alightings.iter() {
                    let total = sum.plus(alighting.sum).ok_or_else(|| RouteError::OutOfRange {
                        place: self.place(alighting.place).id.clone(),
                    })?;
                    self.push(Label {
                        parent: Some(label),
                        spot: Spot::Landed { place: alighting.place, carrier },
                        at: alighting.at,
                        sum: total,
                        handlings,
                        rides: rides.clone(),
                        steps: steps.clone(),
                        ride: Some(Rc::clone(&alighting.steps)),
                        open: None,
                        reached: Vec::new(),
                        dead: false,
                    })?;
                }
            }
            if !all {
                break;
            }
        }
        if !caught {
            self.late.insert(service.id.clone());
        }
        Ok(())
    }

    /// The runs of a service that may matter, computed once.
    fn runs_of(&mut self, carrier: usize, timetable: &Timetable) -> Outcome<Rc<Vec<Run>>, P> {
        if let Some(known) = self.runs.get(&carrier) {
            return Ok(Rc::clone(known));
        }
        let ready = self.query.shipment.ready;
        let first_stop = timetable.stops.first().copied().unwrap_or(self.origin);
        let zone = self.place(first_stop).time_zone;
        let day = |at| calendar::local_date(zone, at).ok_or(RouteError::BeyondCalendar { at });
        // A train boarded on its way may have left long before, and have been held up since.
        let running = timetable.schedule.stops.last().map_or(0, |stop| stop.run.get());
        let on_the_way = self.end.since(ready).get().saturating_add(running) / 1_440;
        let back = if timetable.stops.len() > 2 { on_the_way } else { 0 };
        let back = Days::new(u64::try_from(back).unwrap_or(0).saturating_add(1));
        let ready_day = day(ready)?;
        let first = ready_day.checked_sub_days(back).unwrap_or(ready_day);
        let last = day(self.end)?;
        let mover = self.mover(carrier);
        let runs = Rc::new(runs::between(mover, timetable, self.avoid(), first, last));
        if let Some(shut_in) = runs.iter().find(|run| run.calls.len() < timetable.stops.len()) {
            let at = shut_in.calls.len().checked_sub(1).and_then(|last| timetable.stops.get(last));
            self.note_for_ever(at.copied().unwrap_or(first_stop), carrier);
        }
        self.runs.insert(carrier, Rc::clone(&runs));
        Ok(runs)
    }

    /// Where the vehicles can leave a train boarded at a stop, with the steps and their price.
    fn ride(
        &mut self,
        carrier: usize,
        run_idx: usize,
        run: &Run,
        timetable: &Timetable,
        stop: usize,
    ) -> Outcome<Rc<Vec<Alighting>>, P> {
        let key = (carrier, run_idx, stop);
        if let Some(known) = self.rides.get(&key) {
            return Ok(Rc::clone(known));
        }
        let who = self.carrier(carrier);
        let mut alightings = Vec::new();
        let mut open: Option<OpenLeg> = None;
        let mut steps = Vec::new();
        let (mut sum, mut priced) = (Tally::default(), 0);
        let calls = run.calls.iter().zip(&timetable.stops).skip(stop);
        let mut before: Option<&Call> = None;
        for (call, node) in calls {
            let Some(boarded) = before.replace(call) else { continue };
            if call.avoided > boarded.avoided || call.at > self.end {
                if call.at > self.end {
                    self.late.insert(who.service.id.clone());
                }
                break;
            }
            for event in run.events.get(boarded.events..call.events).unwrap_or_default() {
                absorb(&mut open, event.clone(), who, &mut steps);
            }
            sum = self.toll.add(sum, steps.get(priced..).unwrap_or_default())?;
            priced = steps.len();
            if self.handles(*node, carrier) {
                let mut own = steps.clone();
                own.extend(open.as_ref().map(|leg| leg.close(who)));
                let total = self.toll.add(sum, own.get(priced..).unwrap_or_default())?;
                alightings.push(Alighting { place: *node, at: call.at, sum: total, steps: Rc::new(own) });
            }
        }
        let alightings = Rc::new(alightings);
        self.rides.insert(key, Rc::clone(&alightings));
        Ok(alightings)
    }

    fn board_on_demand(
        &mut self,
        label: usize,
        node: Node,
        from: Option<usize>,
        carrier: usize,
        roaming: &Roaming,
    ) -> Outcome<(), P> {
        let service = &self.carrier(carrier).service;
        let handling = self.handling(node, from, carrier)?;
        let at = self.labels[label].at;
        let begin = self.later(at, roaming.wait, node)?;
        let reason = WaitReason::Request(service.id.clone());
        let (steps, done) = self.wait_and_handle(node, at, begin, reason, &handling, &service.row)?;
        let sum = self.toll.add(self.labels[label].sum, &steps)?;
        let (rides, handlings) = self.boarded(label, carrier);
        for gauge in &roaming.starts {
            self.push(Label {
                parent: Some(label),
                spot: Spot::Aboard { place: node, carrier, gauge: *gauge, phase: Phase::Loaded },
                at: done,
                sum,
                handlings,
                rides: rides.clone(),
                steps: steps.clone(),
                ride: None,
                open: None,
                reached: Vec::new(),
                dead: false,
            })?;
        }
        Ok(())
    }

    /// What a service on demand can do where it is: end, go on over a link, change gauge.
    fn go_on(
        &mut self,
        label: usize,
        node: Node,
        carrier: usize,
        gauge: Option<Gauge>,
        phase: Phase,
    ) -> Outcome<(), P> {
        let who = self.carrier(carrier);
        let Course::Roaming(roaming) = &who.course else { return Ok(()) };
        let moved = phase != Phase::Loaded;
        if moved && phase != Phase::Regauged && self.handles(node, carrier) {
            let steps: Vec<Step> = self.labels[label].open.iter().map(|leg| leg.close(who)).collect();
            let sum = self.toll.add(self.labels[label].sum, &steps)?;
            let spot = Spot::Landed { place: node, carrier };
            let at = self.labels[label].at;
            self.push(Label { reached: Vec::new(), open: None, ..self.next(label, spot, at, sum, steps) })?;
        }
        for (way, minutes) in roaming.arcs.get(&node).map_or(&[][..], Vec::as_slice) {
            let link = self.network.graph.link(way.edge);
            let there = (way.to, gauge);
            let border = self.network.borders.get(&way.edge).map(|border| &border.id);
            if self.labels[label].reached.contains(&there)
                || self.query.avoid_places.contains(&self.place(way.to).id)
                || border.is_some_and(|id| self.query.avoid_crossings.contains(id))
            {
                continue;
            }
            if gauge.is_some_and(|gauge| !link.gauges.contains(&gauge)) {
                self.note_gauge(node, carrier);
                continue;
            }
            let mut events = Vec::new();
            let at = self.labels[label].at;
            let Some(at) = self.mover(carrier).pass(*way, *minutes, at, &mut events) else {
                self.note_for_ever(node, carrier);
                continue;
            };
            let mut reached = self.labels[label].reached.clone();
            reached.push(there);
            self.continue_ride(label, carrier, way.to, gauge, at, events, reached, None)?;
        }
        if roaming.stopped_by_gauge.contains(&node) {
            self.note_gauge(node, carrier);
        }
        if roaming.changes_gauge && phase != Phase::Regauged {
            let mut events = Vec::new();
            let at = self.labels[label].at;
            if let Some(at) = self.mover(carrier).change_gauge(self.place(node), at, &mut events) {
                let other = gauge.map(|gauge| match gauge {
                    Gauge::Standard => Gauge::Broad,
                    Gauge::Broad => Gauge::Standard,
                });
                let reached = self.labels[label].reached.clone();
                let phase = Some(Phase::Regauged);
                self.continue_ride(label, carrier, node, other, at, events, reached, phase)?;
            }
        }
        Ok(())
    }

    #[expect(clippy::too_many_arguments, reason = "the parts of one label, said once")]
    fn continue_ride(
        &mut self,
        label: usize,
        carrier: usize,
        place: Node,
        gauge: Option<Gauge>,
        at: Instant,
        events: Vec<Event>,
        reached: Vec<(Node, Option<Gauge>)>,
        phase: Option<Phase>,
    ) -> Outcome<(), P> {
        let mut open = self.labels[label].open.clone();
        let mut steps = Vec::new();
        for event in events {
            absorb(&mut open, event, self.carrier(carrier), &mut steps);
        }
        let sum = self.toll.add(self.labels[label].sum, &steps)?;
        let phase = phase.unwrap_or(if open.is_some() { Phase::OnLeg } else { Phase::Between });
        let spot = Spot::Aboard { place, carrier, gauge, phase };
        self.push(Label { reached, open, ..self.next(label, spot, at, sum, steps) })
    }

    fn next(&self, label: usize, spot: Spot, at: Instant, sum: Tally, steps: Vec<Step>) -> Label {
        Label {
            parent: Some(label),
            spot,
            at,
            sum,
            handlings: self.labels[label].handlings,
            rides: self.labels[label].rides.clone(),
            steps,
            ride: None,
            open: None,
            reached: Vec::new(),
            dead: false,
        }
    }

    fn unload(&mut self, label: usize, node: Node, carrier: usize) -> Outcome<(), P> {
        let place = self.place(node);
        if self.query.avoid_places.contains(&place.id) {
            return Ok(());
        }
        let service = &self.carrier(carrier).service;
        let time = self.network.handlings.unload(&service.equipment, &place.id).map_err(|missing| {
            RouteError::NoHandlingTime {
                act: HandlingAct::Unload,
                equipment: missing.equipment.clone(),
                place: place.id.clone(),
            }
        })?;
        let at = self.labels[label].at;
        let done = self.later(at, time.duration, node)?;
        let kind = StepKind::Unload { service: service.id.clone(), equipment: service.equipment.clone() };
        let steps = vec![standing(kind, place, at, done, time.rows)];
        let sum = self.toll.add(self.labels[label].sum, &steps)?;
        let handlings = self.labels[label].handlings.saturating_add(1);
        self.push(Label { handlings, ..self.next(label, Spot::Delivered, done, sum, steps) })
    }

    fn note_gauge(&mut self, node: Node, carrier: usize) {
        let (service, place) = (self.carrier(carrier).service.id.clone(), self.place(node).id.clone());
        self.blocked.insert(Blocked::Gauge { service, place });
    }

    fn note_for_ever(&mut self, node: Node, carrier: usize) {
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
