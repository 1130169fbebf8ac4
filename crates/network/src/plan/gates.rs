//! Gates: what happens before or after a link besides running. In a season all who come meet the same; only at its
//! end, at opening hours and while a rule is in force does the minute matter.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::Arc;

use landbridge_model::{Step, StepKind};
use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::ground::graph::{Node, Way};
use crate::movement::motion::{Event, Mover};
use crate::movement::seasons::Seasons;
use crate::plan::toll::{ItemId, Tally, Toll};
use crate::pricer::Pricer;

/// Number of a gate.
pub(crate) type GateId = usize;

/// What happens at a gate in a season.
#[derive(Debug)]
pub(crate) struct Routine {
    minutes: i64,
    spread: u64,
    /// Steps with the minutes after coming at which they begin.
    steps: Vec<(i64, Step)>,
}

/// The seasons of a gate.
pub(crate) fn seasons(mover: Mover<'_>, way: Way, before: bool) -> Seasons<Routine> {
    mover.turns(way, before).map_or_else(Seasons::none, Seasons::new)
}

/// Minutes after coming, and what is paid then.
type Tariff = Rc<[(i64, ItemId)]>;

/// Before or after a link, for one service.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) way: Way,
    pub(crate) before: bool,
    /// Where it stands.
    pub(crate) place: Node,
    seasons: Arc<Seasons<Routine>>,
    /// What is paid in each season, and when.
    tariffs: RefCell<BTreeMap<usize, Tariff>>,
    /// What it comes to for who comes at other times; `None`: for ever.
    known: RefCell<BTreeMap<Instant, Option<Crossed>>>,
}

/// What passing a gate from a minute on comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Crossed {
    pub(crate) end: Instant,
    pub(crate) price: Tally,
    pub(crate) spread: u64,
}

impl Gate {
    pub(crate) fn new(place: Node, way: Way, before: bool, seasons: Arc<Seasons<Routine>>) -> Self {
        let (tariffs, known) = (RefCell::default(), RefCell::default());
        Self { way, before, place, seasons, tariffs, known }
    }

    /// What happens, and when it is over.
    pub(crate) fn events(&self, mover: Mover<'_>, at: Instant, events: &mut Vec<Event>) -> Option<Instant> {
        if self.before {
            mover.gate_before(self.way, at, events)
        } else {
            mover.gate_after(self.way, at, events)
        }
    }

    fn learn(&self, mover: Mover<'_>, begin: Instant) -> Option<Routine> {
        let mut events = Vec::new();
        let end = self.events(mover, begin, &mut events)?;
        let mut routine = Routine { minutes: end.since(begin).get(), spread: 0, steps: Vec::new() };
        for event in events {
            let Event::Step(step) = event else { continue };
            if matches!(step.kind, StepKind::Wait { .. }) {
                return None;
            }
            routine.spread = routine.spread.saturating_add(mover.network.spread_of(&step));
            routine.steps.push((step.start.since(begin).get(), step));
        }
        Some(routine)
    }

    /// What happens to who comes at an instant, if it is what happens to all in that season, and when it is over.
    fn routine(&self, mover: Mover<'_>, at: Instant) -> Option<(usize, &Arc<Routine>, Instant)> {
        let season = self.seasons.of(at);
        let ends = self.seasons.end(season);
        let routine = self.seasons.get(season, |begin| {
            let routine = self.learn(mover, begin)?;
            // Else the next season is already in what was seen.
            let over = begin.after(Minutes::new(routine.minutes))?;
            ends.is_none_or(|ends| over < ends).then_some(routine)
        })?;
        let over = at.after(Minutes::new(routine.minutes))?;
        ends.is_none_or(|ends| over < ends).then_some((season, routine, over))
    }

    /// What it comes to for who comes at an instant; `None` if it never opens.
    pub(crate) fn pass<P: Pricer>(
        &self,
        mover: Mover<'_>,
        toll: &Toll<'_, P>,
        at: Instant,
    ) -> Result<Option<Crossed>, RouteError<P::Error>> {
        let out_of_range = || mover.out_of_range(self.place);
        if let Some((season, routine, end)) = self.routine(mover, at) {
            let tariff = Rc::clone(self.tariffs.borrow_mut().entry(season).or_insert_with(|| {
                let item = |(offset, step): &(i64, Step)| (*offset, toll.item(self.place, step.clone()));
                routine.steps.iter().map(item).collect()
            }));
            let mut price = Tally::default();
            for (offset, item) in tariff.iter() {
                let begin = at.after(Minutes::new(*offset)).unwrap_or(at);
                price = price.plus(toll.price_of(*item, begin)?).ok_or_else(out_of_range)?;
            }
            return Ok(Some(Crossed { end, price, spread: routine.spread }));
        }
        if let Some(known) = self.known.borrow().get(&at) {
            return Ok(*known);
        }
        let mut events = Vec::new();
        let mut crossed = None;
        if let Some(end) = self.events(mover, at, &mut events) {
            let (mut price, mut spread) = (Tally::default(), 0_u64);
            for event in &events {
                if let Event::Step(step) = event {
                    if toll.wanted() {
                        price = price.plus(toll.price(step)?).ok_or_else(out_of_range)?;
                    }
                    spread = spread.saturating_add(mover.network.spread_of(step));
                }
            }
            crossed = Some(Crossed { end, price, spread });
        }
        self.known.borrow_mut().insert(at, crossed);
        Ok(crossed)
    }
}
