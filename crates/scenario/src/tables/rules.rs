//! `rules.toml`.

use landbridge_model::{Acceptance, Closure, CrossingId, Document, Embargo, Holiday, Limit, RuleId};

use crate::codes;
use crate::fields::{CROSSING, Fields};
use crate::log::Words;

/// The keys that say what an acceptance rule asks; exactly one of them stands.
const LIMITS: [&str; 5] = ["soc_max_percent", "engine_cc_min", "built_from", "refuse", "condition"];

pub(crate) fn acceptance(fields: &mut Fields<'_>) -> Option<Acceptance> {
    let id = fields.id::<RuleId>();
    let what = fields.text("what");
    let modes = fields.words("modes");
    let countries = fields.countries("countries");
    let classes = fields.words("classes");
    let powertrains = fields.words("powertrains");
    let limit = limit(fields);
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Acceptance {
        id: id?,
        what: what?,
        modes,
        countries,
        classes,
        powertrains,
        limit: limit?,
        validity: validity?,
        row: row?,
    })
}

fn limit(fields: &mut Fields<'_>) -> Option<Limit> {
    let given: Vec<&str> = LIMITS.into_iter().filter(|key| fields.has(key)).collect();
    match given.as_slice() {
        [] => {
            let words =
                Words::new("the rule asks for nothing").expected(format!("one of {}", LIMITS.join(", ")));
            fields.problem(&codes::A001, "", words);
            None
        }
        ["soc_max_percent"] => fields.maybe_percent("soc_max_percent").map(Limit::SocMaxPercent),
        ["engine_cc_min"] => fields.maybe_count("engine_cc_min").map(Limit::EngineCcMin),
        ["built_from"] => fields.maybe_count("built_from").map(Limit::BuiltFrom),
        ["refuse"] => {
            if fields.flag("refuse")? {
                return Some(Limit::Refuse);
            }
            let words = Words::new("a rule that does not refuse is none").expected("refuse = true");
            fields.problem(&codes::A001, "refuse", words);
            None
        }
        ["condition"] => fields.text("condition").map(Limit::Condition),
        [_, second, ..] => {
            let words = Words::new(format!("the rule asks for several things: {}", given.join(", ")))
                .expected("one")
                .hint("write a rule for each");
            fields.problem(&codes::A002, second, words);
            None
        }
        [_] => None,
    }
}

fn crossings(fields: &mut Fields<'_>) -> Vec<CrossingId> {
    let crossings = fields.references("crossings", CROSSING);
    if crossings.is_empty() && (!fields.has("crossings") || fields.pieces("crossings").is_empty()) {
        let words = Words::new("the rule names no crossing").expected("crossings");
        fields.problem(&codes::A003, "crossings", words);
    }
    crossings
}

pub(crate) fn embargo(fields: &mut Fields<'_>) -> Option<Embargo> {
    let id = fields.id::<RuleId>();
    let what = fields.text("what");
    let crossings = crossings(fields);
    let modes = fields.words("modes");
    let validity = fields.validity();
    let exempt_tags = fields.pieces("exempt_tags").into_iter().map(|piece| piece.text.to_owned()).collect();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Embargo { id: id?, what: what?, crossings, modes, validity: validity?, exempt_tags, row: row? })
}

pub(crate) fn closure(fields: &mut Fields<'_>) -> Option<Closure> {
    let id = fields.id::<RuleId>();
    let what = fields.text("what");
    let crossings = crossings(fields);
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Closure { id: id?, what: what?, crossings, validity: validity?, row: row? })
}

pub(crate) fn holiday(fields: &mut Fields<'_>) -> Option<Holiday> {
    let id = fields.id::<RuleId>();
    let country = fields.country("country");
    let what = fields.text("what");
    // A holiday without ends would shut customs for ever.
    let (from, to) = (fields.date("from"), fields.date("to"));
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    from.and(to)?;
    Some(Holiday { id: id?, country: country?, what: what?, validity: validity?, row: row? })
}

pub(crate) fn document(fields: &mut Fields<'_>) -> Option<Document> {
    let id = fields.id::<RuleId>();
    let name = fields.text("name");
    let modes = fields.words("modes");
    let countries = fields.countries("countries");
    let powertrains = fields.words("powertrains");
    let mandatory = fields.word("mandatory");
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Document {
        id: id?,
        name: name?,
        issued_by: fields.maybe_text("issued_by"),
        when: fields.maybe_text("when"),
        modes,
        countries,
        powertrains,
        mandatory: mandatory?,
        row: row?,
    })
}
