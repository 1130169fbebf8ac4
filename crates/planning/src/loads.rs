//! How many units a shipment needs of each kind of equipment, and which kinds cannot take it.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_loading::Refusal;
use landbridge_model::{Corridor, EquipmentId, LoadPlan, Shipment, Trace};

use crate::error::PlanningError;

/// Load plans of one shipment for every equipment that a service of the corridor uses.
#[derive(Clone, Debug)]
pub struct Loads {
    /// Plans, by equipment.
    pub plans: BTreeMap<EquipmentId, LoadPlan>,
    /// Why the number of units is what it is, by equipment.
    pub traces: BTreeMap<EquipmentId, Trace>,
    /// Equipment that cannot take the shipment, with every reason.
    pub refused: BTreeMap<EquipmentId, Vec<Refusal>>,
}

impl Loads {
    /// Plans a shipment onto every equipment in service, and onto that named besides.
    ///
    /// # Errors
    /// If the planner fails on equipment that refuses none of the vehicles.
    pub fn of(
        corridor: &Corridor,
        shipment: &Shipment,
        besides: &[EquipmentId],
    ) -> Result<Self, PlanningError> {
        let wanted: BTreeSet<&EquipmentId> =
            corridor.services.values().map(|service| &service.equipment).chain(besides).collect();
        let mut loads = Self { plans: BTreeMap::new(), traces: BTreeMap::new(), refused: BTreeMap::new() };
        for id in wanted {
            let Some(equipment) = corridor.equipment.get(id) else { continue };
            let refusals = landbridge_loading::refusals(&shipment.lines, equipment);
            if !refusals.is_empty() {
                loads.refused.insert(id.clone(), refusals);
                continue;
            }
            let plan = landbridge_loading::plan(&shipment.lines, equipment)
                .map_err(|source| PlanningError::Load { equipment: id.clone(), source })?;
            let trace = landbridge_loading::trace(&shipment.lines, equipment, &plan);
            loads.traces.insert(id.clone(), trace);
            loads.plans.insert(id.clone(), plan);
        }
        Ok(loads)
    }

    /// Equipment that takes the shipment.
    #[must_use]
    pub fn usable(&self) -> BTreeSet<EquipmentId> {
        self.plans.keys().cloned().collect()
    }
}
