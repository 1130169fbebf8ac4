//! The order book.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Corridor, OrderLine, Pattern, PlaceId};

use super::services::Borders;
use crate::codes;
use crate::log::{Log, Words};

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    let mut firsts: BTreeMap<_, &OrderLine> = BTreeMap::new();
    for line in &corridor.orders {
        let first = firsts.entry(&line.order).or_insert(line);
        for (column, differs) in [
            ("origin", line.origin != first.origin),
            ("ready", line.ready != first.ready),
            ("due", line.due != first.due),
            ("clearance", line.clearance != first.clearance),
        ] {
            if differs {
                let words =
                    Words::new(format!("`{}` and `{}` of one order differ in `{column}`", line.id, first.id))
                        .hint("lines of an order travel together; give the other one another order");
                log.issue(&codes::O004, &line.row, column, words);
            }
        }
        let battery =
            corridor.vehicles.get(&line.vehicle).is_none_or(|model| model.powertrain.is_new_energy());
        if line.soc_percent.is_some() && !battery {
            let words = Words::new(format!("{} has no traction battery to charge", line.vehicle));
            log.issue(&codes::O008, &line.row, "soc_percent", words);
        }
    }
}

/// Ends of an order where some service begins or ends.
pub(super) fn check_served(corridor: &Corridor, log: &mut Log) {
    let borders = Borders::new(corridor);
    let mut served: BTreeSet<&PlaceId> = BTreeSet::new();
    for service in corridor.services.values() {
        match &service.pattern {
            Pattern::Scheduled(_) | Pattern::Frequent(_) => {
                served.extend(service.pattern.stops().iter().map(|stop| &stop.place));
            }
            Pattern::OnDemand(on_demand) => {
                for link in corridor.links.values().filter(|link| borders.uses(service, on_demand, link)) {
                    served.extend([&link.from, &link.to]);
                }
            }
        }
    }
    for line in &corridor.orders {
        for (column, place) in [("origin", &line.origin), ("destination", &line.destination)] {
            if !served.contains(place) {
                let words = Words::new(format!("no service calls at {place}"))
                    .hint("add a stop, or an on-demand service over a link that ends there");
                log.issue(&codes::O006, &line.row, column, words);
            }
        }
    }
}
