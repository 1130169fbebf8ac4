//! Why not fewer units, and why not this equipment: claims held against trying everything.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_loading::{
    Change, Lever, Outcome, Used, VehicleChange, WhyLimits, WhyNotFewer, check_bound, plan, plan_with_proof,
    refusals, why_not_fewer, why_not_fewer_within, why_refused,
};
use landbridge_model::{Equipment, EquipmentKind, Moves, Powertrain, ShipmentLine, VehicleClass};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{Lcg, cars, generated, jsq, wagon, weighed};
use crate::rules::{assert_keeps_rules, fewest_units};

fn small(seed: u64) -> (Vec<ShipmentLine>, Equipment) {
    let mut lcg = Lcg(seed);
    let decks: Vec<(u64, u64)> =
        (0..lcg.between(1, 2)).map(|_| (lcg.between(8, 16), lcg.between(3, 6))).collect();
    let mut equipment = wagon(&decks, lcg.below(3));
    if lcg.below(2) == 0 {
        equipment.payload = Some(Kilograms::new(lcg.between(8, 24)));
    }
    if lcg.below(3) == 0 {
        equipment.decks[0].payload = Some(Kilograms::new(lcg.between(8, 16)));
    }
    if lcg.below(3) == 0 {
        equipment.vehicles_max = Some(u32::try_from(lcg.between(1, 3)).unwrap());
    }
    if lcg.below(4) == 0 {
        equipment.axles = Some(2);
        equipment.tare = Some(Kilograms::new(4));
        equipment.axle_load_max = Some(Kilograms::new(lcg.between(6, 12)));
    }
    let mut lines = Vec::new();
    for idx in 0..lcg.between(1, 3) {
        let number = u32::try_from(lcg.between(1, 2)).unwrap();
        let (length, height, mass) = (lcg.between(2, 8), lcg.between(1, 6), lcg.between(1, 8));
        lines.push(weighed(&format!("m{idx}"), length, height, mass, number));
    }
    let refused = refusals(&lines, &equipment);
    lines.retain(|line| refused.iter().all(|refusal| refusal.vehicle != line.vehicle.id));
    (lines, equipment)
}

fn units_after(change: &Change, lines: &[ShipmentLine], equipment: &Equipment) -> u32 {
    let (lines, equipment) = change.apply(lines, equipment);
    if lines.is_empty() { 0 } else { fewest_units(&lines, &equipment) }
}

/// The least change that saves a unit, by trying one after the other.
fn least(lever: &Lever, target: u32, lines: &[ShipmentLine], equipment: &Equipment) -> Option<u64> {
    let most = if *lever == Lever::SmallerGap { equipment.gap.get() } else { 48 };
    (1..=most).find(|by| units_after(&Change { lever: lever.clone(), by: *by }, lines, equipment) <= target)
}

/// The fewest vehicles whose absence saves a unit, by trying all parts of the shipment.
fn fewest_left(target: u32, lines: &[ShipmentLine], equipment: &Equipment) -> u32 {
    let mut parts: Vec<Vec<ShipmentLine>> = vec![Vec::new()];
    for line in lines {
        let with = |n: u32| ShipmentLine { quantity: n, ..line.clone() };
        parts = parts
            .iter()
            .flat_map(|part| (0..=line.quantity).map(move |n| [part.as_slice(), &[with(n)]].concat()))
            .collect();
    }
    let number = |lines: &[ShipmentLine]| lines.iter().map(|line| line.quantity).sum::<u32>();
    let fits = |part: &&Vec<ShipmentLine>| number(part) == 0 || fewest_units(part, equipment) <= target;
    number(lines) - parts.iter().filter(fits).map(|part| number(part)).max().unwrap()
}

