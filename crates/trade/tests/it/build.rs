//! Small builders for figures, growths and relations.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{
    ExchangeRate, Growth, GrowthUnit, PublishedFigure, Qualifier, Reading, Relation, RelationKind, Row,
    StatisticId, Tier, Validity, ValueBasis,
};
use landbridge_trade::{Audit, Finding, audit};

pub(crate) fn id(text: &str) -> StatisticId {
    text.parse().unwrap()
}

pub(crate) fn row(table: &str, id: &str) -> Arc<Row> {
    Arc::new(Row {
        table: table.to_owned(),
        id: id.to_owned(),
        file: "trade/test.toml".into(),
        line: 1,
        values: BTreeMap::new(),
        tier: Tier::Published,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

pub(crate) fn figure(name: &str, value: &str, unit: &str, step: &str) -> PublishedFigure {
    PublishedFigure {
        id: id(name),
        what: name.to_owned(),
        reporter: "Chongqing Customs".to_owned(),
        partner: "Central Asia 5".to_owned(),
        flow: "export".to_owned(),
        basis: ValueBasis::Unknown,
        category: String::new(),
        period: "2023-01..2023-04".to_owned(),
        value: value.parse().unwrap(),
        unit: unit.to_owned(),
        qualifier: Qualifier::Exact,
        rounding: step.parse().unwrap(),
        printed: format!("{value} {unit}"),
        row: row("figure", name),
    }
}

pub(crate) fn growth(name: &str, figure: &str, value: &str, unit: &str, step: &str) -> Growth {
    Growth {
        id: id(name),
        figure: id(figure),
        value: value.parse().unwrap(),
        unit: unit.parse::<GrowthUnit>().unwrap(),
        reading: Reading::Unknown,
        rounding: step.parse().unwrap(),
        printed: format!("{value} {unit}"),
        base: None,
        row: row("growth", name),
    }
}

pub(crate) fn relation(name: &str, kind: RelationKind) -> Relation {
    Relation { id: id(name), what: name.to_owned(), kind, row: row("relation", name) }
}

pub(crate) fn sum(name: &str, total: &str, parts: &[&str], complete: bool) -> Relation {
    let parts = parts.iter().map(|part| id(part)).collect();
    relation(name, RelationKind::Sum { total: id(total), parts, complete })
}

pub(crate) fn share(name: &str, part: &str, whole: &str, percent: Option<&str>) -> Relation {
    relation(name, RelationKind::Share { part: id(part), whole: id(whole), percent: percent.map(id) })
}

pub(crate) fn same(name: &str, all: &[&str]) -> Relation {
    relation(name, RelationKind::Same(all.iter().map(|one| id(one)).collect()))
}

pub(crate) fn monthly(currency: &str, per: &str, month: &str, rate: &str) -> ExchangeRate {
    let name = format!("{currency}-{per}-{month}");
    let day = |day: &str| format!("{month}-{day}").parse().unwrap();
    ExchangeRate {
        id: name.parse().unwrap(),
        currency: currency.parse().unwrap(),
        per: per.parse().unwrap(),
        rate: rate.parse().unwrap(),
        validity: Validity::new(Some(day("01")), Some(day("28"))).unwrap(),
        row: row("fx", &name),
    }
}

pub(crate) fn book(figures: &[PublishedFigure]) -> BTreeMap<StatisticId, PublishedFigure> {
    figures.iter().map(|figure| (figure.id.clone(), figure.clone())).collect()
}

pub(crate) fn run(figures: &[PublishedFigure], growths: &[Growth], relations: &[Relation]) -> Audit {
    audit(&book(figures), growths, relations, &[])
}

pub(crate) fn finding<'a>(audit: &'a Audit, id: &str) -> &'a Finding {
    audit.findings.iter().find(|finding| finding.id == id).unwrap_or_else(|| panic!("no finding {id}"))
}

pub(crate) fn names(set: &[StatisticId]) -> Vec<&str> {
    set.iter().map(StatisticId::as_str).collect()
}
