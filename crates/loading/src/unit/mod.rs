//! One loaded unit: how many of which class stand on which deck, and where.

mod pattern;
mod stow;

pub(crate) use pattern::{Pattern, Room};
pub(crate) use stow::{Unstowed, admits, finds_place, stow, trim};
