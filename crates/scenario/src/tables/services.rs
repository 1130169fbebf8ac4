//! `services.toml`.

use std::sync::Arc;

use chrono::Weekday;
use landbridge_model::{Gauge, Mode, OnDemand, Pattern, Row, Schedule, Service, ServiceId, Stop};
use landbridge_units::Minutes;

use crate::codes;
use crate::context::Context;
use crate::fields::{CROSSING, EQUIPMENT, Fields, LINK, PLACE};
use crate::log::{Log, Words};
use crate::record::{Record, put};
use crate::suggest::did_you_mean;
use crate::text::shorten;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("mon", Weekday::Mon),
    ("tue", Weekday::Tue),
    ("wed", Weekday::Wed),
    ("thu", Weekday::Thu),
    ("fri", Weekday::Fri),
    ("sat", Weekday::Sat),
    ("sun", Weekday::Sun),
];

/// Reads a service of either pattern.
pub(crate) fn read(record: &Record, context: &Context, log: &mut Log) -> Option<Service> {
    if !record.table.nested.is_empty() {
        scheduled(record, context, log)
    } else {
        on_demand(record, context, log)
    }
}

fn scheduled(record: &Record, context: &Context, log: &mut Log) -> Option<Service> {
    let mut fields = Fields::new(record, context, log);
    let departs = fields.time("departs");
    let days = weekdays(&mut fields);
    let validity = fields.validity();
    let also = if fields.has("also") { fields.dates("also") } else { Vec::new() };
    let except = if fields.has("except") { fields.dates("except") } else { Vec::new() };
    let cutoff = fields.hours("cutoff_h");
    let (units_max, units_min) = (fields.maybe_count("units_max"), fields.maybe_count("units_min"));
    if let (Some(max), Some(min)) = (units_max, units_min)
        && min > max
    {
        let words = Words::new(format!("the service runs from {min} units, and takes at most {max}"));
        fields.problem(&codes::S007, "units_min", words);
    }
    if units_max == Some(0) {
        fields.problem(&codes::S007, "units_max", Words::new("the service takes no unit"));
    }
    if days.is_empty() && also.is_empty() && !fields.has("days") && !fields.has("also") {
        let words = Words::new("the service never runs").hint("give weekdays in `days` or dates in `also`");
        fields.problem(&codes::S005, "days", words);
    }
    let common = common(&mut fields);
    let mut stops = Vec::new();
    let mut whole = true;
    for nested in &record.nested {
        match stop(nested, context, log) {
            Some(stop) => stops.push(stop),
            None => whole = false,
        }
    }
    check_stops(record, context, &stops, whole, log);
    let common = common?;
    let row = with_stops(&common.row, record);
    Some(Service {
        pattern: Pattern::Scheduled(Schedule {
            departs: departs?,
            days,
            validity: validity?,
            also,
            except,
            cutoff: cutoff?,
            units_max,
            units_min,
            stops: if whole && stops.len() >= 2 { stops } else { return None },
        }),
        row,
        ..common
    })
}

fn check_stops(record: &Record, context: &Context, stops: &[Stop], whole: bool, log: &mut Log) {
    if record.nested.len() < 2 {
        let words = Words::new(format!("the service has {} stops", record.nested.len()))
            .expected("at least two [[scheduled.stop]]");
        Fields::new(record, context, log).problem(&codes::S001, "", words);
    }
    if !whole {
        return;
    }
    let mut before: Option<Minutes> = None;
    for (stop, nested) in stops.iter().zip(&record.nested) {
        let wrong = match before {
            None => (stop.run != Minutes::ZERO).then(|| "the first stop has run_h = 0".to_owned()),
            Some(before) => {
                (stop.run <= before).then(|| format!("{} is not after the stop before, {before}", stop.run))
            }
        };
        if let Some(message) = wrong {
            let words = Words::new(message)
                .expected("running hours that increase from stop to stop, beginning with 0");
            Fields::new(nested, context, log).problem(&codes::S002, "run_h", words);
        }
        before = Some(stop.run);
    }
}

