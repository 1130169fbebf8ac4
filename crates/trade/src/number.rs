//! Exact numbers: from decimals to fractions, and back to text with the direction of rounding in the call.

use landbridge_units::Decimal;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive, Zero};

/// Places that are printed at most; an end that needs more is rounded outwards.
pub(crate) const PLACES_MAX: u32 = 12;

/// Which neighbour a number is rounded to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Towards {
    Below,
    Above,
}

/// The decimal as an exact fraction.
pub(crate) fn rational(value: Decimal) -> BigRational {
    BigRational::new(BigInt::from(value.mantissa()), power_of_ten(value.scale()))
}

pub(crate) fn integer(value: i64) -> BigRational {
    BigRational::from_integer(BigInt::from(value))
}

pub(crate) fn half() -> BigRational {
    BigRational::new(BigInt::one(), BigInt::from(2))
}

pub(crate) fn hundred() -> BigRational {
    integer(100)
}

pub(crate) fn power_of_ten(exponent: u32) -> BigInt {
    BigInt::from(10).pow(exponent)
}

/// The value times `10^places`, as the whole number below or above.
fn scaled(value: &BigRational, places: u32, towards: Towards) -> BigInt {
    let scaled = value * BigRational::from_integer(power_of_ten(places));
    match towards {
        Towards::Below => scaled.floor(),
        Towards::Above => scaled.ceil(),
    }
    .to_integer()
}

/// Number of places after which the decimal ends, if that is at most `max`.
pub(crate) fn exact_places(value: &BigRational, max: u32) -> Option<u32> {
    (0..=max).find(|places| (value * BigRational::from_integer(power_of_ten(*places))).is_integer())
}

/// The number with so many places, thousands grouped; not rounded where it ends earlier.
pub(crate) fn text(value: &BigRational, places: u32, towards: Towards) -> String {
    let places = exact_places(value, places).unwrap_or(places);
    let scaled = scaled(value, places, towards);
    let digits = scaled.abs().to_string();
    let width = usize::try_from(places).unwrap_or(0);
    let padded = format!("{digits:0>least$}", least = width + 1);
    let (whole, part) = padded.split_at(padded.len() - width);
    let sign = if scaled.is_negative() { "-" } else { "" };
    let point = if part.is_empty() { "" } else { "." };
    format!("{sign}{}{point}{part}", grouped(whole))
}

/// The exact number: a decimal where it ends within six places, else a fraction in lowest terms.
pub(crate) fn exact_text(value: &BigRational) -> String {
    match exact_places(value, 6) {
        Some(places) => text(value, places, Towards::Below),
        None => format!("{}/{}", value.numer(), value.denom()),
    }
}

/// A printed number as a reader saw it.
pub(crate) fn printed(value: Decimal) -> String {
    let value = rational(value);
    text(&value, exact_places(&value, 28).unwrap_or(28), Towards::Below)
}

/// The decimal with so many places, if it fits one.
pub(crate) fn decimal(value: &BigRational, places: u32, towards: Towards) -> Option<Decimal> {
    let places = exact_places(value, places).unwrap_or(places);
    let mantissa = scaled(value, places, towards).to_i128()?;
    Decimal::try_from_i128_with_scale(mantissa, places).ok()
}

/// Fewest places so that a last digit is a twentieth of the width or less.
pub(crate) fn places_for(width: &BigRational) -> u32 {
    if width.is_zero() {
        return 6;
    }
    let least = width / integer(20);
    (0..PLACES_MAX)
        .find(|places| BigRational::new(BigInt::one(), power_of_ten(*places)) <= least)
        .unwrap_or(PLACES_MAX)
}

fn grouped(digits: &str) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraction(n: i64, d: i64) -> BigRational {
        BigRational::new(BigInt::from(n), BigInt::from(d))
    }

    #[test]
    fn decimals_are_rounded_in_the_named_direction() {
        for (n, d, places, below, above) in [
            (1, 3, 2, "0.33", "0.34"),
            (-1, 3, 2, "-0.34", "-0.33"),
            (1, 4, 6, "0.25", "0.25"),
            (4_119_000, 1, 3, "4,119,000", "4,119,000"),
            (-1, 30, 1, "-0.1", "0.0"),
            (2, 3, 0, "0", "1"),
        ] {
            assert_eq!(text(&fraction(n, d), places, Towards::Below), below, "{n}/{d}");
            assert_eq!(text(&fraction(n, d), places, Towards::Above), above, "{n}/{d}");
        }
    }

    #[test]
    fn decimals_survive_the_way_through_fractions() {
        for text in ["0", "17.8", "-0.05", "120.22", "79228162514264337593543950335"] {
            let value: Decimal = text.parse().unwrap();
            assert_eq!(decimal(&rational(value), 6, Towards::Below), Some(value.normalize()), "{text}");
        }
        assert_eq!(decimal(&BigRational::from_integer(power_of_ten(60)), 0, Towards::Above), None);
    }

    #[test]
    fn places_follow_the_width() {
        assert_eq!(places_for(&fraction(84, 1_000)), 3);
        assert_eq!(places_for(&fraction(2_428, 1)), 0);
        assert_eq!(places_for(&integer(0)), 6);
        assert_eq!(exact_text(&fraction(1, 3)), "1/3");
        assert_eq!(exact_text(&fraction(5, 2)), "2.5");
    }
}
