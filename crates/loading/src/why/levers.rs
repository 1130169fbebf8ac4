//! One lever by itself: the least change that saves a unit, by bisection over the planner.

use std::collections::BTreeSet;

use landbridge_model::{Deck, Equipment, EquipmentKind, ShipmentLine};

use super::change::{Change, Lever, without};
use super::floor::{clear_height, floor};
use super::probe::{Probe, Seen};

/// Longest dimension and largest mass that are planned with.
const MM_MAX: u64 = 100_000_000;
const KG_MAX: u64 = 1_000_000_000;
/// Trials that narrow down what is proven too little, where the least that is enough is not.
const NARROWING_MAX: u32 = 4;

/// What one lever does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The lever.
    pub lever: Lever,
    /// What it does.
    pub outcome: Outcome,
}

/// What moving one lever by itself does for one unit less.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// With this change a plan with one unit less was made.
    Enough {
        /// The least change for which one was found.
        change: Change,
        /// Whether one step less is proven not to be enough. Steps are single millimetres, kilograms, places or
        /// vehicles; of heights and widths only those of models count.
        proven: bool,
        /// Less than this is proven not to be enough.
        at_least: u64,
    },
    /// It is proven that no change of this lever saves a unit.
    Never {
        /// What stays in the way.
        why: String,
    },
    /// No plan was found with any change tried, and not all are ruled out.
    Open {
        /// The largest change tried.
        up_to: u64,
        /// Less than this is proven not to be enough.
        at_least: u64,
    },
    /// The trials were used up before there was an answer.
    CutOff {
        /// Less than this is proven not to be enough.
        at_least: u64,
    },
}

/// What is asked: a shipment in one unit less than it takes.
pub(crate) struct Question<'a> {
    pub(crate) lines: &'a [ShipmentLine],
    pub(crate) equipment: &'a Equipment,
    /// Units wanted.
    pub(crate) target: u32,
    /// Why without any change more are needed, where that is proven.
    pub(crate) ruled: Option<&'a str>,
}

/// How far a lever moves: by every whole step, or only to where something changes.
pub(crate) enum Steps {
    UpTo(u64),
    Only(Vec<u64>),
}

impl Steps {
    pub(crate) fn number(&self) -> u64 {
        match self {
            Self::UpTo(most) => *most,
            Self::Only(steps) => u64::try_from(steps.len()).unwrap_or(u64::MAX),
        }
    }

    /// The change at a step; steps count from one, none is no change.
    pub(crate) fn at(&self, step: u64) -> u64 {
        match self {
            Self::UpTo(_) => step,
            Self::Only(steps) => step
                .checked_sub(1)
                .and_then(|idx| steps.get(usize::try_from(idx).ok()?))
                .copied()
                .unwrap_or(0),
        }
    }
}

/// How far a lever moves.
pub(crate) struct Reach {
    pub(crate) lever: Lever,
    pub(crate) steps: Steps,
    /// The step that would often do.
    pub(crate) often: u64,
}

