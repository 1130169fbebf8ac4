//! What the model says of a reported train.

use landbridge_loading::Rule;
use landbridge_model::{DeckId, EquipmentId, MakerId, Trace, VehicleId};

use super::not_compared::TrainNotCompared;
use super::report::ReportedTrain;
use super::verdict::TrainVerdict;

/// A reported train with what the model says of it.
#[derive(Clone, Debug)]
pub struct TrainAnswer {
    /// The train as reported.
    pub train: ReportedTrain,
    /// The model's loads, or why there are none.
    pub outcome: Result<Box<TrainLoads>, TrainNotCompared>,
}

/// What the model says of a reported train, under one assumption on its makers.
#[derive(Clone, Debug)]
pub struct TrainLoads {
    /// The equipment.
    pub equipment: EquipmentId,
    /// Reported vehicles.
    pub vehicles: Trace,
    /// Reported units, where stated.
    pub units: Option<Trace>,
    /// Whose models were asked.
    pub makers: MakersAsked,
    /// The models, by id.
    pub models: Vec<VehicleId>,
    /// Models of these makers that the equipment does not take.
    pub not_taken: Vec<VehicleId>,
    /// Decks on which none of the models may stand, with why the lowest of them may not.
    pub closed_decks: Vec<(DeckId, Rule)>,
    /// All of the shortest model.
    pub shortest: TrainLoad,
    /// Equal shares of all models.
    pub equal: TrainLoad,
    /// All of the longest model.
    pub longest: TrainLoad,
    /// Most units of a train, where known.
    pub train_max: Option<Trace>,
    /// How report and model compare.
    pub verdict: TrainVerdict,
    /// The verdict as a figure.
    pub verdict_trace: Trace,
    /// A mix of the two ends that needs exactly the reported number of units: of the shortest, of the longest.
    pub mix: Option<(u32, u32)>,
    /// What the makers at the origin alone gave, where that reproduces nothing and these are all makers.
    pub narrower: Option<Box<TrainLoads>>,
}

/// The fewest units for one mix of models.
#[derive(Clone, Debug)]
pub struct TrainLoad {
    /// The only model, if there is only one.
    pub model: Option<VehicleId>,
    /// Fewest units found.
    pub n_units: u32,
    /// Whether no plan has fewer.
    pub proven: bool,
    /// Why it cannot be fewer.
    pub reason: String,
    /// The number as a figure.
    pub units: Trace,
    /// Vehicles in a unit on average, to a tenth.
    pub per_unit: Trace,
}

/// Whose models a train is asked with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MakersAsked {
    /// Those with a plant at the origin or near it, as far as the equipment takes any of their models.
    AtOrigin(Vec<MakerId>),
    /// All of the corridor.
    All,
}
