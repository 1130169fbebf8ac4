//! Rules that depend on where vehicles stand, against trying every place.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_loading::{LoadError, check_bound, plan_with_proof, refusals};
use landbridge_model::{Equipment, LowPart, ShipmentLine, VehicleModel};
use landbridge_units::{Kilograms, Millimetres};
use proptest::prelude::*;

use crate::build::{wagon, weighed};
use crate::rules::{assert_keeps_rules, positions_matter};

/// What is tried: vehicle after vehicle into each unit opened so far or one more, deck by deck.
fn fewest(lines: &[ShipmentLine], equipment: &Equipment) -> usize {
    let vehicles: Vec<&VehicleModel> =
        lines.iter().flat_map(|line| std::iter::repeat_n(&*line.vehicle, line.quantity as usize)).collect();
    let mut best = vehicles.len();
    let mut units: Vec<Vec<Vec<&VehicleModel>>> = Vec::new();
    go_on(&vehicles, equipment, &mut units, 0, &mut best);
    best
}

fn go_on<'a>(
    vehicles: &[&'a VehicleModel],
    equipment: &Equipment,
    units: &mut Vec<Vec<Vec<&'a VehicleModel>>>,
    idx: usize,
    best: &mut usize,
) {
    if units.len() >= *best {
        return;
    }
    if idx == vehicles.len() {
        // Ends and upper decks may be evened out by what comes last, so units are judged when they are full.
        if units.iter().all(|unit| stands(unit, equipment)) {
            *best = units.len();
        }
        return;
    }
    for at in 0..=units.len() {
        if at == units.len() {
            units.push(vec![Vec::new(); equipment.decks.len()]);
        }
        for deck in 0..equipment.decks.len() {
            units[at][deck].push(vehicles[idx]);
            let long: u64 = units[at][deck].iter().map(|v| v.length.get()).sum();
            if stacked(equipment) || long <= equipment.decks[deck].length.get() {
                go_on(vehicles, equipment, units, idx + 1, best);
            }
            units[at][deck].pop();
        }
        if units.last().is_some_and(|unit| unit.iter().all(Vec::is_empty)) {
            units.pop();
        }
    }
}

fn stacked(equipment: &Equipment) -> bool {
    equipment.stowage.saddle_max.is_some()
}

fn stands(unit: &[Vec<&VehicleModel>], equipment: &Equipment) -> bool {
    let stowage = &equipment.stowage;
    let weigh = |v: &&VehicleModel| v.kerb_mass.get() + stowage.lashing.get();
    let masses: Vec<u64> = unit.iter().map(|deck| deck.iter().map(weigh).sum()).collect();
    if equipment.payload.is_some_and(|most| masses.iter().sum::<u64>() > most.get())
        || stowage.top_heavy_max.is_some_and(|most| masses[1..].iter().sum::<u64>() > masses[0] + most.get())
    {
        return false;
    }
    let mut moments: BTreeSet<i64> = BTreeSet::from([0]);
    for (deck, loaded) in unit.iter().enumerate() {
        let own = moments_of(loaded, equipment, deck);
        moments = moments.iter().flat_map(|a| own.iter().map(move |b| a + b)).collect();
    }
    match (stowage.supports, stowage.ends_difference_max) {
        (Some(supports), Some(most)) => {
            moments.iter().any(|moment| moment.unsigned_abs() <= supports.get() * most.get())
        }
        _ => !moments.is_empty(),
    }
}

/// Twice the moments that the vehicles of a deck can have, over all orders and places; empty if they do not fit.
fn moments_of(loaded: &[&VehicleModel], equipment: &Equipment, deck: usize) -> BTreeSet<i64> {
    if stacked(equipment) {
        let mut numbers: BTreeMap<&str, (u64, &VehicleModel)> = BTreeMap::new();
        for vehicle in loaded {
            numbers.entry(vehicle.id.as_str()).or_insert((0, vehicle)).0 += 1;
        }
        let (mut long, mut pieces) = (0, 0);
        for (n, vehicle) in numbers.values() {
            let most = vehicle.chassis.saddle_pitch.and(equipment.stowage.saddle_max).unwrap_or(1);
            let stacks = n.div_ceil(u64::from(most));
            let pitch = vehicle.chassis.saddle_pitch.map_or(0, Millimetres::get);
            long += stacks * vehicle.length.get() + (n - stacks) * pitch;
            pieces += stacks;
        }
        let gaps = pieces.saturating_sub(1) * equipment.gap.get();
        let high = loaded.iter().all(|v| v.height <= equipment.decks[deck].height);
        let fits = long + gaps <= equipment.decks[deck].length.get() && high;
        return if fits { BTreeSet::from([0]) } else { BTreeSet::new() };
    }
    let mut found = BTreeSet::new();
    put_next(loaded, &mut vec![false; loaded.len()], equipment, deck, 0, 0, &mut found);
    found
}

