//! The front of the target, with a coarse table in front that answers most questions at once.

use crate::cost::{Cost, index};
use crate::front::Front;

/// Cells of the table, whatever the number of criteria.
const CELLS: usize = 4096;

/// A front asked far more often than it grows.
///
/// The criteria but the first and the last span a grid; each cell holds the least last criterion of all
/// members in cells no further along any axis.
/// If the cell one step back on every axis holds a value no greater than the one asked about, a member
/// covers it; if the vector's own cell holds a greater value, none does.
/// Only what falls between the two is looked up in the exact front.
pub(crate) struct Shadow<C, F, const K: usize> {
    front: F,
    table: Box<[C; CELLS]>,
    origin: [u64; K],
    shift: [u32; K],
    grown: bool,
}

impl<C: Cost, F: Front<C, K>, const K: usize> Shadow<C, F, K> {
    /// Axes with this many bits of cells: `2^(AXIS * (K - 2)) <= CELLS`.
    const AXIS: u32 = match K {
        0..=3 => 12,
        4 => 6,
        5 => 4,
        6 => 3,
        _ => 0,
    };
    const SIDE: u64 = 1 << Self::AXIS;

    /// A front whose members lie between `least` and, mostly, `most`.
    pub(crate) fn new(least: [u64; K], most: [u64; K]) -> Self {
        let shift = std::array::from_fn(|k| {
            let range = most[k].saturating_sub(least[k]);
            (u64::BITS - range.leading_zeros()).saturating_sub(Self::AXIS)
        });
        Self { front: F::default(), table: Box::new([C::PADDING; CELLS]), origin: least, shift, grown: false }
    }

    #[inline]
    pub(crate) fn covers(&mut self, costs: &[C; K]) -> bool {
        if !self.grown {
            return false;
        }
        if K < 3 {
            return self.front.covers(costs);
        }
        let Some(&last) = costs.last() else { return true };
        let mut own = 0;
        let mut back = 0;
        let mut has_back = true;
        #[expect(
            clippy::needless_range_loop,
            reason = "three arrays are read, and adapters cost a fifth of the search"
        )]
        for k in 1..K.saturating_sub(1) {
            let along = self.along(k, costs[k]);
            own = (own << Self::AXIS) | along;
            has_back &= along > 0;
            back = (back << Self::AXIS) | along.saturating_sub(1);
        }
        if has_back && self.table[index(back) % CELLS] <= last {
            return true;
        }
        self.table[index(own) % CELLS] <= last && self.front.covers(costs)
    }

    pub(crate) fn insert(&mut self, costs: &[C; K]) {
        self.grown = true;
        self.front.insert(costs);
        if K < 3 {
            return;
        }
        let Some(&last) = costs.last() else { return };
        let start: [u64; K] = std::array::from_fn(|k| if k == 0 { 0 } else { self.along(k, costs[k]) });
        // An odometer over all cells from the member's own to the far corner.
        let mut at = start;
        loop {
            let cell = at[1..K - 1].iter().fold(0, |cell, &along| (cell << Self::AXIS) | along);
            let value = &mut self.table[index(cell) % CELLS];
            let lowered = *value > last;
            if lowered {
                *value = last;
            }
            // Values fall along every axis, so the rest of a row is as low already.
            let mut axis = K - 2;
            if !lowered {
                at[axis] = Self::SIDE - 1;
            }
            loop {
                at[axis] += 1;
                if at[axis] < Self::SIDE {
                    break;
                }
                at[axis] = start[axis];
                axis -= 1;
                if axis == 0 {
                    return;
                }
            }
        }
    }

    #[inline]
    fn along(&self, k: usize, cost: C) -> u64 {
        (cost.get().saturating_sub(self.origin[k]) >> self.shift[k]).min(Self::SIDE - 1)
    }
}
