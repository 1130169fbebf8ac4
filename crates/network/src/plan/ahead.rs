//! What every way still has ahead of it, at least, from each spot to the end.

use std::cell::{OnceCell, RefCell};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::rc::Rc;

use landbridge_units::Instant;

use crate::plan::arrivals::{Arrivals, Sites};
use crate::plan::moves::{Least, SpotId, What};
use crate::plan::prepared::Prepared;
use crate::plan::rests::Rests;
use crate::plan::tradeoffs::Tradeoffs;
use crate::pricer::Pricer;

/// Beyond any way; sums of it still fit.
pub(crate) const NEVER: i64 = i64::MAX / 4;

/// The moves seen from where they lead.
#[derive(Debug)]
pub(crate) struct Backwards {
    /// Where the moves into each spot begin.
    first: Vec<usize>,
    arcs: Vec<(SpotId, Least)>,
    /// The same of the moves that keep to no dates, with the minutes they take.
    first_undated: Vec<usize>,
    undated: Vec<(SpotId, i64)>,
    bounds: Last<(SpotId, [bool; 5]), Rc<[Least]>>,
    traded: Last<(SpotId, [usize; 2]), Rc<Tradeoffs>>,
    rests: Last<(SpotId, [usize; 2]), Option<Rc<Rests>>>,
    arrivals: RefCell<Option<(SpotId, Rc<Arrivals>)>>,
    sites: OnceCell<Sites>,
}

/// The answer last given, by its question: the same ends are asked for again and again.
#[derive(Debug)]
struct Last<Q, A>(RefCell<Option<(Q, A)>>);

impl<Q: PartialEq, A: Clone> Last<Q, A> {
    const fn none() -> Self {
        Self(RefCell::new(None))
    }

    fn get(&self, question: Q, answer: impl FnOnce() -> A) -> A {
        if let Some((known, answer)) = self.0.borrow().as_ref()
            && *known == question
        {
            return answer.clone();
        }
        let answer = answer();
        *self.0.borrow_mut() = Some((question, answer.clone()));
        answer
    }
}

impl Backwards {
    pub(crate) fn of<P: Pricer>(prepared: &Prepared<'_, P>) -> Self {
        let moves = &prepared.moves;
        let mut into: Vec<(SpotId, SpotId, Least)> = Vec::with_capacity(moves.moves.len());
        let mut undated: Vec<(SpotId, SpotId, i64)> = Vec::new();
        for spot in 0..moves.spots.len() {
            for next in &moves.moves[moves.of(spot)] {
                match &next.what {
                    What::Train { carrier, rides, .. } => {
                        into.extend(rides.iter().map(|ride| (ride.to, spot, ride.least)));
                        if !prepared.keeps_dates(*carrier) {
                            undated.extend(rides.iter().map(|ride| (ride.to, spot, ride.least[0])));
                        }
                    }
                    _ => {
                        into.push((next.to, spot, next.least));
                        undated.push((next.to, spot, next.least[0]));
                    }
                }
            }
        }
        let spots = moves.spots.len();
        let (first, arcs) = by_end(spots, into);
        let (first_undated, undated) = by_end(spots, undated);
        let (bounds, traded, rests) = (Last::none(), Last::none(), Last::none());
        let (arrivals, sites) = (RefCell::default(), OnceCell::new());
        Self { first, arcs, first_undated, undated, bounds, traded, rests, arrivals, sites }
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
        self.bounds.get((end, wanted), || self.find(end, wanted).into())
    }

    /// How two criteria can be traded for each other from every spot on: see [`Tradeoffs`].
    pub(crate) fn traded(&self, end: SpotId, start: SpotId, criteria: [usize; 2]) -> Rc<Tradeoffs> {
        self.traded.get((end, criteria), || Rc::new(Tradeoffs::of(self, end, start, criteria)))
    }

    /// Where trains are boarded and left.
    pub(crate) fn sites<P: Pricer>(&self, prepared: &Prepared<'_, P>) -> &Sites {
        self.sites.get_or_init(|| Sites::of(prepared))
    }

    /// Earliest arrivals until `last` at least, by the least that is `ahead`: see [`Arrivals`].
    pub(crate) fn arrivals<P: Pricer>(
        &self,
        prepared: &Prepared<'_, P>,
        (end, ahead): (SpotId, &[Least]),
        last: Instant,
    ) -> Rc<Arrivals> {
        if let Some((known, arrivals)) = self.arrivals.borrow().as_ref()
            && *known == end
            && arrivals.last >= last.epoch_minutes()
        {
            return Rc::clone(arrivals);
        }
        let arrivals = Rc::new(Arrivals::of(prepared, self, (end, ahead), (prepared.from, last)));
        *self.arrivals.borrow_mut() = Some((end, Rc::clone(&arrivals)));
        arrivals
    }

    /// What two criteria can still come to from every spot: see [`Rests`].
    pub(crate) fn rests(&self, end: SpotId, criteria: [usize; 2]) -> Option<Rc<Rests>> {
        self.rests.get((end, criteria), || Rests::of(self, end, criteria).map(Rc::new))
    }

    /// How many spots there are.
    pub(crate) fn spots(&self) -> usize {
        self.first.len() - 1
    }

    /// How many moves there are.
    pub(crate) fn arcs(&self) -> usize {
        self.arcs.len()
    }

    /// The moves into a spot: where each begins, and its least.
    pub(crate) fn into(&self, spot: SpotId) -> &[(SpotId, Least)] {
        &self.arcs[self.first[spot]..self.first[spot + 1]]
    }

    /// The moves into a spot that keep to no dates: where each begins, and its minutes.
    pub(crate) fn undated(&self, spot: SpotId) -> &[(SpotId, i64)] {
        &self.undated[self.first_undated[spot]..self.first_undated[spot + 1]]
    }

    /// Minutes from every spot to an end by such moves alone.
    pub(crate) fn direct(&self, end: SpotId) -> Vec<i64> {
        let mut best = vec![NEVER; self.spots()];
        best[end] = 0;
        let mut queue = BinaryHeap::from([Reverse((0_i64, end))]);
        while let Some(Reverse((far, spot))) = queue.pop() {
            if far > best[spot] {
                continue;
            }
            for (before, minutes) in self.undated(spot) {
                let through = far.saturating_add((*minutes).max(0)).min(NEVER - 1);
                if through < best[*before] {
                    best[*before] = through;
                    queue.push(Reverse((through, *before)));
                }
            }
        }
        best
    }

    fn find(&self, end: SpotId, wanted: [bool; 5]) -> Vec<Least> {
        let spots = self.spots();
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
                for (before, least) in self.into(spot) {
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

/// Arcs by where they end, and where those of each spot begin.
fn by_end<T: Copy>(spots: usize, arcs: Vec<(SpotId, SpotId, T)>) -> (Vec<usize>, Vec<(SpotId, T)>) {
    let mut first = vec![0; spots + 1];
    for (to, ..) in &arcs {
        first[to + 1] += 1;
    }
    for idx in 1..first.len() {
        first[idx] += first[idx - 1];
    }
    let mut sorted: Vec<(SpotId, T)> = arcs.iter().map(|(_, from, value)| (*from, *value)).collect();
    let mut next = first.clone();
    for (to, from, value) in arcs {
        sorted[next[to]] = (from, value);
        next[to] += 1;
    }
    (first, sorted)
}
