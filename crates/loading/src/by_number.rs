//! Pricing for each number of vehicles in a unit: where mass binds, this closes the gap of the relaxation.
//!
//! Priced by mass alone, a unit with nine heavy vehicles and one with ten light ones are mixed to a bound that no
//! unit reaches. With the number fixed, exchanging models changes mass in small steps and the bound is nearly exact.

use crate::frontier::{Bin, Completion, Frontier, Offer, combine};
use crate::instance::{Instance, UNLIMITED};
use crate::layers::Layers;
use crate::pricing::{Bracket, Loads};
use crate::staircase::Good;

/// Vehicles on a deck up to which the number is fixed.
const NUMBER_MAX: u32 = 12;
const UPDATES_MAX: u32 = 8;
/// Prices up to which products with masses stay far inside 64 bits.
const PRICE_MAX: i64 = 1 << 58;

/// What is left of the claim that no unit is worth more than the target.
#[derive(Debug)]
pub(crate) struct ByNumber {
    /// No unit is worth more, if every deck may take what the other takes too.
    pub(crate) upper: i128,
    /// The best unit of each number that may exceed the target.
    pub(crate) loads: Vec<Loads>,
}

/// Buffers for units of one or two decks with few vehicles.
#[derive(Debug)]
pub(crate) struct NumberPricer {
    layers: Vec<Layers>,
    most: Vec<usize>,
    price: i64,
    /// Price behind the layers.
    solved_for: Option<i64>,
    start: i64,
    nodes: u64,
}

/// The question: which unit is worth more than the target.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Question<'a> {
    pub(crate) instance: &'a Instance,
    pub(crate) twin: &'a [usize],
    pub(crate) caps: &'a [u32],
    pub(crate) weights: &'a [i64],
    pub(crate) target: i128,
    pub(crate) nodes: u32,
}

impl NumberPricer {
    /// `None` for equipment that is not of this kind: more than two decks, many vehicles, or no limit of mass.
    pub(crate) fn new(instance: &Instance) -> Option<Self> {
        let shortest = instance.classes.iter().map(|class| class.span).min()?;
        let most: Vec<u32> = instance.bays.iter().map(|bay| bay.length / shortest.max(1)).collect();
        let few = most.iter().all(|n| *n <= NUMBER_MAX) && most.len() <= 2;
        let limited = instance.payload < UNLIMITED;
        (few && limited).then(|| Self {
            layers: most.iter().map(|_| Layers::default()).collect(),
            most: most.iter().map(|n| usize::try_from(*n).unwrap_or(0)).collect(),
            price: 0,
            solved_for: None,
            start: 0,
            nodes: 0,
        })
    }

    pub(crate) fn work(&self) -> u64 {
        self.layers.iter().map(|layers| layers.work).sum::<u64>().saturating_add(self.nodes)
    }

    /// An upper bound on units, and candidates. `None` where `nodes` do not suffice.
    pub(crate) fn price(&mut self, ask: Question<'_>, start: i64) -> Option<ByNumber> {
        let all: usize = self.most.iter().sum();
        let most = usize::try_from(ask.instance.places).unwrap_or(all).min(all);
        self.start = start.clamp(0, price_max(ask.instance));
        self.price = self.start;
        self.solved_for = None;
        let mut found = ByNumber { upper: ask.target, loads: Vec::new() };
        let mut budget = ask.nodes;
        for number in (1..=most).rev() {
            self.price = self.start;
            let Some(bound) = self.tighten(ask, number) else { continue };
            if std::env::var("LB_DEBUG").is_ok() { eprintln!("  n {number} bound {:.5} price {} start {} budget {budget} splits {:?}", bound as f64 / (1u64<<40) as f64, self.price, self.start, self.splits(ask, number).iter().map(|(w,s)| (((w + i128::from(self.price)*i128::from(ask.instance.payload)) as f64 / (1u64<<40) as f64 * 1e4).round()/1e4,*s)).collect::<Vec<_>>()); }
            if bound <= ask.target {
                continue;
            }
            if let Some((value, loads)) = self.best_of(ask, number, &mut budget)? {
                found.upper = found.upper.max(value);
                found.loads.push(loads);
            }
        }
        Some(found)
    }

