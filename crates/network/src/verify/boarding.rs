//! How services are boarded and left.

use std::collections::BTreeMap;

use landbridge_model::{Frequent, Pattern, Place, PlaceId, Schedule, ServiceId, Step, StepKind, WaitReason};
use landbridge_units::{Instant, Minutes};

use super::certificate::Question;
use super::clock;
use super::course::{Course, TimedHop};
use super::flaw::Wrong;
use super::notes::Notes;
use super::rides::Ride;
use super::riding::{OnTheWay, Track};
use super::rules::{NoTime, Rider, Rules};

/// Whoever judges itineraries of one question.
#[derive(Debug)]
pub(crate) struct Judge<'a> {
    pub(crate) rules: Rules<'a>,
    pub(crate) question: &'a Question,
    /// Ways of scheduled services, found once.
    courses: BTreeMap<&'a ServiceId, Option<Course<'a>>>,
}

impl<'a> Judge<'a> {
    pub(crate) fn new(rules: Rules<'a>, question: &'a Question) -> Self {
        Self { rules, question, courses: BTreeMap::new() }
    }

    /// From the wait for a service until it is left.
    pub(crate) fn ride(&mut self, steps: &[Step], ride: &Ride<'_>, notes: &mut Notes) {
        let Some(board) = steps.get(ride.board) else { return };
        let Some(service) = self.rules.corridor.services.get(ride.service) else {
            notes.at(ride.board, Wrong::Unknown { what: "service", id: ride.service.to_string() });
            return;
        };
        let Some(rider) = self.rules.rider(service) else {
            notes.at(ride.board, Wrong::Unusable { service: service.id.clone() });
            return;
        };
        notes.of_service(ride.board, (ride.service, ride.equipment, None), rider);
        self.admitted(ride.board, rider, notes);
        self.handled(ride.board, &board.from, rider, notes);
        let duration = self.boarding_time(ride, &board.from, rider, notes);
        if let Some(expected) = duration {
            notes.lasts(ride.board, board, expected);
        }
        let wait = ride.wait.and_then(|idx| Some((idx, steps.get(idx)?)));
        let arrived = wait.map_or(board.start, |(_, wait)| wait.start);
        match &service.pattern {
            Pattern::OnDemand(on_demand) => {
                if on_demand.km_per_day == 0 || on_demand.wait < Minutes::ZERO {
                    notes.at(ride.board, Wrong::Unusable { service: service.id.clone() });
                    return;
                }
                let reason = WaitReason::Request(service.id.clone());
                waits_for(&reason, wait, notes);
                let expected = arrived.after(on_demand.wait);
                match (wait, expected) {
                    (None, expected) if on_demand.wait > Minutes::ZERO => {
                        notes.at(ride.board, Wrong::NotWaited { missed: reason, expected });
                    }
                    (Some((idx, wait)), Some(expected)) if wait.end != expected => {
                        notes.at(idx, Wrong::WaitEnd { expected, found: wait.end });
                    }
                    _ => {}
                }
                let track = Track::Free(on_demand);
                OnTheWay::new(&self.rules, self.question, rider, track, board).judge(steps, ride, notes);
            }
            Pattern::Scheduled(schedule) => {
                waits_for(&WaitReason::Departure(service.id.clone()), wait, notes);
                let lead = schedule.cutoff.max(duration.unwrap_or(Minutes::ZERO));
                let until = board.end.after(Minutes::new(lead.get().saturating_neg()));
                if let Some(until) = until.filter(|until| arrived > *until) {
                    let (service, call) = (service.id.clone(), board.end);
                    notes.at(ride.board, Wrong::Cutoff { service, call, until, found: arrived });
                }
                let ready = (self.question.shipment.ready, self.question.horizon);
                self.train(steps, ride, rider, notes, |rules, course, stop| {
                    leaves(rules, rider, schedule, course, stop, board.end, ready)
                });
            }
            Pattern::Frequent(frequent) => {
                waits_for(&WaitReason::Departure(service.id.clone()), wait, notes);
                let lead = frequent.cutoff.max(duration.unwrap_or(Minutes::ZERO));
                self.train(steps, ride, rider, notes, |_, course, stop| {
                    let place = course.stops.get(stop);
                    let earliest = arrived.after(lead);
                    let leaves = place.zip(earliest).and_then(|(place, at)| planned(frequent, place, at));
                    leaves == Some(board.end) && stop.saturating_add(1) < course.stops.len()
                });
            }
        }
    }

    /// Whether the question admits a service.
    fn admitted(&self, idx: usize, rider: Rider<'_>, notes: &mut Notes) {
        let service = || rider.service.id.clone();
        if self.question.services.as_ref().is_some_and(|asked| !asked.contains(&rider.service.id)) {
            notes.at(idx, Wrong::NotAsked { service: service() });
        }
        if !self.question.equipment.contains(&rider.equipment.id) {
            let equipment = rider.equipment.id.clone();
            notes.at(idx, Wrong::Equipment { service: service(), equipment });
        }
        for class in self.question.shipment.classes() {
            if !rider.service.carries.contains(&class) {
                notes.at(idx, Wrong::Class { service: service(), class });
            }
        }
    }

    /// Whether a place can load and unload a service, and may be used.
    fn handled(&self, idx: usize, place: &PlaceId, rider: Rider<'_>, notes: &mut Notes) {
        if !self.rules.place(place).is_some_and(|place| rider.is_handled_at(place)) {
            let equipment = rider.equipment.id.clone();
            notes.at(idx, Wrong::CannotHandle { place: place.clone(), equipment });
        }
        if self.question.avoid_places.contains(place) {
            notes.at(idx, Wrong::AvoidedPlace { place: place.clone() });
        }
    }

