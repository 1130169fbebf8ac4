//! Landed cost by state: value, carriage, duty, taxes and fees of one vehicle, unknown parts named.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_costing::Outcome;
use landbridge_model::{
    Amount, ChargeKind, Clearance, Corridor, Country, FactRef, PlaceId, Shipment, ShipmentLine, Trace,
    VehicleModel,
};
use landbridge_planning::{Delivered, PlanningError, RouteFilter, ShipmentStudy, Study, delivered};

use crate::page::{Block, Cell, Page, Table};
use crate::pages::parts::place_name;

/// Vehicles of the reference shipment: a full wagon of the common size, so that no unit travels half empty.
const REFERENCE_VEHICLES: u32 = 10;

pub(crate) fn page(study: &Study<'_>) -> Result<Page, PlanningError> {
    let corridor = study.corridor();
    let mut blocks = Vec::new();
    let mut notes = Vec::new();
    let mut remarks: BTreeSet<String> = BTreeSet::new();
    for id in &corridor.report_vehicles {
        let Some(vehicle) = corridor.vehicles.get(id) else { continue };
        blocks.push(Block::Heading(format!("{id}: {}", vehicle.name)));
        let mut table = Table::new(
            id.as_str(),
            &[
                ("state", "state", false),
                ("value", "value", true),
                ("carriage", "carriage to border", true),
                ("customs", "customs value", true),
                ("duty", "duty", true),
                ("excise", "excise", true),
                ("fee", "fee", true),
                ("vat", "VAT", true),
                ("utilisation", "utilisation", true),
                ("registration", "registration", true),
                ("inland", "carriage inland", true),
                ("total", "delivered", true),
            ],
        );
        // Vehicles, origin and day are the same for every state: what was loaded and priced once holds for all.
        let mut first: Option<ShipmentStudy<'_>> = None;
        for (country, destination) in destinations(corridor) {
            let shipment = match &first {
                Some(known) => known.to(&destination),
                None => {
                    let Some(shipment) = reference_shipment(study, vehicle, &destination) else { continue };
                    study.shipment(shipment)?
                }
            };
            let shipment = first.insert(shipment);
            let banned: Vec<String> = shipment
                .import_rules()
                .iter()
                .filter(|hit| hit.blocking)
                .map(|hit| hit.reason.clone())
                .collect();
            if !banned.is_empty() {
                notes.push(format!("{id} in {}: {}", country.name(), banned.join("; ")));
                continue;
            }
            let route = match shipment.cheapest(&RouteFilter::default()) {
                Ok(Some(route)) => route,
                Ok(None) => continue,
                Err(error) if error.is_no_route() => {
                    notes.push(format!("{id} in {}: {}", country.name(), error.reason()));
                    continue;
                }
                Err(error) => return Err(error),
            };
            let quote = shipment.quote(&route)?;
            let Some(delivered) = delivered(shipment, vehicle, &quote)? else {
                notes.push(format!("{id}: no value on file, so no landed cost"));
                continue;
            };
            notes.extend(unknowns(id.as_str(), &delivered));
            remarks.extend(remarks_on(&delivered));
            table.push(country.code(), row(corridor, &destination, &delivered));
        }
        blocks.push(Block::Table(table));
    }
    blocks.push(Block::Heading("What is unknown".to_owned()));
    blocks.push(Block::Text(
        "A charge without a value on file is never counted as nothing: the delivered cost of such a row is unknown, and \
         the sum of its known parts says nothing about how states compare."
            .to_owned(),
    ));
    blocks.push(Block::List(notes));
    blocks.push(Block::Heading("Remarks on the charges used".to_owned()));
    blocks.push(Block::List(remarks.into_iter().collect()));
    Ok(Page {
        slug: "landed-cost".to_owned(),
        title: "Landed cost by state".to_owned(),
        summary: format!(
            "One new vehicle delivered by the cheapest way as of {}, in {}. Not customs advice: rates are quoted with \
             their source and date, several are old editions. Reference shipment: {REFERENCE_VEHICLES} vehicles, as part of full trains; values are \
             converted at the rate of the day of arrival, and each vehicle is declared alone.",
            corridor.as_of, corridor.base_currency
        ),
        blocks,
    })
}

/// The destination in each country that takes most vehicles of the order book, by country.
fn destinations(corridor: &Corridor) -> Vec<(Country, PlaceId)> {
    let mut counts: BTreeMap<(Country, PlaceId), u64> = BTreeMap::new();
    for line in &corridor.orders {
        if let Some(place) = corridor.places.get(&line.destination) {
            *counts.entry((place.country, line.destination.clone())).or_default() += u64::from(line.quantity);
        }
    }
    let mut best: BTreeMap<Country, (u64, PlaceId)> = BTreeMap::new();
    for ((country, place), count) in counts {
        let entry = best.entry(country).or_insert((count, place.clone()));
        if count > entry.0 {
            *entry = (count, place);
        }
    }
    best.into_iter().map(|(country, (_, place))| (country, place)).collect()
}

