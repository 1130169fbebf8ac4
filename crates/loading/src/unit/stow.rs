//! Where the pieces of a pattern stand, under rules that depend on places: low parts of decks, the load of the two
//! ends, the weight of upper decks against the lowest.
//!
//! Finding a place is exact for the pieces of a wagon or carrier; beyond [`PIECES_MAX`] on a deck, or where orders
//! run out, a unit may be refused that could be stowed. A plan is then no better than it could be, never wrong.

use std::collections::BTreeMap;

use crate::problem::{Bay, Instance, Rules};
use crate::unit::Pattern;

/// Pieces on a deck up to which all orders are looked at.
const PIECES_MAX: usize = 10;
/// Orders kept per deck where the load of the ends matters.
const LAYOUTS_MAX: usize = 121;
/// Steps of the search for orders on a deck.
const STEPS_MAX: u32 = 20_000;
/// Combinations of layouts of all decks that are looked at.
const COMBINATIONS_MAX: u32 = 20_000;

/// Pieces in their places: for each deck (class, distance of the front from the beginning), in order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Stowed {
    pub(crate) decks: Vec<Vec<(usize, u32)>>,
}

/// Why no places were found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unstowed {
    /// There are none with the pieces on these decks.
    Never,
    /// None were found; not everything was tried.
    Perhaps,
}

/// Whether places were found for the pieces of a pattern.
pub(crate) fn admits(instance: &Instance, pattern: &Pattern) -> bool {
    instance.rules.is_none() || stow(instance, pattern).is_ok()
}

/// Whether a piece of a length and height finds a place on a deck of a length with low parts, as (from, to, height).
pub(crate) fn finds_place(deck: u32, low: &[(u32, u32, u32)], length: u32, height: u32) -> bool {
    earliest(low, 0, length, height).is_some_and(|front| front.saturating_add(length) <= deck)
}

/// Finds a place for every piece, which may move to another deck where the decks above are too heavy.
pub(crate) fn stow(instance: &Instance, pattern: &Pattern) -> Result<Stowed, Unstowed> {
    let mut decks: Vec<Vec<usize>> = vec![Vec::new(); instance.bays.len()];
    for load in &pattern.loads {
        decks[load.deck].extend(std::iter::repeat_n(load.class, load.count as usize));
    }
    let Some(rules) = &instance.rules else {
        let decks = decks.iter().map(|pieces| end_to_end(instance, pieces)).collect();
        return Ok(Stowed { decks });
    };
    if let Some(most) = rules.top_heavy {
        settle(instance, &mut decks, most).ok_or(Unstowed::Never)?;
    }
    let total: i128 = decks.iter().flatten().map(|class| i128::from(instance.classes[*class].mass)).sum();
    let limit = moment_limit(rules, total);
    let mut layouts: Vec<Vec<Layout>> = Vec::with_capacity(decks.len());
    let mut all = true;
    for (deck, pieces) in decks.iter().enumerate() {
        let (found, complete) = layouts_of(instance, deck, pieces, limit.is_some());
        if found.is_empty() {
            return Err(if complete { Unstowed::Never } else { Unstowed::Perhaps });
        }
        all &= complete && found.iter().all(|layout| layout.slides);
        layouts.push(found);
    }
    let Some(limit) = limit else {
        return Ok(Stowed { decks: layouts.iter().map(|found| found[0].left()).collect() });
    };
    balance(instance, &layouts, limit).map_err(|why| if all { why } else { Unstowed::Perhaps })
}

/// The pattern without the pieces that find no place; what stands alone always does.
pub(crate) fn trim(instance: &Instance, mut pattern: Pattern) -> Pattern {
    while !admits(instance, &pattern) && !pattern.loads.is_empty() {
        let without = |idx: usize| {
            let mut less = pattern.clone();
            less.loads[idx].count -= 1;
            less.loads.retain(|load| load.count > 0);
            less
        };
        let shortest = |idx: &usize| instance.classes[pattern.loads[*idx].class].span;
        let mut order: Vec<usize> = (0..pattern.loads.len()).collect();
        order.sort_by_key(shortest);
        let better = order.iter().map(|idx| without(*idx)).find(|less| admits(instance, less));
        pattern = better.unwrap_or_else(|| without(order[0]));
    }
    pattern
}

