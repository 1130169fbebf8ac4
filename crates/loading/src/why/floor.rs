//! A quick bound from below: places, lengths and masses, of all decks and of decks that some vehicles cannot
//! leave. It costs next to nothing, and rules most small changes out before the planner is asked.

use std::collections::BTreeSet;

use landbridge_model::{Deck, Equipment, EquipmentKind, ShipmentLine, VehicleClass, VehicleModel};
use landbridge_units::{Kilograms, Millimetres};

use crate::bound::{counted, deck_words};
use crate::refusal::axle_reserve;

/// Deck sets of vehicles of which unions are looked at; the rest only weakens the bound.
const SETS_MAX: usize = 16;

/// The fewest units that a simple sum allows, and the sum.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Floor {
    pub(crate) units: u64,
    what: What,
    /// Decks meant; `None` means all.
    decks: Option<u64>,
    vehicles: u64,
    needed: u128,
    offered: u128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Places,
    Length,
    Mass,
}

struct Demand {
    span: u64,
    mass: u64,
    decks: u64,
    number: u64,
}

/// The best of the simple bounds. Zero units where there is nothing to carry.
pub(crate) fn floor(lines: &[ShipmentLine], equipment: &Equipment) -> Floor {
    let demands: Vec<Demand> =
        lines.iter().filter(|line| line.quantity > 0).map(|line| demand(line, equipment)).collect();
    let every = demands.iter().fold(0, |all, demand| all | demand.decks);
    let own: BTreeSet<u64> = demands.iter().map(|demand| demand.decks).collect();
    let mut sets = BTreeSet::from([every]);
    for first in own.iter().take(SETS_MAX) {
        sets.extend(own.iter().take(SETS_MAX).map(|second| first | second));
    }
    let mut best = places(&demands, equipment);
    for set in sets {
        let inside: Vec<&Demand> = demands.iter().filter(|demand| demand.decks & !set == 0).collect();
        for candidate in of_decks(&inside, equipment, set, set == every) {
            if candidate.units > best.units {
                best = candidate;
            }
        }
    }
    best
}

fn demand(line: &ShipmentLine, equipment: &Equipment) -> Demand {
    let fits = |deck: &Deck| can_stand(&line.vehicle, equipment, deck);
    Demand {
        span: span(&line.vehicle, equipment),
        mass: line.vehicle.kerb_mass.get().saturating_add(equipment.stowage.lashing.get()),
        decks: equipment
            .decks
            .iter()
            .take(64)
            .enumerate()
            .filter(|(_, deck)| fits(deck))
            .fold(0, |set, (idx, _)| set | 1 << idx),
        number: u64::from(line.quantity),
    }
}

/// Whether one vehicle may stand somewhere on a deck by its sizes and mass.
pub(crate) fn can_stand(vehicle: &VehicleModel, equipment: &Equipment, deck: &Deck) -> bool {
    let mass = vehicle.kerb_mass.get().saturating_add(equipment.stowage.lashing.get());
    vehicle.length <= deck.length
        && vehicle.width <= deck.width
        && vehicle.height.get() <= clear_height(deck, vehicle.length.get())
        && deck.payload.is_none_or(|kg| mass <= kg.get())
}

/// The height that a vehicle of this length finds at its best place: clear of the low parts, or as few as can be.
pub(crate) fn clear_height(deck: &Deck, length: u64) -> u64 {
    let Some(last) = deck.length.get().checked_sub(length) else { return deck.height.get() };
    // Moved towards the beginning of the deck until it meets the end of a low part, a vehicle finds no less height.
    let starts = deck.low.iter().map(|part| part.to.get()).chain([0]);
    let height_at = |start: u64| {
        let end = start.saturating_add(length);
        let low = deck.low.iter().filter(|part| part.from.get() < end && start < part.to.get());
        low.map(|part| part.height.get()).chain([deck.height.get()]).min().unwrap_or(0)
    };
    starts.filter(|start| *start <= last).map(height_at).max().unwrap_or(0)
}

// Length of deck per vehicle at least; in a saddle stack all but one take a pitch and no gap.
fn span(vehicle: &VehicleModel, equipment: &Equipment) -> u64 {
    let alone = vehicle.length.get().saturating_add(equipment.gap.get());
    match (equipment.stowage.saddle_max, vehicle.chassis.saddle_pitch, vehicle.class) {
        (Some(most), Some(pitch), VehicleClass::Truck) if most > 1 => {
            let more = pitch.get().saturating_mul(u64::from(most).saturating_sub(1));
            alone.min(alone.saturating_add(more) / u64::from(most))
        }
        _ => alone,
    }
}

/// What a unit may carry by payload and axles.
pub(crate) fn unit_mass(equipment: &Equipment) -> Option<u64> {
    [equipment.payload, axle_reserve(equipment)].into_iter().flatten().map(Kilograms::get).min()
}

fn places(demands: &[Demand], equipment: &Equipment) -> Floor {
    let vehicles: u64 = demands.iter().map(|demand| demand.number).sum();
    let most = match equipment.kind {
        EquipmentKind::OwnWheels => Some(1),
        _ => equipment.vehicles_max.map(u64::from),
    };
    let offered = u128::from(most.unwrap_or(vehicles).max(1));
    found(What::Places, None, vehicles, u128::from(vehicles), offered)
}

