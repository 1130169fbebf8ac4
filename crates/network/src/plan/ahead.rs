//! What every way still has ahead of it, at least, from each spot to the end.

use std::cell::RefCell;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use crate::plan::moves::{Least, Moves, SpotId, What};

/// Beyond any way; sums of it still fit.
pub(crate) const NEVER: i64 = i64::MAX / 4;

/// The moves seen from where they lead.
#[derive(Debug)]
pub(crate) struct Backwards {
    /// Where the moves into each spot begin.
    first: Vec<usize>,
    arcs: Vec<(SpotId, Least)>,
    /// The bounds last asked for: those to one end are asked for again and again.
    last: RefCell<Option<Known>>,
}

/// An end, the criteria wanted, and the bounds from every spot.
type Known = (SpotId, [bool; 5], Rc<[Least]>);

impl Backwards {
    pub(crate) fn of(moves: &Moves) -> Self {
        let mut into: Vec<(SpotId, SpotId, Least)> = Vec::with_capacity(moves.moves.len());
        for spot in 0..moves.spots.len() {
            for next in &moves.moves[moves.of(spot)] {
                match &next.what {
                    What::Train { rides, .. } => {
                        into.extend(rides.iter().map(|ride| (ride.to, spot, ride.least)));
                    }
                    _ => into.push((next.to, spot, next.least)),
                }
            }
        }
        let mut first = vec![0; moves.spots.len() + 1];
        for (to, ..) in &into {
            first[to + 1] += 1;
        }
        for idx in 1..first.len() {
            first[idx] += first[idx - 1];
        }
        let mut next = first.clone();
        let mut arcs = vec![(0, [0; 5]); into.len()];
        for (to, from, least) in into {
            arcs[next[to]] = (from, least);
            next[to] += 1;
        }
        Self { first, arcs, last: RefCell::default() }
    }

    /// Lower bounds from every spot to an end, in the criteria wanted; nothing in the others.
    ///
    /// Moves take no less than their [`Least`], so that Dijkstra's algorithm from the end backwards, by one
    /// criterion after the other, gives what no way undercuts. The bounds are consistent: what a move adds is no less
    /// than what the bound falls by. O(E log V) for each criterion.
    ///
    /// # Source
    /// Mandow, L., Pérez de la Cruz, J. L.: Multiobjective A* search with consistent heuristics. JACM 57 (2010), 27.
    pub(crate) fn to(&self, end: SpotId, wanted: [bool; 5]) -> Rc<[Least]> {
        if let Some((known, of, bounds)) = self.last.borrow().as_ref()
            && (*known, *of) == (end, wanted)
        {
            return Rc::clone(bounds);
        }
        let bounds: Rc<[Least]> = self.find(end, wanted).into();
        *self.last.borrow_mut() = Some((end, wanted, Rc::clone(&bounds)));
        bounds
    }

    fn find(&self, end: SpotId, wanted: [bool; 5]) -> Vec<Least> {
        let spots = self.first.len() - 1;
        let mut ahead = vec![[0; 5]; spots];
        let mut best = vec![NEVER; spots];
        let mut queue = BinaryHeap::new();
        for criterion in (0..5).filter(|criterion| wanted[*criterion]) {
            best.fill(NEVER);
            best[end] = 0;
            queue.push(Reverse((0_i64, end)));
            while let Some(Reverse((far, spot))) = queue.pop() {
                if far > best[spot] {
                    continue;
                }
                for (before, least) in &self.arcs[self.first[spot]..self.first[spot + 1]] {
                    let through = far.saturating_add(least[criterion].max(0)).min(NEVER - 1);
                    if through < best[*before] {
                        best[*before] = through;
                        queue.push(Reverse((through, *before)));
                    }
                }
            }
            for (ahead, best) in ahead.iter_mut().zip(&best) {
                ahead[criterion] = *best;
            }
        }
        ahead
    }
}
