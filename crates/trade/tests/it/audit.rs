//! Groups of statements: what is decided, what is ambiguous, what is left open.

use landbridge_model::{PublishedFigure, Qualifier, Reading};
use landbridge_trade::{Subject, Verdict};

use crate::build::{figure, finding, growth, id, names, run, same, share, sum};

#[test]
fn a_chain_of_sums_is_refuted_with_its_smallest_part() {
    let figures = [
        figure("all", "100", "M CNY", "1"),
        figure("east", "60", "M CNY", "1"),
        figure("west", "40", "M CNY", "1"),
        figure("west-a", "30", "M CNY", "1"),
        figure("west-b", "20", "M CNY", "1"),
        figure("other", "7", "M CNY", "1"),
        figure("other-again", "7.2", "M CNY", "0.1"),
    ];
    let relations = [
        sum("all-sum", "all", &["east", "west"], true),
        sum("west-sum", "west", &["west-a", "west-b"], true),
        same("others", &["other", "other-again"]),
    ];
    let audit = run(&figures, &[], &relations);
    let group = finding(&audit, "group~all");
    assert_eq!((group.verdict, group.subject), (Verdict::Contradictory, Subject::Group));
    assert_eq!(group.contradictions.len(), 1);
    assert_eq!(names(&group.contradictions[0]), ["west", "west-a", "west-b", "west-sum"]);
    assert_eq!(finding(&audit, "others").verdict, Verdict::Consistent);
    assert_eq!(audit.bounds[&id("other")].tightened.to_string(), "7.15 to 7.25");
    assert!(
        group.working.iter().any(|line| line.contains("by `west-sum`, `west` would be 49 to 51 M CNY")),
        "{group:#?}"
    );
}

/// Each pair of statements leaves room; only all three together do not, and no single pass over one shows it.
#[test]
fn what_only_elimination_refutes_is_refuted() {
    let wide = |name: &str, value: &str| figure(name, value, "M CNY", "1000");
    let figures = [
        figure("ab", "10", "M CNY", "1"),
        figure("bc", "20", "M CNY", "1"),
        figure("ac", "20", "M CNY", "1"),
        figure("abc", "30", "M CNY", "1"),
        wide("a", "0"),
        wide("b", "0"),
        wide("c", "0"),
    ];
    let relations = [
        sum("r1", "ab", &["a", "b"], true),
        sum("r2", "bc", &["b", "c"], true),
        sum("r3", "ac", &["a", "c"], true),
        sum("r4", "abc", &["a", "b", "c"], true),
    ];
    let audit = run(&figures, &[], &relations);
    let group = finding(&audit, "group~a");
    assert_eq!(group.verdict, Verdict::Contradictory, "{}", group.statement);
    assert_eq!(
        names(&group.contradictions[0]),
        ["ab", "abc", "ac", "bc", "r1", "r2", "r3", "r4"],
        "the wide figures do not matter"
    );
    for relation in ["r1", "r2", "r3", "r4"] {
        assert_eq!(finding(&audit, relation).verdict, Verdict::Consistent);
    }
}

#[test]
fn bounds_of_sums_are_the_exact_hull() {
    let figures = [
        figure("x-plus-y", "12", "M CNY", "0.001"),
        figure("x-again", "0", "M CNY", "1000"),
        figure("x", "0", "M CNY", "1000"),
        figure("y", "0", "M CNY", "1000"),
    ];
    let relations = [
        sum("s", "x-plus-y", &["x", "y"], true),
        same("x-is-y", &["x", "y"]),
        same("x-is-x", &["x", "x-again"]),
    ];
    let audit = run(&figures, &[], &relations);
    assert_eq!(audit.bounds[&id("x-again")].tightened.to_string(), "5.99975 to 6.00025");
}

#[test]
fn a_reading_can_be_settled_by_the_base() {
    let figures = [figure("now", "540", "M CNY", "10"), figure("before", "200", "M CNY", "10")];
    let mut up = growth("up", "now", "1.7", "times", "0.1");
    up.base = Some(id("before"));
    let audit = run(&figures, &[up.clone()], &[]);
    let found = finding(&audit, "up");
    assert_eq!(found.verdict, Verdict::Consistent, "{}", found.statement);
    assert!(found.statement.contains("which fits grown by 1.7 times"), "{}", found.statement);

    up.reading = Reading::To;
    assert_eq!(finding(&run(&figures, &[up.clone()], &[]), "up").verdict, Verdict::Contradictory);
    // With a base as coarse as this, both readings fit.
    let coarse = [figures[0].clone(), figure("before", "250", "M CNY", "150")];
    up.reading = Reading::Unknown;
    assert_eq!(finding(&run(&coarse, &[up], &[]), "up").verdict, Verdict::Ambiguous);
}

