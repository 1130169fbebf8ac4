//! Why a way that there is is not among those offered: others are as good in everything and better in something.

use crate::criteria::{Criteria, Criterion, Vector};
use crate::error::RouteError;
use crate::network::Network;
use crate::pareto::pareto;
use crate::pricer::Pricer;
use crate::query::{Filter, Query};
use crate::routes::{Route, Routes};

/// A way with those that dominate it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dominated {
    /// The way that was wanted.
    pub wanted: Route,
    /// Those that are no worse in any criterion and better in one, sorted by their vectors. None: the way itself, or
    /// one equal to it, is among those offered.
    pub by: Vec<Dominator>,
}

/// A way that dominates another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dominator {
    /// The way.
    pub route: Route,
    /// By how much it is better, in each criterion compared: minutes, minor units, grams, handlings, square minutes.
    pub better_by: Vec<(Criterion, i128)>,
}

/// Those of some routes that dominate a vector, and by how much.
#[must_use]
pub fn dominators(wanted: &Vector, routes: &Routes, criteria: Criteria) -> Vec<Dominator> {
    let mut dominators = Vec::new();
    for route in &routes.routes {
        let vector = route.vector();
        let better_by: Vec<(Criterion, i128)> = criteria
            .iter()
            .map(|criterion| (criterion, wanted.get(criterion).saturating_sub(vector.get(criterion))))
            .collect();
        if better_by.iter().all(|(_, by)| *by >= 0) && better_by.iter().any(|(_, by)| *by > 0) {
            dominators.push(Dominator { route: route.clone(), better_by });
        }
    }
    dominators
}

/// What dominates the ways of a filter that asks for particular ones, among all ways of a query without it. Two
/// searches.
///
/// # Errors
/// See [`RouteError`]. If the filter has no way, [`why_not`](crate::why_not()) says why.
pub fn why_dominated<P: Pricer>(
    network: &Network,
    query: &Query<'_>,
    wanted: &Filter,
    pricer: &P,
) -> Result<Vec<Dominated>, RouteError<P::Error>> {
    let asked = pareto(network, &Query { filter: wanted, ..*query }, pricer)?;
    let open = pareto(network, query, pricer)?;
    let criteria = query.options.criteria;
    let dominated = asked.routes.into_iter().map(|wanted| {
        let by = dominators(&wanted.vector(), &open, criteria);
        Dominated { wanted, by }
    });
    Ok(dominated.collect())
}
