//! The index: headline figures and the way to the pages.

use std::collections::BTreeMap;

use landbridge_model::{FactRef, Tier};
use landbridge_planning::Study;

use crate::page::{Block, Cell, Page, Table, key_of};

/// Keys of the rows of an order's key figures that the index repeats.
const HEADLINES: [&str; 4] = ["units", "cost-per-vehicle", "duration", "co2e-per-vehicle"];

pub(crate) fn page(study: &Study<'_>, pages: &[Page]) -> Page {
    let corridor = study.corridor();
    let mut table = Table::new("headline", &[("what", "figure", false), ("value", "value", true)]);
    let mut facts: BTreeMap<String, FactRef> = BTreeMap::new();
    for page in pages.iter().filter(|page| page.slug.starts_with("order-")) {
        for block in page.walk() {
            let Block::Table(known) = block else { continue };
            if !known.key.ends_with("key") {
                continue;
            }
            for row in known.rows.iter().filter(|row| HEADLINES.contains(&row.key.as_str())) {
                let [Cell::Text(what), Cell::Figure(trace)] = row.cells.as_slice() else { continue };
                facts.extend(trace.facts());
                let scope = known.key.trim_end_matches("key").trim_end_matches('-');
                let name = if scope.is_empty() {
                    format!("{}: {what}", page.title)
                } else {
                    format!("{}, {}: {what}", page.title, scope.to_uppercase())
                };
                table.push(
                    key_of(&format!("{}-{scope}-{}", page.slug, row.key)),
                    vec![Cell::text(name), Cell::figure(trace)],
                );
            }
        }
    }
    let assumed = facts.values().filter(|fact| fact.tier() == Tier::Assumed).count();
    let links = pages
        .iter()
        .map(|page| (format!("{}.md", page.slug), page.title.clone(), page.summary.clone()))
        .collect();
    Page {
        slug: "README".to_owned(),
        title: corridor.name.clone(),
        summary: format!(
            "As of {}. The headline figures rest on {} facts, of which {assumed} are assumed.",
            corridor.as_of,
            facts.len()
        ),
        blocks: vec![
            Block::Table(table),
            Block::Picture {
                file: "network.svg".to_owned(),
                alt: format!("Map of the corridor {}", corridor.name),
                svg: picture_of(pages),
            },
            Block::Heading("Pages".to_owned()),
            Block::Links(links),
        ],
    }
}

// The index shows the network's map; it is one file with one content.
fn picture_of(pages: &[Page]) -> String {
    pages
        .iter()
        .flat_map(Page::walk)
        .find_map(|block| match block {
            Block::Picture { file, svg, .. } if file == "network.svg" => Some(svg.clone()),
            _ => None,
        })
        .unwrap_or_default()
}
