//! Whole-corridor scenarios and snapshots across crates.

mod checkers;
mod explain;
mod layers;
mod plans;
mod report;
mod routes;
mod snapshots;
mod transit;
