//! Emissions of one step, item by item. The same numbers make the grams and their trace.

use std::collections::BTreeMap;
use std::slice;

use landbridge_model::{
    Amount, Country, Electrified, Equipment, EquipmentId, EquipmentKind, FactRef, GaugeMethod, HandlingKind,
    Mode, Section, Step, StepKind, Trace,
};
use landbridge_units::{GramsCo2e, Kilograms, Metres, Rounding};

use crate::bases::sections_trace;
use crate::costing::Costing;
use crate::emission_sheet::EmissionKind;
use crate::energy::{DIESEL_CO2E, Factor, SpecificEnergy};
use crate::error::{CostError, out_of_range};
use crate::exact::Exact;

/// Density of diesel fuel, kg per litre.
pub(crate) const DIESEL_DENSITY: &str = "diesel-kg-per-l";
/// Multiplier on the road fuel of carriers for kilometres without load.
pub(crate) const ROAD_EMPTY: &str = "road-empty-factor";
/// Driving a vehicle on or off, kg per vehicle.
pub(crate) const HUB_RAMP: &str = "hub-ramp-kg-per-vehicle";
/// Lifting a container, kg per tonne.
pub(crate) const HUB_CRANE: &str = "hub-crane-kg-per-t";
/// Inland vessels, g per tkm.
pub(crate) const RIVER: &str = "river-g-per-tkm";
/// Sea vessels, g per tkm.
pub(crate) const SEA: &str = "sea-g-per-tkm";

/// Fuel of a road vehicle, l per 100 km.
pub(crate) fn road_fuel(equipment: &EquipmentId) -> String {
    format!("road-l-per-100km-{equipment}")
}

const RANGE: &str = "an emission";

/// One item of emission.
#[derive(Clone, Debug)]
pub(crate) struct Emitted<'e> {
    pub(crate) kind: EmissionKind,
    pub(crate) country: Country,
    /// Rounded half-even: the only rounding.
    pub(crate) grams: GramsCo2e,
    label: String,
    formula: &'static str,
    inputs: Vec<Input<'e>>,
}

