//! CSV to records.
//!
//! The `csv` crate decodes the cells; a scan beside it finds where each one stands and refuses what the crate
//! would let pass: quotes in the middle of a cell, and a quote that is never closed.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use crate::codes;
use crate::log::{At, Log, Words};
use crate::record::{Field, Name, Record, Value};
use crate::schema::{PROVENANCE, Table};
use crate::suggest::did_you_mean;
use crate::text::{Text, shorten};

/// Where a cell stands.
#[derive(Clone, Copy, Debug)]
struct Spot {
    at: At,
    inner: Option<u32>,
}

/// Reads the rows of a CSV file. `None` where its lines cannot be told apart or the header is wrong, so that it
/// is not known which rows there are.
pub(crate) fn read(text: &Text, table: &'static Table, log: &mut Log) -> Option<Vec<Record>> {
    read_separated(text, b',', table, log)
}

/// The same with cells separated by another ASCII character.
pub(crate) fn read_separated(
    text: &Text,
    separator: u8,
    table: &'static Table,
    log: &mut Log,
) -> Option<Vec<Record>> {
    let spots = scan(text, char::from(separator), log)?;
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(separator)
        .has_headers(false)
        .flexible(true)
        .terminator(csv::Terminator::Any(b'\n'))
        .from_reader(text.content.as_bytes());
    let mut rows = Vec::with_capacity(spots.len());
    for (row, spots) in reader.records().zip(&spots) {
        let place = spots.first().map_or(At::START, |spot| spot.at);
        match row {
            Ok(row) if row.len() == spots.len() => rows.push((row, spots)),
            _ => {
                log.push(&codes::F013, &text.file, place, Words::new("the line cannot be taken apart"));
                return None;
            }
        }
    }
    let mut rows = rows.into_iter();
    let (header, header_spots) = rows.next()?;
    let columns = read_header(text, table, &header, header_spots, log);
    let records = rows
        .map(|(row, spots)| {
            let at = spots.first().map_or(At::START, |spot| spot.at);
            let count_fits = row.len() == header.len();
            if !count_fits {
                let words = Words::new(format!("the line has {} cells", row.len()))
                    .expected(format!("{}, as in the header", header.len()))
                    .hint(format!("a cell that holds {} stands in double quotes", sign_of(separator)));
                log.push(&codes::F014, &text.file, At { length: 0, ..at }, words);
            }
            let mut fields = BTreeMap::new();
            for ((name, cell), spot) in columns.iter().zip(row.iter()).zip(spots) {
                if let Some(name) = name {
                    let value = Value::Cell { text: cell.to_owned(), inner: spot.inner };
                    fields.entry(name.clone()).or_insert(Field { value, at: spot.at });
                }
            }
            Record {
                table,
                file: Arc::clone(&text.file),
                at: At { length: 0, ..at },
                fields,
                nested: Vec::new(),
                broken: !count_fits,
            }
        })
        .collect();
    let complete = table.required_columns().all(|name| columns.iter().flatten().any(|column| column == name));
    complete.then_some(records)
}

/// The column of each cell; `None` for one that is not known.
fn read_header(
    text: &Text,
    table: &'static Table,
    header: &csv::StringRecord,
    spots: &[Spot],
    log: &mut Log,
) -> Vec<Option<Name>> {
    let known: Vec<&str> = table.all_columns().collect();
    let mut columns: Vec<Option<Name>> = Vec::with_capacity(header.len());
    for (name, spot) in header.iter().zip(spots) {
        let own = (table.open && is_column_name(name)).then(|| Cow::Owned(name.to_owned()));
        let column =
            known.iter().find(|column| **column == name).map(|column| Cow::Borrowed(*column)).or(own);
        if columns.iter().flatten().any(|earlier| earlier == name) {
            let words = Words::new(format!("column `{}` stands in the header twice", shorten(name)));
            log.push(&codes::F017, &text.file, spot.at, words);
            columns.push(None);
        } else if column.is_some() {
            columns.push(column);
        } else {
            let words = Words::new(format!("unknown column `{}`", shorten(name)))
                .expected(if table.open {
                    "a name of lower-case letters, digits and `_`".to_owned()
                } else {
                    known.join(",")
                })
                .maybe_hint(other_separator(name).or_else(|| did_you_mean(name, known.iter().copied())));
            log.push(&codes::F016, &text.file, spot.at, words);
            columns.push(None);
        }
    }
    let missing: Vec<&str> = table
        .required_columns()
        .filter(|name| !columns.iter().flatten().any(|column| column == name))
        .collect();
    if !missing.is_empty() {
        let words =
            Words::new(format!("missing column `{}`", missing.join("`, `"))).expected(if table.open {
                format!("id, further columns, and {}", PROVENANCE.join(","))
            } else {
                known.join(",")
            });
        log.push(&codes::F015, &text.file, At::START, words);
    }
    columns
}