    fn boarding_time(
        &self,
        ride: &Ride<'_>,
        place: &PlaceId,
        rider: Rider<'_>,
        notes: &mut Notes,
    ) -> Option<Minutes> {
        let from = ride.before.map(|(_, equipment)| equipment);
        let time = self.rules.boarding_time(from, &rider.equipment.id, place);
        known(time, ride.board, notes)
    }

    /// How a ride ends: by a transload to the next, or by unloading.
    pub(crate) fn landing(&self, idx: usize, step: &Step, ride: &Ride<'_>, notes: &mut Notes) {
        let services = &self.rules.corridor.services;
        let Some(rider) = services.get(ride.service).and_then(|service| self.rules.rider(service)) else {
            return;
        };
        let (service, equipment) = match &step.kind {
            StepKind::Transload { from_service, from_equipment, .. } => (from_service, from_equipment),
            StepKind::Unload { service, equipment } => (service, equipment),
            _ => return,
        };
        notes.of_service(idx, (service, equipment, None), rider);
        self.handled(idx, &step.from, rider, notes);
        if let StepKind::Unload { .. } = &step.kind {
            let time = self.rules.unloading_time(&rider.equipment.id, &step.from);
            if let Some(expected) = known(time, idx, notes) {
                notes.lasts(idx, step, expected);
            }
        }
    }

    /// A train that leaves when the vehicles are loaded, and comes by where they are unloaded.
    fn train(
        &mut self,
        steps: &[Step],
        ride: &Ride<'_>,
        rider: Rider<'a>,
        notes: &mut Notes,
        leaves: impl Fn(&Rules<'a>, &Course<'a>, usize) -> bool,
    ) {
        let Some(board) = steps.get(ride.board) else { return };
        let rules = &self.rules;
        let course = self.courses.entry(&rider.service.id).or_insert_with(|| rules.course(rider));
        let Some(course) = course else {
            notes.at(ride.board, Wrong::Unusable { service: rider.service.id.clone() });
            return;
        };
        let service = || rider.service.id.clone();
        let boarded: Vec<usize> = course
            .stops
            .iter()
            .enumerate()
            .filter(|(_, stop)| stop.id == board.from)
            .map(|(idx, _)| idx)
            .filter(|idx| leaves(rules, course, *idx))
            .collect();
        if boarded.is_empty() {
            let (place, at) = (board.from.clone(), board.end);
            notes.at(ride.board, Wrong::NoDeparture { service: service(), place, at });
            return;
        }
        let ends = steps.get(ride.steps.end).map(|step| &step.from);
        let left = ends.or_else(|| steps.last().map(|step| &step.to)).unwrap_or(&board.to);
        // A train that calls twice at a place may be meant either time: the reading with fewest flaws counts.
        let mut best: Option<Notes> = None;
        for from in boarded {
            for (to, _) in course.stops.iter().enumerate().filter(|(to, stop)| *to > from && stop.id == *left)
            {
                let hops: Vec<TimedHop<'_>> =
                    course.segments.get(from..to).unwrap_or_default().iter().flatten().copied().collect();
                let mut found = notes.blank();
                OnTheWay::new(rules, self.question, rider, Track::Fixed(hops), board)
                    .judge(steps, ride, &mut found);
                if best.as_ref().is_none_or(|best| found.flaws.len() < best.flaws.len()) {
                    best = Some(found);
                }
            }
        }
        match best {
            Some(found) => notes.flaws.extend(found.flaws),
            None => notes.at(ride.steps.end, Wrong::NoStop { service: service(), place: left.clone() }),
        }
    }
}

/// When a train that runs every so often is planned to leave a stop for who could board it from `earliest` on: what
/// is planned as waiting later, from the first day on which it runs. `None` if it no longer runs then.
pub(crate) fn planned(frequent: &Frequent, place: &Place, earliest: Instant) -> Option<Instant> {
    let begins = match frequent.validity.from() {
        Some(from) if clock::date_at(place, earliest)? < from => {
            clock::instant_at(place, from, chrono::NaiveTime::MIN)?
        }
        _ => earliest,
    };
    let leaves = begins.after(frequent.waiting())?;
    frequent.validity.contains(clock::date_at(place, leaves)?).then_some(leaves)
}

/// Whether some train of a service leaves a stop at an instant.
fn leaves<'a>(
    rules: &Rules<'a>,
    rider: Rider<'a>,
    schedule: &Schedule,
    course: &Course<'a>,
    stop: usize,
    at: Instant,
    ready: (Instant, Minutes),
) -> bool {
    let last = stop.checked_add(1) == Some(course.stops.len());
    let run = schedule.stops.get(stop).map_or(0, |stop| stop.run.get());
    // What holds trains up only adds to their running time.
    let latest = at.after(Minutes::new(run.saturating_neg()));
    let Some(latest) = latest.filter(|_| !last) else { return false };
    let days = rules.days(schedule, course, ready, latest);
    days.into_iter().any(|day| rules.calls(rider, schedule, course, day).get(stop) == Some(&at))
}

/// A wait before boarding is for the service that is boarded.
fn waits_for(reason: &WaitReason, wait: Option<(usize, &Step)>, notes: &mut Notes) {
    if let Some((idx, Step { kind: StepKind::Wait { reason: found }, .. })) = wait
        && found != reason
    {
        notes.at(idx, Wrong::Needless { found: found.clone() });
    }
}

fn known(time: Result<Minutes, NoTime>, idx: usize, notes: &mut Notes) -> Option<Minutes> {
    match time {
        Ok(time) => Some(time),
        Err(NoTime { act, equipment, place }) => {
            notes.at(idx, Wrong::NoHandlingTime { act, equipment, place });
            None
        }
    }
}
