//! Near-best loads of each deck, combined over the decks of a unit within its mass and places.

use super::staircase::Staircase;

/// Loads of one deck that are kept.
const FILLINGS_MAX: usize = 200_000;

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
    pub(crate) net: i128,
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
    value: i128,
    /// What it falls short of the best net worth.
    loss: i128,
    first: usize,
    len: usize,
    /// Combined fillings: the load of the decks before.
    before: usize,
}

/// Loads of one deck that no other load of it beats, with their vehicles.
#[derive(Debug, Default)]
pub(crate) struct Frontier {
    fillings: Vec<Filling>,
    classes: Vec<usize>,
}

impl Frontier {
    /// All loads of a deck that lose less than `slack`, then only those that are not beaten in worth by a load of no
    /// more mass (and the same number of vehicles, where `counted`). `None` where `budget` does not suffice.
    ///
    /// Depth first from the last offer to the first. The staircase of what may still come is exact, so that nearly
    /// every node leads to a load that is kept.
    pub(crate) fn of_deck(
        bin: Bin<'_>,
        offers: &[Offer],
        slack: i128,
        counted: bool,
        budget: &mut u32,
    ) -> Option<Self> {
        let ahead = |below: usize, length: u32| match bin.prefixes.get(below) {
            Some(stairs) => i128::from(stairs.value_at(length / bin.grain)),
            None => 0,
        };
        let best = bin.prefixes.last().map_or(0, |stairs| i128::from(stairs.best()));
        let mut frontier = Self::default();
        let mut copies: Vec<u32> = offers.iter().map(|offer| offer.copies).collect();
        let (mut length, mut mass, mut net, mut value) = (bin.length, 0_i64, 0_i128, 0_i128);
        let mut chosen: Vec<usize> = Vec::new();
        // One more than the offer tried next, by depth.
        let mut stack = vec![offers.len()];
        frontier.keep(best - net, slack, mass, value, &chosen, offers);
        while let Some(at) = stack.last_mut() {
            let next = at.checked_sub(1).filter(|idx| best - net - ahead(*idx, length) < slack);
            let Some(idx) = next else {
                stack.pop();
                if let Some(last) = chosen.pop() {
                    let offer = &offers[last];
                    copies[last] += 1;
                    length += offer.span;
                    mass -= offer.mass;
                    net -= offer.net;
                    value -= i128::from(offer.weight);
                }
                continue;
            };
            *at = idx;
            let offer = &offers[idx];
            if copies[idx] == 0 || offer.span > length || offer.mass > bin.payload - mass {
                continue;
            }
            if best - net - offer.net - ahead(idx, length - offer.span) >= slack {
                continue;
            }
            *budget = budget.checked_sub(1)?;
            copies[idx] -= 1;
            length -= offer.span;
            mass += offer.mass;
            net += offer.net;
            value += i128::from(offer.weight);
            chosen.push(idx);
            frontier.keep(best - net, slack, mass, value, &chosen, offers);
            if frontier.fillings.len() > FILLINGS_MAX {
                return None;
            }
            stack.push(idx + 1);
        }
        undominated(&mut frontier.fillings, counted);
        Some(frontier)
    }

    fn keep(&mut self, loss: i128, slack: i128, mass: i64, value: i128, chosen: &[usize], offers: &[Offer]) {
        if loss < slack {
            let first = self.classes.len();
            self.classes.extend(chosen.iter().map(|idx| offers[*idx].class));
            let count = chosen.iter().map(|idx| offers[*idx].vehicles).sum();
            self.fillings.push(Filling { mass, count, value, loss, first, len: chosen.len(), before: 0 });
        }
    }
}

// Sorted by count (where it matters) and mass, with rising value.
fn undominated(fillings: &mut Vec<Filling>, counted: bool) {
    let key = |filling: &Filling| if counted { filling.count } else { 0 };
    fillings.sort_by_key(|filling| (key(filling), filling.mass, std::cmp::Reverse(filling.value)));
    let mut last: Option<(i64, i128)> = None;
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

/// The most valuable combination of one load per deck within mass and places: its value, and its vehicles as
/// (deck, class). `Err` where `budget` does not suffice, `Ok(None)` where all combinations lose `slack` or more.
pub(crate) fn combine(
    decks: &[&Frontier],
    slack: i128,
    mass: i64,
    places: i64,
    counted: bool,
    budget: &mut u32,
) -> Result<Option<(i128, Vehicles)>, OutOfBudget> {
    let start = Filling { mass: 0, count: 0, value: 0, loss: 0, first: 0, len: 0, before: 0 };
    let mut levels: Vec<Vec<Filling>> = vec![vec![start]];
    let Some((last, lower)) = decks.split_last() else { return Ok(None) };
    for deck in lower {
        let mut next = Vec::new();
        for (before, below) in levels.last().into_iter().flatten().enumerate() {
            for filling in &deck.fillings {
                *budget = budget.checked_sub(1).ok_or(OutOfBudget)?;
                let sum = Filling {
                    mass: below.mass + filling.mass,
                    count: below.count + filling.count,
                    value: below.value + filling.value,
                    loss: below.loss + filling.loss,
                    first: filling.first,
                    len: filling.len,
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
    let Some(below) = levels.last() else { return Ok(None) };
    let mut best: Option<(i128, usize, usize)> = None;
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
                let value = filling.value + partners[partner].value;
                if best.is_none_or(|(known, _, _)| value > known) {
                    best = Some((value, first + idx, second + partner));
                }
            }
        }
    }
    Ok(best.map(|(value, below_idx, last_idx)| (value, vehicles(decks, &levels, below_idx, last_idx))))
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
        let classes = decks[deck].classes.get(filling.first..filling.first + filling.len);
        vehicles.extend(classes.unwrap_or_default().iter().map(|class| (deck, *class)));
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
