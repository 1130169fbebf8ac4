//! The label-setting search for all Pareto-optimal paths.

use std::ops::ControlFlow;

use crate::answer::{Answer, Options, Path, Progress, SearchError};
use crate::cost::Cost;
use crate::front::{Blocks, Front, Least, Staircase};
use crate::graph::Graph;
use crate::local::{Local, TooLarge};
use crate::queue::{Keyed, Queue};
use crate::shadow::Shadow;
use crate::sweep::Sweeps;

const NONE: u32 = u32::MAX;
/// Expansions between two calls of the callback.
const CALL_EVERY: u64 = 1024;

/// A path to a node, waiting to be extended.
#[derive(Clone, Copy)]
struct Label<C, const K: usize> {
    /// What the path costs plus the least that is left to pay, per criterion in the search's order.
    bound: [C; K],
    node: u32,
    /// The node before; going back there is never worth a try.
    tail: u32,
    /// The settled label it extends.
    parent: u32,
    road: u32,
}

impl<C: Cost, const K: usize> Keyed for Label<C, K> {
    type Key = C::Key;

    #[inline]
    fn key(&self) -> C::Key {
        C::key(&self.bound)
    }

    #[inline]
    fn lead(&self) -> u64 {
        self.bound.first().map_or(0, |first| first.get())
    }
}

/// What is kept of a label once it is expanded.
#[derive(Clone, Copy)]
struct Step {
    parent: u32,
    road: u32,
}

/// All Pareto-optimal cost vectors between two nodes, each with one path.
///
/// A vector is Pareto-optimal if no path costs less in one criterion and no more in the others.
/// Paths come sorted by cost vector, and equal input gives equal output.
///
/// # Example
/// ```
/// use landbridge_pareto::{Arc, Graph, Options, pareto};
/// // Cost in dollars and hours by rail, by road, and by a road that is worse in both.
/// let arcs = [[900, 200], [1500, 90], [1600, 95]].map(|weights| Arc { from: 0, to: 1, weights });
/// let answer = pareto(&Graph::from_arcs(2, arcs).unwrap(), 0, 1, &Options::default()).unwrap();
/// assert_eq!(answer.paths.iter().map(|path| path.costs).collect::<Vec<_>>(), [[900, 200], [1500, 90]]);
/// assert!(answer.complete);
/// ```
///
/// # Errors
/// An unknown node, a number of criteria other than 1 to 6, costs of 2^61 or more, or over 2^32 labels.
/// An unreachable target is no error: the answer is then empty and complete.
///
/// # Complexity
/// Output-sensitive: with `e` expansions and fronts of at most `f` vectors, `O(e (log f + d))` for up to three
/// criteria with `d` the degree, `O(e d f)` beyond, after `K` single-criterion searches.
///
/// # Source
/// Best-first search with exact bounds (Mandow and Pérez-de-la-Cruz, 2010), one criterion dropped from all
/// comparisons (Pulido, Mandow and Pérez-de-la-Cruz, 2015).
pub fn pareto<const K: usize>(
    graph: &Graph<K>,
    source: u32,
    target: u32,
    options: &Options<'_>,
) -> Result<Answer<K>, SearchError> {
    check(graph, &[source, target])?;
    let mut answer =
        Answer { paths: Vec::new(), complete: true, expansions: 0, generated: 0, peak_labels: 0 };
    if source == target {
        answer.paths.push(Path { costs: [0; K], arcs: Vec::new() });
        return Ok(answer);
    }
    let mut sweeps = Sweeps::new(graph.nodes(), target);
    let Some(least) = sweeps.settle(graph, source) else { return Ok(answer) };
    let best: [[u64; K]; K] = std::array::from_fn(|k| sweeps.best_path_total(graph, source, target, k));
    let order = order_of_criteria(&least, &best);
    let query = Query { graph, source, target, order, least, best, options };
    match query.run_with_width::<u32>(&mut sweeps) {
        Err(Stop::TooLarge) => query.run_with_width::<u64>(&mut sweeps),
        other => other,
    }
    .map_err(|stop| match stop {
        Stop::TooLarge => SearchError::CostOverflow,
        Stop::TooMany => SearchError::TooManyLabels,
    })
}

