//! The network: graph, borders, durations and services, checked and ready to be searched.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use landbridge_model::{
    BorderStepId, Clearance, Code, Corridor, Equipment, Gauge, GaugeChange, GaugeChangeId, Holiday, Issue,
    Mode, OnDemand, Pattern, PlaceId, Schedule, Section, Service, ServiceId, Step, StepKind, Validity,
    WaitReason,
};
use landbridge_units::{Instant, Minutes};

use crate::codes::{self, issue};
use crate::error::RouteError;
use crate::ground::crossing::{self, Border};
use crate::ground::graph::{Edge, Node, RouteGraph, Way};
use crate::ground::handling::Handlings;
use crate::ground::spread::{variance, variance_of_headway};
use crate::ground::way::{self, NoWay, Wheels};
use crate::memo::Memo;
use crate::movement::runs::{self, Run};
use crate::movement::seasons::Seasons;
use crate::plan::chains::Chain;
use crate::plan::gates::Routine;
use crate::query::Via;

/// Timetables of more days are not kept whole.
const MOST_DAYS: i64 = 20_000;

/// Variances in square minutes, of what has a range.
#[derive(Clone, Debug, Default)]
pub(crate) struct Spreads {
    border_steps: BTreeMap<BorderStepId, u64>,
    gauge_changes: BTreeMap<GaugeChangeId, u64>,
    /// Of waiting for trains that leave every so often, and for services on demand.
    pub(crate) waits: BTreeMap<ServiceId, u64>,
}

impl Spreads {
    fn of(corridor: &Corridor) -> Self {
        let mut spreads = Self::default();
        for step in corridor.crossings.values().flat_map(|crossing| &crossing.steps) {
            let spread = variance(step.duration_low, step.duration, step.duration_high);
            spreads.border_steps.insert(step.id.clone(), spread);
        }
        for change in &corridor.gauge_changes {
            let spread = variance(change.duration_low, change.duration, change.duration_high);
            spreads.gauge_changes.insert(change.id.clone(), spread);
        }
        for service in corridor.services.values() {
            let spread = match &service.pattern {
                Pattern::Frequent(frequent) => variance_of_headway(frequent.every),
                // Without a wait there is none to vary.
                Pattern::OnDemand(on_demand) if on_demand.wait > Minutes::ZERO => {
                    variance(on_demand.wait_low, on_demand.wait, on_demand.wait_high)
                }
                Pattern::OnDemand(_) | Pattern::Scheduled(_) => 0,
            };
            if spread > 0 {
                spreads.waits.insert(service.id.clone(), spread);
            }
        }
        spreads
    }
}

/// Everything the search needs of a corridor, in the form it needs it. It owns its data.
#[derive(Clone, Debug)]
pub struct Network {
    pub(crate) graph: RouteGraph,
    pub(crate) borders: BTreeMap<Edge, Border>,
    pub(crate) handlings: Handlings,
    pub(crate) gauge_changes: Vec<GaugeChange>,
    pub(crate) holidays: Vec<Holiday>,
    /// Services that can run, by id.
    pub(crate) carriers: Vec<Carrier>,
    /// Services that cannot, with the code of the issue that says why.
    pub(crate) unusable: BTreeMap<ServiceId, &'static Code>,
    /// Variance of what takes time, by what it is.
    pub(crate) spreads: Spreads,
    /// What calls at each place, by service: a stop of its timetable, or nothing if it comes on demand.
    pub(crate) calls: Vec<Vec<(usize, Option<usize>)>>,
    /// When trains of each service leave, found when first asked for.
    departures: Vec<OnceLock<Arc<[Instant]>>>,
    pub(crate) memos: Memos,
}

/// What is found when it is first asked for, by number of the service and clearance.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memos {
    pub(crate) chains: Memo<(usize, Option<Gauge>, Node, Clearance), [Chain]>,
    pub(crate) gates: Memo<(usize, Way, bool, Clearance), Seasons<Routine>>,
    pub(crate) trains: Memo<(usize, Clearance), Seasons<Run>>,
}

/// A service with its equipment and where it runs.
#[derive(Clone, Debug)]
pub(crate) struct Carrier {
    pub(crate) service: Service,
    pub(crate) equipment: Equipment,
    pub(crate) course: Course,
}

/// Where a service runs.
#[derive(Clone, Debug)]
pub(crate) enum Course {
    Timetable(Timetable),
    Roaming(Roaming),
}

