//! Tables of one quoted shipment: vehicles, key figures, steps, cost and CO2e.

use landbridge_model::{Amount, Country, FactRef, Mandatory, Mode, Step, StepKind, Trace};
use landbridge_planning::{Hit, Level, PlanningError, Quote, ShipmentStudy};
use landbridge_units::Money;

use crate::page::{Cell, Table};
use crate::pages::parts::{local_time, place_name, step_words};

pub(crate) fn vehicles_table(study: &ShipmentStudy<'_>, prefix: &str) -> Table {
    let mut table = Table::new(
        format!("{prefix}vehicles"),
        &[
            ("model", "model", false),
            ("quantity", "vehicles", true),
            ("length", "length", true),
            ("width", "width", true),
            ("height", "height", true),
            ("kerb", "unladen mass", true),
            ("value", "value", true),
        ],
    );
    for line in &study.shipment().lines {
        let vehicle = &line.vehicle;
        let fact = |label: &str, amount: Amount, column: &str| {
            Cell::figure(&Trace::fact(
                format!("{label} of {}", vehicle.id),
                amount,
                FactRef::new(&vehicle.row, column),
            ))
        };
        let quantity = study.vehicles_of(line);
        let value = vehicle
            .value
            .map_or_else(|| Cell::text("unknown"), |value| fact("value", Amount::Money(value), "value_usd"));
        table.push(
            vehicle.id.as_str(),
            vec![
                Cell::text(&vehicle.name),
                Cell::figure(&quantity),
                fact("length", Amount::Dimension(vehicle.length), "length_mm"),
                fact("width", Amount::Dimension(vehicle.width), "width_mm"),
                fact("height", Amount::Dimension(vehicle.height), "height_mm"),
                fact("kerb mass", Amount::Mass(vehicle.kerb_mass), "kerb_kg"),
                value,
            ],
        );
    }
    table
}

/// Key figures of a quote, with the units of its main equipment where that is settled.
pub(crate) fn key_figures_of(
    study: &ShipmentStudy<'_>,
    units: Option<(&str, &Trace)>,
    quote: &Quote,
    prefix: &str,
) -> Result<Table, PlanningError> {
    let mut table =
        Table::new(format!("{prefix}key"), &[("what", "figure", false), ("value", "value", true)]);
    let mut row = |key: &str, what: &str, trace: &Trace| {
        table.push(key, vec![Cell::text(what), Cell::figure(trace)]);
    };
    if let Some((name, units)) = units {
        row("units", &format!("units of {name}"), units);
    }
    if let Some(departures) = &quote.departures {
        row("departures", "departures filled", departures);
    }
    row("cost", "cost, all items", &quote.cost.total);
    row("cost-per-vehicle", "cost per vehicle", &quote.cost.per_vehicle);
    row(
        "cost-low",
        "the same at the low ends of rates",
        &study.per_vehicle_at(Level::Low, &quote.itinerary)?,
    );
    row(
        "cost-high",
        "the same at the high ends of rates",
        &study.per_vehicle_at(Level::High, &quote.itinerary)?,
    );
    row("duration", "time, ready to unloaded", &quote.duration);
    let at = local_time(study.study().corridor(), &study.shipment().destination, quote.itinerary.end());
    let arrival = Trace::formula(
        "arrival, local time",
        Amount::Text(at),
        "ready + time to unloaded",
        vec![quote.duration.clone()],
    );
    row("arrival", "arrives", &arrival);
    if let Some(slack) = &quote.slack {
        row("slack", "left until due (negative: late)", slack);
    }
    row("co2e", "CO2e", &quote.emissions.total);
    row("co2e-per-vehicle", "CO2e per vehicle", &quote.emissions.per_vehicle);
    Ok(table)
}

