//! Events: what of a step or a shipment a tariff can price.

use std::collections::BTreeMap;
use std::slice;

use chrono::NaiveDate;
use landbridge_model::{
    Country, CrossingId, EquipmentId, Itinerary, Mode, PlaceId, Section, ServiceId, Step, StepKind, TariffOn,
    WaitReason,
};
use landbridge_units::{Metres, Minutes};

use crate::costing::Costing;
use crate::error::{CostError, out_of_range};

const MINUTES_PER_DAY: i64 = 1_440;

/// Something a tariff can price, in one country, on one date.
#[derive(Clone, Debug)]
pub(crate) struct Event<'e> {
    pub(crate) on: TariffOn,
    /// One, or for a shipment all that it uses; none for a wait for nothing that moves. So for the next two.
    pub(crate) modes: &'e [Mode],
    pub(crate) equipment: &'e [EquipmentId],
    pub(crate) services: &'e [ServiceId],
    /// A leg: whose freight there must be.
    pub(crate) carriage: Option<(&'e ServiceId, &'e EquipmentId, Mode)>,
    pub(crate) from_equipment: Option<&'e EquipmentId>,
    pub(crate) country: Country,
    pub(crate) place: &'e PlaceId,
    pub(crate) crossing: Option<&'e CrossingId>,
    pub(crate) date: NaiveDate,
    /// The same thing also happens in other countries: what names no country is charged for it once.
    pub(crate) shared: bool,
    pub(crate) sections: Vec<&'e Section>,
    pub(crate) length: Metres,
    pub(crate) duration: Minutes,
    /// Days charged.
    pub(crate) days: i64,
    /// Days taken off before.
    pub(crate) free_days: Option<u32>,
    /// The steps that make up the duration.
    pub(crate) steps: &'e [Step],
}

/// What a whole itinerary uses, each once, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Used {
    modes: Vec<Mode>,
    equipment: Vec<EquipmentId>,
    services: Vec<ServiceId>,
}

impl Used {
    pub(crate) fn of(itinerary: &Itinerary) -> Self {
        let mut used = Self::default();
        for step in itinerary.steps() {
            if let StepKind::Leg { service, equipment, mode, .. } = &step.kind {
                push_new(&mut used.modes, mode);
                push_new(&mut used.equipment, equipment);
                push_new(&mut used.services, service);
            }
        }
        used
    }
}

fn push_new<T: Clone + PartialEq>(list: &mut Vec<T>, item: &T) {
    if !list.contains(item) {
        list.push(item.clone());
    }
}

impl<'e> Event<'e> {
    fn new(on: TariffOn, place: &'e PlaceId, country: Country, date: NaiveDate, duration: Minutes) -> Self {
        Self {
            on,
            modes: &[],
            equipment: &[],
            services: &[],
            carriage: None,
            from_equipment: None,
            country,
            place,
            crossing: None,
            date,
            shared: false,
            sections: Vec::new(),
            length: Metres::ZERO,
            duration,
            days: started_days(duration),
            free_days: None,
            steps: &[],
        }
    }

    /// A wait without free days, for the upper bound.
    pub(crate) fn storage(
        place: &'e PlaceId,
        country: Country,
        equipment: Option<&'e EquipmentId>,
        waited: Minutes,
        date: NaiveDate,
    ) -> Self {
        let equipment = equipment.map_or(&[][..], slice::from_ref);
        Self { equipment, ..Self::new(TariffOn::Wait, place, country, date, waited) }
    }
}

/// Days begun.
pub(crate) fn started_days(duration: Minutes) -> i64 {
    let minutes = duration.get();
    minutes.div_euclid(MINUTES_PER_DAY) + i64::from(minutes.rem_euclid(MINUTES_PER_DAY) > 0)
}

