//! `evidence/` and `codes/`: rows whose columns are their own.

use landbridge_model::{Evidence, EvidenceId};

use crate::fields::Fields;

pub(crate) fn read(fields: &mut Fields<'_>) -> Option<Evidence> {
    let id = fields.id::<EvidenceId>();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Evidence { id: id?, row: row? })
}
