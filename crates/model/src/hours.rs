//! Opening hours: on which weekdays, and between which times of day, a place is open.

use chrono::{NaiveTime, Weekday, WeekdaySet};
use thiserror::Error;

use crate::weekday::{WEEKDAYS, weekday_of, weekday_word, weekdays_in_words};

/// Opening hours, local time: spans that do not overlap, at least one.
///
/// As text, spans are separated by `;`. A span is two times, for every day, or weekdays and two times:
///
/// ```
/// use chrono::{NaiveTime, Weekday};
/// use landbridge_model::Hours;
///
/// let hours: Hours = "mon-fri 08:00-20:00; sat 09:00-13:00".parse().unwrap();
/// let noon = NaiveTime::from_hms_opt(12, 0, 0).unwrap();
/// assert!(hours.is_open(Weekday::Sat, noon));
/// assert!(!hours.is_open(Weekday::Sun, noon));
/// assert!("08:00-20:00; sat 09:00-13:00".parse::<Hours>().is_err()); // Saturday twice
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Hours {
    /// Sorted by first weekday and opening.
    spans: Vec<OpenSpan>,
}

/// A span of a day in which a place is open, on some weekdays: from the minute it opens until before the minute it
/// closes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct OpenSpan {
    days: WeekdaySet,
    opens: NaiveTime,
    /// `None` is 24:00.
    closes: Option<NaiveTime>,
}

/// The text or the spans are no opening hours.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum HoursError {
    /// There is no span, or nothing stands between two `;`.
    #[error("opening hours without a span")]
    Empty,
    /// A span of another form.
    #[error("`{text}` is no span of opening hours")]
    Shape {
        /// What was read, shortened.
        text: String,
    },
    /// A word that is no weekday.
    #[error("unknown weekday `{text}`")]
    Weekday {
        /// What was read, shortened.
        text: String,
    },
    /// A weekday named twice in a span.
    #[error("{} stands twice in one span", weekday_word(*day))]
    WeekdayTwice {
        /// The weekday.
        day: Weekday,
    },
    /// A span that ends when it begins, or before.
    #[error(
        "a place that opens at {} does not close at {} on the same day",
        opens.format("%H:%M"),
        closes.format("%H:%M")
    )]
    ClosesFirst {
        /// When it opens.
        opens: NaiveTime,
        /// When it would close.
        closes: NaiveTime,
    },
    /// Two spans that share a minute.
    #[error("`{first}` and `{second}` overlap on {}", weekday_word(*day))]
    Overlap {
        /// A weekday on which they do.
        day: Weekday,
        /// The span that opens first.
        first: Box<OpenSpan>,
        /// The other span.
        second: Box<OpenSpan>,
    },
}

impl OpenSpan {
    /// A span on some weekdays; `None` closes at 24:00.
    ///
    /// # Errors
    /// If there is no weekday, or it closes before it opens.
    pub fn new(days: WeekdaySet, opens: NaiveTime, closes: Option<NaiveTime>) -> Result<Self, HoursError> {
        if days.is_empty() {
            return Err(HoursError::Empty);
        }
        match closes {
            Some(closes) if closes <= opens => Err(HoursError::ClosesFirst { opens, closes }),
            _ => Ok(Self { days, opens, closes }),
        }
    }

    /// Its weekdays, from Monday on.
    pub fn days(&self) -> impl Iterator<Item = Weekday> + use<> {
        let days = self.days;
        WEEKDAYS.into_iter().map(|(_, day)| day).filter(move |day| days.contains(*day))
    }

    /// When it opens.
    #[must_use]
    pub const fn opens(&self) -> NaiveTime {
        self.opens
    }

    /// When it closes; `None` is 24:00.
    #[must_use]
    pub const fn closes(&self) -> Option<NaiveTime> {
        self.closes
    }

    /// Whether it holds a time of a weekday.
    #[must_use]
    pub fn is_open(&self, day: Weekday, time: NaiveTime) -> bool {
        self.days.contains(day) && self.opens <= time && self.closes.is_none_or(|closes| time < closes)
    }
}

impl Hours {
    /// Hours of spans in any order.
    ///
    /// # Errors
    /// If there is none, or two overlap.
    pub fn new(mut spans: Vec<OpenSpan>) -> Result<Self, HoursError> {
        if spans.is_empty() {
            return Err(HoursError::Empty);
        }
        let first_day = |span: &OpenSpan| span.days.first().map_or(7, |day| day.num_days_from_monday());
        spans.sort_by_key(|span| (first_day(span), span.opens));
        for day in WeekdaySet::ALL.iter(Weekday::Mon) {
            let mut of_day: Vec<&OpenSpan> = spans.iter().filter(|span| span.days.contains(day)).collect();
            of_day.sort_by_key(|span| span.opens);
            for pair in of_day.windows(2) {
                if let [first, second] = pair
                    && first.closes.is_none_or(|closes| second.opens < closes)
                {
                    let (first, second) = (Box::new(**first), Box::new(**second));
                    return Err(HoursError::Overlap { day, first, second });
                }
            }
        }
        Ok(Self { spans })
    }

