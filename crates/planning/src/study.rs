//! A study: a corridor with its network built, and the shipments asked of it.

use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use chrono::NaiveDate;
use landbridge_costing::{Costing, Level};
use landbridge_model::{
    Amount, Corridor, EquipmentId, FactRef, Issue, Itinerary, PlaceId, Service, ServiceId, Shipment,
    ShipmentLine, Trace,
};
use landbridge_network::{
    Criteria, Criterion, Filter as RouteFilter, Network, Plan, Query, Route, Routes, SearchOptions, Waiver,
    Watch,
};
use landbridge_units::{Decimal, Instant, Money, Rounding};

use crate::acceptance::{Hit, import_hits, service_hits};
use crate::error::PlanningError;
use crate::loads::Loads;
use crate::pricing::{PriceMemo, TariffPricer};
use crate::quote::Quote;
use crate::route_plan::RoutePlan;

/// A corridor ready to be asked.
pub struct Study<'c> {
    corridor: &'c Corridor,
    network: Network,
    issues: Vec<Issue>,
}

/// One shipment, loaded onto every equipment and ready to be routed.
pub struct ShipmentStudy<'s> {
    study: &'s Study<'s>,
    shipment: Shipment,
    loads: Loads,
    /// Services that rules close to the shipment.
    closed: BTreeMap<ServiceId, Vec<Hit>>,
    conditions: Vec<Hit>,
    import: Vec<Hit>,
    prices: Rc<PriceMemo>,
}

impl<'c> Study<'c> {
    /// Builds the network of a corridor.
    #[must_use]
    pub fn new(corridor: &'c Corridor) -> Self {
        let (network, issues) = Network::build(corridor);
        Self { corridor, network, issues }
    }

    /// The corridor.
    #[must_use]
    pub fn corridor(&self) -> &'c Corridor {
        self.corridor
    }

    /// Problems found while building the network.
    #[must_use]
    pub fn issues(&self) -> &[Issue] {
        &self.issues
    }

    /// Loads a shipment onto every equipment and applies the acceptance rules.
    ///
    /// # Errors
    /// If a load plan cannot be made.
    pub fn shipment(&self, shipment: Shipment) -> Result<ShipmentStudy<'_>, PlanningError> {
        let loads = Loads::of(self.corridor, &shipment)?;
        Ok(self.with_loads(shipment, loads))
    }

    fn with_loads(&self, shipment: Shipment, loads: Loads) -> ShipmentStudy<'_> {
        let day = self.day_of(&shipment, shipment.ready);
        let mut closed = BTreeMap::new();
        let mut conditions: BTreeMap<(String, String), Hit> = BTreeMap::new();
        for service in self.corridor.services.values() {
            let (blocking, soft): (Vec<Hit>, Vec<Hit>) = service_hits(self.corridor, &shipment, service, day)
                .into_iter()
                .partition(|hit| hit.blocking);
            if !blocking.is_empty() {
                closed.insert(service.id.clone(), blocking);
            }
            for hit in soft {
                conditions.entry((hit.rule.to_string(), hit.vehicle.to_string())).or_insert(hit);
            }
        }
        let import = self
            .corridor
            .places
            .get(&shipment.destination)
            .map(|place| import_hits(self.corridor, &shipment, place.country, day))
            .unwrap_or_default();
        ShipmentStudy {
            study: self,
            shipment,
            loads,
            closed,
            conditions: conditions.into_values().collect(),
            import,
            prices: Rc::default(),
        }
    }

    /// The day whose rules apply to a shipment that is ready at an instant.
    fn day_of(&self, shipment: &Shipment, ready: Instant) -> NaiveDate {
        self.corridor.local_date(&shipment.origin, ready).unwrap_or(self.corridor.as_of)
    }
}

