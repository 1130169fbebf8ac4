//! Partial ways, and when one makes another superfluous.

use std::rc::Rc;

use landbridge_model::{Gauge, Step};
use landbridge_units::Instant;

use crate::graph::Node;
use crate::leg::OpenLeg;
use crate::toll::Tally;

/// Where a partial way stands. Partial ways at one spot have the same choices ahead.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Spot {
    /// At the origin, on no service.
    Origin,
    /// On a service on demand, which can go on.
    Aboard { place: Node, carrier: usize, gauge: Option<Gauge>, phase: Phase },
    /// On a service that has come to where the vehicles leave it.
    Landed { place: Node, carrier: usize },
    /// Unloaded at the destination.
    Delivered,
}

/// What a service on demand has behind it. It matters for what lies ahead: vehicles leave it only after it has
/// moved, and a leg that is still open is priced together with what follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Phase {
    /// Loaded, not moved.
    Loaded,
    /// Moved; the last leg has ended.
    Between,
    /// On a leg.
    OnLeg,
    /// Moved, and just passed from one gauge to the other.
    Regauged,
}

/// A partial way.
#[derive(Debug)]
pub(crate) struct Label {
    /// The partial way it continues.
    pub(crate) parent: Option<usize>,
    pub(crate) spot: Spot,
    pub(crate) at: Instant,
    /// Of all steps but the open leg.
    pub(crate) sum: Tally,
    pub(crate) handlings: u32,
    /// Services boarded, in order, by their number.
    pub(crate) rides: Vec<usize>,
    /// Steps since the parent.
    pub(crate) steps: Vec<Step>,
    /// Steps of a train ride after those, shared by all who board there.
    pub(crate) ride: Option<Rc<Vec<Step>>>,
    pub(crate) open: Option<OpenLeg>,
    /// Where the ride on demand has come to, in order. It comes nowhere twice.
    pub(crate) reached: Vec<(Node, Option<Gauge>)>,
    /// Whether another label has made it superfluous.
    pub(crate) dead: bool,
}

/// Order in which labels are looked at; the number makes it total.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Rank {
    at: Instant,
    sum: Tally,
    handlings: u32,
    rides: Vec<usize>,
    pub(crate) label: usize,
}

impl Label {
    pub(crate) fn rank(&self, label: usize) -> Rank {
        Rank { at: self.at, sum: self.sum, handlings: self.handlings, rides: self.rides.clone(), label }
    }

    /// Whether `self` is not worse than `other` in anything, so that `other` can go. `wait_bound` is the most
    /// that waiting costs from the instant of `self` until that of `other`.
    ///
    /// Of two that are equal in everything the first by service ids stays.
    pub(crate) fn covers(&self, other: &Self, wait_bound: i64) -> bool {
        let (nowhere_longer, somewhere_shorter) = match (&self.open, &other.open) {
            (Some(own), Some(theirs)) => (own.nowhere_longer(theirs), !theirs.nowhere_longer(own)),
            (None, None) => (true, false),
            _ => (false, false),
        };
        let cost = self.sum.cost.saturating_add(wait_bound);
        let not_worse = nowhere_longer
            && self.at <= other.at
            && cost <= other.sum.cost
            && self.sum.co2 <= other.sum.co2
            && self.handlings <= other.handlings;
        let better = somewhere_shorter
            || self.at < other.at
            || self.sum.cost < other.sum.cost
            || self.sum.co2 < other.sum.co2
            || self.handlings < other.handlings;
        not_worse && (better || self.rides <= other.rides)
    }

    /// Whether the two may be compared although prices and times may depend on anything: same minute, same open
    /// leg, and no place closed to `self` that is open to `other`.
    pub(crate) fn comparable_at_once(&self, other: &Self) -> bool {
        let same_leg = match (&self.open, &other.open) {
            (Some(own), Some(theirs)) => own.same_as(theirs),
            (None, None) => true,
            _ => false,
        };
        self.at == other.at && same_leg && self.reached.iter().all(|x| other.reached.contains(x))
    }
}