/// What a formula rests on; made into a trace only when one is asked for.
#[derive(Clone, Debug)]
enum Input<'e> {
    Vehicles,
    Units(&'e Equipment),
    NetMass,
    EmptyMass { equipment: &'e Equipment, with_carrier: bool },
    Distance { sections: Vec<&'e Section>, length: Metres },
    Energy(SpecificEnergy<'e>),
    EmptyReturn(&'e Equipment),
    Factor(Factor<'e>),
}

/// The part of a leg in one country and, on rails, under one kind of traction.
struct Part<'e> {
    country: Country,
    electric: bool,
    length: Metres,
    sections: Vec<&'e Section>,
}

impl Part<'_> {
    fn kilometres(&self) -> Result<Exact, CostError> {
        Exact::ratio(self.length.get(), 1_000).ok_or(out_of_range(RANGE))
    }
}

impl<'a> Costing<'a> {
    /// The items of a step. Waits, borders and wheelset changes have none.
    pub(crate) fn step_emissions<'e>(&'e self, step: &'e Step) -> Result<Vec<Emitted<'e>>, CostError> {
        let here = self.place(&step.from)?.country;
        match &step.kind {
            StepKind::Leg { service, equipment, mode, sections } => {
                if sections.is_empty() {
                    return Err(CostError::EmptyLeg { service: service.clone(), place: step.from.clone() });
                }
                self.leg_emissions(self.equipment(equipment)?, *mode, sections)
            }
            StepKind::Load { equipment, .. } | StepKind::Unload { equipment, .. } => {
                self.hub_emissions(here, slice::from_ref(equipment))
            }
            StepKind::Transload { from_equipment, equipment, .. } => {
                let mut items = self.hub_emissions(here, slice::from_ref(from_equipment))?;
                items.extend(self.hub_emissions(here, slice::from_ref(equipment))?);
                Ok(items)
            }
            StepKind::GaugeChange { equipment, method: GaugeMethod::ContainerTransload, .. } => {
                self.hub_emissions(here, slice::from_ref(equipment))
            }
            _ => Ok(Vec::new()),
        }
    }

    fn leg_emissions<'e>(
        &'e self,
        equipment: &'e Equipment,
        mode: Mode,
        sections: &'e [Section],
    ) -> Result<Vec<Emitted<'e>>, CostError> {
        let mut items = Vec::new();
        for part in parts(mode, sections)? {
            match mode {
                Mode::Rail => {
                    items.push(self.train(equipment, &part, true)?);
                    if equipment.empty_return.is_some_and(|share| !share.is_zero()) {
                        items.push(self.train(equipment, &part, false)?);
                    }
                }
                Mode::Road => items.push(self.road(equipment, &part)?),
                Mode::River => items.push(self.vessel(&part, RIVER)?),
                Mode::Sea => items.push(self.vessel(&part, SEA)?),
            }
        }
        Ok(items)
    }

    /// A loaded train, or its units on their way back.
    fn train<'e>(
        &'e self,
        equipment: &'e Equipment,
        part: &Part<'e>,
        loaded: bool,
    ) -> Result<Emitted<'e>, CostError> {
        let empty = self.empty_mass(equipment, true)?;
        let gross = if loaded {
            empty.checked_add(self.net_mass()?).ok_or(out_of_range("the gross mass of a train"))?
        } else {
            empty
        };
        let energy = self.specific_energy(gross, self.trains(equipment)?)?;
        let share = match equipment.empty_return {
            Some(share) if !loaded => Exact::from(share),
            _ => Exact::ONE,
        };
        let watt_hours = tonnes(gross)
            .and_then(|mass| mass.times(energy.value))
            .and_then(|each_km| each_km.times(share))
            .ok_or(out_of_range(RANGE))?
            .times(part.kilometres()?)
            .ok_or(out_of_range(RANGE))?;
        let (grams, factors) = self.grams_of_traction(watt_hours, part.electric, part.country)?;

        let mut inputs = vec![Input::EmptyMass { equipment, with_carrier: true }];
        if loaded {
            inputs.push(Input::NetMass);
        }
        inputs.extend([distance(part), Input::Energy(energy)]);
        if !loaded {
            inputs.push(Input::EmptyReturn(equipment));
        }
        inputs.extend(factors.into_iter().map(Input::Factor));
        let formula = match (loaded, part.electric) {
            (true, true) => {
                "(empty mass + mass of the vehicles) × distance × specific energy × factor of the grid"
            }
            (true, false) => {
                "(empty mass + mass of the vehicles) × distance × specific energy / traction efficiency / energy \
                 of diesel × CO2e of diesel"
            }
            (false, true) => {
                "empty mass × distance × specific energy × share run back empty × factor of the grid"
            }
            (false, false) => {
                "empty mass × distance × specific energy × share run back empty / traction efficiency / energy \
                 of diesel × CO2e of diesel"
            }
        };
        let traction = if part.electric { "electric" } else { "diesel" };
        let run = if loaded { "train" } else { "empty return" };
        let label = format!("{run}, {traction}, {}, {}", equipment.name, part.country.name());
        let kind = if loaded { EmissionKind::Carriage } else { EmissionKind::EmptyReturn };
        Ok(Emitted { kind, country: part.country, grams: round(grams)?, label, formula, inputs })
    }

    fn road<'e>(&'e self, equipment: &'e Equipment, part: &Part<'e>) -> Result<Emitted<'e>, CostError> {
        let fuel = self.factor(&road_fuel(&equipment.id))?;
        let (density, co2e) = (self.factor(DIESEL_DENSITY)?, self.factor(DIESEL_CO2E)?);
        let mut inputs = vec![Input::Units(equipment), distance(part)];
        inputs.extend([fuel, density, co2e].map(Input::Factor));
        // A vehicle that drives itself does not come back.
        let (empty, formula) = if equipment.kind == EquipmentKind::OwnWheels {
            (Exact::ONE, "units × distance × fuel per 100 km / 100 × density × CO2e of diesel")
        } else {
            let empty = self.factor(ROAD_EMPTY)?;
            inputs.push(Input::Factor(empty));
            (
                empty.exact(),
                "units × distance × fuel per 100 km / 100 × density × CO2e of diesel × empty factor",
            )
        };
        // l/100 km × kg/l × kg/kg / 100 = kg per km, and 1,000 g in each.
        let grams =
            [fuel.exact(), density.exact(), co2e.exact(), empty, part.kilometres()?, Exact::whole(10)]
                .into_iter()
                .try_fold(Exact::whole(self.units(&equipment.id)?), Exact::times)
                .ok_or(out_of_range(RANGE))?;
        let label = format!("road, {}, {}", equipment.name, part.country.name());
        let kind = EmissionKind::Carriage;
        Ok(Emitted { kind, country: part.country, grams: round(grams)?, label, formula, inputs })
    }

    fn vessel<'e>(&'e self, part: &Part<'e>, id: &str) -> Result<Emitted<'e>, CostError> {
        let factor = self.factor(id)?;
        let grams = tonnes(self.net_mass()?)
            .ok_or(out_of_range(RANGE))?
            .times(factor.exact())
            .ok_or(out_of_range(RANGE))?
            .times(part.kilometres()?)
            .ok_or(out_of_range(RANGE))?;
        Ok(Emitted {
            kind: EmissionKind::Carriage,
            country: part.country,
            grams: round(grams)?,
            label: format!("vessel, {}", part.country.name()),
            formula: "mass of the vehicles × distance × factor",
            inputs: vec![Input::NetMass, distance(part), Input::Factor(factor)],
        })
    }

    /// Handling at a place. Vehicles on their own wheels are not handled.
    fn hub_emissions<'e>(
        &'e self,
        country: Country,
        handled: &'e [EquipmentId],
    ) -> Result<Vec<Emitted<'e>>, CostError> {
        let mut items = Vec::new();
        for id in handled {
            let equipment = self.equipment(id)?;
            if equipment.kind == EquipmentKind::OwnWheels {
                continue;
            }
            let (grams, formula, inputs) = match equipment.handling {
                HandlingKind::Ramp => {
                    let factor = self.factor(HUB_RAMP)?;
                    let kilograms = factor.exact().times(Exact::whole(self.vehicles()));
                    (kilograms, "vehicles × factor", vec![Input::Vehicles, Input::Factor(factor)])
                }
                HandlingKind::Crane => {
                    let factor = self.factor(HUB_CRANE)?;
                    let empty = self.empty_mass(equipment, false)?;
                    let gross = empty.checked_add(self.net_mass()?).ok_or(out_of_range(RANGE))?;
                    let inputs = vec![
                        Input::EmptyMass { equipment, with_carrier: false },
                        Input::NetMass,
                        Input::Factor(factor),
                    ];
                    let kilograms = tonnes(gross).and_then(|mass| mass.times(factor.exact()));
                    (kilograms, "(empty mass + mass of the vehicles) × factor", inputs)
                }
            };
            let grams = grams.and_then(|kg| kg.times(Exact::whole(1_000))).ok_or(out_of_range(RANGE))?;
            let label = format!("{} handling, {}, {}", equipment.handling, equipment.name, country.name());
            items.push(Emitted {
                kind: EmissionKind::Handling,
                country,
                grams: round(grams)?,
                label,
                formula,
                inputs,
            });
        }
        Ok(items)
    }

    /// Why an item emits what it emits.
    pub(crate) fn emission_trace(&self, item: &Emitted<'_>) -> Result<Trace, CostError> {
        let parts = item.inputs.iter().map(|input| self.input_trace(input)).collect::<Result<_, _>>()?;
        let formula = format!("{}, rounded half-even to grams", item.formula);
        Ok(Trace::formula(item.label.clone(), Amount::Emission(item.grams), formula, parts))
    }

    fn input_trace(&self, input: &Input<'_>) -> Result<Trace, CostError> {
        Ok(match input {
            Input::Vehicles => self.vehicles_trace(),
            Input::Units(equipment) => self.units_trace(&equipment.id)?,
            Input::NetMass => self.net_mass_trace()?,
            Input::EmptyMass { equipment, with_carrier } => {
                self.empty_mass_trace(equipment, *with_carrier)?
            }
            Input::Distance { sections, length } => sections_trace(sections, *length),
            Input::Energy(energy) => energy.trace(),
            Input::EmptyReturn(equipment) => {
                let share = equipment.empty_return.unwrap_or_default();
                let fact = FactRef::new(&equipment.row, "empty_return");
                let amount = Amount::Decimal(share, "km empty per km loaded".to_owned());
                Trace::fact("share run back empty", amount, fact)
            }
            Input::Factor(factor) => factor.trace(),
        })
    }
}

