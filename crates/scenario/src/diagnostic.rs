//! A problem with its place in a file.

use std::sync::Arc;

use landbridge_model::{Code, Issue, Row, Severity};
use serde::ser::SerializeStruct as _;

/// A problem found in a corridor folder, with its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// Which problem.
    pub code: &'static Code,
    /// The file, relative to the corridor folder; files of the first overlay begin with `overlay1/`, and so on.
    pub file: Arc<str>,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
    /// Characters of the text concerned, on its first line; `None` where a place is all there is.
    pub length: Option<u32>,
    /// What is wrong, with names and numbers.
    pub message: String,
    /// What would be right, if that is not in the message.
    pub expected: Option<String>,
    /// How to repair it.
    pub hint: Option<String>,
}

impl Diagnostic {
    /// How bad it is.
    #[must_use]
    pub const fn severity(&self) -> Severity {
        self.code.severity
    }

    /// The order in which diagnostics are shown: by file, line, column, code, message.
    pub(crate) fn sort_key(&self) -> (&str, u32, u32, &str, &str) {
        (&self.file, self.line, self.column, self.code.code, &self.message)
    }
}

/// A problem with a row becomes a problem at the row's line, or at the cell's place where a column is named.
impl From<Issue> for Diagnostic {
    fn from(issue: Issue) -> Self {
        let (line, column, length) = place_of(&issue.row, issue.column.as_deref());
        Self {
            code: issue.code,
            file: Arc::clone(&issue.row.file),
            line,
            column,
            length,
            message: issue.message,
            expected: None,
            hint: issue.hint,
        }
    }
}

/// The same, with what would be right.
impl From<(Issue, String)> for Diagnostic {
    fn from((issue, expected): (Issue, String)) -> Self {
        Self { expected: Some(expected), ..Self::from(issue) }
    }
}

fn place_of(row: &Row, column: Option<&str>) -> (u32, u32, Option<u32>) {
    match column.and_then(|name| row.values.get(name)) {
        Some(cell) => {
            let length = cell.text.chars().take_while(|c| *c != '\n').count();
            (cell.line, cell.column, u32::try_from(length).ok())
        }
        None => (row.line, 1, None),
    }
}

/// `places.csv:7:12: error[N006]: …`, one line.
impl std::fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(
            f,
            "{}:{}:{}: {}[{}]: {}",
            self.file,
            self.line,
            self.column,
            self.code.severity.name(),
            self.code.code,
            self.message
        )
    }
}

/// As an object with `code`, `severity`, `title`, `file`, `line`, `column`, `length`, `message`, `expected` and
/// `hint`; what is not known is `null`.
impl serde::Serialize for Diagnostic {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut out = serializer.serialize_struct("Diagnostic", 10)?;
        out.serialize_field("code", self.code.code)?;
        out.serialize_field("severity", self.code.severity.name())?;
        out.serialize_field("title", self.code.title)?;
        out.serialize_field("file", &*self.file)?;
        out.serialize_field("line", &self.line)?;
        out.serialize_field("column", &self.column)?;
        out.serialize_field("length", &self.length)?;
        out.serialize_field("message", &self.message)?;
        out.serialize_field("expected", &self.expected)?;
        out.serialize_field("hint", &self.hint)?;
        out.end()
    }
}
