//! What would make a way where there is none.

use std::collections::BTreeSet;
use std::ops::ControlFlow;

use landbridge_model::{
    BorderStepKind, Corridor, EquipmentId, HandlingKind, Mode, Pattern, Shipment, VehicleClass,
};
use landbridge_network::{
    Change, Criterion, Filter, Finding, Network, Progress, Query, Route, RouteError, Routes, SearchOptions,
    Via, Waiver, WhyNot, WhyNotOptions, certificate, pareto, verify, waived, why_dominated, why_not,
};
use landbridge_units::{GramsCo2e, Instant, Minutes};
use proptest::prelude::*;

use crate::kit::{self, NoTariff, Prices, days, id};
use crate::laws::{self, recipes};

/// A question.
#[derive(Clone)]
struct Asked {
    corridor: Corridor,
    prices: Prices,
    shipment: Shipment,
    filter: Filter,
    options: SearchOptions,
    allowed: WhyNotOptions,
}

/// By truck over a border, 500 minutes and three units a metre, or by a train of 1,000 minutes on two days at one
/// unit a metre; nothing but the question is to be changed.
fn asked() -> Asked {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "road", "CN-A", "KZ-B", Mode::Road, 500_000);
    kit::link(&mut corridor, "rail", "CN-A", "KZ-B", Mode::Rail, 600_000);
    kit::crossing(&mut corridor, "road-border", "road", &[("q", "CN", BorderStepKind::Queue, 60)]);
    kit::crossing(&mut corridor, "rail-border", "rail", &[("c", "CN", BorderStepKind::Customs, 60)]);
    kit::truck(&mut corridor, "truck");
    kit::train(&mut corridor, "train", "wagon", &[14, 21], &[("CN-A", 0), ("KZ-B", 1_000)]);
    let prices = Prices {
        metre: [("truck".to_owned(), 3), ("train".to_owned(), 1)].into(),
        grams: [("truck".to_owned(), 2), ("train".to_owned(), 1)].into(),
        ..Prices::default()
    };
    let shipment = kit::shipment(&corridor, "CN-A", "KZ-B", "2023-05-14", "08:00");
    let options = SearchOptions::default();
    let allowed = WhyNotOptions {
        horizon_max: options.horizon,
        earlier_max: Minutes::ZERO,
        ..WhyNotOptions::default()
    };
    Asked { corridor, prices, shipment, filter: Filter::default(), options, allowed }
}

impl Asked {
    fn with<T>(&self, ask: impl FnOnce(&Network, &Query<'_>) -> T) -> T {
        let (network, _) = Network::build(&self.corridor);
        let equipment: BTreeSet<EquipmentId> = self.corridor.equipment.keys().cloned().collect();
        let (shipment, filter, options) = (&self.shipment, &self.filter, self.options);
        ask(&network, &Query { shipment, equipment: &equipment, filter, options, watch: None })
    }

    fn routes(&self) -> Result<Routes, RouteError<NoTariff>> {
        self.with(|network, query| pareto(network, query, &self.prices))
    }

    fn has_way(&self) -> bool {
        match self.routes() {
            Ok(routes) => !routes.routes.is_empty(),
            Err(
                RouteError::Unreachable { .. }
                | RouteError::NoDepartureInHorizon { .. }
                | RouteError::UnknownVia { .. },
            ) => false,
            Err(error) => panic!("{error}"),
        }
    }

    /// The answer, each of its remedies verified.
    fn why(&self) -> WhyNot {
        let why = self.with(|network, query| why_not(network, query, &self.prices, &self.allowed)).unwrap();
        self.verify(&why);
        why
    }

    /// Remedies in words, one line each.
    fn remedies(&self) -> Vec<String> {
        let why = self.why();
        assert!(why.exact);
        let levers = why.considered - why.unpriced.len();
        assert_eq!(why.complete_to, Some(self.allowed.changes_max.min(levers)), "{:?}", why.binding());
        let text = |change: &Change| change.to_string();
        why.remedies().iter().map(|x| x.changes.iter().map(text).collect::<Vec<_>>().join(" + ")).collect()
    }

    fn made<'c>(&self, changes: impl Iterator<Item = &'c Change>) -> Self {
        let mut made = self.clone();
        for change in changes {
            change.make(&mut made.filter, &mut made.options, &mut made.shipment);
        }
        made
    }

