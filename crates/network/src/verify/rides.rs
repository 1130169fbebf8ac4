//! An itinerary cut into rides: boarded, ridden, left.

use std::ops::Range;

use landbridge_model::{EquipmentId, ServiceId, Step, StepKind, WaitReason};

use super::flaw::Wrong;
use super::notes::{Notes, name};

/// From one boarding to the next handling. Numbers are indices of steps.
#[derive(Clone, Debug)]
pub(crate) struct Ride<'s> {
    /// The wait for the service, if there is one.
    pub(crate) wait: Option<usize>,
    /// The loading or transload.
    pub(crate) board: usize,
    /// What the vehicles were on before.
    pub(crate) before: Option<(&'s ServiceId, &'s EquipmentId)>,
    pub(crate) service: &'s ServiceId,
    pub(crate) equipment: &'s EquipmentId,
    /// What happens on the way.
    pub(crate) steps: Range<usize>,
}

/// Where vehicles are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Ground,
    Aboard,
    Delivered,
}

impl Stage {
    fn words(self) -> &'static str {
        match self {
            Self::Ground => "not loaded yet",
            Self::Aboard => "on a service",
            Self::Delivered => "unloaded",
        }
    }
}

/// Rides in order, and the unloading at the end. Steps that stand where they cannot are noted.
pub(crate) fn rides<'s>(steps: &'s [Step], notes: &mut Notes) -> (Vec<Ride<'s>>, Option<usize>) {
    let mut rides: Vec<Ride<'s>> = Vec::new();
    let mut stage = Stage::Ground;
    let mut wait = None;
    let mut unloading = None;
    for (idx, step) in steps.iter().enumerate() {
        let placed = match (&step.kind, stage) {
            (_, Stage::Delivered) => false,
            (StepKind::Wait { reason: WaitReason::Departure(_) | WaitReason::Request(_) }, stage) => {
                let next = idx.checked_add(1).and_then(|next| steps.get(next)).map(|step| &step.kind);
                let boards = matches!(next, Some(StepKind::Load { .. } | StepKind::Transload { .. }));
                if boards {
                    wait = Some(idx);
                }
                // On a service, what is waited for on the way is judged with the way.
                boards || stage == Stage::Aboard
            }
            (StepKind::Load { .. }, stage) => stage == Stage::Ground,
            (_, stage) => stage == Stage::Aboard,
        };
        if !placed {
            notes.at(idx, Wrong::Misplaced { step: name(&step.kind), state: stage.words() });
        }
        let before = match &step.kind {
            StepKind::Load { .. } => None,
            StepKind::Transload { from_service, from_equipment, .. } => Some((from_service, from_equipment)),
            StepKind::Unload { .. } if stage == Stage::Aboard => {
                unloading = Some(idx);
                stage = Stage::Delivered;
                end(&mut rides, idx);
                continue;
            }
            _ => continue,
        };
        let (StepKind::Load { service, equipment } | StepKind::Transload { service, equipment, .. }) =
            &step.kind
        else {
            continue;
        };
        if stage == Stage::Delivered {
            continue;
        }
        let wait = wait.take();
        end(&mut rides, wait.unwrap_or(idx));
        let next = idx.saturating_add(1);
        rides.push(Ride { wait, board: idx, before, service, equipment, steps: next..steps.len() });
        stage = Stage::Aboard;
    }
    if stage == Stage::Aboard {
        notes.whole(Wrong::NotUnloaded);
    }
    (rides, unloading)
}

fn end(rides: &mut [Ride<'_>], at: usize) {
    if let Some(last) = rides.last_mut() {
        last.steps.end = at.max(last.steps.start);
    }
}
