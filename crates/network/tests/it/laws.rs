//! Laws on random small corridors, with the list of all itineraries as the judge.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use landbridge_model::{
    BorderStepKind, Corridor, EquipmentId, Frequent, Gauge, HandlingAct, HandlingKind, Itinerary, Mode,
    Pattern, PlaceId, ServiceId, Shipment, Step, StepKind, Validity,
};
use landbridge_network::{
    Criteria, Criterion, Filter, LegBound, Marks, Network, Plan, Pricer, Query, Question, Route, RouteError,
    Routes, SearchOptions, StepPrice, enumerate, pareto,
};
use landbridge_units::{Instant, Minutes};
use proptest::prelude::*;

use crate::kit::{self, NoTariff, Prices, id};

/// Numbers a corridor is made of; each is used modulo what it chooses among.
#[derive(Clone, Debug)]
pub(crate) struct Recipe {
    pub(crate) links: Vec<(usize, usize, usize, u64)>,
    pub(crate) trains: Vec<(usize, usize, Vec<u32>, usize, i64)>,
    pub(crate) trucks: Vec<(usize, i64, i64)>,
    pub(crate) border: (i64, i64, u32, u32, usize),
    pub(crate) closed: (u32, u32, usize),
    pub(crate) hours: usize,
    pub(crate) handling: (usize, i64, usize),
    pub(crate) ready: i64,
    pub(crate) prices: (i64, i64, i64, Vec<(i64, u64)>),
    pub(crate) shuffle: usize,
}

/// Arrival, cost, grams.
type Triple = (Instant, i64, u64);

/// More choices are not listed.
const LIMIT: usize = 60_000;

const PLACES: [&str; 5] = ["CN-A", "CN-B", "KZ-C", "KZ-D", "KZ-E"];

pub(crate) fn recipes() -> impl Strategy<Value = Recipe> {
    let links = prop::collection::vec((0..5_usize, 0..5_usize, 0..5_usize, 0..9_u64), 4..9);
    let dates = prop::collection::vec(10..24_u32, 1..5);
    let trains = prop::collection::vec((0..5_usize, 0..2_usize, dates, 0..64_usize, 100..3_000_i64), 1..4);
    let trucks = prop::collection::vec((0..5_usize, 0..30_i64, 0..2_000_i64), 1..3);
    let border = (0..2_000_i64, 0..2_000_i64, 10..20_u32, 0..8_u32, 0..4_usize);
    let closed = (10..18_u32, 0..5_u32, 0..4_usize);
    let handling = (0..16_usize, 0..300_i64, 0..3_usize);
    let services = prop::collection::vec((0..5_i64, 0..5_u64), 8);
    let prices = (0..400_i64, 0..3_i64, 0..3_i64, services);
    (links, trains, trucks, border, closed, 0..6_usize, handling, 0..4_000_i64, prices, any::<usize>())
        .prop_map(|(links, trains, trucks, border, closed, hours, handling, ready, prices, shuffle)| Recipe {
            links,
            trains,
            trucks,
            border,
            closed,
            hours,
            handling,
            ready,
            prices,
            shuffle,
        })
}

fn may(day: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(2023, 5, day).unwrap()
}

fn from_to(from: u32, length: u32) -> Validity {
    Validity::new(Some(may(from)), Some(may(from + length))).unwrap()
}