/// Alone each reading fits, with a second statement on the base only one is left.
#[test]
fn a_reading_can_be_settled_by_the_group() {
    let figures = [
        figure("now", "540", "M CNY", "10"),
        figure("before", "250", "M CNY", "150"),
        figure("before-again", "203", "M CNY", "1"),
    ];
    let mut up = growth("up", "now", "1.7", "times", "0.1");
    up.base = Some(id("before"));
    let audit = run(&figures, &[up], &[same("bases", &["before", "before-again"])]);
    assert_eq!(finding(&audit, "up").verdict, Verdict::Ambiguous);
    let group = finding(&audit, "group~before");
    assert_eq!(group.verdict, Verdict::Consistent, "{group:#?}");
    assert!(group.working.iter().any(|line| line == "reading `up` as `by`:"), "{group:#?}");
}

#[test]
fn shares_that_share_a_percentage_are_decided() {
    let figures = [
        figure("a", "50", "M CNY", "1"),
        figure("all-a", "100", "M CNY", "1"),
        figure("b", "70", "M CNY", "1"),
        figure("all-b", "100", "M CNY", "1"),
        figure("p", "60", "%", "40"),
    ];
    let relations = [share("s1", "a", "all-a", Some("p")), share("s2", "b", "all-b", Some("p"))];
    let audit = run(&figures, &[], &relations);
    let group = finding(&audit, "group~a");
    assert_eq!(group.verdict, Verdict::Contradictory, "{group:#?}");
    assert!(!names(&group.contradictions[0]).contains(&"p"), "the percentage cancels: {group:#?}");

    let near = [
        figures[0].clone(),
        figures[1].clone(),
        figure("b", "50", "M CNY", "1"),
        figures[3].clone(),
        figures[4].clone(),
    ];
    assert_eq!(finding(&run(&near, &[], &relations), "group~a").verdict, Verdict::Consistent);
}

#[test]
fn a_part_is_not_more_than_its_whole() {
    let figures = [figure("part", "900", "M CNY", "10"), figure("whole", "850", "M CNY", "10")];
    let audit = run(&figures, &[], &[share("s", "part", "whole", None)]);
    let found = finding(&audit, "s");
    assert_eq!(found.verdict, Verdict::Contradictory);
    assert_eq!(found.statement, "900 M CNY of 850 M CNY is 104.6 to 107.2 %, more than all of it.");
    assert_eq!(names(&found.contradictions[0]), ["part", "whole", "s"]);
}

#[test]
fn multiples_of_a_unit_are_one_unit() {
    let figures = [
        figure("all", "94.8", "bn USD", "0.1"),
        figure("kz", "43.8", "bn USD", "0.1"),
        figure("rest", "51000", "M USD", "100"),
    ];
    let audit = run(&figures, &[], &[sum("s", "all", &["kz", "rest"], true)]);
    assert_eq!(finding(&audit, "s").verdict, Verdict::Consistent);
    let cores =
        [figure("all", "94.8", "bn USD", "0.1"), figures[1].clone(), figure("rest", "60000", "M USD", "100")];
    assert_eq!(
        finding(&run(&cores, &[], &[sum("s", "all", &["kz", "rest"], true)]), "s").verdict,
        Verdict::Contradictory
    );
}

