//! What a result carries so that somebody else can judge it.

use std::collections::BTreeSet;

use landbridge_model::{CrossingId, EquipmentId, Itinerary, PlaceId, ServiceId, Shipment};
use landbridge_units::Minutes;

use super::totals::Totals;
use crate::criteria::Criterion;
use crate::pricer::StepPrice;

/// What was asked, as far as it decides which ways are admitted and which are best.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is moved, from where, to where, from when on.
    pub shipment: Shipment,
    /// Services that may be used; `None` is all.
    pub services: Option<BTreeSet<ServiceId>>,
    /// Equipment that takes the shipment.
    pub equipment: BTreeSet<EquipmentId>,
    /// Places that are not passed, nor used for handling.
    pub avoid_places: BTreeSet<PlaceId>,
    /// Crossings that are not passed.
    pub avoid_crossings: BTreeSet<CrossingId>,
    /// Time after the shipment is ready within which it must have arrived.
    pub horizon: Minutes,
    /// Most handlings, loading and unloading included; `None` is any number.
    pub max_handlings: Option<u32>,
    /// What ways are compared by.
    pub criteria: BTreeSet<Criterion>,
}

impl Question {
    /// A shipment with equipment that takes it: all services, nothing avoided, any number of handlings; compared by
    /// arrival, cost and CO2e.
    #[must_use]
    pub fn new(shipment: Shipment, equipment: BTreeSet<EquipmentId>, horizon: Minutes) -> Self {
        Self {
            shipment,
            services: None,
            equipment,
            avoid_places: BTreeSet::new(),
            avoid_crossings: BTreeSet::new(),
            horizon,
            max_handlings: None,
            criteria: BTreeSet::from([Criterion::Arrival, Criterion::Cost, Criterion::Co2e]),
        }
    }
}

/// An itinerary with what is claimed of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CertifiedWay {
    /// The itinerary.
    pub itinerary: Itinerary,
    /// The price of each step, in its order.
    pub prices: Vec<StepPrice>,
    /// What it comes to.
    pub totals: Totals,
}

/// A question and its answer, with all that [`verify`](crate::verify) needs besides corridor and pricer.
///
/// It is plain data: whoever made it claims that each way is feasible and priced right, and that none is covered by
/// another. What it says is believed in nothing.
#[derive(Clone, Debug)]
pub struct Certificate {
    /// What was asked.
    pub question: Question,
    /// What was answered, in the order of the answer.
    pub ways: Vec<CertifiedWay>,
}

impl Certificate {
    /// Binds an answer to its question: itineraries, the price of each of their steps, and their totals.
    #[must_use]
    pub fn of(
        question: Question,
        ways: impl IntoIterator<Item = (Itinerary, Vec<StepPrice>, Totals)>,
    ) -> Self {
        let ways = ways
            .into_iter()
            .map(|(itinerary, prices, totals)| CertifiedWay { itinerary, prices, totals })
            .collect();
        Self { question, ways }
    }
}
