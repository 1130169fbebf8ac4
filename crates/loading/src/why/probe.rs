//! Trials: the planner asked whether one unit less is enough, a bounded number of times.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, ShipmentLine, VehicleId};

use crate::plan::plan_with_proof;

/// What a plan counts for besides itself that stays above its bound: the planner has used up its own limits.
const OPEN_EFFORT: u32 = 24;

/// What a trial showed about the number of units wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Seen {
    /// A plan with no more units was made.
    Enough,
    /// It is proven that more are needed, with the reason.
    Ruled(String),
    /// Neither.
    Open,
    /// No trials are left.
    Spent,
}

/// Trials with what is left of their number.
#[derive(Debug)]
pub(crate) struct Probe {
    /// Calls made.
    pub(crate) calls: u32,
    effort: u32,
    effort_max: u32,
    vehicles: u64,
    vehicles_max: u64,
    /// Effort kept for later questions.
    pub(crate) reserve: u32,
    /// Whether a question was turned down.
    pub(crate) cut_off: bool,
}

impl Probe {
    pub(crate) fn new(effort_max: u32, vehicles_max: u64) -> Self {
        Self { calls: 0, effort: 0, effort_max, vehicles: 0, vehicles_max, reserve: 0, cut_off: false }
    }

    /// Whether `target` units carry a shipment.
    pub(crate) fn enough(&mut self, lines: &[ShipmentLine], equipment: &Equipment, target: u32) -> Seen {
        match self.count(lines, equipment) {
            None => Seen::Spent,
            Some(Err(_)) => Seen::Open,
            Some(Ok((units, _, _))) if units <= target => Seen::Enough,
            Some(Ok((_, bound, reason))) if bound > target => Seen::Ruled(reason),
            Some(Ok(_)) => Seen::Open,
        }
    }

    /// Units found, their bound and its reason; `None` where no trials are left.
    pub(crate) fn count(
        &mut self,
        lines: &[ShipmentLine],
        equipment: &Equipment,
    ) -> Option<Result<(u32, u32, String), crate::error::LoadError>> {
        let vehicles = lines.iter().map(|line| u64::from(line.quantity)).sum();
        let left = self.effort_max.saturating_sub(self.effort);
        if left <= self.reserve || self.vehicles.saturating_add(vehicles) > self.vehicles_max {
            self.cut_off = true;
            return None;
        }
        self.calls = self.calls.saturating_add(1);
        self.effort = self.effort.saturating_add(1);
        self.vehicles = self.vehicles.saturating_add(vehicles);
        if lines.is_empty() {
            return Some(Ok((0, 0, String::new())));
        }
        let found = plan_with_proof(lines, equipment);
        if found.as_ref().is_ok_and(|(plan, _)| !plan.is_optimal()) {
            self.effort = self.effort.saturating_add(OPEN_EFFORT);
        }
        Some(found.map(|(plan, _)| (plan.n_units(), plan.lower_bound, plan.bound_reason)))
    }
}

/// Lines of one model and charge added up, as trials need no order lines.
pub(crate) fn merged(lines: &[ShipmentLine]) -> Vec<ShipmentLine> {
    let mut found: BTreeMap<(&VehicleId, Option<u32>), ShipmentLine> = BTreeMap::new();
    for line in lines.iter().filter(|line| line.quantity > 0) {
        let sum = found.entry((&line.vehicle.id, line.soc_percent)).or_insert_with(|| ShipmentLine {
            quantity: 0,
            rows: Vec::new(),
            ..line.clone()
        });
        sum.quantity = sum.quantity.saturating_add(line.quantity);
    }
    found.into_values().collect()
}
