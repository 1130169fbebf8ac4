//! Which models a kind of equipment cannot take, and by how much they miss.

use std::collections::BTreeSet;

use landbridge_model::{
    Deck, DeckId, Equipment, EquipmentId, EquipmentKind, HandlingKind, Moves, ShipmentLine, VehicleClass,
    VehicleId, VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

use crate::problem::with_lashing;
use crate::unit::finds_place;

/// One model that the equipment cannot take, with one rule it breaks.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Refusal {
    /// The model.
    pub vehicle: VehicleId,
    /// The equipment.
    pub equipment: EquipmentId,
    /// The rule.
    pub rule: Rule,
}

/// The rule a model breaks. Where decks matter, the deck that comes closest is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Rule {
    /// Its class is not carried.
    ClassNotCarried {
        /// Its class.
        class: VehicleClass,
    },
    /// Its battery holds more charge than is taken.
    StateOfCharge {
        /// Its charge.
        percent: u32,
        /// The most that is taken.
        max_percent: u32,
    },
    /// It does not move itself, and the equipment is loaded over ramps.
    Towed,
    /// It would touch the ramp.
    TouchesRamp {
        /// Its ground clearance.
        clearance: Millimetres,
        /// Clearance that it would need with its overhangs and wheelbase.
        needed: Millimetres,
    },
    /// It is longer than every deck.
    TooLong {
        /// The longest deck.
        deck: DeckId,
        /// Its length.
        limit: Millimetres,
        /// By how much it is missed.
        excess: Millimetres,
    },
    /// It is wider than every deck that is long enough.
    TooWide {
        /// The widest of them.
        deck: DeckId,
        /// Its clear width.
        limit: Millimetres,
        /// By how much it is missed.
        excess: Millimetres,
    },
    /// It is higher than every deck that is long and wide enough.
    TooHigh {
        /// The highest of them.
        deck: DeckId,
        /// Its clear height.
        limit: Millimetres,
        /// By how much it is missed.
        excess: Millimetres,
    },
    /// The parts of the deck that are high enough are too short for it.
    LowParts {
        /// The highest deck that is long and wide enough.
        deck: DeckId,
    },
    /// Alone on a deck above it would outweigh the lowest by more than is allowed, and the lowest does not take it.
    TopHeavy {
        /// The most by which decks above may outweigh the lowest.
        limit: Kilograms,
        /// By how much it is missed.
        excess: Kilograms,
    },
    /// Wherever it stands, one end carries too much more than the other, or more than its axles may.
    Ends {
        /// The deck on which it comes closest.
        deck: DeckId,
    },
    /// It is heavier than every deck it would fit on may carry.
    TooHeavyForDeck {
        /// The strongest of them.
        deck: DeckId,
        /// What that may carry.
        limit: Kilograms,
        /// By how much it is missed.
        excess: Kilograms,
    },
    /// It is heavier than the payload of a unit.
    TooHeavy {
        /// The payload.
        limit: Kilograms,
        /// By how much it is missed.
        excess: Kilograms,
    },
    /// The axles cannot carry it together with the empty unit.
    AxleLoad {
        /// What axles may carry beyond the empty unit.
        limit: Kilograms,
        /// By how much it is missed.
        excess: Kilograms,
    },
}

impl std::fmt::Display for Refusal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {} on {}", self.vehicle, self.rule, self.equipment)
    }
}

impl std::fmt::Display for Rule {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::ClassNotCarried { class } => write!(f, "is of class {class}, which is not carried"),
            Self::StateOfCharge { percent, max_percent } => {
                write!(f, "is charged to {percent} %, {max_percent} % is the most taken")
            }
            Self::TooLong { deck, limit, excess } => {
                write!(f, "is {excess} longer than {} ({limit})", deck.in_words())
            }
            Self::TooWide { deck, limit, excess } => {
                write!(f, "is {excess} wider than {} ({limit})", deck.in_words())
            }
            Self::TooHigh { deck, limit, excess } => {
                write!(f, "is {excess} higher than {} ({limit})", deck.in_words())
            }
            Self::Towed => f.write_str("does not drive, and is loaded over ramps"),
            Self::TouchesRamp { clearance, needed } => {
                write!(f, "would touch the ramp: its clearance is {clearance}, {needed} are needed")
            }
            Self::LowParts { deck } => {
                write!(f, "is longer than the parts of {} that are high enough", deck.in_words())
            }
            Self::TopHeavy { limit, excess } => {
                write!(
                    f,
                    "fits an upper deck only and is {excess} heavier than that may outweigh the lowest ({limit})"
                )
            }
            Self::Ends { deck } => {
                write!(f, "stands nowhere on {} without one end carrying too much", deck.in_words())
            }
            Self::TooHeavyForDeck { deck, limit, excess } => {
                write!(f, "is {excess} heavier than {} may carry ({limit})", deck.in_words())
            }
            Self::TooHeavy { limit, excess } => write!(f, "is {excess} heavier than the payload ({limit})"),
            Self::AxleLoad { limit, excess } => {
                write!(f, "is {excess} heavier than the axles may carry beyond the empty unit ({limit})")
            }
        }
    }
}

