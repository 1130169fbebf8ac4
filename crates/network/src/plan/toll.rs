//! Prices as the search adds them up: each thing that can be paid for is priced once in each period of prices.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use landbridge_model::{Place, PlaceId, ServiceId, Step, StepKind, WaitReason};
use landbridge_units::{Instant, Minutes};

use crate::error::RouteError;
use crate::ground::graph::Node;
use crate::network::Network;
use crate::pricer::{LegBound, Pricer};

const MINUTES_PER_DAY: i64 = 1_440;

/// Bounds are remembered for waits up to this many days.
const DAYS_KEPT: usize = 400;

/// Money and CO2e so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Tally {
    pub(crate) cost: i64,
    pub(crate) co2: u64,
}

impl Tally {
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        Some(Self { cost: self.cost.checked_add(other.cost)?, co2: self.co2.checked_add(other.co2)? })
    }
}

/// Grams, or another count, as the search adds it up; what does not fit is beyond any way.
pub(crate) fn grams(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// Number of a thing that can be paid for.
pub(crate) type ItemId = usize;

/// A thing that can be paid for, begun at whatever time.
#[derive(Debug)]
struct Item {
    place: Node,
    step: Step,
    /// Its price, by period.
    prices: Vec<(i64, Tally)>,
}

/// A pricer, asked once for each price.
#[derive(Debug)]
pub(crate) struct Toll<'p, P: Pricer> {
    network: &'p Network,
    pricer: &'p P,
    /// Whether anything is to be priced at all.
    wanted: bool,
    from: Instant,
    until: Instant,
    /// Places where waiting may cost something.
    charging: Vec<PlaceId>,
    wait_unit: i64,
    /// Most that waiting so many days costs anywhere.
    bounds: Vec<Cell<Option<i64>>>,
    items: RefCell<Vec<Item>>,
    /// Prices of waits: place, number of the service waited for, period, units begun.
    waits: RefCell<BTreeMap<(Node, usize, i64, i64), Tally>>,
    turns: RefCell<Vec<Option<Turns>>>,
}

/// When prices change at a place; `None`: at any minute.
type Turns = Option<Rc<[Instant]>>;

impl<'p, P: Pricer> Toll<'p, P> {
    /// Prices for steps that begin between two instants. Where nothing is `wanted`, everything costs nothing.
    pub(crate) fn new(
        network: &'p Network,
        pricer: &'p P,
        (from, until): (Instant, Instant),
        wanted: bool,
    ) -> Result<Self, RouteError<P::Error>> {
        let mut charging = Vec::new();
        if wanted {
            let longest = until.since(from);
            for node in network.graph.nodes() {
                let place = &network.graph.place(node).id;
                if max_wait_cost(pricer, place, longest)? > 0 {
                    charging.push(place.clone());
                }
            }
        }
        Ok(Self {
            network,
            pricer,
            wanted,
            from,
            until,
            charging,
            wait_unit: pricer.wait_unit().get().max(1),
            bounds: vec![Cell::new(None); DAYS_KEPT],
            items: RefCell::default(),
            waits: RefCell::default(),
            turns: RefCell::new(network.graph.nodes().map(|_| None).collect()),
        })
    }

