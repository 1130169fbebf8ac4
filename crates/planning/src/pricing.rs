//! The pricer that the route search is handed: the search never learns tariffs, costing never searches.

use landbridge_costing::{CostError, Costing};
use landbridge_model::{PlaceId, Step};
use landbridge_network::{Pricer, StepPrice};
use landbridge_units::Minutes;

/// Prices steps by the corridor's tariffs and factors.
pub(crate) struct TariffPricer<'a>(pub(crate) Costing<'a>);

impl Pricer for TariffPricer<'_> {
    type Error = CostError;

    fn price(&self, step: &Step) -> Result<StepPrice, CostError> {
        let (cost, co2e) = self.0.price_step(step)?;
        Ok(StepPrice { cost_minor: cost.minor(), co2e })
    }

    fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<i64, CostError> {
        Ok(self.0.max_wait_cost(place, waited)?.minor())
    }
}
