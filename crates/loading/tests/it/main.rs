//! Behaviour of load plans.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod build;
mod rules;

mod laws;
mod limits;
mod plans;
mod proofs;
mod refused;
mod traces;

mod train;
mod train_laws;
mod train_stops;
