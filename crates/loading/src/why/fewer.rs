//! Why not fewer units: what binds, the least change of every lever for one unit less, and which models cause it.

use landbridge_model::{Equipment, EquipmentId, EquipmentKind, LoadPlan, ShipmentLine, VehicleId};

use super::change::Lever;
use super::leave::{Leave, Weighing};
use super::levers::{Answer, Outcome, Question, Reach, Steps, levers};
use super::probe::{Probe, merged};
use super::usage::{OnlyOn, Use, only_on, uses};
use crate::bound::Proof;
use crate::error::LoadError;
use crate::plan::plan_with_proof;

/// How much may be tried. Trials are counted, never timed, so that answers are the same on every machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WhyLimits {
    /// Most plans made.
    pub plans: u32,
    /// Most work for all these plans together, counted as by [`Control`](crate::Control); one plan may take 10
    /// million of it.
    pub work: u64,
    /// Most vehicles in all these plans together.
    pub vehicles: u64,
}

impl Default for WhyLimits {
    fn default() -> Self {
        Self { plans: 600, work: 200_000_000, vehicles: 16_000_000 }
    }
}

/// Why a shipment takes as many units as it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyNotFewer {
    /// The equipment.
    pub equipment: EquipmentId,
    /// What its units are.
    pub kind: EquipmentKind,
    /// Units of the plan.
    pub units: u32,
    /// Units of the plan that the planner makes, where these are fewer; then nothing needs to change, and nothing
    /// else is answered.
    pub planned: Option<u32>,
    /// No plan has fewer units than this.
    pub lower_bound: u32,
    /// Why.
    pub reason: String,
    /// What the plan uses of each resource.
    pub uses: Vec<Use>,
    /// Vehicles that may stand on one deck only.
    pub only_on: Vec<OnlyOn>,
    /// What each lever of the equipment does by itself for one unit less.
    pub levers: Vec<Answer>,
    /// Where no lever is enough by itself: changes that are enough together, each the least that was found with the
    /// others as they are. None of them can be left out. Empty also where no such changes were found.
    pub together: Vec<Answer>,
    /// The fewest vehicles to leave behind for one unit less.
    pub leave: Option<Leave>,
    /// The models, what takes up most first.
    pub models: Vec<ModelShare>,
    /// Plans made to find out.
    pub plans: u32,
    /// Whether trials ran out before all was answered.
    pub cut_off: bool,
}

/// What a model contributes to the number of units.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ModelShare {
    /// The model.
    pub vehicle: VehicleId,
    /// Vehicles of it.
    pub quantity: u32,
    /// What one of it weighs in the proof of the bound.
    pub weight: u64,
    /// What a unit can weigh there at most: `weight * quantity / capacity` units are this model's.
    pub capacity: u128,
    /// Units and their lower bound for the shipment without this model; `None` where trials ran out.
    pub without: Option<(u32, u32)>,
    /// How many of it alone must stay behind for one unit less.
    pub leave: Outcome,
}

/// Why the shipment takes as many units as the plan has, and what by itself would save one.
///
/// Every change claimed to be enough is one for which the planner made a plan. That one step less is not enough is
/// said only where a lower bound proves it. The levers are monotone (more never needs more units), so the least
/// change is found by bisection; a quick bound of sums and the weights of the [`Proof`] rule out most of it before
/// the planner is asked. Effort is that of [`WhyLimits::default`] plans at most.
///
/// # Errors
/// As [`plan`](crate::plan).
pub fn why_not_fewer(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    plan: &LoadPlan,
) -> Result<WhyNotFewer, LoadError> {
    why_not_fewer_within(lines, equipment, plan, WhyLimits::default())
}

/// As [`why_not_fewer`], within other limits.
///
/// # Errors
/// As [`plan`](crate::plan).
pub fn why_not_fewer_within(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    plan: &LoadPlan,
    limits: WhyLimits,
) -> Result<WhyNotFewer, LoadError> {
    // Before lines are merged, so that a model that comes in two sizes is an error here too.
    let (own, proof) = plan_with_proof(lines, equipment)?;
    let planned = (own.n_units() < plan.n_units()).then(|| own.n_units());
    Ok(answered(lines, equipment, plan, &proof, planned, limits))
}

/// As [`why_not_fewer`] for a plan with its proof, as [`plan_with_proof`] makes them: nothing is planned anew. The
/// proof is taken at its word; [`check_bound`](crate::check_bound) tells whether it holds.
#[must_use]
pub fn why_not_fewer_proven(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    plan: &LoadPlan,
    proof: &Proof,
    limits: WhyLimits,
) -> WhyNotFewer {
    answered(lines, equipment, plan, proof, None, limits)
}

