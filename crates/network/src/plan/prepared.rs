//! A network made ready for one shipment: which services it may use, what can be done where, what that takes at
//! least. Many searches can be made on it: from other days, to other places.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;
use std::sync::Arc;

use landbridge_model::{Country, Electrified, Place};
use landbridge_units::{Instant, Minutes};

use crate::error::{Blocked, RouteError};
use crate::ground::calendar;
use crate::ground::graph::{Node, Way};
use crate::movement::motion::Mover;
use crate::movement::runs;
use crate::network::{Carrier, Course, Leaves, Network, Timetable};
use crate::plan::gates::{self, Gate, GateId};
use crate::plan::layout::CourseLeast;
use crate::plan::moves::{Least, Moves, Numbers};
use crate::plan::toll::Toll;
use crate::plan::trains::{self, Trains};
use crate::pricer::{LegBound, Pricer};
use crate::query::{Query, Via, Waiver};

pub(crate) type Outcome<T, P> = Result<T, RouteError<<P as Pricer>::Error>>;

/// Bounds of legs in a country, on lines of a kind.
pub(crate) type LegBoundOn = ((Country, Option<Electrified>), LegBound);

/// A network made ready.
pub(crate) struct Prepared<'a, P: Pricer> {
    pub(crate) network: &'a Network,
    pub(crate) query: Query<'a>,
    pub(crate) toll: Toll<'a, P>,
    /// Searches on it begin and end between these.
    pub(crate) from: Instant,
    pub(crate) until: Instant,
    pub(crate) origin: Node,
    /// Services the question admits, by number.
    pub(crate) usable: Vec<usize>,
    pub(crate) moves: Moves,
    pub(crate) numbers: Numbers,
    pub(crate) gates: Vec<Gate>,
    pub(crate) gate_numbers: BTreeMap<(usize, Way, bool), GateId>,
    /// Trains by service.
    pub(crate) trains: Vec<Option<Trains>>,
    /// The least of the course of each service.
    pub(crate) courses: Vec<Option<Rc<CourseLeast>>>,
    /// What keeps services from being used, whenever.
    pub(crate) blocked: BTreeSet<Blocked>,
    /// The least of gates, by service.
    pub(crate) gate_least: BTreeMap<(usize, Way, bool), Least>,
    /// Bounds of legs by service, then by country and kind of line.
    pub(crate) leg_bounds: Vec<Vec<LegBoundOn>>,
    /// All bits of what is to be touched.
    pub(crate) all_touched: u16,
}

impl<'a, P: Pricer> Prepared<'a, P> {
    /// Makes a network ready for questions that begin between `from` and `until` and end by `until`.
    pub(crate) fn new(
        network: &'a Network,
        query: Query<'a>,
        pricer: &'a P,
        (from, until): (Instant, Instant),
        wanted: bool,
    ) -> Outcome<Self, P> {
        let shipment = query.shipment;
        let node = |place| {
            network.graph.node(place).ok_or_else(|| RouteError::UnknownPlace { place: place.clone() })
        };
        let origin = node(&shipment.origin)?;
        let beyond = |at| RouteError::BeyondCalendar { at };
        from.to_utc().ok_or_else(|| beyond(from))?;
        until.to_utc().ok_or_else(|| beyond(from))?;
        let via = &query.filter.via;
        if via.len() > crate::query::MOST_VIA {
            return Err(RouteError::TooManyVia { asked: via.len() });
        }
        for via in via {
            network.check_via(via)?;
        }
        let all_touched = u16::try_from((1_u32 << via.len()) - 1).unwrap_or(u16::MAX);
        let mut prepared = Self {
            network,
            query,
            toll: Toll::new(network, pricer, (from, until), wanted)?,
            from,
            until,
            origin,
            usable: Vec::new(),
            moves: Moves::default(),
            numbers: Numbers::default(),
            gates: Vec::new(),
            gate_numbers: BTreeMap::new(),
            trains: Vec::new(),
            courses: Vec::new(),
            blocked: BTreeSet::new(),
            gate_least: BTreeMap::new(),
            leg_bounds: Vec::new(),
            all_touched,
        };
        prepared.admit();
        prepared.trains = network.carriers.iter().map(|_| None).collect();
        prepared.courses = network.carriers.iter().map(|_| None).collect();
        prepared.leg_bounds = network.carriers.iter().map(|_| Vec::new()).collect();
        prepared.lay_out()?;
        Ok(prepared)
    }

