//! A page as data: what Markdown and JSON are both made from, so that they cannot disagree.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::Trace;

/// A page of the report.
#[derive(Clone, Debug)]
pub struct Page {
    /// File name without extension; first part of its figure ids.
    pub slug: String,
    /// Title.
    pub title: String,
    /// What it says in one sentence, shown under the title and in the index.
    pub summary: String,
    /// Contents.
    pub blocks: Vec<Block>,
}

/// A piece of a page.
#[derive(Clone, Debug)]
pub enum Block {
    /// A heading of the second level.
    Heading(String),
    /// A paragraph.
    Text(String),
    /// A list.
    List(Vec<String>),
    /// Links to other pages: file, title, summary.
    Links(Vec<(String, String, String)>),
    /// A table.
    Table(Table),
    /// A picture: file name beside the page, and the text for those who do not see it.
    Picture {
        /// File name.
        file: String,
        /// Text in its place.
        alt: String,
        /// The SVG.
        svg: String,
    },
    /// Detail that is folded away until opened.
    Folded {
        /// What is inside.
        summary: String,
        /// The detail.
        blocks: Vec<Block>,
    },
}

/// A table. Rows and columns have keys, so that each figure in it has an id that survives re-ordering.
#[derive(Clone, Debug)]
pub struct Table {
    /// Second part of its figure ids.
    pub key: String,
    /// Columns.
    pub columns: Vec<Column>,
    /// Rows.
    pub rows: Vec<Row>,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    /// Last part of its figure ids.
    pub key: String,
    /// Head, with the unit where the cells do not carry it.
    pub head: String,
    /// Whether it is set to the right.
    pub numeric: bool,
}

/// A row.
#[derive(Clone, Debug)]
pub struct Row {
    /// Third part of its figure ids.
    pub key: String,
    /// Cells, one per column.
    pub cells: Vec<Cell>,
}

/// A cell.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A figure with its reason. It prints its amount.
    Figure(Arc<Trace>),
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        Self::Text(words.into())
    }

    /// A figure.
    #[must_use]
    pub fn figure(trace: &Trace) -> Self {
        Self::Figure(Arc::new(trace.clone()))
    }

    /// What it prints.
    #[must_use]
    pub fn printed(&self) -> String {
        match self {
            Self::Text(words) => words.clone(),
            Self::Figure(trace) => trace.amount.to_string(),
        }
    }
}

impl Table {
    /// A table with columns given as key, head and whether numeric.
    #[must_use]
    pub fn new(key: impl Into<String>, columns: &[(&str, &str, bool)]) -> Self {
        Self {
            key: key.into(),
            columns: columns
                .iter()
                .map(|(key, head, numeric)| Column {
                    key: (*key).to_owned(),
                    head: (*head).to_owned(),
                    numeric: *numeric,
                })
                .collect(),
            rows: Vec::new(),
        }
    }

    /// Adds a row. A key that is taken already gets a number.
    pub fn push(&mut self, key: impl Into<String>, cells: Vec<Cell>) {
        let mut key = key_of(&key.into());
        let mut number = 2;
        let plain = key.clone();
        while self.rows.iter().any(|row| row.key == key) {
            key = format!("{plain}-{number}");
            number += 1;
        }
        self.rows.push(Row { key, cells });
    }

    /// Whether any cell is a figure.
    #[must_use]
    pub fn has_figures(&self) -> bool {
        self.rows.iter().flat_map(|row| &row.cells).any(|cell| matches!(cell, Cell::Figure(_)))
    }
}

/// A key for figure ids: lower case letters, digits and hyphens.
#[must_use]
pub fn key_of(text: &str) -> String {
    let mut key = String::new();
    for c in text.chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    key.trim_end_matches('-').to_owned()
}

impl Page {
    /// All blocks, folded ones included, in reading order.
    pub fn walk(&self) -> Vec<&Block> {
        let mut found = Vec::new();
        let mut open: Vec<&Block> = self.blocks.iter().rev().collect();
        while let Some(block) = open.pop() {
            found.push(block);
            if let Block::Folded { blocks, .. } = block {
                open.extend(blocks.iter().rev());
            }
        }
        found
    }

    /// Id of a figure of this page.
    #[must_use]
    pub fn figure_id(&self, table: &Table, row: &Row, column: &Column) -> String {
        format!("{}.{}", self.row_id(table, row), column.key)
    }

    /// Id that all figures of a row begin with.
    #[must_use]
    pub fn row_id(&self, table: &Table, row: &Row) -> String {
        format!("{}.{}.{}", key_of(&self.slug), table.key, row.key)
    }

    /// All figures of the page, by id.
    #[must_use]
    pub fn figures(&self) -> BTreeMap<String, Arc<Trace>> {
        let mut figures = BTreeMap::new();
        for block in self.walk() {
            let Block::Table(table) = block else { continue };
            for row in &table.rows {
                for (column, cell) in table.columns.iter().zip(&row.cells) {
                    if let Cell::Figure(trace) = cell {
                        figures.insert(self.figure_id(table, row, column), Arc::clone(trace));
                    }
                }
            }
        }
        figures
    }
}
