//! From fractions to whole units: diving, with a few second thoughts.

use crate::columns::{Goal, Pool, generate};
use crate::construct::{Packing, construct, decks_by_demand, fill, n_units};
use crate::instance::Instance;
use crate::pattern::{Pattern, Room};
use crate::pricing::Pricer;

/// Dives from the root: the first follows the fractions, each other one deviates once.
const ATTEMPTS_MAX: usize = 24;
/// Nodes per search for a pattern below the root.
const NODES: u32 = 10_000;
/// Shares this close to a whole number are one.
const NEARLY: f64 = 1e-7;

/// Looks for a packing of at most `target` units, within the pricer's total `work`.
///
/// Each step takes the whole parts of the fractional solution, else the pattern with the largest fraction, and
/// solves the linear program anew for what is left; a step whose bound exceeds the units left ends the dive. A
/// later attempt takes the second pattern at one step (limited discrepancy search).
///
/// # Source
/// Vanderbeck, "Computational study of a column generation algorithm for bin packing and cutting stock problems",
/// 1999; Harvey, Ginsberg, "Limited discrepancy search", 1995.
pub(crate) fn dive(
    instance: &Instance,
    pool: &mut Pool,
    pricer: &mut Pricer<'_>,
    target: u32,
    work: u64,
) -> Option<Packing> {
    for attempt in 0..ATTEMPTS_MAX {
        match attempt_once(instance, pool, pricer, target, work, attempt) {
            Outcome::Found(packing) => return Some(packing),
            // The deviation came after the end: all later attempts would repeat the first.
            Outcome::Failed { steps } if attempt > steps => return None,
            Outcome::Failed { .. } => {}
        }
        if pricer.work() > work {
            return None;
        }
    }
    None
}

enum Outcome {
    Found(Packing),
    Failed { steps: usize },
}

fn attempt_once(
    instance: &Instance,
    pool: &mut Pool,
    pricer: &mut Pricer<'_>,
    target: u32,
    work: u64,
    deviate_at: usize,
) -> Outcome {
    let mut left = instance.quantities();
    let mut packing = Packing::new();
    let mut steps = 0;
    loop {
        let rest = construct(instance, &left);
        let used = n_units(&packing);
        if used.saturating_add(n_units(&rest)) <= target {
            packing.extend(rest);
            return Outcome::Found(packing);
        }
        let Some(budget) = target.checked_sub(used).filter(|units| *units > 0) else {
            return Outcome::Failed { steps };
        };
        let mut local = pool.capped(&left);
        let known = local.patterns().len();
        let goal = Goal { bound: budget.saturating_add(1), nodes: NODES, work };
        let fractional = generate(instance, &left, &mut local, pricer, goal);
        for pattern in &local.patterns()[known..] {
            pool.add(pattern.clone());
        }
        if fractional.bound > budget || pricer.work() > work {
            return Outcome::Failed { steps };
        }
        let mut moved = false;
        for (pattern, share) in &fractional.shares {
            let whole = whole_part(*share).min(budget);
            moved |= apply(instance, pattern, whole, &mut left, &mut packing);
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
        if !apply(instance, pattern, 1, &mut left, &mut packing) {
            return Outcome::Failed { steps };
        }
    }
}

// Uses a pattern some times as far as its vehicles are there, and fills what room is left.
fn apply(
    instance: &Instance,
    pattern: &Pattern,
    mut times: u32,
    left: &mut [u32],
    packing: &mut Packing,
) -> bool {
    let mut moved = false;
    while times > 0 {
        let mut room = Room::with(instance, &pattern.capped(left));
        let mut spare = left.to_vec();
        pattern.capped(left).take(&mut spare, 1);
        let order: Vec<usize> = (0..left.len()).collect();
        fill(instance, &mut room, &spare, &order, &decks_by_demand(instance, left));
        let full = room.into_pattern();
        let now = full.times(left).min(times);
        if now == 0 {
            break;
        }
        full.take(left, now);
        packing.push((full, now));
        times -= now;
        moved = true;
    }
    moved
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "shares are positive and below the number of vehicles, and a cast of a float saturates"
)]
fn whole_part(share: f64) -> u32 {
    (share + NEARLY) as u32
}