    pub(crate) fn place(&self, node: Node) -> &'a Place {
        self.network.graph.place(node)
    }

    pub(crate) fn carrier(&self, idx: usize) -> &'a Carrier {
        &self.network.carriers[idx]
    }

    pub(crate) fn mover(&self, carrier: usize) -> Mover<'a> {
        Mover {
            network: self.network,
            carrier: self.carrier(carrier),
            clearance: self.query.shipment.clearance,
            waive: &self.query.filter.waive,
        }
    }

    /// Whom a train stands for on the ground: the first of the trains with its equipment, since prices and
    /// durations of a transload are the same for all of them.
    pub(crate) fn stands_for(&self, carrier: usize) -> usize {
        let equipment = &self.carrier(carrier).equipment.id;
        let same = |other: &usize| {
            self.timetable(*other).is_some() && self.carrier(*other).equipment.id == *equipment
        };
        self.usable.iter().copied().find(same).unwrap_or(carrier)
    }

    /// Finds the services the question admits, and notes why the others are not.
    fn admit(&mut self) {
        let filter = self.query.filter;
        let classes = self.query.shipment.classes();
        for (service, code) in &self.network.unusable {
            self.blocked.insert(Blocked::Defect { service: service.clone(), code: code.code });
        }
        for (idx, carrier) in self.network.carriers.iter().enumerate() {
            let service = &carrier.service;
            let id = || service.id.clone();
            let mut reasons = Vec::new();
            if filter.services.as_ref().is_some_and(|asked| !asked.contains(&service.id))
                || filter.avoid_modes.contains(&service.mode)
                || filter.avoid_operators.contains(&service.operator)
            {
                reasons.push(Blocked::NotAsked { service: id() });
            }
            if !filter.waive.contains(&Waiver::Service(id())) {
                if !self.query.equipment.contains(&service.equipment) {
                    let equipment = carrier.equipment.id.clone();
                    reasons.push(Blocked::Equipment { service: id(), equipment });
                }
                for class in classes.iter().filter(|class| !service.carries.contains(class)) {
                    reasons.push(Blocked::Class { service: id(), class: *class });
                }
            }
            if reasons.is_empty() {
                self.usable.push(idx);
            }
            self.blocked.extend(reasons);
        }
    }

    pub(crate) fn can_handle(&self, node: Node, carrier: usize) -> bool {
        let (place, kind) = (self.place(node), self.carrier(carrier).equipment.handling);
        place.handles.contains(&kind)
            || (!self.query.filter.waive.is_empty()
                && self.query.filter.waive.contains(&Waiver::Handling(place.id.clone(), kind)))
    }

    pub(crate) fn note_handling(&mut self, node: Node, carrier: usize) {
        let kind = self.carrier(carrier).equipment.handling;
        let (service, place) = (self.carrier(carrier).service.id.clone(), self.place(node).id.clone());
        self.blocked.insert(Blocked::Handling { service, place, kind });
    }

    pub(crate) fn note_gauge(&mut self, node: Node, carrier: usize) {
        let (service, place) = (self.carrier(carrier).service.id.clone(), self.place(node).id.clone());
        self.blocked.insert(Blocked::Gauge { service, place });
    }

    pub(crate) fn avoids_place(&self, node: Node) -> bool {
        let (place, filter) = (self.place(node), self.query.filter);
        filter.avoid_places.contains(&place.id) || filter.avoid_countries.contains(&place.country)
    }

    /// Whether a link leads over a crossing, through a country or to a place that is to be avoided.
    pub(crate) fn avoids(&self, way: Way) -> bool {
        let filter = self.query.filter;
        let border = self.network.borders.get(&way.edge).map(|border| &border.id);
        self.avoids_place(way.to)
            || filter.avoid_countries.contains(&self.network.graph.link(way.edge).country)
            || border.is_some_and(|id| filter.avoid_crossings.contains(id))
    }

    /// What of the things to be touched a link touches.
    pub(crate) fn touches(&self, way: Way) -> u16 {
        if self.all_touched == 0 {
            return 0;
        }
        let border = self.network.borders.get(&way.edge).map(|border| &border.id);
        self.bits(|via| match via {
            Via::Place(place) => self.place(way.to).id == *place,
            Via::Crossing(crossing) => border == Some(crossing),
            Via::Service(_) => false,
        })
    }

    pub(crate) fn touches_place(&self, node: Node) -> u16 {
        self.bits(|via| matches!(via, Via::Place(place) if self.place(node).id == *place))
    }

    pub(crate) fn touches_service(&self, carrier: usize) -> u16 {
        self.bits(|via| matches!(via, Via::Service(service) if self.carrier(carrier).service.id == *service))
    }

    fn bits(&self, holds: impl Fn(&Via) -> bool) -> u16 {
        let via = self.query.filter.via.iter().enumerate();
        via.filter(|(_, via)| holds(via)).fold(0, |bits, (idx, _)| bits | 1 << idx)
    }

    /// The gate before or after a link, if it has one.
    pub(crate) fn gate(&mut self, carrier: usize, way: Way, before: bool) -> Option<GateId> {
        if let Some(known) = self.gate_numbers.get(&(carrier, way, before)) {
            return Some(*known);
        }
        let mover = self.mover(carrier);
        let gated = if before { mover.gated_before(way) } else { mover.gated_after(way) };
        if !gated {
            return None;
        }
        let seasons = || Arc::new(gates::seasons(mover, way, before));
        let clearance = self.query.shipment.clearance;
        let seasons = if self.query.filter.waive.is_empty() {
            self.network.memos.gates.get((carrier, way, before, clearance), seasons)
        } else {
            seasons()
        };
        let place = if before { self.network.graph.start_of(way)? } else { way.to };
        let gate = Gate::new(place, way, before, seasons);
        let number = self.gates.len();
        self.gates.push(gate);
        self.gate_numbers.insert((carrier, way, before), number);
        Some(number)
    }

    /// Makes the trains of a service ready.
    pub(crate) fn make_trains(&mut self, carrier: usize, timetable: &Timetable) -> Outcome<(), P> {
        if self.trains[carrier].is_some() {
            return Ok(());
        }
        let leave = match &timetable.leaves {
            Leaves::OnDates(_) => self.departures(carrier, timetable)?,
            Leaves::Every { .. } => Arc::from([]),
        };
        let seasons = || Arc::new(trains::seasons(self.mover(carrier), timetable));
        let seasons = if self.query.filter.waive.is_empty() {
            self.network.memos.trains.get((carrier, self.query.shipment.clearance), seasons)
        } else {
            seasons()
        };
        self.trains[carrier] = Some(Trains::new(leave, seasons));
        Ok(())
    }

    fn departures(&self, carrier: usize, timetable: &Timetable) -> Outcome<Arc<[Instant]>, P> {
        let Leaves::OnDates(schedule) = &timetable.leaves else { return Ok(Arc::from([])) };
        // A train boarded on its way may have left long before, and have been held up since.
        let running = schedule.stops.last().map_or(0, |stop| stop.run.get());
        let back = self.until.since(self.from).get().saturating_add(running);
        let back = if timetable.stops.len() > 2 { back } else { 0 };
        let first = self.from.after(Minutes::new(back.saturating_neg())).unwrap_or(self.from);
        if let Some(all) = self.network.departures(carrier) {
            let (low, high) =
                (all.partition_point(|x| *x < first), all.partition_point(|x| *x <= self.until));
            return Ok(all.get(low..high).unwrap_or_default().into());
        }
        let zone = timetable.stops.first().map_or(chrono_tz::UTC, |stop| self.place(*stop).time_zone);
        let day = |at| calendar::local_date(zone, at).ok_or(RouteError::BeyondCalendar { at });
        let mut leave = runs::departures(zone, schedule, day(first)?, day(self.until)?);
        leave.retain(|at| *at >= first && *at <= self.until);
        Ok(leave.into())
    }

    /// The course of a scheduled service.
    pub(crate) fn timetable(&self, carrier: usize) -> Option<&'a Timetable> {
        match &self.carrier(carrier).course {
            Course::Timetable(timetable) => Some(timetable),
            Course::Roaming(_) => None,
        }
    }

    /// Whether a service runs on dates.
    pub(crate) fn keeps_dates(&self, carrier: usize) -> bool {
        self.timetable(carrier).is_some_and(|timetable| matches!(timetable.leaves, Leaves::OnDates(_)))
    }
}
