//! TOML to records.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use toml::Spanned;
use toml::de::{DeInteger, DeTable, DeValue};

use crate::codes;
use crate::log::{At, Log, Words};
use crate::record::{Field, Record, Value};
use crate::schema::Table;
use crate::suggest::did_you_mean;
use crate::text::{Text, shorten};

/// A key with its value, as the `toml` crate gives them.
type Entry<'i> = (&'i Spanned<Cow<'i, str>>, &'i Spanned<DeValue<'i>>);

/// The rows of a file, and whether these are all.
pub(crate) struct Rows {
    pub(crate) records: Vec<Record>,
    /// False where a table has a wrong name or form: its rows are then not known, and nor is what refers to them.
    pub(crate) all: bool,
}

/// Reads the tables of a TOML file. `None` where its syntax is wrong.
pub(crate) fn read(
    text: &Text,
    tables: &'static [(&'static str, &'static Table)],
    log: &mut Log,
) -> Option<Rows> {
    let root = parse(text, log)?;
    let mut records = Vec::new();
    let mut all = true;
    for (key, value) in root.get_ref() {
        match tables.iter().find(|(name, _)| *name == key.get_ref()) {
            Some((_, table)) => all &= rows_of(text, table, (key, value), &mut records, log),
            None => {
                unknown_key(text, key, tables.iter().map(|(name, _)| *name), "table", log);
                all = false;
            }
        }
    }
    // Files are read in the order of their lines, whatever the names of tables.
    records.sort_by_key(|record| (record.at.line, record.at.column));
    Some(Rows { records, all })
}

/// Reads a TOML file whose keys stand at the top.
pub(crate) fn read_settings(text: &Text, table: &'static Table, log: &mut Log) -> Option<Rows> {
    let root = parse(text, log)?;
    Some(Rows { records: vec![record_of(text, table, root.get_ref(), At::START, log)], all: true })
}

fn parse<'i>(text: &'i Text, log: &mut Log) -> Option<Spanned<DeTable<'i>>> {
    let (root, errors) = DeTable::parse_recoverable(&text.content);
    for error in &errors {
        let at = error.span().map_or(At::START, |span| text.at(span.start, span.end));
        log.push(&codes::F018, &text.file, at, Words::new(shorten_message(error.message())));
    }
    errors.is_empty().then_some(root)
}

fn shorten_message(message: &str) -> String {
    let line = message.lines().next().unwrap_or("");
    line.chars().take(200).collect()
}

fn unknown_key<'a>(
    text: &Text,
    key: &Spanned<Cow<'_, str>>,
    known: impl Iterator<Item = &'a str> + Clone,
    what: &str,
    log: &mut Log,
) {
    let expected: Vec<&str> = known.clone().collect();
    let words = Words::new(format!("unknown {what} `{}`", shorten(key.get_ref())))
        .expected(format!("one of {}", expected.join(", ")))
        .maybe_hint(did_you_mean(key.get_ref(), known));
    log.push(&codes::F019, &text.file, text.at(key.span().start, key.span().end), words);
}

/// Appends the rows of an array of tables. False if it is none.
fn rows_of(
    text: &Text,
    table: &'static Table,
    (key, value): Entry<'_>,
    records: &mut Vec<Record>,
    log: &mut Log,
) -> bool {
    let mut wrong = |at: At| {
        let words = Words::new(format!("`{}` is not an array of tables", shorten(key.get_ref())))
            .expected(format!("[[{}]]", key.get_ref()))
            .hint("write the name in two pairs of brackets");
        log.push(&codes::F021, &text.file, at, words);
    };
    let DeValue::Array(items) = value.get_ref() else {
        wrong(text.at(key.span().start, key.span().end));
        return false;
    };
    let mut tables = Vec::new();
    for item in items.iter() {
        let at = text.at(item.span().start, item.span().end);
        match item.get_ref() {
            DeValue::Table(fields) => tables.push((fields, at)),
            _ => wrong(at),
        }
    }
    let all = tables.len() == items.len();
    for (fields, at) in tables {
        records.push(record_of(text, table, fields, At { length: 0, ..at }, log));
    }
    all
}

