//! Tariffs and exchange rates, as data. What they mean for an itinerary is costing's business.

use std::sync::Arc;

use landbridge_units::{Currency, Decimal};

use crate::country::Country;
use crate::fact::Row;
use crate::id::{CrossingId, EquipmentId, PlaceId, RateId, ServiceId, TariffId};
use crate::place::Mode;
use crate::validity::Validity;
use crate::vehicle::VehicleClass;
use crate::word::words;

words! {
    /// What is paid for.
    Item {
        /// Carriage.
        Freight = "freight",
        /// Putting vehicles on, lashing included.
        Loading = "loading",
        /// Taking vehicles off.
        Unloading = "unloading",
        /// From one equipment to another.
        Transload = "transload",
        /// Racks in containers.
        Rack = "rack",
        /// Stuffing and unstuffing of containers.
        Stuffing = "stuffing",
        /// Fees at a border.
        BorderFee = "border_fee",
        /// Customs declaration.
        Declaration = "declaration",
        /// Cargo insurance.
        Insurance = "insurance",
        /// Capital bound in the goods while they travel.
        Carrying = "carrying",
        /// Storage after free time.
        Storage = "storage",
    }
}

words! {
    /// What event a tariff prices.
    TariffOn {
        /// A leg, per country it runs through.
        Leg = "leg",
        /// Loading.
        Load = "load",
        /// Unloading.
        Unload = "unload",
        /// Transloading.
        Transload = "transload",
        /// A border crossing, once.
        Border = "border",
        /// A gauge change.
        GaugeChange = "gauge_change",
        /// The shipment as a whole.
        Shipment = "shipment",
        /// Waiting beyond free time.
        Wait = "wait",
    }
}

words! {
    /// What the rate multiplies.
    Basis {
        /// Vehicles times kilometres.
        VehicleKm = "vehicle_km",
        /// Units times kilometres, plus a fixed part per unit.
        UnitKm = "unit_km",
        /// Kilometres of the train.
        TrainKm = "train_km",
        /// Net tonnes times kilometres.
        TonneKm = "tonne_km",
        /// Vehicles.
        Vehicle = "vehicle",
        /// Units.
        Unit = "unit",
        /// Declarations.
        Declaration = "declaration",
        /// Shipments.
        Shipment = "shipment",
        /// Vehicles times days.
        VehicleDay = "vehicle_day",
        /// Units times days.
        UnitDay = "unit_day",
        /// Per cent of the value of the goods.
        ValuePercent = "value_percent",
        /// Per cent of the value of the goods in a year of 365 days.
        ValuePercentYear = "value_percent_year",
    }
}

/// A tariff line.
#[derive(Clone, Debug)]
pub struct Tariff {
    /// Its id.
    pub id: TariffId,
    /// Name.
    pub name: String,
    /// What is paid for.
    pub item: Item,
    /// Which event it prices.
    pub on: TariffOn,
    /// What the rate multiplies.
    pub basis: Basis,
    /// Currency of rate, fixed part and minimum.
    pub currency: Currency,
    /// Rate.
    pub rate: Decimal,
    /// Lower end of the range.
    pub low: Option<Decimal>,
    /// Upper end of the range.
    pub high: Option<Decimal>,
    /// Fixed part per unit.
    pub per_unit: Option<Decimal>,
    /// Least amount per shipment.
    pub minimum: Option<Decimal>,
    /// Modes; empty is any. So for the lists below.
    pub modes: Vec<Mode>,
    /// Equipment.
    pub equipment: Vec<EquipmentId>,
    /// Transload: what is unloaded.
    pub from_equipment: Vec<EquipmentId>,
    /// Countries.
    pub countries: Vec<Country>,
    /// Places.
    pub places: Vec<PlaceId>,
    /// Crossings.
    pub crossings: Vec<CrossingId>,
    /// Services.
    pub services: Vec<ServiceId>,
    /// Vehicle classes.
    pub classes: Vec<VehicleClass>,
    /// When it applies.
    pub validity: Validity,
    /// Provenance; the rate is column `rate`.
    pub row: Arc<Row>,
}

impl Tariff {
    /// Number of conditions it names; the more specific tariff wins.
    #[must_use]
    pub fn specificity(&self) -> usize {
        [
            !self.modes.is_empty(),
            !self.equipment.is_empty(),
            !self.from_equipment.is_empty(),
            !self.countries.is_empty(),
            !self.places.is_empty(),
            !self.crossings.is_empty(),
            !self.services.is_empty(),
            !self.classes.is_empty(),
        ]
        .into_iter()
        .filter(|named| *named)
        .count()
    }
}

/// An exchange rate of a period.
#[derive(Clone, Debug)]
pub struct ExchangeRate {
    /// Its id.
    pub id: RateId,
    /// The currency counted.
    pub currency: Currency,
    /// The currency of which there is one.
    pub per: Currency,
    /// Units of `currency` for one unit of `per`.
    pub rate: Decimal,
    /// When it applies.
    pub validity: Validity,
    /// Provenance; the rate is column `rate`.
    pub row: Arc<Row>,
}
