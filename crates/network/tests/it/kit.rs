//! Builds tiny corridors in code.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use landbridge_model::{
    BorderStep, BorderStepKind, Chassis, Clearance, ClearanceScope, Closure, Corridor, Country, Crossing,
    Embargo, Equipment, EquipmentId, EquipmentKind, Gauge, GaugeChange, GaugeMethod, Handling, HandlingAct,
    HandlingKind, Holiday, Hours, Link, Mode, OnDemand, Pattern, Place, PlaceKind, Powertrain, Row, Schedule,
    Service, Shipment, ShipmentLine, Step, StepKind, Stop, Stowage, Tier, Validity, VehicleClass,
    VehicleKind, VehicleModel,
};
use landbridge_network::{
    Filter, Network, Pricer, Query, RouteError, Routes, SearchOptions, StepPrice, pareto,
};
use landbridge_units::{GramsCo2e, Instant, Kilograms, Metres, Millimetres, Minutes};

pub(crate) fn id<T: std::str::FromStr<Err: std::fmt::Debug>>(text: &str) -> T {
    text.parse().unwrap()
}

pub(crate) fn row(table: &str, id: &str) -> Arc<Row> {
    Arc::new(Row {
        table: table.to_owned(),
        id: id.to_owned(),
        file: "test".into(),
        line: 1,
        values: BTreeMap::new(),
        tier: Tier::Assumed,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

pub(crate) fn time(text: &str) -> NaiveTime {
    NaiveTime::parse_from_str(text, "%H:%M").unwrap()
}

pub(crate) fn days(from: &str, to: &str) -> Validity {
    let end = |text: &str| if text.is_empty() { None } else { Some(day(text)) };
    Validity::new(end(from), end(to)).unwrap()
}

/// A corridor without anything in it.
pub(crate) fn empty() -> Corridor {
    Corridor {
        id: "test".into(),
        name: "Test".into(),
        base_currency: id("CNY"),
        as_of: day("2023-05-14"),
        horizon: Validity::ALWAYS,
        row: row("corridor", "test"),
        report_orders: Vec::new(),
        report_vehicles: Vec::new(),
        claims: Vec::new(),
        sources: BTreeMap::new(),
        places: BTreeMap::new(),
        links: BTreeMap::new(),
        services: BTreeMap::new(),
        crossings: BTreeMap::new(),
        gauge_changes: Vec::new(),
        handlings: Vec::new(),
        equipment: BTreeMap::new(),
        manufacturers: BTreeMap::new(),
        vehicles: BTreeMap::new(),
        tariffs: Vec::new(),
        exchange: Vec::new(),
        base_units: Vec::new(),
        charges: Vec::new(),
        calculations: Vec::new(),
        factors: BTreeMap::new(),
        acceptances: Vec::new(),
        embargoes: Vec::new(),
        closures: Vec::new(),
        holidays: Vec::new(),
        documents: Vec::new(),
        orders: Vec::new(),
        figures: BTreeMap::new(),
        growths: Vec::new(),
        relations: Vec::new(),
        evidence: BTreeMap::new(),
    }
}

/// A corridor with equipment `wagon` (ramp, 1435 mm), `box` (crane, any gauge), `truck` (ramp), each loaded and
/// unloaded in an hour.
pub(crate) fn corridor() -> Corridor {
    let mut corridor = empty();
    equipment(&mut corridor, "wagon", EquipmentKind::Wagon, HandlingKind::Ramp, Some(Gauge::Standard));
    equipment(&mut corridor, "box", EquipmentKind::Container, HandlingKind::Crane, None);
    equipment(&mut corridor, "truck", EquipmentKind::RoadCarrier, HandlingKind::Ramp, None);
    handling(&mut corridor, "load", HandlingAct::Load, 60);
    handling(&mut corridor, "unload", HandlingAct::Unload, 60);
    corridor
}

pub(crate) fn equipment(
    corridor: &mut Corridor,
    name: &str,
    kind: EquipmentKind,
    handling: HandlingKind,
    gauge: Option<Gauge>,
) {
    let equipment = Equipment {
        id: id(name),
        name: name.to_owned(),
        kind,
        handling,
        carries: vec![VehicleClass::Car],
        gauge,
        length: None,
        tare: None,
        carrier_tare: None,
        payload: None,
        axles: None,
        axle_load_max: None,
        gap: Millimetres::ZERO,
        vehicles_max: None,
        units_per_train_max: None,
        empty_return: None,
        soc_max_percent: None,
        setting_of: None,
        stowage: Stowage::default(),
        decks: Vec::new(),
        row: row("equipment", name),
    };
    corridor.equipment.insert(equipment.id.clone(), equipment);
}

pub(crate) fn handling<'c>(
    corridor: &'c mut Corridor,
    name: &str,
    act: HandlingAct,
    minutes: i64,
) -> &'c mut Handling {
    corridor.handlings.push(Handling {
        id: id(name),
        act,
        equipment: Vec::new(),
        from_equipment: Vec::new(),
        places: Vec::new(),
        duration: Minutes::new(minutes),
        duration_low: None,
        duration_high: None,
        row: row("handling", name),
    });
    corridor.handlings.last_mut().unwrap()
}

/// A place with ramp and crane, in the country its id begins with; `CN` in Shanghai's time, others in Almaty's.
pub(crate) fn place<'c>(corridor: &'c mut Corridor, name: &str) -> &'c mut Place {
    let country: Country = id(&name[..2]);
    let place = Place {
        id: id(name),
        name_en: name.to_owned(),
        name_zh: String::new(),
        name_ru: String::new(),
        country,
        kind: PlaceKind::Station,
        at: None,
        gauges: Vec::new(),
        handles: vec![HandlingKind::Ramp, HandlingKind::Crane],
        time_zone: if country.code() == "CN" { chrono_tz::Asia::Shanghai } else { chrono_tz::Asia::Almaty },
        hours: None,
        unlocode: None,
        esr: None,
        free_days: None,
        row: row("place", name),
    };
    corridor.places.entry(id(name)).or_insert(place)
}

