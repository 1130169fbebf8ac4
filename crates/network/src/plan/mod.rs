//! The network made ready for one shipment: what can be done where, for what price, and the least that is left.

pub(crate) mod ahead;
pub(crate) mod arrivals;
pub(crate) mod chains;
pub(crate) mod gates;
pub(crate) mod layout;
pub(crate) mod least;
pub(crate) mod moves;
pub(crate) mod prepared;
pub(crate) mod rests;
pub(crate) mod toll;
pub(crate) mod tradeoffs;
pub(crate) mod trains;
