//! The whole search: first plan, plain bounds, column generation, diving; and over several kinds of units, branching
//! on how many there are of each.

use super::construct::{Packing, construct, cost};
use super::control::Control;
use super::dive::Diver;
use super::exhaust::exhaust;
use crate::bound::{Certificate, Fractional, Goal, Pool, Pricer, Range, Resource, best_simple, generate};
use crate::problem::Problem;

/// Nodes per search for a pattern at the root, where the bound is proven.
const ROOT_NODES: u32 = 1_000_000;
/// Rows up to which the linear program, which keeps a square matrix of them, is set up.
const ROWS_MAX: usize = 400;
/// Targets tried one after the other between bound and plan, where costs lie closer than that.
const TARGETS_MAX: u64 = 8;
/// Ranges of numbers of units that are looked at.
const RANGES_MAX: usize = 400;
/// Sums of shares this close to a whole number are one.
const NEARLY: f64 = 1e-6;

/// A range of numbers of units with what any plan within it costs at least.
#[derive(Clone, Debug)]
pub(crate) struct Case {
    pub(crate) range: Range,
    pub(crate) certificate: Certificate,
    pub(crate) bound: u64,
}

/// A plan in patterns with what proves its bound.
#[derive(Debug)]
pub(crate) struct Solution {
    pub(crate) packing: Packing,
    /// Vehicles for which there are not enough units.
    pub(crate) behind: u64,
    pub(crate) resource: Resource,
    /// Ranges that together cover all plans; never empty.
    pub(crate) cases: Vec<Case>,
}

impl Solution {
    /// Cost of any plan at least.
    pub(crate) fn bound(&self) -> u64 {
        self.cases.iter().map(|case| case.bound).min().unwrap_or(0)
    }
}

/// Packs all vehicles at the least cost found within the work of `control`.
pub(crate) fn solve(problem: &Problem, control: &mut Control<'_>) -> Solution {
    let quantities = problem.quantities();
    let (packing, behind) = construct(problem, &quantities, &problem.available());
    let range = Range::all(problem);
    let (resource, certificate) = best_simple(problem, &quantities, &range);
    let bound = certificate.bound(problem, &quantities, &range);
    let best = Solution { packing, behind, resource, cases: vec![Case { range, certificate, bound }] };
    let mut search = Search {
        problem,
        quantities,
        pricers: problem.kinds.iter().enumerate().map(|(kind, k)| Pricer::new(&k.instance, kind)).collect(),
        pool: Pool::default(),
        best,
        control,
    };
    search.run();
    search.finish();
    search.control.done = search.work();
    search.best
}

struct Search<'p, 's, 'c> {
    problem: &'p Problem,
    quantities: Vec<u32>,
    pricers: Vec<Pricer<'p>>,
    pool: Pool,
    best: Solution,
    control: &'s mut Control<'c>,
}

