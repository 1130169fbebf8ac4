//! Trains: when they leave, what a ride on one comes to.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use landbridge_model::{Step, StepKind};
use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::movement::leg::{OpenLeg, absorb};
use crate::movement::motion::{Event, Mover};
use crate::movement::runs::{self, Run};
use crate::movement::seasons::Seasons;
use crate::network::Timetable;
use crate::plan::toll::{ItemId, Tally, Toll};
use crate::pricer::Pricer;

/// The seasons of the course of a service.
pub(crate) fn seasons(mover: Mover<'_>, timetable: &Timetable) -> Seasons<Run> {
    let mut turns = Vec::new();
    for hop in timetable.segments.iter().flatten().filter(|hop| !mover.network.is_plain(hop.way)) {
        for before in [true, false] {
            match mover.turns(hop.way, before) {
                Some(own) => turns.extend(own),
                None => return Seasons::none(),
            }
        }
    }
    Seasons::new(turns)
}

/// By season or train, and stop boarded.
type ByStop<T> = BTreeMap<(usize, usize), Rc<Vec<T>>>;

/// The trains of one service as far as a search may need them.
#[derive(Debug)]
pub(crate) struct Trains {
    /// When each leaves its first stop, in order.
    pub(crate) leave: Arc<[Instant]>,
    runs: RefCell<Vec<Option<Rc<Run>>>>,
    seasons: Arc<Seasons<Run>>,
    /// Rides by season and stop boarded.
    patterns: RefCell<ByStop<Pattern>>,
    /// Rides on other trains by train and stop boarded.
    rides: RefCell<ByStop<Ride>>,
}

/// A ride to a stop, on any train of a season.
#[derive(Debug)]
struct Pattern {
    stop: usize,
    /// How long after leaving its first stop the train is there.
    after: Minutes,
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
    pub(crate) fn new(leave: Arc<[Instant]>, seasons: Arc<Seasons<Run>>) -> Self {
        let runs = RefCell::new(vec![None; leave.len()]);
        Self { leave, runs, seasons, patterns: RefCell::default(), rides: RefCell::default() }
    }

    /// The train that all are like that leave in the same season and come to their end in it, if one that leaves
    /// then does.
    fn like(&self, mover: Mover<'_>, timetable: &Timetable, leave: Instant) -> Option<(usize, &Arc<Run>)> {
        let season = self.seasons.of(leave);
        let ends = self.seasons.end(season);
        let in_time = |run: &Run, leave: Instant| {
            let over = run.length().and_then(|length| leave.after(length));
            over.is_some_and(|over| ends.is_none_or(|ends| over < ends))
        };
        let run = self.seasons.get(season, |begin| {
            let run = runs::from_stop(mover, timetable, 0, begin);
            let waits = run
                .events
                .iter()
                .any(|event| matches!(event, Event::Step(Step { kind: StepKind::Wait { .. }, .. })));
            (!waits && run.calls.len() == timetable.stops.len() && in_time(&run, begin)).then_some(run)
        })?;
        in_time(run, leave).then_some((season, run))
    }

    /// A train, as it runs.
    pub(crate) fn run(&self, mover: Mover<'_>, timetable: &Timetable, number: usize) -> Option<Rc<Run>> {
        let leave = *self.leave.get(number)?;
        let mut runs = self.runs.borrow_mut();
        let run =
            runs.get_mut(number)?.get_or_insert_with(|| Rc::new(runs::from_stop(mover, timetable, 0, leave)));
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
        if let Some((_, run)) = self.like(mover, timetable, leave) {
            return leave.after(run.calls.get(stop)?.at.since(run.leaves()?));
        }
        Some(self.run(mover, timetable, number)?.calls.get(stop)?.at)
    }

