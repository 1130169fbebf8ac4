//! Passing a link: gauge change, gate, run, gate.

use landbridge_model::{PlaceId, Step, StepKind};
use landbridge_units::{Instant, Minutes};

use super::gates::Gate;
use super::rules::{Hop, Rider, Rules};

/// What passing a link comes to: gauge change, gate, run, gate.
#[derive(Clone, Debug)]
pub(crate) struct Passage<'a> {
    /// The change of gauge before it, and when it ends.
    pub(crate) change: Option<Step>,
    pub(crate) before: Gate<'a>,
    pub(crate) arrives: Instant,
    pub(crate) after: Gate<'a>,
}

impl<'a> Rules<'a> {
    /// Passes a link from an instant on. `None` where the way is shut for ever.
    pub(crate) fn pass(
        &self,
        rider: Rider<'a>,
        hop: Hop<'a>,
        minutes: Minutes,
        change: bool,
        at: Instant,
    ) -> Option<Passage<'a>> {
        let change = if change { Some(self.gauge_change_at(rider, &hop.from.id, at)?) } else { None };
        let before = self.before(rider, hop, change.as_ref().map_or(at, |change| change.end))?;
        let arrives = before.end.after(minutes)?;
        let after = self.after(rider, hop, arrives)?;
        Some(Passage { change, before, arrives, after })
    }

    /// The change of gauge at a place as a step.
    pub(crate) fn gauge_change_at(&self, rider: Rider<'a>, place: &PlaceId, at: Instant) -> Option<Step> {
        let change = self.gauge_change(&rider.equipment.id, place)?;
        let kind = StepKind::GaugeChange {
            change: change.id.clone(),
            method: change.method,
            service: rider.service.id.clone(),
            equipment: rider.equipment.id.clone(),
        };
        let end = at.after(change.duration)?;
        let (from, to) = (place.clone(), place.clone());
        Some(Step { kind, from, to, start: at, end, because: Vec::new() })
    }
}
