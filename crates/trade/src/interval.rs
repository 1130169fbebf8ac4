//! Intervals of exact fractions: what a printed number can stand for.

use landbridge_units::Decimal;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Signed, Zero};

use crate::number::{self, Towards, half, places_for, text};

/// A set of numbers from a low to a high end. A finite end belongs to it; an end may be missing, and then the
/// interval goes on for ever on that side. It is never empty: what could be is an `Option`.
///
/// Both ends are closed although printing conventions differ on ties (2.5 becomes 2 or 3): an interval that
/// admits both neighbours calls nothing impossible that some convention prints.
///
/// # Example
/// ```
/// use landbridge_trade::Interval;
/// let printed = Interval::around("850".parse().unwrap(), "10".parse().unwrap());
/// assert_eq!(printed.to_string(), "845 to 855");
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Interval {
    low: Option<BigRational>,
    high: Option<BigRational>,
}

impl Interval {
    /// All numbers.
    pub const ALL: Self = Self { low: None, high: None };

    /// From `low` to `high`, both included; a missing end is infinite. `None` where `low` exceeds `high`.
    #[must_use]
    pub fn new(low: Option<BigRational>, high: Option<BigRational>) -> Option<Self> {
        match (&low, &high) {
            (Some(l), Some(h)) if l > h => None,
            _ => Some(Self { low, high }),
        }
    }

    /// One number.
    #[must_use]
    pub fn exactly(value: BigRational) -> Self {
        Self { low: Some(value.clone()), high: Some(value) }
    }

    /// This number or more.
    #[must_use]
    pub const fn at_least(low: BigRational) -> Self {
        Self { low: Some(low), high: None }
    }

    /// This number or less.
    #[must_use]
    pub const fn at_most(high: BigRational) -> Self {
        Self { low: None, high: Some(high) }
    }

    /// Zero or more.
    #[must_use]
    pub fn non_negative() -> Self {
        Self::at_least(BigRational::zero())
    }

    /// What rounding to the nearest multiple of `step` prints as `value`: half a step to either side, ties
    /// included. A negative step counts as positive.
    #[must_use]
    pub fn around(value: Decimal, step: Decimal) -> Self {
        let (value, reach) = (number::rational(value), number::rational(step).abs() * half());
        Self { low: Some(&value - &reach), high: Some(value + reach) }
    }

    /// The low end; `None` where there is none.
    #[must_use]
    pub const fn low(&self) -> Option<&BigRational> {
        self.low.as_ref()
    }

    /// The high end; `None` where there is none.
    #[must_use]
    pub const fn high(&self) -> Option<&BigRational> {
        self.high.as_ref()
    }

    /// High minus low; `None` where an end is missing.
    #[must_use]
    pub fn width(&self) -> Option<BigRational> {
        Some(self.high.as_ref()? - self.low.as_ref()?)
    }

    /// The one number it holds, if it holds only one.
    #[must_use]
    pub fn single(&self) -> Option<&BigRational> {
        if self.low == self.high { self.low.as_ref() } else { None }
    }

    /// Whether the number belongs to it.
    #[must_use]
    pub fn contains(&self, value: &BigRational) -> bool {
        self.low.as_ref().is_none_or(|low| low <= value)
            && self.high.as_ref().is_none_or(|high| value <= high)
    }

    /// Whether all of `other` belongs to it.
    #[must_use]
    pub fn contains_all(&self, other: &Self) -> bool {
        let below = match (&self.low, &other.low) {
            (None, _) => true,
            (Some(a), Some(b)) => a <= b,
            (Some(_), None) => false,
        };
        let above = match (&self.high, &other.high) {
            (None, _) => true,
            (Some(a), Some(b)) => b <= a,
            (Some(_), None) => false,
        };
        below && above
    }

    /// Whether zero belongs to it.
    #[must_use]
    pub fn contains_zero(&self) -> bool {
        self.contains(&BigRational::zero())
    }

