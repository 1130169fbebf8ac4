//! Nearer bounds for searches that turn out to be long.

use std::cell::Cell;
use std::rc::Rc;

use landbridge_units::Minutes;

use crate::plan::arrivals::Arrivals;
use crate::plan::moves::SpotId;
use crate::plan::tradeoffs::{Tradeoffs, weighed};
use crate::pricer::Pricer;
use crate::search::Search;
use crate::search::label::Sums;

/// What a long search goes by besides the least of all that is ahead.
#[derive(Debug)]
pub(crate) struct Guide {
    arrivals: Rc<Arrivals>,
    /// The last minute of which arrivals are told: the same, whatever was known before the search.
    last: i64,
    /// How the two sums that count are traded for each other.
    tradeoffs: Option<Rc<Tradeoffs>>,
    /// The corner between finished ways that was found open last.
    open: Cell<usize>,
}

impl Guide {
    /// The least arrival from a spot that is stood at from a minute on.
    pub(crate) fn arrival(&self, spot: SpotId, at: i64) -> i64 {
        self.arrivals.from(spot, at, self.last)
    }
}

impl<P: Pricer> Search<'_, '_, P> {
    /// Learns nearer bounds when a search has become long, or has come to where they end. Labels that wait move to
    /// their new place when their turn comes: bounds only rise.
    pub(crate) fn take_guide(&mut self, minute: i64) {
        let (Some(reduced), Some(goal)) = (&self.reduced, self.goal) else { return };
        if !self.options.bounds || self.labels.len() < self.options.guide_after {
            return;
        }
        let (ready, end) = (self.ready.epoch_minutes(), self.end.epoch_minutes());
        let last = match &self.guide {
            Some(guide) if minute <= guide.last || guide.last >= end => return,
            Some(guide) => ready + (guide.last - ready) / 2 * 3,
            // Most ways take no longer than twice the shortest.
            None => match self.finished.first() {
                Some(done) => ready + done.at.since(self.ready).get() * 2,
                None => ready + (minute - ready) * 3,
            },
        };
        let last = last.max(minute.saturating_add(1_440)).min(end);
        let Some(until) = self.ready.after(Minutes::new(last - ready)) else { return };
        let arrivals = self.backwards.arrivals(self.prepared, goal, until);
        let two = self.counted[1] && self.counted[2];
        let tradeoffs = two.then(|| self.backwards.traded(goal, 0, reduced.sums.map(|sum| sum + 1)));
        self.guide = Some(Guide { arrivals, last, tradeoffs, open: Cell::new(0) });
    }

    /// Whether finished ways are as good as all that a label can come to, where arrival goes before two sums.
    pub(crate) fn nothing_open(&self, spot: SpotId, own: Sums, outlook: &[i64; 5]) -> Option<bool> {
        let (reduced, goal) = (self.reduced.as_ref()?, self.goal?);
        let front = &reduced.fronts[goal];
        let least = reduced.pair([outlook[1], outlook[2], outlook[3], outlook[4]]);
        let traded = self.guide.as_ref().and_then(|guide| {
            let tradeoffs = guide.tradeoffs.as_ref()?;
            Some((guide, tradeoffs, tradeoffs.least.get(spot)?))
        });
        // Whatever is finished has arrived no later than anything looked at now.
        let Some((guide, tradeoffs, ahead)) = traded else { return Some(front.covers(least)) };
        let own = reduced.pair(own);
        let mut lines = *ahead;
        for (line, weights) in lines.iter_mut().zip(&tradeoffs.weights) {
            *line = line.saturating_add(weighed(*weights, own));
        }
        let within = |corner| {
            tradeoffs.weights.iter().zip(&lines).all(|(weights, line)| weighed(*weights, corner) >= *line)
        };
        Some(front.covers_all(least, &guide.open, within))
    }
}
