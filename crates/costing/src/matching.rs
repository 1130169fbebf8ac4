//! Which tariffs price an event.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use landbridge_model::{EquipmentId, Item, Tariff, TariffOn};

use crate::costing::Costing;
use crate::error::CostError;
use crate::event::Event;

/// Whether a list of conditions admits a value: an empty list admits all, else one of the values must be in it.
pub(crate) fn admits<T: PartialEq>(list: &[T], values: &[T]) -> bool {
    list.is_empty() || values.iter().any(|value| list.contains(value))
}

fn admits_one<T: PartialEq>(list: &[T], value: Option<&T>) -> bool {
    list.is_empty() || value.is_some_and(|value| list.contains(value))
}

impl<'a> Costing<'a> {
    /// Whether a tariff takes every class of the shipment.
    pub(crate) fn classes_match(&self, tariff: &Tariff) -> bool {
        tariff.classes.is_empty() || self.classes.iter().all(|class| tariff.classes.contains(class))
    }

    fn matches(&self, tariff: &Tariff, event: &Event<'_>) -> bool {
        tariff.validity.contains(event.date)
            && admits(&tariff.modes, event.modes)
            && admits(&tariff.equipment, event.equipment)
            && admits_one(&tariff.from_equipment, event.from_equipment)
            && admits_one(&tariff.countries, Some(&event.country))
            && admits_one(&tariff.places, Some(event.place))
            && admits_one(&tariff.crossings, event.crossing)
            && admits(&tariff.services, event.services)
            && self.classes_match(tariff)
    }

    /// The tariffs that price an event: of each item the one with the most conditions. A shipment may use several
    /// kinds of equipment; tariffs of one item for different ones then stand side by side.
    ///
    /// # Errors
    /// [`CostError::TwoTariffs`] for a tie, [`CostError::NoFreight`] for a leg without freight.
    pub(crate) fn matching(&self, event: &Event<'_>) -> Result<Vec<&'a Tariff>, CostError> {
        let mut best: BTreeMap<Item, Vec<&'a Tariff>> = BTreeMap::new();
        for tariff in self.tariffs_on(event.on).iter().copied().filter(|tariff| self.matches(tariff, event)) {
            let known = best.entry(tariff.item).or_default();
            match known.first().map(|first| tariff.specificity().cmp(&first.specificity())) {
                None | Some(Ordering::Equal) => known.push(tariff),
                Some(Ordering::Greater) => *known = vec![tariff],
                Some(Ordering::Less) => {}
            }
        }
        for (item, tied) in &best {
            refuse_ties(*item, tied, event)?;
        }
        match event.carriage {
            Some((service, equipment, mode)) if !best.contains_key(&Item::Freight) => {
                Err(CostError::NoFreight {
                    service: service.clone(),
                    equipment: equipment.clone(),
                    mode,
                    country: event.country,
                    date: event.date,
                    place: event.place.clone(),
                })
            }
            _ => Ok(best.into_values().flatten().collect()),
        }
    }
}

fn refuse_ties(item: Item, tied: &[&Tariff], event: &Event<'_>) -> Result<(), CostError> {
    for (idx, first) in tied.iter().enumerate() {
        for second in tied.iter().skip(idx + 1) {
            if !(event.on == TariffOn::Shipment && different_equipment(first, second, event)) {
                return Err(CostError::TwoTariffs {
                    first: first.id.clone(),
                    second: second.id.clone(),
                    item,
                    date: event.date,
                });
            }
        }
    }
    Ok(())
}

fn different_equipment(first: &Tariff, second: &Tariff, event: &Event<'_>) -> bool {
    let named = !first.equipment.is_empty() && !second.equipment.is_empty();
    let both = |used: &&EquipmentId| first.equipment.contains(used) && second.equipment.contains(used);
    named && !event.equipment.iter().any(|used| both(&used))
}