pub(crate) fn build(recipe: &Recipe) -> Corridor {
    let mut corridor = kit::corridor();
    for name in PLACES {
        kit::place(&mut corridor, name);
    }
    let mut border_links = Vec::new();
    // A backbone, so that most corridors lead somewhere; lengths whose sums never tie.
    let backbone =
        [(0, 1, 0, 3), (1, 2, 0, 4), (2, 3, 3, 2), (3, 4, 3, 5), (1, 2, 1, 6), (0, 1, 1, 2), (2, 4, 1, 5)];
    for (idx, (a, b, kind, km)) in backbone.iter().chain(&recipe.links).enumerate() {
        let (a, b) = (PLACES[(*a).min(*b)], PLACES[(*a).max(*b)]);
        if a == b {
            continue;
        }
        let road = *kind == 1 || *kind == 2;
        let mode = if road { Mode::Road } else { Mode::Rail };
        let name = format!("link{idx:02}");
        let length = (km + 1) * 100_000 + (1 << idx);
        let link = kit::link(&mut corridor, &name, a, b, mode, length);
        let abroad = a.starts_with("CN") && b.starts_with("KZ");
        if !road {
            link.gauges = match kind {
                _ if abroad => vec![Gauge::Standard, Gauge::Broad],
                0 => vec![Gauge::Standard],
                3 => vec![Gauge::Broad],
                _ => vec![Gauge::Standard, Gauge::Broad],
            };
        }
        if abroad {
            border_links.push((name, mode));
        }
    }
    let (exit, entry, turn, length, date) = recipe.border;
    for (idx, (name, _)) in border_links.iter().enumerate() {
        if idx % 3 == 2 {
            continue;
        }
        let steps = [
            (format!("s{idx}a"), "CN", BorderStepKind::Customs, exit),
            (format!("s{idx}b"), "CN", BorderStepKind::Queue, 30),
            (format!("s{idx}c"), "KZ", BorderStepKind::Inspection, entry),
        ];
        let steps: Vec<_> =
            steps.iter().map(|(name, side, kind, n)| (name.as_str(), *side, *kind, *n)).collect();
        let crossing = kit::crossing(&mut corridor, &format!("crossing{idx}"), name, &steps);
        match date {
            0 => crossing.steps[0].validity = Validity::new(None, Some(may(turn))).unwrap(),
            1 => crossing.steps[2].validity = from_to(turn, length),
            _ => {}
        }
    }
    let (from, length, which) = recipe.closed;
    match which {
        0 => kit::closure(&mut corridor, "shut", "crossing0", from_to(from, length)),
        1 => {
            kit::embargo(&mut corridor, "stop", "crossing0", from_to(from, length)).modes = vec![Mode::Rail];
            kit::holiday(&mut corridor, "feast", "KZ", from_to(from + 1, length));
        }
        2 => kit::holiday(&mut corridor, "feast", "CN", from_to(from, length)),
        _ => {}
    }
    if let Some(place) = PLACES.get(recipe.hours).and_then(|name| corridor.places.get_mut(*name)) {
        place.hours = kit::hours("08:00", "17:00");
    }
    kit::gauge_change(&mut corridor, "change-c", "KZ-C", &["box"], 120);
    if recipe.handling.0.is_multiple_of(2) {
        kit::gauge_change(&mut corridor, "change-d", "KZ-D", &["box", "wagon"], 45);
    }
    if recipe.handling.2 == 0 {
        kit::handling(&mut corridor, "transload", HandlingAct::Transload, recipe.handling.1);
    }
    if let Some(place) = PLACES.get(recipe.handling.0).and_then(|name| corridor.places.get_mut(*name)) {
        place.handles = vec![HandlingKind::Ramp];
    }
    for (idx, (kind, wait, km)) in recipe.trucks.iter().enumerate() {
        let service = format!("truck{idx}");
        let on_demand = kit::truck(&mut corridor, &service);
        on_demand.wait = Minutes::new(*wait);
        on_demand.km_per_day = u32::try_from(km + 300).unwrap();
        match kind {
            0 => on_demand.countries = vec![id("CN")],
            1 => on_demand.countries = vec![id("KZ")],
            2 => {
                // A rail service on demand, containers on either gauge.
                let service = corridor.services.get_mut(service.as_str()).unwrap();
                service.mode = Mode::Rail;
                service.equipment = id("box");
            }
            _ => {}
        }
    }
    for (idx, (equipment, cutoff, dates, stops, minutes)) in recipe.trains.iter().enumerate() {
        let equipment = if *equipment < 2 { "wagon" } else { "box" };
        // One bit for each place, one for the direction.
        let mut calls: Vec<&str> =
            (0..5).filter(|bit| stops >> bit & 1 == 1).map(|bit| PLACES[bit]).collect();
        if stops >> 5 == 1 && idx > 0 {
            calls.reverse();
        }
        let calls: Vec<(&str, i64)> = calls.into_iter().zip((0..).map(|n| n * minutes)).collect();
        if calls.len() > 1 {
            let schedule = kit::train(&mut corridor, &format!("train{idx}"), equipment, dates, &calls);
            schedule.cutoff = Minutes::new(i64::try_from(*cutoff).unwrap() * 600);
            // Some leave every so often in May, nobody knows when.
            if minutes % 4 == 3 {
                let frequent = Frequent {
                    every: Minutes::new(minutes * 2),
                    validity: from_to(10, 20),
                    cutoff: schedule.cutoff,
                    units_max: None,
                    units_min: None,
                    stops: schedule.stops.clone(),
                };
                let service = corridor.services.get_mut(format!("train{idx}").as_str()).unwrap();
                service.pattern = Pattern::Frequent(frequent);
            }
        }
    }
    corridor
}