    /// The same span on every day; `None` closes at 24:00.
    ///
    /// # Errors
    /// If it closes before it opens.
    pub fn daily(opens: NaiveTime, closes: Option<NaiveTime>) -> Result<Self, HoursError> {
        Self::new(vec![OpenSpan::new(WeekdaySet::ALL, opens, closes)?])
    }

    /// The spans, by first weekday and opening.
    #[must_use]
    pub fn spans(&self) -> &[OpenSpan] {
        &self.spans
    }

    /// Whether it is open at a time of a weekday.
    #[must_use]
    pub fn is_open(&self, day: Weekday, time: NaiveTime) -> bool {
        self.spans.iter().any(|span| span.is_open(day, time))
    }

    /// When it opens next on a weekday, later than a time of it; `None` where it does not open any more that day.
    #[must_use]
    pub fn opens_after(&self, day: Weekday, time: NaiveTime) -> Option<NaiveTime> {
        let later = self.spans.iter().filter(|span| span.days.contains(day) && span.opens > time);
        later.map(|span| span.opens).min()
    }
}

/// `08:00-20:00`, `mon-fri 08:00-20:00`, `mon,wed,fri 09:00-24:00`.
impl std::fmt::Display for OpenSpan {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        if self.days != WeekdaySet::ALL {
            write!(f, "{} ", weekdays_in_words(self.days))?;
        }
        match self.closes {
            Some(closes) => write!(f, "{}-{}", self.opens.format("%H:%M"), closes.format("%H:%M")),
            None => write!(f, "{}-24:00", self.opens.format("%H:%M")),
        }
    }
}

/// Spans separated by `; `.
impl std::fmt::Display for Hours {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let spans: Vec<String> = self.spans.iter().map(ToString::to_string).collect();
        f.pad(&spans.join("; "))
    }
}

impl std::str::FromStr for OpenSpan {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.is_empty() {
            return Err(HoursError::Empty);
        }
        let shape = || HoursError::Shape { text: shorten(text) };
        let (days, times) = match text.split_once(' ') {
            // `08:00 - 20:00` is a span with blanks, and not one on the weekday `08:00`.
            Some((days, _)) if days.bytes().any(|b| b.is_ascii_digit()) => return Err(shape()),
            Some((days, times)) => (weekdays(days)?, times),
            None => (WeekdaySet::ALL, text),
        };
        let (opens, closes) = times.split_once('-').ok_or_else(shape)?;
        let opens = clock(opens).ok_or_else(shape)?;
        let closes = match closes {
            "24:00" => None,
            other => Some(clock(other).ok_or_else(shape)?),
        };
        Self::new(days, opens, closes)
    }
}

impl std::str::FromStr for Hours {
    type Err = HoursError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let spans = text.split(';').map(|span| span.trim_matches(' ').parse());
        Self::new(spans.collect::<Result<_, _>>()?)
    }
}

/// `mon`, `mon-fri`, `sun-thu`, `mon,wed-fri`.
fn weekdays(text: &str) -> Result<WeekdaySet, HoursError> {
    let known = |word: &str| weekday_of(word).ok_or_else(|| HoursError::Weekday { text: shorten(word) });
    let mut days = WeekdaySet::EMPTY;
    for part in text.split(',') {
        let (mut day, last) = match part.split_once('-') {
            Some((first, last)) => (known(first)?, known(last)?),
            None => (known(part)?, known(part)?),
        };
        loop {
            if !days.insert(day) {
                return Err(HoursError::WeekdayTwice { day });
            }
            if day == last {
                break;
            }
            day = day.succ();
        }
    }
    Ok(days)
}

/// `HH:MM`.
fn clock(text: &str) -> Option<NaiveTime> {
    let (hours, minutes) = text.split_once(':')?;
    let part = |digits: &str| {
        let two = digits.len() == 2 && digits.bytes().all(|b| b.is_ascii_digit());
        if two { digits.parse().ok() } else { None }
    };
    NaiveTime::from_hms_opt(part(hours)?, part(minutes)?, 0)
}

