//! Trade statistics: the printed figures redrawn, and what the audit says about them.

use std::collections::BTreeMap;

use landbridge_model::{
    Amount, Corridor, FactRef, PublishedFigure, Relation, RelationKind, StatisticId, Trace,
};
use landbridge_planning::Study;
use landbridge_trade::{Audit, Finding, Implied, Verdict};

use crate::page::{Block, Cell, Page, Table, key_of};
use crate::pages::parts::drawn;
use crate::svg::{BarChart, BarRow, Segment};

pub(crate) fn page(study: &Study<'_>, audit: &Audit) -> Page {
    let corridor = study.corridor();
    let mut page = audit_page(corridor, audit);
    let mut charts = Vec::new();
    for relation in drawn_relations(corridor) {
        if let Some(chart) = chart(corridor, audit, relation) {
            charts.push(Block::Picture {
                file: format!("trade-{}.svg", key_of(relation.id.as_str())),
                alt: relation.what.clone(),
                svg: chart.to_svg(),
            });
        }
    }
    if !charts.is_empty() {
        charts.insert(0, Block::Heading("The printed figures, redrawn".to_owned()));
        page.blocks.splice(0..0, charts);
    }
    page.blocks.push(Block::Heading("All figures as printed".to_owned()));
    page.blocks.push(Block::Folded {
        summary: format!("{} figures", corridor.figures.len()),
        blocks: vec![Block::Table(figures_table(corridor))],
    });
    page
}

/// The audit of published statistics: verdicts, what is implied, and the working behind each verdict.
#[must_use]
pub fn audit_page(corridor: &Corridor, audit: &Audit) -> Page {
    let count = |verdict| audit.findings.iter().filter(|finding| finding.verdict == verdict).count();
    let mut blocks = vec![Block::Heading("Verdicts".to_owned()), Block::Table(verdicts_table(audit))];
    blocks.push(Block::Heading("What follows and was not printed".to_owned()));
    blocks.push(Block::Table(implied_table(audit)));
    blocks.push(Block::Heading("Working".to_owned()));
    for finding in audit.findings.iter().filter(|finding| !finding.working.is_empty()) {
        let mut inner = vec![Block::List(finding.working.clone())];
        for subset in &finding.contradictions {
            let ids: Vec<&str> = subset.iter().map(StatisticId::as_str).collect();
            inner.push(Block::Text(format!(
                "Cannot all be true: {}. Without any one of them the rest is no longer proven contradictory.",
                ids.join(", ")
            )));
        }
        blocks.push(Block::Folded { summary: format!("{}: {}", finding.id, finding.verdict), blocks: inner });
    }
    Page {
        slug: "trade".to_owned(),
        title: "Trade statistics and their audit".to_owned(),
        summary: format!(
            "{} statements on {} printed figures: {} consistent, {} ambiguous, {} contradictory, {} undecided. Each printed \
             number stands for every value that rounds to it.",
            audit.findings.len(),
            corridor.figures.len(),
            count(Verdict::Consistent),
            count(Verdict::Ambiguous),
            count(Verdict::Contradictory),
            count(Verdict::Undecided)
        ),
        blocks,
    }
}

fn verdicts_table(audit: &Audit) -> Table {
    let mut table = Table::new(
        "verdicts",
        &[("what", "statement", false), ("verdict", "verdict", false), ("because", "because", false)],
    );
    // Worst first: that is what a reader looks for.
    let mut findings: Vec<&Finding> = audit.findings.iter().collect();
    findings.sort_by(|a, b| b.verdict.cmp(&a.verdict).then_with(|| a.id.cmp(&b.id)));
    for finding in findings {
        let verdict = Trace::found(
            &finding.what,
            Amount::Text(finding.verdict.to_string()),
            &finding.statement,
            vec![finding.trace.clone()],
        );
        table.push(
            finding.id.as_str(),
            vec![Cell::text(&finding.what), Cell::figure(&verdict), Cell::text(&finding.statement)],
        );
    }
    table
}