pub(crate) fn prices(recipe: &Recipe, corridor: &Corridor) -> Prices {
    let (leg, handling, border, services) = &recipe.prices;
    let names = || corridor.services.keys().map(ToString::to_string);
    Prices {
        metre: names().zip(services.iter().map(|x| x.0)).collect(),
        leg: leg * 1_000,
        handling: handling * 10_000,
        // A step that comes or goes by date would make a later start cheaper.
        border: if recipe.border.4 < 2 { 0 } else { border * 1_000 },
        gauge_change: 77,
        wait: 0,
        grams: names().zip(services.iter().map(|x| x.1)).collect(),
    }
}

const RIDES: u32 = 3;
pub(crate) const HORIZON: Minutes = Minutes::new(18 * 1_440);

pub(crate) fn shipment(recipe: &Recipe, corridor: &Corridor) -> Shipment {
    let mut shipment = kit::shipment(corridor, "CN-A", "KZ-E", "2023-05-10", "00:00");
    shipment.ready = shipment.ready.after(Minutes::new(recipe.ready)).unwrap();
    shipment
}

fn search<P: Pricer>(
    corridor: &Corridor,
    shipment: &Shipment,
    pricer: &P,
    same_instant_only: bool,
) -> Result<Routes, RouteError<P::Error>> {
    let options = SearchOptions {
        horizon: HORIZON,
        max_handlings: Some(RIDES + 1),
        same_instant_only,
        ..SearchOptions::default()
    };
    search_with(corridor, shipment, pricer, options)
}

fn search_with<P: Pricer>(
    corridor: &Corridor,
    shipment: &Shipment,
    pricer: &P,
    options: SearchOptions,
) -> Result<Routes, RouteError<P::Error>> {
    let (network, _) = Network::build(corridor);
    let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
    let query = Query { shipment, equipment: &equipment, filter: &Filter::default(), options, watch: None };
    pareto(&network, &query, pricer)
}

fn triples<E: std::error::Error + 'static>(answer: &Result<Routes, RouteError<E>>) -> Vec<Triple> {
    match answer {
        Ok(routes) => {
            assert!(routes.complete);
            routes
                .routes
                .iter()
                .map(|route| (route.itinerary.end(), route.cost_minor, route.co2e.get()))
                .collect()
        }
        Err(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }) => Vec::new(),
        Err(other) => panic!("{other}"),
    }
}

/// The front of all itineraries, listed one by one; `None` if there is too much to list.
fn listed<P: Pricer>(corridor: &Corridor, shipment: &Shipment, pricer: &P) -> Option<Vec<Triple>> {
    let equipment = corridor.equipment.keys().cloned().collect();
    let mut question = Question::new(shipment.clone(), equipment, HORIZON);
    question.max_handlings = Some(RIDES + 1);
    let all = enumerate(corridor, &question, pricer, LIMIT).ok()?;
    let triple = |marks: Marks| Some((marks.arrival?, marks.cost_minor?, marks.co2e?.get()));
    all.into_iter().map(triple).collect()
}

