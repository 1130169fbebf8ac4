//! What people read, over small corridors: each snapshot can be reviewed by someone who reads only it.

use std::path::Path;

use landbridge::{full_report, open_folder};
use landbridge_reporting::markdown;

pub(crate) fn settings(description: &str) -> insta::Settings {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path(concat!(env!("CARGO_MANIFEST_DIR"), "/snapshots"));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(description);
    settings
}

#[test]
fn report_of_the_minimal_corridor() {
    let folder = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/corridors/minimal"));
    let (corridor, _) = open_folder(folder, &[]).expect("the corridor opens");
    let report = full_report(&corridor).expect("the report is made");
    for page in &report.pages {
        settings("A page of the report of the minimal corridor: look for figures that moved and for reasons that do not add up.")
            .bind(|| insta::assert_snapshot!(format!("{}@minimal", page.slug), markdown(page)));
    }
}

#[test]
fn explanation_of_a_figure() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors/minimal");
    let (corridor, _) = open_folder(Path::new(folder), &[]).expect("the corridor opens");
    let report = full_report(&corridor).expect("the report is made");
    let (id, trace) = report
        .figures
        .iter()
        .find(|(id, _)| id.ends_with(".cost-per-vehicle.value"))
        .expect("a cost per vehicle");
    settings("A figure down to its facts: each leaf names tier, file, line and fact.").bind(|| {
        insta::assert_snapshot!(
            "explain-cost-per-vehicle@minimal",
            landbridge_reporting::explain(id, trace, &corridor)
        )
    });
}