    /// With all changes there is a way; with some of them only, or by one less, there is none.
    fn verify(&self, why: &WhyNot) {
        for remedy in why.remedies() {
            let changes = &remedy.changes;
            assert!(!changes.is_empty());
            let made = self.made(changes.iter());
            assert!(made.has_way(), "{changes:?}");
            assert_eq!(remedy.route.itinerary.start(), made.shipment.ready);
            made.judge(&remedy.route);
            for bits in 0..(1_u32 << changes.len()) - 1 {
                let some = changes.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1);
                assert!(!self.made(some.map(|(_, change)| change)).has_way(), "{changes:?}, {bits:b}");
            }
            for (idx, change) in changes.iter().enumerate() {
                let others = || changes.iter().enumerate().filter(|(n, _)| *n != idx).map(|(_, other)| other);
                if let Some(less) = one_less(change) {
                    let less = self.made(others().chain([&less]));
                    assert!(!less.has_way(), "{changes:?} with less of {change:?}");
                }
            }
        }
    }
}

impl Asked {
    /// Has a way judged by the corridor alone, and by the limits.
    fn judge(&self, route: &Route) {
        let routes = Routes { routes: vec![route.clone()], complete: false, labels: 0 };
        self.with(|_, query| {
            let corridor = waived(&self.corridor, &self.filter.waive, query);
            let certificate = certificate(&corridor, query, &routes, &self.prices).unwrap();
            verify(&corridor, &certificate, &self.prices).unwrap();
        });
        let (limits, vector) = (self.options, route.vector());
        assert!(limits.arrive_by.is_none_or(|by| vector.arrival <= by));
        assert!(limits.max_cost_minor.is_none_or(|most| vector.cost_minor <= most));
        assert!(limits.max_co2e.is_none_or(|most| vector.co2e <= most));
    }
}

/// The same change by one less; `None` where there is no amount.
fn one_less(change: &Change) -> Option<Change> {
    let less = |minutes: Minutes| Minutes::new(minutes.get() - 1);
    let before = |at: Instant, minutes| at.after(Minutes::new(minutes)).unwrap();
    Some(match change.clone() {
        Change::Deadline { by, later } => Change::Deadline { by: before(by, -1), later: less(later) },
        Change::Horizon { length, longer } => Change::Horizon { length: less(length), longer: less(longer) },
        Change::Ready { from, earlier } => Change::Ready { from: before(from, 1), earlier: less(earlier) },
        Change::Cost { most_minor, more_minor } => {
            Change::Cost { most_minor: most_minor - 1, more_minor: more_minor - 1 }
        }
        Change::Co2e { most, more } => {
            Change::Co2e { most: GramsCo2e::new(most.get() - 1), more: GramsCo2e::new(more.get() - 1) }
        }
        Change::Handlings { most, more } => Change::Handlings { most: most - 1, more: more - 1 },
        _ => return None,
    })
}

#[test]
fn what_is_avoided_asked_for_or_left_out() {
    let none = || Asked { ..asked() };
    let with = |change: &dyn Fn(&mut Filter)| {
        let mut asked = none();
        change(&mut asked.filter);
        asked.remedies()
    };
    let place = with(&|filter| filter.avoid_places = [id("KZ-B"), id("KZ-X")].into());
    assert_eq!(place, ["do not avoid place KZ-B"]);
    let country = with(&|filter| filter.avoid_countries = [id("KZ")].into());
    assert_eq!(country, ["do not avoid KZ"]);
    let crossing = with(&|filter| filter.avoid_crossings = [id("road-border"), id("rail-border")].into());
    assert_eq!(crossing, ["do not avoid crossing rail-border", "do not avoid crossing road-border"]);
    let mode = with(&|filter| filter.avoid_modes = [Mode::Rail, Mode::Road].into());
    assert_eq!(mode, ["do not avoid rail", "do not avoid road"]);
    let operator = with(&|filter| filter.avoid_operators = [String::new()].into());
    assert_eq!(operator, ["do not avoid operator "]);
    let service = with(&|filter| filter.services = Some(BTreeSet::new()));
    assert_eq!(service, ["admit service train", "admit service truck"]);
    let via = with(&|filter| {
        filter.via = vec![Via::Service(id("train")), Via::Place(id("KZ-B"))];
        filter.avoid_modes = [Mode::Rail].into();
    });
    assert_eq!(via, ["do not avoid rail", "do without service train"]);
    let unknown = with(&|filter| filter.via = vec![Via::Place(id("KZ-Z")), Via::Place(id("KZ-B"))]);
    assert_eq!(unknown, ["do without place KZ-Z"]);
    // Two constraints on the train, one on the truck.
    let both = with(&|filter| {
        filter.avoid_crossings = [id("rail-border")].into();
        filter.avoid_modes = [Mode::Rail].into();
        filter.services = Some([id("train")].into());
    });
    assert_eq!(both, ["admit service truck", "do not avoid crossing rail-border + do not avoid rail"]);
}

