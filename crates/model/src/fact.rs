//! Where every value comes from: file, line, source and tier.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::id::SourceId;

/// How surely a value is known. Ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tier {
    /// Read in a source.
    Published,
    /// Arithmetic on facts that have sources of their own.
    Derived,
    /// A planning value without a source.
    Assumed,
}

impl Tier {
    /// The word in files and reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Published => "published",
            Self::Derived => "derived",
            Self::Assumed => "assumed",
        }
    }
}

impl std::fmt::Display for Tier {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// One value as it stands in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell {
    /// The text, without quotes.
    pub text: String,
    /// Line, from 1.
    pub line: u32,
    /// Column in characters, from 1.
    pub column: u32,
}

/// One row of a table or one TOML table: the values as they stand in the file, and their provenance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The table's name in fact ids, for example `tariff`.
    pub table: String,
    /// The row's id.
    pub id: String,
    /// The file, relative to the corridor folder, with `/`.
    pub file: Arc<str>,
    /// The line the row begins on, from 1.
    pub line: u32,
    /// Each column or key that is not empty. `id`, `source`, `tier`, `assumed` and `note` are not among them.
    pub values: BTreeMap<String, Cell>,
    /// How surely the row is known.
    pub tier: Tier,
    /// Columns that are assumed although the row is not.
    pub assumed: BTreeSet<String>,
    /// The sources cited.
    pub sources: Vec<SourceId>,
    /// Wording, conflict, doubt.
    pub note: Option<String>,
}

impl Row {
    /// The tier of one column.
    #[must_use]
    pub fn tier_of(&self, column: &str) -> Tier {
        if self.assumed.contains(column) { Tier::Assumed } else { self.tier }
    }
}

/// One fact: a column of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactRef {
    row: Arc<Row>,
    column: String,
}

impl FactRef {
    /// The fact in a column of a row.
    #[must_use]
    pub fn new(row: &Arc<Row>, column: &str) -> Self {
        Self { row: Arc::clone(row), column: column.to_owned() }
    }

    /// The stable id, `<table>/<row>/<column>`.
    #[must_use]
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.row.table, self.row.id, self.column)
    }

    /// The value as it stands in the file; empty where the column is empty.
    #[must_use]
    pub fn value(&self) -> &str {
        self.row.values.get(&self.column).map_or("", |cell| &cell.text)
    }

    /// The file.
    #[must_use]
    pub fn file(&self) -> &str {
        &self.row.file
    }

    /// The line.
    #[must_use]
    pub fn line(&self) -> u32 {
        self.row.values.get(&self.column).map_or(self.row.line, |cell| cell.line)
    }

    /// How surely it is known.
    #[must_use]
    pub fn tier(&self) -> Tier {
        self.row.tier_of(&self.column)
    }

    /// The sources cited. An assumed column of a sourced row cites none.
    #[must_use]
    pub fn sources(&self) -> &[SourceId] {
        if self.row.assumed.contains(&self.column) { &[] } else { &self.row.sources }
    }

    /// The row's note.
    #[must_use]
    pub fn note(&self) -> Option<&str> {
        self.row.note.as_deref()
    }

    /// The row.
    #[must_use]
    pub fn row(&self) -> &Arc<Row> {
        &self.row
    }

    /// The column.
    #[must_use]
    pub fn column(&self) -> &str {
        &self.column
    }
}
