//! Trains: when they leave, what a ride on one comes to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::leg::{OpenLeg, absorb};
use crate::motion::{Event, Mover};
use crate::network::Timetable;
use crate::pricer::Pricer;
use crate::runs::{self, Run};
use crate::toll::{ItemId, Tally, Toll};

/// The trains of one service as far as a search may need them.
#[derive(Debug)]
pub(crate) struct Trains {
    /// When each leaves its first stop, in order.
    pub(crate) leave: Rc<[Instant]>,
    runs: RefCell<Vec<Option<Rc<Run>>>>,
    /// A train that meets neither rule nor opening hours, as all do that leave from `steady_from` on and come to
    /// their end before `steady_until`.
    steady: Option<Rc<Run>>,
    steady_from: Instant,
    steady_until: Instant,
    /// Rides on a steady train by the stop boarded.
    patterns: RefCell<BTreeMap<usize, Rc<Vec<Pattern>>>>,
    /// Rides on other trains by train and stop boarded.
    rides: RefCell<BTreeMap<(usize, usize), Rc<Vec<Ride>>>>,
}

/// A ride to a stop, on any steady train.
#[derive(Debug)]
struct Pattern {
    stop: usize,
    /// Minutes after the train has left its first stop, and what is paid then.
    items: Vec<(i64, ItemId)>,
    spread: u64,
}

/// A ride to a stop.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Ride {
    pub(crate) stop: usize,
    pub(crate) at: Instant,
    pub(crate) price: Tally,
    pub(crate) spread: u64,
}

impl Trains {
    pub(crate) fn new(
        mover: Mover<'_>,
        timetable: &Timetable,
        leave: Rc<[Instant]>,
        (from, until): (Instant, Instant),
    ) -> Self {
        let steady_until = timetable.segments.iter().flatten().fold(until, |end, hop| {
            let plain = mover.network.is_plain(hop.way);
            if plain || end <= from {
                return end;
            }
            let before = mover.steady_until(hop.way, true, from, end);
            before.min(mover.steady_until(hop.way, false, from, end))
        });
        // A train of the past shows what one of the future meets where nothing depends on the day.
        let steady =
            (steady_until > from).then(|| runs::from_stop(mover, timetable, 0, from)).filter(|run| {
                run.calls.len() == timetable.stops.len()
                    && run.calls.last().is_some_and(|call| call.at < steady_until)
            });
        let runs = RefCell::new(vec![None; leave.len()]);
        Self {
            leave,
            runs,
            steady: steady.map(Rc::new),
            steady_from: from,
            steady_until,
            patterns: RefCell::default(),
            rides: RefCell::default(),
        }
    }

    /// The steady train, if one that leaves then is like it.
    fn steady_at(&self, leave: Instant) -> Option<&Rc<Run>> {
        let run = self.steady.as_ref()?;
        let length = run.calls.last()?.at.since(self.steady_from);
        (leave >= self.steady_from && leave.after(length)? < self.steady_until).then_some(run)
    }

    /// A train, as it runs.
    pub(crate) fn run(&self, mover: Mover<'_>, timetable: &Timetable, number: usize) -> Option<Rc<Run>> {
        let leave = *self.leave.get(number)?;
        let mut runs = self.runs.borrow_mut();
        let run = runs
            .get_mut(number)?
            .get_or_insert_with(|| Rc::new(runs::from_stop(mover, timetable, 0, leave)));
        Some(Rc::clone(run))
    }

    /// When a train is at a stop; `None` if it never comes there.
    pub(crate) fn call(
        &self,
        mover: Mover<'_>,
        timetable: &Timetable,
        number: usize,
        stop: usize,
    ) -> Option<Instant> {
        let leave = *self.leave.get(number)?;
        if let Some(run) = self.steady_at(leave) {
            return leave.after(run.calls.get(stop)?.at.since(self.steady_from));
        }
        Some(self.run(mover, timetable, number)?.calls.get(stop)?.at)
    }

    /// The first train that is at a stop at an instant or later. Trains of a service do not overtake each other.
    pub(crate) fn first(
        &self,
        mover: Mover<'_>,
        timetable: &Timetable,
        stop: usize,
        at: Instant,
    ) -> Option<usize> {
        let (mut low, mut high) = (0, self.leave.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            // A train that is shut in for ever before the stop is later than any.
            let late = self.call(mover, timetable, middle, stop).is_none_or(|call| call >= at);
            if late { high = middle } else { low = middle + 1 }
        }
        (low < self.leave.len()).then_some(low)
    }

