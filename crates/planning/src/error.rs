//! What can go wrong between the rooms.

use landbridge_costing::CostError;
use landbridge_loading::LoadError;
use landbridge_model::{EquipmentId, IdError};
use landbridge_network::{Blocked, RouteError};
use landbridge_units::{MoneyError, QuantityError};
use thiserror::Error;

/// Why a study could not be made.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum PlanningError {
    /// Not an id.
    #[error(transparent)]
    Id(#[from] IdError),
    /// A price is missing or contradictory.
    #[error(transparent)]
    Cost(#[from] CostError),
    /// No route, or a price was missing on the way.
    #[error(transparent)]
    Route(#[from] RouteError<CostError>),
    /// A load plan could not be made although the equipment takes the vehicles.
    #[error("no load plan for {equipment}")]
    Load {
        /// The equipment.
        equipment: EquipmentId,
        /// Why.
        #[source]
        source: LoadError,
    },
    /// Money out of range or of unlike currencies.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// A quantity out of range.
    #[error(transparent)]
    Quantity(#[from] QuantityError),
    /// A number left the range of exact decimals.
    #[error("{what} is out of range")]
    OutOfRange {
        /// Which number.
        what: &'static str,
    },
}

impl PlanningError {
    /// Whether it says that no route exists, which is an answer, rather than that something is wrong.
    #[must_use]
    pub fn is_no_route(&self) -> bool {
        matches!(self, Self::Route(RouteError::Unreachable { .. } | RouteError::NoDepartureInHorizon { .. }))
    }

    /// What it says, with the first few things that stood in the way of a route.
    #[must_use]
    pub fn reason(&self) -> String {
        let blocked = match self {
            Self::Route(
                RouteError::Unreachable { blocked, .. } | RouteError::NoDepartureInHorizon { blocked, .. },
            ) => blocked,
            _ => return self.to_string(),
        };
        // What was not asked for, or does not take the vehicles at all, was never a way.
        let reasons: Vec<String> = blocked
            .iter()
            .filter(|blocked| {
                !matches!(
                    blocked,
                    Blocked::NotAsked { .. } | Blocked::Equipment { .. } | Blocked::Class { .. }
                )
            })
            .map(ToString::to_string)
            .collect();
        let shown = reasons.iter().take(REASONS_SHOWN).cloned().collect::<Vec<_>>().join("; ");
        let more = reasons.len().saturating_sub(REASONS_SHOWN);
        match (shown.is_empty(), more) {
            (true, _) => self.to_string(),
            (false, 0) => format!("{self}: {shown}"),
            (false, more) => format!("{self}: {shown}; and {more} more"),
        }
    }
}

/// More reasons than this are counted.
const REASONS_SHOWN: usize = 3;
