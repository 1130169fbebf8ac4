//! Train sheets: which wagon goes in which train, where it is set down, and in which order vehicles drive on.

use landbridge_model::{Corridor, LoadedUnit};
use landbridge_planning::{
    Consist, DeckLine, LoadMeasure, RunTrains, TrainPlan, Wagon, loading_order, obstructions,
};
use landbridge_units::{Kilograms, Millimetres};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::load_tables::unit_words;

/// Trains of a run: how many and why not fewer, each with its wagons from the locomotive on, what is set down where,
/// and the order in which vehicles drive through; last the wagons that stay behind.
#[must_use]
pub fn trains_sheet_page(corridor: &Corridor, run: &RunTrains<'_>) -> Page {
    let plan = &run.plan;
    let lines: Vec<_> = run.stops.iter().flat_map(|stop| stop.shipment.lines.iter().cloned()).collect();
    let measure = LoadMeasure::new(&lines, &corridor.equipment);
    let mut blocks = vec![Block::List(run.rules.from.clone())];
    if !plan.trains.is_empty() {
        blocks.push(Block::Table(trains_table(run)));
    }
    let mut said = proof_sentences(plan);
    said.extend(way_sentence(plan));
    blocks.push(Block::List(said));
    for (idx, train) in plan.trains.iter().enumerate() {
        let key = format!("train-{}", idx + 1);
        blocks.push(Block::Heading(format!("Train {}", idx + 1)));
        blocks.push(Block::Table(wagons_table(&measure, run, &train.wagons, &key)));
        if plan.stops.len() > 1 {
            blocks.push(Block::List(set_down_sentences(plan, train)));
        }
        let order = loading_order(train);
        if !order.is_empty() {
            blocks.push(Block::Folded {
                summary: format!(
                    "Train {}: order in which vehicles drive on from a ramp at its rear, the first to the far end",
                    idx + 1
                ),
                blocks: vec![Block::Table(order_table(&order, &format!("{key}-order")))],
            });
        }
    }
    if !plan.left.is_empty() {
        blocks.push(Block::Heading("Left behind".to_owned()));
        blocks.push(Block::Table(wagons_table(&measure, run, &plan.left, "left")));
    }
    let vehicles: u64 = run.stops.iter().map(|stop| stop.shipment.vehicles()).sum();
    let mut models: Vec<_> = lines.iter().map(|line| &line.vehicle.id).collect();
    models.sort();
    models.dedup();
    let name = run.stops.first().map_or("", |stop| stop.shipment.name.as_str());
    Page {
        slug: format!("train-{}", key_of(name)),
        title: format!(
            "{} of {} in {}",
            counted(vehicles, "vehicle"),
            counted(wide(models.len()), "model"),
            counted(wide(plan.trains.len()), "train")
        ),
        summary:
            "Wagons of each train in order from the locomotive. Lengths and masses are without it. The first \
                  wagons to be set down stand at the rear, so that no wagon that goes on is moved."
                .to_owned(),
        blocks,
    }
}

