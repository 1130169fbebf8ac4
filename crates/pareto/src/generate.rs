//! Instances for benchmarks and tests: seeded, the same on every machine.

use crate::graph::{Arc, Graph, GraphError};

/// A small seeded generator of numbers (`SplitMix64`).
///
/// # Source
/// Steele, Lea, Flood, Fast splittable pseudorandom number generators (2014).
#[derive(Clone, Debug)]
pub struct SplitMix {
    state: u64,
}

impl SplitMix {
    /// A generator; equal seeds give equal numbers.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self { state: seed }
    }

    /// The next 64 bits.
    pub fn next_u64(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.state;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// A number below `end`, or 0 if `end` is 0.
    pub fn below(&mut self, end: u32) -> u32 {
        // The upper half of a product of two 32-bit numbers fits 32 bits.
        u32::try_from(((self.next_u64() >> 32) * u64::from(end)) >> 32).unwrap_or(0)
    }

    /// A number from `low` to `high`, both included.
    pub fn between(&mut self, low: u32, high: u32) -> u32 {
        low.saturating_add(self.below(high.saturating_sub(low).saturating_add(1)))
    }
}

/// A planar, road-like graph: about `nodes` crossings, average degree 2.8, three criteria.
///
/// A grid whose crossings are moved at random and of whose streets three in ten are missing, joined so that
/// every crossing can be reached; about the size, degrees and weights of the DIMACS graph of New York when
/// `nodes` is 264,346.
/// Every eighth street is an arterial road and every fortieth a highway.
/// Criteria: distance; travel time, which is distance over the street's speed; and a toll or effort that is
/// only weakly related to distance.
/// The crossing in row `r` and column `c` of a graph `s` wide is node `r * s + c`, with `s` the whole root of `nodes`.
///
/// # Errors
/// More nodes than a graph can have.
pub fn road_like(nodes: u32, seed: u64) -> Result<Graph<3>, GraphError> {
    let side = nodes.isqrt();
    let mut random = SplitMix::new(seed);
    let count = side * side;
    let places: Vec<(u32, u32)> = (0..count)
        .map(|node| {
            let (row, column) = (node / side, node % side);
            (column * 1000 + random.below(700), row * 1000 + random.below(700))
        })
        .collect();
    let mut parents: Vec<u32> = (0..count).collect();
    let mut kept = Vec::new();
    let mut missing = Vec::new();
    for node in 0..count {
        let (row, column) = (node / side, node % side);
        let east = (column + 1 < side).then_some((node + 1, row));
        let south = (row + 1 < side).then_some((node + side, column));
        for (other, line) in [east, south].into_iter().flatten() {
            let street = Street { from: node, to: other, speed: speed_of(line) };
            if random.below(10) < 7 {
                join(&mut parents, node, other);
                kept.push(street);
            } else {
                missing.push(street);
            }
        }
    }
    // Streets that were left out come back where a crossing would be cut off.
    for street in missing {
        if join(&mut parents, street.from, street.to) {
            kept.push(street);
        }
    }
    let mut arcs = Vec::with_capacity(kept.len() * 2);
    for street in kept {
        let (a, b) = (places[street.from as usize], places[street.to as usize]);
        let (dx, dy) = (u64::from(a.0.abs_diff(b.0)), u64::from(a.1.abs_diff(b.1)));
        let distance = u32::try_from((dx * dx + dy * dy).isqrt()).unwrap_or(u32::MAX).max(1);
        let time = distance.saturating_mul(40) / street.speed;
        let toll = distance / 4 + random.between(1, 1000);
        let weights = [distance, time.max(1), toll];
        arcs.push(Arc { from: street.from, to: street.to, weights });
        arcs.push(Arc { from: street.to, to: street.from, weights });
    }
    arcs.sort_unstable();
    Graph::from_arcs(count, arcs)
}

struct Street {
    from: u32,
    to: u32,
    speed: u32,
}

/// Kilometres per hour on the streets of one row or column.
fn speed_of(line: u32) -> u32 {
    match line {
        line if line % 40 == 20 => 90,
        line if line % 8 == 4 => 50,
        _ => 30,
    }
}

/// Joins the parts two nodes belong to; false if they were joined before.
fn join(parents: &mut [u32], a: u32, b: u32) -> bool {
    let (a, b) = (find(parents, a), find(parents, b));
    if a != b {
        parents[a.max(b) as usize] = a.min(b);
    }
    a != b
}

/// The part a node belongs to, halving the way there.
fn find(parents: &mut [u32], mut node: u32) -> u32 {
    while parents[node as usize] != node {
        let above = parents[parents[node as usize] as usize];
        parents[node as usize] = above;
        node = above;
    }
    node
}

