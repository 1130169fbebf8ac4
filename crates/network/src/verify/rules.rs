//! The corridor as the judge reads it: what lies on a link, what is handled where, and how long it takes.

use std::collections::BTreeMap;

use landbridge_model::{
    Clearance, Corridor, Crossing, CrossingId, Equipment, EquipmentId, Gauge, GaugeChange, Handling,
    HandlingAct, Holiday, Link, LinkId, Mode, OnDemand, Place, PlaceId, Section, Service,
};
use landbridge_units::Minutes;

use super::totals::variance;

/// The corridor, for goods cleared in one way.
#[derive(Clone, Debug)]
pub(crate) struct Rules<'a> {
    pub(crate) corridor: &'a Corridor,
    pub(crate) clearance: Clearance,
    /// By the link they lie on: of several the first by id.
    crossings: BTreeMap<&'a LinkId, &'a Crossing>,
    /// Links by their ends, by id. Those that lead nowhere are left out.
    links: BTreeMap<&'a PlaceId, Vec<&'a Link>>,
    pub(crate) holidays: Vec<&'a Holiday>,
    gauge_changes: Vec<&'a GaugeChange>,
    handlings: Vec<&'a Handling>,
}

/// A link as it is travelled.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Hop<'a> {
    pub(crate) link: &'a Link,
    pub(crate) from: &'a Place,
    pub(crate) to: &'a Place,
    pub(crate) crossing: Option<&'a Crossing>,
}

/// A service with its equipment.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rider<'a> {
    pub(crate) service: &'a Service,
    pub(crate) equipment: &'a Equipment,
}

/// A handling without a duration.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NoTime {
    pub(crate) act: HandlingAct,
    pub(crate) equipment: EquipmentId,
    pub(crate) place: PlaceId,
}

impl<'a> Rules<'a> {
    pub(crate) fn of(corridor: &'a Corridor, clearance: Clearance) -> Self {
        let mut crossings = BTreeMap::new();
        for crossing in corridor.crossings.values() {
            crossings.entry(&crossing.link).or_insert(crossing);
        }
        let mut links: BTreeMap<&PlaceId, Vec<&Link>> = BTreeMap::new();
        let known = |place| corridor.places.contains_key(place);
        for link in corridor.links.values() {
            if link.from != link.to && known(&link.from) && known(&link.to) {
                links.entry(&link.from).or_default().push(link);
                links.entry(&link.to).or_default().push(link);
            }
        }
        let mut holidays: Vec<_> = corridor.holidays.iter().collect();
        holidays.sort_by_key(|holiday| &holiday.id);
        let mut gauge_changes: Vec<_> = corridor.gauge_changes.iter().collect();
        gauge_changes.sort_by_key(|change| &change.id);
        let mut handlings: Vec<_> = corridor.handlings.iter().collect();
        handlings.sort_by_key(|handling| &handling.id);
        Self { corridor, clearance, crossings, links, holidays, gauge_changes, handlings }
    }