    /// What both hold; `None` where they share nothing.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Option<Self> {
        let low = larger(&self.low, &other.low);
        let high = smaller(&self.high, &other.high);
        Self::new(low, high)
    }

    /// The smallest interval that holds both.
    #[must_use]
    pub fn hull(&self, other: &Self) -> Self {
        let low = match (&self.low, &other.low) {
            (Some(a), Some(b)) => Some(a.min(b).clone()),
            _ => None,
        };
        let high = match (&self.high, &other.high) {
            (Some(a), Some(b)) => Some(a.max(b).clone()),
            _ => None,
        };
        Self { low, high }
    }

    /// How far apart the two are; `None` where they meet.
    #[must_use]
    pub fn gap(&self, other: &Self) -> Option<BigRational> {
        let apart = |high: &Option<BigRational>, low: &Option<BigRational>| {
            let gap = low.as_ref()? - high.as_ref()?;
            gap.is_positive().then_some(gap)
        };
        apart(&self.high, &other.low).or_else(|| apart(&other.high, &self.low))
    }

    /// All sums.
    #[must_use]
    pub fn add(&self, other: &Self) -> Self {
        let plus = |a: &Option<BigRational>, b: &Option<BigRational>| Some(a.as_ref()? + b.as_ref()?);
        Self { low: plus(&self.low, &other.low), high: plus(&self.high, &other.high) }
    }

    /// All negatives.
    #[must_use]
    pub fn neg(&self) -> Self {
        Self { low: self.high.as_ref().map(|v| -v), high: self.low.as_ref().map(|v| -v) }
    }

    /// All differences, as if the two had nothing to do with each other.
    #[must_use]
    pub fn sub(&self, other: &Self) -> Self {
        self.add(&other.neg())
    }

    /// All multiples by one number.
    #[must_use]
    pub fn scale(&self, factor: &BigRational) -> Self {
        if factor.is_zero() {
            return Self::exactly(BigRational::zero());
        }
        let times = |end: &Option<BigRational>| end.as_ref().map(|v| v * factor);
        let (low, high) = (times(&self.low), times(&self.high));
        if factor.is_negative() { Self { low: high, high: low } } else { Self { low, high } }
    }

    /// All products, of any signs, as if the two had nothing to do with each other.
    #[must_use]
    pub fn mul(&self, other: &Self) -> Self {
        let ends = [
            End::times(&End::low(self), &End::low(other)),
            End::times(&End::low(self), &End::high(other)),
            End::times(&End::high(self), &End::low(other)),
            End::times(&End::high(self), &End::high(other)),
        ];
        // Four candidates, never none; the defaults only satisfy the types.
        let low = ends.iter().min().cloned().unwrap_or(End::Below).finite();
        let high = ends.iter().max().cloned().unwrap_or(End::Above).finite();
        Self { low, high }
    }

    /// The closed hull of all reciprocals; `None` where zero belongs to the interval.
    #[must_use]
    pub fn recip(&self) -> Option<Self> {
        if self.contains_zero() {
            return None;
        }
        // Zero is outside, so at least one end is finite and no finite end is zero.
        let inverse =
            |end: &Option<BigRational>| end.as_ref().map_or_else(BigRational::zero, BigRational::recip);
        Some(Self { low: Some(inverse(&self.high)), high: Some(inverse(&self.low)) })
    }

    /// The closed hull of all quotients; `None` where the divisor may be zero.
    #[must_use]
    pub fn div(&self, other: &Self) -> Option<Self> {
        Some(self.mul(&other.recip()?))
    }

    /// The same interval cut down to its first and last whole number; `None` where it holds none.
    #[must_use]
    pub fn whole(&self) -> Option<Self> {
        Self::new(self.low.as_ref().map(BigRational::ceil), self.high.as_ref().map(BigRational::floor))
    }

    /// First and last whole number in it; `None` where it holds none or goes on for ever.
    #[must_use]
    pub fn integer_points(&self) -> Option<(BigInt, BigInt)> {
        let whole = self.whole()?;
        Some((whole.low?.to_integer(), whole.high?.to_integer()))
    }

    /// The low end as a decimal of at most so many places, rounded down so that nothing is lost.
    #[must_use]
    pub fn low_decimal(&self, places: u32) -> Option<Decimal> {
        number::decimal(self.low.as_ref()?, places.min(28), Towards::Below)
    }

    /// The high end as a decimal of at most so many places, rounded up so that nothing is lost.
    #[must_use]
    pub fn high_decimal(&self, places: u32) -> Option<Decimal> {
        number::decimal(self.high.as_ref()?, places.min(28), Towards::Above)
    }

    /// Places after the point that show both ends and what lies between: all places of ends that stop within
    /// six, otherwise as many as make the last digit at most a twentieth of the width.
    #[must_use]
    pub fn places(&self) -> u32 {
        let ends: Option<u32> = [&self.low, &self.high]
            .into_iter()
            .flatten()
            .map(|end| number::exact_places(end, 6))
            .try_fold(0, |most, places| Some(most.max(places?)));
        match (ends, self.width()) {
            (Some(places), _) => places,
            (None, Some(width)) => places_for(&width),
            (None, None) => 6,
        }
    }

    /// The ends as exact numbers: decimals that stop within six places, else fractions in lowest terms.
    #[must_use]
    pub fn exact_text(&self) -> String {
        self.words(number::exact_text, number::exact_text)
    }

    /// The interval with its unit: `845 to 855 M CNY`.
    #[must_use]
    pub fn with_unit(&self, unit: &str) -> String {
        if unit.is_empty() { self.to_string() } else { format!("{self} {unit}") }
    }

    /// The interval to at least so many places, with its unit: where two intervals nearly touch, the usual places
    /// could make them look as if they met.
    pub(crate) fn finer(&self, places: u32, unit: &str) -> String {
        let places = self.places().max(places);
        let words = self.words(|v| text(v, places, Towards::Below), |v| text(v, places, Towards::Above));
        if unit.is_empty() { words } else { format!("{words} {unit}") }
    }

    fn words(
        &self,
        low_text: impl Fn(&BigRational) -> String,
        high_text: impl Fn(&BigRational) -> String,
    ) -> String {
        match (&self.low, &self.high) {
            (None, None) => "any number".to_owned(),
            (Some(low), None) => format!("at least {}", low_text(low)),
            (None, Some(high)) => format!("at most {}", high_text(high)),
            (Some(low), Some(high)) => {
                let (low, high) = (low_text(low), high_text(high));
                if low == high { low } else { format!("{low} to {high}") }
            }
        }
    }
}

