//! What a row is read against: the ids of all tables, the settings, and where problems go.

use std::collections::{BTreeMap, BTreeSet};

use chrono_tz::Tz;
use landbridge_model::Country;

/// Which rows there are, before any of them is read.
#[derive(Debug, Default)]
pub(crate) struct Context {
    /// Ids by table name.
    pub(crate) ids: BTreeMap<&'static str, BTreeSet<String>>,
    /// Tables of which it is not known which rows they have: a file is missing or cannot be taken apart.
    /// References to them are not checked, or one missing comma would be reported a thousand times.
    pub(crate) unsure: BTreeSet<&'static str>,
    /// Time zone of each country, from the settings.
    pub(crate) time_zones: BTreeMap<Country, Tz>,
}

impl Context {
    /// Whether a reference resolves, as far as can be said.
    pub(crate) fn resolves(&self, table: &'static str, id: &str) -> bool {
        self.unsure.contains(table) || self.ids.get(table).is_some_and(|ids| ids.contains(id))
    }

    /// The ids of a table.
    pub(crate) fn ids_of(&self, table: &'static str) -> impl Iterator<Item = &str> {
        self.ids.get(table).into_iter().flatten().map(String::as_str)
    }
}