#[test]
fn a_deadline_is_put_off_by_the_minute() {
    let mut asked = asked();
    let fastest = asked.routes().unwrap().fastest().unwrap().itinerary.end();
    asked.options.arrive_by = fastest.after(Minutes::new(-37));
    let mut expected = vec![format!("arrive by {fastest}, 37 min later")];
    assert_eq!(asked.remedies(), expected);
    // The truck can as well leave earlier.
    asked.allowed.earlier_max = Minutes::new(1_440);
    let ready = asked.shipment.ready.after(Minutes::new(-37)).unwrap();
    expected.push(format!("be ready at {ready}, 37 min earlier"));
    assert_eq!(asked.remedies(), expected);
    asked.allowed.earlier_max = Minutes::new(36);
    assert_eq!(asked.remedies().len(), 1);
}

#[test]
fn a_budget_is_raised_by_the_minor_unit() {
    let mut asked = asked();
    asked.options.max_cost_minor = Some(599_999);
    assert_eq!(asked.remedies(), ["allow a cost of 600000 minor units, 1 more"]);
    asked.options.max_cost_minor = None;
    asked.options.max_co2e = Some(GramsCo2e::new(590_000));
    assert_eq!(asked.remedies(), ["allow 600000 g of CO2e, 10000 g more"]);
    asked.options.max_co2e = None;
    asked.options.max_handlings = Some(1);
    assert_eq!(asked.remedies(), ["allow 2 handlings, 1 more"]);
}

#[test]
fn money_is_weighed_against_time() {
    let mut asked = asked();
    let fastest = asked.routes().unwrap().fastest().unwrap().itinerary.end();
    asked.options.arrive_by = fastest.after(Minutes::new(-1));
    asked.options.max_cost_minor = Some(1);
    let remedies = asked.remedies();
    assert_eq!(remedies.len(), 2, "{remedies:?}");
    assert!(remedies[0].starts_with("allow a cost of 600000 minor units, 599999 more + arrive by 2023-05-"));
    assert!(
        remedies[1]
            .starts_with(&format!("allow a cost of 1500000 minor units, 1499999 more + arrive by {fastest}"))
    );
}

#[test]
fn a_horizon_is_lengthened_or_the_start_put_forward() {
    let mut asked = asked();
    asked.corridor.services.remove("truck");
    asked.shipment = kit::shipment(&asked.corridor, "CN-A", "KZ-B", "2023-05-15", "08:00");
    asked.options.horizon = Minutes::new(3 * 1_440);
    asked.allowed.earlier_max = Minutes::new(3 * 1_440);
    asked.allowed.horizon_max = Minutes::new(30 * 1_440);
    let remedies = asked.remedies();
    // Loading ends as the train leaves on the 14th at 18:00; that of the 21st is there after 1,060 minutes more.
    assert_eq!(
        remedies,
        ["look 7 d 04 h 40 min ahead, 4 d 04 h 40 min longer", "be ready at 2023-05-14T09:00Z, 15 h earlier"]
    );
}

#[test]
fn a_closure_and_a_missing_crane_take_both() {
    let mut asked = asked();
    asked.corridor.services.remove("truck");
    for service in asked.corridor.services.values_mut() {
        service.equipment = id("box");
    }
    kit::closure(&mut asked.corridor, "shut", "rail-border", days("2023-05-01", ""));
    kit::place(&mut asked.corridor, "KZ-B").handles = vec![HandlingKind::Ramp];
    assert_eq!(asked.remedies(), ["lift rule shut + give KZ-B a crane"]);
    asked.allowed.fixed = [Waiver::Rule(id("shut"))].into();
    let why = asked.why();
    assert!(matches!(&why.finding, Finding::Impossible { reached } if reached.len() == 1), "{why:?}");
    // Already lifted, it is not proposed.
    asked.filter.waive = std::mem::take(&mut asked.allowed.fixed);
    assert_eq!(asked.remedies(), ["give KZ-B a crane"]);
}

