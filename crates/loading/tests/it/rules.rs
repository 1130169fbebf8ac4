//! The rules of a unit, written down a second time: what every plan of these tests must keep.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, EquipmentKind, LoadPlan, LoadedUnit, ShipmentLine, VehicleModel};

/// Panics where a plan breaks a rule.
pub(crate) fn assert_keeps_rules(lines: &[ShipmentLine], equipment: &Equipment, plan: &LoadPlan) {
    let models: BTreeMap<&str, &VehicleModel> =
        lines.iter().map(|line| (line.vehicle.id.as_str(), &*line.vehicle)).collect();
    let mut asked: BTreeMap<&str, u64> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        *asked.entry(line.vehicle.id.as_str()).or_default() += u64::from(line.quantity);
    }
    let mut placed: BTreeMap<&str, u64> = BTreeMap::new();
    for unit in &plan.units {
        assert_eq!(unit.equipment, equipment.id);
        for vehicle in unit.decks.iter().flat_map(|deck| &deck.vehicles) {
            *placed.entry(vehicle.vehicle.as_str()).or_default() += 1;
        }
        assert_unit(&models, equipment, unit);
    }
    assert_eq!(placed, asked, "every vehicle exactly once");
    assert!(plan.lower_bound <= plan.n_units(), "the bound is above the plan");
    assert!(plan.units.windows(2).all(|pair| pair[0] <= pair[1]), "units are sorted");
    assert_eq!(plan.equipment, equipment.id);
    assert_eq!(landbridge_loading::verify(lines, &[equipment], &plan.units), Vec::new());
}

pub(crate) fn assert_unit(models: &BTreeMap<&str, &VehicleModel>, equipment: &Equipment, unit: &LoadedUnit) {
    let on_board: Vec<&VehicleModel> = unit
        .decks
        .iter()
        .flat_map(|deck| &deck.vehicles)
        .map(|placed| models[placed.vehicle.as_str()])
        .collect();
    assert!(!on_board.is_empty(), "no empty unit");
    assert!(on_board.iter().all(|v| equipment.carries.contains(&v.class)));
    let mass: u64 = on_board.iter().map(|v| v.kerb_mass.get() + equipment.stowage.lashing.get()).sum();
    assert!(equipment.payload.is_none_or(|kg| mass <= kg.get()), "payload");
    assert!(equipment.vehicles_max.is_none_or(|n| on_board.len() <= n as usize), "places");
    if let (Some(axles), Some(load), Some(tare)) = (equipment.axles, equipment.axle_load_max, equipment.tare)
    {
        let carrier = match equipment.kind {
            EquipmentKind::Container => equipment.carrier_tare.map_or(0, |kg| kg.get()),
            _ => 0,
        };
        assert!(tare.get() + carrier + mass <= u64::from(axles) * load.get(), "axle load");
    }
    if equipment.kind == EquipmentKind::OwnWheels {
        assert_eq!(on_board.len(), 1);
        assert_eq!(unit.decks[0].deck.as_str(), "road");
        return;
    }
    assert_eq!(unit.decks.len(), equipment.decks.len());
    let (mut moment, mut decks) = (0_i128, Vec::new());
    for (loaded, deck) in unit.decks.iter().zip(&equipment.decks) {
        assert_eq!(loaded.deck, deck.id);
        let mut free_from = 0;
        let mut mass = 0;
        for (idx, placed) in loaded.vehicles.iter().enumerate() {
            let vehicle = models[placed.vehicle.as_str()];
            let position = placed.position.get();
            if placed.saddled {
                let before = &loaded.vehicles[idx - 1];
                assert_eq!(before.vehicle, placed.vehicle, "a stack is of one model");
                let pitch = vehicle.chassis.saddle_pitch.unwrap().get();
                assert_eq!(position, before.position.get() + pitch, "pitch");
                let riders = loaded.vehicles[..=idx].iter().rev().take_while(|placed| placed.saddled).count();
                assert!(riders < equipment.stowage.saddle_max.unwrap() as usize, "stack too high");
            } else if idx > 0 {
                free_from += equipment.gap.get();
            }
            if positions_matter(equipment) {
                assert!(placed.saddled || position >= free_from, "gap");
            } else if !placed.saddled {
                if idx > 0 {
                    assert!(loaded.vehicles[idx - 1].vehicle <= placed.vehicle, "by model id");
                }
                assert_eq!(position, free_from, "end to end with the gap");
            }
            free_from = position + vehicle.length.get();
            mass += vehicle.kerb_mass.get() + equipment.stowage.lashing.get();
            assert!(vehicle.height <= deck.height && vehicle.width <= deck.width, "clearance");
            for part in &deck.low {
                let clear = free_from <= part.from.get() || position >= part.to.get();
                assert!(clear || vehicle.height <= part.height, "low part");
            }
            let middle = i128::from(position + free_from) - i128::from(deck.length.get());
            moment += i128::from(vehicle.kerb_mass.get() + equipment.stowage.lashing.get()) * middle;
        }
        assert!(free_from <= deck.length.get(), "deck length");
        assert!(deck.payload.is_none_or(|kg| mass <= kg.get()), "deck payload");
        decks.push(mass);
    }
    let stowage = &equipment.stowage;
    if let (Some(most), Some(supports)) = (stowage.ends_difference_max, stowage.supports) {
        assert!(moment.unsigned_abs() <= u128::from(most.get() * supports.get()), "ends");
    }
    if let Some(most) = stowage.top_heavy_max {
        assert!(decks[1..].iter().sum::<u64>() <= decks[0] + most.get(), "top heavy");
    }
}

