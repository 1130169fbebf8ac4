//! A report and the folder it is kept in: written whole or not at all, and held to what is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use similar::TextDiff;
use thiserror::Error;

/// A report folder could not be read or written.
#[derive(Debug, Error)]
#[error("{action} {path}: {source}")]
pub struct FolderError {
    action: &'static str,
    path: String,
    #[source]
    source: io::Error,
}

/// A file that is not what the corridor gives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The file, relative to the report folder.
    pub file: String,
    /// Lines added and removed against what is committed.
    pub changed: (usize, usize),
    /// The difference as a unified diff.
    pub diff: String,
}

/// Writes a report: every file to a neighbour first, then each moved into its place, then files of earlier
/// reports that are no longer made are removed. Files that are right already are not touched. Returns the number
/// of files changed or removed.
///
/// # Errors
/// If a file cannot be read, written or moved. Until all neighbours are written nothing has changed.
pub fn write_report(folder: &Path, files: &BTreeMap<String, String>) -> Result<usize, FolderError> {
    let fail = |action, path: &Path| {
        let path = path.display().to_string();
        move |source| FolderError { action, path, source }
    };
    fs::create_dir_all(folder).map_err(fail("cannot make", folder))?;
    let mut moves = Vec::new();
    for (name, text) in files {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        let beside = folder.join(format!(".{name}.new"));
        let write = || -> io::Result<()> {
            let mut file = fs::File::create(&beside)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        if let Err(source) = write() {
            for (beside, _) in &moves {
                let _ = fs::remove_file(beside);
            }
            let _ = fs::remove_file(&beside);
            return Err(fail("cannot write", &path)(source));
        }
        moves.push((beside, path));
    }
    let mut changed = moves.len();
    for (beside, path) in moves {
        fs::rename(&beside, &path).map_err(fail("cannot replace", &path))?;
    }
    for name in report_files(folder)? {
        if !files.contains_key(&name) {
            let path = folder.join(&name);
            fs::remove_file(&path).map_err(fail("cannot remove", &path))?;
            changed += 1;
        }
    }
    Ok(changed)
}

/// How a folder differs from a report, pages first: a reader wants to see the words before the data.
///
/// # Errors
/// If the folder cannot be listed.
pub fn differences(folder: &Path, files: &BTreeMap<String, String>) -> Result<Vec<Difference>, FolderError> {
    let kept = if folder.is_dir() { report_files(folder)? } else { BTreeSet::new() };
    let names: BTreeSet<&String> = kept.iter().chain(files.keys()).collect();
    let mut found = Vec::new();
    for name in names {
        let old = fs::read(folder.join(name)).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        let (old, new) = (old.unwrap_or_default(), files.get(name).cloned().unwrap_or_default());
        if old == new && kept.contains(name) == files.contains_key(name) {
            continue;
        }
        let diff = TextDiff::from_lines(&old, &new);
        let count = |tag| diff.iter_all_changes().filter(|change| change.tag() == tag).count();
        found.push(Difference {
            file: name.clone(),
            changed: (count(similar::ChangeTag::Insert), count(similar::ChangeTag::Delete)),
            diff: diff.unified_diff().context_radius(2).header(name, name).to_string(),
        });
    }
    found.sort_by_key(|difference| (rank(&difference.file), difference.file.clone()));
    Ok(found)
}

fn rank(name: &str) -> u8 {
    match Path::new(name).extension().and_then(|extension| extension.to_str()) {
        Some("md") => 0,
        Some("json") => 1,
        _ => 2,
    }
}

/// Names of the files in a folder that a report could have written.
fn report_files(folder: &Path) -> Result<BTreeSet<String>, FolderError> {
    let fail = |source| FolderError { action: "cannot list", path: folder.display().to_string(), source };
    let mut names = BTreeSet::new();
    for entry in fs::read_dir(folder).map_err(fail)? {
        let entry = entry.map_err(fail)?;
        let Ok(name) = entry.file_name().into_string() else { continue };
        let ours =
            [".md", ".json", ".svg"].iter().any(|ending| name.ends_with(ending)) && !name.starts_with('.');
        if ours && entry.file_type().map_err(fail)?.is_file() {
            names.insert(name);
        }
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(list: &[(&str, &str)]) -> BTreeMap<String, String> {
        list.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
    }

    #[test]
    fn writes_what_changed_and_removes_what_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let first = files(&[("a.md", "one\n"), ("b.svg", "two\n")]);
        assert_eq!(write_report(folder.path(), &first).unwrap(), 2);
        assert_eq!(write_report(folder.path(), &first).unwrap(), 0);
        fs::write(folder.path().join("notes.txt"), "mine").unwrap();
        let second = files(&[("a.md", "one\nmore\n")]);
        let found = differences(folder.path(), &second).unwrap();
        assert_eq!(
            found.iter().map(|d| (d.file.as_str(), d.changed)).collect::<Vec<_>>(),
            [("a.md", (1, 0)), ("b.svg", (0, 1))]
        );
        assert_eq!(write_report(folder.path(), &second).unwrap(), 2);
        assert!(differences(folder.path(), &second).unwrap().is_empty());
        assert!(folder.path().join("notes.txt").exists(), "other files are left alone");
    }
}
