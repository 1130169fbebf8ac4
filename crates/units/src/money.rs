//! Money: whole minor units with their currency.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::currency::Currency;
use crate::quantity::grouped;
use crate::rounding::{Rounding, round_to_integer};

/// An amount of money in whole minor units (fen, cent, tiyn) of one currency.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an amount could not be computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum MoneyError {
    /// Unlike currencies do not add.
    #[error("{left} and {right} cannot be added")]
    UnlikeCurrencies {
        /// One currency.
        left: Currency,
        /// The other.
        right: Currency,
    },
    /// The amount leaves the range of 64-bit minor units.
    #[error("amount of {currency} is out of range")]
    OutOfRange {
        /// The currency.
        currency: Currency,
    },
    /// Nothing to share among, or all weights zero.
    #[error("{amount} cannot be shared by weights that add up to nothing")]
    NoWeights {
        /// What was to be shared.
        amount: Money,
    },
}

impl Money {
    /// An amount of whole minor units.
    #[must_use]
    pub const fn from_minor(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in a currency.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// A decimal number of major units, rounded to the minor unit.
    ///
    /// # Errors
    /// [`MoneyError::OutOfRange`] beyond 64-bit minor units.
    pub fn from_decimal(major: Decimal, currency: Currency, rounding: Rounding) -> Result<Self, MoneyError> {
        major
            .checked_mul(Decimal::from(currency.minor_per_major()))
            .and_then(|minor| round_to_integer(minor, rounding))
            .map(|minor| Self { minor, currency })
            .ok_or(MoneyError::OutOfRange { currency })
    }

    /// Whole minor units.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Major units as an exact decimal.
    #[must_use]
    pub fn to_decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.minor_digits())
    }

    /// The sum.
    ///
    /// # Errors
    /// Unlike currencies, or out of range.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::UnlikeCurrencies { left: self.currency, right: other.currency });
        }
        self.minor
            .checked_add(other.minor)
            .map(|minor| Self { minor, currency: self.currency })
            .ok_or(MoneyError::OutOfRange { currency: self.currency })
    }

    /// The difference.
    ///
    /// # Errors
    /// Unlike currencies, or out of range.
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        let negated = other.minor.checked_neg().ok_or(MoneyError::OutOfRange { currency: other.currency })?;
        self.plus(Self { minor: negated, currency: other.currency })
    }

    /// `n` times the amount.
    ///
    /// # Errors
    /// Out of range.
    pub fn times(self, n: i64) -> Result<Self, MoneyError> {
        self.minor
            .checked_mul(n)
            .map(|minor| Self { minor, currency: self.currency })
            .ok_or(MoneyError::OutOfRange { currency: self.currency })
    }

    /// The sum of many amounts, zero if there are none.
    ///
    /// # Errors
    /// An amount in another currency than `currency`, or out of range.
    pub fn sum<'a>(
        amounts: impl IntoIterator<Item = &'a Self>,
        currency: Currency,
    ) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), |total, amount| total.plus(*amount))
    }

    /// Shares the amount by weights, largest remainder first; the parts add up to the whole.
    ///
    /// Ties go to the earlier part, so the result follows the order of the weights alone.
    ///
    /// # Errors
    /// [`MoneyError::NoWeights`] if the weights add up to nothing.
    pub fn split_by(self, weights: &[u64]) -> Result<Vec<Self>, MoneyError> {
        split_by_weights(self.minor, weights)
            .map(|parts| parts.into_iter().map(|minor| Self { minor, currency: self.currency }).collect())
            .ok_or(MoneyError::NoWeights { amount: self })
    }

    /// Shares the amount into `n` parts that differ by at most one minor unit and add up to the whole.
    ///
    /// # Errors
    /// [`MoneyError::NoWeights`] for no parts.
    pub fn split_equally(self, n: usize) -> Result<Vec<Self>, MoneyError> {
        self.split_by(&vec![1; n])
    }
}

