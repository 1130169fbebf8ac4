//! What happens on the way, step by step.

use landbridge_model::{
    BorderStepKind, Clearance, ClearanceScope, Corridor, Gauge, HandlingAct, HandlingKind, Mode, Validity,
};
use landbridge_network::SearchOptions;
use landbridge_units::Minutes;

use crate::kit::{self, Prices, brief, days, id};

fn steps_at(corridor: &Corridor, from: &str, to: &str, day: &str, time: &str) -> Vec<String> {
    let shipment = kit::shipment(corridor, from, to, day, time);
    let routes = kit::ask(corridor, &shipment, &Prices::default(), SearchOptions::default()).unwrap();
    assert_eq!(routes.routes.len(), 1, "{routes:#?}");
    brief(routes.routes[0].itinerary.steps(), shipment.ready)
}

fn steps(corridor: &Corridor, from: &str, to: &str) -> Vec<String> {
    steps_at(corridor, from, to, "2023-05-14", "00:00")
}

/// CN-A, a road of 100 km, CN-B, the border link of 10 km, KZ-C.
fn road() -> Corridor {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "border", "CN-B", "KZ-C", Mode::Road, 10_000);
    kit::crossing(
        &mut corridor,
        "crossing",
        "border",
        &[
            ("cn1", "CN", BorderStepKind::Queue, 30),
            ("kz1", "KZ", BorderStepKind::Customs, 20),
            ("cn2", "CN", BorderStepKind::Customs, 40),
            ("kz2", "KZ", BorderStepKind::Documents, 5),
        ],
    );
    kit::truck(&mut corridor, "truck");
    corridor
}

#[test]
fn a_train_leaves_at_its_local_hour_and_shares_its_running_time() {
    let mut corridor = kit::corridor();
    for (name, from, to, metres) in [("a", "CN-A", "CN-B", 1_000), ("b", "CN-B", "CN-C", 2_000)] {
        kit::link(&mut corridor, name, from, to, Mode::Rail, metres);
    }
    let schedule = kit::train(&mut corridor, "train", "wagon", &[14, 16], &[("CN-A", 0), ("CN-C", 100)]);
    schedule.cutoff = Minutes::new(24 * 60);
    // Ready a day before 18:00 is in time, a minute later is not.
    assert_eq!(
        steps_at(&corridor, "CN-A", "CN-C", "2023-05-13", "18:00"),
        [
            "0 wait Departure(ServiceId(train)) 1380",
            "1380 load train 60",
            "1440 leg a+b 100",
            "1540 unload train 60"
        ]
    );
    assert_eq!(
        steps_at(&corridor, "CN-A", "CN-C", "2023-05-13", "18:01")[1],
        format!("{} load train 60", 3 * 1_440 - 1 - 60)
    );
}

#[test]
fn a_train_is_boarded_and_left_at_any_stop_and_runs_on_after_a_border() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 1_000);
    kit::link(&mut corridor, "b", "CN-B", "KZ-C", Mode::Rail, 1_000).gauges =
        vec![Gauge::Standard, Gauge::Broad];
    kit::link(&mut corridor, "c", "KZ-C", "KZ-D", Mode::Rail, 3_000).gauges = vec![Gauge::Broad];
    kit::crossing(&mut corridor, "x", "b", &[("cn", "CN", BorderStepKind::Customs, 50)]);
    kit::gauge_change(&mut corridor, "lift", "KZ-C", &["box"], 120);
    kit::train(&mut corridor, "train", "box", &[14], &[("CN-A", 0), ("CN-B", 10), ("KZ-D", 60)]);
    // Segments: 10 minutes over a, 50 over b and c by 1 to 3; the last takes the rest.
    assert_eq!(
        steps_at(&corridor, "CN-A", "KZ-D", "2023-05-14", "17:00"),
        [
            "0 load train 60",
            "60 leg a 10",
            "70 border cn first 50",
            "120 leg b 12",
            "132 gauge lift 120",
            "252 leg c 38",
            "290 unload train 60"
        ]
    );
    assert_eq!(
        steps_at(&corridor, "CN-B", "KZ-D", "2023-05-14", "17:00")[..3],
        ["0 wait Departure(ServiceId(train)) 10", "10 load train 60", "70 border cn first 50"]
    );
}

#[test]
fn a_train_boarded_on_its_way_may_have_left_long_before() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 1_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-C", Mode::Rail, 1_000);
    kit::train(
        &mut corridor,
        "train",
        "wagon",
        &[1],
        &[("CN-A", 0), ("CN-B", 13 * 1_440), ("CN-C", 14 * 1_440)],
    );
    assert_eq!(
        steps_at(&corridor, "CN-B", "CN-C", "2023-05-14", "17:00"),
        ["0 load train 60", "60 leg b 1440", "1500 unload train 60"]
    );
}