impl Costing<'_> {
    /// The events of a step: a leg in each of its countries, all else in one. A crossing is an event once on each
    /// side, in the country of that side.
    pub(crate) fn step_events<'e>(&'e self, step: &'e Step) -> Result<Vec<Event<'e>>, CostError> {
        let here = self.place(&step.from)?.country;
        let date = self.date(&step.from, step.start)?;
        let event = |on| Event::new(on, &step.from, here, date, step.duration());
        let with_service = |on, service: &'e ServiceId, equipment: &'e EquipmentId| {
            Ok::<_, CostError>(Event {
                modes: slice::from_ref(&self.service(service)?.mode),
                equipment: slice::from_ref(equipment),
                services: slice::from_ref(service),
                ..event(on)
            })
        };
        let mut events = match &step.kind {
            StepKind::Wait { reason } => self.wait_event(step, reason, event(TariffOn::Wait))?,
            StepKind::Load { service, equipment } => {
                vec![with_service(TariffOn::Load, service, equipment)?]
            }
            StepKind::Unload { service, equipment } => {
                vec![with_service(TariffOn::Unload, service, equipment)?]
            }
            StepKind::Transload { from_equipment, service, equipment, .. } => vec![Event {
                from_equipment: Some(from_equipment),
                ..with_service(TariffOn::Transload, service, equipment)?
            }],
            StepKind::Leg { service, equipment, mode, sections } => {
                if sections.is_empty() {
                    return Err(CostError::EmptyLeg { service: service.clone(), place: step.from.clone() });
                }
                let leg = Event {
                    modes: slice::from_ref(mode),
                    equipment: slice::from_ref(equipment),
                    services: slice::from_ref(service),
                    carriage: Some((service, equipment, *mode)),
                    ..event(TariffOn::Leg)
                };
                per_country(&leg, sections)?
            }
            StepKind::Border { crossing, side, service, equipment, mode, first: true, .. } => vec![Event {
                modes: slice::from_ref(mode),
                equipment: slice::from_ref(equipment),
                services: slice::from_ref(service),
                crossing: Some(crossing),
                country: *side,
                ..event(TariffOn::Border)
            }],
            StepKind::GaugeChange { service, equipment, .. } => {
                vec![with_service(TariffOn::GaugeChange, service, equipment)?]
            }
            // Later steps on one side of a crossing cost time alone.
            _ => Vec::new(),
        };
        for event in &mut events {
            event.steps = slice::from_ref(step);
        }
        Ok(events)
    }

    /// The events of the shipment as a whole: in the countries of origin and destination.
    pub(crate) fn shipment_events<'e>(
        &'e self,
        itinerary: &'e Itinerary,
        used: &'e Used,
    ) -> Result<Vec<Event<'e>>, CostError> {
        let steps = itinerary.steps();
        let (Some(first), Some(last)) = (steps.first(), steps.last()) else { return Ok(Vec::new()) };
        let origin = self.place(&first.from)?.country;
        let date = self.date(&first.from, first.start)?;
        let mut countries = vec![origin];
        push_new(&mut countries, &self.place(&last.to)?.country);
        let whole = Event {
            modes: &used.modes,
            equipment: &used.equipment,
            services: &used.services,
            steps,
            ..Event::new(TariffOn::Shipment, &first.from, origin, date, itinerary.duration())
        };
        Ok(in_each(&whole, &countries))
    }

    /// A wait is an event only where storage is charged and free days are used up.
    fn wait_event<'e>(
        &'e self,
        step: &'e Step,
        reason: &'e WaitReason,
        event: Event<'e>,
    ) -> Result<Vec<Event<'e>>, CostError> {
        let Some(free) = self.place(&step.from)?.free_days else { return Ok(Vec::new()) };
        let days = event.days.saturating_sub(i64::from(free));
        if days <= 0 {
            return Ok(Vec::new());
        }
        let event = Event { days, free_days: Some(free), ..event };
        Ok(vec![match reason {
            WaitReason::Departure(service) | WaitReason::Request(service) => {
                let known = self.service(service)?;
                Event {
                    modes: slice::from_ref(&known.mode),
                    equipment: slice::from_ref(&known.equipment),
                    services: slice::from_ref(service),
                    ..event
                }
            }
            _ => event,
        }])
    }
}

/// A leg in each of its countries, in the order in which they appear.
fn per_country<'e>(leg: &Event<'e>, sections: &'e [Section]) -> Result<Vec<Event<'e>>, CostError> {
    let mut parts: Vec<Event<'e>> = Vec::new();
    let mut position: BTreeMap<Country, usize> = BTreeMap::new();
    for section in sections {
        let idx = *position.entry(section.country).or_insert(parts.len());
        if idx == parts.len() {
            parts.push(Event { country: section.country, ..leg.clone() });
        }
        if let Some(part) = parts.get_mut(idx) {
            part.length =
                part.length.checked_add(section.length).ok_or(out_of_range("the length of a leg"))?;
            part.sections.push(section);
        }
    }
    Ok(parts)
}

fn in_each<'e>(event: &Event<'e>, countries: &[Country]) -> Vec<Event<'e>> {
    let shared = countries.len() > 1;
    countries.iter().map(|country| Event { country: *country, shared, ..event.clone() }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_begun_counts() {
        for (minutes, days) in [(0, 0), (1, 1), (1_440, 1), (1_441, 2), (4_320, 3)] {
            assert_eq!(started_days(Minutes::new(minutes)), days, "{minutes} min");
        }
    }
}
