//! The way of a scheduled service: which links its train runs over, and where it changes gauge.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};
use std::ops::Add;

use landbridge_model::{Equipment, Gauge, GaugeChange, Mode, PlaceId};

use crate::ground::graph::{Edge, Node, RouteGraph, Way};

/// One link of a way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Hop {
    pub(crate) way: Way,
    /// Gauge on which it is travelled; `None` off the rails.
    pub(crate) gauge: Option<Gauge>,
    /// Index of the next waypoint: hops of one stretch between waypoints share it.
    pub(crate) towards: usize,
}

/// Why there is no way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum NoWay {
    /// No chain of links leads from one waypoint to the next.
    Apart { from: PlaceId, to: PlaceId },
    /// A chain of links does, but the equipment cannot follow its gauges.
    Gauge { from: PlaceId, to: PlaceId },
}

/// Metres, then gauge changes. Both only add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
struct Effort {
    metres: u64,
    changes: u32,
}

impl Add for Effort {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            metres: self.metres.saturating_add(other.metres),
            changes: self.changes.saturating_add(other.changes),
        }
    }
}

/// What an equipment can do about gauges.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Wheels<'n> {
    pub(crate) mode: Mode,
    pub(crate) equipment: &'n Equipment,
    pub(crate) changes: &'n [GaugeChange],
}

impl<'n> Wheels<'n> {
    /// The gauge change for the equipment at a place: the first by id.
    pub(crate) fn change_at(&self, place: &PlaceId) -> Option<&'n GaugeChange> {
        self.changes.iter().find(|x| x.place == *place && x.equipment.contains(&self.equipment.id))
    }

    /// Whether it goes all its way on one gauge, known before it sets out.
    fn keeps_one_gauge(&self) -> bool {
        let changes = || self.changes.iter().any(|x| x.equipment.contains(&self.equipment.id));
        self.mode != Mode::Rail || (self.equipment.gauge.is_some() && !changes())
    }

    /// Gauges it can set out on. A wagon has one; a container takes a wagon of either.
    pub(crate) fn starts(&self) -> Vec<Option<Gauge>> {
        match (self.mode, self.equipment.gauge) {
            (Mode::Rail, Some(own)) => vec![Some(own)],
            (Mode::Rail, None) => vec![Some(Gauge::Standard), Some(Gauge::Broad)],
            _ => vec![None],
        }
    }
}

/// The shortest chain of links through all waypoints, and among equally short ones that with the fewest gauge
/// changes.
///
/// A state of the search is a stretch, a place and a gauge; Dijkstra's algorithm makes them as it comes to them:
/// O(E log V) with V = waypoints x places x gauges at most. One search over all stretches, not one per stretch: the
/// gauge of the first stretch decides what the next can use. Of chains equal in this that of fewer links is taken,
/// then the first by link ids. Where the same links allow several places to change gauge, it changes as late as it
/// can.
///
/// # Errors
/// [`NoWay`] names the first two waypoints that cannot be joined.
pub(crate) fn shortest(
    graph: &RouteGraph,
    waypoints: &[Node],
    wheels: Wheels<'_>,
) -> Result<Vec<Hop>, NoWay> {
    let whole = if wheels.keeps_one_gauge() {
        stretch_by_stretch(graph, waypoints, wheels)
    } else {
        search(graph, waypoints, wheels, true)
    };
    if let Some(mut hops) = whole {
        change_late(graph, &mut hops, wheels);
        return Ok(hops);
    }
    let name = |node: &Node| graph.place(*node).id.clone();
    for pair in waypoints.windows(2) {
        if let [from, to] = pair
            && search(graph, pair, wheels, false).is_none()
        {
            return Err(NoWay::Apart { from: name(from), to: name(to) });
        }
    }
    // Every stretch has links: the gauge is the matter, in the first beginning that cannot be travelled.
    for n in 2..=waypoints.len() {
        if let Some(beginning) = waypoints.get(..n)
            && search(graph, beginning, wheels, true).is_none()
            && let [.., from, to] = beginning
        {
            return Err(NoWay::Gauge { from: name(from), to: name(to) });
        }
    }
    // Not reached: the last beginning is the whole. It only keeps the function total.
    Ok(Vec::new())
}

/// Puts gauge changes as late as their number allows: a train keeps its gauge while there is no need to change.
fn change_late(graph: &RouteGraph, hops: &mut [Hop], wheels: Wheels<'_>) {
    const BOTH: [Gauge; 2] = [Gauge::Standard, Gauge::Broad];
    const NEVER: u32 = u32::MAX;
    if wheels.mode != Mode::Rail {
        return;
    }
    let lies = |hop: &Hop, gauge: Gauge| graph.link(hop.way.edge).gauges.contains(&gauge);
    let changes_before = |hop: &Hop| {
        graph.start_of(hop.way).is_some_and(|node| wheels.change_at(&graph.place(node).id).is_some())
    };
    // Fewest changes from each hop to the end, by the gauge one stands on before it; filled from the end.
    let mut ahead: Vec<[u32; 2]> = vec![[0, 0]];
    for hop in hops.iter().rev() {
        let next = ahead.last().copied().unwrap_or_default();
        let on = [0, 1].map(|idx| if lies(hop, BOTH[idx]) { next[idx] } else { NEVER });
        let change =
            if changes_before(hop) { [on[1], on[0]].map(|n| n.saturating_add(1)) } else { [NEVER; 2] };
        ahead.push([on[0].min(change[0]), on[1].min(change[1])]);
    }
    ahead.reverse();
    let Some(first) = ahead.first().copied() else { return };
    let start = |gauge: Gauge| wheels.equipment.gauge.is_none_or(|own| own == gauge);
    let mut now = match (start(BOTH[0]), start(BOTH[1])) {
        (true, false) => 0,
        (false, true) => 1,
        _ => usize::from(first[1] < first[0]),
    };
    for (hop, ahead) in hops.iter_mut().zip(ahead.windows(2)) {
        let [here, next] = ahead else { continue };
        let stays = lies(hop, BOTH[now]) && next[now] == here[now];
        if !stays {
            now = 1 - now;
        }
        hop.gauge = Some(BOTH[now]);
    }
}