fn end_to_end(instance: &Instance, pieces: &[usize]) -> Vec<(usize, u32)> {
    let mut front = 0_u32;
    let mut placed = Vec::with_capacity(pieces.len());
    for class in pieces {
        placed.push((*class, front));
        front = front.saturating_add(instance.classes[*class].span);
    }
    placed
}

/// Most that twice the moment of all pieces may be, in kilograms times millimetres; `None` without such a rule.
fn moment_limit(rules: &Rules, total: i128) -> Option<i128> {
    let supports = i128::from(rules.supports);
    let by_difference = rules.ends_difference.map(|most| i128::from(most) * supports);
    let by_end = rules.end_twice.map(|most| (i128::from(most) - total) * supports);
    by_difference.into_iter().chain(by_end).min()
}

/// Pieces of a deck in one order, as far to the beginning and as far to the end as they can stand.
#[derive(Clone, Debug)]
struct Layout {
    pieces: Vec<usize>,
    lefts: Vec<u32>,
    rights: Vec<u32>,
    /// Twice the moment about the middle of the deck, at the left and at the right.
    moments: (i128, i128),
    /// Whether every place between the two is free as well.
    slides: bool,
}

impl Layout {
    fn left(&self) -> Vec<(usize, u32)> {
        self.pieces.iter().copied().zip(self.lefts.iter().copied()).collect()
    }
}

/// The first front at or behind `from` where the piece clears all low parts.
fn earliest(low: &[(u32, u32, u32)], from: u32, length: u32, height: u32) -> Option<u32> {
    let mut front = from;
    // Parts come in order: behind one, only later ones can stand in the way.
    for (begin, end, clear) in low {
        if height > *clear && front < *end && front.checked_add(length)? > *begin {
            front = *end;
        }
    }
    Some(front)
}

fn lefts(instance: &Instance, bay: &Bay, pieces: &[usize]) -> Option<Vec<u32>> {
    let mut from = 0_u32;
    let mut fronts = Vec::with_capacity(pieces.len());
    for class in pieces {
        let class = &instance.classes[*class];
        let front = earliest(&bay.low, from, class.span.saturating_sub(instance.gap), class.height)?;
        from = front.checked_add(class.span)?;
        if from > bay.length {
            return None;
        }
        fronts.push(front);
    }
    Some(fronts)
}

// The same seen from the other end.
fn rights(instance: &Instance, bay: &Bay, pieces: &[usize]) -> Option<Vec<u32>> {
    let deck = bay.length.saturating_sub(instance.gap);
    let low = bay
        .low
        .iter()
        .rev()
        .map(|(from, to, height)| (deck.saturating_sub(*to), deck.saturating_sub(*from), *height));
    let mirrored = Bay { low: low.collect(), ..bay.clone() };
    let order: Vec<usize> = pieces.iter().rev().copied().collect();
    let fronts = lefts(instance, &mirrored, &order)?;
    let back = |(class, front): (&usize, &u32)| {
        let length = instance.classes[*class].span.saturating_sub(instance.gap);
        deck.saturating_sub(front.saturating_add(length))
    };
    let mut fronts: Vec<u32> = order.iter().zip(&fronts).map(back).collect();
    fronts.reverse();
    Some(fronts)
}

fn moment(instance: &Instance, bay: &Bay, pieces: &[usize], fronts: &[u32]) -> i128 {
    let deck = i128::from(bay.length.saturating_sub(instance.gap));
    pieces
        .iter()
        .zip(fronts)
        .map(|(class, front)| {
            let class = &instance.classes[*class];
            let length = i128::from(class.span.saturating_sub(instance.gap));
            i128::from(class.mass) * (2 * i128::from(*front) + length - deck)
        })
        .sum()
}

