//! How many units a shipment needs of each kind of equipment, and which kinds cannot take it.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_loading::{Refusal, Resource, WhyLimits, WhyNotFewer, why_not_fewer_proven};
use landbridge_model::{Corridor, Equipment, EquipmentId, LoadPlan, Shipment, Trace};

use crate::error::PlanningError;
use crate::unit_plan::{UnitPlan, UnitProof, refused, settings_of, unit_plan};

/// Load plans of one shipment: for every equipment that a service of the corridor uses, or for those asked for.
///
/// Where equipment has settings (racks or decks set otherwise), its plan may use them: each unit names its own.
#[derive(Clone, Debug, Default)]
pub struct Loads {
    /// Plans, by equipment.
    pub plans: BTreeMap<EquipmentId, LoadPlan>,
    /// Why no plan has fewer units, by equipment.
    pub proofs: BTreeMap<EquipmentId, UnitProof>,
    /// Why the number of units is what it is, by equipment.
    pub traces: BTreeMap<EquipmentId, Trace>,
    /// Equipment that cannot take the shipment, with every reason.
    pub refused: BTreeMap<EquipmentId, Vec<Refusal>>,
}

impl Loads {
    /// Plans a shipment onto every equipment in service.
    ///
    /// # Errors
    /// If the planner fails on equipment that refuses none of the vehicles.
    pub fn of(corridor: &Corridor, shipment: &Shipment) -> Result<Self, PlanningError> {
        let in_service = corridor.services.values().map(|service| &service.equipment).collect();
        Self::planned(corridor, shipment, in_service)
    }

    /// Plans a shipment onto the equipment named, whether or not a service uses it.
    ///
    /// # Errors
    /// If the planner fails on equipment that refuses none of the vehicles.
    pub fn on(
        corridor: &Corridor,
        shipment: &Shipment,
        equipment: &[EquipmentId],
    ) -> Result<Self, PlanningError> {
        Self::planned(corridor, shipment, equipment.iter().collect())
    }

    fn planned(
        corridor: &Corridor,
        shipment: &Shipment,
        wanted: BTreeSet<&EquipmentId>,
    ) -> Result<Self, PlanningError> {
        let mut loads = Self::default();
        for id in wanted {
            let Some(equipment) = corridor.equipment.get(id) else { continue };
            match unit_plan(corridor, &shipment.lines, equipment)? {
                UnitPlan::Refused(refusals) => {
                    loads.refused.insert(id.clone(), refusals);
                }
                UnitPlan::Planned(planned) => {
                    let (plan, proof, trace) = *planned;
                    loads.traces.insert(id.clone(), trace);
                    loads.proofs.insert(id.clone(), proof);
                    loads.plans.insert(id.clone(), plan);
                }
            }
        }
        Ok(loads)
    }

    /// Equipment that takes the shipment.
    #[must_use]
    pub fn usable(&self) -> BTreeSet<EquipmentId> {
        self.plans.keys().cloned().collect()
    }

    /// All equipment of a corridor that takes a shipment, whether or not a service uses it.
    #[must_use]
    pub fn takers(corridor: &Corridor, shipment: &Shipment) -> BTreeSet<EquipmentId> {
        let takes = |equipment: &&Equipment| {
            refused(&shipment.lines, equipment, &settings_of(corridor, equipment)).is_empty()
        };
        corridor.equipment.values().filter(takes).map(|equipment| equipment.id.clone()).collect()
    }

    /// Why the plan of an equipment has no unit less, with the least changes that would do; `None` without a plan, and
    /// for a unit in several settings, as changes are asked of one.
    #[must_use]
    pub fn why_not_fewer(&self, shipment: &Shipment, equipment: &Equipment) -> Option<WhyNotFewer> {
        let plan = self.plans.get(&equipment.id)?;
        let UnitProof::One(proof) = self.proofs.get(&equipment.id)? else { return None };
        let limits = WhyLimits::default();
        Some(why_not_fewer_proven(&shipment.lines, equipment, plan, proof, limits))
    }

    /// What the bound of an equipment rests on, in two or three words.
    #[must_use]
    pub fn binds(&self, equipment: &Equipment) -> Option<String> {
        let on = |decks: &[usize]| {
            let known = decks.iter().filter_map(|deck| equipment.decks.get(*deck));
            known.map(|deck| deck.id.as_str()).collect::<Vec<_>>().join(", ")
        };
        let proof = match self.proofs.get(&equipment.id)? {
            UnitProof::One(proof) => proof,
            UnitProof::Settings(_) => return Some("what fits together".to_owned()),
        };
        Some(match &proof.resource {
            Resource::Places => "places".to_owned(),
            Resource::PlacesOf(decks) => format!("places on {}", on(decks)),
            Resource::DeckLength => "deck length".to_owned(),
            Resource::DeckLengthOf(decks) => format!("length of {}", on(decks)),
            Resource::Mass => "mass".to_owned(),
            _ => "what fits together".to_owned(),
        })
    }
}
