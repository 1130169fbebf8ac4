//! Readers: one file per corridor file, each from a record to a domain value.

pub(crate) mod borders;
pub(crate) mod duties;
pub(crate) mod equipment;
pub(crate) mod evidence;
pub(crate) mod factors;
pub(crate) mod links;
pub(crate) mod orders;
pub(crate) mod places;
pub(crate) mod rules;
pub(crate) mod services;
pub(crate) mod settings;
pub(crate) mod sources;
pub(crate) mod statistics;
pub(crate) mod tariffs;
pub(crate) mod vehicles;
