//! What steps cost: asked of somebody who knows tariffs.

use landbridge_model::{PlaceId, Step};
use landbridge_units::{GramsCo2e, Instant, Minutes};

/// Prices steps for one shipment, in minor units of one currency.
///
/// # Contract
/// The search is exact if, for the shipment it is used for,
///
/// 1. a price is the same whenever it is asked for,
/// 2. no price is negative,
/// 3. the price of a step other than a wait does not depend on when the step begins,
/// 4. the price of a leg depends on its sections only through metres per country and electrification, and does
///    not fall where one of these grows; cost and CO2e alike,
/// 5. the price of a wait does not fall when the wait grows, and lengthening a wait at a place by some minutes
///    adds at most [`max_wait_cost`](Self::max_wait_cost) to its price and nothing to its CO2e,
/// 6. [`at_least`](Self::at_least), [`section_at_least`](Self::section_at_least) and
///    [`period`](Self::period) hold what they promise. Their defaults do.
///
/// Where prices follow the calendar (3) or the single link (4), set
/// [`SearchOptions::same_instant_only`](crate::SearchOptions::same_instant_only).
pub trait Pricer {
    /// Why something has no price.
    type Error: std::error::Error + 'static;

    /// The price of one step.
    ///
    /// # Errors
    /// If it has none, say for want of a tariff: the search ends with that error, since a missing price is a
    /// defect of the data and not a route that costs nothing.
    fn price(&self, step: &Step) -> Result<StepPrice, Self::Error>;

    /// The most that waiting longer by `waited` at a place can cost, in minor units. It does not fall when
    /// `waited` grows, and is 0 where no storage is charged.
    ///
    /// # Errors
    /// If it cannot be told.
    fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<i64, Self::Error>;

    /// A lower bound of the price of a step that begins at whatever minute between that of `step` and `until`,
    /// cost and CO2e alike. That of a transload holds for every service before it that has the same equipment.
    ///
    /// A leg is shown with its first section alone. Its price, however many sections follow, is at least this
    /// bound with [`section_at_least`](Self::section_at_least) of each further section added.
    ///
    /// The nearer the bounds are, the fewer partial ways the search keeps. The default, nothing, is always right.
    fn at_least(&self, step: &Step, until: Instant) -> StepPrice {
        let _ = (step, until);
        StepPrice::NOTHING
    }

    /// A lower bound of what a further section adds to a leg of its service; `step` is a leg of that section alone.
    /// See [`at_least`](Self::at_least).
    fn section_at_least(&self, step: &Step, until: Instant) -> StepPrice {
        let _ = (step, until);
        StepPrice::NOTHING
    }

    /// A number for the time at a place: two steps that differ in when they begin, but not in this number, have
    /// the same price. By default every minute has a number of its own.
    fn period(&self, place: &PlaceId, at: Instant) -> i64 {
        let _ = place;
        at.epoch_minutes()
    }
}

/// The price of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepPrice {
    /// Money in minor units; not negative.
    pub cost_minor: i64,
    /// Greenhouse gas.
    pub co2e: GramsCo2e,
}

impl StepPrice {
    /// No money, no CO2e.
    pub const NOTHING: Self = Self { cost_minor: 0, co2e: GramsCo2e::ZERO };
}
