//! Itineraries: legs and what happens between them.

use std::sync::Arc;

use landbridge_units::{Instant, Metres, Minutes};
use thiserror::Error;

use crate::border::GaugeMethod;
use crate::country::Country;
use crate::fact::Row;
use crate::id::{BorderStepId, CrossingId, EquipmentId, GaugeChangeId, LinkId, PlaceId, RuleId, ServiceId};
use crate::place::{Electrified, Mode};

/// A way from origin to destination, gapless in place and time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Itinerary {
    steps: Vec<Step>,
}

/// The steps do not form an itinerary.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ItineraryError {
    /// There is no step.
    #[error("an itinerary has at least one step")]
    Empty,
    /// A step begins elsewhere than the one before ends.
    #[error("step {idx} begins at {found}, the step before ends at {expected}")]
    GapInPlace {
        /// Index of the later step.
        idx: usize,
        /// Where the earlier step ends.
        expected: PlaceId,
        /// Where the later step begins.
        found: PlaceId,
    },
    /// A step begins at another time than the one before ends, or ends before it begins.
    #[error("step {idx} does not begin when the step before ends, or ends before it begins")]
    GapInTime {
        /// Index of the step.
        idx: usize,
    },
}

/// One step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What happens.
    pub kind: StepKind,
    /// Where it begins.
    pub from: PlaceId,
    /// Where it ends; the same place for everything but a leg.
    pub to: PlaceId,
    /// When it begins.
    pub start: Instant,
    /// When it ends.
    pub end: Instant,
    /// The rows that say how long it takes and why it happens.
    pub because: Vec<Arc<Row>>,
}

impl Step {
    /// How long it takes.
    #[must_use]
    pub fn duration(&self) -> Minutes {
        self.end.since(self.start)
    }
}

/// What happens in a step.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum StepKind {
    /// Standing.
    Wait {
        /// For what.
        reason: WaitReason,
    },
    /// Vehicles are loaded.
    Load {
        /// Onto which service.
        service: ServiceId,
        /// Into which equipment.
        equipment: EquipmentId,
    },
    /// Vehicles are unloaded.
    Unload {
        /// From which service.
        service: ServiceId,
        /// From which equipment.
        equipment: EquipmentId,
    },
    /// Vehicles change from one equipment to another.
    Transload {
        /// From which service.
        from_service: ServiceId,
        /// From which equipment.
        from_equipment: EquipmentId,
        /// To which service.
        service: ServiceId,
        /// To which equipment.
        equipment: EquipmentId,
    },
    /// One service, one mode, no handling.
    Leg {
        /// The service.
        service: ServiceId,
        /// The equipment.
        equipment: EquipmentId,
        /// The mode.
        mode: Mode,
        /// The links, in travelling order.
        sections: Vec<Section>,
    },
    /// A step at a border.
    Border {
        /// The crossing.
        crossing: CrossingId,
        /// The step.
        step: BorderStepId,
        /// On whose side.
        side: Country,
        /// The service that stands.
        service: ServiceId,
        /// The equipment that stands.
        equipment: EquipmentId,
        /// The mode.
        mode: Mode,
        /// Whether it is the first step on its side of the crossing: fees of that side are charged there.
        first: bool,
    },
    /// Equipment passes a break of gauge.
    GaugeChange {
        /// Which.
        change: GaugeChangeId,
        /// How.
        method: GaugeMethod,
        /// The service.
        service: ServiceId,
        /// The equipment.
        equipment: EquipmentId,
    },
}

/// Why something stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WaitReason {
    /// For the departure of a service.
    Departure(ServiceId),
    /// For a carrier that was asked for.
    Request(ServiceId),
    /// For a place to open.
    Opening,
    /// For customs to work again.
    Holiday(RuleId),
    /// For an embargo to end.
    Embargo(RuleId),
    /// For a closed crossing.
    Closure(RuleId),
}

