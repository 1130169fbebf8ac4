#![doc = include_str!("../README.md")]

// In reading order: where bytes come from and what is said about them, then bytes to text, text to records,
// records to values, values to a corridor; last loading lists, which are read against one.
mod directory;
mod sources;

mod codes;
mod diagnostic;
mod log;
mod render;
mod suggest;

mod text;

mod document;
mod grid;
mod record;
mod schema;

mod context;
mod fields;
mod tables;

mod chains;
mod checks;
mod load;

mod loading_list;

pub use codes::CODES;
pub use diagnostic::Diagnostic;
pub use directory::Directory;
pub use load::{Outcome, load};
pub use loading_list::{ListRow, LoadingList, read_loading_list};
pub use render::{Layers, NoText, SourceText, render};
pub use sources::{FILE_BYTES_MAX, Memory, Shipped, SourceError, Sources, shipped};
pub use tables::settings::FORMAT_VERSION;
