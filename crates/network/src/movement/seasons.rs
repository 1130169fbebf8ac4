//! Seasons: times in which closures, holidays and border steps stay as they are, so that whoever comes in one of
//! them, and is through before it ends, meets the same.

use std::sync::{Arc, OnceLock};

use landbridge_units::{Instant, Minutes};

/// How long before the first change somebody is watched to learn what happens before it.
const LONG_BEFORE: Minutes = Minutes::new(-60 * 24 * 60);

/// What happens in each season, learnt from one who comes at its beginning; `None` where it depends on the minute.
#[derive(Clone, Debug)]
pub(crate) struct Seasons<T> {
    /// Instants at which one season ends and the next begins.
    turns: Vec<Instant>,
    known: Vec<OnceLock<Option<Arc<T>>>>,
}

impl<T> Seasons<T> {
    /// Seasons between these instants.
    pub(crate) fn new(mut turns: Vec<Instant>) -> Self {
        turns.sort_unstable();
        turns.dedup();
        let known = (0..=turns.len()).map(|_| OnceLock::new()).collect();
        Self { turns, known }
    }

    /// No seasons: everything depends on the minute.
    pub(crate) fn none() -> Self {
        Self { turns: Vec::new(), known: Vec::new() }
    }

    /// The number of the season of an instant.
    pub(crate) fn of(&self, at: Instant) -> usize {
        self.turns.partition_point(|turn| *turn <= at)
    }

    /// When a season ends; `None` if it does not.
    pub(crate) fn end(&self, season: usize) -> Option<Instant> {
        self.turns.get(season).copied()
    }

    /// What happens in a season. `learn` is told when to come.
    pub(crate) fn get(&self, season: usize, learn: impl FnOnce(Instant) -> Option<T>) -> Option<&Arc<T>> {
        let known = self.known.get(season)?;
        let begin = season.checked_sub(1).and_then(|before| self.turns.get(before).copied());
        let begin = begin.or_else(|| self.turns.first().and_then(|first| first.after(LONG_BEFORE)));
        let begin = begin.unwrap_or(Instant::from_epoch_minutes(0));
        known.get_or_init(|| learn(begin).map(Arc::new)).as_ref()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_season_is_learnt_at_its_beginning() {
        let at = Instant::from_epoch_minutes;
        let seasons = Seasons::new(vec![at(500), at(200), at(500)]);
        assert_eq!([at(199), at(200), at(499), at(500)].map(|x| seasons.of(x)), [0, 1, 1, 2]);
        assert_eq!((seasons.end(0), seasons.end(2)), (Some(at(200)), None));
        let begins = [0, 1, 2].map(|season| seasons.get(season, |begin| Some(begin.epoch_minutes())));
        assert_eq!(begins.map(|x| **x.unwrap()), [200 - 86_400, 200, 500]);
        assert_eq!(seasons.get(1, |_| None).map(|x| **x), Some(200));
        assert!(seasons.get(3, |_| Some(0)).is_none() && Seasons::none().get(0, |_| Some(0)).is_none());
    }
}
