//! Which files a corridor has, which tables are in them, and which columns or keys a table has.

mod tables;

pub(crate) use tables::LOADING_LIST;
use tables::{
    ACCEPTANCE, BASE_UNIT, BORDER_PERFORMANCE, CALCULATION, CHARGE, CLOSURE, CORRIDOR, CROSSING, DOCUMENT,
    EMBARGO, EQUIPMENT, EVENTS, FACTOR, FIGURE, FREQUENT, FX, GAUGE_CHANGE, GROWTH, HANDLING, HOLIDAY, HS,
    LINK, MANUFACTURER, ON_DEMAND, ORDER, PARAMETERS, PLACE, RAIL_ADMINISTRATIONS, RELATION, SCHEDULED,
    SOURCE, TARIFF, TRANSIT, VEHICLE, WMI,
};

/// A table: rows of a CSV file, or TOML tables of one name.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name in fact ids.
    pub(crate) name: &'static str,
    /// What a row is called in messages.
    pub(crate) noun: &'static str,
    /// Columns or keys, without those of provenance.
    pub(crate) columns: &'static [&'static str],
    /// Further columns that a CSV file may leave out.
    pub(crate) optional: &'static [&'static str],
    /// Whether any other column may stand there: evidence and codes.
    pub(crate) open: bool,
    /// The column that holds the id; empty for rows that have none.
    pub(crate) id_column: &'static str,
    /// Whether rows say where they come from.
    pub(crate) provenance: Provenance,
    /// Keys of arrays of tables within a row, and what they are.
    pub(crate) nested: &'static [(&'static str, &'static Table)],
    /// Keys that hold an inline table, with its keys; an empty list allows any.
    pub(crate) inline: &'static [(&'static str, &'static [&'static str])],
}

/// Whether rows say where they come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Provenance {
    /// Each row says it.
    Required,
    /// A row that does not say it has that of the table it stands in.
    Inherited,
    /// Rows have none of their own.
    None,
}

/// The columns of provenance.
pub(crate) const PROVENANCE: &[&str] = &["source", "tier", "assumed", "note"];

/// The shape of a file.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Form {
    /// One table, one row a line.
    Csv(&'static Table),
    /// Arrays of tables, by key.
    Toml(&'static [(&'static str, &'static Table)]),
    /// One table whose keys stand at the top.
    Settings(&'static Table),
}

/// A file a corridor may have.
#[derive(Debug)]
pub(crate) struct FileKind {
    /// Its path, or a folder with `/` at the end.
    path: &'static str,
    /// Whether a corridor must have it.
    pub(crate) required: bool,
    /// What is in it.
    pub(crate) form: Form,
}

const fn file(path: &'static str, form: Form) -> FileKind {
    FileKind { path, required: true, form }
}

const fn optional(path: &'static str, form: Form) -> FileKind {
    FileKind { path, required: false, form }
}

/// All files, in the order in which a reader meets them.
pub(crate) static FILES: &[FileKind] = &[
    file("corridor.toml", Form::Settings(&CORRIDOR)),
    file("sources.csv", Form::Csv(&SOURCE)),
    file("places.csv", Form::Csv(&PLACE)),
    file("links.csv", Form::Csv(&LINK)),
    file(
        "services.toml",
        Form::Toml(&[("scheduled", &SCHEDULED), ("frequent", &FREQUENT), ("on_demand", &ON_DEMAND)]),
    ),
    file(
        "borders.toml",
        Form::Toml(&[("crossing", &CROSSING), ("gauge_change", &GAUGE_CHANGE), ("handling", &HANDLING)]),
    ),
    file("equipment.toml", Form::Toml(&[("equipment", &EQUIPMENT)])),
    file("manufacturers.csv", Form::Csv(&MANUFACTURER)),
    file("vehicles.csv", Form::Csv(&VEHICLE)),
    file("tariffs.toml", Form::Toml(&[("tariff", &TARIFF)])),
    file("fx.csv", Form::Csv(&FX)),
    file(
        "duties.toml",
        Form::Toml(&[("base_unit", &BASE_UNIT), ("charge", &CHARGE), ("calculation", &CALCULATION)]),
    ),
    file("emissions.csv", Form::Csv(&FACTOR)),
    file(
        "rules.toml",
        Form::Toml(&[
            ("acceptance", &ACCEPTANCE),
            ("embargo", &EMBARGO),
            ("closure", &CLOSURE),
            ("holiday", &HOLIDAY),
            ("document", &DOCUMENT),
        ]),
    ),
    file("orders.csv", Form::Csv(&ORDER)),
    optional("trade/", Form::Toml(&[("figure", &FIGURE), ("growth", &GROWTH), ("relation", &RELATION)])),
    optional("evidence/events.csv", Form::Csv(&EVENTS)),
    optional("evidence/transit.csv", Form::Csv(&TRANSIT)),
    optional("evidence/border_performance.csv", Form::Csv(&BORDER_PERFORMANCE)),
    optional("evidence/parameters.csv", Form::Csv(&PARAMETERS)),
    optional("codes/hs.csv", Form::Csv(&HS)),
    optional("codes/wmi.csv", Form::Csv(&WMI)),
    optional("codes/rail_administrations.csv", Form::Csv(&RAIL_ADMINISTRATIONS)),
];

impl FileKind {
    /// The path or folder.
    pub(crate) const fn path(&self) -> &'static str {
        self.path
    }

    /// Whether a path is this file, or a TOML file right in this folder.
    pub(crate) fn is(&self, path: &str) -> bool {
        match path.strip_prefix(self.path) {
            Some("") => true,
            Some(rest) => self.path.ends_with('/') && rest.ends_with(".toml") && !rest.contains('/'),
            None => false,
        }
    }

    /// Names of the tables in it.
    pub(crate) fn tables(&self) -> Vec<&'static str> {
        match self.form {
            Form::Csv(table) | Form::Settings(table) => vec![table.name],
            Form::Toml(tables) => tables.iter().map(|(_, table)| table.name).collect(),
        }
    }
}

impl Table {
    /// Whether it has a column of its own with this name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.columns.contains(&column) || self.optional.contains(&column)
    }

    /// Columns or keys with those of provenance.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &'static str> {
        let provenance = if self.provenance == Provenance::None { &[] } else { PROVENANCE };
        self.columns.iter().chain(self.optional).chain(provenance).copied()
    }

    /// Columns that a CSV file must have.
    pub(crate) fn required_columns(&self) -> impl Iterator<Item = &'static str> {
        self.all_columns().filter(|column| !self.optional.contains(column))
    }
}
