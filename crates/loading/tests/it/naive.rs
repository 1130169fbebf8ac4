//! The rules of loaded units once more, in the plainest way: millimetre by millimetre, kilogram by kilogram. Only for
//! decks of a few millimetres.

use std::collections::BTreeSet;

use landbridge_loading::Violation;
use landbridge_model::{
    Equipment, EquipmentKind, HandlingKind, LoadedUnit, Moves, ShipmentLine, VehicleModel,
};

/// Divides by every length up to 10.
const SHARES: i64 = 2_520;

/// What is wrong with the units, one line for each, sorted.
pub(crate) fn judge(lines: &[ShipmentLine], equipment: &[&Equipment], units: &[LoadedUnit]) -> Vec<String> {
    let mut out = Vec::new();
    let everything: Vec<&str> = units
        .iter()
        .flat_map(|unit| &unit.decks)
        .flat_map(|deck| &deck.vehicles)
        .map(|placed| placed.vehicle.as_str())
        .collect();
    for line in lines {
        let id = line.vehicle.id.as_str();
        let placed = everything.iter().filter(|other| **other == id).count();
        if placed != line.quantity as usize {
            out.push(format!("count {id} {placed}/{}", line.quantity));
        }
    }
    for (idx, unit) in units.iter().enumerate() {
        Judge { lines, no: idx + 1, unit, out: &mut out }.judge(equipment);
    }
    out.sort();
    out
}

struct Judge<'a> {
    lines: &'a [ShipmentLine],
    no: usize,
    unit: &'a LoadedUnit,
    out: &'a mut Vec<String>,
}

