//! Why a derivation from published figures could not be made.

use landbridge_model::StatisticId;
use thiserror::Error;

/// Why a derivation from published figures could not be made.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum TradeError {
    /// A statement names a figure that is not there.
    #[error("there is no figure `{id}`")]
    UnknownFigure {
        /// The id that was named.
        id: StatisticId,
    },
    /// The rounding step of a printed number must be more than zero.
    #[error("`{id}` is printed to a step of {step}, which is not more than zero")]
    NoStep {
        /// The figure or growth statement.
        id: StatisticId,
        /// Its rounding step, in its own unit.
        step: String,
    },
    /// Two figures that are added, divided or equated count different things.
    #[error("`{left}` is in {left_unit}, `{right}` in {right_unit}")]
    UnlikeUnits {
        /// One figure.
        left: StatisticId,
        /// Its unit.
        left_unit: String,
        /// The other figure.
        right: StatisticId,
        /// Its unit.
        right_unit: String,
    },
    /// A figure must be in another unit for what it is used as.
    #[error("`{id}` is in {unit}, expected {expected}")]
    WrongUnit {
        /// The figure.
        id: StatisticId,
        /// Its unit.
        unit: String,
        /// What was expected, in words.
        expected: &'static str,
    },
    /// A figure one divides by may be zero, as far as its rounding goes.
    #[error("`{id}` may be zero ({range}), nothing can be divided by it")]
    MayBeZero {
        /// The figure.
        id: StatisticId,
        /// Its range, with its unit.
        range: String,
    },
    /// Under this reading the growth is no positive multiple of its base.
    #[error("`{id}` read as `{reading}` is no positive multiple of its base")]
    NoMultiple {
        /// The growth statement.
        id: StatisticId,
        /// The reading, `by` or `to`.
        reading: &'static str,
    },
    /// A reading has to be chosen first.
    #[error("`{id}` can be read as `by` or `to`")]
    NoReading {
        /// The growth statement.
        id: StatisticId,
    },
    /// The months of a conversion are not months in order.
    #[error("`{id}` asks for the rates of `{from}` to `{to}`, expected two months as YYYY-MM in order")]
    Months {
        /// The relation.
        id: StatisticId,
        /// First month, as written.
        from: String,
        /// Last month, as written.
        to: String,
    },
    /// So many vehicles per unit cannot be.
    #[error(
        "`{id}` packs {min} to {max} vehicles per unit, expected at least one and the smaller number first"
    )]
    Packing {
        /// The relation.
        id: StatisticId,
        /// Fewest vehicles per unit.
        min: u32,
        /// Most vehicles per unit.
        max: u32,
    },
    /// The relation names too few figures, or one of them twice.
    #[error("`{id}` needs {expected}")]
    Members {
        /// The relation.
        id: StatisticId,
        /// What it needs, in words.
        expected: &'static str,
    },
}
