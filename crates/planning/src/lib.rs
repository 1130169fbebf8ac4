#![doc = include_str!("../README.md")]

// In reading order: what a shipment may use, how it is priced, its quotes, the comparisons made of quotes, and
// the checker that trusts none of it.
mod acceptance;
mod error;
mod loads;
mod pricing;

mod quote;
mod route_plan;
mod study;

mod options;

mod delivered;
mod drivers;
mod saving;

mod check_itinerary;
mod check_load;
mod itinerary_violation;

pub use acceptance::{Hit, import_hits, service_hits};
pub use check_itinerary::check_itinerary;
pub use check_load::{LoadViolation, check_load};
pub use delivered::{Delivered, delivered};
pub use error::PlanningError;
pub use itinerary_violation::ItineraryViolation;
pub use landbridge_costing::Level;
pub use loads::Loads;
pub use options::{ModeOption, Outcome};
pub use quote::Quote;
pub use saving::{SavingBasis, savings};
pub use landbridge_network::Filter as RouteFilter;
pub use route_plan::RoutePlan;
pub use study::{ShipmentStudy, Study};
