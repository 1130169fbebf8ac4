//! `cargo xtask bench`: measures the searches beside their peers in one go and writes docs/benchmarks.md.
//!
//! The peers are the `pathfinding` crate, which `landbridge-bench` runs itself, and Python packages, which come by
//! pip into an environment of their own below the target folder. Where they cannot be had, the page says so.

mod page;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::workspace::root;

/// Runs of each question to the Python peers.
const PEER_RUNS: usize = 5;

/// Seconds for a Python peer to load one shipment.
const LOADING_SECONDS: u32 = 30;
const LOADING_SECONDS_QUICK: u32 = 5;

/// A section that can be measured by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Section {
    /// Vehicles onto wagons, containers and carriers
    Loading,
}

pub(crate) fn run(quick: bool, peers: bool, only: Option<Section>) -> Result<String, String> {
    let folder = target().join("bench-peers");
    let measured = measure(quick, only, &folder)?;
    let not_asked = || Err("they were not asked for".to_owned());
    let routes = if peers && only.is_none() { with_python(&folder) } else { not_asked() };
    let loading = if peers { loading_with_python(&folder, quick) } else { not_asked() };
    let results = json!({
        "quick": quick,
        "machine": machine(),
        "rustc": first_line(Command::new("rustc").arg("--version")).unwrap_or_default(),
        "pathfinding": locked("pathfinding"),
        "measured": measured,
        "peers": routes.as_ref().map_or(Value::Null, Clone::clone),
        "no_peers": routes.err(),
        "peers_loading": loading.as_ref().map_or(Value::Null, Clone::clone),
        "no_peers_loading": loading.err(),
    });
    if let Some(contradiction) = page::contradiction(&results) {
        return Err(contradiction);
    }
    let path = root().join("docs/benchmarks.md");
    let page = match only {
        None => page::render(&results),
        Some(Section::Loading) => {
            let page = std::fs::read_to_string(&path)
                .map_err(|error| format!("cannot read docs/benchmarks.md: {error}"))?;
            page::with_loading(&page, &results)?
        }
    };
    std::fs::write(&path, page).map_err(|error| format!("cannot write docs/benchmarks.md: {error}"))?;
    Ok("docs/benchmarks.md is written".to_owned())
}

fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Builds and runs the searches of this workspace, with those of the Rust peers.
fn measure(quick: bool, only: Option<Section>, folder: &Path) -> Result<Value, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.current_dir(root());
    command
        .args(["run", "--release", "--package", "landbridge-bench", "--", "--json", "--export"])
        .arg(folder);
    if quick {
        command.arg("--quick");
    }
    match only {
        None => {}
        Some(Section::Loading) => {
            command.arg("loading");
        }
    }
    let text = output(&mut command)?;
    serde_json::from_str(&text).map_err(|error| format!("landbridge-bench printed no JSON: {error}"))
}

/// Installs and runs the Python peers of the searches for routes.
fn with_python(folder: &Path) -> Result<Value, String> {
    let python = python_with(folder, &["networkx", "rustworkx"])?;
    let script = root().join("bench/peers.py");
    printed(Command::new(&python).arg(script).arg(folder).arg(PEER_RUNS.to_string()))
}

/// Installs and runs the Python peers of loading.
fn loading_with_python(folder: &Path, quick: bool) -> Result<Value, String> {
    let python = python_with(folder, &["ortools", "highspy"])?;
    let script = root().join("bench/peers_loading.py");
    let seconds = if quick { LOADING_SECONDS_QUICK } else { LOADING_SECONDS };
    printed(Command::new(&python).arg(script).arg(folder).arg(seconds.to_string()))
}

/// A Python of its own with packages, as far as they can be had.
fn python_with(folder: &Path, packages: &[&str]) -> Result<PathBuf, String> {
    let environment = folder.join("environment");
    let python = environment.join(if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" });
    if !python.is_file() {
        output(Command::new("python3").args(["-m", "venv"]).arg(&environment))
            .map_err(|_| "there is no python3 that makes environments".to_owned())?;
    }
    for package in packages {
        // One that cannot be installed is told missing by the script, and the other goes on.
        let pip = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", package];
        let _ = output(Command::new(&python).args(pip));
    }
    Ok(python)
}

/// What a script of peers prints.
fn printed(script: &mut Command) -> Result<Value, String> {
    let text = output(script).map_err(|_| "their script failed".to_owned())?;
    serde_json::from_str(&text).map_err(|_| "their script printed no JSON".to_owned())
}

/// What a command prints; what it complains of goes to the terminal.
fn output(command: &mut Command) -> Result<String, String> {
    let program = command.get_program().to_string_lossy().into_owned();
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{program}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{program} failed: {}", output.status));
    }
    String::from_utf8(output.stdout).map_err(|error| format!("{program}: {error}"))
}

fn first_line(command: &mut Command) -> Option<String> {
    // `rustc 1.2.3 (hash date)`: the version is enough.
    let text = output(command).ok()?;
    let words: Vec<&str> = text.lines().next()?.split_whitespace().take(2).collect();
    Some(words.join(" "))
}

/// The version of a crate in the lock file.
fn locked(package: &str) -> Option<String> {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).ok()?;
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version.to_owned())
}

/// What kind of machine this is, without its name.
fn machine() -> String {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let kib = std::fs::read_to_string("/proc/meminfo").ok().and_then(|text| {
        let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
        line.split_whitespace().next()?.parse::<u64>().ok()
    });
    let memory = kib.map(|kib| format!(", {} GiB of memory", (kib + (1 << 19)) >> 20)).unwrap_or_default();
    let s = if cores == 1 { "" } else { "s" };
    format!("{cores} core{s}, {}, {}{memory}", std::env::consts::ARCH, std::env::consts::OS)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_peer_among_the_crates_is_locked() {
        assert!(locked("pathfinding").is_some_and(|version| version.starts_with("4.")));
        assert_eq!(locked("no-such-crate"), None);
    }
}
