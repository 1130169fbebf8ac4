//! The pricer that the route search is handed: the search never learns tariffs, costing never searches.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::rc::Rc;

use chrono::{NaiveDate, NaiveTime};
use landbridge_costing::{CostError, Costing};
use landbridge_model::{
    Corridor, Country, CrossingId, Electrified, EquipmentId, GaugeChangeId, LinkId, PlaceId, ServiceId, Step,
    StepKind, WaitReason,
};
use landbridge_network::{LegBound, Pricer, StepPrice};
use landbridge_units::{Instant, Minutes};

const MINUTES_PER_DAY: i64 = 1_440;
const DAY_BEFORE: Minutes = Minutes::new(-MINUTES_PER_DAY);
const DAY_AFTER: Minutes = Minutes::new(MINUTES_PER_DAY);

/// Prices that were asked for once; looked up, never listed. They hold for one shipment with its load plans, on every search of it.
#[derive(Debug, Default)]
pub(crate) struct PriceMemo {
    steps: RefCell<BTreeMap<Priced, StepPrice>>,
    waits: RefCell<BTreeMap<(PlaceId, i64), i64>>,
    /// When each period of prices begins at a place.
    begins: RefCell<BTreeMap<PlaceId, Rc<[Instant]>>>,
    /// Bounds of legs.
    legs: RefCell<BTreeMap<LegBegun, Rc<LegBound>>>,
    /// Bounds of other steps by when they may begin, place and what is done.
    least: RefCell<BTreeMap<(Instant, Instant, PlaceId, Act), StepPrice>>,
}

/// On which days a leg may begin, one for each period of prices, whose it is, where and on what line.
type LegBegun = (Vec<NaiveDate>, ServiceId, Country, Option<Electrified>);

/// All that the price of a step depends on.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Priced {
    place: PlaceId,
    /// In which period of prices the step begins.
    period: usize,
    act: Act,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Load(ServiceId, EquipmentId),
    Unload(ServiceId, EquipmentId),
    Transload(EquipmentId, ServiceId, EquipmentId),
    Leg(ServiceId, Vec<LinkId>),
    Border(CrossingId, Country, ServiceId),
    GaugeChange(GaugeChangeId, ServiceId),
    /// For what, and how many days begun: storage is charged by these.
    Wait(Option<ServiceId>, i64),
}

/// Days begun.
fn days_begun(waited: Minutes) -> i64 {
    let minutes = waited.get().max(0);
    minutes / MINUTES_PER_DAY + i64::from(minutes % MINUTES_PER_DAY > 0)
}

/// Prices steps by the corridor's tariffs and factors.
pub(crate) struct TariffPricer<'a> {
    costing: Costing<'a>,
    corridor: &'a Corridor,
    memo: &'a PriceMemo,
    /// Days on which prices may change.
    turns: Vec<NaiveDate>,
}

impl<'a> TariffPricer<'a> {
    pub(crate) fn new(costing: Costing<'a>, corridor: &'a Corridor, memo: &'a PriceMemo) -> Self {
        let turns = costing.turning_days();
        Self { costing, corridor, memo, turns }
    }

    /// When each period of prices begins at a place.
    fn begins_at(&self, place: &PlaceId) -> Option<Rc<[Instant]>> {
        if let Some(known) = self.memo.begins.borrow().get(place) {
            return Some(Rc::clone(known));
        }
        let local = |day: &NaiveDate| self.corridor.local_instant(place, *day, NaiveTime::MIN);
        let begins: Rc<[Instant]> = self.turns.iter().map(local).collect::<Option<_>>()?;
        self.memo.begins.borrow_mut().insert(place.clone(), Rc::clone(&begins));
        Some(begins)
    }

    /// The number of the period of prices an instant lies in at a place; that of its local date,
    /// without asking the time zone each time.
    fn period_at(&self, place: &PlaceId, at: Instant) -> Option<usize> {
        Some(self.begins_at(place)?.partition_point(|begin| *begin <= at))
    }

    /// Days of the local dates between two instants, one in each period of prices.
    fn days(&self, place: &PlaceId, from: Instant, until: Instant) -> Option<Vec<NaiveDate>> {
        let first = self.corridor.local_date(place, from)?;
        let last = self.corridor.local_date(place, until)?;
        let turns = self.turns.iter().copied().filter(|turn| *turn > first && *turn <= last);
        Some(std::iter::once(first).chain(turns).collect())
    }

