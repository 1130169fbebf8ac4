//! The label-setting search for all Pareto-optimal paths.

use crate::answer::{Answer, Options, Path, SearchError};
use crate::budget::Budget;
use crate::cost::Cost;
use crate::front::{Blocks, Front, Least, Staircase};
use crate::graph::Graph;
use crate::local::{Local, TooLarge};
use crate::queue::{Keyed, Queue};
use crate::shadow::Shadow;
use crate::sweep::Sweeps;

pub(crate) const NONE: u32 = u32::MAX;

/// A path to a node, waiting to be extended.
#[derive(Clone, Copy)]
pub(crate) struct Label<C, const K: usize> {
    /// What the path costs plus the least that is left to pay, per criterion in the search's order.
    pub(crate) bound: [C; K],
    pub(crate) node: u32,
    /// The node before; going back there is never worth a try.
    pub(crate) tail: u32,
    /// The settled label it extends.
    pub(crate) parent: u32,
    pub(crate) road: u32,
}

impl<C: Cost, const K: usize> Label<C, K> {
    /// The bound after one more road.
    #[inline]
    pub(crate) fn extended(&self, weights: &[C; K]) -> Result<[C; K], Stop> {
        let mut bound = self.bound;
        let mut too_large = false;
        for (bound, &weight) in bound.iter_mut().zip(weights) {
            *bound = bound.plus(weight);
            too_large |= *bound >= C::LIMIT;
        }
        if too_large { Err(Stop::TooLarge) } else { Ok(bound) }
    }
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
    .map_err(SearchError::from)
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
///
/// The fronts of the remaining criteria are smallest when the criterion left out is the one most at odds with
/// them; as a measure, how far the paths best in the others exceed its least cost.
/// Up to three criteria the widest leads.
/// From four on the caller's first leads unless another spreads more than twice as far: measured, the gain of
/// the widest was lost there to larger fronts.
fn order_of_criteria<const K: usize>(least: &[u64; K], best: &[[u64; K]; K]) -> [usize; K] {
    let spread = |k: usize| {
        let most = best.iter().map(|costs| costs[k]).max().unwrap_or(0);
        u128::from(most) * 1000 / u128::from(least[k].max(1))
    };
    let mut widest = 0;
    for k in 1..K {
        if spread(k) > spread(widest) {
            widest = k;
        }
    }
    if K > 3 && spread(widest) <= 2 * spread(0) {
        widest = 0;
    }
    // The widest, then the others as they come.
    std::array::from_fn(|place| match place {
        0 => widest,
        place if place <= widest => place - 1,
        place => place,
    })
}

/// Why a run ended without an answer.
pub(crate) enum Stop {
    /// Costs outgrew the numbers in use.
    TooLarge,
    /// Labels outgrew their numbering.
    TooMany,
}

impl From<Stop> for SearchError {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::TooLarge => Self::CostOverflow,
            Stop::TooMany => Self::TooManyLabels,
        }
    }
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
        let mut budget = Budget::new(self.options);
        let mut complete = true;
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
            if !fronts[label.node as usize].admit(&label.bound) {
                continue;
            }
            if budget.spent(steps.len(), queue.len(), found.len()) {
                complete = false;
                break;
            }
            let parent = u32::try_from(steps.len()).ok().filter(|&id| id != NONE).ok_or(Stop::TooMany)?;
            steps.push(step);
            budget.expansions += 1;
            let span = match local.span(label.node) {
                Some(span) => span,
                None => {
                    local.prepare(label.node, Some(sweeps))?;
                    fronts.resize_with(local.len(), F::default);
                    local.span(label.node).unwrap_or(0..0)
                }
            };
            let roads = local.roads(span.clone());
            let mut place = 0;
            while let Some(road) = roads.get(place) {
                place += 1;
                let bound = label.extended(&road.weights)?;
                if goal.covers(&thin.relax(&bound)) || road.head == label.tail {
                    place += road.group as usize;
                    continue;
                }
                if road.group > 0 {
                    if fronts[road.head as usize].seems_to_cover(&bound) {
                        place += road.group as usize;
                    }
                    continue;
                }
                if road.head != target && fronts[road.head as usize].covers(&bound) {
                    continue;
                }
                let number = u32::try_from(span.start + place - 1).map_err(|_| Stop::TooMany)?;
                budget.generated += 1;
                queue.push(Label { bound, node: road.head, tail: label.node, parent, road: number });
            }
        }
        let mut paths = Vec::with_capacity(found.len());
        for (bound, step) in found {
            let mut costs = [0; K];
            for (&k, cost) in self.order.iter().zip(bound) {
                costs[k] = cost.get();
            }
            paths.push(Path { costs, arcs: arcs_of(&local, &steps, step) });
        }
        paths.sort_unstable();
        let Budget { expansions, generated, peak_labels, .. } = budget;
        Ok(Answer { paths, complete, expansions, generated, peak_labels })
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
