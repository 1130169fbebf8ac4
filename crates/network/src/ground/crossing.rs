//! Border crossings, cut into what happens on the near and on the far side of their link.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{
    BorderStep, BorderStepKind, Clearance, Closure, Corridor, Country, Crossing, CrossingId, Embargo,
    EquipmentId, Holiday, Issue, Mode, Row, RuleId, WaitReason,
};
use landbridge_units::Instant;

use crate::codes::{self, issue};
use crate::ground::calendar;
use crate::ground::graph::{Edge, RouteGraph};
use crate::query::Waiver;

/// A crossing with the rules that name it.
#[derive(Clone, Debug)]
pub(crate) struct Border {
    pub(crate) id: CrossingId,
    /// Steps at `link.from`, in the order of the way out.
    at_from: Vec<BorderStep>,
    /// Steps at `link.to`, in the order of the way out.
    at_to: Vec<BorderStep>,
    closures: Vec<Closure>,
    embargoes: Vec<Embargo>,
}

/// Crossings by the link they lie on.
pub(crate) fn build(
    corridor: &Corridor,
    graph: &RouteGraph,
    issues: &mut Vec<Issue>,
) -> BTreeMap<Edge, Border> {
    let mut borders: BTreeMap<Edge, Border> = BTreeMap::new();
    for crossing in corridor.crossings.values() {
        let Some(edge) = graph.edge(&crossing.link) else {
            issues.push(issue(
                &codes::UNKNOWN_REFERENCE,
                &crossing.row,
                Some("link"),
                format!("crossing {} lies on {}, which is no link", crossing.id, crossing.link),
            ));
            continue;
        };
        if let Some(other) = borders.get(&edge) {
            issues.push(issue(
                &codes::TWO_CROSSINGS,
                &crossing.row,
                Some("link"),
                format!("crossings {} and {} both lie on {}", other.id, crossing.id, crossing.link),
            ));
            continue;
        }
        let border = split(corridor, graph, edge, crossing, issues);
        borders.insert(edge, border);
    }
    borders
}

fn split(
    corridor: &Corridor,
    graph: &RouteGraph,
    edge: Edge,
    crossing: &Crossing,
    issues: &mut Vec<Issue>,
) -> Border {
    let link = graph.link(edge);
    let country = |id| corridor.places.get(id).map(|place| place.country);
    let (near, far) = (country(&link.from), country(&link.to));
    for step in crossing.steps.iter().filter(|step| Some(step.side) != near && Some(step.side) != far) {
        issues.push(issue(
            &codes::FOREIGN_SIDE,
            &step.row,
            Some("side"),
            format!("step {} is on the side of {}, where link {} does not lead", step.id, step.side, link.id),
        ));
    }
    let (at_from, at_to) = crossing.steps.iter().cloned().partition(|step| Some(step.side) == near);
    Border {
        id: crossing.id.clone(),
        at_from,
        at_to,
        closures: corridor.closures.iter().filter(|x| x.crossings.contains(&crossing.id)).cloned().collect(),
        embargoes: corridor
            .embargoes
            .iter()
            .filter(|x| x.crossings.contains(&crossing.id))
            .cloned()
            .collect(),
    }
}

/// For whom steps at a border are looked up.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Traveller<'n> {
    pub(crate) equipment: &'n EquipmentId,
    pub(crate) mode: Mode,
    pub(crate) tags: &'n [String],
    pub(crate) clearance: Clearance,
}

impl Border {
    /// Steps before the link is travelled, or after it, whatever their period of validity.
    pub(crate) fn steps<'n>(
        &'n self,
        before: bool,
        forward: bool,
        who: Traveller<'_>,
    ) -> Vec<&'n BorderStep> {
        let mut steps: Vec<&BorderStep> =
            if before == forward { self.at_from.iter().collect() } else { self.at_to.iter().collect() };
        if !forward {
            steps.reverse();
        }
        steps.retain(|step| {
            step.clearance.applies_to(who.clearance)
                && (step.equipment.is_empty() || step.equipment.contains(who.equipment))
        });
        steps
    }

    /// Whether a rule may hold a traveller up before the crossing, on whatever day.
    pub(crate) fn has_rules(&self) -> bool {
        !self.closures.is_empty() || !self.embargoes.is_empty()
    }

    /// The same, but for rules taken not to hold.
    pub(crate) fn has_rules_but(&self, waive: &BTreeSet<Waiver>) -> bool {
        if waive.is_empty() {
            return self.has_rules();
        }
        self.rules().any(|rule| !waive.contains(&Waiver::Rule(rule.clone())))
    }

    /// Closures and embargoes that name the crossing.
    pub(crate) fn rules(&self) -> impl Iterator<Item = &RuleId> {
        self.closures.iter().map(|rule| &rule.id).chain(self.embargoes.iter().map(|rule| &rule.id))
    }

    /// When closures and embargoes come and go.
    pub(crate) fn rule_turns(&self, zone: chrono_tz::Tz) -> impl Iterator<Item = Instant> {
        let periods = self.closures.iter().map(|rule| rule.validity);
        let periods = periods.chain(self.embargoes.iter().map(|rule| rule.validity));
        periods.flat_map(move |period| calendar::turns(zone, period))
    }

    /// What keeps a traveller out at an instant: why, the row that says so, and until when (`None`: for ever).
    pub(crate) fn shut(
        &self,
        zone: chrono_tz::Tz,
        who: Traveller<'_>,
        at: Instant,
        waive: &BTreeSet<Waiver>,
    ) -> Option<(WaitReason, &Arc<Row>, Option<Instant>)> {
        if !self.has_rules() {
            return None;
        }
        let today = calendar::local_date(zone, at)?;
        let holds = |rule: &RuleId| waive.is_empty() || !waive.contains(&Waiver::Rule(rule.clone()));
        let closed = |rule: &&Closure| rule.validity.contains(today) && holds(&rule.id);
        if let Some(rule) = self.closures.iter().find(closed) {
            let until = calendar::after_period(zone, rule.validity);
            return Some((WaitReason::Closure(rule.id.clone()), &rule.row, until));
        }
        let stopped = |rule: &&Embargo| {
            rule.validity.contains(today)
                && (rule.modes.is_empty() || rule.modes.contains(&who.mode))
                && !rule.exempt_tags.iter().any(|tag| who.tags.contains(tag))
                && holds(&rule.id)
        };
        let rule = self.embargoes.iter().find(stopped)?;
        Some((WaitReason::Embargo(rule.id.clone()), &rule.row, calendar::after_period(zone, rule.validity)))
    }
}

/// Whether a holiday of its side delays a step.
pub(crate) fn rests(step: &BorderStep) -> bool {
    matches!(step.kind, BorderStepKind::Customs | BorderStepKind::Inspection)
}

/// The holiday that keeps the customs of a country from working at an instant, and until when.
pub(crate) fn holiday<'h>(
    holidays: &'h [Holiday],
    side: Country,
    zone: chrono_tz::Tz,
    at: Instant,
    waive: &BTreeSet<Waiver>,
) -> Option<(RuleId, &'h Arc<Row>, Option<Instant>)> {
    let today = calendar::local_date(zone, at)?;
    let rule = holidays.iter().find(|rule| {
        rule.country == side
            && rule.validity.contains(today)
            && (waive.is_empty() || !waive.contains(&Waiver::Rule(rule.id.clone())))
    })?;
    Some((rule.id.clone(), &rule.row, calendar::after_period(zone, rule.validity)))
}
