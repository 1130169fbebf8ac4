//! Behaviour of the crate through its public face.
#![expect(clippy::unwrap_used, reason = "a builder that fails is a test that fails")]

mod build;

mod article;
mod audit;
mod laws;
mod lint;
mod planted;
