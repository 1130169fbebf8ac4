//! Loads asked for on the command line: kinds of equipment side by side, a fleet, lists made and checked.

use std::collections::BTreeMap;

use landbridge_model::{Corridor, EquipmentId, LoadedUnit, Shipment, VehicleId};
use landbridge_planning::{FleetOffer, FleetPlan, LoadMeasure, Loads, StopPlan, carriage_rules};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::load_drawings::load_sheet;
use crate::pages::load_tables::{
    bound_sentences, decks_table, patterns_table, percent, refused_sentences, units_table,
};
use crate::pages::parts::equipment_name;

/// Load plans of a shipment, side by side; with detail, each distinct unit deck by deck.
#[must_use]
pub fn loads_page(corridor: &Corridor, shipment: &Shipment, loads: &Loads, detail: bool) -> Page {
    let mut blocks = Vec::new();
    if !loads.plans.is_empty() {
        blocks.push(Block::Table(units_table(corridor, shipment, loads, "units")));
        blocks.push(Block::Heading("Why not fewer".to_owned()));
        blocks.push(Block::List(bound_sentences(loads)));
    }
    if !loads.refused.is_empty() {
        blocks.push(Block::Heading("Equipment that does not take them".to_owned()));
        blocks.push(Block::List(refused_sentences(loads)));
        if detail {
            blocks.push(Block::Text(others_words(corridor, shipment, loads)));
        }
    }
    let rules = carriage_sentences(corridor, shipment, loads);
    if !rules.is_empty() {
        blocks.push(Block::Heading("What services ask of the vehicles".to_owned()));
        blocks.push(Block::List(rules));
    }
    if let ([id], true) = (loads.plans.keys().collect::<Vec<_>>().as_slice(), detail)
        && let Some(equipment) = corridor.equipment.get(*id)
        && let Some(why) = loads.why_not_fewer(shipment, equipment)
    {
        blocks.push(Block::Heading("What one unit less would take".to_owned()));
        blocks.push(Block::List(why.to_string().lines().map(str::to_owned).collect()));
    }
    if detail {
        let measure = LoadMeasure::new(&shipment.lines, &corridor.equipment);
        for (id, plan) in &loads.plans {
            let patterns = plan.patterns();
            unit_blocks(&mut blocks, &measure, &patterns, &equipment_name(corridor, id), id.as_str());
        }
    }
    Page {
        slug: format!("load-{}", key_of(&shipment.name)),
        title: vehicles_words(shipment),
        summary: "The fewest units found of each kind of equipment, the number below which no plan can go, and how much of \
                  deck length, mass and places they use."
            .to_owned(),
        blocks,
    }
}

/// Each distinct unit, and its decks.
fn unit_blocks(
    blocks: &mut Vec<Block>,
    measure: &LoadMeasure<'_>,
    patterns: &[(&LoadedUnit, u32)],
    name: &str,
    key: &str,
) {
    let with_decks = |unit: &LoadedUnit| measure.equipment(unit).is_some_and(|known| !known.decks.is_empty());
    if !patterns.iter().any(|(unit, _)| with_decks(unit)) {
        return;
    }
    blocks.push(Block::Heading(format!("{name}: distinct units")));
    blocks.push(Block::Table(patterns_table(measure, patterns, &format!("{key}-patterns"))));
    blocks.push(Block::Heading(format!("{name}: deck by deck")));
    blocks.push(Block::Table(decks_table(measure, patterns, &format!("{key}-decks"))));
}

/// Equipment of the corridor that takes the whole shipment where some does not.
fn others_words(corridor: &Corridor, shipment: &Shipment, loads: &Loads) -> String {
    let takers = Loads::takers(corridor, shipment);
    let others = takers.iter().filter(|id| !loads.plans.contains_key(*id));
    let ids: Vec<&str> = others.map(EquipmentId::as_str).collect();
    if ids.is_empty() {
        "No other equipment of the corridor takes all of them.".to_owned()
    } else {
        format!("All of them are taken by: {}.", ids.join(", "))
    }
}

pub(crate) fn vehicles_words(shipment: &Shipment) -> String {
    let (vehicles, models) = (shipment.vehicles(), shipment.lines.len());
    let count = |n: u64, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    format!("{} of {}", count(vehicles, "vehicle"), count(u64::try_from(models).unwrap_or(u64::MAX), "model"))
}

