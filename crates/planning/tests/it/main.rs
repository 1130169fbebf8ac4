//! Planning over whole corridors.

mod asking;
mod kit;
mod laws;
mod transit;
