//! Which files a corridor has, which tables are in them, and which columns or keys a table has.

/// A table: rows of a CSV file, or TOML tables of one name.
#[derive(Debug)]
pub(crate) struct Table {
    /// Its name in fact ids.
    pub(crate) name: &'static str,
    /// What a row is called in messages.
    pub(crate) noun: &'static str,
    /// Columns or keys, without those of provenance.
    pub(crate) columns: &'static [&'static str],
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

const fn table(name: &'static str, noun: &'static str, columns: &'static [&'static str]) -> Table {
    Table {
        name,
        noun,
        columns,
        open: false,
        id_column: "id",
        provenance: Provenance::Required,
        nested: &[],
        inline: &[],
    }
}

const fn open(name: &'static str, noun: &'static str) -> Table {
    Table { open: true, ..table(name, noun, &["id"]) }
}

pub(crate) static CORRIDOR: Table = Table {
    provenance: Provenance::Inherited,
    nested: &[("report_orders", &REPORT_ORDER), ("claim", &CLAIM)],
    inline: &[("horizon", &["from", "to"]), ("time_zones", &[])],
    ..table(
        "corridor",
        "corridor",
        &[
            "format_version",
            "id",
            "name",
            "base_currency",
            "as_of",
            "horizon",
            "report_vehicles",
            "time_zones",
        ],
    )
};

pub(crate) static REPORT_ORDER: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("report_orders", "reported order", &["order", "equipment"])
};

pub(crate) static CLAIM: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("claim", "claim", &["figure", "order", "better", "other", "per_unit"])
};

pub(crate) static SOURCE: Table = Table {
    provenance: Provenance::None,
    ..table("source", "source", &["id", "title", "publisher", "date", "reference", "licence"])
};

pub(crate) static PLACE: Table = table(
    "place",
    "place",
    &[
        "id",
        "name_en",
        "name_zh",
        "name_ru",
        "country",
        "kind",
        "lat",
        "lon",
        "gauge_mm",
        "handles",
        "time_zone",
        "hours",
        "unlocode",
        "esr",
        "free_days",
    ],
);

pub(crate) static LINK: Table = table(
    "link",
    "link",
    &["id", "from", "to", "mode", "km", "country", "gauge_mm", "electrified", "tracks"],
);

pub(crate) static SCHEDULED: Table = Table {
    nested: &[("stop", &STOP)],
    ..table(
        "service",
        "service",
        &[
            "id",
            "name",
            "operator",
            "mode",
            "equipment",
            "carries",
            "departs",
            "days",
            "from",
            "to",
            "also",
            "except",
            "cutoff_h",
            "units_max",
            "units_min",
            "tags",
        ],
    )
};

pub(crate) static STOP: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("stop", "stop", &["place", "run_h", "via"])
};

pub(crate) static ON_DEMAND: Table = table(
    "service",
    "service",
    &[
        "id",
        "name",
        "operator",
        "mode",
        "equipment",
        "carries",
        "countries",
        "crossings",
        "gauge_mm",
        "links",
        "km_per_day",
        "wait_h",
        "tags",
    ],
);

pub(crate) static CROSSING: Table =
    Table { nested: &[("step", &STEP)], ..table("crossing", "border crossing", &["id", "name", "link"]) };

pub(crate) static STEP: Table = Table {
    provenance: Provenance::Inherited,
    ..table(
        "border_step",
        "border step",
        &[
            "id",
            "what",
            "side",
            "kind",
            "clearance",
            "equipment",
            "hours",
            "hours_low",
            "hours_high",
            "from",
            "to",
        ],
    )
};

pub(crate) static GAUGE_CHANGE: Table =
    table("gauge_change", "gauge change", &["id", "place", "method", "equipment", "hours"]);

pub(crate) static HANDLING: Table =
    table("handling", "handling", &["id", "kind", "equipment", "from_equipment", "places", "hours"]);

pub(crate) static EQUIPMENT: Table = Table {
    nested: &[("deck", &DECK)],
    ..table(
        "equipment",
        "equipment",
        &[
            "id",
            "name",
            "kind",
            "handling",
            "carries",
            "gauge_mm",
            "length_mm",
            "tare_kg",
            "carrier_tare_kg",
            "payload_kg",
            "axles",
            "axle_load_max_kg",
            "gap_mm",
            "vehicles_max",
            "units_per_train_max",
            "empty_return",
            "soc_max_percent",
        ],
    )
};

pub(crate) static DECK: Table = Table {
    provenance: Provenance::Inherited,
    ..table("deck", "deck", &["id", "length_mm", "height_mm", "width_mm", "payload_kg"])
};

pub(crate) static MANUFACTURER: Table =
    table("manufacturer", "manufacturer", &["id", "name_en", "name_zh", "group", "plant", "wmi"]);

pub(crate) static VEHICLE: Table = table(
    "vehicle",
    "vehicle",
    &[
        "id",
        "maker",
        "name",
        "class",
        "kind",
        "length_mm",
        "width_mm",
        "height_mm",
        "wheelbase_mm",
        "kerb_kg",
        "gvm_kg",
        "powertrain",
        "engine_cc",
        "hs6",
        "un_number",
        "value_usd",
        "value_usd_low",
        "value_usd_high",
    ],
);

