//! What is stood for at a gate, step by step against what has to be.

use std::ops::Range;

use landbridge_model::{BorderStep, Crossing, Step, StepKind, WaitReason};
use landbridge_units::Instant;

use super::flaw::Wrong;
use super::gates::{Gate, Pause};
use super::notes::Notes;
use super::riding::OnTheWay;

impl OnTheWay<'_, '_> {
    /// Compares the steps in a range with those due at a gate. Gives the first step that is not of the gate.
    pub(crate) fn stands(
        &self,
        gate: &Gate<'_>,
        steps: &[Step],
        range: Range<usize>,
        notes: &mut Notes,
    ) -> usize {
        let own = steps.get(range.clone()).unwrap_or_default();
        let mut taken = 0_usize;
        for (behind, stand) in gate.stands.iter().enumerate() {
            let here = || range.start.saturating_add(taken);
            let found = own.get(taken);
            match &stand.what {
                Pause::Wait(reason) => {
                    taken = taken.saturating_add(waited(here(), found, reason, stand.end, notes));
                }
                Pause::Border { crossing, step, first } => {
                    // A wait before the step that is due, which itself is not due.
                    if let Some(Step { kind: StepKind::Wait { reason }, .. }) = found
                        && own.get(taken.saturating_add(1)).is_some_and(|next| is(next, crossing, step))
                    {
                        notes.at(here(), Wrong::Needless { found: reason.clone() });
                        taken = taken.saturating_add(1);
                    }
                    let here = range.start.saturating_add(taken);
                    match own.get(taken) {
                        Some(found) if is(found, crossing, step) => {
                            self.border(here, found, step, *first, notes);
                            taken = taken.saturating_add(1);
                        }
                        found => {
                            let (crossing_id, expected) = (crossing.id.clone(), step.id.clone());
                            let rest = gate.stands.len().saturating_sub(behind);
                            let comes = own.iter().skip(taken).take(rest).any(|x| is(x, crossing, step));
                            if let (true, Some(Step { kind: StepKind::Border { step: found, .. }, .. })) =
                                (comes, found)
                            {
                                let found = found.clone();
                                notes.at(here, Wrong::StepOrder { crossing: crossing_id, expected, found });
                                // They are all there: nothing more is to be learnt from their order.
                                return here.saturating_add(rest).min(range.end);
                            }
                            notes.at(here, Wrong::StepMissing { crossing: crossing_id, step: expected });
                        }
                    }
                }
            }
        }
        range.start.saturating_add(taken)
    }

    /// A border step that is the one due.
    fn border(&self, idx: usize, step: &Step, known: &BorderStep, is_first: bool, notes: &mut Notes) {
        let StepKind::Border { side, service, equipment, mode, first, .. } = &step.kind else { return };
        notes.of_service(idx, (service, equipment, Some(*mode)), self.rider);
        notes.lasts(idx, step, known.duration);
        if *side != known.side {
            notes.at(idx, Wrong::Described { what: "side" });
        }
        if *first != is_first {
            notes.at(idx, Wrong::Described { what: "mark of being first on its side" });
        }
    }

    /// Steps that no gate asks for.
    pub(crate) fn not_due(&self, steps: &[Step], range: Range<usize>, notes: &mut Notes) {
        for (idx, step) in steps.iter().enumerate().take(range.end).skip(range.start) {
            match &step.kind {
                StepKind::Wait { reason } => notes.at(idx, Wrong::Needless { found: reason.clone() }),
                StepKind::Border { crossing, step, .. } => {
                    let (crossing, step) = (crossing.clone(), step.clone());
                    notes.at(idx, Wrong::StepNotDue { crossing, step });
                }
                _ => {}
            }
        }
    }
}

/// Whether a step is a certain one of a crossing.
fn is(step: &Step, at: &Crossing, due: &BorderStep) -> bool {
    matches!(&step.kind, StepKind::Border { crossing, step, .. } if *crossing == at.id && *step == due.id)
}

/// How many steps a wait that is due accounts for: one, or none where it is missing.
fn waited(idx: usize, found: Option<&Step>, reason: &WaitReason, until: Instant, notes: &mut Notes) -> usize {
    match found {
        Some(Step { kind: StepKind::Wait { reason: found }, end, .. }) if found == reason => {
            if *end != until {
                notes.at(idx, Wrong::WaitEnd { expected: until, found: *end });
            }
            1
        }
        other => {
            notes.at(idx, Wrong::NotWaited { missed: reason.clone(), expected: Some(until) });
            // As long a wait for something else is this one under another name.
            let renamed =
                other.is_some_and(|step| matches!(step.kind, StepKind::Wait { .. }) && step.end == until);
            usize::from(renamed)
        }
    }
}
