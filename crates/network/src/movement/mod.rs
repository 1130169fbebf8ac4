//! How a service moves: over links, through border steps and closures, at which minute.

pub(crate) mod leg;
pub(crate) mod motion;
pub(crate) mod runs;
pub(crate) mod seasons;
