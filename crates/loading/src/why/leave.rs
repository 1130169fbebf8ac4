//! The fewest vehicles to leave behind, of whatever models.

use std::collections::BTreeMap;

use landbridge_model::{LoadPlan, ShipmentLine, VehicleId, VehicleModel};

use super::change::without;
use super::levers::{Outcome, Question};
use super::probe::{Probe, Seen};
use crate::bound::Proof;

/// Choices of vehicles looked at for one number of them, and tried by the planner in all.
const CHOICES_MAX: usize = 20_000;
const TRIALS_MAX: u32 = 120;

/// The fewest vehicles that must stay behind for one unit less.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Leave {
    /// A choice for which a plan was made: the fewest that were found.
    pub vehicles: BTreeMap<VehicleId, u32>,
    /// Whether fewer are proven not to be enough, whatever their models.
    pub proven: bool,
    /// Fewer than this are proven not to be enough.
    pub at_least: u64,
}

impl Leave {
    /// How many stay behind.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.vehicles.values().map(|n| u64::from(*n)).sum()
    }

    /// The shipment without them.
    #[must_use]
    pub fn apply(&self, lines: &[ShipmentLine]) -> Vec<ShipmentLine> {
        less(lines, &self.vehicles)
    }
}

fn less(lines: &[ShipmentLine], vehicles: &BTreeMap<VehicleId, u32>) -> Vec<ShipmentLine> {
    vehicles.iter().fold(lines.to_vec(), |lines, (vehicle, n)| without(&lines, vehicle, u64::from(*n)))
}

/// Weights of a proof as sums: what removing vehicles must at least take away.
pub(crate) struct Weighing<'a> {
    proof: &'a Proof,
    /// Weight beyond what the units wanted can hold; zero where the proof does not rule them out.
    pub(crate) excess: u128,
}

impl<'a> Weighing<'a> {
    pub(crate) fn new(lines: &[ShipmentLine], proof: &'a Proof, target: u32) -> Self {
        let weight = |line: &ShipmentLine| proof.weights.get(&line.vehicle.id).copied().unwrap_or(0);
        let total: u128 = lines.iter().map(|line| u128::from(weight(line)) * u128::from(line.quantity)).sum();
        let excess = total.saturating_sub(proof.capacity.saturating_mul(u128::from(target)));
        Self { proof, excess }
    }

    pub(crate) fn weight(&self, vehicle: &VehicleId) -> u64 {
        self.proof.weights.get(vehicle).copied().unwrap_or(0)
    }

    /// So many of one model are proven not to be enough; `None` where nothing is proven.
    pub(crate) fn ruled(&self, vehicle: &VehicleId) -> Option<u64> {
        let weight = u128::from(self.weight(vehicle));
        let short = self.excess.checked_sub(1)?;
        // One less than the number that takes the excess away.
        Some(short.checked_div(weight).map_or(u64::MAX, |n| u64::try_from(n).unwrap_or(u64::MAX)))
    }
}

/// A model with its number and what it weighs in the proof.
struct Candidate<'a> {
    vehicle: &'a VehicleModel,
    number: u64,
    weight: u64,
}

