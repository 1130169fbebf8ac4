//! Energy and emission factors, as data.

use std::sync::Arc;

use landbridge_units::Decimal;

use crate::fact::Row;
use crate::id::FactorId;

/// An energy or emission factor.
#[derive(Clone, Debug)]
pub struct EmissionFactor {
    /// Its id.
    pub id: FactorId,
    /// What it is.
    pub what: String,
    /// Its value.
    pub value: Decimal,
    /// Lower end of the range.
    pub low: Option<Decimal>,
    /// Upper end of the range.
    pub high: Option<Decimal>,
    /// Its unit, as printed.
    pub unit: String,
    /// Well-to-wheel, tank-to-wheel, generation; as printed.
    pub scope: String,
    /// Provenance; the value is column `value`.
    pub row: Arc<Row>,
}
