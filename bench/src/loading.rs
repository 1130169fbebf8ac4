//! Vehicles onto wagons, containers and carriers: generated shipments from lines to plan and proof.
//!
//! Sizes are held to targets and exported for peers; a thousand varied shipments show how often the bound is met.
//! Every plan goes through the checker and every bound to its own, outside of the time that is taken.

mod export;
mod generate;
mod measure;
mod models;
mod planned;

use landbridge_model::{Equipment, ShipmentLine};

pub(crate) use export::write as export;
pub(crate) use measure::{part, run};

/// A shipment and what there is to load it on.
pub(crate) struct Instance {
    /// Its name, also that of its file.
    name: String,
    lines: Vec<ShipmentLine>,
    /// Kinds of equipment; the first takes every vehicle and is never short.
    offers: Vec<Offer>,
}

/// A kind of equipment to be had.
struct Offer {
    unit: Equipment,
    /// What a unit costs; 1 where units are counted.
    cost: u64,
    /// How many there are; as many as needed where `None`.
    available: Option<u32>,
}

impl Instance {
    /// Onto one kind of equipment, in the fewest units.
    fn on_one(name: String, lines: Vec<ShipmentLine>, unit: Equipment) -> Self {
        Self { name, lines, offers: vec![Offer { unit, cost: 1, available: None }] }
    }

    fn vehicles(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity)).sum()
    }
}
