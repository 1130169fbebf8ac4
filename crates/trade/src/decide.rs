//! Can all of it be true? A proof that it cannot, a witness that it can, or neither.
//!
//! Branch and bound over boxes. In each box the rows are decided exactly by the simplex; products are replaced
//! by the two rows that the ends of the percentage give, which is exact where the percentage occurs nowhere
//! else. A whole number that comes out as a fraction, or a product that does not hold at the point found, splits
//! the box. "Contradictory" is said only when every box is refuted, "consistent" only for a point at which
//! [`System::holds_at`] holds; when [`NODES_MAX`] boxes did not suffice, it is undecided.

use std::collections::BTreeMap;

use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::interval::Interval;
use crate::number::{half, hundred, integer};
use crate::propagate::propagate;
use crate::simplex::{Extreme, Feasible, Simplex};
use crate::system::System;

/// Boxes looked at before giving up.
const NODES_MAX: usize = 200;

/// Beyond so many variables the extremes of each are not computed; the propagated boxes stand.
const EXTREMES_MAX: usize = 48;

/// Answer to: can all of it be true?
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Decision {
    /// Yes, for example so.
    Consistent(Vec<BigRational>),
    /// No.
    Contradictory,
    /// Not known.
    Undecided,
}

/// Decides a system.
pub(crate) fn decide(system: &System) -> Decision {
    let Some(boxes) = system.boxes() else { return Decision::Contradictory };
    let mut open = vec![boxes];
    let mut gave_up = false;
    let mut nodes = 0;
    while let Some(mut boxes) = open.pop() {
        if nodes == NODES_MAX {
            return Decision::Undecided;
        }
        nodes += 1;
        if propagate(system, &mut boxes).is_err() {
            continue;
        }
        match look(system, &boxes) {
            Look::Witness(point) => return Decision::Consistent(point),
            Look::Refuted => {}
            Look::Split(halves) => open.extend(halves),
            Look::Lost => gave_up = true,
        }
    }
    if gave_up { Decision::Undecided } else { Decision::Contradictory }
}

/// Boxes that hold every state of affairs the statements allow; `None` where there is none.
///
/// Exact hulls for systems of rows over fractions; outer bounds where whole numbers or products take part.
pub(crate) fn tighten(system: &System) -> Option<Vec<Interval>> {
    let mut boxes = system.boxes()?;
    propagate(system, &mut boxes).ok()?;
    if boxes.len() > EXTREMES_MAX {
        return Some(boxes);
    }
    let mut simplex = Simplex::new(&boxes, &rows(system, &boxes));
    match simplex.solve() {
        Feasible::No => return None,
        Feasible::Undecided => return Some(boxes),
        Feasible::Yes => {}
    }
    for (i, within) in boxes.iter_mut().enumerate() {
        let end = |simplex: &mut Simplex, up| match simplex.extreme(i, up) {
            Extreme::At(value) => Some(value),
            Extreme::Unbounded | Extreme::Undecided => None,
        };
        let (low, high) = (end(&mut simplex, false), end(&mut simplex, true));
        let mut hull = Interval::new(low, high)?.intersect(within)?;
        if system.variables.get(i).is_some_and(|v| v.whole) {
            hull = hull.whole()?;
        }
        *within = hull;
    }
    Some(boxes)
}

enum Look {
    Witness(Vec<BigRational>),
    Refuted,
    Split([Vec<Interval>; 2]),
    Lost,
}

