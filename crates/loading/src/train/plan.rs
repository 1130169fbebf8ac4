//! The whole way: bounds, first divisions, search, trains.

use std::cmp::Reverse;

use landbridge_model::{Equipment, VehicleModel};

use super::consist::Consist;
use super::error::TrainError;
use super::group::parts_at_least;
use super::items::{Division, Items, Score};
use super::least::{Carried, Least, least_trains};
use super::leave::{divide, divide_full};
use super::limits::{Room, TrainLimits};
use super::search::search;
use super::wagon::{StopUnits, Wagon, check, wagons};

/// Wagons that one plan holds.
const WAGONS_MAX: usize = 20_000;
/// Stops of a run.
const STOPS_MAX: usize = 1_000;

/// Wagons in trains, with the bounds that say how good that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrainPlan {
    /// Names of the stops, in the order of the run.
    pub stops: Vec<String>,
    /// Trains: those that serve the earliest stops first.
    pub trains: Vec<Consist>,
    /// Wagons that stay behind as they fill no train; empty unless only full trains leave.
    pub left: Vec<Wagon>,
    /// Why wagons stay behind or a train is short; `None` where all leave in full trains.
    pub shortfall: Option<Shortfall>,
    /// No plan in which as many wagons leave has fewer trains.
    pub lower_bound: u32,
    /// Why.
    pub bound_reason: String,
    /// No plan leaves fewer wagons behind.
    pub left_at_least: u32,
    /// Over all trains, how many stops each serves: the number of blocks of wagons.
    pub blocks: u32,
    /// No plan in which as many wagons leave in as many trains, and as many are full, has fewer blocks.
    pub blocks_at_least: u32,
}

/// Why not all wagons leave in full trains.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shortfall {
    /// At least so many more wagons are needed for all to leave in full trains; `None` where it is not their number
    /// but their length or mass.
    pub missing: Option<u32>,
    /// In words with numbers.
    pub reason: String,
    /// Whether it is proven that not all can leave in full trains.
    pub proven: bool,
}

impl TrainPlan {
    /// Whether no plan lets more wagons leave, or the same in fewer trains.
    #[must_use]
    pub fn is_optimal(&self) -> bool {
        narrow(self.left.len()) <= self.left_at_least && narrow(self.trains.len()) <= self.lower_bound
    }

    /// Whether also no plan with as many trains keeps stops better together.
    #[must_use]
    pub fn is_best_by_stops(&self) -> bool {
        self.is_optimal() && self.blocks <= self.blocks_at_least
    }
}

