//! One kind of equipment, the fewest units.

use landbridge_model::{Equipment, LoadPlan, ShipmentLine};

use super::arrange::arrange;
use crate::bound::Proof;
use crate::error::LoadError;
use crate::problem::{Group, Problem, Source};
use crate::refusal::refusals;
use crate::search::{Control, solve};

/// A feasible plan with every vehicle placed exactly once, in as few units as are found, and a lower bound.
///
/// Each deck holds vehicles with at least the equipment's gap between two of them; heights, widths, low parts,
/// masses per deck and unit, axle load, the load of the ends and of upper decks, and the number of vehicles are
/// kept. Lines of one model are added up; the order of lines has no effect. The plan is empty for a shipment without
/// vehicles. Settings of the equipment are other equipment here: see [`plan_fleet`](crate::plan_fleet).
///
/// # Errors
/// If the equipment cannot take a model ([`LoadError::Refused`]), or a dimension, mass or number is out of range.
pub fn plan(lines: &[ShipmentLine], equipment: &Equipment) -> Result<LoadPlan, LoadError> {
    plan_with_proof(lines, equipment).map(|(plan, _)| plan)
}

/// As [`plan`], together with the [`Proof`] of the bound for [`check_bound`](crate::check_bound).
///
/// # Errors
/// As [`plan`].
pub fn plan_with_proof(
    lines: &[ShipmentLine],
    equipment: &Equipment,
) -> Result<(LoadPlan, Proof), LoadError> {
    plan_within(lines, equipment, &mut Control::new())
}

/// As [`plan_with_proof`] with limited work.
pub(crate) fn plan_within(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    control: &mut Control<'_>,
) -> Result<(LoadPlan, Proof), LoadError> {
    let groups = vec![Group { cost: 1, available: None }];
    let problem = Problem::read(lines, &Source { equipment: vec![(equipment, 0)], groups })?;
    let refusals = refusals(lines, equipment);
    if !refusals.is_empty() {
        return Err(LoadError::Refused { equipment: equipment.id.clone(), refusals });
    }
    let solution = solve(&problem, control);
    let proof = Proof::new(&problem, equipment, &solution);
    let units = arrange(&problem, &[equipment], &solution.packing)
        .filter(|_| solution.behind == 0)
        .ok_or_else(|| LoadError::Unstowed { equipment: equipment.id.clone() })?;
    let plan = LoadPlan {
        equipment: equipment.id.clone(),
        units,
        lower_bound: proof.units,
        bound_reason: proof.reason.clone(),
    };
    Ok((plan, proof))
}