fn put_next(
    loaded: &[&VehicleModel],
    used: &mut Vec<bool>,
    equipment: &Equipment,
    deck: usize,
    from: u64,
    moment: i64,
    found: &mut BTreeSet<i64>,
) {
    let bay = &equipment.decks[deck];
    if used.iter().all(|used| *used) {
        found.insert(moment);
        return;
    }
    for idx in 0..loaded.len() {
        let vehicle = loaded[idx];
        if used[idx] || vehicle.height > bay.height {
            continue;
        }
        used[idx] = true;
        let long = vehicle.length.get();
        for front in from..=bay.length.get().saturating_sub(long).min(bay.length.get()) {
            let clear = |part: &LowPart| {
                vehicle.height <= part.height || front + long <= part.from.get() || front >= part.to.get()
            };
            if front + long > bay.length.get() || !bay.low.iter().all(clear) {
                continue;
            }
            let middle = 2 * front.cast_signed() + long.cast_signed() - bay.length.get().cast_signed();
            let mass = vehicle.kerb_mass.get() + equipment.stowage.lashing.get();
            let next = front + long + equipment.gap.get();
            put_next(loaded, used, equipment, deck, next, moment + mass.cast_signed() * middle, found);
        }
        used[idx] = false;
    }
}

fn mm(value: u64) -> Millimetres {
    Millimetres::new(value)
}

fn admitted(lines: Vec<ShipmentLine>, equipment: &Equipment) -> Vec<ShipmentLine> {
    lines.into_iter().filter(|line| refusals(std::slice::from_ref(line), equipment).is_empty()).collect()
}

fn cars(most: u32) -> impl Strategy<Value = Vec<ShipmentLine>> {
    let model = (2_u64..=6, 1_u64..=6, 1_u64..=8, 1_u32..=most);
    prop::collection::vec(model, 1..=3).prop_map(|models| {
        let line = |(idx, (length, height, mass, n)): (usize, (u64, u64, u64, u32))| {
            weighed(&format!("m{idx}"), length, height, mass, n)
        };
        models.into_iter().enumerate().map(line).collect()
    })
}

fn number(lines: &[ShipmentLine]) -> u32 {
    lines.iter().map(|line| line.quantity).sum()
}

