//! One item: a tariff applied to an event. The same numbers make the amount and its trace.

use landbridge_model::{Amount, Country, FactRef, Tariff, TariffId, Trace};
use landbridge_units::Money;

use crate::costing::Costing;
use crate::error::{CostError, out_of_range};
use crate::event::Event;
use crate::exact::Exact;
use crate::exchange::Rate;

/// A tariff applied to an event.
#[derive(Clone, Debug)]
pub(crate) struct Priced<'e> {
    pub(crate) tariff: &'e Tariff,
    event: Event<'e>,
    rate: Rate<'e>,
    /// In the base currency, rounded half-even to its minor unit: the only rounding.
    pub(crate) money: Money,
}

impl<'a> Costing<'a> {
    /// The amount of a tariff for an event, its minimum observed, exact, in the tariff's currency.
    pub(crate) fn amount(&self, tariff: &Tariff, event: &Event<'_>) -> Result<Exact, CostError> {
        let amount = self.basis_amount(tariff, event)?;
        match tariff.minimum {
            Some(minimum) => amount.greater(minimum.into()).ok_or(out_of_range("the amount of a tariff")),
            None => Ok(amount),
        }
    }

    /// All items of events that belong together: those of one step, or of the shipment.
    pub(crate) fn price_events<'e>(&'e self, events: &[Event<'e>]) -> Result<Vec<Priced<'e>>, CostError> {
        let mut items = Vec::new();
        let mut charged_once: Vec<&TariffId> = Vec::new();
        for event in events {
            for tariff in self.matching(event)? {
                if event.shared && tariff.countries.is_empty() {
                    if charged_once.contains(&&tariff.id) {
                        continue;
                    }
                    charged_once.push(&tariff.id);
                }
                items.push(self.price(tariff, event)?);
            }
        }
        Ok(items)
    }

    fn price<'e>(&'e self, tariff: &'e Tariff, event: &Event<'e>) -> Result<Priced<'e>, CostError> {
        let rate = self.exchange.rate(tariff.currency, self.currency(), event.date)?;
        let money = self
            .amount(tariff, event)?
            .times(rate.exact())
            .ok_or(out_of_range("the amount of a tariff"))?
            .money(self.currency())?;
        Ok(Priced { tariff, event: event.clone(), rate, money })
    }

    /// Why an item costs what it costs.
    pub(crate) fn item_trace(&self, item: &Priced<'_>) -> Result<Trace, CostError> {
        let (basis, mut parts) = self.basis_trace(item.tariff, &item.event)?;
        let mut formula = basis.to_owned();
        if let Some(minimum) = item.tariff.minimum {
            let amount = Amount::Decimal(minimum, item.tariff.currency.to_string());
            parts.push(Trace::fact("minimum", amount, FactRef::new(&item.tariff.row, "minimum")));
            formula = format!("the greater of {formula} and minimum");
        }
        if !item.rate.is_identity() {
            parts.push(item.rate.trace());
            formula = format!("({formula}) × exchange rate");
        }
        let currency = self.currency();
        let formula = format!("{formula}, rounded half-even to the minor unit of {currency}");
        let place = match item.country() {
            Some(country) => format!(", {}", country.name()),
            None => String::new(),
        };
        let label = format!("{}, {}{place}", item.tariff.item, item.tariff.name);
        Ok(Trace::formula(label, Amount::Money(item.money), formula, parts))
    }
}

impl Priced<'_> {
    /// The country charged for; `None` where the item belongs to no single one.
    pub(crate) fn country(&self) -> Option<Country> {
        (!self.event.shared || !self.tariff.countries.is_empty()).then_some(self.event.country)
    }
}
