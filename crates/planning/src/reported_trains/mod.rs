//! Reported trains beside the fewest units that the model needs for the same number of vehicles.
//!
//! Reports say how many vehicles travelled and in what, seldom which models. Each row of `evidence/events.csv` is
//! asked of the model by the same rules, and nothing is fitted to it:
//!
//! - Equipment: that of `equipment_id`, else the only one that the words name.
//! - Makers: those with a plant at the origin or within half a degree of latitude and longitude of it (about 50 km),
//!   which is a drive to the ramp. Where that reproduces nothing, or there is no such maker, all of the corridor.
//! - Models: all of these makers that the equipment takes. What battery rules forbid is no matter of room.
//! - Mixes: equal shares of all models; and, as the two ends, the shortest and the longest model alone, of those
//!   that may stand on every deck (of all, if none may).
//! - Reproduced: the reported number of units lies between what the two ends need at least. Where the report states
//!   no number, the vehicles of one train must fit into as many units as a train of them has at most.

// In reading order: a report, whose models it is asked with, one trial, the verdict, the answer.
mod report;

mod makers;
mod trial;

mod verdict;

mod answer;
mod not_compared;

mod compare;

pub use answer::{MakersAsked, TrainAnswer, TrainLoad, TrainLoads};
pub use compare::{train_answers, train_loads};
pub use not_compared::TrainNotCompared;
pub use report::ReportedTrain;
pub use verdict::{TrainMix, TrainVerdict};
