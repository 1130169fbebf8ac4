//! What ways are compared by.

use std::fmt;

use landbridge_units::{GramsCo2e, Instant};

/// Something a way can be better in. Less is better in all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Criterion {
    /// When the vehicles are unloaded at their destination.
    Arrival,
    /// Money.
    Cost,
    /// Greenhouse gas.
    Co2e,
    /// Loadings, transloads and unloadings.
    Handlings,
    /// How little the transit time can be relied on: its variance, in square minutes, as far as ranges are known.
    Spread,
}

impl Criterion {
    /// All of them, in the order in which vectors are sorted.
    pub const ALL: [Self; 5] = [Self::Arrival, Self::Cost, Self::Co2e, Self::Handlings, Self::Spread];

    /// Its name, as asked for.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Arrival => "arrival",
            Self::Cost => "cost",
            Self::Co2e => "co2e",
            Self::Handlings => "handlings",
            Self::Spread => "spread",
        }
    }

    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

impl fmt::Display for Criterion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

/// A choice of criteria, at least one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Criteria(u8);

impl Criteria {
    /// One criterion.
    #[must_use]
    pub const fn only(criterion: Criterion) -> Self {
        Self(criterion.bit())
    }

    /// This choice and one more.
    #[must_use]
    pub const fn and(self, criterion: Criterion) -> Self {
        Self(self.0 | criterion.bit())
    }

    /// The choice of some; `None` if there are none.
    #[must_use]
    pub fn of(criteria: &[Criterion]) -> Option<Self> {
        let bits = criteria.iter().fold(0, |bits, criterion| bits | criterion.bit());
        (bits != 0).then_some(Self(bits))
    }

    /// Whether a criterion is among them.
    #[must_use]
    pub const fn has(self, criterion: Criterion) -> bool {
        self.0 & criterion.bit() != 0
    }

    /// Those chosen, in order.
    pub fn iter(self) -> impl Iterator<Item = Criterion> {
        Criterion::ALL.into_iter().filter(move |criterion| self.has(*criterion))
    }
}

impl Default for Criteria {
    /// Arrival, cost and CO2e.
    fn default() -> Self {
        Self::only(Criterion::Arrival).and(Criterion::Cost).and(Criterion::Co2e)
    }
}

/// What a way comes to, in every criterion, whether or not it was compared by it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Vector {
    /// When the vehicles are unloaded.
    pub arrival: Instant,
    /// Money in minor units.
    pub cost_minor: i64,
    /// Greenhouse gas.
    pub co2e: GramsCo2e,
    /// Loadings, transloads and unloadings.
    pub handlings: u32,
    /// Variance of the transit time, in square minutes.
    pub spread: u64,
}

impl Vector {
    /// A criterion as a number; less is better.
    #[must_use]
    pub fn get(&self, criterion: Criterion) -> i128 {
        match criterion {
            Criterion::Arrival => i128::from(self.arrival.epoch_minutes()),
            Criterion::Cost => i128::from(self.cost_minor),
            Criterion::Co2e => i128::from(self.co2e.get()),
            Criterion::Handlings => i128::from(self.handlings),
            Criterion::Spread => i128::from(self.spread),
        }
    }

    /// Whether it is not worse than another in any of the criteria.
    #[must_use]
    pub fn not_worse(&self, other: &Self, criteria: Criteria) -> bool {
        criteria.iter().all(|criterion| self.get(criterion) <= other.get(criterion))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_choice_is_a_set() {
        let choice = Criteria::of(&[Criterion::Cost, Criterion::Spread, Criterion::Cost]).unwrap();
        assert_eq!(choice.iter().map(Criterion::name).collect::<Vec<_>>(), ["cost", "spread"]);
        assert_eq!(Criteria::of(&[]), None);
        assert_eq!(Criteria::default().iter().count(), 3);
    }
}
