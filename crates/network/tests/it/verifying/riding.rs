//! Corrupted: what happens on the way.

use std::sync::Arc;

use landbridge_model::{Clearance, ClearanceScope, Gauge, Mode, Step, StepKind, WaitReason};
use landbridge_network::{Wrong, verify};
use landbridge_units::Metres;

use super::{Case, certified, corridor, minutes, opening, prices, wrong_duration};
use crate::kit::{self, brief, days, id};

#[test]
fn what_is_shut_is_waited_for() {
    let mut case = Case::new();
    let expected = case.steps[6].end;
    case.remove(6);
    let missed = WaitReason::Closure(id("shut"));
    case.is_refused(6, Wrong::NotWaited { missed, expected: Some(expected) });

    let mut case = Case::new();
    case.last(6, 159);
    let found = case.steps[6].end;
    case.is_refused(6, Wrong::WaitEnd { expected, found });

    let mut case = Case::new();
    let expected = Some(case.steps[10].end);
    case.remove(10);
    case.is_refused_alone(10, Wrong::NotWaited { missed: WaitReason::Holiday(id("feast")), expected });

    let mut case = Case::new();
    let expected = Some(case.steps[2].end);
    let longer = case.steps[2].duration().get() + case.steps[3].duration().get();
    case.remove(2);
    case.last(2, longer);
    case.is_refused_alone(2, Wrong::NotWaited { missed: opening(), expected });

    let mut case = Case::new();
    case.wait(13, opening(), 5);
    case.is_refused_alone(13, Wrong::Needless { found: opening() });

    let mut case = Case::new();
    case.wait(13, opening(), 0);
    let flaws = case.flaws();
    assert_eq!(flaws[0], (Some(13), Wrong::EmptyWait));

    // A closure without an end is never over.
    let mut case = Case::new();
    case.corridor.closures[0].validity = days("2023-05-16", "");
    case.is_refused(9, Wrong::Never { place: id("CN-C") });
}

#[test]
fn an_embargo_holds_from_its_first_minute_to_its_last_unless_exempt() {
    // The train is before the border at 21:20 on the 16th.
    for (period, holds) in [
        (days("2023-05-15", "2023-05-15"), false),
        (days("2023-05-15", "2023-05-16"), true),
        (days("2023-05-16", "2023-05-16"), true),
        (days("2023-05-17", "2023-05-18"), false),
    ] {
        let mut open = corridor();
        open.closures.clear();
        kit::embargo(&mut open, "ban", "cross", days("2023-01-01", "2023-01-01"));
        let mut case = Case::of(open);
        case.corridor.embargoes[0].validity = period;
        if holds {
            let missed = WaitReason::Embargo(id("ban"));
            let expected =
                case.corridor.local_instant(&id("CN-C"), kit::day("2023-05-17"), kit::time("00:00"));
            case.is_refused(6, Wrong::NotWaited { missed, expected });
            case.corridor.embargoes[0].modes = vec![Mode::Road];
            assert_eq!(case.flaws(), []);
            case.corridor.embargoes[0].modes = vec![Mode::Rail];
            assert_ne!(case.flaws(), []);
            case.corridor.embargoes[0].exempt_tags = vec!["block".to_owned()];
            case.corridor.services.get_mut("train").unwrap().tags = vec!["block".to_owned()];
        }
        assert_eq!(case.flaws(), []);
    }
}

