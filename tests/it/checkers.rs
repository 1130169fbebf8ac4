//! The checkers find what is wrong: rules are broken one by one in an otherwise good plan or itinerary.

use landbridge::open_shipped;
use landbridge_model::{
    Chassis, Corridor, Equipment, EquipmentId, Frequent, Itinerary, LoadPlan, LoadedUnit, LowPart, Moves,
    Pattern, Shipment, Step, StepKind, Stowage, Validity, VehicleClass, VehicleId,
};
use landbridge_planning::{
    ItineraryViolation, LoadViolation, RouteFilter, Study, check_itinerary, check_load,
    check_load_with_settings,
};
use landbridge_units::{Instant, Kilograms, Millimetres, Minutes};

fn corridor() -> Corridor {
    open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens").0
}

fn train(corridor: &Corridor) -> Shipment {
    corridor.shipments(&"jsq-256".parse().expect("an id")).remove(0)
}

/// The shipped corridor with the 256 cars and their plan on JSQ6.
struct Loaded {
    corridor: Corridor,
    shipment: Shipment,
    plan: LoadPlan,
}

impl Loaded {
    fn new() -> Self {
        let corridor = corridor();
        let shipment = train(&corridor);
        let study = Study::new(&corridor);
        let plan = study.shipment(shipment.clone()).expect("loads").loads().plans[&jsq()].clone();
        Self { corridor, shipment, plan }
    }

    fn found(&self) -> Vec<LoadViolation> {
        check_load_with_settings(
            &self.shipment.lines,
            &self.corridor.equipment[&jsq()],
            self.corridor.equipment.values(),
            &self.plan,
        )
    }

    /// Takes the rules of balance, ramps and lashing away, so that a change breaks no rule but its own.
    fn without_stowage(mut self) -> Self {
        self.wagon().stowage = Stowage::default();
        self
    }

    fn wagon(&mut self) -> &mut Equipment {
        self.corridor.equipment.get_mut(&jsq()).expect("it is shipped")
    }

    fn length_of(&self, vehicle: &VehicleId) -> u64 {
        self.corridor.vehicles[vehicle].length.get()
    }
}

fn jsq() -> EquipmentId {
    "jsq6".parse().expect("an id")
}

/// What the load checker says of the 256 cars' plan after a change of the plan.
fn after(change: impl FnOnce(&mut LoadPlan)) -> Vec<LoadViolation> {
    let loaded = Loaded::new();
    assert_eq!(loaded.found(), []);
    let mut loaded = loaded.without_stowage();
    change(&mut loaded.plan);
    loaded.found()
}

/// What it says after a change of the wagon.
fn against(change: impl FnOnce(&mut Equipment)) -> Vec<LoadViolation> {
    let mut loaded = Loaded::new().without_stowage();
    change(loaded.wagon());
    loaded.found()
}

#[test]
fn a_missing_and_a_doubled_vehicle_are_counted() {
    let found = after(|plan| {
        plan.units[0].decks[0].vehicles.pop();
    });
    assert!(
        matches!(found.as_slice(), [LoadViolation::WrongCount { placed, ordered, .. }] if placed + 1 == *ordered),
        "{found:?}"
    );
    let found = after(|plan| {
        let again = plan.units[0].clone();
        plan.units.push(again);
    });
    assert!(
        found
            .iter()
            .all(|v| matches!(v, LoadViolation::WrongCount { placed, ordered, .. } if placed > ordered)),
        "{found:?}"
    );
    assert!(!found.is_empty());
}

#[test]
fn a_vehicle_moved_too_close_is_found_to_the_millimetre() {
    let found = after(|plan| {
        let vehicle = &mut plan.units[0].decks[0].vehicles[1];
        vehicle.position = Millimetres::new(vehicle.position.get() - 7);
    });
    let [LoadViolation::TooClose { at, missing }] = found.as_slice() else { panic!("{found:?}") };
    assert_eq!((at.unit, at.place, missing.get()), (1, 2, 7));
}

#[test]
fn a_vehicle_beyond_the_deck_is_found_to_the_millimetre() {
    let mut loaded = Loaded::new();
    let vehicle = loaded.plan.units[0].decks[0].vehicles.last_mut().expect("a loaded deck");
    vehicle.position = Millimetres::new(25_000);
    let length = vehicle.vehicle.clone();
    let length = loaded.length_of(&length);
    // Front at the end of the deck: the whole length stands beyond it.
    let found = loaded.found();
    let beyond: Vec<u64> = found
        .iter()
        .filter_map(|v| match v {
            LoadViolation::BeyondDeck { at, excess } if at.unit == 1 => Some(excess.get()),
            _ => None,
        })
        .collect();
    assert_eq!(beyond, [length], "{found:?}");
}

