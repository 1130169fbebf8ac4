//! One good unit that every rule speaks of; each rule is broken by itself, and exactly that is found.

use landbridge_loading::{FleetClaim, Offer, Violation, verify, verify_fleet, verify_plan};
use landbridge_model::{
    Equipment, EquipmentKind, HandlingKind, LoadPlan, LoadedDeck, LoadedUnit, LowPart, Moves, PlacedVehicle,
    Powertrain, ShipmentLine, VehicleClass, VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

use crate::build::{wagon, weighed};

const fn mm(value: u64) -> Millimetres {
    Millimetres::new(value)
}

const fn kg(value: u64) -> Kilograms {
    Kilograms::new(value)
}

struct Case {
    lines: Vec<ShipmentLine>,
    kind: Equipment,
    units: Vec<LoadedUnit>,
}

impl Case {
    fn placed(&mut self, deck: usize, idx: usize) -> &mut PlacedVehicle {
        &mut self.units[0].decks[deck].vehicles[idx]
    }

    fn model(&mut self, idx: usize, change: impl FnOnce(&mut VehicleModel)) {
        let mut model = (*self.lines[idx].vehicle).clone();
        change(&mut model);
        self.lines[idx].vehicle = model.into();
    }

    fn shift(&mut self, deck: usize, by: u64) {
        for placed in &mut self.units[0].decks[deck].vehicles {
            placed.position = mm(placed.position.get() + by);
        }
    }

    fn found(&self) -> Vec<String> {
        verify(&self.lines, &[&self.kind], &self.units).iter().map(ToString::to_string).collect()
    }
}

fn place(vehicle: &str, position: u64, saddled: bool) -> PlacedVehicle {
    PlacedVehicle { vehicle: vehicle.parse().unwrap(), position: mm(position), saddled }
}

/// Low cars at both ends of the lower deck, cars between them, a stack of three trucks in the middle above: every
/// rule is kept, most with little to spare.
fn good() -> Case {
    let mut kind = wagon(&[(20_000, 2_000), (20_000, 1_700)], 100);
    kind.carries = vec![VehicleClass::Car, VehicleClass::Truck];
    kind.payload = Some(kg(12_000));
    kind.axles = Some(4);
    kind.axle_load_max = Some(kg(10_000));
    kind.tare = Some(kg(15_000));
    kind.vehicles_max = Some(7);
    kind.soc_max_percent = Some(60);
    kind.decks[0].low.push(LowPart { from: mm(0), to: mm(3_000), height: mm(1_500) });
    kind.decks[1].payload = Some(kg(6_100));
    kind.stowage.lashing = kg(10);
    kind.stowage.supports = Some(mm(14_000));
    kind.stowage.ends_difference_max = Some(kg(1_300));
    kind.stowage.top_heavy_max = Some(kg(400));
    kind.stowage.ramp_permille = Some(100);
    kind.stowage.saddle_max = Some(3);
    let mut case = Case {
        lines: vec![
            weighed("low", 4_000, 1_400, 1_000, 2),
            weighed("car", 4_500, 1_600, 1_800, 2),
            weighed("truck", 6_000, 1_650, 2_000, 3),
        ],
        units: vec![LoadedUnit {
            equipment: kind.id.clone(),
            decks: vec![
                LoadedDeck {
                    deck: "deck0".parse().unwrap(),
                    vehicles: vec![
                        place("low", 0, false),
                        place("car", 5_000, false),
                        place("car", 10_500, false),
                        place("low", 16_000, false),
                    ],
                },
                LoadedDeck {
                    deck: "deck1".parse().unwrap(),
                    vehicles: vec![
                        place("truck", 5_500, false),
                        place("truck", 7_000, true),
                        place("truck", 8_500, true),
                    ],
                },
            ],
        }],
        kind,
    };
    case.lines[1].soc_percent = Some(60);
    case.model(1, |car| {
        car.powertrain = Powertrain::Bev;
        car.wheelbase = Some(mm(2_800));
        car.chassis.front_overhang = Some(mm(850));
        car.chassis.rear_overhang = Some(mm(850));
        car.chassis.ground_clearance = Some(mm(85));
    });
    case.model(2, |truck| {
        truck.class = VehicleClass::Truck;
        truck.chassis.saddle_pitch = Some(mm(1_500));
    });
    case
}

#[test]
fn the_good_unit_is_good() {
    assert_eq!(good().found(), Vec::<String>::new());
}

/// Name of the change, the change, and all that is then found.
type Broken = (&'static str, fn(&mut Case), &'static [&'static str]);

const BROKEN: &[Broken] = &[
    ("one ordered more", |c| c.lines[0].quantity = 3, &["low: 2 placed, 3 in the shipment"]),
    ("one ordered less", |c| c.lines[0].quantity = 1, &["low: 2 placed, 1 in the shipment"]),
    (
        "a car of another shipment",
        |c| c.units[0].decks[0].vehicles.insert(1, place("other", 4_200, false)),
        &[
            "unit 1, deck deck0, vehicle 2 (other) is no vehicle of the shipment",
            "unit 1: 8 vehicles, at most 7 are taken",
        ],
    ),
    (
        "a wagon of another kind",
        |c| c.units[0].equipment = "sq6".parse().unwrap(),
        &["unit 1 is sq6, which the plan may not use"],
    ),
    (
        "an empty wagon",
        |c| c.units.push(LoadedUnit { equipment: c.kind.id.clone(), decks: Vec::new() }),
        &["unit 2 is empty"],
    ),
    (
        "a deck that is not there",
        |c| c.units[0].decks.push(LoadedDeck { deck: "roof".parse().unwrap(), vehicles: Vec::new() }),
        &["unit 1: wagon has no deck roof"],
    ),
    (
        "a deck loaded twice",
        |c| c.units[0].decks.push(LoadedDeck { deck: "deck0".parse().unwrap(), vehicles: Vec::new() }),
        &["unit 1: deck deck0 is loaded twice"],
    ),
    ("too many", |c| c.kind.vehicles_max = Some(5), &["unit 1: 7 vehicles, at most 5 are taken"]),
    (
        "class",
        |c| c.model(0, |low| low.class = VehicleClass::LightTruck),
        &[
            "unit 1, deck deck0, vehicle 1 (low) is of class light_truck, which wagon does not take",
            "unit 1, deck deck0, vehicle 4 (low) is of class light_truck, which wagon does not take",
        ],
    ),
    (
        "charge",
        |c| c.lines[1].soc_percent = Some(61),
        &[
            "unit 1, deck deck0, vehicle 2 (car) is charged to 61 %, at most 60 % is taken",
            "unit 1, deck deck0, vehicle 3 (car) is charged to 61 %, at most 60 % is taken",
        ],
    ),
    (
        "charge of one of two lines of a model",
        |c| {
            let mut full = c.lines[1].clone();
            (full.quantity, full.soc_percent, c.lines[1].quantity) = (1, Some(95), 1);
            c.lines.push(full);
        },
        &["unit 1, deck deck0, vehicle 3 (car) is charged to 95 %, at most 60 % is taken"],
    ),
    (
        "towed",
        |c| c.model(1, |car| car.chassis.moves = Moves::Towed),
        &[
            "unit 1, deck deck0, vehicle 2 (car) does not drive, and wagon is loaded over ramps",
            "unit 1, deck deck0, vehicle 3 (car) does not drive, and wagon is loaded over ramps",
        ],
    ),
    (
        "overhang on the ramp",
        |c| c.model(1, |car| car.chassis.rear_overhang = Some(mm(851))),
        &[
            "unit 1, deck deck0, vehicle 2 (car) touches the ramp with an overhang: 1 mm of clearance are missing",
            "unit 1, deck deck0, vehicle 3 (car) touches the ramp with an overhang: 1 mm of clearance are missing",
        ],
    ),
    (
        "floor on the ramp",
        |c| c.model(1, |car| car.wheelbase = Some(mm(3_401))),
        &[
            "unit 1, deck deck0, vehicle 2 (car) touches the ramp with the floor between its axles: 1 mm of clearance are missing",
            "unit 1, deck deck0, vehicle 3 (car) touches the ramp with the floor between its axles: 1 mm of clearance are missing",
        ],
    ),
    (
        "beyond the deck",
        |c| c.placed(0, 3).position = mm(16_005),
        &["unit 1, deck deck0, vehicle 4 (low) reaches 5 mm beyond the deck"],
    ),
    (
        "too close",
        |c| c.placed(0, 2).position = mm(9_599),
        &["unit 1, deck deck0, vehicle 3 (car) stands 1 mm too close to the vehicle before it"],
    ),
    (
        "too high",
        |c| c.kind.decks[1].height = mm(1_640),
        &[
            "unit 1, deck deck1, vehicle 1 (truck) is 10 mm too high for the deck",
            "unit 1, deck deck1, vehicle 2 (truck) is 10 mm too high for the deck",
            "unit 1, deck deck1, vehicle 3 (truck) is 10 mm too high for the deck",
        ],
    ),
    (
        "too high for a low part",
        |c| c.kind.decks[0].low[0].to = mm(5_001),
        &[
            "unit 1, deck deck0, vehicle 2 (car) is 100 mm too high for the low part of the deck from 0 mm to 5,001 mm",
        ],
    ),
    (
        "too wide",
        |c| c.model(1, |car| car.width = mm(3_002)),
        &[
            "unit 1, deck deck0, vehicle 2 (car) is 2 mm too wide for the deck",
            "unit 1, deck deck0, vehicle 3 (car) is 2 mm too wide for the deck",
        ],
    ),
    (
        "no stacks here",
        |c| c.kind.stowage.saddle_max = None,
        &[
            "unit 1, deck deck1, vehicle 2 (truck) is saddled, and wagon takes no saddle stacks",
            "unit 1, deck deck1, vehicle 3 (truck) is saddled, and wagon takes no saddle stacks",
        ],
    ),
    (
        "saddled on nothing",
        |c| c.placed(1, 0).saddled = true,
        &["unit 1, deck deck1, vehicle 1 (truck) is saddled, and there is no vehicle before it"],
    ),
    (
        "a model that cannot be saddled",
        |c| c.model(2, |truck| truck.chassis.saddle_pitch = None),
        &[
            "unit 1, deck deck1, vehicle 2 (truck) is saddled, and its model cannot be",
            "unit 1, deck deck1, vehicle 3 (truck) is saddled, and its model cannot be",
        ],
    ),
    (
        "saddled on another model",
        |c| {
            let mut twin = c.lines[2].clone();
            (twin.quantity, c.lines[2].quantity) = (1, 2);
            let mut model = (*twin.vehicle).clone();
            model.id = "twin".parse().unwrap();
            twin.vehicle = model.into();
            c.lines.push(twin);
            c.placed(1, 2).vehicle = "twin".parse().unwrap();
        },
        &["unit 1, deck deck1, vehicle 3 (twin) is saddled on truck, which is of another model"],
    ),
    (
        "saddled elsewhere",
        |c| c.placed(1, 2).position = mm(8_493),
        &[
            "unit 1, deck deck1, vehicle 3 (truck) is saddled at 8,493 mm, and stands at 8,500 mm by its pitch: 7 mm off",
        ],
    ),
    (
        "a stack too large",
        |c| c.kind.stowage.saddle_max = Some(2),
        &["unit 1, deck deck1, vehicle 1 (truck) begins a saddle stack of 3 trucks, at most 2 are taken"],
    ),
    (
        "a deck too heavy",
        |c| c.kind.decks[1].payload = Some(kg(6_000)),
        &["unit 1, deck deck1: 30 kg too heavy for the deck"],
    ),
    ("payload", |c| c.kind.payload = Some(kg(11_600)), &["unit 1: 70 kg above its payload"]),
    ("axles", |c| c.kind.tare = Some(kg(28_350)), &["unit 1: gross mass 20 kg above what its axles carry"]),
    (
        "axles of a container's wagon",
        |c| {
            c.kind.kind = EquipmentKind::Container;
            c.kind.handling = HandlingKind::Crane;
            c.kind.carrier_tare = Some(kg(13_350));
        },
        &["unit 1: gross mass 20 kg above what its axles carry"],
    ),
    // 6,030 kg by 1,600 mm: 19,296,000 kg mm, over 14,000 mm 1,378.3 kg.
    ("ends", |c| c.shift(1, 1_600), &["unit 1: the ends differ by 79 kg more than they may"]),
    // Axles have 130 kg left; half of what 1,292.1 kg are above that.
    (
        "one end",
        |c| {
            c.shift(1, 1_500);
            c.kind.tare = Some(kg(28_200));
        },
        &["unit 1: one end 582 kg above what its axles carry"],
    ),
    (
        "top heavy",
        |c| c.kind.stowage.top_heavy_max = Some(kg(389)),
        &["unit 1: the decks above are 1 kg too heavy for the lowest"],
    ),
    (
        "beyond counting",
        |c| {
            c.placed(1, 0).position = mm(u64::MAX);
            c.model(2, |truck| truck.kerb_mass = kg(u64::MAX));
            c.kind.stowage.top_heavy_max = None;
            c.kind.payload = None;
            c.kind.axles = None;
            c.kind.decks[1].payload = None;
            c.units[0].decks[1].vehicles.truncate(1);
            c.lines[2].quantity = 1;
        },
        &[
            "unit 1, deck deck1, vehicle 1 (truck) reaches 18,446,744,073,709,537,615 mm beyond the deck",
            "unit 1: its ends cannot be weighed, masses and places are too large",
        ],
    ),
];

#[test]
fn each_rule_broken_by_itself_is_found_and_nothing_else() {
    for (name, change, expected) in BROKEN {
        let mut case = good();
        change(&mut case);
        assert_eq!(case.found(), *expected, "{name}");
    }
}

/// What just holds and what just does not: one millimetre or kilogram apart.
#[test]
fn limits_themselves_are_kept() {
    let holds = |change: fn(&mut Case)| {
        let mut case = good();
        change(&mut case);
        case.found().is_empty()
    };
    // The gap, and touching a low part without reaching into it.
    assert!(holds(|c| c.placed(0, 2).position = mm(9_600)));
    assert!(holds(|c| c.kind.decks[0].low[0].to = mm(5_000)));
    assert!(holds(|c| c.kind.stowage.top_heavy_max = Some(kg(390))));
    assert!(holds(|c| c.kind.tare = Some(kg(28_330))));
    assert!(holds(|c| c.kind.payload = Some(kg(11_670))));
    // 6,030 kg by 700 mm over 14,000 mm: 603 kg of difference.
    assert!(holds(|c| {
        c.shift(1, 700);
        c.kind.stowage.ends_difference_max = Some(kg(603));
    }));
    assert!(!holds(|c| {
        c.shift(1, 700);
        c.kind.stowage.ends_difference_max = Some(kg(602));
    }));
    // Equipment lifted by crane knows no ramps.
    assert!(holds(|c| {
        c.kind.handling = HandlingKind::Crane;
        c.model(1, |car| car.chassis.moves = Moves::Towed);
        c.model(1, |car| car.wheelbase = Some(mm(4_400)));
    }));
}

#[test]
fn on_own_wheels_one_vehicle_is_a_unit_whatever_its_size() {
    let mut case = good();
    case.kind.kind = EquipmentKind::OwnWheels;
    case.kind.decks.clear();
    case.lines.truncate(2);
    case.lines.remove(0);
    let road = |vehicles: Vec<PlacedVehicle>| LoadedUnit {
        equipment: "wagon".parse().unwrap(),
        decks: vec![LoadedDeck { deck: "road".parse().unwrap(), vehicles }],
    };
    case.units = vec![road(vec![place("car", 0, false)]), road(vec![place("car", 0, false)])];
    case.model(0, |car| {
        (car.length, car.kerb_mass, car.chassis.moves) = (mm(90_000), kg(90_000), Moves::Towed)
    });
    assert_eq!(case.found(), Vec::<String>::new());
    case.units = vec![road(vec![place("car", 0, false), place("car", 0, false)])];
    assert_eq!(case.found(), ["unit 1: 2 vehicles, at most 1 are taken"]);
    case.units[0].decks[0].deck = "lower".parse().unwrap();
    assert_eq!(case.found(), ["unit 1: 2 vehicles, at most 1 are taken", "unit 1: wagon has no deck lower"]);
}

fn claims(case: &Case, supply: impl Fn(&mut Offer<'_>), claim: FleetClaim) -> Vec<String> {
    let mut setting = case.kind.clone();
    setting.id = "wagon-low".parse().unwrap();
    setting.setting_of = Some(case.kind.id.clone());
    let mut units = case.units.clone();
    units.extend(case.units.clone());
    units[1].equipment = setting.id.clone();
    let mut lines = case.lines.clone();
    for line in &mut lines {
        line.quantity *= 2;
    }
    let mut offer = Offer { unit: &case.kind, settings: vec![&setting], cost: 700, available: Some(2) };
    supply(&mut offer);
    verify_fleet(&lines, &[offer], &units, claim).iter().map(ToString::to_string).collect()
}

#[test]
fn a_fleet_is_counted_with_its_settings_and_paid() {
    let case = good();
    let right = FleetClaim { cost: 1_400, bound: 1_400 };
    assert_eq!(claims(&case, |_| {}, right), Vec::<String>::new());
    assert_eq!(
        claims(&case, |offer| offer.available = Some(1), right),
        ["2 units of wagon, 1 are available"]
    );
    assert_eq!(
        claims(&case, |offer| offer.settings.clear(), FleetClaim { cost: 700, bound: 0 }),
        ["unit 2 is wagon-low, which the plan may not use"]
    );
    assert_eq!(
        claims(&case, |_| {}, FleetClaim { cost: 1_399, bound: 1_399 }),
        ["the plan claims a cost of 1399, its units cost 1400"]
    );
    assert_eq!(
        claims(&case, |_| {}, FleetClaim { cost: 1_400, bound: 1_401 }),
        ["lower bound 1401 is above the cost of the plan, 1400"]
    );
    assert_eq!(
        claims(&case, |offer| offer.settings.insert(0, offer.unit), right),
        ["wagon is no setting of wagon"]
    );
}

/// Charged vehicles may stand where more is allowed.
#[test]
fn the_more_charged_are_taken_to_stand_where_more_is_allowed() {
    let mut case = good();
    let mut lax = case.kind.clone();
    lax.id = "lax".parse().unwrap();
    lax.soc_max_percent = Some(90);
    let mut full = case.lines[1].clone();
    full.soc_percent = Some(85);
    for line in &mut case.lines {
        if line.vehicle.id.as_str() != "car" {
            line.quantity *= 2;
        }
    }
    case.lines.push(full);
    let mut second = case.units[0].clone();
    second.equipment = lax.id.clone();
    case.units.insert(0, second);
    assert_eq!(verify(&case.lines, &[&case.kind, &lax], &case.units), []);
    case.lines[1].quantity = 1;
    case.lines[3].quantity = 3;
    let found = verify(&case.lines, &[&case.kind, &lax], &case.units);
    assert!(
        matches!(&found[..], [Violation::ChargedTooHigh { at, charged: 85, max: 60 }] if at.unit == 2),
        "{found:?}"
    );
}

#[test]
fn a_plan_says_nothing_wrong_of_itself() {
    let case = good();
    let plan = LoadPlan {
        equipment: case.kind.id.clone(),
        units: case.units.clone(),
        lower_bound: 1,
        bound_reason: String::new(),
    };
    assert_eq!(verify_plan(&case.lines, &case.kind, &[], &plan), []);
    let changed = LoadPlan { equipment: "sq6".parse().unwrap(), lower_bound: 2, ..plan };
    let found = verify_plan(&case.lines, &case.kind, &[], &changed);
    let found: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(
        found,
        ["the plan is for sq6, not for wagon", "lower bound 2 is above the 1 units of the plan"]
    );
}
