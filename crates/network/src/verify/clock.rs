//! Local days and opening hours, in the plainest form.

use chrono::{Datelike as _, Days, NaiveDate, NaiveTime, TimeDelta, TimeZone as _};
use landbridge_model::{Place, Validity};
use landbridge_units::{Instant, Minutes};

/// The date on the calendar of a place.
pub(crate) fn date_at(place: &Place, at: Instant) -> Option<NaiveDate> {
    Some(at.to_utc()?.with_timezone(&place.time_zone).date_naive())
}

/// A local date and time. Of two such instants the earlier; where the clock skips it, the hour after.
pub(crate) fn instant_at(place: &Place, day: NaiveDate, time: NaiveTime) -> Option<Instant> {
    let local = day.and_time(time);
    let zone = place.time_zone;
    let later = || zone.from_local_datetime(&local.checked_add_signed(TimeDelta::hours(1))?).earliest();
    let at = zone.from_local_datetime(&local).earliest().or_else(later)?;
    Some(Instant::from_utc(at.to_utc()))
}

/// Local midnight at the end of a day.
pub(crate) fn end_of(place: &Place, day: NaiveDate) -> Option<Instant> {
    instant_at(place, day.checked_add_days(Days::new(1))?, NaiveTime::MIN)
}

/// Local midnights at which a period begins or has ended.
pub(crate) fn turns(place: &Place, period: Validity) -> Vec<Instant> {
    let begins = period.from().and_then(|day| instant_at(place, day, NaiveTime::MIN));
    let ends = period.to().and_then(|day| end_of(place, day));
    begins.into_iter().chain(ends).collect()
}

/// Whether a place is open at an instant; one without hours always is. `None` beyond the calendar.
fn is_open(place: &Place, at: Instant) -> Option<bool> {
    let Some(hours) = &place.hours else { return Some(true) };
    let local = at.to_utc()?.with_timezone(&place.time_zone);
    Some(hours.is_open(local.weekday(), local.time()))
}

/// The first minute at which a place is open, looked for one by one; `None` if there is none in nine days.
pub(crate) fn opening(place: &Place, at: Instant) -> Option<Instant> {
    const NINE_DAYS: i64 = 9 * 1_440;
    for minutes in 0..NINE_DAYS {
        let then = at.after(Minutes::new(minutes))?;
        if is_open(place, then)? {
            return Some(then);
        }
    }
    None
}
