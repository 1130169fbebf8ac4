//! Several questions about the routes of one shipment, on a network made ready once.

use std::collections::BTreeMap;

use landbridge_model::PlaceId;
use landbridge_network::{Plan, Routes};
use landbridge_units::Instant;

use crate::error::PlanningError;
use crate::pricing::TariffPricer;

/// A network made ready for one shipment.
#[derive(Debug)]
pub struct RoutePlan<'p>(Plan<'p, TariffPricer<'p>>);

impl<'p> RoutePlan<'p> {
    pub(crate) fn new(plan: Plan<'p, TariffPricer<'p>>) -> Self {
        Self(plan)
    }

    /// The Pareto set of the shipment as it is.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn routes(&self) -> Result<Routes, PlanningError> {
        Ok(self.0.routes()?)
    }

    /// The Pareto set of the shipment if it is ready at an instant.
    ///
    /// # Errors
    /// If nothing reaches the destination, or a price is missing.
    pub fn ask(&self, ready: Instant, destination: &PlaceId) -> Result<Routes, PlanningError> {
        Ok(self.0.ask(ready, destination)?)
    }

    /// The Pareto set for each of several instants at which the shipment may be ready; an error is the answer for
    /// its instant.
    #[must_use]
    pub fn profile(&self, ready: &[Instant]) -> Vec<(Instant, Result<Routes, PlanningError>)> {
        let answers = self.0.profile(ready).into_iter();
        answers.map(|(at, answer)| (at, answer.map_err(PlanningError::from))).collect()
    }

    /// The Pareto sets to every place where the vehicles can be unloaded; a place that nothing reaches is left out.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn reach(&self, ready: Instant) -> Result<BTreeMap<PlaceId, Routes>, PlanningError> {
        Ok(self.0.reach(ready)?)
    }

    /// The latest minute between two at which the shipment may be ready to be unloaded at its destination by a
    /// deadline; `None` if it is too late at the first already.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn latest_start(
        &self,
        between: (Instant, Instant),
        deadline: Instant,
    ) -> Result<Option<Instant>, PlanningError> {
        Ok(self.0.latest_start(between, deadline)?)
    }
}