/// Every model of the shipment that the equipment cannot take, with each rule it breaks; empty where all fit.
/// Sorted by model, then rule; lines without vehicles are not looked at.
#[must_use]
pub fn refusals(lines: &[ShipmentLine], equipment: &Equipment) -> Vec<Refusal> {
    let mut found = BTreeSet::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        for rule in broken_rules(line, equipment) {
            found.insert(Refusal { vehicle: line.vehicle.id.clone(), equipment: equipment.id.clone(), rule });
        }
    }
    found.into_iter().collect()
}

/// What the axles may carry beyond the empty unit, where all of it is known.
pub(crate) fn axle_reserve(equipment: &Equipment) -> Option<Kilograms> {
    let axles = u64::from(equipment.axles?);
    // A product beyond 64 bits is no limit that a vehicle could reach.
    let gross = equipment.axle_load_max?.times(axles).unwrap_or(Kilograms::new(u64::MAX));
    let carrier = match equipment.kind {
        EquipmentKind::Container => equipment.carrier_tare.unwrap_or(Kilograms::ZERO),
        _ => Kilograms::ZERO,
    };
    let left = gross.get().saturating_sub(equipment.tare?.get()).saturating_sub(carrier.get());
    Some(Kilograms::new(left))
}

fn broken_rules(line: &ShipmentLine, equipment: &Equipment) -> Vec<Rule> {
    let vehicle = &line.vehicle;
    let mut rules = Vec::new();
    if !equipment.carries.contains(&vehicle.class) {
        rules.push(Rule::ClassNotCarried { class: vehicle.class });
    }
    if let (true, Some(percent), Some(max_percent)) =
        (vehicle.powertrain.is_new_energy(), line.soc_percent, equipment.soc_max_percent)
        && percent > max_percent
    {
        rules.push(Rule::StateOfCharge { percent, max_percent });
    }
    rules.extend(broken_by_ramp(vehicle, equipment));
    rules.extend(broken_by_decks(line, equipment));
    let mass = with_lashing(vehicle.kerb_mass, equipment);
    if let Some(limit) = equipment.payload
        && let Some(excess) = over(mass, limit)
    {
        rules.push(Rule::TooHeavy { limit, excess });
    }
    if let Some(limit) = axle_reserve(equipment)
        && let Some(excess) = over(mass, limit)
    {
        rules.push(Rule::AxleLoad { limit, excess });
    }
    rules
}

fn over(mass: Kilograms, limit: Kilograms) -> Option<Kilograms> {
    mass.checked_sub(limit).filter(|excess| *excess > Kilograms::ZERO)
}

/// Ramps are driven over: with a slope `r`, a quarter of the wheelbase times `r` is the height of the crest between
/// the axles, and an overhang times `r` how far the bumper dips.
fn broken_by_ramp(vehicle: &VehicleModel, equipment: &Equipment) -> Option<Rule> {
    if equipment.handling != HandlingKind::Ramp {
        return None;
    }
    let chassis = &vehicle.chassis;
    if chassis.moves == Moves::Towed {
        return Some(Rule::Towed);
    }
    if equipment.kind == EquipmentKind::OwnWheels {
        return None;
    }
    let (slope, clearance) = (u128::from(equipment.stowage.ramp_permille?), chassis.ground_clearance?);
    let dips = [chassis.front_overhang, chassis.rear_overhang].into_iter().flatten();
    let dips = dips.map(|mm| (u128::from(mm.get()) * slope).div_ceil(1_000));
    let crest = vehicle.wheelbase.map(|mm| (u128::from(mm.get()) * slope).div_ceil(4_000));
    let needed = u64::try_from(dips.chain(crest).max()?).unwrap_or(u64::MAX);
    (needed > clearance.get()).then_some(Rule::TouchesRamp { clearance, needed: Millimetres::new(needed) })
}

