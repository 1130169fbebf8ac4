//! What is answered.

use landbridge_model::Itinerary;
use landbridge_units::GramsCo2e;

use crate::criteria::{Criteria, Criterion, Vector};

/// Ways between which the criteria leave a choice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Routes {
    /// One itinerary for each Pareto-optimal vector of the criteria asked for, sorted by their vectors. With
    /// [`alternatives`](crate::SearchOptions::alternatives) there are others among them.
    pub routes: Vec<Route>,
    /// Whether the search came to its end; if not, better routes may exist. If it did, the answer is as exact as
    /// the pricer keeps the contract of [`Pricer`](crate::Pricer): prices that follow the calendar break it.
    pub complete: bool,
    /// Labels (partial ways) the search kept: how hard it was.
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
    /// Loadings, transloads and unloadings.
    pub handlings: u32,
    /// Variance of its transit time, in square minutes, as far as ranges are known.
    pub spread: u64,
}

impl Route {
    /// What it comes to in every criterion.
    #[must_use]
    pub fn vector(&self) -> Vector {
        Vector {
            arrival: self.itinerary.end(),
            cost_minor: self.cost_minor,
            co2e: self.co2e,
            handlings: self.handlings,
            spread: self.spread,
        }
    }
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

    /// Leaves out what another is as good as, and sorts.
    pub(crate) fn thin(&mut self, criteria: Criteria) {
        self.routes.sort_by_key(Route::vector);
        let mut kept: Vec<Route> = Vec::new();
        for route in std::mem::take(&mut self.routes) {
            let vector = route.vector();
            if !kept.iter().any(|other| other.vector().not_worse(&vector, criteria)) {
                kept.retain(|other| !vector.not_worse(&other.vector(), criteria));
                kept.push(route);
            }
        }
        self.routes = kept;
    }

    /// The best by one criterion, as many as asked for, the best first; of equal ones in the order of their
    /// vectors. The search has to have been asked for as many [`alternatives`](crate::SearchOptions::alternatives).
    #[must_use]
    pub fn best(&self, criterion: Criterion, number: usize) -> Vec<&Route> {
        let mut routes: Vec<&Route> = self.routes.iter().collect();
        routes.sort_by_key(|route| (route.vector().get(criterion), route.vector()));
        routes.truncate(number);
        routes
    }
}