#[test]
fn hours_and_rules_hold_up_until_after_a_deadline() {
    let mut asked = asked();
    asked.corridor.services.remove("train");
    let fastest = asked.routes().unwrap().fastest().unwrap().itinerary.end();
    asked.options.arrive_by = Some(fastest);
    kit::place(&mut asked.corridor, "CN-A").hours = kit::hours("10:00", "12:00");
    assert_eq!(
        asked.remedies(),
        [
            format!("arrive by {}, 1 h later", fastest.after(Minutes::new(60)).unwrap()),
            "open CN-A at all hours".to_owned()
        ]
    );
    // Two rules, one as bad as the other.
    kit::embargo(&mut asked.corridor, "stop", "road-border", days("2023-05-14", "2023-05-15"));
    kit::closure(&mut asked.corridor, "shut", "road-border", days("2023-05-13", "2023-05-15"));
    let remedies = asked.remedies();
    assert_eq!(remedies.len(), 2, "{remedies:?}");
    assert_eq!(remedies[1], "lift rule shut + lift rule stop + open CN-A at all hours");
}

#[test]
fn services_that_do_not_take_the_shipment() {
    let mut asked = asked();
    let mut vehicle = (*asked.shipment.lines[0].vehicle).clone();
    vehicle.class = VehicleClass::Truck;
    asked.shipment.lines[0].vehicle = vehicle.into();
    assert_eq!(asked.remedies(), ["let train take the shipment", "let truck take the shipment"]);
    asked.allowed.fixed = [Waiver::Service(id("truck"))].into();
    assert_eq!(asked.remedies(), ["let train take the shipment"]);
}

#[test]
fn closed_services_are_opened() {
    let mut asked = asked();
    asked.allowed.closed = [id("train"), id("truck")].into();
    asked.filter.services = Some([id("truck")].into());
    let why = asked.with(|network, query| why_not(network, query, &asked.prices, &asked.allowed)).unwrap();
    let sets: Vec<Vec<String>> =
        why.remedies().iter().map(|x| x.changes.iter().map(ToString::to_string).collect()).collect();
    assert_eq!(
        sets,
        [vec!["let truck take the shipment"], vec!["admit service train", "let train take the shipment"]]
    );
    let binding: Vec<String> = why.binding().into_iter().map(ToString::to_string).collect();
    assert_eq!(
        binding,
        ["admit service train", "let train take the shipment", "let truck take the shipment"]
    );
}

#[test]
fn without_links_nothing_helps() {
    let mut asked = asked();
    kit::place(&mut asked.corridor, "KZ-Z");
    asked.shipment.destination = id("KZ-Z");
    let why = asked.why();
    let Finding::Impossible { reached } = &why.finding else { panic!("{why:?}") };
    assert_eq!(reached.iter().map(|place| place.as_str()).collect::<Vec<_>>(), ["CN-A", "KZ-B"]);
    assert!(why.remedies().is_empty() && why.binding().is_empty());
}

#[test]
fn what_there_is_is_said_to_be_dominated() {
    let mut asked = asked();
    kit::train(&mut asked.corridor, "slow", "wagon", &[15], &[("CN-A", 0), ("KZ-B", 1_000)]);
    asked.prices.metre.insert("slow".into(), 2);
    asked.prices.grams.insert("slow".into(), 1);
    asked.filter.via = vec![Via::Service(id("slow"))];
    let why = asked.why();
    let Finding::Possible { routes, dominated } = &why.finding else { panic!("{why:?}") };
    assert_eq!((routes.routes.len(), dominated.len()), (1, 1));
    let [by] = dominated[0].by.as_slice() else { panic!("{dominated:?}") };
    assert_eq!(by.better_by, [(Criterion::Arrival, 1_440), (Criterion::Cost, 600_000), (Criterion::Co2e, 0)]);
    // A question that leaves all open asks for nothing in particular.
    asked.filter = Filter::default();
    assert!(matches!(asked.why().finding, Finding::Possible { dominated, .. } if dominated.is_empty()));
    // What is offered anyway is dominated by nothing.
    let train = Filter { via: vec![Via::Service(id("train"))], ..Filter::default() };
    let offered = asked.with(|network, query| why_dominated(network, query, &train, &asked.prices)).unwrap();
    assert!(offered[0].by.is_empty());
}

