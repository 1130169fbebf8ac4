//! The shape shared by all whole-number quantities: private field, checked arithmetic, one text form.

use rust_decimal::Decimal;
use thiserror::Error;

use crate::rounding::{Rounding, round_to_integer};

/// Why a quantity could not be read or computed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum QuantityError {
    /// The text is not a plain decimal number.
    #[error("`{text}` is not a number of {unit}")]
    NotANumber {
        /// What was read.
        text: String,
        /// The unit expected.
        unit: &'static str,
    },
    /// The number has more digits than the unit can hold.
    #[error("`{text}` is finer than one {unit}")]
    TooFine {
        /// What was read.
        text: String,
        /// The smallest unit.
        unit: &'static str,
    },
    /// The number is negative or too large.
    #[error("`{text}` {unit} is out of range")]
    OutOfRange {
        /// What was read.
        text: String,
        /// The unit expected.
        unit: &'static str,
    },
}

/// Reads a plain decimal (no exponent, no sign but a leading minus, no separators).
pub(crate) fn parse_plain(text: &str, unit: &'static str) -> Result<Decimal, QuantityError> {
    let plain = !text.is_empty()
        && text.len() <= 28
        && text.bytes().enumerate().all(|(i, b)| b.is_ascii_digit() || b == b'.' || (b == b'-' && i == 0));
    let value = if plain { Decimal::from_str_exact(text).ok() } else { None };
    value.ok_or_else(|| QuantityError::NotANumber { text: shorten(text), unit })
}

/// A decimal in a larger unit as a whole number of the small unit; exact or an error.
pub(crate) fn whole(
    text: &str,
    factor: i64,
    unit: &'static str,
    small: &'static str,
) -> Result<i64, QuantityError> {
    let value = parse_plain(text, unit)?
        .checked_mul(Decimal::from(factor))
        .ok_or_else(|| QuantityError::OutOfRange { text: shorten(text), unit })?;
    if !value.fract().is_zero() {
        return Err(QuantityError::TooFine { text: shorten(text), unit: small });
    }
    round_to_integer(value, Rounding::HalfEven)
        .ok_or_else(|| QuantityError::OutOfRange { text: shorten(text), unit })
}

/// Error messages quote input; a line of a hundred megabytes must not come back whole.
pub(crate) fn shorten(text: &str) -> String {
    match text.char_indices().nth(40) {
        Some((cut, _)) => format!("{}…", &text[..cut]),
        None => text.to_owned(),
    }
}

/// `1234567` as `1,234,567`.
pub(crate) fn grouped(value: u128) -> String {
    let digits = value.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

/// Declares a non-negative whole-number quantity.
macro_rules! quantity {
    ($(#[$doc:meta])* $name:ident, $unit:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(u64);

        impl $name {
            /// None of it.
            pub const ZERO: Self = Self(0);

            #[doc = concat!("A whole number of ", $unit, ".")]
            #[must_use]
            pub const fn new(value: u64) -> Self {
                Self(value)
            }

            #[doc = concat!("The number of ", $unit, ".")]
            #[must_use]
            pub const fn get(self) -> u64 {
                self.0
            }

            /// The sum, or `None` on overflow.
            #[must_use]
            pub const fn checked_add(self, other: Self) -> Option<Self> {
                match self.0.checked_add(other.0) {
                    Some(sum) => Some(Self(sum)),
                    None => None,
                }
            }

            /// The difference, or `None` where it would be negative.
            #[must_use]
            pub const fn checked_sub(self, other: Self) -> Option<Self> {
                match self.0.checked_sub(other.0) {
                    Some(rest) => Some(Self(rest)),
                    None => None,
                }
            }

            /// `n` times as much, or `None` on overflow.
            #[must_use]
            pub const fn times(self, n: u64) -> Option<Self> {
                match self.0.checked_mul(n) {
                    Some(product) => Some(Self(product)),
                    None => None,
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&format!("{} {}", crate::quantity::grouped(u128::from(self.0)), $unit))
            }
        }

        impl std::str::FromStr for $name {
            type Err = crate::QuantityError;

            /// Reads the plain number, without its unit: the unit stands in the column name.
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let value = crate::quantity::whole(text, 1, $unit, $unit)?;
                u64::try_from(value).map(Self).map_err(|_| crate::QuantityError::OutOfRange {
                    text: crate::quantity::shorten(text),
                    unit: $unit,
                })
            }
        }

        #[cfg(feature = "serde")]
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
                s.serialize_u64(self.0)
            }
        }

        #[cfg(feature = "serde")]
        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
                u64::deserialize(d).map(Self)
            }
        }
    };
}
pub(crate) use quantity;
