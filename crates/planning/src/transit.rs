//! Reported transit times beside those of the model.
//!
//! Each reported lane is asked of the model by the same rules, whichever row it stands in:
//!
//! - Services: those of the reported modes, in the reported equipment ([`Means::admits`]).
//! - Vehicles: as many as stated, else one; the first model by id without a traction battery, of the first class of
//!   car, light truck, truck that one of the services carries (trucks first where the vehicles drive themselves).
//!   What battery rules forbid is no matter of transit time.
//! - Ready: in time for a train that leaves on the day reported, which is what reports date: at the beginning of that
//!   day, local time at the origin, less the longest cut-off of the services that call there; of a month or year,
//!   its first day counts. An undated report is asked from the corridor's day on, one from before the horizon from
//!   the first day of it on: no train of these days was reported.
//! - Clearance: at the origin. A declaration at the border is a choice of the shipper that no report speaks of, and
//!   it is made on one side only, whichever way the lane goes.
//! - Way: the earliest to arrive of the Pareto-optimal routes that pass every point the report names.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::{Datelike as _, NaiveDate, NaiveTime};
use landbridge_model::{
    Clearance, Corridor, Itinerary, Pattern, PlaceId, Service, ServiceId, Shipment, ShipmentLine, StepKind,
    VehicleModel,
};
use landbridge_network::Route;
use landbridge_units::{Instant, Minutes};

use crate::means::Means;
use crate::reported_lane::{ReportedLane, ReportedVia};
use crate::study::Study;
use crate::transit_times::TransitTimes;
use crate::{RouteFilter, Via};
use landbridge_network::MOST_VIA;

/// A reported lane and what the model says of it.
#[derive(Clone, Debug)]
pub struct TransitAnswer {
    /// The lane as reported.
    pub lane: ReportedLane,
    /// The model's times, or why there are none.
    pub outcome: Result<Box<TransitTimes>, NotCompared>,
}

/// What was asked of the model for a lane.
#[derive(Clone, Debug)]
pub struct AskedLane {
    /// The model of the vehicles.
    pub vehicle: Arc<VehicleModel>,
    /// How many.
    pub quantity: u32,
    /// The day on which they are to leave, or from which on they may.
    pub day: NaiveDate,
    /// They are ready so long before the beginning of that day.
    pub lead: Minutes,
    /// Why on that day.
    pub because: ReadyBecause,
}

/// Why a lane is asked on the day it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReadyBecause {
    /// The report is dated.
    Dated,
    /// The report is undated: the corridor's day.
    Undated,
    /// The report is older than the corridor's data: their first day.
    BeforeHorizon,
}

/// Why a reported lane is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum NotCompared {
    /// The row gives no days that can be read.
    NoDays,
    /// An end is no place of the corridor.
    NoPlace {
        /// The end as printed.
        text: String,
    },
    /// The report is dated after the corridor's horizon.
    AfterHorizon {
        /// Its date.
        date: NaiveDate,
        /// Last day of the horizon.
        last: NaiveDate,
    },
    /// The words for mode and equipment name no mode.
    UnknownMode {
        /// As printed.
        text: String,
    },
    /// No service of the corridor is of that mode and equipment.
    NotOffered {
        /// As printed.
        text: String,
    },
    /// None of these services calls at an end of the lane with the vehicles asked.
    NotServed {
        /// As printed.
        text: String,
        /// The end.
        place: PlaceId,
    },
    /// The corridor has no vehicle that such a service carries.
    NoVehicle,
    /// No way: the search's reason.
    NoWay(String),
    /// No Pareto-optimal way passes a point that the report names.
    NotVia {
        /// The point as printed.
        text: String,
    },
    /// The model has no answer: a price or a handling time is missing.
    Failed(String),
}

impl std::fmt::Display for NotCompared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoDays => f.write_str("the row gives no days"),
            Self::NoPlace { text } if text.is_empty() => f.write_str("no place: the report names none"),
            Self::NoPlace { text } => write!(f, "no place: {text} is not one of the corridor's places"),
            Self::AfterHorizon { date, last } => write!(f, "dated {date}, the data end on {last}"),
            Self::UnknownMode { text } if text.is_empty() => f.write_str("mode not named"),
            Self::UnknownMode { text } => write!(f, "mode not known: {text}"),
            Self::NotOffered { text } => write!(f, "mode not offered: no service of the kind {text}"),
            Self::NotServed { text, place } => {
                write!(f, "mode not offered there: no service of the kind {text} calls at {place}")
            }
            Self::NoVehicle => f.write_str("no vehicle model that such a service carries"),
            Self::NoWay(reason) => write!(f, "no way: {reason}"),
            Self::NotVia { text } => write!(f, "no way by {text}: no route passes it"),
            Self::Failed(reason) => write!(f, "no answer: {reason}"),
        }
    }
}

