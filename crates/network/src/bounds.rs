//! What every way still has ahead of it, at least: time, cost and CO2e from each spot to the destination.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use landbridge_model::{Gauge, Place, Step, StepKind};
use landbridge_units::{Instant, Minutes};

use crate::calendar;
use crate::crossing::Border;
use crate::graph::{Node, Way};
use crate::label::{Phase, Spot};
use crate::leg::OpenLeg;
use crate::motion::standing;
use crate::network::{Course, Roaming, Timetable};
use crate::pricer::Pricer;
use crate::search::Search;
use crate::toll::Tally;

/// Beyond any way; sums of it still fit.
const NEVER: i64 = i64::MAX / 4;

/// Lower bounds of what lies ahead.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Ahead {
    pub(crate) minutes: i64,
    pub(crate) cost: i64,
    pub(crate) co2: u64,
}

/// The bounds of all spots that can be reached.
///
/// # Method
/// Spots are joined by edges that are nowhere longer than what the search can do between them: running times
/// without waits, border steps that are always in force, the least prices of [`Pricer::at_least`] and
/// [`Pricer::section_at_least`]. From the destination backwards Dijkstra's algorithm then gives the shortest way by
/// each criterion alone, in O(E log V). No way from a spot beats any of its three bounds, so a partial way whose
/// totals with the bounds added are no better than a finished way can be dropped.
///
/// # Source
/// Mandow, L., Pérez de la Cruz, J. L.: Multiobjective A* search with consistent heuristics. JACM 57 (2010), 27.
#[derive(Debug, Default)]
pub(crate) struct Bounds {
    /// Empty where bounds are not used.
    ahead: BTreeMap<State, Ahead>,
    /// The least price of train rides, by carrier, stop boarded and stop left.
    rides: BTreeMap<(usize, usize, usize), Tally>,
}

/// A spot as far as bounds tell spots apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum State {
    Aboard {
        place: Node,
        carrier: usize,
        gauge: Option<Gauge>,
        on_leg: bool,
    },
    Landed {
        place: Node,
        carrier: usize,
    },
    /// About to board. `from` stands for all carriers of its equipment.
    Ground {
        place: Node,
        from: Option<usize>,
    },
    Delivered,
}

impl Bounds {
    /// The bounds of a search: it has to know its services already.
    pub(crate) fn of<P: Pricer>(search: &Search<'_, P>) -> Self {
        let start = State::Ground { place: search.origin, from: None };
        let mut map = Map {
            search,
            numbers: BTreeMap::from([(start, 0)]),
            states: vec![start],
            back: vec![Vec::new()],
            rides: BTreeMap::new(),
        };
        let mut next = 0;
        while let Some(state) = map.states.get(next).copied() {
            map.leave(next, state);
            next += 1;
        }
        let Some(end) = map.numbers.get(&State::Delivered).copied() else { return Self::default() };
        let [minutes, cost, co2] = [0, 1, 2].map(|criterion| backwards(&map.back, end, criterion));
        let ahead = map.states.iter().enumerate().map(|(idx, state)| {
            let co2 = u64::try_from(co2[idx]).unwrap_or(0);
            (*state, Ahead { minutes: minutes[idx], cost: cost[idx], co2 })
        });
        Self { ahead: ahead.collect(), rides: map.rides }
    }

    /// The least price of a train ride. Nothing is known of one that was not thought of.
    pub(crate) fn ride(&self, carrier: usize, from: usize, to: usize) -> Tally {
        self.rides.get(&(carrier, from, to)).copied().unwrap_or_default()
    }

    /// What lies ahead of a spot. Nothing is known of one that was not thought of.
    pub(crate) fn ahead(&self, spot: Spot) -> Ahead {
        if self.ahead.is_empty() {
            return Ahead::default();
        }
        let ahead = |state| self.ahead.get(&state).copied().unwrap_or_default();
        match spot {
            Spot::Aboard { place, carrier, gauge, phase } => {
                ahead(State::Aboard { place, carrier, gauge, on_leg: phase == Phase::OnLeg })
            }
            Spot::Landed { place, carrier } => ahead(State::Landed { place, carrier }),
            Spot::Delivered => Ahead::default(),
            Spot::Origin => self
                .ahead
                .iter()
                .find(|(state, _)| matches!(state, State::Ground { from: None, .. }))
                .map(|(_, ahead)| *ahead)
                .unwrap_or_default(),
        }
    }
}

