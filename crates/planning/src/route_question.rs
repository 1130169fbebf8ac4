//! A question about the routes of a shipment, and which of the routes found answer it.

use landbridge_model::{Itinerary, ServiceId, StepKind};
use landbridge_network::{
    Criteria, Criterion, Diversity, Filter as RouteFilter, Route, Routes, SearchOptions, diverse,
};

/// What is asked about the routes of a shipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RouteQuestion {
    /// What may, must and must not be used.
    pub filter: RouteFilter,
    /// Criteria in the order of the question, each once; the first decides where one route is to be named.
    by: Vec<Criterion>,
    /// Which of the routes found are shown in full.
    pub pick: Pick,
    /// Whether the shipment was made ready at the latest minute that will do.
    pub ready_latest: bool,
    limits: SearchOptions,
}

/// Which of the routes found are shown in full.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Pick {
    /// The best by each criterion.
    #[default]
    BestByEach,
    /// So many best by the first criterion, each by another sequence of services.
    Best(usize),
    /// So many of the best by the first criterion that share as little as can be.
    Diverse(usize),
}

/// A route shown in full, and why it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Picked<'r> {
    /// The criteria it is best by, or its rank by the first, in words: `cheapest and lowest CO2e`, `1 by cost`.
    pub why: String,
    /// The route.
    pub route: &'r Route,
}

impl Default for RouteQuestion {
    /// Cost, arrival and CO2e, the best by each, nothing excluded.
    fn default() -> Self {
        Self {
            filter: RouteFilter::default(),
            by: vec![Criterion::Cost, Criterion::Arrival, Criterion::Co2e],
            pick: Pick::default(),
            ready_latest: false,
            limits: SearchOptions::default(),
        }
    }
}

impl RouteQuestion {
    /// A question with criteria, the deciding one first; the default ones where there are none.
    #[must_use]
    pub fn by(criteria: &[Criterion], filter: RouteFilter, limits: SearchOptions) -> Self {
        let mut by: Vec<Criterion> = Vec::new();
        for criterion in criteria {
            if !by.contains(criterion) {
                by.push(*criterion);
            }
        }
        let mut question = Self { filter, limits, ..Self::default() };
        if !by.is_empty() {
            question.by = by;
        }
        question
    }

    /// The criteria in the order of the question, at least one.
    #[must_use]
    pub fn criteria(&self) -> &[Criterion] {
        &self.by
    }

    /// The criterion that decides where one route is to be named.
    #[must_use]
    pub fn first(&self) -> Criterion {
        self.by.first().copied().unwrap_or(Criterion::Cost)
    }

    /// How the search is made: the limits of the question with its criteria and as many alternatives as are picked.
    #[must_use]
    pub fn options(&self) -> SearchOptions {
        let alternatives = match self.pick {
            Pick::BestByEach => self.limits.alternatives,
            Pick::Best(number) => number.max(1),
            // A pool to choose from.
            Pick::Diverse(number) => number.saturating_mul(4).max(2),
        };
        let criteria = Criteria::of(&self.by).unwrap_or_default();
        SearchOptions { criteria, alternatives, ..self.limits }
    }

