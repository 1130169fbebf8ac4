//! A monotone priority queue that sorts only what is about to be served: a ladder of ever finer buckets.
//!
//! Keys that leave the queue never decrease, as in every label-setting search.
//! So labels far ahead only need to be thrown into a coarse bucket; a bucket is spread over finer ones when
//! its turn comes, and sorted when few labels are left in it.
//! Labels lie next to each other in chunks, so that spreading reads memory in order, and each label is moved
//! a few times at most.
//!
//! # Source
//! Tang, Goh, Thng, Ladder queue: an O(1) priority queue structure for large-scale discrete event simulation
//! (2005); here rungs have a fixed number of buckets and the bottom is a sorted run beside a heap.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;

use crate::cost::index;

/// Buckets of a rung.
const RUNG: usize = 64;
const RUNG_BITS: u32 = RUNG.trailing_zeros();
/// Entries of a chunk.
const CHUNK: usize = 32;
/// A bucket with no more entries than this is sorted, a larger one is spread.
const SORTED: usize = 128;
/// The heap of late arrivals is not spread before it outgrows this.
const LATE: usize = 512;
const NONE: u32 = u32::MAX;

/// What an entry is ordered by.
pub(crate) trait Keyed {
    type Key: Copy + Ord;
    fn key(&self) -> Self::Key;
    /// Leading part of the key, which chooses the bucket.
    fn lead(&self) -> u64;
}

/// Entries that leave in order of their keys.
pub(crate) struct Queue<T: Keyed> {
    rungs: Vec<Rung>,
    /// Entries with a lead below this belong to the bottom.
    limit: u64,
    /// The bucket being served, largest key first.
    run: Vec<T>,
    /// What was added to it since.
    late: BinaryHeap<Late<T>>,
    /// Size of that heap at which spreading it is worth a try; as large as what would have to be moved.
    patience: usize,
    chunks: Vec<Chunk<T>>,
    free: u32,
    len: usize,
}

/// An equal share of a range of leads for each bucket, the last one taking all that is beyond.
struct Rung {
    start: u64,
    shift: u32,
    /// First lead that belongs to the rung above.
    end: u64,
    /// Buckets before this one have been served.
    at: usize,
    buckets: [Bucket; RUNG],
}

#[derive(Clone, Copy)]
struct Bucket {
    first: u32,
    len: u32,
}

const EMPTY: Bucket = Bucket { first: NONE, len: 0 };

struct Chunk<T> {
    items: Vec<T>,
    next: u32,
}

/// Smallest key first.
struct Late<T>(T);

impl<T: Keyed> PartialEq for Late<T> {
    fn eq(&self, other: &Self) -> bool {
        self.0.key() == other.0.key()
    }
}

impl<T: Keyed> Eq for Late<T> {}

impl<T: Keyed> PartialOrd for Late<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<T: Keyed> Ord for Late<T> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.key().cmp(&self.0.key())
    }
}

impl<T: Keyed + Copy> Queue<T> {
    /// A queue whose leads start at `origin` and mostly lie within `range` of it.
    pub(crate) fn new(origin: u64, range: u64) -> Self {
        let mut queue = Self {
            rungs: Vec::new(),
            limit: origin,
            run: Vec::new(),
            late: BinaryHeap::new(),
            patience: LATE,
            chunks: Vec::new(),
            free: NONE,
            len: 0,
        };
        queue.lay(origin, u64::MAX, range);
        queue
    }

    /// Entries waiting.
    pub(crate) fn len(&self) -> usize {
        self.len
    }

    /// Adds an entry.
    #[inline]
    pub(crate) fn push(&mut self, item: T) {
        self.len += 1;
        let lead = item.lead();
        if lead < self.limit {
            self.late.push(Late(item));
            if self.late.len() > self.patience {
                self.spread_bottom();
            }
        } else {
            self.throw(lead, item);
        }
    }

    /// Takes out the entry with the smallest key; of those that wait in buckets, `keep` decides whether they
    /// are still of use when the bucket is opened.
    #[inline]
    pub(crate) fn pop(&mut self, mut keep: impl FnMut(&T) -> bool) -> Option<T> {
        loop {
            let item = match (self.run.last(), self.late.peek()) {
                (Some(run), Some(late)) if run.key() < late.0.key() => self.run.pop(),
                (_, Some(_)) => self.late.pop().map(|late| late.0),
                (Some(_), None) => self.run.pop(),
                (None, None) => {
                    if !self.open(&mut keep) {
                        return None;
                    }
                    continue;
                }
            };
            self.len -= 1;
            return item;
        }
    }

    /// Puts an entry into the finest bucket that is open for it.
    #[inline]
    fn throw(&mut self, lead: u64, item: T) {
        let deepest = self.rungs.len() - 1;
        let mut level = deepest;
        while level > 0 && lead >= self.rungs[level].end {
            level -= 1;
        }
        let rung = &mut self.rungs[level];
        let place = index(lead.saturating_sub(rung.start) >> rung.shift).min(RUNG - 1);
        let bucket = &mut rung.buckets[place];
        bucket.len += 1;
        match self.chunks.get_mut(bucket.first as usize) {
            Some(chunk) if chunk.items.len() < CHUNK => chunk.items.push(item),
            _ => {
                let id = if self.free == NONE {
                    let id = u32::try_from(self.chunks.len()).unwrap_or(NONE);
                    self.chunks.push(Chunk { items: Vec::with_capacity(CHUNK), next: NONE });
                    id
                } else {
                    self.free
                };
                let chunk = &mut self.chunks[id as usize];
                if id == self.free {
                    self.free = chunk.next;
                }
                chunk.items.push(item);
                chunk.next = bucket.first;
                bucket.first = id;
            }
        }
    }