#[test]
fn border_steps_happen_on_their_sides_in_both_directions() {
    let corridor = road();
    assert_eq!(
        steps(&corridor, "CN-A", "KZ-C"),
        [
            "0 load truck 60",
            "60 leg a 100",
            "160 border cn1 first 30",
            "190 border cn2 40",
            "230 leg border 10",
            "240 border kz1 first 20",
            "260 border kz2 5",
            "265 unload truck 60"
        ]
    );
    assert_eq!(
        steps(&corridor, "KZ-C", "CN-A"),
        [
            "0 load truck 60",
            "60 border kz2 first 5",
            "65 border kz1 20",
            "85 leg border 10",
            "95 border cn2 first 40",
            "135 border cn1 30",
            "165 leg a 100",
            "265 unload truck 60"
        ]
    );
}

#[test]
fn border_steps_ask_for_clearance_equipment_and_date() {
    let mut corridor = road();
    let steps_of = &mut corridor.crossings.get_mut("crossing").unwrap().steps;
    steps_of[0].clearance = ClearanceScope::Border;
    steps_of[1].equipment = vec![id("box")];
    steps_of[2].validity = days("2023-05-15", "");
    let borders = |corridor: &Corridor, clearance, day| -> Vec<String> {
        let mut shipment = kit::shipment(corridor, "CN-A", "KZ-C", day, "00:00");
        shipment.clearance = clearance;
        let routes = kit::ask(corridor, &shipment, &Prices::default(), SearchOptions::default()).unwrap();
        let lines = brief(routes.routes[0].itinerary.steps(), shipment.ready);
        lines
            .into_iter()
            .filter(|line| line.contains("border "))
            .filter(|line| !line.contains("leg"))
            .collect()
    };
    assert_eq!(borders(&corridor, Clearance::Origin, "2023-05-14"), ["170 border kz2 first 5"]);
    assert_eq!(
        borders(&corridor, Clearance::Border, "2023-05-15"),
        ["160 border cn1 first 30", "190 border cn2 40", "240 border kz2 first 5"]
    );
}

#[test]
fn who_stands_in_line_is_served_when_quicker_formalities_come() {
    let mut corridor = road();
    let steps_of = &mut corridor.crossings.get_mut("crossing").unwrap().steps;
    steps_of[0].duration = Minutes::new(3_000);
    steps_of[0].validity = days("", "2023-05-14");
    // At the border at 02:40 on the 14th: 3,040 minutes, or until midnight and 40 minutes.
    assert_eq!(steps(&corridor, "CN-A", "KZ-C")[2..4], ["160 wait Opening 1280", "1440 border cn2 first 40"]);
}

#[test]
fn closures_embargoes_and_holidays_are_waited_for() {
    let mut closed = road();
    kit::closure(&mut closed, "shut", "crossing", days("2023-05-12", "2023-05-14"));
    kit::embargo(&mut closed, "stop", "crossing", days("2023-05-15", "2023-05-15"));
    assert_eq!(
        steps(&closed, "CN-A", "KZ-C")[2..5],
        [
            "160 wait Closure(RuleId(shut)) 1280",
            "1440 wait Embargo(RuleId(stop)) 1440",
            "2880 border cn1 first 30"
        ]
    );

    let mut exempt = closed.clone();
    exempt.closures.clear();
    exempt.embargoes[0].validity = Validity::ALWAYS;
    exempt.embargoes[0].exempt_tags = vec!["block".into()];
    exempt.services.get_mut("truck").unwrap().tags = vec!["block".into()];
    assert_eq!(steps(&exempt, "CN-A", "KZ-C").len(), 8);
    exempt.services.get_mut("truck").unwrap().tags.clear();
    exempt.embargoes[0].modes = vec![Mode::Rail];
    assert_eq!(steps(&exempt, "CN-A", "KZ-C").len(), 8);

    // A holiday stops customs, not the queue; the day is that of the place: Almaty is two hours behind.
    let mut feast = road();
    kit::holiday(&mut feast, "cn", "CN", days("2023-05-14", "2023-05-14"));
    kit::holiday(&mut feast, "kz", "KZ", days("2023-05-14", "2023-05-14"));
    assert_eq!(
        steps(&feast, "CN-A", "KZ-C")[2..7],
        [
            "160 border cn1 first 30",
            "190 wait Holiday(RuleId(cn)) 1250",
            "1440 border cn2 40",
            "1480 leg border 10",
            "1490 wait Holiday(RuleId(kz)) 70"
        ]
    );
}

