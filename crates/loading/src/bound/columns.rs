//! Column generation: patterns that the linear program wants, and the bound it proves.

use std::collections::BTreeSet;

use super::pricing::{Multipliers, Pricer};
use super::simplex::Master;
use crate::problem::Problem;
use crate::search::Control;
use crate::unit::{Pattern, Room, trim};

/// The dearest unit in the integer scale of weights: 2^40.
pub(crate) const ONE: i64 = 1 << 40;
/// What a unit must be worth beyond its cost to count as an improvement: a billionth of the dearest.
const BEYOND: i64 = ONE >> 30;
/// What leaving a vehicle behind costs, in dearest units, while units are few.
const LEFT_BEHIND: f64 = 64.0;
/// Largest weight of a vehicle, in dearest units.
const WEIGHT_MAX: f64 = 64.0;
/// Largest rent of a unit, in dearest units: of a vessel full of vehicles that would be left behind.
const RENT_MAX: f64 = 65_536.0;
const ROUNDS_MAX: u32 = 2_000;
const PIVOTS_MAX: u32 = 5_000;
/// Reduced cost below which a pattern improves the program.
const IMPROVES: f64 = 1e-9;
/// Work of a look at a pattern, in steps as knapsacks take them.
pub(crate) const PATTERN_WORK: u64 = 4;
/// Patterns that the program takes in at a time.
const WANTED_MAX: usize = 32;
/// Slack when a fractional number of units is compared with a whole one.
const TOLERANCE: f64 = 1e-6;

/// Weights of the rows, what a unit of each kind holds at most, and what limited units are worth: together a proof.
#[derive(Clone, Debug)]
pub(crate) struct Certificate {
    /// Weight per vehicle of each row.
    pub(crate) weights: Vec<i64>,
    /// By group: weight that each of its units may hold without being paid for; all units there are count once.
    pub(crate) rents: Vec<i64>,
    /// By kind: no unit weighs more.
    pub(crate) capacities: Vec<i128>,
    /// By kind: multipliers of the shared limits that help to see it.
    pub(crate) multipliers: Vec<Multipliers>,
}

impl Certificate {
    /// The weight of all vehicles.
    pub(crate) fn total(&self, quantities: &[u32]) -> i128 {
        self.weights.iter().zip(quantities).map(|(w, n)| i128::from(*w) * i128::from(*n)).sum()
    }

    /// Cost of any plan at least, whose numbers of units are within a range. A unit of kind `k` holds at most
    /// `capacity_k`; the units that every such plan has are paid for and hold what they can, of the others the rent
    /// of their group is free, and what is left to hold costs at least the least `cost_k / (capacity_k - rent_k)`
    /// each. `u64::MAX` where nothing can hold it.
    pub(crate) fn bound(&self, problem: &Problem, quantities: &[u32], range: &Range) -> u64 {
        let mut open = self.total(quantities);
        let mut paid = 0_u64;
        for (group, (least, rent)) in range.least.iter().zip(&self.rents).enumerate() {
            paid = paid.saturating_add(u64::from(*least).saturating_mul(problem.groups[group].cost));
            open -= i128::from(*least) * self.fullest(problem, group);
            open -= i128::from(*rent) * i128::from(range.further(group));
        }
        if open <= 0 {
            return paid;
        }
        let cost = |(kind, capacity): (usize, &i128)| {
            let group = problem.kinds[kind].group;
            let held = capacity - i128::from(self.rents[group]);
            let cost = i128::from(problem.cost(kind));
            (held > 0 && range.further(group) > 0).then(|| (open * cost + held - 1) / held)
        };
        let Some(least) = self.capacities.iter().enumerate().filter_map(cost).min() else { return u64::MAX };
        let step = problem.step();
        let least = u64::try_from(least).unwrap_or(u64::MAX).div_ceil(step).saturating_mul(step);
        paid.saturating_add(least)
    }

    /// What the fullest unit of a group holds.
    fn fullest(&self, problem: &Problem, group: usize) -> i128 {
        let own = self.capacities.iter().zip(&problem.kinds).filter(|(_, kind)| kind.group == group);
        own.map(|(capacity, _)| *capacity).max().unwrap_or(0)
    }
}

/// How many units of each group a plan has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Range {
    /// At least.
    pub(crate) least: Vec<u32>,
    /// At most; `u32::MAX` is no limit.
    pub(crate) most: Vec<u32>,
}

impl Range {
    /// All that there are.
    pub(crate) fn all(problem: &Problem) -> Self {
        Self { least: vec![0; problem.groups.len()], most: problem.available() }
    }