impl Search<'_, '_, '_> {
    fn run(&mut self) {
        let problem = self.problem;
        if self.tell(0) || problem.rows.len() > ROWS_MAX {
            return;
        }
        for (pattern, _) in &self.best.packing {
            self.pool.add(problem, pattern.clone());
        }
        let work = self.control.work() * 3 / 5;
        let root = self.bound(&Range::all(problem), work);
        if let Some(better) = root.certificate.clone()
            && root.bound > self.best.bound()
        {
            self.best.resource = Resource::Patterns;
            let range = Range::all(problem);
            self.best.cases = vec![Case { range, certificate: better, bound: root.bound }];
        }
        if problem.groups.len() > 1 {
            self.branch(root);
        } else {
            self.dive_for(&Range::all(problem), self.best.bound(), u64::MAX);
        }
    }

    /// Small shipments are tried exhaustively where bound and plan differ.
    fn finish(&mut self) {
        if self.best.behind == 0 && self.cost() <= self.best.bound() || self.control.was_stopped() {
            return;
        }
        if let Some(found) = exhaust(self.problem)
            && (self.best.behind > 0 || cost(self.problem, &found) < self.cost())
        {
            (self.best.packing, self.best.behind) = (found, 0);
        }
    }

    fn cost(&self) -> u64 {
        cost(self.problem, &self.best.packing)
    }

    fn work(&self) -> u64 {
        self.control.spent() + self.pricers.iter().map(Pricer::work).sum::<u64>()
    }

    /// Tells the listener how far things are; whether that is far enough, or the work is used up.
    fn tell(&mut self, work: u64) -> bool {
        self.control.known = Some((self.cost(), self.best.bound().min(self.cost())));
        let done = self.best.behind == 0 && self.cost() <= self.best.bound();
        done || work > self.control.work() || !self.control.goes_on(work)
    }

    /// The linear program over plans with so many units.
    fn bound(&mut self, range: &Range, work: u64) -> Fractional {
        let enough = if self.best.behind == 0 { self.cost() } else { u64::MAX };
        let goal = Goal { bound: enough, enough: 0.0, nodes: ROOT_NODES, work };
        generate(self.problem, &self.quantities, range, &mut self.pool, &mut self.pricers, goal, self.control)
    }

    /// Looks for plans within a range that cost at least `from` and less than the best so far, in at most `tries`.
    fn dive_for(&mut self, range: &Range, from: u64, tries: u64) {
        let problem = self.problem;
        let step = problem.step();
        let (mut tried, mut all) = (0, 0);
        while !self.tell(self.work()) && all < tries {
            let (from, to) = match self.best.behind {
                0 => (from, self.cost().saturating_sub(step)),
                // Any plan that leaves nobody behind is better.
                _ => (u64::MAX / 4, u64::MAX / 4),
            };
            let Some(target) = target(from, to, step, tried) else { break };
            tried += 1;
            all += 1;
            let spent = self.work();
            // A first target may take half of what is left, so that easier ones get their turn.
            let work = spent + self.control.work().saturating_sub(spent) / 2;
            let mut diver =
                Diver { problem, pool: &mut self.pool, pricers: &mut self.pricers, control: self.control };
            if let Some(found) = diver.dive(&self.quantities, &range.most, target, work) {
                (self.best.packing, self.best.behind) = (found, 0);
                tried = 0;
            } else if self.best.behind > 0 {
                break;
            }
        }
    }

    /// Splits the plans by how many units of a group they have, the cheapest range first, until none can be cheaper
    /// than the best plan.
    fn branch(&mut self, root: Fractional) {
        let problem = self.problem;
        let mut open = vec![(self.best.cases[0].clone(), root)];
        // Ranges that are settled: nothing cheaper is in them, or nothing more can be said.
        let mut settled: Vec<Case> = Vec::new();
        while let Some(at) = (0..open.len()).min_by_key(|at| open[*at].0.bound) {
            let (case, fractional) = open.swap_remove(at);
            let hopeless = self.best.behind == 0 && case.bound >= self.cost();
            let full = open.len() + settled.len() >= RANGES_MAX;
            if hopeless || full || self.work() > self.control.work() || self.control.was_stopped() {
                settled.push(case);
                continue;
            }
            let Some((group, below)) = split(problem, &case.range, &fractional) else {
                // Whole numbers of units everywhere: the cost is that of the bound, if a plan is found.
                self.settle(&case, &fractional);
                settled.push(case);
                continue;
            };
            let (mut fewer, mut more) = (case.range.clone(), case.range.clone());
            fewer.most[group] = below;
            more.least[group] = below.saturating_add(1);
            for range in [fewer, more] {
                let found = self.bound(&range, self.control.work());
                let certificate = match found.certificate.clone() {
                    Some(own) if found.bound >= case.bound => {
                        Case { bound: found.bound, certificate: own, range }
                    }
                    // What holds for all holds for some.
                    _ => Case { range, ..case.clone() },
                };
                open.push((certificate, found));
            }
            self.best.cases = open.iter().map(|(case, _)| case).chain(&settled).cloned().collect();
            self.tell(self.work());
        }
        self.best.cases = settled;
        // Where a range could not be settled: any improvement, with the work that is left.
        self.dive_for(&Range::all(problem), self.best.bound(), 6);
    }

    fn settle(&mut self, case: &Case, fractional: &Fractional) {
        // Cheaper plans than the bound are not in this range, dearer ones are left to other ranges.
        let spent = self.work();
        let work = spent + self.control.work().saturating_sub(spent) / 4;
        let problem = self.problem;
        let mut diver =
            Diver { problem, pool: &mut self.pool, pricers: &mut self.pricers, control: self.control };
        if fractional.bound == u64::MAX {
            return;
        }
        // As many units as the program uses, no more of one for fewer of another.
        let units = units(problem, fractional);
        if let Some(found) = diver.dive(&self.quantities, &whole(&units), case.bound, work) {
            (self.best.packing, self.best.behind) = (found, 0);
        }
    }
}

/// Units of each group that a fractional plan uses.
fn units(problem: &Problem, fractional: &Fractional) -> Vec<f64> {
    let mut units = vec![0.0_f64; problem.groups.len()];
    for (pattern, share) in &fractional.shares {
        units[problem.kinds[pattern.kind].group] += share;
    }
    units
}

/// Numbers of units rounded up, but for what is nearly whole.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of units are positive and below those of vehicles, and a cast of a float saturates"
)]
fn whole(units: &[f64]) -> Vec<u32> {
    units.iter().map(|number| (number - NEARLY).ceil().max(0.0) as u32).collect()
}

/// The group whose number of units is furthest from whole, and the whole number below it.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of units are positive and below those of vehicles, and a cast of a float saturates"
)]
fn split(problem: &Problem, range: &Range, fractional: &Fractional) -> Option<(usize, u32)> {
    let mut best: Option<(f64, usize, u32)> = None;
    for (group, number) in units(problem, fractional).iter().enumerate() {
        let below = number.max(f64::from(range.least[group])).floor();
        let part = number - below;
        let away = part.min(1.0 - part);
        if away > NEARLY && best.is_none_or(|(known, _, _)| away > known) {
            best = Some((away, group, below as u32));
        }
    }
    best.map(|(_, group, below)| (group, below))
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
