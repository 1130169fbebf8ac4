//! Reported trains beside the fewest units that the model needs for the same number of vehicles.
//!
//! Reports say how many vehicles travelled and in what, seldom which models. Each row of `evidence/events.csv` is
//! asked of the model by the same rules, and nothing is fitted to it:
//!
//! - Equipment: that of `equipment_id`, else the only one that the words name.
//! - Makers: those with a plant at the origin or within half a degree of latitude and longitude of it (about 50 km),
//!   which is a drive to the ramp. Where that reproduces nothing, or there is no such maker, all of the corridor.
//! - Models: all of these makers that the equipment takes. What battery rules forbid is no matter of room.
//! - Mixes: equal shares of all models; and, as the two ends, the shortest and the longest model alone, of those
//!   that may stand on every deck (of all, if none may).
//! - Reproduced: the reported number of units lies between what the two ends need at least. Where the report states
//!   no number, the vehicles of one train must fit into as many units as a train of them has at most.

use std::collections::BTreeSet;
use std::sync::Arc;

use landbridge_loading::{Rule, plan, refusals};
use landbridge_model::{
    Amount, Coordinate, Corridor, Deck, DeckId, Equipment, EquipmentId, Evidence, FactRef, MakerId, Place,
    PlaceId, Row, ShipmentLine, Trace, VehicleId, VehicleModel,
};
use landbridge_units::Decimal;

use crate::means::Means;
use crate::place_names::place_named;

/// A reported train, barge or block of containers: a row of `evidence/events.csv`.
#[derive(Clone, Debug)]
pub struct ReportedTrain {
    /// The row.
    pub row: Arc<Row>,
    /// Its date as printed.
    pub date: String,
    /// Where it began, as printed.
    pub origin: String,
    /// The place of the corridor where it began.
    pub origin_place: Option<PlaceId>,
    /// Where it went, as printed.
    pub destination: String,
    /// What carried it.
    pub means: Means,
    /// Vehicles stated.
    pub vehicles: Option<u32>,
    /// Whether there were more than stated.
    pub more: bool,
    /// Units stated.
    pub units: Option<u32>,
}

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

/// How a report compares with the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainVerdict {
    /// The reported number lies between those of the two ends.
    Reproduced,
    /// No number is stated; the vehicles fit one train with this mix, or a shorter one.
    FitsOneTrain(TrainMix),
    /// No number is stated, and the most units of a train are not known.
    NotStated,
    /// More units were used than even the longest model needs: so many places were left free.
    NotFilled {
        /// Units more.
        by: u32,
    },
    /// Fewer units were used than even the shortest model needs.
    BelowFewest {
        /// Units fewer.
        by: u32,
    },
    /// No number is stated; even the shortest model needs more units than a train has at most.
    BeyondOneTrain {
        /// Units more.
        by: u32,
    },
}

/// The mixes a train is asked with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TrainMix {
    /// The shortest model alone.
    Shortest,
    /// Equal shares.
    Equal,
    /// The longest model alone.
    Longest,
}

impl TrainVerdict {
    /// Whether the model allows what was reported.
    #[must_use]
    pub const fn is_reproduced(self) -> bool {
        matches!(self, Self::Reproduced | Self::FitsOneTrain(_))
    }
}

impl std::fmt::Display for TrainVerdict {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Reproduced => f.write_str("reproduced"),
            Self::FitsOneTrain(TrainMix::Longest) => f.write_str("no number stated; any mix fits one train"),
            Self::FitsOneTrain(TrainMix::Equal) => {
                f.write_str("no number stated; equal shares fit one train")
            }
            Self::FitsOneTrain(TrainMix::Shortest) => {
                f.write_str("no number stated; only shorter models fit one train")
            }
            Self::NotStated => f.write_str("no number stated"),
            Self::NotFilled { by } => write!(f, "not filled: {by} more than even the longest model needs"),
            Self::BelowFewest { by } => {
                write!(f, "not reproduced: {by} fewer than even the shortest model needs")
            }
            Self::BeyondOneTrain { by } => {
                write!(f, "not reproduced: the shortest model needs {by} more than a train has")
            }
        }
    }
}

