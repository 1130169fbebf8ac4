//! Behaviour of the loader, one module per topic.

mod fixtures;
mod valid;
