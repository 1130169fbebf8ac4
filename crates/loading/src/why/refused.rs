//! Why not this equipment: for each model that it refuses the least changes that admit it, and what else takes it.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::{Display, Formatter};
use std::sync::Arc;

use landbridge_model::{
    Deck, DeckId, Equipment, EquipmentId, EquipmentKind, HandlingKind, Moves, ShipmentLine, VehicleId,
    VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

use super::floor::{clear_height, unit_mass};
use super::text::listed;
use crate::refusal::{Refusal, Rule, refusals};

/// What the equipment takes of a shipment, and what each other model lacks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WhyRefused {
    /// The equipment.
    pub equipment: EquipmentId,
    /// One entry per refused model, by id.
    pub fixes: Vec<Fix>,
    /// Vehicles of the shipment.
    pub vehicles: u64,
    /// Vehicles that the equipment takes: the largest part of the shipment for which there is a plan.
    pub taken: u64,
}

/// How a refused model could travel after all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fix {
    /// The model.
    pub vehicle: VehicleId,
    /// How many of it are refused.
    pub number: u64,
    /// The rules they break.
    pub rules: Vec<Rule>,
    /// Changes of the vehicle after which the equipment takes it, each found to be enough; none contains another.
    /// Of a height, a length or a width one could as well change the deck by the same amount. Empty where no change
    /// of the vehicle helps.
    pub ways: Vec<Way>,
    /// Which of the alternatives take all that are refused, as they are.
    pub takers: Vec<Taker>,
}

/// Other equipment that takes a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taker {
    /// The equipment.
    pub equipment: EquipmentId,
    /// Whether it is the same unit in another setting.
    pub setting: bool,
}

/// Changes that together admit a vehicle.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Way {
    /// The deck it then stands on; `None` where decks do not matter.
    pub deck: Option<DeckId>,
    /// What changes, each by the least that is enough for this deck.
    pub changes: Vec<VehicleChange>,
}

/// A change of a vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum VehicleChange {
    /// Shorter by.
    Shorter(Millimetres),
    /// Narrower by.
    Narrower(Millimetres),
    /// Lower by.
    Lower(Millimetres),
    /// Lighter by.
    Lighter(Kilograms),
    /// Charged to at most so many per cent.
    ChargedTo(u32),
    /// Higher above the ground by.
    HigherAboveGround(Millimetres),
    /// Able to drive.
    Driving,
}

/// Why equipment does not take parts of a shipment; see [`WhyRefused`] for what is told.
///
/// `alternatives` are other equipment, or other settings of this one, to try for each refused model.
#[must_use]
pub fn why_refused(lines: &[ShipmentLine], equipment: &Equipment, alternatives: &[&Equipment]) -> WhyRefused {
    let mut why = WhyRefused { equipment: equipment.id.clone(), fixes: Vec::new(), vehicles: 0, taken: 0 };
    let mut refused: BTreeMap<&VehicleId, Vec<(&ShipmentLine, Vec<Refusal>)>> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        why.vehicles = why.vehicles.saturating_add(u64::from(line.quantity));
        let found = refusals(std::slice::from_ref(line), equipment);
        if found.is_empty() && !stands(equipment) {
            continue;
        }
        if found.is_empty() {
            why.taken = why.taken.saturating_add(u64::from(line.quantity));
        } else {
            refused.entry(&line.vehicle.id).or_default().push((line, found));
        }
    }
    for (vehicle, lines) in refused {
        let rules: BTreeSet<Rule> =
            lines.iter().flat_map(|(_, found)| found.iter().map(|refusal| refusal.rule.clone())).collect();
        // Lines of a model differ in charge; the fullest needs most.
        let Some((fullest, _)) = lines.iter().max_by_key(|(line, _)| line.soc_percent) else { continue };
        let all: Vec<ShipmentLine> = lines.iter().map(|(line, _)| (*line).clone()).collect();
        let takers = alternatives.iter().filter(|other| other.id != equipment.id && takes(&all, other));
        why.fixes.push(Fix {
            vehicle: vehicle.clone(),
            number: lines.iter().map(|(line, _)| u64::from(line.quantity)).sum(),
            rules: rules.into_iter().collect(),
            ways: ways(fullest, equipment),
            takers: takers
                .map(|other| Taker { equipment: other.id.clone(), setting: same_unit(equipment, other) })
                .collect(),
        });
    }
    why
}

fn takes(lines: &[ShipmentLine], equipment: &Equipment) -> bool {
    stands(equipment) && refusals(lines, equipment).is_empty()
}

// Without a deck nothing stands anywhere, whatever its size.
fn stands(equipment: &Equipment) -> bool {
    equipment.kind == EquipmentKind::OwnWheels || !equipment.decks.is_empty()
}

fn same_unit(a: &Equipment, b: &Equipment) -> bool {
    a.setting_of.as_ref().unwrap_or(&a.id) == b.setting_of.as_ref().unwrap_or(&b.id)
}

