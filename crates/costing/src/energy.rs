//! Energy of a train: from its gross mass to kilowatt-hours, and from there to CO2e.
//!
//! # Source
//! The specific energy is a table of factors by gross mass of the train, as EcoTransIT publishes it for electric
//! freight trains on level track; between its points it is interpolated linearly, with exact fractions. Diesel
//! traction takes the same energy at the wheel, at the efficiency of a diesel locomotive against an electric one.

use landbridge_model::{Amount, Country, EmissionFactor, FactRef, Trace};
use landbridge_units::{Decimal, Kilograms};

use crate::costing::{Costing, Level};
use crate::error::{CostError, out_of_range};
use crate::exact::Exact;

const RANGE: &str = "the energy of a train";

/// Points of the curve, in tonnes gross. A shipment lighter than the first travels in a train that others fill
/// up, so the curve is not followed below it: `rail-electric-500` is never asked for.
pub(crate) const CURVE: [(u64, &str); 3] =
    [(1_000, "rail-electric-1000"), (1_500, "rail-electric-1500"), (2_000, "rail-electric-2000")];

/// Beyond the last point.
pub(crate) const OVER: &str = "rail-electric-over-2000";

/// Electric over diesel final energy for the same train.
pub(crate) const DIESEL_EFFICIENCY: &str = "diesel-traction-efficiency";
/// Energy of diesel fuel, kWh per kg.
pub(crate) const DIESEL_ENERGY: &str = "diesel-energy-kwh-per-kg";
/// CO2e of diesel fuel, kg per kg.
pub(crate) const DIESEL_CO2E: &str = "diesel-co2e-per-kg";

/// CO2e of electricity in a country, kg per kWh.
pub(crate) fn grid(country: Country) -> String {
    format!("grid-{country}")
}

/// A factor at the level asked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Factor<'a> {
    factor: &'a EmissionFactor,
    value: Decimal,
    column: &'static str,
}

impl Factor<'_> {
    pub(crate) fn exact(&self) -> Exact {
        self.value.into()
    }

    pub(crate) fn trace(&self) -> Trace {
        let amount = Amount::Decimal(self.value, self.factor.unit.clone());
        Trace::fact(self.factor.id.as_str(), amount, FactRef::new(&self.factor.row, self.column))
    }
}

/// Specific energy of a train, in Wh per gross tonne-kilometre, with the points it lies between.
#[derive(Clone, Debug)]
pub(crate) struct SpecificEnergy<'a> {
    pub(crate) value: Exact,
    points: Vec<Factor<'a>>,
    words: String,
}

impl SpecificEnergy<'_> {
    pub(crate) fn trace(&self) -> Trace {
        let amount = Amount::Decimal(self.value.shown(), "Wh/gross tkm".to_owned());
        let parts = self.points.iter().map(Factor::trace).collect();
        Trace::formula("specific energy", amount, self.words.clone(), parts)
    }
}

impl<'a> Costing<'a> {
    /// A factor that multiplies.
    pub(crate) fn factor(&self, id: &str) -> Result<Factor<'a>, CostError> {
        self.factor_at(id, self.level)
    }

    /// A factor that divides: the high result lies at its low end.
    pub(crate) fn divisor(&self, id: &str) -> Result<Factor<'a>, CostError> {
        let level = match self.level {
            Level::Low => Level::High,
            Level::Base => Level::Base,
            Level::High => Level::Low,
        };
        self.factor_at(id, level)
    }

    fn factor_at(&self, id: &str, level: Level) -> Result<Factor<'a>, CostError> {
        let factor =
            self.corridor.factors.get(id).ok_or_else(|| CostError::NoFactor { factor: id.to_owned() })?;
        let (value, column) = match level {
            Level::Low => (factor.low, "low"),
            Level::Base => (None, "value"),
            Level::High => (factor.high, "high"),
        };
        Ok(match value {
            Some(value) => Factor { factor, value, column },
            None => Factor { factor, value: factor.value, column: "value" },
        })
    }

    /// Specific energy of `trains` equal trains of together `gross`.
    pub(crate) fn specific_energy(
        &self,
        gross: Kilograms,
        trains: u64,
    ) -> Result<SpecificEnergy<'a>, CostError> {
        let per_train =
            Exact::ratio(gross.get(), trains.max(1)).ok_or(out_of_range("the gross mass of a train"))?;
        let mut before: Option<(Exact, &str)> = None;
        for (tonnes, id) in CURVE {
            let point = Exact::whole(tonnes.saturating_mul(1_000));
            let beyond = per_train.minus(point).ok_or(out_of_range(RANGE))?;
            if !beyond.is_positive() {
                let factor = self.factor(id)?;
                return match before {
                    _ if beyond.is_zero() => Ok(at_point(factor, format!("a train of {tonnes} t gross"))),
                    None => Ok(at_point(
                        factor,
                        format!("below {tonnes} t gross: as part of a train of {tonnes} t"),
                    )),
                    Some((low, id)) => interpolate((low, self.factor(id)?), (point, factor), per_train),
                };
            }
            before = Some((point, id));
        }
        Ok(at_point(self.factor(OVER)?, "beyond the last point of the table".to_owned()))
    }

    /// Grams of CO2e for an energy at the wheel of so many Wh, and the factors, in the order of the formula.
    pub(crate) fn grams_of_traction(
        &self,
        watt_hours: Exact,
        electric: bool,
        country: Country,
    ) -> Result<(Exact, Vec<Factor<'a>>), CostError> {
        // Wh × kg/kWh = g.
        if electric {
            let grid = self.factor(&grid(country))?;
            let grams = watt_hours.times(grid.exact()).ok_or(out_of_range(RANGE))?;
            return Ok((grams, vec![grid]));
        }
        let (efficiency, energy) = (self.divisor(DIESEL_EFFICIENCY)?, self.divisor(DIESEL_ENERGY)?);
        let co2e = self.factor(DIESEL_CO2E)?;
        let grams = watt_hours
            .over(efficiency.exact())
            .and_then(|fuel| fuel.over(energy.exact()))
            .and_then(|fuel| fuel.times(co2e.exact()))
            .ok_or(out_of_range(RANGE))?;
        Ok((grams, vec![efficiency, energy, co2e]))
    }
}

fn at_point(factor: Factor<'_>, words: String) -> SpecificEnergy<'_> {
    SpecificEnergy { value: factor.exact(), points: vec![factor], words }
}

fn interpolate<'a>(
    (low_at, low): (Exact, Factor<'a>),
    (high_at, high): (Exact, Factor<'a>),
    at: Exact,
) -> Result<SpecificEnergy<'a>, CostError> {
    let value = at
        .minus(low_at)
        .and_then(|above| above.over(high_at.minus(low_at)?))
        .and_then(|share| share.times(high.exact().minus(low.exact())?))
        .and_then(|rise| rise.plus(low.exact()))
        .ok_or(out_of_range(RANGE))?;
    let tonnes = Exact::ratio(1, 1_000).and_then(|unit| at.times(unit)).ok_or(out_of_range(RANGE))?;
    let words = format!("linear between two points of the table, for a train of {} t gross", tonnes.shown());
    Ok(SpecificEnergy { value, points: vec![low, high], words })
}