fn implied_table(audit: &Audit) -> Table {
    let mut table = Table::new(
        "implied",
        &[("what", "quantity", false), ("range", "can be", true), ("from", "from", false)],
    );
    for finding in &audit.findings {
        for implied in &finding.implied {
            let range = Trace::found(
                &implied.label,
                Amount::Text(implied.exact.with_unit(&implied.unit)),
                "exact interval of every value that rounds to what was printed",
                vec![finding.trace.clone()],
            );
            table.push(
                format!("{}-{}", finding.id, implied.label),
                vec![Cell::text(&implied.label), Cell::figure(&range), Cell::text(&finding.what)],
            );
        }
    }
    table
}

fn figures_table(corridor: &Corridor) -> Table {
    let mut table = Table::new(
        "figures",
        &[
            ("what", "figure", false),
            ("period", "period", false),
            ("value", "value", true),
            ("printed", "printed", false),
            ("reporter", "reporter", false),
        ],
    );
    for figure in corridor.figures.values() {
        table.push(
            figure.id.as_str(),
            vec![
                Cell::text(&figure.what),
                Cell::text(&figure.period),
                Cell::figure(&value(figure)),
                Cell::text(&figure.printed),
                Cell::text(&figure.reporter),
            ],
        );
    }
    table
}

fn value(figure: &PublishedFigure) -> Trace {
    let amount = Amount::Decimal(figure.value, figure.unit.clone());
    Trace::fact(&figure.what, amount, FactRef::new(&figure.row, "value"))
}

/// Relations that split a total which is split in more than one way: by state, by category, by ownership.
fn drawn_relations(corridor: &Corridor) -> Vec<&Relation> {
    let mut splits: BTreeMap<&StatisticId, Vec<&Relation>> = BTreeMap::new();
    for relation in &corridor.relations {
        let Some((total, parts)) = split(relation) else { continue };
        let drawn = splits.entry(total).or_default();
        // A share and a sum over the same parts are one picture.
        if !drawn.iter().any(|known| split(known).is_some_and(|(_, others)| others == parts)) {
            drawn.push(relation);
        }
    }
    splits.into_values().filter(|relations| relations.len() > 1).flatten().collect()
}

fn split(relation: &Relation) -> Option<(&StatisticId, Vec<&StatisticId>)> {
    match &relation.kind {
        RelationKind::Sum { total, parts, .. } => Some((total, parts.iter().collect())),
        RelationKind::Share { part, whole, .. } => Some((whole, vec![part])),
        _ => None,
    }
}

fn chart(corridor: &Corridor, audit: &Audit, relation: &Relation) -> Option<BarChart> {
    let (total, parts) = split(relation)?;
    let total = corridor.figures.get(total)?;
    let bar = |figure: &PublishedFigure, series: usize| BarRow {
        label: if figure.partner.is_empty() || figure.partner == total.partner {
            figure.what.clone()
        } else {
            figure.partner.clone()
        },
        segments: vec![Segment {
            series,
            value: drawn(&value(figure)),
            value_text: figure.value.normalize().to_string(),
            assumed: false,
        }],
        interval: None,
        note: growth_words(corridor, &figure.id),
    };
    let mut rows = vec![bar(total, 0)];
    for part in parts {
        rows.push(bar(corridor.figures.get(part)?, 1));
    }
    let implied = audit.findings.iter().filter(|finding| finding.id == relation.id.as_str());
    rows.extend(
        implied.flat_map(|finding| &finding.implied).filter(|i| i.unit == total.unit).filter_map(implied_bar),
    );
    Some(BarChart {
        title: relation.what.clone(),
        desc: format!("{}, {}, {}", total.what, total.period, total.unit),
        unit: total.unit.clone(),
        series: vec!["total".to_owned(), "printed".to_owned(), "implied, as an interval".to_owned()],
        rows,
        stacked: false,
    })
}

fn implied_bar(implied: &Implied) -> Option<BarRow> {
    let (low, high) = (implied.low?, implied.high?);
    let number = |decimal: landbridge_units::Decimal| decimal.to_string().parse::<f64>().unwrap_or(0.0);
    Some(BarRow {
        label: implied.label.clone(),
        segments: vec![Segment {
            series: 2,
            value: number(high),
            value_text: format!("{} to {}", low.normalize(), high.normalize()),
            assumed: true,
        }],
        interval: Some((number(low), number(high))),
        note: String::new(),
    })
}

fn growth_words(corridor: &Corridor, figure: &StatisticId) -> String {
    corridor
        .growths
        .iter()
        .find(|growth| growth.figure == *figure)
        .map_or_else(String::new, |growth| growth.printed.clone())
}
