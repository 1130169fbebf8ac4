#![doc = include_str!("../README.md")]

// In reading order: how numbers are rounded, then the quantities, then what they are counted in.
mod rounding;

mod quantity;

mod emission;
mod length;
mod mass;

mod time;

mod currency;
mod money;

pub use currency::{Currency, CurrencyError};
pub use emission::GramsCo2e;
pub use length::{Metres, Millimetres};
pub use mass::Kilograms;
pub use money::{Money, MoneyError, split_by_weights};
pub use quantity::QuantityError;
pub use rounding::{Rounding, div_round, round_to_integer};
pub use time::{Instant, Minutes};

/// Exact decimal number used for rates and for numbers as printed in a file; never a total.
pub use rust_decimal::Decimal;
