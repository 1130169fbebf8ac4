//! Corrupted: ends, services, handling, and when services leave.

use std::collections::BTreeSet;

use landbridge_model::{HandlingAct, Itinerary, Pattern, Step, StepKind, VehicleClass, WaitReason};
use landbridge_network::{Wrong, feasible};

use super::{Case, minutes, wrong_duration};
use crate::kit::{self, id};

#[test]
fn ends_and_limits_are_those_of_the_question() {
    let mut case = Case::new();
    case.question.shipment.origin = id("CN-B");
    case.is_refused_as_a_whole(Wrong::Origin { expected: id("CN-B"), found: id("CN-A") });

    let mut case = Case::new();
    case.question.shipment.destination = id("KZ-D");
    case.is_refused_as_a_whole(Wrong::Destination { expected: id("KZ-D"), found: id("KZ-E") });

    let mut case = Case::new();
    let (found, later) =
        (case.question.shipment.ready, case.question.shipment.ready.after(minutes(1)).unwrap());
    case.question.shipment.ready = later;
    case.is_refused_as_a_whole(Wrong::Ready { expected: later, found });

    let mut case = Case::new();
    let end = case.steps.last().unwrap().end;
    case.question.horizon = minutes(4_041);
    assert_eq!(case.flaws(), []);
    case.question.horizon = minutes(4_040);
    let expected = end.after(minutes(-1)).unwrap();
    case.is_refused_as_a_whole(Wrong::Horizon { expected, found: end });

    // Without a certificate a flaw names the step alone.
    let itinerary = Itinerary::new(case.steps.clone()).unwrap();
    let flaws = feasible(&case.corridor, &case.question, &itinerary).unwrap_err();
    assert_eq!((flaws[0].itinerary, flaws[0].step), (None, None));
    assert!(flaws[0].to_string().starts_with("ends at "));
    // Without a horizon there is none to pass.
    case.question.horizon = minutes(i64::MAX);
    assert_eq!(case.flaws(), []);

    let mut case = Case::new();
    case.question.max_handlings = Some(3);
    assert_eq!(case.flaws(), []);
    case.question.max_handlings = Some(2);
    case.is_refused_as_a_whole(Wrong::Handlings { found: 3, most: 2 });
}

#[test]
fn services_are_those_the_question_admits() {
    let mut case = Case::new();
    case.question.services = Some(BTreeSet::from([id("truck")]));
    case.is_refused_alone(4, Wrong::NotAsked { service: id("train") });

    let mut case = Case::new();
    case.question.equipment = BTreeSet::from([id("box")]);
    case.is_refused_alone(0, Wrong::Equipment { service: id("truck"), equipment: id("truck") });

    let mut case = Case::new();
    case.corridor.services.get_mut("train").unwrap().carries = vec![VehicleClass::Truck];
    case.is_refused_alone(4, Wrong::Class { service: id("train"), class: VehicleClass::Car });

    let mut case = Case::new();
    case.question.avoid_places = BTreeSet::from([id("CN-M")]);
    case.is_refused_alone(1, Wrong::AvoidedPlace { place: id("CN-M") });

    let mut case = Case::new();
    case.question.avoid_crossings = BTreeSet::from([id("cross")]);
    case.is_refused_alone(9, Wrong::AvoidedCrossing { crossing: id("cross") });

    let mut case = Case::new();
    case.corridor.services.remove("train");
    case.is_refused(4, Wrong::Unknown { what: "service", id: "train".to_owned() });
}

#[test]
fn handling_needs_the_gear_and_the_time() {
    let mut case = Case::new();
    case.corridor.places.get_mut("KZ-E").unwrap().handles.clear();
    case.is_refused_alone(14, Wrong::CannotHandle { place: id("KZ-E"), equipment: id("box") });

    let mut case = Case::new();
    case.last(0, 59);
    case.last(2, 561);
    case.is_refused_alone(0, wrong_duration(60, 59));

    let mut case = Case::new();
    case.last(14, 61);
    case.is_refused_alone(14, wrong_duration(60, 61));

    let mut case = Case::new();
    case.corridor.handlings.remove(0);
    let missing = Wrong::NoHandlingTime { act: HandlingAct::Load, equipment: id("truck"), place: id("CN-A") };
    case.is_refused(0, missing);

    // The one that names the equipment wins over the one that does not.
    let mut case = Case::new();
    kit::handling(&mut case.corridor, "own", HandlingAct::Unload, 70).equipment = vec![id("box")];
    case.is_refused_alone(14, wrong_duration(70, 60));
}