fn look(system: &System, boxes: &[Interval]) -> Look {
    // The rows for a product need the sign of the whole.
    let mixed = system.products.iter().map(|p| p.whole).find(|whole| {
        boxes[*whole].low().is_none_or(Signed::is_negative)
            && boxes[*whole].high().is_none_or(Signed::is_positive)
    });
    if let Some(whole) = mixed {
        return split(boxes, whole, &BigRational::zero(), false);
    }

    let rows = rows(system, boxes);
    let mut simplex = Simplex::new(boxes, &rows);
    match simplex.solve() {
        Feasible::No => return Look::Refuted,
        Feasible::Undecided => return Look::Lost,
        Feasible::Yes => {}
    }
    let mut point = simplex.point();

    // Bases must be more than zero. Points between two solutions of the rows are solutions.
    for (i, variable) in system.variables.iter().enumerate() {
        if variable.positive && point[i].is_zero() {
            let mut away = simplex.clone();
            match away.extreme(i, true) {
                Extreme::At(most) if most.is_zero() => return Look::Refuted,
                Extreme::At(_) => {}
                Extreme::Unbounded => {
                    let mut at_one = boxes.to_vec();
                    let Some(cut) = at_one[i]
                        .intersect(&Interval::new(None, Some(BigRational::one())).unwrap_or(Interval::ALL))
                    else {
                        return Look::Lost;
                    };
                    at_one[i] = cut;
                    away = Simplex::new(&at_one, &rows);
                    if away.solve() != Feasible::Yes || !matches!(away.extreme(i, true), Extreme::At(_)) {
                        return Look::Lost;
                    }
                }
                Extreme::Undecided => return Look::Lost,
            }
            point = point.iter().zip(away.point()).map(|(a, b)| (a + b) * half()).collect();
        }
    }

    if let Some(i) = fractional(system, &point) {
        return split(boxes, i, &point[i].floor(), true);
    }
    if let Some(witness) = repaired(system, boxes, &rows, &point) {
        return Look::Witness(witness);
    }
    // Positive values that averaging made fractional end here as well.
    let broken =
        system.products.iter().find(|p| hundred() * &point[p.part] != &point[p.percent] * &point[p.whole]);
    match broken {
        Some(p) => {
            split_middle(boxes, p.percent).or_else(|| split_middle(boxes, p.whole)).unwrap_or(Look::Lost)
        }
        None => Look::Lost,
    }
}

fn fractional(system: &System, point: &[BigRational]) -> Option<usize> {
    system.variables.iter().zip(point).position(|(variable, value)| variable.whole && !value.is_integer())
}

/// The rows proper, and two for each product: the part lies between the percentage's ends of the whole.
fn rows(system: &System, boxes: &[Interval]) -> Vec<(BTreeMap<usize, BigRational>, Interval)> {
    let mut rows: Vec<_> = system.linear.iter().map(|row| (row.terms.clone(), row.within.clone())).collect();
    for p in &system.products {
        if p.part == p.whole {
            continue;
        }
        let whole = &boxes[p.whole];
        let sign = if whole.low().is_some_and(|low| !low.is_negative()) {
            integer(1)
        } else if whole.high().is_some_and(|high| !high.is_positive()) {
            integer(-1)
        } else {
            continue;
        };
        for (end, within) in [
            (boxes[p.percent].low(), Interval::non_negative()),
            (boxes[p.percent].high(), Interval::non_negative().neg()),
        ] {
            if let Some(end) = end {
                let mut row = BTreeMap::from([(p.part, hundred() * &sign)]);
                if !end.is_zero() {
                    row.insert(p.whole, -(end * &sign));
                }
                rows.push((row, within));
            }
        }
    }
    rows
}

/// Tries to make the products hold as well: first by the percentages the point implies, then by solving again
/// with the wholes, and with the percentages, held fast, which makes every product a row.
fn repaired(
    system: &System,
    boxes: &[Interval],
    rows: &[(BTreeMap<usize, BigRational>, Interval)],
    point: &[BigRational],
) -> Option<Vec<BigRational>> {
    let mut implied = point.to_vec();
    for p in &system.products {
        if !implied[p.whole].is_zero() {
            implied[p.percent] = hundred() * &implied[p.part] / &implied[p.whole];
        }
    }
    if system.holds_at(&implied) {
        return Some(implied);
    }
    if system.products.is_empty() {
        return None;
    }
    for hold_wholes in [true, false] {
        let mut held = boxes.to_vec();
        let mut exact = rows.to_vec();
        for p in &system.products {
            let (fast, other) = if hold_wholes { (p.whole, p.percent) } else { (p.percent, p.whole) };
            held[fast] = Interval::exactly(point[fast].clone());
            let mut row = BTreeMap::from([(p.part, hundred())]);
            *row.entry(other).or_insert_with(BigRational::zero) -= &point[fast];
            row.retain(|_, a| !a.is_zero());
            exact.push((row, Interval::exactly(BigRational::zero())));
        }
        let mut simplex = Simplex::new(&held, &exact);
        if simplex.solve() == Feasible::Yes {
            let found = simplex.point();
            if system.holds_at(&found) {
                return Some(found);
            }
        }
    }
    None
}

