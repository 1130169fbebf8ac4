//! `landbridge load`: kinds of equipment side by side, fleets, loading lists made and checked, drawings.

use std::borrow::Cow;
use std::io::Write;
use std::path::Path;

use landbridge_model::{Corridor, EquipmentId, LoadPlan, LoadedUnit, Shipment, ShipmentLine};
use landbridge_planning::{Loads, PlanningError, Refusal, check_units, fleet};
use landbridge_reporting::{Page, check_page, fleet_page, loading_list, loads_drawing, loads_page};
use landbridge_scenario::{SourceText, read_loading_list, render};

use crate::args::{Format, Global};
use crate::commands::{open, print, print_pages};
use crate::failure::Failure;
use crate::known::alike;
use crate::load_args::Load;
use crate::shipments::shipments;
use crate::trains::{together, trains};

pub(crate) fn load(global: &Global, asked: &Load, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    for id in asked.equipment.iter().chain(asked.fleet.iter().map(|offer| &offer.unit)) {
        known_equipment(&corridor, id)?;
    }
    if asked.list && !matches!(global.format, Format::Text | Format::Csv) {
        return Err(Failure::misunderstood(
            "error: --list prints CSV, whatever it is for: leave --format out",
        ));
    }
    if global.format == Format::Svg && (asked.train || asked.check.is_some()) {
        return Err(Failure::misunderstood(
            "error: --format svg draws units; --train and --check print pages",
        ));
    }
    // Loading asks for no route: any place will do for the ends of an ad-hoc mix.
    let anywhere = corridor.places.keys().next().cloned();
    let shipments = shipments(&corridor, &asked.mix, anywhere.as_ref(), anywhere.as_ref())?;
    if let Some(list) = &asked.check {
        return check(global, &corridor, &shipments, list, out);
    }
    if asked.mix.order.is_none() && (asked.stops_together || !asked.stops.is_empty()) {
        return Err(Failure::misunderstood("error: several destinations come from an --order"));
    }
    if asked.stops_together {
        return together(global, &corridor, asked, &shipments, out);
    }
    if !asked.stops.is_empty() && !asked.train {
        return Err(Failure::misunderstood("error: --stops is for --train and --stops-together"));
    }
    if !asked.fleet.is_empty() {
        return fleets(global, &corridor, asked, shipments, out);
    }
    let loaded = shipments
        .into_iter()
        .map(|shipment| {
            let loads = match asked.equipment.as_slice() {
                [] => Loads::of(&corridor, &shipment),
                some => Loads::on(&corridor, &shipment, some),
            }?;
            Ok((shipment, loads))
        })
        .collect::<Result<Vec<_>, PlanningError>>()?;
    if asked.list || asked.train {
        let only = the_only(asked)?;
        let plans = loaded
            .iter()
            .map(|(shipment, loads)| Ok((shipment, planned(&corridor, loads, only)?)))
            .collect::<Result<Vec<_>, Failure>>()?;
        if asked.train {
            return trains(global, &corridor, asked, &plans, out);
        }
        let units: Vec<&[LoadedUnit]> = plans.iter().map(|(_, plan)| plan.units.as_slice()).collect();
        return list(&units, out);
    }
    if global.format == Format::Svg {
        let drawn: Vec<(&Shipment, Vec<&[LoadedUnit]>)> = loaded
            .iter()
            .map(|(shipment, loads)| {
                (shipment, loads.plans.values().map(|plan| plan.units.as_slice()).collect())
            })
            .collect();
        return draw(&corridor, &drawn, out);
    }
    let detail = asked.detail || asked.equipment.len() == 1;
    let pages: Vec<Page> =
        loaded.iter().map(|(shipment, loads)| loads_page(&corridor, shipment, loads, detail)).collect();
    print_pages(global, &corridor, &pages, out)
}

fn known_equipment(corridor: &Corridor, id: &EquipmentId) -> Result<(), Failure> {
    if corridor.equipment.contains_key(id) {
        return Ok(());
    }
    let meant = alike(id.as_str(), corridor.equipment.keys().map(EquipmentId::as_str));
    Err(Failure::unanswered(format!("error: no equipment `{id}` in the corridor{meant}")))
}

/// The one kind of equipment that lists and trains are for.
pub(crate) fn the_only(asked: &Load) -> Result<&EquipmentId, Failure> {
    match asked.equipment.as_slice() {
        [only] => Ok(only),
        _ => Err(Failure::misunderstood(format!(
            "error: name the one --equipment that the {} is for",
            match (asked.stops_together, asked.list) {
                (true, _) => "unit",
                (false, true) => "loading list",
                (false, false) => "train",
            }
        ))),
    }
}

