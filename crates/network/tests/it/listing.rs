//! Listing all ways: known answers on corridors made by hand, and the same answer as the search on random ones.

use std::collections::BTreeSet;

use landbridge_model::{
    BorderStepKind, Corridor, Electrified, Gauge, HandlingAct, Mode, PlaceId, Shipment, Step, StepKind,
};
use landbridge_network::{Criterion, Marks, NotListed, Pricer, Question, StepPrice, enumerate};
use landbridge_units::Minutes;

use crate::kit::{self, NoTariff, Prices, id};

const LIMIT: usize = 200_000;

fn question(corridor: &Corridor, shipment: &Shipment, criteria: &[Criterion]) -> Question {
    let equipment = corridor.equipment.keys().cloned().collect();
    let mut question = Question::new(shipment.clone(), equipment, Minutes::new(10 * 1_440));
    question.criteria = criteria.iter().copied().collect();
    question
}

fn from_a(corridor: &Corridor, to: &str) -> Shipment {
    kit::shipment(corridor, "CN-A", to, "2023-05-14", "00:00")
}

/// Arrival in minutes after the shipment is ready, cost, grams, handlings, spread; -1 where not asked.
fn listed(corridor: &Corridor, question: &Question, prices: &Prices) -> Vec<[i64; 5]> {
    let ready = question.shipment.ready;
    let number = |x: Option<u64>| x.map_or(-1, |x| i64::try_from(x).unwrap());
    let row = |vector: &Marks| {
        [
            vector.arrival.map_or(-1, |at| at.since(ready).get()),
            vector.cost_minor.unwrap_or(-1),
            number(vector.co2e.map(|grams| grams.get())),
            number(vector.handlings.map(u64::from)),
            number(vector.spread),
        ]
    };
    enumerate(corridor, question, prices, LIMIT).unwrap().iter().map(row).collect()
}

fn per_metre(rates: &[(&str, i64, u64)]) -> Prices {
    Prices {
        metre: rates.iter().map(|(name, rate, _)| ((*name).to_owned(), *rate)).collect(),
        grams: rates.iter().map(|(name, _, grams)| ((*name).to_owned(), *grams)).collect(),
        ..Prices::default()
    }
}

/// A fast dear truck and a slow cheap one over two roads of 100 and 80 km.
fn roads() -> Corridor {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-C", Mode::Road, 80_000);
    kit::truck(&mut corridor, "fast");
    kit::truck(&mut corridor, "slow").km_per_day = 720;
    corridor
}

#[test]
fn every_choice_that_pays_is_listed() {
    let corridor = roads();
    let shipment = from_a(&corridor, "CN-C");
    let prices = per_metre(&[("fast", 3, 1), ("slow", 1, 1)]);
    use Criterion::{Arrival, Co2e, Cost, Handlings};
    let asked = question(&corridor, &shipment, &[Arrival, Cost]);
    // All fast, changed at B one way or the other, all slow. A change costs 60 + 60 minutes: fast + slow takes
    // 60 + 100 + 120 + 160 + 60, slow + fast 60 + 200 + 120 + 80 + 60; both are later than all slow.
    assert_eq!(listed(&corridor, &asked, &prices), [[300, 540_000, -1, -1, -1], [480, 180_000, -1, -1, -1]]);
    // A quick change at B.
    let mut quick = corridor.clone();
    kit::handling(&mut quick, "change", HandlingAct::Transload, 10).places = vec![id("CN-B")];
    assert_eq!(
        listed(&quick, &asked, &prices),
        [
            [300, 540_000, -1, -1, -1],
            [390, 380_000, -1, -1, -1],
            [410, 340_000, -1, -1, -1],
            [480, 180_000, -1, -1, -1]
        ]
    );
    let asked = question(&quick, &shipment, &[Cost, Handlings]);
    assert_eq!(listed(&quick, &asked, &prices), [[-1, 180_000, -1, 2, -1]]);
    let mut direct = question(&quick, &shipment, &[Arrival, Cost]);
    direct.max_handlings = Some(2);
    assert_eq!(listed(&quick, &direct, &prices), [[300, 540_000, -1, -1, -1], [480, 180_000, -1, -1, -1]]);
    direct.max_handlings = Some(1);
    assert!(listed(&quick, &direct, &prices).is_empty());
    let asked = question(&quick, &shipment, &[Co2e]);
    assert_eq!(listed(&quick, &asked, &prices), [[-1, -1, 180_000, -1, -1]]);
    let asked = question(&quick, &shipment, &[]);
    assert_eq!(listed(&quick, &asked, &prices), [[-1; 5]]);
}

