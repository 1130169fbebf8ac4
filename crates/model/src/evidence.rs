//! What was reported about real trains, borders and codes: it validates, it does not compute.

use std::sync::Arc;

use crate::fact::Row;
use crate::id::EvidenceId;

/// A row of `evidence/` or `codes/`: its columns are in the row.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// Its id.
    pub id: EvidenceId,
    /// Values and provenance.
    pub row: Arc<Row>,
}

impl Evidence {
    /// A column as printed; empty where it is empty.
    #[must_use]
    pub fn get(&self, column: &str) -> &str {
        self.row.values.get(column).map_or("", |cell| &cell.text)
    }
}
