//! All Pareto-optimal paths from one node to every other.

use crate::answer::{Options, Path, SearchError};
use crate::budget::Budget;
use crate::cost::Cost;
use crate::front::{Blocks, Front, Least, Staircase};
use crate::graph::Graph;
use crate::local::Local;
use crate::queue::Queue;
use crate::search::{Label, NONE, Stop, check};

/// The Pareto sets from one node to every node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reach<const K: usize> {
    labels: Vec<Reached<K>>,
    /// Labels of each node, sorted by cost vector.
    fronts: Vec<Vec<u32>>,
    /// Whether nothing is missing; if false, what is there still belongs to the full sets.
    pub complete: bool,
    /// Labels that were extended over the arcs leaving their node.
    pub expansions: u64,
    /// Labels that entered the queue.
    pub generated: u64,
    /// Most labels held in memory at once.
    pub peak_labels: u64,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Reached<const K: usize> {
    costs: [u64; K],
    parent: u32,
    arc: u32,
}

impl<const K: usize> Reach<K> {
    /// Cost vectors of the paths to a node, sorted; none if it is not reached.
    pub fn front(&self, node: u32) -> impl ExactSizeIterator<Item = [u64; K]> + '_ {
        self.of(node).iter().map(|&label| self.labels[label as usize].costs)
    }

    /// One path for each cost vector of a node, in the same order.
    pub fn paths(&self, node: u32) -> impl ExactSizeIterator<Item = Path<K>> + '_ {
        self.of(node).iter().map(|&label| {
            let costs = self.labels[label as usize].costs;
            let mut arcs = Vec::new();
            let mut at = label;
            while let Some(label) = self.labels.get(at as usize).filter(|label| label.parent != NONE) {
                arcs.push(label.arc);
                at = label.parent;
            }
            arcs.reverse();
            Path { costs, arcs }
        })
    }

    fn of(&self, node: u32) -> &[u32] {
        self.fronts.get(node as usize).map_or(&[], Vec::as_slice)
    }
}

/// All Pareto-optimal cost vectors from `source` to every node, each with one path.
///
/// Without a target there are no bounds and no thinning: `epsilon_permille` is ignored, and the work grows
/// with the whole graph's fronts.
///
/// # Example
/// ```
/// use landbridge_pareto::{Arc, Graph, Options, pareto_all};
/// let arcs = [(0, 1, [3, 8]), (1, 2, [1, 1]), (0, 2, [9, 2])];
/// let arcs = arcs.map(|(from, to, weights)| Arc { from, to, weights });
/// let reach = pareto_all(&Graph::from_arcs(3, arcs).unwrap(), 0, &Options::default()).unwrap();
/// assert_eq!(reach.front(2).collect::<Vec<_>>(), [[4, 9], [9, 2]]);
/// assert_eq!(reach.paths(2).next().unwrap().arcs, [0, 1]);
/// ```
///
/// # Errors
/// As [`pareto`](crate::pareto).
///
/// # Source
/// Martins, On a multicriteria shortest path problem (1984), with one criterion dropped from comparisons.
pub fn pareto_all<const K: usize>(
    graph: &Graph<K>,
    source: u32,
    options: &Options<'_>,
) -> Result<Reach<K>, SearchError> {
    check(graph, &[source])?;
    let reach = match run_with_width::<u32, K>(graph, source, options) {
        Err(Stop::TooLarge) => run_with_width::<u64, K>(graph, source, options),
        other => other,
    };
    reach.map_err(SearchError::from)
}

fn run_with_width<C: Cost, const K: usize>(
    graph: &Graph<K>,
    source: u32,
    options: &Options<'_>,
) -> Result<Reach<K>, Stop> {
    match K {
        0..=2 => run::<C, Least<C>, K>(graph, source, options),
        3 => run::<C, Staircase<C>, K>(graph, source, options),
        _ => run::<C, Blocks<C, K>, K>(graph, source, options),
    }
}

fn run<C: Cost, F: Front<C, K>, const K: usize>(
    graph: &Graph<K>,
    source: u32,
    options: &Options<'_>,
) -> Result<Reach<K>, Stop> {
    let order: [usize; K] = std::array::from_fn(|k| k);
    let mut local = Local::<C, K>::new(graph, order, None);
    let source = local.number(source);
    let mut nodes: Vec<F> = vec![F::default()];
    let heaviest = graph.arcs().iter().filter_map(|arc| arc.weights.first()).max().copied().unwrap_or(0);
    let mut queue = Queue::new(0, u64::from(heaviest).saturating_mul(16));
    let start = [C::default(); K];
    queue.push(Label { bound: start, node: source, tail: NONE, parent: NONE, road: NONE });
    let mut budget = Budget::new(options);
    let mut labels: Vec<Reached<K>> = Vec::new();
    let mut fronts: Vec<Vec<u32>> = vec![Vec::new(); graph.nodes() as usize];
    let mut complete = true;

    while let Some(label) = queue.pop(|_| true) {
        if !nodes[label.node as usize].admit(&label.bound) {
            continue;
        }
        if budget.spent(labels.len(), queue.len(), labels.len()) {
            complete = false;
            break;
        }
        let parent = u32::try_from(labels.len()).ok().filter(|&id| id != NONE).ok_or(Stop::TooMany)?;
        let arc =
            if label.road == NONE { NONE } else { local.arcs(label.road).first().copied().unwrap_or(NONE) };
        labels.push(Reached { costs: label.bound.map(Cost::get), parent: label.parent, arc });
        fronts[local.node(label.node) as usize].push(parent);
        budget.expansions += 1;
        let span = match local.span(label.node) {
            Some(span) => span,
            None => {
                local.prepare(label.node, None)?;
                nodes.resize_with(local.len(), F::default);
                local.span(label.node).unwrap_or(0..0)
            }
        };
        for (road, number) in local.roads(span.clone()).iter().zip(span.start..) {
            if road.head == label.tail {
                continue;
            }
            let bound = label.extended(&road.weights)?;
            if nodes[road.head as usize].covers(&bound) {
                continue;
            }
            let road_number = u32::try_from(number).map_err(|_| Stop::TooMany)?;
            budget.generated += 1;
            queue.push(Label { bound, node: road.head, tail: label.node, parent, road: road_number });
        }
    }
    for front in &mut fronts {
        front.sort_unstable_by_key(|&label| labels[label as usize].costs);
    }
    let Budget { expansions, generated, peak_labels, .. } = budget;
    Ok(Reach { labels, fronts, complete, expansions, generated, peak_labels })
}
