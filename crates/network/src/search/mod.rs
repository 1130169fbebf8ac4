//! The search: label setting over spots, with bounds of what is ahead.

pub(crate) mod expand;
pub(crate) mod front;
pub(crate) mod guide;
pub(crate) mod label;
pub(crate) mod queue;
pub(crate) mod stairs;
pub(crate) mod trail;

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::ControlFlow;
use std::rc::Rc;

use landbridge_units::{Instant, Minutes};

use crate::criteria::Criterion;
use crate::error::{Blocked, RouteError};
use crate::ground::graph::Node;
use crate::plan::ahead::{Backwards, NEVER};
use crate::plan::moves::{Least, SpotId, Stance};
use crate::plan::prepared::{Outcome, Prepared};
use crate::pricer::Pricer;
use crate::query::{Progress, SearchOptions};
use crate::search::guide::Guide;
use crate::search::label::{Label, LabelId, Standing, Sums};
use crate::search::queue::Queue;
use crate::search::stairs::Stairs;

/// Labels between two looks at whoever watches.
const BETWEEN_LOOKS: usize = 1_024;

/// A search under way. What labels do is in `expand.rs`, what is kept of them in `front.rs`.
pub(crate) struct Search<'s, 'a, P: Pricer> {
    pub(crate) prepared: &'s Prepared<'a, P>,
    pub(crate) options: SearchOptions,
    pub(crate) ready: Instant,
    /// Last instant to arrive.
    pub(crate) end: Instant,
    /// Where every way ends; `None` if nothing leads there.
    pub(crate) goal: Option<SpotId>,
    pub(crate) ahead: Rc<[Least]>,
    /// Criteria by which ways are compared, and those that are added up because something limits them.
    pub(crate) compared: [bool; 5],
    pub(crate) counted: [bool; 5],
    /// Criteria in the order in which labels are looked at.
    order: [usize; 5],
    pub(crate) labels: Vec<Label>,
    queue: Queue<Task>,
    pub(crate) fronts: Vec<Vec<Standing>>,
    /// Where labels are looked at in the order of arrival and no more than two other criteria count, those two, and
    /// the fronts of the labels looked at.
    pub(crate) reduced: Option<Reduced>,
    /// Nearer bounds, once it has become long.
    pub(crate) guide: Option<Guide>,
    /// The labels after which it is long.
    pub(crate) long: usize,
    /// Whether labels are looked at in the order of arrival and those that come to the end as good as others count
    /// for nothing.
    pub(crate) by_arrival: bool,
    /// The sums compared, where there are two.
    pub(crate) two_sums: Option<[usize; 2]>,
    /// Of the ways that were looked at when they had come to their end, those sums: the front.
    pub(crate) reached: Stairs,
    pub(crate) backwards: &'s Backwards,
    /// Ways that have come to their end.
    pub(crate) finished: Vec<Standing>,
    /// What they come to, as others are compared with it: what is not compared is less than anything.
    marks: Vec<[i64; 5]>,
    last_to_beat: Cell<usize>,
    /// Sequences of services by the one before and the service added.
    pub(crate) sequences: BTreeMap<(u32, usize), u32>,
    pub(crate) blocked: BTreeSet<Blocked>,
    pub(crate) late: BTreeSet<usize>,
    pub(crate) exhausted: bool,
}

/// Something to look at: a label, or how it goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Task {
    /// All that can be done where a label stands.
    Expand(LabelId),
    /// The next train of a service that a label can board: most later ones are never looked at.
    Board { label: LabelId, by: usize, train: usize },
}

/// Fronts by two criteria, the order of arrival being the third.
#[derive(Debug)]
pub(crate) struct Reduced {
    /// Which of the sums count.
    pub(crate) sums: [usize; 2],
    pub(crate) fronts: Vec<Stairs>,
}

