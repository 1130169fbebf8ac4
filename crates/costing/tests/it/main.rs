//! Behaviour of the costing, by topic.

#![expect(clippy::unwrap_used, reason = "helpers of tests fail by panicking, as tests do")]

mod fixture;

mod bases;
mod emissions;
mod exchange;
mod landed;
mod laws;
mod lint;
mod matching;
mod sheets;
mod validity;
mod waiting;
