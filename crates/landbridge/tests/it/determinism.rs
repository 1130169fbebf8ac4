//! Two runs, any working directory, time zone, locale and number of threads: identical bytes.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

fn report_with(
    folder: &Path,
    working_directory: &Path,
    environment: &[(&str, &str)],
) -> BTreeMap<String, Vec<u8>> {
    let output = Command::new(env!("CARGO_BIN_EXE_landbridge"))
        .args(["report", "--out"])
        .arg(folder)
        .current_dir(working_directory)
        .envs(environment.iter().copied())
        .output()
        .expect("the program starts");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the folder was made") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        files.insert(name, std::fs::read(&path).expect("a file"));
    }
    files
}

#[test]
fn reports_are_the_same_bytes_everywhere() {
    let folders: Vec<_> = (0..4).map(|_| tempfile::tempdir().expect("a folder")).collect();
    let elsewhere = tempfile::tempdir().expect("a folder");
    let here = std::env::current_dir().expect("a working directory");
    let first = report_with(folders[0].path(), &here, &[]);
    assert!(first.len() > 15, "a whole report has pages, data and pictures, not {}", first.len());
    let runs: [(&Path, &[(&str, &str)]); 3] = [
        (&here, &[("TZ", "Pacific/Auckland"), ("RAYON_NUM_THREADS", "1")]),
        (elsewhere.path(), &[("TZ", "America/St_Johns"), ("LANG", "tr_TR.UTF-8"), ("LC_ALL", "tr_TR.UTF-8")]),
        (
            elsewhere.path(),
            &[("TZ", "UTC"), ("LC_ALL", "C"), ("RAYON_NUM_THREADS", "7"), ("HOME", "/nowhere")],
        ),
    ];
    for (folder, (directory, environment)) in folders[1..].iter().zip(runs) {
        let again = report_with(folder.path(), directory, environment);
        assert_eq!(first.keys().collect::<Vec<_>>(), again.keys().collect::<Vec<_>>());
        for (name, bytes) in &first {
            assert!(bytes == &again[name], "{name} differs under {environment:?}");
        }
    }
}
