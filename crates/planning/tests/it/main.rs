//! Planning over whole corridors.

mod asking;
mod kit;
mod laws;
mod transit;
mod why_not;