/// A link as travelled.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    /// The link.
    pub link: LinkId,
    /// Country whose tariff applies.
    pub country: Country,
    /// Length.
    pub length: Metres,
    /// Electrification.
    pub electrified: Option<Electrified>,
    /// The row that says so.
    pub row: Arc<Row>,
}

impl Itinerary {
    /// Joins steps.
    ///
    /// # Errors
    /// If they leave a gap in place or time.
    pub fn new(steps: Vec<Step>) -> Result<Self, ItineraryError> {
        if steps.is_empty() {
            return Err(ItineraryError::Empty);
        }
        for (idx, step) in steps.iter().enumerate() {
            if step.end < step.start {
                return Err(ItineraryError::GapInTime { idx });
            }
            let Some(before) = idx.checked_sub(1).and_then(|i| steps.get(i)) else { continue };
            if before.to != step.from {
                return Err(ItineraryError::GapInPlace {
                    idx,
                    expected: before.to.clone(),
                    found: step.from.clone(),
                });
            }
            if before.end != step.start {
                return Err(ItineraryError::GapInTime { idx });
            }
        }
        Ok(Self { steps })
    }

    /// The steps, at least one.
    #[must_use]
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// When it begins.
    #[must_use]
    pub fn start(&self) -> Instant {
        self.steps[0].start
    }

    /// When it ends.
    #[must_use]
    pub fn end(&self) -> Instant {
        self.steps[self.steps.len() - 1].end
    }

    /// Door to door, waits included.
    #[must_use]
    pub fn duration(&self) -> Minutes {
        self.end().since(self.start())
    }

    /// Length of all legs.
    #[must_use]
    pub fn length(&self) -> Metres {
        Metres::new(self.sections().map(|section| section.length.get()).sum())
    }

    /// All sections, in travelling order.
    pub fn sections(&self) -> impl Iterator<Item = &Section> {
        self.steps.iter().flat_map(|step| match &step.kind {
            StepKind::Leg { sections, .. } => sections.as_slice(),
            _ => &[],
        })
    }

    /// Times the vehicles are handled.
    #[must_use]
    pub fn n_handlings(&self) -> usize {
        self.steps
            .iter()
            .filter(|step| {
                matches!(
                    step.kind,
                    StepKind::Load { .. } | StepKind::Unload { .. } | StepKind::Transload { .. }
                )
            })
            .count()
    }

    /// Equipment used, in order, each once.
    #[must_use]
    pub fn equipment(&self) -> Vec<EquipmentId> {
        let mut used: Vec<EquipmentId> = Vec::new();
        for step in &self.steps {
            if let StepKind::Leg { equipment, .. } = &step.kind
                && !used.contains(equipment)
            {
                used.push(equipment.clone());
            }
        }
        used
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait(at: &str, start: i64, end: i64) -> Step {
        let place: PlaceId = at.parse().unwrap();
        Step {
            kind: StepKind::Wait { reason: WaitReason::Opening },
            from: place.clone(),
            to: place,
            start: Instant::from_epoch_minutes(start),
            end: Instant::from_epoch_minutes(end),
            because: Vec::new(),
        }
    }

    #[test]
    fn gaps_are_refused() {
        assert!(matches!(Itinerary::new(vec![]), Err(ItineraryError::Empty)));
        assert!(Itinerary::new(vec![wait("A", 0, 5), wait("A", 5, 9)]).is_ok());
        assert!(matches!(
            Itinerary::new(vec![wait("A", 0, 5), wait("B", 5, 9)]),
            Err(ItineraryError::GapInPlace { idx: 1, .. })
        ));
        assert!(matches!(
            Itinerary::new(vec![wait("A", 0, 5), wait("A", 6, 9)]),
            Err(ItineraryError::GapInTime { idx: 1 })
        ));
        assert!(matches!(Itinerary::new(vec![wait("A", 5, 0)]), Err(ItineraryError::GapInTime { idx: 0 })));
    }
}