fn ways(line: &ShipmentLine, equipment: &Equipment) -> Vec<Way> {
    let general = general(line, equipment);
    let mut found = Vec::new();
    if equipment.decks.is_empty() {
        found.extend(general.map(|changes| Way { deck: None, changes }));
    } else if let Some(general) = general {
        for deck in &equipment.decks {
            for sizes in sizes(&line.vehicle, equipment, deck) {
                let lighter = lighter(&line.vehicle, equipment, Some(deck));
                let changes = sizes.into_iter().chain(lighter).chain(general.iter().copied()).collect();
                found.push(Way { deck: Some(deck.id.clone()), changes });
            }
        }
    }
    // Only what is enough is told, and nothing that asks for more than another way.
    found.retain(|way| {
        !way.changes.is_empty()
            && way
                .apply(line)
                .is_some_and(|changed| refusals(std::slice::from_ref(&changed), equipment).is_empty())
    });
    let all = found.clone();
    let mut idx = 0;
    found.retain(|way| {
        let me = idx;
        idx += 1;
        !all.iter().enumerate().any(|(other, less)| {
            let within = less.within(way);
            other != me && within && (!way.within(less) || other < me)
        })
    });
    found
}

// What does not depend on the deck; `None` if a class is not carried, which nothing changes.
fn general(line: &ShipmentLine, equipment: &Equipment) -> Option<Vec<VehicleChange>> {
    let vehicle = &line.vehicle;
    if !equipment.carries.contains(&vehicle.class) {
        return None;
    }
    let mut changes = Vec::new();
    if equipment.decks.is_empty() {
        changes.extend(lighter(vehicle, equipment, None));
    }
    if let (true, Some(percent), Some(most)) =
        (vehicle.powertrain.is_new_energy(), line.soc_percent, equipment.soc_max_percent)
        && percent > most
    {
        changes.push(VehicleChange::ChargedTo(most));
    }
    if equipment.handling == HandlingKind::Ramp && equipment.kind != EquipmentKind::OwnWheels {
        if vehicle.chassis.moves != Moves::Itself {
            changes.push(VehicleChange::Driving);
        }
        changes.extend(clearance(vehicle, equipment).map(VehicleChange::HigherAboveGround));
    }
    Some(changes)
}

// What the ramps ask for beyond the clearance there is.
fn clearance(vehicle: &VehicleModel, equipment: &Equipment) -> Option<Millimetres> {
    let slope = u64::from(equipment.stowage.ramp_permille?);
    let has = vehicle.chassis.ground_clearance?;
    let overhangs = [vehicle.chassis.front_overhang, vehicle.chassis.rear_overhang];
    let overhang =
        overhangs.into_iter().flatten().map(|mm| mm.get().saturating_mul(slope).div_ceil(1_000)).max();
    let breakover = vehicle.wheelbase.map(|mm| mm.get().saturating_mul(slope).div_ceil(4_000));
    let needed = overhang.into_iter().chain(breakover).max()?;
    Millimetres::new(needed).checked_sub(has).filter(|by| *by > Millimetres::ZERO)
}

fn lighter(vehicle: &VehicleModel, equipment: &Equipment, deck: Option<&Deck>) -> Option<VehicleChange> {
    let on_deck = deck.and_then(|deck| deck.payload).map(Kilograms::get);
    let most = [unit_mass(equipment), on_deck].into_iter().flatten().min()?;
    let mass = vehicle.kerb_mass.get().saturating_add(equipment.stowage.lashing.get());
    mass.checked_sub(most).filter(|by| *by > 0).map(|by| VehicleChange::Lighter(Kilograms::new(by)))
}

// Sizes that let a vehicle onto a deck: lower, or so short that it finds a place between low parts.
fn sizes(vehicle: &VehicleModel, equipment: &Equipment, deck: &Deck) -> Vec<Vec<VehicleChange>> {
    let over =
        |has: Millimetres, most: u64| has.get().checked_sub(most).filter(|by| *by > 0).map(Millimetres::new);
    let narrower = over(vehicle.width, deck.width.get()).map(VehicleChange::Narrower);
    // Lengths at which more height is found: that of the deck, and of the runs between its low parts.
    let mut lengths = BTreeSet::from([vehicle.length.get().min(deck.length.get())]);
    let begins = deck.low.iter().map(|part| part.to.get()).chain([0]);
    for begin in begins {
        let ends = deck.low.iter().map(|part| part.from.get()).chain([deck.length.get()]);
        lengths.extend(ends.filter_map(|end| end.checked_sub(begin)).filter(|run| *run > 0));
    }
    lengths.retain(|length| *length <= vehicle.length.get());
    let way = |length: u64| {
        let shorter = over(vehicle.length, length).map(VehicleChange::Shorter);
        let lower = over(vehicle.height, clear_height(deck, length)).map(VehicleChange::Lower);
        shorter.into_iter().chain(narrower).chain(lower).collect()
    };
    // A deck that takes nothing at all has no ways, and neither has equipment that is not loaded deck by deck.
    if equipment.kind == EquipmentKind::OwnWheels {
        Vec::new()
    } else {
        lengths.into_iter().map(way).collect()
    }
}

