//! What stops trains from being put together.

use landbridge_model::{DeckId, EquipmentId, EquipmentKind, VehicleId};
use landbridge_units::{Kilograms, Millimetres};
use thiserror::Error;

/// Why there is no plan of trains.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TrainError {
    /// A unit is of equipment that was not described.
    #[error("equipment {equipment} of a loaded unit is not described")]
    UnknownEquipment {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A unit has a deck that its equipment has not.
    #[error("equipment {equipment} has no deck {deck}")]
    UnknownDeck {
        /// The equipment.
        equipment: EquipmentId,
        /// The deck.
        deck: DeckId,
    },
    /// A unit holds a model that was not described.
    #[error("{vehicle} of a loaded unit is not described")]
    UnknownVehicle {
        /// The model.
        vehicle: VehicleId,
    },
    /// A wagon is for a stop beyond the last.
    #[error("a wagon is for stop {stop}, the run has {stops}")]
    UnknownStop {
        /// Index of the stop.
        stop: usize,
        /// Stops of the run.
        stops: usize,
    },
    /// Only wagons and containers on flat wagons go in trains.
    #[error("equipment {equipment} is a {kind}, not a wagon or a container")]
    NotOnRails {
        /// The equipment.
        equipment: EquipmentId,
        /// What it is.
        kind: EquipmentKind,
    },
    /// The length over couplers is not known.
    #[error("equipment {equipment} has no length over couplers")]
    NoLength {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// The empty mass is not known.
    #[error("equipment {equipment} has no {what}")]
    NoTare {
        /// The equipment.
        equipment: EquipmentId,
        /// `tare`, or for containers `share of the flat wagon`.
        what: &'static str,
    },
    /// There is a limit for axles, and the number of axles is not known.
    #[error("equipment {equipment} has no number of axles to divide its mass by")]
    NoAxles {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A wagon is longer than a train may be.
    #[error("a wagon {equipment} of {length} is {excess} longer than a train may be beyond its locomotive")]
    TooLong {
        /// The equipment.
        equipment: EquipmentId,
        /// Its length.
        length: Millimetres,
        /// By how much.
        excess: Millimetres,
    },
    /// A wagon is heavier than a train may be.
    #[error("a wagon {equipment} of {gross} is {excess} heavier than a train may be beyond its locomotive")]
    TooHeavy {
        /// The equipment.
        equipment: EquipmentId,
        /// Its gross mass.
        gross: Kilograms,
        /// By how much.
        excess: Kilograms,
    },
    /// An axle of a wagon carries more than the line or the speed allows.
    #[error("a wagon {equipment} has {axle} on an axle, {excess} more than {}", at(max, speed_kmh.as_ref()))]
    AxleTooHeavy {
        /// The equipment.
        equipment: EquipmentId,
        /// Its heaviest axle.
        axle: Kilograms,
        /// The limit.
        max: Kilograms,
        /// The speed it holds for, in km/h.
        speed_kmh: Option<u32>,
        /// By how much.
        excess: Kilograms,
    },
    /// No wagon may go in a train.
    #[error("the most wagons in a train is 0")]
    NoPlaces,
    /// A train would have to be larger than it may be.
    #[error("at least {min} wagons in a train are asked for, at most {max} are allowed")]
    LeastAboveMost {
        /// Fewest wagons.
        min: u32,
        /// Most wagons.
        max: u32,
    },
    /// The locomotive alone uses up a limit.
    #[error("the locomotive takes up the whole {what} of a train")]
    Locomotive {
        /// `length` or `gross mass`.
        what: &'static str,
    },
    /// More wagons or stops than one plan holds.
    #[error("{count} {what} are more than the {max} that one plan holds")]
    TooMany {
        /// `wagons` or `stops`.
        what: &'static str,
        /// How many.
        count: usize,
        /// The limit.
        max: usize,
    },
    /// A length or mass that no wagon has.
    #[error("equipment {equipment}: {what} of a loaded unit is out of range")]
    OutOfRange {
        /// The equipment.
        equipment: EquipmentId,
        /// `length`, `gross mass` or `position`.
        what: &'static str,
    },
}

impl TrainError {
    /// The diagnostic code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownEquipment { .. }
            | Self::UnknownDeck { .. }
            | Self::UnknownVehicle { .. }
            | Self::UnknownStop { .. } => "W260",
            Self::NotOnRails { .. } => "W261",
            Self::NoLength { .. } => "W262",
            Self::NoTare { .. } => "W263",
            Self::NoAxles { .. } => "W264",
            Self::TooLong { .. } => "W265",
            Self::TooHeavy { .. } => "W266",
            Self::AxleTooHeavy { .. } => "W267",
            Self::NoPlaces | Self::LeastAboveMost { .. } | Self::Locomotive { .. } => "W268",
            Self::TooMany { .. } | Self::OutOfRange { .. } => "W269",
        }
    }
}

fn at(max: &Kilograms, speed_kmh: Option<&u32>) -> String {
    match speed_kmh {
        Some(speed) => format!("the {max} allowed at {speed} km/h"),
        None => format!("the {max} allowed"),
    }
}