    pub(crate) fn place(&self, id: &PlaceId) -> Option<&'a Place> {
        self.corridor.places.get(id)
    }

    pub(crate) fn rider(&self, service: &'a Service) -> Option<Rider<'a>> {
        Some(Rider { service, equipment: self.corridor.equipment.get(&service.equipment)? })
    }

    /// A link left at one of its ends; `None` where it does not begin there.
    pub(crate) fn hop(&self, link: &LinkId, from: &PlaceId) -> Option<Hop<'a>> {
        let link = self.links.get(from)?.iter().copied().find(|known| known.id == *link)?;
        self.hop_over(link, from)
    }

    /// The links that leave a place, by id.
    pub(crate) fn hops(&self, from: &PlaceId) -> Vec<Hop<'a>> {
        let links = self.links.get(from).map_or(&[][..], Vec::as_slice);
        links.iter().filter_map(|link| self.hop_over(link, from)).collect()
    }

    fn hop_over(&self, link: &'a Link, from: &PlaceId) -> Option<Hop<'a>> {
        let to = if link.from == *from { &link.to } else { &link.from };
        Some(Hop {
            link,
            from: self.place(from)?,
            to: self.place(to)?,
            crossing: self.crossings.get(&link.id).copied(),
        })
    }

    /// Whether a service on demand may use a link, its gauge aside.
    pub(crate) fn permits(&self, rider: Rider<'_>, on_demand: &OnDemand, hop: Hop<'_>) -> bool {
        let link = hop.link;
        link.mode == rider.service.mode
            && on_demand.countries.contains(&link.country)
            && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
            && hop.crossing.is_none_or(|crossing| on_demand.crossings.contains(&crossing.id))
    }

    /// How equipment changes gauge at a place: of several changes the first by id.
    pub(crate) fn gauge_change(&self, equipment: &EquipmentId, place: &PlaceId) -> Option<&'a GaugeChange> {
        self.gauge_changes
            .iter()
            .copied()
            .find(|change| change.place == *place && change.equipment.contains(equipment))
    }

    /// How long loading takes, or transloading from the equipment before.
    pub(crate) fn boarding_time(
        &self,
        from: Option<&EquipmentId>,
        to: &EquipmentId,
        place: &PlaceId,
    ) -> Result<Minutes, NoTime> {
        let Some(from) = from else { return self.handling(HandlingAct::Load, to, place) };
        if let Some(own) = self.most_specific(HandlingAct::Transload, Some(from), to, place) {
            return Ok(own.duration);
        }
        // Without an entry of its own it is an unloading and a loading.
        let (off, on) = (self.unloading_time(from, place)?, self.handling(HandlingAct::Load, to, place)?);
        Ok(off.checked_add(on).unwrap_or(Minutes::new(i64::MAX)))
    }

    pub(crate) fn unloading_time(&self, equipment: &EquipmentId, place: &PlaceId) -> Result<Minutes, NoTime> {
        self.handling(HandlingAct::Unload, equipment, place)
    }

    fn handling(
        &self,
        act: HandlingAct,
        equipment: &EquipmentId,
        place: &PlaceId,
    ) -> Result<Minutes, NoTime> {
        self.most_specific(act, None, equipment, place).map(|entry| entry.duration).ok_or_else(|| NoTime {
            act,
            equipment: equipment.clone(),
            place: place.clone(),
        })
    }

    /// The duration of the entry that fits and says most; of several the first by id.
    fn most_specific(
        &self,
        act: HandlingAct,
        from: Option<&EquipmentId>,
        equipment: &EquipmentId,
        place: &PlaceId,
    ) -> Option<&'a Handling> {
        let fits = |entry: &&&Handling| {
            entry.act == act
                && (entry.equipment.is_empty() || entry.equipment.contains(equipment))
                && (entry.places.is_empty() || entry.places.contains(place))
                && from
                    .is_none_or(|from| entry.from_equipment.is_empty() || entry.from_equipment.contains(from))
        };
        let says = |entry: &Handling| {
            let lists =
                [entry.equipment.is_empty(), entry.from_equipment.is_empty(), entry.places.is_empty()];
            lists.into_iter().filter(|empty| !empty).count()
        };
        // Of equals `max_by_key` keeps the last, so the first by id comes last.
        self.handlings.iter().rev().filter(fits).max_by_key(|entry| says(entry)).copied()
    }

    /// The variance of a handling, in square minutes; nothing where no range is known. `None` where it leaves its
    /// range.
    pub(crate) fn handling_spread(
        &self,
        act: HandlingAct,
        equipment: &EquipmentId,
        from: Option<&EquipmentId>,
        place: &PlaceId,
    ) -> Option<u64> {
        let of = |entry: Option<&Handling>| {
            entry.map_or(Some(0), |x| variance(x.duration_low, x.duration, x.duration_high))
        };
        match (act, from) {
            (HandlingAct::Transload, Some(from)) => {
                match self.most_specific(act, Some(from), equipment, place) {
                    Some(own) => of(Some(own)),
                    None => {
                        let off = of(self.most_specific(HandlingAct::Unload, None, from, place))?;
                        off.checked_add(of(self.most_specific(HandlingAct::Load, None, equipment, place))?)
                    }
                }
            }
            _ => of(self.most_specific(act, None, equipment, place)),
        }
    }
}

impl Hop<'_> {
    pub(crate) fn section(&self) -> Section {
        Section {
            link: self.link.id.clone(),
            country: self.link.country,
            length: self.link.length,
            electrified: self.link.electrified,
            row: std::sync::Arc::clone(&self.link.row),
        }
    }

    pub(crate) fn crossing_id(&self) -> Option<&CrossingId> {
        self.crossing.map(|crossing| &crossing.id)
    }
}

impl Rider<'_> {
    /// Whether a place can load and unload it.
    pub(crate) fn is_handled_at(&self, place: &Place) -> bool {
        place.handles.contains(&self.equipment.handling)
    }

    /// Gauges it can set out on; `None` stands for a mode without gauges.
    pub(crate) fn gauges(&self, on_demand: Option<&OnDemand>) -> Vec<Option<Gauge>> {
        if self.service.mode != Mode::Rail {
            return vec![None];
        }
        match on_demand.and_then(|on_demand| on_demand.gauge).or(self.equipment.gauge) {
            Some(gauge) => vec![Some(gauge)],
            None => vec![Some(Gauge::Standard), Some(Gauge::Broad)],
        }
    }

    /// Whether a service on demand may pass from one gauge to the other.
    pub(crate) fn may_change_gauge(&self, on_demand: &OnDemand) -> bool {
        self.service.mode == Mode::Rail && on_demand.gauge.is_none()
    }
}

/// Whether wheels of a gauge run on a link.
pub(crate) fn lies(link: &Link, gauge: Option<Gauge>) -> bool {
    gauge.is_none_or(|gauge| link.gauges.contains(&gauge))
}

/// The other gauge.
pub(crate) fn other(gauge: Gauge) -> Gauge {
    match gauge {
        Gauge::Standard => Gauge::Broad,
        Gauge::Broad => Gauge::Standard,
    }
}

/// Minutes a service on demand runs over a length, rounded up; `None` where it stands still.
pub(crate) fn running(on_demand: &OnDemand, link: &Link) -> Option<Minutes> {
    let day = u128::from(on_demand.km_per_day) * 1_000;
    if day == 0 {
        return None;
    }
    let minutes = (u128::from(link.length.get()) * 1_440).div_ceil(day);
    Some(Minutes::new(i64::try_from(minutes).unwrap_or(i64::MAX)))
}
