//! Why an itinerary or a vehicle has no price.

use chrono::NaiveDate;
use landbridge_model::{
    Basis, ChargeId, ChargeKind, Country, EquipmentId, Item, Mode, PlaceId, ServiceId, TariffId, TariffOn,
    VehicleId,
};
use landbridge_units::{Currency, Instant, MoneyError};
use thiserror::Error;

/// Why something cannot be priced. Never turned into nought.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum CostError {
    /// A leg has no freight tariff in one of its countries.
    #[error("no freight tariff for {service} ({equipment}, {mode}) in {country} from {place} on {date}")]
    NoFreight {
        /// The service.
        service: ServiceId,
        /// Its equipment.
        equipment: EquipmentId,
        /// Its mode.
        mode: Mode,
        /// The country without a tariff.
        country: Country,
        /// Local date at the start of the leg.
        date: NaiveDate,
        /// Where the leg starts.
        place: PlaceId,
    },
    /// Two tariffs for one item match equally well.
    #[error("tariffs {first} and {second} match {item} equally on {date}")]
    TwoTariffs {
        /// One tariff.
        first: TariffId,
        /// The other.
        second: TariffId,
        /// What both price.
        item: Item,
        /// The date.
        date: NaiveDate,
    },
    /// A leg has no section, so nothing says how long it is or in which country.
    #[error("the leg of {service} from {place} has no section")]
    EmptyLeg {
        /// The service.
        service: ServiceId,
        /// Where it starts.
        place: PlaceId,
    },
    /// The units of an equipment are not known.
    #[error("no load plan for {equipment}")]
    NoLoadPlan {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// A tariff counts units and its event has no equipment.
    #[error("tariff {tariff} counts units, but its {on} has no equipment")]
    NoEquipment {
        /// The tariff.
        tariff: TariffId,
        /// Its event.
        on: TariffOn,
    },
    /// A tariff's basis asks for what its event does not have.
    #[error("tariff {tariff} has basis {basis}, which a {on} does not have")]
    BasisMismatch {
        /// The tariff.
        tariff: TariffId,
        /// Its basis.
        basis: Basis,
        /// Its event.
        on: TariffOn,
    },
    /// A tariff takes a share of the value of the goods, and a model has no value.
    #[error("tariff {tariff} asks for the value of {vehicle}, which has none")]
    NoGoodsValue {
        /// The tariff.
        tariff: TariffId,
        /// The model without a value.
        vehicle: VehicleId,
    },
    /// There is no exchange rate, neither direct nor inverse nor by USD.
    #[error("no exchange rate from {from} to {to} on {date}")]
    NoRate {
        /// From this currency.
        from: Currency,
        /// To this.
        to: Currency,
        /// The date.
        date: NaiveDate,
    },
    /// An energy or emission factor is missing.
    #[error("no emission factor {factor}")]
    NoFactor {
        /// Its id.
        factor: String,
    },
    /// The empty mass of an equipment is not known.
    #[error("{equipment} has no {column}")]
    NoTare {
        /// The equipment.
        equipment: EquipmentId,
        /// The key that is missing: `tare_kg` or `carrier_tare_kg`.
        column: &'static str,
    },
    /// Two charges of one kind match equally well.
    #[error("charges {first} and {second} match {kind} equally on {date}")]
    TwoCharges {
        /// One charge.
        first: ChargeId,
        /// The other.
        second: ChargeId,
        /// Their kind.
        kind: ChargeKind,
        /// The date.
        date: NaiveDate,
    },
    /// A base unit has two values on one day.
    #[error("base units {first} and {second} both apply on {date}")]
    TwoBaseUnits {
        /// One.
        first: ChargeId,
        /// The other.
        second: ChargeId,
        /// The date.
        date: NaiveDate,
    },
    /// Nothing says how a country calculates.
    #[error("no calculation is recorded for {country}")]
    NoCalculation {
        /// The country.
        country: Country,
    },
    /// A place is not in the corridor.
    #[error("place {place} is not in the corridor")]
    UnknownPlace {
        /// The place.
        place: PlaceId,
    },
    /// A service is not in the corridor.
    #[error("service {service} is not in the corridor")]
    UnknownService {
        /// The service.
        service: ServiceId,
    },
    /// An equipment is not in the corridor.
    #[error("equipment {equipment} is not in the corridor")]
    UnknownEquipment {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// An instant has no local date.
    #[error("{at} has no date at {place}")]
    NoDate {
        /// The instant.
        at: Instant,
        /// The place.
        place: PlaceId,
    },
    /// A shipment without vehicles has no cost per vehicle.
    #[error("{shipment} has no vehicles")]
    NoVehicles {
        /// Name of the shipment.
        shipment: String,
    },
    /// A number leaves the range in which it is exact.
    #[error("{what} is out of range")]
    OutOfRange {
        /// What was computed.
        what: &'static str,
    },
    /// An amount of money cannot be computed.
    #[error(transparent)]
    Money(#[from] MoneyError),
}

impl CostError {
    /// The diagnostic code. Those below T250 are also found by [`lint`](crate::lint) before anything is priced.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::TwoTariffs { .. } => "T201",
            Self::NoFreight { .. } => "T202",
            Self::NoRate { .. } => "T203",
            Self::NoFactor { .. } => "T204",
            Self::BasisMismatch { .. } | Self::NoEquipment { .. } => "T205",
            Self::TwoCharges { .. } => "T206",
            Self::NoTare { .. } => "T207",
            Self::NoLoadPlan { .. } => "T250",
            Self::EmptyLeg { .. } => "T251",
            Self::NoGoodsValue { .. } => "T252",
            Self::TwoBaseUnits { .. } => "T253",
            Self::NoCalculation { .. } => "T254",
            Self::UnknownPlace { .. } | Self::UnknownService { .. } | Self::UnknownEquipment { .. } => "T255",
            Self::NoDate { .. } => "T256",
            Self::NoVehicles { .. } => "T257",
            Self::OutOfRange { .. } | Self::Money(_) => "T258",
        }
    }
}

/// The error of an exact number that left its range.
pub(crate) const fn out_of_range(what: &'static str) -> CostError {
    CostError::OutOfRange { what }
}
