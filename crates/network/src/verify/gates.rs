//! Gates: what stands between a traveller and the next link, or behind it. Hours of a place, closures and embargoes
//! of a crossing, and the formalities on its sides.

use std::collections::BTreeSet;

use landbridge_model::{BorderStep, BorderStepKind, Crossing, Place, RuleId, Step, StepKind, WaitReason};
use landbridge_units::Instant;

use super::clock;
use super::rules::{Hop, Rider, Rules};

/// Something that is stood for at a place.
#[derive(Clone, Debug)]
pub(crate) struct Stand<'a> {
    pub(crate) what: Pause<'a>,
    pub(crate) start: Instant,
    pub(crate) end: Instant,
}

/// What is stood for.
#[derive(Clone, Debug)]
pub(crate) enum Pause<'a> {
    Wait(WaitReason),
    Border {
        crossing: &'a Crossing,
        step: &'a BorderStep,
        /// Whether it is the first of its side here.
        first: bool,
    },
}

/// What is stood for at a gate, one after the other, and when one is through.
#[derive(Clone, Debug)]
pub(crate) struct Gate<'a> {
    pub(crate) stands: Vec<Stand<'a>>,
    pub(crate) end: Instant,
}

/// What holds a traveller up, and until when: `None` is for ever.
type Hold<R> = (R, Option<Instant>);

impl Gate<'_> {
    fn open(at: Instant) -> Self {
        Self { stands: Vec::new(), end: at }
    }

    /// Waits, unless it takes no time. `None` where the wait would end before it begins.
    fn wait(&mut self, reason: WaitReason, until: Instant) -> Option<()> {
        if until < self.end {
            return None;
        }
        if until > self.end {
            self.stands.push(Stand { what: Pause::Wait(reason), start: self.end, end: until });
            self.end = until;
        }
        Some(())
    }
}

impl Stand<'_> {
    /// The step it is for a service.
    pub(crate) fn step(&self, place: &Place, rider: Rider<'_>) -> Step {
        let kind = match &self.what {
            Pause::Wait(reason) => StepKind::Wait { reason: reason.clone() },
            Pause::Border { crossing, step, first } => StepKind::Border {
                crossing: crossing.id.clone(),
                step: step.id.clone(),
                side: step.side,
                service: rider.service.id.clone(),
                equipment: rider.equipment.id.clone(),
                mode: rider.service.mode,
                first: *first,
            },
        };
        Step {
            kind,
            from: place.id.clone(),
            to: place.id.clone(),
            start: self.start,
            end: self.end,
            because: Vec::new(),
        }
    }
}

impl<'a> Rules<'a> {
    /// Whether a leg ends before a link: the place has hours, or a rule or a step may stop this traveller there.
    pub(crate) fn cuts_before(&self, rider: Rider<'_>, hop: Hop<'a>) -> bool {
        hop.from.hours.is_some()
            || !self.steps(rider, hop, true).is_empty()
            || hop.crossing.is_some_and(|crossing| self.has_rules(crossing))
    }

    /// Whether a leg ends after a link.
    pub(crate) fn cuts_after(&self, rider: Rider<'_>, hop: Hop<'a>) -> bool {
        hop.to.hours.is_some() || !self.steps(rider, hop, false).is_empty()
    }

