//! The front of three and more remaining criteria: blocks of vectors, compared without branches.

use super::Front;
use crate::cost::Cost;

/// Vectors per block.
const BLOCK: usize = 32;

/// Blocks sorted by ranges of the second criterion, each with its least and greatest values.
///
/// A block is looked into only if its least values cover the vector asked about; inside, all vectors are
/// compared at once, one column per criterion.
pub(crate) struct Blocks<C, const K: usize> {
    blocks: Vec<Block<C, K>>,
    /// The vector that covered last and its block, often those that cover next.
    covering: [C; K],
    last: usize,
}

struct Block<C, const K: usize> {
    least: [C; K],
    greatest: [C; K],
    len: usize,
    /// The first column, the criterion that is not compared, stays unused.
    columns: [[C; BLOCK]; K],
}

impl<C: Cost, const K: usize> Default for Blocks<C, K> {
    fn default() -> Self {
        Self { blocks: Vec::new(), covering: [C::PADDING; K], last: 0 }
    }
}

impl<C: Cost, const K: usize> Front<C, K> for Blocks<C, K> {
    #[inline]
    fn covers(&mut self, costs: &[C; K]) -> bool {
        covers(&self.covering, costs) || self.find(costs)
    }

    #[inline]
    fn seems_to_cover(&self, costs: &[C; K]) -> bool {
        covers(&self.covering, costs)
    }

    fn insert(&mut self, costs: &[C; K]) {
        let mut emptied = false;
        for block in &mut self.blocks {
            if covers(costs, &block.greatest) {
                block.remove_covered(costs);
                emptied |= block.len == 0;
            }
        }
        if emptied {
            self.blocks.retain(|block| block.len > 0);
        }
        let x = costs.get(1).copied().unwrap_or_default();
        let after = self.blocks.partition_point(|block| block.least.get(1).is_some_and(|&least| least <= x));
        let place = after.saturating_sub(1);
        match self.blocks.get_mut(place) {
            None => self.blocks.push(Block::of(costs)),
            Some(block) => {
                if block.len == BLOCK {
                    let upper = block.split();
                    let goes_up = upper.least.get(1).is_some_and(|&least| least <= x);
                    self.blocks.insert(place + 1, upper);
                    self.blocks[place + usize::from(goes_up)].push(costs);
                } else {
                    block.push(costs);
                }
            }
        }
    }
}

impl<C: Cost, const K: usize> Blocks<C, K> {
    /// Looks through the blocks, the one that covered last first.
    fn find(&mut self, costs: &[C; K]) -> bool {
        if let Some(block) = self.blocks.get(self.last)
            && covers(&block.least, costs)
            && let Some(lane) = block.covering(costs)
        {
            self.covering = block.vector(lane);
            return true;
        }
        let x = costs.get(1).copied().unwrap_or_default();
        for (place, block) in self.blocks.iter().enumerate() {
            if block.least.get(1).is_some_and(|&least| least > x) {
                break;
            }
            if place != self.last
                && covers(&block.least, costs)
                && let Some(lane) = block.covering(costs)
            {
                self.covering = block.vector(lane);
                self.last = place;
                return true;
            }
        }
        false
    }
}

impl<C: Cost, const K: usize> Block<C, K> {
    fn empty() -> Self {
        Self {
            least: [C::PADDING; K],
            greatest: [C::default(); K],
            len: 0,
            columns: [[C::PADDING; BLOCK]; K],
        }
    }

    fn of(costs: &[C; K]) -> Self {
        let mut block = Self::empty();
        block.push(costs);
        block
    }

    /// The place of a vector here that covers `costs`.
    ///
    /// A lane's top bit stays clear only if no subtraction borrowed, and the conjunction over all lanes is
    /// clear as soon as one is; padding always borrows.
    #[inline]
    fn covering(&self, costs: &[C; K]) -> Option<usize> {
        let mut borrows = [C::default(); BLOCK];
        #[expect(clippy::needless_range_loop, reason = "adapters that skip are not inlined in this loop")]
        for k in 1..K {
            let cost = costs[k];
            for (borrow, &member) in borrows.iter_mut().zip(&self.columns[k]) {
                *borrow = borrow.either(cost.minus(member));
            }
        }
        let [first, rest @ ..] = &borrows;
        if !rest.iter().fold(*first, |all, &borrow| all.both(borrow)).top_clear() {
            return None;
        }
        borrows.iter().position(|borrow| borrow.top_clear())
    }

    fn vector(&self, lane: usize) -> [C; K] {
        std::array::from_fn(|k| self.columns[k][lane])
    }

    fn remove_covered(&mut self, costs: &[C; K]) {
        let mut borrows = [C::default(); BLOCK];
        #[expect(clippy::needless_range_loop, reason = "adapters that skip are not inlined in this loop")]
        for k in 1..K {
            let cost = costs[k];
            for (borrow, &member) in borrows.iter_mut().zip(&self.columns[k]) {
                *borrow = borrow.either(member.minus(cost));
            }
        }
        let mut kept = 0;
        for lane in 0..self.len {
            if !borrows[lane].top_clear() {
                if kept != lane {
                    for column in &mut self.columns {
                        column[kept] = column[lane];
                    }
                }
                kept += 1;
            }
        }
        if kept < self.len {
            for column in self.columns.iter_mut().skip(1) {
                column[kept..self.len].fill(C::PADDING);
            }
            self.len = kept;
            self.measure();
        }
    }

    fn measure(&mut self) {
        for (k, column) in self.columns.iter().enumerate().skip(1) {
            let members = &column[..self.len];
            self.least[k] = members.iter().copied().min().unwrap_or(C::PADDING);
            self.greatest[k] = members.iter().copied().max().unwrap_or_default();
        }
    }

    fn push(&mut self, costs: &[C; K]) {
        for (k, &cost) in costs.iter().enumerate().skip(1) {
            self.columns[k][self.len] = cost;
            self.least[k] = self.least[k].min(cost);
            self.greatest[k] = self.greatest[k].max(cost);
        }
        self.len += 1;
    }

    /// Moves the half with the larger second criterion into a block of its own.
    fn split(&mut self) -> Self {
        let mut order: [usize; BLOCK] = std::array::from_fn(|lane| lane);
        if let Some(column) = self.columns.get(1) {
            order.sort_unstable_by_key(|&lane| (column[lane], lane));
        }
        let mut lower = Self::empty();
        let mut upper = Self::empty();
        for (rank, &lane) in order.iter().enumerate() {
            let costs = self.vector(lane);
            if rank < BLOCK / 2 { lower.push(&costs) } else { upper.push(&costs) }
        }
        *self = lower;
        upper
    }
}

/// Whether `a` is at most `b` in every criterion but the first, told by one borrow bit.
#[inline]
fn covers<C: Cost, const K: usize>(a: &[C; K], b: &[C; K]) -> bool {
    let mut borrow = C::default();
    for k in 1..K {
        borrow = borrow.either(b[k].minus(a[k]));
    }
    borrow.top_clear()
}
