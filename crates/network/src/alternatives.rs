//! Alternatives worth having: of many good ways, a few that differ.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use landbridge_model::{LinkId, ServiceId, StepKind};

use crate::criteria::Criterion;
use crate::routes::Route;

/// Up to so many choices are all looked at; beyond, one way after the other is added.
const CHOICES_MAX: u64 = 20_000;

/// Metres are counted up to this; twice as many still fit, and so do products of two.
const METRES_MAX: u64 = u64::MAX / 4;

/// What is asked of alternatives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diversity {
    /// How many ways, the first included.
    pub number: usize,
    /// The best by this is the first.
    pub first: Criterion,
    /// By how many thousandths of the best a way may be worse, by criterion; what is not named may be whatever.
    /// Arrival counts from when the shipment is ready.
    pub stretch_permille: BTreeMap<Criterion, u32>,
    /// No two ways may be more alike than so many thousandths; with 1000 any may.
    pub alike_permille: u32,
}

impl Default for Diversity {
    /// Three ways, the cheapest first, none more than half as much again in money or time, no two with more than
    /// nine tenths in common.
    fn default() -> Self {
        Self {
            number: 3,
            first: Criterion::Cost,
            stretch_permille: BTreeMap::from([(Criterion::Arrival, 500), (Criterion::Cost, 500)]),
            alike_permille: 900,
        }
    }
}

/// How much two ways have in common, as a fraction: metres of shared links, counted wholly if by the same service and
/// by half if by another, in the metres of the shorter way.
#[derive(Clone, Copy, Debug)]
pub struct Likeness {
    /// Half metres shared.
    shared: u64,
    /// Half metres of the shorter way.
    of: u64,
}

impl Likeness {
    /// In thousandths, rounded up.
    #[must_use]
    pub fn permille(self) -> u32 {
        let permille = (u128::from(self.shared) * 1_000).div_ceil(u128::from(self.of).max(1));
        u32::try_from(permille).unwrap_or(u32::MAX)
    }
}

impl PartialEq for Likeness {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Likeness {}

impl PartialOrd for Likeness {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Likeness {
    fn cmp(&self, other: &Self) -> Ordering {
        let product = |a: u64, b: u64| u128::from(a) * u128::from(b.max(1));
        product(self.shared, other.of).cmp(&product(other.shared, self.of))
    }
}

/// How much two ways have in common. Two ways without metres are alike; one without is unlike any other.
///
/// O(S log S) for S sections.
#[must_use]
pub fn likeness(one: &Route, other: &Route) -> Likeness {
    Travelled::of(one).likeness(&Travelled::of(other))
}

/// Metres by link and service.
struct Travelled {
    links: BTreeMap<LinkId, BTreeMap<ServiceId, u64>>,
    metres: u64,
}

impl Travelled {
    fn of(route: &Route) -> Self {
        let mut travelled = Self { links: BTreeMap::new(), metres: 0 };
        for step in route.itinerary.steps() {
            let StepKind::Leg { service, sections, .. } = &step.kind else { continue };
            for section in sections {
                let metres = section.length.get().min(METRES_MAX - travelled.metres);
                travelled.metres += metres;
                let services = travelled.links.entry(section.link.clone()).or_default();
                *services.entry(service.clone()).or_default() += metres;
            }
        }
        travelled
    }

