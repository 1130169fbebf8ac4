//! The most valuable unit: what column generation asks for and what a bound must survive.

use super::frontier::{Bin, Frontier, Offer, combine};
use super::staircase::{Good, Staircase};
use crate::problem::{Instance, UNLIMITED};
use crate::unit::{Pattern, Room, Unstowed, admits, stow};

/// Cells of a deck told apart in bounds. Finer decks are rounded, which only weakens a bound.
const CELLS_MAX: u32 = 65_536;
/// Multiplier updates per limited resource.
const UPDATES_MAX: u32 = 8;
/// Steps of a staircase that cost as much as a node of a search.
const NODE_WORK: u64 = 16;
/// Parts of what a unit may lose that are looked at one after the other; the last is all of it.
const PARTS: [i64; 3] = [8, 2, 1];
/// Nodes that stowing a unit counts as.
const STOW_NODES: u32 = 20;
/// Nodes of a search for an improvement.
const SEARCH_NODES: u32 = 50_000;
/// Nodes searched on after a first improvement.
const NODES_AFTER_FIND: u32 = 2_000;

/// What a kilogram and a place cost, in the unit of the weights: multipliers of the limits that decks share.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(crate) struct Multipliers {
    /// Per kilogram of the unit.
    pub(crate) mass: i64,
    /// Per vehicle.
    pub(crate) place: i64,
    /// Per kilogram of a deck.
    pub(crate) decks: Vec<i64>,
}

/// The answer for one set of weights.
#[derive(Debug)]
pub(crate) struct Priced {
    /// No unit is worth more. Exact integers throughout.
    pub(crate) upper: i128,
    /// Multipliers that show it, where no search was needed.
    pub(crate) multipliers: Multipliers,
    /// Units worth more than was asked for, best first.
    pub(crate) patterns: Vec<Pattern>,
}

/// Solver of the two-resource, several-deck bounded knapsack.
///
/// Mass and places are relaxed with multipliers, after which decks are independent knapsacks; a depth-first
/// search with these knapsacks as completion bounds closes what the relaxation leaves open.
///
/// # Source
/// Fisher, "The Lagrangian relaxation method for solving integer programming problems", 1981.
#[derive(Debug)]
pub(crate) struct Pricer<'a> {
    instance: &'a Instance,
    kind: usize,
    /// For each deck the first deck like it; equal decks share a staircase.
    twin: Vec<usize>,
    grain: Vec<u32>,
    stairs: Vec<Staircase>,
    multipliers: Multipliers,
    /// The multipliers behind the staircases.
    solved_for: Multipliers,
    goods: Vec<Good>,
    /// Nodes visited by searches.
    nodes: u64,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Resource {
    Mass,
    Places,
    Deck(usize),
}

/// Vehicles as (deck, class, number).
type Loads = Vec<(usize, usize, u32)>;

/// A relaxed optimum: vehicles per deck and class, which may break the relaxed limits.
#[derive(Debug)]
struct Relaxed {
    bound: i128,
    loads: Loads,
}

impl<'a> Pricer<'a> {
    /// A solver for the units of a kind.
    pub(crate) fn new(instance: &'a Instance, kind: usize) -> Self {
        let bays = &instance.bays;
        let users = |deck: usize| instance.classes.iter().map(move |class| class.on(deck));
        let twin = (0..bays.len())
            .map(|deck| {
                (0..deck)
                    .find(|first| bays[*first] == bays[deck] && users(*first).eq(users(deck)))
                    .unwrap_or(deck)
            })
            .collect();
        Self {
            instance,
            kind,
            twin,
            grain: bays.iter().map(|bay| bay.length.div_ceil(CELLS_MAX).max(1)).collect(),
            stairs: bays.iter().map(|_| Staircase::default()).collect(),
            multipliers: Multipliers { decks: vec![0; bays.len()], ..Multipliers::default() },
            solved_for: Multipliers::default(),
            goods: Vec::new(),
            nodes: 0,
        }
    }

    /// Work done so far, in steps and nodes.
    pub(crate) fn work(&self) -> u64 {
        let stairs = self.stairs.iter().map(|stairs| stairs.work).sum::<u64>();
        stairs.saturating_add(self.nodes.saturating_mul(NODE_WORK))
    }

