//! `sources.csv`.

use landbridge_model::Source;

use crate::fields::Fields;

pub(crate) fn read(fields: &mut Fields<'_>, line: u32) -> Option<Source> {
    let id = fields.id();
    let title = fields.text("title");
    Some(Source {
        publisher: fields.maybe_text("publisher"),
        date: fields.maybe_text("date"),
        reference: fields.maybe_text("reference"),
        licence: fields.maybe_text("licence"),
        line,
        id: id?,
        title: title?,
    })
}
