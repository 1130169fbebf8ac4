//! `borders.toml`.

use std::sync::Arc;

use landbridge_model::{
    BorderStep, BorderStepId, ClearanceScope, Crossing, CrossingId, GaugeChange, GaugeChangeId, Handling,
    HandlingAct, HandlingId, Row,
};

use crate::codes;
use crate::context::Context;
use crate::fields::{EQUIPMENT, Fields, LINK, PLACE};
use crate::log::{Log, Words};
use crate::record::Record;

pub(crate) fn crossing(record: &Record, context: &Context, log: &mut Log) -> Option<Crossing> {
    let mut fields = Fields::new(record, context, log);
    let id = fields.id::<CrossingId>();
    let name = fields.text("name");
    let link = fields.reference("link", LINK);
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    let mut steps = Vec::new();
    let mut whole = true;
    for nested in &record.nested {
        match step(nested, row.as_ref(), context, log) {
            Some(step) => steps.push(step),
            None => whole = false,
        }
    }
    let crossing = Crossing { id: id?, name: name?, link: link?, steps, row: row? };
    whole.then_some(crossing)
}

fn step(record: &Record, parent: Option<&Arc<Row>>, context: &Context, log: &mut Log) -> Option<BorderStep> {
    let mut fields = Fields::new(record, context, log);
    let id = fields.id::<BorderStepId>();
    let what = fields.text("what");
    let side = fields.country("side");
    let kind = fields.word("kind");
    let clearance =
        if fields.has("clearance") { fields.word("clearance") } else { Some(ClearanceScope::Any) };
    let equipment = fields.references("equipment", EQUIPMENT);
    let [duration_low, duration, duration_high] = fields.hours_range(["hours_low", "hours", "hours_high"]);
    let validity = fields.validity();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), parent.map(Arc::as_ref));
    Some(BorderStep {
        id: id?,
        what: what?,
        side: side?,
        kind: kind?,
        clearance: clearance?,
        equipment,
        duration: duration?,
        duration_low,
        duration_high,
        validity: validity?,
        row: row?,
    })
}

pub(crate) fn gauge_change(fields: &mut Fields<'_>) -> Option<GaugeChange> {
    let id = fields.id::<GaugeChangeId>();
    let place = fields.reference("place", PLACE);
    let method = fields.word("method");
    let equipment = fields.references("equipment", EQUIPMENT);
    if equipment.is_empty() && !fields.has("equipment") {
        let words = Words::new("`equipment` of this gauge change is missing")
            .hint("name the wagons or containers that pass; nothing passes by itself");
        fields.problem(&codes::F020, "equipment", words);
    }
    let [duration_low, duration, duration_high] = fields.hours_range(["hours_low", "hours", "hours_high"]);
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(GaugeChange {
        id: id?,
        place: place?,
        method: method?,
        equipment,
        duration: duration?,
        duration_low,
        duration_high,
        row: row?,
    })
}

pub(crate) fn handling(fields: &mut Fields<'_>) -> Option<Handling> {
    let id = fields.id::<HandlingId>();
    let act = fields.word::<HandlingAct>("kind");
    let equipment = fields.references("equipment", EQUIPMENT);
    let from_equipment = fields.references("from_equipment", EQUIPMENT);
    if let Some(act) = act.filter(|act| *act != HandlingAct::Transload && !from_equipment.is_empty()) {
        let words = Words::new(format!("`from_equipment` of a handling that is to {act}"))
            .expected("`from_equipment` with kind = \"transload\" only");
        fields.problem(&codes::B010, "from_equipment", words);
    }
    let places = fields.references("places", PLACE);
    let [duration_low, duration, duration_high] = fields.hours_range(["hours_low", "hours", "hours_high"]);
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Handling {
        id: id?,
        act: act?,
        equipment,
        from_equipment,
        places,
        duration: duration?,
        duration_low,
        duration_high,
        row: row?,
    })
}