    /// Units of at most `left` vehicles per row that are worth more than `target`, and a proven upper bound.
    pub(crate) fn price(&mut self, left: &[u32], rows: &[i64], target: i64, nodes: u32) -> Priced {
        let (caps, weights) = (&self.instance.caps(left), &self.instance.weights(rows));
        let mut patterns: Vec<(i128, Pattern)> = Vec::new();
        let mut relaxed = self.relax(caps, weights);
        let mut upper = relaxed.bound;
        let mut multipliers = self.multipliers.clone();
        self.repair(left, weights, target, &relaxed, &mut patterns);
        for resource in self.resources() {
            if upper <= i128::from(target) {
                break;
            }
            let mut bracket = Bracket::default();
            for _ in 0..UPDATES_MAX {
                let at = self.multiplier(resource);
                let (limit, used) = self.usage(resource, &relaxed);
                if used <= limit && at == 0 {
                    break;
                }
                // The bound as a line in this multiplier, seen from this solution.
                let slope = limit - used;
                let line = (relaxed.bound - i128::from(at) * slope, slope);
                let idle = (self.constant() - i128::from(at) * limit, limit);
                let Some(next) = bracket.next(line, idle, at) else { break };
                self.set_multiplier(resource, next);
                relaxed = self.relax(caps, weights);
                self.repair(left, weights, target, &relaxed, &mut patterns);
                if relaxed.bound < upper {
                    upper = relaxed.bound;
                    multipliers = self.multipliers.clone();
                }
            }
            self.multipliers = multipliers.clone();
            // The staircases must again be those of the best multipliers.
            if self.solved_for != self.multipliers {
                relaxed = self.relax(caps, weights);
            }
        }
        // Where the relaxation leaves it open: mass and places exactly, deck by deck; a search only where decks want
        // the same few vehicles or loads are too many.
        // The best units lose little against the relaxation: a look at those first is quick, and proves nothing.
        let slack = i64::try_from(upper - i128::from(target)).unwrap_or(i64::MAX).max(0);
        for part in PARTS {
            if !patterns.is_empty() || upper <= i128::from(target) {
                break;
            }
            let Some(combined) = self.combine(caps, weights, (slack / part).max(1), nodes) else { break };
            let best = combined.first().map(|(value, _)| i128::from(*value));
            if part == 1 {
                upper = upper.min(best.unwrap_or(i128::from(target)).max(i128::from(target)));
            } else if let Some(best) = best.filter(|best| *best > upper - i128::from(slack / part)) {
                // Whatever is worth more would have lost less, and been among them.
                upper = upper.min(best);
            }
            for (value, loads) in combined {
                let relaxed = Relaxed { bound: i128::from(value), loads };
                self.repair(left, weights, target, &relaxed, &mut patterns);
            }
        }
        // What cannot be stowed is worth nothing; the search below knows which units can.
        patterns.retain(|(_, pattern)| admits(self.instance, pattern));
        if patterns.is_empty() && upper > i128::from(target) {
            let (found, complete) = self.search(left, caps, weights, target, nodes.min(SEARCH_NODES));
            if complete {
                upper = found.as_ref().map_or(i128::from(target), |(value, _)| *value);
            }
            patterns.extend(found);
        }
        patterns.sort_by(|(a, first), (b, second)| b.cmp(a).then_with(|| first.cmp(second)));
        patterns.dedup();
        let patterns = patterns.into_iter().map(|(_, pattern)| pattern).collect();
        Priced { upper, multipliers, patterns }
    }

    fn resources(&self) -> Vec<Resource> {
        let limited = |limit: i64| limit < UNLIMITED;
        let mut resources = Vec::new();
        if limited(self.instance.payload) {
            resources.push(Resource::Mass);
        }
        if limited(self.instance.places) {
            resources.push(Resource::Places);
        }
        for (deck, bay) in self.instance.bays.iter().enumerate() {
            if limited(bay.payload) && self.twin[deck] == deck {
                resources.push(Resource::Deck(deck));
            }
        }
        resources
    }

    fn multiplier(&self, resource: Resource) -> i64 {
        match resource {
            Resource::Mass => self.multipliers.mass,
            Resource::Places => self.multipliers.place,
            Resource::Deck(deck) => self.multipliers.decks[deck],
        }
    }

    fn set_multiplier(&mut self, resource: Resource, value: i64) {
        match resource {
            Resource::Mass => self.multipliers.mass = value,
            Resource::Places => self.multipliers.place = value,
            Resource::Deck(deck) => self.multipliers.decks[deck] = value,
        }
    }

