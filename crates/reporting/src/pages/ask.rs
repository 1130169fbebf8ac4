//! Pages that answer a question from the command line: routes, loads and ways of shipping of one shipment.

use landbridge_model::{EquipmentId, Itinerary};
use landbridge_network::Route;
use landbridge_planning::{PlanningError, RouteFilter, ShipmentStudy};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::modes::{options_table, refused_table};
use crate::pages::order::OrderShipment;
use crate::pages::order_tables::{
    conditions_table, cost_table, emission_table, key_figures_of, patterns_table, steps_table,
};
use crate::pages::parts::{local_time, place_name};

/// The cheapest, the fastest and the lowest-CO2e route of a shipment, with every step.
///
/// # Errors
/// If nothing reaches the destination, or a price is missing.
pub fn routes_page(study: &ShipmentStudy<'_>, filter: &RouteFilter) -> Result<Page, PlanningError> {
    let corridor = study.study().corridor();
    let asked = study.shipment();
    let routes = study.routes(filter)?;
    let mut blocks = Vec::new();
    let mut shown: Vec<(&Itinerary, String)> = Vec::new();
    let named =
        [("cheapest", routes.cheapest()), ("fastest", routes.fastest()), ("lowest CO2e", routes.greenest())];
    let named: Vec<(&str, &Route)> =
        named.into_iter().filter_map(|(name, route)| Some((name, route?))).collect();
    for (name, route) in &named {
        match shown.iter_mut().find(|(itinerary, _)| **itinerary == route.itinerary) {
            Some((_, names)) => *names = format!("{names} and {name}"),
            None => shown.push((&route.itinerary, (*name).to_owned())),
        }
    }
    for (itinerary, names) in &shown {
        let Some((_, route)) = named.iter().find(|(_, route)| route.itinerary == **itinerary) else {
            continue;
        };
        let quote = study.quote(route)?;
        let prefix = format!("{}-", key_of(names));
        blocks.push(Block::Heading(format!("Route: {names}")));
        blocks.push(Block::Table(key_figures_of(study, None, &quote, &prefix)?));
        blocks.push(Block::Table(steps_table(study, &quote, &prefix)));
        blocks.push(Block::Table(cost_table(study, &quote, &prefix)));
        blocks.push(Block::Table(emission_table(study, &quote, &prefix)));
    }
    let conditions = conditions_table(study, "");
    if !conditions.rows.is_empty() {
        blocks.push(Block::Heading("Conditions".to_owned()));
        blocks.push(Block::Table(conditions));
    }
    let banned = if study.import_rules().iter().any(|hit| hit.blocking) {
        " The country of destination does not admit these vehicles; see the conditions."
    } else {
        ""
    };
    let proof = if routes.complete {
        format!(
            "{} routes are Pareto-optimal by arrival, transport cost and CO2e; the search was complete, and does not put \
             off a start in the hope of a cheaper tariff or exchange rate",
            routes.routes.len()
        )
    } else {
        format!("the search ended within its budget with {} routes; others may exist", routes.routes.len())
    };
    Ok(Page {
        slug: format!("route-{}", key_of(asked.destination.as_str())),
        title: format!(
            "{} vehicles, {} to {}",
            asked.vehicles(),
            place_name(corridor, &asked.origin),
            place_name(corridor, &asked.destination)
        ),
        summary: format!("Ready {}; {proof}.{banned}", local_time(corridor, &asked.origin, asked.ready)),
        blocks,
    })
}

/// Load plans of a shipment on the equipment asked for, or on all that is in service.
#[must_use]
pub fn loads_page(study: &ShipmentStudy<'_>, wanted: &[EquipmentId]) -> Page {
    let corridor = study.study().corridor();
    let loads = study.loads();
    let mut table = Table::new(
        "units",
        &[
            ("equipment", "equipment", false),
            ("units", "units", true),
            ("bound", "at least", true),
            ("proof", "proof", false),
        ],
    );
    let mut blocks = Vec::new();
    let chosen = |id: &EquipmentId| wanted.is_empty() || wanted.contains(id);
    for (id, plan) in loads.plans.iter().filter(|(id, _)| chosen(id)) {
        table.push(
            id.as_str(),
            vec![
                Cell::text(id.as_str()),
                loads.traces.get(id).map_or_else(|| Cell::text(plan.n_units().to_string()), Cell::figure),
                Cell::text(plan.lower_bound.to_string()),
                Cell::text(&plan.bound_reason),
            ],
        );
        let decks = corridor.equipment.get(id).is_some_and(|equipment| !equipment.decks.is_empty());
        if decks && !wanted.is_empty() {
            blocks.push(Block::Heading(format!("{id}: patterns")));
            blocks.push(Block::Table(patterns_table(&plan.patterns(), &format!("{id}-patterns"))));
        }
    }
    let mut refused = Table::new("refused", &[("equipment", "equipment", false), ("why", "why not", false)]);
    for (id, refusals) in loads.refused.iter().filter(|(id, _)| chosen(id)) {
        let reasons = refusals.iter().map(ToString::to_string).collect::<Vec<_>>().join("; ");
        refused.push(id.as_str(), vec![Cell::text(id.as_str()), Cell::text(reasons)]);
    }
    blocks.insert(0, Block::Table(table));
    if !refused.rows.is_empty() {
        blocks.push(Block::Heading("Equipment that does not take them".to_owned()));
        blocks.push(Block::Table(refused));
    }
    Page {
        slug: format!("load-{}", key_of(&study.shipment().name)),
        title: format!("{} vehicles of {} models", study.shipment().vehicles(), study.shipment().lines.len()),
        summary: "Fewest units found, and the number below which no plan can go.".to_owned(),
        blocks,
    }
}

/// Ways of shipping a shipment side by side.
///
/// # Errors
/// If a price is missing.
pub fn compare_page(study: ShipmentStudy<'_>) -> Result<Page, PlanningError> {
    let options = study.options()?;
    let shipment = OrderShipment { study, options, main: None };
    let asked = shipment.study.shipment();
    let corridor = shipment.study.study().corridor();
    let (title, ready) = (asked.name.clone(), local_time(corridor, &asked.origin, asked.ready));
    let mut blocks = vec![Block::Table(options_table(&shipment, "ways"))];
    let refused = refused_table(&shipment, "refused");
    if !refused.rows.is_empty() {
        blocks.push(Block::Heading("Not offered".to_owned()));
        blocks.push(Block::Table(refused));
    }
    let conditions = conditions_table(&shipment.study, "");
    if !conditions.rows.is_empty() {
        blocks.push(Block::Heading("Conditions".to_owned()));
        blocks.push(Block::Table(conditions));
    }
    Ok(Page {
        slug: format!("compare-{}", key_of(&title)),
        title: format!("Ways of shipping {title}"),
        summary: format!("Ready {ready}; each way by its cheapest route, loaded and priced in full."),
        blocks,
    })
}
