//! What a set of statements demands of the true values: variables with boxes, linear rows, products.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::interval::Interval;
use crate::number::hundred;

/// A true value that is not known.
#[derive(Clone, Debug)]
pub(crate) struct Variable {
    /// What the printed number or a definition allows.
    pub(crate) within: Interval,
    /// Whole numbers only.
    pub(crate) whole: bool,
    /// More than zero, not only at least zero: something is divided by it.
    pub(crate) positive: bool,
}

/// The sum of coefficient times variable lies in an interval.
#[derive(Clone, Debug)]
pub(crate) struct Linear {
    pub(crate) terms: BTreeMap<usize, BigRational>,
    pub(crate) within: Interval,
}

/// 100 times the part is the percentage times the whole.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Product {
    pub(crate) part: usize,
    pub(crate) percent: usize,
    pub(crate) whole: usize,
}

/// Variables and what must hold between them.
#[derive(Clone, Debug, Default)]
pub(crate) struct System {
    pub(crate) variables: Vec<Variable>,
    pub(crate) linear: Vec<Linear>,
    pub(crate) products: Vec<Product>,
    /// Two bounds on one variable exclude each other, or a constant row is wrong.
    pub(crate) impossible: bool,
}

impl System {
    /// A new variable, and its index.
    pub(crate) fn variable(&mut self, within: Interval, whole: bool, positive: bool) -> usize {
        self.variables.push(Variable { within, whole, positive });
        self.variables.len() - 1
    }

    /// Cuts down the box of a variable.
    pub(crate) fn bound(&mut self, variable: usize, within: &Interval) {
        if let Some(variable) = self.variables.get_mut(variable) {
            match variable.within.intersect(within) {
                Some(both) => variable.within = both,
                None => self.impossible = true,
            }
        }
    }

    /// A row. The same variable may occur several times; its coefficients add up.
    pub(crate) fn row(&mut self, terms: impl IntoIterator<Item = (usize, BigRational)>, within: Interval) {
        let mut sum: BTreeMap<usize, BigRational> = BTreeMap::new();
        for (variable, coefficient) in terms {
            *sum.entry(variable).or_insert_with(BigRational::zero) += coefficient;
        }
        sum.retain(|_, coefficient| !coefficient.is_zero());
        if sum.is_empty() {
            self.impossible |= !within.contains_zero();
        } else {
            self.linear.push(Linear { terms: sum, within });
        }
    }

    /// The boxes one starts from; `None` where they are already impossible.
    pub(crate) fn boxes(&self) -> Option<Vec<Interval>> {
        if self.impossible {
            return None;
        }
        self.variables
            .iter()
            .map(|v| if v.whole { v.within.whole() } else { Some(v.within.clone()) })
            .collect()
    }

    /// Whether a point is a true state of affairs under all statements, checked one by one without regard to
    /// how it was found.
    pub(crate) fn holds_at(&self, point: &[BigRational]) -> bool {
        let at = |i: usize| point.get(i).cloned().unwrap_or_else(BigRational::zero);
        !self.impossible
            && point.len() == self.variables.len()
            && self.variables.iter().zip(point).all(|(variable, value)| {
                variable.within.contains(value)
                    && (!variable.whole || value.is_integer())
                    && (!variable.positive || value.is_positive())
            })
            && self.linear.iter().all(|row| {
                let sum = row.terms.iter().map(|(i, a)| a * at(*i)).fold(BigRational::zero(), |s, v| s + v);
                row.within.contains(&sum)
            })
            && self.products.iter().all(|p| hundred() * at(p.part) == at(p.percent) * at(p.whole))
    }
}
