//! Whole-corridor tests.