    /// Units of a group beyond the least; `u32::MAX` is no limit.
    pub(crate) fn further(&self, group: usize) -> u32 {
        match self.most[group] {
            u32::MAX => u32::MAX,
            most => most.saturating_sub(self.least[group]),
        }
    }
}

/// Patterns known so far, each combination of vehicles in a kind once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pool {
    patterns: Vec<Pattern>,
    known: BTreeSet<(usize, Vec<(usize, u32)>)>,
}

impl Pool {
    /// Adds a pattern, without pieces that find no place, unless the same vehicles are in one already; whether it
    /// was new.
    pub(crate) fn add(&mut self, problem: &Problem, pattern: Pattern) -> bool {
        let instance = problem.instance(pattern.kind);
        let key = |pattern: &Pattern| (pattern.kind, pattern.totals(instance));
        if self.known.contains(&key(&pattern)) {
            return false;
        }
        let pattern = trim(instance, pattern);
        let new = !pattern.loads.is_empty() && self.known.insert(key(&pattern));
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
    pub(crate) fn capped(&self, problem: &Problem, left: &[u32]) -> Self {
        let mut pool = Self::default();
        for pattern in &self.patterns {
            pool.add(problem, pattern.capped(problem.instance(pattern.kind), left));
        }
        pool
    }
}

/// What column generation found.
#[derive(Clone, Debug)]
pub(crate) struct Fractional {
    /// Patterns with how often each is used, in fractions.
    pub(crate) shares: Vec<(Pattern, f64)>,
    /// The best certificate, if a round was completed.
    pub(crate) certificate: Option<Certificate>,
    /// Its bound on the cost.
    pub(crate) bound: u64,
}

/// When to stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Goal {
    /// A bound that is as good as any higher one.
    pub(crate) bound: u64,
    /// A fractional cost that is as good as any lower one.
    pub(crate) enough: f64,
    /// Nodes per search for a pattern.
    pub(crate) nodes: u32,
    /// Total work of the pricers at which generation ends.
    pub(crate) work: u64,
}