#[test]
fn what_has_no_price_is_left_out_and_named() {
    let mut asked = asked();
    asked.filter.services = Some(BTreeSet::new());
    asked.prices.metre.insert("truck".into(), i64::MIN);
    assert_eq!(asked.remedies(), ["admit service train"]);
    assert_eq!(asked.why().unpriced, [Change::Admit(id("truck"))]);
    // What is wrong with the question itself is an error.
    asked.filter.services = None;
    let why = asked.with(|network, query| why_not(network, query, &asked.prices, &asked.allowed));
    assert!(matches!(why, Err(RouteError::Pricer { .. })));
    // No duration for what a crane would lift.
    let mut asked = self::asked();
    asked.corridor.services.remove("truck");
    for service in asked.corridor.services.values_mut() {
        service.equipment = id("box");
    }
    for handling in &mut asked.corridor.handlings {
        handling.equipment = vec![id("truck")];
    }
    kit::place(&mut asked.corridor, "CN-A").handles = Vec::new();
    let why = asked.why();
    assert!(matches!(why.finding, Finding::Impossible { .. }));
    assert_eq!(why.unpriced, [Change::Waive(Waiver::Handling(id("CN-A"), HandlingKind::Crane))]);
}

#[test]
fn without_searches_one_remedy_is_found_all_the_same() {
    let mut asked = asked();
    asked.filter.services = Some(BTreeSet::new());
    asked.filter.avoid_modes = [Mode::Road].into();
    asked.allowed.searches_max = 0;
    let why = asked.why();
    assert_eq!((why.complete_to, why.remedies().len()), (None, 1));
    asked.allowed.searches_max = 1_000;
    asked.allowed.changes_max = 1;
    let why = asked.why();
    assert_eq!(why.complete_to, Some(1));
    let text: Vec<String> = why.remedies()[0].changes.iter().map(ToString::to_string).collect();
    assert_eq!(text, ["admit service train"]);
}

#[test]
fn whoever_watches_can_stop_it() {
    let mut asked = asked();
    asked.filter.avoid_modes = [Mode::Rail, Mode::Road].into();
    let stop = |_: Progress| ControlFlow::Break(());
    let why = asked.with(|network, query| {
        why_not(network, &Query { watch: Some(&stop), ..*query }, &asked.prices, &asked.allowed)
    });
    let why = why.unwrap();
    assert_eq!((why.finding, why.exact), (Finding::NotKnown, false));
    // A search that has no labels left says nothing.
    asked.filter = Filter::default();
    asked.options.max_labels = 1;
    assert_eq!(asked.why().finding, Finding::NotKnown);
}

#[test]
fn nonsense_is_an_error_and_no_panic() {
    let mut asked = asked();
    let why =
        |asked: &Asked| asked.with(|network, query| why_not(network, query, &asked.prices, &asked.allowed));
    asked.filter.avoid_modes = [Mode::Rail, Mode::Road].into();
    for (earlier, longer) in [(i64::MAX, i64::MAX), (i64::MIN, i64::MIN), (1 << 40, 1 << 50), (0, 0)] {
        asked.allowed.earlier_max = Minutes::new(earlier);
        asked.allowed.horizon_max = Minutes::new(longer);
        match why(&asked) {
            Ok(why) => assert!(!why.remedies().is_empty()),
            Err(error) => assert!(matches!(error, RouteError::BeyondCalendar { .. }), "{error}"),
        }
    }
    asked.shipment.destination = id("KZ-X");
    assert!(matches!(why(&asked), Err(RouteError::UnknownPlace { .. })));
    asked.shipment.destination = id("CN-A");
    assert!(matches!(why(&asked), Err(RouteError::SamePlace { .. })));
}

