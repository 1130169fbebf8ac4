//! Modes side by side, and printed savings beside derived ones.

use landbridge_model::{Amount, Claim, EquipmentId, FactRef, Item, LoadPlan, Trace};
use landbridge_planning::{ModeOption, PlanningError, Quote, SavingBasis, Study, savings};
use landbridge_units::{Decimal, Money};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::order::{OrderShipment, OrderStudy, why_not};
use crate::pages::parts::{has_assumed_rate, place_name};
use crate::svg::{BarChart, BarRow, Segment};

pub(crate) fn page(study: &Study<'_>, orders: &[OrderStudy<'_>]) -> Result<Page, PlanningError> {
    let mut blocks = Vec::new();
    for order in orders {
        for shipment in &order.shipments {
            let asked = shipment.study.shipment();
            let key = format!("{}-{}", order.order, key_of(asked.destination.as_str()));
            blocks.push(Block::Heading(format!(
                "{}: {} vehicles to {}",
                order.order,
                asked.vehicles(),
                place_name(study.corridor(), &asked.destination)
            )));
            blocks.push(Block::Table(options_table(shipment, &key)));
            if shipment.options.iter().any(|option| option.quote().is_some()) {
                blocks.push(Block::Picture {
                    file: format!("modes-{key}.svg"),
                    alt: format!("Cost per vehicle by way of shipping and item, order {}", order.order),
                    svg: picture(shipment).to_svg(),
                });
            }
            let refused = refused_table(shipment, &format!("{key}-refused"));
            if !refused.rows.is_empty() {
                blocks.push(Block::Folded {
                    summary: format!("{} ways that are not offered, and why", refused.rows.len()),
                    blocks: vec![Block::Table(refused)],
                });
            }
        }
    }
    for claim in &study.corridor().claims {
        claim_blocks(&mut blocks, study, orders, claim)?;
    }
    Ok(Page {
        slug: "modes".to_owned(),
        title: "Modes side by side".to_owned(),
        summary: "The same vehicles by each way of shipping: its cheapest route, loaded and priced in full. \
                  The total counts transport, declaration, insurance and the capital bound while the vehicles travel. Where \
                  the units fill several departures of a train, the time is that of the first."
            .to_owned(),
        blocks,
    })
}

pub(crate) fn options_table(shipment: &OrderShipment<'_>, key: &str) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("way", "way", false),
            ("units", "units", true),
            ("bound", "fewest possible", true),
            ("departures", "departures", true),
            ("cost", "per vehicle", true),
            ("total", "total", true),
            ("takes", "ready to unloaded", true),
            ("co2e", "CO2e per vehicle", true),
            ("handlings", "times handled", true),
        ],
    );
    for (option, quote) in cheapest_first(shipment) {
        let plan = shipment.study.loads().plans.get(&option.equipment);
        let units = shipment.study.units(&option.equipment).map_or_else(|| Cell::text(""), Cell::figure);
        table.push(
            option.equipment.as_str(),
            vec![
                Cell::text(&option.name),
                units,
                Cell::text(plan.map_or_else(String::new, |plan: &LoadPlan| plan.lower_bound.to_string())),
                quote.departures.as_ref().map_or_else(|| Cell::text("on request"), Cell::figure),
                Cell::figure(&quote.cost.per_vehicle),
                Cell::figure(&quote.cost.total),
                Cell::figure(&quote.duration),
                Cell::figure(&quote.emissions.per_vehicle),
                Cell::text(quote.itinerary.n_handlings().to_string()),
            ],
        );
    }
    table
}

pub(crate) fn refused_table(shipment: &OrderShipment<'_>, key: &str) -> Table {
    let mut table = Table::new(key, &[("way", "way", false), ("why", "why not", false)]);
    for option in shipment.options.iter().filter(|option| option.quote().is_none()) {
        table.push(
            option.equipment.as_str(),
            vec![Cell::text(&option.name), Cell::text(why_not(&option.outcome))],
        );
    }
    table
}

const GROUPS: [(&str, &[Item]); 5] = [
    ("freight", &[Item::Freight]),
    ("handling", &[Item::Loading, Item::Unloading, Item::Transload, Item::Rack, Item::Stuffing]),
    ("border and documents", &[Item::BorderFee, Item::Declaration]),
    ("insurance and capital", &[Item::Insurance, Item::Carrying]),
    ("storage", &[Item::Storage]),
];

