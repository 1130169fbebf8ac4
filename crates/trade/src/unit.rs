//! Units of published figures, as printed: what is counted, and in what multiple.

use landbridge_units::Currency;
use num_rational::BigRational;

use crate::number::power_of_ten;

/// Nouns for finished vehicles, which press texts mix freely: one of them can be a part of another.
const VEHICLES: [&str; 10] =
    ["vehicles", "vehicle", "cars", "car", "trucks", "truck", "units", "unit", "automobiles", "nevs"];

/// Other things that are counted, singular and plural.
const THINGS: [(&str, &str); 10] = [
    ("train", "trains"),
    ("wagon", "wagons"),
    ("container", "containers"),
    ("box", "boxes"),
    ("teu", "teus"),
    ("feu", "feus"),
    ("shipment", "shipments"),
    ("declaration", "declarations"),
    ("trip", "trips"),
    ("driver", "drivers"),
];

/// Units of measure that are known but need no arithmetic of their own.
const MEASURES: [&str; 12] = ["h", "min", "d", "days", "km", "m", "t", "kg", "t-km", "kWh", "L", "points"];

/// What a figure counts or measures; only like goes with like.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Dimension {
    /// Things that come whole, by their plural: `vehicles`, `trains`.
    Count(String),
    /// Per cent.
    Percent,
    /// Money.
    Money(Currency),
    /// Anything else, by its text: `h`, `km/h`, `CNY/USD`.
    Other(String),
}

/// The unit of a published figure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unit {
    text: String,
    exponent: u32,
    dimension: Dimension,
    known: bool,
}

impl Unit {
    /// Reads a unit as printed: `M CNY`, `bn USD`, `vehicles`, `k vehicles`, `%`, `h`. Text that is not
    /// understood is a unit of its own, which goes with nothing but itself ([`Unit::is_known`] is false).
    #[must_use]
    pub fn parse(text: &str) -> Self {
        let text = text.trim();
        let (exponent, rest) = match text.split_once(' ') {
            Some((prefix, rest)) => match multiple(prefix) {
                Some(exponent) => (exponent, rest.trim()),
                None => (0, text),
            },
            None => (0, text),
        };
        let (dimension, known) = dimension(rest);
        Self { text: text.to_owned(), exponent, dimension, known }
    }

    /// As printed.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What is counted or measured.
    #[must_use]
    pub const fn dimension(&self) -> &Dimension {
        &self.dimension
    }

    /// Whether the text was understood.
    #[must_use]
    pub const fn is_known(&self) -> bool {
        self.known
    }

    /// Whether the true value is a whole number of single things.
    #[must_use]
    pub const fn is_count(&self) -> bool {
        matches!(self.dimension, Dimension::Count(_))
    }

    /// Whether two figures can be added, equated or set in proportion.
    #[must_use]
    pub fn is_like(&self, other: &Self) -> bool {
        self.dimension == other.dimension
    }

    /// The currency, if it is money.
    #[must_use]
    pub const fn currency(&self) -> Option<Currency> {
        match self.dimension {
            Dimension::Money(currency) => Some(currency),
            _ => None,
        }
    }

    /// Single units in one printed unit: 1,000,000 for `M CNY`.
    #[must_use]
    pub fn multiple(&self) -> BigRational {
        BigRational::from_integer(power_of_ten(self.exponent))
    }

    /// The unit without its multiple: `CNY` for `M CNY`.
    #[must_use]
    pub fn single(&self) -> &str {
        match self.text.split_once(' ') {
            Some((_, rest)) if self.exponent > 0 => rest.trim(),
            _ => &self.text,
        }
    }
}

/// As printed.
impl std::fmt::Display for Unit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.text)
    }
}

fn multiple(prefix: &str) -> Option<u32> {
    match prefix {
        "k" | "thousand" => Some(3),
        "M" | "million" => Some(6),
        "bn" | "billion" => Some(9),
        "tn" | "trillion" => Some(12),
        _ => None,
    }
}

fn dimension(text: &str) -> (Dimension, bool) {
    if text == "%" || text == "percent" {
        return (Dimension::Percent, true);
    }
    if let Ok(currency) = text.parse::<Currency>() {
        return (Dimension::Money(currency), true);
    }
    let lower = text.to_lowercase();
    if VEHICLES.contains(&lower.as_str()) {
        return (Dimension::Count("vehicles".to_owned()), true);
    }
    if let Some((_, plural)) = THINGS.iter().find(|(one, many)| lower == *one || lower == *many) {
        return (Dimension::Count((*plural).to_owned()), true);
    }
    let known = MEASURES.contains(&text)
        || text.split_once('/').is_some_and(|(top, bottom)| is_simple(top) && is_simple(bottom));
    (Dimension::Other(text.to_owned()), known)
}

fn is_simple(text: &str) -> bool {
    let (_, rest) =
        text.split_once(' ').filter(|(prefix, _)| multiple(prefix).is_some()).unwrap_or(("", text));
    let lower = rest.to_lowercase();
    rest == "%"
        || rest.parse::<Currency>().is_ok()
        || VEHICLES.contains(&lower.as_str())
        || THINGS.iter().any(|(one, many)| lower == *one || lower == *many)
        || MEASURES.contains(&rest)
        || matches!(rest, "day" | "month" | "year")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::number::integer;

    #[test]
    fn multiples_and_what_is_counted_are_told_apart() {
        for (text, multiple, single, known) in [
            ("M CNY", 1_000_000, "CNY", true),
            ("bn USD", 1_000_000_000, "USD", true),
            ("USD", 1, "USD", true),
            ("k vehicles", 1_000, "vehicles", true),
            ("%", 1, "%", true),
            ("CNY/USD", 1, "CNY/USD", true),
            ("km/h", 1, "km/h", true),
            ("furlongs", 1, "furlongs", false),
            ("M CNYY", 1_000_000, "CNYY", false),
            ("", 1, "", false),
        ] {
            let unit = Unit::parse(text);
            assert_eq!(unit.multiple(), integer(multiple), "{text}");
            assert_eq!((unit.single(), unit.is_known()), (single, known), "{text}");
        }
    }

    #[test]
    fn like_goes_with_like() {
        let like = |a, b| Unit::parse(a).is_like(&Unit::parse(b));
        assert!(like("M CNY", "bn CNY"));
        assert!(like("cars", "vehicles"));
        assert!(!like("M CNY", "M USD"));
        assert!(!like("trains", "vehicles"));
        assert!(!like("%", "vehicles"));
        assert!(like("furlongs", "furlongs"));
    }
}
