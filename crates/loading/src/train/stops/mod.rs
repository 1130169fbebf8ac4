//! Vehicles for several stops in one unit, each deck in the order in which it is emptied.

// In reading order: what is handed out and how it is checked, the units, who goes where, in which order, and the rules
// that an order can break.
mod blocked;
mod order;
mod plan;
mod share;
mod stow;

pub use blocked::{Blocked, blocked};
pub use plan::{OneStopPerUnit, StopPlan, StopUnit, plan_stops};
