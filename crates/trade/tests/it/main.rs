//! Behaviour of the crate through its public face.

mod build;

mod article;
mod audit;
mod laws;
mod lint;
mod planted;
mod stress;
