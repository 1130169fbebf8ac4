//! Every code is reported for the defect it is about, and for nothing else.

use landbridge_model::{PublishedFigure, Reading, RelationKind};
use landbridge_trade::{CODES, lint};

use crate::build::{book, figure, growth, id, relation, same, share, sum};

#[test]
fn every_code_is_reported() {
    let figures = [
        figure("cny", "850", "M CNY", "10"),
        figure("cny-small", "10", "M CNY", "10"),
        figure("usd", "120", "M USD", "1"),
        figure("off", "853", "M CNY", "10"),
        figure("average", "3.43", "vehicles", "0.01"),
        figure("odd", "3", "furlongs", "1"),
        figure("zero", "0", "vehicles", "1"),
        figure("cars", "100", "vehicles", "1"),
        PublishedFigure { rounding: "0".parse().unwrap(), ..figure("stepless", "1", "M CNY", "1") },
    ];
    let mut from_zero = growth("from-zero", "cars", "2", "times", "1");
    from_zero.base = Some(id("zero"));
    let mut fall = growth("fall", "cars", "-120", "%", "1");
    fall.reading = Reading::By;
    let unknown = growth("of-unknown", "missing", "2", "times", "1");
    let mut mismatch = growth("mismatch", "cars", "2", "times", "1");
    mismatch.base = Some(id("cny"));
    let months = RelationKind::Conversion {
        left: id("cny"),
        right: id("usd"),
        rates: ("2023-04".to_owned(), "2023-01".to_owned()),
    };
    let relations = [
        sum("mixed", "cny", &["usd"], false),
        share("no-percent", "cny", "off", Some("usd")),
        share("too-much", "cny", "cny-small", None),
        same("alone", &["cny"]),
        relation("months", months),
        relation("packing", RelationKind::Packing { vehicles: 9, per_unit_min: 10, per_unit_max: 9 }),
    ];
    let issues = lint(&book(&figures), &[from_zero, fall, unknown, mismatch], &relations);
    let found: Vec<(&str, &str)> =
        issues.iter().map(|issue| (issue.code.code, issue.row.id.as_str())).collect();
    let expected = [
        ("Z204", "average"),
        ("Z205", "odd"),
        ("Z203", "off"),
        ("Z202", "stepless"),
        ("Z211", "fall"),
        ("Z210", "from-zero"),
        ("Z206", "mismatch"),
        ("Z201", "of-unknown"),
        ("Z212", "alone"),
        ("Z207", "mixed"),
        ("Z213", "months"),
        ("Z208", "no-percent"),
        ("Z214", "packing"),
        ("Z209", "too-much"),
    ];
    assert_eq!(found, expected);
    let mut seen: Vec<&str> = found.iter().map(|(code, _)| *code).collect();
    seen.sort_unstable();
    let all: Vec<&str> = CODES.iter().map(|code| code.code).collect();
    assert_eq!(seen, all);
}

#[test]
fn sound_statistics_have_no_issue() {
    let figures = [
        figure("all", "850", "M CNY", "10"),
        figure("part", "520", "M CNY", "10"),
        figure("percent", "61.2", "%", "0.1"),
        figure("cars", "20.9", "k vehicles", "0.1"),
        figure("rate", "6.85", "CNY/USD", "0.01"),
        figure("speed", "23.4", "km/h", "0.1"),
    ];
    let issues = lint(
        &book(&figures),
        &[growth("up", "cars", "62.3", "%", "0.1")],
        &[share("s", "part", "all", Some("percent"))],
    );
    assert!(issues.is_empty(), "{issues:#?}");
}
