//! Sources and assumptions: what the corridor knows, from where, and how surely.

use std::collections::BTreeMap;

use landbridge_model::{SourceId, Tier};
use landbridge_planning::Study;

use crate::page::{Block, Cell, Page, Table};

pub(crate) fn page(study: &Study<'_>) -> Page {
    let corridor = study.corridor();
    let facts = corridor.facts();
    let mut by_file: BTreeMap<&str, [usize; 3]> = BTreeMap::new();
    let mut by_source: BTreeMap<&SourceId, usize> = BTreeMap::new();
    for fact in &facts {
        by_file.entry(fact.file()).or_default()[slot(fact.tier())] += 1;
        for source in fact.sources() {
            *by_source.entry(source).or_default() += 1;
        }
    }
    let totals = by_file.values().fold([0; 3], |sum, n| [sum[0] + n[0], sum[1] + n[1], sum[2] + n[2]]);

    let mut files = Table::new(
        "files",
        &[
            ("file", "file", false),
            ("published", "published", true),
            ("derived", "derived", true),
            ("assumed", "assumed", true),
        ],
    );
    for (file, counts) in &by_file {
        let mut cells = vec![Cell::text(*file)];
        cells.extend(counts.iter().map(|n| Cell::text(n.to_string())));
        files.push(*file, cells);
    }

    let mut sources = Table::new(
        "sources",
        &[
            ("id", "id", false),
            ("title", "title", false),
            ("reference", "reference", false),
            ("facts", "facts", true),
        ],
    );
    for (id, source) in &corridor.sources {
        let cited = by_source.get(id).copied().unwrap_or(0);
        sources.push(
            id.as_str(),
            vec![
                Cell::text(id.as_str()),
                Cell::text(&source.title),
                Cell::text(&source.reference),
                Cell::text(cited.to_string()),
            ],
        );
    }

    let mut assumed = Table::new(
        "assumed-tariffs",
        &[
            ("tariff", "tariff", false),
            ("rate", "rate", true),
            ("range", "range", true),
            ("note", "note", false),
        ],
    );
    for tariff in corridor.tariffs.iter().filter(|tariff| tariff.row.tier_of("rate") == Tier::Assumed) {
        let range = match (tariff.low, tariff.high) {
            (None, None) => String::new(),
            (low, high) => {
                format!(
                    "{} to {}",
                    low.unwrap_or(tariff.rate).normalize(),
                    high.unwrap_or(tariff.rate).normalize()
                )
            }
        };
        assumed.push(
            tariff.id.as_str(),
            vec![
                Cell::text(tariff.id.as_str()),
                Cell::text(format!(
                    "{} {} per {}",
                    tariff.rate.normalize(),
                    tariff.currency,
                    tariff.basis.word().replace('_', " ")
                )),
                Cell::text(range),
                Cell::text(tariff.row.note.clone().unwrap_or_default()),
            ],
        );
    }

    let assumed_count = assumed.rows.len();
    let cited = by_source.len();
    Page {
        slug: "sources".to_owned(),
        title: "Sources and assumptions".to_owned(),
        summary: format!(
            "{} facts: {} published, {} derived, {} assumed; {cited} of {} sources are cited.",
            facts.len(),
            totals[0],
            totals[1],
            totals[2],
            corridor.sources.len()
        ),
        blocks: vec![
            Block::Text(
                "Published: read in a source. Derived: arithmetic on facts that have a source. Assumed: a planning value \
                 without a source; replace these first when you have your own."
                    .to_owned(),
            ),
            Block::Heading("Facts by file".to_owned()),
            Block::Table(files),
            Block::Heading("Assumed tariffs".to_owned()),
            Block::Folded {
                summary: format!("{assumed_count} tariffs with an assumed rate"),
                blocks: vec![Block::Table(assumed)],
            },
            Block::Heading("Sources".to_owned()),
            Block::Folded {
                summary: format!("{} sources", corridor.sources.len()),
                blocks: vec![Block::Table(sources)],
            },
        ],
    }
}

fn slot(tier: Tier) -> usize {
    match tier {
        Tier::Published => 0,
        Tier::Derived => 1,
        Tier::Assumed => 2,
    }
}