#[test]
fn an_unknown_deck_and_a_deck_used_twice_are_found() {
    let found = after(|plan| plan.units[0].decks[0].deck = "roof".parse().expect("an id"));
    assert!(matches!(found.as_slice(), [LoadViolation::UnknownDeck { unit: 1, .. }]), "{found:?}");
    let found = after(|plan| plan.units[0].decks[0].deck = plan.units[0].decks[1].deck.clone());
    assert!(found.iter().any(|v| matches!(v, LoadViolation::DeckTwice { unit: 1, .. })), "{found:?}");
}

#[test]
fn a_unit_of_other_equipment_and_an_empty_unit_are_found() {
    let found = after(|plan| plan.units[2].equipment = "carrier-8".parse().expect("an id"));
    assert!(matches!(found.as_slice(), [LoadViolation::UnknownEquipment { unit: 3, .. }]), "{found:?}");
    let found = after(|plan| {
        let decks = Vec::new();
        plan.units.push(LoadedUnit { equipment: jsq(), decks });
    });
    assert!(matches!(found.as_slice(), [LoadViolation::EmptyUnit { .. }]), "{found:?}");
}

#[test]
fn a_setting_is_taken_where_it_is_one_and_may_be_used() {
    let mut loaded = Loaded::new();
    let mut setting = loaded.wagon().clone();
    setting.id = "jsq6-low".parse().expect("an id");
    setting.setting_of = Some(jsq());
    loaded.plan.units[0].equipment = setting.id.clone();
    assert!(matches!(loaded.found().as_slice(), [LoadViolation::UnknownEquipment { unit: 1, .. }]));
    loaded.corridor.equipment.insert(setting.id.clone(), setting);
    assert_eq!(loaded.found(), []);
    let alone = check_load(&loaded.shipment.lines, &loaded.corridor.equipment[&jsq()], &loaded.plan);
    assert!(matches!(alone.as_slice(), [LoadViolation::UnknownEquipment { unit: 1, .. }]), "{alone:?}");
}

#[test]
fn a_bound_above_the_plan_is_found() {
    let found = after(|plan| plan.lower_bound = plan.n_units() + 1);
    assert!(matches!(found.as_slice(), [LoadViolation::BoundAbovePlan { .. }]), "{found:?}");
}

/// Asserts that a tighter wagon refuses the plan, by one rule alone.
fn refused_by(change: fn(&mut Equipment), rule: fn(&LoadViolation) -> bool) {
    let found = against(change);
    assert!(!found.is_empty() && found.iter().all(rule), "{found:?}");
}

#[test]
fn equipment_with_tighter_limits_refuses_the_same_plan() {
    use LoadViolation as V;
    refused_by(|wagon| wagon.decks[0].height = Millimetres::new(1_600), |v| matches!(v, V::TooHigh { .. }));
    refused_by(|wagon| wagon.decks[0].width = Millimetres::new(1_800), |v| matches!(v, V::TooWide { .. }));
    refused_by(
        |wagon| wagon.decks[0].length = Millimetres::new(20_000),
        |v| matches!(v, V::BeyondDeck { .. }),
    );
    refused_by(
        |wagon| wagon.gap = Millimetres::new(wagon.gap.get() + 1),
        |v| matches!(v, V::TooClose { missing, .. } if missing.get() == 1),
    );
    refused_by(
        |wagon| {
            let (from, to) = (Millimetres::new(0), Millimetres::new(2_000));
            wagon.decks[1].low = vec![LowPart { from, to, height: Millimetres::new(1_400) }];
        },
        |v| matches!(v, V::TooHighForPart { at, .. } if at.place == 1),
    );
    refused_by(|wagon| wagon.payload = Some(Kilograms::new(9_000)), |v| matches!(v, V::UnitTooHeavy { .. }));
    refused_by(
        |wagon| wagon.decks[1].payload = Some(Kilograms::new(3_000)),
        |v| matches!(v, V::DeckTooHeavy { .. }),
    );
    refused_by(
        |wagon| wagon.axle_load_max = Some(Kilograms::new(11_000)),
        |v| matches!(v, V::AxlesTooHeavy { .. }),
    );
    refused_by(
        |wagon| wagon.stowage.lashing = Kilograms::new(3_000),
        |v| matches!(v, V::UnitTooHeavy { .. } | V::DeckTooHeavy { .. } | V::AxlesTooHeavy { .. }),
    );
    refused_by(|wagon| wagon.vehicles_max = Some(8), |v| matches!(v, V::TooMany { max: 8, .. }));
    refused_by(|wagon| wagon.carries = vec![VehicleClass::Truck], |v| matches!(v, V::ClassNotCarried { .. }));
    refused_by(
        |wagon| {
            wagon.stowage.supports = Some(Millimetres::new(17_500));
            wagon.stowage.ends_difference_max = Some(Kilograms::ZERO);
        },
        |v| matches!(v, V::EndsDiffer { .. }),
    );
}