/// Orders in which the pieces of a deck fit: one where only fitting matters, else as many as are kept. And whether
/// these are all that matter.
fn layouts_of(instance: &Instance, deck: usize, pieces: &[usize], many: bool) -> (Vec<Layout>, bool) {
    let bay = &instance.bays[deck];
    let layout = |pieces: &[usize]| {
        let (lefts, rights) = (lefts(instance, bay, pieces)?, rights(instance, bay, pieces)?);
        let moments = (moment(instance, bay, pieces, &lefts), moment(instance, bay, pieces, &rights));
        Some(Layout { pieces: pieces.to_vec(), lefts, rights, moments, slides: bay.low.is_empty() })
    };
    if pieces.is_empty() {
        let nothing = Layout {
            pieces: Vec::new(),
            lefts: Vec::new(),
            rights: Vec::new(),
            moments: (0, 0),
            slides: true,
        };
        return (vec![nothing], true);
    }
    if bay.low.is_empty() && (!many || pieces.len() > PIECES_MAX) {
        // Any order fits; the heaviest in the middle can be moved most.
        let found: Vec<Layout> = layout(&heaviest_in_the_middle(instance, pieces)).into_iter().collect();
        let complete = !many || found.is_empty();
        return (found, complete);
    }
    let (found, complete) = orders(instance, bay, pieces, many);
    (found.iter().filter_map(|order| layout(order)).collect(), complete)
}

fn heaviest_in_the_middle(instance: &Instance, pieces: &[usize]) -> Vec<usize> {
    let mut sorted = pieces.to_vec();
    sorted.sort_by_key(|class| (instance.classes[*class].mass, *class));
    let (mut front, mut back) = (Vec::new(), Vec::new());
    for (idx, class) in sorted.into_iter().enumerate() {
        if idx % 2 == 0 { front.push(class) } else { back.push(class) }
    }
    front.extend(back.into_iter().rev());
    front
}

/// Distinct orders that fit, depth first. Where one is enough, what is left to place after the same pieces from a
/// later front is not looked at again, which makes this the dynamic program over what has been placed. And whether
/// nothing was cut off.
fn orders(instance: &Instance, bay: &Bay, pieces: &[usize], many: bool) -> (Vec<Vec<usize>>, bool) {
    let mut kinds: Vec<(usize, u32)> = Vec::new();
    for class in pieces {
        match kinds.iter_mut().find(|(known, _)| known == class) {
            Some((_, count)) => *count += 1,
            None => kinds.push((*class, 1)),
        }
    }
    // High pieces have fewer places.
    kinds.sort_by_key(|(class, _)| (std::cmp::Reverse(instance.classes[*class].height), *class));
    let most = if many { LAYOUTS_MAX } else { 1 };
    let mut found = Vec::new();
    let mut reached: BTreeMap<Vec<u32>, u32> = BTreeMap::new();
    let mut left: Vec<u32> = kinds.iter().map(|(_, count)| *count).collect();
    // (what was placed to get here, the front it is placed behind, the next to try)
    let mut stack: Vec<(Option<usize>, u32, usize)> = vec![(None, 0, 0)];
    let mut steps = 0;
    while let Some((_, from, next)) = stack.last_mut() {
        steps += 1;
        let (from, idx) = (*from, *next);
        *next += 1;
        if idx == 0 && left.iter().all(|count| *count == 0) {
            found.push(stack.iter().filter_map(|(placed, _, _)| placed.map(|idx| kinds[idx].0)).collect());
        }
        if idx >= kinds.len() || found.len() >= most || steps > STEPS_MAX {
            if let Some((Some(placed), _, _)) = stack.pop() {
                left[placed] += 1;
            }
            continue;
        }
        if left[idx] == 0 {
            continue;
        }
        let class = &instance.classes[kinds[idx].0];
        let length = class.span.saturating_sub(instance.gap);
        let end = earliest(&bay.low, from, length, class.height)
            .and_then(|front| front.checked_add(class.span))
            .filter(|end| *end <= bay.length);
        let Some(end) = end else { continue };
        left[idx] -= 1;
        if !many {
            let before = reached.get(&left).copied();
            if before.is_some_and(|before| before <= end) {
                left[idx] += 1;
                continue;
            }
            reached.insert(left.clone(), end);
        }
        stack.push((Some(idx), end, 0));
    }
    let complete = steps <= STEPS_MAX && (!many || found.len() < most);
    (found, complete)
}

