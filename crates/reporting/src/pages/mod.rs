//! The pages, one file each.

pub(crate) mod ask;
pub(crate) mod index;
pub(crate) mod landed;
pub(crate) mod modes;
pub(crate) mod network;
pub(crate) mod order;
mod order_drawings;
mod order_tables;
pub(crate) mod sources;
pub(crate) mod trade;
pub(crate) mod transit;

mod parts;
