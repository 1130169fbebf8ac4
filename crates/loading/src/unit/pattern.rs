//! Patterns: how many vehicles of which class stand on which deck of one unit.

use crate::problem::Instance;

/// Vehicles of one class on one deck.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Load {
    pub(crate) deck: usize,
    pub(crate) class: usize,
    pub(crate) count: u32,
}

/// A loaded unit in terms of classes. Loads are sorted by deck, then class, and never count zero.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Pattern {
    /// The kind of unit, whose classes and decks are meant.
    pub(crate) kind: usize,
    pub(crate) loads: Vec<Load>,
}

impl Pattern {
    /// Vehicles per row over all decks, sorted by row.
    pub(crate) fn totals(&self, instance: &Instance) -> Vec<(usize, u32)> {
        let mut totals: Vec<(usize, u32)> = Vec::with_capacity(self.loads.len());
        for load in &self.loads {
            let class = &instance.classes[load.class];
            let vehicles = load.count.saturating_mul(class.stack);
            match totals.iter_mut().find(|(row, _)| *row == class.row) {
                Some((_, count)) => *count += vehicles,
                None => totals.push((class.row, vehicles)),
            }
        }
        totals.sort_unstable();
        totals
    }

    /// How often it can be used within the numbers left by row.
    pub(crate) fn times(&self, instance: &Instance, left: &[u32]) -> u32 {
        self.totals(instance).iter().map(|(row, count)| left[*row] / count).min().unwrap_or(0)
    }

    /// The same unit without vehicles that are not there any more, upper decks emptied first.
    pub(crate) fn capped(&self, instance: &Instance, left: &[u32]) -> Self {
        let mut rest = left.to_vec();
        let mut loads = Vec::with_capacity(self.loads.len());
        for load in &self.loads {
            let class = &instance.classes[load.class];
            let count = load.count.min(rest[class.row] / class.stack);
            rest[class.row] -= count * class.stack;
            if count > 0 {
                loads.push(Load { count, ..*load });
            }
        }
        Self { kind: self.kind, loads }
    }

    /// Takes its vehicles off the numbers left, `times` times; the caller has checked that they are there.
    pub(crate) fn take(&self, instance: &Instance, left: &mut [u32], times: u32) {
        for (row, count) in self.totals(instance) {
            left[row] = left[row].saturating_sub(count.saturating_mul(times));
        }
    }
}

/// What one unit has left while it is being loaded.
#[derive(Clone, Debug)]
pub(crate) struct Room {
    lengths: Vec<u32>,
    masses: Vec<i64>,
    mass: i64,
    places: i64,
    pattern: Pattern,
}

impl Room {
    /// An empty unit.
    pub(crate) fn new(instance: &Instance, kind: usize) -> Self {
        Self {
            lengths: instance.bays.iter().map(|bay| bay.length).collect(),
            masses: instance.bays.iter().map(|bay| bay.payload).collect(),
            mass: instance.payload,
            places: instance.places,
            pattern: Pattern { kind, loads: Vec::new() },
        }
    }

    /// A unit loaded with a pattern, as far as it fits.
    pub(crate) fn with(instance: &Instance, pattern: &Pattern) -> Self {
        let mut room = Self::new(instance, pattern.kind);
        for load in &pattern.loads {
            room.put(instance, load.deck, load.class, load.count);
        }
        room
    }

    /// Puts up to `wanted` pieces of a class on a deck; how many there was room for.
    pub(crate) fn put(&mut self, instance: &Instance, deck: usize, class: usize, wanted: u32) -> u32 {
        let kind = &instance.classes[class];
        if !kind.on(deck) || wanted == 0 {
            return 0;
        }
        let stack = i64::from(kind.stack);
        let mut count = i64::from(wanted.min(self.lengths[deck] / kind.span.max(1))).min(self.places / stack);
        if kind.mass > 0 {
            count = count.min(self.masses[deck] / kind.mass).min(self.mass / kind.mass);
        }
        let Ok(count) = u32::try_from(count) else { return 0 };
        if count == 0 {
            return 0;
        }
        let mass = i64::from(count) * kind.mass;
        self.lengths[deck] -= count * kind.span;
        self.masses[deck] -= mass;
        self.mass -= mass;
        self.places -= i64::from(count) * stack;
        let at = self.pattern.loads.partition_point(|load| (load.deck, load.class) < (deck, class));
        match self.pattern.loads.get_mut(at) {
            Some(load) if (load.deck, load.class) == (deck, class) => load.count += count,
            _ => self.pattern.loads.insert(at, Load { deck, class, count }),
        }
        count
    }

    /// What stands in it so far.
    pub(crate) fn pattern(&self) -> &Pattern {
        &self.pattern
    }

    /// The unit as loaded.
    pub(crate) fn into_pattern(self) -> Pattern {
        self.pattern
    }
}