/// Prices that follow the calendar and the single link: nothing a search may count on.
struct Moody(Prices);

impl Pricer for Moody {
    type Error = NoTariff;

    fn price(&self, step: &Step) -> Result<StepPrice, NoTariff> {
        let mut price = self.0.price(step)?;
        let day = step.start.epoch_minutes() / 1_440;
        price.cost_minor += day % 3 * 5_000;
        if let StepKind::Leg { sections, .. } = &step.kind {
            price.cost_minor /= i64::try_from(sections.len()).unwrap();
        }
        if let StepKind::Wait { .. } = &step.kind {
            price.cost_minor += day % 2 * step.duration().get();
        }
        Ok(price)
    }

    fn max_wait_cost(&self, _: &PlaceId, waited: Minutes) -> Result<i64, NoTariff> {
        Ok(waited.get() * 2 + 15_000)
    }
}

/// The same prices, with bounds that are as near as they can be.
struct Bounded(Prices);

impl Pricer for Bounded {
    type Error = NoTariff;

    fn price(&self, step: &Step) -> Result<StepPrice, NoTariff> {
        self.0.price(step)
    }

    fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<i64, NoTariff> {
        self.0.max_wait_cost(place, waited)
    }

    fn at_least(&self, step: &Step, _: Instant) -> StepPrice {
        self.0.price(step).unwrap()
    }

    fn leg_bound(&self, step: &Step, _: Instant) -> LegBound {
        let StepKind::Leg { service, .. } = &step.kind else { return LegBound::default() };
        let unit = 1_i128 << LegBound::SCALE;
        let metre = i128::from(*self.0.metre.get(service.as_str()).unwrap_or(&0)) * unit;
        let grams = i128::from(self.0.grams.get(service.as_str()).copied().unwrap_or(0)) * unit;
        LegBound::new(vec![vec![(i128::from(self.0.leg) * unit, metre)]], vec![grams])
    }

    fn turns(&self, _: &PlaceId, _: Instant, _: Instant) -> Option<Vec<Instant>> {
        Some(Vec::new())
    }
}

/// Storage by place, some of it free: where who is early has to wait matters.
struct Stored(Prices, [i64; 5]);

impl Stored {
    fn rate(&self, place: &PlaceId) -> i64 {
        PLACES.iter().zip(self.1).find(|(name, _)| **name == place.as_str()).map_or(0, |(_, rate)| rate)
    }
}

impl Pricer for Stored {
    type Error = NoTariff;

    fn price(&self, step: &Step) -> Result<StepPrice, NoTariff> {
        let mut price = self.0.price(step)?;
        if let StepKind::Wait { .. } = &step.kind {
            price.cost_minor += self.rate(&step.from) * step.duration().get();
        }
        Ok(price)
    }

    fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<i64, NoTariff> {
        Ok(self.rate(place) * waited.get())
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    /// Nor does storage that is dear at one place and free at another.
    #[test]
    fn storage_may_differ_by_place(recipe in recipes(), rates in prop::array::uniform5(0..9_i64), after in 0..9_usize) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let pricer = Stored(prices, rates.map(|rate| (rate - 4).max(0)));
        let Some(expected) = listed(&corridor, &shipment, &pricer) else { return Ok(()) };
        let options = SearchOptions {
            horizon: HORIZON,
            max_handlings: Some(RIDES + 1),
            guide_after: Some(after),
            ..SearchOptions::default()
        };
        prop_assert_eq!(triples(&search_with(&corridor, &shipment, &pricer, options)), expected);
    }

    #[test]
    fn the_front_is_that_of_all_itineraries(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let Some(expected) = listed(&corridor, &shipment, &prices) else { return Ok(()) };
        prop_assert_eq!(triples(&search(&corridor, &shipment, &prices, false)), expected);
    }

