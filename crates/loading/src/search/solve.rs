//! The whole search: first plan, plain bounds, column generation, diving.

use super::construct::{Packing, construct, cost};
use super::control::Control;
use super::dive::Diver;
use crate::bound::{Certificate, Goal, Pool, Pricer, Resource, best_simple, generate};
use crate::problem::Problem;

/// Nodes per search for a pattern at the root, where the bound is proven.
const ROOT_NODES: u32 = 1_000_000;
/// Rows up to which the linear program, which keeps a square matrix of them, is set up.
const ROWS_MAX: usize = 400;
/// Targets tried one after the other between bound and plan, where costs lie closer than that.
const TARGETS_MAX: u64 = 8;

/// A plan in patterns with what proves its bound.
#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) packing: Packing,
    /// Vehicles for which there are not enough units.
    pub(crate) behind: u64,
    pub(crate) resource: Resource,
    pub(crate) certificate: Certificate,
    /// Cost of any plan at least.
    pub(crate) bound: u64,
}

/// Packs all vehicles at the least cost found within the work of `control`.
pub(crate) fn solve(problem: &Problem, control: &mut Control<'_>) -> Solution {
    let (quantities, available) = (problem.quantities(), problem.available());
    let (packing, behind) = construct(problem, &quantities, &available);
    let (resource, certificate) = best_simple(problem, &quantities, &available);
    let bound = certificate.bound(problem, &quantities, &available);
    let mut best = Solution { packing, behind, resource, certificate, bound };
    control.known = Some((cost(problem, &best.packing), best.bound));
    let done = |best: &Solution| best.behind == 0 && cost(problem, &best.packing) <= best.bound;
    if done(&best) || problem.rows.len() > ROWS_MAX || !control.goes_on(0) {
        return best;
    }
    let mut pool = Pool::default();
    for (pattern, _) in &best.packing {
        pool.add(problem, pattern.clone());
    }
    let mut pricers: Vec<Pricer<'_>> =
        problem.kinds.iter().enumerate().map(|(kind, k)| Pricer::new(&k.instance, kind)).collect();
    let enough = if best.behind == 0 { cost(problem, &best.packing) } else { u64::MAX };
    let goal = Goal { bound: enough, enough: 0.0, nodes: ROOT_NODES, work: control.work() * 3 / 5 };
    let root = generate(problem, &quantities, &available, &mut pool, &mut pricers, goal, control);
    if let Some(better) = root.certificate
        && root.bound > best.bound
    {
        (best.resource, best.certificate, best.bound) = (Resource::Patterns, better, root.bound);
    }
    let step = problem.step();
    let mut tried = 0;
    while !done(&best) && !control.was_stopped() {
        let now = cost(problem, &best.packing);
        control.known = Some((now, best.bound));
        let (from, to) = match best.behind {
            0 => (best.bound, now.saturating_sub(step)),
            // Any plan that leaves nobody behind is better.
            _ => (u64::MAX / 4, u64::MAX / 4),
        };
        let Some(target) = target(from, to, step, tried) else { break };
        tried += 1;
        let spent: u64 = pricers.iter().map(Pricer::work).sum();
        if spent > control.work() {
            break;
        }
        // A first target may take half of what is left, so that easier ones get their turn.
        let work = spent + (control.work() - spent) / 2;
        let mut diver = Diver { problem, pool: &mut pool, pricers: &mut pricers, control };
        if let Some(found) = diver.dive(&quantities, &available, target, work) {
            (best.packing, best.behind) = (found, 0);
            tried = 0;
        }
    }
    best
}

// What is tried next between the bound and a step below the plan: each step where they are few, else the bound, a
// quarter and half of the way, and the least improvement.
fn target(from: u64, to: u64, step: u64, tried: u64) -> Option<u64> {
    if from > to {
        return None;
    }
    let steps = (to - from) / step;
    if steps < TARGETS_MAX {
        return (tried <= steps).then(|| from + tried * step);
    }
    match tried {
        0 => Some(from),
        1 => Some(from + steps / 4 * step),
        2 => Some(from + steps / 2 * step),
        3 => Some(to),
        _ => None,
    }
}
