#![doc = include_str!("../README.md")]

// In reading order: provenance, vocabulary, codes that check themselves, then the nouns from infrastructure to
// orders, what plans produce, and the corridor that holds all.
mod fact;
mod id;
mod issue;
mod source;
mod trace;

mod country;
mod validity;
mod word;

mod container_number;
mod esr;
mod hs;
mod unlocode;
mod vin;
mod wagon_number;

mod border;
mod hours;
mod place;
mod service;
mod weekday;

mod equipment;
mod vehicle;

mod duty;
mod factor;
mod rule;
mod tariff;

mod order;

mod itinerary;
mod load_plan;

mod evidence;
mod statistic;

mod corridor;

pub use border::{
    BorderStep, BorderStepKind, Clearance, ClearanceScope, Crossing, GaugeChange, GaugeMethod, Handling,
    HandlingAct,
};
pub use container_number::{ContainerNumber, ContainerNumberError};
pub use corridor::{Claim, Corridor, ReportOrder};
pub use country::{Country, CountryError};
pub use duty::{BaseUnit, Calculation, Charge, ChargeBase, ChargeKind, ChargePer};
pub use equipment::{Deck, Equipment, EquipmentKind, LowPart, Stowage, WayOut};
pub use esr::{EsrCode, EsrError};
pub use evidence::Evidence;
pub use fact::{Cell, FactRef, Row, Tier};
pub use factor::EmissionFactor;
pub use hours::{Hours, HoursError, OpenSpan};
pub use hs::{HsCode, HsError};
pub use id::{
    BorderStepId, ChargeId, CrossingId, DeckId, EquipmentId, EvidenceId, FactorId, GaugeChangeId, HandlingId,
    IdError, LinkId, MakerId, OrderId, OrderLineId, PlaceId, RateId, RuleId, ServiceId, SourceId,
    StatisticId, TariffId, VehicleId,
};
pub use issue::{Code, Issue, Severity};
pub use itinerary::{Itinerary, ItineraryError, Section, Step, StepKind, WaitReason};
pub use load_plan::{LoadPlan, LoadedDeck, LoadedUnit, PlacedVehicle};
pub use order::{OrderLine, Shipment, ShipmentLine};
pub use place::{Coordinate, Electrified, Gauge, HandlingKind, Link, Mode, Place, PlaceKind};
pub use rule::{Acceptance, Closure, Document, Embargo, Holiday, Limit, Mandatory};
pub use service::{Frequent, OnDemand, Pattern, Schedule, Service, Stop};
pub use source::Source;
pub use statistic::{
    Growth, GrowthUnit, PublishedFigure, Qualifier, Reading, Relation, RelationKind, ValueBasis,
};
pub use tariff::{Basis, ExchangeRate, Item, Tariff, TariffOn};
pub use trace::{Amount, Trace, Why};
pub use unlocode::{UnLocode, UnLocodeError};
pub use validity::{Validity, ValidityError};
pub use vehicle::{Chassis, Manufacturer, Moves, Powertrain, VehicleClass, VehicleKind, VehicleModel};
pub use vin::{Vin, VinError};
pub use wagon_number::{CisWagonNumber, UicWagonNumber, WagonNumberError};
pub use weekday::{WEEKDAYS, weekday_word};
pub use word::UnknownWord;