#[test]
fn restrictions_are_kept() {
    use Criterion::{Arrival, Cost};
    let mut corridor = roads();
    kit::link(&mut corridor, "c", "CN-A", "CN-C", Mode::Road, 400_000);
    let shipment = from_a(&corridor, "CN-C");
    let prices = per_metre(&[("fast", 3, 1), ("slow", 1, 1)]);
    let mut asked = question(&corridor, &shipment, &[Arrival, Cost]);
    asked.services = Some(BTreeSet::from([id("fast")]));
    assert_eq!(listed(&corridor, &asked, &prices), [[300, 540_000, -1, -1, -1]]);
    asked.avoid_places = BTreeSet::from([id("CN-B")]);
    assert_eq!(listed(&corridor, &asked, &prices), [[520, 1_200_000, -1, -1, -1]]);
    asked.horizon = Minutes::new(519);
    assert!(listed(&corridor, &asked, &prices).is_empty());
    asked.horizon = Minutes::new(520);
    asked.equipment = BTreeSet::from([id("box")]);
    assert!(listed(&corridor, &asked, &prices).is_empty());
}

/// The same service may be taken again: where a transload is quick and the leg after it dear, that never pays; where
/// legs are charged by the beginning, neither does it. It does pay where the train goes on later than the next one.
#[test]
fn a_train_may_be_left_and_taken_again() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-A", Mode::Rail, 110_000);
    kit::link(&mut corridor, "c", "CN-B", "CN-C", Mode::Rail, 100_000);
    // Calls at B twice, by a loop back to A.
    kit::train(
        &mut corridor,
        "loop",
        "wagon",
        &[14, 15],
        &[("CN-A", 0), ("CN-B", 100), ("CN-A", 1_000), ("CN-B", 2_000), ("CN-C", 3_000)],
    );
    let shipment = from_a(&corridor, "CN-C");
    let asked = question(&corridor, &shipment, &[Criterion::Arrival, Criterion::Handlings]);
    // Aboard at A at 18:00 the shipment goes round; the first train's second call at A is not earlier.
    assert_eq!(listed(&corridor, &asked, &Prices::default()), [[18 * 60 + 3_000 + 60, -1, -1, 2, -1]]);
    // Trains of the day before are in front by a day: from B at its first call one gets there a day earlier.
    let mut earlier = corridor.clone();
    let landbridge_model::Pattern::Scheduled(schedule) =
        &mut earlier.services.get_mut("loop").unwrap().pattern
    else {
        panic!()
    };
    schedule.also.push(kit::day("2023-05-13"));
    // Taken at A at its first call on the 14th (1,080), left at B (1,180), taken again when the train of the 13th
    // calls at B for the second time (-360 + 2,000 = 1,640), at C 1,000 later, unloaded by 2,700. Or taken at A when
    // the train of the 13th calls there for the second time (640): the same arrival with one handling less.
    assert_eq!(listed(&earlier, &asked, &Prices::default()), [[2_700, -1, -1, 2, -1]]);
    let landbridge_model::Pattern::Scheduled(schedule) =
        &mut earlier.services.get_mut("loop").unwrap().pattern
    else {
        panic!()
    };
    // Too late for that call at A, so the way round is the only one with two handlings.
    schedule.cutoff = Minutes::ZERO;
    let mut late = shipment.clone();
    late.ready = late.ready.after(Minutes::new(600)).unwrap();
    let asked = Question { shipment: late, ..asked };
    assert_eq!(
        listed(&earlier, &asked, &Prices::default()),
        [[2_100, -1, -1, 3, -1], [3_540, -1, -1, 2, -1]]
    );
}