/// Why a reported train is not compared.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum TrainNotCompared {
    /// The row gives no number of vehicles.
    NoVehicles,
    /// The row names no equipment of the corridor.
    NoEquipment {
        /// As printed.
        text: String,
    },
    /// The words may mean several kinds of equipment.
    SeveralEquipment {
        /// As printed.
        text: String,
    },
    /// The equipment takes no model of the corridor.
    NoModel {
        /// The equipment.
        equipment: EquipmentId,
    },
    /// The loading planner gave no answer.
    Failed(String),
}

impl std::fmt::Display for TrainNotCompared {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoVehicles => f.write_str("the row gives no number of vehicles"),
            Self::NoEquipment { text } if text.is_empty() => f.write_str("the row names no equipment"),
            Self::NoEquipment { text } => write!(f, "no equipment of the corridor is named: {text}"),
            Self::SeveralEquipment { text } => {
                write!(f, "several kinds of equipment of the corridor may be meant: {text}")
            }
            Self::NoModel { equipment } => write!(f, "{equipment} takes no model of the corridor"),
            Self::Failed(reason) => write!(f, "no answer: {reason}"),
        }
    }
}

impl ReportedTrain {
    /// All rows of `evidence/events.csv`, by id.
    #[must_use]
    pub fn all(corridor: &Corridor) -> Vec<Self> {
        let rows = corridor.evidence.get("events").into_iter().flat_map(|rows| rows.values());
        rows.map(|row| Self::read(corridor, row)).collect()
    }

    /// Reads a row.
    #[must_use]
    pub fn read(corridor: &Corridor, row: &Evidence) -> Self {
        let number = |column: &str| row.get(column).parse().ok().filter(|n| *n > 0);
        let origin = row.get("origin").to_owned();
        let origin_place = match row.get("origin_place") {
            "" => place_named(corridor, &origin),
            id => id.parse().ok().filter(|id| corridor.places.contains_key(id)),
        };
        Self {
            row: Arc::clone(&row.row),
            date: row.get("date").to_owned(),
            origin,
            origin_place,
            destination: row.get("destination").to_owned(),
            means: Means::read(corridor, row),
            vehicles: number("vehicles"),
            more: row.get("vehicles_qualifier") == "over",
            units: number("units"),
        }
    }

    /// `E01 2023-05-14 Chongqing Yuzui - Kazakhstan`.
    #[must_use]
    pub fn name(&self) -> String {
        let to = if self.destination.is_empty() { "?" } else { &self.destination };
        format!("{} {} {} - {to}", self.row.id, self.date, self.origin)
    }
}

/// Every reported train of a corridor with the model's answer, by id. No row is left out.
#[must_use]
pub fn train_answers(corridor: &Corridor) -> Vec<TrainAnswer> {
    ReportedTrain::all(corridor)
        .into_iter()
        .map(|train| TrainAnswer { outcome: train_loads(corridor, &train).map(Box::new), train })
        .collect()
}

/// The model's loads for a reported train.
///
/// # Errors
/// Why it cannot be compared, which is an answer.
pub fn train_loads(corridor: &Corridor, train: &ReportedTrain) -> Result<TrainLoads, TrainNotCompared> {
    let vehicles = train.vehicles.ok_or(TrainNotCompared::NoVehicles)?;
    let text = || train.means.text.clone();
    let mut named = train.means.equipment.iter().filter_map(|id| corridor.equipment.get(id));
    let equipment = match (named.next(), named.next()) {
        (Some(only), None) => only,
        (None, _) => return Err(TrainNotCompared::NoEquipment { text: text() }),
        (Some(_), Some(_)) => return Err(TrainNotCompared::SeveralEquipment { text: text() }),
    };
    let near = makers_at(corridor, train.origin_place.as_ref());
    let near_trial =
        near.first().map(|_| Trial::of(corridor, equipment, MakersAsked::AtOrigin(near.clone())));
    let mut first = None;
    if let Some(trial) = near_trial.filter(|trial| !trial.models.is_empty()) {
        let loads = trial.load(train, vehicles)?;
        if loads.verdict.is_reproduced() {
            return Ok(loads);
        }
        first = Some(loads);
    }
    let all = Trial::of(corridor, equipment, MakersAsked::All);
    if all.models.is_empty() {
        return Err(TrainNotCompared::NoModel { equipment: equipment.id.clone() });
    }
    let wider = all.load(train, vehicles)?;
    Ok(TrainLoads { narrower: first.map(Box::new), ..wider })
}

