//! Planning over whole corridors.

mod kit;
mod laws;
mod transit;
mod why_not;
