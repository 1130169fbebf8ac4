//! Weekdays as files write them.

use chrono::{Weekday, WeekdaySet};

/// Weekdays with their words in files, from Monday on.
pub const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// The word of a weekday.
#[must_use]
pub fn weekday_word(day: Weekday) -> &'static str {
    match day {
        Weekday::Mon => "mon",
        Weekday::Tue => "tue",
        Weekday::Wed => "wed",
        Weekday::Thu => "thu",
        Weekday::Fri => "fri",
        Weekday::Sat => "sat",
        Weekday::Sun => "sun",
    }
}

/// The weekday of a word.
pub(crate) fn weekday_of(word: &str) -> Option<Weekday> {
    WEEKDAYS.iter().find(|(known, _)| *known == word).map(|(_, day)| *day)
}

/// Weekdays in words: three or more in a row as `mon-fri`, others separated by commas.
pub(crate) fn weekdays_in_words(days: WeekdaySet) -> String {
    let mut rows: Vec<Vec<Weekday>> = Vec::new();
    for day in days.iter(Weekday::Mon) {
        match rows.last_mut() {
            Some(row) if row.last().is_some_and(|last| last.succ() == day) => row.push(day),
            _ => rows.push(vec![day]),
        }
    }
    let row_in_words = |row: &Vec<Weekday>| match row.as_slice() {
        [first, _, .., last] if row.len() > 2 => {
            format!("{}-{}", weekday_word(*first), weekday_word(*last))
        }
        few => few.iter().map(|day| weekday_word(*day)).collect::<Vec<_>>().join(","),
    };
    rows.iter().map(row_in_words).collect::<Vec<_>>().join(",")
}
