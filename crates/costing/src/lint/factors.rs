//! Emission factors and masses that a service needs.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{
    Corridor, Electrified, Equipment, EquipmentKind, HandlingKind, Issue, Mode, Row, Service,
};

use super::{NO_FACTOR, NO_TARE, is_rail, links};
use crate::cargo::{carrier_tare, tare};
use crate::emission::{DIESEL_DENSITY, HUB_CRANE, HUB_RAMP, RIVER, ROAD_EMPTY, SEA, road_fuel};
use crate::energy::{CURVE, DIESEL_CO2E, DIESEL_EFFICIENCY, DIESEL_ENERGY, OVER, grid};
use crate::error::CostError;

/// One issue per missing factor, at the first service that needs it.
pub(super) fn factors(corridor: &Corridor) -> Vec<Issue> {
    let mut missing: BTreeMap<String, &Arc<Row>> = BTreeMap::new();
    for service in corridor.services.values() {
        for id in needed(corridor, service) {
            if !corridor.factors.contains_key(id.as_str()) {
                missing.entry(id).or_insert(&service.row);
            }
        }
    }
    missing
        .into_iter()
        .map(|(id, row)| Issue {
            code: &NO_FACTOR,
            row: Arc::clone(row),
            column: None,
            message: format!("emission factor {id} is missing"),
            hint: Some(format!("add {id} to emissions.csv")),
        })
        .collect()
}

fn needed(corridor: &Corridor, service: &Service) -> BTreeSet<String> {
    let mut ids: BTreeSet<String> = BTreeSet::new();
    let equipment = corridor.equipment.get(&service.equipment);
    let own_wheels = equipment.is_some_and(|known| known.kind == EquipmentKind::OwnWheels);
    match service.mode {
        Mode::Rail => {
            ids.extend(CURVE.iter().map(|(_, id)| (*id).to_owned()));
            ids.insert(OVER.to_owned());
            for link in links(corridor, service) {
                if link.electrified == Some(Electrified::Yes) {
                    ids.insert(grid(link.country));
                } else {
                    ids.extend([DIESEL_EFFICIENCY, DIESEL_ENERGY, DIESEL_CO2E].map(str::to_owned));
                }
            }
        }
        Mode::Road => {
            ids.insert(road_fuel(&service.equipment));
            ids.extend([DIESEL_DENSITY, DIESEL_CO2E].map(str::to_owned));
            if !own_wheels {
                ids.insert(ROAD_EMPTY.to_owned());
            }
        }
        Mode::River => _ = ids.insert(RIVER.to_owned()),
        Mode::Sea => _ = ids.insert(SEA.to_owned()),
    }
    match equipment.map(|known| known.handling) {
        Some(HandlingKind::Ramp) if !own_wheels => _ = ids.insert(HUB_RAMP.to_owned()),
        Some(HandlingKind::Crane) if !own_wheels => _ = ids.insert(HUB_CRANE.to_owned()),
        _ => {}
    }
    ids
}

/// Equipment whose empty mass a train or a crane needs.
pub(super) fn masses(corridor: &Corridor) -> Vec<Issue> {
    let mut issues = Vec::new();
    for equipment in corridor.equipment.values() {
        let used = |service: &&Service| service.equipment == equipment.id;
        let by_rail = corridor.services.values().filter(used).any(is_rail);
        let by_crane = corridor.services.values().any(|service| used(&service))
            && equipment.handling == HandlingKind::Crane;
        let found =
            [(by_rail || by_crane).then(|| tare(equipment)), by_rail.then(|| carrier_tare(equipment))];
        for mass in found.into_iter().flatten() {
            if let Err(CostError::NoTare { column, .. }) = mass {
                issues.push(missing_mass(equipment, column));
            }
        }
    }
    issues
}

fn missing_mass(equipment: &Equipment, column: &str) -> Issue {
    Issue {
        code: &NO_TARE,
        row: equipment.row.clone(),
        column: Some(column.to_owned()),
        message: format!("{} has no {column}", equipment.id),
        hint: Some(format!("add {column}, assumed if need be")),
    }
}
