//! Charges and base units.

use std::collections::{BTreeMap, BTreeSet};

use landbridge_model::{ChargeKind, Corridor};

use super::{Dated, overlaps};
use crate::codes;
use crate::log::{Log, Words};
use crate::suggest::did_you_mean;

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    let mut groups: BTreeMap<_, Vec<Dated<'_>>> = BTreeMap::new();
    let mut units: BTreeSet<(&str, &str)> = BTreeSet::new();
    for unit in &corridor.base_units {
        units.insert((unit.country.code(), &unit.unit));
        groups.entry((unit.country, unit.unit.as_str())).or_default().push(Dated {
            id: unit.id.as_str(),
            validity: unit.validity,
            row: &unit.row,
        });
    }
    overlaps(groups, |later, earlier| {
        let words = Words::new(format!(
            "`{}` ({}) and `{}` ({}) give one base unit twice",
            later.id, later.validity, earlier.id, earlier.validity
        ))
        .hint("end the one the day before the other begins");
        log.issue(&codes::D001, later.row, "from", words);
    });
    check_charges(corridor, log);
    for charge in &corridor.charges {
        if let Some(unit) =
            charge.unit.as_deref().filter(|unit| !units.contains(&(charge.country.code(), unit)))
        {
            let known =
                units.iter().filter(|(country, _)| *country == charge.country.code()).map(|(_, unit)| *unit);
            let words =
                Words::new(format!("{} has no base unit `{}`", charge.country, crate::text::shorten(unit)))
                    .maybe_hint(did_you_mean(unit, known));
            log.issue(&codes::D008, &charge.row, "unit", words);
        }
        let calculation = corridor.calculations.iter().find(|c| c.country == charge.country);
        let counted = calculation.is_some_and(|c| c.steps.contains(&charge.kind));
        if !counted && charge.kind != ChargeKind::Ban {
            let words =
                Words::new(format!("the calculation of {} has no step {}", charge.country, charge.kind))
                    .hint("add it to `steps`, or the charge is never asked for");
            log.issue(&codes::D009, &charge.row, "kind", words);
        }
    }
}

/// Charges of one kind and country with the same conditions do not share a day.
fn check_charges(corridor: &Corridor, log: &mut Log) {
    let mut groups: BTreeMap<_, Vec<Dated<'_>>> = BTreeMap::new();
    for charge in &corridor.charges {
        let (mut hs, mut classes, mut kinds, mut powertrains) =
            (charge.hs.clone(), charge.classes.clone(), charge.kinds.clone(), charge.powertrains.clone());
        hs.sort();
        classes.sort();
        kinds.sort();
        powertrains.sort();
        let key = (
            (charge.country, charge.kind),
            (hs, classes, kinds, powertrains),
            (charge.cc_over, charge.cc_upto, charge.age_max_years),
        );
        groups.entry(key).or_default().push(Dated {
            id: charge.id.as_str(),
            validity: charge.validity,
            row: &charge.row,
        });
    }
    overlaps(groups, |later, earlier| {
        let words = Words::new(format!(
            "`{}` ({}) and `{}` ({}) are one charge and share a day",
            later.id, later.validity, earlier.id, earlier.validity
        ))
        .hint("end the one the day before the other begins, or name a condition in one of them");
        log.issue(&codes::D002, later.row, "from", words);
    });
}
