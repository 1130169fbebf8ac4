//! Laying out what can be done where: all spots that can be come to from the origin, and their moves.

use std::cell::Cell;
use std::rc::Rc;
use std::sync::Arc;

use landbridge_model::{Gauge, HandlingAct, StepKind};
use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::ground::graph::{Node, Way};
use crate::ground::handling::{HandlingTime, Missing};
use crate::movement::motion::{Event, standing};
use crate::network::{Course, Leaves, Roaming, Timetable};
use crate::plan::chains::{self, Chain, Terrain};
use crate::plan::moves::{Least, Leg, Loading, Move, Phase, Prospect, Spot, SpotId, Stance, What};
use crate::plan::prepared::{Outcome, Prepared};
use crate::pricer::Pricer;

/// A least without anything.
pub(crate) const NOTHING: Least = [0; 5];

impl<P: Pricer> Prepared<'_, P> {
    /// Lays out everything from the origin on, spot by spot in the order in which they are found.
    pub(crate) fn lay_out(&mut self) -> Outcome<(), P> {
        let touched = self.touches_place(self.origin);
        self.spot(Spot { place: self.origin, stance: Stance::Ground { from: None }, touched });
        let mut next = 0;
        while let Some(spot) = self.moves.spots.get(next).copied() {
            self.moves.first.push(self.moves.moves.len());
            match spot.stance {
                Stance::Ground { from } => self.on_the_ground(spot, from)?,
                Stance::Aboard { carrier, gauge, phase } => self.aboard(spot, carrier, gauge, phase)?,
                Stance::Delivered => {}
            }
            next += 1;
        }
        self.moves.first.push(self.moves.moves.len());
        Ok(())
    }

    /// The number of a spot, given to it when it is first asked for.
    fn spot(&mut self, spot: Spot) -> SpotId {
        let next = self.moves.spots.len();
        let number = self.numbers.get_or_give(&spot, next);
        if number == next {
            self.moves.spots.push(spot);
        }
        number
    }

    fn add(&mut self, what: What, to: Spot, least: Least) {
        let to = self.spot(to);
        self.moves.moves.push(Move { what, to, least });
    }

    fn on_the_ground(&mut self, spot: Spot, from: Option<usize>) -> Outcome<(), P> {
        if self.avoids_place(spot.place) {
            return Ok(());
        }
        if let Some(carrier) = from {
            self.unload(spot, carrier)?;
        }
        let network = self.network;
        for (carrier, stop) in network.calls[spot.place.index()].iter().copied() {
            if self.usable.binary_search(&carrier).is_err() {
                continue;
            }
            let touched = spot.touched | self.touches_service(carrier);
            match (&self.carrier(carrier).course, stop) {
                (Course::Timetable(timetable), Some(stop)) => {
                    if stop + 1 == timetable.stops.len() {
                        continue;
                    }
                    if self.can_handle(spot.place, carrier) {
                        self.train(spot.place, touched, from, (carrier, stop), timetable)?;
                    } else {
                        self.note_handling(spot.place, carrier);
                    }
                }
                (Course::Roaming(roaming), _) => {
                    // From a service on demand to itself nothing is gained.
                    if from == Some(carrier) {
                        continue;
                    }
                    if !roaming.arcs.contains_key(&spot.place) {
                        self.note_gauge(spot.place, carrier);
                    } else if self.can_handle(spot.place, carrier) {
                        self.request(spot.place, touched, from, carrier, roaming)?;
                    } else {
                        self.note_handling(spot.place, carrier);
                    }
                }
                (Course::Timetable(_), None) => {}
            }
        }
        Ok(())
    }

    fn unload(&mut self, spot: Spot, carrier: usize) -> Outcome<(), P> {
        let (kind, time) = self.unloading(spot.place, carrier)?;
        let loading = self.loading(spot.place, kind, &time);
        let least = self.least_of(&loading);
        let Loading { minutes, item, spread } = loading;
        let what = What::Unload { carrier, minutes, item, spread };
        self.add(what, Spot { stance: Stance::Delivered, ..spot }, least);
        Ok(())
    }

    fn request(
        &mut self,
        place: Node,
        touched: u16,
        before: Option<usize>,
        carrier: usize,
        roaming: &Roaming,
    ) -> Outcome<(), P> {
        let (kind, time) = self.handling(place, before, carrier)?;
        let loading = self.loading(place, kind, &time);
        let mut least = self.least_of(&loading);
        least[0] = least[0].saturating_add(roaming.wait.get());
        least[4] = least[4].saturating_add(self.spread_of_wait(carrier));
        for gauge in roaming.starts.iter().copied() {
            let stance = Stance::Aboard { carrier, gauge, phase: Phase::Loaded };
            self.add(What::Request { carrier, loading }, Spot { place, stance, touched }, least);
        }
        Ok(())
    }

    fn train(
        &mut self,
        place: Node,
        mut touched: u16,
        before: Option<usize>,
        (carrier, stop): (usize, usize),
        timetable: &Timetable,
    ) -> Outcome<(), P> {
        self.make_trains(carrier, timetable)?;
        let (kind, time) = self.handling(place, before, carrier)?;
        let loading = self.loading(place, kind, &time);
        let mut least = self.least_of(&loading);
        let lead = timetable.cutoff.get().max(loading.minutes);
        least[0] = lead;
        if let Leaves::Every { waiting, .. } = &timetable.leaves {
            least[0] = least[0].saturating_add(waiting.get());
        }
        least[4] = least[4].saturating_add(self.spread_of_wait(carrier));
        let from = Some(self.stands_for(carrier));
        let course = self.course_least(carrier, timetable);
        let Some(start) = course.stops.get(stop).copied() else { return Ok(()) };
        // Who boards here begins a leg, which the train as a whole may not.
        least = plus(least, start.begins);
        let mut rides = Vec::new();
        let open = self.query.filter.leaves_network_alone();
        'on: for (idx, segment) in timetable.segments.iter().enumerate().skip(stop) {
            for hop in segment.iter().filter(|_| !open) {
                if self.avoids(hop.way) {
                    break 'on;
                }
                touched |= self.touches(hop.way);
            }
            let (Some(to), Some(sum)) = (timetable.stops.get(idx + 1).copied(), course.stops.get(idx + 1))
            else {
                break;
            };
            if self.can_handle(to, carrier) {
                let least = plus(least, minus(sum.so_far, start.so_far));
                let to = self.spot(Spot { place: to, stance: Stance::Ground { from }, touched });
                rides.push(Prospect { stop: idx + 1, to, least });
            } else {
                self.note_handling(to, carrier);
            }
        }
        if let Some(Prospect { to, .. }) = rides.first().copied() {
            let what = What::Train { carrier, stop, lead, loading, rides };
            self.moves.moves.push(Move { what, to, least: NOTHING });
        }
        Ok(())
    }

    /// The least of a service's course from its first stop to each.
    fn course_least(&mut self, carrier: usize, timetable: &Timetable) -> Rc<CourseLeast> {
        if let Some(known) = &self.courses[carrier] {
            return Rc::clone(known);
        }
        let mut so_far = NOTHING;
        let mut stops = vec![StopLeast { so_far, begins: NOTHING }];
        let mut on_leg = false;
        for segment in &timetable.segments {
            for (idx, hop) in segment.iter().enumerate() {
                if hop.change
                    && let Some(node) = self.network.graph.start_of(hop.way)
                    && let Some((_, change)) = self.gauge_change(node, carrier)
                {
                    so_far = plus(so_far, change);
                    on_leg = false;
                }
                let link = self.least_of_link(carrier, hop.way);
                let own = link.after(hop.minutes, &mut on_leg);
                if let (0, Some(stop)) = (idx, stops.last_mut()) {
                    stop.begins = minus(link.after(hop.minutes, &mut false), own);
                }
                so_far = plus(so_far, own);
            }
            stops.push(StopLeast { so_far, begins: NOTHING });
        }
        let course = Rc::new(CourseLeast { stops });
        self.courses[carrier] = Some(Rc::clone(&course));
        course
    }

    fn aboard(&mut self, spot: Spot, carrier: usize, gauge: Option<Gauge>, phase: Phase) -> Outcome<(), P> {
        let Course::Roaming(roaming) = &self.carrier(carrier).course else { return Ok(()) };
        let Spot { place, touched, .. } = spot;
        if matches!(phase, Phase::Ended | Phase::Between) {
            if self.can_handle(place, carrier) {
                let from = Some(carrier);
                self.add(What::Land, Spot { stance: Stance::Ground { from }, ..spot }, NOTHING);
            } else {
                self.note_handling(place, carrier);
            }
        }
        let arcs = roaming.arcs.get(&place).map_or(&[][..], Vec::as_slice);
        let fits =
            |way: Way| gauge.is_none_or(|gauge| self.network.graph.link(way.edge).gauges.contains(&gauge));
        if roaming.stopped_by_gauge.contains(&place) || !arcs.iter().all(|(way, _)| fits(*way)) {
            self.note_gauge(place, carrier);
        }
        let chains = self.chains(carrier, gauge, place, roaming);
        for number in 0..chains.len() {
            let chain = &chains[number];
            let (Some((first, _)), Some((last, _))) = (chain.links.first(), chain.links.last()) else {
                continue;
            };
            if phase == Phase::Ended && !chain.gate_before {
                continue;
            }
            let before = self.gate(carrier, *first, true);
            let after = self.gate(carrier, *last, false);
            let least = self.least_of_chain(carrier, chain);
            let phase = if after.is_some() { Phase::Between } else { Phase::Ended };
            let stance = Stance::Aboard { carrier, gauge, phase };
            let to = Spot { place: chain.to, stance, touched: touched | chain.touches };
            let chains = Arc::clone(&chains);
            let leg = Leg { carrier, before, chains, number, after, item: Cell::new(None) };
            self.add(What::Leg(Box::new(leg)), to, least);
        }
        if roaming.changes_gauge
            && phase != Phase::Regauged
            && let Some((event, least)) = self.gauge_change(place, carrier)
            && let Some(Event::Step(step)) = event.into_iter().next()
        {
            let (minutes, spread) = (step.duration().get(), self.network.spread_of(&step));
            let item = self.toll.item(place, step);
            let stance = Stance::Aboard { carrier, gauge: gauge.map(other_gauge), phase: Phase::Regauged };
            self.add(What::Regauge { carrier, minutes, item, spread }, Spot { stance, ..spot }, least);
        }
        Ok(())
    }

    /// The best chains from a place. Where the question leaves the network as it is they are kept with it.
    fn chains(&self, carrier: usize, gauge: Option<Gauge>, place: Node, roaming: &Roaming) -> Arc<[Chain]> {
        let mover = self.mover(carrier);
        let terrain = Terrain {
            mover,
            roaming,
            gauge,
            avoids: &|way| self.avoids(way),
            touches: &|way| self.touches(way),
            ends: &|node| {
                self.can_handle(node, carrier)
                    || (roaming.changes_gauge && mover.can_change_gauge(self.place(node)))
                    || roaming
                        .arcs
                        .get(&node)
                        .is_some_and(|own| own.iter().any(|(way, _)| mover.gated_before(*way)))
            },
        };
        let chains = || chains::best(&terrain, place).into();
        if self.query.filter.leaves_network_alone() {
            let clearance = self.query.shipment.clearance;
            self.network.memos.chains.get((carrier, gauge, place, clearance), chains)
        } else {
            chains()
        }
    }

    /// Loading, or transloading from the service before.
    pub(crate) fn handling(
        &self,
        node: Node,
        from: Option<usize>,
        carrier: usize,
    ) -> Outcome<(StepKind, HandlingTime), P> {
        let place = &self.place(node).id;
        let to = &self.carrier(carrier).service;
        let missing = |missing: Missing<'_>| RouteError::NoHandlingTime {
            act: missing.act,
            equipment: missing.equipment.clone(),
            place: place.clone(),
        };
        let (kind, mut time) = match from {
            None => (
                StepKind::Load { service: to.id.clone(), equipment: to.equipment.clone() },
                self.network.handlings.load(&to.equipment, place).map_err(missing)?,
            ),
            Some(from) => {
                let from = &self.carrier(from).service;
                let kind = StepKind::Transload {
                    from_service: from.id.clone(),
                    from_equipment: from.equipment.clone(),
                    service: to.id.clone(),
                    equipment: to.equipment.clone(),
                };
                let handlings = &self.network.handlings;
                let time = handlings.transload(&from.equipment, &to.equipment, place).map_err(missing)?;
                (kind, time)
            }
        };
        time.rows.push(Arc::clone(&to.row));
        Ok((kind, time))
    }

    /// Unloading for good.
    pub(crate) fn unloading(&self, node: Node, carrier: usize) -> Outcome<(StepKind, HandlingTime), P> {
        let place = &self.place(node).id;
        let service = &self.carrier(carrier).service;
        let time = self.network.handlings.unload(&service.equipment, place).map_err(|missing| {
            RouteError::NoHandlingTime {
                act: HandlingAct::Unload,
                equipment: missing.equipment.clone(),
                place: place.clone(),
            }
        })?;
        let kind = StepKind::Unload { service: service.id.clone(), equipment: service.equipment.clone() };
        Ok((kind, time))
    }

    fn loading(&self, node: Node, kind: StepKind, time: &HandlingTime) -> Loading {
        let start = Instant::from_epoch_minutes(0);
        let end = start.after(time.duration).unwrap_or(start);
        let step = standing(kind, self.place(node), start, end, Vec::new());
        let (minutes, spread) = (time.duration.get(), time.spread);
        Loading { minutes, item: self.toll.item(node, step), spread }
    }

    fn least_of(&self, loading: &Loading) -> Least {
        let least = self.toll.least_of(loading.item);
        [
            loading.minutes,
            least.cost,
            crate::plan::toll::grams(least.co2),
            1,
            crate::plan::toll::grams(loading.spread),
        ]
    }

    /// Variance of waiting for a service.
    pub(crate) fn spread_of_wait(&self, carrier: usize) -> i64 {
        let waits = &self.network.spreads.waits;
        waits.get(&self.carrier(carrier).service.id).map_or(0, |spread| crate::plan::toll::grams(*spread))
    }

    /// The change of gauge at a place, if there is one, and the least it takes.
    fn gauge_change(&self, node: Node, carrier: usize) -> Option<(Vec<Event>, Least)> {
        let mut events = Vec::new();
        let end = self.mover(carrier).change_gauge(self.place(node), self.from, &mut events)?;
        let mut least = [end.since(self.from).get(), 0, 0, 0, 0];
        for event in &events {
            if let Event::Step(step) = event {
                let price = self.toll.at_least(step);
                let spread = crate::plan::toll::grams(self.network.spread_of(step));
                least = plus(least, [0, price.cost, crate::plan::toll::grams(price.co2), 0, spread]);
            }
        }
        Some((events, least))
    }
}

/// What a course takes at least.
#[derive(Debug)]
pub(crate) struct CourseLeast {
    stops: Vec<StopLeast>,
}

/// What it takes to a stop.
#[derive(Clone, Copy, Debug)]
struct StopLeast {
    /// From the first stop.
    so_far: Least,
    /// What is added for who boards here, since a leg begins.
    begins: Least,
}

/// The difference of two bounds, of which the second is part of the first.
fn minus(a: Least, b: Least) -> Least {
    std::array::from_fn(|idx| a[idx].saturating_sub(b[idx]))
}

/// The sum of two bounds.
pub(crate) fn plus(a: Least, b: Least) -> Least {
    std::array::from_fn(|idx| a[idx].saturating_add(b[idx]))
}

pub(crate) fn other_gauge(gauge: Gauge) -> Gauge {
    match gauge {
        Gauge::Standard => Gauge::Broad,
        Gauge::Broad => Gauge::Standard,
    }
}

/// Minutes as a duration that is not negative.
pub(crate) fn duration(minutes: i64) -> Minutes {
    Minutes::new(minutes.max(0))
}