/// Two boxes, one up to `at`, one from there (from the next whole number, if `whole`).
fn split(boxes: &[Interval], i: usize, at: &BigRational, whole: bool) -> Look {
    let next = if whole { at + BigRational::one() } else { at.clone() };
    let halves = [Interval::at_most(at.clone()), Interval::at_least(next)].map(|half| {
        boxes[i].intersect(&half).map(|cut| {
            let mut boxes = boxes.to_vec();
            boxes[i] = cut;
            boxes
        })
    });
    match halves {
        [Some(a), Some(b)] => Look::Split([b, a]),
        // The point lay inside the box, so both halves exist.
        _ => Look::Lost,
    }
}

fn split_middle(boxes: &[Interval], i: usize) -> Option<Look> {
    let (low, high) = (boxes[i].low()?, boxes[i].high()?);
    if low == high {
        return None;
    }
    Some(split(boxes, i, &((low + high) * half()), false))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn within(low: i64, high: i64) -> Interval {
        Interval::new(Some(integer(low)), Some(integer(high))).unwrap()
    }

    #[test]
    fn whole_numbers_can_be_impossible_where_fractions_are_not() {
        // 2x = 2y + 1.
        let mut system = System::default();
        let x = system.variable(within(0, 9), true, false);
        let y = system.variable(within(0, 9), true, false);
        system.row([(x, integer(2)), (y, integer(-2))], Interval::exactly(integer(1)));
        assert_eq!(decide(&system), Decision::Contradictory);
    }

    #[test]
    fn shares_that_must_add_up_to_more_than_they_can_are_refuted() {
        // a = p w, b = q w, p + q = 100 and a + b = w hold for any w; with a + b = w + 1 they do not.
        let build = |excess: i64| {
            let mut system = System::default();
            let (a, b) = (
                system.variable(within(40, 50), false, false),
                system.variable(within(40, 60), false, false),
            );
            let (p, q) = (
                system.variable(within(40, 50), false, false),
                system.variable(within(50, 60), false, false),
            );
            let w = system.variable(within(95, 105), false, false);
            system.products.push(crate::system::Product { part: a, percent: p, whole: w });
            system.products.push(crate::system::Product { part: b, percent: q, whole: w });
            system.row([(p, integer(1)), (q, integer(1))], Interval::exactly(integer(100)));
            system.row(
                [(a, integer(1)), (b, integer(1)), (w, integer(-1))],
                Interval::exactly(integer(excess)),
            );
            system
        };
        assert!(matches!(decide(&build(0)), Decision::Consistent(_)));
        assert!(!matches!(decide(&build(30)), Decision::Consistent(_)));
    }

    #[test]
    fn a_base_of_zero_is_no_base() {
        // figure = 2 x base, figure in 0..=0: only base 0 is left.
        let build = |most: i64| {
            let mut system = System::default();
            let figure = system.variable(within(0, most), false, false);
            let base = system.variable(Interval::non_negative(), false, true);
            system.row([(figure, integer(1)), (base, integer(-2))], Interval::exactly(integer(0)));
            system
        };
        assert_eq!(decide(&build(0)), Decision::Contradictory);
        assert!(matches!(decide(&build(1)), Decision::Consistent(_)));
    }

    #[test]
    fn hulls_of_rows_are_exact() {
        let mut system = System::default();
        let x = system.variable(within(0, 10), false, false);
        let y = system.variable(within(0, 10), false, false);
        system.row([(x, integer(1)), (y, integer(1))], Interval::exactly(integer(12)));
        system.row([(x, integer(1)), (y, integer(-1))], Interval::exactly(integer(0)));
        assert_eq!(tighten(&system), Some(vec![within(6, 6), within(6, 6)]));
    }
}
