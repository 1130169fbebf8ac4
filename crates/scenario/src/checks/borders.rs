//! Crossings, gauge changes, handlings.

use std::collections::BTreeMap;

use landbridge_model::{Corridor, EquipmentKind, Gauge, GaugeMethod};

use super::{Dated, PAIRS_MAX, meet, overlaps};
use crate::codes;
use crate::log::{Log, Words};

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    check_crossings(corridor, log);
    check_steps(corridor, log);
    check_gauge_changes(corridor, log);
    check_handlings(corridor, log);
}

fn check_crossings(corridor: &Corridor, log: &mut Log) {
    let mut by_link = BTreeMap::new();
    for crossing in corridor.crossings.values() {
        if let Some(other) = by_link.insert(&crossing.link, &crossing.id) {
            let words = Words::new(format!("`{}` is already the link of crossing `{other}`", crossing.link));
            log.issue(&codes::B002, &crossing.row, "link", words);
        }
        let Some(link) = corridor.links.get(&crossing.link) else {
            continue;
        };
        let country = |place| corridor.places.get(place).map(|place| place.country);
        let (Some(from), Some(to)) = (country(&link.from), country(&link.to)) else {
            continue;
        };
        if from == to {
            let words = Words::new(format!("both ends of `{}` are in {from}", link.id));
            log.issue(&codes::B001, &crossing.row, "link", words);
        }
        for step in crossing.steps.iter().filter(|step| step.side != from && step.side != to) {
            let words = Words::new(format!("step `{}` is in {}, the crossing is not", step.id, step.side))
                .expected(format!("{from} or {to}"));
            log.issue(&codes::B003, &step.row, "side", words);
        }
    }
}

/// Step ids are unique in the corridor, and variants of one step do not share a day.
fn check_steps(corridor: &Corridor, log: &mut Log) {
    let mut ids = BTreeMap::new();
    let mut groups: BTreeMap<_, Vec<Dated<'_>>> = BTreeMap::new();
    for crossing in corridor.crossings.values() {
        for step in &crossing.steps {
            if let Some(other) = ids.insert(&step.id, &crossing.id) {
                let words = Words::new(format!("step `{}` is already in crossing `{other}`", step.id));
                log.issue(&codes::B009, &step.row, "", words);
            }
            let mut equipment = step.equipment.clone();
            equipment.sort();
            let key = (&crossing.id, step.side, step.kind, step.clearance, &step.what, equipment);
            groups.entry(key).or_default().push(Dated {
                id: step.id.as_str(),
                validity: step.validity,
                row: &step.row,
            });
        }
    }
    overlaps(groups, |later, earlier| {
        let words = Words::new(format!(
            "step `{}` ({}) and `{}` ({}) are one step and share a day",
            later.id, later.validity, earlier.id, earlier.validity
        ))
        .hint("end the one the day before the other begins, or say in `what` how they differ");
        log.issue(&codes::B005, later.row, "from", words);
    });
}

fn check_gauge_changes(corridor: &Corridor, log: &mut Log) {
    let mut seen = BTreeMap::new();
    for change in &corridor.gauge_changes {
        for id in &change.equipment {
            if let Some(other) = seen.insert((&change.place, id), &change.id) {
                let words =
                    Words::new(format!("`{other}` already changes the gauge of {id} at {}", change.place));
                log.issue(&codes::B006, &change.row, "equipment", words);
            }
            let kind = corridor.equipment.get(id).map(|equipment| equipment.kind);
            let fits = match (change.method, kind) {
                (GaugeMethod::ContainerTransload, Some(kind)) => kind == EquipmentKind::Container,
                (GaugeMethod::WheelsetChange, Some(kind)) => {
                    matches!(kind, EquipmentKind::Wagon | EquipmentKind::Container)
                }
                (_, None) => true,
            };
            if let Some(kind) = kind.filter(|_| !fits) {
                let words = Words::new(format!("{id} is a {kind}, and the method is {}", change.method));
                log.issue(&codes::B008, &change.row, "method", words);
            }
        }
        let gauges =
            corridor.places.get(&change.place).map(|place| place.gauges.as_slice()).unwrap_or_default();
        let both = [Gauge::Standard, Gauge::Broad].iter().all(|gauge| gauges.contains(gauge));
        if !gauges.is_empty() && !both {
            let words = Words::new(format!("{} does not have both gauges", change.place))
                .expected("gauge_mm of the place is 1435;1520");
            log.issue(&codes::B004, &change.row, "place", words);
        }
    }
}

/// Two handlings that name as much and can both match are a tie.
fn check_handlings(corridor: &Corridor, log: &mut Log) {
    if corridor.handlings.len() > PAIRS_MAX {
        return;
    }
    for (idx, a) in corridor.handlings.iter().enumerate() {
        for b in corridor.handlings.iter().skip(idx + 1) {
            let tie = a.act == b.act
                && meet(&a.equipment, &b.equipment)
                && meet(&a.from_equipment, &b.from_equipment)
                && meet(&a.places, &b.places);
            if tie {
                // The one that stands later in the file is shown.
                let (first, second) = if a.row.line <= b.row.line { (a, b) } else { (b, a) };
                let words =
                    Words::new(format!("`{}` and `{}` match the same handling equally", second.id, first.id))
                        .hint("name equipment or a place in one of them, or take one out");
                log.issue(&codes::B007, &second.row, "", words);
            }
        }
    }
}
