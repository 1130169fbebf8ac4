//! Gates: what happens before or after a link besides running. Most take equally long whenever one comes; only
//! around holidays, closures and changes of border steps does it matter when.

use std::cell::RefCell;
use std::collections::BTreeMap;

use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::graph::{Node, Way};
use crate::motion::{Event, Mover};
use crate::pricer::Pricer;
use crate::toll::{ItemId, Tally, Toll};

/// Number of a gate.
pub(crate) type GateId = usize;

/// Before or after a link, for one service.
#[derive(Debug)]
pub(crate) struct Gate {
    pub(crate) carrier: usize,
    pub(crate) way: Way,
    pub(crate) before: bool,
    /// Where it stands.
    pub(crate) place: Node,
    /// Who comes from the first instant on, and is through before this one, meets the same steps.
    steady_until: Instant,
    /// Those steps: minutes after coming, what is paid.
    steady: Vec<(i64, ItemId)>,
    minutes: i64,
    spread: u64,
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
    pub(crate) fn new<P: Pricer>(
        mover: Mover<'_>,
        carrier: usize,
        (way, before): (Way, bool),
        toll: &Toll<'_, P>,
        (from, until): (Instant, Instant),
    ) -> Self {
        let network = mover.network;
        let place = if before { network.graph.start_of(way).unwrap_or(way.to) } else { way.to };
        let steady_until = mover.steady_until(way, before, from, until);
        let mut gate = Self {
            carrier,
            way,
            before,
            place,
            steady_until,
            steady: Vec::new(),
            minutes: 0,
            spread: 0,
            known: RefCell::default(),
        };
        if steady_until > from {
            let mut events = Vec::new();
            match gate.events(mover, from, &mut events) {
                Some(end) => gate.minutes = end.since(from).get(),
                None => gate.steady_until = from,
            }
            for event in events {
                if let Event::Step(step) = event {
                    gate.spread = gate.spread.saturating_add(network.spread_of(&step));
                    gate.steady.push((step.start.since(from).get(), toll.item(place, step)));
                }
            }
        }
        gate
    }

    /// What happens, and when it is over.
    pub(crate) fn events(&self, mover: Mover<'_>, at: Instant, events: &mut Vec<Event>) -> Option<Instant> {
        if self.before {
            mover.gate_before(self.way, at, events)
        } else {
            mover.gate_after(self.way, at, events)
        }
    }

    /// What it comes to for who comes at an instant; `None` if it never opens.
    pub(crate) fn pass<P: Pricer>(
        &self,
        mover: Mover<'_>,
        toll: &Toll<'_, P>,
        at: Instant,
    ) -> Result<Option<Crossed>, RouteError<P::Error>> {
        if let Some(end) = at.after(Minutes::new(self.minutes))
            && end < self.steady_until
        {
            let mut price = Tally::default();
            for (offset, item) in &self.steady {
                let begin = at.after(Minutes::new(*offset)).unwrap_or(at);
                price = price
                    .plus(toll.price_of(*item, begin)?)
                    .ok_or_else(|| mover.out_of_range(self.place))?;
            }
            return Ok(Some(Crossed { end, price, spread: self.spread }));
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
                        price =
                            price.plus(toll.price(step)?).ok_or_else(|| mover.out_of_range(self.place))?;
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
