//! Drawings of loaded units, from what stands in them.

use landbridge_model::{
    Equipment, EquipmentKind, LoadedUnit, PlacedVehicle, ShipmentLine, VehicleClass, VehicleKind,
};
use landbridge_planning::{DeckUse, LoadMeasure, UnitUse};

use crate::pages::load_tables::unit_words;
use crate::svg::{DeckBody, DeckDrawing, DeckLow, DeckRow, DeckSheet, DeckVehicle, DeckWheels};

/// Decks longer than this hold more than can be drawn to scale: the lanes of a ship end to end.
const LONGEST_MM: u64 = 60_000;

/// A unit to scale; `None` for vehicles on their own wheels and for ships.
pub(crate) fn deck_drawing(
    measure: &LoadMeasure<'_>,
    lines: &[ShipmentLine],
    unit: &LoadedUnit,
    title: &str,
) -> Option<DeckDrawing> {
    let (equipment, held) = (measure.equipment(unit)?, measure.unit(unit)?);
    if held.decks.is_empty() || held.decks.iter().any(|deck| deck.length.get() > LONGEST_MM) {
        return None;
    }
    let decks = equipment.decks.iter().zip(&held.decks).rev();
    let decks = decks
        .map(|(deck, used)| {
            let loaded = unit.decks.iter().find(|loaded| loaded.deck == deck.id);
            let placed = loaded.map(|loaded| loaded.vehicles.as_slice()).unwrap_or_default();
            let low = deck.low.iter().map(|part| DeckLow {
                from_mm: small(part.from.get()),
                to_mm: small(part.to.get()),
                height_mm: small(part.height.get()),
            });
            DeckRow {
                label: deck.id.to_string(),
                length_mm: small(deck.length.get()),
                height_mm: small(deck.height.get()),
                low: low.collect(),
                vehicles: placed.iter().filter_map(|placed| vehicle(lines, placed)).collect(),
                note: deck_note(measure, equipment, used, placed),
            }
        })
        .collect();
    Some(DeckDrawing {
        title: title.to_owned(),
        desc: unit_words(unit),
        decks,
        wheels: match equipment.kind {
            EquipmentKind::Wagon => {
                DeckWheels::Bogies(equipment.stowage.supports.map(|apart| small(apart.get())))
            }
            EquipmentKind::RoadCarrier => DeckWheels::Road,
            _ => DeckWheels::None,
        },
        note: unit_note(&held),
    })
}

/// All distinct units on one sheet.
pub(crate) fn load_sheet(
    measure: &LoadMeasure<'_>,
    lines: &[ShipmentLine],
    patterns: &[(&LoadedUnit, u32)],
    title: &str,
) -> DeckSheet {
    let drawings: Vec<DeckDrawing> = patterns
        .iter()
        .enumerate()
        .filter_map(|(idx, (unit, count))| {
            let name = measure.equipment(unit).map_or(unit.equipment.as_str(), |known| known.name.as_str());
            deck_drawing(measure, lines, unit, &format!("Pattern {}: {count} x {name}", idx + 1))
        })
        .collect();
    let desc = format!("{} distinct units, drawn to scale", drawings.len());
    DeckSheet { title: title.to_owned(), desc, drawings }
}

fn vehicle(lines: &[ShipmentLine], placed: &PlacedVehicle) -> Option<DeckVehicle> {
    let (series, line) = lines.iter().enumerate().find(|(_, line)| line.vehicle.id == placed.vehicle)?;
    let model = &line.vehicle;
    Some(DeckVehicle {
        label: short_name(lines, &model.name).to_owned(),
        x_mm: small(placed.position.get()),
        length_mm: small(model.length.get()),
        height_mm: small(model.height.get()),
        series,
        body: match (model.class, model.kind) {
            (VehicleClass::Car, _) => DeckBody::Car,
            (_, VehicleKind::Tractor) => DeckBody::Tractor,
            _ => DeckBody::Lorry,
        },
        saddled: placed.saddled,
    })
}

/// A name without what stands in brackets behind it, unless another model would have the same.
fn short_name<'n>(lines: &[ShipmentLine], name: &'n str) -> &'n str {
    let short = |name: &str| name.split(" (").next().map_or(0, str::len);
    let own = name.get(..short(name)).unwrap_or(name);
    let same = lines.iter().filter(|line| line.vehicle.name.get(..short(&line.vehicle.name)) == Some(own));
    if own.is_empty() || same.count() > 1 { name } else { own }
}

/// `24,975 mm used with gaps, 25 mm free behind; gaps of 250 mm; 8,320 kg of 11,000 kg`.
fn deck_note(
    measure: &LoadMeasure<'_>,
    equipment: &Equipment,
    used: &DeckUse,
    placed: &[PlacedVehicle],
) -> String {
    if placed.is_empty() {
        return format!("empty, {} long", used.length);
    }
    let of = used.payload.map_or_else(String::new, |payload| format!(" of {payload}"));
    let length =
        |placed: &PlacedVehicle| measure.model(&placed.vehicle).map_or(0, |model| model.length.get());
    let gaps = placed.windows(2).filter_map(|pair| match pair {
        [one, other] if !other.saddled => {
            Some(other.position.get().saturating_sub(one.position.get().saturating_add(length(one))))
        }
        _ => None,
    });
    let (least, most) = gaps.fold((u64::MAX, 0), |(least, most), gap| (least.min(gap), most.max(gap)));
    let gaps = match (least, most) {
        (u64::MAX, _) => String::new(),
        (least, most) if least == most => format!("; gaps of {least} mm"),
        (least, most) => format!("; gaps of {least} to {most} mm (at least {})", equipment.gap),
    };
    let before =
        if used.before.get() == 0 { String::new() } else { format!("{} free before, ", used.before) };
    format!("{before}{} used with gaps, {} free behind{gaps}; {}{of}", used.used, used.behind, used.mass)
}

/// `10 vehicles, 16,270 kg of 22,000 kg; 54,770 kg gross`.
fn unit_note(held: &UnitUse) -> String {
    let of = held.payload.map_or_else(String::new, |payload| format!(" of at most {payload}"));
    let gross = held.gross().map_or_else(String::new, |gross| format!("; {gross} gross"));
    let noun = if held.vehicles == 1 { "vehicle" } else { "vehicles" };
    format!("{} {noun}, {}{of}{gross}", held.vehicles, held.mass)
}

fn small(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
