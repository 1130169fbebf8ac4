//! Pages that answer a question from the command line: loads and ways of shipping of one shipment.

use landbridge_model::EquipmentId;
use landbridge_planning::{PlanningError, ShipmentStudy};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::modes::{options_table, refused_table};
use crate::pages::order::OrderShipment;
use crate::pages::order_tables::{conditions_table, patterns_table};
use crate::pages::parts::local_time;

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
