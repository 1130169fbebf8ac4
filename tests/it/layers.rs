//! The arrows between the crates, each missing one an invariant of the house (see docs/architecture.md).

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

/// What each crate may use of the house. What is not here must not be used.
const ALLOWED: [(&str, &[&str]); 15] = [
    ("landbridge-units", &[]),
    ("landbridge-model", &["landbridge-units"]),
    ("landbridge-pareto", &[]),
    ("landbridge-network", &["landbridge-units", "landbridge-model", "landbridge-pareto"]),
    ("landbridge-loading", &["landbridge-units", "landbridge-model"]),
    ("landbridge-costing", &["landbridge-units", "landbridge-model"]),
    ("landbridge-trade", &["landbridge-units", "landbridge-model"]),
    (
        "landbridge-planning",
        &[
            "landbridge-units",
            "landbridge-model",
            "landbridge-network",
            "landbridge-loading",
            "landbridge-costing",
        ],
    ),
    ("landbridge-corridors", &[]),
    ("landbridge-scenario", &["landbridge-units", "landbridge-model", "landbridge-corridors"]),
    (
        "landbridge-reporting",
        &[
            "landbridge-units",
            "landbridge-model",
            "landbridge-network",
            "landbridge-loading",
            "landbridge-costing",
            "landbridge-trade",
            "landbridge-planning",
        ],
    ),
    (
        "landbridge",
        &[
            "landbridge-units",
            "landbridge-model",
            "landbridge-network",
            "landbridge-loading",
            "landbridge-costing",
            "landbridge-trade",
            "landbridge-planning",
            "landbridge-corridors",
            "landbridge-scenario",
            "landbridge-reporting",
        ],
    ),
    ("xtask", &["landbridge", "landbridge-scenario"]),
    ("landbridge-bench", &["*"]),
    ("landbridge-tests", &["*"]),
];

/// Third-party crates that are private to one room, so that upgrading them breaks nobody.
const PRIVATE: [(&str, &[&str]); 6] = [
    ("petgraph", &["landbridge-network"]),
    ("geo", &["landbridge-network"]),
    ("toml", &["landbridge-scenario"]),
    ("num-rational", &["landbridge-trade"]),
    ("clap", &["landbridge", "xtask"]),
    ("pathfinding", &["landbridge-bench"]),
];

fn metadata() -> serde_json::Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo metadata runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// What each crate uses when it runs. Tests may look upwards.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let metadata = metadata();
    let name = |value: &serde_json::Value| value["name"].as_str().expect("a name").to_owned();
    metadata["packages"]
        .as_array()
        .expect("packages")
        .iter()
        .map(|package| {
            let used = package["dependencies"]
                .as_array()
                .expect("dependencies")
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(name)
                .collect();
            (name(package), used)
        })
        .collect()
}

#[test]
fn arrows_point_downwards_only() {
    let allowed: BTreeMap<&str, &[&str]> = ALLOWED.into_iter().collect();
    for (package, used) in dependencies() {
        let may =
            allowed.get(package.as_str()).unwrap_or_else(|| panic!("{package} has no place in the house"));
        for dependency in used.iter().filter(|name| name.starts_with("landbridge")) {
            assert!(
                may.contains(&dependency.as_str()) || may.contains(&"*"),
                "{package} must not use {dependency}; see docs/architecture.md"
            );
        }
    }
}

#[test]
fn private_libraries_stay_in_their_room() {
    for (package, used) in dependencies() {
        for (library, rooms) in PRIVATE {
            assert!(
                !used.contains(library) || rooms.contains(&package.as_str()),
                "{package} must not use {library}: it is private to {rooms:?}"
            );
        }
    }
}

#[test]
fn no_crate_asks_chrono_for_a_clock() {
    for package in metadata()["packages"].as_array().expect("packages") {
        for dependency in package["dependencies"].as_array().expect("dependencies") {
            let features: Vec<&str> = dependency["features"]
                .as_array()
                .expect("features")
                .iter()
                .filter_map(|f| f.as_str())
                .collect();
            if dependency["name"] == "chrono" {
                assert_eq!(
                    dependency["uses_default_features"], false,
                    "{}: chrono with its clock",
                    package["name"]
                );
                assert!(!features.contains(&"clock") && !features.contains(&"now"), "{}", package["name"]);
            }
        }
    }
}
