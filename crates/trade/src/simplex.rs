//! Exact linear feasibility and extremes: a simplex over bounded variables in fractions.
//!
//! Each row gets a slack variable with the row's bounds, so that a problem is: given `slack = sum of
//! coefficient times variable` and bounds on every variable, is there a point? Variables outside the basis sit
//! on a bound; a basic variable out of its bounds is exchanged for one that can move. Bland's rule (always the
//! smallest index) rules out cycles, so the search ends; a row none of whose variables can move is a proof that
//! there is no point.
//!
//! Literature: B. Dutertre and L. de Moura, "A fast linear-arithmetic solver for DPLL(T)", CAV 2006, for the
//! form; R. G. Bland, "New finite pivoting rules for the simplex method", 1977, for the rule.
//! One exchange costs (rows x columns) operations on fractions; their number is exponential in the worst
//! case and small in practice, and [`EXCHANGES_MAX`] bounds it.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::interval::Interval;

/// After so many exchanges the answer is "not decided".
const EXCHANGES_MAX: usize = 4_000;

/// A row over the variables outside the basis, by index.
type Row = BTreeMap<usize, BigRational>;

/// A linear problem and its current point.
#[derive(Clone)]
pub(crate) struct Simplex {
    n: usize,
    low: Vec<Option<BigRational>>,
    high: Vec<Option<BigRational>>,
    value: Vec<BigRational>,
    rows: Vec<Row>,
    /// Which variable each row defines.
    basic: Vec<usize>,
    /// Which row defines each variable, if any.
    row_of: Vec<Option<usize>>,
}

/// Whether there is a point.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Feasible {
    Yes,
    No,
    Undecided,
}

/// How far a variable can go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Extreme {
    At(BigRational),
    Unbounded,
    Undecided,
}

impl Simplex {
    /// Variables `0..boxes.len()` within their boxes, and rows within theirs.
    pub(crate) fn new(boxes: &[Interval], rows: &[(Row, Interval)]) -> Self {
        let n = boxes.len();
        let bounds = boxes.iter().chain(rows.iter().map(|(_, bounds)| bounds));
        let (low, high): (Vec<_>, Vec<_>) = bounds.map(|b| (b.low().cloned(), b.high().cloned())).unzip();
        let mut value: Vec<BigRational> = (0..n)
            .map(|i| low[i].clone().or_else(|| high[i].clone()).unwrap_or_else(BigRational::zero))
            .collect();
        for (row, _) in rows {
            let slack = row.iter().map(|(j, a)| a * &value[*j]).fold(BigRational::zero(), |sum, v| sum + v);
            value.push(slack);
        }
        let mut row_of = vec![None; n];
        row_of.extend((0..rows.len()).map(Some));
        Self {
            n,
            low,
            high,
            value,
            rows: rows.iter().map(|(row, _)| row.clone()).collect(),
            basic: (n..n + rows.len()).collect(),
            row_of,
        }
    }

    /// The current values of the variables, without the slacks.
    pub(crate) fn point(&self) -> Vec<BigRational> {
        self.value[..self.n].to_vec()
    }

    /// Looks for a point.
    pub(crate) fn solve(&mut self) -> Feasible {
        for _ in 0..EXCHANGES_MAX {
            let broken = self
                .basic
                .iter()
                .enumerate()
                .filter(|(_, b)| self.is_below(**b) || self.is_above(**b))
                .min_by_key(|(_, b)| **b)
                .map(|(row, b)| (row, *b));
            let Some((row, b)) = broken else { return Feasible::Yes };
            let up = self.is_below(b);
            let entering = self.rows[row]
                .iter()
                .find(|(j, a)| self.can_move(**j, a.is_positive() == up))
                .map(|(j, _)| *j);
            let Some(j) = entering else { return Feasible::No };
            let target = if up { self.low[b].clone() } else { self.high[b].clone() };
            let Some(target) = target else { return Feasible::Undecided };
            self.exchange(row, j, target);
        }
        Feasible::Undecided
    }

    /// The largest (`up`) or smallest value a variable takes. Call after [`Simplex::solve`] said yes; the point
    /// moves to one where the extreme is taken.
    pub(crate) fn extreme(&mut self, k: usize, up: bool) -> Extreme {
        for _ in 0..EXCHANGES_MAX {
            let entering = match self.row_of[k] {
                None => self.can_move(k, up).then_some((k, up)),
                Some(row) => self.rows[row].iter().find_map(|(j, a)| {
                    let rises = a.is_positive() == up;
                    self.can_move(*j, rises).then_some((*j, rises))
                }),
            };
            let Some((j, rises)) = entering else { return Extreme::At(self.value[k].clone()) };
            let mut best: Option<(BigRational, Option<usize>)> = self.room(j, rises).map(|room| (room, None));
            for (row, coefficients) in self.rows.iter().enumerate() {
                let Some(a) = coefficients.get(&j) else { continue };
                let Some(room) = self.room(self.basic[row], a.is_positive() == rises) else { continue };
                let step = room / a.abs();
                let closer = match &best {
                    None => true,
                    Some((least, None)) => step < *least,
                    Some((least, Some(r))) => {
                        step < *least || (step == *least && self.basic[row] < self.basic[*r])
                    }
                };
                if closer {
                    best = Some((step, Some(row)));
                }
            }
            match best {
                None => return Extreme::Unbounded,
                Some((step, None)) => self.shift(j, &if rises { step } else { -step }),
                Some((_, Some(row))) => {
                    let leaving = self.basic[row];
                    let leaves_up = self.rows[row].get(&j).is_some_and(|a| a.is_positive() == rises);
                    let bound =
                        if leaves_up { self.high[leaving].clone() } else { self.low[leaving].clone() };
                    let Some(bound) = bound else { return Extreme::Undecided };
                    self.exchange(row, j, bound);
                }
            }
        }
        Extreme::Undecided
    }

