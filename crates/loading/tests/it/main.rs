//! Behaviour of load plans.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod build;
mod naive;
mod rules;

mod fleets;
mod laws;
mod limits;
mod places;
mod plans;
mod proofs;
mod refused;
mod traces;
mod verify;
mod verify_each;
mod why;
