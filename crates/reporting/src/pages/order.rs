//! The page of an order: vehicles, way, load plan, cost, days and CO2e of each of its shipments.

use landbridge_model::{Amount, EquipmentId, OrderId, StepKind};
use landbridge_planning::{
    LoadMeasure, ModeOption, Outcome, PlanningError, Quote, RouteFilter, ShipmentStudy, Study,
};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::load_drawings::deck_drawing;
use crate::pages::load_tables::{bound_words, decks_table, patterns_table, percent, unit_words, units_table};
use crate::pages::order_drawings::{cost_picture, time_distance};
use crate::pages::order_tables::{
    conditions_table, cost_table, emission_table, key_figures_of, papers_table, steps_table, vehicles_table,
};
use crate::pages::parts::place_name;

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
        let prefix = format!("{}-", key_of(shipment.study.shipment().destination.as_str()));
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
    blocks.push(Block::Text(asked_for(study)));
    blocks.push(Block::Table(vehicles_table(study, prefix)));
    let Some((option, quote)) = shipment.main_quote() else {
        blocks.push(Block::Text(
            "No way of shipping this was found; the page of modes gives the reasons.".to_owned(),
        ));
        return Ok(());
    };
    blocks.push(Block::Text(headline(shipment, option, quote)));
    let units = study.units(&option.equipment).map(|units| (option.name.as_str(), units));
    blocks.push(Block::Table(key_figures_of(study, units, quote, prefix)?));
    blocks.push(Block::Heading(format!("Route by {}", option.name)));
    blocks.push(Block::Table(steps_table(study, quote, prefix)));
    let file = format!("{slug}-{prefix}way.svg");
    blocks.push(Block::Picture {
        alt: format!("Distance against time from {} to {}", asked.origin, asked.destination),
        svg: time_distance(study, quote).to_svg(),
        file,
    });
    blocks.push(Block::Heading("Conditions and papers".to_owned()));
    blocks.push(Block::Table(conditions_table(study, prefix)));
    blocks.push(Block::Folded {
        summary: "Papers for this route".to_owned(),
        blocks: vec![Block::Table(papers_table(study, quote, prefix))],
    });
    load_blocks(blocks, shipment, quote, prefix, slug);
    blocks.push(Block::Heading("Cost".to_owned()));
    blocks.push(Block::Table(cost_table(study, quote, prefix)));
    blocks.push(Block::Picture {
        file: format!("{slug}-{prefix}cost.svg"),
        alt: format!("Cost of the shipment by item, {}", corridor.base_currency),
        svg: cost_picture(study, quote).to_svg(),
    });
    blocks.push(Block::Heading("CO2e".to_owned()));
    blocks.push(Block::Text(
        "Electricity counts the CO2 of generation in the grid of each country, fuels count CO2e from well to wheel; the \
         specific energy of trains lies on straight lines between the published points. Terminals count driving on and off \
         and lifting; border standing is not counted."
            .to_owned(),
    ));
    blocks.push(Block::Table(emission_table(study, quote, prefix)));
    blocks.push(Block::Heading("Other routes".to_owned()));
    blocks.push(Block::Table(routes_table(study, prefix)?));
    Ok(())
}

fn headline(shipment: &OrderShipment<'_>, option: &ModeOption, quote: &Quote) -> String {
    let units = shipment
        .study
        .units(&option.equipment)
        .map_or_else(String::new, |units| format!("{}, ", units.amount));
    let several = match quote.departures.as_ref().map(|departures| &departures.amount) {
        Some(Amount::Count(n, _)) if *n > 1 => {
            format!(" The units fill {n} departures; times are those of the first.")
        }
        _ => String::new(),
    };
    format!(
        "By {}: {units}{} per vehicle, {} from ready to unloaded, {} per vehicle.{several}",
        option.name, quote.cost.per_vehicle.amount, quote.duration.amount, quote.emissions.per_vehicle.amount
    )
}

/// What was ordered, in one sentence.
fn asked_for(study: &ShipmentStudy<'_>) -> String {
    let corridor = study.study().corridor();
    let shipment = study.shipment();
    let line = corridor.orders.iter().find(|line| {
        shipment.lines.iter().flat_map(|known| &known.rows).any(|row| row.id == line.id.as_str())
    });
    let ready = corridor.local_date(&shipment.origin, shipment.ready);
    let due = shipment.due.and_then(|due| corridor.local_date(&shipment.destination, due));
    let mut parts = vec![format!("cleared at {}", shipment.clearance)];
    parts.extend(ready.map(|day| format!("ready {day}")));
    parts.extend(due.map(|day| format!("due {day}")));
    parts.extend(line.filter(|line| !line.incoterm.is_empty()).map(|line| line.incoterm.clone()));
    let text = parts.join(", ");
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}