/// Chooses a layout per deck and slides all of them so that the moment is within the limit.
fn balance(instance: &Instance, layouts: &[Vec<Layout>], limit: i128) -> Result<Stowed, Unstowed> {
    if limit < 0 {
        return Err(Unstowed::Never);
    }
    let mut near = false;
    let mut choice = vec![0_usize; layouts.len()];
    for _ in 0..COMBINATIONS_MAX {
        let chosen: Vec<&Layout> = layouts.iter().zip(&choice).map(|(found, idx)| &found[*idx]).collect();
        if let Some(stowed) = slide(instance, &chosen, limit) {
            return Ok(stowed);
        }
        // Within the limit but for whole millimetres.
        let sum = |end: fn(&Layout) -> i128| chosen.iter().map(|layout| end(layout)).sum::<i128>();
        near |= sum(|layout| layout.moments.0) <= limit && sum(|layout| layout.moments.1) >= -limit;
        // The next combination, the last deck turning fastest.
        let mut deck = layouts.len();
        loop {
            let Some(next) = deck.checked_sub(1) else {
                return Err(if near { Unstowed::Perhaps } else { Unstowed::Never });
            };
            deck = next;
            choice[deck] += 1;
            if choice[deck] < layouts[deck].len() {
                break;
            }
            choice[deck] = 0;
        }
    }
    Err(Unstowed::Perhaps)
}

fn slide(instance: &Instance, chosen: &[&Layout], limit: i128) -> Option<Stowed> {
    let low: i128 = chosen.iter().map(|layout| layout.moments.0).sum();
    let high: i128 = chosen.iter().map(|layout| layout.moments.1).sum();
    if low > limit || high < -limit {
        return None;
    }
    if chosen.iter().all(|layout| layout.slides)
        && let Some(stowed) = slide_all(instance, chosen, limit, (low, high))
    {
        return Some(stowed);
    }
    slide_one_by_one(instance, chosen, limit, low)
}

// All decks the same part of their way, which moves the moment from `low` to `high`.
fn slide_all(
    instance: &Instance,
    chosen: &[&Layout],
    limit: i128,
    (low, high): (i128, i128),
) -> Option<Stowed> {
    let way = (high - low).max(1);
    let part = (-low).clamp(0, high - low);
    let decks: Vec<Vec<(usize, u32)>> = chosen
        .iter()
        .map(|layout| {
            let place = |((class, left), right): ((&usize, &u32), &u32)| {
                let free = i128::from(right.saturating_sub(*left));
                (*class, left.saturating_add(u32::try_from(free * part / way).unwrap_or(0)))
            };
            layout.pieces.iter().zip(&layout.lefts).zip(&layout.rights).map(place).collect()
        })
        .collect();
    let sum: i128 = decks
        .iter()
        .zip(&instance.bays)
        .map(|(placed, bay)| {
            let (pieces, fronts): (Vec<usize>, Vec<u32>) = placed.iter().copied().unzip();
            moment(instance, bay, &pieces, &fronts)
        })
        .sum();
    (sum.abs() <= limit).then_some(Stowed { decks })
}

