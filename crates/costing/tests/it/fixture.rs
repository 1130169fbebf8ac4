//! A small corridor built in code.
//!
//! ```text
//! CN-A ===== rail 3,434 km, electric ===== CN-B --- rail 7 km, CN, diesel --- KZ-B === rail 350.5 km, KZ, diesel
//!   |                                        \----- road 12 km, CN ---------- KZ-B --- road 361.5 km, KZ --- KZ-C
//!   \~~~~~ river 1,200 km ~~~~~ CN-P ~~~~~ sea 500 km ~~~~~ CN-Q                       === is CN-A..KZ-C by rail
//! ```

use std::collections::{BTreeMap, BTreeSet};
use std::str::FromStr;
use std::sync::Arc;

use chrono::{NaiveDate, NaiveTime};
use landbridge_model::{
    Basis, Calculation, Charge, ChargeBase, ChargeKind, ChargePer, Chassis, Clearance, Corridor, Country,
    Crossing, Electrified, EmissionFactor, Equipment, EquipmentId, EquipmentKind, ExchangeRate, GaugeMethod,
    HandlingKind, Item, Itinerary, Link, LoadPlan, LoadedUnit, Mode, OnDemand, Pattern, Place, PlaceKind,
    Powertrain, Row, Section, Service, Shipment, ShipmentLine, Step, StepKind, Stowage, Tariff, TariffOn,
    Tier, Validity, VehicleClass, VehicleKind, VehicleModel, WaitReason,
};
use landbridge_units::{Currency, Decimal, Instant, Kilograms, Metres, Millimetres, Minutes, Money};

/// Parses what is known to be right.
pub(crate) fn p<T: FromStr>(text: &str) -> T
where
    T::Err: std::fmt::Debug,
{
    text.parse().unwrap()
}

pub(crate) fn dec(text: &str) -> Decimal {
    p(text)
}

pub(crate) fn money(text: &str, currency: &str) -> Money {
    let currency: Currency = p(currency);
    Money::from_decimal(p(text), currency, landbridge_units::Rounding::HalfEven).unwrap()
}

pub(crate) fn day(text: &str) -> NaiveDate {
    p(text)
}

pub(crate) fn period(from: &str, to: &str) -> Validity {
    Validity::new(Some(day(from)), Some(day(to))).unwrap()
}

pub(crate) fn row(table: &str, id: &str) -> Arc<Row> {
    row_with(table, id, &[])
}

