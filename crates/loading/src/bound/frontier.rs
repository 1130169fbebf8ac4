//! Near-best loads of each deck, combined over the decks of a unit within its mass and places.

use super::staircase::Staircase;

/// Loads of one deck that are kept at a time.
const STATES_MAX: usize = 400_000;
/// Copies of a class on a deck; the decks of ships hold more, and hardly lose by being relaxed.
const COPIES_MAX: u32 = 24;
/// Combinations handed out.
const COMBINED_MAX: usize = 4;

/// A vehicle class as it looks on one deck.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Offer {
    pub(crate) class: usize,
    pub(crate) span: u32,
    pub(crate) mass: i64,
    /// Vehicles in it.
    pub(crate) vehicles: i64,
    pub(crate) copies: u32,
    /// What it is worth.
    pub(crate) weight: i64,
    /// What it is worth after paying for mass and places.
    pub(crate) net: i64,
}

/// A deck to be filled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bin<'a> {
    pub(crate) length: u32,
    pub(crate) payload: i64,
    pub(crate) grain: u32,
    /// For each offer, in their order, the most net worth for every length with the offers up to it.
    pub(crate) prefixes: &'a [Staircase],
}

/// A load of one deck, or of several together with the load it was put on top of.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Filling {
    mass: i64,
    count: i64,
    value: i64,
    /// What it falls short of the best net worth.
    loss: i64,
    /// The last of its vehicles; of combined fillings the load of the last deck.
    trail: u32,
    /// Combined fillings: the load of the decks before.
    before: usize,
}

const NOTHING: u32 = u32::MAX;

/// Some copies of a class on top of what was there.
#[derive(Clone, Copy, Debug)]
struct Trail {
    before: u32,
    class: usize,
    copies: u32,
}

/// Loads of one deck that no other load of it beats, with their vehicles.
#[derive(Debug, Default)]
pub(crate) struct Frontier {
    fillings: Vec<Filling>,
    trails: Vec<Trail>,
}

/// A load on the way: what it takes up, and what it is worth.
#[derive(Clone, Copy, Debug)]
struct State {
    length: u32,
    mass: i64,
    count: i64,
    value: i64,
    net: i64,
    trail: u32,
}

impl State {
    /// With some copies more of a class.
    fn with(&self, offer: &Offer, copies: u32) -> Self {
        let times = i64::from(copies);
        Self {
            length: self.length.saturating_add(offer.span.saturating_mul(copies)),
            mass: self.mass.saturating_add(offer.mass.saturating_mul(times)),
            count: self.count.saturating_add(offer.vehicles.saturating_mul(times)),
            value: self.value.saturating_add(offer.weight.saturating_mul(times)),
            net: self.net.saturating_add(offer.net.saturating_mul(times)),
            trail: self.trail,
        }
    }

    fn before(&self, other: &Self) -> bool {
        (self.length, self.mass, std::cmp::Reverse(self.value), self.count)
            <= (other.length, other.mass, std::cmp::Reverse(other.value), other.count)
    }
}

