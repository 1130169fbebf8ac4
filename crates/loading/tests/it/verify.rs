//! The checker against a plain second reading of the rules, over thousands of small plans, right and wrong.

use landbridge_loading::{Violation, plan, refusals, verify, verify_order};
use landbridge_model::{
    Equipment, EquipmentKind, HandlingKind, LoadedDeck, LoadedUnit, LowPart, Moves, PlacedVehicle,
    Powertrain, ShipmentLine, VehicleClass, VehicleModel, WayOut,
};
use landbridge_units::{Kilograms, Millimetres};
use proptest::prelude::*;

use crate::build::{Lcg, wagon, weighed};
use crate::naive::{in_words, judge};

fn some<T>(lcg: &mut Lcg, one_in: u64, make: impl FnOnce(&mut Lcg) -> T) -> Option<T> {
    (lcg.below(one_in) == 0).then(|| make(lcg))
}

fn mm(lcg: &mut Lcg, low: u64, high: u64) -> Millimetres {
    Millimetres::new(lcg.between(low, high))
}

fn kg(lcg: &mut Lcg, low: u64, high: u64) -> Kilograms {
    Kilograms::new(lcg.between(low, high))
}

/// Limits that the planner has always had.
fn plain_equipment(lcg: &mut Lcg) -> Equipment {
    let decks: Vec<(u64, u64)> =
        (0..lcg.between(1, 3)).map(|_| (lcg.between(8, 22), lcg.between(3, 7))).collect();
    let gap = lcg.below(3);
    let mut equipment = wagon(&decks, gap);
    for deck in &mut equipment.decks {
        deck.width = mm(lcg, 3, 5);
        deck.payload = some(lcg, 3, |lcg| kg(lcg, 10, 40));
    }
    equipment.payload = some(lcg, 2, |lcg| kg(lcg, 15, 60));
    equipment.vehicles_max = some(lcg, 3, |lcg| u32::try_from(lcg.between(1, 6)).unwrap());
    equipment.soc_max_percent = some(lcg, 2, |lcg| u32::try_from(lcg.between(40, 70)).unwrap());
    if lcg.below(2) == 0 {
        equipment.axles = Some(2);
        equipment.axle_load_max = Some(kg(lcg, 10, 40));
        equipment.tare = Some(kg(lcg, 4, 12));
        equipment.carrier_tare = some(lcg, 2, |lcg| kg(lcg, 1, 4));
    }
    if lcg.below(4) == 0 {
        equipment.kind = EquipmentKind::Container;
        equipment.handling = HandlingKind::Crane;
    }
    equipment
}

/// Every rule there is, each now and then.
fn equipment(lcg: &mut Lcg) -> Equipment {
    let mut equipment = plain_equipment(lcg);
    if lcg.below(3) > 0 {
        equipment.carries.push(VehicleClass::Truck);
    }
    for deck in &mut equipment.decks {
        let mut from = lcg.below(4);
        while lcg.below(2) == 0 && from < deck.length.get() {
            let to = (from + lcg.between(1, 5)).min(deck.length.get());
            let height = Millimetres::new(lcg.between(2, deck.height.get()));
            deck.low.push(LowPart { from: Millimetres::new(from), to: Millimetres::new(to), height });
            from = to + lcg.below(5);
        }
    }
    let stowage = &mut equipment.stowage;
    stowage.lashing = kg(lcg, 0, 2);
    stowage.supports = some(lcg, 2, |lcg| mm(lcg, 3, 15));
    stowage.ends_difference_max = some(lcg, 2, |lcg| kg(lcg, 0, 30)).filter(|_| stowage.supports.is_some());
    stowage.top_heavy_max = some(lcg, 3, |lcg| kg(lcg, 0, 15));
    stowage.ramp_permille = some(lcg, 2, |lcg| u32::try_from(lcg.between(50, 400)).unwrap());
    stowage.saddle_max = some(lcg, 2, |lcg| u32::try_from(lcg.between(1, 4)).unwrap());
    if lcg.below(12) == 0 {
        equipment.kind = EquipmentKind::OwnWheels;
        equipment.decks.clear();
    }
    equipment
}

