//! Statements as constraints: which variables and rows a set of printed figures, growths and relations makes.

use std::collections::BTreeMap;

use landbridge_model::{Growth, Reading, Relation, RelationKind, StatisticId};
use num_rational::BigRational;
use num_traits::{One, Zero};

use crate::book::Book;
use crate::decide::{Decision, decide, tighten};
use crate::error::TradeError;
use crate::figure::Known;
use crate::growth::{growth_factor, readings};
use crate::interval::Interval;
use crate::number::integer;
use crate::system::{Product, System};

/// Combinations of readings looked at before giving up.
const READINGS_MAX: usize = 64;

/// Something a text says. A set of claims is what is called consistent or contradictory.
#[derive(Clone, Copy)]
pub(crate) enum Claim<'a> {
    /// A figure is what is printed.
    Figure(&'a StatisticId),
    /// A figure grew as printed.
    Growth(&'a Growth),
    /// A relation holds.
    Relation(&'a Relation),
}

impl<'a> Claim<'a> {
    pub(crate) const fn id(&self) -> &'a StatisticId {
        match self {
            Self::Figure(id) => id,
            Self::Growth(growth) => &growth.id,
            Self::Relation(relation) => &relation.id,
        }
    }
}

/// One reading for each growth whose reading is open.
pub(crate) type Readings<'a> = BTreeMap<&'a StatisticId, Reading>;

/// The constraints of a set of claims.
#[derive(Default)]
pub(crate) struct Model<'a> {
    pub(crate) system: System,
    /// Variable of each figure, in single units.
    pub(crate) figures: BTreeMap<&'a StatisticId, usize>,
    /// Rows and products from here on belong to the claim.
    pub(crate) starts: Vec<(&'a StatisticId, usize, usize)>,
}

/// What is known of a set of claims.
#[derive(Default)]
pub(crate) struct Outcome<'a> {
    /// Readings under which all can be true, each with a state of affairs that shows it.
    pub(crate) possible: Vec<(Readings<'a>, BTreeMap<&'a StatisticId, BigRational>)>,
    /// Readings under which that was not decided.
    pub(crate) undecided: Vec<Readings<'a>>,
    /// There were too many combinations of readings to look at.
    pub(crate) too_many: bool,
    /// Hull of what the figures can be, in single units, over all readings not refuted.
    pub(crate) hulls: BTreeMap<&'a StatisticId, Interval>,
}

impl<'a> Outcome<'a> {
    /// Widens the hulls by what a model allows.
    fn admit(&mut self, model: &Model<'a>) {
        let Some(boxes) = tighten(&model.system) else { return };
        for (id, variable) in &model.figures {
            let found = &boxes[*variable];
            let hull = self.hulls.get(id).map_or_else(|| found.clone(), |hull| hull.hull(found));
            self.hulls.insert(id, hull);
        }
    }

    pub(crate) fn is_contradictory(&self) -> bool {
        self.possible.is_empty() && self.undecided.is_empty() && !self.too_many
    }
}

/// The constraints of the claims under one choice of readings. Figures not claimed are free.
pub(crate) fn model<'a>(
    book: &Book<'a>,
    claims: &[Claim<'a>],
    chosen: &Readings<'a>,
) -> Result<Model<'a>, TradeError> {
    let mut model = Model::default();
    for claim in claims {
        let start = (claim.id(), model.system.linear.len(), model.system.products.len());
        model.starts.push(start);
        match claim {
            Claim::Figure(id) => {
                let known = book.get(id)?;
                let variable = model.variable(known);
                model.system.bound(variable, &known.single());
            }
            Claim::Growth(growth) => model.grow(book, growth, chosen)?,
            Claim::Relation(relation) => model.relate(book, relation)?,
        }
    }
    Ok(model)
}

impl<'a> Model<'a> {
    fn variable(&mut self, known: &Known<'a>) -> usize {
        if let Some(variable) = self.figures.get(known.id()) {
            return *variable;
        }
        // A count is never negative, whatever is printed; unless what is printed is negative.
        let free =
            if known.whole && known.is_non_negative() { Interval::non_negative() } else { Interval::ALL };
        let variable = self.system.variable(free, known.whole, false);
        self.figures.insert(known.id(), variable);
        variable
    }

    fn grow(&mut self, book: &Book<'a>, growth: &'a Growth, chosen: &Readings<'a>) -> Result<(), TradeError> {
        let (figure, base) = book.grown(growth)?;
        let reading = chosen.get(&growth.id).copied().unwrap_or(growth.reading);
        let factor = match growth_factor(growth, reading) {
            Ok(factor) => factor,
            Err(TradeError::NoMultiple { .. }) => {
                self.system.impossible = true;
                return Ok(());
            }
            Err(error) => return Err(error),
        };
        let grown = self.variable(figure);
        let base = match base {
            Some(base) => self.variable(base),
            None => self.system.variable(Interval::non_negative(), figure.whole, true),
        };
        self.positive(base);
        self.system.bound(grown, &Interval::non_negative());
        for (end, within) in
            [(factor.low(), Interval::non_negative()), (factor.high(), Interval::non_negative().neg())]
        {
            if let Some(end) = end {
                self.system.row([(grown, integer(1)), (base, -end)], within);
            }
        }
        Ok(())
    }

    /// More than zero; for what comes whole, one or more.
    fn positive(&mut self, variable: usize) {
        let Some(found) = self.system.variables.get_mut(variable) else { return };
        found.positive = true;
        let from = if found.whole { BigRational::one() } else { BigRational::zero() };
        self.system.bound(variable, &Interval::at_least(from));
    }

