//! Loading lists: one line for each vehicle, ours or from a spreadsheet.
//!
//! A list is a letter, not a file of the corridor: what spreadsheets write (byte order mark, CR LF, semicolons or
//! tabs, no line feed at the end, lines of nothing but separators) is taken as it comes. What the list says is read
//! as strictly as everything else.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{
    Corridor, DeckId, Equipment, EquipmentId, EquipmentKind, LoadedDeck, LoadedUnit, PlacedVehicle,
    VehicleId, VehicleModel, Vin,
};
use landbridge_units::Millimetres;

use crate::codes;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::fields::{EQUIPMENT, Fields, VEHICLE};
use crate::grid;
use crate::log::{At, Log, Words};
use crate::record::{Record, Value};
use crate::schema::LOADING_LIST;
use crate::text::{Text, shorten};

/// The deck of a vehicle on its own wheels.
const ROAD: &str = "road";

/// A loading list: which vehicle stands where, as far as a list can say. Whether it may stand there is another
/// question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoadingList {
    /// Units by their number, each with all decks of its equipment, empty ones too.
    pub units: Vec<LoadedUnit>,
    /// For each unit, deck and vehicle of `units` what else its line says.
    pub rows: Vec<Vec<Vec<ListRow>>>,
    /// What is odd and no error.
    pub warnings: Vec<Diagnostic>,
}

/// What a line says besides the place of its vehicle.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ListRow {
    /// The line, from 1.
    pub line: u32,
    /// The vehicle's identification number.
    pub vin: Option<Vin>,
    /// The stop where it leaves, 0 for the first; given in all lines or in none.
    pub stop: Option<u32>,
}

impl LoadingList {
    /// The line of a vehicle: number of the unit, deck, and number of the vehicle on the deck, both from 1.
    #[must_use]
    pub fn row(&self, unit: usize, deck: &DeckId, place: usize) -> Option<ListRow> {
        let (unit, place) = (unit.checked_sub(1)?, place.checked_sub(1)?);
        let deck = self.units.get(unit)?.decks.iter().position(|loaded| loaded.deck == *deck)?;
        self.rows.get(unit)?.get(deck)?.get(place).copied()
    }

    /// The stops of a unit's vehicles, deck by deck; `None` where the list names no stops. The unit counts from 1.
    #[must_use]
    pub fn stops(&self, unit: usize) -> Option<Vec<Vec<u32>>> {
        let decks = self.rows.get(unit.checked_sub(1)?)?;
        decks.iter().map(|deck| deck.iter().map(|row| row.stop).collect()).collect()
    }
}

/// A line that could be read.
struct Entry {
    at: At,
    unit: Option<u32>,
    equipment: Option<EquipmentId>,
    deck: Option<DeckId>,
    position: Option<Millimetres>,
    vehicle: Option<VehicleId>,
    saddled: bool,
    vin: Option<Vin>,
    stop: Option<u32>,
    says_stop: bool,
    /// Where unit, equipment, VIN and stop stand.
    places: [At; 4],
}

/// Reads a loading list against the equipment, vehicles and makers of a corridor.
///
/// Columns are `unit` (1, 2, … without gap), `equipment`, `deck`, `vehicle`, and in any order and where wanted
/// `position_mm`, `vin`, `stop` (0 for the first) and `saddled` (`yes` or `no`; empty is no). Where all vehicles of
/// a deck have a position, it says their order; else they stand in the order of lines, one without position behind
/// the one before it with the gap of the equipment, or on it by its saddle pitch.
///
/// # Errors
/// All that is wrong with the list, sorted by place, with warnings.
pub fn read_loading_list(
    file: &str,
    bytes: &[u8],
    corridor: &Corridor,
) -> Result<LoadingList, Vec<Diagnostic>> {
    let file: Arc<str> = Arc::from(file);
    let mut log = Log::default();
    let context = Context {
        ids: BTreeMap::from([
            ("equipment", corridor.equipment.keys().map(ToString::to_string).collect::<BTreeSet<_>>()),
            ("vehicle", corridor.vehicles.keys().map(ToString::to_string).collect()),
        ]),
        ..Context::default()
    };
    let bytes = plain(bytes);
    let records = Text::read(&file, &bytes, &mut log)
        .and_then(|text| grid::read_separated(&text, separator(&text.content), &LOADING_LIST, &mut log));
    let Some(records) = records else { return Err(log.finish()) };
    let entries: Vec<Entry> = records
        .iter()
        .filter(|record| !record.broken && !is_blank(record))
        .map(|record| entry(record, &context, corridor, &mut log))
        .collect();
    check_units(&entries, &file, &mut log);
    check_vins(&entries, corridor, &file, &mut log);
    check_stops(&entries, &file, &mut log);
    let clean = log.errors() == 0;
    let diagnostics = log.finish();
    if !clean {
        return Err(diagnostics);
    }
    let (units, rows) = units(&entries, corridor);
    Ok(LoadingList { units, rows, warnings: diagnostics })
}

