//! The whole report: every page, picture and figure of a corridor.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{Corridor, Trace};
use landbridge_planning::{PlanningError, Study};
use landbridge_trade::Audit;

use crate::json::page_json;
use crate::markdown::markdown;
use crate::page::{Block, Page};
use crate::pages;

/// The report of a corridor.
#[derive(Clone, Debug)]
pub struct Report {
    /// Pages, index first.
    pub pages: Vec<Page>,
    /// Files by name, relative to the report folder.
    pub files: BTreeMap<String, String>,
    /// Every figure of every page, by id.
    pub figures: BTreeMap<String, Arc<Trace>>,
}

/// Makes the report of a corridor.
///
/// # Errors
/// If a price, rate or factor that a page needs is missing.
pub fn report(study: &Study<'_>, audit: &Audit) -> Result<Report, PlanningError> {
    let corridor = study.corridor();
    let mut pages = vec![pages::network::page(study)];
    let orders = pages::order::studies(study)?;
    for order in &orders {
        pages.push(pages::order::page(order)?);
    }
    pages.push(pages::modes::page(study, &orders)?);
    pages.push(pages::landed::page(study)?);
    pages.extend(pages::transit::page(study));
    pages.extend(pages::trains::page(study));
    pages.push(pages::trade::page(study, audit));
    pages.push(pages::sources::page(study));
    let index = pages::index::page(study, &pages);
    pages.insert(0, index);

    let overlays = overlays_in(corridor);
    let mut files = BTreeMap::new();
    let mut figures = BTreeMap::new();
    for page in &pages {
        files.insert(format!("{}.md", page.slug), markdown(page) + &footer(&corridor.id, overlays));
        files.insert(format!("{}.json", page.slug), page_json(page, &corridor.id));
        figures.extend(page.figures());
        for block in page.walk() {
            if let Block::Picture { file, svg, .. } = block {
                files.insert(file.clone(), svg.clone());
            }
        }
    }
    Ok(Report { pages, files, figures })
}

fn footer(corridor: &str, overlays: usize) -> String {
    let what_if = match overlays {
        0 => String::new(),
        1 => "**What-if: rows of an overlay stand in place of the corridor's own or beside them.**\n"
            .to_owned(),
        n => format!(
            "**What-if: rows of {n} overlays stand in place of the corridor's own or beside them.**\n"
        ),
    };
    format!(
        "---\n\n{what_if}Generated from the corridor `{corridor}`; edit the corridor's files, not this page (`cargo xtask \
         report` regenerates the shipped reports, `landbridge report` any other).\nThe column *facts* counts the published, \
         derived and assumed facts a row rests on; `landbridge explain ID` follows each figure down to them.\n"
    )
}

/// Overlays that have rows in the corridor: their files begin with `overlay1/` and so on.
fn overlays_in(corridor: &Corridor) -> usize {
    let numbers: BTreeSet<String> = corridor
        .rows()
        .iter()
        .filter_map(|row| {
            row.file.strip_prefix("overlay")?.split_once('/').map(|(number, _)| number.to_owned())
        })
        .filter(|number| number.parse::<u32>().is_ok())
        .collect();
    numbers.len()
}