#[test]
fn small_cases_are_answered_as_by_trying_everything() {
    let (mut enough, mut never, mut unproven, mut asked) = (0, 0, 0, 0);
    for seed in 0..400 {
        let (lines, equipment) = small(seed);
        let made = plan(&lines, &equipment).unwrap();
        let n = made.n_units();
        if n < 2 || n != fewest_units(&lines, &equipment) {
            continue;
        }
        asked += 1;
        let why = why_not_fewer(&lines, &equipment, &made).unwrap();
        assert!(!why.cut_off && why.planned.is_none());
        let of_models = why.models.iter().map(|model| (Lever::FewerOf(model.vehicle.clone()), &model.leave));
        let of_unit = why.levers.iter().map(|answer| (answer.lever.clone(), &answer.outcome));
        for (lever, outcome) in of_unit.chain(of_models) {
            let truth = least(&lever, n - 1, &lines, &equipment);
            match outcome {
                Outcome::Enough { change, proven, at_least } => {
                    enough += 1;
                    assert!(units_after(change, &lines, &equipment) < n, "seed {seed}: {change}");
                    assert!(
                        truth.is_some_and(|truth| *at_least <= truth),
                        "seed {seed}: {change}, {truth:?}"
                    );
                    if *proven {
                        assert_eq!(Some(change.by), truth, "seed {seed}: {change}");
                        assert_eq!(*at_least, change.by);
                    } else {
                        unproven += 1;
                    }
                }
                Outcome::Never { why } => {
                    never += 1;
                    assert_eq!(truth, None, "seed {seed}: {lever}: {why}");
                }
                other => panic!("seed {seed}: {lever}: {other:?}"),
            }
        }
        let leave = why.leave.unwrap();
        let truth = u64::from(fewest_left(n - 1, &lines, &equipment));
        let rest = leave.apply(&lines);
        assert!(rest.is_empty() || fewest_units(&rest, &equipment) < n, "seed {seed}: {leave}");
        assert!(leave.at_least <= truth && truth <= leave.number(), "seed {seed}: {leave} {truth}");
        if leave.proven {
            assert_eq!(leave.number(), truth, "seed {seed}: {leave}");
        } else {
            unproven += 1;
        }
        for model in &why.models {
            let (rest, _) = Change { lever: Lever::FewerOf(model.vehicle.clone()), by: u64::MAX }
                .apply(&lines, &equipment);
            let truth = if rest.is_empty() { 0 } else { fewest_units(&rest, &equipment) };
            let (units, bound) = model.without.unwrap();
            assert!(bound <= truth && truth <= units, "seed {seed}: without {}", model.vehicle);
        }
    }
    assert!(asked > 100 && enough > 300 && never > 100, "{asked} {enough} {never}");
    assert!(unproven * 50 < enough, "{unproven} of {enough} unproven");
}

/// What is claimed holds when it is applied, by the planner and its bound.
fn assert_claims(lines: &[ShipmentLine], equipment: &Equipment, why: &WhyNotFewer) {
    let outcomes = why.levers.iter().map(|answer| &answer.outcome);
    for outcome in outcomes.chain(why.models.iter().map(|model| &model.leave)) {
        let Outcome::Enough { change, proven, at_least } = outcome else { continue };
        let (with, changed) = change.apply(lines, equipment);
        let better = plan(&with, &changed).unwrap();
        assert_keeps_rules(&with, &changed, &better);
        assert!(better.n_units() < why.units, "{change}");
        assert_eq!(*proven, *at_least == change.by || *at_least + 1 == 0, "{change}: {at_least}");
    }
    if let Some(leave) = &why.leave {
        let rest = leave.apply(lines);
        assert!(plan(&rest, equipment).unwrap().n_units() < why.units, "{leave}");
        for model in &why.models {
            if let (Outcome::Enough { change, .. }, true) = (&model.leave, leave.proven) {
                assert!(leave.number() <= change.by);
            }
        }
    }
}

#[test]
fn claims_hold_when_applied() {
    for seed in 0..6 {
        let lines = generated(seed, 256, 12, 4_300, 5_000);
        let made = plan(&lines, &jsq()).unwrap();
        let why = why_not_fewer(&lines, &jsq(), &made).unwrap();
        assert!(why.plans <= WhyLimits::default().plans);
        assert_claims(&lines, &jsq(), &why);
        // One step less keeps the bound wherever that is claimed of a single millimetre, kilogram or vehicle.
        for answer in &why.levers {
            if let Outcome::Enough { change, proven: true, .. } = &answer.outcome {
                let less = Change { by: change.by - 1, ..change.clone() };
                let (with, changed) = less.apply(&lines, &jsq());
                let (_, proof) = plan_with_proof(&with, &changed).unwrap();
                assert!(proof.units <= why.units);
                assert!(check_bound(&with, &changed, &proof));
            }
        }
    }
}

