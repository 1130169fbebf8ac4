//! Services on the network: ways between stops, breaks of gauge, equipment.

use std::collections::BTreeMap;

use landbridge_model::{
    Corridor, CrossingId, Equipment, EquipmentKind, Gauge, Link, LinkId, Mode, OnDemand, Pattern, PlaceId,
    Service, Stop,
};

use crate::chains::Chains;
use crate::codes;
use crate::log::{Log, Words};
use crate::suggest::did_you_mean;

pub(super) fn check(corridor: &Corridor, log: &mut Log) {
    let borders = Borders::new(corridor);
    let mut chains: BTreeMap<Mode, Chains<'_>> = BTreeMap::new();
    for service in corridor.services.values() {
        let Some(equipment) = corridor.equipment.get(&service.equipment) else {
            continue;
        };
        check_equipment(service, equipment, log);
        if let Pattern::Scheduled(schedule) = &service.pattern
            && schedule.never_runs()
        {
            let column = if schedule.days.is_empty() { "also" } else { "days" };
            let words = Words::new("the service has no day on which it runs")
                .hint("`from` and `to` bound the weekdays, and `except` takes days away");
            log.issue(&codes::S014, &service.row, column, words);
        }
        match &service.pattern {
            Pattern::Scheduled(_) | Pattern::Frequent(_) => {
                let stops = service.pattern.stops();
                let chains =
                    chains.entry(service.mode).or_insert_with(|| Chains::new(corridor, service.mode));
                check_ends(corridor, service, stops, equipment, log);
                if let Some(way) = way(service, stops, chains, log)
                    && service.mode == Mode::Rail
                {
                    check_gauge(corridor, service, equipment, &way, log);
                }
                if let (Some(max), Some(train)) = (service.pattern.units_max(), equipment.units_per_train_max)
                    && max > train
                {
                    let words =
                        Words::new(format!("{max} units, and a train of {} takes {train}", equipment.id));
                    log.issue(&codes::S011, &service.row, "units_max", words);
                }
            }
            Pattern::OnDemand(on_demand) => {
                if !corridor.links.values().any(|link| borders.uses(service, on_demand, link)) {
                    let words = Words::new("there is no link this service could use").expected(
                        "a link of its mode in its countries, on its gauge, and in `links` if given",
                    );
                    log.issue(&codes::S006, &service.row, "", words);
                }
                if let Some(gauge) = on_demand.gauge
                    && equipment.gauge.is_some_and(|own| own != gauge)
                {
                    let words = Words::new(format!("the service runs on {gauge} mm, its wagons do not"));
                    log.issue(&codes::S012, &service.row, "gauge_mm", words);
                }
            }
        }
    }
}

/// Crossings by link, to ask which links a service passes.
pub(super) struct Borders<'a>(BTreeMap<&'a LinkId, &'a CrossingId>);

impl<'a> Borders<'a> {
    pub(super) fn new(corridor: &'a Corridor) -> Self {
        Self(corridor.crossings.values().map(|crossing| (&crossing.link, &crossing.id)).collect())
    }

    /// Whether an on-demand service may run over a link.
    pub(super) fn uses(&self, service: &Service, on_demand: &OnDemand, link: &Link) -> bool {
        link.mode == service.mode
            && on_demand.countries.contains(&link.country)
            && (on_demand.links.is_empty() || on_demand.links.contains(&link.id))
            && on_demand.gauge.is_none_or(|gauge| link.gauges.contains(&gauge))
            && self.0.get(&link.id).is_none_or(|crossing| on_demand.crossings.contains(crossing))
    }
}

fn check_equipment(service: &Service, equipment: &Equipment, log: &mut Log) {
    let fits = match equipment.kind {
        EquipmentKind::Container => true,
        EquipmentKind::Wagon => service.mode == Mode::Rail,
        EquipmentKind::RoadCarrier | EquipmentKind::OwnWheels => service.mode == Mode::Road,
        EquipmentKind::Vessel => matches!(service.mode, Mode::River | Mode::Sea),
    };
    if !fits {
        let words = Words::new(format!(
            "{} is a {}, and the service runs by {}",
            equipment.id, equipment.kind, service.mode
        ));
        log.issue(&codes::S004, &service.row, "equipment", words);
    }
    for class in service.carries.iter().filter(|class| !equipment.carries.contains(class)) {
        let words = Words::new(format!("the service carries {class}, which {} does not", equipment.id))
            .maybe_hint(did_you_mean(class.word(), equipment.carries.iter().map(|c| c.word())));
        log.issue(&codes::S008, &service.row, "carries", words);
    }
}

