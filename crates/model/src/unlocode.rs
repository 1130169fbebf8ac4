//! UN/LOCODE.

use thiserror::Error;

/// Two letters for the country, three characters `A` to `Z` or `2` to `9` for the place.
///
/// # Source
/// UNECE Recommendation 16.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnLocode([u8; 5]);

/// The text is no UN/LOCODE.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not a UN/LOCODE: two letters and three of A to Z or 2 to 9")]
pub struct UnLocodeError {
    /// What was read, shortened.
    pub text: String,
}

impl UnLocode {
    /// The five characters.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("?????")
    }
}

impl std::str::FromStr for UnLocode {
    type Err = UnLocodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match <[u8; 5]>::try_from(text.as_bytes()) {
            Ok(bytes @ [a, b, ref rest @ ..])
                if a.is_ascii_uppercase()
                    && b.is_ascii_uppercase()
                    && rest.iter().all(|c| c.is_ascii_uppercase() || (b'2'..=b'9').contains(c)) =>
            {
                Ok(Self(bytes))
            }
            _ => Err(UnLocodeError { text: text.chars().take(40).collect() }),
        }
    }
}

impl std::fmt::Display for UnLocode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn place_part_has_no_zero_or_one() {
        assert_eq!("CNCKG".parse::<UnLocode>().unwrap().as_str(), "CNCKG");
        for bad in ["", "CNCK", "cnckg", "CNCK0", "CNCK1", "CNCHQ?", "1NCKG", "CNÄK"] {
            assert!(bad.parse::<UnLocode>().is_err(), "{bad}");
        }
    }
}
