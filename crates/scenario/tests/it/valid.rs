//! Folders without problems.

use landbridge_model::{Corridor, FactRef, Pattern, Tier};
use landbridge_scenario::{Sources as _, load, shipped};
use landbridge_units::Minutes;

use crate::fixtures::{lines, load_alone, minimal};

fn corridor() -> Corridor {
    let outcome = load_alone(&minimal());
    assert_eq!(lines(&outcome.diagnostics), "");
    outcome.corridor.expect("no error, so a corridor")
}

#[test]
fn the_minimal_corridor_has_no_problem() {
    let corridor = corridor();
    assert_eq!(corridor.places.len(), 8);
    assert_eq!(corridor.links.len(), 10);
    assert_eq!(corridor.services.len(), 5);
    assert_eq!(corridor.order_ids().len(), 3);
}

#[test]
fn every_value_is_a_fact_with_its_place() {
    let corridor = corridor();
    let facts = corridor.facts();
    let find = |id: &str| facts.iter().find(|fact| fact.id() == id).unwrap_or_else(|| panic!("no fact {id}"));
    let rate = find("tariff/jsq-china/rate");
    assert_eq!((rate.value(), rate.file(), rate.line()), ("0.75", "tariffs.toml", 8));
    assert_eq!(find("place/CN-HGS/gauge_mm").value(), "1435;1520");
    assert_eq!(find("service/rack-tjc-almaty/stop.2.via").value(), "KZ-ALTYNKOL");
    assert_eq!(find("service/rack-tjc-almaty/days").value(), "mon;thu");
    assert_eq!(find("deck/jsq6.upper/height_mm").value(), "1800");
    assert_eq!(find("border_step/rail-cn-exit-2023/hours").value(), "14.0");
    assert_eq!(find("relation/kz-in-total/sum.parts").value(), "exports-kz");
    assert_eq!(find("corridor/minimal/horizon.from").value(), "2023-01-01");
    assert_eq!(find("corridor/minimal/claim.1.figure").value(), "car-train-saving");
    assert_eq!(find("calculation/KZ/steps").value(), "duty;fee;vat;utilisation;registration");
    assert_eq!(find("parameters/cars-per-container/value").value(), "4");
    assert!(
        facts.iter().all(|fact| fact.tier() == Tier::Assumed && fact.line() > 0 && !fact.value().is_empty())
    );
    let ids: std::collections::BTreeSet<String> = facts.iter().map(landbridge_model::FactRef::id).collect();
    assert_eq!(ids.len(), facts.len(), "fact ids are unique");
}

#[test]
fn nested_tables_and_defaults() {
    let corridor = corridor();
    let Pattern::Scheduled(train) = &corridor.services["jsq-yuzui-horgos"].pattern else {
        panic!("a scheduled service");
    };
    assert_eq!(train.stops.len(), 2);
    assert_eq!(train.stops[1].run.get(), 6_630);
    // A deck that says nothing of its source has that of its equipment.
    let deck = &corridor.equipment["rack-40"].decks[0];
    assert_eq!(deck.row.sources.len(), 1);
    assert!(corridor.equipment["own-wheels"].decks.is_empty());
    let figure = &corridor.figures["exports-ca5-usd"];
    assert_eq!(figure.rounding.to_string(), "0.01");
}

/// The minimal corridor with text of one file replaced.
fn edited(edits: &[(&str, &str, &str)]) -> Corridor {
    let mut folder = minimal();
    for (file, find, replace) in edits {
        let text = String::from_utf8(folder.read(file).expect("a file of the corridor").into_owned());
        let text = text.expect("UTF-8");
        assert_eq!(text.matches(find).count(), 1, "`{find}` in {file}");
        folder.insert(*file, text.replace(find, replace));
    }
    let outcome = load_alone(&folder);
    assert_eq!(lines(&outcome.diagnostics), "");
    outcome.corridor.expect("no error, so a corridor")
}

const FREQUENT: &str = r#"
[[frequent]]
id = "rack-tjc-horgos"
name = "Racked containers Tuanjiecun - Horgos"
operator = "Test Containers"
mode = "rail"
equipment = "rack-40"
carries = ["car"]
every_h = "10.5"
from = 2023-02-01
to = 2023-11-30
cutoff_h = 12
units_max = 50
units_min = 10
tags = ["china_europe_train"]
source = "test"
tier = "published"
assumed = "every_h;run_h_high"

[[frequent.stop]]
place = "CN-TJC"
run_h = 0

[[frequent.stop]]
place = "CN-HGS"
run_h = 110
run_h_low = "96.5"
run_h_high = 150

[[on_demand]]
id = "carrier-cn"
"#;

