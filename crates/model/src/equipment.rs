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
    /// The equipment whose unit this is with its racks or decks set otherwise.
    pub setting_of: Option<EquipmentId>,
    /// How vehicles may stand in it, beyond sizes and sums of mass.
    pub stowage: Stowage,
    /// Decks, bottom first. Empty for vehicles on their own wheels.
    pub decks: Vec<Deck>,
    /// Provenance.
    pub row: Arc<Row>,
}

words! {
    /// Which way vehicles leave a deck.
    WayOut {
        /// Each by itself: by crane, or by doors at the side.
        Any = "any",
        /// In at one end and out at the other: the first in is the first out.
        DriveThrough = "drive_through",
        /// In and out at one end: the last in is the first out.
        OneEnd = "one_end",
    }
}

/// How vehicles may stand in a unit. What is `None` is no rule of this equipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stowage {
    /// Which way vehicles leave.
    pub way_out: WayOut,
    /// Mass of chocks and straps for each vehicle, part of the payload.
    pub lashing: Kilograms,
    /// Distance between the supports of the two ends (pivots of bogies, corner castings). Decks stand centred
    /// between them.
    pub supports: Option<Millimetres>,
    /// Most by which one end may carry more than the other.
    pub ends_difference_max: Option<Kilograms>,
    /// Most by which all decks above the lowest may together outweigh it.
    pub top_heavy_max: Option<Kilograms>,
    /// Slope of its ramps, in millimetres per metre, that vehicles must drive over without touching.
    pub ramp_permille: Option<u32>,
    /// Most trucks in a saddle stack, each with its front axle on the frame of the one before it.
    pub saddle_max: Option<u32>,
}

impl Default for Stowage {
    fn default() -> Self {
        Self {
            way_out: WayOut::Any,
            lashing: Kilograms::ZERO,
            supports: None,
            ends_difference_max: None,
            top_heavy_max: None,
            ramp_permille: None,
            saddle_max: None,
        }
    }
}

/// A part of a deck that is lower than the rest: over bogies, under a step of the deck above.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LowPart {
    /// Where it begins, from the beginning of the deck.
    pub from: Millimetres,
    /// Where it ends.
    pub to: Millimetres,
    /// Clear height there.
    pub height: Millimetres,
}

/// A deck.
#[derive(Clone, Debug)]
pub struct Deck {
    /// Its id within the equipment.
    pub id: DeckId,
    /// Usable length.
    pub length: Millimetres,
    /// Clear height, but for its low parts.
    pub height: Millimetres,
    /// Parts of less height, by where they begin, none reaching into the next.
    pub low: Vec<LowPart>,
    /// Clear width.
    pub width: Millimetres,
    /// Most mass on this deck.
    pub payload: Option<Kilograms>,
    /// Provenance.
    pub row: Arc<Row>,
}
