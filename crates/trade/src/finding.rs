//! What the audit says about one statement or one group of statements.

use landbridge_model::{StatisticId, Trace};
use landbridge_units::Decimal;

use crate::interval::Interval;

/// How statements stand to each other. Ordered from best to worst.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// All can be true together, and values that show it were found and checked.
    Consistent,
    /// They can be true under more than one reading, and the text does not say which is meant.
    Ambiguous,
    /// Neither was proven.
    Undecided,
    /// They cannot all be true, whatever the true values behind the rounding are.
    Contradictory,
}

impl Verdict {
    /// The word in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Consistent => "consistent",
            Self::Ambiguous => "ambiguous",
            Self::Undecided => "undecided",
            Self::Contradictory => "contradictory",
        }
    }
}

impl std::fmt::Display for Verdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// What a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Subject {
    /// One growth statement with its figures.
    Growth,
    /// One relation with its figures.
    Relation,
    /// All growths and relations that share figures, together.
    Group,
}

/// A number that was not printed and follows from what was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Implied {
    /// What it is.
    pub label: String,
    /// Low end, rounded down for printing; `None` where there is none.
    pub low: Option<Decimal>,
    /// High end, rounded up for printing; `None` where there is none.
    pub high: Option<Decimal>,
    /// Unit of both.
    pub unit: String,
    /// The exact interval.
    pub exact: Interval,
}

impl Implied {
    pub(crate) fn new(label: impl Into<String>, exact: Interval, unit: impl Into<String>) -> Self {
        let places = exact.places();
        Self {
            label: label.into(),
            low: exact.low_decimal(places),
            high: exact.high_decimal(places),
            unit: unit.into(),
            exact,
        }
    }
}

/// `base if grown by: 219 vehicles`.
impl std::fmt::Display for Implied {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.label, self.exact.with_unit(&self.unit))
    }
}

/// The audit's word on one statement or group.
#[derive(Clone, Debug)]
pub struct Finding {
    /// Id of the growth or relation; for a group `group~` and its first figure.
    pub id: String,
    /// What it is about.
    pub subject: Subject,
    /// What is said, in words.
    pub what: String,
    /// How it stands.
    pub verdict: Verdict,
    /// One sentence with the numbers that decide.
    pub statement: String,
    /// The arithmetic, step by step.
    pub working: Vec<String>,
    /// What follows that was not printed.
    pub implied: Vec<Implied>,
    /// Where contradictory: sets of ids (figures, growths, relations) that already exclude each other. Without
    /// any one member a set is no longer proven contradictory. Sets share no growth or relation; there
    /// are at most four.
    pub contradictions: Vec<Vec<StatisticId>>,
    /// The facts it rests on.
    pub trace: Trace,
}

/// The text of a finding before its verdict is attached.
#[derive(Default)]
pub(crate) struct Account {
    pub(crate) statement: String,
    pub(crate) working: Vec<String>,
    pub(crate) implied: Vec<Implied>,
    pub(crate) facts: Vec<Trace>,
    /// The arithmetic shown refutes the statement by itself.
    pub(crate) refuted: bool,
}