    /// What bounds drop is never missed, whether they are near or know nothing of prices.
    #[test]
    fn bounds_change_no_answer(recipe in recipes(), wait in 0..3_i64, rides in 1..5_u32) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = wait;
        let options = SearchOptions { horizon: HORIZON, max_handlings: Some(rides + 1), ..SearchOptions::default() };
        let unbounded = SearchOptions { bounds: false, ..options };
        let all = search_with(&corridor, &shipment, &prices, unbounded);
        let far = search_with(&corridor, &shipment, &prices, options);
        let near = search_with(&corridor, &shipment, &Bounded(prices), options);
        prop_assert_eq!(triples(&all), triples(&far));
        prop_assert_eq!(triples(&all), triples(&near));
        if let Err(error) = all {
            prop_assert_eq!(Some(&error), far.as_ref().err());
            prop_assert_eq!(Some(&error), near.as_ref().err());
        }
    }

    /// Neither is what is learnt on the way, whenever it is learnt.
    #[test]
    fn a_guide_changes_no_answer(
        recipe in recipes(),
        after in 0..8_usize,
        shape in 0..3_usize,
        wait in 0..3_i64,
    ) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = wait;
        let criteria = match shape {
            0 => Criteria::only(Criterion::Arrival),
            1 => Criteria::only(Criterion::Arrival).and(Criterion::Co2e).and(Criterion::Spread),
            _ => Criteria::default(),
        };
        let alone = SearchOptions { horizon: HORIZON, criteria, guide_after: Some(usize::MAX), ..SearchOptions::default() };
        let unbounded = SearchOptions { bounds: false, ..alone };
        let guided = SearchOptions { guide_after: Some(after), ..alone };
        let all = search_with(&corridor, &shipment, &prices, unbounded);
        let vectors = |answer: &Result<Routes, RouteError<NoTariff>>| -> Option<Vec<Vec<i128>>> {
            let routes = &answer.as_ref().ok()?.routes;
            let vector = |route: &Route| criteria.iter().map(|by| route.vector().get(by)).collect();
            Some(routes.iter().map(vector).collect())
        };
        for options in [alone, guided] {
            let far = search_with(&corridor, &shipment, &prices, options);
            let near = search_with(&corridor, &shipment, &Bounded(prices.clone()), options);
            prop_assert_eq!(vectors(&all), vectors(&far));
            prop_assert_eq!(vectors(&all), vectors(&near));
        }
    }

    /// What a plan has learnt from one question holds for the next ones.
    #[test]
    fn a_plan_answers_each_day_as_one_made_for_it(
        recipe in recipes(),
        after in 0..8_usize,
        wait in 0..2_i64,
        days in prop::collection::vec(0..7_200_i64, 1..4),
    ) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = wait;
        let pricer = Bounded(prices);
        let options = SearchOptions { horizon: HORIZON, guide_after: Some(after), ..SearchOptions::default() };
        let (network, _) = Network::build(&corridor);
        let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
        let query =
            Query { shipment: &shipment, equipment: &equipment, filter: &Filter::default(), options, watch: None };
        let at = |minutes| shipment.ready.after(Minutes::new(minutes)).unwrap();
        let plan = Plan::new(&network, query, &pricer, (at(0), at(7_200))).unwrap();
        for day in days {
            let tardy = Shipment { ready: at(day), ..shipment.clone() };
            let anew = search_with(&corridor, &tardy, &pricer, SearchOptions { bounds: false, ..options });
            prop_assert_eq!(triples(&plan.ask(at(day), &shipment.destination)), triples(&anew));
        }
    }

    #[test]
    fn looking_for_the_cheapest_alone_finds_the_same_one(recipe in recipes(), wait in 0..3_i64) {
        same_without_arrival(&recipe, wait)?;
    }

    #[test]
    fn near_bounds_leave_the_front_of_all_itineraries(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let Some(expected) = listed(&corridor, &shipment, &prices) else { return Ok(()) };
        prop_assert_eq!(triples(&search(&corridor, &shipment, &Bounded(prices), false)), expected);
    }

    #[test]
    fn at_one_instant_any_prices_will_do(recipe in recipes()) {
        let corridor = build(&recipe);
        let shipment = shipment(&recipe, &corridor);
        let mut prices = prices(&recipe, &corridor);
        prices.border = 500;
        let prices = Moody(prices);
        let Some(expected) = listed(&corridor, &shipment, &prices) else { return Ok(()) };
        prop_assert_eq!(triples(&search(&corridor, &shipment, &prices, true)), expected);
    }

    #[test]
    fn totals_are_the_sums_of_the_steps(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = 3;
        let Ok(answer) = search(&corridor, &shipment, &prices, false) else { return Ok(()) };
        for route in &answer.routes {
            let steps = route.itinerary.steps();
            prop_assert!(Itinerary::new(steps.to_vec()).is_ok());
            prop_assert_eq!(route.itinerary.start(), shipment.ready);
            let cost: i64 = steps.iter().map(|step| prices.price(step).unwrap().cost_minor).sum();
            let grams: u64 = steps.iter().map(|step| prices.price(step).unwrap().co2e.get()).sum();
            prop_assert_eq!((route.cost_minor, route.co2e.get()), (cost, grams));
            let idle = |step: &Step| matches!(step.kind, StepKind::Wait { .. }) && step.duration() == Minutes::ZERO;
            prop_assert!(!steps.iter().any(idle));
            prop_assert!(steps.iter().all(|step| !step.because.is_empty()));
        }
        for (a, b) in answer.routes.iter().zip(answer.routes.iter().skip(1)) {
            prop_assert!(a.itinerary.end() <= b.itinerary.end());
        }
    }

    /// Storage at one rate everywhere does not blur the front.
    #[test]
    fn storage_is_weighed_against_time(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, mut prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        prices.wait = 2;
        let Some(expected) = listed(&corridor, &shipment, &prices) else { return Ok(()) };
        prop_assert_eq!(triples(&search(&corridor, &shipment, &prices, false)), expected);
    }

    #[test]
    fn order_and_names_of_rows_mean_nothing(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let before = search(&corridor, &shipment, &prices, false);
        let mut shuffled = corridor.clone();
        shuffled.handlings.reverse();
        shuffled.gauge_changes.reverse();
        shuffled.closures.reverse();
        let n = shuffled.handlings.len();
        shuffled.handlings.rotate_left(recipe.shuffle % n);
        let after = search(&shuffled, &shipment, &prices, false);
        prop_assert_eq!(before.as_ref().ok(), after.as_ref().ok());

        // Renamed services and links come in another order; the choices stay the same.
        let renamed = rename(&corridor, recipe.shuffle);
        let mut theirs = prices.clone();
        theirs.metre = prices.metre.iter().map(|(k, v)| (new_name(k, recipe.shuffle), *v)).collect();
        theirs.grams = prices.grams.iter().map(|(k, v)| (new_name(k, recipe.shuffle), *v)).collect();
        prop_assert_eq!(triples(&before), triples(&search(&renamed, &shipment, &theirs, false)));
    }

    #[test]
    fn a_service_less_never_helps(recipe in recipes()) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let all = triples(&search(&corridor, &shipment, &prices, false));
        let names: Vec<ServiceId> = corridor.services.keys().cloned().collect();
        let mut fewer = corridor.clone();
        fewer.services.remove(&names[recipe.shuffle % names.len()]);
        for left in triples(&search(&fewer, &shipment, &prices, false)) {
            prop_assert!(all.iter().any(|x| x.0 <= left.0 && x.1 <= left.1 && x.2 <= left.2));
        }
    }

    /// Who is ready later is not delivered earlier.
    #[test]
    fn first_come_first_through(recipe in recipes(), later in 0..3_000_i64) {
        let corridor = build(&recipe);
        let (shipment, prices) = (shipment(&recipe, &corridor), prices(&recipe, &corridor));
        let mut tardy = shipment.clone();
        tardy.ready = shipment.ready.after(Minutes::new(later)).unwrap();
        let first = |shipment: &Shipment| -> Option<Instant> {
            triples(&search(&corridor, shipment, &prices, false)).first().map(|x| x.0)
        };
        if let (Some(early), Some(late)) = (first(&shipment), first(&tardy)) {
            prop_assert!(early <= late);
        }
    }
}

