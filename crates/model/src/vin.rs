//! Vehicle identification numbers.

use thiserror::Error;

/// A VIN of 17 characters. The check digit is told, not demanded: ISO 3779 leaves it optional, China and the
/// United States demand it.
///
/// # Source
/// ISO 3779; GB 16735; letter values and weights as commonly published.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Vin([u8; 17]);

/// The text is no VIN.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VinError {
    /// Not 17 characters.
    #[error("VIN `{text}` has {length} characters, not 17")]
    Length {
        /// What was read, shortened.
        text: String,
        /// Its characters.
        length: usize,
    },
    /// A character that VINs never use.
    #[error(
        "VIN {text} has `{character}` in position {position}; only digits and capitals without I, O, Q are used"
    )]
    Character {
        /// What was read.
        text: String,
        /// The character.
        character: char,
        /// Its position, from 1.
        position: usize,
    },
}

const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];

impl Vin {
    /// The 17 characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("?????????????????")
    }

    /// World manufacturer identifier: the first three characters.
    #[must_use]
    pub fn wmi(&self) -> &str {
        &self.as_str()[..3]
    }

    /// The check digit that fits: `0` to `9` or `X`.
    #[must_use]
    pub fn expected_check_digit(&self) -> char {
        let sum: u32 = self.0.iter().zip(WEIGHTS).map(|(b, weight)| value(*b).unwrap_or(0) * weight).sum();
        char::from_digit(sum % 11, 10).unwrap_or('X')
    }

    /// Whether position 9 holds the check digit that fits.
    #[must_use]
    pub fn check_digit_holds(&self) -> bool {
        char::from(self.0[8]) == self.expected_check_digit()
    }
}

fn value(byte: u8) -> Option<u32> {
    match byte {
        b'0'..=b'9' => Some(u32::from(byte - b'0')),
        b'A'..=b'H' => Some(u32::from(byte - b'A') + 1),
        b'J'..=b'N' => Some(u32::from(byte - b'J') + 1),
        b'P' => Some(7),
        b'R' => Some(9),
        b'S'..=b'Z' => Some(u32::from(byte - b'S') + 2),
        _ => None,
    }
}

impl std::str::FromStr for Vin {
    type Err = VinError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text.chars().count() != 17 {
            return Err(VinError::Length {
                text: text.chars().take(40).collect(),
                length: text.chars().count(),
            });
        }
        if let Some((idx, character)) =
            text.chars().enumerate().find(|(_, c)| u8::try_from(*c).ok().and_then(value).is_none())
        {
            return Err(VinError::Character { text: text.to_owned(), character, position: idx + 1 });
        }
        text.as_bytes()
            .try_into()
            .map(Self)
            .map_err(|_| VinError::Length { text: text.to_owned(), length: text.len() })
    }
}

impl std::fmt::Display for Vin {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_changed_character_breaks_the_check() {
        let good: Vin = "1M8GDM9AXKP042788".parse().unwrap();
        assert!(good.check_digit_holds());
        assert_eq!((good.wmi(), good.expected_check_digit()), ("1M8", 'X'));
        let changed: Vin = "1M8GDM9AXKP042789".parse().unwrap();
        assert!(!changed.check_digit_holds());
    }

    #[test]
    fn letters_that_look_like_digits_are_refused() {
        assert!(matches!("1M8GDM9AXKPO42788".parse::<Vin>(), Err(VinError::Character { position: 12, .. })));
        assert!(matches!("1M8GDM9AXKP04278".parse::<Vin>(), Err(VinError::Length { length: 16, .. })));
        assert!(matches!("1M8GDM9AXKP04278ä".parse::<Vin>(), Err(VinError::Character { position: 17, .. })));
    }
}
