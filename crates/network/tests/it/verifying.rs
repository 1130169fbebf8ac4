//! The judge accepts what is right, and refuses it with the right flaw once any one aspect of it is corrupted.

use std::collections::BTreeSet;
use std::sync::Arc;

use landbridge_model::{
    BorderStepKind, Corridor, Gauge, Itinerary, Mode, Pattern, Shipment, Step, StepKind, VehicleClass,
    WaitReason,
};
use landbridge_network::{
    Certificate, Criterion, Pricer, Question, SearchOptions, Totals, Wrong, verify, verify_complete,
};
use landbridge_units::{GramsCo2e, Instant, Metres, Minutes};

use crate::kit::{self, Prices, brief, days, id};

const HORIZON: Minutes = Minutes::new(20 * 1_440);

/// A truck from CN-A by CN-M to CN-B, which has hours; a train from there by CN-C over a border that is closed for a
/// day, with a holiday behind it, to KZ-D, where boxes change gauge, and KZ-E.
fn corridor() -> Corridor {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-M", Mode::Road, 60_000);
    kit::link(&mut corridor, "b", "CN-M", "CN-B", Mode::Road, 40_000);
    kit::link(&mut corridor, "c", "CN-B", "CN-C", Mode::Rail, 200_000);
    let both = vec![Gauge::Standard, Gauge::Broad];
    kit::link(&mut corridor, "x", "CN-C", "KZ-D", Mode::Rail, 10_000).gauges = both.clone();
    kit::link(&mut corridor, "y", "CN-C", "KZ-D", Mode::Rail, 11_000).gauges = both;
    kit::link(&mut corridor, "d", "KZ-D", "KZ-E", Mode::Rail, 300_000).gauges = vec![Gauge::Broad];
    corridor.places.get_mut("CN-B").unwrap().hours = kit::hours("08:00", "20:00");
    let steps = [
        ("cn1", "CN", BorderStepKind::Customs, 60),
        ("cn2", "CN", BorderStepKind::Queue, 30),
        ("kz1", "KZ", BorderStepKind::Inspection, 40),
    ];
    let crossing = kit::crossing(&mut corridor, "cross", "x", &steps);
    crossing.steps[1].duration_low = Some(Minutes::new(0));
    crossing.steps[1].duration_high = Some(Minutes::new(120));
    kit::closure(&mut corridor, "shut", "cross", days("2023-05-16", "2023-05-16"));
    kit::holiday(&mut corridor, "feast", "KZ", days("2023-05-16", "2023-05-16"));
    kit::gauge_change(&mut corridor, "lift", "KZ-D", &["box"], 120);
    kit::truck(&mut corridor, "truck").countries = vec![id("CN")];
    let stops = [("CN-B", 0), ("CN-C", 200), ("KZ-E", 800)];
    kit::train(&mut corridor, "train", "box", &[16, 23], &stops).cutoff = Minutes::new(600);
    corridor
}

fn prices() -> Prices {
    Prices {
        metre: [("truck".to_owned(), 3), ("train".to_owned(), 1)].into(),
        leg: 7,
        handling: 500,
        border: 90,
        gauge_change: 77,
        wait: 1,
        grams: [("truck".to_owned(), 2), ("train".to_owned(), 1)].into(),
    }
}

fn shipment(corridor: &Corridor) -> Shipment {
    kit::shipment(corridor, "CN-A", "KZ-E", "2023-05-14", "20:00")
}

fn question(corridor: &Corridor, shipment: &Shipment) -> Question {
    Question::new(shipment.clone(), corridor.equipment.keys().cloned().collect(), HORIZON)
}

/// What the search answers, as a certificate.
pub(crate) fn searched(corridor: &Corridor, shipment: &Shipment, prices: &Prices) -> Certificate {
    let options = SearchOptions { horizon: HORIZON, ..SearchOptions::default() };
    let routes = kit::ask(corridor, shipment, prices, options).unwrap();
    let ways = routes.routes.into_iter().map(|route| {
        let prices: Vec<_> = route.itinerary.steps().iter().map(|step| prices.price(step).unwrap()).collect();
        let spread = Totals::of(corridor, &route.itinerary, &prices).unwrap().spread;
        let totals = Totals {
            arrival: route.itinerary.end(),
            cost_minor: route.cost_minor,
            co2e: route.co2e,
            handlings: u32::try_from(route.itinerary.n_handlings()).unwrap(),
            spread,
        };
        (route.itinerary, prices, totals)
    });
    Certificate::of(question(corridor, shipment), ways)
}

