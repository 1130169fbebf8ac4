//! Tables of loads: kinds of equipment side by side, distinct units, and each deck of these.

use std::collections::BTreeMap;

use landbridge_model::{Corridor, EquipmentId, LoadPlan, LoadedDeck, LoadedUnit, Shipment, Trace};
use landbridge_planning::{LoadMeasure, Loads, Share, refused_groups};
use landbridge_units::{Decimal, Kilograms};

use crate::page::{Cell, Table};

/// Kinds of equipment side by side.
pub(crate) fn units_table(corridor: &Corridor, shipment: &Shipment, loads: &Loads, key: &str) -> Table {
    let measure = LoadMeasure::new(&shipment.lines, &corridor.equipment);
    let mut table = Table::new(
        key,
        &[
            ("equipment", "equipment", false),
            ("units", "units", true),
            ("bound", "at least", true),
            ("proof", "proof", false),
            ("each", "vehicles each", true),
            ("length", "deck length", true),
            ("mass", "mass", true),
            ("places", "places", true),
            ("binds", "binds", false),
        ],
    );
    for (id, plan) in &loads.plans {
        let used = measure.load(plan.patterns());
        let units = loads.traces.get(id).map_or_else(|| Cell::text(plan.n_units().to_string()), Cell::figure);
        let binds = corridor.equipment.get(id).and_then(|equipment| loads.binds(equipment));
        table.push(
            id.as_str(),
            vec![
                Cell::text(id.as_str()),
                units,
                Cell::text(plan.lower_bound.to_string()),
                Cell::text(if plan.is_optimal() { "no fewer" } else { "open" }),
                Cell::text(mean(plan)),
                Cell::text(percent(used.length)),
                Cell::text(percent(used.mass)),
                Cell::text(percent(used.places)),
                Cell::text(binds.unwrap_or_default()),
            ],
        );
    }
    table
}

/// Why each plan has no fewer units, one sentence each.
pub(crate) fn bound_sentences(loads: &Loads) -> Vec<String> {
    loads
        .plans
        .iter()
        .map(|(id, plan)| format!("{id}: {}.", bound_words(plan, loads.traces.get(id))))
        .collect()
}

/// `26 wagons; no plan has fewer, because …`.
pub(crate) fn bound_words(plan: &LoadPlan, units: Option<&Trace>) -> String {
    let units = units.map_or_else(|| format!("{} units", plan.n_units()), |units| units.amount.to_string());
    if plan.is_optimal() {
        format!("{units}; no plan has fewer, because {}", plan.bound_reason)
    } else {
        format!("{units} found; no plan has fewer than {}, because {}", plan.lower_bound, plan.bound_reason)
    }
}

/// Why equipment does not take the shipment: a sentence for each rule broken, with all equipment that says the same.
pub(crate) fn refused_sentences(loads: &Loads) -> Vec<String> {
    let mut said: BTreeMap<String, Vec<&EquipmentId>> = BTreeMap::new();
    for (id, refusals) in &loads.refused {
        for group in refused_groups(refusals) {
            let fix = group.fix.as_ref().map_or_else(String::new, |fix| format!("; enough would be: {fix}"));
            said.entry(format!("{group}{fix}.")).or_default().push(id);
        }
    }
    let mut sentences: Vec<String> = said
        .into_iter()
        .map(|(sentence, ids)| {
            let ids: Vec<&str> = ids.into_iter().map(EquipmentId::as_str).collect();
            format!("{}: {sentence}", ids.join(", "))
        })
        .collect();
    sentences.sort();
    sentences
}

/// Each distinct unit, and how many there are of it.
pub(crate) fn patterns_table(measure: &LoadMeasure<'_>, patterns: &[(&LoadedUnit, u32)], key: &str) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("pattern", "pattern", true),
            ("units", "units", true),
            ("vehicles", "vehicles each", true),
            ("mass", "mass", true),
            ("of", "of at most", true),
            ("gross", "gross", true),
            ("decks", "decks, bottom first", false),
        ],
    );
    for (idx, (unit, count)) in patterns.iter().enumerate() {
        let held = measure.unit(unit);
        let mass = |of: &dyn Fn(&landbridge_planning::UnitUse) -> Option<Kilograms>| {
            held.as_ref().and_then(of).map_or_else(|| "-".to_owned(), |mass| mass.to_string())
        };
        let vehicles: usize = unit.decks.iter().map(|deck| deck.vehicles.len()).sum();
        table.push(
            format!("{}", idx + 1),
            vec![
                Cell::text((idx + 1).to_string()),
                Cell::text(count.to_string()),
                Cell::text(vehicles.to_string()),
                Cell::text(mass(&|held| Some(held.mass))),
                Cell::text(mass(&|held| held.payload)),
                Cell::text(mass(&landbridge_planning::UnitUse::gross)),
                Cell::text(unit_words(unit)),
            ],
        );
    }
    table
}