fn counted(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

fn wide(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

fn trains_table(run: &RunTrains<'_>) -> Table {
    let mut table = Table::new(
        "trains",
        &[
            ("train", "train", true),
            ("wagons", "wagons", true),
            ("vehicles", "vehicles", true),
            ("length", "length", true),
            ("gross", "gross", true),
            ("axle", "heaviest axle", true),
            ("stops", "set down at", false),
            ("full", "full train", false),
        ],
    );
    for (idx, train) in run.plan.trains.iter().enumerate() {
        let stops: Vec<&str> = train
            .blocks()
            .iter()
            .rev()
            .filter_map(|(stop, _)| run.plan.stops.get(*stop))
            .map(String::as_str)
            .collect();
        let full = match (run.rules.limits.units_min, train.missing) {
            (0 | 1, _) => "-".to_owned(),
            (_, 0) => "yes".to_owned(),
            (_, missing) => format!("{missing} missing"),
        };
        table.push(
            (idx + 1).to_string(),
            vec![
                Cell::text((idx + 1).to_string()),
                Cell::text(train.wagons.len().to_string()),
                Cell::text(RunTrains::vehicles(train).to_string()),
                Cell::text(train.length.to_string()),
                Cell::text(train.gross_mass.to_string()),
                Cell::text(train.heaviest_axle.map_or_else(|| "unknown".to_owned(), |kg| kg.to_string())),
                Cell::text(stops.join(", ")),
                Cell::text(full),
            ],
        );
    }
    table
}

fn proof_sentences(plan: &TrainPlan) -> Vec<String> {
    let trains = wide(plan.trains.len());
    let mut said = Vec::new();
    let leaving = if plan.left.is_empty() { "" } else { " for the wagons that leave" };
    if trains > 0 {
        said.push(if trains <= u64::from(plan.lower_bound) {
            format!(
                "{}{leaving}; no plan has fewer, because {}.",
                counted(trains, "train"),
                plan.bound_reason
            )
        } else {
            format!(
                "{}{leaving} found; no plan has fewer than {}, because {}.",
                counted(trains, "train"),
                plan.lower_bound,
                plan.bound_reason
            )
        });
    }
    if plan.stops.len() > 1 && trains > 0 {
        let blocks = counted(u64::from(plan.blocks), "block");
        said.push(if plan.is_best_by_stops() {
            format!("Wagons of one stop stand together in {blocks} over all trains, and no such plan has fewer.")
        } else {
            format!(
                "Wagons of one stop stand together in {blocks} over all trains; fewer than {} are impossible.",
                plan.blocks_at_least
            )
        });
    }
    if !plan.left.is_empty() {
        let left = counted(wide(plan.left.len()), "wagon");
        said.push(if wide(plan.left.len()) <= u64::from(plan.left_at_least) {
            format!("{left} left behind; no plan leaves fewer.")
        } else {
            format!("{left} left behind; that at least {} must be is proven.", plan.left_at_least)
        });
    }
    if let Some(shortfall) = &plan.shortfall {
        said.push(format!("Not all leave in full trains: {}.", shortfall.reason));
    }
    said
}

/// Whether each stop can be served without moving what goes on.
fn way_sentence(plan: &TrainPlan) -> Option<String> {
    if plan.stops.len() < 2 || plan.trains.is_empty() {
        return None;
    }
    let in_way: usize = plan.trains.iter().map(|train| obstructions(train).len()).sum();
    Some(match in_way {
        0 => "At each stop the rear of the train is set down; nothing that goes on is in the way.".to_owned(),
        n => format!("{} cannot be set down without moving others.", counted(wide(n), "wagon")),
    })
}

/// What is taken off at each stop, in the order of the run.
fn set_down_sentences(plan: &TrainPlan, train: &Consist) -> Vec<String> {
    let blocks = train.blocks();
    let served = blocks.iter().rev().map(|(stop, wagons)| {
        let name = plan.stops.get(*stop).map_or("", String::as_str);
        let of_stop = train.wagons.get(wagons.clone()).unwrap_or_default();
        let decks = of_stop.iter().flat_map(|wagon| &wagon.unit.decks);
        let vehicles: usize = decks.map(|deck| deck.vehicles.len()).sum();
        let places = match (wagons.start + 1, wagons.end) {
            (first, last) if first == last => format!("the wagon at place {first}"),
            (first, last) => format!("the wagons at places {first} to {last}"),
        };
        format!("Set down at {name}: {places}, with {}.", counted(wide(vehicles), "vehicle"))
    });
    served.collect()
}

fn wagons_table(measure: &LoadMeasure<'_>, run: &RunTrains<'_>, wagons: &[Wagon], key: &str) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("place", "place", true),
            ("unit", "unit", true),
            ("equipment", "equipment", false),
            ("stop", "set down at", false),
            ("vehicles", "vehicles", true),
            ("length", "length", true),
            ("load", "load", true),
            ("gross", "gross", true),
            ("axle", "heaviest axle", true),
            ("decks", "decks, bottom first", false),
        ],
    );
    let (mut vehicles, mut length, mut load, mut gross) = (0, 0_u64, 0_u64, 0_u64);
    for (idx, wagon) in wagons.iter().enumerate() {
        let of_wagon = vehicles_of(&wagon.unit);
        let mass = measure.unit(&wagon.unit).map_or(Kilograms::ZERO, |held| held.mass);
        vehicles += of_wagon;
        length = length.saturating_add(wagon.length.get());
        load = load.saturating_add(mass.get());
        gross = gross.saturating_add(wagon.gross_mass.get());
        table.push(
            (idx + 1).to_string(),
            vec![
                Cell::text((idx + 1).to_string()),
                Cell::text(run.unit_number(wagon.stop, wagon.number).to_string()),
                Cell::text(wagon.unit.equipment.as_str()),
                Cell::text(run.plan.stops.get(wagon.stop).map_or("", String::as_str)),
                Cell::text(of_wagon.to_string()),
                Cell::text(wagon.length.to_string()),
                Cell::text(mass.to_string()),
                Cell::text(wagon.gross_mass.to_string()),
                Cell::text(wagon.heaviest_axle.map_or_else(|| "unknown".to_owned(), |kg| kg.to_string())),
                Cell::text(unit_words(&wagon.unit)),
            ],
        );
    }
    table.push(
        "all",
        vec![
            Cell::text("all"),
            Cell::text(wagons.len().to_string()),
            Cell::text("wagons, without locomotive"),
            Cell::text(""),
            Cell::text(vehicles.to_string()),
            Cell::text(Millimetres::new(length).to_string()),
            Cell::text(Kilograms::new(load).to_string()),
            Cell::text(Kilograms::new(gross).to_string()),
            Cell::text(""),
            Cell::text(""),
        ],
    );
    table
}

fn vehicles_of(unit: &LoadedUnit) -> usize {
    unit.decks.iter().map(|deck| deck.vehicles.len()).sum()
}

/// A row for each wagon of each deck line: who drives in, in order.
fn order_table(order: &[DeckLine], key: &str) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("line", "wagons coupled", false),
            ("deck", "deck", false),
            ("wagon", "into place", true),
            ("from", "as number", false),
            ("vehicles", "vehicles in the order of driving on", false),
        ],
    );
    for line in order {
        let (first, last) = (line.wagons.start() + 1, line.wagons.end() + 1);
        let mut before = 0;
        for part in line.loading.chunk_by(|one, other| one.wagon == other.wagon) {
            let Some(begin) = part.first() else { continue };
            let runs = part.chunk_by(|one, other| one.vehicle == other.vehicle);
            let words: Vec<String> = runs
                .filter_map(|run| run.first().map(|vehicle| format!("{} {}", run.len(), vehicle.vehicle)))
                .collect();
            table.push(
                format!("{first}-{}-{}", begin.deck, begin.wagon + 1),
                vec![
                    Cell::text(if first == last { first.to_string() } else { format!("{first} to {last}") }),
                    Cell::text(begin.deck.as_str()),
                    Cell::text((begin.wagon + 1).to_string()),
                    Cell::text(match part.len() {
                        1 => (before + 1).to_string(),
                        n => format!("{} to {}", before + 1, before + n),
                    }),
                    Cell::text(words.join(", ")),
                ],
            );
            before += part.len();
        }
    }
    table
}
