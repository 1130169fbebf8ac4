//! Whole-corridor scenarios and snapshots across crates.

mod explain;
mod layers;
mod plans;
mod report;
mod snapshots;
