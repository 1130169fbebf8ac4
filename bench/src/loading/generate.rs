//! Instances: the sizes that have targets, and many varied ones.

use landbridge_model::{Equipment, EquipmentKind};
use landbridge_units::Kilograms;

use super::models::{Bay, Size, between, car, lines, two_decks, unit};
use super::{Instance, Offer};
use crate::timetabled::Random;

/// Clear heights of the decks of a wagon: tall models stand only below.
const LOWER: u64 = 1_950;
const UPPER: u64 = 1_800;

/// So many vehicles of so many models on wagons of two decks of 24.6 m, with limits on decks and wagon.
///
/// The wagon carries what its decks carry together: a limit of both decks that binds makes the arc-flow model of the
/// peers a hundred times as large, and it would not be a fair race. The batch has such limits.
pub(super) fn sized(vehicles: u64, models: u64, seed: u64) -> Instance {
    let mut random = Random(seed << 40 | vehicles << 16 | models);
    let sizes: Vec<Size> = (0..models).map(|_| car(&mut random, UPPER, LOWER)).collect();
    let mut wagon = unit("wagon", EquipmentKind::Wagon, &two_decks(24_600, LOWER, UPPER));
    carry(&mut wagon, 21_000, &[11_000, 10_000]);
    let name = format!("{vehicles}-{models}-{seed}");
    Instance::on_one(name, lines(&mut random, &sizes, vehicles), wagon)
}

/// What an instance of the batch is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Length and height alone.
    Length,
    /// Payload, or axle load, that runs out at about the same time as length.
    Payload,
    /// At most so many vehicles.
    Places,
    /// A payload of each deck, and of the unit.
    DeckPayloads,
    /// One deck.
    OneDeck,
    /// Containers with racks.
    Racks,
    /// Two or three kinds of equipment with costs, all but one in limited numbers.
    Mixed,
}

/// All kinds, with how many of twenty instances are of each and what the page calls it.
pub(super) const KINDS: [(Kind, u64, &str); 7] = [
    (Kind::Length, 3, "two decks, no limit of mass"),
    (Kind::Payload, 3, "payload or axle load and length bind together"),
    (Kind::Places, 2, "limited number of vehicles in a unit"),
    (Kind::DeckPayloads, 3, "payloads of decks and unit"),
    (Kind::OneDeck, 2, "one deck"),
    (Kind::Racks, 3, "containers with racks"),
    (Kind::Mixed, 4, "mixed equipment, fewest costs"),
];

/// The kind of an instance of the batch.
pub(super) fn kind_of(number: u64) -> Kind {
    let mut place = number % 20;
    for (kind, share, _) in KINDS {
        if place < share {
            return kind;
        }
        place -= share;
    }
    Kind::Mixed
}

/// An instance of the batch: 20 to 1,000 vehicles of 3 to 40 models.
pub(super) fn varied(number: u64) -> Instance {
    let mut random = Random(number.wrapping_mul(0x0005_DEEC_E66D) ^ 0x00C0_FFEE);
    let vehicles = between(&mut random, 20, 1_000, 1);
    let models = between(&mut random, 3, 40.min(vehicles / 2), 1);
    let kind = kind_of(number);
    let (lower, upper) = match kind {
        Kind::Racks => (between(&mut random, 1_720, 1_950, 10), 1_720),
        _ => (between(&mut random, 1_900, 2_000, 10), between(&mut random, 1_750, 1_850, 10)),
    };
    // Without a step between the decks nothing is tall.
    let sizes: Vec<Size> = (0..models).map(|_| car(&mut random, upper.min(lower - 5), lower)).collect();
    let lines = lines(&mut random, &sizes, vehicles);
    let fleet = Fleet { random, sizes, lower, upper };
    Instance { name: format!("varied-{number}"), lines, offers: fleet.offers(kind, vehicles) }
}

struct Fleet {
    random: Random,
    sizes: Vec<Size>,
    lower: u64,
    upper: u64,
}

impl Fleet {
    fn offers(mut self, kind: Kind, vehicles: u64) -> Vec<Offer> {
        let unit = match kind {
            Kind::Length => self.wagon("wagon"),
            Kind::Payload => self.with_payload(),
            Kind::Places => {
                let mut wagon = self.wagon("wagon");
                let places = self.places(&wagon);
                let fewer = self.random.below(3);
                wagon.vehicles_max = u32::try_from(places.saturating_sub(fewer).max(1)).ok();
                wagon
            }
            Kind::DeckPayloads => self.with_deck_payloads(),
            Kind::OneDeck => {
                let length = self.between(10_000, 25_000, 50);
                let deck = Bay { deck: "deck", length, height: self.lower };
                let mut carrier = unit("carrier", EquipmentKind::RoadCarrier, &[deck]);
                if self.random.below(2) == 0 {
                    let payload = self.binding(&carrier, 95, 110);
                    carry(&mut carrier, payload, &[]);
                }
                carrier
            }
            Kind::Racks => self.racks(),
            Kind::Mixed => return self.mixed(vehicles),
        };
        vec![Offer { unit, cost: 1, available: None }]
    }

    fn wagon(&mut self, name: &str) -> Equipment {
        let length = self.between(16_000, 25_000, 50);
        unit(name, EquipmentKind::Wagon, &two_decks(length, self.lower, self.upper))
    }