    fn place(&self, node: Node) -> &'p Place {
        self.network.graph.place(node)
    }

    /// Whether anything is priced.
    pub(crate) fn wanted(&self) -> bool {
        self.wanted
    }

    /// Whether waiting is free everywhere.
    pub(crate) fn waiting_is_free(&self) -> bool {
        self.charging.is_empty()
    }

    /// The most that waiting so much longer costs at any place: whoever is earlier may have to wait it out later,
    /// and not where it stands now. Of the days begun, which is no less than of the minutes.
    pub(crate) fn wait_bound(&self, minutes: i64) -> Result<i64, RouteError<P::Error>> {
        if minutes <= 0 || self.charging.is_empty() {
            return Ok(0);
        }
        let days = minutes / MINUTES_PER_DAY + i64::from(minutes % MINUTES_PER_DAY > 0);
        // No longer than the horizon, or it would not be asked for.
        let idx = usize::try_from(days).unwrap_or(usize::MAX);
        let kept = self.bounds.get(idx);
        if let Some(known) = kept.and_then(Cell::get) {
            return Ok(known);
        }
        let mut most = 0;
        for place in &self.charging {
            let waited = Minutes::new(days.saturating_mul(MINUTES_PER_DAY));
            most = most.max(max_wait_cost(self.pricer, place, waited)?);
        }
        if let Some(kept) = kept {
            kept.set(Some(most));
        }
        Ok(most)
    }

    /// The number of the period of prices at a place.
    fn period(&self, node: Node, at: Instant) -> i64 {
        if at < self.from || at > self.until {
            return at.epoch_minutes().saturating_add(i64::MAX / 2);
        }
        let mut turns = self.turns.borrow_mut();
        let turns = turns[node.index()].get_or_insert_with(|| {
            let turns = self.pricer.turns(&self.place(node).id, self.from, self.until);
            turns.map(|mut turns| {
                turns.sort_unstable();
                turns.into()
            })
        });
        match turns {
            Some(turns) => i64::try_from(turns.partition_point(|turn| *turn <= at)).unwrap_or(i64::MAX),
            None => at.epoch_minutes(),
        }
    }

    /// Takes a thing in. `step` says what it is; when it begins does not matter.
    pub(crate) fn item(&self, place: Node, step: Step) -> ItemId {
        let mut items = self.items.borrow_mut();
        items.push(Item { place, step, prices: Vec::new() });
        items.len() - 1
    }

    /// The price of a thing that begins at an instant.
    pub(crate) fn price_of(&self, item: ItemId, at: Instant) -> Result<Tally, RouteError<P::Error>> {
        if !self.wanted {
            return Ok(Tally::default());
        }
        let node = self.items.borrow()[item].place;
        let period = self.period(node, at);
        let mut items = self.items.borrow_mut();
        let item = &mut items[item];
        if let Some((_, known)) = item.prices.iter().rev().find(|(known, _)| *known == period) {
            return Ok(*known);
        }
        let out_of_range = || RouteError::OutOfRange { place: self.place(node).id.clone() };
        let end = at.after(item.step.duration()).ok_or_else(out_of_range)?;
        (item.step.start, item.step.end) = (at, end);
        let price = self.price(&item.step)?;
        item.prices.push((period, price));
        Ok(price)
    }

    /// A lower bound of the price of a thing, whenever it begins from `from` on.
    pub(crate) fn least_of(&self, item: ItemId) -> Tally {
        if !self.wanted {
            return Tally::default();
        }
        let mut items = self.items.borrow_mut();
        let step = &mut items[item].step;
        let Some(end) = self.from.after(step.duration()) else { return Tally::default() };
        (step.start, step.end) = (self.from, end);
        self.at_least(step)
    }

    /// The price of waiting for a service.
    pub(crate) fn wait(
        &self,
        node: Node,
        carrier: usize,
        reason: impl FnOnce() -> WaitReason,
        at: Instant,
        until: Instant,
    ) -> Result<Tally, RouteError<P::Error>> {
        let minutes = until.since(at).get();
        if !self.wanted || minutes <= 0 {
            return Ok(Tally::default());
        }
        let units = minutes / self.wait_unit + i64::from(minutes % self.wait_unit > 0);
        let key = (node, carrier, self.period(node, at), units);
        if let Some(known) = self.waits.borrow().get(&key) {
            return Ok(*known);
        }
        let kind = StepKind::Wait { reason: reason() };
        let step = crate::movement::motion::standing(kind, self.place(node), at, until, Vec::new());
        let price = self.price(&step)?;
        self.waits.borrow_mut().insert(key, price);
        Ok(price)
    }

    /// A lower bound of the price of a step: see [`Pricer::at_least`].
    pub(crate) fn at_least(&self, step: &Step) -> Tally {
        if !self.wanted {
            return Tally::default();
        }
        let least = self.pricer.at_least(step, self.until);
        Tally { cost: least.cost_minor.max(0), co2: least.co2e.get() }
    }

    /// Lower bounds of legs: see [`Pricer::leg_bound`].
    pub(crate) fn leg_bound(&self, step: &Step) -> LegBound {
        self.pricer.leg_bound(step, self.until)
    }

    /// The price of a step, asked anew.
    pub(crate) fn price(&self, step: &Step) -> Result<Tally, RouteError<P::Error>> {
        let price = self.pricer.price(step).map_err(|source| RouteError::Pricer {
            place: step.from.clone(),
            service: service_of(step).cloned(),
            source,
        })?;
        if price.cost_minor < 0 {
            return Err(RouteError::NegativePrice {
                place: step.from.clone(),
                service: service_of(step).cloned(),
                cost_minor: price.cost_minor,
            });
        }
        Ok(Tally { cost: price.cost_minor, co2: price.co2e.get() })
    }
}

fn max_wait_cost<P: Pricer>(
    pricer: &P,
    place: &PlaceId,
    waited: Minutes,
) -> Result<i64, RouteError<P::Error>> {
    let cost_minor = pricer.max_wait_cost(place, waited).map_err(|source| RouteError::Pricer {
        place: place.clone(),
        service: None,
        source,
    })?;
    if cost_minor < 0 {
        return Err(RouteError::NegativePrice { place: place.clone(), service: None, cost_minor });
    }
    Ok(cost_minor)
}

fn service_of(step: &Step) -> Option<&ServiceId> {
    match &step.kind {
        StepKind::Wait { reason: WaitReason::Departure(service) | WaitReason::Request(service) }
        | StepKind::Load { service, .. }
        | StepKind::Unload { service, .. }
        | StepKind::Transload { service, .. }
        | StepKind::Leg { service, .. }
        | StepKind::Border { service, .. }
        | StepKind::GaugeChange { service, .. } => Some(service),
        _ => None,
    }
}
