//! From reports to answers.

use landbridge_model::Corridor;

use super::answer::{MakersAsked, TrainAnswer, TrainLoads};
use super::makers::makers_at;
use super::not_compared::TrainNotCompared;
use super::report::ReportedTrain;
use super::trial::Trial;

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
