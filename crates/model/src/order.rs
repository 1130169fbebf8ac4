//! Orders, and the shipments they become.

use std::sync::Arc;

use chrono::NaiveDate;
use landbridge_units::{Instant, Kilograms};

use crate::border::Clearance;
use crate::fact::Row;
use crate::id::{OrderId, OrderLineId, PlaceId, VehicleId};
use crate::vehicle::{VehicleClass, VehicleModel};

/// One line of the order book: vehicles of one model for one destination.
#[derive(Clone, Debug)]
pub struct OrderLine {
    /// Its id.
    pub id: OrderLineId,
    /// The order it belongs to.
    pub order: OrderId,
    /// What the order is.
    pub what: String,
    /// Model.
    pub vehicle: VehicleId,
    /// Number of vehicles.
    pub quantity: u32,
    /// Where they are.
    pub origin: PlaceId,
    /// Where they go.
    pub destination: PlaceId,
    /// First day they can be loaded.
    pub ready: NaiveDate,
    /// Last day they may arrive.
    pub due: Option<NaiveDate>,
    /// Incoterm with edition, as agreed; may be empty.
    pub incoterm: String,
    /// Where the export declaration is made.
    pub clearance: Clearance,
    /// State of charge at loading, for vehicles with a traction battery.
    pub soc_percent: Option<u32>,
    /// Year of manufacture; `None` is the year of the order.
    pub built: Option<u32>,
    /// Provenance; the number is column `quantity`.
    pub row: Arc<Row>,
}

/// Vehicles that travel together from one place to another.
#[derive(Clone, Debug)]
pub struct Shipment {
    /// What it is called in reports: order and destination.
    pub name: String,
    /// Lines, sorted by model id, one per model.
    pub lines: Vec<ShipmentLine>,
    /// Where it starts.
    pub origin: PlaceId,
    /// Where it goes.
    pub destination: PlaceId,
    /// When it can be loaded.
    pub ready: Instant,
    /// When it must have arrived.
    pub due: Option<Instant>,
    /// Where the export declaration is made.
    pub clearance: Clearance,
}

/// Vehicles of one model in a shipment.
#[derive(Clone, Debug)]
pub struct ShipmentLine {
    /// The model.
    pub vehicle: Arc<VehicleModel>,
    /// How many.
    pub quantity: u32,
    /// State of charge at loading.
    pub soc_percent: Option<u32>,
    /// Year of manufacture.
    pub built: Option<u32>,
    /// Rows of the order book it comes from; empty for an ad-hoc mix.
    pub rows: Vec<Arc<Row>>,
}

impl Shipment {
    /// Number of vehicles.
    #[must_use]
    pub fn vehicles(&self) -> u64 {
        self.lines.iter().map(|line| u64::from(line.quantity)).sum()
    }

    /// Mass of all vehicles, or `None` on overflow.
    #[must_use]
    pub fn mass(&self) -> Option<Kilograms> {
        self.lines.iter().try_fold(Kilograms::ZERO, |sum, line| {
            sum.checked_add(line.vehicle.kerb_mass.times(u64::from(line.quantity))?)
        })
    }

    /// Vehicle classes in it, sorted.
    #[must_use]
    pub fn classes(&self) -> Vec<VehicleClass> {
        let classes: std::collections::BTreeSet<_> =
            self.lines.iter().map(|line| line.vehicle.class).collect();
        classes.into_iter().collect()
    }
}
