//! The latest start that will do.

use landbridge_units::{Instant, Minutes};

const MINUTES_PER_DAY: i64 = 1_440;

/// The latest minute between two, both included, at which something will do; `None` if it never does.
///
/// Where what will do at a minute will do at every minute before (`steady`), that minute is found by halving in
/// O(log n) trials. Elsewhere nothing follows from an earlier start: days are tried one by one, the last first, and
/// halving within the day after the first that will do gives a minute that will do while the next does not.
pub(crate) fn latest<E>(
    (first, last): (Instant, Instant),
    steady: bool,
    mut will_do: impl FnMut(Instant) -> Result<bool, E>,
) -> Result<Option<Instant>, E> {
    if first > last {
        return Ok(None);
    }
    if will_do(last)? {
        return Ok(Some(last));
    }
    let (mut early, mut late) = (first, last);
    if !steady {
        early = day_before(late, first);
        while early > first && !will_do(early)? {
            (early, late) = (day_before(early, first), early);
        }
    }
    // The last minute is known not to do.
    if late <= early || !will_do(early)? {
        return Ok(None);
    }
    while late.since(early) > Minutes::new(1) {
        let half = Minutes::new(late.since(early).get() / 2);
        let middle = early.after(half).unwrap_or(early);
        if will_do(middle)? { early = middle } else { late = middle }
    }
    Ok(Some(early))
}

fn day_before(at: Instant, first: Instant) -> Instant {
    at.after(Minutes::new(-MINUTES_PER_DAY)).map_or(first, |before| before.max(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(last: i64, steady: bool, will_do: impl Fn(i64) -> bool) -> Option<i64> {
        let at = Instant::from_epoch_minutes;
        let trial = |instant: Instant| Ok::<_, ()>(will_do(instant.epoch_minutes()));
        latest((at(0), at(last)), steady, trial).unwrap().map(Instant::epoch_minutes)
    }

    #[test]
    fn halving_finds_the_last_minute() {
        for most in [-1, 0, 1, 999, 4_999, 5_000, 9_999] {
            let expected = (most >= 0).then_some(most.min(5_000));
            assert_eq!(found(5_000, true, |at| at <= most), expected);
            assert_eq!(found(5_000, false, |at| at <= most), expected);
        }
        assert_eq!((found(-1, true, |_| true), found(0, true, |_| false)), (None, None));
    }

    /// An earlier start may do no longer: neither end says anything about the minutes between.
    #[test]
    fn days_are_tried_where_an_earlier_start_proves_nothing() {
        assert_eq!(found(50_000, false, |at| (20_000..=23_456).contains(&at)), Some(23_456));
        assert_eq!(found(50_000, true, |at| (20_000..=23_456).contains(&at)), None);
    }
}
