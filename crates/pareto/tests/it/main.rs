//! Behaviour of the searches, seen from outside.

mod laws;
mod support;