// From the left, the last piece of each deck first, each to the right as far as the moment asks for.
fn slide_one_by_one(instance: &Instance, chosen: &[&Layout], limit: i128, low: i128) -> Option<Stowed> {
    let mut decks: Vec<Vec<(usize, u32)>> = chosen.iter().map(|layout| layout.left()).collect();
    let mut sum = low;
    for (deck, layout) in chosen.iter().enumerate() {
        for at in (0..layout.pieces.len()).rev() {
            if sum >= -limit {
                break;
            }
            let class = &instance.classes[layout.pieces[at]];
            let length = class.span.saturating_sub(instance.gap);
            let by_millimetre = 2 * i128::from(class.mass);
            if by_millimetre == 0 {
                continue;
            }
            let left = layout.lefts[at];
            // The piece behind it may have stayed.
            let behind =
                decks[deck].get(at + 1).map_or(u32::MAX, |(_, front)| front.saturating_sub(class.span));
            let right = layout.rights[at].min(behind);
            // As far as is needed, or to the right where that is nearer.
            let wanted = (-limit - sum + by_millimetre - 1) / by_millimetre;
            let wanted = left.saturating_add(u32::try_from(wanted).unwrap_or(u32::MAX)).min(right);
            let low_parts = &instance.bays[deck].low;
            let front = earliest(low_parts, wanted, length, class.height).filter(|front| *front <= right);
            // A low part may push it beyond what the limit allows; then it stays, and the pieces before it move.
            let moved = |front: u32| sum + by_millimetre * i128::from(front.saturating_sub(left));
            if let Some(front) = front.filter(|front| moved(*front) <= limit) {
                sum = moved(front);
                decks[deck][at].1 = front;
            }
        }
    }
    (sum.abs() <= limit).then_some(Stowed { decks })
}

/// Exchanges and moves pieces until the decks above outweigh the lowest by no more than `most`.
fn settle(instance: &Instance, decks: &mut [Vec<usize>], most: i64) -> Option<()> {
    let mass = |pieces: &[usize]| pieces.iter().map(|class| instance.classes[*class].mass).sum::<i64>();
    let span =
        |pieces: &[usize]| pieces.iter().map(|class| i64::from(instance.classes[*class].span)).sum::<i64>();
    loop {
        let (lowest, above) = decks.split_first()?;
        let excess = above.iter().map(|pieces| mass(pieces)).sum::<i64>() - mass(lowest) - most;
        if excess <= 0 {
            return Some(());
        }
        // What is gained by exchanging a piece above for one below, or for nothing.
        let mut best: Option<(i64, usize, usize, Option<usize>)> = None;
        for (deck, pieces) in above.iter().enumerate() {
            for (at, up) in pieces.iter().enumerate() {
                let down = std::iter::once(None).chain((0..lowest.len()).map(Some));
                for other in down {
                    let (upper, lower) =
                        (&instance.classes[*up], other.map(|at| &instance.classes[lowest[at]]));
                    let gain = upper.mass - lower.map_or(0, |class| class.mass);
                    let fits = upper.on(0)
                        && lower.is_none_or(|class| class.on(deck + 1))
                        && span(lowest) + i64::from(upper.span) - lower.map_or(0, |c| i64::from(c.span))
                            <= i64::from(instance.bays[0].length)
                        && span(pieces) - i64::from(upper.span) + lower.map_or(0, |c| i64::from(c.span))
                            <= i64::from(instance.bays[deck + 1].length)
                        && mass(lowest) + gain <= instance.bays[0].payload
                        && mass(pieces) - gain <= instance.bays[deck + 1].payload;
                    // The least that is enough, else the most.
                    let enough = |gain: i64| 2 * gain >= excess;
                    let better = best.is_none_or(|(known, _, _, _)| match (enough(gain), enough(known)) {
                        (true, true) => gain < known,
                        (true, false) => true,
                        (false, true) => false,
                        (false, false) => gain > known,
                    });
                    if fits && gain > 0 && better {
                        best = Some((gain, deck + 1, at, other));
                    }
                }
            }
        }
        let (_, deck, at, other) = best?;
        let up = decks[deck].remove(at);
        if let Some(other) = other {
            let down = decks[0].remove(other);
            decks[deck].push(down);
        }
        decks[0].push(up);
    }
}
