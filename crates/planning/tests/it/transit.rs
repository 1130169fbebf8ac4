//! How reported lanes are read, and what the model answers.

use chrono::NaiveDate;
use landbridge_model::{Amount, Mode, StepKind};
use landbridge_planning::{
    NotCompared, ReadyBecause, ReportedLane, Study, TransitSummary, TransitVerdict, transit_answers,
};
use landbridge_units::Decimal;

use crate::kit::{EVENTS, answer, lane, refusal, times, with, with_lanes};

const JSQ: &str = "X,2023-05-16,Chongqing Yuzui,CN-YUZUI,,Horgos,CN-HGS,rail JSQ";

fn day(text: &str) -> NaiveDate {
    text.parse().expect("a day")
}

#[test]
fn dates_are_days_months_or_years() {
    for (printed, first) in [
        ("2023-05-16", Some("2023-05-16")),
        ("2023-05", Some("2023-05-01")),
        ("2023", Some("2023-01-01")),
        ("", None),
        ("2023-13", None),
        ("2023-02-30", None),
        ("2023-05-16-1", None),
        ("May 2023", None),
    ] {
        let lane = lane(&format!("X,{printed},A,CN-YUZUI,,B,CN-HGS,rail,,5,5,"));
        assert_eq!(lane.date, first.map(day), "{printed}");
    }
}

#[test]
fn days_are_one_number_or_a_range() {
    let days = |low: &str, high: &str| {
        let days = lane(&format!("{JSQ},,{low},{high},")).days;
        days.map(|days| (days.low.to_string(), days.high.to_string(), days.trace().amount.to_string()))
    };
    let some = |low: &str, high: &str, text: &str| Some((low.to_owned(), high.to_owned(), text.to_owned()));
    assert_eq!(days("5", "5"), some("5", "5", "5 d"));
    assert_eq!(days("5", ""), some("5", "5", "5 d"));
    assert_eq!(days("", "7"), some("7", "7", "7 d"));
    assert_eq!(days("13", "15"), some("13", "15", "13 to 15 d"));
    assert_eq!(days("4.5", "6"), some("4.5", "6", "4.5 to 6 d"));
    for bad in ["0", "-1", "about 5", "99999", "1e3", "5.000000001"] {
        assert_eq!(days(bad, ""), None, "{bad}");
    }
    assert_eq!(days("9", "5"), None);
    assert_eq!(refusal(&format!("{JSQ},,soon,,")), NotCompared::NoDays);
}

#[test]
fn words_say_modes_and_equipment() {
    let means = |mode: &str| lane(&format!("X,,A,CN-TJC,,B,CN-HGS,{mode},,5,5,")).means;
    let modes = |mode: &str| means(mode).modes.into_iter().collect::<Vec<_>>();
    for mode in ["rail", "rail container", "container", "JSQ", "JSQ6", "rail wagonload", "train (used cars)"]
    {
        assert_eq!(modes(mode), [Mode::Rail], "{mode}");
    }
    assert_eq!(modes("rail+road"), [Mode::Rail, Mode::Road]);
    assert_eq!(modes("driven trucks"), [Mode::Road]);
    assert_eq!(modes("camel"), []);
    let named: Vec<String> = means("rail JSQ6").equipment.iter().map(ToString::to_string).collect();
    assert_eq!(named, ["jsq6"]);
    assert!(means("rail JSQ").equipment.iter().all(|id| id.as_str().starts_with("jsq")));
    assert!(means("car").equipment.is_empty());
}

#[test]
fn services_are_those_of_the_report() {
    let corridor = with_lanes(&["X,,A,CN-TJC,,B,CN-HGS,rail JSQ,,5,5,"]);
    let admitted = |mode: &str| {
        let means = lane(&format!("X,,A,CN-TJC,,B,CN-HGS,{mode},,5,5,")).means;
        let services = corridor.services.values().filter(|service| means.admits(&corridor, service));
        services.map(|service| service.equipment.to_string()).collect::<std::collections::BTreeSet<_>>()
    };
    let jsq = admitted("rail JSQ");
    assert!(jsq.contains("jsq6") && jsq.contains("car-wagon-1520"), "beyond its gauge any wagon: {jsq:?}");
    assert!(!jsq.contains("rack-40") && !jsq.contains("nx70"), "{jsq:?}");
    let boxes = admitted("rail container");
    assert!(boxes.contains("rack-40") && !boxes.contains("jsq6"), "{boxes:?}");
    assert!(admitted("rail+road").len() > admitted("rail").len());
    assert_eq!(admitted("rail container (inbound)"), boxes);
}

