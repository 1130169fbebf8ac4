//! The network's behaviour as a whole.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod kit;

mod alternatives;
mod building;
mod movement;
mod searching;
mod why_not;

mod listing;
mod verifying;

mod laws;
mod limits;

mod judging;
