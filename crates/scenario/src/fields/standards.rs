//! Values with a standard of their own: countries, currencies, codes; and ranges.

use std::str::FromStr;

use landbridge_model::{Code, Country};
use landbridge_units::Currency;

use super::{Fields, Piece};
use crate::codes;
use crate::log::Words;
use crate::text::shorten;

impl Fields<'_> {
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
}
