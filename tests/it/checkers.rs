//! The checkers find what is wrong: rules are broken one by one in an otherwise good plan or itinerary.

use landbridge::open_shipped;
use landbridge_model::{
    Corridor, EquipmentId, Frequent, Itinerary, LoadPlan, Pattern, Shipment, Step, StepKind, Validity,
};
use landbridge_planning::{
    ItineraryViolation, LoadViolation, RouteFilter, Study, check_itinerary, check_load,
};
use landbridge_units::{Instant, Millimetres, Minutes};

fn corridor() -> Corridor {
    open_shipped("chongqing-central-asia", &[]).expect("the shipped corridor opens").0
}

fn train(corridor: &Corridor) -> Shipment {
    corridor.shipments(&"jsq-256".parse().expect("an id")).remove(0)
}

/// What the load checker says of the 256 cars' plan after a change.
fn after(change: impl FnOnce(&mut LoadPlan)) -> Vec<LoadViolation> {
    let corridor = corridor();
    let jsq: EquipmentId = "jsq6".parse().expect("an id");
    let shipment = train(&corridor);
    let mut plan = landbridge_loading_plan(&corridor, &shipment, &jsq);
    assert_eq!(check_load(&shipment.lines, &corridor.equipment[&jsq], &plan), []);
    change(&mut plan);
    check_load(&shipment.lines, &corridor.equipment[&jsq], &plan)
}

fn landbridge_loading_plan(corridor: &Corridor, shipment: &Shipment, equipment: &EquipmentId) -> LoadPlan {
    Study::new(corridor).shipment(shipment.clone()).expect("loads").loads().plans[equipment].clone()
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
}

#[test]
fn a_vehicle_moved_too_close_is_found_to_the_millimetre() {
    let found = after(|plan| {
        let vehicle = &mut plan.units[0].decks[0].vehicles[1];
        vehicle.position = Millimetres::new(vehicle.position.get() - 7);
    });
    assert!(
        found.iter().any(|v| matches!(v, LoadViolation::TooClose { unit: 1, missing_mm: 7, .. })),
        "{found:?}"
    );
}

#[test]
fn a_vehicle_beyond_the_deck_is_found_to_the_millimetre() {
    let found = after(|plan| {
        let vehicle = plan.units[0].decks[0].vehicles.last_mut().expect("a loaded deck");
        vehicle.position = Millimetres::new(25_000);
    });
    // Front at the end of the deck: the whole length of the shortest model or more stands beyond it.
    let beyond = found.iter().find_map(|v| match v {
        LoadViolation::BeyondDeck { unit: 1, excess_mm, .. } => Some(*excess_mm),
        _ => None,
    });
    assert!(matches!(beyond, Some(4_342 | 4_515 | 4_680 | 4_700 | 4_865)), "{found:?}");
}

#[test]
fn an_unknown_deck_and_a_deck_used_twice_are_found() {
    for name in ["roof", "upper"] {
        let found = after(|plan| plan.units[0].decks[0].deck = name.parse().expect("an id"));
        assert!(
            found.iter().any(|v| matches!(v, LoadViolation::UnknownDeck { unit: 1, .. })),
            "{name}: {found:?}"
        );
    }
}

#[test]
fn a_bound_above_the_plan_is_found() {
    let found = after(|plan| plan.lower_bound = plan.n_units() + 1);
    assert!(matches!(found.as_slice(), [LoadViolation::BoundAbovePlan { .. }]), "{found:?}");
}

#[test]
fn equipment_with_tighter_limits_refuses_the_same_plan() {
    let corridor = corridor();
    let jsq: EquipmentId = "jsq6".parse().expect("an id");
    let shipment = train(&corridor);
    let plan = landbridge_loading_plan(&corridor, &shipment, &jsq);
    let tightened = |change: fn(&mut landbridge_model::Equipment)| {
        let mut equipment = corridor.equipment[&jsq].clone();
        change(&mut equipment);
        check_load(&shipment.lines, &equipment, &plan)
    };
    let found = tightened(|equipment| equipment.decks[0].height = Millimetres::new(1_600));
    assert!(found.iter().any(|v| matches!(v, LoadViolation::TooHigh { .. })), "{found:?}");
    let found = tightened(|equipment| equipment.decks[0].width = Millimetres::new(1_800));
    assert!(found.iter().any(|v| matches!(v, LoadViolation::TooWide { .. })), "{found:?}");
    let found = tightened(|equipment| equipment.payload = Some(landbridge_units::Kilograms::new(9_000)));
    assert!(found.iter().any(|v| matches!(v, LoadViolation::UnitTooHeavy { .. })), "{found:?}");
    let found =
        tightened(|equipment| equipment.decks[1].payload = Some(landbridge_units::Kilograms::new(3_000)));
    assert!(found.iter().any(|v| matches!(v, LoadViolation::DeckTooHeavy { .. })), "{found:?}");
    let found =
        tightened(|equipment| equipment.axle_load_max = Some(landbridge_units::Kilograms::new(11_000)));
    assert!(found.iter().any(|v| matches!(v, LoadViolation::AxlesTooHeavy { .. })), "{found:?}");
    let found = tightened(|equipment| equipment.vehicles_max = Some(8));
    assert!(found.iter().any(|v| matches!(v, LoadViolation::TooMany { max: 8, .. })), "{found:?}");
    let found = tightened(|equipment| equipment.carries = vec![landbridge_model::VehicleClass::Truck]);
    assert!(found.iter().any(|v| matches!(v, LoadViolation::ClassNotCarried { .. })), "{found:?}");
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
