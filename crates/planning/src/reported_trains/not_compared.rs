//! Why a reported train is not compared.

use landbridge_model::EquipmentId;

/// Why a reported train is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrainNotCompared {
    /// The row gives no number of vehicles.
    NoVehicles,
    /// The row names no equipment of the corridor.
    NoEquipment {
        /// As printed.
        text: String,
    },
    /// The words may mean several kinds of equipment.
    SeveralEquipment {
        /// As printed.
        text: String,
    },
    /// The equipment takes no model of the corridor.
    NoModel {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// The loading planner gave no answer.
    Failed(String),
}

impl std::fmt::Display for TrainNotCompared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoVehicles => f.write_str("the row gives no number of vehicles"),
            Self::NoEquipment { text } if text.is_empty() => f.write_str("the row names no equipment"),
            Self::NoEquipment { text } => write!(f, "no equipment of the corridor is named: {text}"),
            Self::SeveralEquipment { text } => {
                write!(f, "several kinds of equipment of the corridor may be meant: {text}")
            }
            Self::NoModel { equipment } => write!(f, "{equipment} takes no model of the corridor"),
            Self::Failed(reason) => write!(f, "no answer: {reason}"),
        }
    }
}
