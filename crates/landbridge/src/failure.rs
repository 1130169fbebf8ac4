//! Why a command ends without an answer, and with which exit code.

use landbridge_planning::PlanningError;

/// Why a command ends without an answer.
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) text: String,
}

impl Failure {
    /// The question was understood; the answer does not exist.
    pub(crate) fn unanswered(text: impl Into<String>) -> Self {
        Self { code: 1, text: text.into() }
    }

    /// The question was not understood.
    pub(crate) fn misunderstood(text: impl Into<String>) -> Self {
        Self { code: 2, text: text.into() }
    }
}

impl From<PlanningError> for Failure {
    fn from(error: PlanningError) -> Self {
        let mut text = format!("error: {}", error.reason());
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text.push_str(&format!("\n  because {inner}"));
            cause = inner.source();
        }
        Self::unanswered(text)
    }
}
