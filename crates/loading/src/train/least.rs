//! Bounds that need no search: how many trains at least, how many wagons at most.

use std::cmp::Reverse;

use super::items::{Items, Sums};
use super::limits::Room;

/// No plan has fewer trains, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Least {
    pub(super) trains: usize,
    pub(super) reason: String,
}

/// The best of: number, length and gross mass of all wagons; and of the longest, and of the heaviest, how many fit
/// one train at most.
///
/// # Source
/// For the last two: Martello, Toth, "Lower bounds and reduction procedures for the bin packing problem", 1990,
/// where large items are counted and small ones left out.
pub(super) fn least_trains(items: &Items, room: &Room) -> Least {
    let n = items.len();
    if n == 0 {
        return Least { trains: 0, reason: "there are no wagons".to_owned() };
    }
    let all: Vec<usize> = (0..n).collect();
    let sums = Sums::of(items, &all);
    let mut best = Least { trains: 1, reason: format!("{n} wagons need a train") };
    let mut offer = |need: u64, have: u64, text: &dyn Fn() -> String| {
        let trains = usize::try_from(need.div_ceil(have.max(1))).unwrap_or(usize::MAX);
        if trains > best.trains {
            let hundredths = u128::from(need) * 100 / u128::from(have.max(1));
            let ratio = format!("{}.{:02}", hundredths / 100, hundredths % 100);
            best = Least { trains, reason: format!("{}: {ratio}, so {trains} trains", text()) };
        }
    };
    let wide = |value: usize| u64::try_from(value).unwrap_or(u64::MAX);
    offer(wide(n), wide(room.units), &|| format!("number: {n} wagons, at most {} in a train", room.units));
    offer(sums.length, room.length, &|| {
        let (need, have) = (metres(sums.length), metres(room.length));
        format!("length: {n} wagons are {need} long, a train has {have} for them")
    });
    offer(sums.mass, room.mass, &|| {
        format!("gross mass: {n} wagons weigh {} kg, a train may have {} kg of them", sums.mass, room.mass)
    });
    for (word, what, limit) in [("longest", "length", room.length), ("heaviest", "gross mass", room.mass)] {
        let sizes = sizes(items, what == "length");
        for (first, most) in most_of_first(&sizes, limit, room.units).into_iter().enumerate() {
            let first = first + 1;
            offer(wide(first), wide(most), &|| {
                format!("{what}: of the {first} {word} wagons at most {most} fit a train")
            });
        }
    }
    best
}

// Largest first.
fn sizes(items: &Items, length: bool) -> Vec<u64> {
    let mut sizes: Vec<u64> =
        items.items.iter().map(|item| if length { item.length } else { item.mass }).collect();
    sizes.sort_unstable_by_key(|size| Reverse(*size));
    sizes
}

// For each prefix of the sizes, largest first, how many of its smallest fit. A window that ends one further is never
// smaller, as sizes fall.
fn most_of_first(sizes: &[u64], limit: u64, units: usize) -> Vec<usize> {
    let (mut begin, mut sum) = (0, 0_u64);
    let mut most = Vec::with_capacity(sizes.len());
    for (idx, size) in sizes.iter().enumerate() {
        sum = sum.saturating_add(*size);
        while begin < idx && (sum > limit || idx + 1 - begin > units) {
            sum = sum.saturating_sub(sizes[begin]);
            begin += 1;
        }
        most.push(idx + 1 - begin);
    }
    most
}

/// The most wagons that so many trains can carry, by number and by the shortest and the lightest wagons.
#[derive(Clone, Debug)]
pub(super) struct Carried {
    wagons: usize,
    /// In one train at most so many.
    one: usize,
    /// Limit of a train, and sums of the smallest wagons, one after the other.
    sums: [(u64, Vec<u128>); 2],
}

impl Carried {
    pub(super) fn new(items: &Items, room: &Room) -> Self {
        let mut one = room.units;
        let sums = [(true, room.length), (false, room.mass)].map(|(length, limit)| {
            let sizes = sizes(items, length);
            one = one.min(most_of_first(&sizes, limit, room.units).last().copied().unwrap_or(0));
            let sums = sizes.iter().rev().scan(0_u128, |sum, size| {
                *sum += u128::from(*size);
                Some(*sum)
            });
            (limit, sums.collect())
        });
        Self { wagons: items.len(), one, sums }
    }

    /// In so many trains. Never falls with their number.
    pub(super) fn in_trains(&self, trains: usize) -> usize {
        let mut most = self.wagons.min(self.one.saturating_mul(trains));
        for (limit, sums) in &self.sums {
            // In all trains together no more than their limits add up to.
            let together = u128::from(*limit) * u128::try_from(trains).unwrap_or(u128::MAX >> 64);
            most = most.min(sums.partition_point(|sum| *sum <= together));
        }
        most
    }

    /// The fewest trains that can carry so many of the wagons.
    pub(super) fn least_for(&self, carried: usize) -> usize {
        let (mut low, mut high) = (0, carried);
        while low < high {
            let middle = low.midpoint(high);
            if self.in_trains(middle) >= carried {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        low
    }

    /// Wagons that stay behind in every plan in which only full trains leave.
    pub(super) fn least_left(&self, room: &Room) -> usize {
        if room.least <= 1 {
            return 0;
        }
        let full = |trains: &usize| self.in_trains(*trains) >= trains.saturating_mul(room.least);
        // More trains carry more, so the most that can be full at once carry the most.
        let trains = (1..=self.wagons / room.least).rev().find(full);
        self.wagons - trains.map_or(0, |trains| self.in_trains(trains))
    }
}

/// Trains that a set of wagons needs at least by its sums.
pub(super) fn least_by_sums(sums: Sums, room: &Room) -> usize {
    let by_units = sums.units.div_ceil(room.units.max(1));
    let trains = |need: u64, have: u64| usize::try_from(need.div_ceil(have.max(1))).unwrap_or(usize::MAX);
    by_units.max(trains(sums.length, room.length)).max(trains(sums.mass, room.mass))
}

fn metres(millimetres: u64) -> String {
    format!("{}.{:03} m", millimetres / 1_000, millimetres % 1_000)
}
