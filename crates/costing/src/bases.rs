//! The bases of tariffs: what the rate multiplies, as a number and as a trace.

use std::collections::BTreeMap;

use landbridge_model::{
    Amount, Basis, EquipmentId, FactRef, Row, Section, Step, StepKind, Tariff, TariffOn, Trace,
};
use landbridge_units::{Currency, Decimal, Metres, Minutes, Money};

use crate::cargo::count;
use crate::costing::{Costing, Level};
use crate::error::{CostError, out_of_range};
use crate::event::Event;
use crate::exact::Exact;
use crate::exchange::Rate;

/// Minutes in a year of 365 days.
const MINUTES_PER_YEAR: i64 = 365 * 1_440;

const RANGE: &str = "the amount of a tariff";

/// The rate a tariff is applied with.
#[derive(Clone, Copy, Debug)]
pub(crate) struct TariffRate {
    pub(crate) value: Decimal,
    /// The column it stands in; `None` where it was given with the question.
    column: Option<&'static str>,
}

impl<'a> Costing<'a> {
    /// The rate of a tariff at the level asked for.
    pub(crate) fn tariff_rate(&self, tariff: &Tariff) -> TariffRate {
        if let Some(value) = self.overrides.get(&tariff.id) {
            return TariffRate { value: *value, column: None };
        }
        let (value, column) = match self.level {
            Level::Low => (tariff.low, "low"),
            Level::Base => (None, "rate"),
            Level::High => (tariff.high, "high"),
        };
        match value {
            Some(value) => TariffRate { value, column: Some(column) },
            None => TariffRate { value: tariff.rate, column: Some("rate") },
        }
    }

    /// The amount of a tariff for an event before its minimum, exact, in the tariff's currency.
    pub(crate) fn basis_amount(&self, tariff: &Tariff, event: &Event<'_>) -> Result<Exact, CostError> {
        let rate = Exact::from(self.tariff_rate(tariff).value);
        let product = |factors: &[Option<Exact>]| {
            factors
                .iter()
                .try_fold(rate, |product, factor| product.times((*factor)?))
                .ok_or(out_of_range(RANGE))
        };
        let vehicles = Some(Exact::whole(self.vehicles()));
        let days = Some(Exact::whole(event.days));
        match tariff.basis {
            Basis::VehicleKm => product(&[vehicles, kilometres(tariff, event)?]),
            Basis::UnitKm => {
                let units = Exact::whole(self.counted_units(tariff, event)?);
                let fixed = tariff.per_unit.map_or(Exact::ZERO, Exact::from);
                let running = product(&[kilometres(tariff, event)?])?;
                fixed.plus(running).and_then(|each| each.times(units)).ok_or(out_of_range(RANGE))
            }
            Basis::TrainKm => product(&[
                Some(Exact::whole(self.counted_trains(tariff, event)?)),
                kilometres(tariff, event)?,
            ]),
            Basis::TonneKm => {
                let tonnes = Exact::ratio(self.net_mass()?.get(), 1_000);
                product(&[tonnes, kilometres(tariff, event)?])
            }
            Basis::Vehicle => product(&[vehicles]),
            Basis::Unit => product(&[Some(Exact::whole(self.counted_units(tariff, event)?))]),
            Basis::Declaration | Basis::Shipment => Ok(rate),
            Basis::VehicleDay => product(&[vehicles, days]),
            Basis::UnitDay => product(&[Some(Exact::whole(self.counted_units(tariff, event)?)), days]),
            Basis::ValuePercent => product(&[Some(self.goods_value(tariff, event)?), Exact::ratio(1, 100)]),
            Basis::ValuePercentYear => product(&[
                Some(self.goods_value(tariff, event)?),
                Exact::ratio(1, 100),
                Exact::ratio(event.duration.get(), MINUTES_PER_YEAR),
            ]),
        }
    }

