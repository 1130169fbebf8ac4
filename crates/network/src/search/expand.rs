//! What a partial way can do next.

use landbridge_model::WaitReason;
use landbridge_units::{Instant, Minutes};

use crate::error::{Blocked, RouteError};
use crate::ground::calendar;
use crate::ground::graph::Node;
use crate::movement::leg::OpenLeg;
use crate::movement::runs;
use crate::network::{Leaves, Timetable};
use crate::plan::layout::duration;
use crate::plan::moves::{Leg, Loading, Prospect, What};
use crate::plan::prepared::Outcome;
use crate::plan::toll::{ItemId, Tally, grams};
use crate::plan::trains::{self, Ride, Trains};
use crate::pricer::Pricer;
use crate::search::Search;
use crate::search::front::Next;
use crate::search::label::{Label, LabelId, Sums};

impl<P: Pricer> Search<'_, '_, P> {
    /// Does all that can be done where a label stands.
    pub(crate) fn expand(&mut self, id: LabelId) -> Outcome<(), P> {
        let prepared = self.prepared;
        let label = self.labels[id as usize];
        for by in prepared.moves.of(label.spot) {
            let next = &prepared.moves.moves[by];
            match &next.what {
                What::Train { carrier, stop, lead, loading, rides } => {
                    self.board((id, by), label, (*carrier, *stop, *lead), *loading, rides)?;
                    continue;
                }
                _ if self.leads_nowhere(label, next.to, &next.least) => continue,
                _ => {}
            }
            let place = prepared.moves.spots[label.spot].place;
            let (at, sums, handled, boards) = match &next.what {
                What::Request { carrier, loading } => {
                    let wait = prepared.wait_of(*carrier);
                    let begin = self.later(label.at, wait, place)?;
                    let sums = self.load(label, place, *carrier, begin, loading)?;
                    (self.later(begin, loading.minutes, place)?, sums, true, Some(*carrier))
                }
                What::Leg(leg) => match self.travel(label, leg, place)? {
                    Some((at, sums)) => (at, sums, false, None),
                    None => continue,
                },
                What::Regauge { minutes, item, spread, .. } => {
                    let sums = self.pay(label.sums, *item, label.at, place, *spread)?;
                    (self.later(label.at, *minutes, place)?, sums, false, None)
                }
                What::Land => (label.at, label.sums, false, None),
                What::Unload { minutes, item, spread, .. } => {
                    if Some(next.to) != self.goal {
                        continue;
                    }
                    let mut sums = self.pay(label.sums, *item, label.at, place, *spread)?;
                    sums[2] = sums[2].saturating_add(i64::from(self.counted[3]));
                    (self.later(label.at, *minutes, place)?, sums, true, None)
                }
                What::Train { .. } => continue,
            };
            self.push(Next { parent: id, by, train: 0, stop: 0, spot: next.to, at, sums, handled, boards })?;
            if self.exhausted {
                return Ok(());
            }
        }
        Ok(())
    }

    /// Whether a move that takes its least leads to nothing.
    fn leads_nowhere(&self, label: Label, to: usize, least: &[i64; 5]) -> bool {
        let at = label.at.after(duration(least[0])).unwrap_or(label.at);
        // Who comes too late is noted when it is known by which service.
        at <= self.end && self.hopeless(to, at, self.with(label.sums, least))
    }

    /// Sums with the least of a move.
    fn with(&self, sums: Sums, least: &[i64; 5]) -> Sums {
        std::array::from_fn(
            |idx| {
                if self.counted[idx + 1] { sums[idx].saturating_add(least[idx + 1]) } else { 0 }
            },
        )
    }

    fn add(&self, mut sums: Sums, price: Tally, spread: u64, place: Node) -> Outcome<Sums, P> {
        let range = || RouteError::OutOfRange { place: self.prepared.place(place).id.clone() };
        if self.counted[1] {
            sums[0] = sums[0].checked_add(price.cost).ok_or_else(range)?;
        }
        if self.counted[2] {
            let co2 = i64::try_from(price.co2).map_err(|_| range())?;
            sums[1] = sums[1].checked_add(co2).ok_or_else(range)?;
        }
        if self.counted[4] {
            sums[3] = sums[3].saturating_add(grams(spread));
        }
        Ok(sums)
    }

