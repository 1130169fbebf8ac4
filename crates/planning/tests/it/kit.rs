//! The shipped corridor with rows of evidence laid over it.

use landbridge_model::Corridor;
use landbridge_planning::{NotCompared, ReportedLane, Study, TransitAnswer, TransitTimes, transit_answers};
use landbridge_scenario::{Memory, load, shipped};

pub(crate) const LANES: &str = "id,date,origin,origin_place,via,destination,destination_place,mode,distance_km,days_low,\
                                days_high,km_per_day,source,tier,assumed,note\n";

pub(crate) const EVENTS: &str = "id,date,origin,origin_place,border,border_crossing,destination,destination_place,\
                                 equipment,equipment_id,vehicles,transit_days_low,transit_days_high,source,tier,assumed,note\n";

/// The shipped corridor with a file of an overlay; all it says by itself is left out.
pub(crate) fn with(file: &str, rows: &str) -> Corridor {
    let mut base = Memory::copy_of(&shipped("chongqing-central-asia").expect("shipped")).expect("a copy");
    base.remove("evidence/transit.csv");
    base.remove("evidence/events.csv");
    let mut overlay = Memory::default();
    overlay.insert(file, rows.as_bytes().to_vec());
    let outcome = load(&base, &[&overlay]);
    outcome.corridor.unwrap_or_else(|| panic!("{:?}", outcome.diagnostics))
}

/// The shipped corridor with rows of `evidence/transit.csv`, each without its provenance.
pub(crate) fn with_lanes(rows: &[&str]) -> Corridor {
    let rows: String = rows.iter().map(|row| format!("{row},,assumed,,\n")).collect();
    with("evidence/transit.csv", &format!("{LANES}{rows}"))
}

/// The lane of one such row.
pub(crate) fn lane(row: &str) -> ReportedLane {
    ReportedLane::all(&with_lanes(&[row])).pop().expect("a lane")
}

/// The answer to one such row.
pub(crate) fn answer(row: &str) -> TransitAnswer {
    let corridor = with_lanes(&[row]);
    transit_answers(&Study::new(&corridor)).pop().expect("a lane")
}

pub(crate) fn times(row: &str) -> TransitTimes {
    let answer = answer(row);
    *answer.outcome.unwrap_or_else(|why| panic!("{row}: {why}"))
}

pub(crate) fn refusal(row: &str) -> NotCompared {
    answer(row).outcome.map(|_| ()).expect_err(row)
}