/// Loaded units of a run's stops, in the order of the run, in the fewest trains.
///
/// # Errors
/// As [`wagons`] and [`marshal`].
pub fn trains(
    stops: &[StopUnits<'_>],
    equipment: &[&Equipment],
    models: &[&VehicleModel],
    limits: &TrainLimits,
) -> Result<TrainPlan, TrainError> {
    let labels: Vec<String> = stops.iter().map(|stop| stop.label.clone()).collect();
    marshal(wagons(stops, equipment, models)?, &labels, limits)
}

/// Puts wagons into the fewest trains; among those, as few short trains as possible, and each stop's wagons in as few
/// trains as possible. Where only full trains leave, first of all as many wagons as possible leave.
///
/// Wagons are packed by number, length and gross mass; the axle load is a property of each. First divisions are cut
/// from rows of wagons by groups of stops, or deal them out by mass or length; a search over all divisions follows
/// where the bounds leave a question, within a budget of steps. Small cases are always answered exactly, large ones
/// where bound and plan meet ([`TrainPlan::is_optimal`]). Neither the order of wagons nor the names of stops matter.
///
/// # Errors
/// If a wagon may not go in a train by itself, limits contradict each other, or there are too many wagons.
pub fn marshal(wagons: Vec<Wagon>, stops: &[String], limits: &TrainLimits) -> Result<TrainPlan, TrainError> {
    for (what, count, max) in [("wagons", wagons.len(), WAGONS_MAX), ("stops", stops.len(), STOPS_MAX)] {
        if count > max {
            return Err(TrainError::TooMany { what, count, max });
        }
    }
    check(&wagons, stops.len(), limits)?;
    let room = limits.room()?;
    let items = Items::new(&wagons, stops.len());
    let full = limits.full_only && room.least > 1;
    let least = least_trains(&items, &room);
    let first = first_division(&items, &room, full);
    let score = first.score(&items, &room);
    let goal = goal(&items, &room, full, &least, None);
    let searched = search(&items, &room, full, score, goal);
    let division = searched.better.unwrap_or(first);
    let score = division.score(&items, &room);
    let proven = searched.complete;
    let goal = if proven { score } else { self::goal(&items, &room, full, &least, Some(score)) };
    let bound_reason = match () {
        () if score.left == 0 && least.trains == goal.trains => least.reason.clone(),
        () if proven => format!("all ways to divide {} wagons among trains were tried", items.len()),
        () if score.left > 0 => {
            let leave = items.len() - score.left;
            format!("{leave} wagons leave, and fewer than {} trains cannot carry so many", goal.trains)
        }
        () => least.reason.clone(),
    };
    let shortfall = shortfall(&items, &room, &least, score, proven || score.left <= goal.left);
    Ok(hand_out(wagons, stops, limits, &items, &division, shortfall, (score, goal, bound_reason)))
}

fn first_division(items: &Items, room: &Room, full: bool) -> Division {
    if items.len() == 0 {
        return Division::default();
    }
    if full {
        return divide_full(items, room);
    }
    let all: Vec<usize> = (0..items.len()).collect();
    let found = [true, false].into_iter().filter_map(|full| divide(items, room, &all, full));
    // One wagon a train is always possible, as each fits by itself.
    let single = || Division { trains: all.iter().map(|idx| vec![*idx]).collect(), left: Vec::new() };
    found.min_by_key(|division| division.score(items, room)).unwrap_or_else(single)
}

// What no division beats, as far as is known without a search; later things counted for the wagons that leave and
// the trains of a score, else for the best that the earlier ones may be.
fn goal(items: &Items, room: &Room, full: bool, least: &Least, score: Option<Score>) -> Score {
    let carried = Carried::new(items, room);
    let left = if full { carried.least_left(room) } else { 0 };
    let behind = score.map_or(left, |score| score.left);
    let trains = match behind {
        0 => least.trains,
        behind => carried.least_for(items.len() - behind),
    };
    let used = score.map_or(trains, |score| score.trains);
    let short = if full { 0 } else { least_short(items.len(), room, used) };
    let parts = if behind == 0 { parts_at_least(items, room, used) } else { used };
    Score { left, trains, short, parts }
}

// With so many trains at least so many are short: full ones use up the wagons, short ones need one each.
fn least_short(units: usize, room: &Room, trains: usize) -> usize {
    let least = room.least.max(1);
    let full = units.saturating_sub(trains) / least.saturating_sub(1).max(1);
    if least == 1 { 0 } else { trains.saturating_sub(full) }
}

fn shortfall(items: &Items, room: &Room, least: &Least, score: Score, proven: bool) -> Option<Shortfall> {
    if score.left == 0 && score.short == 0 {
        return None;
    }
    let (n, each) = (items.len(), room.least);
    let need = least.trains.saturating_mul(each);
    if n < need {
        let missing = need - n;
        let (trains, plural) = (least.trains, if missing == 1 { "" } else { "s" });
        let reason = format!(
            "{n} wagons need {trains} trains, and {trains} full trains of at least {each} would be {need}: \
             {missing} wagon{plural} more ({})",
            least.reason
        );
        return Some(Shortfall { missing: Some(narrow(missing)), reason, proven: true });
    }
    let found = if proven { "exists" } else { "was found" };
    let reason = format!(
        "{n} wagons would do for {} full trains of at least {each}, but no division {found} that keeps length and \
         gross mass",
        least.trains
    );
    Some(Shortfall { missing: None, reason, proven })
}

fn hand_out(
    wagons: Vec<Wagon>,
    stops: &[String],
    limits: &TrainLimits,
    items: &Items,
    division: &Division,
    shortfall: Option<Shortfall>,
    (score, goal, bound_reason): (Score, Score, String),
) -> TrainPlan {
    let mut slots: Vec<Option<Wagon>> = wagons.into_iter().map(Some).collect();
    let mut take = |which: &[usize]| -> Vec<Wagon> {
        which
            .iter()
            .filter_map(|idx| items.wagon.get(*idx))
            .filter_map(|idx| slots.get_mut(*idx).and_then(Option::take))
            .collect()
    };
    let mut trains: Vec<Consist> =
        division.trains.iter().map(|train| Consist::new(take(train), limits.units_min)).collect();
    let mut left = take(&division.left);
    left.sort_by_key(|wagon| (wagon.stop, wagon.number));
    trains.sort_by_cached_key(|train| {
        let served: Vec<usize> = train.blocks().iter().rev().map(|(stop, _)| *stop).collect();
        let numbers: Vec<(usize, usize)> =
            train.wagons.iter().rev().map(|wagon| (wagon.stop, wagon.number)).collect();
        (served, Reverse(train.wagons.len()), numbers)
    });
    TrainPlan {
        stops: stops.to_vec(),
        trains,
        left,
        shortfall,
        lower_bound: narrow(goal.trains.min(score.trains)),
        bound_reason,
        left_at_least: narrow(goal.left.min(score.left)),
        blocks: narrow(score.parts),
        blocks_at_least: narrow(goal.parts.min(score.parts)),
    }
}

fn narrow(value: usize) -> u32 {
    u32::try_from(value).unwrap_or(u32::MAX)
}