/// Every distinct unit of some plans that has decks, to scale on one sheet.
#[must_use]
pub fn loads_drawing(corridor: &Corridor, shipment: &Shipment, plans: &[&[LoadedUnit]]) -> String {
    let measure = LoadMeasure::new(&shipment.lines, &corridor.equipment);
    let patterns: Vec<(&LoadedUnit, u32)> = plans.iter().flat_map(|units| distinct(units)).collect();
    load_sheet(&measure, &shipment.lines, &patterns, &vehicles_words(shipment)).to_svg()
}

/// A loading list: a row for each vehicle, units counted on from one shipment to the next. Where there are several
/// shipments, `stop` numbers them from 0, in the order of the order book.
///
/// # Errors
/// None in practice: writing to memory does not fail.
pub fn loading_list(shipments: &[&[LoadedUnit]]) -> Result<String, csv::Error> {
    let with_stops = shipments.len() > 1;
    let units = shipments.iter().enumerate().flat_map(|(stop, units)| {
        units.iter().map(move |unit| (unit, move |_: usize, _: usize| with_stops.then_some(stop)))
    });
    list_of(units, with_stops)
}

/// The same for units in which several stops stand together: `stop` numbers them in the order of the run.
///
/// # Errors
/// None in practice: writing to memory does not fail.
pub fn stops_list(runs: &[&StopPlan]) -> Result<String, csv::Error> {
    let units = runs.iter().flat_map(|run| &run.units).map(|unit| {
        let stop = |deck: usize, place: usize| unit.stops.get(deck)?.get(place).copied();
        (&unit.unit, stop)
    });
    list_of(units, true)
}

