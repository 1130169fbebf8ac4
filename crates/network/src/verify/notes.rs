//! Flaws of one itinerary, as they are found.

use landbridge_model::{EquipmentId, Mode, ServiceId, Step, StepKind};

use super::flaw::{Flaw, Wrong};
use super::rules::Rider;

/// Flaws of one itinerary.
#[derive(Clone, Debug)]
pub(crate) struct Notes {
    itinerary: Option<usize>,
    pub(crate) flaws: Vec<Flaw>,
}

impl Notes {
    pub(crate) fn of(itinerary: Option<usize>) -> Self {
        Self { itinerary, flaws: Vec::new() }
    }

    /// Notes for the same itinerary, to be kept or thrown away.
    pub(crate) fn blank(&self) -> Self {
        Self::of(self.itinerary)
    }

    /// Something wrong with a step.
    pub(crate) fn at(&mut self, step: usize, what: Wrong) {
        self.flaws.push(Flaw { itinerary: self.itinerary, step: Some(step), what });
    }

    /// Something wrong with the itinerary as a whole.
    pub(crate) fn whole(&mut self, what: Wrong) {
        self.flaws.push(Flaw { itinerary: self.itinerary, step: None, what });
    }

    /// A step has to take so long.
    pub(crate) fn lasts(&mut self, idx: usize, step: &Step, expected: landbridge_units::Minutes) {
        if step.duration() != expected {
            self.at(idx, Wrong::Duration { expected, found: step.duration() });
        }
    }

    /// A step has to be of the service the vehicles are on, with its equipment and mode.
    pub(crate) fn of_service(
        &mut self,
        idx: usize,
        (service, equipment, mode): (&ServiceId, &EquipmentId, Option<Mode>),
        rider: Rider<'_>,
    ) {
        if *service != rider.service.id {
            self.at(idx, Wrong::OtherService { expected: rider.service.id.clone(), found: service.clone() });
        }
        if *equipment != rider.equipment.id {
            let expected = rider.equipment.id.clone();
            self.at(idx, Wrong::OtherEquipment { expected, found: equipment.clone() });
        }
        if mode.is_some_and(|mode| mode != rider.service.mode) {
            self.at(idx, Wrong::Described { what: "mode" });
        }
    }
}

/// What a step is called in messages.
pub(crate) fn name(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Wait { .. } => "a wait",
        StepKind::Load { .. } => "a loading",
        StepKind::Unload { .. } => "an unloading",
        StepKind::Transload { .. } => "a transload",
        StepKind::Leg { .. } => "a leg",
        StepKind::Border { .. } => "a border step",
        StepKind::GaugeChange { .. } => "a gauge change",
        _ => "a step of unknown kind",
    }
}