    // Limit and use; twins of a deck share a multiplier, so their limits and uses are added.
    fn usage(&self, resource: Resource, relaxed: &Relaxed) -> (i128, i128) {
        let sum = |deck: Option<usize>, of: &dyn Fn(usize) -> i64| {
            let on = |d: usize| deck.is_none_or(|deck| self.twin[d] == deck);
            relaxed
                .loads
                .iter()
                .filter(|(d, _, _)| on(*d))
                .fold(0_i128, |sum, (_, class, count)| sum + i128::from(of(*class)) * i128::from(*count))
        };
        let mass = |class: usize| self.instance.classes[class].mass;
        match resource {
            Resource::Mass => (i128::from(self.instance.payload), sum(None, &mass)),
            Resource::Places => {
                let stack = |class: usize| i64::from(self.instance.classes[class].stack);
                (i128::from(self.instance.places), sum(None, &stack))
            }
            Resource::Deck(deck) => {
                let twins = self.twin.iter().filter(|twin| **twin == deck).count();
                let limit = i128::from(self.instance.bays[deck].payload);
                (limit * i128::try_from(twins).unwrap_or(1), sum(Some(deck), &mass))
            }
        }
    }

    // What a vehicle adds on a deck when mass and places must be paid for; never more than its weight.
    fn net(&self, weight: i64, class: usize, deck: usize) -> i128 {
        let per_kg = i128::from(self.multipliers.mass) + i128::from(self.multipliers.decks[self.twin[deck]]);
        let class = &self.instance.classes[class];
        let places = i128::from(self.multipliers.place) * i128::from(class.stack);
        i128::from(weight) - per_kg * i128::from(class.mass) - places
    }

    // What the limits themselves bring in.
    fn constant(&self) -> i128 {
        let paid = |multiplier: i64, limit: i64| i128::from(multiplier) * i128::from(limit);
        let decks = self.instance.bays.iter().zip(&self.twin);
        paid(self.multipliers.mass, self.instance.payload)
            + paid(self.multipliers.place, self.instance.places)
            + decks.map(|(bay, twin)| paid(self.multipliers.decks[*twin], bay.payload)).sum::<i128>()
    }

    fn relax(&mut self, caps: &[u32], weights: &[i64]) -> Relaxed {
        let mut goods = std::mem::take(&mut self.goods);
        let mut bound = self.constant();
        let mut loads = Vec::new();
        for deck in 0..self.twin.len() {
            let twin = self.twin[deck];
            if twin == deck {
                goods.clear();
                for (idx, class) in self.instance.classes.iter().enumerate() {
                    if caps[idx] == 0 || weights[idx] <= 0 || !class.on(deck) {
                        continue;
                    }
                    if let Ok(value) = i64::try_from(self.net(weights[idx], idx, deck)) {
                        goods.push(Good { class: idx, span: class.span, value, copies: caps[idx] });
                    }
                }
                let (length, grain) = (self.instance.bays[deck].length, self.grain[deck]);
                self.stairs[deck].solve(&goods, length, grain);
            }
            bound += i128::from(self.stairs[twin].best());
            self.stairs[twin].best_goods(|class, copies| loads.push((deck, class, copies)));
        }
        self.goods = goods;
        self.solved_for.clone_from(&self.multipliers);
        Relaxed { bound, loads }
    }

    // Makes a relaxed solution loadable by leaving out what does not fit, and keeps it where it is worth it.
    fn repair(
        &self,
        rows: &[u32],
        weights: &[i64],
        target: i64,
        relaxed: &Relaxed,
        patterns: &mut Vec<(i128, Pattern)>,
    ) {
        let mut room = Room::new(self.instance, self.kind);
        let mut left = rows.to_vec();
        let mut value = 0_i128;
        let mut put = |deck: usize, class: usize, wanted: u32| {
            let kind = &self.instance.classes[class];
            let count = room.put(self.instance, deck, class, wanted.min(left[kind.row] / kind.stack));
            left[kind.row] -= count * kind.stack;
            value += i128::from(weights[class]) * i128::from(count);
        };
        for (deck, class, count) in &relaxed.loads {
            put(*deck, *class, *count);
        }
        for deck in 0..self.instance.bays.len() {
            for (class, weight) in weights.iter().enumerate() {
                if *weight > 0 {
                    put(deck, class, u32::MAX);
                }
            }
        }
        if value > i128::from(target) {
            patterns.push((value, room.into_pattern()));
        }
    }

