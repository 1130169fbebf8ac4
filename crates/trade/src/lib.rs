#![doc = include_str!("../README.md")]

// In reading order: exact intervals, what a printed number can stand for, what statements say one at a time, what
// they demand together and how that is decided, then the audit and its neighbours.
mod error;
mod interval;
mod number;
mod unit;

mod book;
mod figure;
mod growth;

mod conversion;
mod finding;
mod packing;
mod relation;

mod claim;
mod decide;
mod derivation;
mod minimal;
mod propagate;
mod simplex;
mod system;

mod audit;
mod group;
mod grown;

mod code;
mod lint;
mod rows;

pub use audit::{Audit, Bounds, audit};
pub use code::CODES;
pub use error::TradeError;
pub use figure::printed_interval;
pub use finding::{Finding, Implied, Subject, Verdict};
pub use growth::{growth_factor, readings};
pub use interval::Interval;
pub use lint::lint;
pub use rows::{implied_base, share_of_total, unit_value};
pub use unit::{Dimension, Unit};

/// Exact fraction over big integers, the number inside an [`Interval`].
pub use num_rational::BigRational;
