//! What a search has used, and what it may use.

use std::ops::ControlFlow;

use crate::answer::{Options, Progress};

/// Expansions between two calls of the callback.
const CALL_EVERY: u64 = 1024;

/// Counts of one run, beside its limits.
pub(crate) struct Budget<'o> {
    options: &'o Options<'o>,
    pub(crate) expansions: u64,
    pub(crate) generated: u64,
    pub(crate) peak_labels: u64,
}

impl<'o> Budget<'o> {
    /// Of a run that starts with one label.
    pub(crate) fn new(options: &'o Options<'o>) -> Self {
        Self { options, expansions: 0, generated: 1, peak_labels: 1 }
    }

    /// Notes how many labels are in memory, and tells whether a limit is reached or the caller wants to stop.
    #[inline]
    pub(crate) fn spent(&mut self, settled: usize, waiting: usize, found: usize) -> bool {
        let labels = settled as u64 + waiting as u64 + 1;
        self.peak_labels = self.peak_labels.max(labels);
        let Options { max_labels, max_expansions, progress, .. } = *self.options;
        if max_labels.is_some_and(|max| labels > max)
            || max_expansions.is_some_and(|max| self.expansions >= max)
        {
            return true;
        }
        match progress {
            Some(call) if self.expansions.is_multiple_of(CALL_EVERY) => {
                let (waiting, found) = (waiting as u64, found as u64);
                call(Progress { expansions: self.expansions, waiting, found }) == ControlFlow::Break(())
            }
            _ => false,
        }
    }
}