pub(crate) fn steps_table(study: &ShipmentStudy<'_>, quote: &Quote, prefix: &str) -> Table {
    let corridor = study.study().corridor();
    let mut table = Table::new(
        format!("{prefix}way"),
        &[
            ("what", "step", false),
            ("from", "from", false),
            ("to", "to", false),
            ("start", "begins (UTC)", false),
            ("local", "begins (local)", false),
            ("takes", "takes", true),
            ("km", "km", true),
            ("cost", "cost", true),
        ],
    );
    for (idx, (step, time)) in quote.itinerary.steps().iter().zip(quote.duration.parts()).enumerate() {
        let to = if step.to == step.from { String::new() } else { place_name(corridor, &step.to) };
        let cost = step_cost(quote, idx).map_or_else(|| Cell::text(""), |trace| Cell::figure(&trace));
        table.push(
            step_key(step),
            vec![
                Cell::text(step_words(corridor, &step.kind)),
                Cell::text(place_name(corridor, &step.from)),
                Cell::text(to),
                Cell::text(step.start.to_string()),
                Cell::text(local_time(corridor, &step.from, step.start)),
                Cell::figure(time),
                distance_cell(&step.kind),
                cost,
            ],
        );
    }
    table
}

/// What a step costs: the sum of its items; `None` where it costs nothing.
pub(crate) fn step_cost(quote: &Quote, idx: usize) -> Option<Trace> {
    let items: Vec<_> = quote.cost.items.iter().filter(|item| item.step == Some(idx)).collect();
    let currency = items.first()?.amount.currency();
    let total = Money::sum(items.iter().map(|item| &item.amount), currency).ok()?;
    Some(Trace::sum(
        "cost of the step",
        Amount::Money(total),
        items.iter().map(|item| item.trace.clone()).collect(),
    ))
}

pub(crate) fn distance_cell(kind: &StepKind) -> Cell {
    let StepKind::Leg { sections, .. } = kind else { return Cell::text("") };
    let parts: Vec<Trace> = sections
        .iter()
        .map(|section| {
            let fact = FactRef::new(&section.row, "km");
            Trace::fact(section.link.as_str(), Amount::Distance(section.length), fact)
        })
        .collect();
    let total = sections.iter().map(|section| section.length.get()).sum();
    Cell::figure(&Trace::sum(
        "length of the leg",
        Amount::Distance(landbridge_units::Metres::new(total)),
        parts,
    ))
}

/// Key of a step that survives when other steps come and go.
fn step_key(step: &Step) -> String {
    match &step.kind {
        StepKind::Wait { .. } => format!("wait-{}", step.from),
        StepKind::Load { .. } => format!("load-{}", step.from),
        StepKind::Unload { .. } => format!("unload-{}", step.from),
        StepKind::Transload { .. } => format!("transload-{}", step.from),
        StepKind::Leg { mode, .. } => format!("{mode}-{}-{}", step.from, step.to),
        StepKind::Border { step, .. } => format!("border-{step}"),
        StepKind::GaugeChange { change, .. } => format!("gauge-{change}"),
        _ => "step".to_owned(),
    }
}

pub(crate) fn conditions_table(study: &ShipmentStudy<'_>, prefix: &str) -> Table {
    let mut table = Table::new(
        format!("{prefix}conditions"),
        &[
            ("says", "condition or refusal", false),
            ("vehicles", "applies to", false),
            ("rule", "rule", false),
        ],
    );
    // One row per rule and wording, whatever number of models it speaks of.
    let mut merged: Vec<(&Hit, Vec<&str>)> = Vec::new();
    for hit in study.import_rules().iter().chain(study.conditions()) {
        match merged.iter_mut().find(|(known, _)| known.rule == hit.rule && known.reason == hit.reason) {
            Some((_, vehicles)) => vehicles.push(hit.vehicle.as_str()),
            None => merged.push((hit, vec![hit.vehicle.as_str()])),
        }
    }
    let all = study.shipment().lines.len();
    for (hit, vehicles) in merged {
        let applies = if vehicles.len() == all { "all models".to_owned() } else { vehicles.join(", ") };
        let says = if hit.blocking { format!("refused: {}", hit.reason) } else { hit.reason.clone() };
        table.push(
            hit.rule.as_str(),
            vec![Cell::text(says), Cell::text(applies), Cell::text(hit.rule.as_str())],
        );
    }
    table
}

