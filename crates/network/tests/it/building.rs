//! What `Network::build` makes of a corridor, and what it reports.

use landbridge_model::{BorderStepKind, Coordinate, Gauge, HandlingAct, Mode, Severity};
use landbridge_network::{CODES, Network};
use landbridge_units::Minutes;

use crate::kit::{self, id};

fn codes(corridor: &landbridge_model::Corridor) -> Vec<&'static str> {
    let (_, issues) = Network::build(corridor);
    for issue in &issues {
        assert!(CODES.iter().any(|code| code.code == issue.code.code), "{}", issue.code.code);
        assert!(!issue.message.is_empty());
    }
    issues.iter().map(|issue| issue.code.code).collect()
}

#[test]
fn an_empty_corridor_is_a_network_without_issues() {
    let (network, issues) = Network::build(&kit::empty());
    assert!(issues.is_empty() && network.places().is_empty() && network.services().is_empty());
}

#[test]
fn a_train_without_links_or_gauge_is_left_out() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "KZ-C", Mode::Rail, 100_000).gauges = vec![Gauge::Broad];
    kit::place(&mut corridor, "KZ-D");
    kit::train(&mut corridor, "apart", "wagon", &[14], &[("CN-A", 0), ("KZ-D", 60)]);
    kit::train(&mut corridor, "broken", "wagon", &[14], &[("CN-A", 0), ("KZ-C", 60)]);
    kit::train(&mut corridor, "fine", "wagon", &[14], &[("CN-A", 0), ("CN-B", 60)]);
    let (network, issues) = Network::build(&corridor);
    let found: Vec<_> = issues.iter().map(|x| (x.code.code, x.row.id.as_str())).collect();
    assert_eq!(found, [("N201", "apart"), ("N202", "broken")]);
    assert_eq!(network.services().iter().map(|x| x.as_str()).collect::<Vec<_>>(), ["fine"]);
    assert_eq!(network.unusable_services().len(), 2);
    assert_eq!(
        issues[1].message,
        "service broken cannot get from CN-A to KZ-C: wagon meets a gauge it has no gauge change to"
    );

    kit::gauge_change(&mut corridor, "change", "CN-B", &["wagon"], 60);
    assert_eq!(codes(&corridor), ["N201"]);
}

#[test]
fn stops_rise_from_zero_and_differ() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 100_000);
    kit::train(&mut corridor, "late", "wagon", &[14], &[("CN-A", 5), ("CN-B", 60)]);
    kit::train(&mut corridor, "falling", "wagon", &[14], &[("CN-A", 0), ("CN-B", 60), ("CN-A", 59)]);
    kit::train(&mut corridor, "single", "wagon", &[14], &[("CN-A", 0)]);
    kit::train(&mut corridor, "standing", "wagon", &[14], &[("CN-A", 0), ("CN-A", 60)]);
    kit::train(&mut corridor, "there-and-back", "wagon", &[14], &[("CN-A", 0), ("CN-B", 60), ("CN-A", 60)]);
    assert_eq!(codes(&corridor), ["N203", "N203", "N203", "N201"]);
}

#[test]
fn a_link_is_not_shorter_than_the_great_circle() {
    let mut corridor = kit::corridor();
    let at = |lat_e7, lon_e7| Some(Coordinate { lat_e7, lon_e7 });
    kit::place(&mut corridor, "KZ-A").at = at(432_220_000, 768_510_000);
    kit::place(&mut corridor, "UZ-T").at = at(412_995_000, 692_401_000);
    for (metres, mode, expected) in [
        (660_000, Mode::Rail, vec![]),
        (655_000, Mode::Rail, vec!["N204"]),
        (655_000, Mode::Road, vec!["N204"]),
        (655_000, Mode::Sea, vec![]),
    ] {
        kit::link(&mut corridor, "a", "KZ-A", "UZ-T", mode, metres);
        assert_eq!(codes(&corridor), expected, "{metres} {mode}");
    }
    let (_, issues) = Network::build(&{
        let mut short = corridor.clone();
        kit::link(&mut short, "a", "KZ-A", "UZ-T", Mode::Rail, 400_500);
        short
    });
    assert_eq!(issues[0].code.severity, Severity::Warning);
    assert_eq!(issues[0].message, "link a is 400.5 km long, the great circle between its ends is 663 km");
    corridor.places.get_mut("KZ-A").unwrap().at = None;
    assert!(codes(&corridor).is_empty());
}