pub(crate) fn check<const K: usize>(graph: &Graph<K>, named: &[u32]) -> Result<(), SearchError> {
    if !(1..=6).contains(&K) {
        return Err(SearchError::Criteria { criteria: K });
    }
    match named.iter().find(|&&node| node >= graph.nodes()) {
        Some(&node) => Err(SearchError::UnknownNode { node, nodes: graph.nodes() }),
        None => Ok(()),
    }
}

/// Which criterion leads the search and is left out of comparisons, and in which order the others follow.
fn order_of_criteria<const K: usize>(least: &[u64; K], best: &[[u64; K]; K]) -> [usize; K] {
    let _ = (least, best);
    let order: [usize; K] = std::array::from_fn(|k| k);
    if let Ok(text) = std::env::var("ORDER") {
        let digits: Vec<usize> = text.bytes().map(|b| usize::from(b - b'0')).collect();
        return std::array::from_fn(|k| digits[k]);
    }
    order
}

enum Stop {
    TooLarge,
    TooMany,
}

impl From<TooLarge> for Stop {
    fn from(_: TooLarge) -> Self {
        Self::TooLarge
    }
}

struct Query<'q, const K: usize> {
    graph: &'q Graph<K>,
    source: u32,
    target: u32,
    order: [usize; K],
    least: [u64; K],
    best: [[u64; K]; K],
    options: &'q Options<'q>,
}

