//! Units in which vehicles for several stops stand together.

use landbridge_model::{Equipment, Shipment, WayOut};
use landbridge_planning::{StopPlan, StopUnit};

use crate::page::{Block, Cell, Page, Table, key_of};

/// Units for several stops: how many, what one stop for each unit would take, and who stands where.
#[must_use]
pub fn stops_page(equipment: &Equipment, shipments: &[&Shipment], plan: &StopPlan) -> Page {
    let vehicles: u64 = shipments.iter().map(|shipment| shipment.vehicles()).sum();
    let name = shipments.first().map_or("", |shipment| shipment.name.as_str());
    let blocks = vec![
        Block::List(sentences(equipment, plan)),
        Block::Table(stops_table(shipments, plan)),
        Block::Heading("Unit by unit".to_owned()),
        Block::Table(units_table(plan)),
    ];
    Page {
        slug: format!("stops-{}", key_of(name)),
        title: format!(
            "{vehicles} vehicles for {} stops in {} of {}",
            plan.stops.len(),
            units(plan.n_units()),
            equipment.name
        ),
        summary:
            "Several stops may share a unit; on each deck nothing stands in the way of what leaves first."
                .to_owned(),
        blocks,
    }
}

fn units(n: u32) -> String {
    if n == 1 { "1 unit".to_owned() } else { format!("{n} units") }
}

fn sentences(equipment: &Equipment, plan: &StopPlan) -> Vec<String> {
    let found = plan.n_units();
    let apart = plan.one_stop_per_unit.units.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
    let apart_bound = plan.one_stop_per_unit.lower_bounds.iter().fold(0_u32, |sum, n| sum.saturating_add(*n));
    let mut said = vec![if plan.is_optimal() {
        format!("{}; no plan has fewer, because {}.", units(found), plan.bound_reason)
    } else {
        format!(
            "{} found; no plan has fewer than {}, because {}.",
            units(found),
            plan.lower_bound,
            plan.bound_reason
        )
    }];
    let proven = if apart <= apart_bound { "no fewer".to_owned() } else { format!("at least {apart_bound}") };
    said.push(match plan.one_stop_per_unit.more {
        0 => format!("One stop for each unit takes as many: {} ({proven}).", units(apart)),
        more => format!("One stop for each unit takes {more} more: {} ({proven}).", units(apart)),
    });
    said.push(match plan.mixed() {
        0 => "No unit serves more than one stop.".to_owned(),
        1 => "1 unit serves more than one stop.".to_owned(),
        mixed => format!("{mixed} units serve more than one stop."),
    });
    said.push(
        match equipment.stowage.way_out {
            WayOut::OneEnd => {
                "In and out at one end, which is the end of each deck: the last in is the first out."
            }
            WayOut::DriveThrough => {
                "In over the end of each deck and out over its beginning: the first in is the first out."
            }
            WayOut::Any => "Each vehicle leaves by itself, whatever stands beside it.",
        }
        .to_owned(),
    );
    if plan.separated > 0 {
        said.push(format!(
            "For {} no order was found in which nothing stands in the way; their vehicles were planned stop by stop.",
            units(plan.separated)
        ));
    }
    said
}

fn stops_table(shipments: &[&Shipment], plan: &StopPlan) -> Table {
    let mut table = Table::new(
        "stops",
        &[
            ("stop", "stop", true),
            ("place", "place", false),
            ("vehicles", "vehicles", true),
            ("units", "units that serve it", true),
            ("alone", "units for it alone", true),
        ],
    );
    for (stop, (name, shipment)) in plan.stops.iter().zip(shipments).enumerate() {
        let serve = plan.units.iter().filter(|unit| unit.served().contains(&stop)).count();
        let alone = plan.one_stop_per_unit.units.get(stop).map_or_else(String::new, u32::to_string);
        table.push(
            (stop + 1).to_string(),
            vec![
                Cell::text((stop + 1).to_string()),
                Cell::text(name),
                Cell::text(shipment.vehicles().to_string()),
                Cell::text(serve.to_string()),
                Cell::text(alone),
            ],
        );
    }
    table
}

/// Each distinct unit; in its decks `1:` and so on name the stop.
fn units_table(plan: &StopPlan) -> Table {
    let mut table = Table::new(
        "units",
        &[
            ("units", "units", false),
            ("stops", "stops", false),
            ("vehicles", "vehicles each", true),
            ("decks", "vehicles from the beginning of each deck, by stop", false),
        ],
    );
    let mut number = 1;
    // Equal units stand together.
    for same in plan.units.chunk_by(|one, other| one == other) {
        let Some(unit) = same.first() else { continue };
        let (first, last) = (number, number + same.len() - 1);
        number = last + 1;
        let stops: Vec<String> = unit.served().iter().map(|stop| (stop + 1).to_string()).collect();
        let vehicles: usize = unit.unit.decks.iter().map(|deck| deck.vehicles.len()).sum();
        table.push(
            first.to_string(),
            vec![
                Cell::text(if first == last { first.to_string() } else { format!("{first} to {last}") }),
                Cell::text(stops.join(", ")),
                Cell::text(vehicles.to_string()),
                Cell::text(decks_words(unit)),
            ],
        );
    }
    table
}

/// `lower: (1) 2 a, 1 b, (2) 1 b; upper: empty`.
fn decks_words(unit: &StopUnit) -> String {
    let decks = unit.unit.decks.iter().zip(&unit.stops).map(|(deck, stops)| {
        let all: Vec<(usize, &str)> =
            stops.iter().copied().zip(deck.vehicles.iter().map(|placed| placed.vehicle.as_str())).collect();
        let mut words: Vec<String> = Vec::new();
        let mut before = None;
        for run in all.chunk_by(|one, other| one == other) {
            let Some((stop, model)) = run.first() else { continue };
            let named = if before == Some(*stop) { String::new() } else { format!("({}) ", stop + 1) };
            words.push(format!("{named}{} {model}", run.len()));
            before = Some(*stop);
        }
        format!("{}: {}", deck.deck, if words.is_empty() { "empty".to_owned() } else { words.join(", ") })
    });
    decks.collect::<Vec<_>>().join("; ")
}