    // Lowers the bound for a number by the price of a kilogram; ends with the layers of the best price.
    fn tighten(&mut self, ask: Question<'_>, number: usize) -> Option<i128> {
        let limit = i128::from(ask.instance.payload);
        let mut bracket = Bracket::default();
        let mut best: Option<(i128, i64)> = None;
        for _ in 0..UPDATES_MAX {
            self.solve(ask);
            let (bound, split) = self.bound(ask, number)?;
            if best.is_none_or(|(known, _)| bound < known) {
                best = Some((bound, self.price));
            }
            if bound <= ask.target {
                break;
            }
            let mut used = 0_i128;
            for (deck, count) in split.into_iter().enumerate().take(self.most.len()) {
                self.layers[ask.twin[deck]].best_goods(count, |class, copies| {
                    used += i128::from(ask.instance.classes[class].mass) * i128::from(copies);
                });
            }
            if used <= limit && self.price == 0 {
                break;
            }
            let line = (bound - i128::from(self.price) * (limit - used), limit - used);
            // No unit of this number is known that is light enough; a far price will tell.
            let far = self.price.saturating_mul(2).saturating_add(1 << 24);
            let next = match bracket.next(line, None, self.price) {
                Some(next) => next,
                None if line.1 < 0 && bracket.open() => far,
                None => break,
            };
            if next > price_max(ask.instance) {
                break;
            }
            self.price = next;
        }
        let (bound, price) = best?;
        self.price = price;
        self.solve(ask);
        Some(bound)
    }

    fn solve(&mut self, ask: Question<'_>) {
        if self.solved_for == Some(self.price) {
            return;
        }
        self.solved_for = Some(self.price);
        for deck in 0..self.most.len() {
            if ask.twin[deck] != deck {
                continue;
            }
            let goods: Vec<Good> = offers(ask, deck, self.price)
                .filter_map(|offer| {
                    let value = i64::try_from(offer.net).ok()?;
                    Some(Good { class: offer.class, span: offer.span, value, copies: offer.copies })
                })
                .collect();
            let bay = &ask.instance.bays[deck];
            self.layers[deck].solve(&goods, bay.length, 1, self.most[deck]);
        }
    }

    // The best split of a number over the decks at the present price.
    fn bound(&self, ask: Question<'_>, number: usize) -> Option<(i128, [usize; 2])> {
        let constant = i128::from(self.price) * i128::from(ask.instance.payload);
        self.splits(ask, number)
            .into_iter()
            .map(|(worth, split)| (worth + constant, split))
            .max_by_key(|(worth, split)| (*worth, std::cmp::Reverse(*split)))
    }

    fn splits(&self, ask: Question<'_>, number: usize) -> Vec<(i128, [usize; 2])> {
        let mut splits = Vec::new();
        for first in 0..=number.min(self.most[0]) {
            let second = number - first;
            let Some(below) = self.layers[ask.twin[0]].best(first) else { continue };
            let above = match ask.twin.get(1) {
                Some(twin) => self.layers[*twin].best(second),
                None => (second == 0).then_some(0),
            };
            if let Some(above) = above {
                splits.push((i128::from(below) + i128::from(above), [first, second]));
            }
        }
        splits
    }

    // The best unit of a number within mass, from near-best loads of each deck; `None` out of budget.
    #[expect(clippy::option_option, reason = "no answer, or none worth more than the target, or the best")]
    fn best_of(&mut self, ask: Question<'_>, number: usize, budget: &mut u32) -> Option<Option<(i128, Loads)>> {
        let constant = i128::from(self.price) * i128::from(ask.instance.payload);
        let before = *budget;
        let mut best: Option<(i128, Loads)> = None;
        for (worth, split) in self.splits(ask, number) {
            let known = best.as_ref().map_or(ask.target, |(value, _)| *value);
            let slack = worth + constant - known;
            if slack <= 0 {
                continue;
            }
            let mut frontiers = Vec::new();
            for (deck, count) in split.into_iter().enumerate().take(self.most.len()) {
                let twin = ask.twin[deck];
                let offers: Vec<Offer> = offers(ask, twin, self.price).collect();
                let bay = &ask.instance.bays[deck];
                let completion = Completion::Exactly(&self.layers[twin], count);
                let bin = Bin { length: bay.length, payload: bay.payload, grain: 1, completion };
                frontiers.push(Frontier::of_deck(bin, &offers, slack, false, budget)?);
            }
            let decks: Vec<&Frontier> = frontiers.iter().collect();
            let found = combine(&decks, slack, ask.instance.payload, UNLIMITED, false, budget).ok()?;
            if let Some((value, vehicles)) = found
                && value > known
            {
                best = Some((value, vehicles.into_iter().map(|(deck, class)| (deck, class, 1)).collect()));
            }
        }
        self.nodes += u64::from(before - *budget);
        Some(best)
    }
}

fn price_max(instance: &Instance) -> i64 {
    PRICE_MAX / instance.classes.iter().map(|class| class.mass).max().unwrap_or(1).max(1)
}

fn offers(ask: Question<'_>, deck: usize, price: i64) -> impl Iterator<Item = Offer> {
    let classes = ask.instance.classes.iter().enumerate();
    let wanted = move |idx: usize| ask.weights[idx] > 0 && ask.caps[idx] > 0;
    classes.filter(move |(idx, class)| wanted(*idx) && class.on(deck)).map(move |(idx, class)| Offer {
        class: idx,
        span: class.span,
        mass: class.mass,
        copies: ask.caps[idx],
        weight: ask.weights[idx],
        net: i128::from(ask.weights[idx]) - i128::from(price) * i128::from(class.mass),
    })
}
