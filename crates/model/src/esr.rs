//! ESR codes: the station codes of the 1520 mm railways.

use thiserror::Error;

/// A six-digit station code whose last digit is right.
///
/// # Source
/// Unified network marking (ESR): weights 1 to 5 modulo 11; where that gives 10, weights 3 to 7; where that
/// gives 10 again, 0. Verified on the codes in `tests/identifier_vectors.csv`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EsrCode([u8; 6]);

/// The text is no station code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum EsrError {
    /// Not six digits.
    #[error("`{text}` is not an ESR station code of six digits")]
    Shape {
        /// What was read, shortened.
        text: String,
    },
    /// The last digit is wrong.
    #[error("ESR station code {text} ends in {found}, its check digit is {expected}")]
    CheckDigit {
        /// What was read.
        text: String,
        /// The digit found.
        found: u8,
        /// The digit that fits.
        expected: u8,
    },
}

impl EsrCode {
    /// The six digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??????")
    }
}

fn check_digit(five: &[u8]) -> u8 {
    let sum = |first: u32| -> u32 {
        five.iter().zip(first..).map(|(d, weight)| u32::from(*d - b'0') * weight).sum::<u32>() % 11
    };
    let digit = match sum(1) {
        10 => sum(3) % 10,
        digit => digit,
    };
    u8::try_from(digit).unwrap_or(0)
}

impl std::str::FromStr for EsrCode {
    type Err = EsrError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let digits: [u8; 6] = text
            .as_bytes()
            .try_into()
            .ok()
            .filter(|bytes: &[u8; 6]| bytes.iter().all(u8::is_ascii_digit))
            .ok_or_else(|| EsrError::Shape { text: text.chars().take(40).collect() })?;
        let (found, expected) = (digits[5] - b'0', check_digit(&digits[..5]));
        if found == expected {
            Ok(Self(digits))
        } else {
            Err(EsrError::CheckDigit { text: text.to_owned(), found, expected })
        }
    }
}

impl std::fmt::Display for EsrCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
