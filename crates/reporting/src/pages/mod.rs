//! The pages, one file each.

pub(crate) mod ask;
pub(crate) mod index;
pub(crate) mod landed;
pub(crate) mod load;
mod load_drawings;
mod load_tables;
pub(crate) mod modes;
pub(crate) mod network;
pub(crate) mod order;
mod order_drawings;
pub(crate) mod order_tables;
pub(crate) mod profile;
pub(crate) mod reach;
pub(crate) mod route;
pub(crate) mod route_drawings;
pub(crate) mod sources;
pub(crate) mod stops;
pub(crate) mod trade;
pub(crate) mod train_sheet;
pub(crate) mod trains;
pub(crate) mod transit;

pub(crate) mod parts;
