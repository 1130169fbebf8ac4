//! From fractions to whole units: diving, with a few second thoughts.

use super::construct::{Packing, construct, cost, decks_by_demand, fill};
use super::control::Control;
use crate::bound::{Goal, PATTERN_WORK, Pool, Pricer, Range, generate};
use crate::problem::Problem;
use crate::unit::{Pattern, Room, trim};

/// Dives from the root: the first follows the fractions, each other one deviates once.
const ATTEMPTS_MAX: usize = 24;
/// Nodes per search for a pattern below the root.
const NODES: u32 = 10_000;
/// Shares this close to a whole number are one.
const NEARLY: f64 = 1e-7;

/// What a dive works with.
pub(crate) struct Diver<'d, 'p, 'c> {
    pub(crate) problem: &'p Problem,
    pub(crate) pool: &'d mut Pool,
    pub(crate) pricers: &'d mut [Pricer<'p>],
    pub(crate) control: &'d mut Control<'c>,
}

impl Diver<'_, '_, '_> {
    fn work(&self) -> u64 {
        self.control.spent() + self.pricers.iter().map(Pricer::work).sum::<u64>()
    }

    /// Looks for a packing of the vehicles left that costs at most `target`, within the total `work` of pricers.
    ///
    /// Each step takes the whole parts of the fractional solution, else the pattern with the largest fraction, and
    /// solves the linear program anew for what is left; a step whose bound exceeds what may be spent ends the dive.
    /// A later attempt takes the second pattern at one step (limited discrepancy search).
    ///
    /// # Source
    /// Vanderbeck, "Computational study of a column generation algorithm for bin packing and cutting stock
    /// problems", 1999; Harvey, Ginsberg, "Limited discrepancy search", 1995.
    pub(crate) fn dive(
        &mut self,
        left: &[u32],
        available: &[u32],
        target: u64,
        work: u64,
    ) -> Option<Packing> {
        for attempt in 0..ATTEMPTS_MAX {
            match self.attempt(left, available, target, work, attempt) {
                Outcome::Found(packing) => return Some(packing),
                // The deviation came after the end: all later attempts would repeat the first.
                Outcome::Failed { steps } if attempt > steps => return None,
                Outcome::Failed { .. } => {}
            }
            if self.work() > work || !self.control.goes_on(self.work()) {
                return None;
            }
        }
        None
    }

    fn attempt(
        &mut self,
        left: &[u32],
        available: &[u32],
        target: u64,
        work: u64,
        deviate_at: usize,
    ) -> Outcome {
        let problem = self.problem;
        let mut rest = Rest { left: left.to_vec(), available: available.to_vec(), packing: Packing::new() };
        let mut steps = 0;
        loop {
            let (last, behind) = construct(problem, &rest.left, &rest.available);
            let used = cost(problem, &rest.packing);
            if behind == 0 && used.saturating_add(cost(problem, &last)) <= target {
                rest.packing.extend(last);
                return Outcome::Found(rest.packing);
            }
            let Some(budget) = target.checked_sub(used).filter(|budget| *budget > 0) else {
                return Outcome::Failed { steps };
            };
            let mut local = self.pool.capped(problem, &rest.left);
            self.control.spend(self.pool.patterns().len() as u64 * 10 * PATTERN_WORK);
            let known = local.patterns().len();
            #[expect(clippy::cast_precision_loss, reason = "costs of plans lie far below 2^52")]
            let enough = budget as f64;
            let goal = Goal { bound: budget.saturating_add(1), enough, nodes: NODES, work };
            let range = Range { least: vec![0; problem.groups.len()], most: rest.available.clone() };
            let fractional =
                generate(problem, &rest.left, &range, &mut local, self.pricers, goal, self.control);
            for pattern in &local.patterns()[known..] {
                self.pool.add(problem, pattern.clone());
            }
            if fractional.bound > budget || self.work() > work || self.control.was_stopped() {
                return Outcome::Failed { steps };
            }
            let mut moved = false;
            for (pattern, share) in &fractional.shares {
                let most = budget / problem.cost(pattern.kind).max(1);
                let whole = whole_part(*share).min(u32::try_from(most).unwrap_or(u32::MAX));
                moved |= rest.apply(problem, pattern, whole);
            }
            if moved {
                continue;
            }
            steps += 1;
            let mut ranked: Vec<&(Pattern, f64)> = fractional.shares.iter().collect();
            ranked.sort_by(|a, b| b.1.total_cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let choice = usize::from(deviate_at == steps);
            let Some((pattern, _)) = ranked.get(choice).or_else(|| ranked.first()) else {
                return Outcome::Failed { steps };
            };
            if !rest.apply(problem, pattern, 1) {
                return Outcome::Failed { steps };
            }
        }
    }
}

enum Outcome {
    Found(Packing),
    Failed { steps: usize },
}

/// What is still to be packed, and what is.
struct Rest {
    left: Vec<u32>,
    available: Vec<u32>,
    packing: Packing,
}

impl Rest {
    // Uses a pattern some times as far as its vehicles and units are there, and fills what room is left.
    fn apply(&mut self, problem: &Problem, pattern: &Pattern, times: u32) -> bool {
        let instance = problem.instance(pattern.kind);
        let units = &mut self.available[problem.kinds[pattern.kind].group];
        let mut times = times.min(*units);
        let mut moved = false;
        while times > 0 {
            // With fewer vehicles the ends or the upper decks may be out of balance.
            let capped = trim(instance, pattern.capped(instance, &self.left));
            let mut room = Room::with(instance, &capped);
            let mut spare = self.left.clone();
            capped.take(instance, &mut spare, 1);
            // The largest stacks first.
            let order: Vec<usize> = (0..instance.classes.len()).collect();
            fill(instance, &mut room, &spare, &order, &decks_by_demand(instance, &self.left));
            let full = room.into_pattern();
            let now = full.times(instance, &self.left).min(times);
            if now == 0 {
                break;
            }
            full.take(instance, &mut self.left, now);
            if *units < u32::MAX {
                *units -= now;
            }
            self.packing.push((full, now));
            times -= now;
            moved = true;
        }
        moved
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares are positive and below the number of vehicles, and a cast of a float saturates"
)]
fn whole_part(share: f64) -> u32 {
    (share + NEARLY) as u32
}