    fn likeness(&self, other: &Self) -> Likeness {
        let mut shared = 0;
        for (link, services) in &self.links {
            let Some(theirs) = other.links.get(link) else { continue };
            let metres = |services: &BTreeMap<ServiceId, u64>| services.values().sum::<u64>();
            let same = |(id, own): (&ServiceId, &u64)| theirs.get(id).map_or(0, |their| *own.min(their));
            let same: u64 = services.iter().map(same).sum();
            // What is left over on both sides was travelled by different services.
            shared += same + metres(services).min(metres(theirs));
        }
        match self.metres.min(other.metres) {
            0 if self.metres == other.metres => Likeness { shared: 1, of: 1 },
            0 => Likeness { shared: 0, of: 1 },
            metres => Likeness { shared, of: 2 * metres },
        }
    }
}

/// Of a pool of ways, say the `k` best by some criteria, those that differ: the best by one criterion, and others such
/// that the two most alike are as unlike as can be.
///
/// Ways that are worse than the stretch allows are not considered; fewer ways are given where there are no more that
/// are unlike enough. Of equal choices the one with ways better by the criterion is taken. The first is given first,
/// the others in the order of the criterion.
///
/// # Method
/// Up to 20,000 choices are all looked at, which is exact. For larger pools one way after the other is added, each time
/// the one whose likeness to the nearest is least; how far that may be from the best is not bounded, since unlikeness
/// is no metric. O(n²) likenesses, then O(n k²) at most for each number of ways tried.
///
/// # Source
/// Ravi, S. S., Rosenkrantz, D. J., Tayi, G. K.: Heuristic and special case algorithms for dispersion problems.
/// Operations Research 42 (1994), 299-310.
#[must_use]
pub fn diverse<'r>(routes: &'r [Route], asked: &Diversity) -> Vec<&'r Route> {
    let mut pool: Vec<&Route> = within_stretch(routes, &asked.stretch_permille);
    pool.sort_by_cached_key(|route| (route.vector().get(asked.first), route.vector(), course(route)));
    let ways: Vec<Travelled> = pool.iter().map(|route| Travelled::of(route)).collect();
    let alike: Vec<Vec<Likeness>> =
        ways.iter().map(|one| ways.iter().map(|other| one.likeness(other)).collect()).collect();
    let permitted = |most: Option<Likeness>| most.is_none_or(|most| most.permille() <= asked.alike_permille);
    let mut number = asked.number.min(pool.len());
    // Fewer can be chosen exactly where more cannot; a greedy choice of fewer is the beginning of one of more.
    while number > 0 {
        let chosen = if choices(pool.len() - 1, number - 1).is_some_and(|choices| choices <= CHOICES_MAX) {
            of_all(&alike, number)
        } else {
            one_by_one(&alike, number)
        };
        if permitted(most_alike(&alike, &chosen)) {
            return chosen.into_iter().filter_map(|idx| pool.get(idx).copied()).collect();
        }
        number -= 1;
    }
    Vec::new()
}

/// The links of a way with their services, in order: it tells ways with equal vectors apart.
fn course(route: &Route) -> Vec<(&ServiceId, &LinkId)> {
    let legs = route.itinerary.steps().iter().filter_map(|step| match &step.kind {
        StepKind::Leg { service, sections, .. } => Some(sections.iter().map(move |x| (service, &x.link))),
        _ => None,
    });
    legs.flatten().collect()
}

fn within_stretch<'r>(routes: &'r [Route], stretch: &BTreeMap<Criterion, u32>) -> Vec<&'r Route> {
    let value = |route: &Route, criterion: Criterion| match criterion {
        Criterion::Arrival => i128::from(route.itinerary.duration().get()),
        other => route.vector().get(other),
    };
    let best: Vec<(Criterion, i128, u32)> = stretch
        .iter()
        .filter_map(|(criterion, permille)| {
            let best = routes.iter().map(|route| value(route, *criterion)).min()?;
            Some((*criterion, best, *permille))
        })
        .collect();
    let within = |route: &&Route| {
        best.iter().all(|(criterion, best, permille)| {
            value(route, *criterion) * 1_000 <= best * (1_000 + i128::from(*permille))
        })
    };
    routes.iter().filter(within).collect()
}

/// How many ways there are to choose; `None`: too many to count.
fn choices(from: usize, number: usize) -> Option<u64> {
    let mut choices: u64 = 1;
    for idx in 0..number.min(from.saturating_sub(number)) {
        let (up, down) = (u64::try_from(from - idx).ok()?, u64::try_from(idx + 1).ok()?);
        // A product of so many numbers in a row is divided by this.
        choices = choices.checked_mul(up)? / down;
    }
    Some(choices)
}

