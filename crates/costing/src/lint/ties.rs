//! Tariffs and charges of which neither can win.

use landbridge_model::{Charge, Corridor, Issue, Service, Tariff, TariffOn};

use super::{TWO_CHARGES, TWO_TARIFFS};

/// Pairs of tariffs that can match one event with as many conditions.
pub(super) fn tariffs(corridor: &Corridor) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (idx, first) in corridor.tariffs.iter().enumerate() {
        for second in corridor.tariffs.iter().skip(idx + 1) {
            if can_tie(corridor, first, second) {
                issues.push(Issue {
                    code: &TWO_TARIFFS,
                    row: second.row.clone(),
                    column: None,
                    message: format!(
                        "tariffs {} and {} can both match {} on a {} with {} conditions",
                        first.id,
                        second.id,
                        first.item,
                        first.on,
                        first.specificity()
                    ),
                    hint: Some(format!("add a condition to the one that should win over {}", first.id)),
                });
            }
        }
    }
    issues
}

fn can_tie(corridor: &Corridor, first: &Tariff, second: &Tariff) -> bool {
    first.on == second.on
        && first.item == second.item
        && first.specificity() == second.specificity()
        && first.validity.overlaps(second.validity)
        && can_meet(&first.countries, &second.countries)
        && can_meet(&first.places, &second.places)
        && can_meet(&first.crossings, &second.crossings)
        && can_meet(&first.from_equipment, &second.from_equipment)
        && can_meet(&first.equipment, &second.equipment)
        && can_meet(&first.services, &second.services)
        && can_meet(&first.modes, &second.modes)
        && can_meet(&first.classes, &second.classes)
        && some_place_for(corridor, first, second)
        && some_service_for(corridor, first, second)
}

/// Whether two lists of conditions admit a common value.
fn can_meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    a.is_empty() || b.is_empty() || a.iter().any(|value| b.contains(value))
}

fn admits<T: PartialEq>(list: &[T], value: &T) -> bool {
    list.is_empty() || list.contains(value)
}

/// A place lies in one country: one tariff for a place and another for a country meet only there. The country of
/// a leg is that of its links, that of a border the side charged, and a shipment has two: nothing follows there.
fn some_place_for(corridor: &Corridor, first: &Tariff, second: &Tariff) -> bool {
    if matches!(first.on, TariffOn::Leg | TariffOn::Shipment | TariffOn::Border) {
        return true;
    }
    let named = !first.places.is_empty() || !second.places.is_empty();
    !named
        || corridor.places.values().any(|place| {
            [first, second]
                .iter()
                .all(|tariff| admits(&tariff.places, &place.id) && admits(&tariff.countries, &place.country))
        })
}

/// A service has one mode and one equipment, so conditions on them meet only where some service has both. A
/// shipment uses several services, and a tariff for one equipment and one for another then stand side by side.
fn some_service_for(corridor: &Corridor, first: &Tariff, second: &Tariff) -> bool {
    let names = |t: &Tariff| !t.modes.is_empty() || !t.equipment.is_empty() || !t.services.is_empty();
    if first.on == TariffOn::Shipment || (!names(first) && !names(second)) {
        return true;
    }
    let takes = |service: &Service, tariff: &Tariff| {
        admits(&tariff.modes, &service.mode)
            && admits(&tariff.equipment, &service.equipment)
            && admits(&tariff.services, &service.id)
            && can_meet(&tariff.classes, &service.carries)
    };
    corridor.services.values().any(|service| takes(service, first) && takes(service, second))
}

/// Pairs of charges that can match one vehicle of the corridor with as many conditions.
pub(super) fn charges(corridor: &Corridor) -> Vec<Issue> {
    let mut issues = Vec::new();
    for (idx, first) in corridor.charges.iter().enumerate() {
        for second in corridor.charges.iter().skip(idx + 1) {
            let comparable = first.country == second.country
                && first.kind == second.kind
                && first.kind != landbridge_model::ChargeKind::Ban
                && first.specificity() == second.specificity()
                && first.validity.overlaps(second.validity);
            let Some(vehicle) = comparable.then(|| common_vehicle(corridor, first, second)).flatten() else {
                continue;
            };
            issues.push(Issue {
                code: &TWO_CHARGES,
                row: second.row.clone(),
                column: None,
                message: format!(
                    "charges {} and {} both match {} ({vehicle}) with {} conditions",
                    first.id,
                    second.id,
                    first.kind,
                    first.specificity()
                ),
                hint: Some(format!("add a condition to the one that should win over {}", first.id)),
            });
        }
    }
    issues
}

fn common_vehicle(
    corridor: &Corridor,
    first: &Charge,
    second: &Charge,
) -> Option<landbridge_model::VehicleId> {
    let takes = |charge: &Charge, vehicle: &landbridge_model::VehicleModel| {
        (charge.hs.is_empty() || charge.hs.iter().any(|prefix| vehicle.hs.is_under(prefix)))
            && admits(&charge.classes, &vehicle.class)
            && admits(&charge.kinds, &vehicle.kind)
            && admits(&charge.powertrains, &vehicle.powertrain)
            && charge.cc_over.is_none_or(|over| vehicle.engine_cc.is_some_and(|cc| cc > over))
            && charge.cc_upto.is_none_or(|upto| vehicle.engine_cc.is_some_and(|cc| cc <= upto))
    };
    corridor
        .vehicles
        .values()
        .find(|vehicle| takes(first, vehicle) && takes(second, vehicle))
        .map(|vehicle| vehicle.id.clone())
}
