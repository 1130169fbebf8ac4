//! `links.csv`.

use landbridge_model::{Link, LinkId, Mode, PlaceId};
use landbridge_units::Metres;

use crate::codes;
use crate::fields::{Fields, PLACE};
use crate::log::Words;

pub(crate) fn read(fields: &mut Fields<'_>) -> Option<Link> {
    let id = fields.id::<LinkId>();
    let from = fields.reference::<PlaceId>("from", PLACE);
    let to = fields.reference::<PlaceId>("to", PLACE);
    let mode = fields.word::<Mode>("mode");
    let length = fields.km("km");
    let country = fields.country("country");
    let gauges = fields.words("gauge_mm");
    let electrified = fields.maybe_word("electrified");
    let tracks = fields.maybe_count("tracks");
    if let (Some(from), Some(to)) = (&from, &to)
        && from == to
    {
        fields.problem(&codes::N009, "to", Words::new(format!("the link joins {from} to itself")));
    }
    if let (Some(id), Some(from), Some(to), Some(mode)) = (&id, &from, &to, mode) {
        let expected = format!("{from}_{to}_{mode}");
        if id.as_str() != expected {
            let words = Words::new(format!("the link `{id}` is not named after its ends and mode"))
                .expected(format!("`{expected}`"));
            fields.problem(&codes::N010, "id", words);
        }
    }
    if length == Some(Metres::ZERO) {
        let words = Words::new("the link has no length").expected("kilometres above 0");
        fields.problem(&codes::N011, "km", words);
    }
    if let Some(mode) = mode {
        if mode == Mode::Rail && gauges.is_empty() && !fields.has("gauge_mm") {
            let words = Words::new("a rail link has a gauge").expected("1435, 1520 or 1435;1520");
            fields.problem(&codes::N012, "gauge_mm", words);
        }
        for column in ["gauge_mm", "electrified", "tracks"] {
            if mode != Mode::Rail && fields.has(column) {
                let words = Words::new(format!("`{column}` of a {mode} link")).expected("an empty cell");
                fields.problem(&codes::N012, column, words);
            }
        }
        if mode == Mode::Rail && tracks == Some(0) {
            fields.problem(&codes::N012, "tracks", Words::new("a rail link has no track"));
        }
    }
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Link {
        id: id?,
        from: from?,
        to: to?,
        mode: mode?,
        length: length?,
        country: country?,
        gauges,
        electrified,
        row: row?,
    })
}
