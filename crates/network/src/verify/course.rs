//! The way of a scheduled service: the shortest chain of links through its stops, and its running time on each.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Gauge, LinkId, Mode, Place, PlaceId};
use landbridge_units::Minutes;

use super::rules::{Hop, Rider, Rules, lies, other};

/// Where a train runs.
#[derive(Clone, Debug)]
pub(crate) struct Course<'a> {
    pub(crate) stops: Vec<&'a Place>,
    /// Hops from stop k to stop k + 1.
    pub(crate) segments: Vec<Vec<TimedHop<'a>>>,
}

/// A link of a course.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TimedHop<'a> {
    pub(crate) hop: Hop<'a>,
    pub(crate) minutes: Minutes,
    /// Whether the gauge changes before it.
    pub(crate) change: bool,
}

/// What a chain of links is measured by, in this order: metres, gauge changes, links, then their ids.
type Effort<'a> = (u64, u32, usize, Vec<&'a LinkId>);

/// Waypoint headed for, place, gauge.
type State<'a> = (usize, &'a PlaceId, Option<Gauge>);

impl<'a> Rules<'a> {
    /// `None` where the service cannot run: stops unknown, times that fall, no way, or a gauge it cannot change to.
    pub(crate) fn course(&self, rider: Rider<'a>) -> Option<Course<'a>> {
        let timed_stops = rider.service.pattern.stops();
        let first = timed_stops.first()?;
        let rising = timed_stops.windows(2).all(|pair| matches!(pair, [a, b] if a.run <= b.run));
        if first.run != Minutes::ZERO || timed_stops.len() < 2 || !rising {
            return None;
        }
        let stops: Option<Vec<&Place>> = timed_stops.iter().map(|stop| self.place(&stop.place)).collect();
        // Where a stop is among the waypoints. What comes before the first stop is no part of the journey.
        let mut waypoints = vec![&self.place(&first.place)?.id];
        let mut stop_at = vec![0];
        for stop in timed_stops.iter().skip(1) {
            for place in stop.via.iter().chain([&stop.place]) {
                let place = &self.place(place)?.id;
                if waypoints.last() != Some(&place) {
                    waypoints.push(place);
                }
            }
            stop_at.push(waypoints.len().checked_sub(1)?);
        }
        let chain = self.shortest(rider, &waypoints)?;
        let changes = self.late_changes(rider, &chain)?;

        let mut segments = Vec::new();
        for (stops, at) in timed_stops.windows(2).zip(stop_at.windows(2)) {
            let ([a, b], [from, to]) = (stops, at) else { return None };
            let own: Vec<(Hop<'_>, bool)> = chain
                .iter()
                .zip(&changes)
                .filter(|((waypoint, _), _)| from < waypoint && waypoint <= to)
                .map(|((_, hop), change)| (*hop, *change))
                .collect();
            if own.is_empty() {
                return None;
            }
            segments.push(timed(&own, b.run.get().checked_sub(a.run.get())?)?);
        }
        Some(Course { stops: stops?, segments })
    }

    /// The shortest chain through all waypoints, each link with the number of the waypoint it leads towards: Dijkstra's
    /// algorithm over waypoint, place and gauge, with the whole chain as label. It is plain rather than fast.
    fn shortest(&self, rider: Rider<'a>, waypoints: &[&'a PlaceId]) -> Option<Vec<(usize, Hop<'a>)>> {
        let mut queue: BTreeSet<(Effort<'a>, State<'a>, Vec<usize>)> = BTreeSet::new();
        let mut done: BTreeSet<State<'a>> = BTreeSet::new();
        for gauge in rider.gauges(None) {
            queue.insert(((0, 0, 0, Vec::new()), (1, *waypoints.first()?, gauge), Vec::new()));
        }
        while let Some((effort, state, towards)) = queue.pop_first() {
            let (metres, changes, n, links) = &effort;
            let (waypoint, place, gauge) = state;
            if waypoint == waypoints.len() {
                return self.walk(waypoints.first()?, links, &towards);
            }
            if !done.insert(state) {
                continue;
            }
            if waypoints.get(waypoint).is_some_and(|there| *there == place) {
                let on = waypoint.checked_add(1)?;
                queue.insert((effort.clone(), (on, place, gauge), towards.clone()));
            }
            for hop in self.hops(place) {
                if hop.link.mode != rider.service.mode || !lies(hop.link, gauge) {
                    continue;
                }
                let mut links = links.clone();
                links.push(&hop.link.id);
                let mut towards = towards.clone();
                towards.push(waypoint);
                let effort = (metres.checked_add(hop.link.length.get())?, *changes, n.checked_add(1)?, links);
                queue.insert((effort, (waypoint, &hop.to.id, gauge), towards));
            }
            if let Some(gauge) = gauge
                && self.gauge_change(&rider.equipment.id, place).is_some()
            {
                let effort = (*metres, changes.checked_add(1)?, *n, links.clone());
                queue.insert((effort, (waypoint, place, Some(other(gauge))), towards));
            }
        }
        None
    }

    fn walk(&self, start: &PlaceId, links: &[&LinkId], towards: &[usize]) -> Option<Vec<(usize, Hop<'a>)>> {
        let mut place = start;
        let mut chain: Vec<(usize, Hop<'a>)> = Vec::new();
        for (link, waypoint) in links.iter().zip(towards) {
            let hop = self.hop(link, place)?;
            place = &hop.to.id;
            chain.push((*waypoint, hop));
        }
        Some(chain)
    }

    /// Before which links of a chain the gauge changes: as seldom as it must, and as late as that allows.
    fn late_changes(&self, rider: Rider<'a>, chain: &[(usize, Hop<'a>)]) -> Option<Vec<bool>> {
        if rider.service.mode != Mode::Rail {
            return Some(vec![false; chain.len()]);
        }
        // How many changes lie ahead of a link, by the gauge one stands on before it; from the end backwards.
        let mut ahead: Vec<BTreeMap<Gauge, u32>> =
            vec![BTreeMap::from([(Gauge::Standard, 0), (Gauge::Broad, 0)])];
        for (_, hop) in chain.iter().rev() {
            let next = ahead.last()?;
            let on = |gauge| next.get(&gauge).copied().filter(|_| lies(hop.link, Some(gauge)));
            let can = self.gauge_change(&rider.equipment.id, &hop.from.id).is_some();
            let here = [Gauge::Standard, Gauge::Broad].into_iter().filter_map(|gauge| {
                let change = on(other(gauge)).filter(|_| can).and_then(|n| n.checked_add(1));
                let fewest = on(gauge).into_iter().chain(change).min()?;
                Some((gauge, fewest))
            });
            let here = here.collect();
            ahead.push(here);
        }
        ahead.reverse();
        let first = ahead.first()?;
        let starts =
            rider.gauges(None).into_iter().flatten().filter_map(|gauge| Some((*first.get(&gauge)?, gauge)));
        let (_, mut gauge) = starts.min()?;
        let mut changes = Vec::new();
        for ((_, hop), pair) in chain.iter().zip(ahead.windows(2)) {
            let [here, next] = pair else { return None };
            let stays = lies(hop.link, Some(gauge)) && next.get(&gauge) == here.get(&gauge);
            if !stays {
                gauge = other(gauge);
            }
            changes.push(!stays);
        }
        Some(changes)
    }
}

/// Shares minutes among links by length: each takes the whole minutes below its share, the last what is left.
fn timed<'a>(hops: &[(Hop<'a>, bool)], minutes: i64) -> Option<Vec<TimedHop<'a>>> {
    let total: u128 = hops.iter().map(|(hop, _)| u128::from(hop.link.length.get())).sum();
    let mut left = minutes;
    let mut timed = Vec::new();
    for (idx, (hop, change)) in hops.iter().enumerate() {
        let share = if idx.checked_add(1)? == hops.len() {
            left
        } else {
            let product = u128::try_from(minutes).ok()?.checked_mul(u128::from(hop.link.length.get()))?;
            i64::try_from(product.checked_div(total).unwrap_or(0)).ok()?
        };
        left = left.checked_sub(share)?;
        timed.push(TimedHop { hop: *hop, minutes: Minutes::new(share), change: *change });
    }
    Some(timed)
}
