//! Why not fewer units, and why not this equipment: claims held against trying everything.

use std::sync::Arc;

use landbridge_loading::{
    Change, Leave, Lever, LoadError, Outcome, Used, VehicleChange, WhyLimits, WhyNotFewer, check_bound, plan,
    plan_with_proof, refusals, why_not_fewer, why_not_fewer_within, why_refused,
};
use landbridge_model::{Equipment, EquipmentKind, Powertrain, ShipmentLine, VehicleClass};
use landbridge_units::Kilograms;

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
    let (mut enough, mut never, mut unproven, mut asked, mut together) = (0, 0, 0, 0, 0);
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
        together += u32::from(!why.together.is_empty());
        assert_together(&lines, &equipment, &why);
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
    assert!(
        asked > 100 && enough > 300 && never > 100 && together > 10,
        "{asked} {enough} {never} {together}"
    );
    assert!(unproven * 50 < enough, "{unproven} of {enough} unproven");
}

/// Changes that are enough together: all of them are, none can be left out, and none can be less where proven.
fn assert_together(lines: &[ShipmentLine], equipment: &Equipment, why: &WhyNotFewer) {
    let changes: Vec<(&Change, bool)> = why
        .together
        .iter()
        .map(|answer| match &answer.outcome {
            Outcome::Enough { change, proven, .. } => (change, *proven),
            other => panic!("{other:?}"),
        })
        .collect();
    let units = |less: Option<usize>, by: u64| {
        let mut changed = equipment.clone();
        for (idx, (change, _)) in changes.iter().enumerate() {
            let less = if less == Some(idx) { by } else { 0 };
            changed = Change { by: change.by - less, lever: change.lever.clone() }.apply(lines, &changed).1;
        }
        fewest_units(lines, &changed)
    };
    if changes.is_empty() {
        return;
    }
    assert!(changes.len() > 1);
    assert!(units(None, 0) < why.units, "{why}");
    for (idx, (change, proven)) in changes.iter().enumerate() {
        if *proven {
            assert!(units(Some(idx), 1) >= why.units, "{change}: {why}");
            assert!(units(Some(idx), change.by) >= why.units, "{change}: {why}");
        }
    }
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
        assert_eq!(*proven, *at_least == change.by, "{change}: {at_least}");
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
    let mut light = jsq();
    light.payload = Some(Kilograms::new(14_000));
    let open = wagon(&[(24_600, 1_950), (24_600, 1_800)], 250);
    let (mut proven_claims, mut together) = (0, 0);
    for (equipment, seed) in [jsq(), light, open].iter().flat_map(|unit| (0..3).map(move |seed| (unit, seed)))
    {
        let lines = generated(seed, 150, 8, 3_600, 5_100);
        let made = plan(&lines, equipment).unwrap();
        let why = why_not_fewer(&lines, equipment, &made).unwrap();
        assert!(why.plans <= WhyLimits::default().plans && !why.cut_off);
        assert_claims(&lines, equipment, &why);
        let mut changed = equipment.clone();
        for answer in &why.together {
            let Outcome::Enough { change, .. } = &answer.outcome else { panic!("{answer:?}") };
            changed = change.apply(&lines, &changed).1;
        }
        if !why.together.is_empty() {
            together += 1;
            assert!(plan(&lines, &changed).unwrap().n_units() < why.units, "{why}");
        }
        // One step less keeps the bound, and other code agrees.
        let outcomes = why.levers.iter().map(|answer| &answer.outcome);
        for outcome in outcomes.chain(why.models.iter().map(|model| &model.leave)) {
            let Outcome::Enough { change, proven: true, .. } = outcome else { continue };
            proven_claims += 1;
            let less = Change { by: change.by - 1, ..change.clone() };
            let (with, changed) = less.apply(&lines, equipment);
            let (_, proof) = plan_with_proof(&with, &changed).unwrap();
            assert_eq!(proof.units, why.units, "{change}");
            assert!(check_bound(&with, &changed, &proof), "{change}");
        }
    }
    assert!(proven_claims > 30, "{proven_claims}");
    assert!(together > 0, "{together}");
}

