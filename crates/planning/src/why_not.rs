//! Why a shipment has no route, acceptance rules included, and which routes of many are worth having.

use std::collections::BTreeMap;

use landbridge_costing::Level;
use landbridge_model::ServiceId;
use landbridge_network::{
    Change, Diversity, Filter as RouteFilter, Query, Route, SearchOptions, Waiver, Watch, WhyNot,
    WhyNotOptions, diverse,
};

use crate::acceptance::Hit;
use crate::error::PlanningError;
use crate::pricing::TariffPricer;
use crate::study::ShipmentStudy;

/// So many routes are looked for by each criterion for each that is wanted, if the question does not say.
const LOOKED_FOR: usize = 4;

/// Why a shipment has no route.
#[derive(Clone, Debug)]
pub struct ShipmentWhyNot {
    /// What was found.
    pub answer: WhyNot,
    /// Services that acceptance rules close to the shipment on the day it was to be ready, with the rules.
    pub closed: BTreeMap<ServiceId, Vec<Hit>>,
    /// Import rules that stop the shipment at its destination, whatever its route.
    pub import: Vec<Hit>,
}

impl ShipmentWhyNot {
    /// The acceptance rules that have to be lifted for a change.
    #[must_use]
    pub fn rules(&self, change: &Change) -> &[Hit] {
        match change {
            Change::Waive(Waiver::Service(service)) => self.closed.get(service).map_or(&[], Vec::as_slice),
            _ => &[],
        }
    }

    /// A change in words, with the rules that have to be lifted for it.
    #[must_use]
    pub fn words(&self, change: &Change) -> String {
        let mut words = change.to_string();
        let mut said: Vec<&str> = Vec::new();
        for hit in self.rules(change) {
            // One rule stops several vehicles, and says the same of most.
            if !said.contains(&hit.reason.as_str()) {
                words.push_str(if said.is_empty() { " in spite of " } else { "; " });
                words.push_str(&format!("{}: {}", hit.rule, hit.reason));
                said.push(&hit.reason);
            }
        }
        words
    }
}

impl ShipmentStudy<'_> {
    /// Why a question has no route, and the smallest sets of changes that give it one; see
    /// [`landbridge_network::why_not`].
    ///
    /// Services closed by acceptance rules are opened by [`Waiver::Service`]. Rules are those of the day on which the
    /// shipment was to be ready, also where a change puts that day forward. Equipment that cannot be loaded with the
    /// vehicles stays out of the question.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn why_not(
        &self,
        filter: &RouteFilter,
        options: SearchOptions,
        allowed: &WhyNotOptions,
        watch: Option<&dyn Watch>,
    ) -> Result<ShipmentWhyNot, PlanningError> {
        let corridor = self.study().corridor();
        let equipment = self.loads().usable();
        let mut allowed = allowed.clone();
        allowed.closed.extend(self.closed_services().keys().cloned());
        let refused = corridor.services.values().filter(|service| !equipment.contains(&service.equipment));
        allowed.fixed.extend(refused.map(|service| Waiver::Service(service.id.clone())));
        let query = Query { shipment: self.shipment(), equipment: &equipment, filter, options, watch };
        let answer = self.with_pricer(Level::Base, |network, pricer: &TariffPricer<'_>| {
            landbridge_network::why_not(network, &query, pricer, &allowed)
        })?;
        Ok(ShipmentWhyNot {
            answer,
            closed: self.closed_services().clone(),
            import: self.import_rules().iter().filter(|hit| hit.blocking).cloned().collect(),
        })
    }

    /// Routes that differ, of the best by each criterion of the options: as many as
    /// [`alternatives`](SearchOptions::alternatives) says, or four for each that is wanted if it says one.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn alternatives(
        &self,
        filter: &RouteFilter,
        options: SearchOptions,
        wanted: &Diversity,
    ) -> Result<Vec<Route>, PlanningError> {
        let pool = match options.alternatives {
            0 | 1 => wanted.number.saturating_mul(LOOKED_FOR).max(1),
            asked => asked,
        };
        let routes = self.routes_by(filter, SearchOptions { alternatives: pool, ..options })?;
        Ok(diverse(&routes.routes, wanted).into_iter().cloned().collect())
    }
}
