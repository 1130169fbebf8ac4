//! Transit times: what was reported of a lane, beside what the model says of it.

use landbridge_model::{Amount, Corridor, SourceId, Trace};
use landbridge_planning::{
    NotCompared, ReadyBecause, ReportedLane, Study, TransitAnswer, TransitSummary, TransitTimes,
    TransitVerdict, in_days, transit_answers,
};
use landbridge_units::Minutes;

use crate::page::{Block, Cell, Page, Table};
use crate::pages::parts::{drawn, service_name};
use crate::svg::{IntervalPlot, IntervalRow, PlotPoint};

const SLUG: &str = "transit";

/// A lane with the times the model gives it.
type Compared<'a> = (&'a ReportedLane, &'a TransitTimes);

/// The page; `None` for a corridor that no transit time is reported of.
pub(crate) fn page(study: &Study<'_>) -> Option<Page> {
    let corridor = study.corridor();
    let answers = transit_answers(study);
    if answers.is_empty() {
        return None;
    }
    let compared: Vec<Compared<'_>> = answers
        .iter()
        .filter_map(|answer| Some((&answer.lane, answer.outcome.as_ref().ok()?.as_ref())))
        .collect();
    let summary = TransitSummary::of(&answers);
    let mut blocks = vec![Block::Text(RULES.to_owned())];
    if !compared.is_empty() {
        blocks.push(Block::Picture {
            file: format!("{SLUG}.svg"),
            alt: "Reported days of each lane against the model's range from minimum to typical".to_owned(),
            svg: plot(&compared).to_svg(),
        });
        blocks.push(Block::Heading("Reported against modelled".to_owned()));
        blocks.push(Block::Table(lanes_table(&compared)));
    }
    if let Some(summary) = &summary {
        blocks.push(Block::Heading("What the differences say".to_owned()));
        blocks.push(Block::Table(summary_table(summary)));
        let outside: Vec<String> = compared.iter().filter_map(|lane| outside_words(*lane)).collect();
        if !outside.is_empty() {
            blocks.push(Block::List(outside));
        }
        blocks.push(Block::Text(PARTS.to_owned()));
        blocks.push(Block::Table(parts_table(&compared)));
        blocks.push(Block::Heading("What was asked of the model".to_owned()));
        blocks.push(Block::Table(asked_table(corridor, &compared)));
    }
    let missing: Vec<(&ReportedLane, &NotCompared)> =
        answers.iter().filter_map(|answer| Some((&answer.lane, answer.outcome.as_ref().err()?))).collect();
    if !missing.is_empty() {
        blocks.push(Block::Heading("Reported and not compared".to_owned()));
        blocks.push(Block::Table(missing_table(&missing)));
    }
    Some(Page {
        slug: SLUG.to_owned(),
        title: "Transit times against reports".to_owned(),
        summary: verdict(&answers, summary.as_ref()),
        blocks,
    })
}

const RULES: &str = "Every row of evidence/transit.csv, and every event that gives days, is asked of the model by one set of \
    rules; no lane has a rule of its own, and nothing is fitted to the reports. Minimum: running, handling and border steps \
    with every range at its low end, without any wait. Under way: by planning durations, without waits for a departure or a \
    carrier, which is what a report counts from the day a train leaves. Typical: from ready to unloaded, these waits \
    included. A report is dated by the day its train leaves, so vehicles are ready before that day \
    by the longest cut-off of the trains that call there. A lane that ends at a border place ends there before the steps of the border. \
    A printed number of days stands for every value that rounds to it; inside means that one of these lies \
    between minimum and typical.";

const PARTS: &str =
    "Typical time by what happens on the way; shut are opening hours, holidays, embargoes and closures.";

fn verdict(answers: &[TransitAnswer], summary: Option<&TransitSummary>) -> String {
    let all = answers.len();
    let Some(summary) = summary else {
        return format!("None of {all} reported lanes can be compared: the network does not cover them.");
    };
    let [inside, quicker, slower] = summary.counts;
    let n = inside + quicker + slower;
    format!(
        "Of {all} reported lanes the network covers {n}. Between the model's minimum and typical time: {inside}; reported \
         quicker: {quicker}; slower: {slower}. The median report is {} of the model's time under way.",
        summary.median_ratio.amount
    )
}

