//! Places and the links between them.

use std::sync::Arc;

use landbridge_units::Metres;

use crate::country::Country;
use crate::esr::EsrCode;
use crate::fact::Row;
use crate::hours::Hours;
use crate::id::{LinkId, PlaceId};
use crate::unlocode::UnLocode;
use crate::word::words;

words! {
    /// What a place is.
    PlaceKind {
        /// Passenger or freight station.
        Station = "station",
        /// Marshalling yard.
        Yard = "yard",
        /// Where lines meet.
        Junction = "junction",
        /// Rail terminal.
        Terminal = "terminal",
        /// Vehicle plant.
        Plant = "plant",
        /// Sea port.
        Seaport = "seaport",
        /// River port.
        RiverPort = "river_port",
        /// Inland port.
        DryPort = "dry_port",
        /// Rail border station.
        RailBorder = "rail_border",
        /// Road border post.
        RoadBorder = "road_border",
        /// City.
        City = "city",
    }
}

words! {
    /// Track gauge.
    Gauge {
        /// 1435 mm: China, Iran, Europe.
        Standard = "1435",
        /// 1520 mm: the former Soviet railways.
        Broad = "1520",
    }
}

words! {
    /// How cargo is handled at a place, and what equipment asks for.
    HandlingKind {
        /// Vehicles drive on and off.
        Ramp = "ramp",
        /// Containers are lifted.
        Crane = "crane",
    }
}

words! {
    /// Mode of transport.
    Mode {
        /// Rail.
        Rail = "rail",
        /// Road.
        Road = "road",
        /// Inland waterway.
        River = "river",
        /// Sea.
        Sea = "sea",
    }
}

words! {
    /// Whether a line is electrified.
    Electrified {
        /// Throughout.
        Yes = "yes",
        /// Not at all.
        No = "no",
        /// In part: counted as diesel, since no source says which part.
        Partly = "partly",
    }
}

/// Degrees, in ten-millionths, so that a coordinate has one text form.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinate {
    /// Latitude in units of 1e-7 degrees, north positive.
    pub lat_e7: i64,
    /// Longitude in units of 1e-7 degrees, east positive.
    pub lon_e7: i64,
}

/// A station, port, plant, border post or city.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its id.
    pub id: PlaceId,
    /// English name.
    pub name_en: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Russian name; may be empty.
    pub name_ru: String,
    /// Country.
    pub country: Country,
    /// What it is.
    pub kind: PlaceKind,
    /// Where it is, if known.
    pub at: Option<Coordinate>,
    /// Gauges there.
    pub gauges: Vec<Gauge>,
    /// What can be loaded and unloaded there.
    pub handles: Vec<HandlingKind>,
    /// Time zone.
    pub time_zone: chrono_tz::Tz,
    /// Opening hours; `None` is around the clock.
    pub hours: Option<Hours>,
    /// UN/LOCODE.
    pub unlocode: Option<UnLocode>,
    /// ESR station code.
    pub esr: Option<EsrCode>,
    /// Days a vehicle stands free of storage charge; `None` where storage is not charged.
    pub free_days: Option<u32>,
    /// Provenance.
    pub row: Arc<Row>,
}

/// A piece of infrastructure between two places, used in both directions.
#[derive(Clone, Debug)]
pub struct Link {
    /// Its id.
    pub id: LinkId,
    /// One end.
    pub from: PlaceId,
    /// The other end.
    pub to: PlaceId,
    /// Mode.
    pub mode: Mode,
    /// Tariff length.
    pub length: Metres,
    /// Country whose tariff applies.
    pub country: Country,
    /// Gauges laid; empty for other modes than rail.
    pub gauges: Vec<Gauge>,
    /// Electrification; `None` for other modes than rail, or where unknown.
    pub electrified: Option<Electrified>,
    /// Provenance.
    pub row: Arc<Row>,
}