    /// The rides from a stop on a train to those stops where `leaves` says that the vehicles may leave it.
    pub(crate) fn rides<P: Pricer>(
        &self,
        mover: Mover<'_>,
        timetable: &Timetable,
        (number, stop): (usize, usize),
        toll: &Toll<'_, P>,
        leaves: &dyn Fn(usize) -> bool,
    ) -> Result<Rc<Vec<Ride>>, RouteError<P::Error>> {
        if let Some(known) = self.rides.borrow().get(&(number, stop)) {
            return Ok(Rc::clone(known));
        }
        let Some(leave) = self.leave.get(number).copied() else { return Ok(Rc::default()) };
        let mut rides = Vec::new();
        if let Some(run) = self.steady_at(leave) {
            let patterns = self.patterns(mover, timetable, run, stop, toll, leaves);
            for pattern in patterns.iter() {
                let mut price = Tally::default();
                for (offset, item) in &pattern.items {
                    let begin = leave.after(Minutes::new(*offset)).unwrap_or(leave);
                    price = price
                        .plus(toll.price_of(*item, begin)?)
                        .ok_or_else(|| mover.out_of_range(timetable.stops[pattern.stop]))?;
                }
                let offset = run.calls[pattern.stop].at.since(self.steady_from);
                let at = leave.after(offset).unwrap_or(leave);
                rides.push(Ride { stop: pattern.stop, at, price, spread: pattern.spread });
            }
        } else if let Some(run) = self.run(mover, timetable, number) {
            rides = priced(mover, &run, stop, toll, leaves)?;
        }
        let rides = Rc::new(rides);
        self.rides.borrow_mut().insert((number, stop), Rc::clone(&rides));
        Ok(rides)
    }

    fn patterns<P: Pricer>(
        &self,
        mover: Mover<'_>,
        timetable: &Timetable,
        run: &Run,
        stop: usize,
        toll: &Toll<'_, P>,
        leaves: &dyn Fn(usize) -> bool,
    ) -> Rc<Vec<Pattern>> {
        if let Some(known) = self.patterns.borrow().get(&stop) {
            return Rc::clone(known);
        }
        let mut patterns = Vec::new();
        let mut done: Vec<(i64, ItemId)> = Vec::new();
        let mut spread = 0_u64;
        let network = mover.network;
        let item = |step: landbridge_model::Step| {
            let place = network.graph.node(&step.from).unwrap_or(timetable.stops[stop]);
            (step.start.since(self.steady_from).get(), toll.item(place, step))
        };
        walk(mover, run, stop, leaves, |to, steps, open| {
            for step in steps {
                spread = spread.saturating_add(network.spread_of(&step));
                done.push(item(step));
            }
            if let Some(to) = to {
                let items = done.iter().copied().chain(open.map(item)).collect();
                patterns.push(Pattern { stop: to, items, spread });
            }
            Ok::<(), ()>(())
        })
        .unwrap_or_default();
        let patterns = Rc::new(patterns);
        self.patterns.borrow_mut().insert(stop, Rc::clone(&patterns));
        patterns
    }
}

/// The rides on a train boarded at a stop, priced as they are.
pub(crate) fn priced<P: Pricer>(
    mover: Mover<'_>,
    run: &Run,
    stop: usize,
    toll: &Toll<'_, P>,
    leaves: &dyn Fn(usize) -> bool,
) -> Result<Vec<Ride>, RouteError<P::Error>> {
    let mut rides = Vec::new();
    let (mut sum, mut spread) = (Tally::default(), 0_u64);
    let pay = |sum: Tally, step: &landbridge_model::Step| {
        if !toll.wanted() {
            return Ok(sum);
        }
        sum.plus(toll.price(step)?).ok_or_else(|| RouteError::OutOfRange { place: step.from.clone() })
    };
    walk(mover, run, stop, leaves, |to, steps, open| {
        for step in steps {
            spread = spread.saturating_add(mover.network.spread_of(&step));
            sum = pay(sum, &step)?;
        }
        if let Some(to) = to {
            let price = open.as_ref().map_or(Ok(sum), |leg| pay(sum, leg))?;
            rides.push(Ride { stop: to, at: run.calls[to].at, price, spread });
        }
        Ok(())
    })?;
    Ok(rides)
}

/// Goes from stop to stop: tells at each the steps since the one before and, where the vehicles may leave the
/// train, the stop and the leg that would end there.
fn walk<E>(
    mover: Mover<'_>,
    run: &Run,
    stop: usize,
    leaves: &dyn Fn(usize) -> bool,
    mut tell: impl FnMut(
        Option<usize>,
        Vec<landbridge_model::Step>,
        Option<landbridge_model::Step>,
    ) -> Result<(), E>,
) -> Result<(), E> {
    let mut open: Option<OpenLeg> = None;
    for (to, pair) in run.calls.windows(2).enumerate().skip(stop) {
        let [boarded, left] = pair else { continue };
        let to = to + 1;
        let mut steps = Vec::new();
        for event in run.events.get(boarded.events..left.events).unwrap_or_default() {
            absorb(&mut open, Event::clone(event), mover.carrier, &mut steps);
        }
        if leaves(to) {
            tell(Some(to), steps, open.as_ref().map(|leg| leg.close(mover.carrier)))?;
        } else {
            tell(None, steps, None)?;
        }
    }
    Ok(())
}