    /// The formula before minimum and exchange, and its parts, the rate among them.
    pub(crate) fn basis_trace(
        &self,
        tariff: &Tariff,
        event: &Event<'_>,
    ) -> Result<(&'static str, Vec<Trace>), CostError> {
        let rate = self.rate_trace(tariff);
        Ok(match tariff.basis {
            Basis::VehicleKm => {
                ("vehicles × distance × rate", vec![self.vehicles_trace(), distance_trace(event), rate])
            }
            Basis::UnitKm => {
                let mut parts = vec![self.counted_units_trace(tariff, event)?, distance_trace(event), rate];
                match tariff.per_unit {
                    Some(fixed) => {
                        let amount = Amount::Decimal(fixed, format!("{} per unit", tariff.currency));
                        let fact = FactRef::new(&tariff.row, "per_unit");
                        parts.push(Trace::fact("fixed part", amount, fact));
                        ("units × (fixed part + distance × rate)", parts)
                    }
                    None => ("units × distance × rate", parts),
                }
            }
            Basis::TrainKm => {
                let trains = self.equipment(one_equipment(tariff, event)?)?;
                let trains = self.trains_trace(trains)?;
                ("trains × distance × rate", vec![trains, distance_trace(event), rate])
            }
            Basis::TonneKm => {
                ("net mass × distance × rate", vec![self.net_mass_trace()?, distance_trace(event), rate])
            }
            Basis::Vehicle => ("vehicles × rate", vec![self.vehicles_trace(), rate]),
            Basis::Unit => ("units × rate", vec![self.counted_units_trace(tariff, event)?, rate]),
            Basis::Declaration => ("one declaration × rate", vec![rate]),
            Basis::Shipment => ("one shipment × rate", vec![rate]),
            Basis::VehicleDay => {
                ("vehicles × days × rate", vec![self.vehicles_trace(), self.days_trace(event)?, rate])
            }
            Basis::UnitDay => {
                let units = self.counted_units_trace(tariff, event)?;
                ("units × days × rate", vec![units, self.days_trace(event)?, rate])
            }
            Basis::ValuePercent => {
                let mut parts = self.value_traces(tariff, event)?;
                parts.push(rate);
                ("value of the goods in the tariff's currency × rate / 100", parts)
            }
            Basis::ValuePercentYear => {
                let mut parts = self.value_traces(tariff, event)?;
                parts.extend([duration_trace(event), rate]);
                ("value of the goods in the tariff's currency × rate / 100 × time / 365 days", parts)
            }
        })
    }

    fn rate_trace(&self, tariff: &Tariff) -> Trace {
        let rate = self.tariff_rate(tariff);
        let unit = match tariff.basis {
            Basis::ValuePercent => "%".to_owned(),
            Basis::ValuePercentYear => "% per year".to_owned(),
            basis => format!("{} per {}", tariff.currency, per_words(basis)),
        };
        let amount = Amount::Decimal(rate.value, unit);
        let label = format!("rate of {}", tariff.id);
        match rate.column {
            Some(column) => Trace::fact(label, amount, FactRef::new(&tariff.row, column)),
            None => Trace::given(label, amount, "rate given with the question"),
        }
    }

    pub(crate) fn counted_units(&self, tariff: &Tariff, event: &Event<'_>) -> Result<u64, CostError> {
        counted_equipment(tariff, event)?
            .into_iter()
            .try_fold(0, |sum, equipment| Ok(sum + u64::from(self.units(equipment)?)))
    }

    fn counted_units_trace(&self, tariff: &Tariff, event: &Event<'_>) -> Result<Trace, CostError> {
        let equipment = counted_equipment(tariff, event)?;
        if let [only] = equipment.as_slice() {
            return self.units_trace(only);
        }
        let total = count(self.counted_units(tariff, event)?, "units");
        let parts = equipment.into_iter().map(|each| self.units_trace(each)).collect::<Result<_, _>>()?;
        Ok(Trace::formula("units", total, "units of each equipment together", parts))
    }

    fn counted_trains(&self, tariff: &Tariff, event: &Event<'_>) -> Result<u64, CostError> {
        self.trains(self.equipment(one_equipment(tariff, event)?)?)
    }

    /// Value of the goods in the tariff's currency.
    fn goods_value(&self, tariff: &Tariff, event: &Event<'_>) -> Result<Exact, CostError> {
        self.goods_values(tariff, event)?
            .into_values()
            .try_fold(Exact::ZERO, |sum, (value, rate)| sum.plus(Exact::from(value).times(rate.exact())?))
            .ok_or(out_of_range("the value of the goods"))
    }

    fn goods_values(
        &self,
        tariff: &Tariff,
        event: &Event<'_>,
    ) -> Result<BTreeMap<Currency, (Money, Rate<'a>)>, CostError> {
        if event.on == TariffOn::Wait {
            return Err(mismatch(tariff, event));
        }
        self.value(tariff)?
            .into_iter()
            .map(|(currency, value)| {
                Ok((currency, (value, self.exchange.rate(currency, tariff.currency, event.date)?)))
            })
            .collect()
    }

    fn value_traces(&self, tariff: &Tariff, event: &Event<'_>) -> Result<Vec<Trace>, CostError> {
        let mut parts = Vec::new();
        for (value, rate) in self.goods_values(tariff, event)?.into_values() {
            parts.push(self.value_trace(tariff, value)?);
            if !rate.is_identity() {
                parts.push(rate.trace());
            }
        }
        Ok(parts)
    }

