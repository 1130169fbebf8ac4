//! What the shipment amounts to: vehicles, units, trains, mass and value, each with its trace.

use std::collections::BTreeMap;
use std::sync::Arc;

use landbridge_model::{
    Amount, Equipment, EquipmentId, FactRef, Row, ShipmentLine, Tariff, Trace, VehicleId,
};
use landbridge_units::{Currency, Kilograms, Money};

use crate::costing::Costing;
use crate::error::{CostError, out_of_range};

/// A count for a trace.
pub(crate) fn count(n: impl TryInto<i64>, what: &str) -> Amount {
    Amount::Count(n.try_into().unwrap_or(i64::MAX), what.to_owned())
}

impl Costing<'_> {
    /// Number of vehicles.
    pub(crate) fn vehicles(&self) -> u64 {
        self.shipment.vehicles()
    }

    /// Number of vehicles, down to the lines of the order book.
    pub(crate) fn vehicles_trace(&self) -> Trace {
        let lines = self.shipment.lines.iter().map(line_trace).collect();
        Trace::sum("vehicles", count(self.vehicles(), "vehicles"), lines)
    }

    /// Units of an equipment the shipment fills.
    pub(crate) fn units(&self, equipment: &EquipmentId) -> Result<u32, CostError> {
        self.load(equipment).map(landbridge_model::LoadPlan::n_units)
    }

    /// Why so many units.
    pub(crate) fn units_trace(&self, equipment: &EquipmentId) -> Result<Trace, CostError> {
        if let Some(trace) = self.load_traces.get(equipment) {
            return Ok(trace.clone());
        }
        let plan = self.load(equipment)?;
        let method = format!("load plan; no plan has fewer than {}: {}", plan.lower_bound, plan.bound_reason);
        let label = format!("units of {equipment}");
        Ok(Trace::found(label, count(plan.n_units(), "units"), method, vec![self.vehicles_trace()]))
    }

    /// Trains that take so many units: more than one only where a train has a greatest length.
    pub(crate) fn trains(&self, equipment: &Equipment) -> Result<u64, CostError> {
        let units = u64::from(self.units(&equipment.id)?);
        Ok(match equipment.units_per_train_max {
            Some(most) if most > 0 => units.div_ceil(u64::from(most)),
            _ => 1,
        })
    }

    /// Why so many trains.
    pub(crate) fn trains_trace(&self, equipment: &Equipment) -> Result<Trace, CostError> {
        let trains = count(self.trains(equipment)?, "trains");
        let units = self.units_trace(&equipment.id)?;
        Ok(match equipment.units_per_train_max {
            Some(most) if most > 0 => {
                let fact = FactRef::new(&equipment.row, "units_per_train_max");
                let most = Trace::fact("most units in a train", count(most, "units"), fact);
                Trace::formula(
                    "trains",
                    trains,
                    "units / most units in a train, rounded up",
                    vec![units, most],
                )
            }
            _ => Trace::formula("trains", trains, "one, as a train has no greatest length", vec![units]),
        })
    }

    /// Mass of the vehicles.
    pub(crate) fn net_mass(&self) -> Result<Kilograms, CostError> {
        self.shipment.mass().ok_or(out_of_range("the mass of the vehicles"))
    }

    /// Mass of the vehicles, down to the kerb mass of each model.
    pub(crate) fn net_mass_trace(&self) -> Result<Trace, CostError> {
        let lines = self.shipment.lines.iter().map(line_mass_trace).collect::<Result<_, _>>()?;
        Ok(Trace::sum("mass of the vehicles", Amount::Mass(self.net_mass()?), lines))
    }

    /// Empty mass of all units, with the wagons beneath containers if `with_carrier`.
    pub(crate) fn empty_mass(
        &self,
        equipment: &Equipment,
        with_carrier: bool,
    ) -> Result<Kilograms, CostError> {
        let units = u64::from(self.units(&equipment.id)?);
        let carrier = if with_carrier { carrier_tare(equipment)? } else { Kilograms::ZERO };
        tare(equipment)?
            .checked_add(carrier)
            .and_then(|each| each.times(units))
            .ok_or(out_of_range("the empty mass of the units"))
    }

    /// Empty mass of all units, down to tare and load plan.
    pub(crate) fn empty_mass_trace(
        &self,
        equipment: &Equipment,
        with_carrier: bool,
    ) -> Result<Trace, CostError> {
        let mass = Amount::Mass(self.empty_mass(equipment, with_carrier)?);
        let fact = |label: &str, mass, column| {
            Trace::fact(label, Amount::Mass(mass), FactRef::new(&equipment.row, column))
        };
        let mut parts =
            vec![self.units_trace(&equipment.id)?, fact("empty mass of a unit", tare(equipment)?, "tare_kg")];
        let formula = match equipment.carrier_tare {
            Some(carrier) if with_carrier => {
                parts.push(fact("its share of the wagon beneath", carrier, "carrier_tare_kg"));
                "units × (empty mass + share of the wagon beneath)"
            }
            _ => "units × empty mass",
        };
        Ok(Trace::formula("empty mass of the units", mass, formula, parts))
    }

    /// Value of the goods by currency.
    pub(crate) fn value(&self, tariff: &Tariff) -> Result<BTreeMap<Currency, Money>, CostError> {
        let mut totals = BTreeMap::new();
        for line in &self.shipment.lines {
            let value = line_value(line, tariff)?;
            let total = totals.entry(value.currency()).or_insert(Money::zero(value.currency()));
            *total = total.plus(value)?;
        }
        Ok(totals)
    }

    /// Value of the goods in one currency, down to the value of each model.
    pub(crate) fn value_trace(&self, tariff: &Tariff, total: Money) -> Result<Trace, CostError> {
        let mut lines = Vec::new();
        for line in &self.shipment.lines {
            let value = line_value(line, tariff)?;
            if value.currency() == total.currency() {
                lines.push(line_value_trace(line, value)?);
            }
        }
        Ok(Trace::sum("value of the goods", Amount::Money(total), lines))
    }
}

