//! `cargo xtask report`: the pages of each shipped corridor.

use std::fmt::Write as _;

use landbridge::{Difference, OpenError, differences, full_report, open_folder, write_report};

use crate::Mode;
use crate::workspace::{corridors, root};

/// Lines of difference shown; the rest is counted.
const MOST_LINES: usize = 200;

pub(crate) fn run(mode: Mode) -> Result<String, String> {
    // All corridors are read and reported before the first file is written.
    let mut reports = Vec::new();
    for (name, folder) in corridors()? {
        let (corridor, _) = open_folder(&folder, &[]).map_err(|error| refusal(&name, &error))?;
        let report = full_report(&corridor).map_err(|error| format!("{name}: {error}"))?;
        reports.push((name, report));
    }
    let mut said = String::new();
    for (name, report) in reports {
        let folder = root().join("docs/reports").join(&name);
        match mode {
            Mode::Write => {
                let changed = write_report(&folder, &report.files).map_err(|error| error.to_string())?;
                let _ = writeln!(
                    said,
                    "{name}: {changed} of {} files changed; begin with docs/reports/{name}/README.md",
                    report.files.len()
                );
            }
            Mode::Check => {
                let found = differences(&folder, &report.files).map_err(|error| error.to_string())?;
                if !found.is_empty() {
                    return Err(shown(&name, &found));
                }
                let _ = writeln!(said, "{name}: {} files are up to date", report.files.len());
            }
        }
    }
    Ok(said)
}

fn refusal(name: &str, error: &OpenError) -> String {
    let mut text = format!("{name}: {error}");
    if let OpenError::Diagnostics(diagnostics) = error {
        for diagnostic in diagnostics {
            let _ = write!(text, "\n{diagnostic}");
        }
    }
    text
}

/// The pages' differences line by line, data and drawings by their number of lines.
fn shown(name: &str, found: &[Difference]) -> String {
    let mut text = format!("{name}: {} files are not what the corridor gives\n", found.len());
    let (pages, others): (Vec<_>, Vec<_>) =
        found.iter().partition(|difference| difference.file.ends_with(".md"));
    let mut left = MOST_LINES;
    for page in pages {
        let lines: Vec<&str> = page.diff.lines().collect();
        let _ = writeln!(text, "\n{}", lines.get(..lines.len().min(left)).unwrap_or_default().join("\n"));
        if lines.len() > left {
            let _ = writeln!(text, "... {} more lines in {}", lines.len() - left, page.file);
        }
        left = left.saturating_sub(lines.len());
    }
    for other in others {
        let (added, removed) = other.changed;
        let _ = writeln!(text, "{}: {added} lines added, {removed} removed", other.file);
    }
    text.push_str("\nrun `cargo xtask report`, look at what moved, and commit it together with its cause");
    text
}
