//! `equipment.toml`.

use std::sync::Arc;

use landbridge_model::{Deck, DeckId, Equipment, EquipmentId, EquipmentKind, Row};
use landbridge_units::{Kilograms, Millimetres};

use crate::codes;
use crate::context::Context;
use crate::fields::Fields;
use crate::log::{Log, Words};
use crate::record::Record;

pub(crate) fn read(record: &Record, context: &Context, log: &mut Log) -> Option<Equipment> {
    let mut fields = Fields::new(record, context, log);
    let id = fields.id::<EquipmentId>();
    let name = fields.text("name");
    let kind = fields.word::<EquipmentKind>("kind");
    let handling = fields.word("handling");
    let carries = fields.words("carries");
    if carries.is_empty() && !fields.has("carries") {
        let words = Words::new("`carries` of this equipment is missing").expected("vehicle classes it takes");
        fields.problem(&codes::F020, "carries", words);
    }
    let gauge = fields.maybe_word("gauge_mm");
    if let Some(kind) = kind
        && (kind == EquipmentKind::Wagon) != fields.has("gauge_mm")
    {
        let message = if kind == EquipmentKind::Wagon {
            "a wagon has a gauge".to_owned()
        } else {
            format!("a {kind} has no gauge")
        };
        fields.problem(&codes::W005, "gauge_mm", Words::new(message).expected("gauge_mm for wagons only"));
    }
    let length = fields.maybe_whole::<Millimetres>("length_mm");
    let tare = fields.maybe_whole("tare_kg");
    let carrier_tare = fields.maybe_whole("carrier_tare_kg");
    let payload = fields.maybe_whole::<Kilograms>("payload_kg");
    let axles = fields.maybe_count("axles");
    let axle_load_max = fields.maybe_whole::<Kilograms>("axle_load_max_kg");
    let gap = fields.maybe_whole("gap_mm").unwrap_or(Millimetres::ZERO);
    let vehicles_max = fields.maybe_count("vehicles_max");
    let units_per_train_max = fields.maybe_count("units_per_train_max");
    let empty_return = fields.maybe_decimal("empty_return");
    let soc_max_percent = fields.maybe_percent("soc_max_percent");
    for (column, zero) in [
        ("length_mm", length == Some(Millimetres::ZERO)),
        ("payload_kg", payload == Some(Kilograms::ZERO)),
        ("axles", axles == Some(0)),
        ("axle_load_max_kg", axle_load_max == Some(Kilograms::ZERO)),
        ("vehicles_max", vehicles_max == Some(0)),
        ("units_per_train_max", units_per_train_max == Some(0)),
    ] {
        if zero {
            fields.problem(
                &codes::W004,
                column,
                Words::new(format!("`{column}` is 0")).expected("more than 0"),
            );
        }
    }
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    let mut decks = Vec::new();
    let mut whole = true;
    for nested in &record.nested {
        match deck(nested, record, row.as_ref(), context, log) {
            Some(deck) => decks.push(deck),
            None => whole = false,
        }
    }
    let mut fields = Fields::new(record, context, log);
    if let Some(kind) = kind {
        if kind == EquipmentKind::OwnWheels && !record.nested.is_empty() {
            let words =
                Words::new("a vehicle on its own wheels stands on no deck").hint("take the decks out");
            fields.problem(&codes::W003, "kind", words);
        }
        if kind != EquipmentKind::OwnWheels && record.nested.is_empty() {
            let words =
                Words::new(format!("this {kind} has no deck")).expected("at least one [[equipment.deck]]");
            fields.problem(&codes::W001, "", words);
        }
    }
    let equipment = Equipment {
        id: id?,
        name: name?,
        kind: kind?,
        handling: handling?,
        carries,
        gauge,
        length,
        tare,
        carrier_tare,
        payload,
        axles,
        axle_load_max,
        gap,
        vehicles_max,
        units_per_train_max,
        empty_return,
        soc_max_percent,
        decks,
        row: row?,
    };
    check_decks(record, &equipment, context, log);
    whole.then_some(equipment)
}

/// Decks within the equipment's length and payload, each named once.
fn check_decks(record: &Record, equipment: &Equipment, context: &Context, log: &mut Log) {
    let mut seen: Vec<&str> = Vec::new();
    for nested in &record.nested {
        if seen.contains(&nested.id()) && !nested.id().is_empty() {
            let words = Words::new(format!("{} has two decks `{}`", equipment.id, nested.id()));
            Fields::new(nested, context, log).problem(&codes::R001, "id", words);
        }
        seen.push(nested.id());
    }
    for deck in &equipment.decks {
        let Some(nested) = record.nested.iter().find(|nested| nested.at.line == deck.row.line) else {
            continue;
        };
        let mut fields = Fields::new(nested, context, log);
        // The deck of a ship is given in lane metres.
        let length = equipment.length.filter(|_| equipment.kind != EquipmentKind::Vessel);
        if let Some(length) = length.filter(|length| deck.length > *length) {
            let words =
                Words::new(format!("the deck is {} long, the {} {length}", deck.length, equipment.kind));
            fields.problem(&codes::W002, "length_mm", words);
        }
        if let (Some(deck), Some(all)) = (deck.payload, equipment.payload)
            && deck > all
        {
            let words = Words::new(format!("the deck takes {deck}, the {} only {all}", equipment.kind));
            fields.problem(&codes::W006, "payload_kg", words);
        }
    }
}

fn deck(
    record: &Record,
    equipment: &Record,
    parent: Option<&Arc<Row>>,
    context: &Context,
    log: &mut Log,
) -> Option<Deck> {
    let mut fields = Fields::new(record, context, log);
    let id = fields.id::<DeckId>();
    let length = fields.whole::<Millimetres>("length_mm");
    let height = fields.whole::<Millimetres>("height_mm");
    let width = fields.whole::<Millimetres>("width_mm");
    let payload = fields.maybe_whole::<Kilograms>("payload_kg");
    for (column, zero) in [
        ("length_mm", length == Some(Millimetres::ZERO)),
        ("height_mm", height == Some(Millimetres::ZERO)),
        ("width_mm", width == Some(Millimetres::ZERO)),
        ("payload_kg", payload == Some(Kilograms::ZERO)),
    ] {
        if zero {
            fields.problem(
                &codes::W004,
                column,
                Words::new(format!("`{column}` is 0")).expected("more than 0"),
            );
        }
    }
    // Decks of two wagons may have one name; in fact ids they have the wagon's before it.
    let name = format!("{}.{}", equipment.id(), record.id());
    let row = fields.row(&name, parent.map(Arc::as_ref));
    Some(Deck { id: id?, length: length?, height: height?, width: width?, payload, row: row? })
}
