//! Partial ways, and when one makes another superfluous.

use landbridge_units::Instant;

use crate::plan::moves::SpotId;

/// Number of a label.
pub(crate) type LabelId = u32;

/// What is added up: cost, grams, handlings, spread. What is neither compared nor limited stays nothing.
pub(crate) type Sums = [i64; 4];

/// A partial way.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Label {
    /// The partial way it continues; itself at the beginning.
    pub(crate) parent: LabelId,
    /// The move that led here.
    pub(crate) by: u32,
    /// Of a train: which, and to which stop.
    pub(crate) train: u32,
    pub(crate) stop: u32,
    pub(crate) spot: SpotId,
    pub(crate) at: Instant,
    pub(crate) sums: Sums,
    /// Counted whether or not they are compared: of ways equal in all else that with fewer is wanted.
    pub(crate) handlings: u32,
    /// The services used so far, by the number of their sequence.
    pub(crate) rides: u32,
    /// Whether others have made it superfluous.
    pub(crate) dead: bool,
}

impl Label {
    pub(crate) fn standing(&self, label: LabelId) -> Standing {
        let (at, sums, handlings, rides) = (self.at, self.sums, self.handlings, self.rides);
        Standing { at, sums, handlings, rides, label }
    }
}

/// What of a label is compared, side by side in the front of its spot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Standing {
    pub(crate) at: Instant,
    pub(crate) sums: Sums,
    pub(crate) handlings: u32,
    pub(crate) rides: u32,
    pub(crate) label: LabelId,
}

impl Standing {
    /// Whether it is not worse in anything.
    pub(crate) fn not_worse(&self, other: &Self) -> bool {
        self.at <= other.at
            && self.sums[0] <= other.sums[0]
            && self.sums[1] <= other.sums[1]
            && self.sums[2] <= other.sums[2]
            && self.sums[3] <= other.sums[3]
    }
}
