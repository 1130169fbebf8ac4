//! The network's behaviour as a whole.
#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod kit;
mod oracle;

mod building;
mod movement;
mod alternatives;
mod searching;
mod why_not;

mod laws;
