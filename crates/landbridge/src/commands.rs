//! What each command does: open, compute, print. Nothing is printed before all of it is known.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::NaiveTime;
use landbridge_model::{
    Clearance, Corridor, CrossingId, EquipmentId, OrderId, PlaceId, Shipment, ShipmentLine, VehicleId,
};
use landbridge_planning::{PlanningError, RouteFilter, Study};
use landbridge_reporting::{
    Page, Report, audit_page, compare_page, csv, explain, figures_json, loads_page, markdown, page_json,
    pretty, report, routes_page, text,
};
use landbridge_scenario::Diagnostic;
use landbridge_trade::{Audit, audit};

use crate::args::{Args, Command, Compare, Format, Global, Load, Mix, Route};
use crate::open::Folders;
use crate::report_folder::write_report;

/// The corridor that is used when none is named.
const SHIPPED: &str = "chongqing-central-asia";

/// Why a command ends without an answer.
pub(crate) struct Failure {
    pub(crate) code: u8,
    pub(crate) text: String,
}

impl Failure {
    fn unanswered(text: impl Into<String>) -> Self {
        Self { code: 1, text: text.into() }
    }

    fn misunderstood(text: impl Into<String>) -> Self {
        Self { code: 2, text: text.into() }
    }
}

impl From<PlanningError> for Failure {
    fn from(error: PlanningError) -> Self {
        let mut text = format!("error: {}", error.reason());
        let mut cause: Option<&dyn std::error::Error> = std::error::Error::source(&error);
        while let Some(inner) = cause {
            text.push_str(&format!("\n  because {inner}"));
            cause = inner.source();
        }
        Self::unanswered(text)
    }
}

pub(crate) fn execute(args: &Args, out: &mut dyn Write) -> Result<u8, Failure> {
    match &args.command {
        Command::Check => check(&args.global, out),
        Command::Route(route) => routes(&args.global, route, out),
        Command::Load(load) => loads(&args.global, load, out),
        Command::Compare(compare) => compared(&args.global, compare, out),
        Command::Explain { figure } => explained(&args.global, figure, out),
        Command::Audit => audited(&args.global, out),
        Command::Report { out: folder } => reported(&args.global, folder, out),
        Command::Plan(_) => later("plan", "the assignment of an order book to departures"),
        Command::Diff(_) => later("diff", "the difference of two corridors"),
        Command::Simulate(_) => later("simulate", "arrival distributions"),
        Command::Stress(_) => later("stress", "the closure of each border in turn"),
        Command::Import(_) => later("import", "reading XLSX, CSV and GeoJSON"),
        Command::Export(_) => later("export", "writing XLSX, CSV and GeoJSON"),
    }
}

fn later(name: &str, what: &str) -> Result<u8, Failure> {
    Err(Failure::misunderstood(format!("landbridge {name}: {what} is not there yet")))
}

/// The report of a corridor with its audit.
///
/// # Errors
/// If a price, rate or factor is missing.
pub fn full_report(corridor: &Corridor) -> Result<Report, PlanningError> {
    report(&Study::new(corridor), &audit_of(corridor))
}

fn audit_of(corridor: &Corridor) -> Audit {
    audit(&corridor.figures, &corridor.growths, &corridor.relations, &corridor.exchange)
}

fn folders(global: &Global) -> Result<Folders, Failure> {
    let overlays: Vec<&Path> = global.overlay.iter().map(PathBuf::as_path).collect();
    let base = global.corridor.as_deref().ok_or(SHIPPED);
    Folders::open(base, &overlays).map_err(|error| Failure::unanswered(format!("error: {error}")))
}

fn open(global: &Global) -> Result<Corridor, Failure> {
    let folders = folders(global)?;
    let (corridor, diagnostics) = folders.check();
    let mut corridor = corridor
        .ok_or_else(|| Failure::unanswered(folders.render(&diagnostics) + &count_words(&diagnostics)))?;
    if let Some(day) = global.as_of {
        corridor.as_of = day;
    }
    Ok(corridor)
}

fn check(global: &Global, out: &mut dyn Write) -> Result<u8, Failure> {
    let folders = folders(global)?;
    let (corridor, diagnostics) = folders.check();
    match global.format {
        Format::Json => {
            let value = serde_json::json!({ "format_version": 1, "diagnostics": diagnostics });
            print(out, &pretty(&value))?;
        }
        Format::Csv => return Err(Failure::misunderstood("error: landbridge check prints text or json")),
        Format::Text | Format::Markdown => {
            let mut text = folders.render(&diagnostics) + &count_words(&diagnostics);
            if let Some(corridor) = &corridor {
                text.push_str(&format!(
                    "\n{}: {} facts in {} places, {} links, {} services, {} tariffs, {} order lines",
                    corridor.id,
                    corridor.facts().len(),
                    corridor.places.len(),
                    corridor.links.len(),
                    corridor.services.len(),
                    corridor.tariffs.len(),
                    corridor.orders.len()
                ));
            }
            print(out, &(text + "\n"))?;
        }
    }
    Ok(u8::from(corridor.is_none()))
}

