//! Trials: the planner asked whether one unit less is enough, a bounded number of times.

use std::collections::BTreeMap;

use landbridge_model::{Equipment, ShipmentLine, VehicleId};

use super::fewer::WhyLimits;
use crate::plan::plan_within;
use crate::search::Control;

/// Most work of one trial, a twenty-fifth of what a plan may take: many answers within the limits of all are worth more than
/// the last word on one.
const TRIAL_WORK: u64 = 10_000_000;
/// What a trial counts for beyond its search: reading, arranging.
const CALL_WORK: u64 = 100_000;

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
    work: u64,
    vehicles: u64,
    limits: WhyLimits,
    /// Eighths of plans and work kept for later questions.
    pub(crate) reserve: u32,
    /// Whether a question was turned down.
    pub(crate) cut_off: bool,
}

impl Probe {
    pub(crate) fn new(limits: WhyLimits) -> Self {
        Self { calls: 0, work: 0, vehicles: 0, limits, reserve: 0, cut_off: false }
    }

    /// What is left of a limit after the part kept for later.
    fn left(&self, limit: u64, used: u64) -> u64 {
        let kept = u128::from(limit) * u128::from(self.reserve) / 8;
        limit.saturating_sub(used).saturating_sub(u64::try_from(kept).unwrap_or(u64::MAX))
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
        let plans = self.left(u64::from(self.limits.plans), u64::from(self.calls));
        let work = self.left(self.limits.work, self.work);
        if plans == 0 || work == 0 || self.vehicles.saturating_add(vehicles) > self.limits.vehicles {
            self.cut_off = true;
            return None;
        }
        self.calls = self.calls.saturating_add(1);
        self.work = self.work.saturating_add(CALL_WORK);
        self.vehicles = self.vehicles.saturating_add(vehicles);
        if lines.is_empty() {
            return Some(Ok((0, 0, String::new())));
        }
        let mut control = Control::new().with_work(work.min(TRIAL_WORK));
        let found = plan_within(lines, equipment, &mut control);
        self.work = self.work.saturating_add(control.done);
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
