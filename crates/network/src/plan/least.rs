//! The least that moves take: what bounds are made of.

use landbridge_model::{BorderStep, Place, StepKind};
use landbridge_units::{Instant, Minutes};

use crate::ground::calendar;
use crate::ground::crossing::Border;
use crate::ground::graph::Way;
use crate::movement::leg::OpenLeg;
use crate::movement::motion::standing;
use crate::plan::chains::Chain;
use crate::plan::layout::{NOTHING, plus};
use crate::plan::moves::Least;
use crate::plan::prepared::Prepared;
use crate::plan::toll::{Tally, grams};
use crate::pricer::{LegBound, Pricer};

impl<P: Pricer> Prepared<'_, P> {
    /// The least of a chain with the gates at its ends. Sections of one country and kind of line count as one: the
    /// price of a leg depends on its metres there, not on how many links they are.
    pub(crate) fn least_of_chain(&mut self, carrier: usize, chain: &Chain) -> Least {
        let mut least = [chain.minutes, 0, 0, 0, 0];
        let (Some((first, _)), Some((last, _))) = (chain.links.first(), chain.links.last()) else {
            return least;
        };
        if chain.gate_before {
            least = plus(least, self.least_of_gate(carrier, *first, true));
        }
        if chain.gate_after {
            least = plus(least, self.least_of_gate(carrier, *last, false));
        }
        if !self.query.options.bounds || !self.toll.wanted() {
            return least;
        }
        let start =
            (self.network.graph.link(first.edge).country, self.network.graph.link(first.edge).electrified);
        for (key, metres) in &chain.metres {
            let example = chain.links.iter().map(|(way, _)| *way).find(|way| {
                let link = self.network.graph.link(way.edge);
                (link.country, link.electrified) == *key
            });
            let Some(example) = example else { continue };
            let begins = *key == start;
            if let Some(bound) = self.leg_bound(carrier, example) {
                let bound = bound.of(*metres, begins);
                least[1] = least[1].saturating_add(bound.cost_minor.max(0));
                least[2] = least[2].saturating_add(grams(bound.co2e.get()));
            }
        }
        least
    }

    fn least_of_gate(&mut self, carrier: usize, way: Way, before: bool) -> Least {
        if let Some(known) = self.gate_least.get(&(carrier, way, before)) {
            return *known;
        }
        let graph = &self.network.graph;
        let node = if before { graph.start_of(way).unwrap_or(way.to) } else { way.to };
        let border = self.network.borders.get(&way.edge);
        let least = border
            .and_then(|border| self.formalities(border, self.place(node), carrier, before, way.forward));
        let least = least.unwrap_or(NOTHING);
        self.gate_least.insert((carrier, way, before), least);
        least
    }

    /// The least of a link: on both sides the border steps that are always in force, and what it adds to a leg. A
    /// border step has a fee where it is the first on its side; some step of those always in force is, or one before
    /// it.
    pub(crate) fn least_of_link(&mut self, carrier: usize, way: Way) -> LinkLeast {
        let network = self.network;
        let mover = self.mover(carrier);
        let (first, further) = self.least_of_section(carrier, way);
        let mut least = LinkLeast {
            gates: NOTHING,
            cut_before: mover.gated_before(way),
            cut_after: mover.gated_after(way),
            first,
            further,
        };
        if network.borders.contains_key(&way.edge) {
            let before = self.least_of_gate(carrier, way, true);
            least.gates = plus(before, self.least_of_gate(carrier, way, false));
        }
        least
    }

    /// The least of the steps on one side of a border; `None` where there are none on any day.
    fn formalities(
        &self,
        border: &Border,
        place: &Place,
        carrier: usize,
        before: bool,
        forward: bool,
    ) -> Option<Least> {
        let service = &self.carrier(carrier).service;
        let steps = border.steps(before, forward, self.mover(carrier).traveller());
        if steps.is_empty() {
            return None;
        }
        // The local days of the search lie between these two.
        let around = |at: Instant, minutes| {
            at.after(Minutes::new(minutes)).and_then(|at| calendar::local_date(chrono_tz::UTC, at))
        };
        let days = around(self.from, -2_880).zip(around(self.until, 2_880));
        let always = |step: &BorderStep| {
            days.is_some_and(|(first, last)| step.validity.contains(first) && step.validity.contains(last))
        };
        let (mut minutes, mut spread) = (0_i64, 0_i64);
        let mut any = false;
        let mut fee: Option<Tally> = None;
        for step in steps {
            let kind = StepKind::Border {
                crossing: border.id.clone(),
                step: step.id.clone(),
                side: step.side,
                service: service.id.clone(),
                equipment: service.equipment.clone(),
                mode: service.mode,
                first: true,
            };
            let Some(end) = self.from.after(step.duration) else { continue };
            let shown = standing(kind, place, self.from, end, Vec::new());
            if always(step) {
                minutes = minutes.saturating_add(step.duration.get());
                spread = spread.saturating_add(grams(self.network.spread_of(&shown)));
                any = true;
            }
            let least = self.toll.at_least(&shown);
            fee =
                Some(fee.map_or(least, |fee| Tally {
                    cost: fee.cost.min(least.cost),
                    co2: fee.co2.min(least.co2),
                }));
        }
        let fee = fee.filter(|_| any).unwrap_or_default();
        Some([minutes, fee.cost, grams(fee.co2), 0, spread])
    }

    /// The least a link adds to the price of a leg that begins with it, and of one that goes on over it.
    fn least_of_section(&mut self, carrier: usize, way: Way) -> (Tally, Tally) {
        if !self.query.options.bounds || !self.toll.wanted() {
            return (Tally::default(), Tally::default());
        }
        let metres = self.network.graph.link(way.edge).length.get();
        let least = |bound: &LegBound, first| {
            let least = bound.of(metres, first);
            Tally { cost: least.cost_minor.max(0), co2: least.co2e.get() }
        };
        let bound = self.leg_bound(carrier, way);
        bound.map(|bound| (least(bound, true), least(bound, false))).unwrap_or_default()
    }

    /// Bounds of the legs of a service in the country of a link, on lines of its kind.
    fn leg_bound(&mut self, carrier: usize, way: Way) -> Option<&LegBound> {
        let network = self.network;
        let link = network.graph.link(way.edge);
        let kind = (link.country, link.electrified);
        // A service meets but a few kinds.
        let place = match self.leg_bounds.get(carrier)?.iter().position(|(known, _)| *known == kind) {
            Some(place) => place,
            None => {
                let from = &network.graph.place(network.graph.start_of(way)?).id;
                let mut open = OpenLeg::begin(from, self.from);
                open.grow(network.section(way), self.from, network.graph.place(way.to).id.clone());
                let bound = self.toll.leg_bound(&open.close(self.carrier(carrier)));
                let known = self.leg_bounds.get_mut(carrier)?;
                known.push((kind, bound));
                known.len() - 1
            }
        };
        self.leg_bounds.get(carrier)?.get(place).map(|(_, bound)| bound)
    }
}

/// The least of a link for a service, however long it runs.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LinkLeast {
    /// Of the border steps on both sides.
    gates: Least,
    /// Whether a leg ends before it, and after it.
    cut_before: bool,
    cut_after: bool,
    /// What it adds to a leg that begins with it, and to one that goes on over it.
    first: Tally,
    further: Tally,
}

impl LinkLeast {
    /// What it adds with some minutes of running, to who is on a leg or not; then they are, unless the leg ends here.
    pub(crate) fn after(&self, running: i64, on_leg: &mut bool) -> Least {
        let mut least = self.gates;
        least[0] = least[0].saturating_add(running);
        let section = if *on_leg && !self.cut_before { self.further } else { self.first };
        least[1] = least[1].saturating_add(section.cost);
        least[2] = least[2].saturating_add(grams(section.co2));
        *on_leg = !self.cut_after;
        least
    }
}
