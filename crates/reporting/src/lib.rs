#![doc = include_str!("../README.md")]

// In reading order: what a page is, how it becomes text, the pages, the report, and the drawings they use.
mod page;

mod explain;
mod geojson;
mod json;
mod markdown;
mod text;

mod pages;

mod report;

pub mod svg;

pub use explain::explain;
pub use geojson::{reach_days_geojson, reach_geojson, route_geojson};
pub use json::{FORMAT_VERSION, figures_json, page_json, pretty};
pub use markdown::markdown;
pub use page::{Block, Cell, Column, Page, Row, Table, key_of};
pub use pages::ask::compare_page;
pub use pages::load::{check_page, fleet_page, loading_list, loads_drawing, loads_page, stops_list};
pub use pages::parts::local_time;
pub use pages::profile::profile_page;
pub use pages::reach::{reach_days_page, reach_page};
pub use pages::route::routes_page;
pub use pages::route_drawings::{route_map, time_space};
pub use pages::stops::stops_page;
pub use pages::trade::audit_page;
pub use pages::train_sheet::trains_sheet_page;
pub use report::{Report, report};
pub use text::{csv, text};