/// A link in the country of its first end, both ends being made if need be; 1435 mm by rail.
pub(crate) fn link<'c>(
    corridor: &'c mut Corridor,
    name: &str,
    from: &str,
    to: &str,
    mode: Mode,
    metres: u64,
) -> &'c mut Link {
    let country = place(corridor, from).country;
    place(corridor, to);
    let link = Link {
        id: id(name),
        from: id(from),
        to: id(to),
        mode,
        length: Metres::new(metres),
        country,
        gauges: if mode == Mode::Rail { vec![Gauge::Standard] } else { Vec::new() },
        electrified: None,
        row: row("link", name),
    };
    corridor.links.insert(id(name), link);
    corridor.links.get_mut(name).unwrap()
}

fn service<'c>(
    corridor: &'c mut Corridor,
    name: &str,
    mode: Mode,
    equipment: &str,
    pattern: Pattern,
) -> &'c mut Service {
    let service = Service {
        id: id(name),
        name: name.to_owned(),
        operator: String::new(),
        mode,
        equipment: id(equipment),
        carries: vec![VehicleClass::Car],
        tags: Vec::new(),
        pattern,
        row: row("service", name),
    };
    corridor.services.insert(id(name), service);
    corridor.services.get_mut(name).unwrap()
}

/// A road service on demand in CN and KZ over every crossing: 1,440 km a day, so a kilometre takes a minute.
pub(crate) fn truck<'c>(corridor: &'c mut Corridor, name: &str) -> &'c mut OnDemand {
    let crossings = corridor.crossings.keys().cloned().collect();
    let pattern = Pattern::OnDemand(OnDemand {
        countries: vec![id("CN"), id("KZ")],
        crossings,
        gauge: None,
        links: Vec::new(),
        km_per_day: 1_440,
        wait: Minutes::ZERO,
        wait_low: None,
        wait_high: None,
    });
    match &mut service(corridor, name, Mode::Road, "truck", pattern).pattern {
        Pattern::OnDemand(on_demand) => on_demand,
        _ => unreachable!(),
    }
}

