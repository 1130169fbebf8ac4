//! `emissions.csv`.

use landbridge_model::{EmissionFactor, FactorId};
use landbridge_units::Decimal;

use crate::fields::Fields;

pub(crate) fn read(fields: &mut Fields<'_>) -> Option<EmissionFactor> {
    let id = fields.id::<FactorId>();
    let what = fields.text("what");
    let value = fields.decimal("value");
    let (low, high) = (fields.maybe_decimal("low"), fields.maybe_decimal("high"));
    fields.range::<Decimal>(("low", low.as_ref()), ("value", value.as_ref()), ("high", high.as_ref()));
    let unit = fields.text("unit");
    let scope = fields.maybe_text("scope");
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(EmissionFactor { id: id?, what: what?, value: value?, low, high, unit: unit?, scope, row: row? })
}