/// The levers of a unit; beyond its last step none of them changes anything.
pub(crate) fn levers(lines: &[ShipmentLine], equipment: &Equipment) -> Vec<Reach> {
    if equipment.kind == EquipmentKind::OwnWheels {
        return Vec::new();
    }
    let vehicles: u64 = lines.iter().map(|line| u64::from(line.quantity)).sum();
    let most = |of: &dyn Fn(&ShipmentLine) -> u64| lines.iter().map(of).max().unwrap_or(0);
    let lashing = equipment.stowage.lashing.get();
    let longest = most(&|line| line.vehicle.length.get()).saturating_add(equipment.gap.get());
    let heaviest = most(&|line| line.vehicle.kerb_mass.get()).saturating_add(lashing);
    let in_unit = equipment.vehicles_max.map_or(vehicles, |n| vehicles.min(u64::from(n)));
    // Beyond these all vehicles of a unit stand on one deck, or weigh nothing too much.
    let mm = |has: u64| in_unit.saturating_mul(longest).min(MM_MAX).saturating_sub(has);
    let kg = |has: u64| in_unit.saturating_mul(heaviest).min(KG_MAX).saturating_sub(has);
    let mut found = Vec::new();
    let mut add = |lever, steps, often| found.push(Reach { lever, steps, often });
    let shortest = equipment.decks.iter().map(|deck| deck.length.get()).min().unwrap_or(0);
    let longest_deck = equipment.decks.iter().map(|deck| deck.length.get()).max().unwrap_or(0);
    if equipment.decks.len() > 1 {
        let most = mm(shortest).min(MM_MAX.saturating_sub(longest_deck));
        add(Lever::DecksLonger, Steps::UpTo(most), longest);
    }
    for deck in &equipment.decks {
        add(Lever::DeckLonger(deck.id.clone()), Steps::UpTo(mm(deck.length.get())), longest);
    }
    for deck in &equipment.decks {
        let heights = heights(lines, deck);
        if !heights.is_empty() {
            let most = u64::try_from(heights.len()).unwrap_or(u64::MAX);
            add(Lever::DeckHigher(deck.id.clone()), Steps::Only(heights), most);
        }
        let widths: BTreeSet<u64> = lines
            .iter()
            .filter_map(|line| line.vehicle.width.checked_sub(deck.width))
            .map(landbridge_units::Millimetres::get)
            .filter(|by| *by > 0)
            .collect();
        if !widths.is_empty() {
            let most = u64::try_from(widths.len()).unwrap_or(u64::MAX);
            add(Lever::DeckWider(deck.id.clone()), Steps::Only(widths.into_iter().collect()), most);
        }
    }
    let gap = equipment.gap.get();
    if gap > 0 {
        add(Lever::SmallerGap, Steps::UpTo(gap), gap);
    }
    if let Some(has) = equipment.payload {
        add(Lever::Payload, Steps::UpTo(kg(has.get())), heaviest.saturating_mul(2));
    }
    if let (Some(axles @ 1..), Some(has), Some(tare)) =
        (equipment.axles, equipment.axle_load_max, equipment.tare)
    {
        let empty =
            tare.get().saturating_add(equipment.carrier_tare.map_or(0, landbridge_units::Kilograms::get));
        let axles = u64::from(axles);
        // An end alone may have to carry all that is on board.
        let all = in_unit.saturating_mul(heaviest).saturating_mul(2).saturating_add(empty);
        let most = all.div_ceil(axles).min(KG_MAX).saturating_sub(has.get());
        add(Lever::AxleLoad, Steps::UpTo(most), heaviest.div_ceil(axles));
    }
    for deck in &equipment.decks {
        if let Some(has) = deck.payload {
            add(Lever::DeckPayload(deck.id.clone()), Steps::UpTo(kg(has.get())), heaviest.saturating_mul(2));
        }
    }
    if let Some(has) = equipment.vehicles_max {
        let most = vehicles.saturating_sub(u64::from(has));
        add(Lever::Places, Steps::UpTo(most), 4);
    }
    let stowage = &equipment.stowage;
    if let Some(has) = stowage.top_heavy_max {
        add(Lever::TopHeavy, Steps::UpTo(kg(has.get())), heaviest.saturating_mul(2));
    }
    // At worst all stands over one end, or beyond it.
    if let (Some(has), Some(supports)) = (stowage.ends_difference_max, stowage.supports) {
        let worst = u128::from(in_unit.saturating_mul(heaviest)) * u128::from(longest_deck)
            / u128::from(supports.get().max(1));
        let most = u64::try_from(worst).unwrap_or(KG_MAX).saturating_add(1).min(KG_MAX);
        add(Lever::EndsDifference, Steps::UpTo(most.saturating_sub(has.get())), heaviest);
    }
    let stacks = lines.iter().any(|line| line.vehicle.chassis.saddle_pitch.is_some());
    if let (Some(has), true) = (stowage.saddle_max, stacks) {
        let most = in_unit.saturating_sub(u64::from(has));
        add(Lever::SaddleStack, Steps::UpTo(most), 4);
    }
    found
}

// By how much a deck must rise for each model that it keeps off, or that only some of its places take.
fn heights(lines: &[ShipmentLine], deck: &Deck) -> Vec<u64> {
    let mut found = BTreeSet::new();
    for vehicle in lines.iter().filter(|line| line.quantity > 0).map(|line| &line.vehicle) {
        let height = vehicle.height.get();
        let limits = deck.low.iter().map(|part| part.height.get()).chain([deck.height.get()]);
        found.extend(limits.filter_map(|limit| height.checked_sub(limit)).filter(|by| *by > 0));
        let best = clear_height(deck, vehicle.length.get());
        found.extend(height.checked_sub(best).filter(|by| *by > 0));
    }
    found.into_iter().collect()
}