#[test]
fn what_refers_to_nothing_is_left_out() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 1_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-C", Mode::Road, 1_000);
    corridor.places.remove("CN-C");
    kit::crossing(&mut corridor, "nowhere", "none", &[]);
    kit::truck(&mut corridor, "truck");
    corridor.services.get_mut("truck").unwrap().equipment = id("none");
    kit::train(&mut corridor, "train", "wagon", &[14], &[("CN-A", 0), ("CN-Z", 60)]);
    assert_eq!(codes(&corridor), ["N205", "N205", "N205", "N205"]);
}

#[test]
fn crossings_and_services_that_make_no_sense_are_reported() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "KZ-B", Mode::Road, 1_000);
    kit::crossing(&mut corridor, "one", "a", &[("s", "UZ", BorderStepKind::Queue, 1)]);
    kit::crossing(&mut corridor, "two", "a", &[]);
    kit::truck(&mut corridor, "idle").countries = vec![id("TM")];
    kit::truck(&mut corridor, "stuck").km_per_day = 0;
    assert_eq!(codes(&corridor), ["N211", "N208", "N209", "N210"]);
}

#[test]
fn a_train_nobody_can_load_is_reported() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 1_000);
    kit::place(&mut corridor, "CN-A").handles.clear();
    kit::train(&mut corridor, "train", "wagon", &[14], &[("CN-A", 0), ("CN-B", 60)]);
    assert_eq!(codes(&corridor), ["N206"]);
}

#[test]
fn two_durations_for_one_case_are_an_error_unless_a_third_decides() {
    let mut corridor = kit::corridor();
    kit::place(&mut corridor, "CN-A");
    kit::handling(&mut corridor, "by-wagon", HandlingAct::Load, 1).equipment = vec![id("wagon")];
    assert!(codes(&corridor).is_empty(), "more specific than `load`");
    kit::handling(&mut corridor, "by-place", HandlingAct::Load, 2).places = vec![id("CN-A")];
    assert_eq!(codes(&corridor), ["N207"]);
    let both = kit::handling(&mut corridor, "both", HandlingAct::Load, 3);
    both.equipment = vec![id("wagon")];
    both.places = vec![id("CN-A")];
    assert!(codes(&corridor).is_empty());
    kit::gauge_change(&mut corridor, "g1", "CN-A", &["box", "wagon"], 1);
    kit::gauge_change(&mut corridor, "g2", "CN-A", &["wagon"], 1);
    assert_eq!(codes(&corridor), ["N207"]);
}

#[test]
fn parallel_links_stay_apart_and_the_shorter_is_taken() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "road", "CN-A", "CN-B", Mode::Road, 50_000);
    kit::link(&mut corridor, "old", "CN-A", "CN-B", Mode::Rail, 120_000);
    kit::link(&mut corridor, "new", "CN-B", "CN-A", Mode::Rail, 100_000);
    kit::link(&mut corridor, "on", "CN-B", "CN-C", Mode::Rail, 100_000);
    kit::link(&mut corridor, "round", "CN-A", "CN-C", Mode::Rail, 190_000);
    let shipment = kit::shipment(&corridor, "CN-A", "CN-C", "2023-05-14", "00:00");
    let links = |corridor: &landbridge_model::Corridor| -> Vec<String> {
        let routes = kit::ask(corridor, &shipment, &kit::Prices::default(), Default::default()).unwrap();
        routes.routes[0].itinerary.sections().map(|section| section.link.to_string()).collect()
    };
    kit::train(&mut corridor, "train", "wagon", &[14], &[("CN-A", 0), ("CN-C", 100)]);
    assert_eq!(links(&corridor), ["round"]);
    let schedule = kit::train(&mut corridor, "train", "wagon", &[14], &[("CN-A", 0), ("CN-C", 100)]);
    schedule.stops[1].via = vec![id("CN-B")];
    schedule.cutoff = Minutes::new(1);
    assert_eq!(links(&corridor), ["new", "on"]);
}
