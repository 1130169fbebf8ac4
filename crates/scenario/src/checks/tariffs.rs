//! Tariffs and exchange rates.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{Corridor, Tariff};
use landbridge_units::Currency;

use super::{Dated, PAIRS_MAX, meet, overlaps};
use crate::codes;
use crate::log::{Log, Words};

/// Two tariffs for one item of one event that name the same kinds of condition, can both match and share a day
/// are a tie, and a tie has no price.
pub(super) fn check_tariffs(corridor: &Corridor, log: &mut Log) {
    let mut groups: BTreeMap<_, Vec<&Tariff>> = BTreeMap::new();
    for tariff in &corridor.tariffs {
        groups.entry((tariff.item, tariff.on)).or_default().push(tariff);
    }
    for tariffs in groups.into_values().filter(|tariffs| tariffs.len() <= PAIRS_MAX) {
        for (idx, a) in tariffs.iter().enumerate() {
            for b in tariffs.iter().skip(idx + 1).filter(|b| tie(a, b)) {
                let (first, second) =
                    if (&a.row.file, a.row.line) <= (&b.row.file, b.row.line) { (a, b) } else { (b, a) };
                let words = Words::new(format!(
                    "`{}` ({}) and `{}` ({}) price the same {} and share a day",
                    second.id, second.validity, first.id, first.validity, first.item
                ))
                .hint("end the one the day before the other begins, or name a condition in one of them");
                log.issue(&codes::T002, &second.row, "from", words);
            }
        }
    }
}

fn tie(a: &Tariff, b: &Tariff) -> bool {
    a.validity.overlaps(b.validity)
        && meet(&a.modes, &b.modes)
        && meet(&a.equipment, &b.equipment)
        && meet(&a.from_equipment, &b.from_equipment)
        && meet(&a.countries, &b.countries)
        && meet(&a.places, &b.places)
        && meet(&a.crossings, &b.crossings)
        && meet(&a.services, &b.services)
        && meet(&a.classes, &b.classes)
}

pub(super) fn check_rates(corridor: &Corridor, log: &mut Log) {
    let mut groups: BTreeMap<_, Vec<Dated<'_>>> = BTreeMap::new();
    for rate in &corridor.exchange {
        // A pair and its reverse are one series: two ways to convert would give two results.
        let pair =
            if rate.currency < rate.per { (rate.currency, rate.per) } else { (rate.per, rate.currency) };
        groups.entry(pair).or_default().push(Dated {
            id: rate.id.as_str(),
            validity: rate.validity,
            row: &rate.row,
        });
    }
    overlaps(groups, |later, earlier| {
        let words = Words::new(format!(
            "`{}` ({}) and `{}` ({}) give one exchange rate twice",
            later.id, later.validity, earlier.id, earlier.validity
        ))
        .hint("end the one the day before the other begins");
        log.issue(&codes::T003, later.row, "from", words);
    });
}

/// Every currency of a price is joined to the base currency by some rate.
pub(super) fn check_currencies(corridor: &Corridor, log: &mut Log) {
    let mut joined: BTreeSet<Currency> = BTreeSet::from([corridor.base_currency]);
    loop {
        let more: Vec<Currency> = corridor
            .exchange
            .iter()
            .filter_map(|rate| match (joined.contains(&rate.currency), joined.contains(&rate.per)) {
                (true, false) => Some(rate.per),
                (false, true) => Some(rate.currency),
                _ => None,
            })
            .collect();
        if more.is_empty() {
            break;
        }
        joined.extend(more);
    }
    let tariffs = corridor.tariffs.iter().map(|tariff| (tariff.currency, &tariff.row));
    let charges = corridor.charges.iter().filter_map(|charge| Some((charge.currency?, &charge.row)));
    let units = corridor.base_units.iter().map(|unit| (unit.currency, &unit.row));
    for (currency, row) in tariffs.chain(charges).chain(units) {
        if !joined.contains(&currency) {
            let words =
                Words::new(format!("no exchange rate leads from {currency} to {}", corridor.base_currency))
                    .hint("add one to fx.csv");
            log.issue(&codes::T009, row, "currency", words);
        }
    }
}