/// Steps priced right, whatever else is wrong with them.
fn certified(corridor: &Corridor, question: Question, steps: Vec<Step>) -> Certificate {
    let itinerary = Itinerary::new(steps).unwrap();
    let prices: Vec<_> = itinerary.steps().iter().map(|step| self::prices().price(step).unwrap()).collect();
    let totals = Totals::of(corridor, &itinerary, &prices).unwrap();
    Certificate::of(question, [(itinerary, prices, totals)])
}

/// A right answer, to be corrupted.
struct Case {
    corridor: Corridor,
    question: Question,
    steps: Vec<Step>,
}

impl Case {
    fn new() -> Self {
        Self::of(corridor())
    }

    fn of(corridor: Corridor) -> Self {
        let shipment = shipment(&corridor);
        let certificate = searched(&corridor, &shipment, &prices());
        assert_eq!(certificate.ways.len(), 1);
        let steps = certificate.ways[0].itinerary.steps().to_vec();
        Self { corridor, question: certificate.question, steps }
    }

    /// Another duration for a step; all later ones move along.
    fn last(&mut self, idx: usize, minutes: i64) {
        let by = Minutes::new(minutes - self.steps[idx].duration().get());
        self.steps[idx].end = self.steps[idx].end.after(by).unwrap();
        self.shift(idx + 1, by.get());
    }

    fn shift(&mut self, from: usize, minutes: i64) {
        for step in &mut self.steps[from..] {
            step.start = step.start.after(Minutes::new(minutes)).unwrap();
            step.end = step.end.after(Minutes::new(minutes)).unwrap();
        }
    }

    /// Takes a step out; all later ones begin earlier.
    fn remove(&mut self, idx: usize) {
        self.last(idx, 0);
        self.steps.remove(idx);
    }

    /// A wait before a step; all later ones begin later.
    fn wait(&mut self, idx: usize, reason: WaitReason, minutes: i64) {
        let (place, start) = (self.steps[idx].from.clone(), self.steps[idx].start);
        let end = start.after(Minutes::new(minutes)).unwrap();
        self.shift(idx, minutes);
        let kind = StepKind::Wait { reason };
        self.steps
            .insert(idx, Step { kind, from: place.clone(), to: place, start, end, because: Vec::new() });
    }

    fn flaws(&self) -> Vec<(Option<usize>, Wrong)> {
        let certificate = certified(&self.corridor, self.question.clone(), self.steps.clone());
        match verify(&self.corridor, &certificate, &prices()) {
            Ok(_) => Vec::new(),
            Err(flaws) => flaws
                .into_iter()
                .map(|flaw| {
                    assert!(!flaw.to_string().is_empty());
                    (flaw.step, flaw.what)
                })
                .collect(),
        }
    }

    /// The first flaw, at a step.
    #[track_caller]
    fn is_refused(&self, step: usize, what: Wrong) {
        let flaws = self.flaws();
        assert_eq!(flaws.first(), Some(&(Some(step), what)), "{flaws:#?}");
    }

    /// The only flaw, at a step.
    #[track_caller]
    fn is_refused_alone(&self, step: usize, what: Wrong) {
        assert_eq!(self.flaws(), [(Some(step), what)]);
    }

    /// The only flaw, of the whole.
    #[track_caller]
    fn is_refused_as_a_whole(&self, what: Wrong) {
        assert_eq!(self.flaws(), [(None, what)]);
    }

    fn leg(&mut self, idx: usize) -> &mut Vec<landbridge_model::Section> {
        match &mut self.steps[idx].kind {
            StepKind::Leg { sections, .. } => sections,
            other => panic!("{other:?}"),
        }
    }
}

