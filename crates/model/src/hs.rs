//! Harmonised System codes.

use thiserror::Error;

/// A tariff code of 6, 8 or 10 digits whose chapter exists (01 to 97, without 77).
///
/// # Source
/// Harmonised System, 2022 edition; 8 and 10 digits are national and regional subdivisions.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct HsCode(String);

/// The text is no tariff code.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not an HS code: 6, 8 or 10 digits in chapters 01 to 97 without 77")]
pub struct HsError {
    /// What was read, shortened.
    pub text: String,
}

impl HsCode {
    /// The digits.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code lies under a heading or subheading, given as digits.
    #[must_use]
    pub fn is_under(&self, prefix: &str) -> bool {
        self.0.starts_with(prefix)
    }
}

impl std::str::FromStr for HsCode {
    type Err = HsError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let chapter = text.get(..2).and_then(|two| two.parse::<u8>().ok()).unwrap_or(0);
        let digits = text.bytes().all(|b| b.is_ascii_digit());
        if digits && matches!(text.len(), 6 | 8 | 10) && (1..=97).contains(&chapter) && chapter != 77 {
            Ok(Self(text.to_owned()))
        } else {
            Err(HsError { text: text.chars().take(40).collect() })
        }
    }
}

impl std::fmt::Display for HsCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_lie_in_chapters() {
        let code: HsCode = "8703800002".parse().unwrap();
        assert!(code.is_under("8703") && code.is_under("870380") && !code.is_under("8704"));
        for bad in ["", "8703", "87032", "990000", "770000", "000000", "87032x", "87 032", "87032212345"] {
            assert!(bad.parse::<HsCode>().is_err(), "{bad}");
        }
    }
}
