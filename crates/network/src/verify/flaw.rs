//! What can be wrong with a certificate.

use landbridge_model::{
    BorderStepId, CrossingId, EquipmentId, GaugeChangeId, HandlingAct, LinkId, PlaceId, ServiceId,
    VehicleClass, WaitReason,
};
use landbridge_units::{Instant, Minutes};
use thiserror::Error;

use super::totals::Marks;
use crate::criteria::Criterion;

/// Something wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}{what}", place(*itinerary, *step))]
pub struct Flaw {
    /// Index of the itinerary in the certificate, from 0; `None` where the answer as a whole is wrong, or where an
    /// itinerary was judged without a certificate.
    pub itinerary: Option<usize>,
    /// Index of the step in the itinerary, from 0; `None` where the itinerary as a whole is wrong.
    pub step: Option<usize>,
    /// What is wrong.
    pub what: Wrong,
}

/// Where a flaw is, counted from 1 as people do.
fn place(itinerary: Option<usize>, step: Option<usize>) -> String {
    let no = |idx: usize| idx.saturating_add(1);
    match (itinerary, step) {
        (Some(itinerary), Some(step)) => format!("itinerary {}, step {}: ", no(itinerary), no(step)),
        (Some(itinerary), None) => format!("itinerary {}: ", no(itinerary)),
        (None, Some(step)) => format!("step {}: ", no(step)),
        (None, None) => String::new(),
    }
}