fn minutes(n: i64) -> Minutes {
    Minutes::new(n)
}

fn wrong_duration(expected: i64, found: i64) -> Wrong {
    Wrong::Duration { expected: minutes(expected), found: minutes(found) }
}

fn opening() -> WaitReason {
    WaitReason::Opening
}

#[test]
fn what_is_right_is_accepted() {
    let case = Case::new();
    assert_eq!(
        brief(&case.steps, case.question.shipment.ready),
        [
            "0 load truck 60",
            "60 leg a+b 100",
            "160 wait Opening 560",
            "720 wait Departure(ServiceId(train)) 1920",
            "2640 transload truck train 120",
            "2760 leg c 200",
            "2960 wait Closure(RuleId(shut)) 160",
            "3120 border cn1 first 60",
            "3180 border cn2 30",
            "3210 leg x 19",
            "3229 wait Holiday(RuleId(feast)) 11",
            "3240 border kz1 first 40",
            "3280 gauge lift 120",
            "3400 leg d 581",
            "3981 unload train 60"
        ]
    );
    let certificate = searched(&case.corridor, &case.question.shipment, &prices());
    let verified = verify(&case.corridor, &certificate, &prices()).unwrap();
    assert_eq!((verified.itineraries, verified.steps, verified.complete), (1, 15, false));
    assert_eq!(certificate.ways[0].totals.spread, (900 + 14_400 - 3_600) / 18);
    let verified = verify_complete(&case.corridor, &certificate, &prices(), 100_000).unwrap();
    assert!(verified.complete);
}

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
    let missing = Wrong::NoHandlingTime {
        act: landbridge_model::HandlingAct::Load,
        equipment: id("truck"),
        place: id("CN-A"),
    };
    case.is_refused(0, missing);

    // The one that names the equipment wins over the one that does not.
    let mut case = Case::new();
    kit::handling(&mut case.corridor, "own", landbridge_model::HandlingAct::Unload, 70).equipment =
        vec![id("box")];
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
    case.corridor.crossings.get_mut("cross").unwrap().steps[1].clearance =
        landbridge_model::ClearanceScope::Border;
    case.is_refused_alone(8, Wrong::StepNotDue { crossing: id("cross"), step: id("cn2") });
    case.question.shipment.clearance = landbridge_model::Clearance::Border;
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

#[test]
fn prices_and_totals_are_worked_out_anew() {
    let case = Case::new();
    let right = certified(&case.corridor, case.question.clone(), case.steps.clone());
    let flaws = |certificate: &Certificate| -> Vec<(Option<usize>, Wrong)> {
        let flaws = verify(&case.corridor, certificate, &prices()).unwrap_err();
        flaws.into_iter().map(|flaw| (flaw.step, flaw.what)).collect()
    };
    let corrupt = |change: &dyn Fn(&mut Certificate)| {
        let mut certificate = right.clone();
        change(&mut certificate);
        flaws(&certificate)
    };
    let cost = right.ways[0].prices[1].cost_minor;
    assert_eq!(
        corrupt(&|x| x.ways[0].prices[1].cost_minor -= 1),
        [(
            Some(1),
            Wrong::Price { criterion: Criterion::Cost, expected: cost.into(), found: i128::from(cost) - 1 }
        )]
    );
    let grams = right.ways[0].prices[5].co2e.get();
    assert_eq!(
        corrupt(&|x| x.ways[0].prices[5].co2e = GramsCo2e::ZERO),
        [(Some(5), Wrong::Price { criterion: Criterion::Co2e, expected: grams.into(), found: 0 })]
    );
    assert_eq!(
        corrupt(&|x| {
            x.ways[0].prices.pop();
        }),
        [(None, Wrong::Prices { expected: 15, found: 14 })]
    );
    let totals = right.ways[0].totals;
    let total =
        |criterion, expected: i128, found: i128| vec![(None, Wrong::Total { criterion, expected, found })];
    assert_eq!(
        corrupt(&|x| x.ways[0].totals.cost_minor += 1),
        total(Criterion::Cost, totals.cost_minor.into(), i128::from(totals.cost_minor) + 1)
    );
    assert_eq!(
        corrupt(&|x| x.ways[0].totals.co2e = GramsCo2e::ZERO),
        total(Criterion::Co2e, totals.co2e.get().into(), 0)
    );
    let arrival = i128::from(totals.arrival.epoch_minutes());
    assert_eq!(
        corrupt(&|x| x.ways[0].totals.arrival = Instant::from_epoch_minutes(0)),
        total(Criterion::Arrival, arrival, 0)
    );
    assert_eq!(corrupt(&|x| x.ways[0].totals.handlings = 2), total(Criterion::Handlings, 3, 2));
    assert_eq!(corrupt(&|x| x.ways[0].totals.spread = 0), total(Criterion::Spread, 650, 0));

    // Who asks for another price, asks in vain.
    let dearer = Prices { border: 91, ..prices() };
    let flaws = verify(&case.corridor, &right, &dearer).unwrap_err();
    let steps: Vec<_> = flaws.iter().map(|flaw| flaw.step).collect();
    assert_eq!(steps, [Some(7), Some(8), Some(11), None]);
    let negative = Prices { gauge_change: -1, ..prices() };
    let flaws = verify(&case.corridor, &right, &negative).unwrap_err();
    assert_eq!((flaws[0].step, &flaws[0].what), (Some(12), &Wrong::NegativePrice { cost_minor: -1 }));
    let none = Prices { metre: [("truck".to_owned(), i64::MIN)].into(), ..prices() };
    let flaws = verify(&case.corridor, &right, &none).unwrap_err();
    assert_eq!(flaws[0].what, Wrong::NoPrice { message: "no tariff".to_owned() });
}

