//! What happens while a service runs over one link: waits, border steps, running.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono_tz::Tz;
use landbridge_model::{
    BorderStep, Clearance, CrossingId, Place, PlaceId, Row, Section, Step, StepKind, WaitReason,
};
use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::ground::calendar;
use crate::ground::crossing::{self, Border, Traveller};
use crate::ground::graph::{Node, Way};
use crate::ground::way::Wheels;
use crate::network::{Carrier, Network};
use crate::query::Waiver;

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
    /// What is taken not to hold.
    pub(crate) waive: &'n BTreeSet<Waiver>,
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
        let start = self.gate_before(way, at, events)?;
        let end = self.run(way, minutes, start, events)?;
        self.gate_after(way, end, events)
    }

    /// Running over a link, without what comes before and after.
    pub(crate) fn run(
        &self,
        way: Way,
        minutes: i64,
        start: Instant,
        events: &mut Vec<Event>,
    ) -> Option<Instant> {
        let graph = &self.network.graph;
        let end = start.after(Minutes::new(minutes))?;
        events.push(Event::Section {
            section: self.network.section(way),
            start,
            end,
            from: graph.place(graph.start_of(way)?).id.clone(),
            to: graph.place(way.to).id.clone(),
        });
        Some(end)
    }

    /// Whether a leg ends before a link, whenever it is come to.
    pub(crate) fn gated_before(&self, way: Way) -> bool {
        let Some(from) = self.network.graph.start_of(way) else { return false };
        let border = self.network.borders.get(&way.edge);
        self.keeps_hours(self.network.graph.place(from))
            || border.is_some_and(|border| {
                border.has_rules_but(self.waive)
                    || !border.steps(true, way.forward, self.traveller()).is_empty()
            })
    }

    /// Whether a leg ends after a link, whenever it is come to.
    pub(crate) fn gated_after(&self, way: Way) -> bool {
        let border = self.network.borders.get(&way.edge);
        self.keeps_hours(self.network.graph.place(way.to))
            || border.is_some_and(|border| !border.steps(false, way.forward, self.traveller()).is_empty())
    }

    /// What happens before a link: opening hours, closures, embargoes, border steps.
    pub(crate) fn gate_before(&self, way: Way, at: Instant, events: &mut Vec<Event>) -> Option<Instant> {
        let from = self.network.graph.place(self.network.graph.start_of(way)?);
        let border = self.network.borders.get(&way.edge);
        let now = self.enter(from, border, at, events)?;
        match border {
            Some(border) => self.side(from, border, true, way.forward, now, events),
            None => Some(now),
        }
    }

    /// What happens after a link: opening hours and border steps.
    pub(crate) fn gate_after(&self, way: Way, at: Instant, events: &mut Vec<Event>) -> Option<Instant> {
        let to = self.network.graph.place(way.to);
        let border = self.network.borders.get(&way.edge);
        let mut now = at;
        if self.keeps_hours(to) {
            events.push(Event::Cut);
            now = self.opening(to, now, events)?;
        }
        match border {
            Some(border) => self.side(to, border, false, way.forward, now, events),
            None => Some(now),
        }
    }

    /// When what happens before or after a link begins to be something else; `None` if it depends on the minute.
    pub(crate) fn turns(&self, way: Way, before: bool) -> Option<Vec<Instant>> {
        let graph = &self.network.graph;
        let place = graph.place(if before { graph.start_of(way)? } else { way.to });
        if self.keeps_hours(place) {
            return None;
        }
        let mut turns: Vec<Instant> = Vec::new();
        let Some(border) = self.network.borders.get(&way.edge) else { return Some(turns) };
        let zone = place.time_zone;
        let steps = border.steps(before, way.forward, self.traveller());
        for step in &steps {
            turns.extend(calendar::turns(zone, step.validity));
        }
        if steps.iter().any(|step| crossing::rests(step)) {
            for holiday in &self.network.holidays {
                turns.extend(calendar::turns(zone, holiday.validity));
            }
        }
        if before {
            turns.extend(border.rule_turns(zone));
        }
        Some(turns)
    }

    /// A total does not fit.
    pub(crate) fn out_of_range<E: std::error::Error + 'static>(&self, node: Node) -> RouteError<E> {
        RouteError::OutOfRange { place: self.network.graph.place(node).id.clone() }
    }

    fn wheels(&self) -> Wheels<'n> {
        Wheels {
            mode: self.carrier.service.mode,
            equipment: &self.carrier.equipment,
            changes: &self.network.gauge_changes,
        }
    }

    /// Whether the equipment has a change of gauge at a place.
    pub(crate) fn can_change_gauge(&self, place: &Place) -> bool {
        self.wheels().change_at(&place.id).is_some()
    }

    /// The change of gauge at a place, if the equipment has one there.
    pub(crate) fn change_gauge(
        &self,
        place: &Place,
        at: Instant,
        events: &mut Vec<Event>,
    ) -> Option<Instant> {
        let service = &self.carrier.service;
        let change = self.wheels().change_at(&place.id)?;
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
        if self.keeps_hours(place) || border.is_some_and(|border| border.has_rules_but(self.waive)) {
            events.push(Event::Cut);
        }
        let mut now = at;
        loop {
            now = self.opening(place, now, events)?;
            let Some((reason, row, until)) =
                border.and_then(|border| border.shut(place.time_zone, self.traveller(), now, self.waive))
            else {
                return Some(now);
            };
            now = wait_out(place, reason, now, until, row, events)?;
        }
    }

    /// Waits until a place is open.
    fn opening(&self, place: &Place, at: Instant, events: &mut Vec<Event>) -> Option<Instant> {
        let Some(hours) = &place.hours else { return Some(at) };
        if !self.keeps_hours(place) {
            return Some(at);
        }
        let open = calendar::next_opening(place.time_zone, hours, at)?;
        wait(place, WaitReason::Opening, at, open, vec![Arc::clone(&place.row)], events)
    }

    /// Whether a place has opening hours that hold.
    fn keeps_hours(&self, place: &Place) -> bool {
        place.hours.is_some()
            && (self.waive.is_empty() || !self.waive.contains(&Waiver::Hours(place.id.clone())))
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
                    crossing::holiday(&self.network.holidays, step.side, zone, now, self.waive)
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