impl Reduced {
    /// `None` where arrival is not what labels are ordered by, where more than two sums count or one counts only
    /// because it is limited, or where a label may be
    /// kept although another is better in all: because waiting costs, or alternatives are asked for.
    fn of<P: Pricer>(
        prepared: &Prepared<'_, P>,
        options: &SearchOptions,
        counted: [bool; 5],
    ) -> Option<Self> {
        let mut sums: Vec<usize> = (0..4).filter(|idx| counted[idx + 1]).collect();
        let limited = |idx: usize| counted[idx + 1] && !options.criteria.has(Criterion::ALL[idx + 1]);
        let plain = options.criteria.has(Criterion::Arrival)
            && !(0..4).any(limited)
            && options.alternatives <= 1
            && options.epsilon_permille == 0
            && !options.same_instant_only
            && (!counted[1] || prepared.toll.waiting_is_free());
        if !plain || sums.len() > 2 {
            return None;
        }
        // What is not counted is nothing in all labels.
        let idle: Vec<usize> = (0..4).filter(|idx| !counted[idx + 1]).collect();
        sums.extend(idle);
        let sums = [*sums.first()?, *sums.get(1)?];
        Some(Self { sums, fronts: vec![Stairs::default(); prepared.moves.spots.len()] })
    }

    pub(crate) fn pair(&self, sums: Sums) -> (i64, i64) {
        (sums[self.sums[0]], sums[self.sums[1]])
    }
}

/// The index of each criterion where they are kept side by side.
pub(crate) fn index(criterion: Criterion) -> usize {
    match criterion {
        Criterion::Arrival => 0,
        Criterion::Cost => 1,
        Criterion::Co2e => 2,
        Criterion::Handlings => 3,
        Criterion::Spread => 4,
    }
}

/// Which criteria are compared, and which are added up.
pub(crate) fn wanted(options: &SearchOptions) -> ([bool; 5], [bool; 5]) {
    let mut compared = [false; 5];
    for criterion in options.criteria.iter() {
        compared[index(criterion)] = true;
    }
    let mut counted = compared;
    counted[0] = true;
    counted[1] |= options.max_cost_minor.is_some();
    counted[2] |= options.max_co2e.is_some();
    counted[3] |= options.max_handlings.is_some();
    (compared, counted)
}

impl<'s, 'a, P: Pricer> Search<'s, 'a, P> {
    /// A search for ways to `destination` that begin at `ready`.
    pub(crate) fn new(
        prepared: &'s Prepared<'a, P>,
        backwards: &'s Backwards,
        options: SearchOptions,
        ready: Instant,
        destination: Node,
    ) -> Outcome<Self, P> {
        let end = ready.after(options.horizon).ok_or(RouteError::BeyondCalendar { at: ready })?;
        let end = end.min(prepared.until);
        let (compared, counted) = wanted(&options);
        let mut order: Vec<usize> = (0..5).filter(|idx| compared[*idx]).collect();
        order.extend((0..5).filter(|idx| !compared[*idx]));
        let goal = crate::plan::moves::Spot {
            place: destination,
            stance: Stance::Delivered,
            touched: prepared.all_touched,
        };
        let goal = prepared.numbers.get(&goal);
        let ahead = match goal {
            Some(goal) if options.bounds => backwards.to(goal, counted),
            _ => Rc::default(),
        };
        let reduced = Reduced::of(prepared, &options, counted);
        let by_arrival = order[0] == 0 && options.alternatives <= 1 && options.epsilon_permille == 0;
        let mut sums = (0..4).filter(|idx| compared[idx + 1]);
        let two_sums = match (sums.next(), sums.next(), sums.next()) {
            (Some(a), Some(b), None) => Some([a, b]),
            _ => None,
        };
        let minutes = (order[0] == 0).then(|| (ready.epoch_minutes(), end.epoch_minutes()));
        Ok(Self {
            prepared,
            options,
            ready,
            end,
            goal,
            ahead,
            compared,
            counted,
            order: std::array::from_fn(|idx| order[idx]),
            labels: Vec::new(),
            queue: Queue::new(minutes),
            fronts: vec![Vec::new(); prepared.moves.spots.len()],
            reduced,
            guide: None,
            long: usize::MAX,
            by_arrival,
            two_sums,
            reached: Stairs::default(),
            backwards,
            finished: Vec::new(),
            marks: Vec::new(),
            last_to_beat: Cell::new(0),
            sequences: BTreeMap::new(),
            blocked: BTreeSet::new(),
            late: BTreeSet::new(),
            exhausted: false,
        })
    }