#[test]
fn ends_are_ids_or_names() {
    let place = |origin: &str, id: &str| {
        lane(&format!("X,,{origin},{id},,B,CN-HGS,rail,,5,5,")).origin.place.map(|id| id.to_string())
    };
    assert_eq!(place("anything", "CN-TJC").as_deref(), Some("CN-TJC"));
    assert_eq!(place("Urumqi", "").as_deref(), Some("CN-URC"));
    assert_eq!(place("Almaty", "").as_deref(), Some("KZ-ALMATY1"), "the only name that begins so");
    assert_eq!(place("Tashkent", "").as_deref(), Some("UZ-TASHKENT"), "the whole name before longer ones");
    assert_eq!(place("Uzbekistan", ""), None);
    assert_eq!(place("Urumqi", "CN-NOWHERE"), None);
}

#[test]
fn points_on_the_way_are_places_that_may_be_meant() {
    let via = |text: &str| {
        let lane = lane(&format!("X,,A,CN-TJC,\"{text}\",B,CN-HGS,rail,,5,5,"));
        lane.via
            .iter()
            .map(|point| (point.text.clone(), point.places.iter().map(ToString::to_string).collect()))
            .collect::<Vec<(String, Vec<String>)>>()
    };
    let point =
        |text: &str, places: &[&str]| (text.to_owned(), places.iter().map(ToString::to_string).collect());
    assert_eq!(via("Horgos"), [point("Horgos", &["CN-HGS", "CN-HGS-R"])]);
    assert_eq!(
        via("Kashgar-Irkeshtam"),
        [point("Kashgar", &["CN-KHG"]), point("Irkeshtam", &["CN-WUQIA", "KG-IRKESHTAM"])]
    );
    assert_eq!(via("Atlantis, Saryagash"), [point("Atlantis", &[]), point("Saryagash", &["KZ-SARYAGASH"])]);
    assert!(via("Alashankou-UZ-TM").iter().all(|(_, places)| !places.is_empty()), "countries count");
}

#[test]
fn an_event_names_its_border_and_may_end_there() {
    let row =
        "X,2023-05-16,Chongqing Yuzui,CN-YUZUI,Horgos,horgos-altynkol,Horgos,,JSQ,jsq6,225,5,5,,assumed,,";
    let corridor = with("evidence/events.csv", &format!("{EVENTS}{row}\n"));
    let answer = transit_answers(&Study::new(&corridor)).pop().unwrap();
    assert_eq!(answer.lane.destination.place.unwrap().as_str(), "CN-HGS", "the near side of the border");
    assert_eq!(answer.outcome.unwrap().asked.quantity, 225);

    let silent = row.replace(",5,5,,", ",,,,");
    let corridor = with("evidence/events.csv", &format!("{EVENTS}{silent}\n"));
    assert!(ReportedLane::all(&corridor).is_empty(), "an event without days is no transit time");
}

#[test]
fn a_report_dates_the_departure() {
    // The train of 16 May leaves at 18:00; a cut-off of 12 h is kept.
    let dated = times(&format!("{JSQ},,5,5,"));
    assert_eq!((dated.asked.day, dated.asked.because), (day("2023-05-16"), ReadyBecause::Dated));
    let leaves = dated.itinerary.steps().iter().find(|step| matches!(step.kind, StepKind::Leg { .. }));
    assert_eq!(leaves.unwrap().start.to_string(), "2023-05-16T10:00Z");

    let undated = times(&format!("{},,5,5,", JSQ.replace("2023-05-16", "")));
    assert_eq!((undated.asked.day, undated.asked.because), (day("2023-05-14"), ReadyBecause::Undated));

    let old = times("X,2019,A,UZ-TASHKENT,,B,CN-KHG,road,,2,2,");
    assert_eq!((old.asked.day, old.asked.because), (day("2022-01-01"), ReadyBecause::BeforeHorizon));

    let late = refusal(&format!("{},,5,5,", JSQ.replace("2023-05-16", "2031")));
    assert!(matches!(late, NotCompared::AfterHorizon { .. }), "{late}");
}

