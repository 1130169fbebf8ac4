//! From vehicles to whole units: first plans, and the dive that follows the linear program.

mod construct;
mod control;
mod dive;
mod exhaust;
mod solve;

pub(crate) use construct::{Packing, cost};
pub use control::{Control, Progress};
pub(crate) use solve::{Case, Solution, solve};
