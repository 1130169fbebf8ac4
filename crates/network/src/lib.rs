#![doc = include_str!("../README.md")]

// In reading order: what can be wrong with a network; places and links; the hours and rules on the way; the
// network built of them; how a service moves through it; what is asked and at what price; what can be done where,
// laid out for one shipment with the least it takes; what is answered; the search with its parts; asking; which of
// the answers differ; why there is none, and what would give one.
mod codes;

mod graph;
mod great_circle;

mod calendar;
mod crossing;
mod handling;
mod spread;
mod way;

mod memo;
mod network;
mod seasons;

mod leg;
mod motion;
mod runs;

mod criteria;
mod pricer;
mod query;

mod toll;

mod chains;
mod gates;
mod moves;
mod trains;

mod ahead;
mod layout;
mod least;
mod prepared;

mod error;
mod routes;

mod expand;
mod front;
mod label;
mod search;
mod stairs;
mod trail;

mod pareto;

mod alternatives;

mod change;
mod dominated;
mod levers;
mod minimal_sets;
mod trial;

mod amounts;
mod why_not;

// What judges answers, and shares nothing with the search but the pricer and the names of the criteria.
mod certify;
mod enumerate;
mod verify;

pub use alternatives::{Diversity, Likeness, diverse, likeness};
pub use certify::{certificate, waived};
pub use change::Change;
pub use codes::CODES;
pub use criteria::{Criteria, Criterion, Vector};
pub use dominated::{Dominated, Dominator, dominators, why_dominated};
pub use enumerate::{NotListed, enumerate};
pub use error::{Blocked, RouteError};
pub use great_circle::great_circle;
pub use network::Network;
pub use pareto::{Plan, Profile, pareto};
pub use pricer::{LegBound, Pricer, StepPrice};
pub use query::{Filter, MOST_VIA, Progress, Query, SearchOptions, Via, Waiver, Watch};
pub use routes::{Route, Routes};
pub use spread::{variance, variance_of_headway};
pub use verify::{
    Certificate, CertifiedWay, Flaw, Marks, Question, Totals, Verified, Wrong, feasible, verify,
    verify_complete,
};
pub use why_not::{Finding, Remedy, WhyNot, WhyNotOptions, why_not};
