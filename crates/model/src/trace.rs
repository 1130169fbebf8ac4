//! Why a figure is what it is: a tree from the figure down to facts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_units::{Decimal, GramsCo2e, Kilograms, Metres, Millimetres, Minutes, Money};

use crate::fact::{FactRef, Tier};

/// A value with its unit, as a trace holds it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Amount {
    /// Money.
    Money(Money),
    /// Greenhouse gas.
    Emission(GramsCo2e),
    /// A duration.
    Time(Minutes),
    /// A distance.
    Distance(Metres),
    /// A dimension.
    Dimension(Millimetres),
    /// A mass.
    Mass(Kilograms),
    /// A count of things, with the thing's name in the plural.
    Count(i64, String),
    /// An exact decimal with its unit.
    Decimal(Decimal, String),
    /// Anything that is not a number: a route, a verdict, "unknown".
    Text(String),
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Money(v) => v.fmt(f),
            Self::Emission(v) => f.pad(&v.display_kg()),
            Self::Time(v) => v.fmt(f),
            Self::Distance(v) => f.pad(&format!("{} km", v.km().normalize())),
            Self::Dimension(v) => v.fmt(f),
            Self::Mass(v) => v.fmt(f),
            Self::Count(1, what) if !what.contains(' ') => {
                f.pad(&format!("1 {}", what.strip_suffix('s').unwrap_or(what)))
            }
            Self::Count(v, what) => f.pad(&format!("{v} {what}")),
            Self::Decimal(v, unit) if unit.is_empty() => f.pad(&v.normalize().to_string()),
            Self::Decimal(v, unit) => f.pad(&format!("{} {unit}", v.normalize())),
            Self::Text(v) => f.pad(v),
        }
    }
}

/// One figure with the reason for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trace {
    /// What it is, in words: "freight, JSQ, China".
    pub label: String,
    /// What it comes to.
    pub amount: Amount,
    /// Why.
    pub why: Why,
}

/// The reason for a figure. Parts are shared: a total stands below many figures, and a copy of a trace is cheap.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Why {
    /// It stands in a corridor file.
    Fact(FactRef),
    /// It was asked for: a date, a quantity, an option of the question.
    Given(String),
    /// The exact sum of the parts.
    Sum(Arc<[Trace]>),
    /// A formula over the parts; the text names the rounding.
    Formula(String, Arc<[Trace]>),
    /// Found by a search or a plan; the text names method and proof, the parts are what it rests on.
    Found(String, Arc<[Trace]>),
}

impl Trace {
    /// A figure that stands in a file.
    #[must_use]
    pub fn fact(label: impl Into<String>, amount: Amount, fact: FactRef) -> Self {
        Self { label: label.into(), amount, why: Why::Fact(fact) }
    }

    /// A figure that is part of the question.
    #[must_use]
    pub fn given(label: impl Into<String>, amount: Amount, why: impl Into<String>) -> Self {
        Self { label: label.into(), amount, why: Why::Given(why.into()) }
    }

    /// A figure by formula.
    #[must_use]
    pub fn formula(
        label: impl Into<String>,
        amount: Amount,
        formula: impl Into<String>,
        parts: Vec<Self>,
    ) -> Self {
        Self { label: label.into(), amount, why: Why::Formula(formula.into(), parts.into()) }
    }

    /// A figure found by a search or plan.
    #[must_use]
    pub fn found(
        label: impl Into<String>,
        amount: Amount,
        method: impl Into<String>,
        parts: Vec<Self>,
    ) -> Self {
        Self { label: label.into(), amount, why: Why::Found(method.into(), parts.into()) }
    }

    /// A figure that is the sum of its parts. The caller hands the sum, [`Trace::sums_hold`] checks it.
    #[must_use]
    pub fn sum(label: impl Into<String>, amount: Amount, parts: Vec<Self>) -> Self {
        Self { label: label.into(), amount, why: Why::Sum(parts.into()) }
    }

    /// The parts it rests on, in order.
    #[must_use]
    pub fn parts(&self) -> &[Self] {
        match &self.why {
            Why::Sum(parts) | Why::Formula(_, parts) | Why::Found(_, parts) => parts,
            Why::Fact(_) | Why::Given(_) => &[],
        }
    }