fn planned<'l>(
    corridor: &Corridor,
    loads: &'l Loads,
    equipment: &EquipmentId,
) -> Result<&'l LoadPlan, Failure> {
    loads.plans.get(equipment).ok_or_else(|| {
        let refusals = loads.refused.get(equipment).map(Vec::as_slice).unwrap_or_default();
        refused_words(corridor, equipment, refusals)
    })
}

pub(crate) fn refused_words(corridor: &Corridor, equipment: &EquipmentId, refusals: &[Refusal]) -> Failure {
    let groups = landbridge_planning::refused_groups(refusals);
    let reasons: Vec<String> = groups.iter().map(|group| format!("\n  {group}")).collect();
    let name = corridor.equipment.get(equipment).map_or(equipment.as_str(), |known| known.name.as_str());
    Failure::unanswered(format!("error: {name} does not take them{}", reasons.concat()))
}

fn list(plans: &[&[LoadedUnit]], out: &mut dyn Write) -> Result<u8, Failure> {
    let text = loading_list(plans).map_err(|error| Failure::unanswered(format!("error: {error}")))?;
    print(out, &text)?;
    Ok(0)
}

fn draw(
    corridor: &Corridor,
    drawn: &[(&Shipment, Vec<&[LoadedUnit]>)],
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    match drawn {
        [(shipment, plans)] => {
            print(out, &loads_drawing(corridor, shipment, plans))?;
            Ok(0)
        }
        several => Err(Failure::misunderstood(format!(
            "error: the order has {} shipments and a drawing shows one; the report draws them all",
            several.len()
        ))),
    }
}

/// Checks a loading list against all vehicles asked; exits with 1 if it breaks a rule.
fn check(
    global: &Global,
    corridor: &Corridor,
    shipments: &[Shipment],
    file: &Path,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let name = file.display().to_string();
    let bytes = std::fs::read(file)
        .map_err(|error| Failure::unanswered(format!("error: cannot read {name}: {error}")))?;
    let list = read_loading_list(&name, &bytes, corridor).map_err(|diagnostics| {
        let text = ListText { name: &name, bytes: &bytes };
        let shown: Vec<String> = diagnostics.iter().map(|diagnostic| render(diagnostic, &text)).collect();
        Failure::unanswered(shown.join("\n"))
    })?;
    let lines: Vec<ShipmentLine> = shipments.iter().flat_map(|shipment| &shipment.lines).cloned().collect();
    let broken = check_units(corridor, &lines, &list.units, |unit| list.stops(unit));
    let said: Vec<String> = broken.iter().map(ToString::to_string).collect();
    let vehicles = list.units.iter().flat_map(|unit| &unit.decks).map(|deck| deck.vehicles.len()).sum();
    let page = check_page(&name, list.units.len(), vehicles, &said);
    print_pages(global, corridor, &[page], out)?;
    Ok(u8::from(!broken.is_empty()))
}

/// The text of a loading list, for diagnostics that point into it.
struct ListText<'a> {
    name: &'a str,
    bytes: &'a [u8],
}

impl SourceText for ListText<'_> {
    fn bytes(&self, file: &str) -> Option<Cow<'_, [u8]>> {
        (file == self.name).then_some(Cow::Borrowed(self.bytes))
    }
}

/// A mixed fleet for each shipment: each has all the units offered to itself.
fn fleets(
    global: &Global,
    corridor: &Corridor,
    asked: &Load,
    shipments: Vec<Shipment>,
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let planned = shipments
        .into_iter()
        .map(|shipment| {
            let plan = fleet(corridor, &shipment, &asked.fleet)?;
            Ok((shipment, plan))
        })
        .collect::<Result<Vec<_>, PlanningError>>()?;
    if asked.list {
        let units: Vec<&[LoadedUnit]> = planned.iter().map(|(_, plan)| plan.units.as_slice()).collect();
        return list(&units, out);
    }
    if global.format == Format::Svg {
        let drawn: Vec<(&Shipment, Vec<&[LoadedUnit]>)> =
            planned.iter().map(|(shipment, plan)| (shipment, vec![plan.units.as_slice()])).collect();
        return draw(corridor, &drawn, out);
    }
    let pages: Vec<Page> =
        planned.iter().map(|(shipment, plan)| fleet_page(corridor, shipment, &asked.fleet, plan)).collect();
    print_pages(global, corridor, &pages, out)
}