/// Vehicles are loaded at the first stop and unloaded at the last.
fn check_ends(corridor: &Corridor, service: &Service, stops: &[Stop], equipment: &Equipment, log: &mut Log) {
    let ends = [stops.first().map(|s| (1, s)), stops.last().map(|s| (stops.len(), s))];
    for (number, stop) in ends.into_iter().flatten() {
        let place = corridor.places.get(&stop.place);
        if place.is_some_and(|place| !place.handles.contains(&equipment.handling)) {
            let words = Words::new(format!(
                "{} has no {}, which {} needs to load and unload",
                stop.place, equipment.handling, equipment.id
            ))
            .hint("add it to `handles` of the place");
            log.issue(&codes::S009, &service.row, &format!("stop.{number}.place"), words);
        }
    }
}

/// The way of a service: its places in order, each with the link that leads to it.
type Way<'a> = Vec<(&'a Link, &'a PlaceId)>;

fn way<'a>(service: &Service, stops: &'a [Stop], chains: &Chains<'a>, log: &mut Log) -> Option<Way<'a>> {
    let mut way = Vec::new();
    let mut whole = true;
    let mut before: Option<&PlaceId> = None;
    for (idx, stop) in stops.iter().enumerate() {
        for to in stop.via.iter().chain([&stop.place]) {
            if let Some(from) = before {
                if let Some(chain) = chains.shortest(from, to) {
                    way.extend(chain);
                } else {
                    let words =
                        Words::new(format!("no chain of {} links joins {from} and {to}", service.mode))
                            .hint("add the missing link to links.csv, or another place to `via`");
                    let column = format!("stop.{}.place", idx + 1);
                    log.issue(&codes::S003, &service.row, &column, words);
                    whole = false;
                }
            }
            before = Some(to);
        }
    }
    whole.then_some(way)
}

/// Follows the gauges a unit may stand on. Where the next link has none of them, it cannot go on.
///
/// A unit may change at any place of its way where a gauge change is given for its equipment, so the set of
/// gauges at a place is what matters, not a choice made there.
fn check_gauge(corridor: &Corridor, service: &Service, equipment: &Equipment, way: &Way<'_>, log: &mut Log) {
    let changes = |place: &PlaceId| {
        corridor
            .gauge_changes
            .iter()
            .any(|change| change.place == *place && change.equipment.contains(&equipment.id))
    };
    let both = vec![Gauge::Standard, Gauge::Broad];
    let mut gauges = equipment.gauge.map_or_else(|| both.clone(), |gauge| vec![gauge]);
    let mut place = service.pattern.stops().first().map(|stop| &stop.place);
    for (link, to) in way {
        let fits: Vec<Gauge> = gauges.iter().copied().filter(|gauge| link.gauges.contains(gauge)).collect();
        if fits.is_empty() {
            let here = place.map_or_else(|| "the first stop".to_owned(), ToString::to_string);
            let arrives = gauges.iter().map(|gauge| gauge.word()).collect::<Vec<_>>().join(" or ");
            let onward = link.gauges.iter().map(|gauge| gauge.word()).collect::<Vec<_>>().join(" or ");
            let words = Words::new(format!(
                "gauge breaks at {here}: {} arrives on {arrives} mm, `{}` is {onward} mm",
                equipment.id, link.id
            ))
            .expected(format!("a [[gauge_change]] for {} at {here}", equipment.id))
            .hint("add one to borders.toml, or end the service before the break");
            log.issue(&codes::N014, &service.row, "equipment", words);
            gauges.clone_from(&link.gauges);
        } else {
            gauges = fits;
        }
        if changes(to) {
            gauges.clone_from(&both);
        }
        place = Some(to);
    }
}
