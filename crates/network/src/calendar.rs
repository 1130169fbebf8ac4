//! Local days and hours of places, in whole minutes UTC.

use chrono::{Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _};
use chrono_tz::Tz;
use landbridge_model::{Hours, Validity};
use landbridge_units::Instant;

/// The local date at an instant.
pub(crate) fn local_date(zone: Tz, at: Instant) -> Option<NaiveDate> {
    Some(at.to_utc()?.with_timezone(&zone).date_naive())
}

/// A local date and time as an instant, by the rule of `Corridor::local_instant`: the earlier of two where the
/// clock went back, the end of the gap where it went forward.
pub(crate) fn local_instant(zone: Tz, day: NaiveDate, time: NaiveTime) -> Option<Instant> {
    let local = day.and_time(time);
    let at = zone
        .from_local_datetime(&local)
        .earliest()
        .or_else(|| zone.from_local_datetime(&local.checked_add_signed(TimeDelta::hours(1))?).earliest())?;
    Some(Instant::from_utc(at.to_utc()))
}

/// 00:00 local of the day after a period; `None` where it never ends.
pub(crate) fn after_period(zone: Tz, period: Validity) -> Option<Instant> {
    local_instant(zone, period.to()?.checked_add_days(Days::new(1))?, NaiveTime::MIN)
}

/// The first instant, `at` itself included, at which a place with these hours is open. It is open from the minute
/// it opens until before the minute it closes.
pub(crate) fn next_opening(zone: Tz, hours: Hours, at: Instant) -> Option<Instant> {
    let local = at.to_utc()?.with_timezone(&zone).naive_local();
    if hours.opens <= local.time() && local.time() < hours.closes {
        return Some(at);
    }
    let day = if local.time() < hours.opens {
        local.date()
    } else {
        local.date().checked_add_days(Days::new(1))?
    };
    // Where the clock goes back over the opening, the earlier of the two instants may lie behind.
    local_instant(zone, day, hours.opens).map(|opening| opening.max(at))
}

/// Local midnights at which a period begins or has ended: when a rule of that period comes and goes.
pub(crate) fn turns(zone: Tz, period: Validity) -> impl Iterator<Item = Instant> {
    let begins = period.from().and_then(|day| local_instant(zone, day, NaiveTime::MIN));
    begins.into_iter().chain(after_period(zone, period))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(y: i32, m: u32, d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(y, m, d).unwrap()
    }

    fn time(h: u32, m: u32) -> NaiveTime {
        NaiveTime::from_hms_opt(h, m, 0).unwrap()
    }

    #[test]
    fn kazakhstan_has_one_clock_since_march_2024() {
        let almaty = chrono_tz::Asia::Almaty;
        let noon = |d| local_instant(almaty, d, time(12, 0)).unwrap().to_string();
        assert_eq!(noon(day(2024, 2, 29)), "2024-02-29T06:00Z");
        assert_eq!(noon(day(2024, 3, 1)), "2024-03-01T07:00Z");
        // The last hour of February came twice; the day ends after the second.
        let leap_day = Validity::new(Some(day(2024, 2, 29)), Some(day(2024, 2, 29))).unwrap();
        assert_eq!(after_period(almaty, leap_day).unwrap().to_string(), "2024-02-29T19:00Z");
        let before = Instant::from_epoch_minutes(after_period(almaty, leap_day).unwrap().epoch_minutes() - 1);
        assert_eq!(local_date(almaty, before), Some(day(2024, 2, 29)));
    }

    #[test]
    fn open_from_the_first_minute_until_before_the_last() {
        let zone = chrono_tz::Asia::Shanghai;
        let hours = Hours { opens: time(8, 0), closes: time(20, 0) };
        let open = |h, m| {
            let at = local_instant(zone, day(2023, 5, 14), time(h, m)).unwrap();
            next_opening(zone, hours, at).unwrap().since(at).get()
        };
        assert_eq!((open(7, 59), open(8, 0), open(19, 59)), (1, 0, 0));
        assert_eq!((open(20, 0), open(0, 0)), (12 * 60, 8 * 60));
    }

    #[test]
    fn a_period_without_end_never_ends() {
        assert_eq!(after_period(chrono_tz::UTC, Validity::ALWAYS), None);
        let last = Validity::new(None, Some(NaiveDate::MAX)).unwrap();
        assert_eq!(after_period(chrono_tz::UTC, last), None);
    }
}