/// Half a degree: about 56 km from south to north, less from west to east.
const NEAR_E7: u64 = 5_000_000;

/// Makers with a plant at a place or near it.
fn makers_at(corridor: &Corridor, origin: Option<&PlaceId>) -> Vec<MakerId> {
    let Some(origin) = origin.and_then(|id| corridor.places.get(id)) else { return Vec::new() };
    let is_near = |place: &Place| {
        let apart = |one: i64, other: i64| one.abs_diff(other) <= NEAR_E7;
        let near = |(one, other): (Coordinate, Coordinate)| {
            apart(one.lat_e7, other.lat_e7) && apart(one.lon_e7, other.lon_e7)
        };
        place.id == origin.id || place.at.zip(origin.at).is_some_and(near)
    };
    let plants = corridor.manufacturers.values().filter(|maker| {
        maker.plant.as_ref().and_then(|plant| corridor.places.get(plant)).is_some_and(is_near)
    });
    plants.map(|maker| maker.id.clone()).collect()
}

/// One assumption on the makers of a train.
struct Trial<'c> {
    equipment: &'c Equipment,
    makers: MakersAsked,
    models: Vec<&'c Arc<VehicleModel>>,
    not_taken: Vec<VehicleId>,
}

impl<'c> Trial<'c> {
    fn of(corridor: &'c Corridor, equipment: &'c Equipment, makers: MakersAsked) -> Self {
        let asked: BTreeSet<&MakerId> = match &makers {
            MakersAsked::AtOrigin(some) => some.iter().collect(),
            MakersAsked::All => corridor.manufacturers.keys().collect(),
        };
        let of_makers = corridor.vehicles.values().filter(|vehicle| asked.contains(&vehicle.maker));
        let carried = of_makers.filter(|vehicle| equipment.carries.contains(&vehicle.class));
        let (models, not_taken): (Vec<_>, Vec<_>) =
            carried.partition(|vehicle| refusals(&[line(vehicle, 1)], equipment).is_empty());
        let not_taken = not_taken.into_iter().map(|vehicle| vehicle.id.clone()).collect();
        // Makers of none of the models would only be named in vain.
        let makers = match makers {
            MakersAsked::AtOrigin(mut some) => {
                some.retain(|maker| models.iter().any(|vehicle| vehicle.maker == *maker));
                MakersAsked::AtOrigin(some)
            }
            MakersAsked::All => MakersAsked::All,
        };
        Self { equipment, makers, models, not_taken }
    }

