//! `tests/broken`: one folder per defect, each the minimal corridor with a small edit, and where it is found.
//!
//! `case.toml` says what is edited (`find` occurs once), which files are taken out, and what must be reported at
//! which place. Other files of the folder replace whole files of the minimal corridor.

use std::collections::BTreeMap;

use landbridge_model::Severity;
use landbridge_scenario::{CODES, Directory, Memory, Sources as _};
use serde::Deserialize;

use crate::fixtures::{lines, load_alone, minimal, tests_folder};
use crate::{limits, loading_lists};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    #[serde(default)]
    remove: Vec<String>,
    #[serde(default)]
    edit: Vec<Edit>,
    expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Edit {
    file: String,
    find: String,
    replace: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    code: String,
    file: String,
    line: u32,
    column: u32,
}

/// All cases by name, each with its broken folder.
fn cases() -> BTreeMap<String, (Case, Memory)> {
    let root = Directory::open(tests_folder("broken")).expect("the folder is there");
    let minimal = minimal();
    let mut cases: BTreeMap<String, (Option<Case>, Memory)> = BTreeMap::new();
    for path in root.list().expect("it can be listed") {
        let (name, file) = path.split_once('/').expect("cases are folders");
        let (case, folder) = cases.entry(name.to_owned()).or_insert_with(|| (None, minimal.clone()));
        let bytes = root.read(&path).expect("it can be read");
        if file == "case.toml" {
            let text = std::str::from_utf8(&bytes).expect("UTF-8");
            *case = Some(toml::from_str(text).unwrap_or_else(|error| panic!("{path}: {error}")));
        } else {
            folder.insert(file, bytes.into_owned());
        }
    }
    cases
        .into_iter()
        .map(|(name, (case, mut folder))| {
            let case = case.unwrap_or_else(|| panic!("{name} has no case.toml"));
            for edit in &case.edit {
                let bytes = folder.read(&edit.file).expect("a file of the corridor").into_owned();
                let text = String::from_utf8(bytes).expect("UTF-8");
                assert_eq!(text.matches(&edit.find).count(), 1, "{name}: `{}` in {}", edit.find, edit.file);
                folder.insert(&*edit.file, text.replace(&edit.find, &edit.replace));
            }
            for file in &case.remove {
                folder.remove(file);
            }
            (name, (case, folder))
        })
        .collect()
}

#[test]
fn each_defect_is_found_at_its_place() {
    let cases = cases();
    assert!(cases.len() >= 150, "{} cases", cases.len());
    let mut wrong = String::new();
    for (name, (case, folder)) in &cases {
        let outcome = load_alone(folder);
        let expected = &case.expected;
        let found = outcome.diagnostics.iter().any(|d| {
            d.code.code == expected.code
                && *d.file == *expected.file
                && (d.line, d.column) == (expected.line, expected.column)
        });
        let error = outcome.diagnostics.iter().any(|d| d.severity() == Severity::Error);
        if !found || error == outcome.corridor.is_some() {
            let Expected { code, file, line, column } = expected;
            wrong += &format!(
                "{name}: expected {code} at {file}:{line}:{column}, found\n{}\n",
                lines(&outcome.diagnostics)
            );
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A defect is reported, and little else: a reader must not search for the cause among its consequences.
#[test]
fn a_defect_has_few_consequences() {
    for (name, (_, folder)) in cases() {
        let diagnostics = load_alone(&folder).diagnostics;
        assert!(diagnostics.len() <= 4, "{name}:\n{}", lines(&diagnostics));
    }
}

#[test]
fn every_code_has_a_case() {
    let mut seen: Vec<String> = cases().into_values().map(|(case, _)| case.expected.code).collect();
    seen.extend(limits::CODES_TESTED_THERE.iter().map(|code| (*code).to_owned()));
    seen.extend(loading_lists::codes_tested_here());
    let without: Vec<&str> =
        CODES.iter().map(|code| code.code).filter(|code| !seen.iter().any(|s| s == code)).collect();
    assert!(without.is_empty(), "{without:?}");
}
