//! The program as a whole, run as its users run it.

mod commands;
mod determinism;
mod trains;
