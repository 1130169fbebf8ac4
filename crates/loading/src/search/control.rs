//! How much work a plan may take, who watches it, and who may stop it.

use std::ops::ControlFlow;

/// Work for a plan unless said otherwise, in steps of knapsacks and nodes of searches. About a second on a machine
/// of 2024; time itself plays no part, so that results repeat.
const WORK: u64 = 250_000_000;

/// How far a plan has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Progress {
    /// Cost of the best plan so far; the number of units where each costs 1.
    pub cost: u64,
    /// No plan costs less.
    pub bound: u64,
    /// Work done, in steps of knapsacks and nodes of searches.
    pub work: u64,
}

/// A limit on the work for one plan, and a listener that may end it. Whatever ends it, the best plan so far is
/// returned with its bound.
#[derive(Default)]
pub struct Control<'a> {
    limit: Option<u64>,
    listener: Option<&'a mut dyn FnMut(Progress) -> ControlFlow<()>>,
    pub(crate) known: Option<(u64, u64)>,
    stopped: bool,
    /// Work beside that of pricers.
    spent: u64,
    /// Work of the whole plan, once it is made.
    pub(crate) done: u64,
}

impl<'a> Control<'a> {
    /// The usual limit, and nobody listening.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// With a limit on the work, in steps of knapsacks and nodes of searches; some 2 to 4 for each nanosecond.
    #[must_use]
    pub const fn with_work(mut self, limit: u64) -> Self {
        self.limit = Some(limit);
        self
    }

    /// With a listener, called between rounds of the search; it ends the search by returning `Break`.
    #[must_use]
    pub fn with_listener(mut self, listener: &'a mut dyn FnMut(Progress) -> ControlFlow<()>) -> Self {
        self.listener = Some(listener);
        self
    }

    /// Whether the listener ended the search.
    #[must_use]
    pub const fn was_stopped(&self) -> bool {
        self.stopped
    }

    pub(crate) fn work(&self) -> u64 {
        self.limit.unwrap_or(WORK)
    }

    pub(crate) fn spend(&mut self, work: u64) {
        self.spent = self.spent.saturating_add(work);
    }

    pub(crate) const fn spent(&self) -> u64 {
        self.spent
    }

    /// Tells the listener; whether to go on.
    pub(crate) fn goes_on(&mut self, work: u64) -> bool {
        if let (Some(listener), Some((cost, bound))) = (self.listener.as_mut(), self.known)
            && !self.stopped
        {
            self.stopped = listener(Progress { cost, bound, work }).is_break();
        }
        !self.stopped
    }
}

impl std::fmt::Debug for Control<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Control")
            .field("limit", &self.limit)
            .field("stopped", &self.stopped)
            .finish_non_exhaustive()
    }
}
