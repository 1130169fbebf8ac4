//! What waits to be looked at, by its key.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Minutes that share a bucket: a watch of four hours.
const WIDTH: i64 = 240;

/// Keys, of which the least comes first.
type Key = [i64; 5];

/// A queue by key. Where keys begin with a minute, what comes later than the current watch waits unsorted: most of it
/// is superfluous by then, and a heap of one watch fits in the cache.
#[derive(Debug)]
pub(crate) struct Queue<T> {
    now: BinaryHeap<Reverse<(Key, T)>>,
    /// Minutes before this one go to the heap.
    until: i64,
    later: Vec<Vec<(Key, T)>>,
    /// There are no more buckets than this.
    most: usize,
    /// The first bucket that may hold anything.
    next: usize,
    waiting: usize,
}

impl<T: Ord> Queue<T> {
    /// A queue of keys that begin with minutes between two, or with anything.
    pub(crate) fn new(minutes: Option<(i64, i64)>) -> Self {
        let most = minutes.map_or(0, |(first, last)| last.saturating_sub(first) / WIDTH + 1);
        let most = usize::try_from(most).unwrap_or(0);
        let until = minutes.map_or(i64::MAX, |(first, _)| first);
        Self { now: BinaryHeap::new(), until, later: Vec::new(), most, next: 0, waiting: 0 }
    }

    pub(crate) fn push(&mut self, key: Key, task: T) {
        if key[0] >= self.until {
            let bucket = usize::try_from((key[0] - self.until) / WIDTH).unwrap_or(usize::MAX);
            // What comes after the last bucket is looked at with it.
            let bucket = self.next.saturating_add(bucket).min(self.most.saturating_sub(1));
            if bucket >= self.next && self.most > 0 {
                if self.later.len() <= bucket {
                    self.later.resize_with(bucket + 1, Vec::new);
                }
                self.later[bucket].push((key, task));
                self.waiting += 1;
                return;
            }
        }
        self.now.push(Reverse((key, task)));
    }

    pub(crate) fn pop(&mut self) -> Option<(Key, T)> {
        while self.now.is_empty() && self.next < self.later.len() {
            let bucket = std::mem::take(&mut self.later[self.next]);
            self.waiting -= bucket.len();
            self.next += 1;
            self.until = if self.next == self.most { i64::MAX } else { self.until.saturating_add(WIDTH) };
            self.now = bucket.into_iter().map(Reverse).collect::<Vec<_>>().into();
        }
        self.now.pop().map(|Reverse(next)| next)
    }

    pub(crate) fn len(&self) -> usize {
        self.now.len() + self.waiting
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        /// What is pushed is never less than what was popped last, as in a search.
        #[test]
        fn hours_are_a_heap(tasks in prop::collection::vec((0..900_i64, 0..5_i64, 0..3_usize), 1..60)) {
            let (mut plain, mut hours) = (Queue::new(None), Queue::new(Some((1_000, 2_300))));
            let mut floor = 1_000;
            for (number, (later, second, pops)) in tasks.into_iter().enumerate() {
                let key = [floor + later, second, 0, 0, 0];
                plain.push(key, number);
                hours.push(key, number);
                for _ in 0..pops {
                    let popped = plain.pop();
                    prop_assert_eq!(popped, hours.pop());
                    floor = popped.map_or(floor, |(key, _)| key[0]);
                    prop_assert_eq!(plain.len(), hours.len());
                }
            }
            while let Some(popped) = plain.pop() {
                prop_assert_eq!(Some(popped), hours.pop());
            }
            prop_assert!(hours.pop().is_none());
        }
    }
}
