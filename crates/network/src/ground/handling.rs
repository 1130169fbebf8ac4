//! How long loading, unloading and transloading take.

use std::sync::Arc;

use landbridge_model::{Corridor, EquipmentId, Handling, HandlingAct, Issue, PlaceId, Row};
use landbridge_units::Minutes;

use crate::codes::{self, issue};
use crate::ground::spread::variance;

/// Handling durations, by id.
#[derive(Clone, Debug)]
pub(crate) struct Handlings(Vec<Handling>);

/// A duration and the rows it comes from.
#[derive(Clone, Debug)]
pub(crate) struct HandlingTime {
    pub(crate) duration: Minutes,
    /// Variance in square minutes, as far as a range is known.
    pub(crate) spread: u64,
    pub(crate) rows: Vec<Arc<Row>>,
}

/// No duration is given for a handling.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Missing<'a> {
    pub(crate) act: HandlingAct,
    pub(crate) equipment: &'a EquipmentId,
}

fn matches<T: PartialEq>(list: &[T], item: &T) -> bool {
    list.is_empty() || list.contains(item)
}

fn specificity(handling: &Handling) -> usize {
    usize::from(!handling.equipment.is_empty())
        + usize::from(!handling.from_equipment.is_empty())
        + usize::from(!handling.places.is_empty())
}

impl Handlings {
    pub(crate) fn build(corridor: &Corridor, issues: &mut Vec<Issue>) -> Self {
        let mut all = corridor.handlings.clone();
        all.sort_by(|a, b| a.id.cmp(&b.id));
        for (idx, a) in all.iter().enumerate() {
            for b in all.iter().skip(idx + 1).filter(|b| collide(a, b) && undecided(a, b, &all, corridor)) {
                issues.push(issue(
                    &codes::AMBIGUOUS,
                    &b.row,
                    None,
                    format!("handlings {} and {} match the same {} equally", a.id, b.id, a.act),
                ));
            }
        }
        Self(all)
    }

    /// The duration of the entry that matches and names most; the first by id of those that name equally much.
    fn find(
        &self,
        act: HandlingAct,
        from: Option<&EquipmentId>,
        equipment: &EquipmentId,
        place: &PlaceId,
    ) -> Option<HandlingTime> {
        let mut best: Option<&Handling> = None;
        for handling in &self.0 {
            let fits = handling.act == act
                && matches(&handling.equipment, equipment)
                && from.is_none_or(|from| matches(&handling.from_equipment, from))
                && matches(&handling.places, place);
            if fits && best.is_none_or(|best| specificity(best) < specificity(handling)) {
                best = Some(handling);
            }
        }
        best.map(|handling| HandlingTime {
            duration: handling.duration,
            spread: variance(handling.duration_low, handling.duration, handling.duration_high),
            rows: vec![Arc::clone(&handling.row)],
        })
    }

    pub(crate) fn load<'a>(
        &self,
        equipment: &'a EquipmentId,
        place: &PlaceId,
    ) -> Result<HandlingTime, Missing<'a>> {
        self.find(HandlingAct::Load, None, equipment, place)
            .ok_or(Missing { act: HandlingAct::Load, equipment })
    }

    pub(crate) fn unload<'a>(
        &self,
        equipment: &'a EquipmentId,
        place: &PlaceId,
    ) -> Result<HandlingTime, Missing<'a>> {
        self.find(HandlingAct::Unload, None, equipment, place)
            .ok_or(Missing { act: HandlingAct::Unload, equipment })
    }

    /// A transload without an entry of its own is an unloading and a loading, one after the other.
    pub(crate) fn transload<'a>(
        &self,
        from: &'a EquipmentId,
        equipment: &'a EquipmentId,
        place: &PlaceId,
    ) -> Result<HandlingTime, Missing<'a>> {
        if let Some(own) = self.find(HandlingAct::Transload, Some(from), equipment, place) {
            return Ok(own);
        }
        let mut both = self.unload(from, place)?;
        let load = self.load(equipment, place)?;
        both.duration = Minutes::new(both.duration.get().saturating_add(load.duration.get()));
        both.spread = both.spread.saturating_add(load.spread);
        both.rows.extend(load.rows);
        Ok(both)
    }
}

/// Whether some case is matched by both, with as much said by one as by the other.
fn collide(a: &Handling, b: &Handling) -> bool {
    fn meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
        a.is_empty() || b.is_empty() || a.iter().any(|x| b.contains(x))
    }
    a.act == b.act
        && specificity(a) == specificity(b)
        && meet(&a.equipment, &b.equipment)
        && meet(&a.from_equipment, &b.from_equipment)
        && meet(&a.places, &b.places)
}

/// Whether a case of the corridor is left between the two, because nothing more specific decides it.
fn undecided(a: &Handling, b: &Handling, all: &[Handling], corridor: &Corridor) -> bool {
    let better: Vec<&Handling> =
        all.iter().filter(|c| c.act == a.act && specificity(c) > specificity(a)).collect();
    let both = |equipment: &EquipmentId, from: &EquipmentId, place: &PlaceId| {
        let fits = |c: &Handling| {
            matches(&c.equipment, equipment) && matches(&c.from_equipment, from) && matches(&c.places, place)
        };
        fits(a) && fits(b) && !better.iter().any(|c| fits(c))
    };
    corridor.equipment.keys().any(|equipment| {
        corridor.equipment.keys().any(|from| corridor.places.keys().any(|place| both(equipment, from, place)))
    })
}
