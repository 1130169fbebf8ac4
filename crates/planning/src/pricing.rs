//! The pricer that the route search is handed: the search never learns tariffs, costing never searches.

use std::cell::RefCell;
use std::collections::BTreeMap;

use chrono::NaiveDate;
use landbridge_costing::{CostError, Costing};
use landbridge_model::{
    Corridor, CrossingId, EquipmentId, GaugeChangeId, LinkId, PlaceId, ServiceId, Step, StepKind,
};
use landbridge_network::{Pricer, StepPrice};
use landbridge_units::Minutes;

const MINUTES_PER_DAY: i64 = 1_440;

/// Prices that were asked for once. They hold for one shipment with its load plans, on every search of it.
#[derive(Debug, Default)]
pub(crate) struct PriceMemo {
    steps: RefCell<BTreeMap<Priced, StepPrice>>,
    waits: RefCell<BTreeMap<(PlaceId, i64), i64>>,
}

/// All that the price of a step depends on, but for waits, which are priced by their length.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Priced {
    place: PlaceId,
    /// Local day on which the step begins: tariffs and exchange rates are valid by days.
    day: NaiveDate,
    act: Act,
}

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Act {
    Load(ServiceId, EquipmentId),
    Unload(ServiceId, EquipmentId),
    Transload(EquipmentId, ServiceId, EquipmentId),
    Leg(ServiceId, Vec<LinkId>),
    Border(CrossingId, landbridge_model::Country, ServiceId),
    GaugeChange(GaugeChangeId, ServiceId),
}

/// Prices steps by the corridor's tariffs and factors.
pub(crate) struct TariffPricer<'a> {
    pub(crate) costing: Costing<'a>,
    pub(crate) corridor: &'a Corridor,
    pub(crate) memo: &'a PriceMemo,
}

impl TariffPricer<'_> {
    fn key(&self, step: &Step) -> Option<Priced> {
        let act = match &step.kind {
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
            StepKind::GaugeChange { change, service, .. } => Act::GaugeChange(change.clone(), service.clone()),
            _ => return None,
        };
        let day = self.corridor.local_date(&step.from, step.start)?;
        Some(Priced { place: step.from.clone(), day, act })
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
        let minutes = waited.get().max(0);
        let days = minutes / MINUTES_PER_DAY + i64::from(minutes % MINUTES_PER_DAY > 0);
        let key = (place.clone(), days);
        if let Some(known) = self.memo.waits.borrow().get(&key) {
            return Ok(*known);
        }
        let cost = self.costing.max_wait_cost(place, Minutes::new(days.saturating_mul(MINUTES_PER_DAY)))?.minor();
        self.memo.waits.borrow_mut().insert(key, cost);
        Ok(cost)
    }
}
