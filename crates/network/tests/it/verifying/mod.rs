//! The judge accepts what is right, and refuses it with the right flaw once any one aspect of it is corrupted.

mod boarding;
mod prices;
mod riding;

use landbridge_model::{
    BorderStepKind, Corridor, Gauge, Itinerary, Mode, Shipment, Step, StepKind, WaitReason,
};
use landbridge_network::{
    Certificate, Pricer, Question, SearchOptions, Totals, Wrong, feasible, verify, verify_complete,
};
use landbridge_units::Minutes;

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
    assert_eq!(feasible(&case.corridor, &case.question, &certificate.ways[0].itinerary), Ok(()));
    let verified = verify_complete(&case.corridor, &certificate, &prices(), 100_000).unwrap();
    assert!(verified.complete);
}
