//! How far a duration can be relied on: its variance, as far as a range is known.

use landbridge_units::Minutes;

/// Variance in square minutes of a duration of which the lowest, the typical and the highest value are known: that
/// of a triangular distribution, `(a² + b² + c² - ab - ac - bc) / 18`, rounded down. An end that is not known is
/// the typical value.
///
/// # Source
/// The triangular distribution is what planners take where only these three are known; the formula is in any
/// handbook of distributions.
#[must_use]
pub fn variance(low: Option<Minutes>, typical: Minutes, high: Option<Minutes>) -> u64 {
    let c = i128::from(typical.get());
    let (a, b) = (low.map_or(c, |low| i128::from(low.get())), high.map_or(c, |high| i128::from(high.get())));
    // The sum of the squared differences is twice the numerator, and never negative.
    let square = |x: i128| x.saturating_mul(x);
    let twice = square(a - b).saturating_add(square(b - c)).saturating_add(square(a - c));
    u64::try_from(twice / 36).unwrap_or(u64::MAX)
}

/// Variance of a wait that may take anything between nothing and a period: `h² / 12`, rounded down.
#[must_use]
pub fn variance_of_headway(period: Minutes) -> u64 {
    let period = i128::from(period.get());
    u64::try_from(period.saturating_mul(period) / 12).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(low: i64, typical: i64, high: i64) -> u64 {
        variance(Some(Minutes::new(low)), Minutes::new(typical), Some(Minutes::new(high)))
    }

    #[test]
    fn a_range_has_the_variance_of_its_triangle() {
        assert_eq!((of(0, 0, 60), of(0, 30, 60), of(0, 60, 60)), (200, 150, 200));
        assert_eq!(of(7, 7, 7), 0);
        assert_eq!(variance(None, Minutes::new(30), Some(Minutes::new(60))), 50);
        assert_eq!(variance(None, Minutes::new(i64::MAX), Some(Minutes::new(i64::MIN))), u64::MAX);
        assert_eq!(variance_of_headway(Minutes::new(60)), 300);
    }
}
