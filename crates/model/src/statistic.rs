//! Published statistics, as printed. What they imply is the audit's business.

use std::sync::Arc;

use landbridge_units::Decimal;

use crate::fact::Row;
use crate::id::StatisticId;
use crate::word::words;

words! {
    /// How a printed number is meant.
    Qualifier {
        /// As rounded.
        Exact = "exact",
        /// More than.
        Over = "over",
        /// Around.
        About = "about",
        /// Somewhat less than.
        Nearly = "nearly",
    }
}

words! {
    /// Value basis.
    ValueBasis {
        /// Free on board.
        Fob = "fob",
        /// Cost, insurance, freight.
        Cif = "cif",
        /// Not said.
        Unknown = "unknown",
    }
}

words! {
    /// What growth words mean.
    Reading {
        /// The value grew *by* so much.
        By = "by",
        /// The value grew *to* so many times the base.
        To = "to",
        /// Either, as far as the text goes.
        Unknown = "unknown",
    }
}

words! {
    /// Unit of a growth statement.
    GrowthUnit {
        /// Times, fold.
        Times = "times",
        /// Per cent.
        Percent = "%",
        /// "Doubled": a multiple of two.
        Doubled = "doubled",
    }
}

/// A printed number.
#[derive(Clone, Debug)]
pub struct PublishedFigure {
    /// Its id.
    pub id: StatisticId,
    /// What it is.
    pub what: String,
    /// Who reports.
    pub reporter: String,
    /// The other side; may be empty.
    pub partner: String,
    /// Export, import, transit, stock, …; as reported.
    pub flow: String,
    /// Value basis.
    pub basis: ValueBasis,
    /// Category of goods; may be empty.
    pub category: String,
    /// Period, as `2023-01..2023-04`, `2023`, `2023-Q1`.
    pub period: String,
    /// The number.
    pub value: Decimal,
    /// Its unit.
    pub unit: String,
    /// How it is meant.
    pub qualifier: Qualifier,
    /// Step of the printed number in the unit.
    pub rounding: Decimal,
    /// Wording.
    pub printed: String,
    /// Provenance; the number is column `value`.
    pub row: Arc<Row>,
}

/// A printed change.
#[derive(Clone, Debug)]
pub struct Growth {
    /// Its id.
    pub id: StatisticId,
    /// The figure that grew.
    pub figure: StatisticId,
    /// By or to how much.
    pub value: Decimal,
    /// In what unit.
    pub unit: GrowthUnit,
    /// What it means.
    pub reading: Reading,
    /// Step of the printed number.
    pub rounding: Decimal,
    /// Wording.
    pub printed: String,
    /// The figure it grew from, if printed.
    pub base: Option<StatisticId>,
    /// Provenance; the number is column `value`.
    pub row: Arc<Row>,
}

/// A relation that must hold between figures.
#[derive(Clone, Debug)]
pub struct Relation {
    /// Its id.
    pub id: StatisticId,
    /// What it says.
    pub what: String,
    /// The relation.
    pub kind: RelationKind,
    /// Provenance.
    pub row: Arc<Row>,
}

/// Kinds of relation.
#[derive(Clone, Debug)]
pub enum RelationKind {
    /// Parts add up to a total.
    Sum {
        /// The total.
        total: StatisticId,
        /// The parts.
        parts: Vec<StatisticId>,
        /// Whether these are all parts; otherwise the rest is not negative.
        complete: bool,
    },
    /// A part is a percentage of a whole.
    Share {
        /// The part.
        part: StatisticId,
        /// The whole.
        whole: StatisticId,
        /// The percentage, if printed.
        percent: Option<StatisticId>,
    },
    /// One quantity in two currencies.
    Conversion {
        /// In the one.
        left: StatisticId,
        /// In the other.
        right: StatisticId,
        /// First and last month of the exchange rates to hold it against, `YYYY-MM`.
        rates: (String, String),
    },
    /// So many vehicles, so many per unit: how many units?
    Packing {
        /// Vehicles.
        vehicles: u32,
        /// Fewest per unit.
        per_unit_min: u32,
        /// Most per unit.
        per_unit_max: u32,
    },
    /// Value per piece.
    UnitValue {
        /// The value.
        value: StatisticId,
        /// The count.
        count: StatisticId,
    },
    /// Two figures for one quantity.
    Same(Vec<StatisticId>),
}
