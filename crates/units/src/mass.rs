//! Mass.

use crate::quantity::quantity;

quantity! {
    /// Mass in whole kilograms.
    Kilograms, "kg"
}