    /// Before a link: until the place is open and no rule shuts the crossing, then the formalities of the near side.
    /// `None` where it is shut for ever.
    pub(crate) fn before(&self, rider: Rider<'_>, hop: Hop<'a>, at: Instant) -> Option<Gate<'a>> {
        let mut gate = Gate::open(at);
        loop {
            gate.wait(WaitReason::Opening, clock::opening(hop.from, gate.end)?)?;
            let Some((reason, until)) = self.shut(rider, hop, gate.end)? else { break };
            gate.wait(reason, until.filter(|until| *until > gate.end)?)?;
        }
        self.formalities(rider, hop, true, gate)
    }

    /// After a link: until the place is open, then the formalities of the far side.
    pub(crate) fn after(&self, rider: Rider<'_>, hop: Hop<'a>, at: Instant) -> Option<Gate<'a>> {
        let mut gate = Gate::open(at);
        gate.wait(WaitReason::Opening, clock::opening(hop.to, at)?)?;
        self.formalities(rider, hop, false, gate)
    }

    /// Closures come before embargoes, each in the order of the corridor. `None` beyond the calendar.
    fn shut(&self, rider: Rider<'_>, hop: Hop<'_>, at: Instant) -> Option<Option<Hold<WaitReason>>> {
        let Some(crossing) = hop.crossing else { return Some(None) };
        let today = clock::date_at(hop.from, at)?;
        let until = |period: landbridge_model::Validity| clock::end_of(hop.from, period.to()?);
        let closure = self
            .corridor
            .closures
            .iter()
            .find(|rule| rule.crossings.contains(&crossing.id) && rule.validity.contains(today));
        if let Some(rule) = closure {
            return Some(Some((WaitReason::Closure(rule.id.clone()), until(rule.validity))));
        }
        let service = rider.service;
        let embargo = self.corridor.embargoes.iter().find(|rule| {
            rule.crossings.contains(&crossing.id)
                && rule.validity.contains(today)
                && (rule.modes.is_empty() || rule.modes.contains(&service.mode))
                && !rule.exempt_tags.iter().any(|tag| service.tags.contains(tag))
        });
        Some(embargo.map(|rule| (WaitReason::Embargo(rule.id.clone()), until(rule.validity))))
    }

    /// Whether a rule names a crossing, whenever and for whomever it holds.
    fn has_rules(&self, crossing: &Crossing) -> bool {
        self.corridor.closures.iter().any(|rule| rule.crossings.contains(&crossing.id))
            || self.corridor.embargoes.iter().any(|rule| rule.crossings.contains(&crossing.id))
    }

    /// The steps of a crossing before or after its link for a traveller, whenever they are in force.
    fn steps(&self, rider: Rider<'_>, hop: Hop<'a>, before: bool) -> Vec<&'a BorderStep> {
        let Some(crossing) = hop.crossing else { return Vec::new() };
        let outbound = hop.link.from == hop.from.id;
        let first = if outbound { hop.from } else { hop.to };
        // What is on the side of neither end is done at the far one.
        let applies = |step: &&BorderStep| {
            (step.side == first.country) == (before == outbound)
                && step.clearance.applies_to(self.clearance)
                && (step.equipment.is_empty() || step.equipment.contains(&rider.equipment.id))
        };
        let mut steps: Vec<_> = crossing.steps.iter().filter(applies).collect();
        if !outbound {
            steps.reverse();
        }
        steps
    }

    /// The steps of a side, at once or, where that is through earlier, after waiting for other steps to be in force.
    fn formalities(&self, rider: Rider<'_>, hop: Hop<'a>, before: bool, gate: Gate<'a>) -> Option<Gate<'a>> {
        let place = if before { hop.from } else { hop.to };
        let steps = self.steps(rider, hop, before);
        let (Some(crossing), false) = (hop.crossing, steps.is_empty()) else { return Some(gate) };
        let at = gate.end;
        let mut best = self.stand_for(crossing, &steps, place, gate.clone())?;
        let turns: BTreeSet<Instant> =
            steps.iter().flat_map(|step| clock::turns(place, step.validity)).filter(|x| *x > at).collect();
        for turn in turns {
            if turn >= best.end {
                break;
            }
            let mut held = gate.clone();
            held.wait(WaitReason::Opening, turn)?;
            if let Some(through) = self.stand_for(crossing, &steps, place, held)
                && through.end < best.end
            {
                best = through;
            }
        }
        Some(best)
    }

    /// The steps in force on the day the first begins. Customs and inspection rest on holidays of their side.
    fn stand_for(
        &self,
        crossing: &'a Crossing,
        steps: &[&'a BorderStep],
        place: &Place,
        mut gate: Gate<'a>,
    ) -> Option<Gate<'a>> {
        let today = clock::date_at(place, gate.end)?;
        let mut sides = BTreeSet::new();
        for step in steps.iter().copied().filter(|step| step.validity.contains(today)) {
            if matches!(step.kind, BorderStepKind::Customs | BorderStepKind::Inspection) {
                while let Some((rule, until)) = self.holiday(step, place, gate.end)? {
                    gate.wait(WaitReason::Holiday(rule), until.filter(|until| *until > gate.end)?)?;
                }
            }
            let end = gate.end.after(step.duration)?;
            let first = sides.insert(step.side);
            gate.stands.push(Stand { what: Pause::Border { crossing, step, first }, start: gate.end, end });
            gate.end = end;
        }
        Some(gate)
    }

    fn holiday(&self, step: &BorderStep, place: &Place, at: Instant) -> Option<Option<Hold<RuleId>>> {
        let today = clock::date_at(place, at)?;
        let rule =
            self.holidays.iter().find(|rule| rule.country == step.side && rule.validity.contains(today));
        Some(
            rule.map(|rule| {
                (rule.id.clone(), rule.validity.to().and_then(|last| clock::end_of(place, last)))
            }),
        )
    }
}