    /// Whether arrival, cost, CO2e or handlings are limited.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        let SearchOptions { arrive_by, max_cost_minor, max_co2e, max_handlings, .. } = self.limits;
        arrive_by.is_some() || max_cost_minor.is_some() || max_co2e.is_some() || max_handlings.is_some()
    }

    /// The same question without limits to arrival, cost, CO2e and handlings: what there is at all.
    #[must_use]
    pub fn unlimited(&self) -> Self {
        let limits = SearchOptions {
            arrive_by: None,
            max_cost_minor: None,
            max_co2e: None,
            max_handlings: None,
            ..self.limits
        };
        Self { limits, ..self.clone() }
    }

    /// The routes shown in full. A route that is best in several ways is named once, with all of them.
    #[must_use]
    pub fn picked<'r>(&self, routes: &'r Routes) -> Vec<Picked<'r>> {
        match self.pick {
            Pick::BestByEach => self.best_by_each(routes),
            Pick::Diverse(number) => {
                let wanted = Diversity { number, first: self.first(), ..Diversity::default() };
                let picked = diverse(&routes.routes, &wanted).into_iter().enumerate();
                picked
                    .map(|(idx, route)| Picked {
                        why: match idx {
                            0 => superlative(self.first()).to_owned(),
                            _ => format!("unlike the others, {}", idx.saturating_add(1)),
                        },
                        route,
                    })
                    .collect()
            }
            Pick::Best(number) => best_sequences(routes, self.first(), number)
                .into_iter()
                .enumerate()
                .map(|(idx, route)| Picked {
                    why: format!("{} by {}", idx.saturating_add(1), self.first()),
                    route,
                })
                .collect(),
        }
    }

    fn best_by_each<'r>(&self, routes: &'r Routes) -> Vec<Picked<'r>> {
        let mut picked: Vec<Picked<'r>> = Vec::new();
        for criterion in &self.by {
            let best = match criterion {
                Criterion::Arrival => routes.fastest(),
                Criterion::Cost => routes.cheapest(),
                Criterion::Co2e => routes.greenest(),
                Criterion::Handlings | Criterion::Spread => routes.best(*criterion, 1).into_iter().next(),
            };
            let Some(route) = best else { continue };
            let name = superlative(*criterion);
            match picked.iter_mut().find(|known| known.route.itinerary == route.itinerary) {
                Some(known) => known.why = format!("{} and {name}", known.why),
                None => picked.push(Picked { why: name.to_owned(), route }),
            }
        }
        picked
    }
}

/// What the best route by a criterion is called.
#[must_use]
pub const fn superlative(criterion: Criterion) -> &'static str {
    match criterion {
        Criterion::Arrival => "fastest",
        Criterion::Cost => "cheapest",
        Criterion::Co2e => "lowest CO2e",
        Criterion::Handlings => "fewest handlings",
        Criterion::Spread => "steadiest",
    }
}

/// The best by a criterion of which no two use the same services in the same order.
fn best_sequences(routes: &Routes, by: Criterion, number: usize) -> Vec<&Route> {
    let mut seen: Vec<Vec<ServiceId>> = Vec::new();
    let mut best = Vec::new();
    for route in routes.best(by, routes.routes.len()) {
        let services = services_of(&route.itinerary);
        if !seen.contains(&services) {
            seen.push(services);
            best.push(route);
        }
    }
    best.truncate(number);
    best
}

/// The services of a way in the order of its legs; legs by the same service that follow each other count once.
#[must_use]
pub fn services_of(itinerary: &Itinerary) -> Vec<ServiceId> {
    let mut services: Vec<ServiceId> = Vec::new();
    for step in itinerary.steps() {
        if let StepKind::Leg { service, .. } = &step.kind
            && services.last() != Some(service)
        {
            services.push(service.clone());
        }
    }
    services
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_criterion_named_decides() {
        let criteria = [Criterion::Co2e, Criterion::Cost, Criterion::Co2e];
        let question = RouteQuestion::by(&criteria, RouteFilter::default(), SearchOptions::default());
        assert_eq!(question.criteria(), [Criterion::Co2e, Criterion::Cost]);
        assert_eq!(question.first(), Criterion::Co2e);
        assert!(!question.options().criteria.has(Criterion::Arrival));
        let none = RouteQuestion::by(&[], RouteFilter::default(), SearchOptions::default());
        assert_eq!(none, RouteQuestion::default());
    }

    #[test]
    fn limits_can_be_taken_away() {
        let limits = SearchOptions { max_handlings: Some(2), max_labels: 7, ..SearchOptions::default() };
        let question = RouteQuestion::by(&[], RouteFilter::default(), limits);
        assert!(question.is_limited() && !question.unlimited().is_limited());
        assert_eq!(question.unlimited().options().max_labels, 7);
        let several = RouteQuestion { pick: Pick::Best(3), ..question };
        assert_eq!(several.options().alternatives, 3);
    }
}
