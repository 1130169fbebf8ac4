//! Services without freight, and tariffs that can never be applied.

use chrono::NaiveDate;
use landbridge_model::{
    Basis, Corridor, Country, Issue, Item, Service, Tariff, TariffOn, Validity, VehicleClass,
};

use super::{BASIS, NO_FREIGHT, countries, running};

/// Services that run in a country on a day without a freight tariff. Tariffs for some places only are taken to
/// apply, since the places of a leg are the search's business: what is reported is missing for certain.
pub(super) fn freight(corridor: &Corridor) -> Vec<Issue> {
    let mut issues = Vec::new();
    for service in corridor.services.values() {
        let periods = running(corridor, service);
        for country in countries(corridor, service) {
            for class in &service.carries {
                let periods_of = freight_periods(corridor, service, country, *class);
                let Some(day) = periods.iter().find_map(|period| first_gap(*period, &periods_of)) else {
                    continue;
                };
                issues.push(Issue {
                    code: &NO_FREIGHT,
                    row: service.row.clone(),
                    column: None,
                    message: format!(
                        "{} ({}, {}) carries {class} in {country} and has no freight tariff {}",
                        service.id,
                        service.equipment,
                        service.mode,
                        match day {
                            Some(day) => format!("on {day}"),
                            None => "before the first of the tariffs".to_owned(),
                        }
                    ),
                    hint: Some("add a tariff with `item = \"freight\"` and `on = \"leg\"`".to_owned()),
                });
            }
        }
    }
    issues
}

fn freight_periods(
    corridor: &Corridor,
    service: &Service,
    country: Country,
    class: VehicleClass,
) -> Vec<Validity> {
    corridor
        .tariffs
        .iter()
        .filter(|t| t.on == TariffOn::Leg && t.item == Item::Freight)
        .filter(|t| t.modes.is_empty() || t.modes.contains(&service.mode))
        .filter(|t| t.equipment.is_empty() || t.equipment.contains(&service.equipment))
        .filter(|t| t.services.is_empty() || t.services.contains(&service.id))
        .filter(|t| t.countries.is_empty() || t.countries.contains(&country))
        .filter(|t| t.classes.is_empty() || t.classes.contains(&class))
        .filter(|t| t.from_equipment.is_empty() && t.crossings.is_empty())
        .map(|t| t.validity)
        .collect()
}

/// The first day of a period that no other period covers; the inner `None` is a gap without beginning. Each turn
/// goes past the end of one period, so there are no more turns than periods.
pub(super) fn first_gap(period: Validity, covers: &[Validity]) -> Option<Option<NaiveDate>> {
    let mut day = match period.from() {
        Some(day) => day,
        None => {
            let open: Vec<&Validity> = covers.iter().filter(|cover| cover.from().is_none()).collect();
            match open.iter().map(|cover| cover.to()).max_by_key(|to| to.unwrap_or(NaiveDate::MAX)) {
                None => return Some(None),
                Some(None) => return None,
                Some(Some(to)) => to.succ_opt()?,
            }
        }
    };
    for _ in 0..=covers.len() {
        if period.to().is_some_and(|last| day > last) {
            return None;
        }
        let reach = covers
            .iter()
            .filter(|cover| cover.contains(day))
            .map(|cover| cover.to().unwrap_or(NaiveDate::MAX))
            .max();
        match reach {
            None => return Some(Some(day)),
            Some(last) => day = last.succ_opt()?,
        }
    }
    None
}

/// Tariffs whose basis their event does not have.
pub(super) fn bases(corridor: &Corridor) -> Vec<Issue> {
    corridor
        .tariffs
        .iter()
        .filter_map(|tariff| {
            let (column, message) = misfit(tariff)?;
            Some(Issue {
                code: &BASIS,
                row: tariff.row.clone(),
                column: Some(column.to_owned()),
                message: format!("tariff {}: {message}", tariff.id),
                hint: None,
            })
        })
        .collect()
}

fn misfit(tariff: &Tariff) -> Option<(&'static str, String)> {
    let (basis, on) = (tariff.basis, tariff.on);
    let by_km = matches!(basis, Basis::VehicleKm | Basis::UnitKm | Basis::TrainKm | Basis::TonneKm);
    let by_unit = matches!(basis, Basis::Unit | Basis::UnitDay);
    let by_value = matches!(basis, Basis::ValuePercent | Basis::ValuePercentYear);
    if by_km && on != TariffOn::Leg {
        return Some(("basis", format!("a {on} has no kilometres for {basis}")));
    }
    if by_value && on == TariffOn::Wait {
        return Some(("basis", format!("a {on} is not priced by {basis}")));
    }
    let unnamed = tariff.equipment.is_empty() && tariff.services.is_empty();
    if by_unit && on == TariffOn::Shipment && tariff.equipment.is_empty() {
        return Some((
            "basis",
            format!("a {on} can use several kinds of equipment, name those whose units count"),
        ));
    }
    if by_unit && on == TariffOn::Wait && unnamed {
        return Some((
            "basis",
            format!("a {on} has units only of the service waited for, name equipment or service"),
        ));
    }
    if tariff.per_unit.is_some() && basis != Basis::UnitKm {
        return Some(("per_unit", format!("{basis} has no fixed part per unit")));
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(d: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 5, d).unwrap()
    }

    fn period(a: u32, b: u32) -> Validity {
        Validity::new(Some(day(a)), Some(day(b))).unwrap()
    }

    #[test]
    fn the_first_day_without_cover_is_found() {
        let from_5 = Validity::new(Some(day(5)), None).unwrap();
        assert_eq!(first_gap(period(1, 9), &[period(1, 9)]), None);
        assert_eq!(first_gap(period(1, 9), &[]), Some(Some(day(1))));
        assert_eq!(first_gap(period(1, 9), &[period(5, 9), period(1, 4)]), None);
        assert_eq!(first_gap(period(1, 9), &[period(6, 9), period(1, 4)]), Some(Some(day(5))));
        assert_eq!(first_gap(period(1, 9), &[period(1, 8)]), Some(Some(day(9))));
        assert_eq!(first_gap(period(1, 9), &[from_5, period(1, 4)]), None);
        assert_eq!(first_gap(Validity::ALWAYS, &[Validity::ALWAYS]), None);
        assert_eq!(first_gap(Validity::ALWAYS, &[from_5]), Some(None));
    }
}
