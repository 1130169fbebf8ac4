//! Sources of facts.

use crate::id::SourceId;

/// Something that was read: an article, a report, a package of open data.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its id, cited by facts.
    pub id: SourceId,
    /// What it is.
    pub title: String,
    /// Who published it; may be empty.
    pub publisher: String,
    /// When, as printed; may be empty.
    pub date: String,
    /// Address or other way to find it.
    pub reference: String,
    /// Terms of reuse where known.
    pub licence: String,
    /// The line of `sources.csv`.
    pub line: u32,
}
