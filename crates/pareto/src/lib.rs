#![doc = include_str!("../README.md")]

// In reading order: the graph, what is asked and answered, then the search and what it is built from.
mod graph;

mod answer;

mod cost;
mod queue;

mod sweep;

mod front;
mod shadow;

mod budget;
mod local;
mod search;

mod reach;

mod k_best;

pub mod dimacs;

// For tests and benchmarks: the slow way, and instances.
pub mod baseline;
pub mod generate;

pub use answer::{Answer, Options, Path, Progress, SearchError};
pub use graph::{Arc, Graph, GraphError, Link};
pub use k_best::{Factors, k_best};
pub use reach::{Reach, pareto_all};
pub use search::pareto;
pub use sweep::{Bounds, NEVER, distances_to};
