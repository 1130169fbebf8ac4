//! Vehicles of several stops in one unit.

use std::collections::BTreeMap;

use landbridge_loading::{StopPlan, StopUnit, blocked, plan, plan_stops};
use landbridge_model::{
    Equipment, LoadedDeck, LoadedUnit, LowPart, PlacedVehicle, ShipmentLine, VehicleModel, WayOut,
};
use landbridge_units::{Kilograms, Millimetres};
use proptest::prelude::*;

use crate::build::{cars, wagon, weighed};
use crate::rules::fewest_units;

type Stops = Vec<(String, Vec<ShipmentLine>)>;

fn stops(lines: Vec<Vec<ShipmentLine>>) -> Stops {
    lines.into_iter().enumerate().map(|(stop, lines)| (format!("stop {stop}"), lines)).collect()
}

/// Panics where a plan loses a vehicle, sends it elsewhere, blocks it, or breaks a rule of a deck.
fn assert_keeps_rules(asked: &Stops, equipment: &Equipment, plan: &StopPlan) {
    let mut numbers: BTreeMap<(usize, &str), u32> = BTreeMap::new();
    let mut models: BTreeMap<&str, &VehicleModel> = BTreeMap::new();
    for (stop, (_, lines)) in asked.iter().enumerate() {
        for line in lines.iter().filter(|line| line.quantity > 0) {
            *numbers.entry((stop, line.vehicle.id.as_str())).or_default() += line.quantity;
            models.insert(line.vehicle.id.as_str(), &line.vehicle);
        }
    }
    let mut placed: BTreeMap<(usize, &str), u32> = BTreeMap::new();
    for StopUnit { unit, stops } in &plan.units {
        let mut mass = 0;
        assert_eq!((unit.decks.len(), stops.len()), (equipment.decks.len(), equipment.decks.len()));
        for ((loaded, stops), deck) in unit.decks.iter().zip(stops).zip(&equipment.decks) {
            assert_eq!((&loaded.deck, loaded.vehicles.len()), (&deck.id, stops.len()));
            let mut free_from = 0;
            for (vehicle, stop) in loaded.vehicles.iter().zip(stops) {
                let model = models[vehicle.vehicle.as_str()];
                *placed.entry((*stop, vehicle.vehicle.as_str())).or_default() += 1;
                assert!(vehicle.position.get() >= free_from, "gap");
                let (begin, end) = (vehicle.position.get(), vehicle.position.get() + model.length.get());
                assert!(end <= deck.length.get(), "deck length");
                assert!(model.height <= deck.height, "height");
                let low = deck.low.iter().filter(|low| begin < low.to.get() && end > low.from.get());
                assert!(low.into_iter().all(|low| model.height <= low.height), "low part");
                free_from = end + equipment.gap.get();
                mass += model.kerb_mass.get();
            }
            // Written down a second time: who leaves earlier is nearer the way out.
            let sorted = match equipment.stowage.way_out {
                WayOut::Any => true,
                WayOut::OneEnd => stops.windows(2).all(|pair| pair[0] >= pair[1]),
                WayOut::DriveThrough => stops.windows(2).all(|pair| pair[0] <= pair[1]),
            };
            assert!(sorted, "{stops:?}");
        }
        assert!(equipment.payload.is_none_or(|kg| mass <= kg.get()), "payload");
    }
    assert_eq!(placed, numbers, "every vehicle once, to its stop");
    assert!(blocked(&plan.units, &equipment.stowage).is_empty());
    assert!(plan.lower_bound <= plan.n_units());
    let apart: u32 = plan.one_stop_per_unit.units.iter().sum();
    assert_eq!(apart, plan.n_units() + plan.one_stop_per_unit.more);
}

fn carrier(way_out: WayOut) -> Equipment {
    let mut carrier = wagon(&[(20_000, 2_000), (20_000, 2_000)], 100);
    carrier.stowage.way_out = way_out;
    carrier
}

