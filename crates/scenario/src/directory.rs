//! A corridor folder on disk: the only place of the workspace's libraries that reads files.

use std::borrow::Cow;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use crate::sources::{FILE_BYTES_MAX, SourceError, Sources};

/// Deepest folder below the corridor folder that is listed.
const DEPTH_MAX: usize = 4;

/// Most files that are listed.
const FILES_MAX: usize = 10_000;

/// A folder on disk. Nothing outside it is ever read, and nothing is written.
///
/// Names that begin with `.` are not listed: they belong to version control and editors.
#[derive(Clone, Debug)]
pub struct Directory {
    root: PathBuf,
}

impl Directory {
    /// The folder at a path.
    ///
    /// # Errors
    /// If there is no such folder.
    pub fn open(root: impl AsRef<Path>) -> Result<Self, SourceError> {
        let shown = root.as_ref().display().to_string();
        let root = root.as_ref().canonicalize().map_err(|error| io(&shown, &error))?;
        if root.is_dir() { Ok(Self { root }) } else { Err(SourceError::Missing { file: shown }) }
    }

    /// The absolute path of a file, links resolved, if it lies in the folder.
    fn resolve(&self, file: &str) -> Result<PathBuf, SourceError> {
        let leaves = || SourceError::Leaves { file: crate::text::shorten(file) };
        let relative = Path::new(file);
        let plain = relative.components().all(|part| matches!(part, Component::Normal(_)));
        if !plain || file.is_empty() || file.contains('\\') {
            return Err(leaves());
        }
        let path = match self.root.join(relative).canonicalize() {
            Ok(path) => path,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                return Err(SourceError::Missing { file: crate::text::shorten(file) });
            }
            Err(error) => return Err(io(file, &error)),
        };
        if path.starts_with(&self.root) { Ok(path) } else { Err(leaves()) }
    }
}

fn io(file: &str, error: &std::io::Error) -> SourceError {
    SourceError::Io { file: crate::text::shorten(file), reason: error.kind().to_string() }
}

impl Sources for Directory {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        let mut files = Vec::new();
        let mut folders: Vec<(PathBuf, String, usize)> = vec![(self.root.clone(), String::new(), 0)];
        while let Some((folder, prefix, depth)) = folders.pop() {
            let shown = if prefix.is_empty() { "." } else { &prefix };
            for entry in std::fs::read_dir(&folder).map_err(|error| io(shown, &error))? {
                let entry = entry.map_err(|error| io(shown, &error))?;
                let name = entry.file_name().to_string_lossy().into_owned();
                if name.starts_with('.') {
                    continue;
                }
                let path = format!("{prefix}{name}");
                // A link counts as a file here: whether it may be followed is decided when it is read.
                let kind = entry.file_type().map_err(|error| io(&path, &error))?;
                if !kind.is_dir() {
                    files.push(path);
                } else if depth < DEPTH_MAX {
                    folders.push((entry.path(), format!("{path}/"), depth + 1));
                }
                if files.len() > FILES_MAX {
                    return Err(SourceError::Io {
                        file: ".".to_owned(),
                        reason: format!("more than {FILES_MAX} files"),
                    });
                }
            }
        }
        files.sort();
        Ok(files)
    }

    fn read(&self, file: &str) -> Result<Cow<'_, [u8]>, SourceError> {
        let path = self.resolve(file)?;
        let handle = std::fs::File::open(&path).map_err(|error| io(file, &error))?;
        let meta = handle.metadata().map_err(|error| io(file, &error))?;
        if !meta.is_file() {
            return Err(SourceError::Io {
                file: crate::text::shorten(file),
                reason: "not a plain file".to_owned(),
            });
        }
        // The size is checked before and the read is cut off, in case the file grows meanwhile.
        let mut bytes = Vec::new();
        if meta.len() <= FILE_BYTES_MAX {
            handle.take(FILE_BYTES_MAX + 1).read_to_end(&mut bytes).map_err(|error| io(file, &error))?;
        }
        let size = meta.len().max(u64::try_from(bytes.len()).unwrap_or(u64::MAX));
        if size > FILE_BYTES_MAX {
            return Err(SourceError::TooLarge { file: crate::text::shorten(file), bytes: size });
        }
        Ok(Cow::Owned(bytes))
    }
}
