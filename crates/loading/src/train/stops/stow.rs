//! The rules that the order of vehicles on a deck can break: low parts, and what the ends carry.

use std::collections::BTreeMap;

use landbridge_model::{Deck, Equipment, EquipmentKind, LoadedDeck, VehicleId, VehicleModel};

pub(super) type Models<'a> = BTreeMap<&'a VehicleId, &'a VehicleModel>;

/// Whether the order of vehicles on decks matters at all in this equipment.
pub(super) fn order_matters(equipment: &Equipment) -> bool {
    let stowage = &equipment.stowage;
    let ends = stowage.supports.is_some()
        && (stowage.ends_difference_max.is_some() || ends_carry(equipment).is_some());
    ends || stowage.saddle_max.is_some() || equipment.decks.iter().any(|deck| !deck.low.is_empty())
}

/// The first position, from `from` on, at which a vehicle of this length and height clears all low parts; `None`
/// where there is none on the deck.
pub(super) fn clear_from(deck: &Deck, from: u64, length: u64, height: u64) -> Option<u64> {
    let mut at = from;
    // Low parts are sorted by where they begin, so one pass suffices.
    for low in &deck.low {
        let overlaps = at < low.to.get() && at.saturating_add(length) > low.from.get();
        if overlaps && height > low.height.get() {
            at = low.to.get();
        }
    }
    (at.saturating_add(length) <= deck.length.get()).then_some(at)
}

/// Whether no vehicle of a deck is too high where it stands, and none reaches beyond the deck.
pub(super) fn clears(deck: &Deck, loaded: &LoadedDeck, models: &Models<'_>) -> bool {
    loaded.vehicles.iter().all(|placed| {
        models.get(&placed.vehicle).is_some_and(|vehicle| {
            let at = placed.position.get();
            clear_from(deck, at, vehicle.length.get(), vehicle.height.get()) == Some(at)
        })
    })
}

/// Whether the two ends of a unit carry what they may, with decks centred over its supports: they differ by at most
/// `ends_difference_max`, and none carries more than half of the axles may.
///
/// With moment `m` about the middle and supports `s` apart the ends differ by `2 m / s`.
pub(super) fn ends_carry_it(equipment: &Equipment, decks: &[LoadedDeck], models: &Models<'_>) -> bool {
    let Some(supports) = equipment.stowage.supports else { return true };
    let supports = i128::from(supports.get());
    // Twice the moment, as middles are halves of millimetres.
    let (mut moment, mut mass) = (0_i128, 0_i128);
    for (deck, loaded) in equipment.decks.iter().zip(decks) {
        for placed in &loaded.vehicles {
            let Some(vehicle) = models.get(&placed.vehicle) else { return false };
            let kg = i128::from(vehicle.kerb_mass.get()) + i128::from(equipment.stowage.lashing.get());
            let middle = 2 * i128::from(placed.position.get()) + i128::from(vehicle.length.get());
            moment += kg * (middle - i128::from(deck.length.get()));
            mass += kg;
        }
    }
    let moment = moment.abs();
    let even =
        equipment.stowage.ends_difference_max.is_none_or(|kg| moment <= i128::from(kg.get()) * supports);
    // Twice: (tare + mass) / 2 + m / s <= axles * load / 2.
    let strong = ends_carry(equipment)
        .is_none_or(|(most, empty)| (empty + mass) * supports + moment <= most * supports);
    even && strong
}

// What all axles may carry, and the empty unit.
fn ends_carry(equipment: &Equipment) -> Option<(i128, i128)> {
    let carrier = equipment.carrier_tare.filter(|_| equipment.kind == EquipmentKind::Container);
    let empty = i128::from(equipment.tare?.get()) + carrier.map_or(0, |kg| i128::from(kg.get()));
    let most = i128::from(equipment.axles?) * i128::from(equipment.axle_load_max?.get());
    Some((most, empty))
}