fn distance<'e>(part: &Part<'e>) -> Input<'e> {
    Input::Distance { sections: part.sections.clone(), length: part.length }
}

fn tonnes(mass: Kilograms) -> Option<Exact> {
    Exact::ratio(mass.get(), 1_000)
}

fn round(grams: Exact) -> Result<GramsCo2e, CostError> {
    grams
        .round(Rounding::HalfEven)
        .and_then(|grams| u64::try_from(grams).ok())
        .map(GramsCo2e::new)
        .ok_or(out_of_range(RANGE))
}

/// A leg by country and traction, in the order of appearance. A line not known to be electrified throughout
/// counts as diesel.
fn parts<'e>(mode: Mode, sections: &'e [Section]) -> Result<Vec<Part<'e>>, CostError> {
    let mut parts: Vec<Part<'e>> = Vec::new();
    let mut position: BTreeMap<(Country, bool), usize> = BTreeMap::new();
    for section in sections {
        let electric = mode == Mode::Rail && section.electrified == Some(Electrified::Yes);
        let idx = *position.entry((section.country, electric)).or_insert(parts.len());
        if idx == parts.len() {
            let country = section.country;
            parts.push(Part { country, electric, length: Metres::ZERO, sections: Vec::new() });
        }
        if let Some(part) = parts.get_mut(idx) {
            part.length =
                part.length.checked_add(section.length).ok_or(out_of_range("the length of a leg"))?;
            part.sections.push(section);
        }
    }
    Ok(parts)
}
