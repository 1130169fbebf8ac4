//! Cost sheets: every item of an itinerary with its trace, and the totals.

use landbridge_model::{
    Amount, Country, Item, Itinerary, PlaceId, ServiceId, Shipment, Step, StepKind, TariffId, Trace,
    VehicleId,
};
use landbridge_units::{Money, MoneyError};

use crate::amount::Priced;
use crate::cargo::count;
use crate::costing::Costing;
use crate::error::{CostError, out_of_range};
use crate::event::Used;
use crate::exact::Exact;

/// What an itinerary costs the shipment, in the base currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostSheet {
    /// Items in the order of the steps; those of the shipment as a whole come last.
    pub items: Vec<CostItem>,
    /// The items of all steps: a sum of steps, each a sum of its items.
    pub transport: Trace,
    /// Everything: transport and the items of the shipment as a whole.
    pub total: Trace,
    /// The total for each vehicle, rounded. [`allocate`] gives shares that add up.
    pub per_vehicle: Trace,
    total_money: Money,
    transport_money: Money,
}

/// One item.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CostItem {
    /// Index of the step; `None` for an item of the shipment as a whole.
    pub step: Option<usize>,
    /// What is paid for.
    pub item: Item,
    /// The country it is charged for, where it is a single one.
    pub country: Option<Country>,
    /// The tariff.
    pub tariff: TariffId,
    /// What it costs.
    pub amount: Money,
    /// Why.
    pub trace: Trace,
}

impl CostSheet {
    /// The total.
    #[must_use]
    pub fn total_money(&self) -> Money {
        self.total_money
    }

    /// What the steps cost, without the items of the shipment as a whole.
    #[must_use]
    pub fn transport_money(&self) -> Money {
        self.transport_money
    }
}

impl Costing<'_> {
    /// Prices an itinerary with traces. Its step items add up to what [`Costing::price_step`] gives, step by step.
    ///
    /// # Errors
    /// If a step or the shipment cannot be priced.
    pub fn cost_sheet(&self, itinerary: &Itinerary) -> Result<CostSheet, CostError> {
        if self.vehicles() == 0 {
            return Err(CostError::NoVehicles { shipment: self.shipment.name.clone() });
        }
        let mut items = Vec::new();
        let mut steps = Vec::new();
        let mut transport_money = Money::zero(self.currency());
        for (idx, step) in itinerary.steps().iter().enumerate() {
            let of_step = self.cost_items(Some(idx), &self.price_events(&self.step_events(step)?)?)?;
            if of_step.is_empty() {
                continue;
            }
            let (money, sum) = self.sum_items(&self.step_label(idx, step), &of_step)?;
            transport_money = transport_money.plus(money)?;
            steps.push(sum);
            items.extend(of_step);
        }
        let transport = Trace::sum("transport", Amount::Money(transport_money), steps);

        let used = Used::of(itinerary);
        let of_shipment =
            self.cost_items(None, &self.price_events(&self.shipment_events(itinerary, &used)?)?)?;
        let (shipment_money, shipment) = self.sum_items("shipment as a whole", &of_shipment)?;
        let total_money = transport_money.plus(shipment_money)?;
        let mut parts = vec![transport.clone()];
        if !of_shipment.is_empty() {
            parts.push(shipment);
        }
        let total = Trace::sum("total", Amount::Money(total_money), parts);
        items.extend(of_shipment);
        let per_vehicle = self.per_vehicle(total_money, &total)?;
        Ok(CostSheet { items, transport, total, per_vehicle, total_money, transport_money })
    }

    fn cost_items(&self, step: Option<usize>, priced: &[Priced<'_>]) -> Result<Vec<CostItem>, CostError> {
        priced
            .iter()
            .map(|item| {
                Ok(CostItem {
                    step,
                    item: item.tariff.item,
                    country: item.country(),
                    tariff: item.tariff.id.clone(),
                    amount: item.money,
                    trace: self.item_trace(item)?,
                })
            })
            .collect()
    }

    fn sum_items(&self, label: &str, items: &[CostItem]) -> Result<(Money, Trace), CostError> {
        let money = Money::sum(items.iter().map(|item| &item.amount), self.currency())?;
        let parts = items.iter().map(|item| item.trace.clone()).collect();
        Ok((money, Trace::sum(label, Amount::Money(money), parts)))
    }

    fn per_vehicle(&self, total: Money, trace: &Trace) -> Result<Trace, CostError> {
        let each = Exact::from(total)
            .over(Exact::whole(self.vehicles()))
            .ok_or(out_of_range("the cost per vehicle"))?
            .money(self.currency())?;
        let formula = format!("total / vehicles, rounded half-even to the minor unit of {}", self.currency());
        let parts = vec![trace.clone(), self.vehicles_trace()];
        Ok(Trace::formula("per vehicle", Amount::Money(each), formula, parts))
    }

    /// `step 3, leg Yuzui to Horgos, JSQ block train`.
    pub(crate) fn step_label(&self, idx: usize, step: &Step) -> String {
        let name = |place: &PlaceId| {
            self.corridor.places.get(place).map_or_else(|| place.to_string(), |known| known.name_en.clone())
        };
        let by = |service: &ServiceId| {
            self.corridor.services.get(service).map_or_else(String::new, |known| format!(", {}", known.name))
        };
        let here = name(&step.from);
        let words = match &step.kind {
            StepKind::Wait { .. } => format!("wait at {here}"),
            StepKind::Load { service, .. } => format!("loading at {here}{}", by(service)),
            StepKind::Unload { service, .. } => format!("unloading at {here}{}", by(service)),
            StepKind::Transload { service, .. } => format!("transload at {here}{}", by(service)),
            StepKind::Leg { service, .. } => format!("leg {here} to {}{}", name(&step.to), by(service)),
            StepKind::Border { crossing, .. } => format!("border {crossing}"),
            StepKind::GaugeChange { .. } => format!("gauge change at {here}"),
            _ => format!("step at {here}"),
        };
        format!("step {}, {words}", idx.saturating_add(1))
    }
}

