#![doc = include_str!("../README.md")]

// In reading order: what a shipment may use, how it is priced, its quotes, the questions about its routes on many
// days and to many places, modes side by side, why there is no route and which routes differ, the comparisons made
// of quotes, reported transit times and trains beside the model's, and the checkers that trust none of it.
mod acceptance;
mod carriage;
mod error;
mod fleet;
mod load_use;
mod loads;
mod pricing;
mod refused;
mod run_trains;
mod unit_plan;

mod quote;
mod route_plan;
mod route_question;
mod study;

mod asking;

mod options;
mod why_not;

mod delivered;
mod drivers;
mod saving;

mod means;
mod place_names;
mod reported_lane;
mod transit;
mod transit_times;

mod reported_trains;

mod judged;

mod check_itinerary;
mod check_load;
mod itinerary_violation;

pub use acceptance::{Hit, import_hits, service_hits};
pub use asking::{ReachDay, ReadyDay};
pub use carriage::{CarriageRule, carriage_rules};
pub use check_itinerary::check_itinerary;
pub use check_load::{LoadViolation, check_load, check_load_with_settings, check_units};
pub use delivered::{Delivered, delivered};
pub use error::PlanningError;
pub use fleet::{FleetOffer, fleet};
pub use itinerary_violation::ItineraryViolation;
pub use landbridge_costing::Level;
pub use landbridge_loading::{
    Consist, DeckLine, FleetPlan, Refusal, StopPlan, StopUnit, TrainError, TrainLimits, TrainPlan, Wagon,
    WhyNotFewer, loading_order, obstructions, refusals,
};
pub use landbridge_network::{
    Change, Criteria, Criterion, Filter as RouteFilter, Route, Routes, SearchOptions, Via, WhyNotOptions,
};
pub use load_use::{DeckUse, LoadMeasure, LoadUse, Share, UnitUse};
pub use loads::Loads;
pub use means::Means;
pub use options::{ModeOption, Outcome};
pub use quote::Quote;
pub use refused::{Miss, RefusedGroup, refused_groups};
pub use reported_lane::{ReportedDays, ReportedEnd, ReportedLane, ReportedVia};
pub use reported_trains::{
    MakersAsked, ReportedTrain, TrainAnswer, TrainLoad, TrainLoads, TrainMix, TrainNotCompared, TrainVerdict,
    train_answers, train_loads,
};
pub use route_plan::RoutePlan;
pub use route_question::{Pick, Picked, RouteQuestion, services_of, superlative};
pub use run_trains::{RunRules, RunStop, RunTrains, TrainsAsked, stops_together};
pub use saving::{SavingBasis, savings};
pub use study::{ShipmentStudy, Study};
pub use transit::{AskedLane, NotCompared, ReadyBecause, TransitAnswer, transit_answers, transit_times};
pub use transit_times::{TransitParts, TransitSummary, TransitTimes, TransitVerdict, in_days};
pub use unit_plan::UnitProof;
pub use why_not::ShipmentWhyNot;
