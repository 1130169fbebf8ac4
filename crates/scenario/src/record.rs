//! A row of a CSV file or a TOML table before it means anything: values with their places.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use landbridge_model::Cell;

use crate::log::At;
use crate::schema::Table;

/// The name of a column: one of the format's, or one of an open table's own.
pub(crate) type Name = Cow<'static, str>;

/// A row with its values.
#[derive(Clone, Debug)]
pub(crate) struct Record {
    pub(crate) table: &'static Table,
    pub(crate) file: Arc<str>,
    /// Where the row begins.
    pub(crate) at: At,
    /// Columns or keys that are there. Empty CSV cells are there too, with empty text.
    pub(crate) fields: BTreeMap<Name, Field>,
    /// Tables within it.
    pub(crate) nested: Vec<Record>,
    /// Whether something is so wrong with the row that only its id counts.
    pub(crate) broken: bool,
}

/// A value with its place.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) value: Value,
    pub(crate) at: At,
}

/// What stands there.
#[derive(Clone, Debug)]
pub(crate) enum Value {
    /// A CSV cell. `inner` is the number of characters before its text, one for a quote; `None` where places
    /// within the text cannot be told, as it holds quotes or line feeds.
    Cell { text: String, inner: Option<u32> },
    /// A TOML string.
    Text(String),
    /// A TOML integer, in decimal digits.
    Integer(String),
    /// A TOML float, as it stands.
    Float(String),
    /// A TOML boolean.
    Flag(bool),
    /// A TOML date.
    Date(NaiveDate),
    /// A TOML time or date and time, as it stands.
    Moment(String),
    /// A TOML array.
    List(Vec<Field>),
    /// A TOML inline table.
    Inline(BTreeMap<String, Field>),
}

impl Value {
    /// What it is, in messages.
    pub(crate) const fn kind(&self) -> &'static str {
        match self {
            Self::Cell { .. } => "text",
            Self::Text(_) => "a string",
            Self::Integer(_) => "an integer",
            Self::Float(_) => "a float",
            Self::Flag(_) => "true or false",
            Self::Date(_) => "a date",
            Self::Moment(_) => "a time",
            Self::List(_) => "an array",
            Self::Inline(_) => "a table",
        }
    }

    /// As text, the way a fact shows it; lists are joined by `;`.
    fn shown(&self) -> String {
        match self {
            Self::Cell { text, .. }
            | Self::Text(text)
            | Self::Integer(text)
            | Self::Float(text)
            | Self::Moment(text) => text.clone(),
            Self::Flag(flag) => flag.to_string(),
            Self::Date(date) => date.to_string(),
            Self::List(items) => {
                // Arrays in arrays mean nothing in any table and have been reported.
                items.iter().map(|item| item.value.scalar()).collect::<Vec<_>>().join(";")
            }
            Self::Inline(_) => String::new(),
        }
    }

    fn scalar(&self) -> String {
        match self {
            Self::List(_) | Self::Inline(_) => String::new(),
            other => other.shown(),
        }
    }
}

impl Record {
    /// The text of the id column, empty where there is none.
    pub(crate) fn id(&self) -> &str {
        match self.fields.get(self.table.id_column).map(|field| &field.value) {
            Some(Value::Cell { text, .. } | Value::Text(text)) => text,
            _ => "",
        }
    }

    /// The text of a column, if it holds any.
    pub(crate) fn text(&self, column: &str) -> Option<String> {
        match self.fields.get(column).map(|field| &field.value) {
            Some(Value::Cell { text, .. } | Value::Text(text)) if !text.is_empty() => Some(text.clone()),
            _ => None,
        }
    }

    /// Where the id stands.
    pub(crate) fn id_at(&self) -> At {
        self.fields.get(self.table.id_column).map_or(self.at, |field| field.at)
    }

    /// The values that are facts, as they stand; keys of an inline table are `<key>.<key>`.
    pub(crate) fn cells(&self) -> BTreeMap<String, Cell> {
        let mut cells = BTreeMap::new();
        for (name, field) in &self.fields {
            if name == "id" || crate::schema::PROVENANCE.contains(&name.as_ref()) {
                continue;
            }
            if let Value::Inline(fields) = &field.value {
                for (inner, field) in fields {
                    put(&mut cells, format!("{name}.{inner}"), field);
                }
            } else {
                put(&mut cells, name.clone().into_owned(), field);
            }
        }
        cells
    }
}

pub(crate) fn put(cells: &mut BTreeMap<String, Cell>, name: String, field: &Field) {
    let text = field.value.shown();
    if !text.is_empty() {
        cells.insert(name, Cell { text, line: field.at.line, column: field.at.column });
    }
}