/// A question about a random corridor that avoids and demands this and that.
fn random(recipe: &laws::Recipe, choices: &[usize]) -> Asked {
    let corridor = laws::build(recipe);
    let prices = laws::prices(recipe, &corridor);
    let shipment = laws::shipment(recipe, &corridor);
    let services: Vec<_> = corridor.services.keys().cloned().collect();
    let mut filter = Filter::default();
    for choice in choices {
        let service = services[choice / 8 % services.len()].clone();
        match choice % 8 {
            0 => {
                filter.avoid_places.insert(id(["CN-B", "KZ-C", "KZ-D"][choice / 8 % 3]));
            }
            1 => filter.avoid_crossings.extend(corridor.crossings.keys().nth(choice / 8 % 2).cloned()),
            2 => {
                filter.avoid_countries.insert(id(["CN", "KZ"][choice / 8 % 2]));
            }
            3 => {
                filter.avoid_modes.insert([Mode::Rail, Mode::Road][choice / 8 % 2]);
            }
            4 => {
                filter.services.get_or_insert_with(|| services.iter().cloned().collect()).remove(&service);
            }
            5 => filter.via.push(Via::Service(service)),
            6 => filter.via.push(Via::Place(id(["CN-B", "KZ-C", "KZ-D"][choice / 8 % 3]))),
            _ => filter.via.extend(corridor.crossings.keys().nth(choice / 8 % 2).cloned().map(Via::Crossing)),
        }
    }
    let options = SearchOptions { horizon: laws::HORIZON, ..SearchOptions::default() };
    let allowed =
        WhyNotOptions { horizon_max: Minutes::ZERO, earlier_max: Minutes::ZERO, ..WhyNotOptions::default() };
    Asked { corridor, prices, shipment, filter, options, allowed }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// With a remedy there is a way, without any of its changes or by one less there is none.
    #[test]
    fn remedies_are_minimal(
        recipe in recipes(),
        choices in prop::collection::vec(0..128_usize, 0..4),
        limits in (0..4_usize, 1..40_000_i64, 1..4_000_000_i64, 1..9_000_000_u64, 1..5_u32),
    ) {
        let mut asked = random(&recipe, &choices);
        asked.allowed = WhyNotOptions {
            earlier_max: Minutes::new(5 * 1_440),
            horizon_max: Minutes::new(40 * 1_440),
            changes_max: 2,
            searches_max: 200,
            ..WhyNotOptions::default()
        };
        let (which, time, money, grams, handlings) = limits;
        if which > 0 {
            asked.options.arrive_by = asked.shipment.ready.after(Minutes::new(time));
        }
        if which > 1 {
            asked.options.max_cost_minor = Some(money);
            asked.options.max_co2e = Some(GramsCo2e::new(grams));
        }
        if which > 2 {
            asked.options.max_handlings = Some(handlings);
            asked.options.horizon = Minutes::new(3 * 1_440);
        }
        let why = asked.why();
        prop_assert!(why.exact);
        match &why.finding {
            Finding::Possible { .. } => prop_assert!(asked.has_way()),
            Finding::Remedies(remedies) => prop_assert!(!remedies.is_empty()),
            Finding::Impossible { reached } => prop_assert!(reached.contains("CN-A")),
            Finding::NotKnown => prop_assert!(false),
        }
    }

    /// Of changes that can be listed by hand, those found are all minimal sets.
    #[test]
    fn all_remedies_are_found(
        recipe in recipes(),
        choices in prop::collection::vec(0..128_usize, 1..5),
        which in 0..12_usize,
    ) {
        let mut asked = random(&recipe, &choices);
        if which < 8 {
            let fastest = asked.made([].iter()).with(|network, query| {
                let open = Filter::default();
                pareto(network, &Query { filter: &open, ..*query }, &asked.prices)
            });
            asked.options.arrive_by = fastest.ok().and_then(|routes| Some(routes.fastest()?.itinerary.end()));
        }
        let filter = &asked.filter;
        let mut changes: Vec<Change> = Vec::new();
        changes.extend(filter.avoid_places.iter().cloned().map(Change::PassPlace));
        changes.extend(filter.avoid_crossings.iter().cloned().map(Change::PassCrossing));
        changes.extend(filter.avoid_countries.iter().copied().map(Change::PassCountry));
        changes.extend(filter.avoid_modes.iter().copied().map(Change::UseMode));
        let vias: BTreeSet<Via> = filter.via.iter().cloned().collect();
        changes.extend(vias.into_iter().map(Change::NotVia));
        if let Some(services) = &filter.services {
            let left_out = asked.corridor.services.keys().filter(|id| !services.contains(*id));
            changes.extend(left_out.cloned().map(Change::Admit));
        }
        let rules = asked.corridor.closures.iter().map(|x| x.id.clone());
        let rules = rules.chain(asked.corridor.embargoes.iter().map(|x| x.id.clone()));
        let rules = rules.chain(asked.corridor.holidays.iter().map(|x| x.id.clone()));
        changes.extend(rules.map(Waiver::Rule).map(Change::Waive));
        let hours = asked.corridor.places.values().filter(|place| place.hours.is_some());
        changes.extend(hours.map(|place| Change::Waive(Waiver::Hours(place.id.clone()))));
        if changes.len() > 8 {
            return Ok(());
        }
        // Nothing else: neither cranes nor another deadline.
        for place in asked.corridor.places.keys() {
            for kind in [HandlingKind::Ramp, HandlingKind::Crane] {
                asked.allowed.fixed.insert(Waiver::Handling(place.clone(), kind));
            }
        }
        asked.allowed.changes_max = changes.len();
        let why = asked.why();
        let mut found: BTreeSet<BTreeSet<Change>> =
            why.remedies().iter().map(|remedy| remedy.changes.iter().cloned().collect()).collect();
        // The deadline is the one amount there is.
        found.retain(|set| !set.iter().any(|change| matches!(change, Change::Deadline { .. })));
        let sets = (0..1_u32 << changes.len()).map(|bits| -> BTreeSet<Change> {
            changes.iter().enumerate().filter(|(bit, _)| bits >> bit & 1 == 1).map(|(_, x)| x.clone()).collect()
        });
        let mut sets: Vec<BTreeSet<Change>> = sets.collect();
        sets.sort_by_key(BTreeSet::len);
        let mut minimal: BTreeSet<BTreeSet<Change>> = BTreeSet::new();
        for set in sets {
            if !minimal.iter().any(|less| less.is_subset(&set)) && asked.made(set.iter()).has_way() {
                minimal.insert(set);
            }
        }
        minimal.remove(&BTreeSet::new());
        prop_assert_eq!(found, minimal);
    }
}

