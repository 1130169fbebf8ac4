//! Opening a corridor: read, checked by every crate that has something to say, or refused with all reasons.

use std::path::Path;

use landbridge_model::{Corridor, Issue, Severity};
use landbridge_planning::Study;
use landbridge_scenario::{Diagnostic, Directory, Layers, Sources, load, render, shipped};
use thiserror::Error;

/// Why a corridor cannot be opened.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum OpenError {
    /// It has errors.
    #[error("the corridor has errors; {} diagnostics", .0.len())]
    Diagnostics(Vec<Diagnostic>),
    /// The folder cannot be read.
    #[error("cannot read {folder}: {reason}")]
    Folder {
        /// The folder.
        folder: String,
        /// Why.
        reason: String,
    },
    /// No corridor of that name is shipped.
    #[error("no corridor `{0}` is shipped")]
    NotShipped(String),
}

/// Everything wrong with a corridor: what the loader found and, if that left a corridor, what network, costing
/// and trade find in it. The corridor is there unless one of them is an error.
#[must_use]
pub fn check_corridor(base: &dyn Sources, overlays: &[&dyn Sources]) -> (Option<Corridor>, Vec<Diagnostic>) {
    let outcome = load(base, overlays);
    let mut diagnostics = outcome.diagnostics;
    let Some(corridor) = outcome.corridor else { return (None, diagnostics) };
    let mut issues: Vec<Issue> = Study::new(&corridor).issues().to_vec();
    issues.extend(landbridge_costing::lint(&corridor));
    issues.extend(landbridge_trade::lint(&corridor.figures, &corridor.growths, &corridor.relations));
    diagnostics.extend(issues.into_iter().map(Diagnostic::from));
    diagnostics.sort_by(|a, b| place(a).cmp(&place(b)));
    let broken = diagnostics.iter().any(|diagnostic| diagnostic.code.severity == Severity::Error);
    (if broken { None } else { Some(corridor) }, diagnostics)
}

fn place(diagnostic: &Diagnostic) -> (&str, u32, u32, &str, &str) {
    (&diagnostic.file, diagnostic.line, diagnostic.column, diagnostic.code.code, &diagnostic.message)
}

/// A corridor with its overlays, not read yet.
pub(crate) struct Folders {
    base: Box<dyn Sources>,
    overlays: Vec<Directory>,
}

impl Folders {
    /// A corridor folder, or the shipped corridor of that name.
    pub(crate) fn open(base: Result<&Path, &str>, overlays: &[&Path]) -> Result<Self, OpenError> {
        let base: Box<dyn Sources> = match base {
            Ok(folder) => Box::new(directory(folder)?),
            Err(id) => Box::new(shipped(id).map_err(|_| OpenError::NotShipped(id.to_owned()))?),
        };
        let overlays = overlays.iter().map(|folder| directory(folder)).collect::<Result<Vec<_>, _>>()?;
        Ok(Self { base, overlays })
    }

    /// The corridor, if it has no errors, and all diagnostics.
    pub(crate) fn check(&self) -> (Option<Corridor>, Vec<Diagnostic>) {
        check_corridor(self.base.as_ref(), &self.overlays())
    }

    /// Diagnostics with the lines they speak of.
    pub(crate) fn render(&self, diagnostics: &[Diagnostic]) -> String {
        let overlays = self.overlays();
        let layers = Layers { base: self.base.as_ref(), overlays: &overlays };
        diagnostics.iter().map(|diagnostic| render(diagnostic, &layers) + "\n").collect()
    }

    fn overlays(&self) -> Vec<&dyn Sources> {
        self.overlays.iter().map(|overlay| overlay as &dyn Sources).collect()
    }

    fn corridor(&self) -> Result<(Corridor, Vec<Diagnostic>), OpenError> {
        match self.check() {
            (Some(corridor), warnings) => Ok((corridor, warnings)),
            (None, diagnostics) => Err(OpenError::Diagnostics(diagnostics)),
        }
    }
}

/// Opens a corridor folder with overlays; returns it with its warnings.
///
/// # Errors
/// If a folder cannot be read or the corridor has errors.
pub fn open_folder(folder: &Path, overlays: &[&Path]) -> Result<(Corridor, Vec<Diagnostic>), OpenError> {
    Folders::open(Ok(folder), overlays)?.corridor()
}

/// Opens a shipped corridor with overlays; returns it with its warnings.
///
/// # Errors
/// If there is none of that name, an overlay cannot be read or the result has errors.
pub fn open_shipped(id: &str, overlays: &[&Path]) -> Result<(Corridor, Vec<Diagnostic>), OpenError> {
    Folders::open(Err(id), overlays)?.corridor()
}

fn directory(folder: &Path) -> Result<Directory, OpenError> {
    Directory::open(folder).map_err(|error| OpenError::Folder {
        folder: folder.display().to_string(),
        reason: error.to_string(),
    })
}