#[test]
fn last_in_first_out() {
    for way_out in [WayOut::OneEnd, WayOut::DriveThrough, WayOut::Any] {
        let carrier = carrier(way_out);
        let asked = stops(vec![vec![cars("a", 4_500, 1_500, 5)], vec![cars("b", 4_800, 1_500, 3)]]);
        let plan = plan_stops(&asked, &carrier).unwrap();
        assert_keeps_rules(&asked, &carrier, &plan);
        // Eight in one carrier; each stop by itself would need one of its own.
        assert_eq!((plan.n_units(), plan.mixed(), plan.is_optimal()), (1, 1, true));
        assert_eq!((plan.one_stop_per_unit.units.as_slice(), plan.one_stop_per_unit.more), (&[1, 1][..], 1));
        assert_eq!(plan.load_plan().vehicles(), 8);
    }
}

#[test]
fn stops_are_not_mixed_for_nothing() {
    let carrier = carrier(WayOut::OneEnd);
    let asked = stops(vec![vec![cars("a", 4_800, 1_500, 16)], vec![cars("b", 4_800, 1_500, 8)], vec![]]);
    let plan = plan_stops(&asked, &carrier).unwrap();
    assert_keeps_rules(&asked, &carrier, &plan);
    assert_eq!((plan.n_units(), plan.mixed(), plan.one_stop_per_unit.more), (3, 0, 0));
    // Of 17 and 7 only the last carrier is mixed.
    let asked = stops(vec![vec![cars("a", 4_800, 1_500, 17)], vec![cars("a", 4_800, 1_500, 7)]]);
    let plan = plan_stops(&asked, &carrier).unwrap();
    assert_keeps_rules(&asked, &carrier, &plan);
    assert_eq!((plan.n_units(), plan.mixed(), plan.one_stop_per_unit.more), (3, 1, 1));
}

#[test]
fn nothing_and_too_much() {
    let carrier = carrier(WayOut::OneEnd);
    let plan = plan_stops(&[], &carrier).unwrap();
    assert_eq!((plan.n_units(), plan.is_optimal()), (0, true));
    assert!(plan_stops(&stops(vec![vec![cars("long", 30_000, 1_500, 1)]]), &carrier).is_err());
}

/// A deck of 10 m with a low part over its first 3 m.
fn stepped(way_out: WayOut) -> Equipment {
    let mut carrier = wagon(&[(10_000, 2_000)], 0);
    carrier.stowage.way_out = way_out;
    let (from, to, height) = (Millimetres::ZERO, Millimetres::new(3_000), Millimetres::new(1_600));
    carrier.decks[0].low = vec![LowPart { from, to, height }];
    carrier
}

#[test]
fn low_parts_decide_the_order() {
    // The high car must not stand at the beginning: where it leaves first over the end, both go in one unit.
    let lines = vec![vec![cars("a-high", 4_000, 1_900, 1)], vec![cars("b-flat", 4_000, 1_500, 1)]];
    let (asked, carrier) = (stops(lines.clone()), stepped(WayOut::OneEnd));
    let plan = plan_stops(&asked, &carrier).unwrap();
    assert_keeps_rules(&asked, &carrier, &plan);
    assert_eq!((plan.n_units(), plan.separated), (1, 0));
    // The other way round the high car would have to be the last in and stand at the beginning: 3 m and two cars of
    // 4 m are more than the deck.
    let mut other = lines;
    other.reverse();
    let asked = stops(other);
    let plan = plan_stops(&asked, &carrier).unwrap();
    assert_eq!((plan.n_units(), plan.lower_bound), (2, plan.lower_bound.min(2)));
    assert!(blocked(&plan.units, &carrier.stowage).is_empty());
    // With a way through it may.
    let carrier = stepped(WayOut::DriveThrough);
    let plan = plan_stops(&asked, &carrier).unwrap();
    assert_keeps_rules(&asked, &carrier, &plan);
    assert_eq!(plan.n_units(), 1);
}

#[test]
fn the_ends_decide_the_order() {
    // Two heavy and two light cars on four places: the heavy ones in the middle, or at both ends.
    let mut carrier = wagon(&[(16_000, 2_000)], 0);
    carrier.stowage.way_out = WayOut::Any;
    carrier.stowage.supports = Some(Millimetres::new(10_000));
    carrier.stowage.ends_difference_max = Some(Kilograms::new(100));
    let asked = stops(vec![
        vec![weighed("a", 4_000, 1_500, 2_000, 1), weighed("b", 4_000, 1_500, 1_000, 1)],
        vec![weighed("a", 4_000, 1_500, 2_000, 1), weighed("b", 4_000, 1_500, 1_000, 1)],
    ]);
    let plan = plan_stops(&asked, &carrier).unwrap();
    assert_keeps_rules(&asked, &carrier, &plan);
    assert_eq!(plan.n_units(), 1);
    let ids: Vec<&str> = plan.units[0].unit.decks[0].vehicles.iter().map(|v| v.vehicle.as_str()).collect();
    assert!(ids == ["a", "b", "b", "a"] || ids == ["b", "a", "a", "b"], "{ids:?}");
}

