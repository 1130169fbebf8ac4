//! How long things take.

use std::time::Instant;

/// Seconds of several runs of one thing, shortest first.
pub(crate) struct Times(Vec<f64>);

impl Times {
    /// Sorted.
    pub(crate) fn of(mut seconds: Vec<f64>) -> Self {
        seconds.sort_by(f64::total_cmp);
        Self(seconds)
    }

    pub(crate) fn count(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn median(&self) -> f64 {
        self.at(50)
    }

    /// The time that so many of a hundred runs kept within; not a number where there was no run.
    pub(crate) fn at(&self, percent: usize) -> f64 {
        let rank = (self.0.len() * percent).div_ceil(100).max(1) - 1;
        self.0.get(rank).copied().unwrap_or(f64::NAN)
    }

    pub(crate) fn worst(&self) -> f64 {
        self.0.last().copied().unwrap_or(f64::NAN)
    }

    /// How many of them were shorter than so many seconds.
    pub(crate) fn under(&self, seconds: f64) -> usize {
        self.0.iter().filter(|&&time| time < seconds).count()
    }
}

/// Does a thing once.
#[expect(clippy::disallowed_methods, reason = "a benchmark measures time; no answer depends on it")]
pub(crate) fn timed<R>(task: impl FnOnce() -> R) -> (f64, R) {
    let start = Instant::now();
    let done = task();
    (start.elapsed().as_secs_f64(), done)
}

/// Does a thing several times, at least once, and gives what it gave last.
pub(crate) fn repeated<R>(runs: usize, mut task: impl FnMut() -> R) -> (Times, R) {
    let (first, mut done) = timed(&mut task);
    let mut seconds = vec![first];
    for _ in 1..runs {
        let (again, result) = timed(&mut task);
        seconds.push(again);
        done = result;
    }
    (Times::of(seconds), done)
}

/// How many in a second.
pub(crate) fn per_second(count: u64, seconds: f64) -> f64 {
    u32::try_from(count).map_or(f64::INFINITY, f64::from) / seconds
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_median_is_one_of_the_runs() {
        let times = Times::of(vec![3.0, 1.0, 2.0, 10.0]);
        let of = [times.median(), times.at(90), times.worst(), times.at(0)];
        assert_eq!(of.map(f64::to_bits), [2.0, 10.0, 10.0, 1.0].map(f64::to_bits));
        assert_eq!(times.under(3.0), 2);
        assert!(Times::of(Vec::new()).median().is_nan());
    }
}
