//! Folders without problems.

use landbridge_model::{Corridor, Pattern, Tier};
use landbridge_scenario::{load, shipped};

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
