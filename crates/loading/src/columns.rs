//! Column generation: patterns that the linear program wants, and the bound it proves.

use std::collections::BTreeSet;

use crate::instance::Instance;
use crate::pattern::{Pattern, Room};
use crate::pricing::{Multipliers, Pricer};
use crate::simplex::Master;

/// One unit in the integer scale of weights: 2^40.
pub(crate) const ONE: i64 = 1 << 40;
/// Weight above which a unit counts as an improvement: a billionth above one.
const TARGET: i64 = ONE + (ONE >> 30);
const ROUNDS_MAX: u32 = 2_000;
const PIVOTS_MAX: u32 = 5_000;
/// Slack when a fractional number of units is compared with a whole one.
const TOLERANCE: f64 = 1e-6;

/// Weights of the classes and what a unit holds at most: together a proof.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// Weight per vehicle of each class.
    pub(crate) weights: Vec<i64>,
    /// No unit weighs more.
    pub(crate) capacity: i128,
    /// Multipliers of the shared limits that help to see it.
    pub(crate) multipliers: Multipliers,
}

impl Certificate {
    /// The weight of all vehicles.
    pub(crate) fn total(&self, quantities: &[u32]) -> i128 {
        self.weights.iter().zip(quantities).map(|(w, n)| i128::from(*w) * i128::from(*n)).sum()
    }

    /// Units needed: the weight of all vehicles over that of the heaviest unit, rounded up.
    pub(crate) fn units(&self, quantities: &[u32]) -> u32 {
        let (total, capacity) = (self.total(quantities), self.capacity.max(1));
        u32::try_from((total + capacity - 1) / capacity).unwrap_or(u32::MAX)
    }
}

/// Patterns known so far, each combination of vehicles once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    patterns: Vec<Pattern>,
    known: BTreeSet<Vec<(usize, u32)>>,
}

impl Pool {
    /// Adds a pattern unless the same vehicles are in one already; whether it was new.
    pub(crate) fn add(&mut self, pattern: Pattern) -> bool {
        let new = !pattern.loads.is_empty() && self.known.insert(pattern.totals());
        if new {
            self.patterns.push(pattern);
        }
        new
    }

    /// The patterns in the order of their arrival.
    pub(crate) fn patterns(&self) -> &[Pattern] {
        &self.patterns
    }

    /// The pool for what is left: patterns without the vehicles that are gone.
    pub(crate) fn capped(&self, left: &[u32]) -> Self {
        let mut pool = Self::default();
        for pattern in &self.patterns {
            pool.add(pattern.capped(left));
        }
        pool
    }
}

/// What column generation found.
#[derive(Debug)]
pub(crate) struct Fractional {
    /// Patterns with how often each is used, in fractions.
    pub(crate) shares: Vec<(Pattern, f64)>,
    /// The best certificate, if a round was completed.
    pub(crate) certificate: Option<Certificate>,
    /// Its bound.
    pub(crate) bound: u32,
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal {
    /// A bound that is as good as any higher one.
    pub(crate) bound: u32,
    /// Nodes per search for a pattern.
    pub(crate) nodes: u32,
    /// Total work of the pricer at which generation ends.
    pub(crate) work: u64,
}

/// Solves the linear relaxation over patterns of at most the numbers left, adding patterns to the pool.
///
/// Stops when no pattern improves, when rounding up the proven bound and the value gives the same number, or when
/// the goal is reached. Weights are the duals rounded down to multiples of 2^-40; each round's bound is
/// `sum(weights) / upper(unit)` in integers, after Farley.
///
/// # Source
/// Gilmore, Gomory 1961; Farley, "A note on bounding a class of linear programming problems", 1990.
pub(crate) fn generate(
    instance: &Instance,
    left: &[u32],
    pool: &mut Pool,
    pricer: &mut Pricer<'_>,
    goal: Goal,
) -> Fractional {
    let rows: Vec<usize> = (0..left.len()).filter(|class| left[*class] > 0).collect();
    let mut row_of = vec![usize::MAX; left.len()];
    for (row, class) in rows.iter().enumerate() {
        row_of[*class] = row;
    }
    let alone: Vec<Pattern> = rows.iter().map(|class| alone(instance, *class, left[*class])).collect();
    let demand: Vec<u32> = rows.iter().map(|class| left[*class]).collect();
    let counts: Vec<u32> = alone.iter().map(|p| p.loads.iter().map(|load| load.count).sum()).collect();
    let mut master = Master::new(&demand, &counts);
    let mut columns = alone;
    let mut seen = 0;
    let mut best: (u32, Option<Certificate>) = (0, None);
    for _ in 0..ROUNDS_MAX {
        for pattern in &pool.patterns()[seen..] {
            let entries: Vec<(usize, f64)> = pattern
                .totals()
                .iter()
                .filter(|(class, _)| row_of[*class] != usize::MAX)
                .map(|(class, n)| (row_of[*class], f64::from(*n)))
                .collect();
            master.add(entries);
            columns.push(pattern.clone());
        }
        seen = pool.patterns().len();
        master.solve(PIVOTS_MAX);
        let mut weights = vec![0_i64; left.len()];
        for (class, dual) in rows.iter().zip(master.duals()) {
            weights[*class] = weight(*dual);
        }
        let priced = pricer.price(left, &weights, TARGET, goal.nodes);
        let certificate =
            Certificate { weights, capacity: priced.upper.max(1), multipliers: priced.multipliers };
        let bound = certificate.units(left);
        if bound > best.0 {
            best = (bound, Some(certificate));
        }
        let done = best.0 >= goal.bound || master.value() <= f64::from(best.0) + TOLERANCE;
        if done || pricer.work() > goal.work {
            break;
        }
        let mut new = false;
        for pattern in priced.patterns {
            new |= pool.add(pattern);
        }
        if !new {
            break;
        }
    }
    let shares = master.shares().into_iter().map(|(idx, share)| (columns[idx].clone(), share)).collect();
    Fractional { shares, certificate: best.1, bound: best.0 }
}

/// A unit with nothing but one class, up to a number.
pub(crate) fn alone(instance: &Instance, class: usize, number: u32) -> Pattern {
    let mut room = Room::new(instance);
    let mut wanted = number;
    for deck in 0..instance.bays.len() {
        wanted -= room.put(instance, deck, class, wanted);
    }
    room.into_pattern()
}

// Rounding down keeps a unit of weight one at one.
#[expect(clippy::cast_possible_truncation, reason = "clamped to 0..=2^40, and a cast of a float saturates")]
fn weight(dual: f64) -> i64 {
    const ONE_AS_FLOAT: f64 = 1_099_511_627_776.0;
    if dual > 0.0 { (dual.min(1.0) * ONE_AS_FLOAT) as i64 } else { 0 }
}