fn summary_table(summary: &TransitSummary) -> Table {
    let mut table = Table::new("summary", &[("what", "figure", false), ("value", "value", true)]);
    for (key, trace) in [
        ("compared", &summary.compared),
        ("inside", &summary.inside),
        ("quicker", &summary.quicker),
        ("slower", &summary.slower),
        ("median-ratio", &summary.median_ratio),
    ] {
        table.push(key, vec![Cell::text(&trace.label), Cell::figure(trace)]);
    }
    table
}

fn lanes_table(compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(
        "lanes",
        &[
            ("lane", "lane", false),
            ("mode", "mode", false),
            ("reported", "reported", true),
            ("minimum", "minimum", true),
            ("under-way", "under way", true),
            ("typical", "typical", true),
            ("verdict", "reported is", false),
            ("ratio", "reported / under way", true),
            ("reported-km-per-day", "speed reported", true),
            ("km-per-day", "speed under way", true),
            ("source", "source", false),
        ],
    );
    for (lane, times) in compared {
        table.push(
            lane_key(lane),
            vec![
                Cell::text(lane.name()),
                Cell::text(&lane.means.text),
                Cell::figure(&reported(lane)),
                Cell::figure(&in_days(&times.minimum)),
                Cell::figure(&in_days(&times.under_way)),
                Cell::figure(&in_days(&times.typical)),
                Cell::figure(&times.verdict_trace),
                Cell::figure(&times.ratio),
                lane.km_per_day().map_or_else(|| Cell::text("-"), |trace| Cell::figure(&trace)),
                Cell::figure(&times.km_per_day),
                Cell::text(sources(lane)),
            ],
        );
    }
    table
}

fn parts_table(compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(
        "parts",
        &[
            ("lane", "lane", false),
            ("running", "running", true),
            ("running-km-per-day", "while running", true),
            ("borders", "borders", true),
            ("handling", "handling", true),
            ("departures", "waiting for departures", true),
            ("shut", "shut", true),
            ("km", "length", true),
        ],
    );
    for (lane, times) in compared {
        let parts = &times.parts;
        let time = |part: &Option<Trace>| {
            part.as_ref().map_or_else(|| Cell::text("-"), |part| Cell::figure(&in_days(part)))
        };
        table.push(
            lane_key(lane),
            vec![
                Cell::text(lane.name()),
                time(&parts.running),
                times.running_km_per_day.as_ref().map_or_else(|| Cell::text("-"), Cell::figure),
                time(&parts.borders),
                time(&parts.handling),
                time(&parts.departures),
                time(&parts.shut),
                Cell::figure(&times.length),
            ],
        );
    }
    table
}

