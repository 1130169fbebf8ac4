//! Files to a corridor: layers are read, laid over each other, turned into domain values, and checked together.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{Corridor, EvidenceId, Service};

use crate::checks;
use crate::codes;
use crate::context::Context;
use crate::diagnostic::Diagnostic;
use crate::fields::Fields;
use crate::log::{At, Log, Words};
use crate::record::Record;
use crate::schema::{FILES, FileKind, Form};
use crate::sources::{SourceError, Sources};
use crate::suggest::did_you_mean;
use crate::tables::{
    borders, duties, equipment, evidence, factors, links, orders, places, rules, services, settings, sources,
    statistics, tariffs, vehicles,
};
use crate::text::{Text, shorten};
use crate::{document, grid};

/// What became of a corridor folder.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The corridor; `None` where there is an error among the diagnostics.
    pub corridor: Option<Corridor>,
    /// All problems, sorted by file, line, column and code.
    pub diagnostics: Vec<Diagnostic>,
}

impl Outcome {
    /// Whether there is an error.
    #[must_use]
    pub const fn has_errors(&self) -> bool {
        self.corridor.is_none()
    }
}

/// Reads and checks a corridor folder with overlays, the later over the earlier.
///
/// An overlay has the same files, all optional. A row replaces the one with the same table and id, with all that
/// is nested in it; other rows are added; keys of `corridor.toml` replace single keys. Files of the first overlay
/// are called `overlay1/…`, of the second `overlay2/…`, in diagnostics and in facts.
///
/// All problems are found at once. Three things wait until others are repaired: references to a table whose file
/// cannot be taken apart, checks across tables in which a row has an error, and checks across tables while
/// `corridor.toml` has one.
#[must_use]
pub fn load(base: &dyn Sources, overlays: &[&dyn Sources]) -> Outcome {
    let mut log = Log::default();
    let mut context = Context::default();
    let mut rows = read_layer(base, "", &mut context, &mut log);
    for (idx, overlay) in overlays.iter().enumerate() {
        let layer = read_layer(*overlay, &format!("overlay{}/", idx + 1), &mut context, &mut log);
        lay_over(&mut rows, layer);
    }
    collect_ids(&rows, &mut context);
    if let Some(record) = rows.get("corridor").and_then(|records| records.first()) {
        context.time_zones = {
            let mut fields = Fields::new(record, &context, &mut log);
            settings::time_zones(&mut fields)
        };
    }
    let corridor = build(&rows, &context, &mut log);
    let clean = log.errors() == 0;
    Outcome { corridor: corridor.filter(|_| clean), diagnostics: log.finish() }
}

/// Rows by table.
type Rows = BTreeMap<&'static str, Vec<Record>>;

fn read_layer(layer: &dyn Sources, prefix: &str, context: &mut Context, log: &mut Log) -> Rows {
    let mut rows = Rows::new();
    let files = match layer.list() {
        Ok(files) => files,
        Err(error) => {
            let name = Arc::from(format!("{prefix}."));
            log.push(&codes::F036, &name, At::START, Words::new(error.to_string()));
            // Nothing is known; a list of missing files would say less.
            context.unsure.extend(FILES.iter().flat_map(FileKind::tables));
            return rows;
        }
    };
    for kind in FILES.iter().filter(|kind| kind.required && prefix.is_empty()) {
        if !files.iter().any(|file| kind.is(file)) {
            let words = Words::new(format!("`{}` is missing", kind.path()))
                .hint("a table without rows has its header line, a TOML file without tables a comment")
                .maybe_hint(did_you_mean(kind.path(), files.iter().map(String::as_str)));
            log.push(&codes::F001, &Arc::from(kind.path()), At::START, words);
            context.unsure.extend(kind.tables());
        }
    }
    for file in &files {
        let name: Arc<str> = Arc::from(format!("{prefix}{file}"));
        let Some(kind) = FILES.iter().find(|kind| kind.is(file)) else {
            if !is_prose(file) {
                let words = Words::new(format!("`{}` is no file of a corridor", shorten(file)))
                    .maybe_hint(did_you_mean(file, FILES.iter().map(FileKind::path)));
                log.push(&codes::F002, &name, At::START, words);
            }
            continue;
        };
        match read_file(layer, file, &name, kind, log) {
            Some(read) => {
                if !read.all {
                    context.unsure.extend(kind.tables());
                }
                for record in read.records {
                    rows.entry(record.table.name).or_default().push(record);
                }
            }
            None => context.unsure.extend(kind.tables()),
        }
    }
    for records in rows.values_mut() {
        drop_duplicates(records, log);
    }
    rows
}

