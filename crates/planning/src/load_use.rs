//! How much of its equipment a load uses: deck length, mass and places.

use std::collections::BTreeMap;

use landbridge_model::{
    Deck, DeckId, Equipment, EquipmentId, EquipmentKind, LoadedDeck, LoadedUnit, ShipmentLine, VehicleId,
    VehicleModel,
};
use landbridge_units::{Decimal, Kilograms, Millimetres};

/// So much of so much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Share {
    /// What is used.
    pub used: u128,
    /// What there is.
    pub of: u128,
}

impl Share {
    /// In per cent, half-even to a tenth; `None` of nothing.
    #[must_use]
    pub fn percent(self) -> Option<Decimal> {
        // A `u128` beyond 96 bits is out of range of a decimal; `Decimal::from` would panic.
        let number = |n: u128| Decimal::try_from_i128_with_scale(i128::try_from(n).ok()?, 0).ok();
        let used = number(self.used)?.checked_mul(Decimal::ONE_HUNDRED)?;
        Some(used.checked_div(number(self.of)?)?.round_dp(1))
    }

    fn add(self, other: Self) -> Self {
        Self { used: self.used.saturating_add(other.used), of: self.of.saturating_add(other.of) }
    }
}

/// What one deck of one unit holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeckUse {
    /// The deck.
    pub deck: DeckId,
    /// Vehicles on it.
    pub vehicles: usize,
    /// Its length.
    pub length: Millimetres,
    /// Length taken by vehicles and the gaps that must be between them.
    pub used: Millimetres,
    /// From the beginning of the deck to the first vehicle.
    pub before: Millimetres,
    /// From the end of the last vehicle to the end of the deck.
    pub behind: Millimetres,
    /// Mass of vehicles with what lashes them.
    pub mass: Kilograms,
    /// What it may carry, where that is a rule.
    pub payload: Option<Kilograms>,
}

/// What one unit holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitUse {
    /// Decks in the order of the equipment.
    pub decks: Vec<DeckUse>,
    /// Vehicles.
    pub vehicles: usize,
    /// Mass of vehicles with what lashes them.
    pub mass: Kilograms,
    /// Least of what unit, decks and axles may carry.
    pub payload: Option<Kilograms>,
    /// Empty mass, where known.
    pub tare: Option<Kilograms>,
    /// Length over couplers or bumpers, where known.
    pub length: Option<Millimetres>,
}

impl UnitUse {
    /// Mass on the rails or the road, where the empty mass is known.
    #[must_use]
    pub fn gross(&self) -> Option<Kilograms> {
        self.tare?.checked_add(self.mass)
    }
}

/// What all units of a load use together; `None` where the equipment has no such limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LoadUse {
    /// Deck length with gaps, in millimetres.
    pub length: Option<Share>,
    /// Mass, in kilograms.
    pub mass: Option<Share>,
    /// Places.
    pub places: Option<Share>,
}

/// Vehicles and equipment that loads are measured with.
pub struct LoadMeasure<'a> {
    models: BTreeMap<&'a VehicleId, &'a VehicleModel>,
    equipment: &'a BTreeMap<EquipmentId, Equipment>,
}

impl<'a> LoadMeasure<'a> {
    /// For the vehicles of a shipment on the equipment of a corridor.
    #[must_use]
    pub fn new(lines: &'a [ShipmentLine], equipment: &'a BTreeMap<EquipmentId, Equipment>) -> Self {
        let models = lines.iter().map(|line| (&line.vehicle.id, line.vehicle.as_ref())).collect();
        Self { models, equipment }
    }

