//! Every division, as far as a budget of steps goes.

use std::cmp::Reverse;

use super::items::{Division, Item, Items, Score, Sums};
use super::limits::Room;

/// Steps of a search, each a look at a train; time plays no part, so that results repeat.
const STEPS_MAX: usize = 5_000_000;

/// Stands for the train of those that stay behind; sorts after every train.
const BEHIND: usize = usize::MAX;
/// Nothing left to try.
const DONE: usize = usize::MAX - 1;

/// What the search ended with.
#[derive(Clone, Debug)]
pub(super) struct Searched {
    /// A better division than the first, if there is one.
    pub(super) better: Option<Division>,
    /// Whether nothing was left untried, so that the best known division is the best of all.
    pub(super) complete: bool,
}

struct State<'a> {
    room: &'a Room,
    /// Whether only full trains leave.
    full: bool,
    order: Vec<Item>,
    /// Of the wagons from here to the last.
    rest: Vec<Sums>,
    /// Stops whose first wagon in this order is still to come.
    unseen: Vec<usize>,
    trains: Vec<Sums>,
    counts: Vec<Vec<usize>>,
    left: usize,
    parts: usize,
    /// Wagons that open trains lack.
    lacking: usize,
}

/// Looks for a division better than `first`: wagons, the heaviest first, each to every open train, to a new one, or
/// behind. Equal wagons are dealt in the order of trains. Ends early where the score reaches `goal`.
pub(super) fn search(items: &Items, room: &Room, full: bool, first: Score, goal: Score) -> Searched {
    if first <= goal {
        return Searched { better: None, complete: true };
    }
    let mut order: Vec<usize> = (0..items.len()).collect();
    order.sort_by_key(|idx| (Reverse(items.items[*idx].mass), Reverse(items.items[*idx].length), *idx));
    let mut state = State::new(items, room, full, &order);
    let n = order.len();
    let mut best = first;
    let mut found: Option<Vec<usize>> = None;
    // The train of each wagon placed so far, and the one to try next at each depth.
    let mut placed: Vec<usize> = Vec::with_capacity(n);
    let mut next: Vec<usize> = vec![0];
    let mut steps = 0_usize;
    while let Some(try_now) = next.last().copied() {
        steps += 1 + state.trains.len();
        if steps > STEPS_MAX {
            return Searched { better: found.map(|trains| division(&order, &trains)), complete: false };
        }
        let depth = placed.len();
        if depth == n {
            let score = state.score();
            if score < best && state.is_full_enough() {
                best = score;
                found = Some(placed.clone());
                if best <= goal {
                    break;
                }
            }
            next.pop();
            state.take_back(placed.pop(), depth);
            continue;
        }
        let choice = state.choice(try_now, depth, &placed);
        let Some(train) = choice else {
            next.pop();
            if depth > 0 {
                state.take_back(placed.pop(), depth);
            }
            continue;
        };
        if let Some(slot) = next.last_mut() {
            *slot = if train == BEHIND { DONE } else { train + 1 };
        }
        state.put(train, depth);
        placed.push(train);
        if state.promises(depth + 1, best, goal) {
            next.push(0);
        } else {
            state.take_back(placed.pop(), depth + 1);
        }
    }
    Searched { better: found.map(|trains| division(&order, &trains)), complete: true }
}

fn division(order: &[usize], trains: &[usize]) -> Division {
    let mut division = Division::default();
    for (idx, train) in order.iter().zip(trains) {
        if *train == BEHIND {
            division.left.push(*idx);
            continue;
        }
        while division.trains.len() <= *train {
            division.trains.push(Vec::new());
        }
        division.trains[*train].push(*idx);
    }
    division
}

impl<'a> State<'a> {
    fn new(items: &Items, room: &'a Room, full: bool, order: &[usize]) -> Self {
        let order: Vec<Item> = order.iter().map(|idx| items.items[*idx]).collect();
        let mut rest = vec![Sums::default()];
        let mut sums = Sums::default();
        for item in order.iter().rev() {
            sums = sums.with(item);
            rest.push(sums);
        }
        rest.reverse();
        let mut seen = vec![false; items.stops];
        let mut unseen = vec![items.stops];
        for item in &order {
            let before = unseen.last().copied().unwrap_or(0);
            unseen.push(before - usize::from(!seen[item.stop]));
            seen[item.stop] = true;
        }
        let counts = vec![vec![0; items.stops]; order.len()];
        Self { room, full, order, rest, unseen, trains: Vec::new(), counts, left: 0, parts: 0, lacking: 0 }
    }

