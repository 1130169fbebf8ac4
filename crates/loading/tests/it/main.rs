//! Behaviour of load plans.

mod build;
mod laws;
mod rules;
mod speed_probe;
