//! A timetabled network of any size: places on a grid, rail links between neighbours, and trains every day along
//! random walks over it.

pub(crate) mod measure;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime, Weekday};
use landbridge_model::{
    Chassis, Clearance, Corridor, Equipment, EquipmentKind, Handling, HandlingAct, HandlingKind, Link, Mode,
    Pattern, Place, PlaceId, PlaceKind, Powertrain, Row, Schedule, Service, Shipment, ShipmentLine, Step,
    StepKind, Stop, Stowage, Tier, Validity, VehicleClass, VehicleKind, VehicleModel,
};
use landbridge_network::{LegBound, Pricer, StepPrice};
use landbridge_units::{GramsCo2e, Instant, Kilograms, Metres, Millimetres, Minutes};

/// Numbers that look random and are the same everywhere (splitmix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below another.
    pub(crate) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }
}

fn row(table: &str, id: &str) -> Arc<Row> {
    Arc::new(Row {
        table: table.to_owned(),
        id: id.to_owned(),
        file: "generated".into(),
        line: 1,
        values: BTreeMap::new(),
        tier: Tier::Assumed,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

fn id<T: std::str::FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().expect("generated ids are ids")
}

/// The id of a place of the grid.
pub(crate) fn place_id(x: u64, y: u64) -> PlaceId {
    id(&format!("CN-X{x:03}Y{y:03}"))
}

/// A grid of `side` times `side` places with so many daily trains of eight stops or so in 2023.
pub(crate) fn corridor(side: u64, trains: u64, seed: u64) -> Corridor {
    let mut random = Random(seed);
    let mut corridor = empty();
    for x in 0..side {
        for y in 0..side {
            let own = place_id(x, y);
            corridor.places.insert(own.clone(), place(&own));
        }
    }
    for x in 0..side {
        for y in 0..side {
            for (to_x, to_y) in [(x + 1, y), (x, y + 1)] {
                if to_x < side && to_y < side {
                    let name = format!("x{x:03}y{y:03}-x{to_x:03}y{to_y:03}");
                    let link = Link {
                        id: id(&name),
                        from: place_id(x, y),
                        to: place_id(to_x, to_y),
                        mode: Mode::Rail,
                        length: Metres::new(20_000 + random.below(40_000)),
                        country: id("CN"),
                        gauges: vec![landbridge_model::Gauge::Standard],
                        electrified: None,
                        row: row("link", &name),
                    };
                    corridor.links.insert(link.id.clone(), link);
                }
            }
        }
    }
    for number in 0..trains {
        let service = train(&mut random, side, number);
        corridor.services.insert(service.id.clone(), service);
    }
    corridor
}

fn train(random: &mut Random, side: u64, number: u64) -> Service {
    // A line across the grid, east, west, north or south, which wanders a little.
    let (mut x, mut y) = (random.below(side), random.below(side));
    let heading = random.below(4);
    let up = random.below(2) == 0;
    let step = |at: u64, up: bool| if up { (at + 1).min(side - 1) } else { at.saturating_sub(1) };
    let mut stops = vec![(x, y)];
    while stops.len() < 12 {
        for _ in 0..=random.below(4) {
            match heading {
                0 => x = step(x, true),
                1 => x = step(x, false),
                2 => y = step(y, true),
                _ => y = step(y, false),
            }
        }
        match heading {
            0 | 1 if random.below(3) == 0 => y = step(y, up),
            2 | 3 if random.below(3) == 0 => x = step(x, up),
            _ => {}
        }
        if stops.last() == Some(&(x, y)) {
            break;
        }
        stops.push((x, y));
    }
    if stops.len() < 2 {
        let (x, y) = stops[0];
        stops.push(if x + 1 < side { (x + 1, y) } else { (x - 1, y) });
    }
    let mut run = 0;
    let speed = 30 + i64::try_from(random.below(40)).unwrap_or(0);
    let stops = stops
        .iter()
        .enumerate()
        .map(|(idx, (x, y))| {
            if idx > 0 {
                run += 60 * 60 / speed * 2;
            }
            let (place, run) = (place_id(*x, *y), Minutes::new(run));
            Stop { place, run, run_low: None, run_high: None, via: Vec::new() }
        })
        .collect();
    let year = |month, day| NaiveDate::from_ymd_opt(2023, month, day).expect("a date");
    let pattern = Pattern::Scheduled(Schedule {
        departs: NaiveTime::from_hms_opt(u32::try_from(random.below(24)).unwrap_or(0), 0, 0)
            .expect("an hour"),
        days: vec![
            Weekday::Mon,
            Weekday::Tue,
            Weekday::Wed,
            Weekday::Thu,
            Weekday::Fri,
            Weekday::Sat,
            Weekday::Sun,
        ],
        validity: Validity::new(Some(year(1, 1)), Some(year(12, 31))).expect("a period"),
        also: Vec::new(),
        except: Vec::new(),
        cutoff: Minutes::new(120),
        units_max: None,
        units_min: None,
        stops,
    });
    let name = format!("train{number:05}");
    Service {
        id: id(&name),
        name: name.clone(),
        operator: String::new(),
        mode: Mode::Rail,
        equipment: id("box"),
        carries: vec![VehicleClass::Car],
        tags: Vec::new(),
        pattern,
        row: row("service", &name),
    }
}

fn place(id: &PlaceId) -> Place {
    Place {
        id: id.clone(),
        name_en: id.to_string(),
        name_zh: String::new(),
        name_ru: String::new(),
        country: self::id("CN"),
        kind: PlaceKind::Station,
        at: None,
        gauges: Vec::new(),
        handles: vec![HandlingKind::Crane],
        time_zone: chrono_tz::Asia::Shanghai,
        hours: None,
        unlocode: None,
        esr: None,
        free_days: None,
        row: row("place", id.as_str()),
    }
}

fn handling(name: &str, act: HandlingAct) -> Handling {
    Handling {
        id: id(name),
        act,
        equipment: Vec::new(),
        from_equipment: Vec::new(),
        places: Vec::new(),
        duration: Minutes::new(60),
        duration_low: None,
        duration_high: None,
        row: row("handling", name),
    }
}

fn empty() -> Corridor {
    let equipment = Equipment {
        id: id("box"),
        name: "Box".to_owned(),
        kind: EquipmentKind::Container,
        handling: HandlingKind::Crane,
        carries: vec![VehicleClass::Car],
        gauge: Some(landbridge_model::Gauge::Standard),
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
        row: row("equipment", "box"),
    };
    Corridor {
        id: "generated".into(),
        name: "Generated".into(),
        base_currency: id("CNY"),
        as_of: NaiveDate::from_ymd_opt(2023, 5, 14).expect("a date"),
        horizon: Validity::ALWAYS,
        row: row("corridor", "generated"),
        report_orders: Vec::new(),
        report_vehicles: Vec::new(),
        claims: Vec::new(),
        sources: BTreeMap::new(),
        places: BTreeMap::new(),
        links: BTreeMap::new(),
        services: BTreeMap::new(),
        crossings: BTreeMap::new(),
        gauge_changes: Vec::new(),
        handlings: vec![handling("load", HandlingAct::Load), handling("unload", HandlingAct::Unload)],
        equipment: BTreeMap::from([(equipment.id.clone(), equipment)]),
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

/// Ten cars from one corner region to another.
pub(crate) fn shipment(from: PlaceId, to: PlaceId) -> Shipment {
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
        name: "generated".into(),
        lines: vec![line],
        origin: from,
        destination: to,
        ready: Instant::from_epoch_minutes(28_066_000),
        due: None,
        clearance: Clearance::Origin,
    }
}

/// Rates by service, of four kinds; a handling costs as well.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rates;

/// Nothing has no price here.
#[derive(Debug)]
pub(crate) struct Never;

impl std::fmt::Display for Never {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("no price")
    }
}

impl std::error::Error for Never {}

/// Minor units and grams per kilometre.
fn rates(service: &str) -> (i64, u64) {
    let number: u64 =
        service.bytes().filter(u8::is_ascii_digit).fold(0, |n, digit| n * 10 + u64::from(digit - b'0'));
    // Four tariffs: what is cheap is not what is clean.
    [(300, 700), (400, 450), (550, 300), (700, 200)][usize::try_from(number % 4).unwrap_or(0)]
}

impl Pricer for Rates {
    type Error = Never;

    fn price(&self, step: &Step) -> Result<StepPrice, Never> {
        Ok(match &step.kind {
            StepKind::Load { .. } | StepKind::Unload { .. } | StepKind::Transload { .. } => {
                StepPrice { cost_minor: 5_000, co2e: GramsCo2e::new(1_000) }
            }
            StepKind::Leg { service, sections, .. } => {
                let (cost, grams) = rates(service.as_str());
                let metres: u64 = sections.iter().map(|section| section.length.get()).sum();
                let cost_minor = i64::try_from(metres).unwrap_or(i64::MAX).saturating_mul(cost) / 1_000;
                StepPrice { cost_minor, co2e: GramsCo2e::new(metres * grams / 1_000) }
            }
            _ => StepPrice::NOTHING,
        })
    }

    fn max_wait_cost(&self, _: &PlaceId, _: Minutes) -> Result<i64, Never> {
        Ok(0)
    }

    fn at_least(&self, step: &Step, _: Instant) -> StepPrice {
        self.price(step).unwrap_or(StepPrice::NOTHING)
    }

    fn leg_bound(&self, step: &Step, _: Instant) -> LegBound {
        let StepKind::Leg { service, .. } = &step.kind else { return LegBound::default() };
        let (cost, grams) = rates(service.as_str());
        let per_metre = |per_km: i128| (per_km << LegBound::SCALE) / 1_000;
        LegBound::new(vec![vec![(0, per_metre(cost.into()))]], vec![per_metre(grams.into())])
    }

    fn turns(&self, _: &PlaceId, _: Instant, _: Instant) -> Option<Vec<Instant>> {
        Some(Vec::new())
    }
}
