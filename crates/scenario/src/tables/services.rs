//! `services.toml`.

use std::sync::Arc;

use chrono::Weekday;
use landbridge_model::{
    Frequent, Gauge, Mode, OnDemand, Pattern, Row, Schedule, Service, ServiceId, Stop, WEEKDAYS,
};
use landbridge_units::Minutes;

use crate::codes;
use crate::context::Context;
use crate::fields::{CROSSING, EQUIPMENT, Fields, LINK, PLACE};
use crate::log::{Log, Words};
use crate::record::{Record, put};
use crate::suggest::did_you_mean;
use crate::text::shorten;

/// Reads a service of any pattern.
pub(crate) fn read(record: &Record, context: &Context, log: &mut Log) -> Option<Service> {
    if record.table.has("departs") {
        scheduled(record, context, log)
    } else if record.table.has("every_h") {
        frequent(record, context, log)
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
    let [units_max, units_min] = units(&mut fields);
    if days.is_empty() && also.is_empty() && !fields.has("days") && !fields.has("also") {
        let words = Words::new("the service never runs").hint("give weekdays in `days` or dates in `also`");
        fields.problem(&codes::S005, "days", words);
    }
    let common = common(&mut fields);
    let stops = stops(record, "[[scheduled.stop]]", context, log);
    let common = common?;
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
            stops: stops?,
        }),
        row: with_stops(&common.row, record),
        ..common
    })
}

fn frequent(record: &Record, context: &Context, log: &mut Log) -> Option<Service> {
    let mut fields = Fields::new(record, context, log);
    let every = fields.hours("every_h");
    if every == Some(Minutes::ZERO) {
        let words = Words::new("the service leaves every 0 h").expected("hours from a departure to the next");
        fields.problem(&codes::S013, "every_h", words);
    }
    let validity = fields.validity();
    let cutoff = fields.hours("cutoff_h");
    let [units_max, units_min] = units(&mut fields);
    let common = common(&mut fields);
    let stops = stops(record, "[[frequent.stop]]", context, log);
    let common = common?;
    Some(Service {
        pattern: Pattern::Frequent(Frequent {
            every: every?,
            validity: validity?,
            cutoff: cutoff?,
            units_max,
            units_min,
            stops: stops?,
        }),
        row: with_stops(&common.row, record),
        ..common
    })
}

/// The most and the fewest units of a departure.
fn units(fields: &mut Fields<'_>) -> [Option<u32>; 2] {
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
    [units_max, units_min]
}

/// The stops in order; `None` where they do not make a service.
fn stops(record: &Record, what: &str, context: &Context, log: &mut Log) -> Option<Vec<Stop>> {
    if record.nested.len() < 2 {
        let words = Words::new(format!("the service has {} stops", record.nested.len()))
            .expected(format!("at least two {what}"));
        Fields::new(record, context, log).problem(&codes::S001, "", words);
    }
    let read: Vec<Option<Stop>> = record.nested.iter().map(|nested| stop(nested, context, log)).collect();
    let stops: Vec<Stop> = read.into_iter().collect::<Option<_>>()?;
    check_times(record, context, &stops, log);
    (stops.len() >= 2).then_some(stops)
}

/// Running hours begin with 0 and grow. Neither end of their ranges falls: the service would reach a stop before the
/// one before it.
fn check_times(record: &Record, context: &Context, stops: &[Stop], log: &mut Log) {
    let low = |stop: &Stop| stop.run_low.unwrap_or(stop.run);
    let high = |stop: &Stop| stop.run_high.unwrap_or(stop.run);
    let falls = |end: &str, time: Minutes, before: Minutes| {
        format!("{end} {time} after the first stop, and the stop before {before}")
    };
    let mut before: Option<&Stop> = None;
    for (stop, nested) in stops.iter().zip(&record.nested) {
        let wrong = match before {
            None if stop.run != Minutes::ZERO => Some(("run_h", "the first stop has run_h = 0".to_owned())),
            None if high(stop) != Minutes::ZERO => {
                Some(("run_h_high", "the first stop has run_h = 0, without a range".to_owned()))
            }
            None => None,
            Some(before) if stop.run <= before.run => {
                Some(("run_h", format!("{} is not after the stop before, {}", stop.run, before.run)))
            }
            Some(before) if low(stop) < low(before) => {
                Some(("run_h_low", falls("at best", low(stop), low(before))))
            }
            Some(before) if high(stop) < high(before) => {
                Some(("run_h_high", falls("at worst", high(stop), high(before))))
            }
            Some(_) => None,
        };
        // A range that does not hold its value has been reported.
        let held = |stop: &Stop| low(stop) <= stop.run && stop.run <= high(stop);
        let sound = held(stop) && before.is_none_or(held);
        if let Some((column, message)) = wrong.filter(|(column, _)| *column == "run_h" || sound) {
            let words = Words::new(message)
                .expected("running hours that increase from stop to stop, beginning with 0");
            Fields::new(nested, context, log).problem(&codes::S002, column, words);
        }
        before = Some(stop);
    }
}

fn stop(record: &Record, context: &Context, log: &mut Log) -> Option<Stop> {
    let mut fields = Fields::new(record, context, log);
    let place = fields.reference("place", PLACE);
    let [run_low, run, run_high] = fields.hours_range(["run_h_low", "run_h", "run_h_high"]);
    let via = fields.references("via", PLACE);
    Some(Stop { place: place?, run: run?, run_low, run_high, via })
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
    let [wait_low, wait, wait_high] = fields.hours_range(["wait_h_low", "wait_h", "wait_h_high"]);
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
            wait_low,
            wait_high,
        }),
        ..common?
    })
}

/// What all patterns have; the pattern given here is replaced.
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
            wait_low: None,
            wait_high: None,
        }),
        row: row?,
    })
}