    fn with_payload(&mut self) -> Equipment {
        let mut wagon = self.wagon("wagon");
        let payload = self.binding(&wagon, 90, 104);
        if self.random.below(2) == 0 {
            carry(&mut wagon, payload, &[]);
        } else {
            // The same limit by its axles.
            wagon.axles = Some(4);
            wagon.axle_load_max = Some(Kilograms::new(18_000));
            wagon.tare = Some(Kilograms::new(72_000_u64.saturating_sub(payload)));
        }
        wagon
    }

    fn with_deck_payloads(&mut self) -> Equipment {
        let mut wagon = self.wagon("wagon");
        let half = self.binding(&wagon, 90, 110) / 2;
        let heaviest = self.heaviest();
        let upper = (half * self.between(80, 100, 1) / 100).max(heaviest);
        let lower = half.max(heaviest);
        let unit = (lower + upper) * self.between(90, 100, 1) / 100;
        carry(&mut wagon, unit, &[lower, upper]);
        wagon
    }

    fn racks(&mut self) -> Equipment {
        let length = self.between(9_300, 11_600, 50);
        let mut racks = unit("racks", EquipmentKind::Container, &two_decks(length, self.lower, self.upper));
        carry(&mut racks, self.between(6_000, 12_000, 100), &[7_000, 5_000]);
        racks.vehicles_max = u32::try_from(self.between(3, 4, 1)).ok();
        racks
    }

    /// A wagon that is never short, and one or two kinds that are cheaper for their length and few.
    fn mixed(mut self, vehicles: u64) -> Vec<Offer> {
        let mut wagon = self.wagon("wagon");
        if self.random.below(2) == 0 {
            let payload = self.binding(&wagon, 95, 115);
            carry(&mut wagon, payload, &[]);
        }
        let needed = vehicles / self.places(&wagon).max(1) + 1;
        let cost = metres(&wagon) * 100;
        let mut offers = vec![Offer { unit: wagon, cost, available: None }];
        let mut others = vec![self.wagon("older-wagon"), self.racks()];
        if self.random.below(2) == 0 {
            let which = usize::from(self.random.below(2) == 0);
            others.remove(which);
        }
        for unit in others {
            let cost = metres(&unit) * self.between(75, 105, 1);
            let share = self.between(5, 60, 1);
            let available = u32::try_from(needed * share / 100 + 1).ok();
            offers.push(Offer { unit, cost, available });
        }
        offers
    }

    /// A payload that runs out about when length does, in hundredths of the mean load by length.
    fn binding(&mut self, unit: &Equipment, low: u64, high: u64) -> u64 {
        let places = self.places(unit);
        let percent = self.between(low, high, 1);
        let mean = self.sizes.iter().map(|size| size.mass).sum::<u64>() / self.count();
        // To the next 100 kg, as such figures are printed.
        (places * mean * percent / 10_000 * 100).max(self.heaviest())
    }

    /// Vehicles of the mean length that a unit takes.
    fn places(&self, unit: &Equipment) -> u64 {
        let mean = self.sizes.iter().map(|size| size.length).sum::<u64>() / self.count() + 250;
        unit.decks.iter().map(|deck| (deck.length.get() + 250) / mean).sum()
    }

    fn heaviest(&self) -> u64 {
        self.sizes.iter().map(|size| size.mass).max().unwrap_or(0)
    }

    fn count(&self) -> u64 {
        u64::try_from(self.sizes.len()).unwrap_or(u64::MAX).max(1)
    }

    fn between(&mut self, low: u64, high: u64, step: u64) -> u64 {
        between(&mut self.random, low, high, step)
    }
}

/// Deck metres of a unit.
fn metres(unit: &Equipment) -> u64 {
    unit.decks.iter().map(|deck| deck.length.get()).sum::<u64>() / 1_000
}

fn carry(unit: &mut Equipment, payload: u64, decks: &[u64]) {
    unit.payload = Some(Kilograms::new(payload));
    for (deck, payload) in unit.decks.iter_mut().zip(decks) {
        deck.payload = Some(Kilograms::new(*payload));
    }
}

#[cfg(test)]
mod tests {
    use landbridge_loading::refusals;

    use super::*;

    #[test]
    fn a_size_is_kept() {
        for (vehicles, models) in [(256, 12), (1_000, 24), (20_000, 60)] {
            let instance = sized(vehicles, models, 1);
            assert_eq!((instance.vehicles(), instance.lines.len() as u64), (vehicles, models));
            assert!(refusals(&instance.lines, &instance.offers[0].unit).is_empty());
        }
    }

    #[test]
    fn the_first_equipment_takes_every_vehicle() {
        for number in 0..1_000 {
            let instance = varied(number);
            assert!((20..=1_000).contains(&instance.vehicles()));
            let refused = refusals(&instance.lines, &instance.offers[0].unit);
            assert!(refused.is_empty(), "{number}: {refused:?}");
            assert_eq!(instance.offers.len() > 1, kind_of(number) == Kind::Mixed);
        }
    }

    #[test]
    fn kinds_fill_twenty() {
        assert_eq!(KINDS.iter().map(|(_, share, _)| share).sum::<u64>(), 20);
    }
}
