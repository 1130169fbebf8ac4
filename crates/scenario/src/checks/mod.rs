//! Checks across rows and tables. Each runs when the tables it looks at were read without error: a check over
//! half a table would report what is only half there.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{Corridor, Row, Validity};

use crate::log::Log;

mod borders;
mod duties;
mod equipment;
mod network;
mod orders;
mod rules;
mod services;
mod statistics;
mod tariffs;

/// Runs all checks whose tables are whole.
pub(crate) fn run(corridor: &Corridor, whole: &BTreeSet<&'static str>, log: &mut Log) {
    let have = |tables: &[&str]| tables.iter().all(|table| whole.contains(table));
    if have(&["place", "link"]) {
        network::check(corridor, log);
    }
    if have(&["place", "link", "service", "equipment", "crossing", "gauge_change"]) {
        services::check(corridor, log);
    }
    if have(&["place", "link", "crossing", "gauge_change", "handling", "equipment"]) {
        borders::check(corridor, log);
    }
    if have(&["equipment"]) {
        equipment::check(corridor, log);
    }
    if have(&["tariff"]) {
        tariffs::check_tariffs(corridor, log);
    }
    if have(&["fx"]) {
        tariffs::check_rates(corridor, log);
    }
    if have(&["tariff", "fx", "charge", "base_unit", "corridor"]) {
        tariffs::check_currencies(corridor, log);
    }
    if have(&["base_unit", "charge", "calculation"]) {
        duties::check(corridor, log);
    }
    if have(&["order", "vehicle"]) {
        orders::check(corridor, log);
    }
    if have(&["order", "place", "link", "service", "crossing"]) {
        orders::check_served(corridor, log);
    }
    if have(&["embargo", "service"]) {
        rules::check(corridor, log);
    }
    if have(&["corridor", "figure"]) {
        statistics::check_claims(corridor, log);
    }
    if have(&["figure", "growth", "relation", "fx"]) {
        statistics::check(corridor, log);
    }
}

/// Something with a period, for the search for overlaps.
struct Dated<'a> {
    id: &'a str,
    validity: Validity,
    row: &'a Arc<Row>,
}

/// Pairs of one group whose periods share a day, the later first. Groups are what may not overlap.
///
/// One pass over each group sorted by first day finds every row that overlaps an earlier one, O(n log n).
fn overlaps<K: Ord>(groups: BTreeMap<K, Vec<Dated<'_>>>, mut found: impl FnMut(&Dated<'_>, &Dated<'_>)) {
    for mut rows in groups.into_values() {
        rows.sort_by(|a, b| (a.validity.from(), a.id).cmp(&(b.validity.from(), b.id)));
        // Of the rows so far, the one that lasts longest; an open end lasts for ever.
        let mut longest: Option<&Dated<'_>> = None;
        for row in &rows {
            if let Some(before) = longest {
                if before.validity.overlaps(row.validity) {
                    found(row, before);
                }
                let lasts = match (row.validity.to(), before.validity.to()) {
                    (_, None) => false,
                    (None, Some(_)) => true,
                    (Some(row), Some(before)) => row > before,
                };
                if !lasts {
                    continue;
                }
            }
            longest = Some(row);
        }
    }
}

/// Whether two lists of conditions can both hold: an empty one always does.
fn meet<T: PartialEq>(a: &[T], b: &[T]) -> bool {
    (a.is_empty() && b.is_empty()) || a.iter().any(|item| b.contains(item))
}

/// Above so many rows of one kind, pairs are not compared: the crates that match them report ties as they meet
/// them.
const PAIRS_MAX: usize = 2_000;

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use landbridge_model::Tier;

    fn row() -> Arc<Row> {
        Arc::new(Row {
            table: String::new(),
            id: String::new(),
            file: Arc::from("x"),
            line: 1,
            values: BTreeMap::new(),
            tier: Tier::Assumed,
            assumed: BTreeSet::new(),
            sources: Vec::new(),
            note: None,
        })
    }

    #[test]
    fn every_row_that_overlaps_an_earlier_one_is_found() {
        let day = |d: u32| (d > 0).then(|| NaiveDate::from_ymd_opt(2023, 1, d).unwrap());
        // Brute force over all triples of small periods; 0 is an open end.
        let mut periods = Vec::new();
        for from in 0..4 {
            for to in 0..4 {
                periods.extend(Validity::new(day(from), day(to)).ok());
            }
        }
        let row = row();
        for a in &periods {
            for b in &periods {
                for c in &periods {
                    let all = [("a", *a), ("b", *b), ("c", *c)];
                    let rows = all.map(|(id, validity)| Dated { id, validity, row: &row });
                    let mut found = Vec::new();
                    overlaps(BTreeMap::from([((), rows.into())]), |later, _| found.push(later.id.to_owned()));
                    let mut sorted = all;
                    sorted.sort_by_key(|(id, validity)| (validity.from(), *id));
                    let expected: Vec<String> = (1..3)
                        .filter(|i| sorted[..*i].iter().any(|(_, earlier)| earlier.overlaps(sorted[*i].1)))
                        .map(|i| sorted[i].0.to_owned())
                        .collect();
                    assert_eq!(found, expected, "{a} {b} {c}");
                }
            }
        }
    }
}
