#![doc = include_str!("../README.md")]

/// Paths and bytes.
pub type Files = &'static [(&'static str, &'static [u8])];

/// All shipped corridors.
pub const SHIPPED: &[(&str, Files)] = &[];