    fn pay(&self, sums: Sums, item: ItemId, at: Instant, place: Node, spread: u64) -> Outcome<Sums, P> {
        let paid = self.counted[1] || self.counted[2];
        let price = if paid { self.prepared.toll.price_of(item, at)? } else { Tally::default() };
        self.add(sums, price, spread, place)
    }

    /// Waiting until a loading begins, and the loading.
    fn load(
        &self,
        label: Label,
        place: Node,
        carrier: usize,
        begin: Instant,
        loading: &Loading,
    ) -> Outcome<Sums, P> {
        let id = || self.prepared.carrier(carrier).service.id.clone();
        let reason = || match self.prepared.timetable(carrier) {
            Some(_) => WaitReason::Departure(id()),
            None => WaitReason::Request(id()),
        };
        let wait = self.prepared.toll.wait(place, carrier, reason, label.at, begin)?;
        // A service on demand without a wait has none to vary.
        let spread = if begin > label.at { self.prepared.spread_of_wait(carrier) } else { 0 };
        let mut sums = self.add(label.sums, wait, u64::try_from(spread).unwrap_or(0), place)?;
        sums[2] = sums[2].saturating_add(i64::from(self.counted[3]));
        self.pay(sums, loading.item, begin, place, loading.spread)
    }

    /// A leg with the gates at its ends; `None` where one of them never opens.
    fn travel(&mut self, label: Label, leg: &Leg, place: Node) -> Outcome<Option<(Instant, Sums)>, P> {
        let prepared = self.prepared;
        let chain = leg.chain();
        let mover = prepared.mover(leg.carrier);
        let (mut at, mut sums) = (label.at, label.sums);
        if let Some(gate) = leg.before {
            let gate = &prepared.gates[gate];
            let Some(crossed) = gate.pass(mover, &prepared.toll, at)? else {
                self.note_for_ever(gate.place, leg.carrier);
                return Ok(None);
            };
            sums = self.add(sums, crossed.price, crossed.spread, place)?;
            at = crossed.end;
        }
        let item = leg.item.get().unwrap_or_else(|| {
            let item = prepared.toll.item(place, prepared.leg_step(leg, at));
            leg.item.set(Some(item));
            item
        });
        sums = self.pay(sums, item, at, place, 0)?;
        at = self.later(at, chain.minutes, place)?;
        if let Some(gate) = leg.after {
            let gate = &prepared.gates[gate];
            let Some(crossed) = gate.pass(mover, &prepared.toll, at)? else {
                self.note_for_ever(gate.place, leg.carrier);
                return Ok(None);
            };
            sums = self.add(sums, crossed.price, crossed.spread, place)?;
            at = crossed.end;
        }
        Ok(Some((at, sums)))
    }

    /// Every train of a service that can still be caught at a stop.
    fn board(
        &mut self,
        (id, by): (LabelId, usize),
        label: Label,
        (carrier, stop, lead): (usize, usize, i64),
        loading: Loading,
        prospects: &[Prospect],
    ) -> Outcome<(), P> {
        let prepared = self.prepared;
        let (Some(timetable), Some(trains)) = (prepared.timetable(carrier), &prepared.trains[carrier]) else {
            return Ok(());
        };
        let place = prepared.moves.spots[label.spot].place;
        let earliest = self.later(label.at, lead, place)?;
        let mover = prepared.mover(carrier);
        let leaves = |stop: usize| prospects.iter().any(|prospect| prospect.stop == stop);
        if let Leaves::Every { .. } = &timetable.leaves {
            let Some(leave) = self.leave_every(timetable, stop, earliest) else {
                self.late.insert(carrier);
                return Ok(());
            };
            let run = runs::from_stop(mover, timetable, stop, leave);
            let rides = trains::priced(mover, &run, stop, &prepared.toll, &leaves)?;
            let number = usize::try_from(leave.since(self.ready).get()).unwrap_or(0);
            return self.ride((id, by), label, (carrier, loading), (number, leave), &rides, prospects);
        }
        let Some(first) = trains.first(mover, timetable, stop, earliest) else {
            self.late.insert(carrier);
            return Ok(());
        };
        self.put_off_train((id, by), label, trains, timetable, first)
    }

