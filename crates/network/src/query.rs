//! What is asked.

use std::collections::BTreeSet;
use std::fmt;
use std::ops::ControlFlow;

use landbridge_model::{
    Country, CrossingId, EquipmentId, HandlingKind, Mode, PlaceId, RuleId, ServiceId, Shipment,
};
use landbridge_units::{GramsCo2e, Instant, Minutes};

use crate::criteria::Criteria;

/// A question: ways for a shipment.
#[derive(Clone, Copy)]
pub struct Query<'a> {
    /// What is to be moved, from where, to where, from when on.
    pub shipment: &'a Shipment,
    /// Equipment that takes the shipment; other services are not used.
    pub equipment: &'a BTreeSet<EquipmentId>,
    /// What may, must and must not be used.
    pub filter: &'a Filter,
    /// What is compared, and how far to look.
    pub options: SearchOptions,
    /// Told how the search goes on, and asked whether it should.
    pub watch: Option<&'a dyn Watch>,
}

impl fmt::Debug for Query<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Query")
            .field("shipment", &self.shipment.name)
            .field("equipment", self.equipment)
            .field("filter", self.filter)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}

/// What may, must and must not be used. The default leaves everything open.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// If given, the only services used.
    pub services: Option<BTreeSet<ServiceId>>,
    /// Crossings that are not passed.
    pub avoid_crossings: BTreeSet<CrossingId>,
    /// Places that are not passed, nor used for handling.
    pub avoid_places: BTreeSet<PlaceId>,
    /// Countries whose links and places are not used.
    pub avoid_countries: BTreeSet<Country>,
    /// Operators, by name, whose services are not used.
    pub avoid_operators: BTreeSet<String>,
    /// Modes whose services are not used.
    pub avoid_modes: BTreeSet<Mode>,
    /// What every way touches, in whatever order; at most [`MOST_VIA`] of them.
    pub via: Vec<Via>,
    /// What is taken not to hold: to ask what would be possible without it.
    pub waive: BTreeSet<Waiver>,
}

impl Filter {
    /// Whether links, places and crossings are as the corridor has them, and it does not matter which are touched.
    pub(crate) fn leaves_network_alone(&self) -> bool {
        self.avoid_crossings.is_empty()
            && self.avoid_places.is_empty()
            && self.avoid_countries.is_empty()
            && self.via.is_empty()
            && self.waive.is_empty()
    }
}

/// More than so many `via` are an error.
pub const MOST_VIA: usize = 16;

/// Something a way is to touch.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Via {
    /// A place passed, or where the vehicles are handled.
    Place(PlaceId),
    /// A crossing passed.
    Crossing(CrossingId),
    /// A service used.
    Service(ServiceId),
}

impl fmt::Display for Via {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Place(id) => write!(f, "place {id}"),
            Self::Crossing(id) => write!(f, "crossing {id}"),
            Self::Service(id) => write!(f, "service {id}"),
        }
    }
}

/// A constraint of the corridor that can be taken not to hold.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Waiver {
    /// A closure, an embargo or a holiday, by its id.
    Rule(RuleId),
    /// The opening hours of a place.
    Hours(PlaceId),
    /// That a place cannot handle some equipment.
    Handling(PlaceId, HandlingKind),
    /// That a service does not carry the class of vehicle, or its equipment does not take the shipment.
    Service(ServiceId),
}

impl fmt::Display for Waiver {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Rule(id) => write!(f, "lift rule {id}"),
            Self::Hours(place) => write!(f, "open {place} at all hours"),
            Self::Handling(place, kind) => write!(f, "give {place} a {kind}"),
            Self::Service(id) => write!(f, "let {id} take the shipment"),
        }
    }
}

/// What is compared, and how far a search looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// What ways are compared by. Ways equal in all of it are one way: of these one that arrives first is kept,
    /// whether or not arrival is compared.
    pub criteria: Criteria,
    /// Most labels (partial ways) kept; the search then ends with what it has found.
    pub max_labels: usize,
    /// Only ways that arrive within this time after the shipment is ready.
    pub horizon: Minutes,
    /// Only ways that have arrived by then: unloaded, not merely there.
    pub arrive_by: Option<Instant>,
    /// Only ways that cost no more than so many minor units.
    pub max_cost_minor: Option<i64>,
    /// Only ways that emit no more than this.
    pub max_co2e: Option<GramsCo2e>,
    /// Only ways with no more loadings, transloads and unloadings than this.
    pub max_handlings: Option<u32>,
    /// How many ways, each by other services, are to be known for each end of each criterion. One gives the
    /// Pareto set; with `k` it holds, for each criterion, the `k` best sequences of services by that criterion.
    pub alternatives: usize,
    /// Thinning, in thousandths: a way is left out if one that is kept is within `1 + epsilon/1000` of it in every
    /// criterion. Arrival counts from the moment the shipment is ready. Nothing is left out without such a way:
    /// for every Pareto-optimal vector `v` one answered way has `w <= (1 + epsilon/1000) v` in each criterion.
    pub epsilon_permille: u32,
    /// Compare partial ways only if they stand at the same spot at the same minute. Exact for any pricer, whatever
    /// its prices depend on, but far slower: for small networks and for checking.
    pub same_instant_only: bool,
    /// Drop partial ways that cannot but end worse than a finished one, by lower bounds of what is still ahead.
    /// The answer is the same without, only later: for checking.
    pub bounds: bool,
    /// After so many labels nearer bounds are learnt; `None`: after a number that grows
    /// with the network. The answer is the same without.
    pub guide_after: Option<usize>,
}

impl Default for SearchOptions {
    /// Arrival, cost and CO2e; 2,000,000 labels, 120 days, no other limit; bounds used, nearer ones
    /// in good time.
    fn default() -> Self {
        Self {
            criteria: Criteria::default(),
            max_labels: 2_000_000,
            horizon: Minutes::new(120 * 24 * 60),
            arrive_by: None,
            max_cost_minor: None,
            max_co2e: None,
            max_handlings: None,
            alternatives: 1,
            epsilon_permille: 0,
            same_instant_only: false,
            bounds: true,
            guide_after: None,
        }
    }
}

/// How a search goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Labels kept so far.
    pub labels: usize,
    /// Labels that wait to be looked at.
    pub waiting: usize,
    /// Ways found so far.
    pub found: usize,
}

/// Somebody who watches a search. It is asked every thousand labels or so; on `Break` the search ends with what it
/// has found, and says that it is not complete.
pub trait Watch {
    /// Whether to go on.
    fn progress(&self, progress: Progress) -> ControlFlow<()>;
}

impl<F: Fn(Progress) -> ControlFlow<()>> Watch for F {
    fn progress(&self, progress: Progress) -> ControlFlow<()> {
        self(progress)
    }
}
