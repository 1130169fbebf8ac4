//! Routes as they are asked for on the command line: what is printed for a small corridor, and what map tools read.

use crate::snapshots::settings;

const MINIMAL: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/corridors/minimal");

fn run(arguments: &[&str]) -> String {
    let (mut out, mut err) = (Vec::new(), Vec::new());
    let all = std::iter::once("landbridge").chain(arguments.iter().copied());
    let code = landbridge::run(all, &mut out, &mut err);
    assert_eq!(code, 0, "{arguments:?}: {}", String::from_utf8_lossy(&err));
    String::from_utf8(out).expect("UTF-8")
}

fn on_minimal(arguments: &[&str]) -> String {
    run(&[arguments, &["--corridor", MINIMAL, "--vehicles", "sedan=20"]].concat())
}

#[test]
fn profile_of_a_week() {
    let text = on_minimal(&["route", "CN-YUZUI", "KZ-ALMATY", "--depart", "2023-05-14", "--each-day", "7"]);
    let same =
        on_minimal(&["route", "CN-YUZUI", "KZ-ALMATY", "--depart", "2023-05-14", "--until", "2023-05-20"]);
    assert_eq!(text, same);
    settings("A week of ready days: the cheapest waits for the Sunday train and pays storage, the fastest takes the road except on the day that suits the train.")
        .bind(|| insta::assert_snapshot!("profile@minimal", text));
}

#[test]
fn places_reached() {
    let text =
        on_minimal(&["reach", "CN-YUZUI", "--depart", "2023-05-14", "--budget", "4150", "--days", "14"]);
    settings("Places reached within two weeks for no more than 4150 CNY per vehicle: Almaty-1 costs ten more and is not among them.")
        .bind(|| insta::assert_snapshot!("reach@minimal", text));
    let text = on_minimal(&["reach", "CN-YUZUI", "--depart", "2023-05-14", "--each-day", "7"]);
    settings("Days to the earliest arrival, a row for each place and a column for each ready day.")
        .bind(|| insta::assert_snapshot!("reach-days@minimal", text));
}

#[test]
fn latest_minute_for_a_deadline() {
    let asked =
        ["route", "CN-YUZUI", "KZ-ALMATY", "--arrive-by", "2023-06-05T12:00", "--criteria", "arrival,spread"];
    settings("The latest minute to be ready is the loading cut-off of the last train that will do; legs have local times and UTC.")
        .bind(|| insta::assert_snapshot!("arrive-by@minimal", on_minimal(&asked)));
}

#[test]
fn a_route_as_features() {
    let asked = [
        "route",
        "CN-YUZUI",
        "KZ-ALMATY",
        "--depart",
        "2023-05-14",
        "--criteria",
        "cost",
        "--format",
        "geojson",
    ];
    settings("The cheapest route as GeoJSON: legs are lines, handlings and borders are points, waits are left out.")
        .bind(|| insta::assert_snapshot!("route-geojson@minimal", on_minimal(&asked)));
}

/// Every position of a geometry, whatever its depth.
fn positions(value: &serde_json::Value, found: &mut Vec<(f64, f64)>) {
    let Some(items) = value.as_array() else { return };
    match items.as_slice() {
        [lon, lat] if lon.is_number() => {
            found.push((lon.as_f64().expect("a number"), lat.as_f64().expect("a number")));
        }
        several => several.iter().for_each(|item| positions(item, found)),
    }
}

#[test]
fn features_are_what_map_tools_read() {
    let asked: [&[&str]; 4] = [
        &["route", "CN-YUZUI", "KZ-ALMATY1", "--vehicles", "changan-cs55plus=256"],
        &["route", "--order", "hongyan-100", "--best", "2"],
        &["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=256"],
        &["reach", "CN-YUZUI", "--vehicles", "changan-cs55plus=256", "--each-day", "3"],
    ];
    for arguments in asked {
        let text = run(&[arguments, &["--format", "geojson"]].concat());
        let value: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(value["type"], "FeatureCollection");
        assert_eq!(value["format_version"], 1);
        let features = value["features"].as_array().expect("features");
        assert!(features.len() > 5, "{arguments:?}");
        for feature in features {
            assert_eq!(feature["type"], "Feature");
            let kind =
                feature["geometry"]["type"].as_str().unwrap_or_else(|| panic!("no geometry: {feature}"));
            let mut found = Vec::new();
            positions(&feature["geometry"]["coordinates"], &mut found);
            assert!(found.len() > usize::from(kind == "LineString"), "{feature}");
            for (lon, lat) in found {
                // East of Greenwich and north of the tropics: were they swapped, China would lie beyond the pole.
                assert!((40.0..=130.0).contains(&lon) && (20.0..=60.0).contains(&lat), "{feature}");
            }
            if feature["properties"]["kind"] == "leg" {
                let (start, end) = (&feature["properties"]["start_utc"], &feature["properties"]["end_utc"]);
                assert!(
                    start.as_str() < end.as_str() && start.as_str().is_some_and(|at| at.ends_with(":00Z"))
                );
            }
        }
    }
}

#[test]
fn drawings_of_a_route_are_well_formed() {
    for drawing in ["map", "time-space"] {
        let asked = [
            "route",
            "CN-YUZUI",
            "KZ-ALMATY",
            "--depart",
            "2023-05-14",
            "--format",
            "svg",
            "--drawing",
            drawing,
        ];
        let svg = on_minimal(&asked);
        assert!(svg.starts_with("<svg xmlns=") && svg.ends_with("</svg>\n"), "{svg}");
        assert!(svg.contains(">Yuzui<") && svg.contains(">Almaty<"), "{svg}");
    }
    let asked = [
        "route",
        "CN-YUZUI",
        "KZ-ALMATY",
        "--depart",
        "2023-05-14",
        "--format",
        "svg",
        "--drawing",
        "time-space",
    ];
    let svg = on_minimal(&asked);
    for text in [">05-18 18:00 +08:00<", ">05-18 10:00<", ">border, change of gauge<", ">begins, UTC<"] {
        assert!(svg.contains(text), "{text}: {svg}");
    }
}
