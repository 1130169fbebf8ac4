//! Folders too large or too strange to be kept in the repository.

use std::borrow::Cow;

use landbridge_scenario::{NoText, SourceError, SourceText, Sources, load, render};

use crate::fixtures::{lines, load_alone, minimal};

/// Codes that have their case here.
pub(crate) const CODES_TESTED_THERE: &[&str] = &["F004", "F005", "F030", "F036"];

#[test]
fn a_line_of_a_hundred_megabytes_is_refused_and_never_shown() {
    let mut folder = minimal();
    folder.insert("places.csv", "x".repeat(100_000_000));
    let outcome = load_alone(&folder);
    assert_eq!(lines(&outcome.diagnostics), "places.csv:1:1: error[F004]: the file has 100000000 bytes\n");
    let shown = render(&outcome.diagnostics[0], &folder_text(&folder));
    assert!(shown.len() < 1_000, "{} bytes", shown.len());
}

#[test]
fn a_line_of_a_megabyte_is_refused_and_never_shown() {
    let mut folder = minimal();
    for file in ["places.csv", "tariffs.toml"] {
        let mut text = String::from_utf8(folder.read(file).unwrap().into_owned()).unwrap();
        text.push_str("# ");
        text.push_str(&"重".repeat(400_000));
        text.push('\n');
        folder.insert(file, text);
    }
    let outcome = load_alone(&folder);
    let found: Vec<_> = outcome.diagnostics.iter().map(|d| (d.code.code, &*d.file, d.line)).collect();
    assert_eq!(found, [("F005", "places.csv", 10), ("F005", "tariffs.toml", 229)]);
    for diagnostic in &outcome.diagnostics {
        assert!(render(diagnostic, &folder_text(&folder)).len() < 2_000);
    }
}

#[test]
fn a_file_of_another_kind_does_not_bury_all_others() {
    let mut folder = minimal();
    let mut text = String::from_utf8(folder.read("fx.csv").unwrap().into_owned()).unwrap();
    for idx in 0..20_000 {
        text += &format!("r{idx},CNY,RMB,never,never,much,nobody,sure,,\n");
    }
    folder.insert("fx.csv", text);
    folder.insert("orders.csv", "id\n");
    let outcome = load_alone(&folder);
    assert!(outcome.diagnostics.len() < 600);
    let more = outcome.diagnostics.iter().find(|d| d.code.code == "F030").unwrap();
    assert_eq!(more.message, "119500 more problems in this file are not shown");
    assert!(outcome.diagnostics.iter().any(|d| &*d.file == "orders.csv"));
}

/// A folder on a disk that fails.
struct Failing;

impl Sources for Failing {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        Err(SourceError::Io { file: ".".to_owned(), reason: "device not ready".to_owned() })
    }

    fn read(&self, file: &str) -> Result<Cow<'_, [u8]>, SourceError> {
        Err(SourceError::Missing { file: file.to_owned() })
    }
}

#[test]
fn a_folder_that_cannot_be_listed_is_one_problem() {
    let outcome = load(&Failing, &[]);
    assert_eq!(lines(&outcome.diagnostics), ".:1:1: error[F036]: `.` cannot be read: device not ready\n");
    assert!(outcome.corridor.is_none());
    assert!(render(&outcome.diagnostics[0], &NoText).contains("device not ready"));
}

fn folder_text(folder: &landbridge_scenario::Memory) -> impl SourceText + '_ {
    landbridge_scenario::Layers { base: folder, overlays: &[] }
}
