//! Trains and stops: loaded wagons into the fewest trains, and vehicles for several stops in the fewest units.
//!
//! [`marshal`] divides wagons among trains and puts each train together so that wagons are set down from its rear
//! without shunting; [`loading_order`] says in which order vehicles drive through a string of wagons, and
//! [`obstructions`] checks a consist. [`plan_stops`] packs vehicles of several stops into units so that none stands in
//! another's way, and [`blocked`] checks it.

// In reading order: what is asked, wagons as a train sees them, the packing in integers with its bounds, first plans
// and the search, then what is handed out; last vehicles of several stops in one unit.
mod error;
mod limits;
mod wagon;

mod items;
mod least;

mod balance;
mod cut;
mod group;
mod leave;
mod search;

mod consist;
mod plan;
mod through;

mod stops;

pub use consist::Consist;
pub use error::TrainError;
pub use limits::{AxleLoad, TrainLimits};
pub use plan::{Shortfall, TrainPlan, marshal, trains};
pub use stops::{Blocked, OneStopPerUnit, StopPlan, StopUnit, blocked, plan_stops};
pub use through::{DeckLine, Obstruction, Through, loading_order, obstructions};
pub use wagon::{StopUnits, Wagon, wagons};
