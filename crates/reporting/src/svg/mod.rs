//! Drawings as SVG text: maps, bars, waterfalls, decks, journeys and intervals.
//!
//! Every chart is a plain struct with a `to_svg` method; the same struct gives the same bytes.
//! Charts draw what they are given, in the order given: sorting, summing and the wording of values are the caller's.
//! Floats are for drawing only and are printed to a tenth.
//!
//! ```
//! use landbridge_reporting::svg::{BarChart, BarRow, Segment};
//!
//! let row = BarRow {
//!     label: "block train".to_owned(),
//!     segments: vec![Segment { series: 0, value: 14.5, value_text: "14.5 d".to_owned(), assumed: false }],
//!     interval: Some((13.0, 17.0)),
//!     note: String::new(),
//! };
//! let chart = BarChart {
//!     title: "Transit time".to_owned(),
//!     desc: "Transit time of one offer in days".to_owned(),
//!     unit: "days".to_owned(),
//!     series: vec![],
//!     rows: vec![row],
//!     stacked: false,
//! };
//! assert!(chart.to_svg().contains("14.5 d"));
//! ```

mod bars;
mod canvas;
#[cfg(test)]
mod check;
mod deck;
mod frame;
mod geography;
mod ground;
mod interval;
mod legend;
mod list;
mod map;
mod placing;
mod projection;
mod scale;
mod silhouette;
mod style;
mod text;
mod time_distance;
mod waterfall;

pub use bars::{BarChart, BarRow, Segment};
pub use canvas::{Anchor, Face, Path, Svg};
pub use deck::{DeckDrawing, DeckLow, DeckRow, DeckSheet, DeckVehicle, DeckWheels};
pub use interval::{IntervalPlot, IntervalRow, PlotPoint};
pub use map::{LineClass, MapChart, MapLine, MapPlace, PlaceKind};
pub use projection::Albers;
pub use silhouette::DeckBody;
pub use style::SERIES_COLOURS;
pub use text::{escape, shorten, text_width, wrap};
pub use time_distance::{LegClass, TimeDistance, TimeLeg};
pub use waterfall::{StepKind, Waterfall, WaterfallStep};