    /// Adds a rung for the leads from `start` up to `end`, most of which lie within `range` of its start.
    fn lay(&mut self, start: u64, end: u64, range: u64) {
        let bits = u64::BITS - range.leading_zeros();
        let shift = bits.saturating_sub(RUNG_BITS);
        self.rungs.push(Rung { start, shift, end, at: 0, buckets: [EMPTY; RUNG] });
    }

    /// Turns the bottom, grown too large, into a rung, if its leads differ.
    fn spread_bottom(&mut self) {
        let Some(first) = self.late.peek().map(|late| late.0.lead()) else { return };
        let start = self.run.last().map_or(first, |item| first.min(item.lead()));
        let items = self.run.iter().chain(self.late.iter().map(|late| &late.0));
        let last = items.map(T::lead).max().unwrap_or(start);
        if last == start {
            self.patience = self.late.len() * 2;
            return;
        }
        self.lay(start, self.limit, last - start);
        self.limit = start;
        let late = std::mem::take(&mut self.late);
        let mut run = std::mem::take(&mut self.run);
        for item in run.drain(..).chain(late.into_iter().map(|late| late.0)) {
            self.throw(item.lead(), item);
        }
        self.run = run;
    }

    /// Largest lead in a bucket.
    fn last_lead(&self, bucket: Bucket) -> u64 {
        let mut last = 0;
        let mut id = bucket.first;
        while let Some(chunk) = self.chunks.get(id as usize) {
            last = chunk.items.iter().map(T::lead).fold(last, u64::max);
            id = chunk.next;
        }
        last
    }

    /// Fills the bottom from the next bucket; false if all are empty.
    fn open(&mut self, keep: &mut impl FnMut(&T) -> bool) -> bool {
        loop {
            let Some(rung) = self.rungs.last_mut() else { return false };
            let Some(ahead) = rung.buckets[rung.at..].iter().position(|bucket| bucket.first != NONE) else {
                if self.rungs.len() == 1 {
                    return false;
                }
                self.rungs.pop();
                continue;
            };
            let place = rung.at + ahead;
            let bucket = std::mem::replace(&mut rung.buckets[place], EMPTY);
            rung.at = place + 1;
            let start = rung.start + ((place as u64) << rung.shift);
            let last = place + 1 == RUNG;
            let end = if last { rung.end } else { (start + (1 << rung.shift)).min(rung.end) };
            // Laid out for what is in it: the catch-all bucket may hold anything.
            let range =
                if bucket.len as usize > SORTED { self.last_lead(bucket).saturating_sub(start) } else { 0 };
            let splits = range > 0;
            if splits {
                self.lay(start, end, range);
            }
            self.limit = if splits { start } else { end };
            let mut id = bucket.first;
            while id != NONE {
                let chunk = &mut self.chunks[id as usize];
                let mut items = std::mem::take(&mut chunk.items);
                let next = chunk.next;
                self.len -= items.len();
                for item in items.drain(..) {
                    if keep(&item) {
                        self.len += 1;
                        if splits {
                            self.throw(item.lead(), item);
                        } else {
                            self.run.push(item);
                        }
                    }
                }
                let chunk = &mut self.chunks[id as usize];
                chunk.items = items;
                chunk.next = self.free;
                self.free = id;
                id = next;
            }
            if !splits {
                self.run.sort_unstable_by_key(|item| Reverse(item.key()));
                if !self.run.is_empty() {
                    self.patience = self.run.len().max(LATE);
                    return true;
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Keyed for u64 {
        type Key = u64;
        fn key(&self) -> u64 {
            *self
        }
        fn lead(&self) -> u64 {
            *self >> 8
        }
    }

    /// A fixed scramble, so that the test needs no generator.
    fn scramble(x: u64) -> u64 {
        (x ^ (x >> 7)).wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(23)
    }

    fn drain(range: u64, spread: u32, burst: u64) {
        let mut queue = Queue::<u64>::new(0, range);
        let mut heap = BinaryHeap::new();
        let mut at = 0;
        for step in 0..6_000_u64 {
            let ahead = scramble(step) >> (64 - spread);
            // Every third entry shares the bucket being served.
            let item = if step % 3 == 0 { at } else { at + ahead };
            queue.push(item);
            heap.push(Reverse(item));
            assert_eq!(queue.len(), heap.len());
            if step % burst == 0 || step > 3_000 {
                at = queue.pop(|_| true).unwrap();
                assert_eq!(Some(Reverse(at)), heap.pop());
            }
        }
        while let Some(item) = queue.pop(|_| true) {
            assert_eq!(Some(Reverse(item)), heap.pop());
        }
        assert!(heap.is_empty());
        assert_eq!(queue.len(), 0);
    }

    #[test]
    fn entries_leave_in_order_at_every_spread() {
        for spread in [4, 9, 12, 24, 30, 40, 50] {
            for range in [0, 1, 1000, 1 << 20, u64::MAX / 2] {
                for burst in [1, 2, 7] {
                    drain(range, spread, burst);
                }
            }
        }
    }

    #[test]
    fn entries_of_no_use_are_dropped_when_their_bucket_opens() {
        let mut queue = Queue::<u64>::new(0, 1 << 20);
        for item in 0..5_000_u64 {
            queue.push(item << 8);
        }
        let mut left = 0;
        while let Some(item) = queue.pop(|item| (item >> 8) % 2 == 0) {
            assert_eq!((item >> 8) % 2, 0);
            left += 1;
        }
        assert_eq!((left, queue.len()), (2_500, 0));
    }
}