impl<'s> ShipmentStudy<'s> {
    /// The same vehicles, ready at the same time and place, for another destination: loads and prices known so far
    /// are kept.
    #[must_use]
    pub fn to(&self, destination: &PlaceId) -> Self {
        let shipment = Shipment { destination: destination.clone(), due: None, ..self.shipment.clone() };
        let mut other = self.study.with_loads(shipment, self.loads.clone());
        other.prices = Rc::clone(&self.prices);
        other
    }

    /// The same vehicles, ready at another time.
    #[must_use]
    pub fn ready(&self, ready: Instant) -> Self {
        let shipment = Shipment { ready, ..self.shipment.clone() };
        let mut other = self.study.with_loads(shipment, self.loads.clone());
        other.prices = Rc::clone(&self.prices);
        other
    }

    /// The study it belongs to.
    #[must_use]
    pub fn study(&self) -> &'s Study<'s> {
        self.study
    }

    /// The shipment.
    #[must_use]
    pub fn shipment(&self) -> &Shipment {
        &self.shipment
    }

    /// Its load plans.
    #[must_use]
    pub fn loads(&self) -> &Loads {
        &self.loads
    }

    /// Services closed to it, with the rules that close them.
    #[must_use]
    pub fn closed_services(&self) -> &BTreeMap<ServiceId, Vec<Hit>> {
        &self.closed
    }

    /// Services that rules would close to it if it were ready at another time.
    #[must_use]
    pub(crate) fn closed_at(&self, ready: Instant) -> BTreeSet<ServiceId> {
        let (study, shipment) = (self.study, &self.shipment);
        let day = study.day_of(shipment, ready);
        let closes = |service: &&Service| {
            service_hits(study.corridor, shipment, service, day).iter().any(|hit| hit.blocking)
        };
        study.corridor.services.values().filter(closes).map(|service| service.id.clone()).collect()
    }

    /// Conditions of carriage that the shipper has to confirm.
    #[must_use]
    pub fn conditions(&self) -> &[Hit] {
        &self.conditions
    }

    /// Import rules of the destination that it meets; a blocking one means that it cannot be imported.
    #[must_use]
    pub fn import_rules(&self) -> &[Hit] {
        &self.import
    }