    fn days_trace(&self, event: &Event<'_>) -> Result<Trace, CostError> {
        let days = count(event.days, "days");
        let time = duration_trace(event);
        Ok(match event.free_days {
            Some(free) => {
                let fact = FactRef::new(&self.place(event.place)?.row, "free_days");
                let free = Trace::fact("free days", count(free, "days"), fact);
                Trace::formula("days charged", days, "days begun - free days", vec![time, free])
            }
            None => Trace::formula("days charged", days, "days begun", vec![time]),
        })
    }
}

fn per_words(basis: Basis) -> &'static str {
    match basis {
        Basis::VehicleKm => "vehicle-km",
        Basis::UnitKm => "unit-km",
        Basis::TrainKm => "train-km",
        Basis::TonneKm => "tkm",
        Basis::VehicleDay => "vehicle and day",
        Basis::UnitDay => "unit and day",
        other => other.word(),
    }
}

fn mismatch(tariff: &Tariff, event: &Event<'_>) -> CostError {
    CostError::BasisMismatch { tariff: tariff.id.clone(), basis: tariff.basis, on: event.on }
}

/// Kilometres of the event; only a leg has any.
fn kilometres(tariff: &Tariff, event: &Event<'_>) -> Result<Option<Exact>, CostError> {
    match event.on {
        TariffOn::Leg => Ok(Exact::ratio(event.length.get(), 1_000)),
        _ => Err(mismatch(tariff, event)),
    }
}

/// The equipment whose units a tariff counts: what the event uses, or of several what the tariff names.
fn counted_equipment<'e>(tariff: &Tariff, event: &Event<'e>) -> Result<Vec<&'e EquipmentId>, CostError> {
    let counted: Vec<&EquipmentId> = event
        .equipment
        .iter()
        .filter(|used| tariff.equipment.is_empty() || tariff.equipment.contains(used))
        .collect();
    match counted.len() {
        1 => Ok(counted),
        n if n > 1 && !tariff.equipment.is_empty() => Ok(counted),
        // Of several kinds it is not said whose units are meant.
        _ => Err(CostError::NoEquipment { tariff: tariff.id.clone(), on: event.on }),
    }
}

fn one_equipment<'e>(tariff: &Tariff, event: &Event<'e>) -> Result<&'e EquipmentId, CostError> {
    match counted_equipment(tariff, event)?.as_slice() {
        [only] => Ok(only),
        _ => Err(CostError::NoEquipment { tariff: tariff.id.clone(), on: event.on }),
    }
}

fn distance_trace(event: &Event<'_>) -> Trace {
    sections_trace(&event.sections, event.length)
}

/// A distance down to the length of each link.
pub(crate) fn sections_trace(sections: &[&Section], length: Metres) -> Trace {
    let parts = sections
        .iter()
        .map(|section| {
            let fact = FactRef::new(&section.row, "km");
            Trace::fact(section.link.as_str(), Amount::Distance(section.length), fact)
        })
        .collect();
    Trace::sum("distance", Amount::Distance(length), parts)
}

/// A duration down to what says how long each step takes.
fn duration_trace(event: &Event<'_>) -> Trace {
    let total = Amount::Time(event.duration);
    let steps: Vec<Trace> = event.steps.iter().map(step_time_trace).collect();
    let sum = event.steps.iter().try_fold(Minutes::ZERO, |sum, step| sum.checked_add(step.duration()));
    if sum == Some(event.duration) {
        Trace::sum("time", total, steps)
    } else {
        Trace::found("time", total, "from the beginning to the end", steps)
    }
}

fn step_time_trace(step: &Step) -> Trace {
    let label = match &step.kind {
        StepKind::Leg { mode, .. } => format!("{mode} {} to {}", step.from, step.to),
        StepKind::Wait { .. } => format!("wait at {}", step.from),
        StepKind::Load { .. } => format!("load at {}", step.from),
        StepKind::Unload { .. } => format!("unload at {}", step.from),
        StepKind::Transload { .. } => format!("transload at {}", step.from),
        StepKind::Border { step: id, .. } => format!("border step {id}"),
        StepKind::GaugeChange { change, .. } => format!("gauge change {change}"),
        _ => format!("step at {}", step.from),
    };
    let facts = step.because.iter().flat_map(time_facts).collect();
    Trace::found(label, Amount::Time(step.duration()), "as the itinerary runs", facts)
}

/// The columns of a row that say how long something takes or when it begins.
fn time_facts(row: &std::sync::Arc<Row>) -> Vec<Trace> {
    const TIMES: [&str; 7] = ["hours", "departs", "days", "also", "cutoff_h", "km_per_day", "wait_h"];
    row.values
        .iter()
        .filter(|(column, _)| TIMES.contains(&column.as_str()) || column.ends_with("run_h"))
        .map(|(column, cell)| {
            let label = format!("{column} of {}", row.id);
            Trace::fact(label, Amount::Text(cell.text.clone()), FactRef::new(row, column))
        })
        .collect()
}
