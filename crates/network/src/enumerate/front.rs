//! Sums of partial ways, and which of them are kept.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Gauge, PlaceId, ServiceId};
use landbridge_units::Instant;

use crate::criteria::Criterion;
use crate::verify::Question;

/// Cost, grams, handlings, spread, as far as they matter; 0 where they do not.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Sum {
    pub(super) cost: i64,
    pub(super) grams: u64,
    pub(super) handlings: u32,
    pub(super) spread: u64,
}

/// Which sums matter.
#[derive(Clone, Copy, Debug)]
pub(super) struct Matters {
    cost: bool,
    grams: bool,
    handlings: bool,
    spread: bool,
}

impl Matters {
    /// Those that were asked for; handlings also where their number is bounded.
    pub(super) fn of(question: &Question) -> Self {
        let asked = |criterion| question.criteria.contains(&criterion);
        Self {
            cost: asked(Criterion::Cost),
            grams: asked(Criterion::Co2e),
            handlings: asked(Criterion::Handlings) || question.max_handlings.is_some(),
            spread: asked(Criterion::Spread),
        }
    }
}

impl Sum {
    /// The sum with something added; `None` where it leaves its range.
    pub(super) fn plus(self, more: Self, matters: Matters) -> Option<Self> {
        let mut sum = self;
        if matters.cost {
            sum.cost = sum.cost.checked_add(more.cost)?;
        }
        if matters.grams {
            sum.grams = sum.grams.checked_add(more.grams)?;
        }
        if matters.handlings {
            sum.handlings = sum.handlings.checked_add(more.handlings)?;
        }
        if matters.spread {
            sum.spread = sum.spread.checked_add(more.spread)?;
        }
        Some(sum)
    }

    /// Whether it is nowhere larger.
    pub(super) fn covers(&self, other: &Self) -> bool {
        self.cost <= other.cost
            && self.grams <= other.grams
            && self.handlings <= other.handlings
            && self.spread <= other.spread
    }
}

/// Where a partial way is, and what may follow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Spot<'a> {
    /// Before the first loading.
    Origin,
    /// On a service on demand.
    Aboard { place: &'a PlaceId, service: &'a ServiceId, gauge: Option<Gauge>, phase: Phase },
    /// Arrived on a service, and to be handled.
    Landed { place: &'a PlaceId, service: &'a ServiceId },
}

/// What happened last on a service on demand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Phase {
    /// It was loaded.
    Loaded,
    /// Its gauge was changed.
    Regauged,
    /// A leg, with a gate after it.
    Gated,
    /// A leg, without a gate after it.
    Open,
}

/// Partial ways by minute and spot. At one minute and spot the same can follow whatever came before, at the same
/// price: of two such ways one that is covered by the other is superfluous, whatever prices depend on.
#[derive(Debug, Default)]
pub(super) struct Pool<'a> {
    open: BTreeSet<(Instant, Spot<'a>, Sum)>,
    kept: BTreeMap<(Instant, Spot<'a>), Vec<Sum>>,
}

impl<'a> Pool<'a> {
    pub(super) fn push(&mut self, at: Instant, spot: Spot<'a>, sum: Sum) {
        let kept = self.kept.entry((at, spot)).or_default();
        if kept.iter().any(|known| known.covers(&sum)) {
            return;
        }
        for worse in kept.iter().filter(|known| sum.covers(known)) {
            self.open.remove(&(at, spot, *worse));
        }
        kept.retain(|known| !sum.covers(known));
        kept.push(sum);
        self.open.insert((at, spot, sum));
    }

    /// The earliest way not looked at yet.
    pub(super) fn pop(&mut self) -> Option<(Instant, Spot<'a>, Sum)> {
        self.open.pop_first()
    }
}
