//! Tightening of boxes by interval arithmetic, statement by statement, until nothing real changes.
//!
//! Each pass solves every row and product for each of its variables and intersects. Growth and share chains
//! converge geometrically and would go on for ever in ever longer fractions, so a bound counts as changed only
//! if it moves by more than 1/1024 of the interval's width (for whole numbers: at all; for infinite intervals:
//! by 1/1024 of the bound, or from infinite to finite), and there are at most [`PASSES_MAX`] passes. Stopping
//! early is sound: the boxes only stay larger than they could be.
//! Cost: passes x rows x (terms of a row)^2 interval operations.

use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};

use crate::interval::Interval;
use crate::number::hundred;
use crate::system::{Linear, Product, System};

/// Passes over all rows at most.
const PASSES_MAX: usize = 24;

/// A box became empty: no values can satisfy all statements.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Empty;

/// Tightens the boxes as far as real changes go.
pub(crate) fn propagate(system: &System, boxes: &mut [Interval]) -> Result<(), Empty> {
    for _ in 0..PASSES_MAX {
        let mut changed = false;
        for row in &system.linear {
            changed |= linear(system, row, boxes)?;
        }
        for product in &system.products {
            changed |= share(system, *product, boxes)?;
        }
        if !changed {
            break;
        }
    }
    Ok(())
}

fn linear(system: &System, row: &Linear, boxes: &mut [Interval]) -> Result<bool, Empty> {
    let mut changed = false;
    for i in row.terms.keys() {
        changed |= narrow(system, boxes, *i, &row_allows(row, *i, boxes))?;
    }
    Ok(changed)
}

fn share(system: &System, product: Product, boxes: &mut [Interval]) -> Result<bool, Empty> {
    let mut changed = false;
    for i in [product.part, product.percent, product.whole] {
        changed |= narrow(system, boxes, i, &product_allows(product, i, boxes))?;
    }
    Ok(changed)
}

/// What a row allows one of its variables, given the boxes of the others.
pub(crate) fn row_allows(row: &Linear, i: usize, boxes: &[Interval]) -> Interval {
    let Some(coefficient) = row.terms.get(&i) else { return Interval::ALL };
    let others = row
        .terms
        .iter()
        .filter(|(k, _)| **k != i)
        .fold(Interval::exactly(BigRational::zero()), |sum, (k, a)| sum.add(&boxes[*k].scale(a)));
    row.within.sub(&others).scale(&coefficient.recip())
}

/// What a product allows one of its variables, given the boxes of the others.
pub(crate) fn product_allows(product: Product, i: usize, boxes: &[Interval]) -> Interval {
    let Product { part, percent, whole } = product;
    if i == part {
        return boxes[percent].mul(&boxes[whole]).scale(&hundred().recip());
    }
    let divisor = if i == percent { whole } else { percent };
    boxes[part].scale(&hundred()).div(&boxes[divisor]).unwrap_or(Interval::ALL)
}

/// Intersects a box; `Ok(true)` where the change is real.
pub(crate) fn narrow(
    system: &System,
    boxes: &mut [Interval],
    i: usize,
    allowed: &Interval,
) -> Result<bool, Empty> {
    let old = &boxes[i];
    let mut new = old.intersect(allowed).ok_or(Empty)?;
    let whole = system.variables.get(i).is_some_and(|v| v.whole);
    if whole {
        new = new.whole().ok_or(Empty)?;
    }
    let real = if whole { new != *old } else { moved(old, &new) };
    if real {
        boxes[i] = new;
    }
    Ok(real)
}

fn moved(old: &Interval, new: &Interval) -> bool {
    let end = |old_end: Option<&BigRational>, new_end: Option<&BigRational>| match (old_end, new_end) {
        (Some(old_end), Some(new_end)) => {
            let scale = old.width().unwrap_or_else(|| old_end.abs() + BigRational::one());
            (new_end - old_end).abs() * BigRational::from_integer(BigInt::from(1_024)) > scale
        }
        (None, Some(_)) => true,
        (_, None) => false,
    };
    end(old.low(), new.low()) || end(old.high(), new.high())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::integer;

    fn within(low: i64, high: i64) -> Interval {
        Interval::new(Some(integer(low)), Some(integer(high))).unwrap()
    }

    #[test]
    fn a_sum_tightens_its_members() {
        let mut system = System::default();
        let total = system.variable(within(845, 855), false, false);
        let a = system.variable(within(500, 900), false, false);
        let b = system.variable(within(275, 285), false, false);
        system.row([(total, integer(1)), (a, integer(-1)), (b, integer(-1))], Interval::exactly(integer(0)));
        let mut boxes = system.boxes().unwrap();
        propagate(&system, &mut boxes).unwrap();
        assert_eq!(boxes[a], within(560, 580));
    }

    #[test]
    fn a_chain_that_shrinks_for_ever_stops() {
        // x <= y/2 and y <= x: both shrink towards zero by halves.
        let mut system = System::default();
        let x = system.variable(within(0, 1), false, false);
        let y = system.variable(within(0, 1), false, false);
        system.row([(y, integer(1)), (x, integer(-2))], Interval::non_negative());
        system.row([(x, integer(1)), (y, integer(-1))], Interval::non_negative());
        let mut boxes = system.boxes().unwrap();
        propagate(&system, &mut boxes).unwrap();
        assert!(boxes[x].contains_zero());
    }

    #[test]
    fn whole_numbers_are_cut_to() {
        let mut system = System::default();
        let base = system.variable(Interval::at_least(integer(1)), true, true);
        let figure = system.variable(within(7, 7), true, false);
        let factor = "17.8".parse().unwrap();
        let factor = Interval::around(factor, "0.1".parse().unwrap());
        system.row([(figure, integer(1)), (base, -factor.low().unwrap().clone())], Interval::non_negative());
        assert_eq!(propagate(&system, &mut system.boxes().unwrap()), Err(Empty));
    }
}
