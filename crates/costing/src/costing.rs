//! The costing of one shipment: what it is asked with, and its fast path.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use landbridge_model::{
    Corridor, Equipment, EquipmentId, LoadPlan, Place, PlaceId, Service, ServiceId, Shipment, Step, Tariff,
    TariffId, TariffOn, Trace, VehicleClass,
};
use landbridge_units::{Currency, Decimal, GramsCo2e, Instant, Minutes, Money};

use crate::error::{CostError, out_of_range};
use crate::event::Event;
use crate::exact::Exact;
use crate::exchange::Exchange;

/// Which value of tariffs and factors that give a range. A factor that divides takes the other end, so that
/// [`Level::High`] never gives less than [`Level::Base`] where the ranges hold their base values.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Level {
    /// The lower ends.
    Low,
    /// The planning values.
    #[default]
    Base,
    /// The upper ends.
    High,
}

/// The day whose tariffs and exchange rates apply.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub enum AsOf {
    /// Of each step, the local date on which it begins.
    #[default]
    Travel,
    /// One day for all, as in a quotation that freezes its tariffs.
    Day(NaiveDate),
}

/// Prices steps and itineraries of one shipment. It never searches: it is asked what a given step costs.
#[derive(Clone, Debug)]
pub struct Costing<'a> {
    pub(crate) corridor: &'a Corridor,
    pub(crate) shipment: &'a Shipment,
    loads: &'a BTreeMap<EquipmentId, LoadPlan>,
    pub(crate) level: Level,
    pub(crate) as_of: AsOf,
    pub(crate) overrides: BTreeMap<TariffId, Decimal>,
    pub(crate) load_traces: BTreeMap<EquipmentId, Trace>,
    pub(crate) exchange: Exchange<'a>,
    pub(crate) classes: Vec<VehicleClass>,
    by_event: BTreeMap<TariffOn, Vec<&'a Tariff>>,
    /// Of each currency of a storage tariff, its greatest rate to the base currency on any day.
    greatest_rates: BTreeMap<Currency, Option<Exact>>,
}

impl<'a> Costing<'a> {
    /// Prepares the costing of a shipment whose vehicles stand in units as `loads` says, at the level
    /// [`Level::Base`] and by the tariffs of each step's date.
    #[must_use]
    pub fn new(
        corridor: &'a Corridor,
        shipment: &'a Shipment,
        loads: &'a BTreeMap<EquipmentId, LoadPlan>,
    ) -> Self {
        let mut by_event: BTreeMap<TariffOn, Vec<&Tariff>> = BTreeMap::new();
        for tariff in &corridor.tariffs {
            by_event.entry(tariff.on).or_default().push(tariff);
        }
        let exchange = Exchange::new(&corridor.exchange);
        let days: Vec<NaiveDate> =
            [corridor.horizon.from(), Some(corridor.as_of)].into_iter().flatten().collect();
        let greatest_rates = by_event
            .get(&TariffOn::Wait)
            .into_iter()
            .flatten()
            .map(|tariff| {
                (tariff.currency, exchange.greatest(tariff.currency, corridor.base_currency, &days))
            })
            .collect();
        Self {
            corridor,
            shipment,
            loads,
            level: Level::Base,
            as_of: AsOf::Travel,
            overrides: BTreeMap::new(),
            load_traces: BTreeMap::new(),
            exchange,
            classes: shipment.classes(),
            by_event,
            greatest_rates,
        }
    }

    /// Takes another value of the ranges.
    #[must_use]
    pub fn with_level(self, level: Level) -> Self {
        Self { level, ..self }
    }

    /// Takes tariffs and exchange rates of another day.
    #[must_use]
    pub fn with_as_of(self, as_of: AsOf) -> Self {
        Self { as_of, ..self }
    }

    /// Replaces the rate of tariffs at every level, for break-even and sensitivity. Traces then say that the rate
    /// was given.
    #[must_use]
    pub fn with_overrides(self, overrides: BTreeMap<TariffId, Decimal>) -> Self {
        Self { overrides, ..self }
    }

    /// Says why there are so many units of an equipment. Without it, traces name the bound of the load plan.
    #[must_use]
    pub fn with_load_traces(self, load_traces: BTreeMap<EquipmentId, Trace>) -> Self {
        Self { load_traces, ..self }
    }

