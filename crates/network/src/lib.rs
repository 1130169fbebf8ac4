#![doc = include_str!("../README.md")]

// In reading order: what can be wrong with a network, places and links, the hours and rules on the way, the
// network built of them, how a service moves through it, what is asked and at what price, what is ahead and what
// is kept of a partial way, the search with its parts.
mod codes;

mod graph;
mod great_circle;

mod calendar;
mod crossing;
mod handling;
mod way;

mod network;

mod leg;
mod motion;
mod runs;

mod pricer;
mod query;
mod toll;

mod bounds;
mod label;
mod legs;
mod spots;

mod error;
mod routes;
mod search;

mod boarding;
mod riding;
mod trail;

// What judges answers, and shares nothing with the search but the pricer.
mod enumerate;
mod verify;

pub use codes::CODES;
pub use enumerate::{NotListed, enumerate};
pub use error::{Blocked, RouteError};
pub use great_circle::great_circle;
pub use network::Network;
pub use pricer::{Pricer, StepPrice};
pub use query::{Query, SearchOptions};
pub use routes::{Route, Routes};
pub use search::pareto;
pub use verify::{
    Certificate, CertifiedWay, Criterion, Flaw, Question, Totals, Vector, Verified, Wrong, feasible,
    variance, variance_of_headway, verify, verify_complete,
};