fn record_of(text: &Text, table: &'static Table, fields: &DeTable<'_>, at: At, log: &mut Log) -> Record {
    let mut record = Record {
        table,
        file: Arc::clone(&text.file),
        at,
        fields: BTreeMap::new(),
        nested: Vec::new(),
        broken: false,
    };
    for (key, value) in fields {
        let name = key.get_ref().as_ref();
        if let Some((_, nested)) = table.nested.iter().find(|(nested, _)| *nested == name) {
            rows_of(text, nested, (key, value), &mut record.nested, log);
            continue;
        }
        let Some(column) = table.all_columns().find(|column| *column == name) else {
            let known: Vec<&str> =
                table.all_columns().chain(table.nested.iter().map(|(nested, _)| *nested)).collect();
            unknown_key(text, key, known.iter().copied(), &format!("key of a {}", table.noun), log);
            continue;
        };
        let inline = table.inline.iter().find(|(inline, _)| *inline == name);
        let field = match (value.get_ref(), inline) {
            (DeValue::Table(fields), Some((_, keys))) => {
                let mut inner = BTreeMap::new();
                for (key, value) in fields {
                    if keys.is_empty() || keys.contains(&key.get_ref().as_ref()) {
                        inner.insert(key.get_ref().clone().into_owned(), field_of(text, value));
                    } else {
                        unknown_key(text, key, keys.iter().copied(), &format!("key of `{name}`"), log);
                    }
                }
                Field { value: Value::Inline(inner), at: text.at(value.span().start, value.span().end) }
            }
            _ => field_of(text, value),
        };
        record.fields.insert(Cow::Borrowed(column), field);
    }
    record
}

fn field_of(text: &Text, value: &Spanned<DeValue<'_>>) -> Field {
    let plain = match value.get_ref() {
        // Arrays of our tables hold words and dates only; anything deeper is refused by the getters.
        DeValue::Array(items) => Value::List(
            items
                .iter()
                .map(|item| Field {
                    value: scalar_of(text, item),
                    at: text.at(item.span().start, item.span().end),
                })
                .collect(),
        ),
        _ => scalar_of(text, value),
    };
    Field { value: plain, at: text.at(value.span().start, value.span().end) }
}

fn scalar_of(text: &Text, value: &Spanned<DeValue<'_>>) -> Value {
    let as_it_stands = || text.content.get(value.span()).map_or_else(String::new, shorten);
    match value.get_ref() {
        DeValue::String(s) => Value::Text(s.clone().into_owned()),
        DeValue::Integer(integer) => {
            // Hexadecimal and `1_000` are TOML, but not the plain decimals the format asks for.
            let plain = text.content.get(value.span()).is_some_and(|s| s == plain_integer(integer));
            if plain { Value::Integer(integer.as_str().to_owned()) } else { Value::Float(as_it_stands()) }
        }
        DeValue::Float(_) => Value::Float(as_it_stands()),
        DeValue::Boolean(flag) => Value::Flag(*flag),
        DeValue::Datetime(moment) => match (moment.date, moment.time) {
            (Some(date), None) => {
                NaiveDate::from_ymd_opt(i32::from(date.year), u32::from(date.month), u32::from(date.day))
                    .map_or_else(|| Value::Moment(as_it_stands()), Value::Date)
            }
            _ => Value::Moment(as_it_stands()),
        },
        DeValue::Array(_) => Value::List(Vec::new()),
        DeValue::Table(_) => Value::Inline(BTreeMap::new()),
    }
}

fn plain_integer<'i>(integer: &'i DeInteger<'_>) -> &'i str {
    if integer.radix() == 10 { integer.as_str() } else { "" }
}
