#![doc = include_str!("../README.md")]

mod chongqing_central_asia;

pub use chongqing_central_asia::CHONGQING_CENTRAL_ASIA;

/// The files of a corridor: paths relative to its folder, with `/`, and their bytes, sorted by path.
pub type Files = &'static [(&'static str, &'static [u8])];

/// All shipped corridors by id, sorted.
pub const SHIPPED: &[(&str, Files)] = &[("chongqing-central-asia", CHONGQING_CENTRAL_ASIA)];