impl<const K: usize> Query<'_, K> {
    /// Chooses the front that suits the number of criteria.
    fn run_with_width<C: Cost>(&self, sweeps: &mut Sweeps<K>) -> Result<Answer<K>, Stop> {
        match K {
            0..=2 => self.run::<C, Least<C>>(sweeps),
            3 => self.run::<C, Staircase<C>>(sweeps),
            _ => self.run::<C, Blocks<C, K>>(sweeps),
        }
    }

    fn run<C: Cost, F: Front<C, K>>(&self, sweeps: &mut Sweeps<K>) -> Result<Answer<K>, Stop> {
        let placed = |costs: &[u64; K]| -> [u64; K] { self.order.map(|k| costs[k]) };
        let least = placed(&self.least);
        let mut most = least;
        for best in &self.best {
            for (most, cost) in most.iter_mut().zip(placed(best)) {
                *most = (*most).max(cost);
            }
        }
        let mut start = [C::default(); K];
        for (bound, &cost) in start.iter_mut().zip(&least) {
            *bound = C::from_u64(cost).ok_or(Stop::TooLarge)?;
        }
        let mut local = Local::<C, K>::new(self.graph, self.order, Some(self.target));
        let source = local.number(self.source);
        let target = local.number(self.target);
        let mut fronts: Vec<F> = Vec::new();
        let mut goal = Shadow::<C, F, K>::new(least, most);
        let mut thin = Thinning::new(self.options.epsilon_permille);
        let lead = |costs: &[u64; K]| costs.first().copied().unwrap_or(0);
        let mut queue = Queue::new(lead(&least), lead(&most) - lead(&least));
        queue.push(Label { bound: start, node: source, tail: NONE, parent: NONE, road: NONE });
        let mut steps: Vec<Step> = Vec::new();
        let mut found: Vec<([C; K], Step)> = Vec::new();
        let mut answer =
            Answer { paths: Vec::new(), complete: true, expansions: 0, generated: 1, peak_labels: 1 };
        fronts.resize_with(local.len(), F::default);

        while let Some(label) = queue.pop(|label| !goal.covers(&thin.relax(&label.bound))) {
            if goal.covers(&thin.relax(&label.bound)) {
                continue;
            }
            let step = Step { parent: label.parent, road: label.road };
            if label.node == target {
                goal.insert(&label.bound);
                found.push((label.bound, step));
                continue;
            }
            let front = &mut fronts[label.node as usize];
            if front.covers(&label.bound) {
                continue;
            }
            if self.spent(&mut answer, steps.len(), queue.len(), found.len()) {
                answer.complete = false;
                break;
            }
            front.insert(&label.bound);
            let Ok(parent) = u32::try_from(steps.len()) else { return Err(Stop::TooMany) };
            if parent == NONE {
                return Err(Stop::TooMany);
            }
            steps.push(step);
            answer.expansions += 1;
            let span = match local.span(label.node) {
                Some(span) => span,
                None => {
                    local.prepare(label.node, Some(sweeps))?;
                    fronts.resize_with(local.len(), F::default);
                    local.span(label.node).unwrap_or(0..0)
                }
            };
            for (road, number) in local.roads(span.clone()).iter().zip(span.start..) {
                if road.head == label.tail {
                    continue;
                }
                let mut bound = label.bound;
                let mut too_large = false;
                for (bound, &weight) in bound.iter_mut().zip(&road.weights) {
                    *bound = bound.plus(weight);
                    too_large |= *bound >= C::LIMIT;
                }
                if too_large {
                    return Err(Stop::TooLarge);
                }
                if goal.covers(&thin.relax(&bound)) {
                    continue;
                }
                if road.head != target && fronts[road.head as usize].covers(&bound) {
                    continue;
                }
                let Ok(number) = u32::try_from(number) else { return Err(Stop::TooMany) };
                answer.generated += 1;
                let next = Label { bound, node: road.head, tail: label.node, parent, road: number };
                queue.push(next);
            }
        }
        for (bound, step) in found {
            let mut costs = [0; K];
            for (&k, cost) in self.order.iter().zip(bound) {
                costs[k] = cost.get();
            }
            answer.paths.push(Path { costs, arcs: arcs_of(&local, &steps, step) });
        }
        answer.paths.sort_unstable();
        Ok(answer)
    }

    /// Notes how much memory is in use, and tells whether a limit is reached or the caller wants to stop.
    #[inline]
    fn spent(&self, answer: &mut Answer<K>, settled: usize, waiting: usize, found: usize) -> bool {
        let labels = settled as u64 + waiting as u64 + 1;
        answer.peak_labels = answer.peak_labels.max(labels);
        let options = self.options;
        if options.max_labels.is_some_and(|max| labels > max)
            || options.max_expansions.is_some_and(|max| answer.expansions >= max)
        {
            return true;
        }
        match options.progress {
            Some(call) if answer.expansions % CALL_EVERY == 0 => {
                let progress = Progress {
                    expansions: answer.expansions,
                    waiting: waiting as u64,
                    found: found as u64,
                };
                call(progress) == ControlFlow::Break(())
            }
            _ => false,
        }
    }
}

/// Arcs of a path, collected from its end.
fn arcs_of<C: Cost, const K: usize>(local: &Local<'_, C, K>, steps: &[Step], last: Step) -> Vec<u32> {
    let mut arcs = Vec::new();
    let mut step = last;
    while step.road != NONE {
        arcs.extend(local.arcs(step.road).iter().rev());
        let Some(&before) = steps.get(step.parent as usize) else { break };
        step = before;
    }
    arcs.reverse();
    arcs
}

/// Multiplies by `1 + epsilon` and rounds down, which is exact for integers compared with the product.
struct Thinning {
    permille: u64,
}

impl Thinning {
    fn new(permille: u32) -> Self {
        Self { permille: u64::from(permille) }
    }

    #[inline]
    fn relax<C: Cost, const K: usize>(&mut self, bound: &[C; K]) -> [C; K] {
        if self.permille == 0 {
            return *bound;
        }
        bound.map(|cost| {
            // `cost + floor(cost * permille / 1000)` without a product that overflows.
            let (whole, part) = (cost.get() / 1000, cost.get() % 1000);
            let more = whole.saturating_mul(self.permille).saturating_add(part * self.permille / 1000);
            C::from_u64(cost.get().saturating_add(more)).unwrap_or(C::LIMIT)
        })
    }
}