#[test]
fn a_frequent_train_has_an_interval_and_stops() {
    let corridor = edited(&[("services.toml", "\n[[on_demand]]\nid = \"carrier-cn\"\n", FREQUENT)]);
    let service = &corridor.services["rack-tjc-horgos"];
    let Pattern::Frequent(train) = &service.pattern else { panic!("a frequent service") };
    assert_eq!((train.every.get(), train.waiting().get(), train.cutoff.get()), (630, 315, 720));
    assert_eq!(train.validity.to_string(), "2023-02-01 to 2023-11-30");
    assert_eq!((service.pattern.units_max(), train.units_min), (Some(50), Some(10)));
    let stop = &service.pattern.stops()[1];
    let minutes = [stop.run_low, Some(stop.run), stop.run_high].map(|x| x.map(Minutes::get));
    assert_eq!(minutes, [Some(5_790), Some(6_600), Some(9_000)]);
    let tier = |column| FactRef::new(&service.row, column).tier();
    assert_eq!((tier("every_h"), tier("cutoff_h")), (Tier::Assumed, Tier::Published));
    assert_eq!((tier("stop.2.run_h_high"), tier("stop.2.run_h_low")), (Tier::Assumed, Tier::Published));
    assert_eq!(FactRef::new(&service.row, "every_h").value(), "10.5");
}

#[test]
fn durations_have_ranges() {
    let corridor = edited(&[
        ("services.toml", "run_h = \"110.5\"\n", "run_h = \"110.5\"\nrun_h_low = 100\nrun_h_high = 200\n"),
        ("services.toml", "wait_h = \"12.5\"\n", "wait_h = \"12.5\"\nwait_h_low = 0\nwait_h_high = 48\n"),
        (
            "borders.toml",
            "equipment = [\"rack-40\"]\nhours = \"2\"\n",
            "equipment = [\"rack-40\"]\nhours = \"2\"\nhours_high = \"5\"\n",
        ),
        ("borders.toml", "id = \"load-any\"\n", "id = \"load-any\"\nhours_low = \"0.5\"\n"),
    ]);
    let ends = |low: Option<Minutes>, high: Option<Minutes>| (low.map(Minutes::get), high.map(Minutes::get));
    let stop = &corridor.services["jsq-yuzui-horgos"].pattern.stops()[1];
    assert_eq!(ends(stop.run_low, stop.run_high), (Some(6_000), Some(12_000)));
    let Pattern::OnDemand(carrier) = &corridor.services["carrier-kz"].pattern else {
        panic!("a service on demand");
    };
    assert_eq!(ends(carrier.wait_low, carrier.wait_high), (Some(0), Some(2_880)));
    let change = &corridor.gauge_changes[0];
    assert_eq!(ends(change.duration_low, change.duration_high), (None, Some(300)));
    let load = corridor.handlings.iter().find(|handling| handling.id.as_str() == "load-any").unwrap();
    assert_eq!(ends(load.duration_low, load.duration_high), (Some(30), None));
}

#[test]
fn opening_hours_have_weekdays() {
    let hours = |text: &str| {
        let corridor = edited(&[("places.csv", "08:00-20:00", text)]);
        corridor.places["CN-YUZUI"].hours.as_ref().expect("it has hours").to_string()
    };
    assert_eq!(hours("08:00-20:00"), "08:00-20:00");
    assert_eq!(hours("mon-fri 08:00-20:00; sat 09:00-13:00"), "mon-fri 08:00-20:00; sat 09:00-13:00");
    assert_eq!(hours("sat 09:00-13:00;mon-fri 08:00-24:00"), "mon-fri 08:00-24:00; sat 09:00-13:00");
    assert_eq!(hours("\"mon,wed,fri 09:00-18:00\""), "mon,wed,fri 09:00-18:00");
    assert!(corridor().places["CN-TJC"].hours.is_none());
}

#[test]
fn a_folder_may_explain_itself() {
    let mut folder = minimal();
    folder.insert("README.md", "# Notes");
    folder.insert("trade/README.md", "# Notes");
    folder.insert("LICENSE-MIT", "MIT");
    assert_eq!(lines(&load(&folder, &[]).diagnostics), "");
}

#[test]
fn the_shipped_corridor_has_no_problem() {
    let folder = shipped("chongqing-central-asia").unwrap();
    let outcome = load(&folder, &[]);
    assert_eq!(lines(&outcome.diagnostics), "");
    let corridor = outcome.corridor.unwrap();
    assert_eq!(corridor.id, "chongqing-central-asia");
    let facts = corridor.facts();
    let ids: std::collections::BTreeSet<String> = facts.iter().map(landbridge_model::FactRef::id).collect();
    assert_eq!(ids.len(), facts.len(), "fact ids are unique");
    assert!(shipped("nowhere").is_err());
}