#[test]
fn kazakhstan_moved_to_one_time_zone_in_march_2024() {
    let mut corridor = road();
    kit::holiday(&mut corridor, "kz", "KZ", days("2024-02-29", "2024-02-29"));
    // Ready 17:00 UTC on 28 February; at KZ-C 240 minutes later, 03:00 local on the 29th by the old clock. The
    // 29th has 25 hours there, and the holiday is over at 19:00 UTC.
    assert_eq!(
        steps_at(&corridor, "CN-A", "KZ-C", "2024-02-29", "01:00")[5],
        format!("240 wait Holiday(RuleId(kz)) {}", 22 * 60)
    );
}

#[test]
fn a_gate_is_waited_for_at_both_ends_of_a_link() {
    let mut corridor = road();
    corridor.places.get_mut("CN-B").unwrap().hours = kit::hours("08:00", "09:00");
    corridor.places.get_mut("KZ-C").unwrap().hours = kit::hours("08:00", "20:00");
    // 02:40 at CN-B; after the formalities there 09:20 in Shanghai, 07:20 in Almaty, 07:30 behind the link.
    assert_eq!(
        steps(&corridor, "CN-A", "KZ-C")[1..7],
        [
            "60 leg a 100",
            "160 wait Opening 320",
            "480 border cn1 first 30",
            "510 border cn2 40",
            "550 leg border 10",
            "560 wait Opening 40"
        ]
    );
}

#[test]
fn a_transload_without_its_own_time_is_an_unloading_and_a_loading() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Road, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-C", Mode::Rail, 100_000);
    kit::truck(&mut corridor, "truck").wait = Minutes::new(15);
    kit::train(&mut corridor, "train", "box", &[14], &[("CN-B", 0), ("CN-C", 100)]);
    assert_eq!(
        steps_at(&corridor, "CN-A", "CN-C", "2023-05-14", "13:00"),
        [
            "0 wait Request(ServiceId(truck)) 15",
            "15 load truck 60",
            "75 leg a 100",
            "175 wait Departure(ServiceId(train)) 5",
            "180 transload truck train 120",
            "300 leg b 100",
            "400 unload train 60"
        ]
    );
    let own = kit::handling(&mut corridor, "transload", HandlingAct::Transload, 30);
    own.from_equipment = vec![id("truck")];
    assert_eq!(steps_at(&corridor, "CN-A", "CN-C", "2023-05-14", "13:00")[4], "270 transload truck train 30");
    // Without a crane the box cannot be loaded at CN-B.
    corridor.places.get_mut("CN-B").unwrap().handles = vec![HandlingKind::Ramp];
    let shipment = kit::shipment(&corridor, "CN-A", "CN-C", "2023-05-14", "13:00");
    let error = kit::ask(&corridor, &shipment, &Prices::default(), SearchOptions::default()).unwrap_err();
    assert!(matches!(&error, landbridge_network::RouteError::Unreachable { blocked, .. }
        if blocked.iter().any(|x| x.to_string() == "service train needs a crane at CN-B, which has none")));
}

#[test]
fn rail_on_demand_keeps_to_its_gauge_or_changes_where_it_can() {
    let mut corridor = kit::corridor();
    kit::link(&mut corridor, "a", "CN-A", "CN-B", Mode::Rail, 100_000);
    kit::link(&mut corridor, "b", "CN-B", "CN-C", Mode::Rail, 100_000).gauges = vec![Gauge::Broad];
    kit::truck(&mut corridor, "box");
    let service = corridor.services.get_mut("box").unwrap();
    (service.mode, service.equipment) = (Mode::Rail, id("box"));
    let shipment = kit::shipment(&corridor, "CN-A", "CN-C", "2023-05-14", "13:00");
    let error = kit::ask(&corridor, &shipment, &Prices::default(), SearchOptions::default()).unwrap_err();
    assert_eq!(error.to_string(), "no way from CN-A to CN-C; 2 places reached");
    assert!(matches!(&error, landbridge_network::RouteError::Unreachable { blocked, .. }
        if blocked.iter().any(|x| x.to_string() == "service box meets another gauge at CN-B")));
    kit::gauge_change(&mut corridor, "lift", "CN-B", &["box"], 120);
    assert_eq!(
        steps(&corridor, "CN-A", "CN-C"),
        ["0 load box 60", "60 leg a 100", "160 gauge lift 120", "280 leg b 100", "380 unload box 60"]
    );
}
