//! What is asked.

use std::collections::BTreeSet;

use landbridge_model::{CrossingId, EquipmentId, PlaceId, ServiceId, Shipment};
use landbridge_units::Minutes;

/// A question: ways for a shipment.
#[derive(Clone, Copy, Debug)]
pub struct Query<'a> {
    /// What is to be moved, from where, to where, from when on.
    pub shipment: &'a Shipment,
    /// Equipment that takes the shipment; other services are not used.
    pub equipment: &'a BTreeSet<EquipmentId>,
    /// Services that may be used; `None` is all.
    pub services: Option<&'a BTreeSet<ServiceId>>,
    /// Crossings that are not passed.
    pub avoid_crossings: &'a BTreeSet<CrossingId>,
    /// Places that are not passed, nor used for handling.
    pub avoid_places: &'a BTreeSet<PlaceId>,
    /// How far to look.
    pub options: SearchOptions,
}

/// How far a search looks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SearchOptions {
    /// Most labels (partial ways) kept; the search then ends with what it has found.
    pub max_labels: usize,
    /// Only ways that arrive within this time after the shipment is ready.
    pub horizon: Minutes,
    /// Most services one after the other.
    pub max_rides: u32,
    /// Compare partial ways only if they stand at the same place at the same minute (and, on a leg, came over the
    /// same links). Exact for any pricer, whatever its prices depend on, but far slower: for small networks and
    /// for checking.
    pub same_instant_only: bool,
    /// Drop partial ways that cannot but end worse than a finished one, by lower bounds of what is still ahead.
    /// The answer is the same without, only later: for checking.
    pub bounds: bool,
    /// Only the cheapest ways are wanted: whatever must cost more than a finished way is dropped, however early or
    /// low in CO2e it is.
    pub cheapest_only: bool,
}

impl Default for SearchOptions {
    /// 2,000,000 labels, 120 days, 8 services, waiting allowed, bounds used.
    fn default() -> Self {
        Self {
            max_labels: 2_000_000,
            horizon: Minutes::new(120 * 24 * 60),
            max_rides: 8,
            same_instant_only: false,
            bounds: true,
            cheapest_only: false,
        }
    }
}
