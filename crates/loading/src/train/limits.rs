//! What a train may be.

use landbridge_model::Equipment;
use landbridge_units::{Kilograms, Millimetres};

use super::error::TrainError;

/// Most mass on an axle, at a speed: a wagon of 18 t per axle runs at 120 km/h, one of 21 t more slowly.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AxleLoad {
    /// Most mass on an axle.
    pub max: Kilograms,
    /// The speed it holds for, in km/h; named in messages, not calculated with.
    pub speed_kmh: Option<u32>,
}

/// Limits of a train. What is `None` is no limit; the default has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TrainLimits {
    /// Most wagons.
    pub units_max: Option<u32>,
    /// Fewest wagons of a full train; 0 and 1 ask for nothing.
    pub units_min: u32,
    /// Whether only full trains leave. Otherwise short ones leave too, but are avoided.
    pub full_only: bool,
    /// Longest train, with its locomotive.
    pub length_max: Option<Millimetres>,
    /// Heaviest train, with its locomotive.
    pub gross_max: Option<Kilograms>,
    /// Length of the locomotive, where `length_max` counts it.
    pub locomotive_length: Option<Millimetres>,
    /// Mass of the locomotive, where `gross_max` counts it.
    pub locomotive_mass: Option<Kilograms>,
    /// Most mass on an axle of any wagon.
    pub axle_load: Option<AxleLoad>,
}

/// What is left of the limits for wagons: numbers, millimetres and kilograms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Room {
    pub(super) units: usize,
    pub(super) least: usize,
    pub(super) length: u64,
    pub(super) mass: u64,
}

impl TrainLimits {
    /// The limits that equipment itself has: most units in a train, and most mass on an axle.
    #[must_use]
    pub fn of(equipment: &Equipment) -> Self {
        Self {
            units_max: equipment.units_per_train_max,
            axle_load: equipment.axle_load_max.map(|max| AxleLoad { max, speed_kmh: None }),
            ..Self::default()
        }
    }

    pub(super) fn room(&self) -> Result<Room, TrainError> {
        let units = match self.units_max {
            Some(0) => return Err(TrainError::NoPlaces),
            Some(max) if max < self.units_min => {
                return Err(TrainError::LeastAboveMost { min: self.units_min, max });
            }
            Some(max) => usize::try_from(max).unwrap_or(usize::MAX),
            None => usize::MAX,
        };
        let left = |most: Option<u64>, locomotive: Option<u64>, what: &'static str| match most {
            None => Ok(u64::MAX),
            Some(most) => most
                .checked_sub(locomotive.unwrap_or(0))
                .filter(|left| *left > 0)
                .ok_or(TrainError::Locomotive { what }),
        };
        let (mm, kg) = (|v: Millimetres| v.get(), |v: Kilograms| v.get());
        Ok(Room {
            units,
            least: usize::try_from(self.units_min).unwrap_or(usize::MAX),
            length: left(self.length_max.map(mm), self.locomotive_length.map(mm), "length")?,
            mass: left(self.gross_max.map(kg), self.locomotive_mass.map(kg), "gross mass")?,
        })
    }
}