impl Frontier {
    /// The loads of a deck that lose less than `slack` and that no load of no more length and mass (and, where
    /// `counted`, vehicles) beats in worth. `None` where `budget` does not suffice.
    ///
    /// Dynamic programming over the classes with lists of undominated loads; a load is dropped as soon as what may
    /// still come, which the staircases tell exactly but for mass, cannot make up for what it lost.
    ///
    /// # Source
    /// Kellerer, Pferschy, Pisinger, "Knapsack Problems", 2004, section 9.3 (several constraints).
    pub(crate) fn of_deck(
        bin: Bin<'_>,
        offers: &[Offer],
        slack: i64,
        counted: bool,
        budget: &mut u32,
    ) -> Option<Self> {
        let best = bin.prefixes.last().map_or(0, Staircase::best);
        let mut frontier = Self::default();
        let start = State { length: 0, mass: 0, count: 0, value: 0, net: 0, trail: NOTHING };
        let mut states = vec![start];
        let (mut merged, mut kept, mut heads) = (Vec::new(), Kept::default(), Vec::new());
        for (idx, offer) in offers.iter().enumerate().rev() {
            // One stream of loads for each number of copies, all in the order of the loads without any.
            let copies = offer.copies.min(bin.length / offer.span.max(1));
            if copies > COPIES_MAX {
                return None;
            }
            let ahead = idx.checked_sub(1).and_then(|idx| bin.prefixes.get(idx));
            // Loads come shortest first, so that the hope for the rest goes down the stairs.
            let mut hope = ahead.map(Staircase::descent);
            heads.clear();
            heads.resize(copies as usize + 1, 0);
            merged.clear();
            kept.clear();
            loop {
                let mut next: Option<(State, u32)> = None;
                for (more, head) in (0_u32..).zip(&heads) {
                    let Some(state) = states.get(*head) else { continue };
                    let state = state.with(offer, more);
                    if next.is_none_or(|(known, _)| !known.before(&state)) {
                        next = Some((state, more));
                    }
                }
                let Some((mut state, more)) = next else { break };
                heads[more as usize] += 1;
                if state.length > bin.length {
                    // All that follow in this stream are longer still.
                    heads[more as usize] = states.len();
                    continue;
                }
                *budget = budget.checked_sub(u32::from(more > 0))?;
                let room = (bin.length - state.length) / bin.grain;
                let hope = hope.as_mut().map_or(0, |stairs| stairs.value_at(room));
                let alive = best.saturating_sub(state.net).saturating_sub(hope) < slack;
                if state.mass > bin.payload || !alive || !kept.take(&state, counted) {
                    continue;
                }
                if more > 0 {
                    let trail = Trail { before: state.trail, class: offer.class, copies: more };
                    state.trail = u32::try_from(frontier.trails.len()).ok()?;
                    frontier.trails.push(trail);
                }
                merged.push(state);
            }
            if merged.len() > STATES_MAX {
                return None;
            }
            std::mem::swap(&mut states, &mut merged);
        }
        frontier.fillings = states
            .iter()
            .map(|state| Filling {
                mass: state.mass,
                count: state.count,
                value: state.value,
                loss: best.saturating_sub(state.net),
                trail: state.trail,
                before: 0,
            })
            .collect();
        undominated(&mut frontier.fillings, counted);
        Some(frontier)
    }
}

/// For each number of vehicles, what the loads so far weigh and are worth: rising in both.
#[derive(Debug, Default)]
struct Kept {
    by_count: Vec<Vec<(i64, i64)>>,
}

impl Kept {
    fn clear(&mut self) {
        for steps in &mut self.by_count {
            steps.clear();
        }
    }

    /// Takes a load in unless one taken in before beats it; whether it was taken.
    fn take(&mut self, state: &State, counted: bool) -> bool {
        let count = if counted { usize::try_from(state.count).unwrap_or(0) } else { 0 };
        if self.by_count.len() <= count {
            self.by_count.resize(count + 1, Vec::new());
        }
        let beaten = |steps: &Vec<(i64, i64)>| {
            let after = steps.partition_point(|(mass, _)| *mass <= state.mass);
            after.checked_sub(1).is_some_and(|idx| steps[idx].1 >= state.value)
        };
        // Fewer vehicles beat as well; one fewer is looked at, more would cost more than it saves.
        if self.by_count[count.saturating_sub(1)..=count].iter().any(beaten) {
            return false;
        }
        let steps = &mut self.by_count[count];
        let at = steps.partition_point(|(mass, _)| *mass < state.mass);
        let beaten = steps[at..].iter().take_while(|(_, value)| *value <= state.value).count();
        match (beaten, steps.get_mut(at)) {
            (0, _) | (_, None) => steps.insert(at, (state.mass, state.value)),
            (beaten, Some(step)) => {
                *step = (state.mass, state.value);
                steps.drain(at + 1..at + beaten);
            }
        }
        true
    }
}

// Sorted by count (where it matters) and mass, with rising value.
fn undominated(fillings: &mut Vec<Filling>, counted: bool) {
    let key = |filling: &Filling| if counted { filling.count } else { 0 };
    fillings.sort_by_key(|filling| (key(filling), filling.mass, std::cmp::Reverse(filling.value)));
    let mut last: Option<(i64, i64)> = None;
    fillings.retain(|filling| {
        let beaten = last.is_some_and(|(count, value)| count == key(filling) && value >= filling.value);
        if !beaten {
            last = Some((key(filling), filling.value));
        }
        !beaten
    });
}

