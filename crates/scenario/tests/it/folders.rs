//! Folders on disk: what is read, and what never is.

use landbridge_scenario::{Directory, FILE_BYTES_MAX, SourceError, Sources as _, load};

use crate::fixtures::{lines, tests_folder};

#[test]
fn paths_that_leave_the_folder_are_refused() {
    let folder = Directory::open(tests_folder("corridors/minimal")).unwrap();
    for path in [
        "../minimal/corridor.toml",
        "/etc/passwd",
        "trade/../../../lib.rs",
        "",
        ".",
        "..",
        "trade\\exports.toml",
    ] {
        assert!(matches!(folder.read(path), Err(SourceError::Leaves { .. })), "{path}");
    }
    assert!(matches!(folder.read("nothing.csv"), Err(SourceError::Missing { .. })));
    assert!(matches!(folder.read("trade"), Err(SourceError::Io { .. })));
    assert!(folder.read("trade/exports.toml").is_ok());
    assert!(Directory::open(tests_folder("no-such-folder")).is_err());
    assert!(Directory::open(tests_folder("corridors/minimal/fx.csv")).is_err());
}

#[cfg(unix)]
#[test]
fn links_out_of_the_folder_are_not_followed() {
    let outside = tempfile::tempdir().unwrap();
    std::fs::write(outside.path().join("secret.csv"), "id\n").unwrap();
    let inside = tempfile::tempdir().unwrap();
    copy(&tests_folder("corridors/minimal"), inside.path());
    std::fs::remove_file(inside.path().join("fx.csv")).unwrap();
    std::os::unix::fs::symlink(outside.path().join("secret.csv"), inside.path().join("fx.csv")).unwrap();
    // A link within the folder is followed.
    std::fs::rename(inside.path().join("links.csv"), inside.path().join("LICENSE-links")).unwrap();
    std::os::unix::fs::symlink("LICENSE-links", inside.path().join("links.csv")).unwrap();
    // A folder of version control is not looked into.
    std::fs::create_dir(inside.path().join(".git")).unwrap();
    std::fs::write(inside.path().join(".git/config"), "x").unwrap();
    let outcome = load(&Directory::open(inside.path()).unwrap(), &[]);
    assert_eq!(lines(&outcome.diagnostics), "fx.csv:1:1: error[F036]: `fx.csv` leaves the corridor folder\n");
}

#[test]
fn large_files_are_not_read() {
    let folder = tempfile::tempdir().unwrap();
    let file = std::fs::File::create(folder.path().join("fx.csv")).unwrap();
    file.set_len(FILE_BYTES_MAX + 1).unwrap();
    let folder = Directory::open(folder.path()).unwrap();
    assert!(
        matches!(folder.read("fx.csv"), Err(SourceError::TooLarge { bytes, .. }) if bytes > FILE_BYTES_MAX)
    );
}

#[cfg(unix)]
fn copy(from: &std::path::Path, to: &std::path::Path) {
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            std::fs::create_dir(&target).expect("a new folder");
            copy(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).expect("a copy");
        }
    }
}
