//! An answer with what somebody else needs to judge it.

use std::collections::BTreeSet;

use landbridge_model::{Corridor, PlaceId};

use crate::error::RouteError;
use crate::pricer::Pricer;
use crate::query::{Query, Waiver};
use crate::routes::Routes;
use crate::verify::{Certificate, Question, Totals};

/// The certificate of an answer: what was asked, each way with the price of each step, and what the search says it
/// comes to. [`verify`](crate::verify()) judges it by the corridor alone; with waivers, by the corridor as
/// [`waived`] has it.
///
/// What a way is to touch is no part of the question as it is judged: [`Filter::via`](crate::Filter::via) leaves
/// ways out, which a judge of feasibility, prices and dominance among those answered need not know. Where
/// [`alternatives`](crate::SearchOptions::alternatives) are asked for, ways are worse than others on purpose: each is
/// judged right in a certificate of its own.
///
/// # Errors
/// If the pricer fails.
pub fn certificate<P: Pricer>(
    corridor: &Corridor,
    query: &Query<'_>,
    routes: &Routes,
    pricer: &P,
) -> Result<Certificate, RouteError<P::Error>> {
    let mut ways = Vec::with_capacity(routes.routes.len());
    for route in &routes.routes {
        let mut prices = Vec::new();
        for step in route.itinerary.steps() {
            prices.push(pricer.price(step).map_err(|source| RouteError::Pricer {
                place: step.from.clone(),
                service: None,
                source,
            })?);
        }
        let vector = route.vector();
        let totals = Totals {
            arrival: vector.arrival,
            cost_minor: vector.cost_minor,
            co2e: vector.co2e,
            handlings: vector.handlings,
            spread: vector.spread,
        };
        ways.push((route.itinerary.clone(), prices, totals));
    }
    Ok(Certificate::of(question(corridor, query), ways))
}

fn question(corridor: &Corridor, query: &Query<'_>) -> Question {
    let filter = query.filter;
    let asked = |id| filter.services.as_ref().is_none_or(|asked| asked.contains(id));
    let services = corridor.services.values().filter(|service| {
        asked(&service.id)
            && !filter.avoid_modes.contains(&service.mode)
            && !filter.avoid_operators.contains(&service.operator)
    });
    let abroad = corridor.places.values().filter(|place| filter.avoid_countries.contains(&place.country));
    let avoided: BTreeSet<PlaceId> =
        abroad.map(|place| place.id.clone()).chain(filter.avoid_places.iter().cloned()).collect();
    let mut equipment = query.equipment.clone();
    for waiver in &filter.waive {
        if let Waiver::Service(service) = waiver {
            equipment.extend(corridor.services.get(service).map(|service| service.equipment.clone()));
        }
    }
    let mut question = Question::new(query.shipment.clone(), equipment, query.options.horizon);
    question.services = Some(services.map(|service| service.id.clone()).collect());
    question.avoid_places = avoided;
    question.avoid_crossings = filter.avoid_crossings.clone();
    question.max_handlings = query.options.max_handlings;
    question.criteria = query.options.criteria.iter().collect();
    question
}

/// A corridor in which some constraints do not hold.
#[must_use]
pub fn waived(corridor: &Corridor, waive: &BTreeSet<Waiver>, query: &Query<'_>) -> Corridor {
    let mut other = corridor.clone();
    let lifted = |id| waive.contains(&Waiver::Rule(id));
    other.closures.retain(|rule| !lifted(rule.id.clone()));
    other.embargoes.retain(|rule| !lifted(rule.id.clone()));
    other.holidays.retain(|rule| !lifted(rule.id.clone()));
    for waiver in waive {
        match waiver {
            Waiver::Hours(place) => {
                if let Some(place) = other.places.get_mut(place) {
                    place.hours = None;
                }
            }
            Waiver::Handling(place, kind) => {
                if let Some(place) = other.places.get_mut(place) {
                    place.handles.push(*kind);
                }
            }
            Waiver::Service(service) => {
                if let Some(service) = other.services.get_mut(service) {
                    service.carries.extend(query.shipment.classes());
                }
            }
            Waiver::Rule(_) => {}
        }
    }
    other
}