#[test]
fn spread_is_a_criterion_like_others() {
    use Criterion::{Arrival, Spread};
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "KZ-C", Mode::Road, 100_000);
    kit::link(&mut corridor, "b", "CN-A", "KZ-C", Mode::Road, 200_000);
    for (name, link, high) in [("near", "a", Some(Minutes::new(360))), ("far", "b", None)] {
        let steps = [(if link == "a" { "s1" } else { "s2" }, "CN", BorderStepKind::Queue, 0)];
        kit::crossing(&mut corridor, name, link, &steps).steps[0].duration_high = high;
    }
    kit::truck(&mut corridor, "truck");
    let shipment = from_a(&corridor, "KZ-C");
    let asked = question(&corridor, &shipment, &[Arrival, Spread]);
    // 360 x 360 / 18
    assert_eq!(
        listed(&corridor, &asked, &Prices::default()),
        [[220, -1, -1, -1, 7_200], [320, -1, -1, -1, 0]]
    );
    let asked = question(&corridor, &shipment, &[Arrival]);
    assert_eq!(listed(&corridor, &asked, &Prices::default()), [[220, -1, -1, -1, -1]]);
}

/// Between two gates only chains are taken that no other is better than: a detour is never driven to save the storage
/// before a gate that is shut.
#[test]
fn detours_are_not_driven_to_pass_the_time() {
    use Criterion::{Arrival, Cost};
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "b", "CN-A", "CN-D", Mode::Road, 300_000);
    kit::link(&mut corridor, "c", "CN-D", "CN-B", Mode::Road, 300_000);
    kit::link(&mut corridor, "x", "CN-B", "KZ-C", Mode::Road, 10_000);
    kit::crossing(&mut corridor, "cross", "x", &[]);
    kit::closure(&mut corridor, "shut", "cross", kit::days("2023-05-14", "2023-05-14"));
    kit::truck(&mut corridor, "truck");
    let shipment = from_a(&corridor, "KZ-C");
    let asked = question(&corridor, &shipment, &[Arrival, Cost]);
    // Storage at 1 a minute from minute 160 on, driving for nothing.
    // Were handling free, it would be done over and over.
    let prices = Prices { wait: 1, handling: 5_000, ..Prices::default() };
    assert_eq!(listed(&corridor, &asked, &prices), [[1_440 + 10 + 60, 10_000 + 1_440 - 160, -1, -1, -1]]);
    // By a place with hours the detour is two legs, each the longer way round: by B to D (400 minutes), and by A to
    // B (400 more). No leg comes back to where it begins.
    corridor.places.get_mut("CN-D").unwrap().hours = kit::hours("00:00", "23:59");
    assert_eq!(listed(&corridor, &asked, &prices), [[1_510, 10_000 + 1_440 - 860, -1, -1, -1]]);
}

#[test]
fn an_embargo_turns_at_midnight_of_the_place_to_the_minute() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "x", "CN-A", "KZ-C", Mode::Road, 100_000);
    kit::crossing(&mut corridor, "cross", "x", &[]);
    kit::embargo(&mut corridor, "ban", "cross", kit::days("2023-05-15", "2023-05-15"));
    kit::truck(&mut corridor, "truck");
    // Before the border an hour after it is ready.
    for (day, time, waits) in [
        ("2023-05-14", "22:59", 0),
        ("2023-05-14", "23:00", 1_440),
        ("2023-05-15", "22:59", 1),
        ("2023-05-15", "23:00", 0),
    ] {
        let shipment = kit::shipment(&corridor, "CN-A", "KZ-C", day, time);
        let asked = question(&corridor, &shipment, &[Criterion::Arrival]);
        assert_eq!(listed(&corridor, &asked, &Prices::default()), [[220 + waits, -1, -1, -1, -1]]);
    }
}

#[test]
fn gauges_are_a_matter_of_state() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "KZ-C", Mode::Rail, 100_000).gauges = vec![Gauge::Broad];
    kit::truck(&mut corridor, "roamer");
    let service = corridor.services.get_mut("roamer").unwrap();
    (service.mode, service.equipment) = (Mode::Rail, id("box"));
    let shipment = from_a(&corridor, "KZ-C");
    let asked = question(&corridor, &shipment, &[Criterion::Arrival, Criterion::Handlings]);
    // A service on demand is not left for itself; where its boxes can change gauge, they need not be handled.
    assert_eq!(listed(&corridor, &asked, &Prices::default()), [[0_i64; 5]; 0]);
    kit::gauge_change(&mut corridor, "lift", "CN-B", &["box"], 300);
    assert_eq!(listed(&corridor, &asked, &Prices::default()), [[620, -1, -1, 2, -1]]);
}

