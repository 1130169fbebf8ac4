//! Wagons in integers, a division of them among trains, and how two divisions compare.

use super::limits::Room;
use super::wagon::Wagon;

/// A wagon as a number of stop, millimetres and kilograms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Item {
    /// Rank of its stop among the occupied ones, by what is set down there and not by the order of the run.
    pub(super) stop: usize,
    pub(super) mass: u64,
    pub(super) length: u64,
}

/// All wagons, sorted by stop, then heaviest first: independent of names, of the order of wagons and of stops.
#[derive(Clone, Debug)]
pub(super) struct Items {
    pub(super) items: Vec<Item>,
    /// Occupied stops.
    pub(super) stops: usize,
    /// For each item the index of its wagon.
    pub(super) wagon: Vec<usize>,
}

impl Items {
    pub(super) fn new(wagons: &[Wagon], stops: usize) -> Self {
        let mut by_stop: Vec<Vec<(u64, u64, usize)>> = vec![Vec::new(); stops];
        for (idx, wagon) in wagons.iter().enumerate() {
            if let Some(of_stop) = by_stop.get_mut(wagon.stop) {
                of_stop.push((wagon.gross_mass.get(), wagon.length.get(), idx));
            }
        }
        by_stop.retain(|of_stop| !of_stop.is_empty());
        for of_stop in &mut by_stop {
            of_stop.sort_by_key(|(mass, length, idx)| (std::cmp::Reverse((*mass, *length)), *idx));
        }
        let content = |of_stop: &[(u64, u64, usize)]| -> Vec<(u64, u64)> {
            of_stop.iter().map(|(mass, length, _)| (*mass, *length)).collect()
        };
        by_stop.sort_by_cached_key(|of_stop| std::cmp::Reverse((of_stop.len(), content(of_stop))));
        let stops = by_stop.len();
        let mut all = Self { items: Vec::new(), stops, wagon: Vec::new() };
        for (stop, of_stop) in by_stop.into_iter().enumerate() {
            for (mass, length, idx) in of_stop {
                all.items.push(Item { stop, mass, length });
                all.wagon.push(idx);
            }
        }
        all
    }

    pub(super) fn len(&self) -> usize {
        self.items.len()
    }
}

/// What a train holds, in sums.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Sums {
    pub(super) units: usize,
    pub(super) length: u64,
    pub(super) mass: u64,
}

impl Sums {
    // Numbers, lengths and masses are bounded before, so that sums stay far from overflow.
    pub(super) fn with(self, item: &Item) -> Self {
        Self {
            units: self.units + 1,
            length: self.length.saturating_add(item.length),
            mass: self.mass.saturating_add(item.mass),
        }
    }

    pub(super) fn without(self, item: &Item) -> Self {
        Self {
            units: self.units.saturating_sub(1),
            length: self.length.saturating_sub(item.length),
            mass: self.mass.saturating_sub(item.mass),
        }
    }

    pub(super) fn fits(self, room: &Room) -> bool {
        self.units <= room.units && self.length <= room.length && self.mass <= room.mass
    }

    pub(super) fn of(items: &Items, which: &[usize]) -> Self {
        which.iter().fold(Self::default(), |sums, idx| sums.with(&items.items[*idx]))
    }
}

/// Which item goes in which train, as indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Division {
    pub(super) trains: Vec<Vec<usize>>,
    pub(super) left: Vec<usize>,
}

/// What makes one division better than another, first things first; less is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Score {
    /// Wagons that stay behind.
    pub(super) left: usize,
    pub(super) trains: usize,
    /// Trains that are not full.
    pub(super) short: usize,
    /// Over all trains, the stops each serves.
    pub(super) parts: usize,
}

impl Division {
    pub(super) fn score(&self, items: &Items, room: &Room) -> Score {
        let parts = |train: &Vec<usize>| {
            let mut stops: Vec<usize> = train.iter().map(|idx| items.items[*idx].stop).collect();
            stops.sort_unstable();
            stops.dedup();
            stops.len()
        };
        Score {
            left: self.left.len(),
            trains: self.trains.len(),
            short: self.trains.iter().filter(|train| train.len() < room.least).count(),
            parts: self.trains.iter().map(parts).sum(),
        }
    }
}