// A model fits if one deck passes all tests. Filtering deck by deck in a fixed order always names a test that the
// last remaining decks fail, also where no single test fails on all decks.
fn broken_by_decks(line: &ShipmentLine, equipment: &Equipment) -> Option<Rule> {
    let vehicle = &line.vehicle;
    let decks = &equipment.decks;
    let (long, longest) = split(decks.iter().collect(), |deck| deck.length.get(), vehicle.length.get());
    if long.is_empty() {
        let deck = longest?;
        let excess = vehicle.length.checked_sub(deck.length)?;
        return Some(Rule::TooLong { deck: deck.id.clone(), limit: deck.length, excess });
    }
    let (wide, widest) = split(long, |deck| deck.width.get(), vehicle.width.get());
    if wide.is_empty() {
        let deck = widest?;
        let excess = vehicle.width.checked_sub(deck.width)?;
        return Some(Rule::TooWide { deck: deck.id.clone(), limit: deck.width, excess });
    }
    let (high, highest) = split(wide, |deck| deck.height.get(), vehicle.height.get());
    if high.is_empty() {
        let deck = highest?;
        let excess = vehicle.height.checked_sub(deck.height)?;
        return Some(Rule::TooHigh { deck: deck.id.clone(), limit: deck.height, excess });
    }
    let (roomy, _) = split(high.clone(), |deck| u64::from(place_on(vehicle, deck)), 1);
    if roomy.is_empty() {
        return Some(Rule::LowParts { deck: highest?.id.clone() });
    }
    let high = roomy;
    let mass = with_lashing(vehicle.kerb_mass, equipment);
    let strength = |deck: &Deck| deck.payload.map_or(u64::MAX, Kilograms::get);
    let (strong, strongest) = split(high, strength, mass.get());
    if strong.is_empty() {
        let deck = strongest?;
        let limit = deck.payload?;
        let excess = mass.checked_sub(limit)?;
        return Some(Rule::TooHeavyForDeck { deck: deck.id.clone(), limit, excess });
    }
    let balanced: Vec<&Deck> =
        strong.iter().copied().filter(|deck| balances(vehicle, deck, equipment)).collect();
    if balanced.is_empty() {
        let closest = strong.iter().min_by_key(|deck| least_off_middle(vehicle, deck))?;
        return Some(Rule::Ends { deck: closest.id.clone() });
    }
    if let (Some(limit), Some(lowest)) = (equipment.stowage.top_heavy_max, decks.first())
        && !balanced.iter().any(|deck| deck.id == lowest.id)
        && let Some(excess) = over(mass, limit)
    {
        return Some(Rule::TopHeavy { limit, excess });
    }
    None
}

// Whether a vehicle by itself can stand on a deck with the ends loaded evenly enough.
fn balances(vehicle: &VehicleModel, deck: &Deck, equipment: &Equipment) -> bool {
    let Some(supports) = equipment.stowage.supports.map(|mm| i128::from(mm.get())) else { return true };
    let mass = i128::from(with_lashing(vehicle.kerb_mass, equipment).get());
    let by_difference = equipment.stowage.ends_difference_max.map(|most| i128::from(most.get()) * supports);
    let by_end = axle_reserve(equipment).map(|most| (i128::from(most.get()) - mass) * supports);
    let Some(limit) = by_difference.into_iter().chain(by_end).min() else { return true };
    least_off_middle(vehicle, deck).is_none_or(|off| mass * off <= limit)
}

// How far its middle must be from that of the deck, in half millimetres.
fn least_off_middle(vehicle: &VehicleModel, deck: &Deck) -> Option<i128> {
    let (long, deck_long) = (i128::from(vehicle.length.get()), i128::from(deck.length.get()));
    let in_the_way: Vec<(i128, i128)> = deck
        .low
        .iter()
        .filter(|part| part.height < vehicle.height)
        .map(|part| (i128::from(part.from.get()) - long, i128::from(part.to.get())))
        .collect();
    let free = |front: &i128| {
        *front >= 0
            && front + long <= deck_long
            && in_the_way.iter().all(|(before, behind)| *front <= *before || *front >= *behind)
    };
    // The best front is in the middle, or right before or behind a low part.
    let middle = (deck_long - long) / 2;
    let fronts = [middle, middle + 1].into_iter().chain(in_the_way.iter().flat_map(|(a, b)| [*a, *b]));
    fronts.filter(free).map(|front| (2 * front + long - deck_long).abs()).min()
}

// Whether it stands clear of low parts somewhere on a deck.
fn place_on(vehicle: &VehicleModel, deck: &Deck) -> bool {
    let mm = |value: Millimetres| u32::try_from(value.get()).ok();
    let low: Option<Vec<(u32, u32, u32)>> =
        deck.low.iter().map(|part| Some((mm(part.from)?, mm(part.to)?, mm(part.height)?))).collect();
    match (mm(deck.length), low, mm(vehicle.length), mm(vehicle.height)) {
        (Some(deck), Some(low), Some(length), Some(height)) => finds_place(deck, &low, length, height),
        _ => true,
    }
}

// The decks that offer enough, and the one that offers most (the first of equals).
fn split(decks: Vec<&Deck>, offer: impl Fn(&Deck) -> u64, need: u64) -> (Vec<&Deck>, Option<&Deck>) {
    let most = decks.iter().copied().rev().max_by_key(|deck| offer(deck));
    (decks.into_iter().filter(|deck| offer(deck) >= need).collect(), most)
}

/// Whether one model may stand on one deck by itself.
pub(crate) fn fits_deck(line: &ShipmentLine, deck: &Deck, equipment: &Equipment) -> bool {
    let vehicle = &line.vehicle;
    vehicle.length <= deck.length
        && vehicle.width <= deck.width
        && vehicle.height <= deck.height
        && place_on(vehicle, deck)
        && deck.payload.is_none_or(|payload| with_lashing(vehicle.kerb_mass, equipment) <= payload)
}

/// Whether the equipment takes the vehicles of a line at all.
pub(crate) fn takes(line: &ShipmentLine, equipment: &Equipment) -> bool {
    broken_rules(line, equipment).is_empty()
}
