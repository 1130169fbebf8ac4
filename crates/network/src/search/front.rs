//! Fronts: of the partial ways at a spot, those that none of the others makes superfluous.

use crate::plan::moves::SpotId;
use crate::plan::prepared::Outcome;
use crate::pricer::Pricer;
use crate::search::Search;
use crate::search::label::{Label, LabelId, Standing, Sums};
use landbridge_units::Instant;

use crate::error::RouteError;

/// A partial way about to be kept.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Next {
    pub(crate) parent: LabelId,
    pub(crate) by: usize,
    pub(crate) train: usize,
    pub(crate) stop: usize,
    pub(crate) spot: SpotId,
    pub(crate) at: Instant,
    pub(crate) sums: Sums,
    /// Whether it was loaded, transloaded or unloaded on the way here.
    pub(crate) handled: bool,
    /// The service boarded.
    pub(crate) boards: Option<usize>,
}

impl<P: Pricer> Search<'_, '_, P> {
    /// Keeps a partial way unless it is hopeless or others cover it, and drops those it covers.
    pub(crate) fn push(&mut self, next: Next) -> Outcome<(), P> {
        let Next { spot, at, sums, .. } = next;
        let parent = self.labels[next.parent as usize];
        if at > self.end {
            self.note_late(&next);
            return Ok(());
        }
        if self.hopeless(spot, at, sums) {
            return Ok(());
        }
        let rides = next.boards.map_or(parent.rides, |carrier| self.sequence(parent.rides, carrier));
        let handlings = parent.handlings.saturating_add(u32::from(next.handled));
        let label = Label {
            parent: next.parent,
            by: number(next.by)?,
            train: number(next.train)?,
            stop: number(next.stop)?,
            spot,
            at,
            sums,
            handlings,
            rides,
            dead: false,
        };
        if let Some(reduced) = &self.reduced {
            // Compared with those looked at before; with the others when its turn comes.
            if !reduced.fronts[spot].covers(reduced.pair(sums)) {
                self.keep(label);
            }
            return Ok(());
        }
        let end = Some(spot) == self.goal;
        let id = LabelId::try_from(self.labels.len()).unwrap_or(LabelId::MAX);
        let own = Standing { at, sums, handlings, rides, label: id };
        let Some(covered) = self.compare(spot, &own, end)? else { return Ok(()) };
        if self.keep(label).is_none() {
            return Ok(());
        }
        for id in &covered {
            self.labels[*id as usize].dead = true;
        }
        if !covered.is_empty() {
            self.fronts[spot].retain(|known| !covered.contains(&known.label));
        }
        let place = self.fronts[spot].partition_point(|known| known.at <= at);
        self.fronts[spot].insert(place, own);
        if end {
            self.finish(spot);
        }
        Ok(())
    }

    /// The number of a sequence of services with one more. It is told apart only where it matters.
    fn sequence(&mut self, before: u32, carrier: usize) -> u32 {
        if self.options.alternatives <= 1 {
            return 0;
        }
        let next = u32::try_from(self.sequences.len()).unwrap_or(u32::MAX).saturating_add(1);
        *self.sequences.entry((before, carrier)).or_insert(next)
    }

    /// Compares a label with the front of its spot: `None` if it is superfluous, else those that it makes so.
    ///
    /// A label covers another if it is not worse in anything: arrival, CO2e, handlings, spread, and cost after
    /// paying for the wait until the other. Of two that are equal the one with fewer handlings stays, or the first.
    /// One label makes another superfluous if it covers it; where alternatives are asked for, one with the same
    /// services does, or as many with different services as are asked for.
    fn compare(&self, spot: SpotId, own: &Standing, end: bool) -> Outcome<Option<Vec<LabelId>>, P> {
        let front = &self.fronts[spot];
        let mut covered = Vec::new();
        let several = self.options.alternatives > 1;
        let mut others: Vec<u32> = Vec::new();
        // Fronts are in the order of arrival: only those no later cover it, only those no earlier are covered.
        for there in front.iter().take_while(|there| end || there.at <= own.at) {
            let fewer = own.handlings < there.handlings;
            if self.covers(there, own, end)? && !(fewer && self.covers(own, there, end)?) {
                if !several || there.rides == own.rides {
                    return Ok(None);
                }
                if !others.contains(&there.rides) {
                    others.push(there.rides);
                    if others.len() >= self.options.alternatives {
                        return Ok(None);
                    }
                }
            }
        }
        for there in front.iter().rev().take_while(|there| end || there.at >= own.at) {
            if self.covers(own, there, end)?
                && (!several || self.too_many(front, own, there, &covered, end)?)
            {
                covered.push(there.label);
            }
        }
        Ok(Some(covered))
    }

    /// Whether a label of the front is superfluous once another has come. Those found superfluous before it do not
    /// speak against it: of two that are equal each would, and both would go.
    fn too_many(
        &self,
        front: &[Standing],
        own: &Standing,
        there: &Standing,
        covered: &[LabelId],
        end: bool,
    ) -> Outcome<bool, P> {
        if own.rides == there.rides {
            return Ok(true);
        }
        let mut others = vec![own.rides];
        let stays = |known: &&Standing| known.label != there.label && !covered.contains(&known.label);
        for known in front.iter().filter(stays) {
            if known.rides != there.rides
                && !others.contains(&known.rides)
                && self.covers(known, there, end)?
            {
                others.push(known.rides);
            }
        }
        Ok(others.len() >= self.options.alternatives)
    }

    fn covers(&self, a: &Standing, b: &Standing, end: bool) -> Outcome<bool, P> {
        if end {
            // Who has arrived waits no more; what was only added up for a limit counts no more.
            let [x, y] = [a, b].map(|s| [s.at.epoch_minutes(), s.sums[0], s.sums[1], s.sums[2], s.sums[3]]);
            return Ok((0..5).all(|idx| !self.compared[idx] || x[idx] <= y[idx]));
        }
        if !a.not_worse(b) || (self.options.same_instant_only && a.at != b.at) {
            return Ok(false);
        }
        if !self.counted[1] || a.at == b.at {
            return Ok(true);
        }
        let wait = self.prepared.toll.wait_bound(b.at.since(a.at).get())?;
        Ok(a.sums[0].saturating_add(wait) <= b.sums[0])
    }

    fn note_late(&mut self, next: &Next) {
        let moves = &self.prepared.moves.moves;
        let carrier = next.boards.or_else(|| moves.get(next.by).and_then(|by| by.carrier()));
        self.late.extend(carrier);
    }
}

/// A number as labels keep it. More moves than it can tell apart do not fit in memory.
fn number<E: std::error::Error + 'static>(number: usize) -> Result<u32, RouteError<E>> {
    u32::try_from(number).map_err(|_| RouteError::TooLarge)
}