    /// The least a step other than a leg costs on any of its days.
    fn least_of_days(&self, step: &Step, until: Instant) -> Option<StepPrice> {
        let key = (step.start, until, step.from.clone(), self.act(step)?);
        if let Some(known) = self.memo.least.borrow().get(&key) {
            return Some(*known);
        }
        let least = self.least_by_day(step, until)?;
        self.memo.least.borrow_mut().insert(key, least);
        Some(least)
    }

    fn least_by_day(&self, step: &Step, until: Instant) -> Option<StepPrice> {
        let mut least: Option<StepPrice> = None;
        for day in self.days(&step.from, step.start, until)? {
            let start = if Some(day) == self.corridor.local_date(&step.from, step.start) {
                step.start
            } else {
                self.corridor.local_instant(&step.from, day, NaiveTime::MIN)?
            };
            let price =
                self.price(&Step { start, end: start.after(step.duration())?, ..step.clone() }).ok()?;
            least = Some(match least {
                None => price,
                Some(least) => StepPrice {
                    cost_minor: least.cost_minor.min(price.cost_minor),
                    co2e: least.co2e.min(price.co2e),
                },
            });
        }
        least
    }

    /// Bounds of the legs of a service in a country and on a kind of line.
    fn bound_of_legs(&self, step: &Step, until: Instant) -> Option<Rc<LegBound>> {
        let StepKind::Leg { service, sections, .. } = &step.kind else { return None };
        let [section] = sections.as_slice() else { return None };
        // The window is the same local days at every place: a day more at either end makes it so.
        let (first, last) = (step.start.after(DAY_BEFORE)?, until.after(DAY_AFTER)?);
        let days = self.days(&step.from, first, last)?;
        let key = (days.clone(), service.clone(), section.country, section.electrified);
        if let Some(known) = self.memo.legs.borrow().get(&key) {
            return Some(Rc::clone(known));
        }
        // Without a price there is no leg; nothing is then as good a bound as any.
        let (cost, grams) = self.costing.leg_least(step, &days).unwrap_or_default().scaled(LegBound::SCALE);
        let bound = Rc::new(LegBound::new(cost, grams));
        self.memo.legs.borrow_mut().insert(key, Rc::clone(&bound));
        Some(bound)
    }

    fn act(&self, step: &Step) -> Option<Act> {
        Some(match &step.kind {
            StepKind::Load { service, equipment } => Act::Load(service.clone(), equipment.clone()),
            StepKind::Unload { service, equipment } => Act::Unload(service.clone(), equipment.clone()),
            StepKind::Transload { from_equipment, service, equipment, .. } => {
                Act::Transload(from_equipment.clone(), service.clone(), equipment.clone())
            }
            StepKind::Leg { service, sections, .. } => {
                Act::Leg(service.clone(), sections.iter().map(|section| section.link.clone()).collect())
            }
            StepKind::Border { crossing, side, service, first: true, .. } => {
                Act::Border(crossing.clone(), *side, service.clone())
            }
            StepKind::GaugeChange { change, service, .. } => {
                Act::GaugeChange(change.clone(), service.clone())
            }
            StepKind::Wait { reason } => {
                let service = match reason {
                    WaitReason::Departure(service) | WaitReason::Request(service) => Some(service.clone()),
                    _ => None,
                };
                Act::Wait(service, days_begun(step.duration()))
            }
            _ => return None,
        })
    }

    fn key(&self, step: &Step) -> Option<Priced> {
        let act = self.act(step)?;
        let period = self.period_at(&step.from, step.start)?;
        Some(Priced { place: step.from.clone(), period, act })
    }
}