    /// All facts it rests on, by id, each once.
    #[must_use]
    pub fn facts(&self) -> BTreeMap<String, FactRef> {
        let mut facts = BTreeMap::new();
        // Shared parts are walked once, and a fact met again is not named again: both are met often.
        let (mut walked, mut met) = (BTreeSet::new(), BTreeSet::new());
        let mut open = vec![self];
        while let Some(trace) = open.pop() {
            if let Why::Fact(fact) = &trace.why
                && met.insert((Arc::as_ptr(fact.row()), fact.column()))
            {
                facts.entry(fact.id()).or_insert_with(|| fact.clone());
            }
            let parts = trace.parts();
            if !parts.is_empty() && walked.insert(parts.as_ptr()) {
                open.extend(parts);
            }
        }
        facts
    }

    /// The worst tier among the facts; `None` where it rests on the question alone.
    #[must_use]
    pub fn tier(&self) -> Option<Tier> {
        self.facts().values().map(FactRef::tier).max()
    }

    /// Number of facts of each tier: published, derived, assumed.
    #[must_use]
    pub fn tier_counts(&self) -> [usize; 3] {
        let mut counts = [0; 3];
        for fact in self.facts().values() {
            counts[match fact.tier() {
                Tier::Published => 0,
                Tier::Derived => 1,
                Tier::Assumed => 2,
            }] += 1;
        }
        counts
    }

    /// Whether every [`Why::Sum`] in the tree adds up exactly, in one unit.
    #[must_use]
    pub fn sums_hold(&self) -> bool {
        let mut open = vec![self];
        while let Some(trace) = open.pop() {
            if let Why::Sum(parts) = &trace.why
                && !adds_up(&trace.amount, parts)
            {
                return false;
            }
            open.extend(trace.parts());
        }
        true
    }
}

fn adds_up(total: &Amount, parts: &[Trace]) -> bool {
    let mut sum = Decimal::ZERO;
    for part in parts {
        if unit_of(&part.amount) != unit_of(total) {
            return false;
        }
        match number_of(&part.amount).and_then(|n| sum.checked_add(n)) {
            Some(next) => sum = next,
            None => return false,
        }
    }
    number_of(total) == Some(sum)
}

fn number_of(amount: &Amount) -> Option<Decimal> {
    match amount {
        Amount::Money(v) => Some(Decimal::from(v.minor())),
        Amount::Emission(v) => Some(Decimal::from(v.get())),
        Amount::Time(v) => Some(Decimal::from(v.get())),
        Amount::Distance(v) => Some(Decimal::from(v.get())),
        Amount::Dimension(v) => Some(Decimal::from(v.get())),
        Amount::Mass(v) => Some(Decimal::from(v.get())),
        Amount::Count(v, _) => Some(Decimal::from(*v)),
        Amount::Decimal(v, _) => Some(*v),
        Amount::Text(_) => None,
    }
}

fn unit_of(amount: &Amount) -> String {
    match amount {
        Amount::Money(v) => v.currency().to_string(),
        Amount::Emission(_) => "g".to_owned(),
        Amount::Time(_) => "min".to_owned(),
        Amount::Distance(_) => "m".to_owned(),
        Amount::Dimension(_) => "mm".to_owned(),
        Amount::Mass(_) => "kg".to_owned(),
        Amount::Count(_, what) => what.clone(),
        Amount::Decimal(_, unit) => unit.clone(),
        Amount::Text(_) => "text".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(minor: i64) -> Trace {
        let money = Money::from_minor(minor, "CNY".parse().unwrap());
        Trace::given("part", Amount::Money(money), "asked")
    }

    #[test]
    fn sums_are_checked_to_the_last_minor_unit() {
        let total = |minor| {
            let money = Money::from_minor(minor, "CNY".parse().unwrap());
            Trace::sum("total", Amount::Money(money), vec![given(1), given(2)])
        };
        assert!(total(3).sums_hold());
        assert!(!total(4).sums_hold());
        assert!(!Trace::formula("outer", Amount::Text(String::new()), "x", vec![total(4)]).sums_hold());
    }

    #[test]
    fn unlike_units_do_not_add_up() {
        let usd = Trace::given("x", Amount::Money(Money::from_minor(2, "USD".parse().unwrap())), "asked");
        let total = Amount::Money(Money::from_minor(3, "CNY".parse().unwrap()));
        assert!(!Trace::sum("total", total, vec![given(1), usd]).sums_hold());
    }
}