pub(crate) fn positions_matter(equipment: &Equipment) -> bool {
    let stowage = &equipment.stowage;
    equipment.decks.iter().any(|deck| !deck.low.is_empty())
        || stowage.supports.is_some()
        || stowage.top_heavy_max.is_some()
}

/// The fewest units by trying everything: vehicle after vehicle onto each deck of each unit opened so far or one
/// more. For a handful of vehicles.
pub(crate) fn fewest_units(lines: &[ShipmentLine], equipment: &Equipment) -> u32 {
    let vehicles: Vec<&VehicleModel> =
        lines.iter().flat_map(|line| std::iter::repeat_n(&*line.vehicle, line.quantity as usize)).collect();
    let mut best = vehicles.len();
    let mut units: Vec<Vec<Vec<usize>>> = Vec::new();
    place(&vehicles, equipment, &mut units, 0, &mut best);
    u32::try_from(best).unwrap()
}

fn place(
    vehicles: &[&VehicleModel],
    equipment: &Equipment,
    units: &mut Vec<Vec<Vec<usize>>>,
    idx: usize,
    best: &mut usize,
) {
    if units.len() >= *best && idx < vehicles.len() {
        return;
    }
    if idx == vehicles.len() {
        *best = (*best).min(units.len());
        return;
    }
    for unit in 0..=units.len() {
        let opened = unit == units.len();
        if opened {
            units.push(vec![Vec::new(); equipment.decks.len()]);
        }
        for deck in 0..equipment.decks.len() {
            units[unit][deck].push(idx);
            if holds(vehicles, equipment, &units[unit]) {
                place(vehicles, equipment, units, idx + 1, best);
            }
            units[unit][deck].pop();
        }
        if opened {
            units.pop();
        }
    }
}

pub(crate) fn holds(vehicles: &[&VehicleModel], equipment: &Equipment, unit: &[Vec<usize>]) -> bool {
    let mass = |deck: &Vec<usize>| deck.iter().map(|idx| vehicles[*idx].kerb_mass.get()).sum::<u64>();
    let decks = unit.iter().zip(&equipment.decks).all(|(loaded, deck)| {
        let gaps = equipment.gap.get() * (loaded.len() as u64).saturating_sub(1);
        let length: u64 = loaded.iter().map(|idx| vehicles[*idx].length.get()).sum();
        length + gaps <= deck.length.get()
            && loaded
                .iter()
                .all(|idx| vehicles[*idx].height <= deck.height && vehicles[*idx].width <= deck.width)
            && deck.payload.is_none_or(|kg| mass(loaded) <= kg.get())
    });
    let number: usize = unit.iter().map(Vec::len).sum();
    let total: u64 = unit.iter().map(mass).sum();
    let axles = match (equipment.axles, equipment.axle_load_max, equipment.tare) {
        (Some(axles), Some(load), Some(tare)) => tare.get() + total <= u64::from(axles) * load.get(),
        _ => true,
    };
    decks
        && axles
        && equipment.payload.is_none_or(|kg| total <= kg.get())
        && equipment.vehicles_max.is_none_or(|n| number <= n as usize)
}