#[test]
fn no_itinerary_is_covered_by_another() {
    let case = Case::new();
    let mut twice = certified(&case.corridor, case.question.clone(), case.steps.clone());
    twice.ways.push(twice.ways[0].clone());
    let flaws = verify(&case.corridor, &twice, &prices()).unwrap_err();
    assert_eq!(flaws.len(), 1);
    assert_eq!((flaws[0].itinerary, &flaws[0].what), (Some(1), &Wrong::Covered { by: 0 }));
    assert_eq!(flaws[0].to_string(), "itinerary 2: itinerary 1 is at least as good in every criterion");

    // The train a week later arrives later, and costs more by its wait; it emits as much.
    let mut later = Case::new();
    later.last(3, 1_920 + 7 * 1_440);
    later.remove(10);
    later.remove(6);
    let later = certified(&later.corridor, later.question.clone(), later.steps);
    twice.ways[0] = later.ways[0].clone();
    let covered = |criteria: &[Criterion]| -> Vec<Option<usize>> {
        let mut certificate = twice.clone();
        certificate.question.criteria = criteria.iter().copied().collect();
        match verify(&case.corridor, &certificate, &prices()) {
            Ok(_) => Vec::new(),
            Err(flaws) => flaws
                .iter()
                .filter(|flaw| matches!(flaw.what, Wrong::Covered { .. }))
                .map(|flaw| flaw.itinerary)
                .collect(),
        }
    };
    assert_eq!(covered(&[Criterion::Arrival, Criterion::Co2e]), [Some(0)]);
    assert_eq!(covered(&[Criterion::Co2e]), [Some(1)]);
}

#[test]
fn what_is_missing_or_superfluous_is_told() {
    let case = Case::new();
    let mut certificate = certified(&case.corridor, case.question.clone(), case.steps.clone());
    let vector = certificate.ways[0].totals.by(&certificate.question.criteria);
    certificate.ways.clear();
    let flaws = verify_complete(&case.corridor, &certificate, &prices(), 100_000).unwrap_err();
    assert_eq!(flaws.len(), 1);
    assert_eq!(flaws[0].what, Wrong::Lacking { vector });
    let flaws = verify_complete(&case.corridor, &certificate, &prices(), 3).unwrap_err();
    assert_eq!(flaws[0].what, Wrong::NotListed { message: "more than 3 choices".to_owned() });
}