/// Where arrival is not compared, of equal ways one that arrives first is answered: what the whole front knows of them.
fn same_without_arrival(recipe: &Recipe, wait: i64) -> Result<(), TestCaseError> {
    let corridor = build(recipe);
    let (shipment, mut prices) = (shipment(recipe, &corridor), prices(recipe, &corridor));
    prices.wait = wait;
    let pricer = Bounded(prices);
    let options = SearchOptions { horizon: HORIZON, ..SearchOptions::default() };
    let all = triples(&search_with(&corridor, &shipment, &pricer, options));
    let (cost, co2e) = (Criteria::only(Criterion::Cost), Criteria::only(Criterion::Co2e));
    for criteria in [cost, co2e, cost.and(Criterion::Co2e)] {
        let alone = search_with(&corridor, &shipment, &pricer, SearchOptions { criteria, ..options });
        let compared = |(arrival, cost, co2e): &Triple| {
            let cost = if criteria.has(Criterion::Cost) { *cost } else { 0 };
            let co2e = if criteria.has(Criterion::Co2e) { *co2e } else { 0 };
            (cost, co2e, *arrival)
        };
        let found: BTreeSet<_> = triples(&alone).iter().map(compared).collect();
        let front: BTreeSet<_> = all.iter().map(compared).collect();
        let beats = |a: &(i64, u64, Instant), b: &(i64, u64, Instant)| a.0 <= b.0 && a.1 <= b.1 && a < b;
        let best = front.iter().filter(|way| !front.iter().any(|other| beats(other, way)));
        prop_assert_eq!(found, best.copied().collect());
    }
    Ok(())
}