    fn load(self, train: &ReportedTrain, vehicles: u32) -> Result<TrainLoads, TrainNotCompared> {
        let count = Amount::Count(i64::from(vehicles), "vehicles".to_owned());
        let stated = Trace::fact("vehicles reported", count, FactRef::new(&train.row, "vehicles"));
        let no_model = || TrainNotCompared::NoModel { equipment: self.equipment.id.clone() };
        let (short, long) = self.ends().ok_or_else(no_model)?;
        let shortest = self.planned("shortest model alone", &[line(short, vehicles)], &stated)?;
        let equal = self.planned("equal shares", &self.equal_shares(vehicles), &stated)?;
        let longest = self.planned("longest model alone", &[line(long, vehicles)], &stated)?;
        let what = unit_words(&equal.units);
        let units = train.units.map(|units| {
            let amount = Amount::Count(i64::from(units), what.clone());
            Trace::fact("units reported", amount, FactRef::new(&train.row, "units"))
        });
        let train_max = self.equipment.units_per_train_max.map(|most| {
            let fact = FactRef::new(&self.equipment.row, "units_per_train_max");
            Trace::fact("most units of a train", Amount::Count(i64::from(most), what.clone()), fact)
        });
        let low = shortest.n_units.min(longest.n_units);
        let high = shortest.n_units.max(longest.n_units);
        let verdict = match (train.units, self.equipment.units_per_train_max) {
            (Some(units), _) if units < low => TrainVerdict::BelowFewest { by: low.saturating_sub(units) },
            (Some(units), _) if units > high => TrainVerdict::NotFilled { by: units.saturating_sub(high) },
            (Some(_), _) => TrainVerdict::Reproduced,
            (None, None) => TrainVerdict::NotStated,
            (None, Some(most)) if low > most => TrainVerdict::BeyondOneTrain { by: low.saturating_sub(most) },
            (None, Some(most)) if high <= most => TrainVerdict::FitsOneTrain(TrainMix::Longest),
            (None, Some(most)) if equal.n_units <= most => TrainVerdict::FitsOneTrain(TrainMix::Equal),
            (None, Some(_)) => TrainVerdict::FitsOneTrain(TrainMix::Shortest),
        };
        let mut parts = vec![shortest.units.clone(), equal.units.clone(), longest.units.clone()];
        let rule = match (&units, &train_max) {
            (Some(units), _) => {
                parts.insert(0, units.clone());
                "reported units between the fewest of the shortest and of the longest model"
            }
            (None, Some(most)) => {
                parts.insert(0, most.clone());
                "fewest units at most those of a train"
            }
            (None, None) => "neither units nor the most of a train are known",
        };
        let verdict_trace = Trace::formula("verdict", Amount::Text(verdict.to_string()), rule, parts);
        let mix = match (verdict, train.units) {
            (TrainVerdict::Reproduced, Some(units)) => self.mix_of(short, long, vehicles, units),
            _ => None,
        };
        Ok(TrainLoads {
            equipment: self.equipment.id.clone(),
            vehicles: stated,
            units,
            models: self.models.iter().map(|vehicle| vehicle.id.clone()).collect(),
            closed_decks: self.closed_decks(),
            makers: self.makers,
            not_taken: self.not_taken,
            shortest,
            equal,
            longest,
            train_max,
            verdict,
            verdict_trace,
            mix,
            narrower: None,
        })
    }

    /// The shortest and the longest model that may stand on every deck; of all, if none may.
    fn ends(&self) -> Option<(&'c Arc<VehicleModel>, &'c Arc<VehicleModel>)> {
        let everywhere = |vehicle: &&&Arc<VehicleModel>| {
            self.equipment.decks.iter().all(|deck| self.kept_off(vehicle, deck).is_none())
        };
        let mut eligible: Vec<_> = self.models.iter().filter(everywhere).collect();
        if eligible.is_empty() {
            eligible = self.models.iter().collect();
        }
        let key = |vehicle: &&&Arc<VehicleModel>| (vehicle.length, vehicle.id.clone());
        let short = eligible.iter().copied().min_by_key(key)?;
        let long = eligible.iter().copied().max_by_key(key)?;
        Some((short, long))
    }

    /// Why a model may not stand on a deck.
    fn kept_off(&self, vehicle: &Arc<VehicleModel>, deck: &Deck) -> Option<Rule> {
        let alone = Equipment { decks: vec![deck.clone()], ..self.equipment.clone() };
        refusals(&[line(vehicle, 1)], &alone).into_iter().next().map(|refusal| refusal.rule)
    }

