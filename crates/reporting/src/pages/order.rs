//! The page of an order: vehicles, way, load plan, cost, days and CO2e of each of its shipments.

use std::collections::BTreeMap;

use landbridge_model::{Amount, Equipment, FactRef, LoadedUnit, OrderId, StepKind, Trace};
use landbridge_planning::{ModeOption, Outcome, PlanningError, Quote, RouteFilter, ShipmentStudy, Study};

use landbridge_units::Money;

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::parts::{drawn, has_assumed_rate, local_time, place_name, step_words};
use crate::svg::{
    DeckDrawing, DeckRow, DeckVehicle, LegClass, LineClass, StepKind as BarKind, TimeDistance, TimeLeg,
    Waterfall, WaterfallStep,
};

/// An order of the report with its shipments studied.
pub(crate) struct OrderStudy<'s> {
    pub(crate) order: OrderId,
    pub(crate) what: String,
    pub(crate) shipments: Vec<OrderShipment<'s>>,
}

/// A shipment with every way of shipping it.
pub(crate) struct OrderShipment<'s> {
    pub(crate) study: ShipmentStudy<'s>,
    pub(crate) options: Vec<ModeOption>,
    /// Index of the way the page shows in full.
    pub(crate) main: Option<usize>,
}

impl OrderShipment<'_> {
    /// The way the page shows in full.
    pub(crate) fn main_quote(&self) -> Option<(&ModeOption, &Quote)> {
        let option = self.options.get(self.main?)?;
        Some((option, option.quote()?))
    }
}

/// Studies all orders that the corridor's report shows.
pub(crate) fn studies<'s>(study: &'s Study<'s>) -> Result<Vec<OrderStudy<'s>>, PlanningError> {
    let corridor = study.corridor();
    let mut orders = Vec::new();
    for wanted in &corridor.report_orders {
        let mut shipments = Vec::new();
        for shipment in corridor.shipments(&wanted.order) {
            let shipment = study.shipment(shipment)?;
            let options = shipment.options()?;
            let main = main_option(&options, wanted.equipment.as_ref());
            shipments.push(OrderShipment { study: shipment, options, main });
        }
        let what = corridor
            .orders
            .iter()
            .find(|line| line.order == wanted.order)
            .map_or_else(String::new, |line| line.what.clone());
        orders.push(OrderStudy { order: wanted.order.clone(), what, shipments });
    }
    Ok(orders)
}

/// The settled equipment if it was quoted, else the way with the lowest total.
fn main_option(options: &[ModeOption], settled: Option<&landbridge_model::EquipmentId>) -> Option<usize> {
    let quoted = options.iter().enumerate().filter_map(|(idx, option)| {
        let quote = option.quote()?;
        let total = match &quote.cost.total.amount {
            Amount::Money(money) => money.minor(),
            _ => i64::MAX,
        };
        Some((idx, option, total))
    });
    match settled {
        Some(equipment) => {
            quoted.into_iter().find(|(_, option, _)| option.equipment == *equipment).map(|x| x.0)
        }
        None => quoted.into_iter().min_by_key(|(idx, _, total)| (*total, *idx)).map(|x| x.0),
    }
}

pub(crate) fn page(order: &OrderStudy<'_>) -> Result<Page, PlanningError> {
    let slug = format!("order-{}", order.order);
    let mut blocks = Vec::new();
    let total: u64 = order.shipments.iter().map(|shipment| shipment.study.shipment().vehicles()).sum();
    let single = order.shipments.len() == 1;
    for shipment in &order.shipments {
        let to = key_of(shipment.study.shipment().destination.as_str());
        let prefix = if single { String::new() } else { format!("{to}-") };
        shipment_blocks(&mut blocks, shipment, &prefix, &slug)?;
    }
    let summary = format!(
        "{}. {total} vehicles in {} shipment{}; every figure is planned from the corridor's facts, not reported by a carrier.",
        order.what,
        order.shipments.len(),
        if single { "" } else { "s" }
    );
    Ok(Page { slug, title: format!("Order {}", order.order), summary, blocks })
}