/// Decimals, the low end rounded down and the high end up: `7.028 to 7.113`, `at least 60.6`, `219`.
impl std::fmt::Display for Interval {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let places = self.places();
        f.pad(&self.words(|v| text(v, places, Towards::Below), |v| text(v, places, Towards::Above)))
    }
}

fn larger(a: &Option<BigRational>, b: &Option<BigRational>) -> Option<BigRational> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.max(b).clone()),
        (end, None) | (None, end) => end.clone(),
    }
}

fn smaller(a: &Option<BigRational>, b: &Option<BigRational>) -> Option<BigRational> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b).clone()),
        (end, None) | (None, end) => end.clone(),
    }
}

/// An end on the extended line, for products.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum End {
    Below,
    At(BigRational),
    Above,
}

impl End {
    fn low(interval: &Interval) -> Self {
        interval.low.clone().map_or(Self::Below, Self::At)
    }

    fn high(interval: &Interval) -> Self {
        interval.high.clone().map_or(Self::Above, Self::At)
    }

    /// -1, 0 or 1.
    fn sign(&self) -> i8 {
        match self {
            Self::Below => -1,
            Self::Above => 1,
            Self::At(v) if v.is_zero() => 0,
            Self::At(v) => {
                if v.is_negative() {
                    -1
                } else {
                    1
                }
            }
        }
    }