impl Question<'_> {
    /// The fewest vehicles to leave behind: from below by the weights of the proof, from above by the emptiest unit
    /// of the plan and by what is known of single models; between them every choice is tried, smallest first.
    pub(crate) fn leave(
        &self,
        probe: &mut Probe,
        plan: &LoadPlan,
        weighing: &Weighing<'_>,
        single: &[(VehicleId, Outcome)],
    ) -> Option<Leave> {
        let mut candidates = self.candidates(weighing);
        candidates.sort_by(|a, b| {
            (b.weight, b.vehicle.length, b.vehicle.kerb_mass, &a.vehicle.id).cmp(&(
                a.weight,
                a.vehicle.length,
                a.vehicle.kerb_mass,
                &b.vehicle.id,
            ))
        });
        let mut best = emptiest(plan)?;
        for (vehicle, outcome) in single {
            if let Outcome::Enough { change, .. } = outcome
                && change.by < number(&best)
            {
                best = BTreeMap::from([(vehicle.clone(), u32::try_from(change.by).unwrap_or(u32::MAX))]);
            }
        }
        let mut low = fewest_by_weight(&candidates, weighing.excess, self.ruled.is_some());
        self.heaviest_first(probe, &candidates, low, &mut best);
        let trials = probe.calls.saturating_add(TRIALS_MAX);
        while low < number(&best) {
            match self.all_choices(probe, &candidates, weighing.excess, low, trials, single) {
                Tried::Found(found) => {
                    best = found;
                    break;
                }
                Tried::Ruled => low += 1,
                Tried::Open => {
                    return Some(Leave { vehicles: best, proven: false, at_least: low });
                }
            }
        }
        Some(Leave { vehicles: best, proven: low > 0, at_least: low })
    }

    fn candidates<'b>(&'b self, weighing: &Weighing<'_>) -> Vec<Candidate<'b>> {
        let mut found: BTreeMap<&VehicleId, Candidate<'b>> = BTreeMap::new();
        for line in self.lines {
            let vehicle = &*line.vehicle;
            let weight = weighing.weight(&vehicle.id);
            let entry = found.entry(&vehicle.id).or_insert(Candidate { vehicle, number: 0, weight });
            entry.number += u64::from(line.quantity);
        }
        found.into_values().collect()
    }

    // A good choice mostly takes what weighs most: how many of those are enough.
    fn heaviest_first(
        &self,
        probe: &mut Probe,
        candidates: &[Candidate<'_>],
        low: u64,
        best: &mut BTreeMap<VehicleId, u32>,
    ) {
        let (mut bad, mut good) = (low.saturating_sub(1), number(best));
        while good.saturating_sub(bad) > 1 {
            let middle = bad + (good - bad) / 2;
            let mut left = middle;
            let mut choice = BTreeMap::new();
            for candidate in candidates {
                let taken = candidate.number.min(left);
                if taken > 0 {
                    choice.insert(candidate.vehicle.id.clone(), u32::try_from(taken).unwrap_or(u32::MAX));
                    left -= taken;
                }
            }
            match probe.enough(&less(self.lines, &choice), self.equipment, self.target) {
                Seen::Enough => {
                    *best = choice;
                    good = middle;
                }
                Seen::Ruled(_) | Seen::Open => bad = middle,
                Seen::Spent => return,
            }
        }
    }

    fn all_choices(
        &self,
        probe: &mut Probe,
        candidates: &[Candidate<'_>],
        excess: u128,
        size: u64,
        trials: u32,
        single: &[(VehicleId, Outcome)],
    ) -> Tried {
        let Some(choices) = self.choices(candidates, excess, size) else { return Tried::Open };
        let mut all_ruled = true;
        for choice in choices {
            if let [(vehicle, n)] = choice.iter().collect::<Vec<_>>()[..] {
                // Asked before.
                match single.iter().find(|(id, _)| id == vehicle).map(|(_, outcome)| outcome) {
                    Some(Outcome::Never { .. }) => continue,
                    Some(Outcome::Enough { at_least, .. } | Outcome::Open { at_least, .. })
                        if u64::from(*n) < *at_least =>
                    {
                        continue;
                    }
                    _ => {}
                }
            }
            if probe.calls >= trials {
                probe.cut_off = true;
                return Tried::Open;
            }
            match probe.enough(&less(self.lines, &choice), self.equipment, self.target) {
                Seen::Enough => return Tried::Found(choice),
                Seen::Ruled(_) => {}
                Seen::Open => all_ruled = false,
                Seen::Spent => return Tried::Open,
            }
        }
        if all_ruled { Tried::Ruled } else { Tried::Open }
    }

    // Choices of one size that take enough weight away. Leaving a vehicle behind while one at least as large in
    // everything goes along is never better, so such choices are left out. `None` if there are too many.
    fn choices(
        &self,
        candidates: &[Candidate<'_>],
        excess: u128,
        size: u64,
    ) -> Option<Vec<BTreeMap<VehicleId, u32>>> {
        let larger = self.larger(candidates);
        let mut found = Vec::new();
        let mut taken = vec![0_u64; candidates.len()];
        let mut steps = 0_usize;
        // Counts in the order of candidates: the last one with room takes one less, those after it start anew.
        let Some(mut left) = refill(candidates, &mut taken, 0, size) else { return Some(found) };
        loop {
            steps += 1;
            if steps > CHOICES_MAX {
                return None;
            }
            let weight: u128 =
                candidates.iter().zip(&taken).map(|(c, n)| u128::from(c.weight) * u128::from(*n)).sum();
            let sensible = larger.iter().enumerate().all(|(idx, above)| {
                taken[idx] == 0 || above.iter().all(|other| taken[*other] == candidates[*other].number)
            });
            if left == 0 && weight >= excess && sensible {
                let chosen = candidates.iter().zip(&taken).filter(|(_, n)| **n > 0);
                found.push(
                    chosen
                        .map(|(c, n)| (c.vehicle.id.clone(), u32::try_from(*n).unwrap_or(u32::MAX)))
                        .collect(),
                );
            }
            // Take the last away altogether, and one of the last before it.
            let last = candidates.len().saturating_sub(1);
            let mut free = left + std::mem::take(&mut taken[last]);
            let Some(idx) = (0..last).rev().find(|idx| taken[*idx] > 0) else { return Some(found) };
            taken[idx] -= 1;
            free += 1;
            left = refill(candidates, &mut taken, idx + 1, free)?;
        }
    }

    // For each candidate those that are at least as large in everything that counts.
    fn larger(&self, candidates: &[Candidate<'_>]) -> Vec<Vec<usize>> {
        let stowage = &self.equipment.stowage;
        let plain = stowage.saddle_max.is_none()
            && stowage.top_heavy_max.is_none()
            && stowage.ends_difference_max.is_none()
            && stowage.supports.is_none();
        let above = |a: &VehicleModel, b: &VehicleModel| {
            let size = |v: &VehicleModel| [v.length.get(), v.width.get(), v.height.get(), v.kerb_mass.get()];
            let (a, b) = (size(a), size(b));
            a.iter().zip(&b).all(|(a, b)| a >= b).then_some(a == b)
        };
        (0..candidates.len())
            .map(|idx| {
                let others = (0..candidates.len()).filter(|other| plain && *other != idx);
                others
                    .filter(|other| {
                        let equal = above(candidates[*other].vehicle, candidates[idx].vehicle);
                        // Of equals the first goes first.
                        equal.is_some_and(|equal| !equal || *other < idx)
                    })
                    .collect()
            })
            .collect()
    }
}

enum Tried {
    Found(BTreeMap<VehicleId, u32>),
    Ruled,
    Open,
}

// Gives as many as possible to each candidate from one on; what is left over. `None` without candidates.
fn refill(candidates: &[Candidate<'_>], taken: &mut [u64], from: usize, mut free: u64) -> Option<u64> {
    for (candidate, taken) in candidates.iter().zip(taken.iter_mut()).skip(from) {
        *taken = candidate.number.min(free);
        free -= *taken;
    }
    (!candidates.is_empty()).then_some(free)
}

fn number(vehicles: &BTreeMap<VehicleId, u32>) -> u64 {
    vehicles.values().map(|n| u64::from(*n)).sum()
}

// Without what stands in one unit, the plan itself is one unit shorter.
fn emptiest(plan: &LoadPlan) -> Option<BTreeMap<VehicleId, u32>> {
    let vehicles = |unit: &landbridge_model::LoadedUnit| {
        unit.decks.iter().map(|deck| deck.vehicles.len()).sum::<usize>()
    };
    let unit = plan.units.iter().min_by_key(|unit| vehicles(unit))?;
    let mut found = BTreeMap::new();
    for placed in unit.decks.iter().flat_map(|deck| &deck.vehicles) {
        *found.entry(placed.vehicle.clone()).or_insert(0_u32) += 1;
    }
    Some(found)
}

// The heaviest first until the excess is gone.
fn fewest_by_weight(candidates: &[Candidate<'_>], excess: u128, ruled: bool) -> u64 {
    let mut left = excess;
    let mut number = 0_u64;
    for candidate in candidates.iter().filter(|candidate| candidate.weight > 0) {
        let weight = u128::from(candidate.weight);
        let need = u64::try_from(left.div_ceil(weight)).unwrap_or(u64::MAX).min(candidate.number);
        number = number.saturating_add(need);
        left = left.saturating_sub(weight * u128::from(need));
    }
    number.max(u64::from(ruled))
}
