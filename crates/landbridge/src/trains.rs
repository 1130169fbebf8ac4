//! Trains and units of several stops: what starts at one place goes together, in the order of the stops.

use std::collections::BTreeMap;
use std::io::Write;

use landbridge_model::{Corridor, EquipmentKind, LoadPlan, PlaceId, Shipment};
use landbridge_planning::{RunRules, RunStop, RunTrains, StopPlan, TrainsAsked, stops_together};
use landbridge_reporting::{Page, stops_list, stops_page, trains_sheet_page};

use crate::args::{Format, Global};
use crate::commands::{print, print_pages};
use crate::failure::Failure;
use crate::known::known_service;
use crate::load_args::Load;
use crate::loading::{refused_words, the_only};

/// Wagons into trains, a page for each place where some start.
pub(crate) fn trains(
    global: &Global,
    corridor: &Corridor,
    asked: &Load,
    plans: &[(&Shipment, &LoadPlan)],
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let id = the_only(asked)?;
    let on_rails = |kind| matches!(kind, EquipmentKind::Wagon | EquipmentKind::Container);
    let Some(equipment) = corridor.equipment.get(id).filter(|equipment| on_rails(equipment.kind)) else {
        return Err(Failure::unanswered(format!("error: {id} does not run in trains")));
    };
    if let Some(service) = &asked.train_service {
        known_service(corridor, service)?;
    }
    let rules = TrainsAsked {
        service: asked.train_service.clone(),
        length_max: asked.train_length,
        gross_max: asked.train_gross,
        units_max: asked.train_max,
        units_min: asked.train_min,
        full_only: asked.full_only,
    };
    let from_order = asked.mix.order.is_some();
    let mut first_unit = 1_usize;
    let mut runs: BTreeMap<&PlaceId, Vec<RunStop<'_>>> = BTreeMap::new();
    for (shipment, plan) in plans.iter().copied() {
        let label = if from_order { place_name(corridor, &shipment.destination) } else { String::new() };
        runs.entry(&shipment.origin).or_default().push(RunStop { shipment, plan, first_unit, label });
        first_unit = first_unit.saturating_add(plan.units.len());
    }
    let mut pages = Vec::new();
    for (origin, mut stops) in runs {
        sort_by_run(corridor, asked, &mut stops, |stop| stop.shipment)?;
        let origin = from_order.then_some(origin);
        let rules = RunRules::of(corridor, equipment, origin, &rules);
        let run = RunTrains::of(corridor, origin, stops, rules)
            .map_err(|error| Failure::unanswered(format!("error[{}]: {error}", error.code())))?;
        pages.push(trains_sheet_page(corridor, &run));
    }
    print_pages(global, corridor, &pages, out)
}

/// Units that several stops share, beside one stop for each.
pub(crate) fn together(
    global: &Global,
    corridor: &Corridor,
    asked: &Load,
    shipments: &[Shipment],
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let id = the_only(asked)?;
    let Some(equipment) =
        corridor.equipment.get(id).filter(|equipment| equipment.kind != EquipmentKind::OwnWheels)
    else {
        return Err(Failure::unanswered(format!("error: {id} takes one vehicle, for one stop")));
    };
    let mut runs: BTreeMap<&PlaceId, Vec<&Shipment>> = BTreeMap::new();
    for shipment in shipments {
        let refusals = landbridge_planning::refusals(&shipment.lines, equipment);
        if !refusals.is_empty() {
            return Err(refused_words(corridor, id, &refusals));
        }
        runs.entry(&shipment.origin).or_default().push(shipment);
    }
    let mut planned: Vec<(Vec<&Shipment>, StopPlan)> = Vec::new();
    for mut stops in runs.into_values() {
        sort_by_run(corridor, asked, &mut stops, |shipment| *shipment)?;
        let named: Vec<(String, &Shipment)> =
            stops.iter().map(|shipment| (place_name(corridor, &shipment.destination), *shipment)).collect();
        let plan = stops_together(equipment, &named)
            .map_err(|error| Failure::unanswered(format!("error: {}", error.reason())))?;
        planned.push((stops, plan));
    }
    if asked.list {
        let plans: Vec<&StopPlan> = planned.iter().map(|(_, plan)| plan).collect();
        let text = stops_list(&plans).map_err(|error| Failure::unanswered(format!("error: {error}")))?;
        print(out, &text)?;
        return Ok(0);
    }
    if global.format == Format::Svg {
        return Err(Failure::misunderstood("error: --format svg draws units; --stops-together prints pages"));
    }
    let pages: Vec<Page> = planned.iter().map(|(stops, plan)| stops_page(equipment, stops, plan)).collect();
    print_pages(global, corridor, &pages, out)
}

fn place_name(corridor: &Corridor, id: &PlaceId) -> String {
    corridor.places.get(id).map_or_else(|| id.to_string(), |place| format!("{} ({id})", place.name_en))
}

/// Stops in the order asked for, else in that of the order book.
fn sort_by_run<'s, T>(
    corridor: &Corridor,
    asked: &Load,
    stops: &mut [T],
    shipment: impl Fn(&T) -> &'s Shipment,
) -> Result<(), Failure>
where
    T: 's,
{
    if let Some(unknown) =
        asked.stops.iter().find(|id| !stops.iter().any(|stop| shipment(stop).destination == **id))
    {
        return Err(Failure::misunderstood(format!("error: nothing goes to {unknown} in --stops")));
    }
    if let Some(missing) = stops
        .iter()
        .find(|stop| !asked.stops.is_empty() && !asked.stops.contains(&shipment(stop).destination))
    {
        let missing = &shipment(missing).destination;
        return Err(Failure::misunderstood(format!("error: --stops leaves out {missing}")));
    }
    let place = |stop: &T| {
        let shipment = shipment(stop);
        let in_book = corridor.orders.iter().position(|line| {
            Some(&line.order) == asked.mix.order.as_ref()
                && line.destination == shipment.destination
                && line.origin == shipment.origin
        });
        (asked.stops.iter().position(|id| *id == shipment.destination), in_book)
    };
    stops.sort_by_key(place);
    Ok(())
}
