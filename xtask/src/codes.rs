//! `cargo xtask codes`: the page of diagnostics.

use crate::Mode;
use crate::workspace::root;

pub(crate) fn run(mode: Mode) -> Result<String, String> {
    let path = root().join("docs/diagnostics.md");
    let page = landbridge::codes_page();
    let current = std::fs::read_to_string(&path).unwrap_or_default() == page;
    match mode {
        _ if current => Ok("docs/diagnostics.md is up to date".to_owned()),
        Mode::Check => Err("docs/diagnostics.md is out of date; run `cargo xtask codes`".to_owned()),
        Mode::Write => std::fs::write(&path, page)
            .map(|()| "docs/diagnostics.md is written".to_owned())
            .map_err(|error| format!("cannot write {}: {error}", path.display())),
    }
}
