//! Planning over whole corridors.

mod kit;
mod laws;
mod transit;