/// A scheduled service with its way.
#[derive(Clone, Debug)]
pub(crate) struct Timetable {
    pub(crate) leaves: Leaves,
    /// How long before departure vehicles must be there.
    pub(crate) cutoff: Minutes,
    pub(crate) stops: Vec<Node>,
    /// The links from stop k to stop k + 1, with running time and gauge.
    pub(crate) segments: Vec<Vec<TimedHop>>,
}

/// When trains leave.
#[derive(Clone, Debug)]
pub(crate) enum Leaves {
    /// On dates.
    OnDates(Schedule),
    /// Every so often; when exactly is not known.
    Every {
        /// What is planned as waiting.
        waiting: Minutes,
        validity: Validity,
    },
}

/// One link of a timetable.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimedHop {
    pub(crate) way: Way,
    pub(crate) minutes: i64,
    /// Whether the gauge changes before it.
    pub(crate) change: bool,
}

/// A service on demand with the links it uses.
#[derive(Clone, Debug)]
pub(crate) struct Roaming {
    pub(crate) wait: Minutes,
    /// Gauges it can set out on; `None` off the rails.
    pub(crate) starts: Vec<Option<Gauge>>,
    /// Whether it may pass from one gauge to the other on its way.
    pub(crate) changes_gauge: bool,
    pub(crate) arcs: BTreeMap<Node, Vec<(Way, i64)>>,
    /// Places from which links go on that it could use but for their gauge.
    pub(crate) stopped_by_gauge: BTreeSet<Node>,
}

impl Network {
    /// Builds the network of a corridor, and reports what is wrong with it.
    ///
    /// A service, crossing or link with an error is left out; what remains can be searched. Issues come in the
    /// order links, crossings, handlings, services, each by id.
    #[must_use]
    pub fn build(corridor: &Corridor) -> (Self, Vec<Issue>) {
        let mut issues = Vec::new();
        let graph = RouteGraph::build(corridor, &mut issues);
        let borders = crossing::build(corridor, &graph, &mut issues);
        let handlings = Handlings::build(corridor, &mut issues);
        let mut gauge_changes = corridor.gauge_changes.clone();
        gauge_changes.sort_by(|a, b| a.id.cmp(&b.id));
        check_gauge_changes(&gauge_changes, &mut issues);
        let mut holidays = corridor.holidays.clone();
        holidays.sort_by(|a, b| a.id.cmp(&b.id));

        let mut carriers = Vec::new();
        let mut unusable = BTreeMap::new();
        for service in corridor.services.values() {
            match carrier(corridor, &graph, &borders, &gauge_changes, service, &mut issues) {
                Ok(built) => carriers.push(built),
                Err(error) => {
                    unusable.insert(service.id.clone(), error.code);
                    issues.push(error);
                }
            }
        }
        let spreads = Spreads::of(corridor);
        let departures = carriers.iter().map(|_| OnceLock::new()).collect();
        let calls = calls(&graph, &carriers);
        let network = Self {
            calls,
            graph,
            borders,
            handlings,
            gauge_changes,
            holidays,
            carriers,
            unusable,
            spreads,
            departures,
            memos: Memos::default(),
        };
        (network, issues)
    }

    /// When all trains of a service leave their first stop, in order; `None` if they never end.
    pub(crate) fn departures(&self, carrier: usize) -> Option<&[Instant]> {
        let Course::Timetable(timetable) = &self.carriers[carrier].course else { return None };
        let Leaves::OnDates(schedule) = &timetable.leaves else { return None };
        let (mut first, mut last) = match schedule.days.as_slice() {
            // On dates alone.
            [] => (*schedule.also.iter().min()?, *schedule.also.iter().max()?),
            _ => (schedule.validity.from()?, schedule.validity.to()?),
        };
        for day in &schedule.also {
            (first, last) = (first.min(*day), last.max(*day));
        }
        // Longer ones are counted where they are needed.
        if last.signed_duration_since(first).num_days() > MOST_DAYS {
            return None;
        }
        let zone = self.graph.place(*timetable.stops.first()?).time_zone;
        let all = self.departures.get(carrier)?;
        Some(all.get_or_init(|| runs::departures(zone, schedule, first, last).into()))
    }

    /// Whether nothing but running happens on a link.
    pub(crate) fn is_plain(&self, way: Way) -> bool {
        let link = self.graph.ends(way.edge);
        !self.borders.contains_key(&way.edge)
            && link.is_none_or(|(a, b)| {
                self.graph.place(a).hours.is_none() && self.graph.place(b).hours.is_none()
            })
    }