pub(crate) static TARIFF: Table = table(
    "tariff",
    "tariff",
    &[
        "id",
        "name",
        "item",
        "on",
        "basis",
        "currency",
        "rate",
        "low",
        "high",
        "per_unit",
        "minimum",
        "modes",
        "equipment",
        "from_equipment",
        "countries",
        "places",
        "crossings",
        "services",
        "classes",
        "from",
        "to",
    ],
);

pub(crate) static FX: Table = table("fx", "exchange rate", &["id", "currency", "per", "from", "to", "rate"]);

pub(crate) static BASE_UNIT: Table =
    table("base_unit", "base unit", &["id", "unit", "country", "amount", "currency", "from", "to"]);

pub(crate) static CHARGE: Table = table(
    "charge",
    "charge",
    &[
        "id",
        "country",
        "kind",
        "what",
        "hs",
        "classes",
        "kinds",
        "powertrains",
        "cc_over",
        "cc_upto",
        "age_max_years",
        "percent",
        "per_cc",
        "amount",
        "currency",
        "unit",
        "coefficient",
        "per",
        "unknown",
        "base",
        "from",
        "to",
    ],
);

pub(crate) static CALCULATION: Table =
    Table { id_column: "country", ..table("calculation", "calculation", &["country", "steps"]) };

pub(crate) static FACTOR: Table =
    table("factor", "emission factor", &["id", "what", "value", "low", "high", "unit", "scope"]);

pub(crate) static ACCEPTANCE: Table = table(
    "acceptance",
    "acceptance rule",
    &[
        "id",
        "what",
        "modes",
        "countries",
        "classes",
        "powertrains",
        "soc_max_percent",
        "engine_cc_min",
        "built_from",
        "refuse",
        "condition",
        "from",
        "to",
    ],
);

pub(crate) static EMBARGO: Table =
    table("embargo", "embargo", &["id", "what", "crossings", "modes", "from", "to", "exempt_tags"]);

pub(crate) static CLOSURE: Table = table("closure", "closure", &["id", "what", "crossings", "from", "to"]);

pub(crate) static HOLIDAY: Table = table("holiday", "holiday", &["id", "country", "what", "from", "to"]);

pub(crate) static DOCUMENT: Table = table(
    "document",
    "document",
    &["id", "name", "issued_by", "when", "modes", "countries", "powertrains", "mandatory"],
);

pub(crate) static ORDER: Table = table(
    "order",
    "order line",
    &[
        "id",
        "order",
        "what",
        "vehicle",
        "quantity",
        "origin",
        "destination",
        "ready",
        "due",
        "incoterm",
        "clearance",
        "soc_percent",
        "built",
    ],
);

pub(crate) static FIGURE: Table = table(
    "figure",
    "figure",
    &[
        "id",
        "what",
        "reporter",
        "partner",
        "flow",
        "basis",
        "category",
        "period",
        "value",
        "unit",
        "qualifier",
        "rounding",
        "printed",
    ],
);

pub(crate) static GROWTH: Table = table(
    "growth",
    "growth statement",
    &["id", "figure", "value", "unit", "reading", "rounding", "printed", "base"],
);

pub(crate) static RELATION: Table = Table {
    inline: &[
        ("sum", &["total", "parts", "complete"]),
        ("share", &["part", "whole", "percent"]),
        ("conversion", &["left", "right", "rates"]),
        ("packing", &["vehicles", "per_unit_min", "per_unit_max"]),
        ("unit_value", &["value", "count"]),
    ],
    ..table(
        "relation",
        "relation",
        &["id", "what", "sum", "share", "conversion", "packing", "unit_value", "same"],
    )
};

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

static EVENTS: Table = open("events", "event");
static TRANSIT: Table = open("transit", "transit time");
static BORDER_PERFORMANCE: Table = open("border_performance", "border figure");
static PARAMETERS: Table = open("parameters", "parameter");
static HS: Table = open("hs", "tariff code");
static WMI: Table = open("wmi", "maker code");
static RAIL_ADMINISTRATIONS: Table = open("rail_administrations", "railway code");

/// All files, in the order in which a reader meets them.
pub(crate) static FILES: &[FileKind] = &[
    file("corridor.toml", Form::Settings(&CORRIDOR)),
    file("sources.csv", Form::Csv(&SOURCE)),
    file("places.csv", Form::Csv(&PLACE)),
    file("links.csv", Form::Csv(&LINK)),
    file("services.toml", Form::Toml(&[("scheduled", &SCHEDULED), ("on_demand", &ON_DEMAND)])),
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
    /// Columns or keys with those of provenance.
    pub(crate) fn all_columns(&self) -> impl Iterator<Item = &'static str> {
        let provenance = if self.provenance == Provenance::None { &[] } else { PROVENANCE };
        self.columns.iter().chain(provenance).copied()
    }
}