/// A price for each link by its name, whatever its length; nothing else costs.
struct ByName<'a>(&'a [(&'a str, i64)]);

impl Pricer for ByName<'_> {
    type Error = NoTariff;

    fn price(&self, step: &Step) -> Result<StepPrice, NoTariff> {
        let StepKind::Leg { sections, .. } = &step.kind else { return Ok(StepPrice::NOTHING) };
        let price = |link: &str| self.0.iter().find(|(name, _)| *name == link).map_or(0, |(_, price)| *price);
        let cost_minor = sections.iter().map(|section| price(section.link.as_str())).sum();
        Ok(StepPrice { cost_minor, ..StepPrice::NOTHING })
    }

    fn max_wait_cost(&self, _: &PlaceId, _: Minutes) -> Result<i64, NoTariff> {
        Ok(0)
    }
}

/// Chains are compared by what prices may depend on, not by prices: only a longer one that is nowhere shorter is
/// dropped, and of equals the one with the first links is kept.
#[test]
fn legs_are_chosen_before_they_are_priced() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "b", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "c", "CN-A", "CN-B", Mode::Road, 200_000);
    kit::truck(&mut corridor, "truck");
    let shipment = from_a(&corridor, "CN-B");
    let asked = question(&corridor, &shipment, &[Criterion::Arrival, Criterion::Cost]);
    let prices = ByName(&[("a", 30), ("b", 20), ("c", 10)]);
    let costs = |corridor: &Corridor| -> Vec<i64> {
        let listed = enumerate(corridor, &asked, &prices, LIMIT).unwrap();
        listed.iter().map(|vector| vector.cost_minor.unwrap()).collect()
    };
    // Equal: the first by id, though it is dearer. Longer: not driven, though it is cheaper.
    assert_eq!(costs(&corridor), [30]);
    // Of another country: neither is nowhere longer.
    let mut abroad = corridor.clone();
    abroad.links.get_mut("c").unwrap().country = id("KZ");
    assert_eq!(costs(&abroad), [30, 10]);
    let mut wired = corridor.clone();
    wired.links.get_mut("b").unwrap().electrified = Some(Electrified::Yes);
    assert_eq!(costs(&wired), [20]);
    // A gate at the end keeps links apart, and so does one at the beginning.
    for gated in ["CN-B", "CN-A"] {
        let mut hours = corridor.clone();
        hours.places.get_mut(gated).unwrap().hours = kit::hours("00:00", "23:59");
        assert_eq!(costs(&hours), [20, 10], "{gated}");
    }
}

#[test]
fn what_stands_in_the_way_of_listing_is_told() {
    let corridor = roads();
    let shipment = from_a(&corridor, "CN-C");
    let asked = question(&corridor, &shipment, &[Criterion::Arrival]);
    let prices = Prices::default();
    assert_eq!(enumerate(&corridor, &asked, &prices, 2), Err(NotListed::TooMany { limit: 2 }));
    let prices = Prices { handling: -5, ..Prices::default() };
    let negative = NotListed::NegativePrice { place: id("CN-A"), cost_minor: -5 };
    assert_eq!(enumerate(&corridor, &asked, &prices, LIMIT), Err(negative));
    let prices = per_metre(&[("fast", i64::MIN, 0)]);
    assert!(matches!(enumerate(&corridor, &asked, &prices, LIMIT), Err(NotListed::NoPrice { .. })));
    let mut untimed = corridor.clone();
    untimed.handlings.clear();
    let act = HandlingAct::Load;
    let missing = NotListed::NoHandlingTime { act, equipment: id("truck"), place: id("CN-A") };
    assert_eq!(enumerate(&untimed, &asked, &Prices::default(), LIMIT), Err(missing));
    // At its destination already.
    let asked = Question { shipment: from_a(&corridor, "CN-A"), ..asked };
    assert_eq!(enumerate(&corridor, &asked, &Prices::default(), LIMIT), Ok(Vec::new()));
}
