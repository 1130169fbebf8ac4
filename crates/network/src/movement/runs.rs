//! The single runs of a scheduled service: what a train that leaves at an instant meets, and when.

use chrono::{Days, NaiveDate};
use landbridge_model::Schedule;
use landbridge_units::{Instant, Minutes};

use crate::ground::calendar;
use crate::movement::motion::{Event, Mover};
use crate::network::Timetable;

/// One train.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// What happens to it, from its first stop on.
    pub(crate) events: Vec<Event>,
    /// Its stops as far as it comes; a train shut in for ever has fewer than its timetable. Stops before the first
    /// have the call of the first.
    pub(crate) calls: Vec<Call>,
}

impl Run {
    /// When it leaves its first stop.
    pub(crate) fn leaves(&self) -> Option<Instant> {
        Some(self.calls.first()?.at)
    }

    /// How long it is on its way, as far as it comes.
    pub(crate) fn length(&self) -> Option<Minutes> {
        Some(self.calls.last()?.at.since(self.leaves()?))
    }
}

/// A train at a stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Call {
    /// How many events lie behind it.
    pub(crate) events: usize,
    /// When it is there. It leaves at once.
    pub(crate) at: Instant,
}

/// When trains leave their first stop on days between two, both included, in order.
pub(crate) fn departures(
    zone: chrono_tz::Tz,
    schedule: &Schedule,
    first: NaiveDate,
    last: NaiveDate,
) -> Vec<Instant> {
    let mut leave = Vec::new();
    let mut day = first;
    while day <= last {
        if schedule.runs_on(day) {
            leave.extend(calendar::local_instant(zone, day, schedule.departs));
        }
        match day.checked_add_days(Days::new(1)) {
            Some(next) => day = next,
            None => break,
        }
    }
    leave
}

/// The train that leaves a stop at an instant.
pub(crate) fn from_stop(mover: Mover<'_>, timetable: &Timetable, stop: usize, at: Instant) -> Run {
    let network = mover.network;
    let mut now = at;
    let mut events = Vec::new();
    let mut calls = vec![Call { events: 0, at: now }; stop + 1];
    'journey: for segment in timetable.segments.iter().skip(stop) {
        for hop in segment {
            let next = hop
                .change
                .then(|| network.graph.start_of(hop.way))
                .map_or(Some(now), |node| mover.change_gauge(network.graph.place(node?), now, &mut events))
                .and_then(|ready| mover.pass(hop.way, hop.minutes, ready, &mut events));
            let Some(next) = next else { break 'journey };
            now = next;
        }
        calls.push(Call { events: events.len(), at: now });
    }
    Run { events, calls }
}