#[test]
fn what_cannot_be_computed_is_undecided_and_says_why() {
    let figures = [
        figure("cny", "1", "M CNY", "1"),
        figure("usd", "1", "M USD", "1"),
        figure("nothing", "0", "vehicles", "1"),
        PublishedFigure { rounding: "0".parse().unwrap(), ..figure("stepless", "1", "M CNY", "1") },
    ];
    let mut from_unknown = growth("g", "cny", "2", "times", "1");
    from_unknown.base = Some(id("missing"));
    let relations = [
        sum("mixed", "cny", &["usd"], true),
        sum("no-parts", "cny", &[], true),
        sum("stepless-sum", "cny", &["stepless"], true),
        crate::build::relation(
            "per-nothing",
            landbridge_model::RelationKind::UnitValue { value: id("cny"), count: id("nothing") },
        ),
        crate::build::relation(
            "packed",
            landbridge_model::RelationKind::Packing { vehicles: 1, per_unit_min: 0, per_unit_max: 0 },
        ),
    ];
    let audit = run(&figures, &[from_unknown], &relations);
    for (id, reason) in [
        ("mixed", "`cny` is in M CNY, `usd` is in M USD"),
        ("no-parts", "`no-parts` needs at least one part"),
        ("stepless-sum", "`stepless` is printed to a step of 0"),
        ("per-nothing", "`nothing` may be zero"),
        ("packed", "packs 0 to 0 vehicles"),
        ("g", "there is no figure `missing`"),
    ] {
        let found = finding(&audit, id);
        assert_eq!(found.verdict, Verdict::Undecided, "{id}");
        assert!(found.statement.contains(&reason.replace("`usd` is in", "`usd` in")), "{}", found.statement);
    }
    assert_eq!(audit.verdict, Verdict::Undecided);
    assert!(!audit.bounds.contains_key(&id("stepless")));
}

#[test]
fn growth_from_nothing_or_to_less_than_nothing_is_contradictory() {
    let figures = [figure("now", "5", "vehicles", "1"), figure("before", "0", "vehicles", "1")];
    let mut up = growth("up", "now", "2", "times", "1");
    up.base = Some(id("before"));
    let fall = growth("fall", "now", "-120", "%", "1");
    let audit = run(&figures, &[up, fall], &[]);
    assert_eq!(finding(&audit, "up").verdict, Verdict::Contradictory);
    assert_eq!(finding(&audit, "fall").verdict, Verdict::Contradictory);
}

#[test]
fn words_around_a_number_open_its_interval() {
    let total = |qualifier| PublishedFigure { qualifier, ..figure("all", "100", "M CNY", "10") };
    let parts = [figure("a", "60", "M CNY", "1"), figure("b", "60", "M CNY", "1")];
    for (qualifier, verdict) in [
        (Qualifier::Exact, Verdict::Contradictory),
        (Qualifier::About, Verdict::Contradictory),
        (Qualifier::Over, Verdict::Consistent),
        (Qualifier::Nearly, Verdict::Contradictory),
    ] {
        let figures = [total(qualifier), parts[0].clone(), parts[1].clone()];
        let audit = run(&figures, &[], &[sum("s", "all", &["a", "b"], true)]);
        assert_eq!(finding(&audit, "s").verdict, verdict, "{qualifier}");
    }
}

/// Seven growths with two readings each are 128 combinations.
#[test]
fn too_many_readings_are_not_looked_at_one_by_one() {
    let names: Vec<String> = (0..7).map(|i| format!("now{i}")).collect();
    let mut figures = vec![figure("total", "700", "M CNY", "10")];
    let mut growths = Vec::new();
    for name in &names {
        figures.push(figure(name, "100", "M CNY", "10"));
        figures.push(figure(&format!("{name}-before"), "40", "M CNY", "20"));
        let mut up = growth(&format!("{name}-up"), name, "2", "times", "1");
        up.base = Some(id(&format!("{name}-before")));
        growths.push(up);
    }
    let parts: Vec<&str> = names.iter().map(String::as_str).collect();
    let relations = [sum("sum", "total", &parts, true)];
    let audit = run(&figures, &growths, &relations);
    assert_eq!(finding(&audit, "group~now0").verdict, Verdict::Undecided);
    // What is wrong without them is wrong with them.
    figures[0] = figure("total", "800", "M CNY", "10");
    let audit = run(&figures, &growths, &relations);
    let group = finding(&audit, "group~now0");
    assert_eq!(group.verdict, Verdict::Contradictory);
    assert_eq!(group.contradictions[0].len(), 9);
}

#[test]
fn nothing_to_say_is_consistent() {
    let audit = run(&[], &[], &[]);
    assert_eq!((audit.verdict, audit.findings.len()), (Verdict::Consistent, 0));
}