/// A rail service at 18:00 on dates of May 2023, with stops at so many minutes from the first.
pub(crate) fn train<'c>(
    corridor: &'c mut Corridor,
    name: &str,
    equipment: &str,
    dates: &[u32],
    stops: &[(&str, i64)],
) -> &'c mut Schedule {
    let pattern = Pattern::Scheduled(Schedule {
        departs: time("18:00"),
        days: Vec::new(),
        validity: Validity::ALWAYS,
        also: dates.iter().map(|d| NaiveDate::from_ymd_opt(2023, 5, *d).unwrap()).collect(),
        except: Vec::new(),
        cutoff: Minutes::ZERO,
        units_max: None,
        units_min: None,
        stops: stops
            .iter()
            .map(|(place, run)| Stop {
                place: id(place),
                run: Minutes::new(*run),
                run_low: None,
                run_high: None,
                via: Vec::new(),
            })
            .collect(),
    });
    match &mut service(corridor, name, Mode::Rail, equipment, pattern).pattern {
        Pattern::Scheduled(schedule) => schedule,
        _ => unreachable!(),
    }
}

pub(crate) fn crossing<'c>(
    corridor: &'c mut Corridor,
    name: &str,
    link: &str,
    steps: &[(&str, &str, BorderStepKind, i64)],
) -> &'c mut Crossing {
    let steps = steps
        .iter()
        .map(|(step, side, kind, minutes)| BorderStep {
            id: id(step),
            what: (*step).to_owned(),
            side: id(side),
            kind: *kind,
            clearance: ClearanceScope::Any,
            equipment: Vec::new(),
            duration: Minutes::new(*minutes),
            duration_low: None,
            duration_high: None,
            validity: Validity::ALWAYS,
            row: row("border_step", step),
        })
        .collect();
    let crossing =
        Crossing { id: id(name), name: name.to_owned(), link: id(link), steps, row: row("crossing", name) };
    corridor.crossings.insert(id(name), crossing);
    corridor.crossings.get_mut(name).unwrap()
}

pub(crate) fn gauge_change(corridor: &mut Corridor, name: &str, at: &str, equipment: &[&str], minutes: i64) {
    corridor.gauge_changes.push(GaugeChange {
        id: id(name),
        place: id(at),
        method: GaugeMethod::ContainerTransload,
        equipment: equipment.iter().map(|x| id(x)).collect(),
        duration: Minutes::new(minutes),
        duration_low: None,
        duration_high: None,
        row: row("gauge_change", name),
    });
}

pub(crate) fn closure(corridor: &mut Corridor, name: &str, crossing: &str, period: Validity) {
    corridor.closures.push(Closure {
        id: id(name),
        what: String::new(),
        crossings: vec![id(crossing)],
        validity: period,
        row: row("closure", name),
    });
}

pub(crate) fn embargo<'c>(
    corridor: &'c mut Corridor,
    name: &str,
    crossing: &str,
    period: Validity,
) -> &'c mut Embargo {
    corridor.embargoes.push(Embargo {
        id: id(name),
        what: String::new(),
        crossings: vec![id(crossing)],
        modes: Vec::new(),
        validity: period,
        exempt_tags: Vec::new(),
        row: row("embargo", name),
    });
    corridor.embargoes.last_mut().unwrap()
}

pub(crate) fn holiday(corridor: &mut Corridor, name: &str, country: &str, period: Validity) {
    corridor.holidays.push(Holiday {
        id: id(name),
        country: id(country),
        what: String::new(),
        validity: period,
        row: row("holiday", name),
    });
}

pub(crate) fn hours(opens: &str, closes: &str) -> Option<Hours> {
    Some(Hours::daily(time(opens), Some(time(closes))).unwrap())
}

/// Ten cars, ready at a local minute of the origin.
pub(crate) fn shipment(corridor: &Corridor, from: &str, to: &str, on: &str, at: &str) -> Shipment {
    let model = VehicleModel {
        id: id("car"),
        maker: id("maker"),
        name: "Car".into(),
        class: VehicleClass::Car,
        kind: VehicleKind::Car,
        length: Millimetres::new(4_500),
        width: Millimetres::new(1_800),
        height: Millimetres::new(1_600),
        wheelbase: None,
        kerb_mass: Kilograms::new(1_500),
        gvm: None,
        powertrain: Powertrain::Ice,
        engine_cc: Some(1_500),
        hs: id("870323"),
        un_number: None,
        chassis: Chassis::default(),
        value: None,
        value_low: None,
        value_high: None,
        row: row("vehicle", "car"),
    };
    let line = ShipmentLine {
        vehicle: Arc::new(model),
        quantity: 10,
        soc_percent: None,
        built: None,
        rows: Vec::new(),
    };
    Shipment {
        name: "test".into(),
        lines: vec![line],
        origin: id(from),
        destination: id(to),
        ready: corridor.local_instant(&id(from), day(on), time(at)).unwrap_or(Instant::from_epoch_minutes(0)),
        due: None,
        clearance: Clearance::Origin,
    }
}

