//! Typed access to the values of a row. Each getter reports what is wrong with its value and gives nothing then,
//! so that one pass over a row finds all that is wrong with it.

use std::collections::BTreeMap;

use landbridge_model::Code;

use crate::codes;
use crate::context::Context;
use crate::log::{At, Log, Words};
use crate::record::{Field, Record, Value};
use crate::text::shorten;

mod dates;
mod numbers;
mod provenance;
mod standards;
mod words;

/// The values of one row, or of one inline table in it.
pub(crate) struct Fields<'a> {
    record: &'a Record,
    /// The inline table, if it is one.
    inline: Option<(&'static str, &'a BTreeMap<String, Field>)>,
    pub(crate) context: &'a Context,
    log: &'a mut Log,
}

/// A piece of text with its place.
pub(crate) struct Piece<'a> {
    pub(crate) text: &'a str,
    pub(crate) at: At,
}

/// A table that references point to: its name, and the code for a reference that does not resolve.
pub(crate) type Target = (&'static str, &'static Code);

pub(crate) const PLACE: Target = ("place", &codes::R002);
pub(crate) const LINK: Target = ("link", &codes::R003);
pub(crate) const CROSSING: Target = ("crossing", &codes::R004);
pub(crate) const EQUIPMENT: Target = ("equipment", &codes::R005);
pub(crate) const SERVICE: Target = ("service", &codes::R006);
pub(crate) const MAKER: Target = ("manufacturer", &codes::R007);
pub(crate) const VEHICLE: Target = ("vehicle", &codes::R008);
pub(crate) const FIGURE: Target = ("figure", &codes::R009);
pub(crate) const ORDER: Target = ("order/order", &codes::R010);
pub(crate) const PARAMETER: Target = ("parameters", &codes::R011);

impl<'a> Fields<'a> {
    pub(crate) const fn new(record: &'a Record, context: &'a Context, log: &'a mut Log) -> Self {
        Self { record, inline: None, context, log }
    }

    /// The values of an inline table, if the key is there.
    pub(crate) fn inline(&mut self, key: &'static str) -> Option<Fields<'_>> {
        let field = self.field(key)?;
        match &field.value {
            Value::Inline(fields) => Some(Fields {
                record: self.record,
                inline: Some((key, fields)),
                context: self.context,
                log: self.log,
            }),
            other => {
                let words = Words::new(format!("`{key}` is {}", other.kind())).expected("a table");
                self.log.push(&codes::F021, &self.record.file, field.at, words);
                None
            }
        }
    }

    /// Keys of an inline table.
    pub(crate) fn keys(&self) -> Vec<String> {
        self.inline.map(|(_, fields)| fields.keys().cloned().collect()).unwrap_or_default()
    }

    pub(crate) fn has(&self, column: &str) -> bool {
        self.field(column).is_some_and(
            |field| !matches!(&field.value, Value::Cell { text, .. } | Value::Text(text) if text.is_empty()),
        )
    }

    fn field(&self, column: &str) -> Option<&'a Field> {
        match self.inline {
            Some((_, fields)) => fields.get(column),
            None => self.record.fields.get(column),
        }
    }

    /// Where a value stands, or the row where it does not stand.
    pub(crate) fn at(&self, column: &str) -> At {
        self.field(column).map_or(self.record.at, |field| field.at)
    }

    /// Reports a problem with a column.
    pub(crate) fn problem(&mut self, code: &'static Code, column: &str, words: Words) {
        let at = self.at(column);
        self.log.push(code, &self.record.file, at, words);
    }

    /// Reports a problem with a place.
    pub(crate) fn problem_at(&mut self, code: &'static Code, at: At, words: Words) {
        self.log.push(code, &self.record.file, at, words);
    }

    fn name(&self, column: &str) -> String {
        match self.inline {
            Some((key, _)) => format!("{key}.{column}"),
            None => column.to_owned(),
        }
    }

    fn missing(&mut self, column: &str) {
        let words =
            Words::new(format!("`{}` of this {} is missing", self.name(column), self.record.table.noun));
        self.problem(&codes::F020, column, words);
    }

    fn wrong_kind(&mut self, column: &str, field: &Field, expected: &str, hint: Option<&str>) {
        let words = Words::new(format!("`{}` is {}", self.name(column), field.value.kind()))
            .expected(expected)
            .maybe_hint(hint.map(str::to_owned));
        self.problem(&codes::F021, column, words);
    }

    /// The text of a value that is a number or a word; empty counts as not there.
    fn scalar(&mut self, column: &str, integers: bool, expected: &str) -> Option<Piece<'a>> {
        let field = self.field(column)?;
        match &field.value {
            Value::Cell { text, .. } | Value::Text(text) => {
                (!text.is_empty()).then(|| Piece { text, at: field.at })
            }
            Value::Integer(text) if integers => Some(Piece { text, at: field.at }),
            Value::Float(text) => {
                let hint = format!("write \"{}\" in quotes: strings keep decimals exact", shorten(text));
                let hint = if text.contains('_') || text.contains('x') {
                    "write plain digits, without `_` and prefixes".to_owned()
                } else {
                    hint
                };
                self.wrong_kind(column, field, expected, Some(&hint));
                None
            }
            _ => {
                self.wrong_kind(column, field, expected, None);
                None
            }
        }
    }

    /// Reports a required value that is not there at all; one of the wrong kind has been reported.
    fn absent(&mut self, column: &str) {
        if !self.has(column) {
            self.missing(column);
        }
    }
}
