//! One train, from the locomotive to the rear.

use std::cmp::Reverse;
use std::ops::Range;

use landbridge_units::{Kilograms, Millimetres};

use super::wagon::Wagon;

/// A train. Lengths and masses are those of the wagons, without the locomotive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consist {
    /// Wagons from the locomotive to the rear. Those of one stop stand together, and the first to be set down stand
    /// at the rear, so that a stop takes off the end of the train and no wagon that goes on is moved. In a block
    /// heavier wagons stand nearer the locomotive.
    pub wagons: Vec<Wagon>,
    /// Length over couplers of all wagons.
    pub length: Millimetres,
    /// Gross mass of all wagons.
    pub gross_mass: Kilograms,
    /// The heaviest axle of all, where axles are known.
    pub heaviest_axle: Option<Kilograms>,
    /// Wagons that it lacks to be a full train.
    pub missing: u32,
}

impl Consist {
    /// Puts wagons in order. `units_min` is the least of a full train.
    #[must_use]
    pub fn new(mut wagons: Vec<Wagon>, units_min: u32) -> Self {
        wagons.sort_by_cached_key(|wagon| {
            (Reverse(wagon.stop), Reverse(wagon.gross_mass), Reverse(wagon.length), wagon.number)
        });
        let length = wagons.iter().fold(0_u64, |sum, wagon| sum.saturating_add(wagon.length.get()));
        let mass = wagons.iter().fold(0_u64, |sum, wagon| sum.saturating_add(wagon.gross_mass.get()));
        let units = u32::try_from(wagons.len()).unwrap_or(u32::MAX);
        Self {
            length: Millimetres::new(length),
            gross_mass: Kilograms::new(mass),
            heaviest_axle: wagons.iter().filter_map(|wagon| wagon.heaviest_axle).max(),
            missing: units_min.saturating_sub(units),
            wagons,
        }
    }

    /// Blocks of wagons for one stop each, from the locomotive to the rear: the stop, and which wagons.
    #[must_use]
    pub fn blocks(&self) -> Vec<(usize, Range<usize>)> {
        let mut blocks: Vec<(usize, Range<usize>)> = Vec::new();
        for (idx, wagon) in self.wagons.iter().enumerate() {
            match blocks.last_mut().filter(|(stop, _)| *stop == wagon.stop) {
                Some((_, range)) => range.end = idx + 1,
                None => blocks.push((wagon.stop, idx..idx + 1)),
            }
        }
        blocks
    }
}
