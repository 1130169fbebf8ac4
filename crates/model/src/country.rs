//! Countries after ISO 3166-1.

use thiserror::Error;

/// A two-letter country code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// The text is no two-letter code in capitals.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("`{text}` is not a two-letter country code in capitals")]
pub struct CountryError {
    /// What was read, shortened.
    pub text: String,
}

impl Country {
    /// The code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("??")
    }

    /// The English name where the corridor's countries are concerned, else the code.
    #[must_use]
    pub fn name(&self) -> &str {
        match self.code() {
            "CN" => "China",
            "KZ" => "Kazakhstan",
            "KG" => "Kyrgyzstan",
            "TJ" => "Tajikistan",
            "TM" => "Turkmenistan",
            "UZ" => "Uzbekistan",
            code => code,
        }
    }
}

impl std::str::FromStr for Country {
    type Err = CountryError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text.as_bytes() {
            [a, b] if a.is_ascii_uppercase() && b.is_ascii_uppercase() => Ok(Self([*a, *b])),
            _ => Err(CountryError { text: text.chars().take(40).collect() }),
        }
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.code())
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}