#[test]
fn border_steps_are_complete_in_order_and_as_described() {
    let (crossing, step) = (id("cross"), id("cn2"));
    let mut case = Case::new();
    case.remove(8);
    case.is_refused(8, Wrong::StepMissing { crossing, step });

    let mut case = Case::new();
    case.steps.swap(7, 8);
    case.steps[7].start = case.steps[6].end;
    case.steps[7].end = case.steps[7].start.after(minutes(30)).unwrap();
    case.steps[8].start = case.steps[7].end;
    case.steps[8].end = case.steps[9].start;
    let (crossing, expected, found) = (id("cross"), id("cn1"), id("cn2"));
    case.is_refused_alone(7, Wrong::StepOrder { crossing, expected, found });

    let mut case = Case::new();
    let again = case.steps[8].clone();
    case.steps.insert(9, again);
    case.shift(9, 30);
    case.is_refused(9, Wrong::StepNotDue { crossing: id("cross"), step: id("cn2") });

    let mut case = Case::new();
    case.last(8, 29);
    case.is_refused(8, wrong_duration(30, 29));

    let mut case = Case::new();
    let StepKind::Border { first, .. } = &mut case.steps[8].kind else { panic!() };
    *first = true;
    case.is_refused_alone(8, Wrong::Described { what: "mark of being first on its side" });

    let mut case = Case::new();
    let StepKind::Border { side, .. } = &mut case.steps[8].kind else { panic!() };
    *side = id("KZ");
    case.is_refused_alone(8, Wrong::Described { what: "side" });

    // A step for goods declared at the border is none for those cleared at origin.
    let mut case = Case::new();
    case.corridor.crossings.get_mut("cross").unwrap().steps[1].clearance = ClearanceScope::Border;
    case.is_refused_alone(8, Wrong::StepNotDue { crossing: id("cross"), step: id("cn2") });
    case.question.shipment.clearance = Clearance::Border;
    assert_eq!(case.flaws(), []);

    // A step that is over by then.
    let mut case = Case::new();
    case.corridor.crossings.get_mut("cross").unwrap().steps[1].validity = days("", "2023-05-16");
    assert!(case.flaws().contains(&(Some(8), Wrong::StepNotDue { crossing: id("cross"), step: id("cn2") })));
}

#[test]
fn legs_run_over_links_that_join_and_end_where_they_must() {
    let mut case = Case::new();
    case.leg(1)[1].length = Metres::new(39_999);
    case.is_refused_alone(1, Wrong::Section { link: id("b") });

    let mut case = Case::new();
    case.leg(1).swap(0, 1);
    case.is_refused(1, Wrong::Broken { link: id("b"), place: id("CN-A") });

    let mut case = Case::new();
    case.leg(1)[0].link = id("nowhere");
    case.is_refused(1, Wrong::Unknown { what: "link", id: "nowhere".to_owned() });

    let mut case = Case::new();
    case.leg(1).pop();
    let flaws = case.flaws();
    assert_eq!(flaws[0], (Some(1), Wrong::LegEnd { expected: id("CN-M"), found: id("CN-B") }));

    let mut case = Case::new();
    case.leg(1).clear();
    case.is_refused(1, Wrong::EmptyLeg);

    let mut case = Case::new();
    case.last(1, 99);
    case.last(2, 561);
    case.is_refused_alone(1, wrong_duration(100, 99));

    // One leg cut in two where nothing cuts it.
    let mut case = Case::new();
    let mut second = case.steps[1].clone();
    let section = case.leg(1).pop().unwrap();
    second.start = second.start.after(minutes(60)).unwrap();
    second.from = id("CN-M");
    case.steps[1].to = id("CN-M");
    case.steps[1].end = second.start;
    case.steps.insert(2, second);
    *case.leg(2) = vec![section];
    case.is_refused_alone(2, Wrong::NotJoined { place: id("CN-M") });

    // Two legs made one where a place has hours.
    let mut hours = corridor();
    hours.places.get_mut("CN-M").unwrap().hours = kit::hours("00:00", "23:59");
    let mut case = Case::of(hours);
    assert_eq!(brief(&case.steps[1..3], case.steps[0].start), ["60 leg a 60", "120 leg b 40"]);
    let section = case.leg(2).pop().unwrap();
    case.leg(1).push(section);
    case.steps[1].to = id("CN-B");
    case.steps[1].end = case.steps[2].end;
    case.steps.remove(2);
    case.is_refused_alone(1, Wrong::NotCut { place: id("CN-M") });

    let mut case = Case::new();
    kit::truck(&mut case.corridor, "truck").countries = vec![id("KZ")];
    let flaws = case.flaws();
    assert_eq!(flaws[0], (Some(1), Wrong::NotServed { service: id("truck"), link: id("a") }));
}

