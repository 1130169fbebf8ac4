//! Behaviour of the searches, seen from outside.

mod edges;
mod instances;
mod laws;
mod support;
