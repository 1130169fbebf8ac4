//! Typed access to the values of a row. Each getter reports what is wrong with its value and gives nothing then,
//! so that one pass over a row finds all that is wrong with it.

use std::collections::BTreeSet;
use std::str::FromStr;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use landbridge_model::{Code, Country, IdError, Row, SourceId, Tier, UnknownWord, Validity};
use landbridge_units::{Currency, Decimal, Metres, Minutes, QuantityError};

use crate::codes;
use crate::context::Context;
use crate::log::{At, Log, Words};
use crate::record::{Field, Record, Value};
use crate::schema::Provenance;
use crate::suggest::did_you_mean;
use crate::text::shorten;

/// The values of one row, or of one inline table in it.
pub(crate) struct Fields<'a> {
    record: &'a Record,
    /// The inline table, if it is one.
    inline: Option<(&'static str, &'a std::collections::BTreeMap<String, Field>)>,
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

    // Text and words.

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

    /// Reports a required value that is not there at all; one of the wrong kind has been reported.
    fn absent(&mut self, column: &str) {
        if !self.has(column) {
            self.missing(column);
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

    // Ids and references.

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

    fn resolve<T: FromStr<Err = IdError>>(&mut self, piece: &Piece<'_>, target: Target) -> Option<T> {
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

    // Numbers.

    fn number(&mut self, column: &str, what: &str) -> Option<Piece<'a>> {
        self.scalar(column, true, what)
    }

    fn not_a_number(&mut self, piece: &Piece<'_>, expected: &str) {
        let words = Words::new(format!("`{}` is not a plain number", shorten(piece.text)))
            .expected(expected)
            .maybe_hint(number_hint(piece.text));
        self.problem_at(&codes::F022, piece.at, words);
    }

    fn quantity_error(&mut self, piece: &Piece<'_>, error: &QuantityError) {
        match error {
            QuantityError::NotANumber { unit, .. } => {
                self.not_a_number(piece, &format!("a number of {unit}"))
            }
            QuantityError::TooFine { unit, .. } => {
                let words = Words::new(format!("`{}` is finer than one {unit}", shorten(piece.text)));
                self.problem_at(&codes::F023, piece.at, words);
            }
            QuantityError::OutOfRange { unit, .. } if piece.text.starts_with('-') => {
                let words = Words::new(format!("`{}` {unit} is negative", shorten(piece.text)));
                self.problem_at(&codes::F024, piece.at, words);
            }
            _ => self.too_large(piece),
        }
    }

    fn too_large(&mut self, piece: &Piece<'_>) {
        let words = Words::new(format!("`{}` is too large", shorten(piece.text)));
        self.problem_at(&codes::F025, piece.at, words);
    }

    fn parse_with<T>(
        &mut self,
        piece: &Piece<'_>,
        parse: impl Fn(&str) -> Result<T, QuantityError>,
    ) -> Option<T> {
        match parse(piece.text) {
            Ok(value) => Some(value),
            Err(error) => {
                self.quantity_error(piece, &error);
                None
            }
        }
    }

    /// A length or mass that must be there.
    pub(crate) fn whole<T: FromStr<Err = QuantityError>>(&mut self, column: &str) -> Option<T> {
        match self.number(column, "an integer") {
            Some(piece) => self.parse_with(&piece, T::from_str),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// A length or mass that may be absent.
    pub(crate) fn maybe_whole<T: FromStr<Err = QuantityError>>(&mut self, column: &str) -> Option<T> {
        let piece = self.number(column, "an integer")?;
        self.parse_with(&piece, T::from_str)
    }

    /// Kilometres.
    pub(crate) fn km(&mut self, column: &str) -> Option<Metres> {
        match self.number(column, "kilometres") {
            Some(piece) => self.parse_with(&piece, Metres::parse_km),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// Hours.
    pub(crate) fn hours(&mut self, column: &str) -> Option<Minutes> {
        match self.number(column, "hours") {
            Some(piece) => self.parse_with(&piece, Minutes::parse_hours),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// Hours that may be absent.
    pub(crate) fn maybe_hours(&mut self, column: &str) -> Option<Minutes> {
        let piece = self.number(column, "hours")?;
        self.parse_with(&piece, Minutes::parse_hours)
    }

    fn parse_count(&mut self, piece: &Piece<'_>) -> Option<u32> {
        let digits = !piece.text.is_empty() && piece.text.bytes().all(|b| b.is_ascii_digit());
        if digits {
            let value = piece.text.parse().ok();
            if value.is_none() {
                self.too_large(piece);
            }
            return value;
        }
        match parse_decimal(piece.text) {
            Some(value) if value.is_sign_negative() => {
                let words = Words::new(format!("`{}` is negative", shorten(piece.text)));
                self.problem_at(&codes::F024, piece.at, words);
            }
            Some(_) => {
                let words = Words::new(format!("`{}` is not a whole number", shorten(piece.text)));
                self.problem_at(&codes::F023, piece.at, words);
            }
            None => self.not_a_number(piece, "a whole number"),
        }
        None
    }

    /// A count that must be there.
    pub(crate) fn count(&mut self, column: &str) -> Option<u32> {
        match self.number(column, "an integer") {
            Some(piece) => self.parse_count(&piece),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// A count that may be absent.
    pub(crate) fn maybe_count(&mut self, column: &str) -> Option<u32> {
        let piece = self.number(column, "an integer")?;
        self.parse_count(&piece)
    }

    /// A whole percentage from 0 to 100 that may be absent.
    pub(crate) fn maybe_percent(&mut self, column: &str) -> Option<u32> {
        let value = self.maybe_count(column)?;
        if value > 100 {
            let words = Words::new(format!("`{}` is {value} %", self.name(column))).expected("0 to 100");
            self.problem(&codes::F033, column, words);
            return None;
        }
        Some(value)
    }

    fn parse_signed(&mut self, piece: &Piece<'_>) -> Option<Decimal> {
        let value = parse_decimal(piece.text);
        if value.is_none() {
            if is_plain(piece.text) {
                self.too_large(piece);
            } else {
                self.not_a_number(piece, "a plain decimal number");
            }
        }
        value
    }

    fn parse_positive(&mut self, piece: &Piece<'_>) -> Option<Decimal> {
        let value = self.parse_signed(piece)?;
        if value.is_sign_negative() && !value.is_zero() {
            let words = Words::new(format!("`{}` is negative", shorten(piece.text)));
            self.problem_at(&codes::F024, piece.at, words);
            return None;
        }
        Some(value)
    }

    /// A number that is not negative and must be there.
    pub(crate) fn decimal(&mut self, column: &str) -> Option<Decimal> {
        match self.number(column, "a number in a string") {
            Some(piece) => self.parse_positive(&piece),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// A number that is not negative and may be absent.
    pub(crate) fn maybe_decimal(&mut self, column: &str) -> Option<Decimal> {
        let piece = self.number(column, "a number in a string")?;
        self.parse_positive(&piece)
    }

    /// A number of either sign that must be there.
    pub(crate) fn signed(&mut self, column: &str) -> Option<Decimal> {
        match self.number(column, "a number in a string") {
            Some(piece) => self.parse_signed(&piece),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// A number of either sign that may be absent.
    pub(crate) fn maybe_signed(&mut self, column: &str) -> Option<Decimal> {
        let piece = self.number(column, "a number in a string")?;
        self.parse_signed(&piece)
    }

    /// True or false; absent is false.
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

    // Dates.

    fn parse_date(&mut self, field: &Field, column: &str) -> Option<NaiveDate> {
        let (text, hint) = match &field.value {
            Value::Date(date) => return Some(*date),
            Value::Cell { text, .. } => match iso_date(text) {
                Some(date) => return Some(date),
                None => (text, None),
            },
            Value::Text(text) => {
                let hint = iso_date(text).map(|_| "write it without quotes".to_owned());
                (text, hint)
            }
            Value::Moment(text) => (text, Some("leave out the time".to_owned())),
            _ => {
                self.wrong_kind(column, field, "a date such as 2023-05-14", None);
                return None;
            }
        };
        let words = Words::new(format!("`{}` is not a date", shorten(text)))
            .expected("a day of the calendar, such as 2023-05-14")
            .maybe_hint(hint);
        self.problem_at(&codes::F026, field.at, words);
        None
    }

    /// A date that must be there.
    pub(crate) fn date(&mut self, column: &str) -> Option<NaiveDate> {
        if !self.has(column) {
            self.missing(column);
            return None;
        }
        self.maybe_date(column)
    }

    /// A date that may be absent.
    pub(crate) fn maybe_date(&mut self, column: &str) -> Option<NaiveDate> {
        if !self.has(column) {
            return None;
        }
        let field = self.field(column)?;
        self.parse_date(field, column)
    }

    /// Dates, each at most once.
    pub(crate) fn dates(&mut self, column: &str) -> Vec<NaiveDate> {
        let Some(field) = self.field(column) else {
            return Vec::new();
        };
        let Value::List(items) = &field.value else {
            self.wrong_kind(column, field, "an array of dates", Some("write [2023-05-14]"));
            return Vec::new();
        };
        let mut dates = Vec::new();
        for item in items {
            let Some(date) = self.parse_date(item, column) else {
                continue;
            };
            if dates.contains(&date) {
                self.problem_at(&codes::F031, item.at, Words::new(format!("{date} is listed twice")));
            } else {
                dates.push(date);
            }
        }
        dates
    }

    /// `from` and `to`.
    pub(crate) fn validity(&mut self) -> Option<Validity> {
        let (from, to) = (self.maybe_date("from"), self.maybe_date("to"));
        match Validity::new(from, to) {
            Ok(validity) => Some(validity),
            Err(error) => {
                let words = Words::new(error.to_string()).hint("exchange `from` and `to`");
                self.problem(&codes::F032, "to", words);
                None
            }
        }
    }

    /// A time of day.
    pub(crate) fn time(&mut self, column: &str) -> Option<NaiveTime> {
        let Some(piece) = self.scalar(column, false, "a time such as \"18:00\"") else {
            self.absent(column);
            return None;
        };
        let time = clock(piece.text);
        if time.is_none() {
            let words = Words::new(format!("`{}` is not a time of day", shorten(piece.text)))
                .expected("hours and minutes, such as 18:00");
            self.problem_at(&codes::F029, piece.at, words);
        }
        time
    }

    // Countries and currencies.

    fn parse_country(&mut self, piece: &Piece<'_>) -> Option<Country> {
        // A country is known by its time zone: the settings name one for each country of the corridor.
        let country: Option<Country> = piece.text.parse().ok();
        let zones = &self.context.time_zones;
        let known = zones.is_empty() || country.is_some_and(|country| zones.contains_key(&country));
        match country {
            Some(country) if known => Some(country),
            _ => {
                let codes: Vec<&str> = zones.keys().map(Country::code).collect();
                let words = Words::new(format!("unknown country `{}`", shorten(piece.text)))
                    .expected(if codes.is_empty() {
                        "two capitals".to_owned()
                    } else {
                        format!("one of {}", codes.join(", "))
                    })
                    .hint("countries of a corridor stand in `time_zones` of corridor.toml");
                self.problem_at(&codes::N001, piece.at, words);
                None
            }
        }
    }

    /// A country that must be there.
    pub(crate) fn country(&mut self, column: &str) -> Option<Country> {
        match self.scalar(column, false, "a country code") {
            Some(piece) => self.parse_country(&piece),
            None => {
                self.absent(column);
                None
            }
        }
    }

    /// Countries, each at most once.
    pub(crate) fn countries(&mut self, column: &str) -> Vec<Country> {
        let pieces = self.pieces(column);
        pieces.iter().filter_map(|piece| self.parse_country(piece)).collect()
    }

    /// A currency that must be there.
    pub(crate) fn currency(&mut self, column: &str) -> Option<Currency> {
        if !self.has(column) {
            self.missing(column);
            return None;
        }
        self.maybe_currency(column)
    }

    /// A currency that may be absent.
    pub(crate) fn maybe_currency(&mut self, column: &str) -> Option<Currency> {
        let piece = self.scalar(column, false, "a currency code")?;
        let currency = piece.text.parse().ok();
        if currency.is_none() {
            let words = Words::new(format!("unknown currency `{}`", shorten(piece.text)))
                .expected("a code of ISO 4217, such as CNY")
                .maybe_hint((piece.text == "RMB").then(|| "the code of the yuan is CNY".to_owned()));
            self.problem_at(&codes::T001, piece.at, words);
        }
        currency
    }

    /// A value of a type with a check of its own.
    pub(crate) fn checked<T: FromStr>(&mut self, column: &str, code: &'static Code) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        let piece = self.scalar(column, false, "text")?;
        match piece.text.parse() {
            Ok(value) => Some(value),
            Err(error) => {
                let words = Words::new(error.to_string());
                self.problem_at(code, piece.at, words);
                None
            }
        }
    }

    /// Reports a range that does not hold its value.
    pub(crate) fn range<T: PartialOrd + std::fmt::Display>(
        &mut self,
        (low_column, low): (&str, Option<&T>),
        (column, value): (&str, Option<&T>),
        (high_column, high): (&str, Option<&T>),
    ) {
        let Some(value) = value else {
            return;
        };
        if let Some(low) = low.filter(|low| *low > value) {
            let words = Words::new(format!("`{low_column}` is {low}, above `{column}`, which is {value}"));
            self.problem(&codes::F034, low_column, words);
        }
        if let Some(high) = high.filter(|high| *high < value) {
            let words = Words::new(format!("`{high_column}` is {high}, below `{column}`, which is {value}"));
            self.problem(&codes::F034, high_column, words);
        }
    }

    // Provenance.

    /// The row as facts refer to it. `parent` is the row it stands in, `id` its id in fact ids.
    pub(crate) fn row(&mut self, id: &str, parent: Option<&Row>) -> Option<Arc<Row>> {
        let tier = self.tier(parent);
        let sources = self.sources();
        let note = Some(self.maybe_text("note")).filter(|note| !note.is_empty());
        let assumed = self.assumed();
        let inherits =
            self.record.table.provenance == Provenance::Inherited && !self.has("tier") && !self.has("source");
        let (tier, sources, note) = match (inherits, parent) {
            (true, Some(parent)) => {
                (parent.tier, parent.sources.clone(), note.or_else(|| parent.note.clone()))
            }
            (true, None) => (Tier::Assumed, sources, note),
            _ => (tier?, sources, note),
        };
        if tier == Tier::Published && sources.is_empty() && !self.has("source") && !inherits {
            let words = Words::new("this row is published, but names no source")
                .hint("add an id of sources.csv to `source`, or make the tier `assumed`");
            self.problem(&codes::P001, "tier", words);
        }
        // A relation names the figures it is derived from.
        let named = self.record.table.name == "relation";
        if tier == Tier::Derived && sources.is_empty() && !self.has("source") && note.is_none() && !named {
            let words = Words::new("this row is derived, but neither source nor note says from what")
                .hint("say in `note` which facts it comes from");
            self.problem(&codes::P002, "tier", words);
        }
        Some(Arc::new(Row {
            table: self.record.table.name.to_owned(),
            id: id.to_owned(),
            file: Arc::clone(&self.record.file),
            line: self.record.at.line,
            values: self.record.cells(),
            tier,
            assumed,
            sources,
            note,
        }))
    }

    fn tier(&mut self, parent: Option<&Row>) -> Option<Tier> {
        let words = ["published", "derived", "assumed"];
        let Some(piece) = self.scalar("tier", false, "a word") else {
            let inherited = self.record.table.provenance == Provenance::Inherited;
            // A nested row with a source but no tier has that of the row it stands in.
            if let Some(parent) = parent.filter(|_| inherited) {
                return Some(parent.tier);
            }
            if self.record.table.provenance == Provenance::Required && !self.has("tier") {
                let words = Words::new(format!("this {} has no tier", self.record.table.noun))
                    .expected(format!("one of {}", words.join(", ")));
                self.problem(&codes::P005, "tier", words);
            }
            return None;
        };
        match piece.text {
            "published" => Some(Tier::Published),
            "derived" => Some(Tier::Derived),
            "assumed" => Some(Tier::Assumed),
            other => {
                let said = Words::new(format!("unknown tier `{}`", shorten(other)))
                    .expected(format!("one of {}", words.join(", ")))
                    .maybe_hint(did_you_mean(other, words));
                self.problem_at(&codes::F027, piece.at, said);
                None
            }
        }
    }

    fn sources(&mut self) -> Vec<SourceId> {
        let pieces = self.pieces("source");
        pieces.iter().filter_map(|piece| self.resolve(piece, ("source", &codes::P003))).collect()
    }

    fn assumed(&mut self) -> BTreeSet<String> {
        let pieces = self.pieces("assumed");
        let table = self.record.table;
        let columns: Vec<&str> = table
            .columns
            .iter()
            .chain(table.nested.iter().flat_map(|(_, nested)| nested.columns))
            .copied()
            .collect();
        let mut assumed = BTreeSet::new();
        for piece in pieces {
            let here = self.record.fields.contains_key(piece.text);
            let known = columns.contains(&piece.text) || (table.open && here);
            if known && piece.text != "id" {
                assumed.insert(piece.text.to_owned());
            } else {
                let words =
                    Words::new(format!("`{}` is not a column of this {}", shorten(piece.text), table.noun))
                        .expected("columns of this row, separated by `;`")
                        .maybe_hint(did_you_mean(piece.text, columns.iter().copied()));
                self.problem_at(&codes::P004, piece.at, words);
            }
        }
        assumed
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

fn is_plain(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    all(whole) && all(fraction)
}

fn parse_decimal(text: &str) -> Option<Decimal> {
    if !is_plain(text) || text.len() > 28 {
        return None;
    }
    Decimal::from_str_exact(text).ok()
}

fn number_hint(text: &str) -> Option<String> {
    let has = |test: fn(char) -> bool| text.chars().take(200).any(test);
    if has(|c| c == ',' || c == '\'' || c == '_') {
        Some("write no thousands separator, and `.` before decimals".to_owned())
    } else if text.starts_with(|c: char| c.is_ascii_digit())
        && has(|c| c == 'e' || c == 'E')
        && !has(|c| c == ' ')
    {
        Some("write no exponent".to_owned())
    } else if has(char::is_whitespace) || has(char::is_alphabetic) || has(|c| c == '%') {
        Some("the unit stands in the column name; write the number alone".to_owned())
    } else {
        None
    }
}

fn iso_date(text: &str) -> Option<NaiveDate> {
    let shape = text.len() == 10
        && text
            .bytes()
            .enumerate()
            .all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() });
    if !shape {
        return None;
    }
    let part = |range: std::ops::Range<usize>| text.get(range).and_then(|s| s.parse::<u32>().ok());
    let year = i32::try_from(part(0..4)?).ok()?;
    NaiveDate::from_ymd_opt(year, part(5..7)?, part(8..10)?)
}

/// `HH:MM`.
pub(crate) fn clock(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once(':')?;
    let part =
        |s: &str| if s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()) { s.parse().ok() } else { None };
    NaiveTime::from_hms_opt(part(hours)?, part(minutes)?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_decimals_are_numbers() {
        for good in ["0", "0.75", "-12.50", "007"] {
            assert!(parse_decimal(good).is_some(), "{good}");
        }
        for bad in ["", "-", ".5", "5.", "1e3", "1,000", "+1", "1.2.3", "NaN", "９", "26 m"] {
            assert!(parse_decimal(bad).is_none(), "{bad}");
        }
        assert!(number_hint("1,000").is_some_and(|hint| hint.contains("thousands")));
        assert!(number_hint("1e3").is_some_and(|hint| hint.contains("exponent")));
        assert!(number_hint("26 m").is_some_and(|hint| hint.contains("unit")));
    }

    #[test]
    fn dates_and_times_are_of_one_form() {
        assert!(iso_date("2024-02-29").is_some());
        for bad in ["2023-02-29", "2023-2-9", "14.05.2023", "2023-05-14T00", "２０２３-05-1"] {
            assert!(iso_date(bad).is_none(), "{bad}");
        }
        assert!(clock("23:59").is_some());
        for bad in ["24:00", "9:00", "09:60", "09.00", "09:00:00", "+9:00"] {
            assert!(clock(bad).is_none(), "{bad}");
        }
    }
}