fn list_of<'u, S: Fn(usize, usize) -> Option<usize>>(
    units: impl Iterator<Item = (&'u LoadedUnit, S)>,
    with_stops: bool,
) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    let mut head = vec!["unit", "equipment", "deck", "position_mm", "vehicle", "saddled"];
    if with_stops {
        head.push("stop");
    }
    writer.write_record(&head)?;
    for (number, (unit, stop)) in (1_u64..).zip(units) {
        for (level, deck) in unit.decks.iter().enumerate() {
            for (place, placed) in deck.vehicles.iter().enumerate() {
                let mut row = vec![
                    number.to_string(),
                    unit.equipment.to_string(),
                    deck.deck.to_string(),
                    placed.position.get().to_string(),
                    placed.vehicle.to_string(),
                    if placed.saddled { "yes" } else { "no" }.to_owned(),
                ];
                if with_stops {
                    row.push(stop(level, place).map_or_else(String::new, |stop| stop.to_string()));
                }
                writer.write_record(&row)?;
            }
        }
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// A mixed fleet: how many of each kind, what it costs, and each distinct unit.
#[must_use]
pub fn fleet_page(
    corridor: &Corridor,
    shipment: &Shipment,
    offers: &[FleetOffer],
    fleet: &FleetPlan,
) -> Page {
    let measure = LoadMeasure::new(&shipment.lines, &corridor.equipment);
    let mut table = Table::new(
        "fleet",
        &[
            ("unit", "unit", false),
            ("units", "units", true),
            ("available", "of", true),
            ("cost", "cost each", true),
            ("total", "cost", true),
            ("length", "deck length", true),
            ("mass", "mass", true),
            ("places", "places", true),
        ],
    );
    let unit_of = |unit: &LoadedUnit| {
        let setting = corridor.equipment.get(&unit.equipment).and_then(|known| known.setting_of.clone());
        setting.filter(|of| offers.iter().any(|offer| offer.unit == *of))
    };
    let patterns = distinct(&fleet.units);
    for offer in offers {
        let own: Vec<(&LoadedUnit, u32)> = patterns
            .iter()
            .copied()
            .filter(|(unit, _)| unit_of(unit).as_ref().unwrap_or(&unit.equipment) == &offer.unit)
            .collect();
        let count: u64 = own.iter().map(|(_, count)| u64::from(*count)).sum();
        let used = measure.load(own);
        table.push(
            offer.unit.as_str(),
            vec![
                Cell::text(offer.unit.as_str()),
                Cell::text(count.to_string()),
                Cell::text(offer.available.map_or_else(|| "any number".to_owned(), |n| n.to_string())),
                Cell::text(offer.cost.to_string()),
                Cell::text(count.saturating_mul(offer.cost).to_string()),
                Cell::text(percent(used.length)),
                Cell::text(percent(used.mass)),
                Cell::text(percent(used.places)),
            ],
        );
    }
    let units = fleet.n_units();
    let proof = if !fleet.left_behind.is_empty() {
        let left: Vec<String> = fleet.left_behind.iter().map(|(model, n)| format!("{n} {model}")).collect();
        format!(
            "The units do not suffice: no place was found for {}. {units} units for {} take the others; nothing is claimed of \
             their cost.",
            left.join(", "),
            fleet.cost
        )
    } else if fleet.is_optimal() {
        format!("{units} units for {}; no fleet costs less, because {}.", fleet.cost, fleet.bound_reason)
    } else {
        format!(
            "{units} units for {} found; no fleet costs less than {}, because {}.",
            fleet.cost, fleet.lower_bound, fleet.bound_reason
        )
    };
    let mut blocks = vec![Block::Table(table), Block::Text(proof)];
    unit_blocks(&mut blocks, &measure, &patterns, "Fleet", "fleet");
    Page {
        slug: format!("fleet-{}", key_of(&shipment.name)),
        title: format!("{} in a mixed fleet", vehicles_words(shipment)),
        summary: "Units of several kinds that together cost least, by the cost of each that was asked with."
            .to_owned(),
        blocks,
    }
}

/// Distinct units with how many there are of each, in the order of their first appearance.
fn distinct(units: &[LoadedUnit]) -> Vec<(&LoadedUnit, u32)> {
    let mut counts: BTreeMap<&LoadedUnit, (usize, u32)> = BTreeMap::new();
    for (idx, unit) in units.iter().enumerate() {
        let (_, count) = counts.entry(unit).or_insert((idx, 0));
        *count = count.saturating_add(1);
    }
    let mut found: Vec<(usize, &LoadedUnit, u32)> =
        counts.into_iter().map(|(unit, (first, count))| (first, unit, count)).collect();
    found.sort();
    found.into_iter().map(|(_, unit, count)| (unit, count)).collect()
}

/// A loading list that was checked: every rule it breaks, one sentence each.
#[must_use]
pub fn check_page(name: &str, units: usize, vehicles: usize, violations: &[String]) -> Page {
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    let (summary, blocks) = if violations.is_empty() {
        ("Every vehicle of the shipment stands in it once, and no rule is broken.".to_owned(), Vec::new())
    } else {
        (
            format!("{} of a rule:", count(violations.len(), "breach").replace("breachs", "breaches")),
            vec![Block::List(violations.to_vec())],
        )
    };
    Page {
        slug: format!("check-{}", key_of(name)),
        title: format!("{name}: {} with {}", count(units, "unit"), count(vehicles, "vehicle")),
        summary,
        blocks,
    }
}

/// Acceptance rules of the services with each equipment that has a plan; equipment with the same rules together.
fn carriage_sentences(corridor: &Corridor, shipment: &Shipment, loads: &Loads) -> Vec<String> {
    let mut grouped: BTreeMap<(bool, String), Vec<String>> = BTreeMap::new();
    for id in loads.plans.keys() {
        for rule in carriage_rules(corridor, shipment, id) {
            let vehicles: Vec<&str> = rule.vehicles.iter().map(VehicleId::as_str).collect();
            let words = format!("{} (rule {}): {}", rule.reason, rule.rule, vehicles.join(", "));
            let own = match (rule.services.len(), rule.of_services) {
                (some, all) if some == all => id.to_string(),
                (some, all) => format!("{id} ({some} of {all} services)"),
            };
            grouped.entry((!rule.blocking, words)).or_default().push(own);
        }
    }
    let sentence = |((condition, words), equipment): ((bool, String), Vec<String>)| {
        let verb = if condition { "ask" } else { "refuse" };
        format!("Services with {} {verb}: {words}.", equipment.join(", "))
    };
    grouped.into_iter().map(sentence).collect()
}
