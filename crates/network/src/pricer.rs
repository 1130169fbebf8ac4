//! What steps cost: asked of somebody who knows tariffs.

use landbridge_model::{PlaceId, Step};
use landbridge_units::{GramsCo2e, Instant, Minutes};

/// Prices steps for one shipment, in minor units of one currency.
///
/// # Contract
/// The search is exact if, for the shipment it is used for,
///
/// 1. a price is the same whenever it is asked for,
/// 2. no price is negative,
/// 3. the price of a step other than a wait does not depend on when the step begins,
/// 4. the price of a leg depends on its sections only through metres per country and electrification, and does
///    not fall where one of these grows; cost and CO2e alike,
/// 5. the price of a wait does not fall when the wait grows, and lengthening a wait at a place by some minutes
///    adds at most [`max_wait_cost`](Self::max_wait_cost) to its price and nothing to its CO2e,
/// 6. the price of a transload does not depend on the service before it, only on its equipment,
/// 7. [`at_least`](Self::at_least), [`leg_bound`](Self::leg_bound), [`turns`](Self::turns) and
///    [`wait_unit`](Self::wait_unit) hold what they promise. Their defaults do.
///
/// Where prices follow the calendar (3), set
/// [`SearchOptions::same_instant_only`](crate::SearchOptions::same_instant_only).
pub trait Pricer {
    /// Why something has no price.
    type Error: std::error::Error + 'static;

    /// The price of one step.
    ///
    /// # Errors
    /// If it has none, say for want of a tariff: the search ends with that error, since a missing price is a
    /// defect of the data and not a route that costs nothing.
    fn price(&self, step: &Step) -> Result<StepPrice, Self::Error>;

    /// The most that waiting longer by `waited` at a place can cost, in minor units. It does not fall when
    /// `waited` grows, and is 0 where no storage is charged.
    ///
    /// # Errors
    /// If it cannot be told.
    fn max_wait_cost(&self, place: &PlaceId, waited: Minutes) -> Result<i64, Self::Error>;

    /// A lower bound of the price of a step other than a leg that begins at whatever minute between that of `step`
    /// and `until`, cost and CO2e alike.
    ///
    /// The nearer the bounds are, the fewer partial ways the search keeps. The default, nothing, is always right.
    fn at_least(&self, step: &Step, until: Instant) -> StepPrice {
        let _ = (step, until);
        StepPrice::NOTHING
    }

    /// Lower bounds of the legs of a service, whenever they begin between the start of `step` and `until`. `step` is
    /// a leg of one section; the answer holds for all sections of its service, country and electrification, whatever
    /// their length.
    fn leg_bound(&self, step: &Step, until: Instant) -> LegBound {
        let _ = (step, until);
        LegBound::default()
    }

    /// Instants between two others, both included, at which prices at a place may change: two steps there that
    /// begin with none of them in between have the same price. `None`, the default, if every minute may bring
    /// another.
    fn turns(&self, place: &PlaceId, from: Instant, until: Instant) -> Option<Vec<Instant>> {
        let _ = (place, from, until);
        None
    }

    /// Waits that begin in one period of prices, and take equally many begun units of this length, have the same
    /// price. A minute by default; a day where storage is charged by days begun.
    fn wait_unit(&self) -> Minutes {
        Minutes::new(1)
    }
}

/// The price of one step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepPrice {
    /// Money in minor units; not negative.
    pub cost_minor: i64,
    /// Greenhouse gas.
    pub co2e: GramsCo2e,
}

impl StepPrice {
    /// No money, no CO2e.
    pub const NOTHING: Self = Self { cost_minor: 0, co2e: GramsCo2e::ZERO };
}

/// What sections add at least to the price of a leg, by their length.
///
/// The bound of a leg is the sum over its sections, of which the first also begins the leg. In each period of prices
/// there are items, each with a fixed part and a part per metre; of the periods the least counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LegBound {
    /// By period, by item: what begins the leg, what a metre adds, both in minor units times 2^[`Self::SCALE`].
    cost: Vec<Vec<(i128, i128)>>,
    /// Grams a metre adds, by item, times 2^[`Self::SCALE`].
    grams: Vec<i128>,
}

impl LegBound {
    /// Binary digits after the point.
    pub const SCALE: u32 = 40;

    /// From the items of each period (what begins the leg, what a metre adds) and the grams a metre adds, in minor
    /// units and grams times 2^[`SCALE`](Self::SCALE), rounded down. Negative parts count as nothing.
    #[must_use]
    pub fn new(mut cost: Vec<Vec<(i128, i128)>>, mut grams: Vec<i128>) -> Self {
        for (begin, metre) in cost.iter_mut().flatten() {
            (*begin, *metre) = ((*begin).max(0), (*metre).max(0));
        }
        for metre in &mut grams {
            *metre = (*metre).max(0);
        }
        Self { cost, grams }
    }

    /// What a section of so many metres adds; `first` if the leg begins with it. Each item is rounded down by itself.
    #[must_use]
    pub fn of(&self, metres: u64, first: bool) -> StepPrice {
        let metres = i128::from(metres);
        let whole = |scaled: i128| i64::try_from(scaled >> Self::SCALE).unwrap_or(i64::MAX);
        let item = |(begin, metre): &(i128, i128)| {
            whole(metre.saturating_mul(metres).saturating_add(if first { *begin } else { 0 }))
        };
        let period = |items: &Vec<(i128, i128)>| items.iter().map(item).fold(0, i64::saturating_add);
        let cost_minor = self.cost.iter().map(period).min().unwrap_or(0);
        let grams = self.grams.iter().map(|metre| whole(metre.saturating_mul(metres)));
        let grams = grams.fold(0, i64::saturating_add);
        StepPrice { cost_minor, co2e: GramsCo2e::new(u64::try_from(grams).unwrap_or(0)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sum_of_the_sections_is_no_more_than_the_whole() {
        let unit = 1_i128 << LegBound::SCALE;
        let bound = LegBound::new(vec![vec![(5 * unit, unit / 3), (0, unit / 7)]], vec![unit / 2]);
        let whole = bound.of(1_000, true);
        let parts = [(400, true), (350, false), (250, false)].map(|(metres, first)| bound.of(metres, first));
        assert_eq!((whole.cost_minor, whole.co2e.get()), (480, 500));
        assert!(parts.iter().map(|part| part.cost_minor).sum::<i64>() <= whole.cost_minor);
        assert_eq!(LegBound::default().of(1_000_000, true), StepPrice::NOTHING);
        let negative = LegBound::new(vec![vec![(-unit, -unit)]], vec![-unit]);
        assert_eq!(negative.of(u64::MAX, true), StepPrice::NOTHING);
    }
}
