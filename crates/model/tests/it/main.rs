//! The model's behaviour as a whole.

mod identifiers;
