//! Borders, breaks of gauge and handling: what takes time between legs.

use std::sync::Arc;

use landbridge_units::Minutes;

use crate::country::Country;
use crate::fact::Row;
use crate::id::{BorderStepId, CrossingId, EquipmentId, GaugeChangeId, HandlingId, LinkId, PlaceId};
use crate::validity::Validity;
use crate::word::words;

words! {
    /// Where the export declaration is made.
    Clearance {
        /// At the origin, with fast clearance at the border.
        Origin = "origin",
        /// At the border.
        Border = "border",
    }
}

words! {
    /// For which clearance a border step applies.
    ClearanceScope {
        /// For both.
        Any = "any",
        /// Only for goods cleared at origin.
        Origin = "origin",
        /// Only for goods declared at the border.
        Border = "border",
    }
}

impl ClearanceScope {
    /// Whether a step with this scope applies to goods cleared so.
    #[must_use]
    pub fn applies_to(self, clearance: Clearance) -> bool {
        matches!(
            (self, clearance),
            (Self::Any, _) | (Self::Origin, Clearance::Origin) | (Self::Border, Clearance::Border)
        )
    }
}

words! {
    /// What happens in a border step.
    BorderStepKind {
        /// Declaration and release.
        Customs = "customs",
        /// Inspection of goods or train.
        Inspection = "inspection",
        /// Standing in line.
        Queue = "queue",
        /// Papers handed over, transit opened.
        Documents = "documents",
    }
}

/// A border crossing on a link.
#[derive(Clone, Debug)]
pub struct Crossing {
    /// Its id.
    pub id: CrossingId,
    /// Name.
    pub name: String,
    /// The link that crosses the border.
    pub link: LinkId,
    /// Steps in the order in which they happen from `link.from` to `link.to`.
    pub steps: Vec<BorderStep>,
    /// Provenance.
    pub row: Arc<Row>,
}

/// One step at a crossing.
#[derive(Clone, Debug)]
pub struct BorderStep {
    /// Its id, unique in the corridor.
    pub id: BorderStepId,
    /// What happens.
    pub what: String,
    /// On whose side.
    pub side: Country,
    /// What kind of step.
    pub kind: BorderStepKind,
    /// For which clearance.
    pub clearance: ClearanceScope,
    /// Only for this equipment; empty is all.
    pub equipment: Vec<EquipmentId>,
    /// Planning duration.
    pub duration: Minutes,
    /// Lower end of the range, if known.
    pub duration_low: Option<Minutes>,
    /// Upper end of the range, if known.
    pub duration_high: Option<Minutes>,
    /// When the value applies.
    pub validity: Validity,
    /// Provenance; the duration is column `hours`.
    pub row: Arc<Row>,
}

words! {
    /// How equipment passes a break of gauge.
    GaugeMethod {
        /// Containers are lifted to wagons of the other gauge.
        ContainerTransload = "container_transload",
        /// Wagons get other wheelsets and go on.
        WheelsetChange = "wheelset_change",
    }
}

/// How equipment passes from one gauge to the other without its vehicles being handled.
#[derive(Clone, Debug)]
pub struct GaugeChange {
    /// Its id.
    pub id: GaugeChangeId,
    /// Where.
    pub place: PlaceId,
    /// How.
    pub method: GaugeMethod,
    /// For which equipment.
    pub equipment: Vec<EquipmentId>,
    /// Planning duration.
    pub duration: Minutes,
    /// Lower end of the range, if known.
    pub duration_low: Option<Minutes>,
    /// Upper end of the range, if known.
    pub duration_high: Option<Minutes>,
    /// Provenance; the duration is column `hours`.
    pub row: Arc<Row>,
}

words! {
    /// What is done to the vehicles.
    HandlingAct {
        /// They are put on.
        Load = "load",
        /// They are taken off.
        Unload = "unload",
        /// They change equipment.
        Transload = "transload",
    }
}

/// How long a handling takes.
#[derive(Clone, Debug)]
pub struct Handling {
    /// Its id.
    pub id: HandlingId,
    /// What is done.
    pub act: HandlingAct,
    /// To which equipment (from which, for unloading); empty is all.
    pub equipment: Vec<EquipmentId>,
    /// Transload: from which equipment; empty is all.
    pub from_equipment: Vec<EquipmentId>,
    /// Only there; empty is everywhere.
    pub places: Vec<PlaceId>,
    /// Planning duration for a shipment.
    pub duration: Minutes,
    /// Lower end of the range, if known.
    pub duration_low: Option<Minutes>,
    /// Upper end of the range, if known.
    pub duration_high: Option<Minutes>,
    /// Provenance; the duration is column `hours`.
    pub row: Arc<Row>,
}
