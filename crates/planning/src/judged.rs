//! Routes judged by who shares no code with the search.

use landbridge_costing::Level;
use landbridge_network::{
    Filter as RouteFilter, Flaw, Query, Routes, SearchOptions, Verified, certificate, verify, waived,
};

use crate::error::PlanningError;
use crate::pricing::{PriceMemo, TariffPricer};
use crate::study::ShipmentStudy;

impl ShipmentStudy<'_> {
    /// Whether routes answered to a question are feasible, priced right, and none as good as another: worked out anew
    /// from the corridor and its tariffs. Flaws are the answer, not an error.
    ///
    /// # Errors
    /// If a price is missing.
    pub fn judge(
        &self,
        filter: &RouteFilter,
        options: SearchOptions,
        routes: &Routes,
    ) -> Result<Result<Verified, Vec<Flaw>>, PlanningError> {
        let corridor = self.study().corridor();
        let equipment = self.loads().usable();
        let filter = RouteFilter { services: Some(self.open_services(filter)), ..filter.clone() };
        let query =
            Query { shipment: self.shipment(), equipment: &equipment, filter: &filter, options, watch: None };
        // Prices remembered by the search are not believed either.
        let memo = PriceMemo::default();
        let pricer = TariffPricer::new(self.costing(Level::Base), corridor, &memo);
        let certificate = certificate(corridor, &query, routes, &pricer)?;
        Ok(if filter.waive.is_empty() {
            verify(corridor, &certificate, &pricer)
        } else {
            verify(&waived(corridor, &filter.waive, &query), &certificate, &pricer)
        })
    }
}
