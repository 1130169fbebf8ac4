//! Delivered cost: what a vehicle costs in the country of destination, with carriage, duty and tax.

use chrono::Datelike as _;
use landbridge_costing::{CostItem, LandedCost, convert};
use landbridge_model::{Amount, Country, FactRef, Item, StepKind, Trace, VehicleModel};
use landbridge_units::{Decimal, Money, Rounding};

use crate::error::PlanningError;
use crate::quote::Quote;
use crate::study::ShipmentStudy;

/// One vehicle, delivered.
#[derive(Clone, Debug)]
pub struct Delivered {
    /// Country of destination.
    pub country: Country,
    /// Value of the vehicle on leaving the plant, in the base currency.
    pub value: Trace,
    /// Carriage and insurance to the border of the country of destination, per vehicle.
    pub carriage_to_border: Trace,
    /// Customs value: the two together.
    pub customs_value: Trace,
    /// Duty, taxes and fees.
    pub landed: LandedCost,
    /// Carriage within the country of destination and everything else, per vehicle.
    pub carriage_inland: Trace,
    /// All known parts together; a lower bound where a charge is unknown.
    pub total: Trace,
}

/// Delivered cost of one vehicle of a model by a quoted way. `None` where the model has no value on file.
///
/// The customs value is the value of the vehicle plus all items up to the first border step on the side of the
/// country of destination, and insurance: what valuation rules on a CIF-border basis count.
///
/// # Errors
/// If a rate is missing or an amount leaves its range.
pub fn delivered(
    study: &ShipmentStudy<'_>,
    vehicle: &VehicleModel,
    quote: &Quote,
) -> Result<Option<Delivered>, PlanningError> {
    let corridor = study.study().corridor();
    let shipment = study.shipment();
    let (Some(value), Some(place)) = (vehicle.value, corridor.places.get(&shipment.destination)) else {
        return Ok(None);
    };
    let date = corridor.local_date(&shipment.destination, quote.itinerary.end()).unwrap_or(corridor.as_of);
    let value_fact = Trace::fact(
        format!("value of {}", vehicle.id),
        Amount::Money(value),
        FactRef::new(&vehicle.row, "value_usd"),
    );
    let (value, value_trace) = convert(corridor, value, corridor.base_currency, date, value_fact)?;

    let border = quote
        .itinerary
        .steps()
        .iter()
        .position(|step| matches!(&step.kind, StepKind::Border { side, .. } if *side == place.country));
    let in_customs_value = |item: &CostItem| match item.step {
        Some(step) => border.is_none_or(|border| step < border),
        None => item.item == Item::Insurance,
    };
    let (before, after): (Vec<&CostItem>, Vec<&CostItem>) =
        quote.cost.items.iter().partition(|item| in_customs_value(item));
    let currency = corridor.base_currency;
    let (to_border, carriage_to_border) =
        per_vehicle("carriage and insurance to the border", &before, study, currency)?;
    let (inland, carriage_inland) =
        per_vehicle("carriage beyond the border and other items", &after, study, currency)?;

    let customs = value.plus(to_border)?;
    let customs_value = Trace::sum(
        "customs value",
        Amount::Money(customs),
        vec![value_trace.clone(), carriage_to_border.clone()],
    );
    let built = shipment.lines.iter().find(|line| line.vehicle.id == vehicle.id).and_then(|line| line.built);
    // Unknown age is read as new: what the order book means when it gives no year.
    let age =
        built.map_or(0, |built| u32::try_from(date.year()).map_or(0, |year| year.saturating_sub(built)));
    let landed = landbridge_costing::landed_cost(
        corridor,
        vehicle,
        age,
        place.country,
        date,
        customs,
        customs_value.clone(),
    )?;
    let Amount::Money(known) = landed.known_total.amount else {
        return Err(PlanningError::OutOfRange { what: "total of duties and taxes" });
    };
    let total = Trace::sum(
        if landed.complete { "delivered cost" } else { "delivered cost, known parts only" },
        Amount::Money(customs.plus(known)?.plus(inland)?),
        vec![customs_value.clone(), landed.known_total.clone(), carriage_inland.clone()],
    );
    Ok(Some(Delivered {
        country: place.country,
        value: value_trace,
        carriage_to_border,
        customs_value,
        landed,
        carriage_inland,
        total,
    }))
}

fn per_vehicle(
    label: &str,
    items: &[&CostItem],
    study: &ShipmentStudy<'_>,
    currency: landbridge_units::Currency,
) -> Result<(Money, Trace), PlanningError> {
    let total = Money::sum(items.iter().map(|item| &item.amount), currency)?;
    let each = total
        .to_decimal()
        .checked_div(Decimal::from(study.shipment().vehicles()))
        .ok_or(PlanningError::OutOfRange { what: "carriage per vehicle" })?;
    let each = Money::from_decimal(each, currency, Rounding::HalfEven)?;
    let sum = Trace::sum(
        format!("{label}, shipment"),
        Amount::Money(total),
        items.iter().map(|item| item.trace.clone()).collect(),
    );
    let trace = Trace::formula(
        format!("{label}, per vehicle"),
        Amount::Money(each),
        "shipment / vehicles, half-even",
        vec![sum, study.vehicles()],
    );
    Ok((each, trace))
}