fn line(lcg: &mut Lcg, idx: u64) -> ShipmentLine {
    let mut line = weighed(&format!("m{idx}"), lcg.between(2, 9), lcg.between(2, 7), lcg.between(1, 12), 1);
    let mut model: VehicleModel = (*line.vehicle).clone();
    model.width = mm(lcg, 2, 5);
    model.wheelbase = some(lcg, 2, |lcg| mm(lcg, 1, 20));
    model.chassis.front_overhang = some(lcg, 2, |lcg| mm(lcg, 0, 6));
    model.chassis.rear_overhang = some(lcg, 2, |lcg| mm(lcg, 0, 6));
    model.chassis.ground_clearance = some(lcg, 2, |lcg| mm(lcg, 0, 3));
    model.chassis.saddle_pitch = some(lcg, 2, |lcg| Millimetres::new(lcg.between(1, model.length.get())));
    if lcg.below(5) == 0 {
        model.chassis.moves = Moves::Towed;
    }
    if lcg.below(3) == 0 {
        model.class = VehicleClass::Truck;
    }
    if lcg.below(2) == 0 {
        model.powertrain = Powertrain::Bev;
        line.soc_percent = some(lcg, 2, |lcg| u32::try_from(lcg.between(30, 90)).unwrap());
    }
    line.vehicle = model.into();
    line
}

/// Vehicles one behind the other, mostly as they may stand, now and then a little off; saddled where that is likely
/// to be right, and sometimes where it is not.
fn deck(lcg: &mut Lcg, id: &str, equipment: &Equipment, lines: &[ShipmentLine]) -> LoadedDeck {
    let mut vehicles: Vec<PlacedVehicle> = Vec::new();
    let (mut next, mut before) = (lcg.below(3), 0_usize);
    for idx in 0..lcg.below(5) {
        let again = idx > 0 && lcg.below(2) == 0;
        let which = if again { before } else { usize::try_from(lcg.below(lines.len() as u64)).unwrap() };
        let model = &lines[which].vehicle;
        let saddled = if again { lcg.below(2) == 0 } else { lcg.below(12) == 0 };
        let pitch = model.chassis.saddle_pitch.map_or(1, Millimetres::get);
        let at = match vehicles.last() {
            Some(last) if saddled => last.position.get() + pitch,
            _ => next,
        };
        let at = if lcg.below(5) == 0 { (at + lcg.below(5)).saturating_sub(2) } else { at };
        vehicles.push(PlacedVehicle { vehicle: model.id.clone(), position: Millimetres::new(at), saddled });
        next = at + model.length.get() + equipment.gap.get();
        before = which;
    }
    LoadedDeck { deck: id.parse().unwrap(), vehicles }
}

fn unit(lcg: &mut Lcg, kinds: &[Equipment], lines: &[ShipmentLine]) -> LoadedUnit {
    let kind = &kinds[usize::try_from(lcg.below(kinds.len() as u64)).unwrap()];
    let mut decks: Vec<LoadedDeck> = Vec::new();
    let names: Vec<&str> = match kind.kind {
        EquipmentKind::OwnWheels => vec!["road"],
        _ => kind.decks.iter().map(|deck| deck.id.as_str()).collect(),
    };
    for name in names {
        if lcg.below(10) > 0 {
            decks.push(deck(lcg, name, kind, lines));
        }
    }
    if lcg.below(15) == 0 {
        let name = ["deck0", "roof", "road"][usize::try_from(lcg.below(3)).unwrap()];
        decks.push(deck(lcg, name, kind, lines));
    }
    let equipment = if lcg.below(25) == 0 { "stranger".parse().unwrap() } else { kind.id.clone() };
    LoadedUnit { equipment, decks }
}

