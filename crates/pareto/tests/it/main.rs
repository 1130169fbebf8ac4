//! Behaviour of the searches, seen from outside.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should fail")]

mod edges;
mod instances;
mod laws;
mod support;
