//! Shipments of generated models on double-deck wagons of 24.6 m, tall models only below: from lines to plan and
//! proof.

use std::collections::{BTreeMap, BTreeSet};
use std::hint::black_box;
use std::sync::Arc;

use criterion::{Criterion, criterion_group, criterion_main};
use landbridge_loading::plan_with_proof;
use landbridge_model::{
    Chassis, Deck, Equipment, EquipmentKind, HandlingKind, Powertrain, Row, ShipmentLine, Stowage, Tier,
    VehicleClass, VehicleKind, VehicleModel,
};
use landbridge_units::{Kilograms, Millimetres};

/// Numbers that look random and are the same everywhere.
struct Lcg(u64);

impl Lcg {
    fn between(&mut self, low: u64, high: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        low + (self.0 >> 33) % (high - low + 1)
    }
}

fn row(table: &str, id: &str) -> Arc<Row> {
    Arc::new(Row {
        table: table.to_owned(),
        id: id.to_owned(),
        file: "bench".into(),
        line: 1,
        values: BTreeMap::new(),
        tier: Tier::Assumed,
        assumed: BTreeSet::new(),
        sources: Vec::new(),
        note: None,
    })
}

fn wagon() -> Result<Equipment, Box<dyn std::error::Error>> {
    let deck = |id: &str, height: u64| -> Result<Deck, Box<dyn std::error::Error>> {
        Ok(Deck {
            id: id.parse()?,
            length: Millimetres::new(24_600),
            height: Millimetres::new(height),
            width: Millimetres::new(3_000),
            low: Vec::new(),
            payload: None,
            row: row("deck", id),
        })
    };
    Ok(Equipment {
        id: "wagon".parse()?,
        name: "Double-deck wagon".to_owned(),
        kind: EquipmentKind::Wagon,
        handling: HandlingKind::Ramp,
        carries: vec![VehicleClass::Car],
        gauge: None,
        length: None,
        tare: None,
        carrier_tare: None,
        payload: Some(Kilograms::new(22_000)),
        axles: None,
        axle_load_max: None,
        gap: Millimetres::new(250),
        vehicles_max: None,
        units_per_train_max: None,
        empty_return: None,
        soc_max_percent: None,
        setting_of: None,
        stowage: Stowage::default(),
        decks: vec![deck("lower", 1_950)?, deck("upper", 1_800)?],
        row: row("equipment", "wagon"),
    })
}

fn shipment(seed: u64, vehicles: u64, models: u64) -> Result<Vec<ShipmentLine>, Box<dyn std::error::Error>> {
    let mut lcg = Lcg(seed);
    let mut lines = Vec::new();
    for idx in 0..models {
        let (length, tall) = (lcg.between(3_600, 5_100), lcg.between(0, 3) == 0);
        let height = if tall { lcg.between(1_801, 1_940) } else { lcg.between(1_430, 1_790) };
        let mass = 1_000 + (length - 3_600) / 2 + lcg.between(0, 699);
        // Equal shares with some spread, the rest on the first model.
        let share = vehicles / models;
        let quantity = share / 2 + lcg.between(0, share);
        let id = format!("m{idx:03}");
        lines.push(ShipmentLine {
            vehicle: Arc::new(VehicleModel {
                id: id.parse()?,
                maker: "maker".parse()?,
                name: id.clone(),
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
                hs: "870322".parse()?,
                un_number: None,
                chassis: Chassis::default(),
                value: None,
                value_low: None,
                value_high: None,
                row: row("vehicle", &id),
            }),
            quantity: u32::try_from(quantity)?,
            soc_percent: None,
            built: None,
            rows: Vec::new(),
        });
    }
    Ok(lines)
}

fn wagons(criterion: &mut Criterion) {
    for (vehicles, models) in [(256, 24), (1_000, 24), (20_000, 60)] {
        let (Ok(lines), Ok(wagon)) = (shipment(7, vehicles, models), wagon()) else { return };
        criterion.bench_function(&format!("{vehicles} vehicles of {models} models"), |bencher| {
            bencher.iter(|| plan_with_proof(black_box(&lines), black_box(&wagon)));
        });
    }
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(10);
    targets = wagons
}
criterion_main!(benches);
