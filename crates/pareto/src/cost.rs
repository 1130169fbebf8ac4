//! Integers that label costs are stored in: compact 32-bit ones, and 64-bit ones when sums outgrow them.

use std::fmt::Debug;

/// An unsigned integer used for one criterion of a label.
///
/// Values stay below [`Cost::LIMIT`], which leaves room for three things: one addition without a check, the
/// sum of five criteria within the same width, and a borrow bit that tells in one subtraction which of two
/// values is larger, so that whole blocks are compared without a branch.
pub(crate) trait Cost: Copy + Ord + Default + Debug {
    /// First value that is too large.
    const LIMIT: Self;
    /// Larger than every value, yet safe to subtract from; fills unused places of a block.
    const PADDING: Self;
    /// Place in the queue: first criterion, then the sum of the others.
    type Key: Copy + Ord + Debug;

    fn from_u64(value: u64) -> Option<Self>;
    fn get(self) -> u64;
    /// Sum of two values below the limit.
    fn plus(self, other: Self) -> Self;
    /// Difference whose top bit says whether `other` was the larger one.
    fn minus(self, other: Self) -> Self;
    fn either(self, other: Self) -> Self;
    fn both(self, other: Self) -> Self;
    /// Whether the top bit is clear.
    fn top_clear(self) -> bool;
    fn key<const K: usize>(costs: &[Self; K]) -> Self::Key;
}

macro_rules! cost {
    ($int:ty, $key:ty, $bits:expr, $key_of:expr) => {
        impl Cost for $int {
            const LIMIT: Self = 1 << ($bits - 3);
            const PADDING: Self = (1 << ($bits - 1)) - 1;
            type Key = $key;

            #[inline]
            fn from_u64(value: u64) -> Option<Self> {
                Self::try_from(value).ok().filter(|&cost| cost < Self::LIMIT)
            }

            #[inline]
            fn get(self) -> u64 {
                u64::from(self)
            }

            #[inline]
            fn plus(self, other: Self) -> Self {
                self.wrapping_add(other)
            }

            #[inline]
            fn minus(self, other: Self) -> Self {
                self.wrapping_sub(other)
            }

            #[inline]
            fn either(self, other: Self) -> Self {
                self | other
            }

            #[inline]
            fn both(self, other: Self) -> Self {
                self & other
            }

            #[inline]
            fn top_clear(self) -> bool {
                self >> ($bits - 1) == 0
            }

            #[inline]
            fn key<const K: usize>(costs: &[Self; K]) -> Self::Key {
                let first = costs.first().copied().unwrap_or_default();
                let rest = costs.iter().skip(1).fold(0, |sum: Self, &cost| sum.wrapping_add(cost));
                $key_of(first, rest)
            }
        }
    };
}

cost!(u32, u64, 32, |first: u32, rest: u32| (u64::from(first) << 32) | u64::from(rest));
cost!(u64, (u64, u64), 64, |first: u64, rest: u64| (first, rest));

/// Whether `a` is at most `b` in every criterion.
#[inline]
pub(crate) fn covers<C: Cost, const K: usize>(a: &[C; K], b: &[C; K]) -> bool {
    a.iter().zip(b).all(|(a, b)| a <= b)
}

/// As an index; on machines with narrower addresses a value out of range finds nothing.
#[inline]
pub(crate) fn index(value: u64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_limit_leaves_room_for_five_criteria_and_one_addition() {
        let most = u32::LIMIT - 1;
        assert!(most.plus(most) < u32::PADDING);
        assert_eq!(u32::key(&[1, most, most, most, most, most]) >> 32, 1);
        assert_eq!(u32::from_u64(u64::from(u32::LIMIT)), None);
        assert_eq!(u32::from_u64(u64::from(most)), Some(most));
    }

    #[test]
    fn the_borrow_bit_tells_the_larger_value() {
        let most = 2 * (u32::LIMIT - 1);
        assert!(most.minus(0).top_clear());
        assert!(most.minus(most).top_clear());
        assert!(!0_u32.minus(most).top_clear());
        assert!(!most.minus(u32::PADDING).top_clear());
    }
}