/// Solves the linear relaxation over patterns of at most the numbers left, adding patterns to the pool.
///
/// Stops when no pattern improves, when rounding up the proven bound and the value gives the same cost, or when the
/// goal is reached. Weights are the duals rounded down to multiples of 2^-40; each round's bound is in integers,
/// after Farley.
///
/// # Source
/// Gilmore, Gomory 1961; Farley, "A note on bounding a class of linear programming problems", 1990.
pub(crate) fn generate(
    problem: &Problem,
    left: &[u32],
    range: &Range,
    pool: &mut Pool,
    pricers: &mut [Pricer<'_>],
    goal: Goal,
    control: &mut Control<'_>,
) -> Fractional {
    let mut program = Program::new(problem, left, range);
    // Patterns of the pool that the program does not know: most of them it never asks for.
    let mut waiting: Vec<usize> = Vec::new();
    let mut seen = 0;
    let mut best: (u64, Option<Certificate>) = (0, None);
    for _ in 0..ROUNDS_MAX {
        waiting.extend(seen..pool.patterns().len());
        seen = pool.patterns().len();
        loop {
            program.master.solve(PIVOTS_MAX);
            control.spend(waiting.len() as u64 * PATTERN_WORK);
            let wanted = program.wanted(problem, pool.patterns(), &mut waiting);
            if wanted.is_empty() {
                break;
            }
            for idx in wanted {
                program.add(problem, &pool.patterns()[idx]);
            }
        }
        control.spend(program.master.take_work());
        let (weights, rents, prepaid) = program.prices(left.len());
        let mut patterns = Vec::new();
        let mut certificate = Certificate { weights, rents, capacities: Vec::new(), multipliers: Vec::new() };
        for (kind, pricer) in pricers.iter_mut().enumerate() {
            let group = problem.kinds[kind].group;
            // What every plan has is paid for already; what is worth its place there is worth looking at.
            let own = match prepaid[group] {
                Some(rent) => {
                    rent.min(share_of_dearest(problem, group).saturating_add(certificate.rents[group]))
                }
                None => share_of_dearest(problem, group).saturating_add(certificate.rents[group]),
            };
            let priced = pricer.price(left, &certificate.weights, own.saturating_add(BEYOND), goal.nodes);
            certificate.capacities.push(priced.upper.max(1));
            certificate.multipliers.push(priced.multipliers);
            patterns.extend(priced.patterns);
        }
        let bound = certificate.bound(problem, left, range);
        if bound > best.0 {
            best = (bound, Some(certificate));
        }
        #[expect(clippy::cast_precision_loss, reason = "costs of plans lie far below 2^52")]
        let (found, proven) = (program.cost(problem), best.0 as f64);
        let done = best.0 >= goal.bound || found <= proven + TOLERANCE || found <= goal.enough;
        let work = control.spent() + pricers.iter().map(Pricer::work).sum::<u64>();
        if done || work > goal.work || !control.goes_on(work) {
            break;
        }
        let mut new = false;
        for pattern in patterns {
            new |= pool.add(problem, pattern);
        }
        if !new {
            break;
        }
    }
    Fractional { shares: program.shares(), certificate: best.1, bound: best.0 }
}

/// The linear program with what its rows and columns stand for.
struct Program {
    master: Master,
    /// Rows of the problem that have vehicles left.
    rows: Vec<usize>,
    /// The row of the program of each row of the problem.
    row_of: Vec<Option<usize>>,
    /// The row of the program of each group whose units beyond the least are limited.
    limit_of: Vec<Option<usize>>,
    /// The row of the program of the units of each group that every plan has.
    prepaid_of: Vec<Option<usize>>,
    /// What those cost, in dearest units.
    paid: f64,
    /// `None` for vehicles left behind.
    columns: Vec<Option<Pattern>>,
}

impl Program {
    fn new(problem: &Problem, left: &[u32], range: &Range) -> Self {
        let rows: Vec<usize> = (0..left.len()).filter(|row| left[*row] > 0).collect();
        let mut row_of = vec![None; left.len()];
        for (at, row) in rows.iter().enumerate() {
            row_of[*row] = Some(at);
        }
        let mut limits = Vec::new();
        let groups = problem.groups.len();
        let (mut limit_of, mut prepaid_of, mut paid) = (vec![None; groups], vec![None; groups], 0.0);
        for group in 0..groups {
            if range.further(group) < u32::MAX {
                limit_of[group] = Some(rows.len() + limits.len());
                limits.push(range.further(group));
            }
            if range.least[group] > 0 {
                prepaid_of[group] = Some(rows.len() + limits.len());
                limits.push(range.least[group]);
                paid += f64::from(range.least[group]) * relative_cost(problem, group);
            }
        }
        let alone: Vec<Option<Pattern>> =
            rows.iter().map(|row| cheapest_alone(problem, *row, left[*row], range)).collect();
        let start: Vec<(u32, f64)> = alone
            .iter()
            .map(|pattern| match pattern {
                Some(pattern) => {
                    let totals = pattern.totals(problem.instance(pattern.kind));
                    (
                        totals.iter().map(|(_, n)| n).sum(),
                        relative_cost(problem, problem.kinds[pattern.kind].group),
                    )
                }
                None => (1, LEFT_BEHIND),
            })
            .collect();
        let demand: Vec<u32> = rows.iter().map(|row| left[*row]).collect();
        let master = Master::new(&demand, &start, &limits);
        Self { master, rows, row_of, limit_of, prepaid_of, paid, columns: alone }
    }

    fn add(&mut self, problem: &Problem, pattern: &Pattern) {
        let totals = pattern.totals(problem.instance(pattern.kind));
        let entries: Vec<(usize, f64)> =
            totals.iter().filter_map(|(row, n)| Some((self.row_of[*row]?, f64::from(*n)))).collect();
        let group = problem.kinds[pattern.kind].group;
        if let Some(row) = self.prepaid_of[group] {
            self.master.add(entries.iter().copied().chain([(row, 1.0)]).collect(), 0.0);
            self.columns.push(Some(pattern.clone()));
        }
        let limit = self.limit_of[group].map(|row| (row, 1.0));
        self.master.add(entries.into_iter().chain(limit).collect(), relative_cost(problem, group));
        self.columns.push(Some(pattern.clone()));
    }

    /// Takes the patterns that would improve the program most out of those that wait.
    fn wanted(&self, problem: &Problem, patterns: &[Pattern], waiting: &mut Vec<usize>) -> Vec<usize> {
        let duals = self.master.duals();
        let mut found: Vec<(f64, usize)> = Vec::new();
        for idx in waiting.iter() {
            let pattern = &patterns[*idx];
            let group = problem.kinds[pattern.kind].group;
            let instance = problem.instance(pattern.kind);
            let worth: f64 = pattern
                .loads
                .iter()
                .filter_map(|load| {
                    let class = &instance.classes[load.class];
                    let row = self.row_of[class.row]?;
                    Some(duals[row] * f64::from(load.count) * f64::from(class.stack))
                })
                .sum();
            let limit = self.limit_of[group].map_or(0.0, |row| duals[row]);
            let own = relative_cost(problem, group) - limit;
            let least = self.prepaid_of[group].map_or(own, |row| own.min(-duals[row]));
            if least - worth < -IMPROVES {
                found.push((least - worth, *idx));
            }
        }
        found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
        found.truncate(WANTED_MAX);
        let wanted: Vec<usize> = found.into_iter().map(|(_, idx)| idx).collect();
        waiting.retain(|idx| !wanted.contains(idx));
        wanted
    }

    /// The cost, with units in fractions.
    #[expect(clippy::cast_precision_loss, reason = "costs of plans lie far below 2^52")]
    fn cost(&self, problem: &Problem) -> f64 {
        (self.master.value() + self.paid) * problem.dearest() as f64
    }

    /// Weights of vehicles, rents of units that are limited, and of those that every plan has.
    fn prices(&self, rows: usize) -> (Vec<i64>, Vec<i64>, Vec<Option<i64>>) {
        let duals = self.master.duals();
        let mut weights = vec![0_i64; rows];
        for (row, dual) in self.rows.iter().zip(duals) {
            weights[*row] = scaled(*dual, WEIGHT_MAX);
        }
        let rent = |limit: &Option<usize>| limit.map(|row| scaled(-duals[row], RENT_MAX));
        let rents = self.limit_of.iter().map(|limit| rent(limit).unwrap_or(0)).collect();
        (weights, rents, self.prepaid_of.iter().map(rent).collect())
    }

    fn shares(&self) -> Vec<(Pattern, f64)> {
        let shares = self.master.shares();
        shares.into_iter().filter_map(|(idx, share)| Some((self.columns[idx].clone()?, share))).collect()
    }
}

/// The unit with nothing but vehicles of a row that costs least per vehicle, among units without limit.
fn cheapest_alone(problem: &Problem, row: usize, number: u32, range: &Range) -> Option<Pattern> {
    let mut best: Option<(u64, u64, Pattern)> = None;
    for (kind, units) in problem.kinds.iter().enumerate() {
        if range.most[units.group] < u32::MAX {
            continue;
        }
        let Some(pattern) = alone(problem, kind, row, number) else { continue };
        let count: u64 = pattern.totals(&units.instance).iter().map(|(_, n)| u64::from(*n)).sum();
        let cost = problem.cost(kind);
        let cheaper = |(known, n, _): &(u64, u64, Pattern)| {
            u128::from(cost) * u128::from(*n) < u128::from(*known) * u128::from(count)
        };
        if best.as_ref().is_none_or(cheaper) {
            best = Some((cost, count, pattern));
        }
    }
    best.map(|(_, _, pattern)| pattern)
}

/// A unit with nothing but vehicles of one row, up to a number; `None` where the kind does not take them.
fn alone(problem: &Problem, kind: usize, row: usize, number: u32) -> Option<Pattern> {
    let instance = problem.instance(kind);
    let mut room = Room::new(instance, kind);
    let mut wanted = number;
    // The largest stacks first.
    for (idx, class) in instance.classes.iter().enumerate().rev().filter(|(_, class)| class.row == row) {
        for deck in 0..instance.bays.len() {
            wanted -= room.put(instance, deck, idx, wanted / class.stack) * class.stack;
        }
    }
    let pattern = trim(instance, room.into_pattern());
    (!pattern.loads.is_empty()).then_some(pattern)
}

#[expect(clippy::cast_precision_loss, reason = "a ratio of costs that guides the search and decides nothing")]
fn relative_cost(problem: &Problem, group: usize) -> f64 {
    problem.groups[group].cost as f64 / problem.dearest() as f64
}

/// The cost of a unit of a group in the integer scale, rounded down: what is worth more is worth looking at.
fn share_of_dearest(problem: &Problem, group: usize) -> i64 {
    let share = i128::from(problem.groups[group].cost) * i128::from(ONE) / i128::from(problem.dearest());
    i64::try_from(share).unwrap_or(ONE)
}

// Rounding down keeps a unit of weight one at one.
#[expect(clippy::cast_possible_truncation, reason = "clamped, and a cast of a float saturates")]
fn scaled(dual: f64, most: f64) -> i64 {
    const ONE_AS_FLOAT: f64 = 1_099_511_627_776.0;
    if dual > 0.0 { (dual.min(most) * ONE_AS_FLOAT) as i64 } else { 0 }
}