/// A folder may explain itself.
fn is_prose(file: &str) -> bool {
    let name = file.rsplit('/').next().unwrap_or(file);
    name.ends_with(".md") || name.starts_with("LICENSE") || name.starts_with('.')
}

fn read_file(
    layer: &dyn Sources,
    file: &str,
    name: &Arc<str>,
    kind: &FileKind,
    log: &mut Log,
) -> Option<document::Rows> {
    let bytes = match layer.read(file) {
        Ok(bytes) => bytes,
        Err(error) => {
            let code = match error {
                SourceError::TooLarge { .. } => &codes::F004,
                _ => &codes::F036,
            };
            log.push(code, name, At::START, Words::new(error.to_string()));
            return None;
        }
    };
    let text = Text::read(name, &bytes, log)?;
    match kind.form {
        Form::Csv(table) => {
            grid::read(&text, table, log).map(|records| document::Rows { records, all: true })
        }
        Form::Toml(tables) => document::read(&text, tables, log),
        Form::Settings(table) => document::read_settings(&text, table, log),
    }
}

fn drop_duplicates(records: &mut Vec<Record>, log: &mut Log) {
    let mut seen: BTreeMap<String, (Arc<str>, u32)> = BTreeMap::new();
    records.retain(|record| {
        let id = record.id();
        if id.is_empty() {
            return true;
        }
        if let Some((file, line)) = seen.get(id) {
            let words = Words::new(format!(
                "{} `{}` is already in {file}, line {line}",
                record.table.noun,
                shorten(id)
            ))
            .hint("ids are given once; rename one of the two");
            log.push(&codes::R001, &record.file, record.id_at(), words);
            return false;
        }
        seen.insert(id.to_owned(), (Arc::clone(&record.file), record.at.line));
        true
    });
}

fn lay_over(rows: &mut Rows, layer: Rows) {
    for (table, records) in layer {
        let below = rows.entry(table).or_default();
        if table == "corridor" {
            for record in records {
                match below.first_mut() {
                    Some(first) => replace_keys(first, record),
                    None => below.push(record),
                }
            }
            continue;
        }
        let places: BTreeMap<String, usize> =
            below.iter().enumerate().map(|(idx, record)| (record.id().to_owned(), idx)).collect();
        for record in records {
            match places.get(record.id()).and_then(|idx| below.get_mut(*idx)) {
                Some(replaced) => *replaced = record,
                None => below.push(record),
            }
        }
    }
}

/// Keys of the settings replace keys, and all tables of one name those of that name.
fn replace_keys(below: &mut Record, above: Record) {
    let names: BTreeSet<&str> = above.nested.iter().map(|nested| nested.table.name).collect();
    below.nested.retain(|nested| !names.contains(nested.table.name));
    below.nested.extend(above.nested);
    below.fields.extend(above.fields);
}

fn collect_ids(rows: &Rows, context: &mut Context) {
    for (table, records) in rows {
        let ids = context.ids.entry(table).or_default();
        ids.extend(records.iter().map(|record| record.id().to_owned()).filter(|id| !id.is_empty()));
    }
    let orders = rows.get("order").into_iter().flatten();
    let names: BTreeSet<String> = orders.filter_map(|record| record.text("order")).collect();
    context.ids.insert("order/order", names);
    if context.unsure.contains("order") {
        context.unsure.insert("order/order");
    }
}

/// Reads the rows of tables, and keeps which tables were read whole.
struct Reader<'a> {
    rows: &'a Rows,
    context: &'a Context,
    log: &'a mut Log,
    whole: BTreeSet<&'static str>,
}