    /// When a train is at each of its stops, as far as it comes.
    pub(crate) fn calls(
        &self,
        mover: Mover<'_>,
        timetable: &Timetable,
        number: usize,
    ) -> impl Iterator<Item = Instant> {
        let leave = self.leave.get(number).copied();
        let like = leave.and_then(|leave| self.like(mover, timetable, leave)).map(|(_, run)| run);
        let own = if like.is_some() { None } else { self.run(mover, timetable, number) };
        let after = like.and_then(|run| leave.zip(run.leaves()));
        let after = after.map_or(Minutes::new(0), |(leave, left)| leave.since(left));
        (0..timetable.stops.len()).map_while(move |stop| {
            let call = like.map(Arc::as_ref).or(own.as_deref())?.calls.get(stop)?;
            call.at.after(after)
        })
    }

    /// The first train that is at a stop at an instant or later. Trains of a service do not overtake each other.
    pub(crate) fn first(
        &self,
        mover: Mover<'_>,
        timetable: &Timetable,
        stop: usize,
        at: Instant,
    ) -> Option<usize> {
        // A train that is shut in for ever before the stop is later than any.
        let late = |number| self.call(mover, timetable, number, stop).is_none_or(|call| call >= at);
        let (mut low, mut high) = (0, self.leave.len());
        // Most run as the one does that leaves then.
        if let Some((_, run)) = self.like(mover, timetable, at)
            && let Some((call, left)) = run.calls.get(stop).zip(run.leaves())
            && let Some(leave) = at.after(left.since(call.at))
        {
            let guess = self.leave.partition_point(|other| *other < leave);
            if guess < high && late(guess) {
                high = guess;
            }
            if let Some(before) = guess.checked_sub(1).filter(|before| *before < high && !late(*before)) {
                low = before + 1;
            }
        }
        while low < high {
            let middle = usize::midpoint(low, high);
            if late(middle) { high = middle } else { low = middle + 1 }
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
        if let Some((season, run)) = self.like(mover, timetable, leave) {
            let patterns = self.patterns(mover, timetable, (season, run), stop, toll, leaves);
            for pattern in patterns.iter() {
                let mut price = Tally::default();
                for (offset, item) in &pattern.items {
                    let begin = leave.after(Minutes::new(*offset)).unwrap_or(leave);
                    price = price
                        .plus(toll.price_of(*item, begin)?)
                        .ok_or_else(|| mover.out_of_range(timetable.stops[pattern.stop]))?;
                }
                let at = leave.after(pattern.after).unwrap_or(leave);
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
        (season, run): (usize, &Run),
        stop: usize,
        toll: &Toll<'_, P>,
        leaves: &dyn Fn(usize) -> bool,
    ) -> Rc<Vec<Pattern>> {
        if let Some(known) = self.patterns.borrow().get(&(season, stop)) {
            return Rc::clone(known);
        }
        let mut patterns = Vec::new();
        let mut done: Vec<(i64, ItemId)> = Vec::new();
        let mut spread = 0_u64;
        let network = mover.network;
        let left = run.leaves().unwrap_or(Instant::from_epoch_minutes(0));
        let item = |step: Step| {
            let place = network.graph.node(&step.from).unwrap_or(timetable.stops[stop]);
            (step.start.since(left).get(), toll.item(place, step))
        };
        walk(mover, run, stop, leaves, |to, steps, open| {
            for step in steps {
                spread = spread.saturating_add(network.spread_of(&step));
                done.push(item(step));
            }
            if let Some(to) = to {
                let items = done.iter().copied().chain(open.map(item)).collect();
                let after = run.calls[to].at.since(left);
                patterns.push(Pattern { stop: to, after, items, spread });
            }
            Ok::<(), ()>(())
        })
        .unwrap_or_default();
        let patterns = Rc::new(patterns);
        self.patterns.borrow_mut().insert((season, stop), Rc::clone(&patterns));
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
    let pay = |sum: Tally, step: &Step| {
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
    mut tell: impl FnMut(Option<usize>, Vec<Step>, Option<Step>) -> Result<(), E>,
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
