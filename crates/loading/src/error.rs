//! What stops a plan from being made.

use landbridge_model::{DeckId, EquipmentId, VehicleId};
use landbridge_units::{Kilograms, Millimetres};
use thiserror::Error;

use crate::refusal::Refusal;

/// Why there is no load plan.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum LoadError {
    /// The equipment cannot take some of the models at all.
    #[error("{}", refused(equipment, refusals))]
    Refused {
        /// The equipment.
        equipment: EquipmentId,
        /// One entry per model and broken rule; never empty.
        refusals: Vec<Refusal>,
    },
    /// A fleet of nothing.
    #[error("no equipment is offered")]
    NoOffer,
    /// A unit must cost something, and not more than can be added up exactly.
    #[error("equipment {equipment}: a unit costs {cost}, not between 1 and {max}")]
    Cost {
        /// The equipment.
        equipment: EquipmentId,
        /// Its cost.
        cost: u64,
        /// The largest cost that is planned with.
        max: u64,
    },
    /// One kind of equipment offered twice, at two costs or numbers.
    #[error("equipment {equipment} is offered twice")]
    OfferedTwice {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A unit was planned for which no places are found; never seen, and told rather than vehicles dropped.
    #[error("equipment {equipment}: vehicles that fit by themselves were left without a place")]
    Unstowed {
        /// The equipment; of several, the first.
        equipment: EquipmentId,
    },
    /// Stacks higher than are told apart.
    #[error("equipment {equipment}: saddle stacks of {most}, at most {max} are planned")]
    SaddleStack {
        /// The equipment.
        equipment: EquipmentId,
        /// Vehicles of a stack.
        most: u32,
        /// The limit.
        max: u32,
    },
    /// Wagons, containers, carriers and vessels need a deck.
    #[error("equipment {equipment} has no deck")]
    NoDeck {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// More decks than are told apart.
    #[error("equipment {equipment} has {decks} decks, at most {max} are planned")]
    TooManyDecks {
        /// The equipment.
        equipment: EquipmentId,
        /// Its decks.
        decks: usize,
        /// The limit.
        max: usize,
    },
    /// A dimension of a model that no vehicle has.
    #[error("{vehicle}: {what} {value} is not between 1 mm and {max}")]
    VehicleDimension {
        /// The model.
        vehicle: VehicleId,
        /// Which dimension.
        what: &'static str,
        /// Its value.
        value: Millimetres,
        /// The largest value that is planned with.
        max: Millimetres,
    },
    /// A mass of a model that no vehicle has.
    #[error("{vehicle}: kerb mass {value} is not between 1 kg and {max}")]
    VehicleMass {
        /// The model.
        vehicle: VehicleId,
        /// Its value.
        value: Kilograms,
        /// The largest value that is planned with.
        max: Kilograms,
    },
    /// A dimension of a deck that no deck has.
    #[error("equipment {equipment}, deck {deck}: {what} {value} is not between 1 mm and {max}")]
    DeckDimension {
        /// The equipment.
        equipment: EquipmentId,
        /// The deck.
        deck: DeckId,
        /// Which dimension.
        what: &'static str,
        /// Its value.
        value: Millimetres,
        /// The largest value that is planned with.
        max: Millimetres,
    },
    /// A gap between vehicles that is wider than any deck.
    #[error("equipment {equipment}: gap {value} is more than {max}")]
    Gap {
        /// The equipment.
        equipment: EquipmentId,
        /// Its value.
        value: Millimetres,
        /// The largest value that is planned with.
        max: Millimetres,
    },
    /// A mass limit of the equipment that is no limit.
    #[error("equipment {equipment}: {what} {value} is not between 1 kg and {max}")]
    EquipmentMass {
        /// The equipment.
        equipment: EquipmentId,
        /// Which limit.
        what: &'static str,
        /// Its value.
        value: Kilograms,
        /// The largest value that is planned with.
        max: Kilograms,
    },
    /// A unit that may hold no vehicle.
    #[error("equipment {equipment}: vehicles_max is 0")]
    NoPlaces {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// Two lines describe one model differently.
    #[error("{vehicle} comes with two different sizes or masses")]
    ModelTwice {
        /// The model.
        vehicle: VehicleId,
    },
    /// More vehicles than one plan holds.
    #[error("{count} vehicles are more than the {max} that one plan holds")]
    TooManyVehicles {
        /// Vehicles asked for.
        count: u64,
        /// The limit.
        max: u64,
    },
}

// A plan of many models would print a page; the first reasons are what a planner acts on.
fn refused(equipment: &EquipmentId, refusals: &[Refusal]) -> String {
    let shown: Vec<String> = refusals.iter().take(3).map(Refusal::to_string).collect();
    let more = refusals.len().saturating_sub(shown.len());
    let rest = if more > 0 { format!("; and {more} more") } else { String::new() };
    format!("equipment {equipment} cannot take the shipment: {}{rest}", shown.join("; "))
}