pub(crate) fn row_with(table: &str, id: &str, values: &[(&str, &str)]) -> Arc<Row> {
    let cell = |text: &str| landbridge_model::Cell { text: text.to_owned(), line: 1, column: 1 };
    Arc::new(Row {
        table: table.to_owned(),
        id: id.to_owned(),
        file: format!("{table}.csv").into(),
        line: 1,
        values: values.iter().map(|(column, text)| ((*column).to_owned(), cell(text))).collect(),
        tier: Tier::Assumed,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

fn place(id: &str, free_days: Option<u32>) -> Place {
    let country: Country = p(&id[..2]);
    Place {
        id: p(id),
        name_en: id[3..].to_owned(),
        name_zh: String::new(),
        name_ru: String::new(),
        country,
        kind: PlaceKind::Station,
        at: None,
        gauges: Vec::new(),
        handles: Vec::new(),
        time_zone: if country.code() == "CN" { chrono_tz::Asia::Shanghai } else { chrono_tz::Asia::Almaty },
        hours: None,
        unlocode: None,
        esr: None,
        free_days,
        row: row("place", id),
    }
}

fn link(from: &str, to: &str, mode: Mode, km: &str, country: &str, electrified: Option<Electrified>) -> Link {
    let id = format!("{from}_{to}_{mode}");
    Link {
        id: p(&id),
        from: p(from),
        to: p(to),
        mode,
        length: Metres::parse_km(km).unwrap(),
        country: p(country),
        gauges: Vec::new(),
        electrified,
        row: row_with("link", &id, &[("km", km)]),
    }
}

fn equipment(id: &str, kind: EquipmentKind, handling: HandlingKind) -> Equipment {
    Equipment {
        id: p(id),
        name: id.to_owned(),
        kind,
        handling,
        carries: vec![VehicleClass::Car, VehicleClass::Truck],
        gauge: None,
        length: None,
        tare: None,
        carrier_tare: None,
        payload: None,
        axles: None,
        axle_load_max: None,
        gap: Millimetres::new(0),
        vehicles_max: None,
        units_per_train_max: None,
        empty_return: None,
        soc_max_percent: None,
        setting_of: None,
        stowage: Stowage::default(),
        decks: Vec::new(),
        row: row("equipment", id),
    }
}

pub(crate) fn service(id: &str, mode: Mode, equipment: &str, countries: &[&str]) -> Service {
    Service {
        id: p(id),
        name: id.to_owned(),
        operator: String::new(),
        mode,
        equipment: p(equipment),
        carries: vec![VehicleClass::Car],
        tags: Vec::new(),
        pattern: Pattern::OnDemand(OnDemand {
            countries: countries.iter().map(|country| p(country)).collect(),
            crossings: Vec::new(),
            gauge: None,
            links: Vec::new(),
            km_per_day: 500,
            wait: Minutes::ZERO,
            wait_low: None,
            wait_high: None,
        }),
        row: row("service", id),
    }
}

pub(crate) fn vehicle(id: &str, kerb_kg: u64, cc: Option<u32>, usd: Option<&str>) -> VehicleModel {
    VehicleModel {
        id: p(id),
        maker: p("maker"),
        name: id.to_owned(),
        class: VehicleClass::Car,
        kind: VehicleKind::Car,
        length: Millimetres::new(4_515),
        width: Millimetres::new(1_865),
        height: Millimetres::new(1_680),
        wheelbase: None,
        kerb_mass: Kilograms::new(kerb_kg),
        gvm: None,
        powertrain: if cc.is_some() { Powertrain::Ice } else { Powertrain::Bev },
        engine_cc: cc,
        hs: p(if cc.is_some() { "870322" } else { "870380" }),
        un_number: None,
        chassis: Chassis::default(),
        value: usd.map(|usd| money(usd, "USD")),
        value_low: None,
        value_high: None,
        row: row("vehicle", id),
    }
}

pub(crate) fn tariff(id: &str, item: Item, on: TariffOn, basis: Basis, currency: &str, rate: &str) -> Tariff {
    Tariff {
        id: p(id),
        name: id.to_owned(),
        item,
        on,
        basis,
        currency: p(currency),
        rate: dec(rate),
        low: None,
        high: None,
        per_unit: None,
        minimum: None,
        modes: Vec::new(),
        equipment: Vec::new(),
        from_equipment: Vec::new(),
        countries: Vec::new(),
        places: Vec::new(),
        crossings: Vec::new(),
        services: Vec::new(),
        classes: Vec::new(),
        validity: Validity::ALWAYS,
        row: row_with("tariff", id, &[("rate", rate)]),
    }
}

/// The freight tariff that prices any leg.
pub(crate) fn freight(basis: Basis, currency: &str, rate: &str) -> Tariff {
    tariff("freight", Item::Freight, TariffOn::Leg, basis, currency, rate)
}

pub(crate) fn fx(currency: &str, per: &str, validity: Validity, rate: &str) -> ExchangeRate {
    let id = format!("fx-{currency}-{per}-{}", validity.from().map_or(String::new(), |d| d.to_string()));
    ExchangeRate {
        id: p(&id),
        currency: p(currency),
        per: p(per),
        rate: dec(rate),
        validity,
        row: row_with("fx", &id, &[("rate", rate)]),
    }
}

pub(crate) fn charge(id: &str, kind: ChargeKind) -> Charge {
    Charge {
        id: p(id),
        country: p("KZ"),
        kind,
        what: id.to_owned(),
        hs: Vec::new(),
        classes: Vec::new(),
        kinds: Vec::new(),
        powertrains: Vec::new(),
        cc_over: None,
        cc_upto: None,
        age_max_years: None,
        percent: None,
        per_cc: None,
        amount: None,
        currency: None,
        unit: None,
        coefficient: None,
        per: ChargePer::Vehicle,
        unknown: false,
        base: vec![ChargeBase::CustomsValue],
        validity: Validity::ALWAYS,
        row: row("charge", id),
    }
}

pub(crate) fn calculation(steps: &[ChargeKind]) -> Calculation {
    Calculation { country: p("KZ"), steps: steps.to_vec(), row: row("calculation", "KZ") }
}

fn factor(id: &str, value: &str, low: Option<&str>, high: Option<&str>) -> EmissionFactor {
    EmissionFactor {
        id: p(id),
        what: id.to_owned(),
        value: dec(value),
        low: low.map(dec),
        high: high.map(dec),
        unit: String::new(),
        scope: String::new(),
        row: row_with("emission", id, &[("value", value)]),
    }
}

fn factors() -> Vec<EmissionFactor> {
    let plain = [
        ("rail-electric-500", "25.5"),
        ("rail-electric-1000", "16.6"),
        ("rail-electric-1500", "12.9"),
        ("rail-electric-2000", "10.8"),
        ("rail-electric-over-2000", "10.0"),
        ("diesel-energy-kwh-per-kg", "11.8"),
        ("diesel-co2e-per-kg", "3.87"),
        ("diesel-kg-per-l", "0.83"),
        ("grid-CN", "0.5366"),
        ("road-l-per-100km-carrier", "33"),
        ("road-l-per-100km-own-wheels", "7"),
        ("road-empty-factor", "1.75"),
        ("river-g-per-tkm", "25"),
        ("sea-g-per-tkm", "35"),
        ("hub-ramp-kg-per-vehicle", "0.5"),
    ];
    let mut factors: Vec<_> = plain.iter().map(|(id, value)| factor(id, value, None, None)).collect();
    factors.push(factor("diesel-traction-efficiency", "0.37", Some("0.35"), Some("0.40")));
    factors.push(factor("hub-crane-kg-per-t", "1.2", Some("0.6"), Some("2.5")));
    factors
}

fn by_id<K: Ord, V>(values: impl IntoIterator<Item = V>, id: impl Fn(&V) -> K) -> BTreeMap<K, V> {
    values.into_iter().map(|value| (id(&value), value)).collect()
}

/// The corridor of the drawing, without tariffs and charges. 1 USD = 7 CNY = 450 KZT throughout 2023.
pub(crate) fn corridor() -> Corridor {
    use EquipmentKind::{Container, OwnWheels, RoadCarrier, Vessel, Wagon};
    use HandlingKind::{Crane, Ramp};
    let year = period("2023-01-01", "2023-12-31");
    let electric = Some(Electrified::Yes);
    let places = ["CN-B", "KZ-B", "KZ-C", "CN-P", "CN-Q"].map(|id| place(id, None));
    let links = [
        link("CN-A", "CN-B", Mode::Rail, "3434", "CN", electric),
        link("CN-B", "KZ-B", Mode::Rail, "7", "CN", Some(Electrified::No)),
        link("KZ-B", "KZ-C", Mode::Rail, "350.5", "KZ", Some(Electrified::Partly)),
        link("CN-B", "KZ-B", Mode::Road, "12", "CN", None),
        link("KZ-B", "KZ-C", Mode::Road, "361.5", "KZ", None),
        link("CN-A", "CN-P", Mode::River, "1200", "CN", None),
        link("CN-P", "CN-Q", Mode::Sea, "500", "CN", None),
    ];
    let jsq = Equipment {
        tare: Some(Kilograms::new(38_000)),
        units_per_train_max: Some(29),
        empty_return: Some(dec("1")),
        ..equipment("jsq6", Wagon, Ramp)
    };
    let rack = Equipment {
        tare: Some(Kilograms::new(5_500)),
        carrier_tare: Some(Kilograms::new(22_400)),
        units_per_train_max: Some(50),
        ..equipment("rack-40", Container, Crane)
    };
    let carrier = Equipment { tare: Some(Kilograms::new(18_000)), ..equipment("carrier", RoadCarrier, Ramp) };
    let own = equipment("own-wheels", OwnWheels, Ramp);
    let ship = equipment("ship", Vessel, Ramp);
    let crossing = |id: &str, link: &str| Crossing {
        id: p(id),
        name: id.to_owned(),
        link: p(link),
        steps: Vec::new(),
        row: row("crossing", id),
    };
    let services = [
        service("train", Mode::Rail, "jsq6", &["CN"]),
        service("boxes", Mode::Rail, "rack-40", &["CN", "KZ"]),
        service("road", Mode::Road, "carrier", &["CN", "KZ"]),
        service("drive", Mode::Road, "own-wheels", &["CN", "KZ"]),
        service("barge", Mode::River, "ship", &["CN"]),
        service("roro", Mode::Sea, "ship", &["CN"]),
    ];
    Corridor {
        id: "test".to_owned(),
        name: "Test".to_owned(),
        base_currency: p("CNY"),
        as_of: day("2023-05-14"),
        horizon: year,
        report_orders: Vec::new(),
        claims: Vec::new(),
        report_vehicles: Vec::new(),
        row: row("corridor", "test"),
        sources: BTreeMap::new(),
        places: by_id(places.into_iter().chain([place("CN-A", Some(2))]), |place| place.id.clone()),
        links: by_id(links, |link| link.id.clone()),
        services: by_id(services, |service| service.id.clone()),
        crossings: by_id(
            [crossing("gate-rail", "CN-B_KZ-B_rail"), crossing("gate-road", "CN-B_KZ-B_road")],
            |crossing| crossing.id.clone(),
        ),
        gauge_changes: Vec::new(),
        handlings: Vec::new(),
        equipment: by_id([jsq, rack, carrier, own, ship], |equipment| equipment.id.clone()),
        manufacturers: BTreeMap::new(),
        vehicles: BTreeMap::new(),
        tariffs: Vec::new(),
        exchange: vec![fx("CNY", "USD", year, "7"), fx("KZT", "USD", year, "450")],
        base_units: Vec::new(),
        charges: Vec::new(),
        calculations: Vec::new(),
        factors: by_id(factors(), |factor| factor.id.clone()),
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

pub(crate) fn corridor_with(tariffs: impl IntoIterator<Item = Tariff>) -> Corridor {
    let mut corridor = corridor();
    corridor.tariffs.extend(tariffs);
    corridor.tariffs.sort_by(|a, b| a.id.cmp(&b.id));
    corridor
}

pub(crate) fn line(vehicle: VehicleModel, quantity: u32) -> ShipmentLine {
    let id = format!("order-{}", vehicle.id);
    let rows = vec![row_with("order", &id, &[("quantity", &quantity.to_string())])];
    ShipmentLine { vehicle: Arc::new(vehicle), quantity, soc_percent: None, built: None, rows }
}

pub(crate) fn shipment(lines: Vec<ShipmentLine>) -> Shipment {
    Shipment {
        name: "test shipment".to_owned(),
        lines,
        origin: p("CN-A"),
        destination: p("KZ-C"),
        ready: noon("2023-05-14"),
        due: None,
        clearance: Clearance::Origin,
    }
}

/// 261 cars of 1,550 kg, worth 15,000 USD each.
pub(crate) fn cars_261() -> Shipment {
    shipment(vec![line(vehicle("cs55", 1_550, Some(1_500), Some("15000")), 261)])
}

/// Load plans of so many units.
pub(crate) fn loads(units: &[(&str, usize)]) -> BTreeMap<EquipmentId, LoadPlan> {
    units
        .iter()
        .map(|(id, n)| {
            let plan = LoadPlan {
                equipment: p(id),
                units: vec![LoadedUnit { equipment: p(id), decks: Vec::new() }; *n],
                lower_bound: u32::try_from(*n).unwrap(),
                bound_reason: "deck length".to_owned(),
            };
            (p(id), plan)
        })
        .collect()
}

/// 29 car wagons, 76 containers, 33 carriers, 261 on their wheels, one ship.
pub(crate) fn usual_loads() -> BTreeMap<EquipmentId, LoadPlan> {
    loads(&[("jsq6", 29), ("rack-40", 76), ("carrier", 33), ("own-wheels", 261), ("ship", 1)])
}

/// Noon at CN-A.
pub(crate) fn noon(date: &str) -> Instant {
    Instant::from_utc(day(date).and_time(NaiveTime::from_hms_opt(4, 0, 0).unwrap()).and_utc())
}

/// An itinerary under way.
pub(crate) struct Way<'c> {
    corridor: &'c Corridor,
    at: String,
    now: Instant,
    pub(crate) steps: Vec<Step>,
}

impl<'c> Way<'c> {
    pub(crate) fn from(corridor: &'c Corridor, at: &str, date: &str) -> Self {
        Self::starting(corridor, at, noon(date))
    }

    pub(crate) fn starting(corridor: &'c Corridor, at: &str, now: Instant) -> Self {
        Self { corridor, at: at.to_owned(), now, steps: Vec::new() }
    }

    pub(crate) fn step(mut self, kind: StepKind, to: &str, minutes: i64) -> Self {
        let end = self.now.after(Minutes::new(minutes)).unwrap();
        let step = Step { kind, from: p(&self.at), to: p(to), start: self.now, end, because: Vec::new() };
        self.steps.push(step);
        self.at = to.to_owned();
        self.now = end;
        self
    }

    fn here(self, kind: StepKind, minutes: i64) -> Self {
        let at = self.at.clone();
        self.step(kind, &at, minutes)
    }

    pub(crate) fn load(self, service: &str) -> Self {
        let equipment = self.equipment(service);
        self.here(StepKind::Load { service: p(service), equipment }, 240)
    }

    pub(crate) fn unload(self, service: &str) -> Self {
        let equipment = self.equipment(service);
        self.here(StepKind::Unload { service: p(service), equipment }, 180)
    }

    pub(crate) fn transload(self, from: &str, to: &str) -> Self {
        let (from_equipment, equipment) = (self.equipment(from), self.equipment(to));
        let kind = StepKind::Transload { from_service: p(from), from_equipment, service: p(to), equipment };
        self.here(kind, 600)
    }

    pub(crate) fn wait(self, service: &str, minutes: i64) -> Self {
        self.here(StepKind::Wait { reason: WaitReason::Departure(p(service)) }, minutes)
    }

    pub(crate) fn border(self, crossing: &str, side: &str, service: &str, first: bool) -> Self {
        let known = &self.corridor.services[service];
        let kind = StepKind::Border {
            crossing: p(crossing),
            step: p("step"),
            side: p(side),
            service: p(service),
            equipment: known.equipment.clone(),
            mode: known.mode,
            first,
        };
        self.here(kind, 360)
    }

    pub(crate) fn gauge_change(self, service: &str, method: GaugeMethod) -> Self {
        let equipment = self.equipment(service);
        self.here(StepKind::GaugeChange { change: p("change"), method, service: p(service), equipment }, 120)
    }

    /// Runs over links, by id.
    pub(crate) fn leg(self, service: &str, links: &[&str], minutes: i64) -> Self {
        let known = &self.corridor.services[service];
        let sections: Vec<Section> = links
            .iter()
            .map(|id| {
                let link = &self.corridor.links[*id];
                Section {
                    link: link.id.clone(),
                    country: link.country,
                    length: link.length,
                    electrified: link.electrified,
                    row: Arc::clone(&link.row),
                }
            })
            .collect();
        let to = links.last().map_or(self.at.clone(), |id| self.corridor.links[*id].to.to_string());
        let (mode, equipment) = (known.mode, known.equipment.clone());
        self.step(StepKind::Leg { service: p(service), equipment, mode, sections }, &to, minutes)
    }

    pub(crate) fn itinerary(self) -> Itinerary {
        Itinerary::new(self.steps).unwrap()
    }

    fn equipment(&self, service: &str) -> EquipmentId {
        self.corridor.services[service].equipment.clone()
    }
}

/// By car train to the border: 3,434 km in China.
pub(crate) fn by_train(corridor: &Corridor) -> Itinerary {
    Way::from(corridor, "CN-A", "2023-05-14").leg("train", &["CN-A_CN-B_rail"], 6_630).itinerary()
}

/// In containers to KZ-C: 3,441 km in China, 350.5 km in Kazakhstan.
pub(crate) fn by_boxes(corridor: &Corridor) -> Itinerary {
    let links = ["CN-A_CN-B_rail", "CN-B_KZ-B_rail", "KZ-B_KZ-C_rail"];
    Way::from(corridor, "CN-A", "2023-05-14").leg("boxes", &links, 9_000).itinerary()
}
