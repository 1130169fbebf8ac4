//! What is compiled in is what lies in the folder.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use landbridge_corridors::SHIPPED;

/// All files below a folder: path with `/`, and bytes. Names that begin with `.` belong to editors.
fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![PathBuf::new()];
    while let Some(below) = folders.pop() {
        for entry in std::fs::read_dir(folder.join(&below)).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            let path = below.join(entry.file_name());
            if entry.path().is_dir() {
                folders.push(path);
            } else {
                let name: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
                found.insert(name.join("/"), std::fs::read(entry.path()).expect("a file"));
            }
        }
    }
    found
}

#[test]
fn no_file_is_forgotten() {
    for (id, shipped) in SHIPPED {
        let on_disk = files(&Path::new(env!("CARGO_MANIFEST_DIR")).join(id));
        let listed: BTreeMap<String, Vec<u8>> =
            shipped.iter().map(|(path, bytes)| ((*path).to_owned(), bytes.to_vec())).collect();
        let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
        assert_eq!(names(&listed), names(&on_disk), "complete the list of {id}");
        assert_eq!(listed, on_disk, "{id} was changed while it was compiled");
    }
}

#[test]
fn lists_are_sorted() {
    assert!(SHIPPED.is_sorted_by(|a, b| a.0 < b.0));
    for (id, shipped) in SHIPPED {
        assert!(shipped.is_sorted_by(|a, b| a.0 < b.0), "{id}");
    }
}