    /// The costing of this shipment at a level of tariffs and factors.
    #[must_use]
    pub fn costing(&self, level: Level) -> Costing<'_> {
        Costing::new(self.study.corridor, &self.shipment, &self.loads.plans)
            .with_level(level)
            .with_load_traces(self.loads.traces.clone())
    }

    /// All Pareto-optimal routes by arrival, transport cost and CO2e.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn routes(&self, filter: &RouteFilter) -> Result<Routes, PlanningError> {
        self.routes_by(filter, SearchOptions::default())
    }

    /// The cheapest route by transport cost, the earliest of equals; `None` where the search ended within its budget.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn cheapest(&self, filter: &RouteFilter) -> Result<Option<Route>, PlanningError> {
        let criteria = Criteria::only(Criterion::Cost);
        let options = SearchOptions { criteria, ..SearchOptions::default() };
        Ok(self.routes_by(filter, options)?.cheapest().cloned())
    }

    /// All Pareto-optimal routes by the criteria and within the limits of the options.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn routes_by(&self, filter: &RouteFilter, options: SearchOptions) -> Result<Routes, PlanningError> {
        let ready = self.shipment.ready;
        self.plan(filter, options, (ready, ready), None, |plan| plan.routes())
    }

    /// Makes the network ready for the shipment, to be ready itself between two instants, and asks questions of it.
    ///
    /// # Errors
    /// If the network cannot be made ready, or what the question says.
    pub fn plan<R>(
        &self,
        filter: &RouteFilter,
        options: SearchOptions,
        ready: (Instant, Instant),
        watch: Option<&dyn Watch>,
        ask: impl FnOnce(&RoutePlan<'_>) -> Result<R, PlanningError>,
    ) -> Result<R, PlanningError> {
        let equipment = self.loads.usable();
        let filter = RouteFilter { services: Some(self.open_services(filter)), ..filter.clone() };
        let query =
            Query { shipment: &self.shipment, equipment: &equipment, filter: &filter, options, watch };
        self.with_pricer(Level::Base, |network, pricer| {
            ask(&RoutePlan::new(Plan::new(network, query, pricer, ready)?))
        })
    }

    /// Something asked of the network with the prices of this shipment.
    pub(crate) fn with_pricer<R>(
        &self,
        level: Level,
        ask: impl FnOnce(&Network, &TariffPricer<'_>) -> R,
    ) -> R {
        let pricer = TariffPricer::new(self.costing(level), self.study.corridor, &self.prices);
        ask(&self.study.network, &pricer)
    }

    /// A route with all its sheets.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn quote(&self, route: &Route) -> Result<Quote, PlanningError> {
        Quote::of(self, route.clone())
    }

    /// The number of vehicles, down to the lines of the order book, or to the question.
    #[must_use]
    pub fn vehicles(&self) -> Trace {
        let lines = self.shipment.lines.iter().map(|line| self.vehicles_of(line)).collect();
        Trace::sum("vehicles", vehicles(self.shipment.vehicles()), lines)
    }

    /// The number of vehicles of one model.
    #[must_use]
    pub fn vehicles_of(&self, line: &ShipmentLine) -> Trace {
        let label = format!("vehicles of {}", line.vehicle.id);
        let amount = vehicles(u64::from(line.quantity));
        match line.rows.as_slice() {
            [] => Trace::given(label, amount, "asked"),
            [only] => Trace::fact(label, amount, FactRef::new(only, "quantity")),
            rows => {
                let facts = rows.iter().map(|row| {
                    let fact = FactRef::new(row, "quantity");
                    let stated = Amount::Text(fact.value().to_owned());
                    Trace::fact(format!("line {}", row.id), stated, fact)
                });
                Trace::formula(label, amount, "sum of the lines", facts.collect())
            }
        }
    }

    /// Cost per vehicle of a way where every tariff that gives a range is at that end of it.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn per_vehicle_at(&self, level: Level, itinerary: &Itinerary) -> Result<Trace, PlanningError> {
        Ok(self.costing(level).cost_sheet(itinerary)?.per_vehicle)
    }

    /// An amount of the whole shipment for each of its vehicles, rounded half-even.
    ///
    /// # Errors
    /// If the shipment has no vehicles, or the amount leaves its range.
    pub fn each(&self, label: &str, amount: Money, whole: &Trace) -> Result<Trace, PlanningError> {
        let each = amount
            .to_decimal()
            .checked_div(Decimal::from(self.shipment.vehicles()))
            .ok_or(PlanningError::OutOfRange { what: "the amount per vehicle" })?;
        let each = Money::from_decimal(each, amount.currency(), Rounding::HalfEven)?;
        Ok(Trace::formula(
            label,
            Amount::Money(each),
            "shipment / vehicles, half-even",
            vec![whole.clone(), self.vehicles()],
        ))
    }

    /// Why so many units of an equipment are needed.
    #[must_use]
    pub fn units(&self, equipment: &EquipmentId) -> Option<&Trace> {
        self.loads.traces.get(equipment)
    }

    pub(crate) fn open_services(&self, filter: &RouteFilter) -> BTreeSet<ServiceId> {
        self.study
            .corridor
            .services
            .keys()
            .filter(|id| {
                !self.closed.contains_key(*id) || filter.waive.contains(&Waiver::Service((*id).clone()))
            })
            .filter(|id| filter.services.as_ref().is_none_or(|allowed| allowed.contains(*id)))
            .cloned()
            .collect()
    }
}

fn vehicles(n: u64) -> Amount {
    Amount::Count(i64::try_from(n).unwrap_or(i64::MAX), "vehicles".to_owned())
}
