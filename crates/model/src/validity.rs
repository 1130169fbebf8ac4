//! Periods of validity. Both ends are days and belong to the period.

use chrono::NaiveDate;
use thiserror::Error;

/// From a day to a day, both included; an open end reaches for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Validity {
    from: Option<NaiveDate>,
    to: Option<NaiveDate>,
}

/// The period ends before it begins.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("period ends on {to}, before it begins on {from}")]
pub struct ValidityError {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
}

impl Validity {
    /// Without end in either direction.
    pub const ALWAYS: Self = Self { from: None, to: None };

    /// A period.
    ///
    /// # Errors
    /// If it ends before it begins.
    pub fn new(from: Option<NaiveDate>, to: Option<NaiveDate>) -> Result<Self, ValidityError> {
        match (from, to) {
            (Some(from), Some(to)) if to < from => Err(ValidityError { from, to }),
            _ => Ok(Self { from, to }),
        }
    }

    /// The first day, if there is one.
    #[must_use]
    pub const fn from(self) -> Option<NaiveDate> {
        self.from
    }

    /// The last day, if there is one.
    #[must_use]
    pub const fn to(self) -> Option<NaiveDate> {
        self.to
    }

    /// Whether a day belongs to it.
    #[must_use]
    pub fn contains(self, day: NaiveDate) -> bool {
        self.from.is_none_or(|from| from <= day) && self.to.is_none_or(|to| day <= to)
    }

    /// Whether the two share a day.
    #[must_use]
    pub fn overlaps(self, other: Self) -> bool {
        let before = |a: Self, b: Self| matches!((a.to, b.from), (Some(to), Some(from)) if to < from);
        !before(self, other) && !before(other, self)
    }
}

/// `2023-03-11 to 2023-03-26`, `from 2023-01-01`, `until 2025-12-31`, `always`.
impl std::fmt::Display for Validity {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (self.from, self.to) {
            (Some(from), Some(to)) => write!(f, "{from} to {to}"),
            (Some(from), None) => write!(f, "from {from}"),
            (None, Some(to)) => write!(f, "until {to}"),
            (None, None) => f.write_str("always"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 3, d).unwrap()
    }

    #[test]
    fn both_ends_belong() {
        let embargo = Validity::new(Some(day(11)), Some(day(26))).unwrap();
        for (d, inside) in [(10, false), (11, true), (26, true), (27, false)] {
            assert_eq!(embargo.contains(day(d)), inside, "{d}");
        }
        assert!(Validity::new(Some(day(2)), Some(day(1))).is_err());
        assert!(Validity::ALWAYS.contains(day(1)));
    }

    #[test]
    fn touching_periods_overlap_on_the_shared_day() {
        let period = |a, b| Validity::new(Some(day(a)), Some(day(b))).unwrap();
        assert!(period(1, 5).overlaps(period(5, 9)));
        assert!(!period(1, 5).overlaps(period(6, 9)));
        assert!(Validity::ALWAYS.overlaps(period(6, 9)));
    }
}