    /// Puts off a train of a service until its turn comes: it is boarded only if it can still lead to something then.
    fn put_off_train(
        &mut self,
        (id, by): (LabelId, usize),
        label: Label,
        trains: &Trains,
        timetable: &Timetable,
        number: usize,
    ) -> Outcome<(), P> {
        let prepared = self.prepared;
        let What::Train { carrier, stop, lead, loading, rides } = &prepared.moves.moves[by].what else {
            return Ok(());
        };
        if number >= trains.leave.len() {
            return Ok(());
        }
        let place = prepared.moves.spots[label.spot].place;
        let mover = prepared.mover(*carrier);
        let Some(call) = trains.call(mover, timetable, number, *stop) else {
            self.note_for_ever(place, *carrier);
            return Ok(());
        };
        if call > self.end {
            self.late.insert(*carrier);
            return Ok(());
        }
        let earliest = self.later(label.at, *lead, place)?;
        let waited = call.since(earliest).get();
        let stored = self.stored(label, place, (*carrier, *loading), call);
        let mut best: Option<[i64; 5]> = None;
        for prospect in rides {
            let mut least = prospect.least;
            least[0] = least[0].saturating_add(waited);
            least[1] = least[1].saturating_add(stored);
            let at = label.at.after(duration(least[0])).unwrap_or(label.at);
            let sums = self.with(label.sums, &least);
            // Who comes too late is noted when it is known by which service.
            if at > self.end || !self.hopeless(prospect.to, at, sums) {
                // By what is looked at first, or who leaves it early might hide who leaves it cheaply.
                let outlook = self.outlook(prospect.to, at, sums);
                let key = self.key(label.at, outlook, label.handlings);
                best = Some(best.map_or(key, |best| best.min(key)));
            }
        }
        // If there is none, there is none for any later train: they come no earlier and cost no less.
        if let Some(key) = best {
            self.put_off(key, id, by, number);
        }
        Ok(())
    }

    /// What waiting for a train costs, as far as it can be counted on: nothing where prices may follow the calendar.
    fn stored(&self, label: Label, place: Node, (carrier, loading): (usize, Loading), call: Instant) -> i64 {
        if !self.counted[1] || self.options.same_instant_only || self.prepared.toll.waiting_is_free() {
            return 0;
        }
        let id = || self.prepared.carrier(carrier).service.id.clone();
        let begin = call.after(Minutes::new(loading.minutes.saturating_neg())).unwrap_or(call);
        let price = self.prepared.toll.wait(place, carrier, || WaitReason::Departure(id()), label.at, begin);
        // An error comes up again when the train is boarded.
        price.map_or(0, |price| price.cost)
    }

    /// Boards a train that was put off, and puts off the one after it.
    pub(crate) fn board_next(&mut self, id: LabelId, by: usize, number: usize) -> Outcome<(), P> {
        let prepared = self.prepared;
        let label = self.labels[id as usize];
        let What::Train { carrier, stop, lead, loading, rides: prospects } = &prepared.moves.moves[by].what
        else {
            return Ok(());
        };
        let (Some(timetable), Some(trains)) = (prepared.timetable(*carrier), &prepared.trains[*carrier])
        else {
            return Ok(());
        };
        let place = prepared.moves.spots[label.spot].place;
        let mover = prepared.mover(*carrier);
        let Some(call) = trains.call(mover, timetable, number, *stop) else { return Ok(()) };
        let earliest = self.later(label.at, *lead, place)?;
        let waited = call.since(earliest).get();
        let stored = self.stored(label, place, (*carrier, *loading), call);
        let late = |prospect: &Prospect| {
            let mut least = prospect.least;
            least[0] = least[0].saturating_add(waited);
            least[1] = least[1].saturating_add(stored);
            self.leads_nowhere(label, prospect.to, &least)
        };
        if prospects.iter().all(late) {
            return Ok(());
        }
        self.note_shut_in(mover, trains, timetable, (number, place), *carrier);
        let leaves = |stop: usize| prospects.iter().any(|prospect| prospect.stop == stop);
        let rides = trains.rides(mover, timetable, (number, *stop), &prepared.toll, &leaves)?;
        self.ride((id, by), label, (*carrier, *loading), (number, call), &rides, prospects)?;
        // Where waiting is free, a later train of the service gains nothing over an earlier one.
        if self.options.same_instant_only || !prepared.toll.waiting_is_free() {
            self.put_off_train((id, by), label, trains, timetable, number + 1)?;
        }
        Ok(())
    }