/// The bytes as a corridor would have them: no byte order mark, LF alone, one at the end.
fn plain(bytes: &[u8]) -> Cow<'_, [u8]> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let ends = bytes.is_empty() || bytes.ends_with(b"\n");
    if ends && !bytes.contains(&b'\r') {
        return Cow::Borrowed(bytes);
    }
    let mut out = Vec::with_capacity(bytes.len() + 1);
    let mut rest = bytes.iter().copied().peekable();
    while let Some(byte) = rest.next() {
        if byte != b'\r' || rest.peek() != Some(&b'\n') {
            out.push(byte);
        }
    }
    if !ends {
        out.push(b'\n');
    }
    Cow::Owned(out)
}

/// The separator of cells: a comma, unless the header has none and has another.
fn separator(content: &str) -> u8 {
    let header = content.lines().next().unwrap_or("");
    [b',', b';', b'\t'].into_iter().find(|sign| header.contains(char::from(*sign))).unwrap_or(b',')
}

/// Spreadsheets write lines of nothing but separators.
fn is_blank(record: &Record) -> bool {
    record.fields.values().all(|field| matches!(&field.value, Value::Cell { text, .. } if text.is_empty()))
}

fn entry(record: &Record, context: &Context, corridor: &Corridor, log: &mut Log) -> Entry {
    let mut fields = Fields::new(record, context, log);
    let unit = fields.count("unit");
    let equipment = fields.reference::<EquipmentId>("equipment", EQUIPMENT);
    let deck = fields.plain_id::<DeckId>("deck");
    let position = fields.maybe_whole("position_mm");
    let vehicle = fields.reference("vehicle", VEHICLE);
    let vin = fields.checked("vin", &codes::L004);
    let (stop, says_stop) = (fields.maybe_count("stop"), fields.has("stop"));
    let saddled = saddled(&mut fields);
    let kind = equipment.as_ref().and_then(|id| corridor.equipment.get(id));
    if let (Some(kind), Some(id)) = (kind, &deck) {
        let decks = decks_of(kind);
        if !decks.contains(&id.as_str()) {
            let words = Words::new(format!("{} has no deck `{id}`", kind.id))
                .expected(format!("one of {}", decks.join(", ")));
            fields.problem(&codes::L001, "deck", words);
        }
    }
    let places = ["unit", "equipment", "vin", "stop"].map(|column| fields.at(column));
    Entry { at: record.at, unit, equipment, deck, position, vehicle, saddled, vin, stop, says_stop, places }
}

fn decks_of(kind: &Equipment) -> Vec<&str> {
    match kind.kind {
        EquipmentKind::OwnWheels => vec![ROAD],
        _ => kind.decks.iter().map(|deck| deck.id.as_str()).collect(),
    }
}

fn saddled(fields: &mut Fields<'_>) -> bool {
    let text = fields.maybe_text("saddled");
    // Spreadsheets make TRUE of true.
    match text.to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" => true,
        "no" | "false" | "0" | "" => false,
        _ => {
            let words =
                Words::new(format!("unknown word `{}`", shorten(&text))).expected("yes or no, or nothing");
            fields.problem(&codes::F027, "saddled", words);
            false
        }
    }
}

/// Units are counted from 1 without gap, and each is of one kind.
fn check_units(entries: &[Entry], file: &Arc<str>, log: &mut Log) {
    let mut first: BTreeMap<u32, &Entry> = BTreeMap::new();
    // While a number cannot be read, it may be the one that is missing.
    let all_read = entries.iter().all(|entry| entry.unit.is_some());
    for entry in entries {
        let [unit_at, equipment_at, ..] = entry.places;
        let Some(unit) = entry.unit else { continue };
        if unit == 0 {
            let words = Words::new("there is no unit 0").expected("1 for the first");
            log.push(&codes::L003, file, unit_at, words);
            continue;
        }
        let known = first.entry(unit).or_insert(entry);
        if let (Some(kind), Some(other)) = (&known.equipment, &entry.equipment)
            && kind != other
        {
            let line = known.at.line;
            let words = Words::new(format!("unit {unit} is {other} here, and {kind} in line {line}"));
            log.push(&codes::L002, file, equipment_at, words);
        }
    }
    let mut next = 1;
    for (unit, entry) in first.iter().filter(|_| all_read) {
        if *unit != next {
            let words = Words::new(format!("there is a unit {unit}, and no unit {}", unit - 1))
                .expected("1, 2, 3, … without gap");
            log.push(&codes::L003, file, entry.places[0], words);
        }
        next = unit.saturating_add(1);
    }
}