fn reference_shipment(study: &Study<'_>, vehicle: &VehicleModel, destination: &PlaceId) -> Option<Shipment> {
    let corridor = study.corridor();
    // Where the order book loads vehicles of this class.
    let origin = corridor
        .orders
        .iter()
        .find(|line| corridor.vehicles.get(&line.vehicle).is_some_and(|known| known.class == vehicle.class))
        .map(|line| line.origin.clone())?;
    let ready = corridor.local_instant(&origin, corridor.as_of, chrono::NaiveTime::MIN)?;
    Some(Shipment {
        name: format!("{} to {destination}", vehicle.id),
        lines: vec![ShipmentLine {
            vehicle: std::sync::Arc::clone(corridor.vehicles.get(&vehicle.id)?),
            quantity: REFERENCE_VEHICLES,
            soc_percent: None,
            built: None,
            rows: Vec::new(),
        }],
        origin,
        destination: destination.clone(),
        ready,
        due: None,
        clearance: Clearance::Origin,
    })
}

fn row(corridor: &Corridor, destination: &PlaceId, delivered: &Delivered) -> Vec<Cell> {
    let order = corridor.calculations.iter().find(|order| order.country == delivered.country);
    let levied: Vec<Trace> = order
        .map(|order| FactRef::new(&order.row, "steps"))
        .map(|fact| Trace::fact("steps of the calculation", Amount::Text(fact.value().to_owned()), fact))
        .into_iter()
        .collect();
    let unvalued = |kind: ChargeKind, word: &str, why: &str, fact: Option<&FactRef>| {
        let mut parts = levied.clone();
        parts.extend(fact.map(|fact| {
            Trace::fact(fact.row().id.as_str(), Amount::Text(fact.value().to_owned()), fact.clone())
        }));
        Cell::figure(&Trace::found(kind.word(), Amount::Text(word.to_owned()), why, parts))
    };
    let step = |kind: ChargeKind| {
        delivered.landed.steps.iter().find(|step| step.kind == kind).map_or_else(
            || Cell::text("not levied"),
            |step| match &step.outcome {
                Outcome::Known { trace, .. } => Cell::figure(trace),
                Outcome::Unknown { reason, fact } => unvalued(kind, "unknown", reason, fact.as_ref()),
                Outcome::Banned { what, fact } => unvalued(kind, "banned", what, Some(fact)),
                _ => Cell::text("unknown"),
            },
        )
    };
    let total = if delivered.landed.complete {
        delivered.total.clone()
    } else {
        Trace::formula(
            "delivered cost",
            Amount::Text(format!("unknown; known parts {}", delivered.total.amount)),
            "known parts only; an unknown charge is not nothing, and states with unknown charges do not compare",
            vec![delivered.total.clone()],
        )
    };
    vec![
        Cell::text(format!("{}, {}", delivered.country.name(), place_name(corridor, destination))),
        Cell::figure(&delivered.value),
        Cell::figure(&delivered.carriage_to_border),
        Cell::figure(&delivered.customs_value),
        step(ChargeKind::Duty),
        step(ChargeKind::Excise),
        step(ChargeKind::Fee),
        step(ChargeKind::Vat),
        step(ChargeKind::Utilisation),
        step(ChargeKind::Registration),
        Cell::figure(&delivered.carriage_inland),
        Cell::figure(&total),
    ]
}

/// The notes of the charges that went into the known parts: editions, doubts, conditions such as quotas.
fn remarks_on(delivered: &Delivered) -> Vec<String> {
    let facts = delivered.landed.known_total.facts();
    facts
        .values()
        .filter(|fact| fact.row().table == "charge" || fact.row().table == "base_unit")
        .filter_map(|fact| Some(format!("{} ({}): {}", fact.row().id, fact.tier(), fact.note()?)))
        .collect()
}

fn unknowns(vehicle: &str, delivered: &Delivered) -> Vec<String> {
    delivered
        .landed
        .steps
        .iter()
        .filter_map(|step| match &step.outcome {
            Outcome::Unknown { reason, .. } => {
                Some(format!("{vehicle} in {}: {} unknown, {reason}", delivered.country.name(), step.kind))
            }
            Outcome::Banned { what, .. } => {
                Some(format!("{vehicle} in {}: import banned, {what}", delivered.country.name()))
            }
            _ => None,
        })
        .collect()
}
