//! What is answered.

use landbridge_model::Itinerary;
use landbridge_units::GramsCo2e;

/// All ways between which arrival, cost and CO2e leave a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routes {
    /// One itinerary for each Pareto-optimal triple of arrival, cost and CO2e, sorted by these in turn. Of
    /// itineraries with the same triple it is the one with the fewest handlings, then the first by service ids.
    pub routes: Vec<Route>,
    /// Whether the search came to its end; if not, better routes may exist. If it did, the answer is as exact as
    /// the pricer keeps the contract of [`Pricer`](crate::Pricer): prices that follow the calendar break it.
    pub complete: bool,
    /// Labels the search kept, those found in haste among them: how hard it was.
    pub labels: usize,
}

/// An itinerary with its totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Route {
    /// From the moment the shipment is ready until it is unloaded at its destination.
    pub itinerary: Itinerary,
    /// Sum of the prices of its steps, in minor units.
    pub cost_minor: i64,
    /// Sum of the CO2e of its steps.
    pub co2e: GramsCo2e,
}

impl Routes {
    /// The cheapest; of several the earliest, then the greenest.
    #[must_use]
    pub fn cheapest(&self) -> Option<&Route> {
        self.routes.iter().min_by_key(|route| (route.cost_minor, route.itinerary.end(), route.co2e))
    }

    /// The earliest to arrive; of several the cheapest, then the greenest.
    #[must_use]
    pub fn fastest(&self) -> Option<&Route> {
        self.routes.iter().min_by_key(|route| (route.itinerary.end(), route.cost_minor, route.co2e))
    }

    /// The one with least CO2e; of several the cheapest, then the earliest.
    #[must_use]
    pub fn greenest(&self) -> Option<&Route> {
        self.routes.iter().min_by_key(|route| (route.co2e, route.cost_minor, route.itinerary.end()))
    }
}