impl Judge<'_> {
    fn say(&mut self, what: &str, place: &str, excess: impl std::fmt::Display) {
        self.out.push(format!("{what} {} {place} {excess}", self.no));
    }

    fn line(&self, id: &str) -> Option<&ShipmentLine> {
        self.lines.iter().find(|line| line.vehicle.id.as_str() == id)
    }

    fn judge(&mut self, equipment: &[&Equipment]) {
        let number: usize = self.unit.decks.iter().map(|deck| deck.vehicles.len()).sum();
        if number == 0 {
            self.say("empty", "", "");
        }
        let mut strange = Vec::new();
        for deck in &self.unit.decks {
            for (idx, placed) in deck.vehicles.iter().enumerate() {
                if self.line(placed.vehicle.as_str()).is_none() {
                    strange.push(format!("{}.{}", deck.deck, idx + 1));
                }
            }
        }
        for place in strange {
            self.say("strange", &place, "");
        }
        let Some(equipment) = equipment.iter().find(|kind| kind.id == self.unit.equipment) else {
            self.say("equipment", "", "");
            return;
        };
        self.vehicles(equipment);
        if equipment.kind == EquipmentKind::OwnWheels {
            if number > 1 {
                self.say("number", "", number - 1);
            }
        } else {
            if let Some(max) = equipment.vehicles_max
                && number > max as usize
            {
                self.say("number", "", number - max as usize);
            }
            self.masses(equipment);
        }
        for (idx, loaded) in self.unit.decks.iter().enumerate() {
            let id = loaded.deck.as_str();
            let known = match equipment.kind {
                EquipmentKind::OwnWheels => id == "road",
                _ => equipment.decks.iter().any(|deck| deck.id == loaded.deck),
            };
            if self.unit.decks.iter().take(idx).any(|earlier| earlier.deck == loaded.deck) {
                self.say("twice", id, "");
            } else if !known {
                self.say("deck", id, "");
            } else if equipment.kind != EquipmentKind::OwnWheels {
                self.deck(equipment, idx);
            }
        }
    }

    fn vehicles(&mut self, equipment: &Equipment) {
        for deck in &self.unit.decks {
            for (idx, placed) in deck.vehicles.iter().enumerate() {
                let place = format!("{}.{}", deck.deck, idx + 1);
                let Some(line) = self.line(placed.vehicle.as_str()).cloned() else { continue };
                let v = &line.vehicle;
                if !equipment.carries.contains(&v.class) {
                    self.say("class", &place, "");
                }
                if v.powertrain.is_new_energy()
                    && let (Some(soc), Some(max)) = (line.soc_percent, equipment.soc_max_percent)
                    && soc > max
                {
                    self.say("charge", &place, soc - max);
                }
                if equipment.kind == EquipmentKind::OwnWheels || equipment.handling != HandlingKind::Ramp {
                    continue;
                }
                if v.chassis.moves == Moves::Towed {
                    self.say("towed", &place, "");
                }
                let (Some(slope), Some(clear)) =
                    (equipment.stowage.ramp_permille, v.chassis.ground_clearance)
                else {
                    continue;
                };
                let slope = u64::from(slope);
                let overhangs = [v.chassis.front_overhang, v.chassis.rear_overhang];
                // The least clearance that passes, by trying.
                let enough = |c: &u64| overhangs.iter().flatten().all(|mm| mm.get() * slope <= c * 1_000);
                let least = (0..).find(enough).unwrap();
                if least > clear.get() {
                    self.say("overhang", &place, least - clear.get());
                }
                let enough = |c: &u64| v.wheelbase.is_none_or(|mm| mm.get() * slope <= 4 * c * 1_000);
                let least = (0..).find(enough).unwrap();
                if least > clear.get() {
                    self.say("floor", &place, least - clear.get());
                }
            }
        }
    }

    /// Vehicles with known models of one loaded deck: place, model, position, saddled.
    fn standing(&self, deck: usize) -> Vec<(usize, VehicleModel, u64, bool)> {
        let vehicles = self.unit.decks[deck].vehicles.iter().enumerate();
        vehicles
            .filter_map(|(idx, placed)| {
                let model = self.line(placed.vehicle.as_str())?.vehicle.as_ref().clone();
                Some((idx + 1, model, placed.position.get(), placed.saddled))
            })
            .collect()
    }

    fn deck(&mut self, equipment: &Equipment, idx: usize) {
        let loaded = &self.unit.decks[idx];
        let deck = equipment.decks.iter().find(|deck| deck.id == loaded.deck).unwrap();
        let standing = self.standing(idx);
        // Millimetres where a vehicle so far stands, or that are kept free behind one or left behind.
        let mut taken: BTreeSet<u64> = BTreeSet::new();
        for (place, v, position, saddled) in &standing {
            let name = format!("{}.{place}", deck.id);
            let extent = || *position..position + v.length.get();
            // How far it must move back.
            let beyond = (deck.length.get()..extent().end).count();
            if beyond > 0 {
                self.say("length", &name, beyond);
            }
            if v.height > deck.height {
                self.say("height", &name, v.height.get() - deck.height.get());
            }
            if v.width > deck.width {
                self.say("width", &name, v.width.get() - deck.width.get());
            }
            for part in &deck.low {
                let inside = extent().any(|mm| (part.from.get()..part.to.get()).contains(&mm));
                if inside && v.height > part.height {
                    self.say("low", &name, v.height.get() - part.height.get());
                }
            }
            if !saddled {
                let first_free = (0..).find(|mm| !taken.contains(mm)).unwrap();
                if first_free > *position {
                    self.say("gap", &name, first_free - position);
                }
            }
            let kept = extent().end + equipment.gap.get();
            taken.extend(0..kept);
        }
        let mass = self.mass(equipment, idx);
        if let Some(max) = deck.payload
            && mass > max.get()
        {
            self.say("deck mass", deck.id.as_str(), mass - max.get());
        }
        self.stacks(equipment, idx);
    }

    fn stacks(&mut self, equipment: &Equipment, idx: usize) {
        let loaded = &self.unit.decks[idx];
        for at in 0..loaded.vehicles.len() {
            let placed = &loaded.vehicles[at];
            let name = format!("{}.{}", loaded.deck, at + 1);
            let Some(max) = equipment.stowage.saddle_max else {
                if placed.saddled && self.line(placed.vehicle.as_str()).is_some() {
                    self.say("no saddles", &name, "");
                }
                continue;
            };
            // How many follow in one stack.
            let begins = at == 0 || !placed.saddled;
            let riders = loaded.vehicles[at + 1..].iter().take_while(|next| next.saddled).count();
            if begins && riders > 0 && riders + 1 > max as usize {
                self.say("stack", &name, riders + 1 - max as usize);
            }
            let Some(line) = self.line(placed.vehicle.as_str()).cloned().filter(|_| placed.saddled) else {
                continue;
            };
            let pitch = line.vehicle.chassis.saddle_pitch;
            if pitch.is_none() {
                self.say("not saddled", &name, "");
            }
            if at == 0 {
                self.say("on nothing", &name, "");
            } else if loaded.vehicles[at - 1].vehicle != placed.vehicle {
                self.say("on another", &name, "");
            } else if let Some(pitch) = pitch {
                let expected = loaded.vehicles[at - 1].position.get() + pitch.get();
                if placed.position.get() != expected {
                    self.say("pitch", &name, placed.position.get().abs_diff(expected));
                }
            }
        }
    }

    fn mass(&self, equipment: &Equipment, deck: usize) -> u64 {
        let lashing = equipment.stowage.lashing.get();
        self.standing(deck).iter().map(|(_, v, ..)| v.kerb_mass.get() + lashing).sum()
    }

    fn masses(&mut self, equipment: &Equipment) {
        let total: u64 = (0..self.unit.decks.len()).map(|idx| self.mass(equipment, idx)).sum();
        if let Some(max) = equipment.payload
            && total > max.get()
        {
            self.say("mass", "", total - max.get());
        }
        let carrier = match (equipment.kind, equipment.carrier_tare) {
            (EquipmentKind::Container, Some(carrier)) => carrier.get(),
            _ => 0,
        };
        let axles = match (equipment.axles, equipment.axle_load_max, equipment.tare) {
            (Some(axles), Some(load), Some(tare)) => {
                Some((u64::from(axles) * load.get(), tare.get() + carrier + total))
            }
            _ => None,
        };
        if let Some((carried, gross)) = axles
            && gross > carried
        {
            self.say("axles", "", gross - carried);
        }
        // Decks that count, each at its first appearance.
        let mut counted = Vec::new();
        for (rank, deck) in equipment.decks.iter().enumerate() {
            if let Some(idx) = self.unit.decks.iter().position(|loaded| loaded.deck == deck.id) {
                counted.push((rank, idx, deck.length.get()));
            }
        }
        if let Some(max) = equipment.stowage.top_heavy_max {
            let below: u64 = counted
                .iter()
                .filter(|(rank, ..)| *rank == 0)
                .map(|(_, idx, _)| self.mass(equipment, *idx))
                .sum();
            let above: u64 = counted
                .iter()
                .filter(|(rank, ..)| *rank > 0)
                .map(|(_, idx, _)| self.mass(equipment, *idx))
                .sum();
            if above > below + max.get() {
                self.say("top heavy", "", above - below - max.get());
            }
        }
        let Some(supports) = equipment.stowage.supports else { return };
        // Each millimetre of a vehicle carries an equal share of it, half a millimetre behind where it begins.
        let mut moment = 0_i64;
        for (_, idx, length) in counted {
            for (_, v, position, _) in self.standing(idx) {
                let kilograms = i64::try_from(v.kerb_mass.get() + equipment.stowage.lashing.get()).unwrap();
                let share = kilograms * SHARES / i64::try_from(v.length.get()).unwrap();
                for mm in position..position + v.length.get() {
                    moment += share * (2 * i64::try_from(mm).unwrap() + 1 - i64::try_from(length).unwrap());
                }
            }
        }
        let moment = moment.unsigned_abs();
        let supports = supports.get();
        let shares = SHARES.unsigned_abs();
        if let Some(max) = equipment.stowage.ends_difference_max {
            // The least difference that would be allowed, by trying.
            let least = (0..).find(|kg| moment <= kg * supports * shares).unwrap();
            if least > max.get() {
                self.say("ends", "", least - max.get());
            }
        }
        if let Some((carried, gross)) = axles
            && gross <= carried
        {
            let twice = |kg: u64| carried + 2 * kg;
            let least = (0..)
                .find(|kg| gross * supports * shares + moment <= twice(*kg) * supports * shares)
                .unwrap();
            if least > 0 {
                self.say("end", "", least);
            }
        }
    }
}

