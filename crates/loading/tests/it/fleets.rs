//! Several kinds of equipment side by side, against trying everything.

use std::collections::BTreeMap;
use std::ops::ControlFlow;

use landbridge_loading::{
    Control, FleetClaim, FleetPlan, LoadError, Offer, check_fleet_bound, plan, plan_fleet, verify_fleet,
};
use landbridge_model::{Equipment, ShipmentLine, VehicleModel};
use landbridge_units::Kilograms;
use proptest::prelude::*;

use crate::build::{cars, generated, jsq, wagon, weighed};
use crate::rules::{assert_unit, holds};

fn named(mut equipment: Equipment, id: &str) -> Equipment {
    equipment.id = id.parse().unwrap();
    equipment
}

fn offer(unit: &Equipment, cost: u64, available: Option<u32>) -> Offer<'_> {
    Offer { unit, settings: Vec::new(), cost, available }
}

fn made(lines: &[ShipmentLine], offers: &[Offer<'_>]) -> FleetPlan {
    plan_fleet(lines, offers, &mut Control::new()).unwrap()
}

/// Panics where a plan breaks a rule.
fn assert_keeps_rules(lines: &[ShipmentLine], offers: &[Offer<'_>], plan: &FleetPlan) {
    let models: BTreeMap<&str, &VehicleModel> =
        lines.iter().map(|line| (line.vehicle.id.as_str(), &*line.vehicle)).collect();
    let mut left: BTreeMap<&str, u32> = BTreeMap::new();
    for line in lines {
        *left.entry(line.vehicle.id.as_str()).or_default() += line.quantity;
    }
    let mut used = vec![0_u32; offers.len()];
    for unit in &plan.units {
        let of = |offer: &&Offer<'_>| {
            std::iter::once(&offer.unit).chain(&offer.settings).any(|e| e.id == unit.equipment)
        };
        let group = offers.iter().position(|offer| of(&offer)).unwrap();
        used[group] += 1;
        let all = std::iter::once(&offers[group].unit).chain(&offers[group].settings);
        let equipment = all.into_iter().find(|e| e.id == unit.equipment).unwrap();
        assert_unit(&models, equipment, unit);
        for placed in unit.decks.iter().flat_map(|deck| &deck.vehicles) {
            *left.get_mut(placed.vehicle.as_str()).unwrap() -= 1;
        }
    }
    left.retain(|_, n| *n > 0);
    let behind: BTreeMap<&str, u32> = plan.left_behind.iter().map(|(id, n)| (id.as_str(), *n)).collect();
    assert_eq!(left, behind);
    let cost: u64 = offers.iter().zip(&used).map(|(offer, n)| offer.cost * u64::from(*n)).sum();
    assert_eq!(plan.cost, cost);
    for (offer, n) in offers.iter().zip(&used) {
        assert!(offer.available.is_none_or(|most| *n <= most));
    }
    assert!(plan.lower_bound <= plan.cost);
    // What was left behind is not the checker's business: it is asked for what was placed.
    let placed: Vec<ShipmentLine> = lines
        .iter()
        .map(|line| {
            let behind = plan.left_behind.get(&line.vehicle.id).copied().unwrap_or(0);
            ShipmentLine { quantity: line.quantity - behind, ..line.clone() }
        })
        .collect();
    let claim = FleetClaim { cost: plan.cost, bound: plan.lower_bound };
    assert_eq!(verify_fleet(&placed, offers, &plan.units, claim), Vec::new());
}

/// The least cost by trying everything; `None` if units do not suffice.
fn least(lines: &[ShipmentLine], offers: &[Offer<'_>]) -> Option<u64> {
    let vehicles: Vec<&VehicleModel> =
        lines.iter().flat_map(|line| std::iter::repeat_n(&*line.vehicle, line.quantity as usize)).collect();
    let mut best = None;
    let mut units = Vec::new();
    place(&vehicles, offers, &mut units, 0, 0, &mut best);
    best
}

type Unit = (usize, Vec<Vec<usize>>);

fn place(
    vehicles: &[&VehicleModel],
    offers: &[Offer<'_>],
    units: &mut Vec<Unit>,
    idx: usize,
    cost: u64,
    best: &mut Option<u64>,
) {
    if best.is_some_and(|known| cost >= known) {
        return;
    }
    if idx == vehicles.len() {
        *best = Some(cost);
        return;
    }
    for at in 0..units.len() + offers.len() {
        let mut own = cost;
        let opened = at >= units.len();
        let slot = if opened {
            let group = at - units.len();
            let used = units.iter().filter(|(known, _)| *known == group).count();
            if offers[group].available.is_some_and(|most| used >= most as usize) {
                continue;
            }
            own += offers[group].cost;
            units.push((group, vec![Vec::new(); offers[group].unit.decks.len()]));
            units.len() - 1
        } else {
            at
        };
        let equipment = offers[units[slot].0].unit;
        for deck in 0..equipment.decks.len() {
            units[slot].1[deck].push(idx);
            if holds(vehicles, equipment, &units[slot].1) {
                place(vehicles, offers, units, idx + 1, own, best);
            }
            units[slot].1[deck].pop();
        }
        if opened {
            units.pop();
        }
    }
}

fn few_cars() -> impl Strategy<Value = Vec<ShipmentLine>> {
    let model = (2_u64..=8, 1_u64..=6, 1_u64..=8, 1_u32..=3);
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

proptest! {
    #![proptest_config(ProptestConfig { cases: 192, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn trying_everything_finds_nothing_cheaper(
        lines in few_cars(),
        sizes in ((9_u64..20, 3_u64..6), (8_u64..16, 5_u64..7)),
        costs in (1_u64..30, 1_u64..30),
        numbers in (prop::option::of(0_u32..3), prop::option::weighted(0.2, 1_u32..4)),
        payload in prop::option::of(8_u64..30),
    ) {
        if number(&lines) > 6 {
            return Ok(());
        }
        let mut large = named(wagon(&[(sizes.0.0, sizes.0.1), (sizes.0.0, 3)], 1), "large");
        large.payload = payload.map(Kilograms::new);
        let small = named(wagon(&[sizes.1], 0), "small");
        let offers = [offer(&large, costs.0, numbers.0), offer(&small, costs.1, numbers.1)];
        let found = match plan_fleet(&lines, &offers, &mut Control::new()) {
            Ok(found) => found,
            Err(LoadError::Refused { .. }) => return Ok(()),
            Err(other) => panic!("{other}"),
        };
        assert_keeps_rules(&lines, &offers, &found);
        prop_assert!(check_fleet_bound(&lines, &offers, &found.proof) , "{:?}", found.proof);
        match least(&lines, &offers) {
            Some(least) => {
                prop_assert!(found.lower_bound <= least, "{} above {least}", found.lower_bound);
                prop_assert_eq!(found.cost, least, "{:?}", found);
            }
            None => prop_assert!(!found.left_behind.is_empty()),
        }
    }

    #[test]
    fn a_fleet_of_one_kind_is_a_plan(lines in few_cars(), length in 9_u64..20) {
        let equipment = wagon(&[(length, 6), (length, 4)], 1);
        let single = plan(&lines, &equipment).unwrap();
        let offers = [offer(&equipment, 7, None)];
        let fleet = made(&lines, &offers);
        prop_assert_eq!(fleet.cost, 7 * u64::from(single.n_units()));
        prop_assert_eq!(fleet.lower_bound, 7 * u64::from(single.lower_bound));
    }

    #[test]
    fn another_offer_never_costs_more(lines in few_cars(), cost in 1_u64..9) {
        let first = named(wagon(&[(16, 6), (16, 4)], 1), "first");
        let other = named(wagon(&[(10, 6)], 0), "other");
        let alone = made(&lines, &[offer(&first, 5, None)]);
        let both = made(&lines, &[offer(&first, 5, None), offer(&other, cost, None)]);
        prop_assert!(both.lower_bound <= alone.cost);
        if both.is_optimal() && alone.is_optimal() {
            prop_assert!(both.cost <= alone.cost);
        }
    }
}

#[test]
fn settings_share_one_number_of_units() {
    // Two racks of four low cars, or three with one high car.
    let four = named(wagon(&[(9_850, 1_720), (9_850, 1_720)], 250), "four");
    let mut three = named(wagon(&[(11_500, 1_950), (5_450, 1_790)], 250), "three");
    three.setting_of = Some(four.id.clone());
    let lines = [cars("low", 4_500, 1_500, 8), cars("high", 5_000, 1_900, 4)];
    let with = |available| [Offer { unit: &four, settings: vec![&three], cost: 1, available }];
    let found = made(&lines, &with(None));
    assert_keeps_rules(&lines, &with(None), &found);
    // Two boxes hold four high and two low cars, the other six low ones fill one box and half of another.
    assert_eq!((found.n_units(), found.is_optimal()), (4, true));
    let few = made(&lines, &with(Some(3)));
    assert_keeps_rules(&lines, &with(Some(3)), &few);
    assert_eq!(few.left_behind.values().sum::<u32>(), 2);
    assert!(!few.is_optimal());
}

#[test]
fn dear_units_are_used_where_they_pay() {
    let wagon = named(jsq(), "jsq");
    let mut box_four = named(self::wagon(&[(9_850, 1_720), (9_850, 1_720)], 250), "box");
    box_four.vehicles_max = Some(4);
    let lines = [cars("suv", 4_515, 1_680, 13)];
    let offers = [offer(&wagon, 250, None), offer(&box_four, 101, None)];
    let found = made(&lines, &offers);
    // A wagon for ten and a box for three; four boxes would cost 404, two wagons 500.
    assert_eq!((found.cost, found.is_optimal()), (351, true));
    assert!(check_fleet_bound(&lines, &offers, &found.proof));
    let mut higher = found.proof;
    higher.cost += 1;
    assert!(!check_fleet_bound(&lines, &offers, &higher));
}

#[test]
fn nothing_and_too_much_is_refused() {
    let wagon = jsq();
    let lines = [cars("suv", 4_515, 1_680, 13)];
    let refused = |offers: &[Offer<'_>]| plan_fleet(&lines, offers, &mut Control::new()).unwrap_err();
    assert_eq!(refused(&[]), LoadError::NoOffer);
    assert!(matches!(refused(&[offer(&wagon, 0, None)]), LoadError::Cost { cost: 0, .. }));
    assert!(matches!(refused(&[offer(&wagon, u64::MAX, None)]), LoadError::Cost { .. }));
    let twice = [offer(&wagon, 1, Some(2)), offer(&wagon, 2, None)];
    assert!(matches!(refused(&twice), LoadError::OfferedTwice { .. }));
    let none = made(&lines, &[offer(&wagon, 1, Some(0))]);
    assert_eq!((none.n_units(), none.left_behind.values().sum::<u32>()), (0, 13));
}

#[test]
fn a_listener_hears_and_stops() {
    let mut wagon = jsq();
    wagon.payload = Some(Kilograms::new(16_000));
    let lines = generated(5, 1_000, 24, 3_600, 5_100);
    let mut heard = Vec::new();
    let mut listener = |progress: landbridge_loading::Progress| {
        heard.push(progress);
        if heard.len() == 3 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let mut control = Control::new().with_listener(&mut listener);
    let offers = [offer(&wagon, 1, None)];
    let found = plan_fleet(&lines, &offers, &mut control).unwrap();
    assert!(control.was_stopped());
    assert_keeps_rules(&lines, &offers, &found);
    assert_eq!(heard.len(), 3);
    assert!(heard.windows(2).all(|pair| pair[0].work <= pair[1].work && pair[0].bound <= pair[1].bound));
}

#[test]
fn little_work_gives_a_plan_all_the_same() {
    let mut wagon = jsq();
    wagon.payload = Some(Kilograms::new(16_000));
    let lines = generated(5, 1_000, 24, 3_600, 5_100);
    let offers = [offer(&wagon, 1, None)];
    let quick = plan_fleet(&lines, &offers, &mut Control::new().with_work(0)).unwrap();
    let whole = plan_fleet(&lines, &offers, &mut Control::new()).unwrap();
    assert_keeps_rules(&lines, &offers, &quick);
    assert!(quick.cost >= whole.cost && quick.lower_bound <= whole.lower_bound);
}