    // Mass and places exactly, only the numbers of vehicles deck by deck; `None` where the budget ran out.
    fn combine(
        &mut self,
        caps: &[u32],
        weights: &[i64],
        slack: i64,
        nodes: u32,
    ) -> Option<Vec<(i64, Loads)>> {
        let instance = self.instance;
        let counted = instance.places < UNLIMITED;
        let mut budget = nodes;
        let mut own: Vec<Option<Frontier>> = Vec::new();
        for (deck, bay) in instance.bays.iter().enumerate() {
            if self.twin[deck] != deck {
                own.push(None);
                continue;
            }
            let mut offers: Vec<Offer> = (0..weights.len())
                .filter(|class| weights[*class] > 0 && caps[*class] > 0 && instance.classes[*class].on(deck))
                .filter_map(|class| {
                    Some(Offer {
                        class,
                        span: instance.classes[class].span,
                        mass: instance.classes[class].mass,
                        vehicles: i64::from(instance.classes[class].stack),
                        copies: caps[class],
                        weight: weights[class],
                        // A class that loses more than can be told loses more than any slack.
                        net: i64::try_from(self.net(weights[class], class, deck)).ok()?,
                    })
                })
                .collect();
            // The best per millimetre are taken in last: what is poor falls behind at once then.
            offers.sort_by(|a, b| {
                let density = |net: i64, span: u32| i128::from(net) * i128::from(span.max(1));
                density(b.net, a.span).cmp(&density(a.net, b.span)).then_with(|| a.class.cmp(&b.class))
            });
            let grain = self.grain[deck];
            let prefixes = self.prefixes(&offers, bay.length, grain);
            let bin = Bin { length: bay.length, payload: bay.payload, grain, prefixes: &prefixes };
            let before = budget;
            let frontier = Frontier::of_deck(bin, &offers, slack, counted, &mut budget);
            self.nodes += u64::from(before - budget);
            own.push(Some(frontier?));
        }
        let decks: Vec<&Frontier> = self.twin.iter().filter_map(|twin| own[*twin].as_ref()).collect();
        let before = budget;
        let best = combine(&decks, slack, instance.payload, instance.places, counted, &mut budget);
        self.nodes += u64::from(before - budget);
        let single = |loads: Vec<(usize, usize)>| loads.into_iter().map(|(d, class)| (d, class, 1)).collect();
        Some(best.ok()?.into_iter().map(|(value, loads)| (value, single(loads))).collect())
    }

    // The knapsacks of the first offer, the first two, and so on.
    fn prefixes(&mut self, offers: &[Offer], length: u32, grain: u32) -> Vec<Staircase> {
        let mut stairs = Staircase::default();
        stairs.solve(&[], length, grain);
        let mut prefixes = Vec::with_capacity(offers.len());
        for offer in offers {
            let good = Good { class: offer.class, span: offer.span, value: offer.net, copies: offer.copies };
            stairs.add(good, length, grain);
            prefixes.push(stairs.snapshot());
        }
        self.nodes += stairs.work / NODE_WORK;
        prefixes
    }

