//! Shipments and equipment made by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use landbridge_model::{
    Cell, Chassis, Deck, Equipment, EquipmentKind, HandlingKind, Powertrain, Row, ShipmentLine, Stowage,
    Tier, VehicleClass, VehicleKind, VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

pub(crate) fn row(table: &str, id: &str, values: &[(&str, u64)]) -> Arc<Row> {
    let cell = |value: &u64| Cell { text: value.to_string(), line: 1, column: 1 };
    Arc::new(Row {
        table: table.to_owned(),
        id: id.to_owned(),
        file: "test".into(),
        line: 1,
        values: values
            .iter()
            .map(|(key, value)| ((*key).to_owned(), cell(value)))
            .collect::<BTreeMap<_, _>>(),
        tier: Tier::Assumed,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

/// Petrol cars of 1,500 kg: length and height in mm, number.
pub(crate) fn cars(id: &str, length: u64, height: u64, quantity: u32) -> ShipmentLine {
    weighed(id, length, height, 1_500, quantity)
}

/// Petrol cars with their kerb mass in kg.
pub(crate) fn weighed(id: &str, length: u64, height: u64, mass: u64, quantity: u32) -> ShipmentLine {
    let columns = [("length_mm", length), ("width_mm", 1_850), ("height_mm", height), ("kerb_kg", mass)];
    ShipmentLine {
        vehicle: Arc::new(VehicleModel {
            id: id.parse().unwrap(),
            maker: "changan".parse().unwrap(),
            name: id.to_owned(),
            class: VehicleClass::Car,
            kind: VehicleKind::Car,
            length: Millimetres::new(length),
            width: Millimetres::new(1_850),
            height: Millimetres::new(height),
            wheelbase: None,
            kerb_mass: Kilograms::new(mass),
            gvm: None,
            powertrain: Powertrain::Ice,
            engine_cc: Some(1_500),
            hs: "870322".parse().unwrap(),
            un_number: None,
            chassis: Chassis::default(),
            value: None,
            value_low: None,
            value_high: None,
            row: row("vehicle", id, &columns),
        }),
        quantity,
        soc_percent: None,
        built: None,
        rows: Vec::new(),
    }
}

/// A wagon with decks of length and height in mm, a gap, and no other limit.
pub(crate) fn wagon(decks: &[(u64, u64)], gap: u64) -> Equipment {
    let deck = |(idx, (length, height)): (usize, &(u64, u64))| Deck {
        id: format!("deck{idx}").parse().unwrap(),
        length: Millimetres::new(*length),
        height: Millimetres::new(*height),
        width: Millimetres::new(3_000),
        low: Vec::new(),
        payload: None,
        row: row("deck", &format!("wagon~deck{idx}"), &[("length_mm", *length), ("height_mm", *height)]),
    };
    Equipment {
        id: "wagon".parse().unwrap(),
        name: "Test wagon".to_owned(),
        kind: EquipmentKind::Wagon,
        handling: HandlingKind::Ramp,
        carries: vec![VehicleClass::Car],
        gauge: None,
        length: None,
        tare: None,
        carrier_tare: None,
        payload: None,
        axles: None,
        axle_load_max: None,
        gap: Millimetres::new(gap),
        vehicles_max: None,
        units_per_train_max: None,
        empty_return: None,
        soc_max_percent: None,
        setting_of: None,
        stowage: Stowage::default(),
        decks: decks.iter().enumerate().map(deck).collect(),
        row: row("equipment", "wagon", &[("gap_mm", gap)]),
    }
}

/// The double-deck car wagon of the corridor: 25 m decks, the upper one lower, 22 t.
pub(crate) fn jsq() -> Equipment {
    let mut jsq = wagon(&[(25_000, 1_950), (25_000, 1_800)], 250);
    jsq.payload = Some(Kilograms::new(22_000));
    jsq.vehicles_max = Some(10);
    jsq
}

/// Numbers that look random and are the same everywhere.
pub(crate) struct Lcg(pub(crate) u64);

impl Lcg {
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % bound
    }

    pub(crate) fn between(&mut self, low: u64, high: u64) -> u64 {
        low + self.below(high - low + 1)
    }
}

/// Splits `vehicles` over `models` with at least one of each.
pub(crate) fn shares(lcg: &mut Lcg, vehicles: u64, models: u64) -> Vec<u32> {
    let weights: Vec<u64> = (0..models).map(|_| lcg.between(1, 20)).collect();
    let total: u64 = weights.iter().sum();
    let mut shares: Vec<u64> = weights.iter().map(|w| (vehicles * w / total).max(1)).collect();
    let rest = vehicles.saturating_sub(shares.iter().sum());
    shares[0] += rest;
    shares.into_iter().map(|n| u32::try_from(n).unwrap()).collect()
}

/// Models as they are built: short and long, every fourth one tall, the long ones heavier.
pub(crate) fn generated(seed: u64, vehicles: u64, models: u64, low: u64, high: u64) -> Vec<ShipmentLine> {
    let mut lcg = Lcg(seed);
    let numbers = shares(&mut lcg, vehicles, models);
    let line = |(idx, number): (usize, u32)| {
        let length = lcg.between(low, high);
        let tall = lcg.below(4) == 0;
        let height = if tall { lcg.between(1_801, 1_940) } else { lcg.between(1_430, 1_790) };
        let mass = 1_000 + (length - low) / 2 + lcg.below(700);
        weighed(&format!("m{idx:03}"), length, height, mass, number)
    };
    numbers.into_iter().enumerate().map(line).collect()
}
