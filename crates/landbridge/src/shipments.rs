//! The shipments that are asked about: an ad-hoc mix, or those of an order.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveTime;
use landbridge_model::{Clearance, Corridor, OrderId, PlaceId, Shipment, ShipmentLine, VehicleId};

use crate::args::Mix;
use crate::failure::Failure;
use crate::known::{alike, known_place};

pub(crate) fn shipments(
    corridor: &Corridor,
    mix: &Mix,
    origin: Option<&PlaceId>,
    destination: Option<&PlaceId>,
) -> Result<Vec<Shipment>, Failure> {
    if let Some(order) = &mix.order {
        return of_order(corridor, order);
    }
    let (Some(origin), Some(destination)) = (origin, destination) else {
        return Err(Failure::misunderstood("error: name origin and destination, or an --order"));
    };
    if mix.vehicles.is_empty() {
        return Err(Failure::misunderstood("error: name --vehicles MODEL=NUMBER, or an --order"));
    }
    known_place(corridor, origin)?;
    known_place(corridor, destination)?;
    let mut lines: BTreeMap<_, ShipmentLine> = BTreeMap::new();
    for (id, quantity) in &mix.vehicles {
        let vehicle = corridor.vehicles.get(id).ok_or_else(|| {
            let meant = alike(id.as_str(), corridor.vehicles.keys().map(VehicleId::as_str));
            Failure::unanswered(format!("error: no vehicle `{id}` in the corridor{meant}"))
        })?;
        let line = lines.entry(id.clone()).or_insert_with(|| ShipmentLine {
            vehicle: Arc::clone(vehicle),
            quantity: 0,
            soc_percent: mix.soc,
            built: None,
            rows: Vec::new(),
        });
        line.quantity = line
            .quantity
            .checked_add(*quantity)
            .ok_or_else(|| Failure::misunderstood("error: too many vehicles"))?;
    }
    let day = mix.depart.unwrap_or(corridor.as_of);
    let ready = corridor
        .local_instant(origin, day, NaiveTime::MIN)
        .ok_or_else(|| Failure::misunderstood(format!("error: {day} is beyond the calendar")))?;
    Ok(vec![Shipment {
        name: format!("{origin} to {destination}"),
        lines: lines.into_values().collect(),
        origin: origin.clone(),
        destination: destination.clone(),
        ready,
        due: None,
        clearance: mix.clearance.unwrap_or(Clearance::Origin),
    }])
}

fn of_order(corridor: &Corridor, order: &OrderId) -> Result<Vec<Shipment>, Failure> {
    let shipments = corridor.shipments(order);
    if shipments.is_empty() {
        let known: Vec<String> = corridor.order_ids().iter().map(ToString::to_string).collect();
        let meant = alike(order.as_str(), known.iter().map(String::as_str));
        return Err(Failure::unanswered(format!("error: no order `{order}` in the corridor{meant}")));
    }
    Ok(shipments)
}
