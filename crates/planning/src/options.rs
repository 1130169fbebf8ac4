//! Modes side by side: the same shipment by each kind of main equipment.

use std::collections::BTreeSet;

use landbridge_loading::Refusal;
use landbridge_model::{Corridor, Country, EquipmentId, Pattern, Service, ServiceId};

use crate::RouteFilter;
use crate::acceptance::Hit;
use crate::error::PlanningError;
use crate::quote::Quote;
use crate::study::ShipmentStudy;

/// One way of shipping, named after the equipment of its main carriage.
#[derive(Clone, Debug)]
pub struct ModeOption {
    /// The main equipment.
    pub equipment: EquipmentId,
    /// Its name.
    pub name: String,
    /// What came of it.
    pub outcome: Outcome,
}

/// What came of a way of shipping.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// The quote of its cheapest route.
    Quoted(Box<Quote>),
    /// The equipment cannot take the vehicles.
    Refused(Vec<Refusal>),
    /// Rules close all its services, or the country of destination does not admit the vehicles.
    Closed(Vec<Hit>),
    /// No route: the search's reason.
    NoRoute(String),
}

impl ModeOption {
    /// The quote, if there is one.
    #[must_use]
    pub fn quote(&self) -> Option<&Quote> {
        match &self.outcome {
            Outcome::Quoted(quote) => Some(quote),
            _ => None,
        }
    }
}

impl ShipmentStudy<'_> {
    /// Every way of shipping: for each equipment that carries out of the country of origin, the cheapest route
    /// whose main carriage uses it, whatever carries before and after.
    ///
    /// Main carriage is a service that leaves the country of origin's plants for the border or beyond: with a stop
    /// there, or on demand over its whole network. Services that are confined to listed links or serve other
    /// countries only are feeders and may join any option.
    ///
    /// # Errors
    /// If a price is missing. A missing route is an outcome, not an error.
    pub fn options(&self) -> Result<Vec<ModeOption>, PlanningError> {
        let corridor = self.study().corridor();
        let Some(origin) = corridor.places.get(&self.shipment().origin) else { return Ok(Vec::new()) };
        let classes = self.shipment().classes();
        let (mut feeders, mut mains) = (BTreeSet::new(), BTreeSet::new());
        for service in corridor.services.values() {
            if !is_main(corridor, service, origin.country) {
                feeders.insert(service.id.clone());
            } else if classes.iter().all(|class| service.carries.contains(class)) {
                mains.insert(service.equipment.clone());
            }
        }
        mains.into_iter().map(|equipment| self.option(&equipment, &feeders, origin.country)).collect()
    }

    fn option(
        &self,
        equipment: &EquipmentId,
        feeders: &BTreeSet<ServiceId>,
        origin: Country,
    ) -> Result<ModeOption, PlanningError> {
        let corridor = self.study().corridor();
        let name =
            corridor.equipment.get(equipment).map_or_else(|| equipment.to_string(), |e| e.name.clone());
        let option = |outcome| Ok(ModeOption { equipment: equipment.clone(), name, outcome });
        if let Some(refusals) = self.loads().refused.get(equipment) {
            return option(Outcome::Refused(refusals.clone()));
        }
        let banned: Vec<Hit> = self.import_rules().iter().filter(|hit| hit.blocking).cloned().collect();
        if !banned.is_empty() {
            return option(Outcome::Closed(banned));
        }
        let mains: BTreeSet<ServiceId> = corridor
            .services
            .values()
            .filter(|service| service.equipment == *equipment && is_main(corridor, service, origin))
            .map(|service| service.id.clone())
            .collect();
        if let Some(hits) = self.all_closed(&mains) {
            return option(Outcome::Closed(hits));
        }
        let services = feeders.union(&mains).cloned().collect();
        match self.routes(&RouteFilter { services: Some(services), ..RouteFilter::default() }) {
            Ok(routes) => match routes.cheapest() {
                Some(route) => option(Outcome::Quoted(Box::new(self.quote(route)?))),
                None => {
                    option(Outcome::NoRoute("the search ended within its budget without a route".to_owned()))
                }
            },
            Err(error) if error.is_no_route() => option(Outcome::NoRoute(error.reason())),
            Err(error) => Err(error),
        }
    }

    fn all_closed(&self, mains: &BTreeSet<ServiceId>) -> Option<Vec<Hit>> {
        let closed = self.closed_services();
        if mains.is_empty() || !mains.iter().all(|id| closed.contains_key(id)) {
            return None;
        }
        mains.iter().next().and_then(|id| closed.get(id)).cloned()
    }
}

fn is_main(corridor: &Corridor, service: &Service, origin: Country) -> bool {
    match &service.pattern {
        Pattern::OnDemand(on_demand) => on_demand.countries.contains(&origin) && on_demand.links.is_empty(),
        Pattern::Scheduled(_) | Pattern::Frequent(_) => {
            service.pattern.stops().split_last().is_some_and(|(_, boarding)| {
                boarding
                    .iter()
                    .filter_map(|stop| corridor.places.get(&stop.place))
                    .any(|place| place.country == origin)
            })
        }
    }
}