const fn sign_of(separator: u8) -> &'static str {
    match separator {
        b',' => "a comma",
        b';' => "a semicolon",
        _ => "a tab",
    }
}

/// A whole header in one cell: the spreadsheet wrote another separator.
fn other_separator(name: &str) -> Option<String> {
    let (separator, word) =
        [(';', "semicolons"), ('\t', "tabs")].into_iter().find(|(sign, _)| name.contains(*sign))?;
    (name.matches(separator).count() > 1).then(|| format!("the cells are separated by {word}; write commas"))
}

fn is_column_name(name: &str) -> bool {
    name.len() <= 60
        && name.bytes().next().is_some_and(|b| b.is_ascii_lowercase())
        && name.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// The state of the scan.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the first character of a cell.
    Start,
    /// In a cell without quotes.
    Plain,
    /// Between quotes.
    Quoted,
    /// After a quote within quotes: the end, or the first of two.
    Quote,
}

/// The cell being scanned.
struct Open {
    line: u32,
    column: u32,
    length: u32,
    quoted: bool,
    /// Whether characters within the cell stand where they seem to.
    straight: bool,
}

/// The places of all cells, line by line; blank lines are reported and left out.
fn scan(text: &Text, separator: char, log: &mut Log) -> Option<Vec<Vec<Spot>>> {
    let mut rows: Vec<Vec<Spot>> = Vec::new();
    let mut row: Vec<Spot> = Vec::new();
    let (mut line, mut column) = (1_u32, 1_u32);
    let mut state = State::Start;
    let mut cell = Open { line, column, length: 0, quoted: false, straight: true };
    let here = |line, column| At { line, column, length: 1 };
    let stray = |log: &mut Log, at: At, what: &str| {
        let words = Words::new(what).hint(
            "a cell in quotes begins and ends with `\"`; a quote within it is written twice, and nothing stands \
             before or after",
        );
        log.push(&codes::F013, &text.file, at, words);
    };
    for character in text.content.chars() {
        state = match (state, character) {
            (State::Start, '"') => {
                cell.quoted = true;
                State::Quoted
            }
            (State::Quote, '"') => {
                cell.straight = false;
                State::Quoted
            }
            (State::Quoted, '"') => State::Quote,
            (State::Quoted, other) => {
                cell.straight &= other != '\n';
                State::Quoted
            }
            (State::Start | State::Plain | State::Quote, sign) if sign == separator || sign == '\n' => {
                let blank = character == '\n' && row.is_empty() && cell.length == 0;
                if blank {
                    let words = Words::new("blank line").hint("take it out");
                    log.push(&codes::F014, &text.file, At { line, column: 1, length: 0 }, words);
                } else {
                    row.push(cell.spot());
                }
                if character == '\n' && !blank {
                    rows.push(std::mem::take(&mut row));
                }
                State::Start
            }
            (State::Plain, '"') => {
                stray(log, here(line, column), "quote in the middle of a cell");
                return None;
            }
            (State::Quote, _) => {
                stray(log, here(line, column), "text after the closing quote of a cell");
                return None;
            }
            (State::Start | State::Plain, _) => State::Plain,
        };
        if character == '\n' {
            line = line.saturating_add(1);
            column = 1;
        } else {
            column = column.saturating_add(1);
        }
        match state {
            State::Start => cell = Open { line, column, length: 0, quoted: false, straight: true },
            _ => {
                if cell.line == line {
                    cell.length = cell.length.saturating_add(1);
                }
            }
        }
    }
    if state == State::Quoted {
        let at = At { line: cell.line, column: cell.column, length: 1 };
        let words = Words::new("quote is never closed").hint("end the cell with `\"`");
        log.push(&codes::F012, &text.file, at, words);
        return None;
    }
    if !row.is_empty() || cell.length > 0 {
        row.push(cell.spot());
        rows.push(row);
    }
    Some(rows)
}

impl Open {
    fn spot(&self) -> Spot {
        Spot {
            at: At { line: self.line, column: self.column, length: self.length },
            inner: self.straight.then_some(u32::from(self.quoted)),
        }
    }
}