impl Way {
    /// A line of vehicles after the change; `None` where nothing of the vehicle would be left.
    #[must_use]
    pub fn apply(&self, line: &ShipmentLine) -> Option<ShipmentLine> {
        let mut changed = line.clone();
        let vehicle = Arc::make_mut(&mut changed.vehicle);
        let less =
            |has: Millimetres, by: Millimetres| has.checked_sub(by).filter(|left| *left > Millimetres::ZERO);
        for change in &self.changes {
            match *change {
                VehicleChange::Shorter(by) => vehicle.length = less(vehicle.length, by)?,
                VehicleChange::Narrower(by) => vehicle.width = less(vehicle.width, by)?,
                VehicleChange::Lower(by) => vehicle.height = less(vehicle.height, by)?,
                VehicleChange::Lighter(by) => {
                    vehicle.kerb_mass =
                        vehicle.kerb_mass.checked_sub(by).filter(|kg| *kg > Kilograms::ZERO)?;
                }
                VehicleChange::ChargedTo(percent) => changed.soc_percent = Some(percent),
                VehicleChange::HigherAboveGround(by) => {
                    let clearance = &mut vehicle.chassis.ground_clearance;
                    *clearance = clearance.and_then(|has| has.checked_add(by));
                }
                VehicleChange::Driving => vehicle.chassis.moves = Moves::Itself,
            }
        }
        Some(changed)
    }

    // Whether each change of this way is part of another's, by no more.
    fn within(&self, other: &Self) -> bool {
        let no_more = |a: &VehicleChange, b: &VehicleChange| match (a, b) {
            (VehicleChange::Shorter(a), VehicleChange::Shorter(b))
            | (VehicleChange::Narrower(a), VehicleChange::Narrower(b))
            | (VehicleChange::Lower(a), VehicleChange::Lower(b))
            | (VehicleChange::HigherAboveGround(a), VehicleChange::HigherAboveGround(b)) => a <= b,
            (VehicleChange::Lighter(a), VehicleChange::Lighter(b)) => a <= b,
            (VehicleChange::ChargedTo(a), VehicleChange::ChargedTo(b)) => a >= b,
            (VehicleChange::Driving, VehicleChange::Driving) => true,
            _ => false,
        };
        self.changes.iter().all(|mine| other.changes.iter().any(|theirs| no_more(mine, theirs)))
    }
}

impl Display for VehicleChange {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Shorter(by) => write!(f, "{by} shorter"),
            Self::Narrower(by) => write!(f, "{by} narrower"),
            Self::Lower(by) => write!(f, "{by} lower"),
            Self::Lighter(by) => write!(f, "{by} lighter"),
            Self::ChargedTo(percent) => write!(f, "charged to at most {percent} %"),
            Self::HigherAboveGround(by) => write!(f, "{by} higher above the ground"),
            Self::Driving => write!(f, "able to drive"),
        }
    }
}

impl Display for Way {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let changes: Vec<String> = self.changes.iter().map(VehicleChange::to_string).collect();
        write!(f, "{}", listed(&changes, "and"))?;
        // Charge, mass of a unit and ramps are the same on every deck.
        let by_deck = |change: &VehicleChange| {
            matches!(change, VehicleChange::Shorter(_) | VehicleChange::Narrower(_) | VehicleChange::Lower(_))
        };
        match &self.deck {
            Some(deck) if self.changes.iter().any(by_deck) => write!(f, " for {}", deck.in_words()),
            _ => Ok(()),
        }
    }
}

/// One model a line, then what is taken.
impl Display for WhyRefused {
    fn fmt(&self, f: &mut Formatter<'_>) -> std::fmt::Result {
        let Self { equipment, vehicles, taken, .. } = self;
        for fix in &self.fixes {
            let rules: Vec<String> = fix.rules.iter().map(Rule::to_string).collect();
            write!(f, "{} ({}) {} on {equipment}.", fix.vehicle, fix.number, listed(&rules, "and"))?;
            let ways: Vec<String> = fix.ways.iter().map(Way::to_string).collect();
            if ways.is_empty() {
                write!(f, " No change of the vehicle admits it.")?;
            } else {
                write!(f, " It would be taken {}.", listed(&ways, "or"))?;
            }
            let named = |setting: bool| {
                let takers = fix.takers.iter().filter(|taker| taker.setting == setting);
                let ids: Vec<String> = takers.map(|taker| taker.equipment.to_string()).collect();
                listed(&ids, "or")
            };
            match (named(true), named(false)) {
                (setting, other) if setting.is_empty() && other.is_empty() => {}
                (setting, other) if other.is_empty() => {
                    write!(f, " As it is, {setting} takes it, the same unit set otherwise.")?
                }
                (setting, other) if setting.is_empty() => write!(f, " As it is, {other} takes it.")?,
                (setting, other) => {
                    write!(f, " As it is, {setting} takes it, the same unit set otherwise, and {other}.")?;
                }
            }
            writeln!(f)?;
        }
        match taken {
            n if n == vehicles => write!(f, "All {vehicles} vehicles are taken by {equipment}."),
            0 => write!(f, "None of {vehicles} vehicles is taken by {equipment}."),
            n => write!(f, "{n} of {vehicles} vehicles are taken by {equipment}."),
        }
    }
}