/// How alike the two of some ways are that are most alike; `None` for a single one.
fn most_alike(alike: &[Vec<Likeness>], chosen: &[usize]) -> Option<Likeness> {
    let pairs = chosen.iter().enumerate().flat_map(|(n, a)| chosen.iter().skip(n + 1).map(move |b| (*a, *b)));
    pairs.filter_map(|(a, b)| alike.get(a)?.get(b).copied()).max()
}

/// The choice of so many, the first among them, whose two most alike are least so: by looking at all.
fn of_all(alike: &[Vec<Likeness>], number: usize) -> Vec<usize> {
    let mut choice: Vec<usize> = (0..number).collect();
    let mut best = (most_alike(alike, &choice), choice.clone());
    loop {
        // The last that can go on does, and those after it follow close behind; the first stays.
        let Some(turn) = (1..number).rev().find(|at| choice[*at] + number - at < alike.len()) else {
            return best.1;
        };
        let next = choice[turn] + 1;
        for (place, way) in choice.iter_mut().skip(turn).zip(next..) {
            *place = way;
        }
        let alike = most_alike(alike, &choice);
        if alike < best.0 {
            best = (alike, choice.clone());
        }
    }
}

/// So many, one after the other: each the least like those before.
fn one_by_one(alike: &[Vec<Likeness>], number: usize) -> Vec<usize> {
    let mut chosen = vec![0];
    while chosen.len() < number {
        let open = (0..alike.len()).filter(|way| !chosen.contains(way));
        let nearest = |way: &usize| chosen.iter().filter_map(|other| alike.get(*way)?.get(*other)).max();
        match open.min_by_key(|way| nearest(way)) {
            Some(next) => chosen.push(next),
            None => break,
        }
    }
    chosen.sort_unstable();
    chosen
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use landbridge_model::{Itinerary, Mode, Row, Section, Step, Tier};
    use landbridge_units::{GramsCo2e, Instant, Metres};

    use super::*;

    fn row() -> Arc<Row> {
        Arc::new(Row {
            table: String::new(),
            id: String::new(),
            file: String::new().into(),
            line: 1,
            values: BTreeMap::new(),
            tier: Tier::Assumed,
            assumed: std::collections::BTreeSet::new(),
            sources: Vec::new(),
            note: None,
        })
    }

    /// A way of links, each with its service and metres.
    fn way(cost_minor: i64, minutes: i64, links: &[(&str, &str, u64)]) -> Route {
        let at = Instant::from_epoch_minutes;
        let section = |name: &str, metres| Section {
            link: name.parse().unwrap(),
            country: "CN".parse().unwrap(),
            length: Metres::new(metres),
            electrified: None,
            row: row(),
        };
        let steps = links.iter().enumerate().map(|(idx, (link, service, metres))| Step {
            kind: StepKind::Leg {
                service: service.parse().unwrap(),
                equipment: "box".parse().unwrap(),
                mode: Mode::Rail,
                sections: vec![section(link, *metres)],
            },
            from: "CN-A".parse().unwrap(),
            to: "CN-A".parse().unwrap(),
            start: at(if idx == 0 { 0 } else { minutes }),
            end: at(minutes),
            because: Vec::new(),
        });
        let itinerary = Itinerary::new(steps.collect()).unwrap();
        Route { itinerary, cost_minor, co2e: GramsCo2e::new(0), handlings: 2, spread: 0 }
    }

    fn any(number: usize) -> Diversity {
        let stretch_permille = BTreeMap::new();
        Diversity { number, first: Criterion::Cost, stretch_permille, alike_permille: 1_000 }
    }

    fn costs(routes: &[&Route]) -> Vec<i64> {
        routes.iter().map(|route| route.cost_minor).collect()
    }

    #[test]
    fn shared_links_count_wholly_or_by_half() {
        let a = way(1, 1, &[("x", "train", 600), ("y", "train", 400)]);
        assert_eq!(likeness(&a, &a).permille(), 1_000);
        assert_eq!(likeness(&a, &way(1, 1, &[("x", "train", 600), ("z", "train", 9_400)])).permille(), 600);
        assert_eq!(likeness(&a, &way(1, 1, &[("x", "truck", 600), ("z", "train", 400)])).permille(), 300);
        assert_eq!(likeness(&a, &way(1, 1, &[("z", "train", 400)])).permille(), 0);
        // There and back again by another: once with the same service, once with a different one.
        let back = way(1, 1, &[("x", "train", 500), ("x", "truck", 500)]);
        let twice = way(1, 1, &[("x", "train", 1_000)]);
        assert_eq!(likeness(&back, &twice).permille(), 750);
        let still = way(1, 1, &[("x", "train", 0)]);
        assert_eq!((likeness(&still, &still).permille(), likeness(&still, &a).permille()), (1_000, 0));
        let far = way(1, 1, &[("x", "train", u64::MAX), ("y", "train", u64::MAX)]);
        assert_eq!(likeness(&far, &far).permille(), 1_000);
        assert_eq!(likeness(&a, &far), likeness(&far, &a));
        assert!(likeness(&a, &back) > likeness(&a, &way(1, 1, &[("z", "train", 400)])));
    }

    #[test]
    fn the_least_alike_are_chosen_within_the_stretch() {
        let pool = [
            way(100, 100, &[("x", "train", 1_000)]),
            way(101, 100, &[("x", "train", 900), ("y", "train", 100)]),
            way(140, 120, &[("z", "train", 1_000)]),
            way(140, 900, &[("w", "train", 1_000)]),
            way(900, 100, &[("v", "train", 1_000)]),
        ];
        assert_eq!(costs(&diverse(&pool, &any(1))), [100]);
        assert_eq!(costs(&diverse(&pool, &Diversity { number: 2, ..Diversity::default() })), [100, 140]);
        // The second is too like the first for a third.
        let some = Diversity { alike_permille: 899, ..Diversity::default() };
        assert_eq!(costs(&diverse(&pool, &some)), [100, 140]);
        assert_eq!(costs(&diverse(&pool, &Diversity::default())), [100, 101, 140]);
        assert_eq!(costs(&diverse(&pool, &any(9))), [100, 101, 140, 140, 900]);
        let fast = Diversity { first: Criterion::Arrival, ..any(1) };
        assert_eq!(costs(&diverse(&pool, &fast)), [100]);
        assert!(diverse(&pool, &any(0)).is_empty());
        assert!(diverse(&[], &any(3)).is_empty());
    }

    #[test]
    fn choices_are_counted() {
        assert_eq!(
            [(5, 0), (5, 1), (5, 2), (5, 5), (6, 3)].map(|(n, k)| choices(n, k)),
            [1, 5, 10, 1, 20].map(Some)
        );
        assert_eq!(choices(1_000, 500), None);
    }

    /// By looking at every subset, and by adding one after the other.
    #[test]
    fn all_choices_are_looked_at() {
        let mut seed = 3_u64;
        let mut next = |most: u64| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (seed >> 33) % most
        };
        let names = ["a", "b", "c", "d"];
        for _ in 0..60 {
            let pool: Vec<Route> = (0..7)
                .map(|cost| {
                    let links: Vec<(&str, &str, u64)> = names
                        .iter()
                        .map(|name| (*name, if next(2) == 0 { "train" } else { "truck" }, next(3) * 100))
                        .collect();
                    way(cost, 1, &links)
                })
                .collect();
            let ways: Vec<Travelled> = pool.iter().map(Travelled::of).collect();
            let alike: Vec<Vec<Likeness>> =
                ways.iter().map(|a| ways.iter().map(|b| a.likeness(b)).collect()).collect();
            for number in 1..=7 {
                let sets =
                    (0..1_u32 << 7).filter(|bits| bits & 1 == 1 && bits.count_ones() as usize == number);
                let sets = sets.map(|bits| (0..7).filter(|bit| bits >> bit & 1 == 1).collect::<Vec<_>>());
                let least = sets.map(|set| most_alike(&alike, &set)).min().unwrap();
                let exact = of_all(&alike, number);
                assert_eq!(most_alike(&alike, &exact), least);
                let greedy = one_by_one(&alike, number);
                assert_eq!((greedy.len(), greedy[0]), (number, 0));
                assert!(most_alike(&alike, &greedy) >= least);
            }
        }
    }
}