#[test]
fn show() {
    let lines = [cars("cs55-plus", 4_515, 1_680, 200), cars("tank-300", 4_760, 1_903, 56)];
    let p = plan(&lines, &jsq()).unwrap();
    println!("{}\n", why_not_fewer(&lines, &jsq(), &p).unwrap());
    let lines = [cars("suv", 4_515, 1_680, 5), cars("off-roader", 4_515, 1_903, 15)];
    let p = plan(&lines, &jsq()).unwrap();
    println!("{}\n", why_not_fewer(&lines, &jsq(), &p).unwrap());
    let mut e = jsq();
    e.payload = Some(Kilograms::new(20_000));
    e.tare = Some(Kilograms::new(38_500));
    e.axles = Some(4);
    e.axle_load_max = Some(Kilograms::new(18_000));
    let lines = [weighed("heavy", 4_300, 1_700, 2_300, 27)];
    let p = plan(&lines, &e).unwrap();
    println!("{}\n", why_not_fewer(&lines, &e, &p).unwrap());
    for (seed, vehicles, models) in [(1, 256, 24), (2, 1_000, 24), (3, 20_000, 60)] {
        let start = std::time::Instant::now();
        let lines = generated(seed, vehicles, models, 3_600, 5_100);
        let p = plan(&lines, &jsq()).unwrap();
        let one = start.elapsed();
        let why = why_not_fewer(&lines, &jsq(), &p).unwrap();
        println!("{:?} {:?} {} plans\n{why}\n", one, start.elapsed(), why.plans);
    }
    let start = std::time::Instant::now();
    let lines = generated(1, 1_000_000, 6, 4_300, 5_000);
    let p = plan(&lines, &jsq()).unwrap();
    let one = start.elapsed();
    let why = why_not_fewer(&lines, &jsq(), &p).unwrap();
    println!("{:?} {:?} {} plans\n{why}\n", one, start.elapsed(), why.plans);
    let mut e = wagon(&[(25_000, 1_850), (25_000, 1_750)], 250);
    e.soc_max_percent = Some(65);
    e.payload = Some(Kilograms::new(2_400));
    let mut bev = cars("bev", 4_700, 1_600, 20);
    Arc::make_mut(&mut bev.vehicle).powertrain = Powertrain::Bev;
    bev.soc_percent = Some(80);
    let mut truck = cars("truck", 4_700, 1_600, 3);
    Arc::make_mut(&mut truck.vehicle).class = VehicleClass::Truck;
    let lines = [cars("cs55-plus", 4_515, 1_680, 200), cars("tank-300", 4_760, 1_903, 56), bev, truck];
    let mut set = jsq();
    set.id = "jsq-set".parse().unwrap();
    set.setting_of = Some("wagon".parse().unwrap());
    let mut other = jsq();
    other.id = "other".parse().unwrap();
    println!("{}\n", why_refused(&lines, &e, &[&set, &other]));
}

#[test]
fn a_million_vehicles_return_within_the_limits() {
    let lines = generated(1, 1_000_000, 6, 4_300, 5_000);
    let made = plan(&lines, &jsq()).unwrap();
    let why = why_not_fewer(&lines, &jsq(), &made).unwrap();
    assert!(why.plans <= 21, "{}", why.plans);
    assert!(why.levers.iter().any(|answer| !matches!(answer.outcome, Outcome::CutOff { .. })));
    assert!(why.leave.is_some());
}

#[test]
fn few_trials_leave_questions_open_and_claim_nothing_false() {
    let lines = generated(4, 256, 12, 3_600, 5_100);
    let made = plan(&lines, &jsq()).unwrap();
    for plans in [0, 1, 2, 5, 20] {
        let limits = WhyLimits { plans, ..WhyLimits::default() };
        let why = why_not_fewer_within(&lines, &jsq(), &made, limits).unwrap();
        assert!(why.plans <= plans.max(1));
        assert!(why.cut_off, "{plans}");
        assert!(why.to_string().contains("The search ended after"), "{why}");
        assert_claims(&lines, &jsq(), &why);
        let leave = why.leave.unwrap();
        assert!(leave.number() <= 10, "without the emptiest wagon there is one less");
    }
}

#[test]
fn nothing_to_save_is_said_plainly() {
    let none: [ShipmentLine; 0] = [];
    let made = plan(&none, &jsq()).unwrap();
    assert_eq!(
        why_not_fewer(&none, &jsq(), &made).unwrap().to_string(),
        "0 wagons, as there are no vehicles."
    );

    let one = [cars("a", 4_500, 1_500, 1)];
    let made = plan(&one, &jsq()).unwrap();
    let why = why_not_fewer(&one, &jsq(), &made).unwrap();
    assert!(why.to_string().starts_with("1 wagon, and none is no plan."), "{why}");
    assert!(why.levers.is_empty() && why.leave.is_none());

    // A plan by hand that wastes a wagon, and one that leaves vehicles out.
    let lines = [cars("a", 4_500, 1_500, 20)];
    let full = plan(&lines, &jsq()).unwrap();
    let mut wasteful = full.clone();
    let mut last = wasteful.units[1].clone();
    last.decks[0].vehicles = wasteful.units[1].decks[0].vehicles.split_off(2);
    last.decks[1].vehicles.clear();
    wasteful.units.push(last);
    let why = why_not_fewer(&lines, &jsq(), &wasteful).unwrap();
    assert_eq!((why.units, why.planned), (3, Some(2)));
    assert!(why.to_string().starts_with("3 wagons, though a plan of 2 was made."), "{why}");
    let mut short = full;
    short.units.pop();
    let why = why_not_fewer(&lines, &jsq(), &short).unwrap();
    assert!(why.to_string().starts_with("1 wagon is less than the shipment takes"), "{why}");

    let refused = [cars("van", 4_500, 2_500, 1)];
    assert!(why_not_fewer(&refused, &jsq(), &short).is_err());
}