fn asked_table(corridor: &Corridor, compared: &[Compared<'_>]) -> Table {
    let mut table = Table::new(
        "asked",
        &[
            ("lane", "lane", false),
            ("vehicles", "vehicles", false),
            ("day", "to leave on", false),
            ("services", "services of the way", false),
            ("via", "points on the way", false),
        ],
    );
    for (lane, times) in compared {
        let asked = &times.asked;
        let because = match asked.because {
            ReadyBecause::Dated if asked.lead > Minutes::ZERO => format!(" (ready {} before)", asked.lead),
            ReadyBecause::Dated => String::new(),
            ReadyBecause::Undated => " (undated: the corridor's day)".to_owned(),
            ReadyBecause::BeforeHorizon => " (reported before the data begin: their first day)".to_owned(),
        };
        let via: Vec<String> = lane
            .via
            .iter()
            .map(|point| {
                let unknown =
                    if point.places.is_empty() { " (no place of the corridor, not asked)" } else { "" };
                format!("{}{unknown}", point.text)
            })
            .collect();
        let services: Vec<String> =
            times.services().iter().map(|service| service_name(corridor, service)).collect();
        let unfinished = if times.complete { "" } else { " (search not finished: an earlier way may exist)" };
        table.push(
            lane_key(lane),
            vec![
                Cell::text(lane.name()),
                Cell::text(format!("{} {}", asked.quantity, asked.vehicle.name)),
                Cell::text(format!("{}{because}", asked.day)),
                Cell::text(format!("{}{unfinished}", services.join("; "))),
                Cell::text(via.join("; ")),
            ],
        );
    }
    table
}

fn missing_table(missing: &[(&ReportedLane, &NotCompared)]) -> Table {
    let mut table = Table::new(
        "not-compared",
        &[
            ("lane", "lane", false),
            ("mode", "mode", false),
            ("reported", "reported", true),
            ("km-per-day", "speed reported", true),
            ("why", "why not", false),
            ("source", "source", false),
        ],
    );
    for (lane, why) in missing {
        let days = if lane.days.is_some() { Cell::figure(&reported(lane)) } else { Cell::text("-") };
        table.push(
            lane_key(lane),
            vec![
                Cell::text(lane.name()),
                Cell::text(&lane.means.text),
                days,
                lane.km_per_day().map_or_else(|| Cell::text("-"), |trace| Cell::figure(&trace)),
                Cell::text(why.to_string()),
                Cell::text(sources(lane)),
            ],
        );
    }
    table
}

/// A lane outside the model's range, with what its time is made of: where to look for the reason.
fn outside_words((lane, times): Compared<'_>) -> Option<String> {
    if times.verdict == TransitVerdict::Inside {
        return None;
    }
    let parts = &times.parts;
    let shares: Vec<String> = [
        ("running", &parts.running),
        ("at borders", &parts.borders),
        ("handling", &parts.handling),
        ("waiting for departures", &parts.departures),
        ("shut", &parts.shut),
    ]
    .into_iter()
    .filter_map(|(name, part)| {
        let speed = times.running_km_per_day.as_ref().filter(|_| name == "running");
        let speed = speed.map_or_else(String::new, |speed| format!(" at {}", speed.amount));
        Some(format!("{} {name}{speed}", in_days(part.as_ref()?).amount))
    })
    .collect();
    Some(format!(
        "{}: reported {}, {}; the model's {} are {}.",
        lane.name(),
        reported(lane).amount,
        times.verdict_trace.amount,
        in_days(&times.typical).amount,
        shares.join(", ")
    ))
}

fn plot(compared: &[Compared<'_>]) -> IntervalPlot {
    let point = |trace: &Trace| {
        let trace = in_days(trace);
        PlotPoint { value: drawn(&trace), text: trace.amount.to_string().replace(" d", "") }
    };
    let rows = compared
        .iter()
        .map(|(lane, times)| IntervalRow {
            label: lane.name(),
            low: point(&times.minimum),
            high: point(&times.typical),
            marker: Some(point(&times.under_way)),
            printed: lane.days.as_ref().map(|days| {
                let middle = Trace::given("reported", Amount::Decimal(days.middle(), String::new()), "drawn");
                let text = reported(lane).amount.to_string();
                PlotPoint { value: drawn(&middle), text: text.replace(" d", "").replace(" to ", "\u{2013}") }
            }),
            series: 0,
        })
        .collect();
    IntervalPlot {
        title: "Transit times: reported and modelled".to_owned(),
        desc: "For each reported lane the model's range from minimum to typical time, its time under way, and the reported \
               days"
            .to_owned(),
        unit: "days".to_owned(),
        printed_name: "as reported (middle of a range)".to_owned(),
        interval_name: "model, minimum to typical; diamond: under way".to_owned(),
        rows,
    }
}

fn reported(lane: &ReportedLane) -> Trace {
    lane.days.as_ref().map_or_else(
        || Trace::given("reported", Amount::Text("none".to_owned()), "the row gives no days"),
        landbridge_planning::ReportedDays::trace,
    )
}

fn sources(lane: &ReportedLane) -> String {
    lane.row.sources.iter().map(SourceId::as_str).collect::<Vec<_>>().join(", ")
}

/// Rows of both tables may have the same id.
fn lane_key(lane: &ReportedLane) -> String {
    format!("{}-{}", lane.row.table, lane.row.id)
}