    fn lacks(&self, sums: Sums) -> usize {
        self.room.least.saturating_sub(sums.units)
    }

    // The next train for the wagon at this depth, from `from` on.
    fn choice(&self, from: usize, depth: usize, placed: &[usize]) -> Option<usize> {
        if from == DONE {
            return None;
        }
        let item = &self.order[depth];
        let twin = depth.checked_sub(1).filter(|before| self.order[*before] == *item);
        let lowest = twin.map_or(0, |before| placed[before]);
        let opened = self.trains.len();
        let first = from.max(lowest);
        if first < opened {
            let fit = (first..opened).find(|train| self.trains[*train].with(item).fits(self.room));
            if fit.is_some() {
                return fit;
            }
        }
        if first <= opened {
            return Some(opened);
        }
        self.full.then_some(BEHIND)
    }

    fn put(&mut self, train: usize, depth: usize) {
        if train == BEHIND {
            self.left += 1;
            return;
        }
        let item = self.order[depth];
        if train == self.trains.len() {
            self.trains.push(Sums::default());
            self.lacking += self.room.least;
        }
        let more = self.trains[train].with(&item);
        self.lacking -= self.lacks(self.trains[train]) - self.lacks(more);
        self.trains[train] = more;
        self.counts[train][item.stop] += 1;
        self.parts += usize::from(self.counts[train][item.stop] == 1);
    }

    fn take_back(&mut self, train: Option<usize>, depth: usize) {
        let Some(train) = train else { return };
        if train == BEHIND {
            self.left -= 1;
            return;
        }
        let item = self.order[depth - 1];
        self.counts[train][item.stop] -= 1;
        self.parts -= usize::from(self.counts[train][item.stop] == 0);
        let less = self.trains[train].without(&item);
        self.lacking += self.lacks(less) - self.lacks(self.trains[train]);
        self.trains[train] = less;
        if less.units == 0 {
            self.trains.pop();
            self.lacking -= self.room.least;
        }
    }

    fn score(&self) -> Score {
        Score {
            left: self.left,
            trains: self.trains.len(),
            short: self.trains.iter().filter(|sums| sums.units < self.room.least).count(),
            parts: self.parts,
        }
    }

    fn is_full_enough(&self) -> bool {
        !self.full || self.lacking == 0
    }

    // Whether what is placed so far may still become better than the best.
    fn promises(&self, depth: usize, best: Score, goal: Score) -> bool {
        let rest = self.rest[depth];
        if self.full && self.lacking > rest.units {
            return false;
        }
        // Nothing but the full rule leaves wagons behind.
        let unseen = if self.full { 0 } else { self.unseen[depth] };
        let trains =
            if self.left <= goal.left { self.trains.len().max(goal.trains) } else { self.trains.len() };
        let score = Score { left: self.left.max(goal.left), trains, short: 0, parts: self.parts + unseen };
        if score >= best {
            return false;
        }
        self.full || self.holds(rest, best.trains)
    }

    // Whether so many trains have room for the rest.
    fn holds(&self, rest: Sums, trains: usize) -> bool {
        let new = u128::from(wide(trains.saturating_sub(self.trains.len())));
        let free = |limit: u64, used: fn(&Sums) -> u64| {
            let open: u128 =
                self.trains.iter().map(|sums| u128::from(limit.saturating_sub(used(sums)))).sum();
            open.saturating_add(new.saturating_mul(u128::from(limit)))
        };
        u128::from(rest.length) <= free(self.room.length, |sums| sums.length)
            && u128::from(rest.mass) <= free(self.room.mass, |sums| sums.mass)
            && u128::from(wide(rest.units)) <= free(wide(self.room.units), |sums| wide(sums.units))
    }
}

fn wide(value: usize) -> u64 {
    u64::try_from(value).unwrap_or(u64::MAX)
}
