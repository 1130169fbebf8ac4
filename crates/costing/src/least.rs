//! Lower bounds of what a leg costs and emits, whenever it begins and however many sections it has.

use chrono::{Days, NaiveDate};
use landbridge_model::{Basis, Step, Tariff, TariffOn};
use landbridge_units::{Metres, Rounding};

use crate::costing::{AsOf, Costing};
use crate::error::{CostError, out_of_range};
use crate::event::Event;
use crate::exact::Exact;

const RANGE: &str = "the least amount of a leg";

/// Metres of the leg whose emission is measured: so long that rounding it to grams no longer matters.
const MEASURED: u64 = 1_000_000_000;

/// What each metre of a leg costs and emits at least, in one country and on one kind of line.
#[derive(Clone, Debug, Default)]
pub struct LegLeast {
    /// Items by period of prices: what begins the leg, and what a metre adds, both in minor units.
    periods: Vec<Vec<(Exact, Exact)>>,
    /// Grams of each item on the measured length, rounded down.
    grams: Vec<u64>,
}

impl LegLeast {
    /// By period, by item: what begins the leg and what a metre adds, in minor units times 2^`scale`, rounded down;
    /// and the grams a metre adds, by item, likewise. An item that does not fit counts as nothing.
    ///
    /// What sections add by them, item by item and rounded down, comes to no more than the price of their leg. For
    /// each item the bounds of the sections are whole numbers whose exact values add up to no more than the exact
    /// amount of the item: the amount is linear in the length but for a fixed part, counted once, and a minimum,
    /// which only raises it. A whole number that is no more than an amount is no more than the amount rounded
    /// half-even. The least over the periods, taken section by section, is no more than the sum in the period in
    /// which the leg begins.
    #[must_use]
    pub fn scaled(&self, scale: u32) -> (Vec<Vec<(i128, i128)>>, Vec<i128>) {
        let unit = 1_u64.checked_shl(scale).map(Exact::whole);
        let whole = |value: &Exact| {
            let scaled =
                unit.and_then(|unit| value.times(unit)).and_then(|scaled| scaled.round(Rounding::Down));
            scaled.unwrap_or(0)
        };
        let items = |period: &Vec<(Exact, Exact)>| {
            period.iter().map(|(begin, metre)| (whole(begin), whole(metre))).collect()
        };
        let metre = |grams: &u64| {
            let scaled = i128::from(*grams).checked_shl(scale);
            scaled.map_or(0, |scaled| scaled / i128::from(MEASURED))
        };
        (self.periods.iter().map(items).collect(), self.grams.iter().map(metre).collect())
    }
}

impl<'a> Costing<'a> {
    /// Days on which some tariff or exchange rate begins to apply, or has ended the day before, in order: between
    /// two of them a step costs the same whenever it begins.
    #[must_use]
    pub fn turning_days(&self) -> Vec<NaiveDate> {
        if let AsOf::Day(_) = self.as_of {
            return Vec::new();
        }
        let tariffs = self.corridor.tariffs.iter().map(|tariff| tariff.validity);
        let rates = self.corridor.exchange.iter().map(|rate| rate.validity);
        let mut days: Vec<NaiveDate> = tariffs
            .chain(rates)
            .flat_map(|period| {
                [period.from(), period.to().and_then(|day| day.checked_add_days(Days::new(1)))]
            })
            .flatten()
            .collect();
        days.sort_unstable();
        days.dedup();
        days
    }

    /// Lower bounds of legs of one service in one country, on lines electrified as in the only section of `leg`,
    /// that begin on one of these days.
    ///
    /// # Errors
    /// If the leg cannot be priced on one of them.
    pub fn leg_least(&self, leg: &Step, days: &[NaiveDate]) -> Result<LegLeast, CostError> {
        let emissions = self.long_emissions(leg)?;
        let grams = emissions.into_iter().map(|grams| grams.saturating_sub(1)).collect();
        // A tariff bound to the place where a leg begins may hold for this section and not for the leg it is part
        // of; one below nothing would make a longer leg cheaper.
        let odd = |tariff: &&Tariff| {
            let fixed = tariff.per_unit.unwrap_or_default();
            !tariff.places.is_empty()
                || self.tariff_rate(tariff).value.is_sign_negative()
                || fixed.is_sign_negative()
        };
        if self.tariffs_on(TariffOn::Leg).iter().any(odd) {
            return Ok(LegLeast { periods: Vec::new(), grams });
        }
        let mut periods = Vec::new();
        for day in days {
            let mut items = Vec::new();
            for event in self.step_events(leg)? {
                let date = if let AsOf::Day(day) = self.as_of { day } else { *day };
                let event = Event { date, ..event };
                for tariff in self.matching(&event)? {
                    items.push(self.linear(tariff, &event)?);
                }
            }
            periods.push(items);
        }
        Ok(LegLeast { periods, grams })
    }

    /// The fixed part of a tariff for a leg and what a metre adds, both in minor units of the base currency.
    fn linear(&self, tariff: &Tariff, event: &Event<'_>) -> Result<(Exact, Exact), CostError> {
        let amount = self.basis_amount(tariff, event)?;
        let begin = match tariff.basis {
            Basis::VehicleKm | Basis::TrainKm | Basis::TonneKm => Exact::ZERO,
            Basis::UnitKm => {
                let units = Exact::whole(self.counted_units(tariff, event)?);
                tariff
                    .per_unit
                    .map_or(Some(Exact::ZERO), |fixed| Exact::from(fixed).times(units))
                    .ok_or(out_of_range(RANGE))?
            }
            // It depends on how long the leg takes, or on what is not looked at here.
            Basis::ValuePercentYear => return Ok((Exact::ZERO, Exact::ZERO)),
            _ => amount,
        };
        let rate = self.exchange.rate(tariff.currency, self.currency(), event.date)?;
        let minor =
            |value: Exact| value.times(rate.exact())?.times(Exact::whole(self.currency().minor_per_major()));
        let metre =
            amount.minus(begin).and_then(|running| running.over(Exact::whole(event.length.get().max(1))));
        metre.and_then(minor).and_then(|metre| Some((minor(begin)?, metre))).ok_or(out_of_range(RANGE))
    }

    fn long_emissions(&self, leg: &Step) -> Result<Vec<u64>, CostError> {
        let mut long = leg.clone();
        if let landbridge_model::StepKind::Leg { sections, .. } = &mut long.kind {
            for section in sections.iter_mut() {
                section.length = Metres::new(MEASURED);
            }
        }
        Ok(self.step_emissions(&long)?.into_iter().map(|item| item.grams.get()).collect())
    }
}