fn answered(
    lines: &[ShipmentLine],
    equipment: &Equipment,
    plan: &LoadPlan,
    proof: &Proof,
    planned: Option<u32>,
    limits: WhyLimits,
) -> WhyNotFewer {
    let lines = merged(lines);
    let units = plan.n_units();
    let mut why = WhyNotFewer {
        equipment: equipment.id.clone(),
        kind: equipment.kind,
        units,
        planned,
        lower_bound: proof.units,
        reason: proof.reason.clone(),
        uses: Vec::new(),
        only_on: only_on(&lines, equipment, proof),
        levers: Vec::new(),
        together: Vec::new(),
        leave: None,
        models: Vec::new(),
        plans: 1,
        cut_off: false,
    };
    // One unit cannot become none; a plan with more units than ours is a poor start, and one with fewer than the
    // bound is no plan of this shipment.
    let target = units.saturating_sub(1);
    if target > 0 && why.planned.is_none() && units >= proof.units {
        let question = Question {
            lines: &lines,
            equipment,
            target,
            ruled: (proof.units > target).then_some(&proof.reason),
        };
        answer(&mut why, &question, plan, proof, limits);
    }
    if units > 0 {
        why.uses = uses(&lines, equipment, plan, proof, &why.levers);
    }
    why
}

fn answer(why: &mut WhyNotFewer, question: &Question<'_>, plan: &LoadPlan, proof: &Proof, limits: WhyLimits) {
    let mut probe = Probe::new(WhyLimits { plans: limits.plans.saturating_sub(1), ..limits });
    // Levers come first, but leave half of the trials to the models.
    probe.reserve = 4;
    let levers = levers(question.lines, question.equipment);
    for reach in &levers {
        let outcome = question.ask(&mut probe, reach, None);
        why.levers.push(Answer { lever: reach.lever.clone(), outcome });
    }
    if !why.levers.iter().any(|answer| matches!(answer.outcome, Outcome::Enough { .. })) {
        why.together = question.together(&mut probe, &levers);
    }
    let weighing = Weighing::new(question.lines, proof, question.target);
    why.models = models(question.lines, proof);
    probe.reserve = 2;
    let mut single = Vec::new();
    for model in &mut why.models {
        model.leave = leave_of(question, &mut probe, &weighing, model);
        single.push((model.vehicle.clone(), model.leave.clone()));
    }
    probe.reserve = 1;
    why.leave = question.leave(&mut probe, plan, &weighing, &single);
    probe.reserve = 0;
    for model in &mut why.models {
        let lever = Lever::FewerOf(model.vehicle.clone());
        let change = super::change::Change { lever, by: u64::from(model.quantity) };
        let (lines, _) = change.apply(question.lines, question.equipment);
        model.without = match probe.count(&lines, question.equipment) {
            Some(Ok((units, bound, _))) => Some((units, bound)),
            _ => None,
        };
    }
    why.plans = why.plans.saturating_add(probe.calls);
    why.cut_off = probe.cut_off;
}

fn leave_of(
    question: &Question<'_>,
    probe: &mut Probe,
    weighing: &Weighing<'_>,
    model: &ModelShare,
) -> Outcome {
    let most = u64::from(model.quantity);
    let known = weighing.ruled(&model.vehicle);
    if known.is_some_and(|number| number >= most) {
        let why = format!("in the proof of the bound all of {} take up too little", model.vehicle);
        return Outcome::Never { why };
    }
    let lever = Lever::FewerOf(model.vehicle.clone());
    question.ask(probe, &Reach { lever, steps: Steps::UpTo(most), often: most }, known)
}

// The models, what takes up most first.
fn models(lines: &[ShipmentLine], proof: &Proof) -> Vec<ModelShare> {
    let mut found: Vec<ModelShare> = Vec::new();
    for line in lines {
        // Lines are sorted by model.
        match found.last_mut().filter(|last| last.vehicle == line.vehicle.id) {
            Some(last) => last.quantity = last.quantity.saturating_add(line.quantity),
            None => found.push(ModelShare {
                vehicle: line.vehicle.id.clone(),
                quantity: line.quantity,
                weight: proof.weights.get(&line.vehicle.id).copied().unwrap_or(0),
                capacity: proof.capacity,
                without: None,
                leave: Outcome::CutOff { at_least: 0 },
            }),
        }
    }
    let share = |model: &ModelShare| u128::from(model.weight) * u128::from(model.quantity);
    found.sort_by(|a, b| share(b).cmp(&share(a)).then_with(|| a.vehicle.cmp(&b.vehicle)));
    found
}
