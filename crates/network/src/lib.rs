#![doc = include_str!("../README.md")]

// In reading order: what can be wrong with a network; places and links, the hours and rules on the way, and the
// network built of them; how a service moves through it; what is asked and at what price; what can be done where,
// laid out for one shipment with the least it takes; what is answered; the search; asking; which of the answers
// differ; why there is none, and what would give one.
mod codes;

mod ground;
mod memo;
mod network;

mod movement;

mod criteria;
mod pricer;
mod query;

mod plan;

mod error;
mod routes;

mod search;

mod latest;
mod pareto;

mod alternatives;
mod amounts;
mod why_not;

// What judges answers, and shares nothing with the search but the pricer and the names of the criteria.
mod certify;
mod enumerate;
mod verify;

pub use alternatives::{Diversity, Likeness, diverse, likeness};
pub use certify::{certificate, waived};
pub use codes::CODES;
pub use criteria::{Criteria, Criterion, Vector};
pub use enumerate::{NotListed, enumerate};
pub use error::{Blocked, RouteError};
pub use ground::great_circle::great_circle;
pub use ground::spread::{variance, variance_of_headway};
pub use network::Network;
pub use pareto::{Plan, Profile, pareto};
pub use pricer::{LegBound, Pricer, StepPrice};
pub use query::{Filter, MOST_VIA, Progress, Query, SearchOptions, Via, Waiver, Watch};
pub use routes::{Route, Routes};
pub use verify::{
    Certificate, CertifiedWay, Flaw, Marks, Question, Totals, Verified, Wrong, feasible, verify,
    verify_complete,
};
pub use why_not::change::Change;
pub use why_not::dominated::{Dominated, Dominator, dominators, why_dominated};
pub use why_not::{Finding, Remedy, WhyNot, WhyNotOptions, why_not};