/// Makes the shipment what is placed.
fn order_what_is_placed(lines: &mut [ShipmentLine], units: &[LoadedUnit]) {
    for line in lines {
        let placed = units.iter().flat_map(|unit| &unit.decks).flat_map(|deck| &deck.vehicles);
        line.quantity =
            u32::try_from(placed.filter(|placed| placed.vehicle == line.vehicle.id).count()).unwrap();
    }
}

fn same(
    lines: &[ShipmentLine],
    kinds: &[&Equipment],
    units: &[LoadedUnit],
) -> Result<Vec<String>, TestCaseError> {
    let mut found: Vec<String> = verify(lines, kinds, units).iter().map(in_words).collect();
    found.sort();
    prop_assert_eq!(&found, &judge(lines, kinds, units), "{:?}\n{:?}\n{:?}", units, kinds, lines);
    Ok(found)
}

/// One change of a plan, or of what it is judged by.
fn change(lcg: &mut Lcg, lines: &mut [ShipmentLine], kind: &mut Equipment, units: &mut Vec<LoadedUnit>) {
    let pick = |lcg: &mut Lcg, length: usize| usize::try_from(lcg.below(length.max(1) as u64)).unwrap();
    if units.is_empty() {
        return;
    }
    let at = pick(lcg, units.len());
    let unit = &mut units[at];
    let deck_idx = pick(lcg, unit.decks.len());
    match lcg.below(11) {
        0 | 1 => {
            let deck = &mut unit.decks[deck_idx].vehicles;
            let which = pick(lcg, deck.len());
            let by = lcg.between(0, 4);
            if let Some(placed) = deck.get_mut(which) {
                placed.position = Millimetres::new((placed.position.get() + by).saturating_sub(2));
            }
        }
        2 if unit.decks.len() > 1 => {
            let moved = std::mem::take(&mut unit.decks[0].vehicles);
            unit.decks[0].vehicles = std::mem::replace(&mut unit.decks[1].vehicles, moved);
        }
        3 => {
            let model = lines[pick(lcg, lines.len())].vehicle.clone();
            let position = mm(lcg, 0, 20);
            let added = PlacedVehicle { vehicle: model.id.clone(), position, saddled: lcg.below(4) == 0 };
            unit.decks[deck_idx].vehicles.push(added);
        }
        4 => {
            let which = pick(lcg, lines.len());
            let mut model = (*lines[which].vehicle).clone();
            model.kerb_mass = Kilograms::new(model.kerb_mass.get() + lcg.between(1, 20));
            lines[which].vehicle = model.into();
        }
        5 => {
            let which = pick(lcg, lines.len());
            let mut model = (*lines[which].vehicle).clone();
            model.height = Millimetres::new(model.height.get() + lcg.between(1, 3));
            lines[which].vehicle = model.into();
        }
        6 => kind.stowage.lashing = kg(lcg, 0, 5),
        7 => unit.decks[deck_idx].vehicles.reverse(),
        8 => {
            units.remove(at);
        }
        9 => unit.decks[deck_idx].deck = "deck0".parse().unwrap(),
        _ => kind.gap = mm(lcg, 0, 4),
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same is found, to the millimetre and kilogram, and nothing else.
    #[test]
    fn any_plan_is_judged_as_by_plain_reading(seed in any::<u64>()) {
        let lcg = &mut Lcg(seed);
        let mut kinds: Vec<Equipment> = (0..lcg.between(1, 2)).map(|_| equipment(lcg)).collect();
        for (idx, kind) in kinds.iter_mut().enumerate() {
            kind.id = format!("kind{idx}").parse().unwrap();
        }
        if let [first, second] = &mut kinds[..] {
            // Of two limits of charge it is not told here which vehicle is charged how.
            second.soc_max_percent = first.soc_max_percent;
        }
        let mut lines: Vec<ShipmentLine> = (0..lcg.between(1, 4)).map(|idx| line(lcg, idx)).collect();
        let units: Vec<LoadedUnit> = (0..lcg.below(4)).map(|_| unit(lcg, &kinds, &lines)).collect();
        order_what_is_placed(&mut lines, &units);
        if lcg.below(4) == 0 {
            lines[0].quantity += 1;
        }
        if lcg.below(6) == 0 && lines.len() > 1 {
            lines.pop();
        }
        let kinds: Vec<&Equipment> = kinds.iter().collect();
        same(&lines, &kinds, &units)?;
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Vehicle by vehicle: nobody who stays stands between one who leaves and the way out. Emptied stop by stop, a
    /// deck without such vehicles lets each out.
    #[test]
    fn who_stands_in_the_way_is_told_by_every_pair(stops in prop::collection::vec(0_u32..4, 0..7), way in 0_usize..3) {
        let way_out = [WayOut::Any, WayOut::OneEnd, WayOut::DriveThrough][way];
        let place = |idx: usize| PlacedVehicle {
            vehicle: format!("m{idx}").parse().unwrap(),
            position: Millimetres::new(10 * idx as u64),
            saddled: false,
        };
        let vehicles = (0..stops.len()).map(place).collect();
        let deck = LoadedDeck { deck: "deck0".parse().unwrap(), vehicles };
        let loaded = LoadedUnit { equipment: "wagon".parse().unwrap(), decks: vec![deck] };
        let found = verify_order(3, &loaded, std::slice::from_ref(&stops), way_out);
        let named: Vec<usize> = found.iter().filter_map(|v| v.spot().map(|at| at.place - 1)).collect();
        let mut expected = Vec::new();
        for stays in 0..stops.len() {
            let passes = |leaves: usize| match way_out {
                WayOut::OneEnd => leaves < stays,
                WayOut::DriveThrough => leaves > stays,
                WayOut::Any => false,
            };
            if (0..stops.len()).any(|leaves| stops[leaves] < stops[stays] && passes(leaves)) {
                expected.push(stays);
            }
        }
        prop_assert_eq!(named, expected);
        for violation in &found {
            let Violation::InTheWay { at, stop, blocked, leaves } = violation else { panic!("{violation}") };
            prop_assert_eq!((at.unit, *stop, *leaves), (3, stops[at.place - 1], stops[blocked - 1]));
            prop_assert!(leaves < stop);
        }
        // Drive them out, the nearest to the way out first, those of the stop only.
        let mut left: Vec<u32> = stops.clone();
        if way_out == WayOut::OneEnd {
            left.reverse();
        }
        let mut all_out = true;
        for stop in 0..4 {
            let leave = left.iter().take_while(|other| **other == stop).count();
            left.drain(..leave);
            all_out &= !left.contains(&stop);
        }
        prop_assert!(way_out == WayOut::Any || all_out == found.is_empty(), "{:?}", stops);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    /// What the planner makes passes; after each change of a few it is judged as by plain reading.
    #[test]
    fn plans_pass_and_changed_plans_are_judged_right(seed in any::<u64>()) {
        let lcg = &mut Lcg(seed);
        let mut kind = equipment(lcg);
        let mut lines: Vec<ShipmentLine> = (0..lcg.between(1, 4)).map(|idx| line(lcg, idx)).collect();
        for line in &mut lines {
            line.quantity = u32::try_from(lcg.between(1, 6)).unwrap();
        }
        let refused = refusals(&lines, &kind);
        lines.retain(|line| refused.iter().all(|refusal| refusal.vehicle != line.vehicle.id));
        if lines.is_empty() {
            return Ok(());
        }
        let made = plan(&lines, &kind).unwrap();
        prop_assert_eq!(same(&lines, &[&kind], &made.units)?, Vec::<String>::new());
        let mut units = made.units;
        for _ in 0..lcg.between(1, 6) {
            change(lcg, &mut lines, &mut kind, &mut units);
            same(&lines, &[&kind], &units)?;
        }
    }
}
