//! Folders without problems.

use landbridge_scenario::{Memory, load, shipped};

use crate::fixtures::{lines, load_alone, minimal};

#[test]
fn the_minimal_corridor_has_no_problem() {
    let outcome = load_alone(&minimal());
    assert_eq!(lines(&outcome.diagnostics), "");
    assert!(outcome.corridor.is_some());
}

#[test]
fn tmp_shipped() {
    let folder =
        landbridge_scenario::Directory::open("/work/main/crates/corridors/chongqing-central-asia").unwrap();
    let outcome = load(&folder, &[]);
    println!("{}", lines(&outcome.diagnostics));
    panic!("{}", outcome.diagnostics.len());
}
