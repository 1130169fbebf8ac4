//! Relations between published figures.

use landbridge_model::{Corridor, PublishedFigure, Relation, RelationKind, StatisticId};

use crate::codes;
use crate::log::{Log, Words};

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    for relation in &corridor.relations {
        match &relation.kind {
            RelationKind::Sum { total, parts, .. } => {
                if parts.contains(total) {
                    itself(relation, "sum.parts", total, log);
                }
                unlike(corridor, relation, "sum.parts", std::iter::once(total).chain(parts), log);
            }
            RelationKind::Share { part, whole, percent } => {
                if part == whole {
                    itself(relation, "share.whole", whole, log);
                }
                let percent = percent.as_ref().and_then(|id| corridor.figures.get(id));
                if let Some(figure) = percent.filter(|figure| figure.unit != "%") {
                    let words =
                        Words::new(format!("`{}` is in {}", figure.id, crate::text::shorten(&figure.unit)))
                            .expected("a figure in %");
                    log.issue(&codes::Z003, &relation.row, "share.percent", words);
                }
                unlike(corridor, relation, "share.whole", [part, whole].into_iter(), log);
            }
            RelationKind::Conversion { left, right, rates } => {
                if left == right {
                    itself(relation, "conversion.right", right, log);
                }
                check_months(corridor, relation, rates, log);
            }
            RelationKind::UnitValue { value, count } => {
                if value == count {
                    itself(relation, "unit_value.count", count, log);
                }
            }
            RelationKind::Same(figures) => unlike(corridor, relation, "same", figures.iter(), log),
            RelationKind::Packing { .. } => {}
        }
    }
    for growth in &corridor.growths {
        if growth.base.as_ref() == Some(&growth.figure) {
            let words = Words::new(format!("`{}` cannot grow from itself", growth.figure));
            log.issue(&codes::Z010, &growth.row, "base", words);
        }
    }
}

/// Claimed savings are printed in per cent.
pub(super) fn check_claims(corridor: &Corridor, log: &mut Log) {
    for (idx, claim) in corridor.claims.iter().enumerate() {
        if let Some(figure) = corridor.figures.get(&claim.figure).filter(|figure| figure.unit != "%") {
            let words = Words::new(format!("`{}` is in {}", figure.id, crate::text::shorten(&figure.unit)))
                .expected("a figure in %");
            log.issue(&codes::Z003, &corridor.row, &format!("claim.{}.figure", idx + 1), words);
        }
    }
}

fn itself(relation: &Relation, column: &str, id: &StatisticId, log: &mut Log) {
    let words = Words::new(format!("`{id}` is related to itself"));
    log.issue(&codes::Z002, &relation.row, column, words);
}

/// What is added or compared has one unit.
fn unlike<'a>(
    corridor: &Corridor,
    relation: &Relation,
    column: &str,
    ids: impl Iterator<Item = &'a StatisticId>,
    log: &mut Log,
) {
    let figures: Vec<&PublishedFigure> = ids.filter_map(|id| corridor.figures.get(id)).collect();
    let Some(first) = figures.first() else {
        return;
    };
    if let Some(other) = figures.iter().find(|figure| figure.unit != first.unit) {
        let shorten = crate::text::shorten;
        let words = Words::new(format!(
            "`{}` is in {}, `{}` in {}",
            first.id,
            shorten(&first.unit),
            other.id,
            shorten(&other.unit)
        ))
        .expected("one unit");
        log.issue(&codes::Z001, &relation.row, column, words);
    }
}

/// Some rate of each end month is there to hold a conversion against.
fn check_months(corridor: &Corridor, relation: &Relation, rates: &(String, String), log: &mut Log) {
    let months = if rates.0 == rates.1 { vec![&rates.0] } else { vec![&rates.0, &rates.1] };
    for month in months {
        let day = format!("{month}-01").parse::<chrono::NaiveDate>().ok();
        let known = day.is_some_and(|day| corridor.exchange.iter().any(|rate| rate.validity.contains(day)));
        if !known {
            let words = Words::new(format!("fx.csv has no rate of {month}"));
            log.issue(&codes::Z009, &relation.row, "conversion.rates", words);
        }
    }
}
