//! What no plan can go below: plain bounds, the linear program over patterns, and proofs that can be checked.

mod check;
mod columns;
mod frontier;
mod pricing;
mod proof;
mod simple;
mod simplex;
mod staircase;
mod standing;

pub use check::{check_bound, check_fleet_bound};
pub(crate) use columns::{Certificate, Fractional, Goal, PATTERN_WORK, Pool, Range, generate};
pub(crate) use pricing::Pricer;
pub use proof::{FleetCase, FleetProof, KindProof, Proof};
pub(crate) use proof::{counted, deck_words, plural};
pub use simple::Resource;
pub(crate) use simple::best_simple;
