//! Where a row comes from.

use std::collections::BTreeSet;
use std::sync::Arc;

use landbridge_model::{Row, SourceId, Tier};

use super::Fields;
use crate::codes;
use crate::log::Words;
use crate::schema::Provenance;
use crate::suggest::did_you_mean;
use crate::text::shorten;

impl Fields<'_> {
    /// The row as facts refer to it. `parent` is the row it stands in, `id` its id in fact ids.
    pub(crate) fn row(&mut self, id: &str, parent: Option<&Row>) -> Option<Arc<Row>> {
        let tier = self.tier(parent);
        let sources = self.sources();
        let note = Some(self.maybe_text("note")).filter(|note| !note.is_empty());
        let assumed = self.assumed();
        let inherits =
            self.record.table.provenance == Provenance::Inherited && !self.has("tier") && !self.has("source");
        let (tier, sources, note) = match (inherits, parent) {
            (true, Some(parent)) => {
                (parent.tier, parent.sources.clone(), note.or_else(|| parent.note.clone()))
            }
            (true, None) => (Tier::Assumed, sources, note),
            _ => (tier?, sources, note),
        };
        if tier == Tier::Published && sources.is_empty() && !self.has("source") && !inherits {
            let words = Words::new("this row is published, but names no source")
                .hint("add an id of sources.csv to `source`, or make the tier `assumed`");
            self.problem(&codes::P001, "tier", words);
        }
        // A relation names the figures it is derived from.
        let named = self.record.table.name == "relation";
        if tier == Tier::Derived && sources.is_empty() && !self.has("source") && note.is_none() && !named {
            let words = Words::new("this row is derived, but neither source nor note says from what")
                .hint("say in `note` which facts it comes from");
            self.problem(&codes::P002, "tier", words);
        }
        Some(Arc::new(Row {
            table: self.record.table.name.to_owned(),
            id: id.to_owned(),
            file: Arc::clone(&self.record.file),
            line: self.record.at.line,
            values: self.record.cells(),
            tier,
            assumed,
            sources,
            note,
        }))
    }

    fn tier(&mut self, parent: Option<&Row>) -> Option<Tier> {
        let words = ["published", "derived", "assumed"];
        let Some(piece) = self.scalar("tier", false, "a word") else {
            let inherited = self.record.table.provenance == Provenance::Inherited;
            // A nested row with a source but no tier has that of the row it stands in.
            if let Some(parent) = parent.filter(|_| inherited) {
                return Some(parent.tier);
            }
            if self.record.table.provenance == Provenance::Required && !self.has("tier") {
                let words = Words::new(format!("this {} has no tier", self.record.table.noun))
                    .expected(format!("one of {}", words.join(", ")));
                self.problem(&codes::P005, "tier", words);
            }
            return None;
        };
        match piece.text {
            "published" => Some(Tier::Published),
            "derived" => Some(Tier::Derived),
            "assumed" => Some(Tier::Assumed),
            other => {
                let said = Words::new(format!("unknown tier `{}`", shorten(other)))
                    .expected(format!("one of {}", words.join(", ")))
                    .maybe_hint(did_you_mean(other, words));
                self.problem_at(&codes::F027, piece.at, said);
                None
            }
        }
    }

    fn sources(&mut self) -> Vec<SourceId> {
        let pieces = self.pieces("source");
        pieces.iter().filter_map(|piece| self.resolve(piece, ("source", &codes::P003))).collect()
    }

    fn assumed(&mut self) -> BTreeSet<String> {
        let pieces = self.pieces("assumed");
        let table = self.record.table;
        let columns: Vec<&str> = table
            .columns
            .iter()
            .chain(table.nested.iter().flat_map(|(_, nested)| nested.columns))
            .copied()
            .collect();
        let mut assumed = BTreeSet::new();
        for piece in pieces {
            let here = self.record.fields.contains_key(piece.text);
            let known = columns.contains(&piece.text) || (table.open && here);
            if known && piece.text != "id" {
                assumed.insert(piece.text.to_owned());
            } else {
                let words =
                    Words::new(format!("`{}` is not a column of this {}", shorten(piece.text), table.noun))
                        .expected("columns of this row, separated by `;`")
                        .maybe_hint(did_you_mean(piece.text, columns.iter().copied()));
                self.problem_at(&codes::P004, piece.at, words);
            }
        }
        assumed
    }
}
