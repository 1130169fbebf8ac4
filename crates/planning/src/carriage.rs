//! Acceptance rules on carriage by kind of equipment: what the services that use it refuse or ask to be confirmed.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Corridor, EquipmentId, RuleId, ServiceId, Shipment, VehicleId};

use crate::acceptance::service_hits;

/// A rule that some services with an equipment apply to vehicles of a shipment.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct CarriageRule {
    /// The rule.
    pub rule: RuleId,
    /// Whether it stops the vehicles; otherwise it is a condition to be confirmed.
    pub blocking: bool,
    /// The rule and the value that met it, in words.
    pub reason: String,
    /// The models it meets.
    pub vehicles: BTreeSet<VehicleId>,
    /// Services with the equipment that apply it.
    pub services: BTreeSet<ServiceId>,
    /// Services with the equipment.
    pub of_services: usize,
}

/// The rules that services with an equipment apply on the day the shipment is ready, those that stop vehicles first;
/// empty also where no service of the corridor uses the equipment.
#[must_use]
pub fn carriage_rules(
    corridor: &Corridor,
    shipment: &Shipment,
    equipment: &EquipmentId,
) -> Vec<CarriageRule> {
    let day = corridor.local_date(&shipment.origin, shipment.ready).unwrap_or(corridor.as_of);
    let services: Vec<_> =
        corridor.services.values().filter(|service| service.equipment == *equipment).collect();
    let mut found: BTreeMap<(bool, RuleId, String), CarriageRule> = BTreeMap::new();
    for service in &services {
        for hit in service_hits(corridor, shipment, service, day) {
            let key = (!hit.blocking, hit.rule.clone(), hit.reason.clone());
            let rule = found.entry(key).or_insert_with(|| CarriageRule {
                rule: hit.rule,
                blocking: hit.blocking,
                reason: hit.reason,
                vehicles: BTreeSet::new(),
                services: BTreeSet::new(),
                of_services: services.len(),
            });
            rule.vehicles.insert(hit.vehicle);
            rule.services.insert(service.id.clone());
        }
    }
    found.into_values().collect()
}
