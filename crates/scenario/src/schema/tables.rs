//! The tables with their columns or keys, in the order of the files.

use super::{Provenance, Table};

const fn table(name: &'static str, noun: &'static str, columns: &'static [&'static str]) -> Table {
    Table {
        name,
        noun,
        columns,
        optional: &[],
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

pub(super) static CORRIDOR: Table = Table {
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

pub(super) static REPORT_ORDER: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("report_orders", "reported order", &["order", "equipment"])
};

pub(super) static CLAIM: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("claim", "claim", &["figure", "order", "better", "other", "per_unit"])
};

pub(super) static SOURCE: Table = Table {
    provenance: Provenance::None,
    ..table("source", "source", &["id", "title", "publisher", "date", "reference", "licence"])
};

pub(super) static PLACE: Table = table(
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

pub(super) static LINK: Table = table(
    "link",
    "link",
    &["id", "from", "to", "mode", "km", "country", "gauge_mm", "electrified", "tracks"],
);

pub(super) static SCHEDULED: Table = Table {
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

pub(super) static FREQUENT: Table = Table {
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
            "every_h",
            "from",
            "to",
            "cutoff_h",
            "units_max",
            "units_min",
            "tags",
        ],
    )
};

pub(super) static STOP: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("stop", "stop", &["place", "run_h", "run_h_low", "run_h_high", "via"])
};

pub(super) static ON_DEMAND: Table = table(
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
        "wait_h_low",
        "wait_h_high",
        "tags",
    ],
);

pub(super) static CROSSING: Table =
    Table { nested: &[("step", &STEP)], ..table("crossing", "border crossing", &["id", "name", "link"]) };

pub(super) static STEP: Table = Table {
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

pub(super) static GAUGE_CHANGE: Table = table(
    "gauge_change",
    "gauge change",
    &["id", "place", "method", "equipment", "hours", "hours_low", "hours_high"],
);

pub(super) static HANDLING: Table = table(
    "handling",
    "handling",
    &["id", "kind", "equipment", "from_equipment", "places", "hours", "hours_low", "hours_high"],
);

pub(super) static EQUIPMENT: Table = Table {
    nested: &[("deck", &DECK), ("low", &LOW)],
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
            "setting_of",
            "way_out",
            "lashing_kg",
            "supports_mm",
            "ends_difference_max_kg",
            "top_heavy_max_kg",
            "ramp_permille",
            "saddle_max",
        ],
    )
};

pub(super) static LOW: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    ..table("low", "low part", &["deck", "from_mm", "to_mm", "height_mm"])
};

pub(super) static DECK: Table = Table {
    provenance: Provenance::Inherited,
    ..table("deck", "deck", &["id", "length_mm", "height_mm", "width_mm", "payload_kg"])
};

pub(super) static MANUFACTURER: Table =
    table("manufacturer", "manufacturer", &["id", "name_en", "name_zh", "group", "plant", "wmi"]);

pub(super) static VEHICLE: Table = Table {
    optional: &["front_overhang_mm", "rear_overhang_mm", "ground_clearance_mm", "saddle_pitch_mm", "moves"],
    ..table("vehicle", "vehicle", &VEHICLE_COLUMNS)
};

const VEHICLE_COLUMNS: [&str; 18] = [
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
];

pub(super) static TARIFF: Table = table(
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

pub(super) static FX: Table = table("fx", "exchange rate", &["id", "currency", "per", "from", "to", "rate"]);

pub(super) static BASE_UNIT: Table =
    table("base_unit", "base unit", &["id", "unit", "country", "amount", "currency", "from", "to"]);

pub(super) static CHARGE: Table = table(
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

pub(super) static CALCULATION: Table =
    Table { id_column: "country", ..table("calculation", "calculation", &["country", "steps"]) };

pub(super) static FACTOR: Table =
    table("factor", "emission factor", &["id", "what", "value", "low", "high", "unit", "scope"]);

pub(super) static ACCEPTANCE: Table = table(
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

pub(super) static EMBARGO: Table =
    table("embargo", "embargo", &["id", "what", "crossings", "modes", "from", "to", "exempt_tags"]);

pub(super) static CLOSURE: Table = table("closure", "closure", &["id", "what", "crossings", "from", "to"]);

pub(super) static HOLIDAY: Table = table("holiday", "holiday", &["id", "country", "what", "from", "to"]);

pub(super) static DOCUMENT: Table = table(
    "document",
    "document",
    &["id", "name", "issued_by", "when", "modes", "countries", "powertrains", "mandatory"],
);

pub(super) static ORDER: Table = table(
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

pub(super) static FIGURE: Table = table(
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

pub(super) static GROWTH: Table = table(
    "growth",
    "growth statement",
    &["id", "figure", "value", "unit", "reading", "rounding", "printed", "base"],
);

pub(super) static RELATION: Table = Table {
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

pub(super) static EVENTS: Table = open("events", "event");
pub(super) static TRANSIT: Table = open("transit", "transit time");
pub(super) static BORDER_PERFORMANCE: Table = open("border_performance", "border figure");
pub(super) static PARAMETERS: Table = open("parameters", "parameter");
pub(super) static HS: Table = open("hs", "tariff code");
pub(super) static WMI: Table = open("wmi", "maker code");
pub(super) static RAIL_ADMINISTRATIONS: Table = open("rail_administrations", "railway code");

pub(crate) static LOADING_LIST: Table = Table {
    id_column: "",
    provenance: Provenance::None,
    optional: &["position_mm", "vin", "stop", "saddled"],
    ..table("loading_list", "placed vehicle", &["unit", "equipment", "deck", "vehicle"])
};
