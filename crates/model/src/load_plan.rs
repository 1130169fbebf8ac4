//! Load plans: which vehicle stands where.

use landbridge_units::Millimetres;

use crate::id::{DeckId, EquipmentId, VehicleId};

/// A plan that places every vehicle of a shipment in units of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadPlan {
    /// The equipment.
    pub equipment: EquipmentId,
    /// Units, each with its decks. Equal units stand together.
    pub units: Vec<LoadedUnit>,
    /// No plan has fewer units than this.
    pub lower_bound: u32,
    /// Why: which resource binds, in words with numbers.
    pub bound_reason: String,
}

/// One loaded unit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadedUnit {
    /// The equipment: that of the plan, or one of its settings.
    pub equipment: EquipmentId,
    /// Decks in the order of the equipment. Own wheels: one deck named `road`.
    pub decks: Vec<LoadedDeck>,
}

/// One loaded deck.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LoadedDeck {
    /// Which deck.
    pub deck: DeckId,
    /// Vehicles from one end to the other.
    pub vehicles: Vec<PlacedVehicle>,
}

/// One vehicle in its place.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlacedVehicle {
    /// The model.
    pub vehicle: VehicleId,
    /// Distance of its front from the beginning of the deck.
    pub position: Millimetres,
    /// Whether its front axle stands on the frame of the vehicle before it.
    pub saddled: bool,
}

impl LoadPlan {
    /// Number of units.
    #[must_use]
    pub fn n_units(&self) -> u32 {
        u32::try_from(self.units.len()).unwrap_or(u32::MAX)
    }

    /// Whether the bound proves that no plan has fewer units.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        self.n_units() <= self.lower_bound
    }

    /// Number of vehicles placed.
    #[must_use]
    pub fn vehicles(&self) -> usize {
        self.units.iter().flat_map(|unit| &unit.decks).map(|deck| deck.vehicles.len()).sum()
    }

    /// Distinct units with how many there are of each, in the order of their first appearance.
    #[must_use]
    pub fn patterns(&self) -> Vec<(&LoadedUnit, u32)> {
        let mut patterns: Vec<(&LoadedUnit, u32)> = Vec::new();
        for unit in &self.units {
            match patterns.iter_mut().find(|(known, _)| *known == unit) {
                Some((_, count)) => *count += 1,
                None => patterns.push((unit, 1)),
            }
        }
        patterns
    }
}