fn stop(record: &Record, context: &Context, log: &mut Log) -> Option<Stop> {
    let mut fields = Fields::new(record, context, log);
    let place = fields.reference("place", PLACE);
    let run = fields.hours("run_h");
    let via = fields.references("via", PLACE);
    Some(Stop { place: place?, run: run?, via })
}

/// The values of stops are facts of the service: `stop.2.run_h` is that of the second stop. A service that
/// says its `run_h` is assumed says it of all stops.
fn with_stops(row: &Arc<Row>, record: &Record) -> Arc<Row> {
    let mut row = Row::clone(row);
    for (idx, nested) in record.nested.iter().enumerate() {
        for (key, field) in &nested.fields {
            let name = format!("stop.{}.{key}", idx + 1);
            if row.assumed.contains(key.as_ref()) {
                row.assumed.insert(name.clone());
            }
            put(&mut row.values, name, field);
        }
    }
    Arc::new(row)
}

fn weekdays(fields: &mut Fields<'_>) -> Vec<Weekday> {
    let mut days = Vec::new();
    for piece in fields.pieces("days") {
        match WEEKDAYS.iter().find(|(word, _)| *word == piece.text) {
            Some((_, day)) => days.push(*day),
            None => {
                let words = Words::new(format!("unknown word `{}`", shorten(piece.text)))
                    .expected("one of mon, tue, wed, thu, fri, sat, sun")
                    .maybe_hint(did_you_mean(piece.text, WEEKDAYS.iter().map(|(word, _)| *word)));
                fields.problem_at(&codes::F027, piece.at, words);
            }
        }
    }
    days
}

fn on_demand(record: &Record, context: &Context, log: &mut Log) -> Option<Service> {
    let mut fields = Fields::new(record, context, log);
    let countries = fields.countries("countries");
    if !fields.has("countries") {
        let words =
            Words::new("`countries` of this service is missing").hint("say where it comes when asked");
        fields.problem(&codes::F020, "countries", words);
    }
    let crossings = fields.references("crossings", CROSSING);
    let gauge = fields.maybe_word::<Gauge>("gauge_mm");
    let links = fields.references("links", LINK);
    let km_per_day = fields.count("km_per_day");
    if km_per_day == Some(0) {
        fields.problem(&codes::S010, "km_per_day", Words::new("the service does not move: 0 km a day"));
    }
    let wait = fields.hours("wait_h");
    let common = common(&mut fields);
    if let Some(service) = &common {
        let rail = service.mode == Mode::Rail;
        if rail != fields.has("gauge_mm") {
            let message = if rail { "a rail service on demand has a gauge" } else { "a gauge is for rail" };
            fields.problem(
                &codes::S012,
                "gauge_mm",
                Words::new(message).expected("gauge_mm with mode = \"rail\""),
            );
        }
    }
    Some(Service {
        pattern: Pattern::OnDemand(OnDemand {
            countries,
            crossings,
            gauge,
            links,
            km_per_day: km_per_day?,
            wait: wait?,
        }),
        ..common?
    })
}

/// What both patterns have; the pattern given here is replaced.
fn common(fields: &mut Fields<'_>) -> Option<Service> {
    let id = fields.id::<ServiceId>();
    let name = fields.text("name");
    let operator = fields.maybe_text("operator");
    let mode = fields.word("mode");
    let equipment = fields.reference("equipment", EQUIPMENT);
    let carries = fields.words("carries");
    if carries.is_empty() && !fields.has("carries") {
        let words = Words::new("`carries` of this service is missing").expected("vehicle classes it takes");
        fields.problem(&codes::F020, "carries", words);
    }
    let tags = fields.pieces("tags").into_iter().map(|piece| piece.text.to_owned()).collect();
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None);
    Some(Service {
        id: id?,
        name: name?,
        operator,
        mode: mode?,
        equipment: equipment?,
        carries,
        tags,
        pattern: Pattern::OnDemand(OnDemand {
            countries: Vec::new(),
            crossings: Vec::new(),
            gauge: None,
            links: Vec::new(),
            km_per_day: 0,
            wait: Minutes::ZERO,
        }),
        row: row?,
    })
}