/// Empty mass of one unit.
pub(crate) fn tare(equipment: &Equipment) -> Result<Kilograms, CostError> {
    equipment.tare.ok_or_else(|| CostError::NoTare { equipment: equipment.id.clone(), column: "tare_kg" })
}

/// The wagon beneath: none for what is a wagon itself, and never guessed for a container.
pub(crate) fn carrier_tare(equipment: &Equipment) -> Result<Kilograms, CostError> {
    match (equipment.carrier_tare, equipment.kind) {
        (Some(mass), _) => Ok(mass),
        (None, landbridge_model::EquipmentKind::Container) => {
            Err(CostError::NoTare { equipment: equipment.id.clone(), column: "carrier_tare_kg" })
        }
        (None, _) => Ok(Kilograms::ZERO),
    }
}

fn line_trace(line: &ShipmentLine) -> Trace {
    let label = vehicle_name(&line.vehicle.id);
    let quantity = count(line.quantity, "vehicles");
    let fact = |row: &Arc<Row>, n: u32| {
        let label = format!("quantity of {}", row.id);
        Trace::fact(label, count(n, "vehicles"), FactRef::new(row, "quantity"))
    };
    let of_rows: Option<Vec<u32>> =
        line.rows.iter().map(|row| row.values.get("quantity")?.text.parse::<u32>().ok()).collect();
    match of_rows {
        // A fact is cited only where it says what the line says.
        Some(quantities)
            if !quantities.is_empty()
                && quantities.iter().map(|n| u64::from(*n)).sum::<u64>() == u64::from(line.quantity) =>
        {
            match (line.rows.as_slice(), quantities.as_slice()) {
                ([row], [n]) => Trace { label, ..fact(row, *n) },
                (rows, quantities) => {
                    let parts = rows.iter().zip(quantities).map(|(row, n)| fact(row, *n)).collect();
                    Trace::sum(label, quantity, parts)
                }
            }
        }
        _ => Trace::given(label, quantity, "quantity of the question"),
    }
}

fn line_mass_trace(line: &ShipmentLine) -> Result<Trace, CostError> {
    let mass = line
        .vehicle
        .kerb_mass
        .times(u64::from(line.quantity))
        .ok_or(out_of_range("the mass of the vehicles"))?;
    let kerb = Trace::fact(
        "kerb mass",
        Amount::Mass(line.vehicle.kerb_mass),
        FactRef::new(&line.vehicle.row, "kerb_kg"),
    );
    let label = format!("mass of {}", vehicle_name(&line.vehicle.id));
    Ok(Trace::formula(label, Amount::Mass(mass), "vehicles × kerb mass", vec![line_trace(line), kerb]))
}

fn line_value(line: &ShipmentLine, tariff: &Tariff) -> Result<Money, CostError> {
    let each = line.vehicle.value.ok_or_else(|| CostError::NoGoodsValue {
        tariff: tariff.id.clone(),
        vehicle: line.vehicle.id.clone(),
    })?;
    Ok(each.times(i64::from(line.quantity))?)
}

fn line_value_trace(line: &ShipmentLine, value: Money) -> Result<Trace, CostError> {
    let mut parts = vec![line_trace(line)];
    if let Some(each) = line.vehicle.value {
        let fact = FactRef::new(&line.vehicle.row, "value_usd");
        parts.push(Trace::fact("value of one", Amount::Money(each), fact));
    }
    let label = format!("value of {}", vehicle_name(&line.vehicle.id));
    Ok(Trace::formula(label, Amount::Money(value), "vehicles × value of one", parts))
}

fn vehicle_name(vehicle: &VehicleId) -> String {
    vehicle.to_string()
}