/// Each VIN once; its check digit and maker are only told.
fn check_vins(entries: &[Entry], corridor: &Corridor, file: &Arc<str>, log: &mut Log) {
    let mut first: BTreeMap<Vin, u32> = BTreeMap::new();
    for entry in entries {
        let Some(vin) = entry.vin else { continue };
        let at = entry.places[2];
        if let Some(line) = first.get(&vin) {
            log.push(&codes::L005, file, at, Words::new(format!("{vin} is already in line {line}")));
            continue;
        }
        first.insert(vin, entry.at.line);
        if !vin.check_digit_holds() {
            let expected = vin.expected_check_digit();
            let words = Words::new(format!("the check digit of {vin} does not fit"))
                .expected(format!("`{expected}` in position 9"))
                .hint("a character was misread, or the maker uses no check digit");
            log.push(&codes::L007, file, at, words);
        }
        let model = entry.vehicle.as_ref().and_then(|id| corridor.vehicles.get(id));
        let maker = model.and_then(|model| corridor.manufacturers.get(&model.maker));
        if let (Some(model), Some(maker)) = (model, maker)
            && !maker.wmi.is_empty()
            && !maker.wmi.iter().any(|wmi| wmi == vin.wmi())
        {
            let words = Words::new(format!("{vin} is no VIN of {}, which makes {}", maker.name_en, model.id))
                .expected(format!("one that begins with {}", maker.wmi.join(" or ")));
            log.push(&codes::L008, file, at, words);
        }
    }
}

fn check_stops(entries: &[Entry], file: &Arc<str>, log: &mut Log) {
    let Some(with) = entries.iter().find(|entry| entry.says_stop) else { return };
    for entry in entries.iter().filter(|entry| !entry.says_stop) {
        let words = Words::new(format!("no stop here, but one in line {}", with.at.line));
        log.push(&codes::L006, file, entry.places[3], words);
    }
}

/// The units with their lines; all of it has been checked.
fn units(entries: &[Entry], corridor: &Corridor) -> (Vec<LoadedUnit>, Vec<Vec<Vec<ListRow>>>) {
    let mut by_unit: BTreeMap<u32, Vec<&Entry>> = BTreeMap::new();
    for entry in entries {
        by_unit.entry(entry.unit.unwrap_or(0)).or_default().push(entry);
    }
    let mut units = Vec::with_capacity(by_unit.len());
    let mut rows = Vec::with_capacity(by_unit.len());
    for entries in by_unit.into_values() {
        let equipment = entries.first().and_then(|entry| entry.equipment.as_ref());
        let Some(kind) = equipment.and_then(|id| corridor.equipment.get(id)) else { continue };
        let mut unit = LoadedUnit { equipment: kind.id.clone(), decks: Vec::new() };
        let mut unit_rows = Vec::new();
        for name in decks_of(kind) {
            let Ok(deck) = name.parse::<DeckId>() else { continue };
            let of_it = entries.iter().copied().filter(|entry| entry.deck.as_ref() == Some(&deck)).collect();
            let (vehicles, deck_rows) = stand(of_it, kind, corridor).into_iter().unzip();
            unit.decks.push(LoadedDeck { deck, vehicles });
            unit_rows.push(deck_rows);
        }
        units.push(unit);
        rows.push(unit_rows);
    }
    (units, rows)
}

/// The vehicles of a deck in their order, each with its place.
fn stand(mut entries: Vec<&Entry>, kind: &Equipment, corridor: &Corridor) -> Vec<(PlacedVehicle, ListRow)> {
    if entries.iter().all(|entry| entry.position.is_some()) {
        entries.sort_by_key(|entry| entry.position);
    }
    let mut out: Vec<(PlacedVehicle, ListRow)> = Vec::with_capacity(entries.len());
    let mut before: Option<(Millimetres, &VehicleModel)> = None;
    for entry in entries {
        let model = entry.vehicle.as_ref().and_then(|id| corridor.vehicles.get(id));
        let Some(model) = model.map(Arc::as_ref) else { continue };
        let position = entry.position.unwrap_or_else(|| match before {
            Some((front, carrier)) => {
                let pitch = model.chassis.saddle_pitch.filter(|_| entry.saddled).map(Millimetres::get);
                let by = pitch.unwrap_or_else(|| carrier.length.get().saturating_add(kind.gap.get()));
                Millimetres::new(front.get().saturating_add(by))
            }
            None => Millimetres::ZERO,
        });
        before = Some((position, model));
        out.push((
            PlacedVehicle { vehicle: model.id.clone(), position, saddled: entry.saddled },
            ListRow { line: entry.at.line, vin: entry.vin, stop: entry.stop },
        ));
    }
    out
}