/// Each deck of each distinct unit, with its vehicles from the beginning of the deck on.
pub(crate) fn decks_table(measure: &LoadMeasure<'_>, patterns: &[(&LoadedUnit, u32)], key: &str) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("pattern", "pattern", true),
            ("deck", "deck", false),
            ("used", "used with gaps", true),
            ("before", "free before", true),
            ("behind", "free behind", true),
            ("mass", "mass", true),
            ("of", "of at most", true),
            ("vehicles", "vehicles from the beginning", false),
        ],
    );
    for (idx, (unit, _)) in patterns.iter().enumerate() {
        for deck in measure.unit(unit).map(|held| held.decks).unwrap_or_default() {
            let loaded = unit.decks.iter().find(|loaded| loaded.deck == deck.deck);
            table.push(
                format!("{}-{}", idx + 1, deck.deck),
                vec![
                    Cell::text((idx + 1).to_string()),
                    Cell::text(deck.deck.as_str()),
                    Cell::text(deck.used.to_string()),
                    Cell::text(deck.before.to_string()),
                    Cell::text(deck.behind.to_string()),
                    Cell::text(deck.mass.to_string()),
                    Cell::text(deck.payload.map_or_else(|| "-".to_owned(), |payload| payload.to_string())),
                    Cell::text(loaded.map_or_else(|| "empty".to_owned(), in_order)),
                ],
            );
        }
    }
    table
}

/// Decks with the number of each model on them.
pub(crate) fn unit_words(unit: &LoadedUnit) -> String {
    let decks: Vec<String> = unit
        .decks
        .iter()
        .map(|deck| {
            let mut counts: BTreeMap<&str, u32> = BTreeMap::new();
            for placed in &deck.vehicles {
                *counts.entry(placed.vehicle.as_str()).or_default() += 1;
            }
            let models: Vec<String> = counts.iter().map(|(model, n)| format!("{n} {model}")).collect();
            format!(
                "{}: {}",
                deck.deck,
                if models.is_empty() { "empty".to_owned() } else { models.join(", ") }
            )
        })
        .collect();
    decks.join("; ")
}

/// Models in the order in which they stand, equal neighbours counted; `+` joins a saddle stack.
fn in_order(deck: &LoadedDeck) -> String {
    let mut runs: Vec<(u32, &str, bool)> = Vec::new();
    for placed in &deck.vehicles {
        match runs.last_mut() {
            Some((n, model, saddled)) if *model == placed.vehicle.as_str() && *saddled == placed.saddled => {
                *n += 1;
            }
            _ => runs.push((1, placed.vehicle.as_str(), placed.saddled)),
        }
    }
    let mut out = String::new();
    for (n, model, saddled) in runs {
        let between = match (out.is_empty(), saddled) {
            (true, _) => "",
            (false, true) => " + ",
            (false, false) => ", ",
        };
        let how = if saddled { " saddled" } else { "" };
        out.push_str(&format!("{between}{n} {model}{how}"));
    }
    if out.is_empty() { "empty".to_owned() } else { out }
}

/// Vehicles in a unit on average, to a tenth.
fn mean(plan: &LoadPlan) -> String {
    let vehicles = Decimal::from(u64::try_from(plan.vehicles()).unwrap_or(u64::MAX));
    let mean = vehicles.checked_div(Decimal::from(plan.n_units()));
    mean.map_or_else(|| "-".to_owned(), |mean| mean.round_dp(1).normalize().to_string())
}

/// In per cent, or a dash where there is no such limit.
pub(crate) fn percent(share: Option<Share>) -> String {
    let percent = share.and_then(Share::percent);
    percent.map_or_else(|| "-".to_owned(), |percent| format!("{:.1} %", percent))
}

#[cfg(test)]
mod tests {
    use super::*;
    use landbridge_model::PlacedVehicle;
    use landbridge_units::Millimetres;

    #[test]
    fn decks_are_told_in_the_order_of_standing() {
        let placed = |model: &str, saddled| PlacedVehicle {
            vehicle: model.parse().unwrap(),
            position: Millimetres::new(0),
            saddled,
        };
        let deck = LoadedDeck {
            deck: "deck".parse().unwrap(),
            vehicles: vec![
                placed("a", false),
                placed("a", false),
                placed("b", false),
                placed("b", true),
                placed("b", true),
            ],
        };
        assert_eq!(in_order(&deck), "2 a, 1 b + 2 b saddled");
        assert_eq!(in_order(&LoadedDeck { vehicles: Vec::new(), ..deck }), "empty");
    }
}