    /// Variance of the duration of a step in square minutes, as far as a range is known for it; else 0.
    #[must_use]
    pub fn spread_of(&self, step: &Step) -> u64 {
        match &step.kind {
            StepKind::Border { step, .. } => self.spreads.border_steps.get(step).copied().unwrap_or(0),
            StepKind::GaugeChange { change, .. } => {
                self.spreads.gauge_changes.get(change).copied().unwrap_or(0)
            }
            StepKind::Wait { reason: WaitReason::Departure(service) | WaitReason::Request(service) } => {
                self.spreads.waits.get(service).copied().unwrap_or(0)
            }
            StepKind::Load { equipment, .. } => {
                self.handlings.load(equipment, &step.from).map_or(0, |time| time.spread)
            }
            StepKind::Unload { equipment, .. } => {
                self.handlings.unload(equipment, &step.from).map_or(0, |time| time.spread)
            }
            StepKind::Transload { from_equipment, equipment, .. } => {
                let time = self.handlings.transload(from_equipment, equipment, &step.from);
                time.map_or(0, |time| time.spread)
            }
            _ => 0,
        }
    }

    /// Whether what a way is to touch is in the network.
    pub(crate) fn check_via<E: std::error::Error + 'static>(&self, via: &Via) -> Result<(), RouteError<E>> {
        let known = match via {
            Via::Place(place) => self.graph.node(place).is_some(),
            Via::Crossing(crossing) => self.borders.values().any(|border| border.id == *crossing),
            Via::Service(service) => self.carriers.iter().any(|carrier| carrier.service.id == *service),
        };
        if known { Ok(()) } else { Err(RouteError::UnknownVia { via: via.clone() }) }
    }

    /// A link as travelled.
    pub(crate) fn section(&self, way: Way) -> Section {
        let link = self.graph.link(way.edge);
        Section {
            link: link.id.clone(),
            country: link.country,
            length: link.length,
            electrified: link.electrified,
            row: Arc::clone(&link.row),
        }
    }

    /// Places of the network, sorted.
    #[must_use]
    pub fn places(&self) -> BTreeSet<PlaceId> {
        self.graph.nodes().map(|node| self.graph.place(node).id.clone()).collect()
    }

    /// Services that can run, sorted.
    #[must_use]
    pub fn services(&self) -> BTreeSet<ServiceId> {
        self.carriers.iter().map(|carrier| carrier.service.id.clone()).collect()
    }

    /// Services left out because of an error, with the code of the issue that says why.
    #[must_use]
    pub fn unusable_services(&self) -> &BTreeMap<ServiceId, &'static Code> {
        &self.unusable
    }
}

/// What calls at each place, in the order of services and stops.
fn calls(graph: &RouteGraph, carriers: &[Carrier]) -> Vec<Vec<(usize, Option<usize>)>> {
    let mut calls: Vec<Vec<(usize, Option<usize>)>> = graph.nodes().map(|_| Vec::new()).collect();
    for (idx, carrier) in carriers.iter().enumerate() {
        match &carrier.course {
            Course::Timetable(timetable) => {
                for (stop, node) in timetable.stops.iter().enumerate() {
                    calls[node.index()].push((idx, Some(stop)));
                }
            }
            Course::Roaming(roaming) => {
                let nodes: BTreeSet<Node> =
                    roaming.arcs.keys().chain(&roaming.stopped_by_gauge).copied().collect();
                for node in nodes {
                    calls[node.index()].push((idx, None));
                }
            }
        }
    }
    calls
}

fn check_gauge_changes(changes: &[GaugeChange], issues: &mut Vec<Issue>) {
    for (idx, a) in changes.iter().enumerate() {
        for b in changes.iter().skip(idx + 1) {
            if a.place == b.place && a.equipment.iter().any(|x| b.equipment.contains(x)) {
                issues.push(issue(
                    &codes::AMBIGUOUS,
                    &b.row,
                    Some("equipment"),
                    format!("gauge changes {} and {} at {} share equipment", a.id, b.id, a.place),
                ));
            }
        }
    }
}

