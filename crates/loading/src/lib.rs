#![doc = include_str!("../README.md")]

// In reading order: what may stand where, the problem in integers, a first plan and plain bounds, then patterns:
// their knapsack, their linear program, the dive to whole units; last what is handed out and how it is checked.
mod error;
mod refusal;

mod instance;
mod pattern;

mod bounds;
mod construct;

mod frontier;
mod pricing;
mod staircase;

mod columns;
mod simplex;

mod dive;
mod plan;

mod arrange;
mod proof;
mod trace;

mod check;

mod train;

pub use bounds::Resource;
pub use check::check_bound;
pub use error::LoadError;
pub use plan::{plan, plan_with_proof};
pub use proof::Proof;
pub use refusal::{Refusal, Rule, refusals};
pub use trace::trace;
pub use train::{
    AxleLoad, Blocked, Consist, DeckLine, Obstruction, OneStopPerUnit, Shortfall, StopPlan, StopUnit,
    StopUnits, Through, TrainError, TrainLimits, TrainPlan, Wagon, blocked, loading_order, marshal,
    obstructions, plan_stops, trains, wagons,
};