/// Optimal loads of the equipment that the way uses; where that has no decks, also of the cheapest way that has.
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
    let has_decks =
        |id: &EquipmentId| corridor.equipment.get(id).is_some_and(|known| !known.decks.is_empty());
    let main: Vec<EquipmentId> = quote.itinerary.equipment().into_iter().collect();
    let mut others = Vec::new();
    if !main.iter().any(has_decks) {
        let quotes = shipment.options.iter().filter_map(ModeOption::quote);
        let decked = quotes.filter(|quote| quote.itinerary.equipment().iter().any(has_decks));
        if let Some(next) = decked.min_by_key(|quote| quote.cost.total_money().minor()) {
            others.extend(next.itinerary.equipment().into_iter().filter(has_decks));
        }
    }
    for id in &main {
        equipment_blocks(blocks, study, id, prefix, slug);
    }
    if !others.is_empty() {
        blocks.push(Block::Text(
            "Nothing is loaded on this way. By the cheapest way that loads them, the vehicles stand as follows."
                .to_owned(),
        ));
    }
    for id in &others {
        equipment_blocks(blocks, study, id, prefix, slug);
    }
    blocks.push(Block::Folded {
        summary: "All equipment in service that takes them, side by side".to_owned(),
        blocks: vec![Block::Table(units_table(
            corridor,
            study.shipment(),
            study.loads(),
            &format!("{prefix}equipment"),
        ))],
    });
}

fn equipment_blocks(
    blocks: &mut Vec<Block>,
    study: &ShipmentStudy<'_>,
    id: &EquipmentId,
    prefix: &str,
    slug: &str,
) {
    let corridor = study.study().corridor();
    let (Some(plan), Some(equipment)) = (study.loads().plans.get(id), corridor.equipment.get(id)) else {
        return;
    };
    let lines = &study.shipment().lines;
    let measure = LoadMeasure::new(lines, &corridor.equipment);
    let patterns = plan.patterns();
    let used = measure.load(patterns.iter().copied());
    let shares: Vec<String> =
        [("deck length with gaps", used.length), ("mass", used.mass), ("places", used.places)]
            .into_iter()
            .filter(|(_, share)| share.is_some())
            .map(|(what, share)| format!("{} of {what}", percent(share)))
            .collect();
    let uses = if shares.is_empty() { String::new() } else { format!(" Used: {}.", shares.join(", ")) };
    blocks.push(Block::Text(format!(
        "{}, {} vehicles: {}.{uses}",
        equipment.name,
        plan.vehicles(),
        bound_words(plan, study.units(id))
    )));
    if equipment.decks.is_empty() {
        return;
    }
    blocks.push(Block::Table(patterns_table(&measure, &patterns, &format!("{prefix}{id}-load"))));
    blocks.push(Block::Folded {
        summary: format!("{}, deck by deck", equipment.name),
        blocks: vec![Block::Table(decks_table(&measure, &patterns, &format!("{prefix}{id}-decks")))],
    });
    let mut pictures: Vec<Block> = patterns
        .iter()
        .enumerate()
        .take(DRAWN_PATTERNS)
        .filter_map(|(idx, (unit, count))| {
            // A unit may stand in a setting of the equipment.
            let name = measure.equipment(unit).map_or(equipment.name.as_str(), |known| known.name.as_str());
            let title = format!("Pattern {}: {count} x {name}", idx + 1);
            Some(Block::Picture {
                file: format!("{slug}-{prefix}{id}-{}.svg", idx + 1),
                alt: format!("Pattern {} of {id}: {}", idx + 1, unit_words(unit)),
                svg: deck_drawing(&measure, lines, unit, &title)?.to_svg(),
            })
        })
        .collect();
    let further = pictures.split_off(pictures.len().min(SHOWN_PATTERNS));
    blocks.append(&mut pictures);
    if !further.is_empty() {
        let summary = format!("{} further patterns of {}", further.len(), equipment.name);
        blocks.push(Block::Folded { summary, blocks: further });
    }
    if patterns.len() > DRAWN_PATTERNS {
        blocks.push(Block::Text(format!(
            "{} patterns are in the table and not drawn.",
            patterns.len() - DRAWN_PATTERNS
        )));
    }
}

/// Drawings that are not folded away.
const SHOWN_PATTERNS: usize = 3;
/// More drawings than this nobody looks at; the table has them all.
const DRAWN_PATTERNS: usize = 40;

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