fn shorten(text: &str) -> String {
    text.chars().take(40).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> NaiveTime {
        clock(text).unwrap()
    }

    fn hours(text: &str) -> Hours {
        text.parse().unwrap()
    }

    #[test]
    fn plain_hours_are_those_of_every_day() {
        let plain = hours("08:00-20:00");
        assert_eq!(plain, Hours::daily(time("08:00"), Some(time("20:00"))).unwrap());
        for (_, day) in WEEKDAYS {
            let open = ["07:59", "08:00", "19:59", "20:00"].map(|at| plain.is_open(day, time(at)));
            assert_eq!(open, [false, true, true, false], "{day}");
        }
    }

    #[test]
    fn weekdays_are_ranges_and_lists() {
        let days = |text: &str| -> Vec<Weekday> {
            let span: OpenSpan = format!("{text} 08:00-20:00").parse().unwrap();
            span.days().collect()
        };
        use Weekday::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};
        assert_eq!(days("mon-fri"), [Mon, Tue, Wed, Thu, Fri]);
        assert_eq!(days("mon,wed,fri"), [Mon, Wed, Fri]);
        assert_eq!(days("fri-mon"), [Mon, Fri, Sat, Sun]);
        assert_eq!(days("sun,tue-wed"), [Tue, Wed, Sun]);
        assert_eq!(days("sat-sat"), [Sat]);
        assert_eq!(days("thu-wed").len(), 7);
        assert!(days("thu-thu").contains(&Thu));
    }

    #[test]
    fn a_day_may_end_at_midnight_and_go_on() {
        let night = hours("fri 22:00-24:00; sat 00:00-06:00");
        assert!(night.is_open(Weekday::Fri, time("23:59")));
        assert!(night.is_open(Weekday::Sat, time("00:00")));
        assert!(!night.is_open(Weekday::Sat, time("06:00")) && !night.is_open(Weekday::Sun, time("23:00")));
        assert_eq!(night.opens_after(Weekday::Fri, time("21:59")), Some(time("22:00")));
        assert_eq!(night.opens_after(Weekday::Fri, time("22:00")), None);
        assert_eq!(night.opens_after(Weekday::Mon, NaiveTime::MIN), None);
    }

    #[test]
    fn spans_may_touch_but_not_overlap() {
        assert!("08:00-12:00; 12:00-20:00".parse::<Hours>().is_ok());
        for bad in ["08:00-12:01; 12:00-20:00", "08:00-24:00; sun 23:59-24:00", "08:00-12:00;08:00-12:00"] {
            assert!(matches!(bad.parse::<Hours>(), Err(HoursError::Overlap { .. })), "{bad}");
        }
        let error = "wed-fri 13:00-14:00; mon-thu 08:00-20:00".parse::<Hours>().unwrap_err();
        assert_eq!(error.to_string(), "`mon-thu 08:00-20:00` and `wed-fri 13:00-14:00` overlap on wed");
    }

    #[test]
    fn what_is_wrong_is_named() {
        let error = |text: &str| text.parse::<Hours>().unwrap_err();
        for text in ["", ";", "08:00-20:00;", "; 08:00-20:00", " "] {
            assert_eq!(error(text), HoursError::Empty, "`{text}`");
        }
        for text in
            ["8:00-20:00", "08:00", "24:00-24:00", "08:00-24:01", "08:00 - 20:00", "mon  08:00-20:00", "mon"]
        {
            assert_eq!(error(text), HoursError::Shape { text: text.to_owned() });
        }
        assert!(matches!(error("20:00-08:00"), HoursError::ClosesFirst { .. }));
        assert!(matches!(error("08:00-08:00"), HoursError::ClosesFirst { .. }));
        assert_eq!(error("mon-fir 08:00-20:00").to_string(), "unknown weekday `fir`");
        assert_eq!(error("Mon 08:00-20:00").to_string(), "unknown weekday `Mon`");
        assert_eq!(error("mon-wed,tue 08:00-20:00").to_string(), "tue stands twice in one span");
    }

    #[test]
    fn prints_what_it_reads() {
        for text in [
            "08:00-20:00",
            "mon-fri 08:00-20:00; sat 09:00-13:00",
            "mon,wed,fri 09:00-24:00",
            "mon,tue 00:00-24:00",
        ] {
            assert_eq!(hours(text).to_string(), text);
        }
        assert_eq!(hours("sun-thu 08:00-12:00").to_string(), "mon-thu,sun 08:00-12:00");
        assert_eq!(hours("sat 09:00-13:00;mon 09:00-13:00").to_string(), "mon 09:00-13:00; sat 09:00-13:00");
    }
}
