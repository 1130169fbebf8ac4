//! The fewest units of one kind, its settings included.

use landbridge_loading::{
    Control, FleetProof, LoadError, Offer, Proof, Refusal, plan_fleet, plan_with_proof, refusals, trace,
};
use landbridge_model::{Corridor, Equipment, LoadPlan, ShipmentLine, Trace};

use crate::error::PlanningError;

/// Why no plan has fewer units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UnitProof {
    /// Units as they are.
    One(Proof),
    /// Units in any of their settings.
    Settings(FleetProof),
}

/// A plan with its proof and its trace, or why there is none.
pub(crate) enum UnitPlan {
    Planned(Box<(LoadPlan, UnitProof, Trace)>),
    Refused(Vec<Refusal>),
}

/// Equipment whose unit is the one given, with its racks or decks set otherwise; by id.
pub(crate) fn settings_of<'c>(corridor: &'c Corridor, unit: &Equipment) -> Vec<&'c Equipment> {
    corridor.equipment.values().filter(|known| known.setting_of.as_ref() == Some(&unit.id)).collect()
}

/// Why a unit does not take some of the vehicles in any of its settings; empty if it takes all.
pub(crate) fn refused(lines: &[ShipmentLine], unit: &Equipment, settings: &[&Equipment]) -> Vec<Refusal> {
    let nowhere = |line: &&ShipmentLine| {
        let line = std::slice::from_ref(*line);
        settings.iter().all(|setting| !refusals(line, setting).is_empty())
    };
    let left: Vec<ShipmentLine> = lines.iter().filter(nowhere).cloned().collect();
    refusals(&left, unit)
}

/// Plans lines onto a unit of the corridor. Where it has settings, each unit of the plan is in one of them.
pub(crate) fn unit_plan(
    corridor: &Corridor,
    lines: &[ShipmentLine],
    unit: &Equipment,
) -> Result<UnitPlan, PlanningError> {
    let failed = |source: LoadError| PlanningError::Load { equipment: unit.id.clone(), source };
    let settings = settings_of(corridor, unit);
    let refused = refused(lines, unit, &settings);
    if !refused.is_empty() {
        return Ok(UnitPlan::Refused(refused));
    }
    let (plan, proof) = if settings.is_empty() {
        let (plan, proof) = plan_with_proof(lines, unit).map_err(failed)?;
        (plan, UnitProof::One(proof))
    } else {
        let (plan, proof) = with_settings(lines, unit, &settings).map_err(failed)?;
        (plan, UnitProof::Settings(proof))
    };
    let trace = trace(lines, unit, &settings, &plan);
    Ok(UnitPlan::Planned(Box::new((plan, proof, trace))))
}

fn with_settings(
    lines: &[ShipmentLine],
    unit: &Equipment,
    settings: &[&Equipment],
) -> Result<(LoadPlan, FleetProof), LoadError> {
    let offer = Offer { unit, settings: settings.to_vec(), cost: 1, available: None };
    let fleet = plan_fleet(lines, &[offer], &mut Control::new())?;
    let vehicles: u64 = lines.iter().map(|line| u64::from(line.quantity)).sum();
    let mut units = fleet.units;
    // More kinds are a harder search: units that all stand as they are may be as few, or fewer.
    if units.len() > usize::try_from(fleet.lower_bound).unwrap_or(usize::MAX)
        && refusals(lines, unit).is_empty()
    {
        let (alone, _) = plan_with_proof(lines, unit)?;
        if alone.units.len() < units.len() {
            units = alone.units;
        }
    }
    let bound = u32::try_from(fleet.lower_bound).unwrap_or(u32::MAX);
    let settings = settings.len() + 1;
    let plan = LoadPlan {
        equipment: unit.id.clone(),
        units,
        lower_bound: bound,
        bound_reason: format!(
            "patterns over {settings} settings: weighted by the share of a unit that each model takes up at best, \
             {vehicles} vehicles come to {bound} units at least"
        ),
    };
    Ok((plan, fleet.proof))
}