/// Dijkstra's algorithm by one criterion.
fn backwards(back: &[Vec<(usize, [i64; 3])>], end: usize, criterion: usize) -> Vec<i64> {
    let mut best = vec![NEVER; back.len()];
    best[end] = 0;
    let mut queue = BinaryHeap::from([Reverse((0_i64, end))]);
    while let Some(Reverse((far, state))) = queue.pop() {
        if far > best[state] {
            continue;
        }
        for (before, weights) in &back[state] {
            let through = far.saturating_add(weights[criterion]);
            if through < best[*before] {
                best[*before] = through;
                queue.push(Reverse((through, *before)));
            }
        }
    }
    best
}

/// The graph of states, found forwards and kept backwards.
struct Map<'s, 'a, P: Pricer> {
    search: &'s Search<'a, P>,
    numbers: BTreeMap<State, usize>,
    states: Vec<State>,
    /// Of each state, where it is come to from, and the three weights.
    back: Vec<Vec<(usize, [i64; 3])>>,
    rides: BTreeMap<(usize, usize, usize), Tally>,
}

impl<P: Pricer> Map<'_, '_, P> {
    fn join(&mut self, from: usize, to: State, minutes: i64, price: Tally) {
        let next = self.states.len();
        let number = *self.numbers.entry(to).or_insert(next);
        if number == next {
            self.states.push(to);
            self.back.push(Vec::new());
        }
        let co2 = i64::try_from(price.co2).unwrap_or(NEVER);
        self.back[number].push((from, [minutes.clamp(0, NEVER), price.cost.clamp(0, NEVER), co2.min(NEVER)]));
    }

    fn leave(&mut self, from: usize, state: State) {
        match state {
            State::Aboard { place, carrier, gauge, on_leg } => {
                self.go_on(from, place, carrier, gauge, on_leg)
            }
            State::Landed { place, carrier } => self.land(from, place, carrier),
            State::Ground { place, from: before } => self.board(from, place, before),
            State::Delivered => {}
        }
    }

    fn land(&mut self, from: usize, place: Node, carrier: usize) {
        let search = self.search;
        if place == search.destination
            && let Ok((kind, time)) = search.unloading(place, carrier)
        {
            let price = self.standing(place, kind, time.duration);
            self.join(from, State::Delivered, time.duration.get(), price);
        }
        let equipment = |idx: usize| &search.carrier(idx).equipment.id;
        let first = search.usable.iter().copied().find(|other| equipment(*other) == equipment(carrier));
        self.join(from, State::Ground { place, from: first }, 0, Tally::default());
    }

    fn board(&mut self, from: usize, place: Node, before: Option<usize>) {
        let search = self.search;
        if search.query.avoid_places.contains(&search.place(place).id) {
            return;
        }
        for carrier in search.usable.iter().copied().filter(|carrier| search.can_handle(place, *carrier)) {
            let course = &search.carrier(carrier).course;
            let serves = match course {
                Course::Timetable(timetable) => {
                    timetable.stops.split_last().is_some_and(|(_, x)| x.contains(&place))
                }
                Course::Roaming(roaming) => roaming.arcs.contains_key(&place),
            };
            if !serves {
                continue;
            }
            let Ok((kind, time)) = search.handling(place, before, carrier) else { continue };
            let price = self.standing(place, kind, time.duration);
            match course {
                Course::Timetable(timetable) => {
                    let lead = timetable.schedule.cutoff.max(time.duration).get();
                    self.ride(from, place, carrier, timetable, (lead, price));
                }
                Course::Roaming(roaming) => {
                    self.call(from, place, carrier, roaming, (time.duration.get(), price))
                }
            }
        }
    }

