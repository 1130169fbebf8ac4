//! Plans: of one kind of equipment in the fewest units, of a fleet at the least cost.

mod arrange;
mod fleet;
mod single;

pub use fleet::{FleetPlan, Offer, plan_fleet};
pub(crate) use single::plan_within;
pub use single::{plan, plan_with_proof};
