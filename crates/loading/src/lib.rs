#![doc = include_str!("../README.md")]

// In reading order: what may stand where, the problem in integers, one loaded unit, bounds and their proofs, the
// search for whole units, what is handed out,
// who checks it, trains, and why not fewer.
mod error;
mod refusal;

mod problem;
mod unit;

mod bound;
mod search;

mod plan;
mod trace;

mod verify;

mod train;

mod why;

pub use bound::{FleetCase, FleetProof, KindProof, Proof, Resource, check_bound, check_fleet_bound};
pub use error::LoadError;
pub use plan::{FleetPlan, Offer, plan, plan_fleet, plan_with_proof};
pub use refusal::{Refusal, Rule, refusals};
pub use search::{Control, Progress};
pub use trace::trace;
pub use train::{
    AxleLoad, Blocked, Consist, DeckLine, Obstruction, OneStopPerUnit, Shortfall, StopPlan, StopUnit,
    StopUnits, Through, TrainError, TrainLimits, TrainPlan, Wagon, blocked, loading_order, marshal,
    obstructions, plan_stops, trains, wagons,
};
pub use verify::{FleetClaim, RampPart, Spot, Violation, verify, verify_fleet, verify_order, verify_plan};
pub use why::{
    Answer, Change, Fix, Leave, Lever, ModelShare, OnlyOn, Outcome, Taker, Use, Used, VehicleChange, Way,
    WhyLimits, WhyNotFewer, WhyRefused, why_not_fewer, why_not_fewer_proven, why_not_fewer_within,
    why_refused,
};
