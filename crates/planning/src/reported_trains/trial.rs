//! One assumption on the makers of a train, and the loads with their models.

use std::collections::BTreeSet;
use std::sync::Arc;

use landbridge_loading::{Rule, plan, refusals};
use landbridge_model::{
    Amount, Corridor, Deck, DeckId, Equipment, FactRef, MakerId, ShipmentLine, Trace, VehicleId, VehicleModel,
};
use landbridge_units::Decimal;

use super::answer::{MakersAsked, TrainLoad, TrainLoads};
use super::not_compared::TrainNotCompared;
use super::report::ReportedTrain;
use super::verdict::{TrainMix, TrainVerdict};

/// One assumption on the makers of a train.
pub(super) struct Trial<'c> {
    equipment: &'c Equipment,
    makers: MakersAsked,
    pub(super) models: Vec<&'c Arc<VehicleModel>>,
    not_taken: Vec<VehicleId>,
}

impl<'c> Trial<'c> {
    pub(super) fn of(corridor: &'c Corridor, equipment: &'c Equipment, makers: MakersAsked) -> Self {
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

    pub(super) fn load(self, train: &ReportedTrain, vehicles: u32) -> Result<TrainLoads, TrainNotCompared> {
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
        let found = landbridge_loading::trace(lines, self.equipment, &[], &plan);
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