    // Depth first over decks, on each deck over classes in order; true if nothing was cut off by the budget.
    fn search(
        &mut self,
        rows: &[u32],
        caps: &[u32],
        weights: &[i64],
        target: i64,
        nodes: u32,
    ) -> (Option<(i128, Pattern)>, bool) {
        let instance = self.instance;
        let decks = self.twin.len();
        // Value that the decks above one can still add.
        let mut above = vec![0_i128; decks + 1];
        for deck in (0..decks).rev() {
            above[deck] = above[deck + 1] + i128::from(self.stairs[self.twin[deck]].best());
        }
        let kinds: Vec<usize> =
            (0..weights.len()).filter(|idx| weights[*idx] > 0 && caps[*idx] > 0).collect();
        let mut left = rows.to_vec();
        let mut lengths: Vec<u32> = self.instance.bays.iter().map(|bay| bay.length).collect();
        let mut masses: Vec<i64> = self.instance.bays.iter().map(|bay| bay.payload).collect();
        let (mut mass, mut places) = (self.instance.payload, self.instance.places);
        let (mut net, mut value) = (self.constant(), 0_i128);
        let mut best: (i128, Option<Vec<(usize, usize)>>) = (i128::from(target), None);
        let mut budget = nodes;
        // Whether what was passed over can never be stowed.
        let mut sure = true;
        // A frame tries classes from `at` on; the placement that opened it is undone when it closes.
        struct Frame {
            deck: usize,
            at: usize,
            placed: Option<usize>,
        }
        let mut stack = vec![Frame { deck: 0, at: 0, placed: None }];
        while let Some(frame) = stack.last_mut() {
            let deck = frame.deck;
            let at = frame.at;
            frame.at += 1;
            if at < kinds.len() {
                let class = kinds[at];
                let kind = &self.instance.classes[class];
                let fits = left[kind.row] >= kind.stack
                    && kind.on(deck)
                    && kind.span <= lengths[deck]
                    && kind.mass <= masses[deck].min(mass)
                    && places >= i64::from(kind.stack);
                if !fits {
                    continue;
                }
                let gain = self.net(weights[class], class, deck);
                let rest = (lengths[deck] - kind.span) / self.grain[deck];
                let ahead = i128::from(self.stairs[self.twin[deck]].value_at(rest)) + above[deck + 1];
                self.nodes += 1;
                if net + gain + ahead <= best.0 {
                    continue;
                }
                if budget == 0 {
                    return (self.found(best), false);
                }
                budget -= 1;
                left[kind.row] -= kind.stack;
                lengths[deck] -= kind.span;
                masses[deck] -= kind.mass;
                mass -= kind.mass;
                places -= i64::from(kind.stack);
                net += gain;
                value += i128::from(weights[class]);
                stack.push(Frame { deck, at, placed: Some(class) });
            } else if at == kinds.len() && deck + 1 < decks {
                if net + above[deck + 1] > best.0 {
                    stack.push(Frame { deck: deck + 1, at: 0, placed: None });
                }
            } else {
                if at == kinds.len() && value > best.0 {
                    let placed = stack.iter().filter_map(|f| f.placed.map(|class| (f.deck, class))).collect();
                    let unit = (value, Some(placed));
                    let stowed = match self.found(unit.clone()) {
                        Some((_, pattern)) if instance.rules.is_some() => stow(instance, &pattern).err(),
                        _ => None,
                    };
                    match stowed {
                        None => {
                            best = unit;
                            budget = budget.min(NODES_AFTER_FIND);
                        }
                        Some(why) => {
                            sure &= why == Unstowed::Never;
                            self.nodes += u64::from(STOW_NODES);
                            budget = budget.saturating_sub(STOW_NODES);
                        }
                    }
                }
                if let Some(Frame { deck, placed: Some(class), .. }) = stack.pop() {
                    let kind = &self.instance.classes[class];
                    left[kind.row] += kind.stack;
                    lengths[deck] += kind.span;
                    masses[deck] += kind.mass;
                    mass += kind.mass;
                    places += i64::from(kind.stack);
                    net -= self.net(weights[class], class, deck);
                    value -= i128::from(weights[class]);
                }
            }
        }
        (self.found(best), sure)
    }

    fn found(&self, best: (i128, Option<Vec<(usize, usize)>>)) -> Option<(i128, Pattern)> {
        let (value, placed) = best;
        let mut room = Room::new(self.instance, self.kind);
        for (deck, class) in placed? {
            room.put(self.instance, deck, class, 1);
        }
        Some((value, room.into_pattern()))
    }
}

/// The minimum of a convex piecewise linear function between two lines of it.
#[derive(Debug, Default)]
struct Bracket {
    /// Falling line: the resource is overdrawn.
    falling: Option<(i128, i128)>,
    /// Rising line: the resource is not used up.
    rising: Option<(i128, i128)>,
    tried: Vec<i64>,
}

impl Bracket {
    // Takes in the line (value at 0, slope) found at a multiplier; where the lines cross is tried next.
    // An empty unit gives a rising line that always holds.
    fn next(&mut self, line: (i128, i128), idle: (i128, i128), at: i64) -> Option<i64> {
        self.tried.push(at);
        if line.1 < 0 {
            self.falling = Some(line);
        } else {
            self.rising = Some(line);
        }
        let next = match (self.falling, self.rising) {
            (Some(falling), rising) => {
                let rising = rising.unwrap_or(idle);
                (falling.0 - rising.0) / (rising.1 - falling.1).max(1)
            }
            (None, _) => 0,
        };
        i64::try_from(next).ok().filter(|next| *next >= 0 && !self.tried.contains(next))
    }
}
