//! How an exact number becomes a whole one. The direction is always in the call.

use rust_decimal::{Decimal, RoundingStrategy};

/// Named rounding of an exact value to a whole number of its smallest unit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Rounding {
    /// To the nearest, ties to the even neighbour: the default for money, since it has no drift.
    HalfEven,
    /// To the nearest, ties away from zero: what most printed statistics do.
    HalfUp,
    /// Towards positive infinity: durations and anything that must not be understated.
    Up,
    /// Towards negative infinity.
    Down,
}

impl Rounding {
    /// The word used in formulas and reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::HalfEven => "half-even",
            Self::HalfUp => "half-up",
            Self::Up => "up",
            Self::Down => "down",
        }
    }
}

/// `numerator / denominator`, rounded to a whole number.
///
/// Returns `None` when the denominator is zero or the division overflows.
#[must_use]
pub fn div_round(numerator: i128, denominator: i128, rounding: Rounding) -> Option<i128> {
    let (n, d) = if denominator < 0 {
        (numerator.checked_neg()?, denominator.checked_neg()?)
    } else {
        (numerator, denominator)
    };
    if d == 0 {
        return None;
    }
    let floor = n.div_euclid(d);
    let rest = n.rem_euclid(d);
    let up = match rounding {
        Rounding::Down => false,
        Rounding::Up => rest > 0,
        // `rest` against `d - rest` avoids doubling, which could overflow.
        Rounding::HalfEven => rest > d - rest || (rest == d - rest && floor.rem_euclid(2) == 1),
        Rounding::HalfUp => rest > d - rest || (rest == d - rest && n > 0),
    };
    floor.checked_add(i128::from(up))
}

/// A decimal rounded to a whole number, or `None` if it does not fit `i64`.
#[must_use]
pub fn round_to_integer(value: Decimal, rounding: Rounding) -> Option<i64> {
    let strategy = match rounding {
        Rounding::HalfEven => RoundingStrategy::MidpointNearestEven,
        Rounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
        Rounding::Up => RoundingStrategy::ToPositiveInfinity,
        Rounding::Down => RoundingStrategy::ToNegativeInfinity,
    };
    i64::try_from(value.round_dp_with_strategy(0, strategy).mantissa()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_follow_the_name() {
        for (n, even, half_up, up, down) in
            [(5, 2, 3, 3, 2), (7, 4, 4, 4, 3), (-5, -2, -3, -2, -3), (-7, -4, -4, -3, -4), (4, 2, 2, 2, 2)]
        {
            assert_eq!(div_round(n, 2, Rounding::HalfEven), Some(even), "{n}/2 half-even");
            assert_eq!(div_round(n, 2, Rounding::HalfUp), Some(half_up), "{n}/2 half-up");
            assert_eq!(div_round(n, 2, Rounding::Up), Some(up), "{n}/2 up");
            assert_eq!(div_round(n, 2, Rounding::Down), Some(down), "{n}/2 down");
            assert_eq!(div_round(-n, -2, Rounding::HalfEven), Some(even), "signs cancel");
        }
        assert_eq!(div_round(1, 0, Rounding::Up), None);
    }

    #[test]
    fn decimals_and_fractions_round_alike() {
        for mode in [Rounding::HalfEven, Rounding::HalfUp, Rounding::Up, Rounding::Down] {
            for tenths in -45..45_i64 {
                let fraction = div_round(i128::from(tenths), 10, mode).unwrap();
                let decimal = round_to_integer(Decimal::new(tenths, 1), mode).unwrap();
                assert_eq!(i128::from(decimal), fraction, "{tenths}/10 {mode:?}");
            }
        }
    }
}
