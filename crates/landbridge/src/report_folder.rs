//! A report and the folder it is kept in: each file written whole, and all held to what is committed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

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

/// Lists the files of the report that was written last: only these are ever removed.
const MANIFEST: &str = ".report-files";

/// Writes a report: every file to a neighbour first, then each moved into its place whole, then files that an
/// earlier report wrote and this one does not are removed. Files that are right already are not touched, and files
/// that no report wrote are left alone. Returns the number of files changed or removed.
///
/// # Errors
/// If a file cannot be read, written or moved; until all neighbours are written nothing has changed. If the folder
/// holds other things and no report, since their names might be those of the report's files.
pub fn write_report(folder: &Path, files: &BTreeMap<String, String>) -> Result<usize, FolderError> {
    fs::create_dir_all(folder).map_err(fail("cannot make", folder))?;
    let earlier = manifest(folder)?;
    let mut entries = fs::read_dir(folder).map_err(fail("cannot list", folder))?;
    if earlier.is_none() && entries.next().is_some() {
        let source = io::Error::new(io::ErrorKind::DirectoryNotEmpty, "it is not empty and holds no report");
        return Err(fail("will not write into", folder)(source));
    }
    let names: String = files.keys().map(|name| format!("{name}\n")).collect();
    let mut moves = Vec::new();
    for (name, text) in files.iter().map(|(name, text)| (name.as_str(), text)).chain([(MANIFEST, &names)]) {
        let path = folder.join(name);
        if fs::read(&path).is_ok_and(|old| old == text.as_bytes()) {
            continue;
        }
        let beside = folder.join(format!(".{name}.new"));
        let written = fs::File::create(&beside).and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.sync_all()
        });
        moves.push((beside, path));
        if let Err(source) = written {
            clean_up(&moves);
            return Err(fail("cannot write", &folder.join(name))(source));
        }
    }
    let mut changed = moves.iter().filter(|(_, path)| !path.ends_with(MANIFEST)).count();
    for (beside, path) in &moves {
        if let Err(source) = fs::rename(beside, path) {
            clean_up(&moves);
            return Err(fail("cannot replace", path)(source));
        }
    }
    for name in earlier.unwrap_or_default() {
        let path = folder.join(&name);
        if !files.contains_key(&name) && path.is_file() {
            fs::remove_file(&path).map_err(fail("cannot remove", &path))?;
            changed += 1;
        }
    }
    Ok(changed)
}

fn clean_up(moves: &[(PathBuf, PathBuf)]) {
    for (beside, _) in moves {
        let _ = fs::remove_file(beside);
    }
}

fn fail(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> FolderError + use<> {
    let path = path.display().to_string();
    move |source| FolderError { action, path, source }
}

/// Names of the files that a report wrote into the folder; `None` where none did. Names that would leave the
/// folder are not taken from a manifest.
fn manifest(folder: &Path) -> Result<Option<BTreeSet<String>>, FolderError> {
    let path = folder.join(MANIFEST);
    match fs::read_to_string(&path) {
        Ok(text) => {
            let plain = |name: &&str| !name.is_empty() && !name.contains(['/', '\\']) && *name != "..";
            Ok(Some(text.lines().filter(plain).map(str::to_owned).collect()))
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(source) => Err(fail("cannot read", &path)(source)),
    }
}

/// How a folder differs from a report, pages first: a reader wants to see the words before the data.
///
/// # Errors
/// If the list of its files cannot be read.
pub fn differences(folder: &Path, files: &BTreeMap<String, String>) -> Result<Vec<Difference>, FolderError> {
    let kept = manifest(folder)?.unwrap_or_default();
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
        fs::write(folder.path().join("CHANGELOG.md"), "mine").unwrap();
        let second = files(&[("a.md", "one\nmore\n")]);
        let found = differences(folder.path(), &second).unwrap();
        assert_eq!(
            found.iter().map(|d| (d.file.as_str(), d.changed)).collect::<Vec<_>>(),
            [("a.md", (1, 0)), ("b.svg", (0, 1))]
        );
        assert_eq!(write_report(folder.path(), &second).unwrap(), 2);
        assert!(differences(folder.path(), &second).unwrap().is_empty());
        assert!(folder.path().join("CHANGELOG.md").exists(), "what no report wrote is left alone");
    }

    #[test]
    fn a_folder_with_other_things_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("README.md"), "mine").unwrap();
        let error = write_report(folder.path(), &files(&[("README.md", "ours\n")])).unwrap_err();
        assert!(error.to_string().contains("will not write into"), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join("README.md")).unwrap(), "mine");
    }
}