#[test]
fn a_vehicle_in_the_way_is_named() {
    let place = |position: u64, saddled: bool| PlacedVehicle {
        vehicle: "truck".parse().unwrap(),
        position: Millimetres::new(position),
        saddled,
    };
    let unit = |stops: [usize; 3], saddled: bool| StopUnit {
        unit: LoadedUnit {
            equipment: "wagon".parse().unwrap(),
            decks: vec![LoadedDeck {
                deck: "deck0".parse().unwrap(),
                vehicles: vec![place(0, false), place(3_000, saddled), place(6_000, saddled)],
            }],
        },
        stops: vec![stops.to_vec()],
    };
    let found = |stops: [usize; 3], saddled: bool, way_out: WayOut| {
        let mut equipment = wagon(&[(20_000, 3_000)], 0);
        equipment.stowage.way_out = way_out;
        let found = blocked(&[unit(stops, saddled)], &equipment.stowage);
        found.into_iter().map(|blocked| (blocked.vehicle, blocked.by)).collect::<Vec<_>>()
    };
    assert_eq!(found([0, 1, 2], false, WayOut::OneEnd), [(0, 1), (1, 2)]);
    assert_eq!(found([2, 1, 1], false, WayOut::OneEnd), []);
    assert_eq!(found([2, 1, 1], false, WayOut::DriveThrough), [(1, 0), (2, 0)]);
    assert_eq!(found([0, 1, 1], false, WayOut::Any), []);
    // The lowest of a stack cannot leave before those that ride on it.
    assert_eq!(found([0, 1, 1], true, WayOut::Any), [(0, 1)]);
}

fn ways() -> impl Strategy<Value = WayOut> {
    prop_oneof![Just(WayOut::Any), Just(WayOut::OneEnd), Just(WayOut::DriveThrough)]
}

fn few(most: u32) -> impl Strategy<Value = Stops> {
    let line = (2_u64..=6, 1_u64..=5, 0_u32..=most);
    prop::collection::vec(prop::collection::vec(line, 0..=2), 1..=3).prop_map(|lines| {
        // A model is told by its size, so that stops share models.
        let line =
            |(length, mass, n): (u64, u64, u32)| weighed(&format!("m{length}-{mass}"), length, 1, mass, n);
        stops(lines.into_iter().map(|of_stop| of_stop.into_iter().map(line).collect()).collect())
    })
}

fn merged(asked: &Stops) -> Vec<ShipmentLine> {
    asked.iter().flat_map(|(_, lines)| lines.clone()).collect()
}

/// The fewest units with low parts and an order of stops, by trying every unit, deck place and order.
fn fewest_in_order(asked: &Stops, equipment: &Equipment) -> usize {
    let vehicles: Vec<(usize, &VehicleModel)> = asked
        .iter()
        .enumerate()
        .flat_map(|(stop, (_, lines))| lines.iter().map(move |line| (stop, line)))
        .flat_map(|(stop, line)| std::iter::repeat_n((stop, &*line.vehicle), line.quantity as usize))
        .collect();
    let sets = 1_usize << vehicles.len();
    let fits: Vec<bool> = (0..sets).map(|set| row_fits(&vehicles, equipment, set, None, 0)).collect();
    let mut fewest = vec![usize::MAX; sets];
    fewest[0] = 0;
    for set in 1..sets {
        let mut sub = set;
        while sub > 0 {
            if fits[sub] && fewest[set ^ sub] != usize::MAX {
                fewest[set] = fewest[set].min(fewest[set ^ sub] + 1);
            }
            sub = (sub - 1) & set;
        }
    }
    fewest[sets - 1]
}