fn shipment_blocks(
    blocks: &mut Vec<Block>,
    shipment: &OrderShipment<'_>,
    prefix: &str,
    slug: &str,
) -> Result<(), PlanningError> {
    let study = &shipment.study;
    let corridor = study.study().corridor();
    let asked = study.shipment();
    blocks.push(Block::Heading(format!(
        "{} vehicles, {} to {}",
        asked.vehicles(),
        place_name(corridor, &asked.origin),
        place_name(corridor, &asked.destination)
    )));
    blocks.push(Block::Table(vehicles_table(study, prefix)));
    let Some((option, quote)) = shipment.main_quote() else {
        blocks.push(Block::Text(
            "No way of shipping this was found; the page of modes gives the reasons.".to_owned(),
        ));
        return Ok(());
    };
    blocks.push(Block::Text(headline(shipment, option, quote)));
    let units = study.units(&option.equipment).map(|units| (option.name.as_str(), units));
    blocks.push(Block::Table(key_figures_of(units, quote, prefix)));
    blocks.push(Block::Heading(format!("Way: {}", option.name)));
    blocks.push(Block::Table(steps_table(study, quote, prefix)));
    let file = format!("{slug}-{prefix}way.svg");
    blocks.push(Block::Picture {
        alt: format!("Distance against time from {} to {}", asked.origin, asked.destination),
        svg: time_distance(study, quote).to_svg(),
        file,
    });
    blocks.push(Block::Table(conditions_table(study, prefix)));
    load_blocks(blocks, shipment, quote, prefix, slug);
    blocks.push(Block::Heading("Cost".to_owned()));
    blocks.push(Block::Table(cost_table(study, quote, prefix)));
    blocks.push(Block::Picture {
        file: format!("{slug}-{prefix}cost.svg"),
        alt: format!("Cost of the shipment by item, {}", corridor.base_currency),
        svg: cost_picture(study, quote).to_svg(),
    });
    blocks.push(Block::Heading("CO2e".to_owned()));
    blocks.push(Block::Table(emission_table(study, quote, prefix)));
    blocks.push(Block::Heading("Other routes".to_owned()));
    blocks.push(Block::Table(routes_table(study, prefix)?));
    Ok(())
}

fn headline(shipment: &OrderShipment<'_>, option: &ModeOption, quote: &Quote) -> String {
    let units = shipment
        .study
        .loads()
        .plans
        .get(&option.equipment)
        .map_or_else(String::new, |plan| format!("{} units of {}, ", plan.n_units(), option.name));
    format!(
        "By {}: {units}{} per vehicle, {} door to door, {} per vehicle.",
        option.name, quote.cost.per_vehicle.amount, quote.duration.amount, quote.emissions.per_vehicle.amount
    )
}

