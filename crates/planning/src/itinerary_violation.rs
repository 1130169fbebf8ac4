//! The rules that an itinerary can break.

use landbridge_model::{CrossingId, EquipmentId, LinkId, PlaceId, RuleId, ServiceId};
use landbridge_units::{Instant, Minutes};
use thiserror::Error;

/// A rule that an itinerary breaks. Steps are counted from 1.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ItineraryViolation {
    /// Does not begin or end where the shipment does, or begins before it is ready.
    #[error("does not lead from {origin} to {destination}, or begins before the shipment is ready")]
    WrongEnds {
        /// Origin of the shipment.
        origin: PlaceId,
        /// Destination of the shipment.
        destination: PlaceId,
    },
    /// Names something that the corridor does not have, or not so.
    #[error("step {step} names something that the corridor does not have so")]
    Unknown {
        /// The step.
        step: usize,
    },
    /// Something other than a leg begins and ends at different places.
    #[error("step {step} is no leg and still moves")]
    MovesInPlace {
        /// The step.
        step: usize,
    },
    /// The links of a leg do not join.
    #[error("step {step}: the links of the leg do not join at {place}")]
    BrokenLeg {
        /// The step.
        step: usize,
        /// Where they do not.
        place: PlaceId,
    },
    /// A link of another mode, or of a country or crossing that the service does not serve.
    #[error("step {step}: {service} does not run over {link}")]
    NotServed {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
        /// The link.
        link: LinkId,
    },
    /// Boarded or left where the service does not stop.
    #[error("step {step}: {service} does not stop at {place}")]
    NoStop {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
        /// The place.
        place: PlaceId,
    },
    /// Gauges change within a ride without a gauge change or transload.
    #[error("step {step}: gauge changes at {link} without a gauge change")]
    GaugeBreak {
        /// The step.
        step: usize,
        /// The link.
        link: LinkId,
    },
    /// Handled where the place cannot.
    #[error("step {step}: {place} does not handle {equipment}")]
    NotHandled {
        /// The step.
        step: usize,
        /// The place.
        place: PlaceId,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// The service does not take a vehicle class of the shipment.
    #[error("step {step}: {service} does not take every vehicle of the shipment")]
    NotCarried {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
    },
    /// A scheduled service boarded when it does not leave.
    #[error("step {step}: {service} does not leave at {at}")]
    DoesNotRun {
        /// The step.
        step: usize,
        /// The service.
        service: ServiceId,
        /// When it was said to leave.
        at: Instant,
    },
    /// Takes another time than the corridor gives it.
    #[error("step {step} takes {found}, not {expected}")]
    WrongDuration {
        /// The step; for a train, the step in which it is left.
        step: usize,
        /// In the itinerary.
        found: Minutes,
        /// In the corridor; for handling and on demand, at least.
        expected: Minutes,
    },
    /// Enters a crossing under an embargo or closure.
    #[error("step {step}: {crossing} is shut by {rule}")]
    Shut {
        /// The step.
        step: usize,
        /// The crossing.
        crossing: CrossingId,
        /// The embargo or closure.
        rule: RuleId,
    },
    /// Crosses a border link without having stood for its steps.
    #[error("step {step}: crosses {link} without the steps of {crossing}")]
    StepsMissing {
        /// The step.
        step: usize,
        /// The link.
        link: LinkId,
        /// The crossing.
        crossing: CrossingId,
    },
    /// Goes on with equipment that the vehicles do not stand on.
    #[error("step {step}: the vehicles do not stand on {equipment} as the step says")]
    NotLoaded {
        /// The step.
        step: usize,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// Ends without being unloaded.
    #[error("ends without unloading {service}")]
    LeftAboard {
        /// The service.
        service: ServiceId,
    },
}
