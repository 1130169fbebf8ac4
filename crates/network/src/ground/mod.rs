//! Places and links, and the hours and rules on the way: what a corridor says, ready to be looked up.

pub(crate) mod calendar;
pub(crate) mod crossing;
pub(crate) mod graph;
pub(crate) mod great_circle;
pub(crate) mod handling;
pub(crate) mod spread;
pub(crate) mod way;
