//! Reported trains: how they are read, and what the model answers.

use landbridge_model::Corridor;
use landbridge_planning::{
    MakersAsked, ReportedTrain, TrainLoads, TrainMix, TrainNotCompared, TrainVerdict, train_answers,
    train_loads,
};

use crate::kit::with;

const HEAD: &str = "id,date,origin,origin_place,destination,equipment,equipment_id,vehicles,vehicles_qualifier,units,source,tier,assumed,note";

/// The shipped corridor with a train reported in its own overlay.
fn corridor(row: &str) -> Corridor {
    with("evidence/events.csv", &format!("{HEAD}\nX,2023-05-14,{row},,assumed,,\n"))
}

fn train(corridor: &Corridor) -> ReportedTrain {
    ReportedTrain::all(corridor).into_iter().find(|train| train.row.id == "X").expect("the train")
}

fn loads(row: &str) -> Result<TrainLoads, TrainNotCompared> {
    let corridor = corridor(row);
    train_loads(&corridor, &train(&corridor))
}

fn from_yuzui(vehicles: u32, units: &str) -> TrainLoads {
    loads(&format!("Chongqing Yuzui,CN-YUZUI,Almaty,JSQ,jsq6,{vehicles},exact,{units}")).expect("loads")
}

#[test]
fn a_row_is_read_by_its_columns_alone() {
    let corridor = corridor("Chongqing Yuzui,,Almaty,JSQ6,,250,over,25");
    let train = train(&corridor);
    assert_eq!((train.vehicles, train.more, train.units), (Some(250), true, Some(25)));
    assert_eq!(train.origin_place.map(|id| id.to_string()).as_deref(), Some("CN-YUZUI"), "by its name");
    assert!(train.means.equipment.iter().any(|id| id.as_str() == "jsq6"));
}

#[test]
fn what_cannot_be_compared_says_why() {
    let refusal = |row: &str| loads(row).expect_err("not compared");
    assert_eq!(refusal("A,,B,JSQ6,,,,29"), TrainNotCompared::NoVehicles);
    assert_eq!(refusal("A,,B,JSQ6,,about 250,,29"), TrainNotCompared::NoVehicles);
    let text = || "containers".to_owned();
    assert_eq!(refusal("A,,B,containers,,50,,"), TrainNotCompared::NoEquipment { text: text() });
    assert!(matches!(refusal("A,,B,JSQ,,50,,"), TrainNotCompared::SeveralEquipment { .. }));
}

#[test]
fn every_event_is_answered() {
    let corridor = corridor("A,,B,JSQ6,,,,29");
    let rows = corridor.evidence.get("events").map_or(0, std::collections::BTreeMap::len);
    assert_eq!(rows, 1);
    assert_eq!(train_answers(&corridor).len(), rows);
}

#[test]
fn the_verdict_follows_the_two_ends() {
    let unstated = from_yuzui(256, "");
    assert!(matches!(unstated.makers, MakersAsked::AtOrigin(ref makers) if !makers.is_empty()));
    let (low, high) = (unstated.shortest.n_units, unstated.longest.n_units);
    assert!(low <= unstated.equal.n_units && unstated.equal.n_units <= high, "{low} to {high}");
    let most = unstated.train_max.is_some();
    assert!(most && matches!(unstated.verdict, TrainVerdict::FitsOneTrain(_)));

    for units in low..=high {
        let loads = from_yuzui(256, &units.to_string());
        assert_eq!(loads.verdict, TrainVerdict::Reproduced, "{units}");
        assert!(loads.narrower.is_none(), "{units}");
        let (short, long) = loads.mix.expect("every number between the ends is met by a mix of them");
        assert_eq!(short + long, 256);
    }
    let fewer = from_yuzui(256, &(low - 1).to_string());
    assert!(matches!(fewer.verdict, TrainVerdict::BelowFewest { .. }), "{:?}", fewer.verdict);
    let narrower = fewer.narrower.expect("what the makers at the origin gave is kept");
    assert_eq!(narrower.verdict, TrainVerdict::BelowFewest { by: 1 });
    let wider = from_yuzui(256, "100");
    assert!(matches!(wider.verdict, TrainVerdict::NotFilled { .. }));
    assert_eq!(wider.makers, MakersAsked::All);
}

#[test]
fn one_train_holds_only_so_many() {
    assert_eq!(from_yuzui(10, "").verdict, TrainVerdict::FitsOneTrain(TrainMix::Longest));
    let many = from_yuzui(600, "");
    let most = 29;
    assert_eq!(many.verdict, TrainVerdict::BeyondOneTrain { by: many.shortest.n_units - most });
    assert!(!many.verdict.is_reproduced());
}

#[test]
fn figures_rest_on_the_row_and_the_vehicles() {
    let loads = from_yuzui(256, "27");
    let facts = loads.verdict_trace.facts();
    for fact in ["event/X/vehicles", "event/X/units"] {
        assert!(facts.keys().any(|id| id.ends_with(&fact["event".len()..])), "{fact}: {:?}", facts.keys());
    }
    assert!(loads.verdict_trace.sums_hold());
    assert_eq!(loads.units.map(|units| units.amount.to_string()).as_deref(), Some("27 wagons"));
}
