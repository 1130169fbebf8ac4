//! The network's behaviour as a whole.

mod kit;
mod oracle;

mod building;
mod movement;
mod searching;

mod laws;
