//! Durations and points in time, in whole minutes. Instants are UTC; local time appears at the edges.

use chrono::{DateTime, TimeDelta, Utc};

use crate::quantity::{QuantityError, shorten, whole};

/// A duration in whole minutes; negative only as a difference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Minutes(i64);

impl Minutes {
    /// No time.
    pub const ZERO: Self = Self(0);

    /// A number of minutes.
    #[must_use]
    pub const fn new(minutes: i64) -> Self {
        Self(minutes)
    }

    /// The number of minutes.
    #[must_use]
    pub const fn get(self) -> i64 {
        self.0
    }

    /// Reads hours as printed, for example `34.8`; exact to the minute or an error.
    ///
    /// # Errors
    /// Fails on anything but a plain non-negative decimal that is a whole number of minutes.
    pub fn parse_hours(text: &str) -> Result<Self, QuantityError> {
        match whole(text, 60, "h", "minute")? {
            minutes if minutes < 0 => Err(QuantityError::OutOfRange { text: shorten(text), unit: "h" }),
            minutes => Ok(Self(minutes)),
        }
    }

    /// The sum, or `None` on overflow.
    #[must_use]
    pub const fn checked_add(self, other: Self) -> Option<Self> {
        match self.0.checked_add(other.0) {
            Some(sum) => Some(Self(sum)),
            None => None,
        }
    }

    /// Hours as an exact decimal where it is one, else rounded to 28 digits.
    #[must_use]
    pub fn hours(self) -> crate::Decimal {
        crate::Decimal::from(self.0) / crate::Decimal::from(60)
    }
}

/// `5 d 07 h 30 min`; parts that are zero at the front are left out.
impl std::fmt::Display for Minutes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let sign = if self.0 < 0 { "-" } else { "" };
        let total = self.0.unsigned_abs();
        let (days, hours, minutes) = (total / 1_440, total / 60 % 24, total % 60);
        let text = match (days, hours, minutes) {
            (0, 0, m) => format!("{sign}{m} min"),
            (0, h, 0) => format!("{sign}{h} h"),
            (0, h, m) => format!("{sign}{h} h {m:02} min"),
            (d, h, 0) => format!("{sign}{d} d {h:02} h"),
            (d, h, m) => format!("{sign}{d} d {h:02} h {m:02} min"),
        };
        f.pad(&text)
    }
}

/// A point in time: a whole minute, UTC.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(i64);

impl Instant {
    /// Minutes since 1970-01-01T00:00Z.
    #[must_use]
    pub const fn from_epoch_minutes(minutes: i64) -> Self {
        Self(minutes)
    }

    /// Minutes since 1970-01-01T00:00Z.
    #[must_use]
    pub const fn epoch_minutes(self) -> i64 {
        self.0
    }

    /// The instant of a date and time, seconds dropped.
    #[must_use]
    pub fn from_utc(at: DateTime<Utc>) -> Self {
        Self(at.timestamp().div_euclid(60))
    }

    /// As a date and time, or `None` beyond the calendar's range.
    #[must_use]
    pub fn to_utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.0.checked_mul(60)?, 0)
    }

    /// Later by a duration, or `None` on overflow.
    #[must_use]
    pub const fn after(self, duration: Minutes) -> Option<Self> {
        match self.0.checked_add(duration.0) {
            Some(at) => Some(Self(at)),
            None => None,
        }
    }

    /// Time from `earlier` until `self`; negative where `self` comes first.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Minutes {
        Minutes(self.0.saturating_sub(earlier.0))
    }
}

/// `2023-05-14T10:00Z`.
impl std::fmt::Display for Instant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.to_utc() {
            Some(at) => f.pad(&at.format("%Y-%m-%dT%H:%MZ").to_string()),
            None => write!(f, "minute {} since 1970", self.0),
        }
    }
}

impl From<Minutes> for TimeDelta {
    fn from(duration: Minutes) -> Self {
        Self::try_minutes(duration.0).unwrap_or(Self::MAX)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_as_printed_are_exact() {
        assert_eq!(Minutes::parse_hours("34.8").unwrap(), Minutes::new(2_088));
        assert_eq!(Minutes::parse_hours("0.05").unwrap(), Minutes::new(3));
        assert!(matches!(Minutes::parse_hours("0.01"), Err(QuantityError::TooFine { .. })));
        assert!(matches!(Minutes::parse_hours("-2"), Err(QuantityError::OutOfRange { .. })));
        assert!(Minutes::parse_hours("12345678901234567890123456").is_err());
    }

    #[test]
    fn prints_what_a_planner_reads() {
        assert_eq!(Minutes::new(0).to_string(), "0 min");
        assert_eq!(Minutes::new(7_650).to_string(), "5 d 07 h 30 min");
        assert_eq!(Minutes::new(-90).to_string(), "-1 h 30 min");
        assert_eq!(Instant::from_epoch_minutes(28_067_640).to_string(), "2023-05-14T10:00Z");
        assert_eq!(Instant::from_epoch_minutes(i64::MAX).to_utc(), None);
    }
}
