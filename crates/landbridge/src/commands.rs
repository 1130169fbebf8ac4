//! What each command does: open, compute, print. Nothing is printed before all of it is known.

use std::io::Write;
use std::path::{Path, PathBuf};

use landbridge_model::Corridor;
use landbridge_planning::{PlanningError, Study};
use landbridge_reporting::{
    Page, Report, audit_page, compare_page, csv, explain, figures_json, markdown, page_json, pretty, report,
    text,
};
use landbridge_scenario::Diagnostic;
use landbridge_trade::{Audit, audit};

use crate::args::{Args, Command, Compare, Format, Global};
use crate::failure::Failure;
use crate::loading::load;
use crate::open::Folders;
use crate::report_folder::write_report;
use crate::routing::{reach, route};
use crate::shipments::shipments;

/// The corridor that is used when none is named.
const SHIPPED: &str = "chongqing-central-asia";

pub(crate) fn execute(args: &Args, out: &mut dyn Write) -> Result<u8, Failure> {
    let taken = match (&args.command, args.global.format) {
        (Command::Route(_), Format::Geojson | Format::Svg)
        | (Command::Reach(_), Format::Geojson)
        | (Command::Load(_), Format::Svg) => true,
        (_, format) => !matches!(format, Format::Geojson | Format::Svg),
    };
    if !taken {
        let format = if args.global.format == Format::Svg { "svg" } else { "geojson" };
        return Err(Failure::misunderstood(format!(
            "error: --format {format} is for `landbridge route`{}",
            if format == "geojson" { " and `landbridge reach`" } else { " and `landbridge load`" }
        )));
    }
    match &args.command {
        Command::Check => check(&args.global, out),
        Command::Route(asked) => route(&args.global, asked, out),
        Command::Reach(asked) => reach(&args.global, asked, out),
        Command::Load(asked) => load(&args.global, asked, out),
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

pub(crate) fn open(global: &Global) -> Result<Corridor, Failure> {
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
        Format::Text | Format::Markdown | Format::Geojson | Format::Svg => {
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

/// One page per shipment. JSON is an object for one page and an array for several; CSV has one header.
pub(crate) fn print_pages(
    global: &Global,
    corridor: &Corridor,
    pages: &[Page],
    out: &mut dyn Write,
) -> Result<u8, Failure> {
    let printed = match global.format {
        // Features and drawings are printed by those who make them.
        Format::Text | Format::Geojson | Format::Svg => pages.iter().map(|page| text(page) + "\n").collect(),
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

pub(crate) fn print(out: &mut dyn Write, text: &str) -> Result<(), Failure> {
    out.write_all(text.as_bytes())
        .map_err(|error| Failure::unanswered(format!("error: cannot print: {error}")))
}
