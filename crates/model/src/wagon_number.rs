//! Wagon numbers of the two worlds that meet at a break of gauge.

use thiserror::Error;

/// The text is no wagon number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum WagonNumberError {
    /// Not the right number of digits.
    #[error("`{text}` is not a wagon number of {digits} digits")]
    Shape {
        /// What was read, shortened.
        text: String,
        /// Digits expected.
        digits: usize,
    },
    /// The last digit is wrong.
    #[error("wagon number {text} ends in {found}, its check digit is {expected}")]
    CheckDigit {
        /// What was read.
        text: String,
        /// The digit found.
        found: u8,
        /// The digit that fits.
        expected: u8,
    },
}

/// A twelve-digit number whose last digit fits.
///
/// # Source
/// UIC leaflet 438-2: from the right, weights 2, 1, 2, …; digit sums; complement to ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UicWagonNumber([u8; 12]);

/// An eight-digit number whose last digit fits.
///
/// # Source
/// Numbering of the CIS and Baltic railways: weights 2, 1, 2, … from the left; digit sums; complement to ten.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CisWagonNumber([u8; 8]);

impl UicWagonNumber {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("????????????")
    }

    /// UIC code of the railway administration or country: digits 3 and 4.
    #[must_use]
    pub fn administration(&self) -> &str {
        &self.as_str()[2..4]
    }
}

impl CisWagonNumber {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("????????")
    }
}

// Both schemes double the first digit and every other one from there: eleven and seven digits are odd.
fn check_digit(digits: &[u8]) -> u8 {
    let sum: u8 = digits
        .iter()
        .enumerate()
        .map(|(i, d)| {
            let value = (d - b'0') * if i % 2 == 0 { 2 } else { 1 };
            value / 10 + value % 10
        })
        .sum();
    (10 - sum % 10) % 10
}

fn parse<const N: usize>(text: &str) -> Result<[u8; N], WagonNumberError> {
    let digits: [u8; N] = text
        .as_bytes()
        .try_into()
        .ok()
        .filter(|bytes: &[u8; N]| bytes.iter().all(u8::is_ascii_digit))
        .ok_or_else(|| WagonNumberError::Shape { text: text.chars().take(40).collect(), digits: N })?;
    let (found, expected) = (digits[N - 1] - b'0', check_digit(&digits[..N - 1]));
    if found == expected {
        Ok(digits)
    } else {
        Err(WagonNumberError::CheckDigit { text: text.to_owned(), found, expected })
    }
}

impl std::str::FromStr for UicWagonNumber {
    type Err = WagonNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(Self)
    }
}

impl std::str::FromStr for CisWagonNumber {
    type Err = WagonNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        parse(text).map(Self)
    }
}

impl std::fmt::Display for UicWagonNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::fmt::Display for CisWagonNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}
