//! What happens on the way: links, gates and gauge changes between boarding and leaving.

use std::collections::BTreeSet;

use landbridge_model::{Gauge, OnDemand, PlaceId, Section, Step, StepKind};
use landbridge_units::{Instant, Minutes};

use super::certificate::Question;
use super::course::TimedHop;
use super::flaw::Wrong;
use super::notes::Notes;
use super::rides::Ride;
use super::rules::{Hop, Rider, Rules, lies, other, running};

/// What decides which links are travelled.
#[derive(Clone, Debug)]
pub(crate) enum Track<'a> {
    /// A train's way from the stop boarded to the stop left.
    Fixed(Vec<TimedHop<'a>>),
    /// A service on demand goes where it may.
    Free(&'a OnDemand),
}

/// A service on its way, as the itinerary tells it.
#[derive(Clone, Debug)]
pub(crate) struct OnTheWay<'r, 'a> {
    pub(crate) rules: &'r Rules<'a>,
    question: &'r Question,
    pub(crate) rider: Rider<'a>,
    track: Track<'a>,
    place: PlaceId,
    /// When the last step ends: flaws before do not spoil what comes after.
    now: Instant,
    /// Gauges it may be on, for all the itinerary says.
    gauges: BTreeSet<Option<Gauge>>,
    /// Links travelled.
    travelled: usize,
    /// A gauge change was the last that happened.
    changed: bool,
    /// A leg was the last that happened, and nothing ended it.
    open: bool,
}

impl<'r, 'a> OnTheWay<'r, 'a> {
    pub(crate) fn new(
        rules: &'r Rules<'a>,
        question: &'r Question,
        rider: Rider<'a>,
        track: Track<'a>,
        board: &Step,
    ) -> Self {
        let on_demand = if let Track::Free(on_demand) = track { Some(on_demand) } else { None };
        Self {
            rules,
            question,
            rider,
            track,
            place: board.to.clone(),
            now: board.end,
            gauges: rider.gauges(on_demand).into_iter().collect(),
            travelled: 0,
            changed: false,
            open: false,
        }
    }

    /// Notes what is wrong with the steps of a ride.
    pub(crate) fn judge(mut self, steps: &[Step], ride: &Ride<'_>, notes: &mut Notes) {
        let end = ride.steps.end;
        let mut idx = ride.steps.start;
        while idx < end {
            // What is stood for before whatever moves next.
            let moves = (idx..end)
                .find(|idx| steps.get(*idx).is_some_and(|step| !is_stand(&step.kind)))
                .unwrap_or(end);
            match steps.get(moves).filter(|_| moves < end) {
                Some(step) if matches!(step.kind, StepKind::Leg { .. }) => {
                    match self.leg(steps, (idx, moves, end), notes) {
                        Some(next) => idx = next,
                        None => return,
                    }
                }
                after => {
                    self.not_due(steps, idx..moves, notes);
                    if let Some(step) = after {
                        self.gauge_change(moves, step, notes);
                    }
                    idx = moves.saturating_add(1);
                }
            }
        }
        self.ends(end, notes);
    }

    /// Whether it may be left here.
    fn ends(&self, idx: usize, notes: &mut Notes) {
        let service = || self.rider.service.id.clone();
        if let Track::Fixed(hops) = &self.track
            && let Some(next) = hops.get(self.travelled)
        {
            let expected = Some(next.hop.link.id.clone());
            notes.at(idx, Wrong::OtherWay { service: service(), expected, found: None });
        } else if self.travelled == 0 {
            notes.at(idx, Wrong::NotMoved { service: service() });
        } else if self.changed {
            notes.at(
                idx,
                Wrong::Misplaced { step: "a landing", state: "on another gauge, and have not moved" },
            );
        }
    }

    /// A leg with what is stood for before and after it, from step `first` on. Gives the next step; `None` where
    /// nothing more can be said of the ride.
    fn leg(
        &mut self,
        steps: &[Step],
        (first, idx, end): (usize, usize, usize),
        notes: &mut Notes,
    ) -> Option<usize> {
        let step = steps.get(idx)?;
        let StepKind::Leg { service, equipment, mode, sections } = &step.kind else { return None };
        notes.of_service(idx, (service, equipment, Some(*mode)), self.rider);
        let mut last: Option<Hop<'a>> = None;
        let mut minutes = Minutes::ZERO;
        for section in sections {
            let (hop, takes) = self.section(idx, section, notes)?;
            let cut = self.rules.cuts_before(self.rider, hop);
            match last {
                None => {
                    match self.rules.before(self.rider, hop, self.now) {
                        Some(gate) => {
                            let through = self.stands(&gate, steps, first..idx, notes);
                            self.not_due(steps, through..idx, notes);
                        }
                        None => notes.at(idx, Wrong::Never { place: hop.from.id.clone() }),
                    }
                    // Steps that should not be here have been noted already.
                    if self.open && !cut && first == idx {
                        notes.at(idx, Wrong::NotJoined { place: hop.from.id.clone() });
                    }
                }
                Some(before) if cut || self.rules.cuts_after(self.rider, before) => {
                    notes.at(idx, Wrong::NotCut { place: hop.from.id.clone() });
                }
                Some(_) => {}
            }
            minutes = minutes.checked_add(takes)?;
            self.place = hop.to.id.clone();
            self.changed = false;
            last = Some(hop);
        }
        let Some(last) = last else {
            notes.at(idx, Wrong::EmptyLeg);
            return None;
        };
        if step.to != self.place {
            let (expected, found) = (self.place.clone(), step.to.clone());
            notes.at(idx, Wrong::LegEnd { expected, found });
        }
        notes.lasts(idx, step, minutes);
        self.now = step.end;
        self.open = !self.rules.cuts_after(self.rider, last);
        let next = idx.checked_add(1)?;
        let stands =
            (next..end).find(|idx| steps.get(*idx).is_some_and(|step| !is_stand(&step.kind))).unwrap_or(end);
        let Some(gate) = self.rules.after(self.rider, last, step.end) else {
            notes.at(idx, Wrong::Never { place: last.to.id.clone() });
            return Some(next);
        };
        let through = self.stands(&gate, steps, next..stands, notes);
        let behind = through.checked_sub(1).and_then(|behind| steps.get(behind));
        self.now = behind.map_or(step.end, |behind| behind.end);
        Some(through)
    }

    /// A link of a leg, and how long it takes. `None` where it cannot be followed.
    fn section(&mut self, idx: usize, section: &Section, notes: &mut Notes) -> Option<(Hop<'a>, Minutes)> {
        let link = || section.link.clone();
        let Some(hop) = self.rules.hop(&section.link, &self.place) else {
            notes.at(
                idx,
                if self.rules.corridor.links.contains_key(&section.link) {
                    Wrong::Broken { link: link(), place: self.place.clone() }
                } else {
                    Wrong::Unknown { what: "link", id: section.link.to_string() }
                },
            );
            return None;
        };
        if *section != hop.section() {
            notes.at(idx, Wrong::Section { link: link() });
        }
        if self.question.avoid_places.contains(&hop.to.id) {
            notes.at(idx, Wrong::AvoidedPlace { place: hop.to.id.clone() });
        }
        if let Some(crossing) = hop.crossing_id().filter(|id| self.question.avoid_crossings.contains(*id)) {
            notes.at(idx, Wrong::AvoidedCrossing { crossing: crossing.clone() });
        }
        let travelled = self.travelled;
        self.travelled = travelled.saturating_add(1);
        let service = || self.rider.service.id.clone();
        match &self.track {
            Track::Free(on_demand) => {
                if !self.rules.permits(self.rider, on_demand, hop) {
                    notes.at(idx, Wrong::NotServed { service: service(), link: link() });
                }
                self.gauges.retain(|gauge| lies(hop.link, *gauge));
                if self.gauges.is_empty() {
                    notes.at(idx, Wrong::Gauge { link: link(), equipment: self.rider.equipment.id.clone() });
                    self.gauges = hop.link.gauges.iter().copied().map(Some).collect();
                }
                Some((hop, running(on_demand, hop.link)?))
            }
            Track::Fixed(hops) => {
                let expected = hops.get(travelled);
                let Some(due) = expected.filter(|due| due.hop.link.id == hop.link.id) else {
                    let expected = expected.map(|due| due.hop.link.id.clone());
                    notes.at(idx, Wrong::OtherWay { service: service(), expected, found: Some(link()) });
                    return None;
                };
                if due.change && !self.changed {
                    let place = hop.from.id.clone();
                    notes.at(idx, Wrong::GaugeChangeOf { service: service(), place, changes: true });
                }
                Some((hop, due.minutes))
            }
        }
    }

    /// Something that neither moves nor stands for a gate: a gauge change, or what has no place on the way.
    fn gauge_change(&mut self, idx: usize, step: &Step, notes: &mut Notes) {
        let StepKind::GaugeChange { change, method, service, equipment } = &step.kind else {
            notes.at(idx, Wrong::Misplaced { step: super::notes::name(&step.kind), state: "on a service" });
            return;
        };
        notes.of_service(idx, (service, equipment, None), self.rider);
        let twice = self.changed;
        let place = || self.place.clone();
        let equipment = &self.rider.equipment.id;
        let known = self.rules.gauge_change(equipment, &self.place).filter(|known| known.id == *change);
        let may = match &self.track {
            Track::Free(on_demand) => self.rider.may_change_gauge(on_demand),
            Track::Fixed(_) => true,
        };
        match known.filter(|_| may) {
            None => {
                let (change, equipment) = (change.clone(), equipment.clone());
                notes.at(idx, Wrong::NoGaugeChange { change, equipment, place: place() });
            }
            Some(known) => {
                notes.lasts(idx, step, known.duration);
                if known.method != *method {
                    notes.at(idx, Wrong::Described { what: "method" });
                }
            }
        }
        match &self.track {
            Track::Fixed(hops) if !hops.get(self.travelled).is_some_and(|next| next.change && !twice) => {
                let service = self.rider.service.id.clone();
                notes.at(idx, Wrong::GaugeChangeOf { service, place: place(), changes: false });
            }
            Track::Free(_) if twice => {
                let state = "on another gauge already, and have not moved";
                notes.at(idx, Wrong::Misplaced { step: "a gauge change", state });
            }
            _ => {}
        }
        self.gauges = self.gauges.iter().map(|gauge| gauge.map(other)).collect();
        self.changed = true;
        self.open = false;
        self.now = step.end;
    }
}

/// Whether a step is one of a gate.
fn is_stand(kind: &StepKind) -> bool {
    matches!(kind, StepKind::Wait { .. } | StepKind::Border { .. })
}
