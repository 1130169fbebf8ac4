//! Reported lanes on the page of transit times: each row is a line, whoever adds it.

use landbridge::full_report;
use landbridge_reporting::markdown;
use landbridge_scenario::{Memory, load, shipped};

const HEADER: &str = "id,date,origin,origin_place,via,destination,destination_place,mode,distance_km,days_low,days_high,\
                      km_per_day,source,tier,assumed,note\n";

fn page(rows: &[&str]) -> String {
    let mut overlay = Memory::default();
    overlay.insert("evidence/transit.csv", format!("{HEADER}{}", rows.concat()).into_bytes());
    let corridor = load(&shipped("chongqing-central-asia").expect("shipped"), &[&overlay]).corridor;
    let report = full_report(&corridor.expect("a corridor")).expect("the report is made");
    markdown(report.pages.iter().find(|page| page.slug == "transit").expect("the page"))
}

#[test]
fn a_row_of_an_overlay_is_a_line_of_the_page() {
    let before = page(&[]);
    let after = page(&[
        "N1,2023-05-16,Yuzui,CN-YUZUI,,Almaty,KZ-ALMATY1,rail JSQ,4100,11,13,,,assumed,,\n",
        "N2,2023-06,Nowhere,,,Almaty,,road,,4,,,,assumed,,\n",
    ]);
    assert!(!before.contains("`transit.lanes.transit-n1`"));
    let line =
        |id: &str| after.lines().find(|line| line.contains(id)).unwrap_or_else(|| panic!("{id}\n{after}"));
    let compared = line("`transit.lanes.transit-n1`");
    assert!(compared.contains("11 to 13 d") && compared.contains("342 km/day"), "{compared}");
    let refused = line("`transit.not-compared.transit-n2`");
    assert!(refused.contains("no place: Nowhere"), "{refused}");
    // No lane is dropped, whichever table it stands in.
    for id in ["transit-t01", "transit-t27", "events-e03", "events-e29"] {
        assert!(line(&format!("{id}`")).starts_with("| "), "{id}");
    }
}

#[test]
fn a_corridor_without_reports_has_no_such_page() {
    let mut files = Memory::copy_of(&shipped("chongqing-central-asia").expect("shipped")).expect("a copy");
    files.remove("evidence/transit.csv");
    files.remove("evidence/events.csv");
    let corridor = load(&files, &[]).corridor.expect("a corridor");
    let report = full_report(&corridor).expect("the report is made");
    assert!(report.pages.iter().all(|page| page.slug != "transit"));
    assert!(!report.files.contains_key("transit.svg"));
}
