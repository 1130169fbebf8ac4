//! Why not fewer units, and why not this equipment: the smallest change for each, tried out.

// In reading order: what can be changed, a quick bound that saves most trials, the trials, one lever at a time,
// several at once, vehicles left behind, what a plan uses; then the answers and their sentences; last equipment that takes no part.
mod change;

mod floor;
mod probe;

mod leave;
mod levers;
mod together;
mod usage;

mod fewer;
mod text;

mod refused;

pub use change::{Change, Lever};
pub use fewer::{
    ModelShare, WhyLimits, WhyNotFewer, why_not_fewer, why_not_fewer_proven, why_not_fewer_within,
};
pub use leave::Leave;
pub use levers::{Answer, Outcome};
pub use refused::{Fix, Taker, VehicleChange, Way, WhyRefused, why_refused};
pub use usage::{OnlyOn, Use, Used};
