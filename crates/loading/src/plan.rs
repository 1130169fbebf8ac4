//! The whole way: first plan, simple bounds, column generation, diving.

use landbridge_model::{Equipment, EquipmentKind, LoadPlan, ShipmentLine};

use crate::arrange::{arrange, arrange_own_wheels};
use crate::bounds::{Resource, simple};
use crate::columns::{Certificate, Goal, Pool, generate};
use crate::construct::{Packing, construct, n_units};
use crate::dive::dive;
use crate::error::LoadError;
use crate::instance::Instance;
use crate::pricing::Pricer;
use crate::proof::Proof;

/// Work of the bound and of each search for a plan, in steps of knapsacks and nodes of searches. What a budget
/// cuts off is a worse plan or a weaker bound, never a wrong one; time plays no part, so that results repeat.
const BOUND_WORK: u64 = 150_000_000;
const DIVE_WORK: u64 = 100_000_000;
/// Nodes per search for a pattern at the root, where the bound is proven.
const ROOT_NODES: u32 = 50_000;
/// Classes up to which the linear program, which keeps a square matrix of them, is set up.
const CLASSES_MAX: usize = 400;

/// A feasible plan with every vehicle placed exactly once, in as few units as are found, and a lower bound.
///
/// Each deck holds vehicles end to end with the equipment's gap between two of them; heights, widths, masses per
/// deck and unit, axle load and the number of vehicles are kept. Lines of one model are added up; the order of
/// lines has no effect. The plan is empty for a shipment without vehicles.
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
    let instance = Instance::new(lines, equipment)?;
    if equipment.kind == EquipmentKind::OwnWheels {
        let (units, vehicles) = arrange_own_wheels(lines, equipment)?;
        let proof = Proof::one_by_one(lines, vehicles);
        return Ok((proof.plan(equipment, units), proof));
    }
    let (packing, resource, certificate) = solve(&instance);
    let proof = Proof::new(&instance, equipment, resource, &certificate);
    let units = arrange(&instance, equipment, &packing);
    Ok((proof.plan(equipment, units), proof))
}

fn solve(instance: &Instance) -> (Packing, Resource, Certificate) {
    let quantities = instance.quantities();
    let mut packing = construct(instance, &quantities);
    let (mut resource, mut certificate) = best_simple(instance, &quantities);
    let mut bound = certificate.units(&quantities);
    if n_units(&packing) <= bound || instance.classes.len() > CLASSES_MAX {
        return (packing, resource, certificate);
    }
    let mut pool = Pool::default();
    for (pattern, _) in &packing {
        pool.add(pattern.clone());
    }
    let mut pricer = Pricer::new(instance);
    let goal = Goal { bound: n_units(&packing), nodes: ROOT_NODES, work: BOUND_WORK };
    let fractional = generate(instance, &quantities, &mut pool, &mut pricer, goal);
    if let Some(better) = fractional.certificate
        && fractional.bound > bound
    {
        (resource, certificate, bound) = (Resource::Patterns, better, fractional.bound);
    }
    for target in bound..n_units(&packing) {
        let work = pricer.work().saturating_add(DIVE_WORK);
        if let Some(found) = dive(instance, &mut pool, &mut pricer, target, work) {
            packing = found;
            break;
        }
    }
    (packing, resource, certificate)
}

fn best_simple(instance: &Instance, quantities: &[u32]) -> (Resource, Certificate) {
    let mut best = (
        Resource::Places,
        Certificate {
            weights: vec![0; quantities.len()],
            capacity: 1,
            multipliers: crate::pricing::Multipliers {
                decks: vec![0; instance.bays.len()],
                ..Default::default()
            },
        },
    );
    for (resource, certificate) in simple(instance) {
        if certificate.units(quantities) > best.1.units(quantities) {
            best = (resource, certificate);
        }
    }
    best
}