fn of_decks(inside: &[&Demand], equipment: &Equipment, set: u64, all: bool) -> Vec<Floor> {
    let vehicles: u64 = inside.iter().map(|demand| demand.number).sum();
    let sum = |of: &dyn Fn(&Demand) -> u64| {
        inside.iter().map(|demand| u128::from(of(demand)) * u128::from(demand.number)).sum::<u128>()
    };
    let decks = || equipment.decks.iter().take(64).enumerate().filter(|(idx, _)| set >> idx & 1 == 1);
    let room = |deck: &Deck| deck.length.get().saturating_add(equipment.gap.get());
    let named = if all { None } else { Some(set) };
    let mut floors = Vec::new();
    let length: u128 = decks().map(|(_, deck)| u128::from(room(deck))).sum();
    floors.push(found(What::Length, named, vehicles, sum(&|demand| demand.span), length));
    // Deck by deck the shortest that may stand there; each deck may count the same vehicles.
    let mut here: Vec<&Demand> = inside.to_vec();
    here.sort_by_key(|demand| demand.span);
    let mut most = 0_u128;
    for (idx, deck) in decks() {
        let mut left = room(deck);
        for demand in here.iter().filter(|demand| demand.decks >> idx & 1 == 1) {
            let count = (left / demand.span.max(1)).min(demand.number);
            left = left.saturating_sub(count.saturating_mul(demand.span));
            most += u128::from(count);
        }
    }
    let most = most.min(equipment.vehicles_max.map_or(u128::MAX, u128::from));
    floors.push(found(What::Places, named, vehicles, u128::from(vehicles), most));
    let on_decks: Option<u128> = decks().map(|(_, deck)| deck.payload.map(|kg| u128::from(kg.get()))).sum();
    if let Some(most) = [on_decks, unit_mass(equipment).map(u128::from)].into_iter().flatten().min() {
        floors.push(found(What::Mass, named, vehicles, sum(&|demand| demand.mass), most));
    }
    floors
}

fn found(what: What, decks: Option<u64>, vehicles: u64, needed: u128, offered: u128) -> Floor {
    // Where nothing is offered the equipment refuses the vehicles, which is for others to say.
    let units = if offered == 0 { 0 } else { needed.div_ceil(offered) };
    Floor { units: u64::try_from(units).unwrap_or(u64::MAX), what, decks, vehicles, needed, offered }
}

impl Floor {
    /// The sum in words.
    pub(crate) fn text(&self, equipment: &Equipment) -> String {
        let Self { vehicles, needed, offered, units, .. } = self;
        let small = |value: &u128| u64::try_from(*value).unwrap_or(u64::MAX);
        let mm = |value: &u128| Millimetres::new(small(value));
        let kg = |value: &u128| Kilograms::new(small(value));
        let (on, which) = match self.decks {
            None => (String::new(), ""),
            Some(set) => {
                let decks = equipment.decks.iter().enumerate().filter(|(idx, _)| set >> idx & 1 == 1);
                (format!(" on {}", deck_words(decks.map(|(_, deck)| deck))), " that fit no other")
            }
        };
        let sum = match self.what {
            What::Places => format!("places{on}: {vehicles} vehicles{which}, at most {offered} in a unit"),
            What::Length => format!(
                "length{on}: {vehicles} vehicles{which} need {} with gaps, a unit has {}",
                mm(needed),
                mm(offered)
            ),
            What::Mass => {
                format!(
                    "mass{on}: {vehicles} vehicles{which} weigh {}, a unit carries {}",
                    kg(needed),
                    kg(offered)
                )
            }
        };
        format!("{sum}, so {}", counted(equipment.kind, *units))
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::sync::Arc;

    use super::*;
    use landbridge_model::{LowPart, Row, Tier};

    fn deck(length: u64, low: &[(u64, u64, u64)]) -> Deck {
        let mm = Millimetres::new;
        let part = |(from, to, height): &(u64, u64, u64)| LowPart {
            from: mm(*from),
            to: mm(*to),
            height: mm(*height),
        };
        Deck {
            id: "well".parse().unwrap(),
            length: mm(length),
            height: mm(9),
            low: low.iter().map(part).collect(),
            width: mm(3),
            payload: None,
            row: Arc::new(Row {
                table: "deck".to_owned(),
                id: "well".to_owned(),
                file: "test".into(),
                line: 1,
                values: BTreeMap::new(),
                tier: Tier::Assumed,
                assumed: BTreeSet::new(),
                sources: Vec::new(),
                note: None,
            }),
        }
    }

    #[test]
    fn the_best_place_is_found_as_by_trying_all() {
        for seed in 0..400_u64 {
            let (a, b, c, d) = (seed % 5, 1 + seed / 5 % 4, seed / 20 % 4, 1 + seed / 80 % 5);
            let second = (a + b + c, a + b + c + d, 1 + seed % 7);
            let deck = deck(16, &[(a, a + b, 2 + seed % 3), second]);
            for length in 1..=16 {
                let at = |start: u64| {
                    let under =
                        deck.low.iter().filter(|p| p.from.get() < start + length && start < p.to.get());
                    under.map(|p| p.height.get()).min().unwrap_or(9)
                };
                let best = (0..=16 - length).map(at).max();
                assert_eq!(Some(clear_height(&deck, length)), best, "{length} on {:?}", deck.low);
            }
        }
    }
}