/// The same where the gauge of one stretch says nothing about the next: each is the shortest by itself, and the
/// search does not go far beyond its end.
fn stretch_by_stretch(graph: &RouteGraph, waypoints: &[Node], wheels: Wheels<'_>) -> Option<Vec<Hop>> {
    let mut hops = Vec::new();
    for (idx, pair) in waypoints.windows(2).enumerate() {
        let stretch = search(graph, pair, wheels, true)?;
        hops.extend(stretch.into_iter().map(|hop| Hop { towards: idx + 1, ..hop }));
    }
    Some(hops)
}

/// Waypoint headed for, place, gauge.
type State = (usize, Node, Option<Gauge>);

/// What chains are compared by before their links are.
type Rank = (Effort, usize);

/// How a state was come to.
#[derive(Clone, Copy, Debug)]
struct Reached {
    rank: Rank,
    before: Option<State>,
    hop: Option<Hop>,
    done: bool,
}

fn search(
    graph: &RouteGraph,
    waypoints: &[Node],
    wheels: Wheels<'_>,
    gauges_matter: bool,
) -> Option<Vec<Hop>> {
    let first = *waypoints.first()?;
    let by_rail = gauges_matter && wheels.mode == Mode::Rail;
    let starts = if by_rail { wheels.starts() } else { vec![None] };
    let mut queue: BinaryHeap<Reverse<(Rank, State)>> = BinaryHeap::new();
    let mut reached: BTreeMap<State, Reached> = BTreeMap::new();
    for gauge in starts {
        let start = (1, first, gauge);
        reached.insert(start, Reached { rank: Rank::default(), before: None, hop: None, done: false });
        queue.push(Reverse((Rank::default(), start)));
    }
    while let Some(Reverse((rank, state))) = queue.pop() {
        let (towards, place, gauge) = state;
        let here = reached.get_mut(&state)?;
        if here.done || here.rank != rank {
            continue;
        }
        here.done = true;
        if towards == waypoints.len() {
            return Some(chain(&reached, Some(state)));
        }
        let (effort, n) = rank;
        let mut next: Vec<(State, Rank, Option<Hop>)> = Vec::new();
        if waypoints.get(towards) == Some(&place) {
            next.push(((towards + 1, place, gauge), rank, None));
        }
        for way in graph.ways_from(place) {
            let link = graph.link(way.edge);
            if link.mode == wheels.mode && gauge.is_none_or(|gauge| link.gauges.contains(&gauge)) {
                let more = Effort { metres: link.length.get(), changes: 0 };
                let hop = Hop { way: *way, gauge, towards };
                next.push(((towards, way.to, gauge), (effort + more, n + 1), Some(hop)));
            }
        }
        if by_rail
            && let Some(gauge) = gauge
            && wheels.change_at(&graph.place(place).id).is_some()
        {
            let other = if gauge == Gauge::Standard { Gauge::Broad } else { Gauge::Standard };
            let more = Effort { metres: 0, changes: 1 };
            next.push(((towards, place, Some(other)), (effort + more, n), None));
        }
        for (to, rank, hop) in next {
            let candidate = Reached { rank, before: Some(state), hop, done: false };
            let better = match reached.get(&to) {
                None => true,
                Some(known) if known.done => false,
                Some(known) if known.rank == rank => {
                    // Seldom: of chains that are equal so far the first by its links; of equal ones, as where a train
                    // goes to and fro to change gauge, that which comes to its waypoints later.
                    links(&reached, &candidate) < links(&reached, known)
                }
                Some(known) => rank < known.rank,
            };
            if better {
                reached.insert(to, candidate);
                queue.push(Reverse((rank, to)));
            }
        }
    }
    None
}

/// The links that led to a state, in order.
fn chain(reached: &BTreeMap<State, Reached>, mut state: Option<State>) -> Vec<Hop> {
    let mut hops = Vec::new();
    while let Some(known) = state.and_then(|state| reached.get(&state)) {
        hops.extend(known.hop);
        state = known.before;
    }
    hops.reverse();
    hops
}

fn links(reached: &BTreeMap<State, Reached>, last: &Reached) -> (Vec<Edge>, Vec<usize>) {
    let before = chain(reached, last.before);
    before.iter().chain(&last.hop).map(|hop| (hop.way.edge, hop.towards)).unzip()
}
