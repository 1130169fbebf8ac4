//! Lengths: millimetres for what must fit, metres for what is travelled.

use crate::quantity::{QuantityError, quantity, shorten, whole};

quantity! {
    /// A dimension of a vehicle, wagon or deck, in whole millimetres.
    Millimetres, "mm"
}

quantity! {
    /// A distance along a route, in whole metres.
    Metres, "m"
}

/// A million kilometres: no way on Earth is longer, and sums of such lengths stay far from overflow.
const LONGEST: u64 = 1_000_000_000;

impl Metres {
    /// Reads kilometres as printed, for example `286` or `12.5`.
    ///
    /// # Errors
    /// Fails on anything but a plain non-negative decimal with at most three places, up to a million kilometres.
    pub fn parse_km(text: &str) -> Result<Self, QuantityError> {
        let metres = whole(text, 1_000, "km", "m")?;
        u64::try_from(metres)
            .ok()
            .filter(|metres| *metres <= LONGEST)
            .map(Self::new)
            .ok_or_else(|| QuantityError::OutOfRange { text: shorten(text), unit: "km" })
    }

    /// Kilometres as an exact decimal.
    #[must_use]
    pub fn km(self) -> crate::Decimal {
        crate::Decimal::from(self.get()) / crate::Decimal::ONE_THOUSAND
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kilometres_are_exact_or_refused() {
        assert_eq!(Metres::parse_km("286").unwrap(), Metres::new(286_000));
        assert_eq!(Metres::parse_km("12.5").unwrap().km().normalize().to_string(), "12.5");
        assert!(matches!(Metres::parse_km("0.0001"), Err(QuantityError::TooFine { .. })));
        for absurd in ["-1", "1000001", "18446744073709551"] {
            assert!(matches!(Metres::parse_km(absurd), Err(QuantityError::OutOfRange { .. })), "{absurd}");
        }
        for bad in ["", "1e3", "1,5", " 1", "+1", "NaN", "1.2.3", "９"] {
            assert!(matches!(Metres::parse_km(bad), Err(QuantityError::NotANumber { .. })), "{bad}");
        }
    }

    #[test]
    fn text_forms_round_trip() {
        assert_eq!(Millimetres::new(26_030).to_string(), "26,030 mm");
        assert_eq!("26030".parse::<Millimetres>().unwrap(), Millimetres::new(26_030));
        assert!("26,030".parse::<Millimetres>().is_err());
    }
}
