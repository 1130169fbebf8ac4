//! The shipment and what it may be loaded onto, as a packing problem in plain integers.

mod instance;
mod read;

pub(crate) use instance::{Bay, Class, Instance, Rules, UNLIMITED};
pub(crate) use read::{Source, with_lashing};

use landbridge_model::VehicleId;

/// Vehicles that are interchangeable wherever they may stand.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// How many.
    pub(crate) quantity: u32,
    /// The models, sorted by id, with their numbers.
    pub(crate) models: Vec<(VehicleId, u32)>,
}

/// One way to set a unit: its decks, and what its units are counted and paid as.
#[derive(Clone, Debug)]
pub(crate) struct Kind {
    /// What it is paid as.
    pub(crate) group: usize,
    /// Its decks and what may stand on them.
    pub(crate) instance: Instance,
}

/// Units that are paid and counted together: an equipment with its settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Group {
    /// What a unit costs; at least 1.
    pub(crate) cost: u64,
    /// How many there are.
    pub(crate) available: Option<u32>,
}

/// The packing problem: rows of vehicles into units of kinds.
#[derive(Clone, Debug)]
pub(crate) struct Problem {
    /// Sorted by length, longest first, then mass, then decks: independent of ids and of the order of lines.
    pub(crate) rows: Vec<Row>,
    /// In the order of the equipment they came from.
    pub(crate) kinds: Vec<Kind>,
    /// In the order of the offers.
    pub(crate) groups: Vec<Group>,
    /// Length of a vehicle in millimetres, by row.
    pub(crate) lengths: Vec<u32>,
}

impl Problem {
    /// Numbers of vehicles, by row.
    pub(crate) fn quantities(&self) -> Vec<u32> {
        self.rows.iter().map(|row| row.quantity).collect()
    }

    /// The instance of a kind.
    pub(crate) fn instance(&self, kind: usize) -> &Instance {
        &self.kinds[kind].instance
    }

    /// The cost of a unit of a kind.
    pub(crate) fn cost(&self, kind: usize) -> u64 {
        self.groups[self.kinds[kind].group].cost
    }

    /// The largest cost of a unit.
    pub(crate) fn dearest(&self) -> u64 {
        self.groups.iter().map(|group| group.cost).max().unwrap_or(1).max(1)
    }

    /// Every plan costs a multiple of this.
    pub(crate) fn step(&self) -> u64 {
        self.groups.iter().fold(0, |step, group| gcd(step, group.cost)).max(1)
    }

    /// Units of each group; `u32::MAX` where there is no limit.
    pub(crate) fn available(&self) -> Vec<u32> {
        self.groups.iter().map(|group| group.available.unwrap_or(u32::MAX)).collect()
    }
}

fn gcd(mut a: u64, mut b: u64) -> u64 {
    while b > 0 {
        (a, b) = (b, a % b);
    }
    a
}