    /// The currency of all results.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.corridor.base_currency
    }

    /// What a step costs and emits, in the base currency: the sum of the step's items, each rounded once, and
    /// without traces. Items of the shipment as a whole are not in it.
    ///
    /// # Errors
    /// If the step cannot be priced.
    pub fn price_step(&self, step: &Step) -> Result<(Money, GramsCo2e), CostError> {
        let mut cost = Money::zero(self.currency());
        for item in self.price_events(&self.step_events(step)?)? {
            cost = cost.plus(item.money)?;
        }
        let mut emitted = GramsCo2e::ZERO;
        for item in self.step_emissions(step)? {
            emitted = emitted.checked_add(item.grams).ok_or(out_of_range("the emission of a step"))?;
        }
        Ok((cost, emitted))
    }

    /// An upper bound of what a wait of this length at a place costs the shipment, and of what a wait costs more
    /// when it becomes longer by so much at its end; in the base currency. It ignores free time, takes of each item
    /// the dearest tariff of any day, equipment and service at the dearest exchange rate of any day, and counts one
    /// minor unit more, since two rounded amounts may differ by that much more than the amounts. It never falls
    /// when the wait grows.
    ///
    /// A wait that becomes longer because it begins earlier may fall under the tariff of another day; where storage
    /// tariffs or rates change, the bound then holds for the wait and not for the difference.
    ///
    /// # Errors
    /// If the place is unknown, a rate is missing or an amount is out of range.
    pub fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<Money, CostError> {
        let at = self.place(place)?;
        if at.free_days.is_none() || waited <= Minutes::ZERO {
            return Ok(Money::zero(self.currency()));
        }
        let mut dearest: BTreeMap<_, Exact> = BTreeMap::new();
        for tariff in self.tariffs_on(TariffOn::Wait) {
            let here = (tariff.places.is_empty() || tariff.places.contains(place))
                && (tariff.countries.is_empty() || tariff.countries.contains(&at.country))
                && self.classes_match(tariff);
            if !here {
                continue;
            }
            let rate =
                self.greatest_rates.get(&tariff.currency).copied().flatten().ok_or(CostError::NoRate {
                    from: tariff.currency,
                    to: self.currency(),
                    date: self.corridor.as_of,
                })?;
            let equipment = self.loads.keys().map(Some).chain([None]);
            for used in equipment {
                let event = Event::storage(place, at.country, used, waited, self.corridor.as_of);
                let amount = match self.amount(tariff, &event) {
                    // Other equipment of the shipment answers for it.
                    Err(CostError::NoEquipment { .. }) if !self.loads.is_empty() => continue,
                    amount => amount?,
                };
                let amount = amount.times(rate).ok_or(out_of_range("a storage charge"))?;
                let known = dearest.entry(tariff.item).or_insert(Exact::ZERO);
                *known = known.greater(amount).ok_or(out_of_range("a storage charge"))?;
            }
        }
        let mut bound = Money::zero(self.currency());
        for amount in dearest.into_values().filter(|amount| amount.is_positive()) {
            bound = bound.plus(amount.money_above(self.currency())?)?;
        }
        Ok(bound)
    }

    pub(crate) fn tariffs_on(&self, on: TariffOn) -> &[&'a Tariff] {
        self.by_event.get(&on).map_or(&[], Vec::as_slice)
    }

    /// The date whose tariffs apply to what happens at a place at an instant.
    pub(crate) fn date(&self, place: &PlaceId, at: Instant) -> Result<NaiveDate, CostError> {
        self.place(place)?;
        match self.as_of {
            AsOf::Day(day) => Ok(day),
            AsOf::Travel => self
                .corridor
                .local_date(place, at)
                .ok_or_else(|| CostError::NoDate { at, place: place.clone() }),
        }
    }

    pub(crate) fn place(&self, place: &PlaceId) -> Result<&'a Place, CostError> {
        self.corridor.places.get(place).ok_or_else(|| CostError::UnknownPlace { place: place.clone() })
    }

    pub(crate) fn service(&self, service: &ServiceId) -> Result<&'a Service, CostError> {
        self.corridor
            .services
            .get(service)
            .ok_or_else(|| CostError::UnknownService { service: service.clone() })
    }

    pub(crate) fn equipment(&self, equipment: &EquipmentId) -> Result<&'a Equipment, CostError> {
        self.corridor
            .equipment
            .get(equipment)
            .ok_or_else(|| CostError::UnknownEquipment { equipment: equipment.clone() })
    }

    pub(crate) fn load(&self, equipment: &EquipmentId) -> Result<&'a LoadPlan, CostError> {
        self.loads.get(equipment).ok_or_else(|| CostError::NoLoadPlan { equipment: equipment.clone() })
    }
}