    fn ride(
        &mut self,
        (id, by): (LabelId, usize),
        label: Label,
        (carrier, loading): (usize, Loading),
        (train, leaves): (usize, Instant),
        rides: &[Ride],
        prospects: &[Prospect],
    ) -> Outcome<(), P> {
        let place = self.prepared.moves.spots[label.spot].place;
        let begin = self.later(leaves, loading.minutes.saturating_neg(), place)?;
        let mut loaded = None;
        for ride in rides {
            let Some(prospect) = prospects.iter().find(|prospect| prospect.stop == ride.stop) else {
                continue;
            };
            let before = match loaded {
                Some(sums) => sums,
                None => {
                    let sums = self.load(label, place, carrier, begin, &loading)?;
                    loaded = Some(sums);
                    sums
                }
            };
            let sums = self.add(before, ride.price, ride.spread, place)?;
            let (spot, at, stop) = (prospect.to, ride.at, ride.stop);
            let boards = Some(carrier);
            self.push(Next { parent: id, by, train, stop, spot, at, sums, handled: true, boards })?;
        }
        Ok(())
    }

    /// When a train that runs every so often is planned to leave a stop.
    fn leave_every(&self, timetable: &Timetable, stop: usize, earliest: Instant) -> Option<Instant> {
        let Leaves::Every { waiting, validity } = &timetable.leaves else { return None };
        let place = self.prepared.place(*timetable.stops.get(stop)?);
        let day = calendar::local_date(place.time_zone, earliest)?;
        let begins = match validity.from() {
            Some(from) if day < from => {
                calendar::local_instant(place.time_zone, from, chrono::NaiveTime::MIN)?
            }
            _ => earliest,
        };
        let leave = begins.after(*waiting)?;
        validity.contains(calendar::local_date(place.time_zone, leave)?).then_some(leave)
    }

    fn note_for_ever(&mut self, node: Node, carrier: usize) {
        let service = self.prepared.carrier(carrier).service.id.clone();
        self.blocked.insert(Blocked::ForEver { service, place: self.prepared.place(node).id.clone() });
    }

    /// Notes where a train is shut in for ever.
    fn note_shut_in(
        &mut self,
        mover: crate::movement::motion::Mover<'_>,
        trains: &Trains,
        timetable: &Timetable,
        (number, place): (usize, Node),
        carrier: usize,
    ) {
        let last = timetable.stops.len() - 1;
        if trains.call(mover, timetable, number, last).is_none()
            && let Some(run) = trains.run(mover, timetable, number)
        {
            let at = run.calls.len().checked_sub(1).and_then(|last| timetable.stops.get(last));
            self.note_for_ever(at.copied().unwrap_or(place), carrier);
        }
    }
}

impl<P: Pricer> crate::plan::prepared::Prepared<'_, P> {
    /// Minutes between asking a service on demand and loading.
    pub(crate) fn wait_of(&self, carrier: usize) -> i64 {
        match &self.carrier(carrier).course {
            crate::network::Course::Roaming(roaming) => roaming.wait.get(),
            crate::network::Course::Timetable(_) => 0,
        }
    }

    /// A leg as a step that begins at an instant.
    pub(crate) fn leg_step(&self, leg: &Leg, start: Instant) -> landbridge_model::Step {
        let graph = &self.network.graph;
        let chain = leg.chain();
        let first = chain.links.first().and_then(|(way, _)| graph.start_of(*way)).unwrap_or(chain.to);
        let mut open = OpenLeg::begin(&graph.place(first).id, start);
        let mut now = start;
        for (way, minutes) in &chain.links {
            now = now.after(Minutes::new(*minutes)).unwrap_or(now);
            open.grow(self.network.section(*way), now, graph.place(way.to).id.clone());
        }
        open.close(self.carrier(leg.carrier))
    }
}
