//! Emission sheets: every item of an itinerary with its trace, and the totals.
//!
//! # Source
//! In the spirit of ISO 14083:2023 and the GLEC framework: transport chain elements (legs and hubs), well-to-wheel
//! factors for fuels, empty runs charged to the loaded ones.
//!
//! In: traction of loaded trains and of their units on the way back, fuel of carriers with a factor for empty
//! kilometres, fuel of vehicles that drive themselves, vessels, ramps and cranes.
//! Out: standing, shunting, border formalities, wheelset changes, building and upkeep of lines and equipment, and
//! losses between power station and locomotive unless the factor of the grid has them. Hills are not in the
//! specific energy.

use landbridge_model::{Amount, Country, Itinerary, Trace};
use landbridge_units::{GramsCo2e, Rounding};

use crate::costing::Costing;
use crate::error::{CostError, out_of_range};
use crate::exact::Exact;

/// What emits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EmissionKind {
    /// The goods are carried.
    Carriage,
    /// Units run back without them.
    EmptyReturn,
    /// Vehicles or containers are handled at a place.
    Handling,
}

impl EmissionKind {
    /// The words in reports.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Carriage => "carriage",
            Self::EmptyReturn => "empty return",
            Self::Handling => "handling",
        }
    }
}

impl std::fmt::Display for EmissionKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.name())
    }
}

/// What an itinerary emits for the shipment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmissionSheet {
    /// Items in the order of the steps.
    pub items: Vec<EmissionItem>,
    /// Everything: a sum of steps, each a sum of its items.
    pub total: Trace,
    /// The total for each vehicle, rounded.
    pub per_vehicle: Trace,
    total_grams: GramsCo2e,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmissionItem {
    /// Index of the step.
    pub step: usize,
    /// What emits.
    pub kind: EmissionKind,
    /// Where.
    pub country: Country,
    /// How much.
    pub amount: GramsCo2e,
    /// Why.
    pub trace: Trace,
}

impl EmissionSheet {
    /// The total.
    #[must_use]
    pub fn total_grams(&self) -> GramsCo2e {
        self.total_grams
    }
}

impl Costing<'_> {
    /// The emissions of an itinerary with traces. Its items add up to what [`Costing::price_step`] gives, step by
    /// step.
    ///
    /// # Errors
    /// If a factor, a load plan or an empty mass is missing.
    pub fn emission_sheet(&self, itinerary: &Itinerary) -> Result<EmissionSheet, CostError> {
        let mut items = Vec::new();
        let mut steps = Vec::new();
        let mut total_grams = GramsCo2e::ZERO;
        for (idx, step) in itinerary.steps().iter().enumerate() {
            let mut of_step = Vec::new();
            let mut grams = GramsCo2e::ZERO;
            for item in self.step_emissions(step)? {
                grams = grams.checked_add(item.grams).ok_or(out_of_range("the emission of a step"))?;
                of_step.push(EmissionItem {
                    step: idx,
                    kind: item.kind,
                    country: item.country,
                    amount: item.grams,
                    trace: self.emission_trace(&item)?,
                });
            }
            if of_step.is_empty() {
                continue;
            }
            total_grams = total_grams.checked_add(grams).ok_or(out_of_range("the emission"))?;
            let parts = of_step.iter().map(|item: &EmissionItem| item.trace.clone()).collect();
            steps.push(Trace::sum(self.step_label(idx, step), Amount::Emission(grams), parts));
            items.extend(of_step);
        }
        let total = Trace::sum("emission", Amount::Emission(total_grams), steps);
        let per_vehicle = self.emission_per_vehicle(total_grams, &total)?;
        Ok(EmissionSheet { items, total, per_vehicle, total_grams })
    }

    fn emission_per_vehicle(&self, total: GramsCo2e, trace: &Trace) -> Result<Trace, CostError> {
        let each = Exact::ratio(total.get(), self.vehicles())
            .ok_or_else(|| CostError::NoVehicles { shipment: self.shipment.name.clone() })?
            .round(Rounding::HalfEven)
            .and_then(|grams| u64::try_from(grams).ok())
            .ok_or(out_of_range("the emission per vehicle"))?;
        let parts = vec![trace.clone(), self.vehicles_trace()];
        let amount = Amount::Emission(GramsCo2e::new(each));
        Ok(Trace::formula("per vehicle", amount, "total / vehicles, rounded half-even to grams", parts))
    }
}
