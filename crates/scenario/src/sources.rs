//! Where the bytes of a corridor come from.

use std::borrow::Cow;
use std::collections::BTreeMap;

use thiserror::Error;

/// Largest file that is read, in bytes.
pub const FILE_BYTES_MAX: u64 = 16 * 1024 * 1024;

/// A file or folder could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum SourceError {
    /// There is no such file.
    #[error("there is no file `{file}`")]
    Missing {
        /// The path asked for.
        file: String,
    },
    /// The path is absolute, goes up, or follows a link out of the folder.
    #[error("`{file}` leaves the corridor folder")]
    Leaves {
        /// The path asked for.
        file: String,
    },
    /// The file is larger than [`FILE_BYTES_MAX`].
    #[error("`{file}` has {bytes} bytes, at most {max} are read", max = FILE_BYTES_MAX)]
    TooLarge {
        /// The path asked for.
        file: String,
        /// Its size.
        bytes: u64,
    },
    /// The operating system refused.
    #[error("`{file}` cannot be read: {reason}")]
    Io {
        /// The path asked for.
        file: String,
        /// What the system said.
        reason: String,
    },
    /// No corridor with this id is shipped.
    #[error("no corridor `{id}` is shipped")]
    NotShipped {
        /// The id asked for.
        id: String,
    },
}

/// A corridor folder, wherever it lies. Paths are relative and use `/`.
pub trait Sources {
    /// Paths of all files, sorted.
    ///
    /// # Errors
    /// If the folder cannot be listed.
    fn list(&self) -> Result<Vec<String>, SourceError>;

    /// The bytes of one file.
    ///
    /// # Errors
    /// If there is no such file, it is too large, or it cannot be read.
    fn read(&self, file: &str) -> Result<Cow<'_, [u8]>, SourceError>;
}

/// A folder held in memory.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Memory {
    files: BTreeMap<String, Vec<u8>>,
}

impl Memory {
    /// An empty folder.
    #[must_use]
    pub const fn new() -> Self {
        Self { files: BTreeMap::new() }
    }

    /// Puts a file in, or replaces it.
    pub fn insert(&mut self, file: impl Into<String>, bytes: impl Into<Vec<u8>>) {
        self.files.insert(file.into(), bytes.into());
    }

    /// Takes a file out.
    pub fn remove(&mut self, file: &str) -> Option<Vec<u8>> {
        self.files.remove(file)
    }

    /// A copy of another folder.
    ///
    /// # Errors
    /// If the other folder cannot be read.
    pub fn copy_of(sources: &dyn Sources) -> Result<Self, SourceError> {
        let mut copy = Self::new();
        for file in sources.list()? {
            let bytes = sources.read(&file)?.into_owned();
            copy.insert(file, bytes);
        }
        Ok(copy)
    }
}

impl Sources for Memory {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.files.keys().cloned().collect())
    }

    fn read(&self, file: &str) -> Result<Cow<'_, [u8]>, SourceError> {
        let bytes =
            self.files.get(file).ok_or_else(|| SourceError::Missing { file: crate::text::shorten(file) })?;
        Ok(Cow::Borrowed(bytes))
    }
}

/// The files of a shipped corridor.
#[derive(Clone, Copy, Debug)]
pub struct Shipped {
    files: &'static [(&'static str, &'static [u8])],
}

impl Sources for Shipped {
    fn list(&self) -> Result<Vec<String>, SourceError> {
        Ok(self.files.iter().map(|(file, _)| (*file).to_owned()).collect())
    }

    fn read(&self, file: &str) -> Result<Cow<'_, [u8]>, SourceError> {
        self.files
            .iter()
            .find(|(name, _)| *name == file)
            .map(|(_, bytes)| Cow::Borrowed(*bytes))
            .ok_or_else(|| SourceError::Missing { file: crate::text::shorten(file) })
    }
}

/// The corridor shipped under an id.
///
/// # Errors
/// [`SourceError::NotShipped`] for an unknown id.
pub fn shipped(id: &str) -> Result<Shipped, SourceError> {
    landbridge_corridors::SHIPPED
        .iter()
        .find(|(name, _)| *name == id)
        .map(|(_, files)| Shipped { files })
        .ok_or_else(|| SourceError::NotShipped { id: crate::text::shorten(id) })
}