impl Reader<'_> {
    fn each<T>(
        &mut self,
        table: &'static str,
        read: impl Fn(&Record, &Context, &mut Log) -> Option<T>,
    ) -> Vec<T> {
        let errors = self.log.errors();
        let mut values = Vec::new();
        let mut broken = false;
        for record in self.rows.get(table).into_iter().flatten() {
            if record.broken {
                broken = true;
            } else {
                values.extend(read(record, self.context, self.log));
            }
        }
        let all = values.len() == self.rows.get(table).map_or(0, Vec::len);
        if all && !broken && self.log.errors() == errors && !self.context.unsure.contains(table) {
            self.whole.insert(table);
        }
        values
    }

    fn fields<T>(&mut self, table: &'static str, read: impl Fn(&mut Fields<'_>) -> Option<T>) -> Vec<T> {
        self.each(table, |record, context, log| read(&mut Fields::new(record, context, log)))
    }

    /// As a map by id. Ids are unique here: duplicates have been dropped.
    fn map<K: Ord, T>(
        &mut self,
        table: &'static str,
        read: impl Fn(&mut Fields<'_>) -> Option<T>,
        id: impl Fn(&T) -> K,
    ) -> BTreeMap<K, T> {
        self.fields(table, read).into_iter().map(|value| (id(&value), value)).collect()
    }

    /// As a list sorted by id.
    fn list<K: Ord, T>(
        &mut self,
        table: &'static str,
        read: impl Fn(&mut Fields<'_>) -> Option<T>,
        id: impl Fn(&T) -> K,
    ) -> Vec<T> {
        self.map(table, read, id).into_values().collect()
    }
}

fn build(rows: &Rows, context: &Context, log: &mut Log) -> Option<Corridor> {
    let mut reader = Reader { rows, context, log, whole: BTreeSet::new() };
    let settings = reader.each("corridor", settings::read).pop();
    let sources = reader
        .each("source", |record, context, log| {
            sources::read(&mut Fields::new(record, context, log), record.at.line)
        })
        .into_iter()
        .map(|source| (source.id.clone(), source))
        .collect();
    let places = reader.map("place", places::read, |x| x.id.clone());
    let links = reader.map("link", links::read, |x| x.id.clone());
    let services: Vec<Service> = reader.each("service", services::read);
    let crossings = reader.each("crossing", borders::crossing);
    let gauge_changes = reader.list("gauge_change", borders::gauge_change, |x| x.id.clone());
    let handlings = reader.list("handling", borders::handling, |x| x.id.clone());
    let equipment = reader.each("equipment", equipment::read);
    let manufacturers = reader.map("manufacturer", vehicles::manufacturer, |x| x.id.clone());
    let vehicles = reader.map("vehicle", vehicles::model, |x| x.id.clone());
    let tariffs = reader.list("tariff", tariffs::tariff, |x| x.id.clone());
    let exchange = reader.list("fx", tariffs::exchange_rate, |x| x.id.clone());
    let base_units = reader.list("base_unit", duties::base_unit, |x| x.id.clone());
    let charges = reader.list("charge", duties::charge, |x| x.id.clone());
    let calculations = reader.list("calculation", duties::calculation, |x| x.country);
    let factors = reader.map("factor", factors::read, |x| x.id.clone());
    let acceptances = reader.list("acceptance", rules::acceptance, |x| x.id.clone());
    let embargoes = reader.list("embargo", rules::embargo, |x| x.id.clone());
    let closures = reader.list("closure", rules::closure, |x| x.id.clone());
    let holidays = reader.list("holiday", rules::holiday, |x| x.id.clone());
    let documents = reader.list("document", rules::document, |x| x.id.clone());
    let orders = reader.list("order", orders::read, |x| x.id.clone());
    let figures = reader.map("figure", statistics::figure, |x| x.id.clone());
    let growths = reader.list("growth", statistics::growth, |x| x.id.clone());
    let relations = reader.list("relation", statistics::relation, |x| x.id.clone());
    let mut evidence = BTreeMap::new();
    for table in EVIDENCE {
        let read: BTreeMap<EvidenceId, _> = reader.map(table, evidence::read, |x| x.id.clone());
        if rows.contains_key(table) {
            evidence.insert((*table).to_owned(), read);
        }
    }
    let whole = std::mem::take(&mut reader.whole);
    let settings = settings?;
    let corridor = Corridor {
        id: settings.id,
        name: settings.name,
        base_currency: settings.base_currency,
        as_of: settings.as_of,
        horizon: settings.horizon,
        report_orders: settings.report_orders,
        claims: settings.claims,
        report_vehicles: settings.report_vehicles,
        row: settings.row,
        sources,
        places,
        links,
        services: services.into_iter().map(|x| (x.id.clone(), x)).collect(),
        crossings: crossings.into_iter().map(|x| (x.id.clone(), x)).collect(),
        gauge_changes,
        handlings,
        equipment: equipment.into_iter().map(|x| (x.id.clone(), x)).collect(),
        manufacturers,
        vehicles: vehicles.into_iter().map(|(id, model)| (id, Arc::new(model))).collect(),
        tariffs,
        exchange,
        base_units,
        charges,
        calculations,
        factors,
        acceptances,
        embargoes,
        closures,
        holidays,
        documents,
        orders,
        figures,
        growths,
        relations,
        evidence,
    };
    checks::run(&corridor, &whole, log);
    Some(corridor)
}

/// Tables that validate rather than compute.
const EVIDENCE: &[&str] =
    &["events", "transit", "border_performance", "parameters", "hs", "wmi", "rail_administrations"];