#[test]
fn vehicles_that_do_not_drive_or_touch_the_ramp_are_found() {
    let mut loaded = Loaded::new().without_stowage();
    for line in &mut loaded.shipment.lines {
        let mut model = (*line.vehicle).clone();
        model.chassis.moves = Moves::Towed;
        line.vehicle = model.into();
    }
    let found = loaded.found();
    assert!(
        found.len() == 256 && found.iter().all(|v| matches!(v, LoadViolation::NotDriven { .. })),
        "{found:?}"
    );
    let mut loaded = Loaded::new().without_stowage();
    loaded.wagon().stowage.ramp_permille = Some(200);
    for line in &mut loaded.shipment.lines {
        let mut model = (*line.vehicle).clone();
        // A quarter of the slope over the wheelbase, and one millimetre less than that.
        model.wheelbase = Some(Millimetres::new(2_800));
        model.chassis = Chassis { ground_clearance: Some(Millimetres::new(139)), ..Chassis::default() };
        line.vehicle = model.into();
    }
    let found = loaded.found();
    assert!(
        found.len() == 256
            && found.iter().all(|v| matches!(
                v,
                LoadViolation::TouchesRamp { missing, .. } if missing.get() == 1
            )),
        "{found:?}"
    );
}

/// What the itinerary checker says of the cheapest way of the 256 cars after a change of its steps.
fn after_steps(change: impl FnOnce(&mut Vec<Step>)) -> Vec<ItineraryViolation> {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let studied = study.shipment(train(&corridor)).expect("loads");
    let routes = studied.routes(&RouteFilter::default()).expect("routes");
    let itinerary = &routes.cheapest().expect("a route").itinerary;
    assert_eq!(check_itinerary(&corridor, studied.shipment(), itinerary), []);
    let mut steps = itinerary.steps().to_vec();
    change(&mut steps);
    let changed = Itinerary::new(steps).expect("still gapless");
    check_itinerary(&corridor, studied.shipment(), &changed)
}

fn shift(steps: &mut [Step], minutes: i64) {
    for step in steps {
        let later = |at: Instant| at.after(Minutes::new(minutes)).expect("in range");
        (step.start, step.end) = (later(step.start), later(step.end));
    }
}

#[test]
fn a_border_step_left_out_is_found() {
    let found = after_steps(|steps| {
        let idx =
            steps.iter().position(|step| matches!(step.kind, StepKind::Border { .. })).expect("a border");
        let gone = steps.remove(idx);
        shift(&mut steps[idx..], -gone.duration().get());
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::StepsMissing { .. })), "{found:?}");
}

#[test]
fn a_train_that_does_not_leave_then_is_found() {
    for minutes in [3 * 1_440, 1] {
        let found = after_steps(|steps| shift(steps, minutes));
        assert!(
            found.iter().any(|v| matches!(v, ItineraryViolation::DoesNotRun { .. })),
            "{minutes}: {found:?}"
        );
    }
}

#[test]
fn a_start_before_the_shipment_is_ready_is_found() {
    let found = after_steps(|steps| shift(steps, -7 * 1_440));
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::WrongEnds { .. })), "{found:?}");
}

#[test]
fn a_transload_left_out_is_found() {
    let found = after_steps(|steps| {
        let idx = steps
            .iter()
            .position(|step| matches!(step.kind, StepKind::Transload { .. }))
            .expect("a transload");
        let gone = steps.remove(idx);
        shift(&mut steps[idx..], -gone.duration().get());
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::NotLoaded { .. })), "{found:?}");
}

#[test]
fn a_link_left_out_is_found() {
    let found = after_steps(|steps| {
        for step in steps.iter_mut() {
            if let StepKind::Leg { sections, .. } = &mut step.kind
                && sections.len() > 2
            {
                sections.remove(1);
                break;
            }
        }
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::BrokenLeg { .. })), "{found:?}");
}