fn carrier(
    corridor: &Corridor,
    graph: &RouteGraph,
    borders: &BTreeMap<Edge, Border>,
    gauge_changes: &[GaugeChange],
    service: &Service,
    issues: &mut Vec<Issue>,
) -> Result<Carrier, Issue> {
    let equipment = corridor.equipment.get(&service.equipment).ok_or_else(|| {
        issue(
            &codes::UNKNOWN_REFERENCE,
            &service.row,
            Some("equipment"),
            format!("service {} runs {}, which is no equipment", service.id, service.equipment),
        )
    })?;
    let wheels = Wheels { mode: service.mode, equipment, changes: gauge_changes };
    let course = match &service.pattern {
        Pattern::Scheduled(schedule) => {
            let leaves = Leaves::OnDates(schedule.clone());
            Course::Timetable(timetable(graph, service, (leaves, schedule.cutoff), wheels, issues)?)
        }
        Pattern::Frequent(frequent) => {
            let leaves = Leaves::Every { waiting: frequent.waiting(), validity: frequent.validity };
            Course::Timetable(timetable(graph, service, (leaves, frequent.cutoff), wheels, issues)?)
        }
        Pattern::OnDemand(on_demand) => {
            Course::Roaming(roaming(graph, borders, service, on_demand, wheels, issues)?)
        }
    };
    Ok(Carrier { service: service.clone(), equipment: equipment.clone(), course })
}

fn timetable(
    graph: &RouteGraph,
    service: &Service,
    (leaves, cutoff): (Leaves, Minutes),
    wheels: Wheels<'_>,
    issues: &mut Vec<Issue>,
) -> Result<Timetable, Issue> {
    let timed = service.pattern.stops();
    let wrong = |code, column: &str, message| issue(code, &service.row, Some(column), message);
    let rising = timed.first().is_some_and(|stop| stop.run == Minutes::ZERO)
        && timed.len() > 1
        && timed.windows(2).all(|pair| matches!(pair, [a, b] if a.run <= b.run));
    if !rising {
        let text =
            format!("service {} needs two stops or more, the first at 0 h, none before the last", service.id);
        return Err(wrong(&codes::STOP_TIMES, "run_h", text));
    }

    // Waypoints are the stops with the places before them that fix the way.
    let mut waypoints = Vec::new();
    let mut stops = Vec::new();
    let mut stop_at = Vec::new();
    for stop in timed {
        for place in stop.via.iter().chain([&stop.place]) {
            let node = graph.node(place).ok_or_else(|| {
                let text = format!("service {} passes {place}, which is no place", service.id);
                wrong(&codes::UNKNOWN_REFERENCE, "place", text)
            })?;
            // A place named twice in a row fixes nothing more.
            if waypoints.last() != Some(&node) {
                waypoints.push(node);
            }
        }
        stops.extend(waypoints.last());
        stop_at.push(waypoints.len());
    }
    // `via` of the first stop lies before the journey.
    let before = stop_at.first().map_or(0, |n| n - 1);
    let waypoints = waypoints.split_off(before);
    let stop_at: Vec<usize> = stop_at.iter().map(|n| n - before).collect();

    let hops = way::shortest(graph, &waypoints, wheels).map_err(|error| match error {
        NoWay::Apart { from, to } => wrong(
            &codes::NO_WAY,
            "place",
            format!("service {} finds no {} links from {from} to {to}", service.id, service.mode),
        ),
        NoWay::Gauge { from, to } => {
            let mut broken = wrong(
                &codes::GAUGE_BREAK,
                "equipment",
                format!(
                    "service {} cannot get from {from} to {to}: {} meets a gauge it has no gauge change to",
                    service.id, service.equipment
                ),
            );
            broken.hint =
                Some(format!("add a [[gauge_change]] for {} where the gauges meet", service.equipment));
            broken
        }
    })?;

    let mut segments = Vec::new();
    let mut gauge = None;
    let mut fixed = wheels.equipment.gauge;
    for (idx, pair) in timed.windows(2).enumerate() {
        let ([a, b], Some(from), Some(to)) = (pair, stop_at.get(idx), stop_at.get(idx + 1)) else { continue };
        // Stop k is waypoint number stop_at[k], counted from one; a hop towards waypoint w (from zero) comes
        // after waypoint w - 1.
        let own: Vec<_> = hops.iter().filter(|hop| hop.towards >= *from && hop.towards < *to).collect();
        if own.is_empty() {
            let text = format!("service {} stops twice in a row at {}", service.id, b.place);
            return Err(wrong(&codes::NO_WAY, "place", text));
        }
        let lengths: Vec<u64> = own.iter().map(|hop| graph.link(hop.way.edge).length.get()).collect();
        let minutes = spread(b.run.get().saturating_sub(a.run.get()), &lengths);
        let mut segment = Vec::new();
        for (hop, minutes) in own.into_iter().zip(minutes) {
            let before = gauge.or(fixed.take());
            let change = before.is_some() && hop.gauge.is_some() && hop.gauge != before;
            gauge = hop.gauge;
            segment.push(TimedHop { way: hop.way, minutes, change });
        }
        segments.push(segment);
    }

    let handles = |node: &Node| graph.place(*node).handles.contains(&wheels.equipment.handling);
    let loads = stops.iter().rev().skip(1).any(&handles);
    let unloads = stops.iter().skip(1).any(&handles);
    if !loads || !unloads {
        let text = format!(
            "service {} cannot be {} by {}",
            service.id,
            if loads { "unloaded" } else { "loaded" },
            wheels.equipment.handling
        );
        issues.push(wrong(&codes::NO_HANDLING, "place", text));
    }
    Ok(Timetable { leaves, cutoff, stops, segments })
}