#[test]
fn order_and_splitting_of_lines_change_nothing() {
    let lines = generated(2, 120, 6, 3_600, 5_100);
    let made = plan(&lines, &jsq()).unwrap();
    let mut other: Vec<ShipmentLine> = lines.iter().rev().cloned().collect();
    let half = other[0].quantity / 2;
    let mut piece = other[0].clone();
    piece.quantity -= half;
    other[0].quantity = half;
    other.push(piece);
    assert_eq!(why_not_fewer(&lines, &jsq(), &made).unwrap(), why_not_fewer(&other, &jsq(), &made).unwrap());
}

#[test]
fn a_model_in_two_sizes_is_an_error() {
    let lines = [cars("a", 4_500, 1_500, 30), cars("a", 4_600, 1_500, 1)];
    let made = plan(&lines[..1], &jsq()).unwrap();
    assert!(matches!(why_not_fewer(&lines, &jsq(), &made), Err(LoadError::ModelTwice { .. })));
}

#[test]
fn places_and_length_must_both_grow() {
    let lines = [cars("cs55-plus", 4_515, 1_680, 200), cars("tank-300", 4_760, 1_903, 56)];
    let made = plan(&lines, &jsq()).unwrap();
    let why = why_not_fewer(&lines, &jsq(), &made).unwrap();
    let expected = [
        &format!("26 wagons and not 25: {}.", why.reason),
        "25 would do if 6 of cs55-plus stayed behind or if 6 of tank-300 stayed behind. Each is enough by itself, \
         and anything less is proven not to be.",
        "25 would do with changes made together: if each deck were 3,340 mm longer and if each unit took 1 vehicle \
         more. None of these could be less with the others as they are.",
        "The fewest vehicles to leave behind for that are 6: 6 of cs55-plus.",
        "However much, by itself this is not enough: longer decks, a longer deck deck0, a longer deck deck1, a \
         higher deck deck1, a smaller gap, more payload or more places (places: 256 vehicles, at most 10 in a unit, \
         so 26 wagons).",
        "The number rests on what is in use: 98.5 % of places. In use besides: 93.5 % of the length of deck deck0, \
         94.3 % of the length of deck deck1 and 67.1 % of mass. Of the vehicles 56 may stand on deck deck0 only, \
         being too high for any other.",
        "The models that take up most of the bound: 200 of cs55-plus for 20.00 units, without them 12 wagons do; 56 \
         of tank-300 for 5.60 units, without them 20 wagons do.",
    ];
    assert_eq!(why.to_string(), expected.join("\n"));
}

#[test]
fn a_higher_deck_is_a_matter_of_models() {
    let lines = [cars("suv", 4_515, 1_680, 5), cars("off-roader", 4_515, 1_903, 15)];
    let made = plan(&lines, &jsq()).unwrap();
    let mut why = why_not_fewer(&lines, &jsq(), &made).unwrap();
    // Eight of 4,515 mm and seven gaps are 37,870 mm; 1,903 mm are 103 mm more than 1,800 mm.
    let expected = "2 would do if each deck were 12,870 mm longer, if deck deck0 were 12,870 mm longer, if deck \
                    deck1 were 103 mm higher or if 5 of off-roader stayed behind. Each is enough by itself, and \
                    anything less is proven not to be.";
    assert_eq!(why.to_string().lines().nth(1), Some(expected));
    let expected = "However much, by itself this is not enough: a smaller gap (length on deck deck0: 15 vehicles that \
                    fit no other need 67,725 mm with gaps, a unit has 25,000 mm, so 3 wagons).";
    assert_eq!(why.to_string().lines().nth(4), Some(expected));

    // What is not proven is said to be so.
    why.levers.truncate(1);
    why.models.clear();
    if let Outcome::Enough { proven, at_least, .. } = &mut why.levers[0].outcome {
        (*proven, *at_least) = (false, 12_000);
    }
    why.lower_bound = 2;
    why.leave = why.leave.map(|leave| Leave { proven: false, at_least: 3, ..leave });
    let text = why.to_string();
    let mut said = text.lines();
    assert_eq!(
        said.next(),
        Some(format!("3 wagons; whether 2 do is open. Proven are 2: {}.", why.reason).as_str())
    );
    assert_eq!(
        said.next(),
        Some(
            "2 would do if each deck were 12,870 mm longer (proven to be needed: 12,000 mm). Each is enough by \
             itself; where nothing else is said, anything less is proven not to be."
        )
    );
    assert_eq!(
        said.next(),
        Some("With 5 left behind it would do (5 of off-roader); proven to be needed are 3.")
    );
}