impl Pricer for TariffPricer<'_> {
    type Error = CostError;

    fn price(&self, step: &Step) -> Result<StepPrice, CostError> {
        let key = self.key(step);
        if let Some(known) = key.as_ref().and_then(|key| self.memo.steps.borrow().get(key).copied()) {
            return Ok(known);
        }
        let (cost, co2e) = self.costing.price_step(step)?;
        let price = StepPrice { cost_minor: cost.minor(), co2e };
        if let Some(key) = key {
            self.memo.steps.borrow_mut().insert(key, price);
        }
        Ok(price)
    }

    /// Of the days begun: never less than of the minutes, and asked for often.
    fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<i64, CostError> {
        let days = days_begun(waited);
        let key = (place.clone(), days);
        if let Some(known) = self.memo.waits.borrow().get(&key) {
            return Ok(*known);
        }
        let cost =
            self.costing.max_wait_cost(place, Minutes::new(days.saturating_mul(MINUTES_PER_DAY)))?.minor();
        self.memo.waits.borrow_mut().insert(key, cost);
        Ok(cost)
    }

    fn at_least(&self, step: &Step, until: Instant) -> StepPrice {
        self.least_of_days(step, until).unwrap_or(StepPrice::NOTHING)
    }

    fn leg_bound(&self, step: &Step, until: Instant) -> LegBound {
        self.bound_of_legs(step, until).map_or_else(LegBound::default, |bound| LegBound::clone(&bound))
    }

    /// Prices change where a tariff or an exchange rate does, at local midnight.
    fn turns(&self, place: &PlaceId, from: Instant, until: Instant) -> Option<Vec<Instant>> {
        let begins = self.begins_at(place)?;
        Some(begins.iter().copied().filter(|begin| from <= *begin && *begin <= until).collect())
    }

    /// Storage is charged by days begun.
    fn wait_unit(&self) -> Minutes {
        Minutes::new(MINUTES_PER_DAY)
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use landbridge_costing::Level;
    use landbridge_scenario::{Directory, load};

    use super::*;
    use crate::RouteFilter;
    use crate::study::Study;

    /// Every beginning and every end of every leg of every route, begun on every tenth day of the search, costs and
    /// emits no less than the bounds of its sections; and so for all other steps.
    #[test]
    fn bounds_are_below_prices() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/corridors/minimal");
        let corridor = load(&Directory::open(&folder).unwrap(), &[]).corridor.unwrap();
        let study = Study::new(&corridor);
        let until = Minutes::new(120 * MINUTES_PER_DAY);
        let (mut legs, mut others, mut near) = (0, 0, 0);
        for order in corridor.order_ids() {
            for shipment in corridor.shipments(&order) {
                let ready = shipment.ready;
                let end = ready.after(until).unwrap();
                let shipment = study.shipment(shipment).unwrap();
                let memo = PriceMemo::default();
                let pricer = TariffPricer::new(shipment.costing(Level::Base), &corridor, &memo);
                let Ok(found) = shipment.routes(&RouteFilter::default()) else { continue };
                let steps = found.routes.iter().flat_map(|route| route.itinerary.steps());
                for step in steps.filter(|step| !matches!(step.kind, StepKind::Wait { .. })) {
                    for part in parts(step) {
                        let least = bound(&pricer, &part, ready, end);
                        for day in (0..120).step_by(10) {
                            let start = ready.after(Minutes::new(day * MINUTES_PER_DAY)).unwrap();
                            let moved =
                                Step { start, end: start.after(part.duration()).unwrap(), ..part.clone() };
                            let price = pricer.price(&moved).unwrap();
                            assert!(least.0 <= price.cost_minor && least.1 <= price.co2e.get(), "{moved:?}");
                            assert_eq!(
                                pricer.costing.price_step(&moved).unwrap().0.minor(),
                                price.cost_minor
                            );
                            near += i32::from(least.0 * 10 >= price.cost_minor * 9);
                        }
                        match part.kind {
                            StepKind::Leg { .. } => legs += 12,
                            _ => others += 12,
                        }
                    }
                }
            }
        }
        assert!(legs > 100 && others > 100, "{legs} legs, {others} other steps");
        // Bounds that are low help nobody.
        assert!(near * 10 >= (legs + others) * 9, "{near} of {}", legs + others);
    }

    /// All stretches of a leg; else the step itself.
    fn parts(step: &Step) -> Vec<Step> {
        let StepKind::Leg { service, equipment, mode, sections } = &step.kind else {
            return vec![step.clone()];
        };
        let mut parts = Vec::new();
        for first in 0..sections.len() {
            for last in first..sections.len() {
                let (service, equipment, mode) = (service.clone(), equipment.clone(), *mode);
                let kind =
                    StepKind::Leg { service, equipment, mode, sections: sections[first..=last].to_vec() };
                parts.push(Step { kind, ..step.clone() });
            }
        }
        parts
    }

    fn bound(pricer: &TariffPricer<'_>, step: &Step, ready: Instant, end: Instant) -> (i64, u64) {
        let step = Step { start: ready, end: ready.after(step.duration()).unwrap(), ..step.clone() };
        let StepKind::Leg { service, equipment, mode, sections } = &step.kind else {
            let least = pricer.at_least(&step, end);
            return (least.cost_minor, least.co2e.get());
        };
        let mut sum = (0, 0);
        for (idx, section) in sections.iter().enumerate() {
            let (service, equipment, mode) = (service.clone(), equipment.clone(), *mode);
            let kind = StepKind::Leg { service, equipment, mode, sections: vec![section.clone()] };
            let alone = Step { kind, ..step.clone() };
            let least = pricer.leg_bound(&alone, end).of(section.length.get(), idx == 0);
            sum = (sum.0 + least.cost_minor, sum.1 + least.co2e.get());
        }
        sum
    }
}