fn count_words(diagnostics: &[Diagnostic]) -> String {
    let errors = diagnostics
        .iter()
        .filter(|diagnostic| diagnostic.code.severity == landbridge_model::Severity::Error)
        .count();
    let count = |n: usize, what: &str| format!("{n} {what}{}", if n == 1 { "" } else { "s" });
    format!("{}, {}", count(errors, "error"), count(diagnostics.len() - errors, "warning"))
}

fn routes(global: &Global, route: &Route, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    for place in &route.avoid_place {
        known_place(&corridor, place)?;
    }
    if let Some(unknown) = route.avoid_crossing.iter().find(|id| !corridor.crossings.contains_key(*id)) {
        let meant = alike(unknown.as_str(), corridor.crossings.keys().map(CrossingId::as_str));
        return Err(Failure::unanswered(format!("error: no crossing `{unknown}` in the corridor{meant}")));
    }
    let study = Study::new(&corridor);
    let filter = RouteFilter {
        services: None,
        avoid_crossings: route.avoid_crossing.iter().cloned().collect(),
        avoid_places: route.avoid_place.iter().cloned().collect(),
        ..RouteFilter::default()
    };
    let asked =
        shipments(&corridor, &route.mix, route.ends.origin.as_ref(), route.ends.destination.as_ref())?;
    let pages = asked
        .into_iter()
        .map(|shipment| routes_page(&study.shipment(shipment)?, &filter))
        .collect::<Result<Vec<_>, _>>()?;
    print_pages(global, &corridor, &pages, out)
}

fn loads(global: &Global, load: &Load, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    if let Some(unknown) = load.equipment.iter().find(|id| !corridor.equipment.contains_key(*id)) {
        let meant = alike(unknown.as_str(), corridor.equipment.keys().map(EquipmentId::as_str));
        return Err(Failure::unanswered(format!("error: no equipment `{unknown}` in the corridor{meant}")));
    }
    // Loading asks for no route: any place will do for the ends of an ad-hoc mix.
    let anywhere = corridor.places.keys().next().cloned();
    let study = Study::new(&corridor);
    let pages = shipments(&corridor, &load.mix, anywhere.as_ref(), anywhere.as_ref())?
        .into_iter()
        .map(|shipment| Ok(loads_page(&study.shipment_on(shipment, &load.equipment)?, &load.equipment)))
        .collect::<Result<Vec<_>, PlanningError>>()?;
    print_pages(global, &corridor, &pages, out)
}

fn compared(global: &Global, compare: &Compare, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    let study = Study::new(&corridor);
    let pages =
        shipments(&corridor, &compare.mix, compare.ends.origin.as_ref(), compare.ends.destination.as_ref())?
            .into_iter()
            .map(|shipment| compare_page(study.shipment(shipment)?))
            .collect::<Result<Vec<_>, _>>()?;
    print_pages(global, &corridor, &pages, out)
}

fn explained(global: &Global, figure: &str, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    let mut figures = full_report(&corridor)?.figures;
    let below = format!("{figure}.");
    if figures.contains_key(figure) {
        figures.retain(|id, _| id == figure);
    } else {
        figures.retain(|id, _| id.starts_with(&below));
    }
    if figures.is_empty() {
        return Err(Failure::unanswered(format!(
            "error: no figure `{figure}`; the pages of `landbridge report` print the ids, and `landbridge explain \
             modes` lists what begins with `modes.`"
        )));
    }
    if global.format == Format::Json {
        print(out, &figures_json(&figures))?;
        return Ok(0);
    }
    let few = figures.len() <= MOST_TREES;
    for (id, trace) in &figures {
        if few {
            print(out, &(explain(id, trace, &corridor) + "\n"))?;
        } else {
            print(out, &format!("{id} = {}\n", trace.amount))?;
        }
    }
    Ok(0)
}

/// More trees than this scroll away; the ids are listed instead.
const MOST_TREES: usize = 12;

fn audited(global: &Global, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    print_pages(global, &corridor, &[audit_page(&corridor, &audit_of(&corridor))], out)
}

fn reported(global: &Global, folder: &Path, out: &mut dyn Write) -> Result<u8, Failure> {
    let corridor = open(global)?;
    let report = full_report(&corridor)?;
    let written = write_report(folder, &report.files)
        .map_err(|error| Failure::unanswered(format!("error: {error}")))?;
    print(out, &format!("{written} of {} files changed in {}\n", report.files.len(), folder.display()))?;
    Ok(0)
}

