//! Planning over whole corridors.

mod asking;
mod kit;
mod laws;
mod trains;
mod transit;
mod why_not;