#[test]
fn trains_keep_to_their_way_and_gauge() {
    // The parallel link is longer.
    let mut case = Case::new();
    let (link, length) = (id("y"), Metres::new(11_000));
    let row = Arc::clone(&case.corridor.links["y"].row);
    let section = &mut case.leg(9)[0];
    (section.link, section.length, section.row) = (link, length, row);
    let (expected, found) = (Some(id("x")), Some(id("y")));
    // It lies on no crossing.
    let flaws = case.flaws();
    assert!(
        flaws.contains(&(Some(9), Wrong::OtherWay { service: id("train"), expected, found })),
        "{flaws:?}"
    );

    let mut case = Case::new();
    case.remove(12);
    case.is_refused_alone(
        12,
        Wrong::GaugeChangeOf { service: id("train"), place: id("KZ-D"), changes: true },
    );

    let mut case = Case::new();
    let again = case.steps[12].clone();
    case.steps.insert(13, again);
    case.shift(13, 120);
    case.is_refused_alone(
        13,
        Wrong::GaugeChangeOf { service: id("train"), place: id("KZ-D"), changes: false },
    );

    let mut case = Case::new();
    case.last(12, 119);
    case.is_refused_alone(12, wrong_duration(120, 119));

    let mut case = Case::new();
    let StepKind::GaugeChange { change, .. } = &mut case.steps[12].kind else { panic!() };
    *change = id("other");
    let (equipment, place) = (id("box"), id("KZ-D"));
    case.is_refused_alone(12, Wrong::NoGaugeChange { change: id("other"), equipment, place });

    let mut case = Case::new();
    let StepKind::Leg { service, .. } = &mut case.steps[13].kind else { panic!() };
    *service = id("truck");
    let certificate = certified(&case.corridor, case.question.clone(), case.steps.clone());
    let flaws = verify(&case.corridor, &certificate, &prices()).unwrap_err();
    assert_eq!(flaws[0].what, Wrong::OtherService { expected: id("train"), found: id("truck") });

    let mut case = Case::new();
    let StepKind::Transload { equipment, .. } = &mut case.steps[4].kind else { panic!() };
    *equipment = id("wagon");
    case.is_refused(4, Wrong::OtherEquipment { expected: id("box"), found: id("wagon") });

    let mut case = Case::new();
    let StepKind::Leg { mode, .. } = &mut case.steps[13].kind else { panic!() };
    *mode = Mode::Road;
    case.is_refused_alone(13, Wrong::Described { what: "mode" });
}

/// A rail service on demand from a standard to a broad link, the gauge changed in between.
#[test]
fn carriers_by_rail_keep_to_their_gauge() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "KZ-E", Mode::Rail, 100_000).gauges = vec![Gauge::Broad];
    kit::gauge_change(&mut corridor, "lift", "CN-B", &["box"], 120);
    kit::truck(&mut corridor, "roamer");
    let service = corridor.services.get_mut("roamer").unwrap();
    (service.mode, service.equipment) = (Mode::Rail, id("box"));
    let mut case = Case::of(corridor);
    assert_eq!(
        brief(&case.steps, case.question.shipment.ready),
        ["0 load roamer 60", "60 leg a 100", "160 gauge lift 120", "280 leg b 100", "380 unload roamer 60"]
    );
    let again = case.steps[2].clone();
    case.steps.insert(3, again);
    case.shift(3, 120);
    let state = "on another gauge already, and have not moved";
    case.is_refused(3, Wrong::Misplaced { step: "a gauge change", state });
    case.steps.remove(3);
    case.shift(3, -120);

    case.remove(2);
    case.is_refused(2, Wrong::Gauge { link: id("b"), equipment: id("box") });
    assert_eq!(case.flaws()[1], (Some(2), Wrong::NotJoined { place: id("CN-B") }));

    // Left on the other gauge without having moved.
    let mut case = Case::of(case.corridor);
    let last = case.steps.pop().unwrap();
    case.steps.truncate(3);
    case.steps.push(Step { from: id("CN-B"), to: id("CN-B"), ..last });
    case.shift(3, -100);
    case.question.shipment.destination = id("CN-B");
    let state = "on another gauge, and have not moved";
    case.is_refused_alone(3, Wrong::Misplaced { step: "a landing", state });
}
