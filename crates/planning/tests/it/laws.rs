//! Laws of the model's transit times, over lanes drawn from the shipped corridor.

use landbridge_model::Amount;
use landbridge_planning::{Study, TransitTimes, transit_answers};
use landbridge_units::Minutes;
use proptest::prelude::*;

use crate::kit::with_lanes;

const ORIGINS: [&str; 6] = ["CN-YUZUI", "CN-TJC", "CN-LYG", "CN-CKG", "CN-URC", "UZ-TASHKENT"];
const DESTINATIONS: [&str; 6] =
    ["CN-HGS", "KZ-ALMATY1", "UZ-CHUKURSAY", "KG-ALAMEDIN", "CN-KHG", "KZ-NURZHOLY"];
const MODES: [&str; 5] = ["rail container", "rail JSQ", "road", "rail+road", "trucks driven"];
const VIA: [&str; 4] = ["", "Horgos", "Alashankou", "Kashgar-Irkeshtam"];

fn minutes(amount: &Amount) -> Minutes {
    match amount {
        Amount::Time(minutes) => *minutes,
        other => panic!("no time: {other}"),
    }
}

fn total(times: &TransitTimes) -> i64 {
    let parts = &times.parts;
    [&parts.running, &parts.borders, &parts.handling, &parts.departures, &parts.shut]
        .into_iter()
        .flatten()
        .map(|part| minutes(&part.amount).get())
        .sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// Minimum, time under way and typical time follow each other; the parts add up; all sums hold; a way passes
    /// what it was asked to; and the same question has the same answer.
    #[test]
    fn minimum_is_at_most_typical(
        origin in 0..ORIGINS.len(),
        destination in 0..DESTINATIONS.len(),
        mode in 0..MODES.len(),
        via in 0..VIA.len(),
        month in 1..=12_u32,
        days in 1..40_u32,
    ) {
        let row = format!(
            "X,2023-{month:02}-05,A,{},{},B,{},{},,{days},{days},",
            ORIGINS[origin], VIA[via], DESTINATIONS[destination], MODES[mode]
        );
        let corridor = with_lanes(&[&row]);
        let study = Study::new(&corridor);
        let answers = transit_answers(&study);
        prop_assert_eq!(answers.len(), 1);
        let Ok(times) = &answers[0].outcome else { return Ok(()) };
        let (minimum, under_way, typical) =
            (minutes(&times.minimum.amount), minutes(&times.under_way.amount), minutes(&times.typical.amount));
        prop_assert!(minimum <= under_way && under_way <= typical, "{minimum} {under_way} {typical}");
        prop_assert_eq!(typical, times.itinerary.duration());
        prop_assert_eq!(total(times), typical.get());
        for trace in [&times.minimum, &times.under_way, &times.typical, &times.length, &times.verdict_trace] {
            prop_assert!(trace.sums_hold());
        }
        let again = transit_answers(&study);
        prop_assert_eq!(&again[0].outcome.as_ref().map(|times| times.verdict_trace.clone()).ok(), &Some(times.verdict_trace.clone()));
    }
}
