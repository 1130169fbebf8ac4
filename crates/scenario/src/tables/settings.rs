//! `corridor.toml`.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::NaiveDate;
use chrono_tz::Tz;
use landbridge_model::{Claim, Country, ReportOrder, Row, RuleId, Validity, VehicleId};
use landbridge_units::Currency;

use crate::codes;
use crate::context::Context;
use crate::fields::{EQUIPMENT, FIGURE, Fields, ORDER, PARAMETER, VEHICLE};
use crate::log::{Log, Words};
use crate::record::{Record, put};
use crate::suggest::did_you_mean;
use crate::text::shorten;

/// The format this reader knows.
pub const FORMAT_VERSION: u32 = 1;

/// What `corridor.toml` says.
#[derive(Clone, Debug)]
pub(crate) struct Settings {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) base_currency: Currency,
    pub(crate) as_of: NaiveDate,
    pub(crate) horizon: Validity,
    pub(crate) report_orders: Vec<ReportOrder>,
    pub(crate) claims: Vec<Claim>,
    pub(crate) report_vehicles: Vec<VehicleId>,
    pub(crate) row: Arc<Row>,
}

/// The time zones by country. Read first, as places need them.
pub(crate) fn time_zones(fields: &mut Fields<'_>) -> BTreeMap<Country, Tz> {
    let mut zones = BTreeMap::new();
    if !fields.has("time_zones") {
        fields.problem(
            &codes::F020,
            "time_zones",
            Words::new("`time_zones` of this corridor is missing")
                .hint("write time_zones = { CN = \"Asia/Shanghai\" }, one for each country"),
        );
        return zones;
    }
    let Some(mut inner) = fields.inline("time_zones") else {
        return zones;
    };
    for key in inner.keys() {
        let zone = time_zone(&mut inner, &key);
        match key.parse::<Country>() {
            Ok(country) => {
                zones.extend(zone.map(|zone| (country, zone)));
            }
            Err(error) => inner.problem(&codes::N001, &key, Words::new(error.to_string())),
        }
    }
    zones
}

/// A time zone by its IANA name.
pub(crate) fn time_zone(fields: &mut Fields<'_>, column: &str) -> Option<Tz> {
    let name = fields.maybe_text(column);
    if name.is_empty() {
        return None;
    }
    let zone = name.parse::<Tz>().ok();
    if zone.is_none() {
        let words = Words::new(format!("unknown time zone `{}`", shorten(&name)))
            .expected("a name of the IANA database, such as Asia/Almaty")
            .maybe_hint(did_you_mean(&name, chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name())));
        fields.problem(&codes::N004, column, words);
    }
    zone
}

pub(crate) fn read(record: &Record, context: &Context, log: &mut Log) -> Option<Settings> {
    let fields = &mut Fields::new(record, context, log);
    let version = fields.count("format_version");
    if let Some(version) = version.filter(|version| *version != FORMAT_VERSION) {
        let words = Words::new(format!("this folder has format version {version}"))
            .expected(format!("version {FORMAT_VERSION}"))
            .hint(if version > FORMAT_VERSION {
                "it was written for a newer landbridge; install that"
            } else {
                "format_version begins at 1"
            });
        fields.problem(&codes::F003, "format_version", words);
    }
    let id = fields.plain_id::<RuleId>("id");
    let name = fields.text("name");
    let base_currency = fields.currency("base_currency");
    let as_of = fields.date("as_of");
    let horizon = horizon(fields);
    if let (Some(as_of), Some(horizon)) = (as_of, horizon)
        && !horizon.contains(as_of)
    {
        let words = Words::new(format!("as_of, {as_of}, lies outside the horizon, {horizon}"));
        fields.problem(&codes::F035, "as_of", words);
    }
    let report_vehicles = fields.references("report_vehicles", VEHICLE);
    let row = fields.row(id.as_ref().map_or("", |id| id.as_str()), None).map(|row| with_nested(&row, record));
    let nested = |name| record.nested.iter().filter(move |nested| nested.table.name == name);
    let report_orders =
        nested("report_orders").filter_map(|x| report_order(&mut Fields::new(x, context, log))).collect();
    let claims = nested("claim").filter_map(|x| claim(&mut Fields::new(x, context, log))).collect();
    Some(Settings {
        id: id?.to_string(),
        name: name?,
        base_currency: base_currency?,
        as_of: as_of?,
        horizon: horizon?,
        report_orders,
        claims,
        report_vehicles,
        row: row?,
    })
}

fn report_order(fields: &mut Fields<'_>) -> Option<ReportOrder> {
    let order = fields.reference("order", ORDER);
    let equipment = fields.maybe_reference("equipment", EQUIPMENT);
    Some(ReportOrder { order: order?, equipment })
}

fn claim(fields: &mut Fields<'_>) -> Option<Claim> {
    let figure = fields.reference("figure", FIGURE);
    let order = fields.reference("order", ORDER);
    let better = fields.reference("better", EQUIPMENT);
    let other = fields.reference("other", EQUIPMENT);
    let per_unit = fields.references("per_unit", PARAMETER);
    Some(Claim { figure: figure?, order: order?, better: better?, other: other?, per_unit })
}

/// Values of tables within are facts of the corridor: `claim.1.figure`.
fn with_nested(row: &Row, record: &Record) -> Arc<Row> {
    let mut row = Row::clone(row);
    let mut count: BTreeMap<&str, usize> = BTreeMap::new();
    for nested in &record.nested {
        let number = count.entry(nested.table.name).or_default();
        *number += 1;
        for (key, field) in &nested.fields {
            put(&mut row.values, format!("{}.{number}.{key}", nested.table.name), field);
        }
    }
    Arc::new(row)
}

fn horizon(fields: &mut Fields<'_>) -> Option<Validity> {
    if !fields.has("horizon") {
        let words = Words::new("`horizon` of this corridor is missing")
            .hint("write horizon = { from = 2023-01-01, to = 2023-12-31 }");
        fields.problem(&codes::F020, "horizon", words);
        return None;
    }
    let mut inner = fields.inline("horizon")?;
    let (from, to) = (inner.date("from"), inner.date("to"));
    let validity = inner.validity();
    from.and(to).and(validity)
}
