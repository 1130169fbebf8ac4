//! Container numbers.

use thiserror::Error;

/// Owner code, category and serial number with a check digit that fits.
///
/// # Source
/// ISO 6346: letters count 10 to 38 without 11, 22, 33; weights are powers of two; modulo 11, 10 becomes 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ContainerNumber([u8; 11]);

/// The text is no container number.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum ContainerNumberError {
    /// Not three letters, one of `U`, `J`, `Z`, and seven digits.
    #[error("`{text}` is not a container number: three capitals, U, J or Z, and seven digits")]
    Shape {
        /// What was read, shortened.
        text: String,
    },
    /// The last digit is wrong.
    #[error("container number {text} ends in {found}, its check digit is {expected}")]
    CheckDigit {
        /// What was read.
        text: String,
        /// The digit found.
        found: u8,
        /// The digit that fits.
        expected: u8,
    },
}

impl ContainerNumber {
    /// The eleven characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("???????????")
    }
}

fn value(byte: u8) -> u32 {
    match byte {
        b'0'..=b'9' => u32::from(byte - b'0'),
        // Multiples of eleven are skipped, or a letter would not count.
        _ => {
            let plain = u32::from(byte - b'A') + 10;
            plain + (plain - 1) / 10
        }
    }
}

impl std::str::FromStr for ContainerNumber {
    type Err = ContainerNumberError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let shape = |bytes: &[u8; 11]| {
            bytes[..3].iter().all(u8::is_ascii_uppercase)
                && matches!(bytes[3], b'U' | b'J' | b'Z')
                && bytes[4..].iter().all(u8::is_ascii_digit)
        };
        let bytes: [u8; 11] = text
            .as_bytes()
            .try_into()
            .ok()
            .filter(shape)
            .ok_or_else(|| ContainerNumberError::Shape { text: text.chars().take(40).collect() })?;
        let sum: u32 = bytes[..10].iter().enumerate().map(|(i, b)| value(*b) << i).sum();
        let expected = u8::try_from(sum % 11 % 10).unwrap_or(0);
        let found = bytes[10] - b'0';
        if found == expected {
            Ok(Self(bytes))
        } else {
            Err(ContainerNumberError::CheckDigit { text: text.to_owned(), found, expected })
        }
    }
}

impl std::fmt::Display for ContainerNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_skip_multiples_of_eleven() {
        let values: Vec<u32> = (b'A'..=b'Z').map(value).collect();
        assert_eq!(values[..4], [10, 12, 13, 14]);
        assert_eq!((values[10], values[11], values[20], values[21], values[25]), (21, 23, 32, 34, 38));
    }
}
