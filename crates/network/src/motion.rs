//! What happens while a service runs over one link: waits, border steps, running.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono_tz::Tz;
use landbridge_model::{
    BorderStep, Clearance, CrossingId, Place, PlaceId, Row, Section, Step, StepKind, WaitReason,
};
use landbridge_units::{Instant, Minutes};

use crate::calendar;
use crate::crossing::{self, Border, Traveller};
use crate::graph::Way;
use crate::network::{Carrier, Network};
use crate::way::Wheels;

/// Something that happens to a moving service, in order.
#[derive(Clone, Debug)]
pub(crate) enum Event {
    /// A leg ends here, whether or not a step follows.
    ///
    /// Legs are cut by where they lead, never by the hour: were a leg cut only where a gate happens to be shut, a
    /// later start could make a cheaper leg, and earlier would no longer be better.
    Cut,
    /// A link is travelled.
    Section { section: Section, start: Instant, end: Instant, from: PlaceId, to: PlaceId },
    /// Anything else.
    Step(Step),
}

/// A moving service.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Mover<'n> {
    pub(crate) network: &'n Network,
    pub(crate) carrier: &'n Carrier,
    pub(crate) clearance: Clearance,
}

impl<'n> Mover<'n> {
    pub(crate) fn traveller(&self) -> Traveller<'n> {
        Traveller {
            equipment: &self.carrier.equipment.id,
            mode: self.carrier.service.mode,
            tags: &self.carrier.service.tags,
            clearance: self.clearance,
        }
    }

    /// The events of running over a link from an instant on, and when they are over.
    /// `None` where a rule shuts the way for ever, or beyond the calendar.
    ///
    /// Never overtakes itself: who comes later is not through earlier. Waits end at instants that do not depend
    /// on the arrival, running times are fixed, and [`Self::formalities`] sees to dated steps.
    pub(crate) fn pass(
        &self,
        way: Way,
        minutes: i64,
        at: Instant,
        events: &mut Vec<Event>,
    ) -> Option<Instant> {
        let graph = &self.network.graph;
        let to = graph.place(way.to);
        let from = graph.place(graph.start_of(way)?);
        let border = self.network.borders.get(&way.edge);

        let mut now = self.enter(from, border, at, events)?;
        if let Some(border) = border {
            now = self.side(from, border, true, way.forward, now, events)?;
        }
        let end = now.after(Minutes::new(minutes))?;
        events.push(Event::Section {
            section: self.network.section(way),
            start: now,
            end,
            from: from.id.clone(),
            to: to.id.clone(),
        });
        now = end;
        if to.hours.is_some() {
            events.push(Event::Cut);
            now = opening(to, now, events)?;
        }
        if let Some(border) = border {
            now = self.side(to, border, false, way.forward, now, events)?;
        }
        Some(now)
    }

    /// The change of gauge at a place, if the equipment has one there.
    pub(crate) fn change_gauge(
        &self,
        place: &Place,
        at: Instant,
        events: &mut Vec<Event>,
    ) -> Option<Instant> {
        let service = &self.carrier.service;
        let wheels = Wheels {
            mode: service.mode,
            equipment: &self.carrier.equipment,
            changes: &self.network.gauge_changes,
        };
        let change = wheels.change_at(&place.id)?;
        let end = at.after(change.duration)?;
        let kind = StepKind::GaugeChange {
            change: change.id.clone(),
            method: change.method,
            service: service.id.clone(),
            equipment: service.equipment.clone(),
        };
        events.push(Event::Step(standing(kind, place, at, end, vec![Arc::clone(&change.row)])));
        Some(end)
    }

    /// Opening hours, closures and embargoes before a link, until none of them holds.
    fn enter(
        &self,
        place: &Place,
        border: Option<&Border>,
        at: Instant,
        events: &mut Vec<Event>,
    ) -> Option<Instant> {
        if place.hours.is_some() || border.is_some_and(Border::has_rules) {
            events.push(Event::Cut);
        }
        let mut now = at;
        loop {
            now = opening(place, now, events)?;
            let Some((reason, row, until)) =
                border.and_then(|border| border.shut(place.time_zone, self.traveller(), now))
            else {
                return Some(now);
            };
            now = wait_out(place, reason, now, until, row, events)?;
        }
    }

    /// The steps on one side of a crossing.
    fn side(
        &self,
        place: &Place,
        border: &Border,
        before: bool,
        forward: bool,
        at: Instant,
        events: &mut Vec<Event>,
    ) -> Option<Instant> {
        let steps = border.steps(before, forward, self.traveller());
        if steps.is_empty() {
            return Some(at);
        }
        events.push(Event::Cut);
        let zone = place.time_zone;
        let (mut best, mut end) = self.formalities(place, &border.id, &steps, at)?;
        // Who stands in line when quicker formalities come into force is served under them: else who comes
        // a day later would be through earlier.
        let mut turns: Vec<Instant> = steps
            .iter()
            .flat_map(|step| calendar::turns(zone, step.validity))
            .filter(|turn| *turn > at)
            .collect();
        turns.sort_unstable();
        turns.dedup();
        for turn in turns {
            if turn >= end {
                break;
            }
            let mut held = Vec::new();
            let rows = steps.iter().filter(|step| calendar::turns(zone, step.validity).any(|x| x == turn));
            wait(
                place,
                WaitReason::Opening,
                at,
                turn,
                rows.map(|x| Arc::clone(&x.row)).collect(),
                &mut held,
            )?;
            if let Some((later, through)) = self.formalities(place, &border.id, &steps, turn)
                && through < end
            {
                held.extend(later);
                (best, end) = (held, through);
            }
        }
        events.extend(best);
        Some(end)
    }

    /// The steps in force on the day they begin, one after the other; holidays delay customs and inspection.
    fn formalities(
        &self,
        place: &Place,
        crossing: &CrossingId,
        steps: &[&BorderStep],
        at: Instant,
    ) -> Option<(Vec<Event>, Instant)> {
        let zone: Tz = place.time_zone;
        let today = calendar::local_date(zone, at)?;
        let service = &self.carrier.service;
        let mut events = Vec::new();
        let mut now = at;
        let mut sides = BTreeSet::new();
        for step in steps.iter().filter(|step| step.validity.contains(today)) {
            while crossing::rests(step)
                && let Some((rule, row, until)) =
                    crossing::holiday(&self.network.holidays, step.side, zone, now)
            {
                let reason = WaitReason::Holiday(rule);
                now = wait_out(place, reason, now, until, row, &mut events)?;
            }
            let end = now.after(step.duration)?;
            let kind = StepKind::Border {
                crossing: crossing.clone(),
                step: step.id.clone(),
                side: step.side,
                service: service.id.clone(),
                equipment: service.equipment.clone(),
                mode: service.mode,
                first: sides.insert(step.side),
            };
            events.push(Event::Step(standing(kind, place, now, end, vec![Arc::clone(&step.row)])));
            now = end;
        }
        Some((events, now))
    }
}

