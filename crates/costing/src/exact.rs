//! Exact fractions. A rate inverted, an energy interpolated or a year divided by 525,600 minutes is no finite
//! decimal, and an item is rounded once only, at its end.

use std::cmp::Ordering;

use landbridge_units::{Currency, Decimal, Money, MoneyError, Rounding, div_round};

/// Decimal places shown of a fraction that has no end.
const SHOWN_PLACES: u32 = 10;

/// A fraction of 128-bit integers: exact, or `None` on overflow. Reduced only when it must be, since most items
/// fit without.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Exact {
    num: i128,
    /// Always positive.
    den: i128,
}

impl Exact {
    /// Nothing.
    pub(crate) const ZERO: Self = Self { num: 0, den: 1 };
    /// One.
    pub(crate) const ONE: Self = Self { num: 1, den: 1 };

    /// A whole number.
    pub(crate) fn whole(value: impl Into<i128>) -> Self {
        Self { num: value.into(), den: 1 }
    }

    /// `num / den`, or `None` for a zero denominator.
    pub(crate) fn ratio(num: impl Into<i128>, den: impl Into<i128>) -> Option<Self> {
        Self::whole(num).over(Self::whole(den))
    }

    /// The sum.
    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        add(self, other).or_else(|| add(self.reduced(), other.reduced()).map(Self::reduced))
    }

    /// The difference.
    pub(crate) fn minus(self, other: Self) -> Option<Self> {
        self.plus(Self { num: other.num.checked_neg()?, den: other.den })
    }

    /// The product.
    pub(crate) fn times(self, other: Self) -> Option<Self> {
        multiply(self, other).or_else(|| {
            // Reducing crosswise keeps the product as small as it can be.
            let a = Self { num: self.num, den: other.den }.reduced();
            let b = Self { num: other.num, den: self.den }.reduced();
            multiply(a, b).or_else(|| {
                let (a, b) = (self.reduced(), other.reduced());
                let (c, d) =
                    (Self { num: a.num, den: b.den }.reduced(), Self { num: b.num, den: a.den }.reduced());
                multiply(c, d)
            })
        })
    }

    /// The quotient, `None` by zero.
    pub(crate) fn over(self, other: Self) -> Option<Self> {
        let inverse = match other.num.cmp(&0) {
            Ordering::Equal => return None,
            Ordering::Greater => Self { num: other.den, den: other.num },
            Ordering::Less => Self { num: other.den.checked_neg()?, den: other.num.checked_neg()? },
        };
        self.times(inverse)
    }

    /// Whether it is nothing.
    pub(crate) fn is_zero(self) -> bool {
        self.num == 0
    }

    /// Whether it is more than nothing.
    pub(crate) fn is_positive(self) -> bool {
        self.num > 0
    }

    /// The greater of two.
    pub(crate) fn greater(self, other: Self) -> Option<Self> {
        let difference = self.minus(other)?;
        Some(if difference.num < 0 { other } else { self })
    }

    /// As a whole number.
    pub(crate) fn round(self, rounding: Rounding) -> Option<i128> {
        div_round(self.num, self.den, rounding)
    }

    /// Rounded half-even to the minor unit: the one rounding of an item.
    pub(crate) fn money(self, currency: Currency) -> Result<Money, MoneyError> {
        self.times(Self::whole(currency.minor_per_major()))
            .and_then(|minor| minor.round(Rounding::HalfEven))
            .and_then(|minor| i64::try_from(minor).ok())
            .map(|minor| Money::from_minor(minor, currency))
            .ok_or(MoneyError::OutOfRange { currency })
    }

    /// Rounded down to the minor unit and one more: at least as much as any rounding of it, and of the difference
    /// between two rounded amounts of which it is the difference.
    pub(crate) fn money_above(self, currency: Currency) -> Result<Money, MoneyError> {
        self.times(Self::whole(currency.minor_per_major()))
            .and_then(|minor| minor.round(Rounding::Down))
            .and_then(|minor| i64::try_from(minor).ok()?.checked_add(1))
            .map(|minor| Money::from_minor(minor, currency))
            .ok_or(MoneyError::OutOfRange { currency })
    }

    /// For the eye: all digits where ten places hold them, else rounded half-even to ten places.
    pub(crate) fn shown(self) -> Decimal {
        let value = self.reduced();
        for places in (0..=SHOWN_PLACES).rev() {
            let scaled = value
                .times(Self::whole(10_i128.pow(places)))
                .and_then(|scaled| scaled.round(Rounding::HalfEven))
                .and_then(|mantissa| Decimal::try_from_i128_with_scale(mantissa, places).ok());
            if let Some(decimal) = scaled {
                return decimal.normalize();
            }
        }
        if value.num < 0 { Decimal::MIN } else { Decimal::MAX }
    }

    /// In lowest terms.
    fn reduced(self) -> Self {
        let (mut a, mut b) = (self.num.unsigned_abs(), self.den.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        match i128::try_from(a) {
            Ok(common) if common > 1 => Self { num: self.num / common, den: self.den / common },
            _ => self,
        }
    }
}

