#![doc = include_str!("../README.md")]

// In reading order: what may stand where, the problem in integers, one loaded unit, bounds and their proofs, the
// search for whole units, and what is handed out.
mod error;
mod refusal;

mod problem;
mod unit;

mod bound;
mod search;

mod plan;
mod trace;

pub use bound::{FleetCase, FleetProof, KindProof, Proof, Resource, check_bound, check_fleet_bound};
pub use error::LoadError;
pub use plan::{FleetPlan, Offer, plan, plan_fleet, plan_with_proof};
pub use refusal::{Refusal, Rule, refusals};
pub use search::{Control, Progress};
pub use trace::trace;
