//! Local days and hours of places, in whole minutes UTC.

use chrono::{
    Datelike as _, Days, NaiveDate, NaiveDateTime, NaiveTime, Offset as _, TimeDelta, TimeZone as _,
};
use chrono_tz::Tz;
use landbridge_model::{Hours, Validity};
use landbridge_units::{Instant, Minutes};

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

/// The first instant, `at` itself included, at which the clock of a place shows a time at which it is open.
///
/// Each round goes on to the next opening of the day or to midnight, as the clock stands; where the clock is
/// changed before that, only as far as the change. Hours have a span on some weekday, so it is found within eight
/// days, or fifteen where a zone that moves over the date line has lost that day.
pub(crate) fn next_opening(zone: Tz, hours: &Hours, at: Instant) -> Option<Instant> {
    let mut now = at;
    for _ in 0..ROUNDS_MAX {
        let (local, offset) = clock(zone, now)?;
        let (day, time) = (local.weekday(), local.time());
        if hours.is_open(day, time) {
            return Some(now);
        }
        let then = match hours.opens_after(day, time) {
            Some(opens) => local.date().and_time(opens),
            None => local.date().checked_add_days(Days::new(1))?.and_time(NaiveTime::MIN),
        };
        // Offsets of a former century have seconds; the minute after is the first that is open.
        let seconds = then.signed_duration_since(local).num_seconds();
        let next = now.after(Minutes::new(seconds.checked_add(59)?.div_euclid(60)))?;
        now = if clock(zone, next)?.1 == offset { next } else { change(zone, now, next)? };
    }
    None
}

/// Fifteen midnights, two changes of the clock, and the opening itself; two more to spare.
const ROUNDS_MAX: usize = 20;

/// What the clock of a zone shows, and by how many seconds it is ahead.
fn clock(zone: Tz, at: Instant) -> Option<(NaiveDateTime, i32)> {
    let local = at.to_utc()?.with_timezone(&zone);
    Some((local.naive_local(), local.offset().fix().local_minus_utc()))
}

/// The first instant with another offset than `before`, of which `after` has another.
fn change(zone: Tz, before: Instant, after: Instant) -> Option<Instant> {
    let offset = clock(zone, before)?.1;
    let (mut same, mut other) = (before.epoch_minutes(), after.epoch_minutes());
    while other - same > 1 {
        let middle = same + (other - same) / 2;
        if clock(zone, Instant::from_epoch_minutes(middle))?.1 == offset {
            same = middle;
        } else {
            other = middle;
        }
    }
    Some(Instant::from_epoch_minutes(other))
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
        let hours: Hours = "08:00-20:00".parse().unwrap();
        let open = |h, m| {
            let at = local_instant(zone, day(2023, 5, 14), time(h, m)).unwrap();
            next_opening(zone, &hours, at).unwrap().since(at).get()
        };
        assert_eq!((open(7, 59), open(8, 0), open(19, 59)), (1, 0, 0));
        assert_eq!((open(20, 0), open(0, 0)), (12 * 60, 8 * 60));
    }

    #[test]
    fn closed_days_are_waited_out() {
        let zone = chrono_tz::Asia::Shanghai;
        let hours: Hours = "mon-fri 08:00-20:00; sat 09:00-13:00".parse().unwrap();
        let opens = |d, h, m| {
            let at = local_instant(zone, day(2023, 5, d), time(h, m)).unwrap();
            let open = next_opening(zone, &hours, at).unwrap().to_utc().unwrap().with_timezone(&zone);
            open.format("%a %d %H:%M").to_string()
        };
        // 12 May 2023 is a Friday.
        assert_eq!(opens(12, 19, 59), "Fri 12 19:59");
        assert_eq!(opens(12, 20, 0), "Sat 13 09:00");
        assert_eq!(opens(13, 13, 0), "Mon 15 08:00");
        // Open on one day of the week only, and just shut: the wait is the longest there is.
        let mondays: Hours = "mon 08:00-09:00".parse().unwrap();
        let shut = local_instant(zone, day(2023, 5, 15), time(9, 0)).unwrap();
        assert_eq!(next_opening(zone, &mondays, shut).unwrap().since(shut).get(), (7 * 24 - 1) * 60);
        // Midnight is no interruption where the next day goes on.
        let nights: Hours = "fri 22:00-24:00; sat 00:00-06:00".parse().unwrap();
        let midnight = local_instant(zone, day(2023, 5, 13), time(0, 0)).unwrap();
        assert_eq!(next_opening(zone, &nights, midnight), Some(midnight));
    }

    /// Minute by minute, over changes of the clock of every kind: back over midnight (Almaty 2024), back and forth
    /// at night (Berlin), at midnight (Beirut), by half an hour (Lord Howe), by a whole day (Apia 2011), and an offset
    /// with seconds (Amsterdam 1937).
    #[test]
    fn the_first_open_minute_is_found_whatever_the_clock_does() {
        let changes = [
            (chrono_tz::Asia::Almaty, day(2024, 2, 29)),
            (chrono_tz::Europe::Berlin, day(2023, 3, 26)),
            (chrono_tz::Europe::Berlin, day(2023, 10, 29)),
            (chrono_tz::Asia::Beirut, day(2022, 3, 27)),
            (chrono_tz::Australia::Lord_Howe, day(2023, 4, 2)),
            (chrono_tz::Australia::Lord_Howe, day(2023, 10, 1)),
            (chrono_tz::Pacific::Apia, day(2011, 12, 30)),
            (chrono_tz::Europe::Amsterdam, day(1937, 5, 22)),
        ];
        let all: [Hours; 7] = [
            "08:00-20:00",
            "02:30-02:45",
            "00:00-00:30; 01:45-02:15; 23:15-24:00",
            "thu 23:30-23:45",
            "sun 02:10-02:20; tue 12:00-13:00",
            "fri 00:00-24:00",
            "mon 00:00-00:01",
        ]
        .map(|text| text.parse().unwrap());
        for (zone, on) in changes {
            let begin = local_instant(zone, on.checked_sub_days(Days::new(8)).unwrap(), time(0, 0)).unwrap();
            let minutes = begin.epoch_minutes()..begin.epoch_minutes() + 18 * 24 * 60;
            for hours in &all {
                // From the last minute back, the next open one is known.
                let mut open = None;
                for at in minutes.clone().rev().map(Instant::from_epoch_minutes) {
                    let local = at.to_utc().unwrap().with_timezone(&zone).naive_local();
                    if hours.is_open(local.weekday(), local.time()) {
                        open = Some(at);
                    }
                    // Every minute around the change, some of the others.
                    let near = local.date().signed_duration_since(on).num_days().abs() <= 1;
                    if open.is_some() && (near || at.epoch_minutes() % 61 == 0) {
                        assert_eq!(next_opening(zone, hours, at), open, "{zone} {local} {hours}");
                    }
                }
                assert!(open.is_some(), "{zone} {hours}");
            }
        }
    }

    #[test]
    fn a_period_without_end_never_ends() {
        assert_eq!(after_period(chrono_tz::UTC, Validity::ALWAYS), None);
        let last = Validity::new(None, Some(NaiveDate::MAX)).unwrap();
        assert_eq!(after_period(chrono_tz::UTC, last), None);
    }
}
