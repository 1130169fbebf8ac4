//! Identifiers: one type per kind, built only by parsing, so that two kinds never mix.

use thiserror::Error;

/// The text cannot be an identifier.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error(
    "`{text}` is not an id: 1 to 80 letters, digits, `-`, `_`, `.` or `~`, beginning with a letter or digit"
)]
pub struct IdError {
    /// What was read, shortened.
    pub text: String,
}

pub(crate) fn check(text: &str) -> Result<(), IdError> {
    let first = text.bytes().next().is_some_and(|b| b.is_ascii_alphanumeric());
    let rest = text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'));
    if first && rest && text.len() <= 80 {
        Ok(())
    } else {
        Err(IdError { text: text.chars().take(40).collect() })
    }
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(std::sync::Arc<str>);

        impl $name {
            /// The text of the id.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::str::FromStr for $name {
            type Err = IdError;

            fn from_str(text: &str) -> Result<Self, IdError> {
                check(text).map(|()| Self(text.into()))
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )+};
}

ids! {
    /// A station, port, plant, border post or city.
    PlaceId,
    /// A piece of infrastructure between two places.
    LinkId,
    /// A train, vessel or trucking service.
    ServiceId,
    /// A border crossing.
    CrossingId,
    /// One step at a border crossing.
    BorderStepId,
    /// A way to pass from one gauge to another.
    GaugeChangeId,
    /// A duration of loading, unloading or transloading.
    HandlingId,
    /// A kind of wagon, container or carrier.
    EquipmentId,
    /// A deck of a piece of equipment.
    DeckId,
    /// A manufacturer.
    MakerId,
    /// A vehicle model.
    VehicleId,
    /// A tariff line.
    TariffId,
    /// An exchange rate of a period.
    RateId,
    /// A duty, tax or fee, or a base unit of one.
    ChargeId,
    /// An energy or emission factor.
    FactorId,
    /// An acceptance rule, embargo, closure, holiday or document.
    RuleId,
    /// A customer's order.
    OrderId,
    /// A line of an order.
    OrderLineId,
    /// A published figure, growth statement or relation between figures.
    StatisticId,
    /// A source of facts.
    SourceId,
    /// A reported event, benchmark or code row.
    EvidenceId,
}

impl DeckId {
    /// As sentences name it: `deck lower`, and `the deck` where it is called just that.
    #[must_use]
    pub fn in_words(&self) -> String {
        if self.as_str() == "deck" { "the deck".to_owned() } else { format!("deck {self}") }
    }
}

/// Kinds do not mix:
///
/// ```compile_fail
/// use landbridge_model::{LinkId, PlaceId};
/// let place: PlaceId = "CN-YUZUI".parse().unwrap();
/// let link: LinkId = place;
/// ```
#[cfg(doctest)]
struct KindsDoNotMix;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_text_is_an_id() {
        assert!("CN-YUZUI_CN-TJC_rail".parse::<LinkId>().is_ok());
        for bad in ["", "-x", "a b", "ä", "a|b", "a/b", &"x".repeat(81)] {
            assert!(bad.parse::<PlaceId>().is_err(), "{bad}");
        }
    }
}