/// Vehicles as (deck, class).
pub(crate) type Vehicles = Vec<(usize, usize)>;

/// The most valuable combinations of one load per deck within mass and places, best first: their values, and their
/// vehicles as (deck, class). `Err` where `budget` does not suffice; empty where all combinations lose `slack` or
/// more.
pub(crate) fn combine(
    decks: &[&Frontier],
    slack: i64,
    mass: i64,
    places: i64,
    counted: bool,
    budget: &mut u32,
) -> Result<Vec<(i64, Vehicles)>, OutOfBudget> {
    let start = Filling { mass: 0, count: 0, value: 0, loss: 0, trail: NOTHING, before: 0 };
    let mut levels: Vec<Vec<Filling>> = vec![vec![start]];
    let Some((last, lower)) = decks.split_last() else { return Ok(Vec::new()) };
    for deck in lower {
        let mut next = Vec::new();
        for (before, below) in levels.last().into_iter().flatten().enumerate() {
            for filling in &deck.fillings {
                *budget = budget.checked_sub(1).ok_or(OutOfBudget)?;
                let sum = Filling {
                    mass: below.mass + filling.mass,
                    count: below.count + filling.count,
                    value: below.value.saturating_add(filling.value),
                    loss: below.loss.saturating_add(filling.loss),
                    trail: filling.trail,
                    before,
                };
                if sum.loss < slack && sum.mass <= mass && sum.count <= places {
                    next.push(sum);
                }
            }
        }
        undominated(&mut next, counted);
        levels.push(next);
    }
    let Some(below) = levels.last() else { return Ok(Vec::new()) };
    let mut best: Vec<(i64, usize, usize)> = Vec::new();
    for (first, group) in groups(below, counted) {
        for (second, partners) in groups(&last.fillings, counted) {
            let count = group.first().map_or(0, |f| f.count) + partners.first().map_or(0, |f| f.count);
            if counted && count > places {
                continue;
            }
            // Masses rise in both: what is added below is taken off above.
            let mut fitting = partners.len();
            for (idx, filling) in group.iter().enumerate() {
                while fitting > 0 && partners[fitting - 1].mass > mass - filling.mass {
                    fitting -= 1;
                }
                let Some(partner) = fitting.checked_sub(1) else { break };
                let value = filling.value.saturating_add(partners[partner].value);
                if best.len() < COMBINED_MAX || best.last().is_some_and(|(known, _, _)| value > *known) {
                    let at = best.partition_point(|(known, _, _)| *known >= value);
                    best.insert(at, (value, first + idx, second + partner));
                    best.truncate(COMBINED_MAX);
                }
            }
        }
    }
    Ok(best.into_iter().map(|(value, below, last)| (value, vehicles(decks, &levels, below, last))).collect())
}

/// The budget did not suffice.
#[derive(Debug)]
pub(crate) struct OutOfBudget;

// Runs of equal count with the index of their first member; everything is one run where counts do not matter.
fn groups(fillings: &[Filling], counted: bool) -> Vec<(usize, &[Filling])> {
    if !counted {
        return vec![(0, fillings)];
    }
    let mut first = 0;
    let mut groups = Vec::new();
    for group in fillings.chunk_by(|a, b| a.count == b.count) {
        groups.push((first, group));
        first += group.len();
    }
    groups
}

fn vehicles(decks: &[&Frontier], levels: &[Vec<Filling>], below_idx: usize, last_idx: usize) -> Vehicles {
    let mut vehicles = Vec::new();
    let mut take = |deck: usize, filling: &Filling| {
        let mut trail = filling.trail;
        while let Some(node) = usize::try_from(trail).ok().and_then(|idx| decks[deck].trails.get(idx)) {
            vehicles.extend((0..node.copies).map(|_| (deck, node.class)));
            trail = node.before;
        }
    };
    if let Some(filling) = decks.last().and_then(|deck| deck.fillings.get(last_idx)) {
        take(decks.len() - 1, filling);
    }
    let mut at = below_idx;
    for deck in (0..decks.len().saturating_sub(1)).rev() {
        let Some(filling) = levels.get(deck + 1).and_then(|level| level.get(at)) else { break };
        take(deck, filling);
        at = filling.before;
    }
    vehicles
}