/// Papers that the way needs, by the modes it uses and the countries it touches.
pub(crate) fn papers_table(study: &ShipmentStudy<'_>, quote: &Quote, prefix: &str) -> Table {
    let corridor = study.study().corridor();
    let mut table = Table::new(
        format!("{prefix}papers"),
        &[
            ("name", "paper", false),
            ("issued", "issued by", false),
            ("when", "when", false),
            ("mandatory", "needed", false),
        ],
    );
    let modes: Vec<Mode> = quote
        .itinerary
        .steps()
        .iter()
        .filter_map(|step| match &step.kind {
            StepKind::Leg { mode, .. } => Some(*mode),
            _ => None,
        })
        .collect();
    let countries: Vec<Country> = quote.itinerary.sections().map(|section| section.country).collect();
    let lines = &study.shipment().lines;
    for paper in corridor.documents.iter().filter(|paper| paper.mandatory != Mandatory::No) {
        let applies = (paper.modes.is_empty() || paper.modes.iter().any(|mode| modes.contains(mode)))
            && (paper.countries.is_empty()
                || paper.countries.iter().any(|country| countries.contains(country)))
            && (paper.powertrains.is_empty()
                || lines.iter().any(|line| paper.powertrains.contains(&line.vehicle.powertrain)));
        if applies {
            table.push(
                paper.id.as_str(),
                vec![
                    Cell::text(&paper.name),
                    Cell::text(&paper.issued_by),
                    Cell::text(&paper.when),
                    Cell::text(paper.mandatory.word()),
                ],
            );
        }
    }
    table
}

pub(crate) fn cost_table(study: &ShipmentStudy<'_>, quote: &Quote, prefix: &str) -> Table {
    let corridor = study.study().corridor();
    let mut table = Table::new(
        format!("{prefix}cost"),
        &[
            ("item", "item", false),
            ("where", "where", false),
            ("tariff", "tariff", false),
            ("amount", "amount", true),
        ],
    );
    for item in &quote.cost.items {
        let place = item.step.and_then(|step| quote.itinerary.steps().get(step)).map_or_else(
            || "shipment".to_owned(),
            |step| match item.country {
                Some(country) if step.from != step.to => country.name().to_owned(),
                _ => place_name(corridor, &step.from),
            },
        );
        table.push(
            format!("{}-{}", item.tariff, item.item),
            vec![
                Cell::text(item.item.word().replace('_', " ")),
                Cell::text(place),
                Cell::text(item.tariff.as_str()),
                Cell::figure(&item.trace),
            ],
        );
    }
    let blank = || Cell::text("");
    table.push(
        "transport",
        vec![Cell::text("transport, step by step"), blank(), blank(), Cell::figure(&quote.cost.transport)],
    );
    table.push("total", vec![Cell::text("total"), blank(), blank(), Cell::figure(&quote.cost.total)]);
    table.push(
        "per-vehicle",
        vec![Cell::text("per vehicle"), blank(), blank(), Cell::figure(&quote.cost.per_vehicle)],
    );
    table
}

pub(crate) fn emission_table(study: &ShipmentStudy<'_>, quote: &Quote, prefix: &str) -> Table {
    let corridor = study.study().corridor();
    let mut table = Table::new(
        format!("{prefix}co2e"),
        &[("what", "chain element", false), ("where", "where", false), ("amount", "CO2e", true)],
    );
    for item in &quote.emissions.items {
        let step = quote.itinerary.steps().get(item.step);
        let place = step.map_or_else(String::new, |step| {
            if step.from == step.to {
                place_name(corridor, &step.from)
            } else {
                format!("{} to {}", place_name(corridor, &step.from), place_name(corridor, &step.to))
            }
        });
        table.push(
            format!("{}-{}-{}", item.kind.name(), item.country, step.map(step_key).unwrap_or_default()),
            vec![Cell::text(&item.trace.label), Cell::text(place), Cell::figure(&item.trace)],
        );
    }
    table.push("total", vec![Cell::text("total"), Cell::text(""), Cell::figure(&quote.emissions.total)]);
    table.push(
        "per-vehicle",
        vec![Cell::text("per vehicle"), Cell::text(""), Cell::figure(&quote.emissions.per_vehicle)],
    );
    table
}
