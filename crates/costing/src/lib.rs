#![doc = include_str!("../README.md")]

// In reading order: exact numbers and what can go wrong, exchange, what is priced (cargo, events), which tariff
// prices it and how much, the sheets, emissions, landed cost, and what can be said of a corridor beforehand.
mod exact;

mod error;

mod exchange;

mod costing;

mod cargo;
mod event;

mod matching;

mod bases;

mod amount;

mod sheet;

mod energy;

mod emission;

mod emission_sheet;

mod least;

mod charge;

mod landed;

mod lint;

pub use costing::{AsOf, Costing, Level};
pub use emission_sheet::{EmissionItem, EmissionKind, EmissionSheet};
pub use error::CostError;
pub use exchange::{Exchange, Rate};
pub use landed::{LandedCost, LandedStep, Outcome, convert, landed_cost};
pub use least::LegLeast;
pub use lint::{CODES, lint};
pub use sheet::{CostItem, CostSheet, Share, allocate};
