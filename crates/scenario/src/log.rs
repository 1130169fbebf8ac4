//! Where problems are collected.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::{Code, Issue, Row, Severity};

use crate::codes;
use crate::diagnostic::Diagnostic;

/// Most problems kept of one file: a file of another kind would bury all others.
const PER_FILE_MAX: usize = 500;

/// A place in a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct At {
    pub(crate) line: u32,
    pub(crate) column: u32,
    /// Characters on the first line.
    pub(crate) length: u32,
}

impl At {
    pub(crate) const START: Self = Self { line: 1, column: 1, length: 0 };
}

/// What is said about a problem, beside its place.
#[derive(Clone, Debug, Default)]
pub(crate) struct Words {
    pub(crate) message: String,
    pub(crate) expected: Option<String>,
    pub(crate) hint: Option<String>,
}

impl Words {
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), expected: None, hint: None }
    }

    pub(crate) fn expected(mut self, expected: impl Into<String>) -> Self {
        self.expected = Some(expected.into());
        self
    }

    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    pub(crate) fn maybe_hint(mut self, hint: Option<String>) -> Self {
        self.hint = hint.or(self.hint);
        self
    }
}

/// The problems found so far.
#[derive(Debug, Default)]
pub(crate) struct Log {
    found: Vec<Diagnostic>,
    per_file: BTreeMap<Arc<str>, usize>,
    errors: usize,
}

impl Log {
    /// A problem at a place.
    pub(crate) fn push(&mut self, code: &'static Code, file: &Arc<str>, at: At, words: Words) {
        self.add(Diagnostic {
            code,
            file: Arc::clone(file),
            line: at.line,
            column: at.column,
            length: (at.length > 0).then_some(at.length),
            message: words.message,
            expected: words.expected,
            hint: words.hint,
        });
    }

    /// A problem with a row, or with one of its columns.
    pub(crate) fn issue(&mut self, code: &'static Code, row: &Arc<Row>, column: &str, words: Words) {
        let issue = Issue {
            code,
            row: Arc::clone(row),
            column: (!column.is_empty()).then(|| column.to_owned()),
            message: words.message,
            hint: words.hint,
        };
        let mut diagnostic = Diagnostic::from(issue);
        diagnostic.expected = words.expected;
        self.add(diagnostic);
    }

    fn add(&mut self, diagnostic: Diagnostic) {
        if diagnostic.severity() == Severity::Error {
            self.errors += 1;
        }
        let count = self.per_file.entry(Arc::clone(&diagnostic.file)).or_default();
        *count += 1;
        if *count <= PER_FILE_MAX {
            self.found.push(diagnostic);
        }
    }

    /// Whether no more problems of a file are kept, so that nobody need look for a hint.
    pub(crate) fn is_full(&self, file: &str) -> bool {
        self.per_file.get(file).is_some_and(|count| *count >= PER_FILE_MAX)
    }

    /// Number of errors so far, those not kept included.
    pub(crate) const fn errors(&self) -> usize {
        self.errors
    }

    /// All problems in the order in which they are shown.
    pub(crate) fn finish(mut self) -> Vec<Diagnostic> {
        for (file, count) in &self.per_file {
            if let Some(more) = count.checked_sub(PER_FILE_MAX).filter(|more| *more > 0) {
                self.found.push(Diagnostic {
                    code: &codes::F030,
                    file: Arc::clone(file),
                    line: 1,
                    column: 1,
                    length: None,
                    message: format!("{more} more problems in this file are not shown"),
                    expected: None,
                    hint: Some("repair the first ones and check again".to_owned()),
                });
            }
        }
        self.found.sort_by(|a, b| a.sort_key().cmp(&b.sort_key()));
        self.found.dedup();
        self.found
    }
}