    fn is_below(&self, i: usize) -> bool {
        self.low[i].as_ref().is_some_and(|low| self.value[i] < *low)
    }

    fn is_above(&self, i: usize) -> bool {
        self.high[i].as_ref().is_some_and(|high| self.value[i] > *high)
    }

    fn can_move(&self, i: usize, up: bool) -> bool {
        if up {
            self.high[i].as_ref().is_none_or(|high| self.value[i] < *high)
        } else {
            self.low[i].as_ref().is_none_or(|low| self.value[i] > *low)
        }
    }

    /// Distance to the bound; `None` where there is none.
    fn room(&self, i: usize, up: bool) -> Option<BigRational> {
        if up {
            Some(self.high[i].as_ref()? - &self.value[i])
        } else {
            Some(&self.value[i] - self.low[i].as_ref()?)
        }
    }

    /// Moves a variable outside the basis, and the basic ones with it.
    fn shift(&mut self, j: usize, by: &BigRational) {
        self.value[j] += by;
        for (row, coefficients) in self.rows.iter().enumerate() {
            if let Some(a) = coefficients.get(&j) {
                self.value[self.basic[row]] += a * by;
            }
        }
    }

    /// The row's variable leaves the basis at `target`, `j` enters.
    fn exchange(&mut self, row: usize, j: usize, target: BigRational) {
        let b = self.basic[row];
        let mut definition = std::mem::take(&mut self.rows[row]);
        // Callers pass an entry of the row, and zeros are not stored.
        let Some(pivot) = definition.remove(&j) else {
            self.rows[row] = definition;
            return;
        };
        let by = (&target - &self.value[b]) / &pivot;
        self.value[j] += &by;
        self.value[b] = target;

        // b = pivot * j + rest, hence j = (1/pivot) b - (1/pivot) rest.
        for a in definition.values_mut() {
            *a = -(&*a / &pivot);
        }
        definition.insert(b, BigRational::one() / pivot);

        for (i, coefficients) in self.rows.iter_mut().enumerate() {
            let Some(a) = coefficients.remove(&j) else { continue };
            self.value[self.basic[i]] += &a * &by;
            for (k, c) in &definition {
                let entry = coefficients.entry(*k).or_insert_with(BigRational::zero);
                *entry += &a * c;
                if entry.is_zero() {
                    coefficients.remove(k);
                }
            }
        }
        self.rows[row] = definition;
        self.basic[row] = j;
        self.row_of[b] = None;
        self.row_of[j] = Some(row);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::integer;

    fn within(low: i64, high: i64) -> Interval {
        Interval::new(Some(integer(low)), Some(integer(high))).unwrap()
    }

    fn row(terms: &[(usize, i64)]) -> Row {
        terms.iter().map(|(j, a)| (*j, integer(*a))).collect()
    }

    #[test]
    fn a_sum_out_of_reach_is_refuted() {
        let boxes = [within(0, 2), within(0, 3), within(6, 9)];
        let rows = [(row(&[(0, 1), (1, 1), (2, -1)]), within(0, 0))];
        assert_eq!(Simplex::new(&boxes, &rows).solve(), Feasible::No);
        let boxes = [within(0, 2), within(0, 3), within(5, 9)];
        let mut simplex = Simplex::new(&boxes, &rows);
        assert_eq!(simplex.solve(), Feasible::Yes);
        assert_eq!(simplex.point(), [integer(2), integer(3), integer(5)]);
    }

    #[test]
    fn extremes_are_the_hull() {
        let boxes = [within(0, 10), within(0, 10), Interval::ALL];
        let rows = [
            (row(&[(0, 1), (1, 1)]), Interval::at_most(integer(12))),
            (row(&[(0, 1), (1, -1), (2, -1)]), within(0, 0)),
        ];
        let mut simplex = Simplex::new(&boxes, &rows);
        assert_eq!(simplex.solve(), Feasible::Yes);
        assert_eq!(simplex.extreme(2, true), Extreme::At(integer(10)));
        assert_eq!(simplex.extreme(2, false), Extreme::At(integer(-10)));
        assert_eq!(simplex.extreme(0, true), Extreme::At(integer(10)));
        let mut free = Simplex::new(&[Interval::ALL], &[]);
        assert_eq!(free.extreme(0, true), Extreme::Unbounded);
    }

    /// Every problem of two small integer rows over a grid box, against trying the corners of the arrangement.
    #[test]
    fn agrees_with_a_fine_grid_on_small_problems() {
        // With coefficients in -2..=2 and whole bounds, corners lie on multiples of 1/4, 1/3 or 1/2: twelfths.
        let boxes = [within(0, 2), within(-1, 1)];
        for code in 0..625 {
            let c: Vec<i64> = (0..4)
                .scan(code, |rest, _| {
                    let digit = *rest % 5 - 2;
                    *rest /= 5;
                    Some(digit)
                })
                .collect();
            let make = |a: i64, b: i64| -> Row {
                [(0, a), (1, b)].into_iter().filter(|(_, v)| *v != 0).map(|(j, v)| (j, integer(v))).collect()
            };
            for bound in -1..=3_i64 {
                let rows = [
                    (make(c[0], c[1]), Interval::at_least(integer(bound))),
                    (make(c[2], c[3]), Interval::exactly(integer(1))),
                ];
                let grid = (0..=24_i64).any(|x| {
                    (-12..=12_i64).any(|y| c[0] * x + c[1] * y >= 12 * bound && c[2] * x + c[3] * y == 12)
                });
                let found = Simplex::new(&boxes, &rows).solve();
                assert_eq!(found == Feasible::Yes, grid, "{c:?} {bound}");
            }
        }
    }
}
