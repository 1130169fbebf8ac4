//! Places and links.

use std::collections::BTreeSet;

use landbridge_model::Corridor;

use crate::codes;
use crate::log::{Log, Words};

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    let ends: BTreeSet<_> = corridor.links.values().flat_map(|link| [&link.from, &link.to]).collect();
    for place in corridor.places.values().filter(|place| !ends.contains(&place.id)) {
        let words = Words::new(format!("no link leads to {}", place.id)).hint("add one to links.csv");
        log.issue(&codes::N013, &place.row, "", words);
    }
    for link in corridor.links.values().filter(|link| !link.gauges.is_empty()) {
        for (column, end) in [("from", &link.from), ("to", &link.to)] {
            let Some(place) = corridor.places.get(end).filter(|place| !place.gauges.is_empty()) else {
                continue;
            };
            if !place.gauges.iter().any(|gauge| link.gauges.contains(gauge)) {
                let list = |gauges: &[landbridge_model::Gauge]| {
                    gauges.iter().map(|gauge| gauge.word()).collect::<Vec<_>>().join(" and ")
                };
                let words = Words::new(format!(
                    "the link is {} mm, and {end} has {} mm only",
                    list(&link.gauges),
                    list(&place.gauges)
                ));
                log.issue(&codes::N015, &link.row, column, words);
            }
        }
    }
}
