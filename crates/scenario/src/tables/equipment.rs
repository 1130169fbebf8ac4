//! `equipment.toml`.

use std::sync::Arc;

use landbridge_model::{Deck, DeckId, Equipment, EquipmentId, EquipmentKind, LowPart, Row, Stowage, WayOut};
use landbridge_units::{Kilograms, Millimetres};

use crate::codes;
use crate::context::Context;
use crate::fields::{EQUIPMENT, Fields};
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
    let setting_of = fields.maybe_reference("setting_of", EQUIPMENT);
    let stowage = stowage(&mut fields);
    for (column, zero) in [
        ("length_mm", length == Some(Millimetres::ZERO)),
        ("payload_kg", payload == Some(Kilograms::ZERO)),
        ("axles", axles == Some(0)),
        ("axle_load_max_kg", axle_load_max == Some(Kilograms::ZERO)),
        ("vehicles_max", vehicles_max == Some(0)),
        ("units_per_train_max", units_per_train_max == Some(0)),
        ("saddle_max", stowage.saddle_max == Some(0)),
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
    for nested in decks_of(record) {
        match deck(nested, record, row.as_ref(), context, log) {
            Some(deck) => decks.push(deck),
            None => whole = false,
        }
    }
    for nested in record.nested.iter().filter(|nested| nested.table.name == "low") {
        whole &= low_part(nested, &mut decks, context, log);
    }
    let mut fields = Fields::new(record, context, log);
    if let Some(kind) = kind {
        if kind == EquipmentKind::OwnWheels && !record.nested.is_empty() {
            let words =
                Words::new("a vehicle on its own wheels stands on no deck").hint("take the decks out");
            fields.problem(&codes::W003, "kind", words);
        }
        if kind != EquipmentKind::OwnWheels && decks_of(record).next().is_none() {
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
        setting_of,
        stowage,
        decks,
        row: row?,
    };
    check_decks(record, &equipment, context, log);
    whole.then_some(equipment)
}

fn decks_of(record: &Record) -> impl Iterator<Item = &Record> {
    record.nested.iter().filter(|nested| nested.table.name == "deck")
}

fn stowage(fields: &mut Fields<'_>) -> Stowage {
    let stowage = Stowage {
        way_out: fields.maybe_word("way_out").unwrap_or(WayOut::Any),
        lashing: fields.maybe_whole("lashing_kg").unwrap_or(Kilograms::ZERO),
        supports: fields.maybe_whole("supports_mm"),
        ends_difference_max: fields.maybe_whole("ends_difference_max_kg"),
        top_heavy_max: fields.maybe_whole("top_heavy_max_kg"),
        ramp_permille: fields.maybe_count("ramp_permille"),
        saddle_max: fields.maybe_count("saddle_max"),
    };
    if (stowage.ends_difference_max.is_some() && stowage.supports.is_none())
        || stowage.supports == Some(Millimetres::ZERO)
    {
        let words = Words::new("the difference of the ends cannot be told")
            .expected("supports_mm above 0: the distance between the supports of the two ends");
        fields.problem(&codes::W009, "ends_difference_max_kg", words);
    }
    stowage
}

/// Puts a low part on its deck; whether it could be read.
fn low_part(record: &Record, decks: &mut [Deck], context: &Context, log: &mut Log) -> bool {
    let mut fields = Fields::new(record, context, log);
    let deck = fields.plain_id::<DeckId>("deck");
    let from = fields.whole::<Millimetres>("from_mm");
    let to = fields.whole::<Millimetres>("to_mm");
    let height = fields.whole::<Millimetres>("height_mm");
    let (Some(id), Some(from), Some(to), Some(height)) = (deck, from, to, height) else { return false };
    let Some(deck) = decks.iter_mut().find(|deck| deck.id == id) else {
        let words = Words::new(format!("no deck `{id}` in this equipment"))
            .expected("a deck that stands before its low parts");
        fields.problem(&codes::W007, "deck", words);
        return false;
    };
    if from >= to || to > deck.length || height > deck.height {
        let words = Words::new(format!("{height} from {from} to {to} is no low part of deck {id}"))
            .expected(format!("from below to, to at most {}, height at most {}", deck.length, deck.height));
        fields.problem(&codes::W007, "from_mm", words);
        return false;
    }
    if deck.low.iter().any(|part| from < part.to && part.from < to) {
        fields.problem(&codes::W007, "from_mm", Words::new(format!("two low parts of deck {id} overlap")));
        return false;
    }
    deck.low.push(LowPart { from, to, height });
    deck.low.sort_by_key(|part| part.from);
    true
}

/// Decks within the equipment's length and payload, each named once.
fn check_decks(record: &Record, equipment: &Equipment, context: &Context, log: &mut Log) {
    let mut seen: Vec<&str> = Vec::new();
    for nested in decks_of(record) {
        if seen.contains(&nested.id()) && !nested.id().is_empty() {
            let words = Words::new(format!("{} has two decks `{}`", equipment.id, nested.id()));
            Fields::new(nested, context, log).problem(&codes::R001, "id", words);
        }
        seen.push(nested.id());
    }
    for deck in &equipment.decks {
        let Some(nested) = decks_of(record).find(|nested| nested.at.line == deck.row.line) else {
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
    Some(Deck {
        id: id?,
        length: length?,
        height: height?,
        low: Vec::new(),
        width: width?,
        payload,
        row: row?,
    })
}