impl From<Decimal> for Exact {
    fn from(value: Decimal) -> Self {
        let value = value.normalize();
        // A decimal has at most 28 places, and 10^28 fits.
        Self { num: value.mantissa(), den: 10_i128.pow(value.scale()) }
    }
}

impl From<Money> for Exact {
    fn from(value: Money) -> Self {
        Self { num: i128::from(value.minor()), den: i128::from(value.currency().minor_per_major()) }
    }
}

fn add(a: Exact, b: Exact) -> Option<Exact> {
    if a.den == b.den {
        return Some(Exact { num: a.num.checked_add(b.num)?, den: a.den });
    }
    let num = a.num.checked_mul(b.den)?.checked_add(b.num.checked_mul(a.den)?)?;
    Some(Exact { num, den: a.den.checked_mul(b.den)? })
}

fn multiply(a: Exact, b: Exact) -> Option<Exact> {
    Some(Exact { num: a.num.checked_mul(b.num)?, den: a.den.checked_mul(b.den)? })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn dec(text: &str) -> Exact {
        Exact::from(text.parse::<Decimal>().unwrap())
    }

    #[test]
    fn a_third_three_times_is_one() {
        let third = Exact::ratio(1, 3).unwrap();
        let one = third.plus(third).unwrap().plus(third).unwrap();
        assert!(one.minus(Exact::ONE).unwrap().is_zero());
        assert_eq!(third.shown().to_string(), "0.3333333333");
    }

    #[test]
    fn money_is_rounded_half_even_once() {
        let cny: Currency = "CNY".parse().unwrap();
        for (text, minor) in [("0.005", 0), ("0.015", 2), ("0.025", 2), ("-0.015", -2), ("2609.25", 260_925)]
        {
            assert_eq!(dec(text).money(cny).unwrap().minor(), minor, "{text}");
        }
        assert!(Exact::whole(i128::MAX).money(cny).is_err());
    }

    #[test]
    fn overflow_is_noticed_and_avoided_where_it_can_be() {
        let big = Exact::ratio(i128::MAX, 7).unwrap();
        assert!(big.times(big).is_none());
        // (MAX / 7) x (7 / MAX) overflows before it is reduced.
        let one = big.times(Exact::ratio(7, i128::MAX).unwrap()).unwrap();
        assert!(one.minus(Exact::ONE).unwrap().is_zero());
        assert!(Exact::ONE.over(Exact::ZERO).is_none());
    }

    proptest! {
        #[test]
        fn dividing_undoes_multiplying(
            a in -1_000_000_i64..1_000_000, b in 1_i64..1_000_000, c in 1_i64..1_000_000,
        ) {
            let x = Exact::ratio(a, b).unwrap();
            let y = Exact::ratio(-c, b).unwrap();
            let again = x.times(y).unwrap().over(y).unwrap();
            prop_assert!(again.minus(x).unwrap().is_zero());
        }

        #[test]
        fn decimals_are_shown_as_they_are(mantissa in any::<i64>(), scale in 0_u32..10) {
            let decimal = Decimal::new(mantissa, scale);
            prop_assert_eq!(Exact::from(decimal).shown(), decimal.normalize());
        }
    }
}
