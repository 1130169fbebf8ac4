//! What a way of shipping costs per vehicle up to the border, counted on a stated scope.

use landbridge_costing::CostItem;
use landbridge_model::{Amount, EquipmentId, Item, StepKind, Trace};
use landbridge_units::{Decimal, Money, Rounding};

use crate::error::PlanningError;
use crate::options::ModeOption;
use crate::quote::Quote;
use crate::study::ShipmentStudy;

/// Which items of a quote a basis counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scope {
    /// All items before the first border step: feeders and transloads too.
    ToBorder,
    /// Before the first border step, freight of the main equipment and what puts vehicles into it.
    Main,
}

/// How the freight of the main equipment is spread over vehicles other than as the load plan does.
pub(crate) struct PerUnit<'q> {
    pub(crate) vehicles: Decimal,
    pub(crate) trace: &'q Trace,
}

/// The cost drivers of one quoted way.
pub(crate) struct Drivers<'q> {
    study: &'q ShipmentStudy<'q>,
    equipment: &'q EquipmentId,
    quote: &'q Quote,
    scope: Scope,
}

impl<'q> Drivers<'q> {
    /// The drivers of an option, if it was quoted.
    pub(crate) fn of(study: &'q ShipmentStudy<'q>, option: &'q ModeOption, scope: Scope) -> Option<Self> {
        Some(Self { study, equipment: &option.equipment, quote: option.quote()?, scope })
    }

    /// The freight items of the main equipment before the border.
    pub(crate) fn freight(&self) -> Vec<&'q CostItem> {
        self.items().into_iter().filter(|item| self.is_freight(item)).collect()
    }

    /// Per vehicle; with `per_unit`, the freight of the main equipment is divided by the units of the load plan and
    /// so many vehicles in each.
    pub(crate) fn per_vehicle(&self, per_unit: Option<&PerUnit<'_>>) -> Result<Trace, PlanningError> {
        let currency = self.study.study().corridor().base_currency;
        let vehicles = Decimal::from(self.study.shipment().vehicles());
        let (freight, rest): (Vec<&CostItem>, Vec<&CostItem>) =
            self.items().into_iter().partition(|item| per_unit.is_some() && self.is_freight(item));
        let sum = |label: String, items: &[&CostItem]| {
            let total = Money::sum(items.iter().map(|item| &item.amount), currency)?;
            let parts = items.iter().map(|item| item.trace.clone()).collect();
            Ok::<_, PlanningError>((total, Trace::sum(label, Amount::Money(total), parts)))
        };
        let (rest_total, rest_trace) = sum("items counted".to_owned(), &rest)?;
        let rest_each = rest_total.to_decimal().checked_div(vehicles);
        let (each, formula, parts) = match per_unit {
            None => (rest_each, "items / vehicles, half-even", vec![rest_trace, self.study.vehicles()]),
            Some(per_unit) => {
                let (total, freight_trace) = sum(format!("freight of {}", self.equipment), &freight)?;
                let units = self.study.loads().plans.get(self.equipment).map_or(0, |plan| plan.n_units());
                let freight_each = total
                    .to_decimal()
                    .checked_div(Decimal::from(units))
                    .and_then(|unit_cost| unit_cost.checked_div(per_unit.vehicles));
                let mut parts = vec![freight_trace];
                parts.extend(self.study.units(self.equipment).cloned());
                parts.extend([per_unit.trace.clone(), rest_trace, self.study.vehicles()]);
                (
                    freight_each.and_then(|freight| freight.checked_add(rest_each?)),
                    "freight / units / vehicles per unit + other items / vehicles, half-even",
                    parts,
                )
            }
        };
        let each = each.ok_or(PlanningError::OutOfRange { what: "cost per vehicle" })?;
        let money = Money::from_decimal(each, currency, Rounding::HalfEven)?;
        let label = match self.scope {
            Scope::ToBorder => format!("{}: everything up to the border, per vehicle", self.equipment),
            Scope::Main => {
                format!("{}: main carriage to the border with its loading, per vehicle", self.equipment)
            }
        };
        Ok(Trace::formula(label, Amount::Money(money), formula, parts))
    }

    fn items(&self) -> Vec<&'q CostItem> {
        let steps = self.quote.itinerary.steps();
        let border =
            steps.iter().position(|step| matches!(step.kind, StepKind::Border { .. })).unwrap_or(steps.len());
        self.quote
            .cost
            .items
            .iter()
            .filter(|item| item.step.is_some_and(|step| step < border))
            .filter(|item| self.scope == Scope::ToBorder || self.is_freight(item) || self.is_loading(item))
            .collect()
    }

    fn kind_of(&self, item: &CostItem) -> Option<&'q StepKind> {
        self.quote.itinerary.steps().get(item.step?).map(|step| &step.kind)
    }

    fn is_freight(&self, item: &CostItem) -> bool {
        let used = self.kind_of(item);
        item.item == Item::Freight
            && matches!(used, Some(StepKind::Leg { equipment, .. }) if equipment == self.equipment)
    }

    fn is_loading(&self, item: &CostItem) -> bool {
        let onto = match self.kind_of(item) {
            Some(StepKind::Load { equipment, .. } | StepKind::Transload { equipment, .. }) => Some(equipment),
            _ => None,
        };
        matches!(item.item, Item::Loading | Item::Rack | Item::Stuffing) && onto == Some(self.equipment)
    }
}