/// A violation in the words of [`judge`].
pub(crate) fn in_words(violation: &Violation) -> String {
    use Violation as V;
    let unit = violation.unit().unwrap_or(0);
    let place = violation.spot().map(|at| format!("{}.{}", at.deck, at.place)).unwrap_or_default();
    let of_unit = |what: &str, excess: u64| format!("{what} {unit}  {excess}");
    let of_vehicle = |what: &str, excess: u64| format!("{what} {unit} {place} {excess}");
    let plain = |what: &str| format!("{what} {unit} {place} ");
    match violation {
        V::WrongCount { vehicle, placed, ordered } => format!("count {vehicle} {placed}/{ordered}"),
        V::UnknownVehicle { .. } => plain("strange"),
        V::UnknownEquipment { .. } => plain("equipment"),
        V::EmptyUnit { .. } => plain("empty"),
        V::UnknownDeck { deck, .. } => format!("deck {unit} {deck} "),
        V::DeckTwice { deck, .. } => format!("twice {unit} {deck} "),
        V::TooMany { placed, max, .. } => of_unit("number", placed - max),
        V::ClassNotCarried { .. } => plain("class"),
        V::ChargedTooHigh { charged, max, .. } => of_vehicle("charge", u64::from(charged - max)),
        V::NotDriven { .. } => plain("towed"),
        V::TouchesRamp { part, missing, .. } => {
            let what = if *part == landbridge_loading::RampPart::Overhang { "overhang" } else { "floor" };
            of_vehicle(what, missing.get())
        }
        V::BeyondDeck { excess, .. } => of_vehicle("length", excess.get()),
        V::TooClose { missing, .. } => of_vehicle("gap", missing.get()),
        V::TooHigh { excess, .. } => of_vehicle("height", excess.get()),
        V::TooHighForPart { excess, .. } => of_vehicle("low", excess.get()),
        V::TooWide { excess, .. } => of_vehicle("width", excess.get()),
        V::NoSaddles { .. } => plain("no saddles"),
        V::SaddledOnNothing { .. } => plain("on nothing"),
        V::NotSaddled { .. } => plain("not saddled"),
        V::SaddledOnAnother { .. } => plain("on another"),
        V::SaddledElsewhere { off, .. } => of_vehicle("pitch", off.get()),
        V::StackTooLarge { trucks, max, .. } => of_vehicle("stack", trucks - max),
        V::DeckTooHeavy { deck, excess, .. } => format!("deck mass {unit} {deck} {}", excess.get()),
        V::UnitTooHeavy { excess, .. } => of_unit("mass", excess.get()),
        V::AxlesTooHeavy { excess, .. } => of_unit("axles", excess.get()),
        V::EndsDiffer { excess, .. } => of_unit("ends", excess.get()),
        V::EndTooHeavy { excess, .. } => of_unit("end", excess.get()),
        V::TopHeavy { excess, .. } => of_unit("top heavy", excess.get()),
        other => panic!("no rule of a unit: {other}"),
    }
}