/// One train to the end and one that only comes near it cost the same; where no more than cost counted, who looked at
/// trains by their first arrival found the later one first.
#[test]
fn of_equally_cheap_ways_the_earlier_one_is_answered() {
    let recipe = Recipe {
        links: vec![(0, 0, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (2, 3, 3, 0)],
        trains: vec![(2, 0, vec![14], 18, 1_704), (2, 0, vec![10], 22, 708)],
        trucks: vec![(2, 0, 1_248)],
        border: (0, 0, 10, 0, 0),
        closed: (10, 0, 0),
        hours: 0,
        handling: (3, 0, 0),
        ready: 0,
        prices: (0, 1, 0, [0, 0, 1, 0, 0, 0, 0, 0].map(|metre| (metre, 0)).to_vec()),
        shuffle: 0,
    };
    same_without_arrival(&recipe, 0).unwrap();
}

fn new_name(name: &str, seed: usize) -> String {
    // A digit in front reorders the names.
    let digit = (name.bytes().map(usize::from).sum::<usize>().wrapping_mul(7) ^ seed) % 10;
    format!("{digit}{name}")
}

fn rename(corridor: &Corridor, seed: usize) -> Corridor {
    let mut renamed = corridor.clone();
    renamed.services = corridor
        .services
        .values()
        .map(|service| {
            let mut service = service.clone();
            service.id = id(&new_name(service.id.as_str(), seed));
            if let Pattern::OnDemand(on_demand) = &mut service.pattern {
                for link in &mut on_demand.links {
                    *link = id(&new_name(link.as_str(), seed));
                }
            }
            (service.id.clone(), service)
        })
        .collect();
    renamed.links = corridor
        .links
        .values()
        .map(|link| {
            let mut link = link.clone();
            link.id = id(&new_name(link.id.as_str(), seed));
            (link.id.clone(), link)
        })
        .collect::<BTreeMap<_, _>>();
    for crossing in renamed.crossings.values_mut() {
        crossing.link = id(&new_name(crossing.link.as_str(), seed));
    }
    renamed
}
