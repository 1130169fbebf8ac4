//! Currencies after ISO 4217.

use thiserror::Error;

/// A currency of ISO 4217, with the number of its minor digits.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// The text is no ISO 4217 currency with a minor unit.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not an ISO 4217 currency code")]
pub struct CurrencyError {
    /// What was read.
    pub text: String,
}

impl Currency {
    /// The three-letter code. Codes are printed instead of symbols, since several currencies share one.
    #[must_use]
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// Digits after the point of the minor unit, 2 for most.
    #[must_use]
    pub fn minor_digits(self) -> u32 {
        u32::from(self.0.exponent().unwrap_or(0))
    }

    /// Minor units in one major unit.
    #[must_use]
    pub fn minor_per_major(self) -> i64 {
        10_i64.pow(self.minor_digits().min(18))
    }
}

impl std::str::FromStr for Currency {
    type Err = CurrencyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        iso_currency::Currency::from_code(text)
            .filter(|currency| currency.exponent().is_some())
            .map(Self)
            .ok_or_else(|| CurrencyError { text: crate::quantity::shorten(text) })
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl PartialOrd for Currency {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Currency {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.code().cmp(other.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_corridors_currencies_are_known() {
        for (code, digits) in
            [("CNY", 2), ("USD", 2), ("KZT", 2), ("UZS", 2), ("KGS", 2), ("TJS", 2), ("TMT", 2), ("JPY", 0)]
        {
            assert_eq!(code.parse::<Currency>().unwrap().minor_digits(), digits, "{code}");
        }
        for bad in ["", "cny", "RMB", "XAU", "CNYY"] {
            assert!(bad.parse::<Currency>().is_err(), "{bad}");
        }
    }
}