/// Every reported lane of a corridor with the model's answer, by table and id. No lane is left out.
#[must_use]
pub fn transit_answers(study: &Study<'_>) -> Vec<TransitAnswer> {
    ReportedLane::all(study.corridor())
        .into_iter()
        .map(|lane| TransitAnswer { outcome: transit_times(study, &lane).map(Box::new), lane })
        .collect()
}

/// The model's times for a reported lane.
///
/// # Errors
/// Why it cannot be compared, which is an answer: no place, no way, mode not offered.
pub fn transit_times(study: &Study<'_>, lane: &ReportedLane) -> Result<TransitTimes, NotCompared> {
    let corridor = study.corridor();
    let days = lane.days.as_ref().ok_or(NotCompared::NoDays)?;
    let (origin, destination) = ends(lane)?;
    let services = services(corridor, &lane.means)?;
    let asked = asked(corridor, lane, &services)?;
    let carrying: Vec<&Service> =
        services.iter().copied().filter(|service| service.carries.contains(&asked.vehicle.class)).collect();
    for (place, sets_out) in [(&origin, true), (&destination, false)] {
        if !carrying.iter().any(|service| calls_at(corridor, service, place, sets_out)) {
            return Err(NotCompared::NotServed { text: lane.means.text.clone(), place: place.clone() });
        }
    }
    let ready = ready(corridor, &origin, &asked)
        .ok_or_else(|| NotCompared::Failed(format!("no time of day at {origin} on {}", asked.day)))?;
    let shipment = Shipment {
        name: lane.name(),
        lines: vec![ShipmentLine {
            vehicle: Arc::clone(&asked.vehicle),
            quantity: asked.quantity,
            soc_percent: None,
            built: u32::try_from(asked.day.year()).ok(),
            rows: Vec::new(),
        }],
        origin,
        destination,
        ready,
        due: None,
        clearance: Clearance::Origin,
    };
    let filter = RouteFilter {
        services: Some(carrying.iter().map(|service| service.id.clone()).collect::<BTreeSet<ServiceId>>()),
        // A point that may be one of several places is looked for among the routes.
        via: lane.via.iter().filter_map(|point| point.only()).map(Via::Place).take(MOST_VIA).collect(),
        ..RouteFilter::default()
    };
    let studied = study.shipment(shipment).map_err(|error| NotCompared::Failed(error.reason()))?;
    let routes = studied.routes(&filter).map_err(|error| {
        let open = RouteFilter { via: Vec::new(), ..filter.clone() };
        let by_others = !filter.via.is_empty() && error.is_no_route() && studied.routes(&open).is_ok();
        if by_others {
            let points: Vec<&str> = lane.via.iter().map(|point| point.text.as_str()).collect();
            NotCompared::NotVia { text: points.join(" and ") }
        } else if error.is_no_route() {
            NotCompared::NoWay(error.reason())
        } else {
            NotCompared::Failed(error.reason())
        }
    })?;
    let unfinished = || NotCompared::NoWay("the search ended within its budget without a route".to_owned());
    let route = fastest_by(corridor, &routes.routes, &lane.via).map_err(|text| match text {
        Some(text) => NotCompared::NotVia { text },
        None => unfinished(),
    })?;
    TransitTimes::of(corridor, days, asked, &route.itinerary, routes.complete)
        .map_err(|error| NotCompared::Failed(error.to_string()))
}

fn ends(lane: &ReportedLane) -> Result<(PlaceId, PlaceId), NotCompared> {
    let known = |end: &crate::reported_lane::ReportedEnd| {
        end.place.clone().ok_or_else(|| NotCompared::NoPlace { text: end.text.clone() })
    };
    Ok((known(&lane.origin)?, known(&lane.destination)?))
}

fn services<'c>(corridor: &'c Corridor, means: &Means) -> Result<Vec<&'c Service>, NotCompared> {
    if means.modes.is_empty() {
        return Err(NotCompared::UnknownMode { text: means.text.clone() });
    }
    let admitted: Vec<&Service> =
        corridor.services.values().filter(|service| means.admits(corridor, service)).collect();
    if admitted.is_empty() {
        return Err(NotCompared::NotOffered { text: means.text.clone() });
    }
    Ok(admitted)
}

