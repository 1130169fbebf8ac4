//! Acceptance rules: which vehicles a service or a country takes, and under which conditions.

use std::collections::BTreeSet;
use std::sync::Arc;

use chrono::NaiveDate;
use landbridge_model::{
    Acceptance, Corridor, Country, Limit, Pattern, Row, RuleId, Service, Shipment, ShipmentLine, VehicleId,
};

/// A rule that applies to vehicles of a shipment.
#[derive(Clone, Debug)]
pub struct Hit {
    /// The rule.
    pub rule: RuleId,
    /// The model.
    pub vehicle: VehicleId,
    /// Whether it stops the vehicle; otherwise it is a condition to be confirmed.
    pub blocking: bool,
    /// The rule and the value that met it, in words.
    pub reason: String,
    /// Where the rule stands.
    pub row: Arc<Row>,
}

/// Rules on carriage that a shipment meets on a service. Rules that name no mode are import rules and are left
/// to [`import_hits`].
#[must_use]
pub fn service_hits(corridor: &Corridor, shipment: &Shipment, service: &Service, day: NaiveDate) -> Vec<Hit> {
    let countries = countries_of(corridor, service);
    hits(corridor, shipment, day, |rule| {
        rule.modes.contains(&service.mode)
            && (rule.countries.is_empty() || rule.countries.iter().any(|c| countries.contains(c)))
    })
}

/// Rules on import that a shipment meets in its country of destination.
#[must_use]
pub fn import_hits(corridor: &Corridor, shipment: &Shipment, country: Country, day: NaiveDate) -> Vec<Hit> {
    hits(corridor, shipment, day, |rule| rule.modes.is_empty() && rule.countries.contains(&country))
}

fn hits(
    corridor: &Corridor,
    shipment: &Shipment,
    day: NaiveDate,
    applies: impl Fn(&Acceptance) -> bool,
) -> Vec<Hit> {
    let mut hits = Vec::new();
    for rule in corridor.acceptances.iter().filter(|rule| rule.validity.contains(day) && applies(rule)) {
        for line in shipment.lines.iter().filter(|line| concerns(rule, line)) {
            if let Some((blocking, reason)) = judge(rule, line) {
                hits.push(Hit {
                    rule: rule.id.clone(),
                    vehicle: line.vehicle.id.clone(),
                    blocking,
                    reason,
                    row: Arc::clone(&rule.row),
                });
            }
        }
    }
    hits
}

fn concerns(rule: &Acceptance, line: &ShipmentLine) -> bool {
    (rule.classes.is_empty() || rule.classes.contains(&line.vehicle.class))
        && (rule.powertrains.is_empty() || rule.powertrains.contains(&line.vehicle.powertrain))
}

/// `None` where the vehicle keeps the limit. A value that the order does not give becomes a condition: it is
/// neither held against the vehicle nor taken as kept.
fn judge(rule: &Acceptance, line: &ShipmentLine) -> Option<(bool, String)> {
    let what = &rule.what;
    match &rule.limit {
        Limit::Refuse => Some((true, what.clone())),
        Limit::Condition(condition) => Some((false, condition.clone())),
        Limit::SocMaxPercent(max) => match line.soc_percent {
            Some(soc) if soc > *max => {
                Some((true, format!("{what}: charged to {soc} %, at most {max} % is taken")))
            }
            Some(_) => None,
            None => Some((false, format!("{what}: state of charge to be confirmed at no more than {max} %"))),
        },
        // A battery vehicle has no engine for the rule to speak of.
        Limit::EngineCcMin(min) => line
            .vehicle
            .engine_cc
            .filter(|cc| cc < min)
            .map(|cc| (true, format!("{what}: engine of {cc} cc, at least {min} cc is taken"))),
        Limit::BuiltFrom(year) => match line.built {
            Some(built) if built < *year => {
                Some((true, format!("{what}: built in {built}, at the earliest {year} is taken")))
            }
            Some(_) => None,
            None => Some((false, format!("{what}: to be confirmed that it was built in {year} or later"))),
        },
    }
}

fn countries_of(corridor: &Corridor, service: &Service) -> BTreeSet<Country> {
    match &service.pattern {
        Pattern::OnDemand(on_demand) => on_demand.countries.iter().copied().collect(),
        Pattern::Scheduled(_) | Pattern::Frequent(_) => service
            .pattern
            .stops()
            .iter()
            .filter_map(|stop| corridor.places.get(&stop.place))
            .map(|place| place.country)
            .collect(),
    }
}