#[test]
fn a_step_that_takes_no_time_is_found_in_every_kind() {
    let kinds: [fn(&StepKind) -> bool; 5] = [
        |kind| matches!(kind, StepKind::Load { .. }),
        |kind| matches!(kind, StepKind::Transload { .. }),
        |kind| matches!(kind, StepKind::Unload { .. }),
        |kind| matches!(kind, StepKind::Border { .. }),
        |kind| matches!(kind, StepKind::Leg { .. }),
    ];
    for (no, wanted) in kinds.into_iter().enumerate() {
        let found = after_steps(|steps| {
            let idx = steps.iter().position(|step| wanted(&step.kind)).expect("a step of the kind");
            let saved = steps[idx].duration().get();
            steps[idx].end = steps[idx].start;
            shift(&mut steps[idx + 1..], -saved);
        });
        assert!(
            found.iter().any(|v| matches!(v, ItineraryViolation::WrongDuration { .. })),
            "{no}: {found:?}"
        );
    }
}

#[test]
fn a_ride_that_is_never_left_is_found() {
    let found = after_steps(|steps| {
        steps.pop();
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::LeftAboard { .. })), "{found:?}");
}

#[test]
fn the_same_way_against_another_corridor_is_refused() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let studied = study.shipment(train(&corridor)).expect("loads");
    let routes = studied.routes(&RouteFilter::default()).expect("routes");
    let itinerary = &routes.cheapest().expect("a route").itinerary;
    let against = |change: fn(&mut Corridor)| {
        let mut changed = corridor.clone();
        change(&mut changed);
        check_itinerary(&changed, studied.shipment(), itinerary)
    };
    assert_eq!(against(|_| {}), []);
    let found = against(|corridor| {
        for place in corridor.places.values_mut() {
            place.handles.clear();
        }
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::NotHandled { .. })), "{found:?}");
    let found = against(|corridor| {
        for service in corridor.services.values_mut() {
            service.carries = vec![landbridge_model::VehicleClass::Truck];
        }
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::NotCarried { .. })), "{found:?}");
    let found = against(|corridor| {
        for service in corridor.services.values_mut() {
            service.mode = landbridge_model::Mode::Sea;
        }
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::NotServed { .. })), "{found:?}");
    let found = against(|corridor| {
        for link in corridor.links.values_mut().filter(|link| link.country.code() == "CN") {
            link.gauges = vec![landbridge_model::Gauge::Broad];
        }
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::GaugeBreak { .. })), "{found:?}");
    let found = against(|corridor| {
        let crossings: Vec<_> = corridor.crossings.keys().cloned().collect();
        for closure in &mut corridor.closures {
            closure.crossings = crossings.clone();
            closure.validity = landbridge_model::Validity::ALWAYS;
        }
    });
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::Shut { .. })), "{found:?}");
    let found = against(|corridor| corridor.links.clear());
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::Unknown { .. })), "{found:?}");
}

/// Of a frequent train is known on which days it runs and how long from stop to stop, not when it leaves.
#[test]
fn a_frequent_train_leaves_at_any_hour_of_its_days() {
    let corridor = corridor();
    let study = Study::new(&corridor);
    let studied = study.shipment(train(&corridor)).expect("loads");
    let routes = studied.routes(&RouteFilter::default()).expect("routes");
    let itinerary = &routes.cheapest().expect("a route").itinerary;
    let with = |validity: Validity, later: i64| {
        let mut changed = corridor.clone();
        for service in changed.services.values_mut() {
            if let Pattern::Scheduled(schedule) = &service.pattern {
                service.pattern = Pattern::Frequent(Frequent {
                    every: Minutes::new(720),
                    validity,
                    cutoff: schedule.cutoff,
                    units_max: schedule.units_max,
                    units_min: schedule.units_min,
                    stops: schedule.stops.clone(),
                });
            }
        }
        let mut steps = itinerary.steps().to_vec();
        shift(&mut steps, later);
        let shifted = Itinerary::new(steps).expect("still gapless");
        check_itinerary(&changed, studied.shipment(), &shifted)
    };
    assert_eq!(with(Validity::ALWAYS, 0), []);
    assert_eq!(with(Validity::ALWAYS, 77), []);
    let past = Validity::new(None, corridor.as_of.pred_opt()).expect("a period");
    let found = with(past, 0);
    assert!(found.iter().any(|v| matches!(v, ItineraryViolation::DoesNotRun { .. })), "{found:?}");
}