    fn call(&mut self, from: usize, place: Node, carrier: usize, roaming: &Roaming, handling: (i64, Tally)) {
        let minutes = roaming.wait.get().saturating_add(handling.0);
        for gauge in roaming.starts.iter().copied() {
            self.join(from, State::Aboard { place, carrier, gauge, on_leg: false }, minutes, handling.1);
        }
    }

    fn ride(
        &mut self,
        from: usize,
        place: Node,
        carrier: usize,
        timetable: &Timetable,
        handling: (i64, Tally),
    ) {
        let search = self.search;
        for (stop, _) in timetable.stops.iter().enumerate().filter(|(_, stop)| **stop == place) {
            let (mut minutes, mut price) = (handling.0, Tally::default());
            let mut on_leg = false;
            let ahead = timetable.segments.iter().zip(timetable.stops.iter().skip(1)).enumerate().skip(stop);
            'on: for (idx, (segment, to)) in ahead {
                for hop in segment {
                    if search.avoids(hop.way) {
                        break 'on;
                    }
                    if hop.change
                        && let Some(node) = search.network.graph.start_of(hop.way)
                        && let Some((change, least)) = self.change_gauge(node, carrier)
                    {
                        minutes = minutes.saturating_add(change);
                        price = price.saturating(least);
                        on_leg = false;
                    }
                    let (running, least) = self.pass(hop.way, hop.minutes, carrier, &mut on_leg);
                    minutes = minutes.saturating_add(running);
                    price = price.saturating(least);
                }
                if search.can_handle(*to, carrier) {
                    self.rides.insert((carrier, stop, idx + 1), price);
                    let total = price.saturating(handling.1);
                    self.join(from, State::Landed { place: *to, carrier }, minutes, total);
                }
            }
        }
    }

    fn go_on(&mut self, from: usize, place: Node, carrier: usize, gauge: Option<Gauge>, on_leg: bool) {
        let search = self.search;
        let Course::Roaming(roaming) = &search.carrier(carrier).course else { return };
        if search.can_handle(place, carrier) {
            self.join(from, State::Landed { place, carrier }, 0, Tally::default());
        }
        for (way, minutes) in roaming.arcs.get(&place).map_or(&[][..], Vec::as_slice) {
            let link = search.network.graph.link(way.edge);
            if search.avoids(*way) || gauge.is_some_and(|gauge| !link.gauges.contains(&gauge)) {
                continue;
            }
            let mut on_leg = on_leg;
            let (minutes, price) = self.pass(*way, *minutes, carrier, &mut on_leg);
            self.join(from, State::Aboard { place: way.to, carrier, gauge, on_leg }, minutes, price);
        }
        if roaming.changes_gauge
            && let Some((minutes, price)) = self.change_gauge(place, carrier)
        {
            let state = State::Aboard { place, carrier, gauge: gauge.map(other_gauge), on_leg: false };
            self.join(from, state, minutes, price);
        }
    }

    /// The least of a gauge change at a place, if there is one.
    fn change_gauge(&self, node: Node, carrier: usize) -> Option<(i64, Tally)> {
        let search = self.search;
        let mut events = Vec::new();
        let ready = search.query.shipment.ready;
        let end = search.mover(carrier).change_gauge(search.place(node), ready, &mut events)?;
        let price = events.iter().fold(Tally::default(), |sum, event| match event {
            crate::motion::Event::Step(step) => sum.saturating(search.toll.at_least(step, search.end)),
            _ => sum,
        });
        Some((end.since(ready).get(), price))
    }

    /// The least of a link: running, and on both sides the border steps that are always in force. A border step has
    /// a fee where it is the first on its side; some step of those always in force is, or one before it.
    fn pass(&self, way: Way, running: i64, carrier: usize, on_leg: &mut bool) -> (i64, Tally) {
        let search = self.search;
        let graph = &search.network.graph;
        let to = search.place(way.to);
        let border = search.network.borders.get(&way.edge);
        let from = graph.start_of(way).map(|node| search.place(node));
        let (mut minutes, mut price) = (running, Tally::default());
        if let Some(from) = from {
            let before = border.and_then(|border| self.formalities(border, from, carrier, true, way.forward));
            if from.hours.is_some() || border.is_some_and(Border::has_rules) || before.is_some() {
                *on_leg = false;
            }
            if let Some((held, least)) = before {
                minutes = minutes.saturating_add(held);
                price = price.saturating(least);
            }
        }
        price = price.saturating(search.section_least(carrier, way, !*on_leg));
        *on_leg = true;
        let after = border.and_then(|border| self.formalities(border, to, carrier, false, way.forward));
        if to.hours.is_some() || after.is_some() {
            *on_leg = false;
        }
        if let Some((held, least)) = after {
            minutes = minutes.saturating_add(held);
            price = price.saturating(least);
        }
        (minutes, price)
    }

    /// The least of the steps on one side of a border; `None` where there are none on any day.
    fn formalities(
        &self,
        border: &Border,
        place: &Place,
        carrier: usize,
        before: bool,
        forward: bool,
    ) -> Option<(i64, Tally)> {
        let search = self.search;
        let service = &search.carrier(carrier).service;
        let steps = border.steps(before, forward, search.mover(carrier).traveller());
        if steps.is_empty() {
            return None;
        }
        // The local days of the search lie between these two.
        let around = |at: Instant, minutes| {
            at.after(Minutes::new(minutes)).and_then(|at| calendar::local_date(chrono_tz::UTC, at))
        };
        let days = around(search.query.shipment.ready, -2_880).zip(around(search.end, 2_880));
        let always = |step: &landbridge_model::BorderStep| {
            days.is_some_and(|(first, last)| step.validity.contains(first) && step.validity.contains(last))
        };
        let mut minutes = 0_i64;
        let mut any = false;
        let mut fee: Option<Tally> = None;
        for step in steps {
            if always(step) {
                minutes = minutes.saturating_add(step.duration.get());
                any = true;
            }
            let kind = StepKind::Border {
                crossing: border.id.clone(),
                step: step.id.clone(),
                side: step.side,
                service: service.id.clone(),
                equipment: service.equipment.clone(),
                mode: service.mode,
                first: true,
            };
            let least = self.standing_at(place, kind, step.duration);
            fee =
                Some(fee.map_or(least, |fee| Tally {
                    cost: fee.cost.min(least.cost),
                    co2: fee.co2.min(least.co2),
                }));
        }
        Some((minutes, fee.filter(|_| any).unwrap_or_default()))
    }

    fn standing(&self, node: Node, kind: StepKind, duration: Minutes) -> Tally {
        self.standing_at(self.search.place(node), kind, duration)
    }

    fn standing_at(&self, place: &Place, kind: StepKind, duration: Minutes) -> Tally {
        let start = self.search.query.shipment.ready;
        let Some(end) = start.after(duration) else { return Tally::default() };
        self.search.toll.at_least(&standing(kind, place, start, end, Vec::new()), self.search.end)
    }
}

pub(crate) fn other_gauge(gauge: Gauge) -> Gauge {
    match gauge {
        Gauge::Standard => Gauge::Broad,
        Gauge::Broad => Gauge::Standard,
    }
}

impl<P: Pricer> Search<'_, P> {
    /// The least a link adds to the price of a leg, or of a leg that begins with it.
    pub(crate) fn section_least(&self, carrier: usize, way: Way, first: bool) -> Tally {
        if !self.query.options.bounds {
            return Tally::default();
        }
        let network = self.network;
        let Some(from) = network.graph.start_of(way).map(|node| &network.graph.place(node).id) else {
            return Tally::default();
        };
        let start = self.query.shipment.ready;
        let mut open = OpenLeg::begin(from, start);
        open.grow(network.section(way), start, network.graph.place(way.to).id.clone());
        let step: Step = open.close(self.carrier(carrier));
        if first { self.toll.at_least(&step, self.end) } else { self.toll.section_at_least(&step, self.end) }
    }
}
