//! Why there is no answer.

use std::collections::BTreeSet;

use landbridge_model::{EquipmentId, HandlingAct, HandlingKind, PlaceId, ServiceId, VehicleClass};
use landbridge_units::{Instant, Minutes};
use thiserror::Error;

use crate::query::{MOST_VIA, Via};

/// Why a search gave no routes. `E` is the error of the pricer.
#[derive(Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum RouteError<E: std::error::Error + 'static> {
    /// Origin or destination is not in the network.
    #[error("{place} is no place of the network")]
    UnknownPlace {
        /// The place asked for.
        place: PlaceId,
    },
    /// Nothing has to be moved.
    #[error("the shipment is at {place} already")]
    SamePlace {
        /// Origin and destination.
        place: PlaceId,
    },
    /// Nothing reaches the destination, however long one waits.
    #[error("no way from {origin} to {destination}; {} reached", places(reached.len()))]
    Unreachable {
        /// Where the shipment starts.
        origin: PlaceId,
        /// Where it was to go.
        destination: PlaceId,
        /// Places services take it to, the origin included.
        reached: BTreeSet<PlaceId>,
        /// What stood in the way.
        blocked: BTreeSet<Blocked>,
    },
    /// Nothing reaches the destination within the horizon, but something might later.
    #[error("no way from {origin} to {destination} within {horizon}; {} reached", places(reached.len()))]
    NoDepartureInHorizon {
        /// Where the shipment starts.
        origin: PlaceId,
        /// Where it was to go.
        destination: PlaceId,
        /// The horizon searched.
        horizon: Minutes,
        /// Places services take it to within the horizon, the origin included.
        reached: BTreeSet<PlaceId>,
        /// Services with no departure, or an arrival too late.
        late: BTreeSet<ServiceId>,
        /// What else stood in the way.
        blocked: BTreeSet<Blocked>,
    },
    /// Something every way is to touch is not in the network, or not in it for want of its service.
    #[error("{via} is not in the network")]
    UnknownVia {
        /// What was to be touched.
        via: Via,
    },
    /// Too many things are to be touched.
    #[error("{asked} places, crossings and services are to be touched; {MOST_VIA} at most can be")]
    TooManyVia {
        /// How many.
        asked: usize,
    },
    /// The network has more moves than can be told apart.
    #[error("the network is too large")]
    TooLarge,
    /// A handling has no duration.
    #[error("no duration is given to {act} {equipment} at {place}")]
    NoHandlingTime {
        /// What is done.
        act: HandlingAct,
        /// To which equipment.
        equipment: EquipmentId,
        /// Where.
        place: PlaceId,
    },
    /// The pricer failed.
    #[error("no price at {place}{}", of_service(service.as_ref()))]
    Pricer {
        /// Where the step begins.
        place: PlaceId,
        /// The service of the step; `None` for a wait that belongs to none.
        service: Option<ServiceId>,
        /// What the pricer says.
        source: E,
    },
    /// The pricer asked for less than nothing.
    #[error("price of {cost_minor} minor units at {place}{} is negative", of_service(service.as_ref()))]
    NegativePrice {
        /// Where the step begins.
        place: PlaceId,
        /// The service of the step; `None` for a wait that belongs to none.
        service: Option<ServiceId>,
        /// The price.
        cost_minor: i64,
    },
    /// A total leaves 64 bits.
    #[error("total of cost, CO2e or time is out of range at {place}")]
    OutOfRange {
        /// Where.
        place: PlaceId,
    },
    /// The calendar does not reach that far.
    #[error("{at} lies beyond the calendar")]
    BeyondCalendar {
        /// The instant.
        at: Instant,
    },
}

fn places(n: usize) -> String {
    if n == 1 { "1 place".to_owned() } else { format!("{n} places") }
}

fn of_service(service: Option<&ServiceId>) -> String {
    service.map_or_else(String::new, |service| format!(" for service {service}"))
}

/// What kept a service from being used.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Error)]
#[non_exhaustive]
pub enum Blocked {
    /// Its equipment does not take the shipment.
    #[error("service {service} runs {equipment}, which is not allowed for the shipment")]
    Equipment {
        /// The service.
        service: ServiceId,
        /// Its equipment.
        equipment: EquipmentId,
    },
    /// It does not take a class of vehicle.
    #[error("service {service} does not carry {class}")]
    Class {
        /// The service.
        service: ServiceId,
        /// The class.
        class: VehicleClass,
    },
    /// It calls at a place that cannot load or unload it.
    #[error("service {service} needs a {kind} at {place}, which has none")]
    Handling {
        /// The service.
        service: ServiceId,
        /// The place.
        place: PlaceId,
        /// What it needs.
        kind: HandlingKind,
    },
    /// The track goes on in a gauge it does not have.
    #[error("service {service} meets another gauge at {place}")]
    Gauge {
        /// The service.
        service: ServiceId,
        /// Where it ends.
        place: PlaceId,
    },
    /// An error in the corridor keeps it out of the network.
    #[error("service {service} is not in the network because of {code}")]
    Defect {
        /// The service.
        service: ServiceId,
        /// The code of the issue.
        code: &'static str,
    },
    /// A rule without an end shuts its way.
    #[error("service {service} would wait for ever at {place}")]
    ForEver {
        /// The service.
        service: ServiceId,
        /// Where it stands.
        place: PlaceId,
    },
    /// The question leaves it out.
    #[error("service {service} is not among those asked for")]
    NotAsked {
        /// The service.
        service: ServiceId,
    },
}