    /// The equipment of a unit.
    #[must_use]
    pub fn equipment(&self, unit: &LoadedUnit) -> Option<&'a Equipment> {
        self.equipment.get(&unit.equipment)
    }

    /// A model of the shipment.
    #[must_use]
    pub fn model(&self, id: &VehicleId) -> Option<&'a VehicleModel> {
        self.models.get(id).copied()
    }

    /// What a unit holds; `None` if it is of unknown equipment.
    #[must_use]
    pub fn unit(&self, unit: &LoadedUnit) -> Option<UnitUse> {
        let equipment = self.equipment(unit)?;
        let decks: Vec<DeckUse> = equipment
            .decks
            .iter()
            .map(|deck| {
                let loaded = unit.decks.iter().find(|loaded| loaded.deck == deck.id);
                self.deck(equipment, deck, loaded)
            })
            .collect();
        let all = unit.decks.iter().flat_map(|deck| &deck.vehicles);
        let mass = all.fold(0_u64, |sum, placed| sum.saturating_add(self.mass(equipment, &placed.vehicle)));
        Some(UnitUse {
            decks,
            vehicles: unit.decks.iter().map(|deck| deck.vehicles.len()).sum(),
            mass: Kilograms::new(mass),
            payload: carries(equipment),
            tare: equipment.tare,
            length: equipment.length,
        })
    }

    /// What all units use together.
    #[must_use]
    pub fn load<'u>(&self, units: impl IntoIterator<Item = (&'u LoadedUnit, u32)>) -> LoadUse {
        let mut total = LoadUse::default();
        for (unit, count) in units {
            let (Some(equipment), Some(held)) = (self.equipment(unit), self.unit(unit)) else { continue };
            let times = |n: u64| u128::from(n).saturating_mul(u128::from(count));
            let sum = |into: &mut Option<Share>, used: u64, of: u64| {
                *into = Some(into.unwrap_or_default().add(Share { used: times(used), of: times(of) }));
            };
            if !held.decks.is_empty() {
                let lengths = |of: &dyn Fn(&DeckUse) -> u64| {
                    held.decks.iter().fold(0_u64, |sum, deck| sum.saturating_add(of(deck)))
                };
                sum(&mut total.length, lengths(&|deck| deck.used.get()), lengths(&|deck| deck.length.get()));
            }
            if let Some(payload) = held.payload {
                sum(&mut total.mass, held.mass.get(), payload.get());
            }
            if let Some(places) = equipment.vehicles_max {
                sum(&mut total.places, u64::try_from(held.vehicles).unwrap_or(u64::MAX), u64::from(places));
            }
        }
        total
    }

    fn deck(&self, equipment: &Equipment, deck: &Deck, loaded: Option<&LoadedDeck>) -> DeckUse {
        let placed = loaded.map(|loaded| loaded.vehicles.as_slice()).unwrap_or_default();
        let (mut used, mut end, mut mass) = (0_u64, 0_u64, 0_u64);
        for (idx, vehicle) in placed.iter().enumerate() {
            let length = self.model(&vehicle.vehicle).map_or(0, |model| model.length.get());
            let rear = vehicle.position.get().saturating_add(length);
            used = if vehicle.saddled {
                used.saturating_add(rear.saturating_sub(end))
            } else {
                let gap = if idx == 0 { 0 } else { equipment.gap.get() };
                used.saturating_add(gap).saturating_add(length)
            };
            end = end.max(rear);
            mass = mass.saturating_add(self.mass(equipment, &vehicle.vehicle));
        }
        DeckUse {
            deck: deck.id.clone(),
            vehicles: placed.len(),
            length: deck.length,
            used: Millimetres::new(used),
            before: placed.first().map_or(Millimetres::ZERO, |first| first.position),
            behind: Millimetres::new(deck.length.get().saturating_sub(end)),
            mass: Kilograms::new(mass),
            payload: deck.payload,
        }
    }

    fn mass(&self, equipment: &Equipment, vehicle: &VehicleId) -> u64 {
        let kerb = self.model(vehicle).map_or(0, |model| model.kerb_mass.get());
        kerb.saturating_add(equipment.stowage.lashing.get())
    }
}

/// Least of the payload, the sum of the decks where all have one, and what the axles leave.
fn carries(equipment: &Equipment) -> Option<Kilograms> {
    let decks: Option<u64> = equipment
        .decks
        .iter()
        .map(|deck| deck.payload.map(Kilograms::get))
        .try_fold(0_u64, |sum, payload| sum.checked_add(payload?))
        .filter(|_| !equipment.decks.is_empty());
    let axles = || {
        let gross = equipment.axle_load_max?.get().checked_mul(u64::from(equipment.axles?))?;
        let carrier = match equipment.kind {
            EquipmentKind::Container => equipment.carrier_tare.map_or(0, Kilograms::get),
            _ => 0,
        };
        Some(gross.saturating_sub(equipment.tare?.get()).saturating_sub(carrier))
    };
    [equipment.payload.map(Kilograms::get), decks, axles()].into_iter().flatten().min().map(Kilograms::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_exact_to_a_tenth() {
        let percent = |used, of| Share { used, of }.percent().map(|percent| percent.normalize().to_string());
        assert_eq!(percent(256, 260).as_deref(), Some("98.5"));
        assert_eq!(percent(0, 7).as_deref(), Some("0"));
        assert_eq!(percent(1, 0), None);
        assert_eq!(percent(u128::MAX, 1), None);
    }
}
