//! Whole-corridor scenarios and snapshots live in `it/`; this library is empty on purpose.