impl Question<'_> {
    fn changed(&self, lever: &Lever, by: u64) -> (Vec<ShipmentLine>, Equipment) {
        Change { lever: lever.clone(), by }.apply(self.lines, self.equipment)
    }

    /// The least change of one lever that is enough, from what is known already: up to the step `known` it is
    /// proven not to be.
    pub(crate) fn ask(&self, probe: &mut Probe, reach: &Reach, known: Option<u64>) -> Outcome {
        let Reach { lever, steps, .. } = reach;
        let mut ruled = known.or_else(|| self.ruled.map(|_| 0));
        let most = steps.number();
        let low = |step: u64| {
            let (lines, equipment) = self.changed(lever, steps.at(step));
            floor(&lines, &equipment)
        };
        let target = u64::from(self.target);
        let last = low(most);
        if last.units > target {
            return Outcome::Never { why: last.text(&self.changed(lever, steps.at(most)).1) };
        }
        if most == 0 {
            return match self.ruled {
                Some(why) => Outcome::Never { why: why.to_owned() },
                None => Outcome::Open { up_to: 0, at_least: 0 },
            };
        }
        // The first step that the quick bound allows.
        let (mut bad, mut good) = (ruled.unwrap_or(0).min(most), most);
        if low(bad).units > target {
            while good - bad > 1 {
                let middle = bad + (good - bad) / 2;
                if low(middle).units > target { bad = middle } else { good = middle }
            }
            ruled = ruled.max(Some(bad));
        }
        self.bisect(probe, reach, bad, ruled)
    }

    fn bisect(&self, probe: &mut Probe, reach: &Reach, mut bad: u64, mut ruled: Option<u64>) -> Outcome {
        let Reach { lever, steps, often } = reach;
        let most = steps.number();
        let mut hit = None;
        let next = |ruled: Option<u64>| steps.at(ruled.map_or(0, |step| step.saturating_add(1)).min(most));
        let mut tried = bad;
        for step in [bad.saturating_add(1), bad.saturating_add(*often), most] {
            let step = step.min(most);
            if step <= tried {
                continue;
            }
            tried = step;
            match self.at(probe, lever, steps.at(step)) {
                Seen::Enough => {
                    hit = Some(step);
                    break;
                }
                Seen::Ruled(why) if step == most => return Outcome::Never { why },
                Seen::Ruled(_) => ruled = ruled.max(Some(step)),
                Seen::Open => {}
                Seen::Spent => return Outcome::CutOff { at_least: next(ruled) },
            }
            bad = step;
        }
        let Some(mut good) = hit else {
            return Outcome::Open { up_to: steps.at(most), at_least: next(ruled) };
        };
        while good - bad > 1 {
            // Far away the steps grow, as the answer is mostly near.
            let middle = (bad + (good - bad) / 2).min(bad.saturating_mul(4).saturating_add(4));
            match self.at(probe, lever, steps.at(middle)) {
                Seen::Enough => good = middle,
                Seen::Ruled(_) => {
                    ruled = ruled.max(Some(middle));
                    bad = middle;
                }
                Seen::Open => bad = middle,
                Seen::Spent => break,
            }
        }
        // Where the planner could not tell, how far it could, within a few trials.
        let mut trials = NARROWING_MAX;
        let (mut low, mut high) = (ruled.unwrap_or(0), good);
        while ruled.is_some() && high - low > 1 && good - bad <= 1 && trials > 0 {
            let middle = low + (high - low) / 2;
            if middle == bad && ruled != Some(bad) {
                high = middle;
                continue;
            }
            trials -= 1;
            match self.at(probe, lever, steps.at(middle)) {
                Seen::Ruled(_) => {
                    ruled = ruled.max(Some(middle));
                    low = middle;
                }
                Seen::Enough => {
                    good = good.min(middle);
                    high = middle;
                }
                Seen::Open => high = middle,
                Seen::Spent => break,
            }
        }
        Outcome::Enough {
            change: Change { lever: lever.clone(), by: steps.at(good) },
            proven: ruled.is_some_and(|step| step.saturating_add(1) >= good),
            at_least: next(ruled),
        }
    }

    fn at(&self, probe: &mut Probe, lever: &Lever, by: u64) -> Seen {
        if let Lever::FewerOf(vehicle) = lever {
            return probe.enough(&without(self.lines, vehicle, by), self.equipment, self.target);
        }
        let equipment = Change { lever: lever.clone(), by }.to_equipment(self.equipment);
        probe.enough(self.lines, &equipment, self.target)
    }
}