/// A multimodal network: `places` spread over a plane, each tied to its nearest by parallel services of
/// several modes, and far hubs tied to each other.
///
/// Criteria, of which the first `K` are kept: cost, time, emissions, handlings in hundredths, and two more
/// that are random.
/// Each pair of neighbours has between one and `services` services each way.
///
/// # Errors
/// More nodes or arcs than a graph can have.
pub fn multimodal<const K: usize>(places: u32, services: u32, seed: u64) -> Result<Graph<K>, GraphError> {
    const NEIGHBOURS: usize = 3;
    const EXTENT: u32 = 100_000;
    let mut random = SplitMix::new(seed);
    let mut at: Vec<(u32, u32)> = (0..places).map(|_| (random.below(EXTENT), random.below(EXTENT))).collect();
    // Sorted from west to east, so that the first and the last place are far apart.
    at.sort_unstable();
    let mut pairs = std::collections::BTreeSet::new();
    for (node, &here) in (0_u32..).zip(&at) {
        let mut near: Vec<(u64, u32)> = (0_u32..)
            .zip(&at)
            .filter(|&(other, _)| other != node)
            .map(|(o, &there)| (span(here, there), o))
            .collect();
        near.sort_unstable();
        for &(_, other) in near.iter().take(NEIGHBOURS) {
            pairs.insert((node.min(other), node.max(other)));
        }
        // The chain keeps the network in one piece.
        if node + 1 < places {
            pairs.insert((node, node + 1));
        }
        if node % 20 == 0 {
            let hub = random.below(places) / 20 * 20;
            if hub != node {
                pairs.insert((node.min(hub), node.max(hub)));
            }
        }
    }
    let mut arcs = Vec::new();
    for (a, b) in pairs {
        let distance = span(at[a as usize], at[b as usize]).isqrt().max(1);
        for (from, to) in [(a, b), (b, a)] {
            for _ in 0..random.between(1, services.max(1)) {
                let mode = &MODES[random.below(4) as usize % MODES.len()];
                let mut vary = |per_thousand: u32, fixed: u32| {
                    let share = u64::from(random.between(700, 1300)) * u64::from(per_thousand);
                    u32::try_from(distance * share / 1_000_000).unwrap_or(u32::MAX).saturating_add(fixed)
                };
                let all = [
                    vary(mode.cost, mode.cost_fixed),
                    vary(mode.time, mode.time_fixed),
                    vary(mode.emissions, 0),
                    mode.handlings,
                    vary(300, 10),
                    vary(500, 1),
                ];
                let weights = std::array::from_fn(|k| all.get(k).copied().unwrap_or(1));
                arcs.push(Arc { from, to, weights });
            }
        }
    }
    Graph::from_arcs(places, arcs)
}

fn span(a: (u32, u32), b: (u32, u32)) -> u64 {
    let (dx, dy) = (u64::from(a.0.abs_diff(b.0)), u64::from(a.1.abs_diff(b.1)));
    dx * dx + dy * dy
}

struct Mode {
    cost: u32,
    cost_fixed: u32,
    time: u32,
    time_fixed: u32,
    emissions: u32,
    handlings: u32,
}

/// Road, rail, river and air, roughly: what a thousand metres cost, and what each journey costs besides.
const MODES: [Mode; 4] = [
    Mode { cost: 900, cost_fixed: 20, time: 100, time_fixed: 60, emissions: 800, handlings: 100 },
    Mode { cost: 450, cost_fixed: 150, time: 170, time_fixed: 480, emissions: 200, handlings: 200 },
    Mode { cost: 200, cost_fixed: 120, time: 500, time_fixed: 720, emissions: 250, handlings: 200 },
    Mode { cost: 4000, cost_fixed: 300, time: 15, time_fixed: 240, emissions: 5000, handlings: 300 },
];

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::{NEVER, distances_to};

    #[test]
    fn equal_seeds_give_equal_graphs() {
        let (a, b) = (road_like(400, 7).unwrap(), road_like(400, 7).unwrap());
        assert_eq!(a.arcs(), b.arcs());
        assert_ne!(a.arcs(), road_like(400, 8).unwrap().arcs());
        let (a, b) = (multimodal::<4>(60, 4, 7).unwrap(), multimodal::<4>(60, 4, 7).unwrap());
        assert_eq!(a.arcs(), b.arcs());
    }

    #[test]
    fn every_place_is_reached() {
        let road = road_like(2_500, 3).unwrap();
        assert!(distances_to(&road, 0, |w| u64::from(w[0])).iter().all(|&d| d != NEVER));
        let rail = multimodal::<3>(300, 3, 3).unwrap();
        assert!(distances_to(&rail, 299, |w| u64::from(w[2])).iter().all(|&d| d != NEVER));
    }

    #[test]
    fn a_road_graph_has_the_degree_of_the_real_one() {
        let road = road_like(10_000, 1).unwrap();
        let (arcs, nodes) = (road.arcs().len(), road.nodes() as usize);
        assert!(arcs * 10 >= nodes * 27 && arcs * 10 <= nodes * 29, "{arcs} arcs, {nodes} nodes");
    }

    #[test]
    fn tiny_graphs_are_allowed() {
        assert_eq!(road_like(0, 1).unwrap().nodes(), 0);
        assert_eq!(road_like(1, 1).unwrap().arcs().len(), 0);
        assert_eq!(multimodal::<6>(0, 0, 1).unwrap().nodes(), 0);
        assert_eq!(multimodal::<6>(1, 0, 1).unwrap().arcs().len(), 0);
    }
}
