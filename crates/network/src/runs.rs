//! The single runs of a scheduled service: what a train that leaves on a day meets, and when.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use landbridge_model::{CrossingId, PlaceId};
use landbridge_units::Instant;

use crate::calendar;
use crate::motion::{Event, Mover};
use crate::network::Timetable;

/// One train.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// What happens to it, from the first stop on.
    pub(crate) events: Vec<Event>,
    /// Its stops as far as it comes; a train shut in for ever has fewer than its timetable.
    pub(crate) calls: Vec<Call>,
}

/// A train at a stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// How many events lie behind it.
    pub(crate) events: usize,
    /// When it is there. It leaves at once.
    pub(crate) at: Instant,
    /// How many places and crossings that are to be avoided lie behind it.
    pub(crate) avoided: usize,
}

/// What is to be avoided.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Avoid<'a> {
    pub(crate) places: &'a BTreeSet<PlaceId>,
    pub(crate) crossings: &'a BTreeSet<CrossingId>,
}

/// Runs that leave their first stop between two days, both included, in the order in which they leave.
pub(crate) fn between(
    mover: Mover<'_>,
    timetable: &Timetable,
    avoid: Avoid<'_>,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<Run> {
    let mut runs = Vec::new();
    let mut day = first;
    while day <= last {
        if timetable.schedule.runs_on(day) {
            runs.extend(run_on(mover, timetable, avoid, day));
        }
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => break,
        }
    }
    runs
}

fn run_on(mover: Mover<'_>, timetable: &Timetable, avoid: Avoid<'_>, day: NaiveDate) -> Option<Run> {
    let network = mover.network;
    let start = network.graph.place(*timetable.stops.first()?);
    let mut now = calendar::local_instant(start.time_zone, day, timetable.schedule.departs)?;
    let mut events = Vec::new();
    let mut avoided = 0;
    let mut calls = vec![Call { events: 0, at: now, avoided }];
    'journey: for segment in &timetable.segments {
        for hop in segment {
            let next = hop
                .change
                .then(|| network.graph.start_of(hop.way))
                .map_or(Some(now), |node| mover.change_gauge(network.graph.place(node?), now, &mut events))
                .and_then(|ready| mover.pass(hop.way, hop.minutes, ready, &mut events));
            let Some(next) = next else { break 'journey };
            now = next;
            let crossing = network.borders.get(&hop.way.edge).map(|border| &border.id);
            avoided += usize::from(avoid.places.contains(&network.graph.place(hop.way.to).id))
                + usize::from(crossing.is_some_and(|id| avoid.crossings.contains(id)));
        }
        calls.push(Call { events: events.len(), at: now, avoided });
    }
    Some(Run { events, calls })
}