/// Shares running time among links by their length; each takes the whole minutes below its share, the last the rest.
fn spread(minutes: i64, lengths: &[u64]) -> Vec<i64> {
    let total: i128 = lengths.iter().map(|length| i128::from(*length)).sum();
    let mut rest = minutes;
    let mut shares: Vec<i64> = Vec::with_capacity(lengths.len());
    for (idx, length) in lengths.iter().enumerate() {
        let last = idx + 1 == lengths.len();
        let share = if last || total == 0 {
            if last { rest } else { 0 }
        } else {
            i64::try_from(i128::from(minutes) * i128::from(*length) / total).unwrap_or(rest)
        };
        rest -= share;
        shares.push(share);
    }
    shares
}

fn roaming(
    graph: &RouteGraph,
    borders: &BTreeMap<Edge, Border>,
    service: &Service,
    on_demand: &OnDemand,
    wheels: Wheels<'_>,
    issues: &mut Vec<Issue>,
) -> Result<Roaming, Issue> {
    if on_demand.km_per_day == 0 || on_demand.wait < Minutes::ZERO {
        let text = format!(
            "service {} runs {} km per day after {}",
            service.id, on_demand.km_per_day, on_demand.wait
        );
        return Err(issue(&codes::STANDSTILL, &service.row, Some("km_per_day"), text));
    }
    let rail = service.mode == Mode::Rail;
    let starts = match on_demand.gauge {
        Some(gauge) if rail => vec![Some(gauge)],
        _ => wheels.starts(),
    };
    let changes_gauge = rail && on_demand.gauge.is_none();
    let permitted = |way: &Way| {
        let link = graph.link(way.edge);
        link.mode == service.mode
            && on_demand.countries.contains(&link.country)
            && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
            && borders.get(&way.edge).is_none_or(|border| on_demand.crossings.contains(&border.id))
    };
    let mut arcs = BTreeMap::new();
    let mut stopped_by_gauge = BTreeSet::new();
    for node in graph.nodes() {
        let mut own = Vec::new();
        for way in graph.ways_from(node).iter().copied().filter(permitted) {
            let link = graph.link(way.edge);
            if rail && on_demand.gauge.is_some_and(|gauge| !link.gauges.contains(&gauge)) {
                stopped_by_gauge.insert(node);
                continue;
            }
            own.push((way, running(link.length.get(), on_demand.km_per_day)));
        }
        if !own.is_empty() {
            arcs.insert(node, own);
        }
    }
    if arcs.is_empty() {
        let text = format!("service {} finds no {} link it may use", service.id, service.mode);
        issues.push(issue(&codes::NO_LINKS, &service.row, Some("countries"), text));
    }
    Ok(Roaming { wait: on_demand.wait, starts, changes_gauge, arcs, stopped_by_gauge })
}

/// Minutes for a length at so many kilometres in 24 hours, rounded up.
fn running(metres: u64, km_per_day: u32) -> i64 {
    let minutes = (u128::from(metres) * 1_440).div_ceil(u128::from(km_per_day) * 1_000);
    i64::try_from(minutes).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn running_time_adds_up_to_the_minute() {
        assert_eq!(spread(100, &[1, 1, 1]), [33, 33, 34]);
        assert_eq!(spread(7, &[0, 0]), [0, 7]);
        assert_eq!(spread(0, &[5]), [0]);
        assert_eq!(spread(1_439, &[999, 1]), [1_437, 2]);
        assert_eq!(spread(i64::MAX, &[u64::MAX, u64::MAX]).iter().sum::<i64>(), i64::MAX);
    }

    #[test]
    fn speed_rounds_up() {
        assert_eq!(running(700_000, 700), 1_440);
        assert_eq!(running(1, 700), 1);
        assert_eq!(running(0, 700), 0);
        assert_eq!(running(u64::MAX, 1), i64::MAX);
    }
}