    /// Works until no label waits that could lead to anything.
    ///
    /// Labels are looked at in the order of what they come to with the least that is ahead, criterion by criterion.
    /// Bounds are consistent, so that along a way nothing of this falls: a finished way that makes a label
    /// superfluous by the first criterion has been found before the label is looked at.
    pub(crate) fn run(&mut self) -> Outcome<(), P> {
        self.long = self.long();
        self.start();
        let mut looks = 0;
        while let Some((key, task)) = self.queue.pop() {
            if self.exhausted {
                break;
            }
            looks += 1;
            if looks % BETWEEN_LOOKS == 0 && self.stopped() {
                self.exhausted = true;
                break;
            }
            match task {
                Task::Expand(id) => {
                    let label = self.labels[id as usize];
                    if !label.dead && self.reduced.is_none() && Some(label.spot) == self.goal {
                        self.reach(label.sums);
                        continue;
                    }
                    if label.dead || self.hopeless(label.spot, label.at, label.sums) {
                        continue;
                    }
                    self.take_guide(key[0]);
                    if self.guide.is_some() {
                        // What it was put off by may have been less than is known now.
                        let outlook = self.outlook(label.spot, label.at, label.sums);
                        if outlook[0] > key[0] {
                            self.queue.push(self.key(label.at, outlook, label.handlings), task);
                            continue;
                        }
                    }
                    let end = Some(label.spot) == self.goal;
                    if let Some(reduced) = &mut self.reduced {
                        let pair = reduced.pair(label.sums);
                        let stairs = &mut reduced.fronts[label.spot];
                        if stairs.covers(pair) {
                            continue;
                        }
                        stairs.add(pair);
                        if end {
                            self.finished.push(label.standing(id));
                        }
                    }
                    if !end {
                        self.expand(id)?;
                    }
                }
                Task::Board { label, by, train } => {
                    if !self.labels[label as usize].dead {
                        self.board_next(label, by, train)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn stopped(&self) -> bool {
        let progress =
            Progress { labels: self.labels.len(), waiting: self.queue.len(), found: self.finished.len() };
        self.prepared.query.watch.is_some_and(|watch| watch.progress(progress) == ControlFlow::Break(()))
    }

    fn start(&mut self) {
        // Spots are numbered from the origin on.
        let label = Label {
            parent: 0,
            by: 0,
            train: 0,
            stop: 0,
            spot: 0,
            at: self.ready,
            sums: [0; 4],
            handlings: 0,
            rides: 0,
            dead: false,
        };
        self.keep(label);
    }

    /// What a partial way comes to with the least that is ahead of it.
    pub(crate) fn outlook(&self, spot: SpotId, at: Instant, sums: Sums) -> [i64; 5] {
        let own = [at.epoch_minutes(), sums[0], sums[1], sums[2], sums[3]];
        match self.ahead.get(spot) {
            Some(ahead) => {
                let mut least: [i64; 5] = std::array::from_fn(|idx| own[idx].saturating_add(ahead[idx]));
                if let Some(guide) = &self.guide {
                    least[0] = least[0].max(guide.arrival(spot, own[0]));
                }
                least
            }
            None => own,
        }
    }

    /// Whether whatever comes of a partial way breaks a limit, or is no better than ways that are finished.
    pub(crate) fn hopeless(&self, spot: SpotId, at: Instant, sums: Sums) -> bool {
        let outlook = self.outlook(spot, at, sums);
        if self.ahead.get(spot).is_some_and(|ahead| ahead[0] >= NEVER - 1) {
            // Nothing leads on from here to the end.
            return true;
        }
        outlook[0] > self.end.epoch_minutes()
            || self.over_limit(&outlook)
            || self.is_beaten(spot, sums, &outlook)
    }

    fn over_limit(&self, outlook: &[i64; 5]) -> bool {
        let options = &self.options;
        options.arrive_by.is_some_and(|by| outlook[0] > by.epoch_minutes())
            || options.max_cost_minor.is_some_and(|most| outlook[1] > most)
            || options.max_co2e.is_some_and(|most| outlook[2] > crate::plan::toll::grams(most.get()))
            || options.max_handlings.is_some_and(|most| outlook[3] > i64::from(most))
    }

    fn is_beaten(&self, spot: SpotId, own: Sums, outlook: &[i64; 5]) -> bool {
        if self.reduced.is_some() {
            return self.nothing_open(spot, own, outlook);
        }
        if self.options.alternatives <= 1 {
            // Labels looked at one after the other are often beaten by the same way.
            let last = self.last_to_beat.get();
            if self.marks.get(last).is_some_and(|mark| self.beats(mark, outlook)) {
                return true;
            }
            let beats = self.marks.iter().position(|mark| self.beats(mark, outlook));
            if let Some(beats) = beats {
                self.last_to_beat.set(beats);
                return true;
            }
            return self.guide.is_some() && self.nothing_open(spot, own, outlook);
        }
        let beating = self.finished.iter().zip(&self.marks).filter(|(_, mark)| self.beats(mark, outlook));
        let mut others: Vec<u32> = beating.map(|(done, _)| done.rides).collect();
        others.sort_unstable();
        others.dedup();
        others.len() >= self.options.alternatives
    }

    /// Whether a finished way is as good as another can become, but for the thinning that is allowed.
    fn beats(&self, mark: &[i64; 5], outlook: &[i64; 5]) -> bool {
        let epsilon = self.options.epsilon_permille;
        if epsilon == 0 {
            return (0..5).fold(true, |beats, idx| beats & (mark[idx] <= outlook[idx]));
        }
        (0..5).filter(|idx| self.compared[*idx]).all(|idx| {
            let zero = if idx == 0 { self.ready.epoch_minutes() } else { 0 };
            let [done, theirs] = [mark[idx], outlook[idx]].map(|x| i128::from(x.saturating_sub(zero)));
            done * 1_000 <= theirs * (1_000 + i128::from(epsilon))
        })
    }

    /// Takes over the ways that are finished.
    pub(crate) fn finish(&mut self, goal: SpotId) {
        self.finished.clone_from(&self.fronts[goal]);
        let compared = self.compared;
        self.marks.clear();
        self.marks.extend(self.finished.iter().map(|done| {
            let own = [done.at.epoch_minutes(), done.sums[0], done.sums[1], done.sums[2], done.sums[3]];
            std::array::from_fn(|idx| if compared[idx] { own[idx] } else { i64::MIN })
        }));
    }

    /// Takes a label in, whatever others there are.
    pub(crate) fn keep(&mut self, label: Label) -> Option<LabelId> {
        let id = LabelId::try_from(self.labels.len()).ok();
        let id = id.filter(|_| self.labels.len() < self.options.max_labels);
        let Some(id) = id else {
            self.exhausted = true;
            return None;
        };
        let outlook = self.outlook(label.spot, label.at, label.sums);
        self.queue.push(self.key(label.at, outlook, label.handlings), Task::Expand(id));
        self.labels.push(label);
        Some(id)
    }

    /// Puts off boarding a train until nothing better is to be looked at.
    pub(crate) fn put_off(&mut self, key: [i64; 5], label: LabelId, by: usize, train: usize) {
        self.queue.push(key, Task::Board { label, by, train });
    }

    /// The place of a task in the queue.
    pub(crate) fn key(&self, at: Instant, outlook: [i64; 5], handlings: u32) -> [i64; 5] {
        if let Some(reduced) = &self.reduced {
            let [a, b] = reduced.sums.map(|sum| outlook[sum + 1]);
            return [outlook[0], at.epoch_minutes(), a, b, i64::from(handlings)];
        }
        let mut key: [i64; 5] = std::array::from_fn(|idx| outlook[self.order[idx]]);
        if !self.counted[3] {
            // Not compared, but of equal ways that with fewer is looked at first.
            if let Some(place) = self.order.iter().position(|idx| *idx == 3) {
                key[place] = i64::from(handlings);
            }
        }
        key
    }

    pub(crate) fn later(&self, at: Instant, minutes: i64, node: Node) -> Outcome<Instant, P> {
        at.after(Minutes::new(minutes))
            .ok_or_else(|| RouteError::OutOfRange { place: self.prepared.place(node).id.clone() })
    }
}