fn vehicles_table(study: &ShipmentStudy<'_>, prefix: &str) -> Table {
    let mut table = Table::new(
        format!("{prefix}vehicles"),
        &[
            ("model", "model", false),
            ("quantity", "vehicles", true),
            ("length", "length", true),
            ("width", "width", true),
            ("height", "height", true),
            ("kerb", "kerb mass", true),
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
        let quantity = Amount::Count(i64::from(line.quantity), "vehicles".to_owned());
        let quantity = if line.rows.is_empty() {
            Trace::given("vehicles", quantity, "asked")
        } else {
            let parts = line
                .rows
                .iter()
                .map(|row| {
                    let fact = FactRef::new(row, "quantity");
                    let count = fact.value().parse().unwrap_or(0);
                    Trace::fact(format!("line {}", row.id), Amount::Count(count, "vehicles".to_owned()), fact)
                })
                .collect();
            Trace::sum(format!("vehicles of {}", vehicle.id), quantity, parts)
        };
        let value = vehicle
            .value
            .map_or_else(|| Cell::text("unknown"), |value| fact("value", Amount::Money(value), "value_usd"));
        table.push(
            vehicle.id.as_str(),
            vec![
                Cell::text(vehicle.id.as_str()),
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
pub(crate) fn key_figures_of(units: Option<(&str, &Trace)>, quote: &Quote, prefix: &str) -> Table {
    let mut table =
        Table::new(format!("{prefix}key"), &[("what", "figure", false), ("value", "value", true)]);
    let mut row = |key: &str, what: &str, trace: &Trace| {
        table.push(key, vec![Cell::text(what), Cell::figure(trace)]);
    };
    if let Some((name, units)) = units {
        row("units", &format!("units of {name}"), units);
    }
    row("cost", "cost, all items", &quote.cost.total);
    row("cost-per-vehicle", "cost per vehicle", &quote.cost.per_vehicle);
    row("duration", "time, door to door", &quote.duration);
    row("co2e", "CO2e", &quote.emissions.total);
    row("co2e-per-vehicle", "CO2e per vehicle", &quote.emissions.per_vehicle);
    table
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
            format!("{}-{}", idx + 1, kind_key(&step.kind)),
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
fn step_cost(quote: &Quote, idx: usize) -> Option<Trace> {
    let items: Vec<_> = quote.cost.items.iter().filter(|item| item.step == Some(idx)).collect();
    let currency = items.first()?.amount.currency();
    let total = Money::sum(items.iter().map(|item| &item.amount), currency).ok()?;
    Some(Trace::sum(
        "cost of the step",
        Amount::Money(total),
        items.iter().map(|item| item.trace.clone()).collect(),
    ))
}

fn distance_cell(kind: &StepKind) -> Cell {
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

fn kind_key(kind: &StepKind) -> &'static str {
    match kind {
        StepKind::Wait { .. } => "wait",
        StepKind::Load { .. } => "load",
        StepKind::Unload { .. } => "unload",
        StepKind::Transload { .. } => "transload",
        StepKind::Leg { .. } => "leg",
        StepKind::Border { .. } => "border",
        StepKind::GaugeChange { .. } => "gauge",
        _ => "step",
    }
}

#[expect(clippy::cast_precision_loss, reason = "drawing only")]
fn time_distance(study: &ShipmentStudy<'_>, quote: &Quote) -> TimeDistance {
    let corridor = study.study().corridor();
    let start = quote.itinerary.start();
    let hours = |at: landbridge_units::Instant| at.since(start).get() as f64 / 60.0;
    let (mut km, mut places, mut legs) = (0.0, Vec::new(), Vec::new());
    places.push((0.0, place_name(corridor, &study.shipment().origin)));
    for step in quote.itinerary.steps() {
        let from_km = km;
        let class = match &step.kind {
            StepKind::Leg { mode, sections, .. } => {
                km += sections.iter().map(|section| section.length.get() as f64 / 1_000.0).sum::<f64>();
                places.push((km, place_name(corridor, &step.to)));
                LegClass::Move(line_class(*mode, sections, corridor))
            }
            _ => LegClass::Dwell,
        };
        legs.push(TimeLeg {
            from_h: hours(step.start),
            to_h: hours(step.end),
            from_km,
            to_km: km,
            class,
            label: step_words(corridor, &step.kind),
        });
    }
    let days = quote.itinerary.duration().get() / 1_440;
    let every = (days / 10).max(1);
    let x_ticks = (0..=days / every).map(|n| ((n * every * 24) as f64, format!("{}", n * every))).collect();
    TimeDistance {
        title: format!("{}: distance against time", study.shipment().name),
        desc: format!(
            "{} door to door over {} km",
            quote.duration.amount,
            quote.itinerary.length().km().normalize()
        ),
        places,
        legs,
        x_ticks,
        x_label: format!("days from {} {}", start, "(UTC)"),
    }
}

fn line_class(
    mode: landbridge_model::Mode,
    sections: &[landbridge_model::Section],
    corridor: &landbridge_model::Corridor,
) -> LineClass {
    use landbridge_model::{Gauge, Mode};
    match mode {
        Mode::Road => LineClass::Road,
        Mode::River => LineClass::River,
        Mode::Sea => LineClass::Sea,
        Mode::Rail => {
            let broad = sections
                .iter()
                .filter_map(|section| corridor.links.get(&section.link))
                .all(|link| link.gauges.contains(&Gauge::Broad));
            if broad { LineClass::Rail1520 } else { LineClass::Rail1435 }
        }
    }
}

pub(crate) fn conditions_table(study: &ShipmentStudy<'_>, prefix: &str) -> Table {
    let mut table = Table::new(
        format!("{prefix}conditions"),
        &[("rule", "rule", false), ("vehicle", "model", false), ("says", "condition or refusal", false)],
    );
    for hit in study.conditions().iter().chain(study.import_rules()) {
        table.push(
            format!("{}-{}", hit.rule, hit.vehicle),
            vec![Cell::text(hit.rule.as_str()), Cell::text(hit.vehicle.as_str()), Cell::text(&hit.reason)],
        );
    }
    table
}

fn load_blocks(
    blocks: &mut Vec<Block>,
    shipment: &OrderShipment<'_>,
    quote: &Quote,
    prefix: &str,
    slug: &str,
) {
    let study = &shipment.study;
    let corridor = study.study().corridor();
    blocks.push(Block::Heading("Load plan".to_owned()));
    for id in quote.itinerary.equipment() {
        let (Some(plan), Some(equipment)) = (study.loads().plans.get(&id), corridor.equipment.get(&id))
        else {
            continue;
        };
        let proof = if plan.is_optimal() {
            "no plan has fewer".to_owned()
        } else {
            format!("no plan has fewer than {}", plan.lower_bound)
        };
        blocks.push(Block::Text(format!(
            "{}: {} units for {} vehicles; {proof}, because {}.",
            equipment.name,
            plan.n_units(),
            plan.vehicles(),
            plan.bound_reason
        )));
        if equipment.decks.is_empty() {
            continue;
        }
        let patterns = plan.patterns();
        blocks.push(Block::Table(patterns_table(&patterns, &format!("{prefix}{id}-load"))));
        for (idx, (unit, count)) in patterns.iter().enumerate().take(DRAWN_PATTERNS) {
            let label = format!("{} x {}", count, equipment.name);
            blocks.push(Block::Picture {
                file: format!("{slug}-{prefix}{id}-{}.svg", idx + 1),
                alt: format!("Pattern {} of {id}: {}", idx + 1, unit_words(unit)),
                svg: deck_drawing(study, equipment, unit, &label).to_svg(),
            });
        }
        if patterns.len() > DRAWN_PATTERNS {
            blocks.push(Block::Text(format!(
                "{} further patterns are in the table and not drawn.",
                patterns.len() - DRAWN_PATTERNS
            )));
        }
    }
}

/// More drawings than this nobody looks at; the table has them all.
const DRAWN_PATTERNS: usize = 4;

pub(crate) fn patterns_table(patterns: &[(&LoadedUnit, u32)], key: &str) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("pattern", "pattern", true),
            ("units", "units", true),
            ("vehicles", "vehicles each", true),
            ("decks", "decks, bottom first", false),
        ],
    );
    for (idx, (unit, count)) in patterns.iter().enumerate() {
        let vehicles: usize = unit.decks.iter().map(|deck| deck.vehicles.len()).sum();
        table.push(
            format!("{}", idx + 1),
            vec![
                Cell::text((idx + 1).to_string()),
                Cell::text(count.to_string()),
                Cell::text(vehicles.to_string()),
                Cell::text(unit_words(unit)),
            ],
        );
    }
    table
}

fn unit_words(unit: &LoadedUnit) -> String {
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

fn deck_drawing(
    study: &ShipmentStudy<'_>,
    equipment: &Equipment,
    unit: &LoadedUnit,
    label: &str,
) -> DeckDrawing {
    let small = |n: u64| u32::try_from(n).unwrap_or(u32::MAX);
    let lines = &study.shipment().lines;
    let decks = equipment
        .decks
        .iter()
        .rev()
        .map(|deck| {
            let loaded = unit.decks.iter().find(|loaded| loaded.deck == deck.id);
            let mut end = 0;
            let vehicles = loaded
                .map(|loaded| loaded.vehicles.as_slice())
                .unwrap_or_default()
                .iter()
                .filter_map(|placed| {
                    let (series, line) =
                        lines.iter().enumerate().find(|(_, line)| line.vehicle.id == placed.vehicle)?;
                    end = placed.position.get().saturating_add(line.vehicle.length.get());
                    Some(DeckVehicle {
                        label: line.vehicle.name.clone(),
                        x_mm: small(placed.position.get()),
                        length_mm: small(line.vehicle.length.get()),
                        height_mm: small(line.vehicle.height.get()),
                        series,
                    })
                })
                .collect();
            DeckRow {
                label: deck.id.to_string(),
                length_mm: small(deck.length.get()),
                height_mm: small(deck.height.get()),
                vehicles,
                free_mm: small(deck.length.get().saturating_sub(end)),
            }
        })
        .collect();
    DeckDrawing { title: label.to_owned(), desc: unit_words(unit), unit_label: "mm".to_owned(), decks }
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

fn cost_picture(study: &ShipmentStudy<'_>, quote: &Quote) -> Waterfall {
    let corridor = study.study().corridor();
    let mut steps: Vec<WaterfallStep> = Vec::new();
    for item in &quote.cost.items {
        let label = match item.country {
            Some(country) => format!("{} {}", item.item.word().replace('_', " "), country.code()),
            None => item.item.word().replace('_', " "),
        };
        steps.push(WaterfallStep {
            label,
            value: drawn(&item.trace),
            value_text: item.trace.amount.to_string(),
            kind: BarKind::Add,
            series: usize::from(has_assumed_rate(corridor, item)),
            assumed: has_assumed_rate(corridor, item),
            interval: None,
            note: String::new(),
        });
    }
    steps.push(WaterfallStep {
        label: "total".to_owned(),
        value: drawn(&quote.cost.total),
        value_text: quote.cost.total.amount.to_string(),
        kind: BarKind::Total,
        series: 2,
        assumed: false,
        interval: None,
        note: String::new(),
    });
    Waterfall {
        title: format!("{}: cost build-up", study.shipment().name),
        desc: format!("{} in all, {} per vehicle", quote.cost.total.amount, quote.cost.per_vehicle.amount),
        unit: corridor.base_currency.to_string(),
        series: vec!["published or derived rate".to_owned(), "assumed rate".to_owned(), "total".to_owned()],
        steps,
    }
}

pub(crate) fn emission_table(study: &ShipmentStudy<'_>, quote: &Quote, prefix: &str) -> Table {
    let corridor = study.study().corridor();
    let mut table = Table::new(
        format!("{prefix}co2e"),
        &[("what", "chain element", false), ("where", "where", false), ("amount", "CO2e", true)],
    );
    for item in &quote.emissions.items {
        let place = quote.itinerary.steps().get(item.step).map_or_else(String::new, |step| {
            if step.from == step.to {
                place_name(corridor, &step.from)
            } else {
                format!("{} to {}", place_name(corridor, &step.from), place_name(corridor, &step.to))
            }
        });
        table.push(
            item.trace.label.as_str(),
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

fn routes_table(study: &ShipmentStudy<'_>, prefix: &str) -> Result<Table, PlanningError> {
    let mut table = Table::new(
        format!("{prefix}routes"),
        &[
            ("which", "best by", false),
            ("services", "services", false),
            ("cost", "transport", true),
            ("takes", "takes", true),
            ("co2e", "CO2e", true),
        ],
    );
    let routes = study.routes(&RouteFilter::default())?;
    let named = [
        ("cheapest", "transport cost", routes.cheapest()),
        ("fastest", "arrival", routes.fastest()),
        ("greenest", "CO2e", routes.greenest()),
    ];
    for (key, what, route) in named {
        let Some(route) = route else { continue };
        let quote = study.quote(route)?;
        let mut services: Vec<String> = Vec::new();
        for step in quote.itinerary.steps() {
            if let StepKind::Leg { service, .. } = &step.kind
                && services.last() != Some(&service.to_string())
            {
                services.push(service.to_string());
            }
        }
        table.push(
            key,
            vec![
                Cell::text(what),
                Cell::text(services.join(", ")),
                Cell::figure(&quote.cost.transport),
                Cell::figure(&quote.duration),
                Cell::figure(&quote.emissions.total),
            ],
        );
    }
    Ok(table)
}

/// Why a way of shipping is not offered, in words.
pub(crate) fn why_not(outcome: &Outcome) -> String {
    match outcome {
        Outcome::Quoted(_) => String::new(),
        Outcome::Refused(refusals) => refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "),
        Outcome::Closed(hits) => hits.iter().map(|hit| hit.reason.clone()).collect::<Vec<_>>().join("; "),
        Outcome::NoRoute(reason) => reason.clone(),
    }
}