fn shipments(
    corridor: &Corridor,
    mix: &Mix,
    origin: Option<&PlaceId>,
    destination: Option<&PlaceId>,
) -> Result<Vec<Shipment>, Failure> {
    if let Some(order) = &mix.order {
        return of_order(corridor, order);
    }
    let (Some(origin), Some(destination)) = (origin, destination) else {
        return Err(Failure::misunderstood("error: name origin and destination, or an --order"));
    };
    if mix.vehicles.is_empty() {
        return Err(Failure::misunderstood("error: name --vehicles MODEL=NUMBER, or an --order"));
    }
    known_place(corridor, origin)?;
    known_place(corridor, destination)?;
    let mut lines: std::collections::BTreeMap<_, ShipmentLine> = std::collections::BTreeMap::new();
    for (id, quantity) in &mix.vehicles {
        let vehicle = corridor.vehicles.get(id).ok_or_else(|| {
            let meant = alike(id.as_str(), corridor.vehicles.keys().map(VehicleId::as_str));
            Failure::unanswered(format!("error: no vehicle `{id}` in the corridor{meant}"))
        })?;
        let line = lines.entry(id.clone()).or_insert_with(|| ShipmentLine {
            vehicle: Arc::clone(vehicle),
            quantity: 0,
            soc_percent: mix.soc,
            built: None,
            rows: Vec::new(),
        });
        line.quantity = line
            .quantity
            .checked_add(*quantity)
            .ok_or_else(|| Failure::misunderstood("error: too many vehicles"))?;
    }
    let day = mix.depart.unwrap_or(corridor.as_of);
    let ready = corridor
        .local_instant(origin, day, NaiveTime::MIN)
        .ok_or_else(|| Failure::misunderstood(format!("error: {day} is beyond the calendar")))?;
    Ok(vec![Shipment {
        name: format!("{origin} to {destination}"),
        lines: lines.into_values().collect(),
        origin: origin.clone(),
        destination: destination.clone(),
        ready,
        due: None,
        clearance: mix.clearance.unwrap_or(Clearance::Origin),
    }])
}

fn of_order(corridor: &Corridor, order: &OrderId) -> Result<Vec<Shipment>, Failure> {
    let shipments = corridor.shipments(order);
    if shipments.is_empty() {
        let known: Vec<String> = corridor.order_ids().iter().map(ToString::to_string).collect();
        let meant = alike(order.as_str(), known.iter().map(String::as_str));
        return Err(Failure::unanswered(format!("error: no order `{order}` in the corridor{meant}")));
    }
    Ok(shipments)
}

/// The ids that look most like what was asked for, as a second line.
fn alike<'a>(asked: &str, known: impl Iterator<Item = &'a str>) -> String {
    let asked = asked.to_lowercase();
    let mut found: Vec<(usize, &str)> = known
        .map(|id| {
            let lower = id.to_lowercase();
            let within = lower.contains(&asked) || asked.contains(&lower);
            (if within { 0 } else { strsim::damerau_levenshtein(&asked, &lower) }, id)
        })
        .filter(|(distance, _)| *distance <= 3)
        .collect();
    found.sort_unstable();
    let ids: Vec<&str> = found.into_iter().take(5).map(|(_, id)| id).collect();
    if ids.is_empty() { String::new() } else { format!("\n  did you mean {}?", ids.join(", ")) }
}

fn known_place(corridor: &Corridor, place: &PlaceId) -> Result<(), Failure> {
    if corridor.places.contains_key(place) {
        Ok(())
    } else {
        let meant = alike(place.as_str(), corridor.places.keys().map(PlaceId::as_str));
        Err(Failure::unanswered(format!("error: no place `{place}` in the corridor{meant}")))
    }
}

/// One page per shipment. JSON is an object for one page and an array for several; CSV has one header.
fn print_pages(
    global: &Global,
    corridor: &Corridor,
    pages: &[Page],
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let printed = match global.format {
        Format::Text => pages.iter().map(|page| text(page) + "\n").collect(),
        Format::Markdown => pages.iter().map(markdown).collect::<Vec<_>>().join("\n"),
        Format::Csv => csv(pages).map_err(|error| Failure::unanswered(format!("error: {error}")))?,
        Format::Json => match pages {
            [only] => page_json(only, &corridor.id),
            several => {
                let all: Vec<String> =
                    several.iter().map(|page| page_json(page, &corridor.id).trim_end().to_owned()).collect();
                format!("[\n{}\n]\n", all.join(",\n"))
            }
        },
    };
    print(out, &printed)?;
    Ok(0)
}

fn print(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes())
        .map_err(|error| Failure::unanswered(format!("error: cannot print: {error}")))
}
