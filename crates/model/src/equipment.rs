//! Equipment: what vehicles stand in or on while they travel.

use std::sync::Arc;

use landbridge_units::{Decimal, Kilograms, Millimetres};

use crate::fact::Row;
use crate::id::{DeckId, EquipmentId};
use crate::place::{Gauge, HandlingKind};
use crate::vehicle::VehicleClass;
use crate::word::words;

words! {
    /// What kind of unit.
    EquipmentKind {
        /// Rail wagon.
        Wagon = "wagon",
        /// Container with racks.
        Container = "container",
        /// Road car carrier or low-loader.
        RoadCarrier = "road_carrier",
        /// Ship or barge.
        Vessel = "vessel",
        /// The vehicle drives itself.
        OwnWheels = "own_wheels",
    }
}

/// A kind of wagon, container, carrier or vessel. One of it is a unit.
#[derive(Clone, Debug)]
pub struct Equipment {
    /// Its id.
    pub id: EquipmentId,
    /// Name.
    pub name: String,
    /// What kind of unit.
    pub kind: EquipmentKind,
    /// How it is loaded.
    pub handling: HandlingKind,
    /// Vehicle classes it takes.
    pub carries: Vec<VehicleClass>,
    /// Gauge of a wagon.
    pub gauge: Option<Gauge>,
    /// Length over couplers or bumpers.
    pub length: Option<Millimetres>,
    /// Empty mass; a container with its racks.
    pub tare: Option<Kilograms>,
    /// Share of the flat wagon beneath a container.
    pub carrier_tare: Option<Kilograms>,
    /// Most mass of vehicles.
    pub payload: Option<Kilograms>,
    /// Axles.
    pub axles: Option<u32>,
    /// Most mass on an axle.
    pub axle_load_max: Option<Kilograms>,
    /// Distance between two vehicles on a deck.
    pub gap: Millimetres,
    /// Most vehicles, whatever their size.
    pub vehicles_max: Option<u32>,
    /// Most units in a train.
    pub units_per_train_max: Option<u32>,
    /// Kilometres run empty for each loaded kilometre.
    pub empty_return: Option<Decimal>,
    /// Highest state of charge of a battery vehicle.
    pub soc_max_percent: Option<u32>,
    /// Decks, bottom first. Empty for vehicles on their own wheels.
    pub decks: Vec<Deck>,
    /// Provenance.
    pub row: Arc<Row>,
}

/// A deck.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Its id within the equipment.
    pub id: DeckId,
    /// Usable length.
    pub length: Millimetres,
    /// Clear height.
    pub height: Millimetres,
    /// Clear width.
    pub width: Millimetres,
    /// Most mass on this deck.
    pub payload: Option<Kilograms>,
    /// Provenance.
    pub row: Arc<Row>,
}