fn asked(corridor: &Corridor, lane: &ReportedLane, services: &[&Service]) -> Result<AskedLane, NotCompared> {
    let vehicle = lane
        .means
        .classes()
        .iter()
        .filter(|class| services.iter().any(|service| service.carries.contains(class)))
        .find_map(|class| {
            let mut models = corridor.vehicles.values().filter(|vehicle| vehicle.class == *class);
            models.find(|vehicle| !vehicle.powertrain.is_new_energy()).cloned()
        })
        .ok_or(NotCompared::NoVehicle)?;
    let (day, because) = match lane.date {
        None => (corridor.as_of, ReadyBecause::Undated),
        Some(date) => match (corridor.horizon.from(), corridor.horizon.to()) {
            (Some(first), _) if date < first => (first, ReadyBecause::BeforeHorizon),
            (_, Some(last)) if date > last => return Err(NotCompared::AfterHorizon { date, last }),
            _ => (date, ReadyBecause::Dated),
        },
    };
    let lead = match because {
        ReadyBecause::Dated => longest_cutoff(lane, services),
        _ => Minutes::ZERO,
    };
    Ok(AskedLane { vehicle, quantity: lane.vehicles.unwrap_or(1), day, lead, because })
}

/// The longest cut-off of the trains that set out from the lane's origin.
fn longest_cutoff(lane: &ReportedLane, services: &[&Service]) -> Minutes {
    let calls = |service: &Service| {
        service.pattern.stops().iter().any(|stop| Some(&stop.place) == lane.origin.place.as_ref())
    };
    let cutoff = |service: &&Service| match &service.pattern {
        Pattern::Scheduled(schedule) => schedule.cutoff,
        Pattern::Frequent(frequent) => frequent.cutoff,
        Pattern::OnDemand(_) => Minutes::ZERO,
    };
    services
        .iter()
        .copied()
        .filter(|service| calls(service))
        .map(|x| cutoff(&x))
        .max()
        .unwrap_or(Minutes::ZERO)
}

/// When the vehicles are ready; not before the data begin.
fn ready(corridor: &Corridor, origin: &PlaceId, asked: &AskedLane) -> Option<Instant> {
    let morning = |day| corridor.local_instant(origin, day, NaiveTime::MIN);
    let at = morning(asked.day)?.after(Minutes::new(asked.lead.get().checked_neg()?))?;
    match corridor.horizon.from() {
        Some(first) => Some(at.max(morning(first)?)),
        None => Some(at),
    }
}

/// Whether a service calls at a place, where vehicles can set out with it or arrive. One on demand calls at the ends
/// of its links.
fn calls_at(corridor: &Corridor, service: &Service, place: &PlaceId, sets_out: bool) -> bool {
    match &service.pattern {
        Pattern::Scheduled(_) | Pattern::Frequent(_) => {
            let mut stops = service.pattern.stops().iter();
            // Nothing sets out from the last stop, nothing arrives at the first.
            let _ = if sets_out { stops.next_back() } else { stops.next() };
            stops.any(|stop| stop.place == *place)
        }
        Pattern::OnDemand(on_demand) => corridor.links.values().any(|link| {
            link.mode == service.mode
                && (link.from == *place || link.to == *place)
                && on_demand.countries.contains(&link.country)
                && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
        }),
    }
}

/// The earliest route that passes every point, or the first point that none passes; `None` without routes.
fn fastest_by<'r>(
    corridor: &Corridor,
    routes: &'r [Route],
    via: &[ReportedVia],
) -> Result<&'r Route, Option<String>> {
    let mut left: Vec<(&Route, BTreeSet<PlaceId>)> =
        routes.iter().map(|route| (route, passed(corridor, &route.itinerary))).collect();
    left.sort_by_key(|(route, _)| (route.itinerary.end(), route.cost_minor, route.co2e));
    for point in via.iter().filter(|point| !point.places.is_empty()) {
        left.retain(|(_, places)| !places.is_disjoint(&point.places));
        if left.is_empty() && !routes.is_empty() {
            return Err(Some(point.text.clone()));
        }
    }
    left.first().map(|(route, _)| *route).ok_or(None)
}

/// Every place an itinerary passes.
fn passed(corridor: &Corridor, itinerary: &Itinerary) -> BTreeSet<PlaceId> {
    let mut places = BTreeSet::new();
    for step in itinerary.steps() {
        places.extend([step.from.clone(), step.to.clone()]);
        if let StepKind::Leg { sections, .. } = &step.kind {
            for link in sections.iter().filter_map(|section| corridor.links.get(&section.link)) {
                places.extend([link.from.clone(), link.to.clone()]);
            }
        }
    }
    places
}