    /// Zero times for ever is zero: the products of a finite zero end with ever larger numbers.
    fn times(a: &Self, b: &Self) -> Self {
        match (a, b) {
            (Self::At(a), Self::At(b)) => Self::At(a * b),
            _ => match a.sign() * b.sign() {
                0 => Self::At(BigRational::zero()),
                1 => Self::Above,
                _ => Self::Below,
            },
        }
    }

    fn finite(self) -> Option<BigRational> {
        match self {
            Self::At(v) => Some(v),
            Self::Below | Self::Above => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::integer;

    fn interval(low: i64, high: i64) -> Interval {
        Interval::new(Some(integer(low)), Some(integer(high))).unwrap()
    }

    #[test]
    fn signs_do_not_matter_to_products() {
        for (a, b, expected) in [
            (interval(2, 3), interval(4, 5), interval(8, 15)),
            (interval(-2, 3), interval(4, 5), interval(-10, 15)),
            (interval(-2, 3), interval(-4, 5), interval(-12, 15)),
            (interval(-3, -2), interval(-5, -4), interval(8, 15)),
        ] {
            assert_eq!(a.mul(&b), expected);
            assert_eq!(b.mul(&a), expected);
        }
        let open = Interval::at_least(integer(2));
        assert_eq!(open.mul(&interval(0, 3)), Interval::non_negative());
        assert_eq!(open.mul(&interval(0, 0)), interval(0, 0));
        assert_eq!(open.mul(&interval(-1, 3)), Interval::ALL);
        assert_eq!(Interval::ALL.mul(&open), Interval::ALL);
    }

    #[test]
    fn nothing_is_divided_by_what_may_be_zero() {
        assert_eq!(interval(1, 2).div(&interval(-1, 1)), None);
        assert_eq!(interval(1, 2).div(&interval(0, 1)), None);
        assert_eq!(interval(8, 15).div(&interval(1, 4)), Some(interval(2, 15)));
        assert_eq!(interval(8, 16).div(&interval(-4, -1)), Some(interval(-16, -2)));
        let far = Interval::at_least(integer(2));
        assert_eq!(interval(2, 4).div(&far), Some(interval(0, 2)));
    }

    #[test]
    fn the_empty_interval_does_not_exist() {
        assert_eq!(Interval::new(Some(integer(2)), Some(integer(1))), None);
        assert_eq!(interval(0, 1).intersect(&interval(2, 3)), None);
        assert_eq!(interval(0, 1).gap(&interval(3, 4)), Some(integer(2)));
        assert_eq!(interval(3, 4).gap(&interval(0, 1)), Some(integer(2)));
        assert_eq!(interval(0, 2).gap(&interval(2, 3)), None);
        assert_eq!(interval(0, 2).intersect(&interval(2, 3)), Some(interval(2, 2)));
    }

    #[test]
    fn whole_numbers_are_found() {
        let quarter = Interval::around("4119".parse().unwrap(), "1".parse().unwrap());
        assert_eq!(quarter.integer_points(), Some((BigInt::from(4_119), BigInt::from(4_119))));
        let between = Interval::around("2.5".parse().unwrap(), "0.1".parse().unwrap());
        assert_eq!(between.whole(), None);
        assert_eq!(Interval::ALL.integer_points(), None);
    }

    #[test]
    fn text_rounds_outwards() {
        let implied = Interval::around("850".parse().unwrap(), "10".parse().unwrap())
            .div(&Interval::around("120.22".parse().unwrap(), "0.01".parse().unwrap()))
            .unwrap();
        assert_eq!(implied.to_string(), "7.028 to 7.113");
        assert_eq!(implied.exact_text(), "33800/4809 to 171000/24043");
        assert_eq!(Interval::at_least(integer(60)).with_unit("%"), "at least 60 %");
        assert_eq!(Interval::ALL.to_string(), "any number");
        assert_eq!(implied.low_decimal(2).unwrap().to_string(), "7.02");
        assert_eq!(implied.high_decimal(2).unwrap().to_string(), "7.12");
    }
}
