//! Problems found in a corridor: what crates report, and what the loader turns into a message with a place.

use std::sync::Arc;

use crate::fact::Row;

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The corridor cannot be used.
    Error,
    /// The corridor can be used; somebody should look.
    Warning,
}

impl Severity {
    /// The word in messages.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

/// A diagnostic code: a letter for the room and three digits, never reused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Code {
    /// The code, for example `N014`.
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong, in a few words.
    pub title: &'static str,
    /// Why it matters and what to do, in a sentence or two.
    pub explanation: &'static str,
    /// A smallest example of text that is refused.
    pub example: &'static str,
}

/// A problem with a row of a corridor that was read without error.
#[derive(Clone, Debug)]
pub struct Issue {
    /// Which problem.
    pub code: &'static Code,
    /// The row it is in.
    pub row: Arc<Row>,
    /// The column or key, if it is in one.
    pub column: Option<String>,
    /// What is wrong, with names and numbers.
    pub message: String,
    /// How to repair it.
    pub hint: Option<String>,
}