/// Shares a whole number by weights after the largest-remainder rule (Hamilton's method).
///
/// Returns `None` where the weights add up to nothing. The parts add up to `total` exactly.
#[must_use]
pub fn split_by_weights(total: i64, weights: &[u64]) -> Option<Vec<i64>> {
    let sum: i128 = weights.iter().map(|w| i128::from(*w)).sum();
    if sum == 0 {
        return None;
    }
    let mut parts = Vec::with_capacity(weights.len());
    let mut remainders: Vec<(i128, usize)> = Vec::with_capacity(weights.len());
    let mut given = 0_i128;
    for (idx, weight) in weights.iter().enumerate() {
        let product = i128::from(total).checked_mul(i128::from(*weight))?;
        let floor = product.div_euclid(sum);
        remainders.push((product.rem_euclid(sum), idx));
        given += floor;
        parts.push(i64::try_from(floor).ok()?);
    }
    remainders.sort_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(&b.1)));
    let rest = usize::try_from(i128::from(total) - given).ok()?;
    for (_, idx) in remainders.into_iter().take(rest) {
        parts[idx] += 1;
    }
    Some(parts)
}

/// `1,234.50 CNY`.
impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let per = u128::from(self.currency.minor_per_major().unsigned_abs());
        let minor = u128::from(self.minor.unsigned_abs());
        let sign = if self.minor < 0 { "-" } else { "" };
        let major = grouped(minor / per);
        let digits = usize::try_from(self.currency.minor_digits()).unwrap_or(0);
        let text = if digits == 0 {
            format!("{sign}{major} {}", self.currency)
        } else {
            format!("{sign}{major}.{:0digits$} {}", minor % per, self.currency)
        };
        f.pad(&text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cny(minor: i64) -> Money {
        Money::from_minor(minor, "CNY".parse().unwrap())
    }

    #[test]
    fn unlike_currencies_do_not_add() {
        let usd = Money::from_minor(1, "USD".parse().unwrap());
        assert!(matches!(cny(1).plus(usd), Err(MoneyError::UnlikeCurrencies { .. })));
        assert!(matches!(cny(i64::MAX).plus(cny(1)), Err(MoneyError::OutOfRange { .. })));
        assert!(matches!(cny(i64::MIN).minus(cny(i64::MIN)), Err(MoneyError::OutOfRange { .. })));
    }

    #[test]
    fn prints_with_code_and_groups() {
        assert_eq!(cny(-123_456_789).to_string(), "-1,234,567.89 CNY");
        assert_eq!(Money::from_minor(5, "JPY".parse().unwrap()).to_string(), "5 JPY");
        assert_eq!(cny(7).to_string(), "0.07 CNY");
    }

    #[test]
    fn nothing_to_share_among_is_an_error() {
        assert!(cny(10).split_equally(0).is_err());
        assert!(cny(10).split_by(&[0, 0]).is_err());
        assert_eq!(cny(10).split_by(&[0, 1]).unwrap(), vec![cny(0), cny(10)]);
    }

    proptest! {
        #[test]
        fn parts_add_up(total in any::<i32>(), weights in prop::collection::vec(0_u64..1_000_000, 1..40)) {
            prop_assume!(weights.iter().any(|w| *w > 0));
            let whole = cny(i64::from(total));
            let parts = whole.split_by(&weights).unwrap();
            prop_assert_eq!(Money::sum(&parts, whole.currency()).unwrap(), whole);
        }

        #[test]
        fn equal_parts_differ_by_one_minor_unit(total in any::<i32>(), n in 1_usize..50) {
            let parts = cny(i64::from(total)).split_equally(n).unwrap();
            let (min, max) = (parts.iter().map(|p| p.minor()).min(), parts.iter().map(|p| p.minor()).max());
            prop_assert!(max.unwrap() - min.unwrap() <= 1);
        }

        #[test]
        fn decimal_round_trip(minor in any::<i64>()) {
            let money = cny(minor);
            let again = Money::from_decimal(money.to_decimal(), money.currency(), Rounding::HalfEven).unwrap();
            prop_assert_eq!(again, money);
        }
    }
}
