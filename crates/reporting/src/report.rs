//! The whole report: every page, picture and figure of a corridor.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::Trace;
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
    pages.push(pages::trade::page(study, audit));
    pages.push(pages::sources::page(study));
    let index = pages::index::page(study, &pages);
    pages.insert(0, index);

    let mut files = BTreeMap::new();
    let mut figures = BTreeMap::new();
    for page in &pages {
        files.insert(format!("{}.md", page.slug), markdown(page) + &footer(&corridor.id));
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

fn footer(corridor: &str) -> String {
    format!(
        "---\n\nGenerated from the corridor `{corridor}` by `cargo xtask report`; edit the corridor's files, not this \
         page.\nThe column *facts* counts the published, derived and assumed facts a row rests on; `landbridge explain ID` \
         follows each figure down to them.\n"
    )
}
