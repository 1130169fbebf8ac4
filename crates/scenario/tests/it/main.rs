//! Behaviour of the loader, one module per topic.

mod broken;
mod fixtures;
mod folders;
mod laws;
mod limits;
mod loading_lists;
mod overlays;
mod rendering;
mod valid;