    fn relate(&mut self, book: &Book<'a>, relation: &'a Relation) -> Result<(), TradeError> {
        let members = book.members(relation)?;
        let variables: Vec<usize> = members.iter().map(|known| self.variable(known)).collect();
        match (&relation.kind, variables.as_slice()) {
            (RelationKind::Sum { complete, .. }, [total, parts @ ..]) => {
                let rest =
                    if *complete { Interval::exactly(BigRational::zero()) } else { Interval::non_negative() };
                let terms =
                    std::iter::once((*total, integer(1))).chain(parts.iter().map(|p| (*p, integer(-1))));
                self.system.row(terms, rest);
            }
            (RelationKind::Share { .. }, [whole, part, percent @ ..]) => {
                // A part of a whole: neither negative nor more than all of it. Where one is printed as
                // negative (a balance), only the percentage counts.
                let non_negative = members.iter().take(2).all(|known| known.is_non_negative());
                if non_negative {
                    self.system.bound(*part, &Interval::non_negative());
                    self.system.row([(*whole, integer(1)), (*part, integer(-1))], Interval::non_negative());
                }
                // There is no percentage of nothing.
                if non_negative && !percent.is_empty() {
                    self.positive(*whole);
                }
                if let [percent] = percent {
                    self.system.products.push(Product { part: *part, percent: *percent, whole: *whole });
                }
            }
            (RelationKind::Same(_), [first, others @ ..]) => {
                for other in others {
                    let equal = Interval::exactly(BigRational::zero());
                    self.system.row([(*first, integer(1)), (*other, integer(-1))], equal);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Whether a relation binds figures to each other. Conversions are held against rates that nobody printed with
/// the figures, packings speak of no figure, and unit values follow from two figures whatever these are.
pub(crate) const fn is_binding(relation: &Relation) -> bool {
    matches!(relation.kind, RelationKind::Sum { .. } | RelationKind::Share { .. } | RelationKind::Same(_))
}

/// Decides the claims under every combination of readings.
pub(crate) fn outcome<'a>(
    book: &Book<'a>,
    claims: &[Claim<'a>],
    hulls: bool,
) -> Result<Outcome<'a>, TradeError> {
    let mut outcome = Outcome::default();
    let Some(combinations) = plausible(book, claims)? else {
        // Without the growths that can be read in two ways there is one system. If that is contradictory, so is
        // everything; what it allows holds whatever the readings are.
        let settled: Vec<Claim<'a>> = claims
            .iter()
            .filter(|claim| !matches!(claim, Claim::Growth(growth) if readings(growth).len() > 1))
            .copied()
            .collect();
        let model = model(book, &settled, &BTreeMap::new())?;
        outcome.too_many = decide(&model.system) != Decision::Contradictory;
        if outcome.too_many && hulls {
            outcome.admit(&model);
        }
        return Ok(outcome);
    };
    for chosen in combinations {
        let model = model(book, claims, &chosen)?;
        let decision = decide(&model.system);
        if decision == Decision::Contradictory {
            continue;
        }
        if hulls {
            outcome.admit(&model);
        }
        match decision {
            Decision::Consistent(point) => {
                let values = model.figures.iter().map(|(id, i)| (*id, point[*i].clone())).collect();
                outcome.possible.push((chosen, values));
            }
            _ => outcome.undecided.push(chosen),
        }
    }
    Ok(outcome)
}

/// All choices of readings; `None` where they are too many.
pub(crate) fn combinations<'a>(claims: &[Claim<'a>]) -> Option<Vec<Readings<'a>>> {
    choices(claims.iter().filter_map(|claim| match claim {
        Claim::Growth(growth) => Some((&growth.id, readings(growth).to_vec())),
        _ => None,
    }))
}

/// The choices of readings that are not refuted by a growth and its own figures alone.
fn plausible<'a>(book: &Book<'a>, claims: &[Claim<'a>]) -> Result<Option<Vec<Readings<'a>>>, TradeError> {
    let mut open = Vec::new();
    for claim in claims {
        let Claim::Growth(growth) = claim else { continue };
        let own: Vec<Claim<'a>> = claims
            .iter()
            .filter(|other| match other {
                Claim::Figure(id) => **id == growth.figure || growth.base.as_ref() == Some(*id),
                Claim::Growth(other) => other.id == growth.id,
                Claim::Relation(_) => false,
            })
            .copied()
            .collect();
        let mut left = Vec::new();
        for reading in readings(growth) {
            let chosen = BTreeMap::from([(&growth.id, *reading)]);
            if decide(&model(book, &own, &chosen)?.system) != Decision::Contradictory {
                left.push(*reading);
            }
        }
        open.push((&growth.id, left));
    }
    Ok(choices(open))
}

fn choices<'a>(open: impl IntoIterator<Item = (&'a StatisticId, Vec<Reading>)>) -> Option<Vec<Readings<'a>>> {
    let mut all: Vec<Readings<'a>> = vec![BTreeMap::new()];
    for (growth, readings) in open {
        if all.len() * readings.len() > READINGS_MAX {
            return None;
        }
        all = all
            .iter()
            .flat_map(|chosen| {
                readings.iter().map(move |reading| {
                    let mut chosen = chosen.clone();
                    chosen.insert(growth, *reading);
                    chosen
                })
            })
            .collect();
    }
    Some(all)
}