#[test]
fn mass_is_told_in_kilograms() {
    let mut equipment = jsq();
    equipment.payload = Some(Kilograms::new(20_000));
    equipment.tare = Some(Kilograms::new(38_500));
    equipment.axles = Some(4);
    equipment.axle_load_max = Some(Kilograms::new(18_000));
    let lines = [weighed("heavy", 4_300, 1_700, 2_300, 27)];
    let made = plan(&lines, &equipment).unwrap();
    let text = why_not_fewer(&lines, &equipment, &made).unwrap().to_string();
    // Nine of 2,300 kg are 20,700 kg.
    let expected = "3 would do if the payload were 700 kg more or if 3 of heavy stayed behind. Each is enough by \
                    itself, and anything less is proven not to be.";
    assert_eq!(text.lines().nth(1), Some(expected));
    assert!(text.contains("The number rests on what is in use: 77.6 % of mass."), "{text}");
}

#[test]
fn refusals_are_told_with_what_helps() {
    let mut equipment = wagon(&[(25_000, 1_850), (25_000, 1_750)], 250);
    equipment.soc_max_percent = Some(65);
    equipment.payload = Some(Kilograms::new(2_400));
    let mut bev = cars("bev", 4_700, 1_600, 20);
    Arc::make_mut(&mut bev.vehicle).powertrain = Powertrain::Bev;
    let mut full = bev.clone();
    (bev.soc_percent, full.soc_percent) = (Some(60), Some(80));
    let mut truck = cars("truck", 4_700, 1_600, 3);
    Arc::make_mut(&mut truck.vehicle).class = VehicleClass::Truck;
    let tall = cars("tank-300", 4_760, 1_903, 56);
    let heavy = weighed("heavy", 4_760, 1_800, 2_500, 2);
    let lines = [cars("cs55-plus", 4_515, 1_680, 200), tall, bev, full, truck, heavy];
    let mut set = jsq();
    set.id = "wagon-low".parse().unwrap();
    set.setting_of = Some("wagon".parse().unwrap());
    let mut other = jsq();
    other.id = "jsq6".parse().unwrap();
    let why = why_refused(&lines, &equipment, &[&equipment, &set, &other]);
    let expected = [
        "bev (20) is charged to 80 %, 65 % is the most taken on wagon. It would be taken charged to at most 65 %. As \
         it is, wagon-low takes it, the same unit set otherwise, and jsq6.",
        "heavy (2) is 100 kg heavier than the payload (2,400 kg) on wagon. It would be taken 100 kg lighter. As it is, \
         wagon-low takes it, the same unit set otherwise, and jsq6.",
        "tank-300 (56) is 53 mm higher than deck deck0 (1,850 mm) on wagon. It would be taken 53 mm lower for deck \
         deck0. As it is, wagon-low takes it, the same unit set otherwise, and jsq6.",
        "truck (3) is of class truck, which is not carried on wagon. No change of the vehicle admits it.",
        "220 of 301 vehicles are taken by wagon.",
    ];
    assert_eq!(why.to_string(), expected.join("\n"));

    let fine = why_refused(&lines[..1], &equipment, &[]);
    assert_eq!(fine.to_string(), "All 200 vehicles are taken by wagon.");
    let bare = why_refused(&lines[..1], &wagon(&[], 0), &[]);
    assert_eq!(bare.to_string(), "None of 200 vehicles is taken by wagon.");
}

#[test]
fn a_million_vehicles_return_within_the_limits() {
    let lines = generated(1, 1_000_000, 6, 4_300, 5_000);
    let made = plan(&lines, &jsq()).unwrap();
    let why = why_not_fewer(&lines, &jsq(), &made).unwrap();
    // Sixteen with all vehicles, more where whole models are left out.
    assert!(why.plans <= 40, "{}", why.plans);
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
    assert_eq!(
        (of(Used::Mass).used, of(Used::Mass).percent().map(|p| p.to_string())),
        (30_000, Some("45.5".to_owned()))
    );
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
