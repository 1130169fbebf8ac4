//! Dates, periods and times of day.

use chrono::{NaiveDate, NaiveTime};
use landbridge_model::Validity;

use super::Fields;
use crate::codes;
use crate::log::Words;
use crate::record::{Field, Value};
use crate::text::shorten;

impl Fields<'_> {
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
fn clock(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once(':')?;
    let part =
        |s: &str| if s.len() == 2 && s.bytes().all(|b| b.is_ascii_digit()) { s.parse().ok() } else { None };
    NaiveTime::from_hms_opt(part(hours)?, part(minutes)?, 0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
