//! How a report compares with the model.

/// How a report compares with the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainVerdict {
    /// The reported number lies between those of the two ends.
    Reproduced,
    /// No number is stated; the vehicles fit one train with this mix, or a shorter one.
    FitsOneTrain(TrainMix),
    /// No number is stated, and the most units of a train are not known.
    NotStated,
    /// More units were used than even the longest model needs: so many places were left free.
    NotFilled {
        /// Units more.
        by: u32,
    },
    /// Fewer units were used than even the shortest model needs.
    BelowFewest {
        /// Units fewer.
        by: u32,
    },
    /// No number is stated; even the shortest model needs more units than a train has at most.
    BeyondOneTrain {
        /// Units more.
        by: u32,
    },
}

/// The mixes a train is asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainMix {
    /// The shortest model alone.
    Shortest,
    /// Equal shares.
    Equal,
    /// The longest model alone.
    Longest,
}

impl TrainVerdict {
    /// Whether the model allows what was reported.
    #[must_use]
    pub const fn is_reproduced(self) -> bool {
        matches!(self, Self::Reproduced | Self::FitsOneTrain(_))
    }
}

impl std::fmt::Display for TrainVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reproduced => f.write_str("reproduced"),
            Self::FitsOneTrain(TrainMix::Longest) => f.write_str("no number stated; any mix fits one train"),
            Self::FitsOneTrain(TrainMix::Equal) => {
                f.write_str("no number stated; equal shares fit one train")
            }
            Self::FitsOneTrain(TrainMix::Shortest) => {
                f.write_str("no number stated; only shorter models fit one train")
            }
            Self::NotStated => f.write_str("no number stated"),
            Self::NotFilled { by } => write!(f, "not filled: {by} more than even the longest model needs"),
            Self::BelowFewest { by } => {
                write!(f, "not reproduced: {by} fewer than even the shortest model needs")
            }
            Self::BeyondOneTrain { by } => {
                write!(f, "not reproduced: the shortest model needs {by} more than a train has")
            }
        }
    }
}