#[test]
fn vehicles_are_cars_unless_they_drive_themselves() {
    assert_eq!(times(&format!("{JSQ},,5,5,")).asked.vehicle.class.word(), "car");
    let driven = times("X,2023-05-16,Khorgos,CN-HGS-R,,Almaty,KZ-ALMATY1,trucks driven,,3,3,");
    assert_eq!(driven.asked.vehicle.class.word(), "truck");
}

#[test]
fn what_is_not_compared_says_why() {
    for (row, why) in [
        ("X,,Guiyang,,,Almaty,KZ-ALMATY1,rail,,5,5,", "no place: Guiyang"),
        ("X,,A,CN-TJC,,,,rail,,5,5,", "no place: the report names none"),
        ("X,,A,CN-TJC,,B,KZ-ALMATY1,camel,,5,5,", "mode not known: camel"),
        ("X,,A,CN-TJC,,B,KZ-ALMATY1,,,5,5,", "mode not named"),
        ("X,,A,CN-HGS,,B,CN-YUZUI,rail JSQ,,5,5,", "mode not offered there: no service of the kind rail JSQ"),
        ("X,2023-05-16,A,CN-TJC,Kashgar,B,UZ-CHUKURSAY,rail container,,5,5,", "no way by Kashgar"),
        ("X,2023-05-16,A,CN-TJC,,B,CN-TJC,rail container,,5,5,", "mode not offered there"),
    ] {
        let words = refusal(row).to_string();
        assert!(words.starts_with(why), "{row}: {words}");
    }
}

#[test]
fn a_verdict_allows_for_the_last_digit() {
    let exact = times(&format!("{JSQ},,5,5,"));
    let Amount::Time(typical) = exact.typical.amount else { panic!("a time") };
    assert_eq!(exact.verdict, TransitVerdict::Inside);
    // Half a day above typical is still rounded to it, a day is not.
    let above = Decimal::from(typical.get()) / Decimal::from(1_440);
    let whole = above.ceil();
    for (days, verdict) in [
        (whole, TransitVerdict::Inside),
        (whole + Decimal::ONE, TransitVerdict::Slower),
        (Decimal::ONE, TransitVerdict::Quicker),
    ] {
        if verdict == TransitVerdict::Inside && whole - above > Decimal::new(5, 1) {
            continue;
        }
        assert_eq!(times(&format!("{JSQ},,{days},{days},")).verdict, verdict, "{days}");
    }
}

#[test]
fn the_minimum_takes_border_steps_at_their_low_ends() {
    let times = times("X,2023-05-08,A,CN-TJC,Horgos,B,KZ-ALMATY1,rail container,,12,12,");
    let facts = times.minimum.facts();
    assert!(facts.keys().any(|id| id.ends_with("horgos-altynkol-cn-exit-2023/hours_low")), "{facts:?}");
    assert!(times.typical.facts().keys().any(|id| id.ends_with("horgos-altynkol-cn-exit-2023/hours")));
}

#[test]
fn the_summary_counts_every_lane_once() {
    let corridor = with_lanes(&[
        "A,2023-05-16,A,CN-YUZUI,,B,CN-HGS,rail JSQ,,5,5,",
        "B,2023-05-16,A,CN-YUZUI,,B,CN-HGS,rail JSQ,,1,1,",
        "C,2023-05-16,A,CN-YUZUI,,B,CN-HGS,rail JSQ,,90,90,",
        "D,2023-05-16,A,,,B,CN-HGS,rail JSQ,,9,9,",
    ]);
    let answers = transit_answers(&Study::new(&corridor));
    assert_eq!(answers.len(), 4);
    let summary = TransitSummary::of(&answers).unwrap();
    assert_eq!(summary.counts, [1, 1, 1]);
    let ratio = answers[0].outcome.as_ref().unwrap().ratio.amount.to_string();
    assert_eq!(summary.median_ratio.amount.to_string(), ratio);
    assert!(TransitSummary::of(&answers[3..]).is_none());
}

#[test]
fn a_page_long_word_or_a_broken_row_is_an_answer_too() {
    let long = "x".repeat(5_000);
    for row in [
        format!("X,{long},{long},{long},{long},{long},{long},{long},{long},{long},{long},{long}"),
        "X,,,,,,,,,,,".to_owned(),
    ] {
        assert!(answer(&row).outcome.is_err());
    }
}