fn row_fits(
    vehicles: &[(usize, &VehicleModel)],
    equipment: &Equipment,
    set: usize,
    last: Option<usize>,
    at: u64,
) -> bool {
    let deck = &equipment.decks[0];
    set == 0
        || (0..vehicles.len()).filter(|idx| set >> idx & 1 == 1).any(|idx| {
            let (stop, vehicle) = vehicles[idx];
            let follows = last.is_none_or(|last| match equipment.stowage.way_out {
                WayOut::Any => true,
                WayOut::OneEnd => last >= stop,
                WayOut::DriveThrough => last <= stop,
            });
            let length = vehicle.length.get();
            // Every position, not only the first that is clear.
            follows
                && (at..=deck.length.get().saturating_sub(length)).any(|begin| {
                    let clear = deck.low.iter().all(|low| {
                        vehicle.height <= low.height
                            || begin >= low.to.get()
                            || begin + length <= low.from.get()
                    });
                    let end = begin + length;
                    end <= deck.length.get()
                        && clear
                        && row_fits(
                            vehicles,
                            equipment,
                            set ^ (1 << idx),
                            Some(stop),
                            end + equipment.gap.get(),
                        )
                })
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_stop_is_blocked_and_none_costs_a_unit(
        asked in few(3),
        way_out in ways(),
        decks in prop::collection::vec(8_u64..=14, 1..=2),
        payload in prop_oneof![Just(None), (6_u64..20).prop_map(Some)],
    ) {
        let sizes: Vec<(u64, u64)> = decks.iter().map(|length| (*length, 2)).collect();
        let mut equipment = wagon(&sizes, 1);
        equipment.stowage.way_out = way_out;
        equipment.payload = payload.map(Kilograms::new);
        let plan_with_stops = plan_stops(&asked, &equipment).unwrap();
        assert_keeps_rules(&asked, &equipment, &plan_with_stops);
        let all = merged(&asked);
        prop_assert!(plan_with_stops.n_units() <= plan(&all, &equipment).unwrap().n_units());
        prop_assert_eq!(plan_with_stops.separated, 0);
        if all.iter().map(|line| line.quantity).sum::<u32>() <= 7 {
            let fewest = fewest_units(&all, &equipment);
            prop_assert!(plan_with_stops.lower_bound <= fewest);
            if plan_with_stops.is_optimal() {
                prop_assert_eq!(plan_with_stops.n_units(), fewest);
            }
        }
    }

    #[test]
    fn the_order_of_stops_costs_no_unit(asked in few(4), way_out in ways()) {
        let mut equipment = wagon(&[(12, 2), (9, 2)], 1);
        equipment.stowage.way_out = way_out;
        let first = plan_stops(&asked, &equipment).unwrap();
        let mut turned = asked.clone();
        turned.reverse();
        let second = plan_stops(&turned, &equipment).unwrap();
        assert_keeps_rules(&turned, &equipment, &second);
        prop_assert_eq!((first.n_units(), first.lower_bound), (second.n_units(), second.lower_bound));
    }

    #[test]
    fn with_low_parts_the_bound_stays_below_everything(
        lines in prop::collection::vec((0_usize..3, 2_u64..=4, 1_u64..=2), 0..=5),
        way_out in ways(),
        low in (0_u64..=6, 1_u64..=4),
    ) {
        let mut equipment = wagon(&[(10, 2)], 0);
        equipment.stowage.way_out = way_out;
        equipment.decks[0].low = vec![LowPart {
            from: Millimetres::new(low.0),
            to: Millimetres::new(low.0 + low.1),
            height: Millimetres::new(1),
        }];
        let mut by_stop = vec![Vec::new(); 3];
        for (stop, length, height) in lines {
            by_stop[stop].push(weighed(&format!("m{length}-{height}"), length, height, 1, 1));
        }
        let asked = stops(by_stop);
        let fewest = fewest_in_order(&asked, &equipment);
        prop_assume!(fewest != usize::MAX);
        let found = plan_stops(&asked, &equipment).unwrap();
        prop_assert!(found.lower_bound as usize <= fewest);
        if fewest <= 1 {
            // One unit would do: the order is found where there is one.
            assert_keeps_rules(&asked, &equipment, &found);
            prop_assert_eq!(found.units.len(), fewest);
        }
        prop_assert!(blocked(&found.units, &equipment.stowage).is_empty());
    }
}