fn judge(lines: Vec<ShipmentLine>, equipment: &Equipment, exact: bool) -> Result<(), TestCaseError> {
    let lines = admitted(lines, equipment);
    if number(&lines) > 5 {
        return Ok(());
    }
    let (plan, proof) = plan_with_proof(&lines, equipment).unwrap();
    assert_keeps_rules(&lines, equipment, &plan);
    let fewest = u32::try_from(fewest(&lines, equipment)).unwrap();
    prop_assert!(plan.lower_bound <= fewest, "{} above {fewest}", plan.lower_bound);
    prop_assert!(check_bound(&lines, equipment, &proof), "{proof:?}");
    if exact {
        prop_assert_eq!(plan.n_units(), fewest);
    } else {
        prop_assert!(plan.n_units() >= fewest);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn low_parts(lines in cars(3), low in 1_u64..6, from in 0_u64..8, long in 1_u64..6, second in any::<bool>()) {
        let mut equipment = wagon(&[(13, 6), (11, 4)], 1);
        equipment.decks[0].low = vec![LowPart { from: mm(from), to: mm(from + long), height: mm(low) }];
        if second {
            equipment.decks[1].low = vec![
                LowPart { from: mm(0), to: mm(2), height: mm(low.min(3)) },
                LowPart { from: mm(9), to: mm(11), height: mm(low.min(2)) },
            ];
        }
        judge(lines, &equipment, true)?;
    }

    #[test]
    fn ends(lines in cars(3), most in 1_u64..4, supports in 90_u64..140, two in any::<bool>()) {
        let decks: &[(u64, u64)] = if two { &[(12, 6), (9, 4)] } else { &[(13, 6)] };
        let mut equipment = wagon(decks, 1);
        equipment.stowage.supports = Some(mm(supports));
        equipment.stowage.ends_difference_max = Some(Kilograms::new(most));
        judge(lines, &equipment, true)?;
    }

    #[test]
    fn upper_decks(lines in cars(3), most in 0_u64..6, lashing in 0_u64..2, payload in 10_u64..40) {
        let mut equipment = wagon(&[(12, 6), (12, 6)], 1);
        equipment.stowage.top_heavy_max = Some(Kilograms::new(most));
        equipment.stowage.lashing = Kilograms::new(lashing);
        equipment.payload = Some(Kilograms::new(payload));
        judge(lines, &equipment, true)?;
    }

    #[test]
    fn low_parts_and_ends(lines in cars(3), low in 1_u64..6, from in 0_u64..8, most in 1_u64..4) {
        let mut equipment = wagon(&[(12, 6)], 0);
        equipment.decks[0].low = vec![LowPart { from: mm(from), to: mm(from + 3), height: mm(low) }];
        equipment.stowage.supports = Some(mm(100));
        equipment.stowage.ends_difference_max = Some(Kilograms::new(most));
        judge(lines, &equipment, false)?;
    }

    #[test]
    fn saddle_stacks(lines in cars(4), pitch in 1_u64..3, most in 1_u32..4) {
        let mut equipment = wagon(&[(11, 6), (7, 4)], 1);
        equipment.stowage.saddle_max = Some(most);
        let lines: Vec<ShipmentLine> = lines
            .into_iter()
            .enumerate()
            .map(|(idx, mut line)| {
                let chassis = &mut Arc::make_mut(&mut line.vehicle).chassis;
                chassis.saddle_pitch = (idx < 2).then(|| mm(pitch));
                line
            })
            .collect();
        judge(lines, &equipment, true)?;
    }
}

#[test]
fn positions_matter_only_with_such_rules() {
    assert!(!positions_matter(&wagon(&[(10, 5)], 1)));
}

fn tractors(length: u64, pitch: u64, quantity: u32) -> ShipmentLine {
    let mut line = weighed("tractor", length, 3_750, 8_900, quantity);
    Arc::make_mut(&mut line.vehicle).chassis.saddle_pitch = Some(mm(pitch));
    line
}

#[test]
fn stacks_stand_between_low_parts() {
    let mut equipment = wagon(&[(20_000, 3_950)], 0);
    equipment.decks[0].low = vec![LowPart { from: mm(0), to: mm(500), height: mm(2_000) }];
    equipment.stowage.saddle_max = Some(2);
    let lines = [tractors(6_950, 4_300, 12)];
    // Behind the low part a stack of 11,250 mm and one of 6,950 mm: three in a wagon.
    let (plan, proof) = plan_with_proof(&lines, &equipment).unwrap();
    assert_keeps_rules(&lines, &equipment, &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (4, true));
    assert!(check_bound(&lines, &equipment, &proof));
}

#[test]
fn stacks_may_be_long() {
    let mut equipment = wagon(&[(43_000, 3_950)], 0);
    equipment.stowage.saddle_max = Some(12);
    let lines = [tractors(5_995, 3_300, 12)];
    let (plan, proof) = plan_with_proof(&lines, &equipment).unwrap();
    assert_keeps_rules(&lines, &equipment, &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (1, true));
    assert!(check_bound(&lines, &equipment, &proof));
    equipment.stowage.saddle_max = Some(65);
    assert!(matches!(plan_with_proof(&lines, &equipment), Err(LoadError::SaddleStack { most: 65, .. })));
}

#[test]
fn what_is_too_high_for_low_parts_has_fewer_places() {
    // Between its low parts the lower deck has 15.5 m, the upper deck is short of length for more than five.
    let mut equipment = wagon(&[(25_000, 2_000), (25_000, 1_850)], 250);
    let low = |from, to| LowPart { from: mm(from), to: mm(to), height: mm(1_600) };
    equipment.decks[0].low = vec![low(0, 4_750), low(20_250, 25_000)];
    let lines = [weighed("high", 4_515, 1_680, 1_500, 216), weighed("flat", 4_515, 1_565, 1_470, 40)];
    let (plan, proof) = plan_with_proof(&lines, &equipment).unwrap();
    assert_keeps_rules(&lines, &equipment, &plan);
    assert_eq!((plan.n_units(), plan.is_optimal()), (27, true), "{}", plan.bound_reason);
    assert!(check_bound(&lines, &equipment, &proof));
}
