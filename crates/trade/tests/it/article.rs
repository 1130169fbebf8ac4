//! The statements of one press article of May 2023 on exports from Chongqing to Central Asia.

use landbridge_model::{PublishedFigure, Qualifier, RelationKind};
use landbridge_trade::{Audit, Verdict, audit};

use crate::build::{book, figure, finding, growth, id, monthly, relation, share, sum};

fn article() -> Audit {
    let figures = [
        figure("exports", "850", "M CNY", "10"),
        figure("exports-usd", "120.22", "M USD", "0.01"),
        figure("kz", "530", "M CNY", "10"),
        figure("uz", "280", "M CNY", "10"),
        figure("kg", "30", "M CNY", "10"),
        figure("machinery", "780", "M CNY", "10"),
        figure("private", "520", "M CNY", "10"),
        PublishedFigure { qualifier: Qualifier::Over, ..figure("private-share", "60.6", "%", "0.1") },
        figure("vehicles", "4119", "vehicles", "1"),
        figure("vehicle-value", "490", "M CNY", "10"),
    ];
    let growths = [
        growth("exports-up", "exports", "1.7", "times", "0.1"),
        growth("private-up", "private", "2", "doubled", "1"),
        growth("vehicles-up", "vehicles", "17.8", "times", "0.1"),
    ];
    let conversion = RelationKind::Conversion {
        left: id("exports"),
        right: id("exports-usd"),
        rates: ("2023-01".to_owned(), "2023-04".to_owned()),
    };
    let relations = [
        relation("conversion", conversion),
        sum("states", "exports", &["kz", "uz", "kg"], false),
        share("machinery-share", "machinery", "exports", None),
        share("private-of-all", "private", "exports", Some("private-share")),
        relation("each", RelationKind::UnitValue { value: id("vehicle-value"), count: id("vehicles") }),
        relation("wagons", RelationKind::Packing { vehicles: 256, per_unit_min: 9, per_unit_max: 10 }),
    ];
    let exchange = [
        monthly("CNY", "USD", "2023-01", "6.7952"),
        monthly("CNY", "USD", "2023-02", "6.8363"),
        monthly("CNY", "USD", "2023-03", "6.8943"),
        monthly("CNY", "USD", "2023-04", "6.8894"),
    ];
    audit(&book(&figures), &growths, &relations, &exchange)
}

#[test]
fn each_statement_gets_its_word() {
    let audit = article();
    let words: Vec<String> =
        audit.findings.iter().map(|f| format!("{} {}: {}", f.id, f.verdict, f.statement)).collect();
    let expected = [
        "conversion contradictory: 850 M CNY for 120.22 M USD is 7.028 to 7.113 CNY/USD; the averages of 2023-01 to \
         2023-04 lie between 6.7952 and 6.8943, so it was converted at a rate at least 0.134 or 1.94 % too high for \
         the period.",
        "each consistent: 490 M CNY for 4,119 vehicles is 117,747 to 120,175 CNY/vehicle.",
        "exports-up ambiguous: 850 M CNY: if grown by 1.7 times, the base was 307.2 to 322.7 M CNY; if grown to 1.7 \
         times, the base was 482 to 519 M CNY.",
        "group~exports consistent: All 3 statements can be true together.",
        "machinery-share consistent: 780 M CNY of 850 M CNY is 90.6 to 92.9 %.",
        "private-of-all consistent: 520 M CNY of 850 M CNY is 60.23 to 62.14 %; with over 60.6 % printed it is 60.6 to \
         62.14 %.",
        "private-up consistent: 520 M CNY: if multiplied by 2, the base was 206 to 350 M CNY.",
        "states consistent: The parts come to 825 to 855 M CNY of a total of 845 to 855 M CNY, which leaves 0 to 30 M \
         CNY for the rest.",
        "vehicles-up ambiguous: 4,119 vehicles: if grown by 17.8 times, the base was 219 vehicles; if grown to 17.8 \
         times, the base was 231 to 232 vehicles.",
        "wagons ambiguous: 256 vehicles at 9 to 10 per unit fill 26 to 28 units if every unit holds at least 9, 26 to \
         29 units if the last one may hold fewer.",
    ];
    assert_eq!(words.join("\n"), expected.join("\n"));
    assert_eq!(audit.verdict, Verdict::Contradictory);
}

#[test]
fn statements_tighten_each_other() {
    let audit = article();
    let bounds = &audit.bounds[&id("private-share")];
    assert_eq!(bounds.printed.to_string(), "at least 60.6");
    assert_eq!(bounds.tightened.to_string(), "60.6 to 62.14");
    assert_eq!(audit.bounds[&id("kz")].tightened.to_string(), "525 to 535");
}

#[test]
fn a_finding_rests_on_the_facts_it_used() {
    let audit = article();
    let facts: Vec<String> = finding(&audit, "conversion").trace.facts().into_keys().collect();
    let expected = [
        "figure/exports-usd/value",
        "figure/exports/value",
        "fx/CNY-USD-2023-01/rate",
        "fx/CNY-USD-2023-02/rate",
        "fx/CNY-USD-2023-03/rate",
        "fx/CNY-USD-2023-04/rate",
    ];
    assert_eq!(facts, expected);
}

#[test]
fn a_printed_growth_is_held_against_its_end_points() {
    let figures = [figure("now", "23.4", "km/h", "0.1"), figure("before", "21.5", "km/h", "0.1")];
    let mut up = growth("up", "now", "8.3", "%", "0.1");
    up.base = Some(id("before"));
    let audit = crate::build::run(&figures, &[up.clone()], &[]);
    let found = finding(&audit, "up");
    assert_eq!(found.verdict, Verdict::Contradictory, "{found:#?}");
    assert_eq!(
        found.statement,
        "23.4 km/h from 21.5 km/h: the two figures make it 8.3526 to 9.3241 %, but grown by 8.3 % is 8.25 to 8.35 %, \
         0.0026 percentage points apart; the two figures make it 108.35 to 109.33 %, but grown to 8.3 % is 8.25 to \
         8.35 %, 100 percentage points apart."
    );
    up.value = "8.8".parse().unwrap();
    let audit = crate::build::run(&figures, &[up], &[]);
    assert_eq!(finding(&audit, "up").verdict, Verdict::Consistent);
}