/// What is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum Wrong {
    /// Begins elsewhere than the shipment.
    #[error("begins at {found}, the shipment is at {expected}")]
    Origin {
        /// Origin of the shipment.
        expected: PlaceId,
        /// Where the itinerary begins.
        found: PlaceId,
    },
    /// Ends elsewhere than the shipment.
    #[error("ends at {found}, the shipment goes to {expected}")]
    Destination {
        /// Destination of the shipment.
        expected: PlaceId,
        /// Where the itinerary ends.
        found: PlaceId,
    },
    /// Does not begin when the shipment is ready.
    #[error("begins at {found}, the shipment is ready at {expected}")]
    Ready {
        /// When the shipment is ready.
        expected: Instant,
        /// When the itinerary begins.
        found: Instant,
    },
    /// Ends beyond the horizon.
    #[error("ends at {found}, the horizon at {expected}")]
    Horizon {
        /// Last minute of the horizon.
        expected: Instant,
        /// When the itinerary ends.
        found: Instant,
    },
    /// Handles the vehicles more often than asked.
    #[error("handles the vehicles {found} times, not {most} at most")]
    Handlings {
        /// How often.
        found: u32,
        /// How often at most.
        most: u32,
    },
    /// A reference to what the corridor does not have, or not so.
    #[error("{what} `{id}` is not in the corridor")]
    Unknown {
        /// What kind of thing.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// An error in the corridor keeps the service from running.
    #[error("service {service} cannot run as the corridor describes it")]
    Unusable {
        /// The service.
        service: ServiceId,
    },
    /// Something that moves without being a leg.
    #[error("is no leg, yet leads from {from} to {to}")]
    Moves {
        /// Where it begins.
        from: PlaceId,
        /// Where it ends.
        to: PlaceId,
    },
    /// A wait that takes no time.
    #[error("a wait takes no time")]
    EmptyWait,
    /// A step that cannot stand where it does.
    #[error("{step} cannot stand here: the vehicles are {state}")]
    Misplaced {
        /// What kind of step.
        step: &'static str,
        /// Where the vehicles are by then.
        state: &'static str,
    },
    /// The last step is not the unloading.
    #[error("ends before the vehicles are unloaded")]
    NotUnloaded,
    /// A step of another service than the one the vehicles are on.
    #[error("is of {found}, the vehicles are on {expected}")]
    OtherService {
        /// Service they are on.
        expected: ServiceId,
        /// Service of the step.
        found: ServiceId,
    },
    /// A step with another equipment than the one of its service.
    #[error("is of {found}, the service runs {expected}")]
    OtherEquipment {
        /// Equipment of the service.
        expected: EquipmentId,
        /// Equipment of the step.
        found: EquipmentId,
    },
    /// A step says another mode, side, method or order than the corridor.
    #[error("its {what} is not that of the corridor")]
    Described {
        /// What differs.
        what: &'static str,
    },
    /// A service that was not asked for.
    #[error("service {service} is not among those asked for")]
    NotAsked {
        /// The service.
        service: ServiceId,
    },
    /// Equipment that does not take the shipment.
    #[error("service {service} runs {equipment}, which is not allowed for the shipment")]
    Equipment {
        /// The service.
        service: ServiceId,
        /// Its equipment.
        equipment: EquipmentId,
    },
    /// A class of vehicle that the service does not take.
    #[error("service {service} does not carry {class}")]
    Class {
        /// The service.
        service: ServiceId,
        /// The class.
        class: VehicleClass,
    },
    /// A place that was to be avoided.
    #[error("{place} was to be avoided")]
    AvoidedPlace {
        /// The place.
        place: PlaceId,
    },
    /// A crossing that was to be avoided.
    #[error("crossing {crossing} was to be avoided")]
    AvoidedCrossing {
        /// The crossing.
        crossing: CrossingId,
    },
    /// Handled where it cannot be.
    #[error("{place} cannot handle {equipment}")]
    CannotHandle {
        /// The place.
        place: PlaceId,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A handling without a duration.
    #[error("no duration is given to {act} {equipment} at {place}")]
    NoHandlingTime {
        /// What is done.
        act: HandlingAct,
        /// To which equipment.
        equipment: EquipmentId,
        /// Where.
        place: PlaceId,
    },
    /// Takes longer or shorter than it does.
    #[error("takes {found}, not {expected}")]
    Duration {
        /// In the corridor.
        expected: Minutes,
        /// In the itinerary.
        found: Minutes,
    },
    /// Vehicles ready too late for a train.
    #[error("service {service} leaves at {call} and takes vehicles until {until}; these come at {found}")]
    Cutoff {
        /// The service.
        service: ServiceId,
        /// When it leaves.
        call: Instant,
        /// When vehicles must be there.
        until: Instant,
        /// When they are.
        found: Instant,
    },
    /// No train of the service leaves then.
    #[error("no train of {service} leaves {place} at {at}")]
    NoDeparture {
        /// The service.
        service: ServiceId,
        /// The place.
        place: PlaceId,
        /// When the vehicles are loaded.
        at: Instant,
    },
    /// The service stops there not at all, or not after the place where it was boarded.
    #[error("service {service} does not stop at {place} later on")]
    NoStop {
        /// The service.
        service: ServiceId,
        /// The place.
        place: PlaceId,
    },
    /// A train runs over other links.
    #[error("service {service} runs over {}, not {}", link(expected.as_ref()), link(found.as_ref()))]
    OtherWay {
        /// The service.
        service: ServiceId,
        /// The next link of its train; `None` where it has arrived.
        expected: Option<LinkId>,
        /// The next link of the itinerary; `None` where it is left.
        found: Option<LinkId>,
    },
    /// A leg without links.
    #[error("a leg has no links")]
    EmptyLeg,
    /// A link that does not begin where the leg has come to.
    #[error("link {link} does not begin at {place}")]
    Broken {
        /// The link.
        link: LinkId,
        /// Where the leg has come to.
        place: PlaceId,
    },
    /// A leg that does not end where its links lead.
    #[error("the links lead to {expected}, the leg to {found}")]
    LegEnd {
        /// Where the links lead.
        expected: PlaceId,
        /// Where the leg ends.
        found: PlaceId,
    },
    /// A link described otherwise than in the corridor.
    #[error("link {link} has another length, country or electrification")]
    Section {
        /// The link.
        link: LinkId,
    },
    /// A link that the service may not use.
    #[error("service {service} does not run over {link}")]
    NotServed {
        /// The service.
        service: ServiceId,
        /// The link.
        link: LinkId,
    },
    /// A link of another gauge.
    #[error("link {link} is not laid in the gauge of {equipment}")]
    Gauge {
        /// The link.
        link: LinkId,
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A change of gauge that is none of this equipment at this place.
    #[error("gauge change {change} is not that of {equipment} at {place}")]
    NoGaugeChange {
        /// The gauge change.
        change: GaugeChangeId,
        /// The equipment.
        equipment: EquipmentId,
        /// The place.
        place: PlaceId,
    },
    /// A train changes gauge where it does not, or not where it does.
    #[error("service {service} {} gauge at {place}", if *changes { "changes" } else { "does not change" })]
    GaugeChangeOf {
        /// The service.
        service: ServiceId,
        /// The place.
        place: PlaceId,
        /// Whether it changes gauge there.
        changes: bool,
    },
    /// Something that had to be waited for was not.
    #[error("goes on without waiting for {}{}", reason(missed), until(*expected))]
    NotWaited {
        /// For what.
        missed: WaitReason,
        /// Until when; `None` is for ever.
        expected: Option<Instant>,
    },
    /// A wait for nothing, or for something else.
    #[error("nothing is to be waited for here, least of all {}", reason(found))]
    Needless {
        /// For what the itinerary waits.
        found: WaitReason,
    },
    /// A wait that ends too soon or too late.
    #[error("waits until {found}, not {expected}")]
    WaitEnd {
        /// When what is waited for happens.
        expected: Instant,
        /// When the wait ends.
        found: Instant,
    },
    /// A place is passed that nobody passes: it never opens, or the calendar ends.
    #[error("{place} cannot be passed, however long one waits")]
    Never {
        /// The place.
        place: PlaceId,
    },
    /// A border step was left out.
    #[error("border step {step} of {crossing} is missing")]
    StepMissing {
        /// The crossing.
        crossing: CrossingId,
        /// The step.
        step: BorderStepId,
    },
    /// A border step that does not apply, or was done already.
    #[error("border step {step} of {crossing} does not apply here")]
    StepNotDue {
        /// The crossing.
        crossing: CrossingId,
        /// The step.
        step: BorderStepId,
    },
    /// Border steps in another order.
    #[error("border step {found} of {crossing} comes before {expected}")]
    StepOrder {
        /// The crossing.
        crossing: CrossingId,
        /// The step whose turn it is.
        expected: BorderStepId,
        /// The step in its place.
        found: BorderStepId,
    },
    /// A leg goes on where it has to end.
    #[error("the leg has to end at {place} and begin anew")]
    NotCut {
        /// The place.
        place: PlaceId,
    },
    /// Two legs that are one.
    #[error("the leg goes on at {place}, where nothing ends it")]
    NotJoined {
        /// The place.
        place: PlaceId,
    },
    /// Boarded and left without going anywhere.
    #[error("service {service} is left where it was boarded, without a leg")]
    NotMoved {
        /// The service.
        service: ServiceId,
    },
    /// As many prices as steps are needed.
    #[error("{found} prices for {expected} steps")]
    Prices {
        /// Steps of the itinerary.
        expected: usize,
        /// Prices of the certificate.
        found: usize,
    },
    /// The pricer has no price for a step.
    #[error("no price: {message}")]
    NoPrice {
        /// What the pricer says.
        message: String,
    },
    /// A price below nothing.
    #[error("price of {cost_minor} minor units is negative")]
    NegativePrice {
        /// The price.
        cost_minor: i64,
    },
    /// Another price than the pricer's.
    #[error("{criterion} is {expected}, not {found}")]
    Price {
        /// Of cost or CO2e.
        criterion: Criterion,
        /// What the pricer says.
        expected: i128,
        /// What the certificate says.
        found: i128,
    },
    /// Totals that are not those of the steps.
    #[error("{criterion} adds up to {expected}, not {found}")]
    Total {
        /// Which total.
        criterion: Criterion,
        /// The sum; of an arrival, minutes since 1970.
        expected: i128,
        /// What the certificate says.
        found: i128,
    },
    /// A total that leaves its range.
    #[error("a total is out of range")]
    OutOfRange,
    /// Another itinerary is at least as good in every criterion.
    #[error("itinerary {} is at least as good in every criterion", by.saturating_add(1))]
    Covered {
        /// Index of the other, from 0.
        by: usize,
    },
    /// The answer lacks a vector.
    #[error("the answer lacks a way with {vector}")]
    Lacking {
        /// What enumeration found.
        vector: Marks,
    },
    /// The answer has a vector that enumeration did not find among the best.
    #[error("{vector} is not among the best")]
    Surplus {
        /// What the certificate says.
        vector: Marks,
    },
    /// All ways could not be listed.
    #[error("ways could not be listed: {message}")]
    NotListed {
        /// Why.
        message: String,
    },
}

fn link(link: Option<&LinkId>) -> String {
    link.map_or_else(|| "no further link".to_owned(), ToString::to_string)
}

fn until(at: Option<Instant>) -> String {
    at.map_or_else(|| ", for ever".to_owned(), |at| format!(", until {at}"))
}

fn reason(reason: &WaitReason) -> String {
    match reason {
        WaitReason::Departure(service) => format!("the departure of {service}"),
        WaitReason::Request(service) => format!("{service} to come"),
        WaitReason::Opening => "opening".to_owned(),
        WaitReason::Holiday(rule) => format!("holiday {rule} to end"),
        WaitReason::Embargo(rule) => format!("embargo {rule} to end"),
        WaitReason::Closure(rule) => format!("closure {rule} to end"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flaw_reads_as_a_sentence_and_counts_from_one() {
        let missed = WaitReason::Closure("festival".parse().unwrap());
        let expected = Some(Instant::from_epoch_minutes(28_067_640));
        let flaw = Flaw { itinerary: Some(0), step: Some(4), what: Wrong::NotWaited { missed, expected } };
        assert_eq!(
            flaw.to_string(),
            "itinerary 1, step 5: goes on without waiting for closure festival to end, until 2023-05-14T10:00Z"
        );
        let flaw = Flaw { itinerary: None, step: None, what: Wrong::OutOfRange };
        assert_eq!(flaw.to_string(), "a total is out of range");
        let what = Wrong::OtherWay { service: "s".parse().unwrap(), expected: None, found: None };
        assert_eq!(what.to_string(), "service s runs over no further link, not no further link");
    }
}
