//! The committed report is what the shipped corridor gives, and a change of a tariff shows in it.

use std::path::Path;

use landbridge::{codes_page, differences, full_report, open_folder};
use landbridge_scenario::{Memory, Sources as _, load, shipped};

const SHIPPED: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../crates/corridors/chongqing-central-asia");
const REPORT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/reports/chongqing-central-asia");

#[test]
fn the_committed_report_is_up_to_date() {
    let (corridor, _) = open_folder(Path::new(SHIPPED), &[]).expect("the shipped corridor opens");
    let report = full_report(&corridor).expect("the report is made");
    let found = differences(Path::new(REPORT), &report.files).expect("the folder is read");
    let files: Vec<&str> = found.iter().map(|difference| difference.file.as_str()).collect();
    assert!(
        files.is_empty(),
        "run `cargo xtask report` and commit what moved; first difference:\n{}",
        found[0].diff
    );
}

#[test]
fn the_page_of_diagnostics_is_up_to_date() {
    let page = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/diagnostics.md"))
        .unwrap_or_default();
    assert!(page == codes_page(), "run `cargo xtask codes`");
}

#[test]
fn a_changed_tariff_line_shows_as_a_readable_diff() {
    let mut files = Memory::copy_of(&shipped("chongqing-central-asia").expect("shipped")).expect("a copy");
    let tariffs = String::from_utf8(files.read("tariffs.toml").expect("a file").into_owned()).expect("UTF-8");
    let from = "id = \"jsq-china-leg\"";
    let begin = tariffs.find(from).expect("the tariff is there");
    let rate = begin + tariffs[begin..].find("rate = \"0.75\"").expect("its rate");
    let changed =
        format!("{}rate = \"0.80\"{}", &tariffs[..rate], &tariffs[rate + "rate = \"0.75\"".len()..]);
    files.insert("tariffs.toml", changed);
    let corridor = load(&files, &[]).corridor.expect("still a corridor");
    let report = full_report(&corridor).expect("the report is made");
    let found = differences(Path::new(REPORT), &report.files).expect("the folder is read");
    let page = found
        .iter()
        .find(|difference| difference.file == "order-jsq-256.md")
        .expect("the train's page moved");
    let lines: Vec<&str> = page
        .diff
        .lines()
        .filter(|line| line.contains("`order-jsq-256.kz-almaty1-cost.jsq-china-leg-freight`"))
        .collect();
    assert_eq!(lines.len(), 2, "one line removed, one added:\n{}", page.diff);
    assert!(lines[0].starts_with('-') && lines[1].starts_with('+'), "{lines:?}");
    assert!(page.changed.0 < 60, "a small change stays small: {} lines", page.changed.0);
}
