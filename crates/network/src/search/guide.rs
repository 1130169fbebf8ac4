//! Nearer bounds for searches that turn out to be long.

use std::cell::Cell;
use std::rc::Rc;

use landbridge_units::Minutes;

use crate::plan::arrivals::Arrivals;
use crate::plan::moves::SpotId;
use crate::plan::rests::Rests;
use crate::plan::tradeoffs::{Tradeoffs, weighed};
use crate::pricer::Pricer;
use crate::search::Search;
use crate::search::label::Sums;

/// A search is long when it has a label for each of so many moves, since what there is to learn grows with the moves:
/// it has then taken about as long as learning takes, so that a short one pays nothing and a long one little.
const MOVES_A_LABEL: usize = 32;

/// The same where arrivals are learnt, for which all trains are gone through.
const MOVES_A_LABEL_WITH_TRAINS: usize = 6;

/// What a long search goes by besides the least of all that is ahead.
#[derive(Debug)]
pub(crate) struct Guide {
    /// Where waiting is free and nothing is to be touched; elsewhere it is not time that keeps a search long.
    arrivals: Option<Rc<Arrivals>>,
    /// The last minute of which arrivals are told: the same, whatever was known before the search.
    last: i64,
    /// How the two sums that count are traded for each other.
    tradeoffs: Option<Rc<Tradeoffs>>,
    /// Elsewhere, all that they can still come to.
    rests: Option<Rc<Rests>>,
    /// The corner between finished ways that was found open last.
    open: Cell<usize>,
}

impl Guide {
    /// The least arrival from a spot that is stood at from a minute on.
    pub(crate) fn arrival(&self, spot: SpotId, at: i64) -> i64 {
        self.arrivals.as_ref().map_or(at, |arrivals| arrivals.from(spot, at, self.last))
    }
}

impl<P: Pricer> Search<'_, '_, P> {
    /// Learns nearer bounds when a search has become long, and again when it has come to where they end and has become
    /// as long once more. Labels that wait move to their new place when their turn comes: bounds only rise.
    pub(crate) fn take_guide(&mut self, minute: i64) {
        let Some(goal) = self.goal.filter(|_| self.by_arrival && self.options.bounds) else { return };
        let timed = self.learns_arrivals();
        let (ready, end) = (self.ready.epoch_minutes(), self.end.epoch_minutes());
        let last = match &self.guide {
            _ if self.labels.len() < self.long => return,
            Some(guide) if !timed || minute <= guide.last || guide.last >= end => return,
            Some(guide) => ready + (guide.last - ready) / 2 * 3,
            // Most ways take no longer than twice the shortest.
            None => match self.finished.first() {
                Some(done) => ready + done.at.since(self.ready).get() * 2,
                None => ready + (minute - ready) * 3,
            },
        };
        let last = last.max(minute.saturating_add(1_440)).min(end);
        let Some(until) = self.ready.after(Minutes::new(last - ready)) else { return };
        let arrivals = timed.then(|| self.backwards.arrivals(self.prepared, (goal, &self.ahead), until));
        let criteria = self.two_sums.map(|sums| sums.map(|sum| sum + 1));
        let rests = criteria.filter(|_| !timed).and_then(|two| self.backwards.rests(goal, two));
        let tradeoffs = criteria.filter(|_| rests.is_none());
        let tradeoffs = tradeoffs.map(|two| self.backwards.traded(goal, 0, two));
        self.guide = Some(Guide { arrivals, last, tradeoffs, rests, open: Cell::new(0) });
        self.long = self.labels.len().saturating_add(self.long());
    }

    /// Whether earliest arrivals are part of what there is to learn. With places to touch a train leads to several
    /// spots at a stop, and arrivals are told for one of them; and they are told for who sets out when the plan begins
    /// or later.
    fn learns_arrivals(&self) -> bool {
        self.reduced.is_some() && self.prepared.all_touched == 0 && self.ready >= self.prepared.from
    }

    /// After how many labels the search is long.
    pub(crate) fn long(&self) -> usize {
        let moves = if self.learns_arrivals() { MOVES_A_LABEL_WITH_TRAINS } else { MOVES_A_LABEL };
        self.options.guide_after.unwrap_or(self.backwards.arcs() / moves)
    }

    /// Takes note of a way whose end is looked at: none that comes later arrives earlier.
    pub(crate) fn reach(&mut self, sums: Sums) {
        let Some([a, b]) = self.two_sums else { return };
        let pair = (sums[a], sums[b]);
        if !self.reached.covers(pair) {
            self.reached.add(pair);
        }
    }

    /// Whether finished ways are as good as all that a label can come to, as far as those that were looked at tell:
    /// they have arrived no later than anything looked at now, so that but two sums count.
    pub(crate) fn nothing_open(&self, spot: SpotId, own: Sums, outlook: &[i64; 5]) -> bool {
        let front = match (&self.reduced, self.goal) {
            (Some(reduced), Some(goal)) => &reduced.fronts[goal],
            _ => &self.reached,
        };
        let pair = |sums: &[i64]| match (&self.reduced, self.two_sums) {
            (Some(reduced), _) => Some((*sums.get(reduced.sums[0])?, *sums.get(reduced.sums[1])?)),
            (None, Some(two)) => Some((*sums.get(two[0])?, *sums.get(two[1])?)),
            _ => None,
        };
        let Some((least, own)) = pair(&outlook[1..]).zip(pair(&own)) else { return false };
        if let Some(guide) = &self.guide
            && let Some(rests) = &guide.rests
        {
            let rests = rests.from(spot);
            let covered =
                |(a, b): &(i64, i64)| front.covers((own.0.saturating_add(*a), own.1.saturating_add(*b)));
            // What was open for another is often open here.
            if rests.get(guide.open.get()).is_some_and(|rest| !covered(rest)) {
                return false;
            }
            let open = rests.iter().position(|rest| !covered(rest));
            if let Some(open) = open {
                guide.open.set(open);
            }
            return open.is_none();
        }
        let traded = self.guide.as_ref().and_then(|guide| {
            let tradeoffs = guide.tradeoffs.as_ref()?;
            Some((guide, tradeoffs, tradeoffs.least.get(spot)?))
        });
        let Some((guide, tradeoffs, ahead)) = traded else { return front.covers(least) };
        let mut lines = *ahead;
        for (line, weights) in lines.iter_mut().zip(&tradeoffs.weights) {
            *line = line.saturating_add(weighed(*weights, own));
        }
        let within = |corner| {
            tradeoffs.weights.iter().zip(&lines).all(|(weights, line)| weighed(*weights, corner) >= *line)
        };
        front.covers_all(least, &guide.open, within)
    }
}