fn picture(shipment: &OrderShipment<'_>) -> BarChart {
    let corridor = shipment.study.study().corridor();
    let vehicles = shipment.study.shipment().vehicles();
    let rows = cheapest_first(shipment)
        .into_iter()
        .map(|(option, quote)| {
            let segments = GROUPS
                .iter()
                .enumerate()
                .filter_map(|(series, (_, items))| {
                    let of_group: Vec<_> =
                        quote.cost.items.iter().filter(|item| items.contains(&item.item)).collect();
                    let amounts = of_group.iter().map(|item| &item.amount);
                    let total = Money::sum(amounts, corridor.base_currency).ok()?;
                    // Printed exactly; only the length of the bar is a float.
                    let each = total.to_decimal().checked_div(Decimal::from(vehicles))?;
                    (total.minor() != 0).then(|| Segment {
                        series,
                        value: each.to_string().parse().unwrap_or(0.0),
                        value_text: each.round_dp(0).to_string(),
                        assumed: of_group.iter().any(|item| has_assumed_rate(corridor, item)),
                    })
                })
                .collect();
            BarRow {
                label: option.name.clone(),
                segments,
                interval: None,
                note: quote.cost.per_vehicle.amount.to_string(),
            }
        })
        .collect();
    BarChart {
        title: format!("{}: cost per vehicle", shipment.study.shipment().name),
        desc: "Cost per vehicle by way of shipping, split into items; dashed where a rate is assumed"
            .to_owned(),
        unit: corridor.base_currency.to_string(),
        series: GROUPS.iter().map(|(name, _)| (*name).to_owned()).collect(),
        rows,
        stacked: true,
    }
}

fn claim_blocks(
    blocks: &mut Vec<Block>,
    study: &Study<'_>,
    orders: &[OrderStudy<'_>],
    claim: &Claim,
) -> Result<(), PlanningError> {
    let corridor = study.corridor();
    let Some(figure) = corridor.figures.get(&claim.figure) else { return Ok(()) };
    blocks.push(Block::Heading(format!(
        "Printed: {} {} ({})",
        figure.value.normalize(),
        figure.unit,
        figure.what
    )));
    let underived = |blocks: &mut Vec<Block>, why: String| {
        blocks.push(Block::Text(format!(
            "The source says \"{}\". It is not derived here: {why}.",
            figure.printed
        )));
        Ok(())
    };
    let Some(shipment) =
        orders.iter().find(|order| order.order == claim.order).and_then(|order| order.shipments.first())
    else {
        return underived(blocks, format!("order {} is not in the report", claim.order));
    };
    let option = |id: &EquipmentId| shipment.options.iter().find(|option| option.equipment == *id);
    let (Some(better), Some(other)) = (option(&claim.better), option(&claim.other)) else {
        return underived(blocks, format!("{} or {} is no way of shipping it", claim.better, claim.other));
    };
    let printed = Trace::fact(
        &figure.what,
        Amount::Decimal(figure.value, figure.unit.clone()),
        FactRef::new(&figure.row, "value"),
    );
    let table = &corridor.evidence.get("parameters");
    let per_unit: Vec<(String, Decimal, Trace)> = claim
        .per_unit
        .iter()
        .filter_map(|id| {
            let row = table.as_ref()?.get(id)?;
            let count: Decimal = row.get("value").parse().ok()?;
            let fact = FactRef::new(&row.row, "value");
            let trace =
                Trace::fact(row.get("item"), Amount::Decimal(count, "vehicles per unit".to_owned()), fact);
            Some((id.to_string(), count, trace))
        })
        .collect();
    let derived = savings(&shipment.study, better, other, &per_unit, Some((figure.value, printed.clone())))?;
    if derived.is_empty() {
        return underived(blocks, format!("{} or {} has no quote", claim.better, claim.other));
    }
    blocks.push(Block::Text(format!(
        "The source says \"{}\" and names no basis. Below, the saving of {} against {} follows from the cost drivers on each \
         stated basis; no parameter was chosen to meet the claim. The last column says at which freight rate the claim \
         would hold exactly on that basis.",
        figure.printed, better.name, other.name
    )));
    blocks.push(Block::Table(claim_table(
        &format!("claim-{}", key_of(claim.figure.as_str())),
        &printed,
        &derived,
    )));
    Ok(())
}

fn claim_table(key: &str, printed: &Trace, derived: &[SavingBasis]) -> Table {
    let mut table = Table::new(
        key,
        &[
            ("basis", "basis", false),
            ("better", "per vehicle, said to be cheaper", true),
            ("other", "per vehicle, compared with", true),
            ("saving", "derived saving", true),
            ("printed", "printed", true),
            ("rate", "rate at which it holds", true),
        ],
    );
    for basis in derived {
        table.push(
            basis.key.as_str(),
            vec![
                Cell::text(&basis.what),
                Cell::figure(&basis.better),
                Cell::figure(&basis.other),
                Cell::figure(&basis.saving),
                Cell::figure(printed),
                basis.rate_for_claim.as_ref().map_or_else(|| Cell::text("-"), Cell::figure),
            ],
        );
    }
    table
}

fn cheapest_first<'s>(shipment: &'s OrderShipment<'_>) -> Vec<(&'s ModeOption, &'s Quote)> {
    let mut quoted: Vec<(&ModeOption, &Quote)> =
        shipment.options.iter().filter_map(|option| Some((option, option.quote()?))).collect();
    quoted.sort_by_key(|(option, quote)| (quote.cost.total_money().minor(), option.equipment.clone()));
    quoted
}