/// The share of one line of the shipment in an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Share {
    /// The model.
    pub vehicle: VehicleId,
    /// How many vehicles.
    pub quantity: u32,
    /// What falls on them together.
    pub amount: Money,
    /// What a vehicle pays, and how many pay it: the amounts differ by one minor unit at most.
    pub each: Vec<(Money, u32)>,
}

/// Shares the total of a sheet among the vehicles of its shipment by count. The shares add up to the total; where
/// it does not divide, vehicles of earlier lines pay one minor unit more, as in [`Money::split_equally`].
///
/// # Errors
/// If the shipment has no vehicles.
pub fn allocate(sheet: &CostSheet, shipment: &Shipment) -> Result<Vec<Share>, CostError> {
    let total = sheet.total_money;
    let no_vehicles = || CostError::NoVehicles { shipment: shipment.name.clone() };
    let vehicles = i64::try_from(shipment.vehicles()).map_err(|_| out_of_range("the number of vehicles"))?;
    // Without a vector of one entry per vehicle, so that a line of four thousand million costs no memory.
    let (Some(low), Some(mut dearer)) =
        (total.minor().checked_div_euclid(vehicles), total.minor().checked_rem_euclid(vehicles))
    else {
        return Err(no_vehicles());
    };
    let currency = total.currency();
    let range = MoneyError::OutOfRange { currency };
    let mut shares = Vec::with_capacity(shipment.lines.len());
    for line in &shipment.lines {
        let quantity = i64::from(line.quantity);
        let high = dearer.min(quantity);
        dearer -= high;
        let amount = low.checked_mul(quantity).and_then(|sum| sum.checked_add(high)).ok_or(range.clone())?;
        let pay = |minor: Option<i64>, n: i64| {
            let minor = minor.ok_or(range.clone())?;
            let n = u32::try_from(n).map_err(|_| out_of_range("the number of vehicles"))?;
            Ok::<_, CostError>((Money::from_minor(minor, currency), n))
        };
        let mut each = Vec::new();
        if high > 0 {
            each.push(pay(low.checked_add(1), high)?);
        }
        if quantity > high {
            each.push(pay(Some(low), quantity - high)?);
        }
        shares.push(Share {
            vehicle: line.vehicle.id.clone(),
            quantity: line.quantity,
            amount: Money::from_minor(amount, currency),
            each,
        });
    }
    Ok(shares)
}

impl Share {
    /// The share as a trace on the total of the sheet.
    #[must_use]
    pub fn trace(&self, sheet: &CostSheet) -> Trace {
        let quantity = Trace::given("vehicles", count(self.quantity, "vehicles"), "line of the shipment");
        Trace::formula(
            format!("share of {}", self.vehicle),
            Amount::Money(self.amount),
            "total shared by vehicles, largest remainder first",
            vec![sheet.total.clone(), quantity],
        )
    }
}
