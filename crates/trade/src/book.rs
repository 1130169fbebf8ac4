//! The figures by id, each with its interval, and what every relation needs of them.

use std::collections::BTreeMap;

use landbridge_model::{Growth, PublishedFigure, Relation, RelationKind, StatisticId};

use crate::error::TradeError;
use crate::figure::Known;
use crate::unit::Dimension;

/// All figures of an audit.
pub(crate) struct Book<'a> {
    figures: BTreeMap<&'a StatisticId, Result<Known<'a>, TradeError>>,
}

impl<'a> Book<'a> {
    pub(crate) fn new(figures: &'a BTreeMap<StatisticId, PublishedFigure>) -> Self {
        Self { figures: figures.iter().map(|(id, figure)| (id, Known::new(figure))).collect() }
    }

    pub(crate) fn get(&self, id: &StatisticId) -> Result<&Known<'a>, TradeError> {
        match self.figures.get(id) {
            Some(Ok(known)) => Ok(known),
            Some(Err(error)) => Err(error.clone()),
            None => Err(TradeError::UnknownFigure { id: id.clone() }),
        }
    }

    pub(crate) fn known(&self) -> impl Iterator<Item = &Known<'a>> {
        self.figures.values().filter_map(|known| known.as_ref().ok())
    }

    /// The figures a relation speaks of, total or whole first; an error where they do not go together.
    pub(crate) fn members(&self, relation: &Relation) -> Result<Vec<&Known<'a>>, TradeError> {
        let members = |expected| TradeError::Members { id: relation.id.clone(), expected };
        match &relation.kind {
            RelationKind::Sum { total, parts, .. } => {
                if parts.is_empty() {
                    return Err(members("at least one part"));
                }
                let all = self.like(std::iter::once(total).chain(parts))?;
                if is_repeated(&all) {
                    return Err(members("total and parts to be different figures"));
                }
                Ok(all)
            }
            RelationKind::Share { part, whole, percent } => {
                let mut all = self.like([whole, part])?;
                if let Some(percent) = percent {
                    let percent = self.get(percent)?;
                    if *percent.unit.dimension() != Dimension::Percent {
                        return Err(wrong(percent, "per cent"));
                    }
                    all.push(percent);
                }
                if is_repeated(&all) {
                    return Err(members("part, whole and percentage to be different figures"));
                }
                Ok(all)
            }
            RelationKind::Conversion { left, right, .. } => {
                let (left, right) = (self.get(left)?, self.get(right)?);
                for side in [left, right] {
                    if side.unit.currency().is_none() {
                        return Err(wrong(side, "an amount of money"));
                    }
                }
                if left.unit.is_like(&right.unit) {
                    return Err(members("two currencies"));
                }
                Ok(vec![left, right])
            }
            RelationKind::Packing { .. } => Ok(Vec::new()),
            RelationKind::UnitValue { value, count } => {
                let (value, count) = (self.get(value)?, self.get(count)?);
                if value.unit.currency().is_none() {
                    return Err(wrong(value, "an amount of money"));
                }
                if matches!(count.unit.dimension(), Dimension::Percent | Dimension::Money(_)) {
                    return Err(wrong(count, "a count or a quantity"));
                }
                Ok(vec![value, count])
            }
            RelationKind::Same(ids) => {
                let all = self.like(ids)?;
                if all.len() < 2 || is_repeated(&all) {
                    return Err(members("at least two different figures"));
                }
                Ok(all)
            }
        }
    }

    /// The figure that grew and the figure it grew from, if printed.
    pub(crate) fn grown(&self, growth: &Growth) -> Result<(&Known<'a>, Option<&Known<'a>>), TradeError> {
        let figure = self.get(&growth.figure)?;
        let Some(base) = &growth.base else { return Ok((figure, None)) };
        let base = self.get(base)?;
        if base.id() == figure.id() {
            return Err(TradeError::Members {
                id: growth.id.clone(),
                expected: "a base that is another figure than the one that grew",
            });
        }
        alike(figure, base)?;
        Ok((figure, Some(base)))
    }

    fn like<'s>(
        &self,
        ids: impl IntoIterator<Item = &'s StatisticId>,
    ) -> Result<Vec<&Known<'a>>, TradeError> {
        let all = ids.into_iter().map(|id| self.get(id)).collect::<Result<Vec<_>, _>>()?;
        if let Some((first, rest)) = all.split_first() {
            for other in rest {
                alike(first, other)?;
            }
        }
        Ok(all)
    }
}

fn alike(left: &Known<'_>, right: &Known<'_>) -> Result<(), TradeError> {
    if left.unit.is_like(&right.unit) {
        return Ok(());
    }
    Err(TradeError::UnlikeUnits {
        left: left.id().clone(),
        left_unit: left.figure.unit.clone(),
        right: right.id().clone(),
        right_unit: right.figure.unit.clone(),
    })
}

fn wrong(known: &Known<'_>, expected: &'static str) -> TradeError {
    TradeError::WrongUnit { id: known.id().clone(), unit: known.figure.unit.clone(), expected }
}

fn is_repeated(all: &[&Known<'_>]) -> bool {
    let mut ids: Vec<_> = all.iter().map(|known| known.id()).collect();
    ids.sort();
    ids.windows(2).any(|pair| pair[0] == pair[1])
}