#[test]
fn on_own_wheels_only_fewer_vehicles_help() {
    let mut road = wagon(&[], 0);
    road.kind = EquipmentKind::OwnWheels;
    let lines = [cars("b", 6_950, 3_750, 2), cars("a", 9_900, 3_950, 1)];
    let made = plan(&lines, &road).unwrap();
    let why = why_not_fewer(&lines, &road, &made).unwrap();
    assert!(why.levers.is_empty() && why.uses.is_empty());
    let leave = why.leave.unwrap();
    assert_eq!((leave.number(), leave.proven), (1, true));
}

#[test]
fn what_binds_is_counted() {
    let lines = [cars("suv", 4_515, 1_680, 5), cars("off-roader", 4_515, 1_903, 15)];
    let made = plan(&lines, &jsq()).unwrap();
    let why = why_not_fewer(&lines, &jsq(), &made).unwrap();
    let of = |resource: Used| why.uses.iter().find(|used| used.resource == resource).unwrap();
    // Five cars and four gaps on each of three lower decks.
    let lower = of(Used::Length("deck0".parse().unwrap()));
    assert_eq!((lower.used, lower.offered, lower.rests), (3 * (5 * 4_515 + 4 * 250), 75_000, true));
    assert_eq!((of(Used::Places).used, of(Used::Places).offered, of(Used::Places).rests), (20, 30, false));
    assert_eq!((of(Used::Mass).used, of(Used::Mass).permille()), (30_000, 454));
    let only = &why.only_on[0];
    assert_eq!((only.deck.as_str(), only.vehicles, only.too_high, only.rests), ("deck0", 15, 15, true));
}

#[test]
fn ways_are_the_least_changes_as_by_trying_all() {
    let mut refused = 0;
    for seed in 0..300 {
        let mut lcg = Lcg(seed);
        let decks: Vec<(u64, u64)> =
            (0..lcg.between(1, 3)).map(|_| (lcg.between(2, 7), lcg.between(2, 7))).collect();
        let mut equipment = wagon(&decks, 1);
        equipment.decks[0].payload = Some(Kilograms::new(lcg.between(2, 7)));
        equipment.payload = (lcg.below(2) == 0).then(|| Kilograms::new(lcg.between(2, 7)));
        let (length, height, mass) = (lcg.between(2, 8), lcg.between(2, 8), lcg.between(2, 8));
        let line = weighed("m", length, height, mass, 2);
        let why = why_refused(std::slice::from_ref(&line), &equipment, &[]);
        if refusals(std::slice::from_ref(&line), &equipment).is_empty() {
            assert!(why.fixes.is_empty() && why.taken == 2);
            continue;
        }
        refused += 1;
        assert_eq!((why.taken, why.vehicles, why.fixes[0].number), (0, 2, 2));
        let ways = &why.fixes[0].ways;
        let by = |way: &landbridge_loading::Way| {
            way.changes.iter().fold((0, 0, 0), |(l, h, m), change| match change {
                VehicleChange::Shorter(mm) => (l + mm.get(), h, m),
                VehicleChange::Lower(mm) => (l, h + mm.get(), m),
                VehicleChange::Lighter(kg) => (l, h, m + kg.get()),
                other => panic!("{other}"),
            })
        };
        // Each smaller vehicle is taken exactly if it is as small as one of the ways asks.
        for (l, h, m) in
            (0..length).flat_map(|l| (0..height).flat_map(move |h| (0..mass).map(move |m| (l, h, m))))
        {
            let smaller = weighed("m", length - l, height - h, mass - m, 2);
            let taken = refusals(&[smaller], &equipment).is_empty();
            let reached = ways.iter().map(by).any(|(a, b, c)| a <= l && b <= h && c <= m);
            assert_eq!(taken, reached, "seed {seed}: {l} {h} {m}, {why}");
        }
        for (idx, way) in ways.iter().enumerate() {
            let (l, h, m) = by(way);
            let others = ways.iter().enumerate().filter(|(other, _)| *other != idx).map(|(_, way)| by(way));
            assert!(others.into_iter().all(|(a, b, c)| !(a <= l && b <= h && c <= m)), "seed {seed}: {why}");
        }
    }
    assert!(refused > 150, "{refused}");
}
