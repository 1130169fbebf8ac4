//! Text, words of a vocabulary, lists, ids and references.

use std::collections::BTreeSet;
use std::str::FromStr;

use landbridge_model::{IdError, UnknownWord};

use super::{Fields, Piece, Target};
use crate::codes;
use crate::log::{At, Words};
use crate::record::Value;
use crate::suggest::did_you_mean;
use crate::text::shorten;

impl<'a> Fields<'a> {
    /// Text that must be there.
    pub(crate) fn text(&mut self, column: &str) -> Option<String> {
        match self.scalar(column, false, "a string") {
            Some(piece) => Some(piece.text.to_owned()),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// Text that may be absent.
    pub(crate) fn maybe_text(&mut self, column: &str) -> String {
        self.scalar(column, false, "a string").map(|piece| piece.text.to_owned()).unwrap_or_default()
    }

    fn parse_word<T: FromStr<Err = UnknownWord>>(&mut self, piece: &Piece<'_>) -> Option<T> {
        match piece.text.parse() {
            Ok(word) => Some(word),
            Err(UnknownWord { text, expected }) => {
                let words = Words::new(format!("unknown word `{text}`"))
                    .expected(format!("one of {}", expected.join(", ")))
                    .maybe_hint(did_you_mean(&text, expected.iter().copied()));
                self.problem_at(&codes::F027, piece.at, words);
                None
            }
        }
    }

    /// A word that must be there.
    pub(crate) fn word<T: FromStr<Err = UnknownWord>>(&mut self, column: &str) -> Option<T> {
        match self.scalar(column, true, "a word") {
            Some(piece) => self.parse_word(&piece),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// A word that may be absent.
    pub(crate) fn maybe_word<T: FromStr<Err = UnknownWord>>(&mut self, column: &str) -> Option<T> {
        let piece = self.scalar(column, true, "a word")?;
        self.parse_word(&piece)
    }

    /// True or false, if it is there.
    pub(crate) fn flag(&mut self, column: &str) -> Option<bool> {
        let field = self.field(column)?;
        match &field.value {
            Value::Flag(flag) => Some(*flag),
            _ => {
                self.wrong_kind(column, field, "true or false", None);
                None
            }
        }
    }

    /// Words, each at most once; absent is none.
    pub(crate) fn words<T: FromStr<Err = UnknownWord>>(&mut self, column: &str) -> Vec<T> {
        let pieces = self.pieces(column);
        pieces.iter().filter_map(|piece| self.parse_word(piece)).collect()
    }

    /// The parts of a list with their places, each at most once.
    pub(crate) fn pieces(&mut self, column: &str) -> Vec<Piece<'a>> {
        let Some(field) = self.field(column) else {
            return Vec::new();
        };
        let mut pieces = Vec::new();
        match &field.value {
            Value::Cell { text, inner } => split(text, *inner, field.at, &mut pieces),
            Value::Text(text) if matches!(column, "source" | "assumed") => {
                split(text, Some(1), field.at, &mut pieces);
            }
            // A single number where a list of gauges could stand.
            Value::Integer(text) if column == "gauge_mm" => {
                pieces.push(Piece { text, at: field.at });
            }
            Value::List(items) => {
                for item in items {
                    match &item.value {
                        Value::Text(text) => pieces.push(Piece { text, at: item.at }),
                        Value::Integer(text) if column == "gauge_mm" => {
                            pieces.push(Piece { text, at: item.at });
                        }
                        other => {
                            let words = Words::new(format!("`{}` holds {}", self.name(column), other.kind()))
                                .expected("strings");
                            self.problem_at(&codes::F021, item.at, words);
                        }
                    }
                }
            }
            Value::Text(text) => {
                let hint = format!("write [\"{}\"]", shorten(text).replace(';', "\", \""));
                self.wrong_kind(column, field, "an array of strings", Some(&hint));
            }
            _ => self.wrong_kind(column, field, "an array of strings", None),
        }
        let mut seen = BTreeSet::new();
        pieces.retain(|piece| {
            // The first and last month of a period may be one.
            let first = seen.insert(piece.text) || column == "rates";
            if !first {
                let words = Words::new(format!("`{}` is listed twice", shorten(piece.text)));
                self.log.push(&codes::F031, &self.record.file, piece.at, words);
            }
            first
        });
        pieces
    }

    fn parse_id<T: FromStr<Err = IdError>>(&mut self, piece: &Piece<'_>) -> Option<T> {
        match piece.text.parse() {
            Ok(id) => Some(id),
            Err(error) => {
                let words = Words::new(error.to_string());
                self.problem_at(&codes::F028, piece.at, words);
                None
            }
        }
    }

    /// The id of the row.
    pub(crate) fn id<T: FromStr<Err = IdError>>(&mut self) -> Option<T> {
        self.plain_id("id")
    }

    /// An id that is not looked up.
    pub(crate) fn plain_id<T: FromStr<Err = IdError>>(&mut self, column: &str) -> Option<T> {
        match self.scalar(column, false, "an id") {
            Some(piece) => self.parse_id(&piece),
            None => {
                self.absent(column);
                None
            }
        }
    }

    pub(super) fn resolve<T: FromStr<Err = IdError>>(
        &mut self,
        piece: &Piece<'_>,
        target: Target,
    ) -> Option<T> {
        let id = self.parse_id(piece)?;
        let (table, code) = target;
        if !self.context.resolves(table, piece.text) {
            let noun = code.title.trim_start_matches("unknown ");
            let hint = if self.log.is_full(&self.record.file) {
                None
            } else {
                did_you_mean(piece.text, self.context.ids_of(table))
            };
            let words = Words::new(format!("there is no {noun} `{}`", shorten(piece.text))).maybe_hint(hint);
            self.problem_at(code, piece.at, words);
            return None;
        }
        Some(id)
    }

    /// A reference that must be there.
    pub(crate) fn reference<T: FromStr<Err = IdError>>(&mut self, column: &str, target: Target) -> Option<T> {
        match self.scalar(column, false, "an id") {
            Some(piece) => self.resolve(&piece, target),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// A reference that may be absent.
    pub(crate) fn maybe_reference<T: FromStr<Err = IdError>>(
        &mut self,
        column: &str,
        target: Target,
    ) -> Option<T> {
        let piece = self.scalar(column, false, "an id")?;
        self.resolve(&piece, target)
    }

    /// References, each at most once.
    pub(crate) fn references<T: FromStr<Err = IdError>>(&mut self, column: &str, target: Target) -> Vec<T> {
        let pieces = self.pieces(column);
        pieces.iter().filter_map(|piece| self.resolve(piece, target)).collect()
    }
}

/// The parts of a `;` list. `inner` is the number of characters before the text, if places within it are known.
fn split<'a>(text: &'a str, inner: Option<u32>, at: At, pieces: &mut Vec<Piece<'a>>) {
    if text.is_empty() {
        return;
    }
    let mut offset = 0_u32;
    for part in text.split(';') {
        let length = u32::try_from(part.chars().count()).unwrap_or(u32::MAX);
        let place = match inner {
            Some(inner) => {
                let column = at.column.saturating_add(inner).saturating_add(offset);
                At { line: at.line, column, length }
            }
            None => at,
        };
        pieces.push(Piece { text: part, at: place });
        offset = offset.saturating_add(length).saturating_add(1);
    }
}
