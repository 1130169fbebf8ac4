//! The folders tests load.

use std::path::PathBuf;

use landbridge_scenario::{Diagnostic, Directory, Memory, Outcome, load};

/// A path below the workspace's `tests`.
pub(crate) fn tests_folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests").join(name)
}

/// The minimal corridor, in memory.
pub(crate) fn minimal() -> Memory {
    let folder = Directory::open(tests_folder("corridors/minimal")).expect("the folder is there");
    Memory::copy_of(&folder).expect("its files are read")
}

/// Loads a folder without overlays.
pub(crate) fn load_alone(folder: &Memory) -> Outcome {
    load(folder, &[])
}

/// Diagnostics as lines.
pub(crate) fn lines(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(|d| format!("{d}\n")).collect()
}