/// Waits until a place is open.
fn opening(place: &Place, at: Instant, events: &mut Vec<Event>) -> Option<Instant> {
    let Some(hours) = &place.hours else { return Some(at) };
    let open = calendar::next_opening(place.time_zone, hours, at)?;
    wait(place, WaitReason::Opening, at, open, vec![Arc::clone(&place.row)], events)
}

/// Waits until a rule has ended; `None` where it never does.
fn wait_out(
    place: &Place,
    reason: WaitReason,
    at: Instant,
    until: Option<Instant>,
    row: &Arc<Row>,
    events: &mut Vec<Event>,
) -> Option<Instant> {
    // A period that contains today ends later; were it otherwise, callers would ask for ever.
    let until = until.filter(|until| *until > at)?;
    wait(place, reason, at, until, vec![Arc::clone(row)], events)
}

/// A wait, left out where it takes no time. `None` where it would end before it begins.
fn wait(
    place: &Place,
    reason: WaitReason,
    at: Instant,
    until: Instant,
    because: Vec<Arc<Row>>,
    events: &mut Vec<Event>,
) -> Option<Instant> {
    if until < at {
        return None;
    }
    if until > at {
        events.push(Event::Step(standing(StepKind::Wait { reason }, place, at, until, because)));
    }
    Some(until)
}

/// A step that begins and ends at one place.
pub(crate) fn standing(
    kind: StepKind,
    place: &Place,
    start: Instant,
    end: Instant,
    because: Vec<Arc<Row>>,
) -> Step {
    Step { kind, from: place.id.clone(), to: place.id.clone(), start, end, because }
}
