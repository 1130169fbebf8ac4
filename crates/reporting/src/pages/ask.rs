//! The page that answers `landbridge compare`: ways of shipping of one shipment.

use landbridge_planning::{PlanningError, ShipmentStudy};

use crate::page::{Block, Page, key_of};
use crate::pages::modes::{options_table, refused_table};
use crate::pages::order::OrderShipment;
use crate::pages::order_tables::conditions_table;
use crate::pages::parts::local_time;

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