/// Storage is paid for: an earlier start may break the budget, and a later one keep it.
#[test]
fn an_earlier_start_costs_storage() {
    let mut asked = asked();
    asked.corridor.services.remove("truck");
    if let Pattern::Scheduled(schedule) = &mut asked.corridor.services.get_mut("train").unwrap().pattern {
        schedule.also.retain(|day| *day == kit::day("2023-05-14"));
    }
    asked.prices.wait = 10;
    asked.shipment = kit::shipment(&asked.corridor, "CN-A", "KZ-B", "2023-05-14", "17:30");
    asked.options.max_cost_minor = Some(600_000);
    asked.allowed.earlier_max = Minutes::new(10 * 1_440);
    assert_eq!(asked.remedies(), ["be ready at 2023-05-14T09:00Z, 30 min earlier"]);
}

/// A train held up at its first border can be caught by truck on the other side; on time it is gone. Lifting the rule
/// does harm, and does not hide what helps.
#[test]
fn a_train_on_time_is_missed() {
    let mut asked = asked();
    kit::link(&mut asked.corridor, "on", "KZ-B", "KZ-C", Mode::Rail, 100_000);
    asked.corridor.services.remove("train");
    kit::train(&mut asked.corridor, "train", "wagon", &[14], &[("CN-A", 0), ("KZ-B", 100), ("KZ-C", 200)])
        .cutoff = Minutes::new(12 * 60);
    kit::closure(&mut asked.corridor, "shut", "rail-border", days("2023-05-14", "2023-05-15"));
    asked.shipment.destination = id("KZ-C");
    assert!(asked.has_way());
    let punctual = Change::Waive(Waiver::Rule(id("shut")));
    assert!(!asked.made([&punctual].into_iter()).has_way());
    asked.filter.avoid_modes = [Mode::Road].into();
    asked.filter.avoid_countries = [id("KZ")].into();
    assert_eq!(asked.remedies(), ["do not avoid KZ + do not avoid road"]);
}
