//! Numbers: lengths, masses, hours, counts, percentages, decimals.

use std::str::FromStr;

use landbridge_units::{Decimal, Metres, Minutes, QuantityError};

use super::{Fields, Piece};
use crate::codes;
use crate::log::Words;
use crate::text::shorten;

/// No train stands, waits or runs longer: a leap year. Sums of durations stay far from what can be counted.
const LONGEST: Minutes = Minutes::new(8_784 * 60);

impl<'a> Fields<'a> {
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

    /// Hours, at most those of a leap year.
    pub(crate) fn hours(&mut self, column: &str) -> Option<Minutes> {
        self.absent(column);
        self.maybe_hours(column)
    }

    /// Hours that may be absent, at most those of a leap year.
    pub(crate) fn maybe_hours(&mut self, column: &str) -> Option<Minutes> {
        let piece = self.number(column, "hours")?;
        let duration = self.parse_with(&piece, Minutes::parse_hours)?;
        if duration > LONGEST {
            let words = Words::new(format!("`{}` is too large", shorten(piece.text)))
                .expected(format!("at most {} h, a leap year", LONGEST.hours()));
            self.problem_at(&codes::F025, piece.at, words);
            return None;
        }
        Some(duration)
    }

    /// Hours with the ends of their range, which may be absent: lower end, value, upper end, in the order of the
    /// columns.
    pub(crate) fn hours_range(&mut self, columns: [&str; 3]) -> [Option<Minutes>; 3] {
        let [low_column, column, high_column] = columns;
        let value = self.hours(column);
        let (low, high) = (self.maybe_hours(low_column), self.maybe_hours(high_column));
        self.range::<Minutes>(
            (low_column, low.as_ref()),
            (column, value.as_ref()),
            (high_column, high.as_ref()),
        );
        [low, value, high]
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
}