    fn closed_decks(&self) -> Vec<(DeckId, Rule)> {
        let lowest = self.models.iter().min_by_key(|vehicle| (vehicle.height, vehicle.id.clone()));
        let decks = self
            .equipment
            .decks
            .iter()
            .filter(|deck| self.models.iter().all(|vehicle| self.kept_off(vehicle, deck).is_some()));
        decks.filter_map(|deck| Some((deck.id.clone(), self.kept_off(lowest?, deck)?))).collect()
    }

    /// The same number of each model, the first by id one more where it does not divide.
    fn equal_shares(&self, vehicles: u32) -> Vec<ShipmentLine> {
        let models = u32::try_from(self.models.len()).unwrap_or(u32::MAX).max(1);
        let (each, over) = (vehicles / models, vehicles % models);
        let numbers = (0..models).map(|idx| each.saturating_add(u32::from(idx < over)));
        let lines = self.models.iter().zip(numbers).filter(|(_, n)| *n > 0);
        lines.map(|(vehicle, n)| line(vehicle, n)).collect()
    }

    fn planned(
        &self,
        what: &str,
        lines: &[ShipmentLine],
        vehicles: &Trace,
    ) -> Result<TrainLoad, TrainNotCompared> {
        let failed = |error: landbridge_loading::LoadError| TrainNotCompared::Failed(error.to_string());
        let plan = plan(lines, self.equipment).map_err(failed)?;
        let found = landbridge_loading::trace(lines, self.equipment, &plan);
        let n_units = plan.n_units();
        let units = Trace::formula(
            format!("fewest units, {what}"),
            found.amount.clone(),
            "fewest for as many vehicles as reported",
            vec![vehicles.clone(), found],
        );
        let placed = Decimal::from(u64::try_from(plan.vehicles()).unwrap_or(u64::MAX));
        let mean = placed
            .checked_div(Decimal::from(n_units))
            .ok_or_else(|| TrainNotCompared::Failed("no unit".to_owned()))?
            .round_dp(1);
        let per_unit = Trace::formula(
            format!("vehicles in a unit, {what}"),
            Amount::Decimal(mean, String::new()),
            "vehicles / fewest units, half-even to 0.1",
            vec![vehicles.clone(), units.clone()],
        );
        let model = match lines {
            [only] => Some(only.vehicle.id.clone()),
            _ => None,
        };
        let proven = plan.is_optimal();
        Ok(TrainLoad { model, n_units, proven, reason: plan.bound_reason, units, per_unit })
    }

    /// One more of the longer model never needs more than one unit more, so that every number between the two ends
    /// is met; halving finds where.
    fn mix_of(
        &self,
        short: &Arc<VehicleModel>,
        long: &Arc<VehicleModel>,
        vehicles: u32,
        units: u32,
    ) -> Option<(u32, u32)> {
        let needed = |longer: u32| {
            let lines: Vec<ShipmentLine> = [(short, vehicles.saturating_sub(longer)), (long, longer)]
                .into_iter()
                .filter(|(_, n)| *n > 0)
                .map(|(vehicle, n)| line(vehicle, n))
                .collect();
            plan(&lines, self.equipment).ok().map(|plan| plan.n_units())
        };
        let (mut low, mut high) = (0, vehicles);
        if short.id == long.id {
            return (needed(0)? == units).then_some((vehicles, 0));
        }
        loop {
            for end in [low, high] {
                if needed(end)? == units {
                    return Some((vehicles.saturating_sub(end), end));
                }
            }
            let middle = low.midpoint(high);
            if middle == low {
                return None;
            }
            if needed(middle)? <= units { low = middle } else { high = middle }
        }
    }
}

fn line(vehicle: &Arc<VehicleModel>, quantity: u32) -> ShipmentLine {
    ShipmentLine { vehicle: Arc::clone(vehicle), quantity, soc_percent: None, built: None, rows: Vec::new() }
}

/// What units are called, as the planner counts them.
fn unit_words(units: &Trace) -> String {
    match &units.amount {
        Amount::Count(_, what) => what.clone(),
        _ => "units".to_owned(),
    }
}
