//! Behaviour of the costing, by topic.

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
