#![doc = include_str!("../README.md")]

// In reading order: what a page is, how it becomes text, the pages, the report, and the drawings they use.
mod page;

mod explain;
mod json;
mod markdown;
mod text;

mod pages;

mod report;

pub mod svg;

pub use explain::explain;
pub use json::{FORMAT_VERSION, figures_json, page_json, pretty};
pub use markdown::markdown;
pub use page::{Block, Cell, Column, Page, Row, Table, key_of};
pub use pages::ask::{compare_page, loads_page, routes_page};
pub use pages::trade::audit_page;
pub use report::{Report, report};
pub use text::{csv, text};
