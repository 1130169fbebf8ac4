//! Single trains of a scheduled service: when one that leaves on a day calls at its stops.

use chrono::{Days, NaiveDate};
use landbridge_model::Schedule;
use landbridge_units::{Instant, Minutes};

use super::clock;
use super::course::{Course, TimedHop};
use super::rules::{Rider, Rules};

impl<'a> Rules<'a> {
    /// When the train of a day is at each of its stops, as far as it comes. It leaves at once.
    pub(crate) fn calls(
        &self,
        rider: Rider<'a>,
        schedule: &Schedule,
        course: &Course<'a>,
        day: NaiveDate,
    ) -> Vec<Instant> {
        let start = course.stops.first().and_then(|first| clock::instant_at(first, day, schedule.departs));
        let Some(mut now) = start else { return Vec::new() };
        let mut calls = vec![now];
        for segment in &course.segments {
            let through = segment.iter().try_fold(now, |at, TimedHop { hop, minutes, change }| {
                self.pass(rider, *hop, *minutes, *change, at).map(|passage| passage.after.end)
            });
            let Some(at) = through else { break };
            now = at;
            calls.push(now);
        }
        calls
    }

    /// The days on which trains leave their first stop that are looked at, the last first: from `latest` back to the
    /// horizon and the running time before the shipment is ready, and a day more.
    pub(crate) fn days(
        &self,
        schedule: &Schedule,
        course: &Course<'a>,
        (ready, horizon): (Instant, Minutes),
        latest: Instant,
    ) -> Vec<NaiveDate> {
        let running = schedule.stops.last().map_or(0, |stop| stop.run.get());
        // No train is on its way for more than ten years, whatever the horizon.
        let back = (horizon.get().saturating_add(running) / 1_440).min(3_660);
        let first = course.stops.first();
        let date = |at| first.and_then(|first| clock::date_at(first, at));
        let (Some(from), Some(last)) = (date(ready), date(latest)) else { return Vec::new() };
        let back = Days::new(u64::try_from(back).unwrap_or(0).saturating_add(1));
        let from = from.checked_sub_days(back).unwrap_or(from);
        let mut days = Vec::new();
        let mut day = last;
        while day >= from {
            if schedule.runs_on(day) {
                days.push(day);
            }
            match day.pred_opt() {
                Some(before) => day = before,
                None => break,
            }
        }
        days
    }
}