#[test]
fn trains_leave_when_they_do() {
    let mut case = Case::new();
    let Pattern::Scheduled(schedule) = &mut case.corridor.services.get_mut("train").unwrap().pattern else {
        panic!()
    };
    // Ready 2,040 minutes before the call.
    schedule.cutoff = minutes(2_040);
    assert_eq!(case.flaws(), []);
    let Pattern::Scheduled(schedule) = &mut case.corridor.services.get_mut("train").unwrap().pattern else {
        panic!()
    };
    schedule.cutoff = minutes(2_041);
    let (call, found) = (case.steps[4].end, case.steps[3].start);
    let until = found.after(minutes(-1)).unwrap();
    case.is_refused_alone(4, Wrong::Cutoff { service: id("train"), call, until, found });

    // A day later no train runs.
    let mut case = Case::new();
    case.last(3, 1_920 + 1_440);
    let (place, at) = (id("CN-B"), case.steps[4].end);
    case.is_refused_alone(4, Wrong::NoDeparture { service: id("train"), place, at });

    // A week later one does, and no rule stops it.
    let mut case = Case::new();
    case.last(3, 1_920 + 7 * 1_440);
    case.remove(10);
    case.remove(6);
    assert_eq!(case.flaws(), []);

    let mut case = Case::new();
    let StepKind::Wait { reason } = &mut case.steps[3].kind else { panic!() };
    *reason = WaitReason::Request(id("train"));
    case.is_refused_alone(3, Wrong::Needless { found: WaitReason::Request(id("train")) });

    let mut case = Case::new();
    let first = case.steps[14].clone();
    case.steps.truncate(13);
    let last = Step { from: id("KZ-D"), to: id("KZ-D"), ..first };
    case.steps.push(last);
    case.shift(13, -581);
    case.question.shipment.destination = id("KZ-D");
    case.is_refused_alone(13, Wrong::NoStop { service: id("train"), place: id("KZ-D") });
}

#[test]
fn carriers_come_when_they_do() {
    let mut case = Case::new();
    kit::truck(&mut case.corridor, "truck").wait = minutes(30);
    let expected = case.steps[0].start.after(minutes(30));
    case.is_refused(0, Wrong::NotWaited { missed: WaitReason::Request(id("truck")), expected });
    case.wait(0, WaitReason::Request(id("truck")), 29);
    case.last(3, 560 - 29);
    let (expected, found) = (expected.unwrap(), case.steps[0].end);
    case.is_refused_alone(0, Wrong::WaitEnd { expected, found });
    case.last(0, 30);
    case.last(3, 560 - 30);
    assert_eq!(case.flaws(), []);
}

#[test]
fn steps_stand_where_they_can() {
    let mut case = Case::new();
    case.steps.pop();
    case.is_refused_as_a_whole(Wrong::NotUnloaded);

    let mut case = Case::new();
    case.steps[4].kind = StepKind::Load { service: id("train"), equipment: id("box") };
    case.is_refused(4, Wrong::Misplaced { step: "a loading", state: "on a service" });

    let mut case = Case::new();
    case.remove(0);
    case.is_refused(0, Wrong::Misplaced { step: "a leg", state: "not loaded yet" });

    let mut case = Case::new();
    let again = case.steps[14].clone();
    case.steps.push(again);
    case.shift(15, 60);
    case.is_refused_alone(15, Wrong::Misplaced { step: "an unloading", state: "unloaded" });

    let mut case = Case::new();
    case.steps[3].to = id("CN-C");
    case.steps[4].from = id("CN-C");
    let flaws = case.flaws();
    assert_eq!(flaws[0], (Some(3), Wrong::Moves { from: id("CN-B"), to: id("CN-C") }));

    // Unloaded where it was loaded.
    let mut case = Case::new();
    let (load, unload) = (case.steps[0].clone(), case.steps[14].clone());
    let kind = StepKind::Unload { service: id("truck"), equipment: id("truck") };
    case.steps = vec![load, Step { kind, from: id("CN-A"), to: id("CN-A"), ..unload }];
    case.shift(1, -3_921);
    case.question.shipment.destination = id("CN-A");
    case.is_refused_alone(1, Wrong::NotMoved { service: id("truck") });
}