/// Prices by service and kind of step; what is not named costs nothing.
#[derive(Clone, Debug, Default)]
pub(crate) struct Prices {
    /// Per metre, by service.
    pub(crate) metre: BTreeMap<String, i64>,
    /// Per country of a leg.
    pub(crate) leg: i64,
    pub(crate) handling: i64,
    pub(crate) border: i64,
    pub(crate) gauge_change: i64,
    /// Per minute of waiting.
    pub(crate) wait: i64,
    /// Grams per metre, by service.
    pub(crate) grams: BTreeMap<String, u64>,
}

#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no tariff")]
pub(crate) struct NoTariff;

impl Pricer for Prices {
    type Error = NoTariff;

    fn price(&self, step: &Step) -> Result<StepPrice, NoTariff> {
        let mut co2 = 0;
        let cost_minor = match &step.kind {
            StepKind::Wait { .. } => self.wait * step.duration().get(),
            StepKind::Load { .. } | StepKind::Unload { .. } | StepKind::Transload { .. } => self.handling,
            StepKind::Border { .. } => self.border,
            StepKind::GaugeChange { .. } => self.gauge_change,
            StepKind::Leg { service, sections, .. } => {
                let metres: u64 = sections.iter().map(|section| section.length.get()).sum();
                let countries: BTreeSet<_> = sections.iter().map(|section| section.country).collect();
                co2 = metres * self.grams.get(service.as_str()).copied().unwrap_or(0);
                let rate = *self.metre.get(service.as_str()).unwrap_or(&0);
                if rate == i64::MIN {
                    return Err(NoTariff);
                }
                i64::try_from(metres).unwrap() * rate + self.leg * i64::try_from(countries.len()).unwrap()
            }
            _ => 0,
        };
        Ok(StepPrice { cost_minor, co2e: GramsCo2e::new(co2) })
    }

    fn max_wait_cost(&self, _: &landbridge_model::PlaceId, waited: Minutes) -> Result<i64, NoTariff> {
        Ok(self.wait * waited.get())
    }
}

/// Asks for a shipment with all equipment and no limits.
pub(crate) fn ask<P: Pricer>(
    corridor: &Corridor,
    shipment: &Shipment,
    pricer: &P,
    options: SearchOptions,
) -> Result<Routes, RouteError<P::Error>> {
    let (network, issues) = Network::build(corridor);
    assert!(
        issues.iter().all(|issue| issue.code.severity == landbridge_model::Severity::Warning),
        "{issues:?}"
    );
    let equipment: BTreeSet<EquipmentId> = corridor.equipment.keys().cloned().collect();
    let query = Query { shipment, equipment: &equipment, filter: &Filter::default(), options, watch: None };
    pareto(&network, &query, pricer)
}

/// Steps of an itinerary in short: what, minutes from `zero`, duration.
pub(crate) fn brief(steps: &[Step], zero: Instant) -> Vec<String> {
    let what = |step: &Step| match &step.kind {
        StepKind::Wait { reason } => format!("wait {reason:?}"),
        StepKind::Load { service, .. } => format!("load {service}"),
        StepKind::Unload { service, .. } => format!("unload {service}"),
        StepKind::Transload { from_service, service, .. } => format!("transload {from_service} {service}"),
        StepKind::Leg { sections, .. } => {
            let links: Vec<_> = sections.iter().map(|section| section.link.as_str()).collect();
            format!("leg {}", links.join("+"))
        }
        StepKind::Border { step, first, .. } => {
            format!("border {step}{}", if *first { " first" } else { "" })
        }
        StepKind::GaugeChange { change, .. } => format!("gauge {change}"),
        _ => "?".to_owned(),
    };
    steps
        .iter()
        .map(|step| format!("{} {} {}", step.start.since(zero).get(), what(step), step.duration().get()))
        .collect()
}
