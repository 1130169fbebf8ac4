//! Manufacturers and vehicle models.

use std::sync::Arc;

use landbridge_units::{Kilograms, Millimetres, Money};

use crate::fact::Row;
use crate::hs::HsCode;
use crate::id::{MakerId, PlaceId, VehicleId};
use crate::word::words;

/// A manufacturer.
#[derive(Clone, Debug)]
pub struct Manufacturer {
    /// Its id.
    pub id: MakerId,
    /// English name.
    pub name_en: String,
    /// Chinese name; may be empty.
    pub name_zh: String,
    /// Group it belongs to; may be empty.
    pub group: String,
    /// Its plant in the corridor.
    pub plant: Option<PlaceId>,
    /// World manufacturer identifiers: the first three characters of its VINs.
    pub wmi: Vec<String>,
    /// Provenance.
    pub row: Arc<Row>,
}

words! {
    /// Size class, which decides what equipment can take it.
    VehicleClass {
        /// Fits car wagons, racked containers and car carriers.
        Car = "car",
        /// Light truck.
        LightTruck = "light_truck",
        /// Heavy truck.
        Truck = "truck",
    }
}

words! {
    /// What it is for.
    VehicleKind {
        /// Car.
        Car = "car",
        /// Pickup.
        Pickup = "pickup",
        /// Van.
        Van = "van",
        /// Tractor unit.
        Tractor = "tractor",
        /// Dump truck.
        Dump = "dump",
        /// Special-purpose vehicle: mixer, fire engine.
        Special = "special",
        /// Cargo truck.
        Cargo = "cargo",
    }
}

words! {
    /// What drives it.
    Powertrain {
        /// Spark ignition.
        Ice = "ice",
        /// Diesel.
        Diesel = "diesel",
        /// Hybrid without plug.
        Hev = "hev",
        /// Plug-in hybrid.
        Phev = "phev",
        /// Battery with range extender.
        Erev = "erev",
        /// Battery.
        Bev = "bev",
    }
}

impl Powertrain {
    /// Whether it holds a traction battery that rail rules speak of.
    #[must_use]
    pub const fn is_new_energy(self) -> bool {
        matches!(self, Self::Phev | Self::Erev | Self::Bev)
    }
}

words! {
    /// How it gets onto a deck.
    Moves {
        /// It drives.
        Itself = "itself",
        /// It is towed or lifted.
        Towed = "towed",
    }
}

/// What matters of a vehicle on ramps and in stacks. What is `None` is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Chassis {
    /// From the front axle to the front.
    pub front_overhang: Option<Millimetres>,
    /// From the rear axle to the rear.
    pub rear_overhang: Option<Millimetres>,
    /// Clearance between the axles and at the bumpers, the least of both.
    pub ground_clearance: Option<Millimetres>,
    /// By how much it lengthens a saddle stack when its front axle stands on the frame of the one before it;
    /// `None` where it cannot be stacked.
    pub saddle_pitch: Option<Millimetres>,
    /// How it gets onto a deck.
    pub moves: Moves,
}

impl Default for Chassis {
    /// A vehicle that drives, of which nothing more is known.
    fn default() -> Self {
        Self {
            front_overhang: None,
            rear_overhang: None,
            ground_clearance: None,
            saddle_pitch: None,
            moves: Moves::Itself,
        }
    }
}

/// A vehicle model.
#[derive(Clone, Debug)]
pub struct VehicleModel {
    /// Its id.
    pub id: VehicleId,
    /// Manufacturer.
    pub maker: MakerId,
    /// Name without the maker's.
    pub name: String,
    /// Size class.
    pub class: VehicleClass,
    /// What it is for.
    pub kind: VehicleKind,
    /// Length.
    pub length: Millimetres,
    /// Width with mirrors folded in.
    pub width: Millimetres,
    /// Height.
    pub height: Millimetres,
    /// Wheelbase.
    pub wheelbase: Option<Millimetres>,
    /// Mass ready to drive, without load.
    pub kerb_mass: Kilograms,
    /// Gross vehicle mass.
    pub gvm: Option<Kilograms>,
    /// What drives it.
    pub powertrain: Powertrain,
    /// Cylinder capacity in cc; `None` for battery vehicles.
    pub engine_cc: Option<u32>,
    /// Tariff code.
    pub hs: HsCode,
    /// UN number of the vehicle as dangerous goods.
    pub un_number: Option<u32>,
    /// What matters on ramps and in stacks.
    pub chassis: Chassis,
    /// Export value, planning figure.
    pub value: Option<Money>,
    /// Lower end of the value.
    pub value_low: Option<Money>,
    /// Upper end of the value.
    pub value_high: Option<Money>,
    /// Provenance.
    pub row: Arc<Row>,
}
